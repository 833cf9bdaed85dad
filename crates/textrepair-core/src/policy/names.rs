//! Changes that would spoil a name: names keep the spelling of their own language, and are not cut apart.

use unicode_normalization::UnicodeNormalization;

use super::Change;
use crate::language::Language;
use crate::places::{backwards, begins_sentence};
use crate::unicode::{all_alpha, is_combining, is_letter, is_space, is_upper, lower_cow, str_is_lower};

/// How far before a word a hyphen of a name stands, and how far before a particle its name begins, in code points.
const BESIDE: usize = 3;
const LONGEST_NAME: usize = 30;
const HYPHENS: [char; 3] = ['-', '‐', '‑'];

/// Returns whether a change spoils what is likely a name.
///
/// A word with a capital within a sentence is one. It may have letters that the language has not, or a diacritic where
/// the language has none (Vladimír, Antônio), and it may look like an article with a noun (Lachance). The particle
/// before a name looks like a damaged word (das Neves).
pub(super) fn spoils_name(text: &str, change: Change<'_>, language: &Language) -> bool {
    let Change { start, end, replacement } = change;
    let replaced = &text[start..end];
    if language.rules().particles.contains(&*lower_cow(replaced)) {
        return stands_in_name(text, start, end, language);
    }
    let tail = replaced.char_indices().nth(1).map_or("", |(place, _)| &replaced[place..]);
    let is_capitalised = replaced.chars().next().is_some_and(is_upper) && str_is_lower(tail) && all_alpha(replaced);
    if !is_capitalised {
        return false;
    }
    if replacement.contains(' ') && is_second_name(text, start) {
        return true;
    }
    if begins_sentence(text, start) {
        return false;
    }
    if replacement.contains(' ') {
        let lowered = lower_cow(replacement);
        let first = lowered.split(' ').next().unwrap_or_default();
        return replacement.replace(' ', "") == replaced && language.rules().articles.contains(first);
    }
    !language.knows(&lower_cow(replacement)) && loses_diacritic(replaced, replacement)
}

/// Returns whether a word stands behind another word and a hyphen (Poullet-Francqui).
fn is_second_name(text: &str, start: usize) -> bool {
    let near = &text[backwards(text, start, BESIDE)..start];
    let near = near.strip_suffix('\n').unwrap_or(near);
    let Some(before) = near.strip_suffix(HYPHENS) else { return false };
    before.strip_suffix(' ').unwrap_or(before).chars().next_back().is_some_and(is_letter)
}

/// Returns whether a span stands between two words with capitals, the second of which is nothing but a name.
fn stands_in_name(text: &str, start: usize, end: usize, language: &Language) -> bool {
    let Some(rest) = text[end..].strip_prefix(' ') else { return false };
    let name = &rest[..rest.find(|character| !is_letter(character)).unwrap_or(rest.len())];
    if name.is_empty() || language.knows(&lower_cow(name)) {
        return false;
    }
    let near = backwards(text, start, LONGEST_NAME);
    let before = text[near..start].strip_suffix('\n').unwrap_or(&text[near..start]);
    let Some(before) = before.strip_suffix(' ') else { return false };
    let before = before.strip_suffix('.').unwrap_or(before);
    let letters = before.trim_end_matches(is_letter).len();
    let is_whole = if letters == 0 { near == 0 } else { before[..letters].ends_with(is_space) };
    is_whole && before[letters..].chars().next().is_some_and(is_upper)
}

/// Returns whether two words differ in nothing but diacritics that the second has not.
fn loses_diacritic(before: &str, after: &str) -> bool {
    let bare = |word: &str| word.nfd().filter(|&character| !is_combining(character)).collect::<String>();
    bare(before) == bare(after) && after.nfd().count() < before.nfd().count()
}
