//! Words one letter away.

use std::sync::Arc;

use super::rows::{Confusion, Rows};
use super::{Candidate, LONGEST, Reason, price};
use crate::language::Language;
use crate::memory::Memory;
use crate::unicode::{all_alpha, str_is_lower};

/// How many diacritics may differ in a word in addition to a letter.
const DIACRITICS: usize = 2;
const REMEMBERED: usize = 1 << 13;

/// An unknown word in lower case is replaced by a frequent word one letter away; diacritics may differ as well.
#[derive(Clone, Debug, PartialEq)]
pub struct Neighbours {
    /// The least Zipf value (0–9) of a candidate.
    pub frequency: f64,
    /// How many letters a word must have to hold one confusion of the table as well.
    pub several_from: usize,
    /// The most that this confusion may cost, in nats.
    pub likely: f64,
    /// The event whose price the letter costs.
    pub letter: String,
    /// The event whose price each changed diacritic costs.
    pub diacritic: String,
}

/// A word one letter away, and how many diacritics differ besides.
type Near = (String, usize);

#[derive(Debug)]
pub(super) struct Reader {
    spec: Neighbours,
    language: Arc<Language>,
    letter: f64,
    diacritic: f64,
    rows: Rows,
    near: Memory<Arc<[Near]>>,
}

impl Reader {
    pub(super) fn new(spec: Neighbours, language: Arc<Language>, table: &[Arc<Confusion>]) -> Result<Self, String> {
        let rows = Rows::of(table, |row| all_alpha(&row.read) && row.cost <= spec.likely);
        let (letter, diacritic) = (price(&language, &spec.letter)?, price(&language, &spec.diacritic)?);
        Ok(Self { spec, language, letter, diacritic, rows, near: Memory::new(REMEMBERED) })
    }

    /// Returns the words one letter away; if there are none, those one confusion further away.
    pub(super) fn candidates(&self, word: &str) -> Vec<Candidate> {
        if !(all_alpha(word) && str_is_lower(word)) {
            return Vec::new();
        }
        let length = word.chars().count();
        let near = self.near(word);
        let candidates: Vec<Candidate> = near
            .iter()
            // A lone letter may stand for another letter, but not for a longer word.
            .filter(|(near, _)| length > 1 || near.chars().nth(1).is_none())
            .filter(|(near, _)| self.language.lexicon().zipf(near) >= self.spec.frequency)
            .map(|(near, changed)| Candidate {
                word: near.clone(),
                cost: self.letter + self.diacritic * *changed as f64,
                reason: Reason::Near(*changed),
            })
            .collect();
        if candidates.is_empty() && length >= self.spec.several_from {
            return self.twice(word, length);
        }
        candidates
    }

    /// Returns the words one letter away, sorted.
    fn near(&self, word: &str) -> Arc<[Near]> {
        self.near.get(word, || {
            if word.chars().nth(LONGEST).is_some() {
                return Arc::new([]);
            }
            let mut found: Vec<Near> = Vec::new();
            for near in self.language.lexicon().near(word) {
                let differ = edits(word, near).saturating_sub(1);
                if differ <= DIACRITICS && self.language.knows(near) {
                    found.push((near.to_owned(), differ));
                }
            }
            found.sort_unstable();
            found.into()
        })
    }

    /// Returns the words that are one letter away after one confusion of the table is undone.
    fn twice(&self, word: &str, length: usize) -> Vec<Candidate> {
        let mut best: Vec<Candidate> = Vec::new();
        for row in self.rows.all() {
            if length + row.printed.chars().count() > LONGEST + row.read.chars().count() {
                continue;
            }
            for (start, _) in word.char_indices() {
                let Some(rest) = word[start..].strip_prefix(row.read.as_str()) else { continue };
                let other = format!("{}{}{rest}", &word[..start], row.printed);
                for (near, changed) in self.near(&other).iter() {
                    if near == word || self.language.lexicon().zipf(near) < self.spec.frequency {
                        continue;
                    }
                    let cost = row.cost + self.letter + self.diacritic * *changed as f64;
                    let reason = Reason::NearAfter(Arc::clone(row));
                    match best.iter_mut().find(|known| known.word == *near) {
                        Some(known) if cost < known.cost => (known.cost, known.reason) = (cost, reason),
                        Some(_) => {}
                        // A reading that costs so much never wins.
                        None if cost < 99.0 => best.push(Candidate { word: near.clone(), cost, reason }),
                        None => {}
                    }
                }
            }
        }
        best
    }
}

/// Returns the distance of two strings in edits: letters that are others, missing or too many, or two letters that
/// changed places (optimal string alignment).
fn edits(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (row, &letter) in one.iter().enumerate() {
        let mut here = Vec::with_capacity(last.len());
        here.push(row + 1);
        for (column, &against) in other.iter().enumerate() {
            let replaced = last[column] + usize::from(letter != against);
            let mut least = replaced.min(last[column + 1] + 1).min(here[column] + 1);
            let is_swapped = row > 0 && column > 0 && letter == other[column - 1] && one[row - 1] == against;
            if is_swapped {
                least = least.min(before[column - 1] + 1);
            }
            here.push(least);
        }
        before = std::mem::replace(&mut last, here);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::edits;

    #[test]
    fn edits_are_counted() {
        for (one, other, expected) in [
            ("", "", 0),
            ("mot", "mot", 0),
            ("mot", "mat", 1),
            ("mot", "omt", 1),
            ("pretre", "prêtres", 2),
            ("ca", "abc", 3),
            ("", "mot", 3),
        ] {
            assert_eq!(edits(one, other), expected, "{one} {other}");
            assert_eq!(edits(other, one), expected, "{other} {one}");
        }
    }
}
