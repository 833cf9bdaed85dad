//! Places in a text that lie a number of characters from another one.

use crate::unicode::is_space;

/// Returns the byte offset of the place so many characters before another, or of the beginning.
pub(crate) fn backwards(text: &str, offset: usize, characters: usize) -> usize {
    let Some(before) = text.get(..offset).filter(|_| characters > 0) else { return offset };
    before.char_indices().nth_back(characters - 1).map_or(0, |(place, _)| place)
}

/// Returns the byte offset of the place so many characters behind another, or of the end.
pub(crate) fn forwards(text: &str, offset: usize, characters: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    rest.char_indices().nth(characters).map_or(text.len(), |(place, _)| offset + place)
}

/// Returns the start of the token that holds an offset, or the place so many characters before the offset.
pub(crate) fn token_start(text: &str, offset: usize, farthest: usize) -> usize {
    let before = text.get(..offset).unwrap_or_default().char_indices().rev().take(farthest);
    before.take_while(|&(_, character)| !is_space(character)).last().map_or(offset, |(place, _)| place)
}

/// Returns the end of the token that holds an offset, or the place so many characters behind the offset.
pub(crate) fn token_end(text: &str, offset: usize, farthest: usize) -> usize {
    let rest = text.get(offset..).unwrap_or_default();
    let mut characters = rest.char_indices();
    let end = characters.by_ref().take(farthest).find(|&(_, character)| is_space(character));
    match end {
        Some((place, _)) => offset + place,
        None => characters.next().map_or(text.len(), |(place, _)| offset + place),
    }
}

/// Returns whether any word would have a capital at an offset: after a full stop, a dash, or a line end.
pub(crate) fn begins_sentence(text: &str, offset: usize) -> bool {
    let near = text[..offset].chars().rev().take(4);
    let mut before = near.skip_while(|sign| matches!(sign, ' ' | '\u{a0}' | '«' | '“' | '(' | '"' | '\''));
    before.next().is_none_or(|sign| matches!(sign, '.' | '!' | '?' | '…' | ':' | '—' | '–' | '-' | '\n'))
}
