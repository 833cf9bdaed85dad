//! The scan of a text, in blocks: after a repair only the blocks that it changed are scanned again.

use std::ops::Range;
use std::sync::Arc;

use super::memory::TokenMarks;
use super::prefilter::{Failed, UNKNOWN};
use crate::language::Language;
use crate::text::IndexedText;
use crate::unicode::is_space;

/// A token for which prefilters open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MarkedToken {
    /// Its offsets in code points.
    pub start: usize,
    /// Its end, exclusive.
    pub end: usize,
    /// The bits of the prefilters.
    pub mark: u64,
}

/// Where a text changed, in bytes of the text before.
#[derive(Clone, Copy, Debug)]
pub struct TextEdit {
    /// Where the change starts.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// How many bytes stand there now.
    pub size: usize,
}

/// A part of a text; one character of white space stands between a part and the next.
#[derive(Debug)]
struct Block {
    /// How many tokens there are.
    number: usize,
    /// How many bytes and code points the part has.
    bytes: usize,
    characters: usize,
    /// The marked tokens, with offsets in the part.
    places: Vec<MarkedToken>,
    /// White space of two characters and more, as byte offsets in the part.
    gaps: Vec<(usize, usize)>,
    union: u64,
}

impl Block {
    fn of(part: &str, marks: &TokenMarks) -> Result<Self, Failed> {
        let mut tokens = Vec::with_capacity(part.len() / 5);
        // The offsets of the tokens in code points.
        let mut starts = Vec::with_capacity(part.len() / 5);
        let mut gaps = Vec::new();
        let (mut place, mut characters) = (0, 0);
        while place < part.len() {
            let (end, size) = run(part, place, true);
            if size > 1 {
                gaps.push((place, end));
            }
            (place, characters) = (end, characters + size);
            let (end, size) = run(part, place, false);
            if size > 0 {
                tokens.push(&part[place..end]);
                starts.push((characters, characters + size));
            }
            (place, characters) = (end, characters + size);
        }
        let mut places = Vec::new();
        let mut union = 0;
        marks.each(&tokens, |number, mark| {
            if mark != 0 {
                let (start, end) = starts[number];
                places.push(MarkedToken { start, end, mark });
                union |= mark;
            }
        })?;
        places.sort_unstable_by_key(|place| place.start);
        Ok(Self { number: tokens.len(), bytes: part.len(), characters, places, gaps, union })
    }
}

/// A block in its place.
#[derive(Clone, Debug)]
struct Part {
    block: Arc<Block>,
    /// How many bytes the white space before and after it has; 0 at the ends of the text.
    before: usize,
    after: usize,
}

impl Part {
    fn new(block: Block) -> Self {
        Self { block: Arc::new(block), before: 0, after: 0 }
    }
}

/// Whether a character of ASCII is white space: the same as the Unicode table says, in one look.
const ASCII_SPACE: [bool; 128] = {
    let mut table = [false; 128];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = matches!(byte, 0x09..=0x0D | 0x1C..=0x20);
        byte += 1;
    }
    table
};

/// Returns where a run of white space, or of other characters, ends, and how many characters it has.
fn run(text: &str, start: usize, space: bool) -> (usize, usize) {
    let bytes = text.as_bytes();
    let (mut place, mut size) = (start, 0);
    while let Some(&byte) = bytes.get(place) {
        let (is_in, length) = match byte {
            0..0x80 => (ASCII_SPACE[usize::from(byte)] == space, 1),
            // Two bytes that stand for no white space, such as letters of Latin script with a diacritic.
            0xC3..0xE0 => (!space, 2),
            _ => {
                let character = text[place..].chars().next().unwrap_or(' ');
                (is_space(character) == space, character.len_utf8())
            }
        };
        if !is_in {
            break;
        }
        place += length;
        size += 1;
    }
    (place, size)
}

/// What one pass over a text finds.
#[derive(Clone, Debug)]
pub struct Scan {
    blocks: Vec<Part>,
}

impl Scan {
    /// Scans a whole text.
    ///
    /// # Errors
    /// A test of the caller failed.
    pub fn of(text: &str, marks: &TokenMarks) -> Result<Self, Failed> {
        let mut blocks = Vec::with_capacity(text.len() / marks.block() + 1);
        cut(text, marks, &mut blocks)?;
        Ok(Self::joined(blocks, text))
    }

