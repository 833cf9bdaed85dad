//! How unlikely a text is as a text of its language: the one measure by which decodings are compared.
//!
//! The measure adds up costs of about one nat for each thing that sound text hardly has: unknown words, letters of other
//! alphabets, capitals within words, signs between letters, control characters. Characters of ASCII cost nothing by
//! themselves, since hardly any wrong decoding changes them.

use std::ops::Range;

use crate::language::Language;
use crate::unicode::{
    is_alpha, is_digit, is_lower, is_mark, is_printable, is_space, is_upper, lower, str_is_lower, str_is_upper,
};

/// An unknown word costs as much, and more for each letter; one of a neighbouring language as much.
const UNKNOWN: f64 = 1.5;
const EACH_LETTER: f64 = 0.25;
const FOREIGN: f64 = 0.3;
/// A capital after a small letter, a small letter after two capitals, a change of the alphabet within a word.
const CAPITAL_WITHIN: f64 = 2.5;
const SMALL_WITHIN: f64 = 1.5;
const OTHER_ALPHABET: f64 = 1.5;
/// Letters of the language with a diacritic, other letters of Western Europe, other European letters, and the rest.
const OWN: f64 = 0.2;
const WESTERN: f64 = 0.8;
const EUROPEAN: f64 = 1.2;
const OTHER: f64 = 1.5;
const ODD: f64 = 4.0;
/// Letters for Unicode that text has as signs.
const NO_LETTERS: &str = "\u{aa}\u{ba}\u{b5}\u{2c6}\u{2c7}\u{192}\u{2126}";
/// Signs that sound text hardly has, and signs that it has.
const RARE: &str = "\u{a4}\u{a6}\u{a8}\u{ac}\u{af}\u{b4}\u{b8}\u{a2}\u{a5}\u{b6}\u{2d8}\u{2d9}\u{2da}\u{2db}\u{2dc}\u{2dd}\u{2020}\u{2021}\u{2030}\u{201a}\u{25ca}\u{2310}\u{2044}";
const COMMON: &str = "\u{ab}\u{bb}\u{201c}\u{201d}\u{2018}\u{2019}\u{201e}\u{2013}\u{2014}\u{2026}\u{20ac}\u{b0}\u{a7}\u{2022}\u{b7}\u{2116}\u{2122}\u{a9}\u{ae}\u{b2}\u{b3}\u{bd}\u{bc}\u{be}\u{d7}\u{b1}\u{a3}\u{bf}\u{a1}\u{b9}\u{f7}\u{2039}\u{203a}\u{2bc}\u{2032}";
const MORE_EUROPEAN: &str = "\u{218}\u{219}\u{21a}\u{21b}\u{1a0}\u{1a1}\u{1af}\u{1b0}";
const WINDOWS: &str = "\u{152}\u{153}\u{160}\u{161}\u{178}\u{17d}\u{17e}";
/// White space for Unicode, but control characters.
const NO_SPACES: &str = "\u{85}\u{1c}\u{1d}\u{1e}\u{1f}\u{b}";
const APOSTROPHES: [char; 3] = ['\'', '\u{2019}', '\u{2bc}'];
/// The most letters of an acronym.
const ACRONYM: usize = 5;
const LOST: char = '\u{fffd}';
const SOFT_HYPHEN: char = '\u{ad}';

/// How a string looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Looks {
    /// Its measure; 0 for a known word and for ASCII signs.
    pub cost: f64,
    /// The number of words that are not known.
    pub unknown: usize,
    /// The number of letters in known words of two letters and more.
    pub known: usize,
    /// The number of words that are not known and have a letter outside ASCII.
    pub odd: usize,
}

/// Returns how a token, or several with spaces between them, look in a language.
pub fn looks_of(text: &str, language: &Language) -> Looks {
    let mut looks = Looks::default();
    let mut start = 0;
    for (place, character) in text.char_indices().filter(|(_, character)| is_space(*character)) {
        looks.add_piece(&text[start..place], language);
        if NO_SPACES.contains(character) {
            looks.cost += 5.0;
        }
        start = place + character.len_utf8();
    }
    looks.add_piece(&text[start..], language);
    looks
}

impl Looks {
    fn add_piece(&mut self, piece: &str, language: &Language) {
        if piece.is_empty() {
            return;
        }
        let each = of_piece(piece, language);
        self.cost += each.cost;
        self.unknown += each.unknown;
        self.known += each.known;
        self.odd += each.odd;
    }
}

fn of_piece(piece: &str, language: &Language) -> Looks {
    let mut looks = Looks::default();
    let spans = language.unknown_parts(piece);
    // References and addresses count as known, whatever their words are.
    let trusted = !piece.chars().any(is_digit);
    let mut position = 0;
    while let Some(first) = piece[position..].chars().next() {
        let end = piece[position..].find(|character| !is_letter(character)).map_or(piece.len(), |size| position + size);
        if end == position {
            looks.cost += sign_cost(piece, position, first);
            position += first.len_utf8();
            continue;
        }
        let word = &piece[position..end];
        let is_within = spans.iter().any(|span| span.start < end && position < span.end);
        add_word(&mut looks, word, &piece[end..], is_within, trusted, language);
        position = end;
    }
    looks
}

fn add_word(looks: &mut Looks, word: &str, after: &str, is_within: bool, trusted: bool, language: &Language) {
    let length = word.chars().count();
    if (!is_within || language.knows(word)) && is_known(word, length, after, trusted, language) {
        looks.known += if length > 1 && language.knows(word) { length } else { 0 };
    } else if length > 2 && !is_within && language.knows_foreign(word) {
        looks.cost += FOREIGN;
        looks.known += length;
    } else {
        looks.cost += unknown_cost(word, length, language);
        looks.unknown += 1;
        looks.odd += usize::from(!word.is_ascii());
    }
}

