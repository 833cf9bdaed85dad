//! The rules of a language that the core asks about.

use std::collections::{HashMap, HashSet};

/// What `language.toml` of a pack says, as far as the core needs it.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The code of the language.
    pub code: String,
    /// The letters of the alphabet in both cases.
    pub letters: HashSet<char>,
    /// The vowels, folded.
    pub vowels: HashSet<char>,
    /// Words in lower case before a full stop that does not end a sentence.
    pub abbreviations: HashSet<String>,
    /// Prefixes with which authors coin words, the longest first.
    pub word_prefixes: Vec<String>,
    /// Words in lower case that stand behind a hyphen only, such as pronouns behind a verb.
    pub after_hyphen: HashSet<String>,
    /// Endings of names of servers and files.
    pub domains: Vec<String>,
    /// The words that may stand before an apostrophe, in lower case and without it.
    pub elision_prefixes: HashSet<String>,
    /// The letters that may follow an elision, in both cases.
    pub elision_before: HashSet<char>,
    /// How often each letter with a diacritic occurs in 10,000 letters, in the order of the pack.
    pub diacritic_frequencies: Vec<(char, f64)>,
    /// The words of one letter that two spaces may stand for.
    pub diacritic_words: Vec<String>,
    /// Words in lower case that stand before a noun and run together with it in names (Lachance).
    pub articles: HashSet<String>,
    /// Words in lower case that stand within names (das Neves).
    pub particles: HashSet<String>,
    /// The ligatures of the language.
    pub ligatures: HashSet<String>,
}

/// What each event costs, in nats, by its name; `prices.toml` of a pack says it.
#[derive(Clone, Debug, Default)]
pub struct Prices(HashMap<String, f64>);

impl Prices {
    /// Takes prices by the names of their events.
    pub fn new(prices: HashMap<String, f64>) -> Self {
        Self(prices)
    }

    /// Returns the price of an event; None if the pack has none.
    pub fn get(&self, event: &str) -> Option<f64> {
        self.0.get(event).copied()
    }

    /// Returns the price of an event of every pack.
    ///
    /// A pack without it is refused when the language is opened, so the value for a missing one is never used.
    pub(crate) fn of(&self, event: &'static str) -> f64 {
        self.get(event).unwrap_or(f64::NAN)
    }
}
