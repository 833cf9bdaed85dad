//! Whether a token may hold a word that a hyphen cuts.

use crate::language::Language;
use crate::unicode::{is_letter, lower_cow, str_is_lower, str_is_upper};

const HYPHENS: [char; 3] = ['-', '‐', '¬'];
const APOSTROPHES: [char; 2] = ['\'', '’'];
/// Beside these, what stands at a hyphen is not all of a word.
const NO_PLACE: &str = "-‐‑¬_0123456789";
/// A joined word has at least so many letters, and a piece at most so many.
const SHORTEST: usize = 4;
const LONGEST: usize = 40;

/// Returns whether the pieces at a hyphen of a token may make one word, or a hyphen at its end may cut one.
pub(super) fn may_be_cut(token: &str, language: &Language) -> bool {
    token.match_indices(HYPHENS).any(|(place, hyphen)| {
        let left = last_letters(&token[..place]);
        let rest = &token[place + hyphen.len()..];
        !left.is_empty() && (rest.is_empty() || joins(&token[..place - left.len()], left, rest, language))
    })
}

/// Returns whether the letters before a hyphen and those behind it may make one word.
fn joins(before: &str, left: &str, rest: &str, language: &Language) -> bool {
    let right = first_letters(rest);
    let after = &rest[right.len()..];
    let joined = format!("{left}{right}");
    let tail = joined.char_indices().nth(1).map_or("", |(start, _)| &joined[start..]);
    let is_part = |sign: Option<char>| sign.is_some_and(|sign| NO_PLACE.contains(sign));
    if right.is_empty()
        || is_part(before.chars().next_back())
        || is_part(after.chars().next())
        || joined.chars().nth(SHORTEST - 1).is_none()
        || !(str_is_lower(tail) || str_is_upper(&joined))
    {
        return false;
    }
    let is_pronoun = || language.rules().after_hyphen.contains(&*lower_cow(right)) && language.knows(left); // dit-on
    (after.starts_with(APOSTROPHES) || language.knows(&joined)) && !is_pronoun()
}

fn first_letters(string: &str) -> &str {
    let mut letters = string.char_indices().take(LONGEST).take_while(|(_, letter)| is_letter(*letter));
    letters.by_ref().last().map_or("", |(place, letter)| &string[..place + letter.len_utf8()])
}

fn last_letters(string: &str) -> &str {
    let letters = string.char_indices().rev().take(LONGEST).take_while(|(_, letter)| is_letter(*letter));
    letters.last().map_or("", |(place, _)| &string[place..])
}
