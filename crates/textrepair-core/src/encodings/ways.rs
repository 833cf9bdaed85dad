//! The ways to read a token again: as UTF-8, and one single-byte encoding for another.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use super::plausible::{Looks, is_likely, looks_of};
use super::single::{CUT, SingleByte, brings_letters, cut_words};
use super::utf8::Utf8;
use crate::language::Language;
use crate::memory::Memory;
use crate::scan::{Failed, TokenTest};

/// What the signs of a token must cost more than its letters if it holds no unknown word.
const DAMAGED: f64 = 2.0;
const REMEMBERED: usize = 1 << 14;

/// What a way makes of a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The token read again.
    pub token: String,
    /// How much more plausible it is; negative if less.
    pub gain: f64,
    /// The letters of the known words that it makes of unknown ones.
    pub mended: usize,
    /// The number of known words that it makes unknown.
    pub broken: usize,
    /// The number of unknown words with a letter outside ASCII that it still holds.
    pub left: usize,
    /// Whether it brings letters of the language, and no others than these and usual signs; or is one sign in place of
    /// three.
    pub own: bool,
}

/// The ways to read a token again, each called by its number: first those that read UTF-8.
pub struct Ways {
    language: Arc<Language>,
    utf8: Vec<Utf8>,
    single: SingleByte,
    /// Signs of running text in any European language.
    signs: HashSet<char>,
    looks: Memory<Looks>,
}

impl fmt::Debug for Ways {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = self.utf8.len() + self.single.len();
        formatter.debug_struct("Ways").field("number", &number).finish_non_exhaustive()
    }
}

impl Ways {
    /// Takes the encodings in which UTF-8 was read, what the characters become in each of at most 64 other ways, and the
    /// usual signs.
    pub fn new(
        language: Arc<Language>,
        utf8: Vec<Utf8>,
        tables: Vec<HashMap<char, char>>,
        signs: HashSet<char>,
    ) -> Self {
        let single = SingleByte::new(&language, tables, &signs);
        Self { language, utf8, single, signs, looks: Memory::new(REMEMBERED) }
    }

    /// Returns whether a token may be UTF-8 in some encoding.
    pub fn may_be_utf8(&self, token: &str) -> bool {
        self.utf8.iter().any(|one| one.is_in(token))
    }

    /// Returns the ways that make a token more plausible, or a number with its sign of it.
    pub fn promising(&self, token: &str) -> impl Iterator<Item = usize> {
        let utf8 = (0..self.utf8.len()).filter(|&way| self.utf8[way].is_in(token));
        let single = self.single.possible(token).into_iter().map(|way| way + self.utf8.len());
        let gains = |change: Change| change.gain > 0.0 || begins_with_number(&change.token);
        utf8.chain(single).filter(move |&way| self.change(token, way).is_some_and(gains))
    }

    /// Returns what a way makes of a token; None if it leaves it as it is.
    pub fn change(&self, token: &str, way: usize) -> Option<Change> {
        let again = match self.utf8.get(way) {
            Some(utf8) => utf8.read_again(
                token,
                |one| is_likely(one, &self.language),
                |one| looks_of(one, &self.language).unknown == 0,
            ),
            None => self.single.read_again(token, way - self.utf8.len())?,
        };
        if again == token {
            return None;
        }
        let (before, after) = (self.looks(token), self.looks(&again));
        let was_damaged = before.unknown > 0 || before.cost - after.cost >= DAMAGED;
        let mut is_mended = after.known > before.known && after.unknown <= before.unknown && was_damaged;
        let letters = &self.language.rules().letters;
        let new = || again.chars().filter(|character| !token.contains(*character));
        let brings_own = new().any(|character| letters.contains(&character));
        let is_clean = new().all(|character| letters.contains(&character) || self.signs.contains(&character));
        let (mut own, mut cut) = (brings_own, 0);
        if way < self.utf8.len() {
            own |= token.chars().count() == 3 && again.chars().count() == 1;
        } else {
            cut = cut_words(token, &again, &self.language);
            is_mended &= cut == 0 && brings_letters(token, &again, &self.language);
        }
        Some(Change {
            gain: before.cost - after.cost - CUT * cut as f64,
            mended: if is_mended { after.known } else { 0 },
            broken: after.unknown.saturating_sub(before.unknown) + cut,
            left: after.odd,
            own: own && is_clean,
            token: again,
        })
    }

    fn looks(&self, token: &str) -> Looks {
        self.looks.get(token, || looks_of(token, &self.language))
    }
}

/// For a prefilter: whether some way makes a token more plausible.
impl TokenTest for Ways {
    fn passes(&self, _: usize, token: &str) -> Result<bool, Failed> {
        Ok(self.promising(token).next().is_some())
    }
}

/// Returns whether a token begins with a number and its sign: n°3, («N°12.
fn begins_with_number(token: &str) -> bool {
    let token = token.strip_prefix(['(', '«']).unwrap_or(token);
    let mut characters = token.chars();
    characters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && characters.next() == Some('°')
        && characters.next().is_some_and(|digit| digit.is_ascii_digit())
}
