//! Properties and mappings of strings.

use std::borrow::Cow;

use super::table::{CASE_IGNORABLE, CASED, FOLDS, LOWER, LOWER_CASE, TITLE, TITLE_CASE, UPPER, UPPER_CASE};
use super::{flags, is_alnum, is_alpha, is_space};

/// Returns whether a string consists of letters and is not empty (`str.isalpha`).
pub fn all_alpha(string: &str) -> bool {
    !string.is_empty() && string.chars().all(is_alpha)
}

/// Returns whether a string consists of letters and numerals and is not empty (`str.isalnum`).
pub fn all_alnum(string: &str) -> bool {
    !string.is_empty() && string.chars().all(is_alnum)
}

/// Returns whether a string has a cased character and none that is not a capital (`str.isupper`).
pub fn str_is_upper(string: &str) -> bool {
    has_case(string, UPPER, LOWER | TITLE)
}

/// Returns whether a string has a cased character and none that is not a small letter (`str.islower`).
pub fn str_is_lower(string: &str) -> bool {
    has_case(string, LOWER, UPPER | TITLE)
}

fn has_case(string: &str, wanted: u16, unwanted: u16) -> bool {
    let mut found = false;
    for character in string.chars() {
        let flags = flags(character);
        if flags & unwanted != 0 {
            return false;
        }
        found |= flags & wanted != 0;
    }
    found
}

fn mapped(table: &'static [(char, &'static str)], character: char) -> Option<&'static str> {
    table.binary_search_by_key(&character, |(from, _)| *from).ok().map(|place| table[place].1)
}

/// Returns a string in lower case (`str.lower`), a capital sigma at the end of a word as ς.
pub fn lower(string: &str) -> String {
    lower_cow(string).into_owned()
}

/// Returns a string in lower case; the string itself if it is so.
pub fn lower_cow(string: &str) -> Cow<'_, str> {
    if string.is_ascii() {
        let has_capital = string.bytes().any(|byte| byte.is_ascii_uppercase());
        return if has_capital { Cow::Owned(string.to_ascii_lowercase()) } else { Cow::Borrowed(string) };
    }
    let changes = |character: char| {
        flags(character) & (UPPER | TITLE) != 0 || (!character.is_ascii() && mapped(&LOWER_CASE, character).is_some())
    };
    let Some(first) = string.find(changes) else { return Cow::Borrowed(string) };
    let mut lowered = String::with_capacity(string.len() + 2);
    lowered.push_str(&string[..first]);
    push_lower(string, first, &mut lowered);
    Cow::Owned(lowered)
}

fn push_lower(string: &str, from: usize, lowered: &mut String) {
    for (offset, character) in string[from..].char_indices() {
        match character {
            'Σ' => lowered.push(if is_final_sigma(string, from + offset) { 'ς' } else { 'σ' }),
            _ if character.is_ascii() => lowered.push(character.to_ascii_lowercase()),
            _ => match mapped(&LOWER_CASE, character) {
                Some(text) => lowered.push_str(text),
                None => lowered.push(character),
            },
        }
    }
}

/// Returns whether a capital sigma ends a word: a letter stands before it and none after it.
fn is_final_sigma(string: &str, place: usize) -> bool {
    let is_passed = |character: &char| flags(*character) & CASE_IGNORABLE != 0;
    let is_cased = |character: Option<char>| character.is_some_and(|character| flags(character) & CASED != 0);
    let before = string[..place].chars().rev().find(|character| !is_passed(character));
    let after = string[place..].chars().skip(1).find(|character| !is_passed(character));
    is_cased(before) && !is_cased(after)
}

/// Returns a string in upper case (`str.upper`).
pub fn upper(string: &str) -> String {
    let mut raised = String::with_capacity(string.len());
    for character in string.chars() {
        push_mapped(&UPPER_CASE, character, &mut raised);
    }
    raised
}

fn push_mapped(table: &'static [(char, &'static str)], character: char, target: &mut String) {
    if character.is_ascii() {
        target.push(character.to_ascii_uppercase());
        return;
    }
    match mapped(table, character) {
        Some(text) => target.push_str(text),
        None => target.push(character),
    }
}

/// Returns a string with its first character in title case and the others in lower case (`str.capitalize`).
pub fn capitalize(string: &str) -> String {
    let mut characters = string.chars();
    let Some(first) = characters.next() else { return String::new() };
    let mut capitalized = String::with_capacity(string.len());
    match mapped(&TITLE_CASE, first) {
        Some(text) => capitalized.push_str(text),
        None => push_mapped(&UPPER_CASE, first, &mut capitalized),
    }
    push_lower(string, first.len_utf8(), &mut capitalized);
    capitalized
}

/// Returns a word with the capitals of a model: none, the first letter, or all.
pub fn like_case(model: &str, word: &str) -> String {
    let mut letters = model.chars();
    let is_capitalised = letters.next().is_some_and(super::is_upper);
    if letters.next().is_some() && str_is_upper(model) {
        return upper(word);
    }
    let mut characters = word.chars();
    match characters.next().filter(|_| is_capitalised) {
        Some(first) => upper(first.encode_utf8(&mut [0; 4])) + characters.as_str(),
        None => word.to_owned(),
    }
}

/// Returns the key of a word: in lower case, without diacritics, œ as oe, ’ as '. For look-up, never for output.
///
/// Letters of Latin script lose their diacritics; other scripts stay as they are.
pub fn fold(word: &str) -> Cow<'_, str> {
    let lowered = lower_cow(word);
    if lowered.is_ascii() {
        return lowered;
    }
    let mut folded = String::with_capacity(lowered.len());
    for character in lowered.chars() {
        match if character.is_ascii() { None } else { mapped(&FOLDS, character) } {
            Some(text) => folded.push_str(text),
            None => folded.push(character),
        }
    }
    Cow::Owned(folded)
}

/// Yields the byte offset and the text of what stands between white space (`str.split`).
pub fn split_space(string: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + string[position..].find(|character| !is_space(character))?;
        let end = string[start..].find(is_space).map_or(string.len(), |size| start + size);
        position = end;
        Some((start, &string[start..end]))
    })
}

/// Returns a string without the white space around it (`str.strip`).
pub fn trim_space(string: &str) -> &str {
    string.trim_matches(is_space)
}

/// Returns a string without the white space before it (`str.lstrip`).
pub fn trim_space_start(string: &str) -> &str {
    string.trim_start_matches(is_space)
}

/// Returns a string without the white space after it (`str.rstrip`).
pub fn trim_space_end(string: &str) -> &str {
    string.trim_end_matches(is_space)
}
