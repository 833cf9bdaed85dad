//! Properties and mappings of strings.

use std::borrow::Cow;
use std::ops::Range;

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

/// A sorted table of mappings, with the places of the Latin letters that nearly all texts consist of.
struct Mappings {
    table: &'static [(char, &'static str)],
    /// One more than the place of each character below `LATIN_END` in the table; 0 for one that is not there.
    latin: [u16; LATIN_END],
}

/// The end of the blocks of Latin letters whose mappings are found without a search.
const LATIN_END: usize = 0x250;

static TO_LOWER: Mappings = Mappings::of(&LOWER_CASE);
static TO_UPPER: Mappings = Mappings::of(&UPPER_CASE);
static TO_TITLE: Mappings = Mappings::of(&TITLE_CASE);
static TO_FOLD: Mappings = Mappings::of(&FOLDS);

impl Mappings {
    const fn of(table: &'static [(char, &'static str)]) -> Self {
        let mut latin = [0; LATIN_END];
        let mut place = 0;
        while place < table.len() && (table[place].0 as usize) < LATIN_END {
            latin[table[place].0 as usize] = place as u16 + 1;
            place += 1;
        }
        Self { table, latin }
    }

    #[inline]
    fn get(&self, character: char) -> Option<&'static str> {
        let place = match self.latin.get(character as usize) {
            Some(&place) => usize::from(place).checked_sub(1)?,
            None => self.table.binary_search_by_key(&character, |(from, _)| *from).ok()?,
        };
        Some(self.table[place].1)
    }
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
    // Not by the flags: the capitals of mathematics (𝐀) have no small letter.
    let changes = |character: char| {
        if character.is_ascii() { character.is_ascii_uppercase() } else { TO_LOWER.get(character).is_some() }
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
            _ => match TO_LOWER.get(character) {
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
    if string.is_ascii() {
        return string.to_ascii_uppercase();
    }
    let mut raised = String::with_capacity(string.len());
    for character in string.chars() {
        push_upper(character, &mut raised);
    }
    raised
}

fn push_upper(character: char, target: &mut String) {
    if character.is_ascii() {
        target.push(character.to_ascii_uppercase());
        return;
    }
    match TO_UPPER.get(character) {
        Some(text) => target.push_str(text),
        None => target.push(character),
    }
}

/// Returns a string with its first character in title case and the others in lower case (`str.capitalize`).
pub fn capitalize(string: &str) -> String {
    let mut characters = string.chars();
    let Some(first) = characters.next() else { return String::new() };
    let mut capitalized = String::with_capacity(string.len());
    match TO_TITLE.get(first) {
        Some(text) => capitalized.push_str(text),
        None => push_upper(first, &mut capitalized),
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
        match if character.is_ascii() { None } else { TO_FOLD.get(character) } {
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

/// Yields the byte offsets of the runs of characters of a kind.
pub fn runs(string: &str, kind: impl Fn(char) -> bool) -> impl Iterator<Item = Range<usize>> {
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + string[position..].find(&kind)?;
        let end = string[start..].find(|character| !kind(character)).map_or(string.len(), |length| start + length);
        position = end;
        Some(start..end)
    })
}

/// Returns the byte offset and the text of the last token between white space; None if a string has no other character.
pub fn last_token(string: &str) -> Option<(usize, &str)> {
    let trimmed = trim_space_end(string);
    let space = trimmed.char_indices().rfind(|(_, character)| is_space(*character));
    let start = space.map_or(0, |(place, character)| place + character.len_utf8());
    (!trimmed.is_empty()).then_some((start, &trimmed[start..]))
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