fn is_known(word: &str, length: usize, after: &str, trusted: bool, language: &Language) -> bool {
    let lexicon = language.lexicon();
    if word.is_ascii() && length == 1 && str_is_upper(word) {
        return true;
    }
    // Any capitals count as an acronym, those of other languages too.
    let is_own = || word.chars().all(|letter| language.rules().letters.contains(&letter));
    if !word.is_ascii() && length <= ACRONYM && !is_own() {
        return length > 1 && (lexicon.form(word).is_some() || lexicon.form(&lower(word)).is_some());
    }
    if after.starts_with(APOSTROPHES) && language.knows(&format!("{word}\u{2019}")) {
        return true;
    }
    if length == 1 {
        return lexicon.knows(&lower(word));
    }
    let tail = word.char_indices().nth(1).map_or("", |(start, _)| &word[start..]);
    let is_usual = word.is_ascii() || str_is_lower(word) || str_is_lower(tail) || str_is_upper(word);
    if !is_usual {
        return lexicon.form(word).is_some();
    }
    (trusted && word.is_ascii()) || language.knows(word)
}

fn unknown_cost(word: &str, length: usize, language: &Language) -> f64 {
    let letters = word.chars().map(|letter| letter_cost(letter, language));
    let mut cost = UNKNOWN + EACH_LETTER * length as f64 + letters.fold(0.0, |sum, cost| sum + cost);
    let mut before: Option<(bool, bool)> = None;
    let mut run = 0;
    for letter in word.chars() {
        let (is_capital, is_latin) = (is_upper(letter), is_latin(letter));
        if let Some((was_capital, was_latin)) = before {
            if is_capital && !was_capital {
                cost += CAPITAL_WITHIN;
            } else if is_lower(letter) && run > 1 {
                cost += SMALL_WITHIN;
            }
            if is_latin != was_latin {
                cost += OTHER_ALPHABET;
            }
        }
        run = if is_capital { run + 1 } else { 0 };
        before = Some((is_capital, is_latin));
    }
    cost
}

fn is_latin(letter: char) -> bool {
    letter < '\u{370}' || is_in(letter, 0x1E00..0x1F00) || is_in(letter, 0xFB00..0xFB07)
}

fn is_in(character: char, range: Range<u32>) -> bool {
    range.contains(&u32::from(character))
}

fn is_letter(character: char) -> bool {
    if is_alpha(character) { !NO_LETTERS.contains(character) } else { !character.is_ascii() && is_mark(character) }
}

fn letter_cost(letter: char, language: &Language) -> f64 {
    if letter.is_ascii() {
        return 0.0;
    }
    if language.rules().letters.contains(&letter) {
        return OWN;
    }
    if letter < '\u{100}' || WINDOWS.contains(letter) {
        return WESTERN;
    }
    if letter < '\u{180}' || MORE_EUROPEAN.contains(letter) {
        return EUROPEAN;
    }
    match u32::from(letter) {
        // Greek and Cyrillic.
        0x370..=0x4FF => 1.0,
        0x5D0..=0x64A => OTHER,
        0x1E00..=0x1EFF => EUROPEAN,
        0xFB00..=0xFB06 => 0.5,
        _ if is_mark(letter) => WESTERN,
        code if code >= 0x900 && !(0x1D00..0x1E00).contains(&code) => OTHER,
        _ => ODD,
    }
}

fn sign_cost(piece: &str, place: usize, sign: char) -> f64 {
    if sign.is_ascii() && is_printable(sign) {
        return 0.0;
    }
    if is_in(sign, 0x80..0xA0) {
        return 5.0;
    }
    if sign == LOST {
        return 4.0;
    }
    if !is_printable(sign) && sign != SOFT_HYPHEN {
        return 3.0;
    }
    if sign == SOFT_HYPHEN {
        return 1.5;
    }
    let before = piece[..place].chars().next_back().is_some_and(is_alpha);
    let after = piece[place + sign.len_utf8()..].chars().next().is_some_and(is_alpha);
    let is_between = before && after;
    match sign {
        '\u{2019}' | '\u{2bc}' if is_between => 0.0,
        '\u{2026}' if is_between => 2.0,
        '\u{2013}' | '\u{2014}' if is_between => 1.0,
        '\u{b7}' if is_between => 0.5,
        _ if COMMON.contains(sign) => {
            if is_between {
                4.0
            } else {
                0.5
            }
        }
        _ if RARE.contains(sign) || NO_LETTERS.contains(sign) => 2.0 + f64::from(u8::from(before) + u8::from(after)),
        _ if is_in(sign, 0x2500..0x25A0) => {
            if is_between {
                5.0
            } else {
                3.0
            }
        }
        _ if is_in(sign, 0x2200..0x2400) => {
            if is_between {
                4.0
            } else {
                2.0
            }
        }
        _ => {
            if is_between {
                3.0
            } else {
                1.5
            }
        }
    }
}

/// Returns whether a character may be one that was meant: a letter of a living alphabet, or a printable sign.
pub fn is_likely(character: char, language: &Language) -> bool {
    if is_alpha(character) && !NO_LETTERS.contains(character) {
        return letter_cost(character, language) < ODD;
    }
    const INVISIBLE: &str = "\u{a0}\u{ad}\u{202f}\u{200b}\u{200c}\u{200d}\u{feff}\u{fe0f}";
    is_in(character, 0x80..0xA0)
        || INVISIBLE.contains(character)
        || (is_printable(character) && !is_in(character, 0xE000..0xF900))
}
