//! One single-byte encoding that was read for another.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::sync::Arc;

use super::plausible::{Looks, looks_of};
use crate::language::Language;
use crate::memory::Memory;
use crate::unicode::{is_alpha, is_lower, lower_cow};

/// What the signs of a token must cost more than its letters if it holds no unknown word.
const DAMAGED: f64 = 2.0;
/// What a letter within a word costs that becomes a sign.
const CUT: f64 = 4.0;
const APOSTROPHES: [char; 2] = ['\u{2018}', '\u{2019}'];
const REMEMBERED: usize = 1 << 14;

/// What a way makes of a token.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The number of the way.
    pub way: usize,
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
    /// Whether it brings letters of the language, and no others than these and usual signs.
    pub own: bool,
}

/// Which ways lead from a character to a likely one, and which change it; as bits.
#[derive(Clone, Copy, Debug)]
struct Ways {
    fine: u64,
    changed: u64,
}

/// Reads tokens again in other single-byte encodings. A way is the true encoding and the one that it was read in.
pub struct SingleByte {
    language: Arc<Language>,
    /// For each way, what the characters become.
    tables: Vec<HashMap<char, char>>,
    /// Signs of running text in any European language.
    signs: HashSet<char>,
    ways: HashMap<char, Ways>,
    looks: Memory<Looks>,
}

impl fmt::Debug for SingleByte {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SingleByte").field("ways", &self.tables.len()).finish_non_exhaustive()
    }
}

impl SingleByte {
    /// Takes what the characters become in each of at most 64 ways, and the usual signs.
    pub fn new(language: Arc<Language>, tables: Vec<HashMap<char, char>>, signs: HashSet<char>) -> Self {
        let is_good = |character: char| signs.contains(&character) || language.rules().letters.contains(&character);
        let mut ways: HashMap<char, Ways> = HashMap::new();
        for character in tables.iter().flat_map(HashMap::keys) {
            ways.entry(*character).or_insert_with(|| {
                let mut found = Ways { fine: 0, changed: 0 };
                for (number, table) in tables.iter().enumerate() {
                    let new = table.get(character);
                    found.fine |= u64::from(is_good(*new.unwrap_or(character))) << number;
                    found.changed |= u64::from(new.is_some()) << number;
                }
                found
            });
        }
        Self { language, tables, signs, ways, looks: Memory::new(REMEMBERED) }
    }

    /// Returns the ways that change a token and lead from each of its characters to a likely one.
    pub fn possible(&self, token: &str) -> Vec<usize> {
        let (mut fine, mut changed) = (u64::MAX, 0);
        for character in token.chars().filter(|character| !character.is_ascii()) {
            if let Some(ways) = self.ways.get(&character) {
                fine &= ways.fine;
                changed |= ways.changed;
            }
        }
        (0..self.tables.len()).filter(|way| (fine & changed) >> way & 1 == 1).collect()
    }

    /// Returns what a way makes of a token; None if it leaves it as it is.
    pub fn change(&self, token: &str, way: usize) -> Option<Change> {
        let table = self.tables.get(way)?;
        let again: String =
            token.chars().map(|character| table.get(&character).copied().unwrap_or(character)).collect();
        if again == token {
            return None;
        }
        let letters = &self.language.rules().letters;
        let (before, after) = (self.looks(token), self.looks(&again));
        let was_damaged = before.unknown > 0 || before.cost - after.cost >= DAMAGED;
        let is_mended = after.known > before.known
            && after.unknown <= before.unknown
            && was_damaged
            && self.brings_letters(token, &again);
        let new = || again.chars().filter(|character| !token.contains(*character));
        let is_own = new().all(|character| letters.contains(&character) || self.signs.contains(&character))
            && new().any(|character| letters.contains(&character));
        let cut = self.cut_words(token, &again);
        let gain = before.cost - after.cost - CUT * cut as f64;
        Some(Change {
            way,
            gain,
            mended: if is_mended && cut == 0 { after.known } else { 0 },
            broken: after.unknown.saturating_sub(before.unknown) + cut,
            left: after.odd,
            own: is_own,
            token: again,
        })
    }

    fn looks(&self, token: &str) -> Looks {
        self.looks.get(token, || looks_of(token, &self.language))
    }

    /// Returns whether a reading brings letters, or an apostrophe in place of a letter of another language.
    ///
    /// Where a letter of the language becomes a sign (`àleur` to `…leur`), what is left is known by chance.
    fn brings_letters(&self, before: &str, after: &str) -> bool {
        let mut changed = before.chars().zip(after.chars()).filter(|(old, new)| old != new);
        changed.any(|(old, new)| {
            is_alpha(new) || (APOSTROPHES.contains(&new) && !self.language.rules().letters.contains(&old))
        })
    }

    /// Returns how many letters within words become signs; an apostrophe of an elision is none.
    ///
    /// So sound words of other languages fall apart (`Lídia` to `L’dia`), of which the pieces may be known.
    fn cut_words(&self, before: &str, after: &str) -> usize {
        let old: Vec<char> = before.chars().collect();
        let new: Vec<char> = after.chars().collect();
        let is_cut = |place: usize| {
            is_alpha(old[place])
                && !is_alpha(new[place])
                && is_alpha(old[place - 1])
                && is_alpha(old[place + 1])
                && is_lower(old[place]) == is_lower(old[place + 1])
                && !(APOSTROPHES.contains(&new[place]) && self.is_elision(&new, place))
        };
        (1..old.len().saturating_sub(1)).filter(|&place| is_cut(place)).count()
    }

    /// Returns whether the apostrophe at a place of a token is that of an elision.
    fn is_elision(&self, token: &[char], place: usize) -> bool {
        let start = token[..place].iter().rposition(|&letter| !is_alpha(letter)).map_or(0, |sign| sign + 1);
        let elided: String = token[start..place].iter().chain(&['’']).collect();
        let rest: String = token[place + 1..].iter().collect();
        self.language.knows(&elided)
            && lower_cow(&rest)
                .chars()
                .next()
                .is_some_and(|first| self.language.rules().elision_before.contains(&first))
    }
}