    /// Returns the scan of the text that edits lead to.
    ///
    /// `edits` are sorted and do not overlap; `text` is what they lead to.
    ///
    /// # Errors
    /// A test of the caller failed.
    pub fn after(&self, edits: &[TextEdit], text: &str, marks: &TokenMarks) -> Result<Self, Failed> {
        let mut found = Vec::with_capacity(self.blocks.len());
        // Edits before this one end before the block; they have added and taken so many bytes.
        let (mut first, mut added, mut taken) = (0, 0, 0);
        // Where the blocks that the edits have changed begin in the new text.
        let mut begun: Option<usize> = None;
        let mut start = 0;
        for part in &self.blocks {
            let end = start + part.block.bytes;
            while let Some(edit) = edits.get(first).filter(|edit| edit.end + part.before < start) {
                added += edit.size;
                taken += edit.end - edit.start;
                first += 1;
            }
            // An edit beside the white space between two blocks changes both.
            let is_changed = edits.get(first).is_some_and(|edit| edit.start <= end + part.after);
            let position = start + added - taken;
            if is_changed {
                begun.get_or_insert(position);
            } else {
                if let Some(begun) = begun.take() {
                    cut(&text[begun..position - part.before], marks, &mut found)?;
                }
                found.push(part.clone());
            }
            start = end + part.after;
        }
        if let Some(begun) = begun {
            cut(&text[begun..], marks, &mut found)?;
        }
        Ok(Self::joined(found, text))
    }

    /// Returns how many tokens there are.
    pub fn number(&self) -> usize {
        self.blocks.iter().map(|part| part.block.number).sum()
    }

    /// Returns the bits of the prefilters that open for tokens.
    pub fn union(&self) -> u64 {
        self.blocks.iter().fold(0, |union, part| union | part.block.union)
    }

    /// Yields the tokens for which one of some prefilters opens, in order.
    pub fn places(&self, bits: u64) -> impl Iterator<Item = MarkedToken> {
        let mut start = 0;
        self.blocks.iter().flat_map(move |part| {
            let offset = start;
            start += part.block.characters + 1;
            let has_any = part.block.union & bits != 0;
            let places = if has_any { &*part.block.places } else { &[] };
            places.iter().filter(move |place| place.mark & bits != 0).map(move |place| MarkedToken {
                start: place.start + offset,
                end: place.end + offset,
                mark: place.mark,
            })
        })
    }

    /// Returns the words that the language does not know, as spans of bytes, in order; the text is the one scanned.
    pub fn unknown_words(&self, text: &IndexedText, language: &Language) -> Vec<Range<usize>> {
        let mut found = Vec::new();
        for token in self.places(UNKNOWN) {
            let (start, end) = (text.bytes(token.start), text.bytes(token.end));
            let parts = language.unknown_parts(&text[start..end]).into_iter();
            found.extend(parts.map(|part| start + part.start..start + part.end));
        }
        found
    }

    /// Yields the white space of two characters and more, as byte offsets.
    pub fn gaps(&self) -> impl Iterator<Item = (usize, usize)> {
        let mut start = 0;
        self.blocks.iter().flat_map(move |part| {
            let offset = start;
            start += part.block.bytes + part.after;
            part.block.gaps.iter().map(move |(low, high)| (low + offset, high + offset))
        })
    }

    /// Completes parts by the size of the white space between them.
    fn joined(mut blocks: Vec<Part>, text: &str) -> Self {
        let (mut start, mut before) = (0, 0);
        let last = blocks.len().saturating_sub(1);
        for (number, part) in blocks.iter_mut().enumerate() {
            let end = start + part.block.bytes;
            let after = text[end..].chars().next().filter(|_| number < last).map_or(0, char::len_utf8);
            (part.before, part.after) = (before, after);
            (start, before) = (end + after, after);
        }
        Self { blocks }
    }
}

/// Cuts a part of a text into blocks, at single characters of white space, and scans them.
fn cut(text: &str, marks: &TokenMarks, blocks: &mut Vec<Part>) -> Result<(), Failed> {
    let (mut rest, size) = (text, marks.block());
    while rest.len() > 2 * size {
        let Some(end) = single_space(rest, size) else { break };
        blocks.push(Part::new(Block::of(&rest[..end], marks)?));
        rest = &rest[end + rest[end..].chars().next().map_or(0, char::len_utf8)..];
    }
    blocks.push(Part::new(Block::of(rest, marks)?));
    Ok(())
}

/// Returns the byte offset, at or after one, of a character of white space between two that are none.
fn single_space(text: &str, from: usize) -> Option<usize> {
    let from = (from..=text.len()).find(|&place| text.is_char_boundary(place))?;
    let mut before = text[..from].chars().next_back()?;
    let mut characters = text[from..].char_indices().peekable();
    while let Some((place, character)) = characters.next() {
        let (_, after) = *characters.peek()?;
        if is_space(character) && !is_space(before) && !is_space(after) {
            return Some(from + place);
        }
        before = character;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::run;
    use crate::unicode::is_space;

    #[test]
    fn white_space_is_what_the_table_says() {
        for character in '\0'..=char::MAX {
            let text = character.to_string();
            assert_eq!(run(&text, 0, is_space(character)), (text.len(), 1), "{character:?}");
            assert_eq!(run(&text, 0, !is_space(character)), (0, 0), "{character:?}");
        }
    }
}
