//! Known words that may be misreadings of far commoner ones.

use std::collections::HashMap;

/// For each word that may be a misreading, the words that it may stand for, with nats; `misreadings.tsv` of a pack.
#[derive(Clone, Debug, Default)]
pub struct Substitutes(HashMap<String, Vec<(String, f64)>>);

impl Substitutes {
    /// Takes the table.
    pub fn new(table: HashMap<String, Vec<(String, f64)>>) -> Self {
        Self(table)
    }

    /// Returns whether a word in lower case may be a misreading.
    pub fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// Returns the words that a word in lower case may stand for, with nats.
    pub fn of(&self, word: &str) -> &[(String, f64)] {
        self.0.get(word).map_or(&[], Vec::as_slice)
    }
}
