//! Changes that touch a piece of a word that is cut at a line end.

use std::ops::Range;

use super::Change;
use crate::language::Language;
use crate::places::{backwards, forwards, token_start};
use crate::unicode::{is_alpha, is_letter, is_space, lower_cow};

/// Of the signs of a line end, those that are hyphens wherever they stand. Others stand for a letter as well (moin_).
const HYPHENS: [char; 7] = ['-', '‐', '‑', '⸗', '¬', '\u{ad}', '\u{2}'];
const BLANK: [char; 2] = [' ', '\t'];
/// How many spaces may stand between a token and the line end beside it.
const BESIDE: usize = 8;
/// A token is looked at for so many characters at the most; of a longer string only the end.
const FARTHEST: usize = 200;
const LONGEST: usize = 60;

/// Returns whether a change touches a piece of a word that is cut at a line end, and does not complete the word.
///
/// `token` is the span of the token, or tokens, in which the change lies.
pub(super) fn spoils_cut(text: &str, token: Range<usize>, change: Change<'_>, language: &Language) -> bool {
    let beside = |span: Range<usize>| text[span].contains('\n');
    let Range { start, end } = token;
    if !beside(backwards(text, start, BESIDE)..start) && !beside(end..forwards(text, end, BESIDE)) {
        return false; // nearly all changes
    }
    let is_divided = change.replacement.chars().any(is_space);
    if text[start..end].ends_with(HYPHENS) {
        let bare = text[start..end].trim_end_matches(HYPHENS);
        let right = first_letters(&text[next_line(text, end)..]);
        if let (Some(left), Some(right)) = (last_letters(bare), right)
            && change.end > start + left.start
        {
            let head = &bare[..bare.len().min(change.start - start)];
            let tail = &bare[bare.len().min(change.end - start)..];
            return is_divided || !is_word(&format!("{head}{}{tail}", change.replacement), right, language);
        }
    }
    let before = line_before(text, start);
    if text[..before].ends_with(HYPHENS) {
        let bare = text[token_start(text, before, FARTHEST)..before].trim_end_matches(HYPHENS);
        let right = first_letters(&text[start..]);
        if let Some(right) = right
            && bare.chars().next_back().is_some_and(is_alpha)
            && change.start < start + right.len()
        {
            let (head, tail) = (&text[start..change.start], &text[change.end..end]);
            return is_divided || !is_word(bare, &format!("{head}{}{tail}", change.replacement), language);
        }
    }
    false
}

/// Returns whether the lexicon has the word that two tokens make at a line end, with or without a hyphen.
fn is_word(left: &str, right: &str, language: &Language) -> bool {
    let (Some(before), Some(after)) = (last_letters(left), first_letters(right)) else { return false };
    let (before, lexicon) = (&left[before], language.lexicon());
    let compound = format!("{before}-{after}");
    lexicon.knows(&format!("{before}{after}"))
        || lexicon.form(&compound).is_some()
        || lexicon.form(&lower_cow(&compound)).is_some()
}

/// Returns the span of the letters with which a string ends; None if there are none.
fn last_letters(string: &str) -> Option<Range<usize>> {
    let near = backwards(string, string.len(), LONGEST);
    let letters = string[near..].trim_end_matches(is_letter).len();
    (near + letters < string.len()).then(|| near + letters..string.len())
}

/// Returns the letters with which a string begins; None if there are none.
fn first_letters(string: &str) -> Option<&str> {
    let end = string.find(|character| !is_letter(character)).unwrap_or(string.len());
    (end > 0).then(|| &string[..end])
}

/// Returns the offset behind what the line before ends with, if nothing precedes in this one; else 0.
fn line_before(text: &str, offset: usize) -> usize {
    match text[..offset].trim_end_matches(BLANK).strip_suffix('\n') {
        Some(before) => before.trim_end_matches(BLANK).len(),
        None => 0,
    }
}

/// Returns the offset of what the next line begins with, if nothing follows in this one; else the end of the text.
fn next_line(text: &str, offset: usize) -> usize {
    match text[offset..].trim_start_matches(BLANK).strip_prefix('\n') {
        Some(after) => text.len() - after.trim_start_matches(BLANK).len(),
        None => text.len(),
    }
}
