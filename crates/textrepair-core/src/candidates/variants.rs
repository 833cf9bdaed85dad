//! Words that differ in diacritics only.

use std::sync::Arc;

use super::{Candidate, Reason, price};
use crate::language::Language;
use crate::unicode::{all_alpha, like_case};

/// An unknown word is replaced by a word that differs from it in diacritics only.
#[derive(Clone, Debug, PartialEq)]
pub struct Variants {
    /// The event whose price each changed diacritic costs.
    pub diacritic: String,
}

#[derive(Debug)]
pub(super) struct Reader {
    language: Arc<Language>,
    price: f64,
}

impl Reader {
    pub(super) fn new(spec: &Variants, language: Arc<Language>) -> Result<Self, String> {
        Ok(Self { price: price(&language, &spec.diacritic)?, language })
    }

    pub(super) fn candidates(&self, word: &str) -> Vec<Candidate> {
        if !all_alpha(word) || self.is_symbol(word) {
            return Vec::new();
        }
        let length = word.chars().count();
        let readings = self.language.lexicon().variants(word).into_iter().filter_map(|entry| {
            let reading = like_case(word, &entry.form);
            if reading == word || reading.chars().count() != length {
                return None;
            }
            let changed = reading.chars().zip(word.chars()).filter(|(a, b)| a != b).count();
            Some(Candidate { word: reading, cost: self.price * changed as f64, reason: Reason::Diacritics })
        });
        readings.collect()
    }

    /// Returns whether a word is a lone letter, which is a symbol unless it is outside the alphabet (á, å).
    fn is_symbol(&self, word: &str) -> bool {
        let mut letters = word.chars();
        letters.next().is_some_and(|first| self.language.rules().letters.contains(&first)) && letters.next().is_none()
    }
}
