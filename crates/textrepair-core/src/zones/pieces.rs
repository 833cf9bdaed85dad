//! How a text is cut into paragraphs and pieces: the spans of which the language is judged.

use std::ops::Range;

use crate::offsets::Offsets;
use crate::places::forwards;
use crate::unicode::{is_digit, is_letter, is_space, is_upper, trim_space};

/// A longer paragraph is cut, in characters, so that a text without empty lines, or without any line end, costs no more
/// than others.
const LONGEST: usize = 3_000;
const CUT_WITHIN: usize = 200;
/// A line that begins so, or with a capital or a digit, begins a piece: headings and entries of lists have no full stop.
const BULLETS: [char; 5] = ['•', '*', '–', '—', '-'];
const INDENTED: usize = 8;
/// So many spaces and tabs are a gap between columns.
const GAP: usize = 3;

/// The byte offsets at which the paragraphs of a text start.
#[derive(Debug)]
pub(super) struct Paragraphs {
    starts: Vec<usize>,
    end: usize,
}

impl Paragraphs {
    /// Cuts a text.
    pub(super) fn of(text: &str, offsets: &Offsets) -> Self {
        let mut starts = vec![0];
        let mut position = 0;
        while let Some(gap) = gap(text, position) {
            cut(&mut starts, text, offsets, gap.start);
            starts.push(gap.end);
            position = gap.end;
        }
        cut(&mut starts, text, offsets, text.len());
        Self { starts, end: text.len() }
    }

    /// Returns the number of the paragraph in which an offset lies.
    pub(super) fn number(&self, offset: usize) -> usize {
        self.starts.partition_point(|&start| start <= offset).saturating_sub(1)
    }

    /// Returns the place of a paragraph; it takes in the empty lines after it.
    pub(super) fn place(&self, number: usize) -> Range<usize> {
        let start = self.starts.get(number).copied().unwrap_or(self.end);
        start..self.starts.get(number + 1).copied().unwrap_or(self.end)
    }
}

/// Returns the next gap between paragraphs: a line end, a line of white space, and all white space behind it.
fn gap(text: &str, from: usize) -> Option<Range<usize>> {
    let mut from = from;
    loop {
        let start = from + memchr::memchr(b'\n', text.as_bytes().get(from..)?)?;
        let rest = &text[start + 1..];
        let blank = rest.trim_start_matches([' ', '\t', '\r', '\u{c}', '\u{b}']);
        if let Some(after) = blank.strip_prefix('\n') {
            return Some(start..text.len() - after.trim_start_matches(is_space).len());
        }
        from = text.len() - blank.len();
    }
}

/// Cuts the last paragraph, which ends at `end`, into parts that are not too long.
fn cut(starts: &mut Vec<usize>, text: &str, offsets: &Offsets, end: usize) {
    let last = offsets.code_points(text, end);
    while let Some(&start) = starts.last() {
        let first = offsets.code_points(text, start);
        if last.saturating_sub(first) <= LONGEST {
            return;
        }
        let low = offsets.bytes(text, first + LONGEST - CUT_WITHIN);
        let high = offsets.bytes(text, first + LONGEST);
        let window = &text[low..high];
        let place = window.rfind('\n').or_else(|| window.rfind(' '));
        starts.push(place.map_or(high, |place| low + place + 1));
    }
}

/// Returns the places of the pieces of a paragraph that hold a word.
pub(super) fn pieces(text: &str, paragraph: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = paragraph.start;
    let mut position = paragraph.start;
    while let Some(break_) = next_break(text, position, paragraph.end) {
        position = break_.end;
        if &text[break_.clone()] == "\n" && !begins_piece(text, break_.end) {
            continue;
        }
        let piece = &text[start..break_.start];
        if piece.contains(is_letter) {
            found.push(start..break_.start);
            start = break_.end;
        } else if trim_space(piece).is_empty() {
            start = break_.end;
        }
    }
    if text[start..paragraph.end].contains(is_letter) {
        found.push(start..paragraph.end);
    }
    found
}

/// Returns the next end of a sentence, quotation mark, bracket, gap between columns, or line end.
fn next_break(text: &str, from: usize, end: usize) -> Option<Range<usize>> {
    let is_blank = |character: char| character == ' ' || character == '\t';
    let within = &text[..end];
    let mut position = from;
    loop {
        let (place, sign) = within[position..].char_indices().find(|&(_, sign)| is_break(sign))?;
        let start = position + place;
        let next = start + sign.len_utf8();
        match sign {
            '.' | '!' | '?' | '…' | ';' | ':' => {
                if within[next..].starts_with(is_space) {
                    return Some(start..next);
                }
                position = next;
            }
            ' ' | '\t' => {
                let after = within.len() - within[next..].trim_start_matches(is_blank).len();
                if after - start >= GAP {
                    return Some(start..after);
                }
                position = after;
            }
            _ => return Some(start..next),
        }
    }
}

fn is_break(sign: char) -> bool {
    matches!(sign, '.' | '!' | '?' | '…' | ';' | ':' | '"' | '«' | '»' | '“' | '”' | '„' | '(' | ')' | '[' | ']')
        || matches!(sign, ' ' | '\t' | '\n')
}

/// Returns whether a line begins with a capital, a digit or the sign of a list.
fn begins_piece(text: &str, offset: usize) -> bool {
    let indented = &text[offset..forwards(text, offset, INDENTED)];
    let first = indented.trim_start_matches(is_space).chars().next();
    first.is_some_and(|first| is_upper(first) || is_digit(first) || BULLETS.contains(&first))
}
