//! One single-byte encoding that was read for another.

use std::collections::{HashMap, HashSet};

use crate::language::Language;
use crate::unicode::{is_alpha, is_lower, lower_cow};

/// What a letter within a word costs that becomes a sign.
pub(super) const CUT: f64 = 4.0;
const APOSTROPHES: [char; 2] = ['\u{2018}', '\u{2019}'];

/// Which ways lead from a character to a likely one, and which change it; as bits.
#[derive(Clone, Copy, Debug)]
struct Ways {
    fine: u64,
    changed: u64,
}

/// Reads tokens again in other single-byte encodings. A way is the true encoding and the one that it was read in.
#[derive(Debug)]
pub(super) struct SingleByte {
    /// For each way, what the characters become.
    tables: Vec<HashMap<char, char>>,
    ways: HashMap<char, Ways>,
}

impl SingleByte {
    /// Takes what the characters become in each of at most 64 ways, and the usual signs.
    pub(super) fn new(language: &Language, tables: Vec<HashMap<char, char>>, signs: &HashSet<char>) -> Self {
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
        Self { tables, ways }
    }

    /// Returns how many ways there are.
    pub(super) fn len(&self) -> usize {
        self.tables.len()
    }

    /// Returns the ways that change a token and lead from each of its characters to a likely one.
    pub(super) fn possible(&self, token: &str) -> Vec<usize> {
        let (mut fine, mut changed) = (u64::MAX, 0);
        for character in token.chars().filter(|character| !character.is_ascii()) {
            if let Some(ways) = self.ways.get(&character) {
                fine &= ways.fine;
                changed |= ways.changed;
            }
        }
        (0..self.tables.len()).filter(|way| (fine & changed) >> way & 1 == 1).collect()
    }

    /// Returns a token as a way reads it; None if there is no such way.
    pub(super) fn read_again(&self, token: &str, way: usize) -> Option<String> {
        let table = self.tables.get(way)?;
        Some(token.chars().map(|character| table.get(&character).copied().unwrap_or(character)).collect())
    }
}

/// Returns whether a reading brings letters, or an apostrophe in place of a letter of another language.
///
/// Where a letter of the language becomes a sign (`àleur` to `…leur`), what is left is known by chance.
pub(super) fn brings_letters(before: &str, after: &str, language: &Language) -> bool {
    let mut changed = before.chars().zip(after.chars()).filter(|(old, new)| old != new);
    changed.any(|(old, new)| is_alpha(new) || (APOSTROPHES.contains(&new) && !language.rules().letters.contains(&old)))
}

/// Returns how many letters within words become signs; an apostrophe of an elision is none.
///
/// So sound words of other languages fall apart (`Lídia` to `L’dia`), of which the pieces may be known.
pub(super) fn cut_words(before: &str, after: &str, language: &Language) -> usize {
    let old: Vec<char> = before.chars().collect();
    let new: Vec<char> = after.chars().collect();
    let is_cut = |place: usize| {
        is_alpha(old[place])
            && !is_alpha(new[place])
            && is_alpha(old[place - 1])
            && is_alpha(old[place + 1])
            && is_lower(old[place]) == is_lower(old[place + 1])
            && !(APOSTROPHES.contains(&new[place]) && is_elision(&new, place, language))
    };
    (1..old.len().saturating_sub(1)).filter(|&place| is_cut(place)).count()
}

/// Returns whether the apostrophe at a place of a token is that of an elision.
fn is_elision(token: &[char], place: usize, language: &Language) -> bool {
    let start = token[..place].iter().rposition(|&letter| !is_alpha(letter)).map_or(0, |sign| sign + 1);
    let elided: String = token[start..place].iter().chain(&['’']).collect();
    let rest: String = token[place + 1..].iter().collect();
    language.knows(&elided)
        && lower_cow(&rest).chars().next().is_some_and(|first| language.rules().elision_before.contains(&first))
}
