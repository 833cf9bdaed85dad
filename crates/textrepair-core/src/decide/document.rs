//! What the decision asks of a document.

use std::collections::HashMap;

use crate::proposals::unknown_near;
use crate::text::IndexedText;

/// What is known of a document besides its text.
#[derive(Clone, Debug, Default)]
pub struct Facts {
    /// The number of words, at least 1.
    pub words: usize,
    /// How often each unknown word occurs; in an old document, without those in old spelling.
    pub unknown: HashMap<String, u32>,
    /// Where the unknown words of prose start, in code points, sorted.
    pub starts: Vec<usize>,
    /// The share (0–1) of the words that are unknown and begin with no capital.
    pub damage: f64,
    /// The share (0–1) of the letters that are capitals.
    pub capitals: f64,
    /// The share (0–1) of the letters and digits that are digits.
    pub digits: f64,
    /// Whether the document is in old spelling.
    pub old: bool,
    /// Whether it was printed with long s, which was read as f.
    pub misread_long_s: bool,
    /// The share (0–1) of each letter with a diacritic that the document has lost.
    pub loss_rates: HashMap<char, f64>,
}

/// A document about whose words is decided.
#[derive(Debug)]
pub struct Document {
    text: IndexedText,
    facts: Facts,
    all_unknown: u32,
}

impl Document {
    /// Takes a text and what is known of it.
    pub fn new(text: impl Into<IndexedText>, facts: Facts) -> Self {
        Self { text: text.into(), all_unknown: facts.unknown.values().sum(), facts }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns what is known of the text.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// Returns the offset in bytes of an offset in code points.
    pub fn bytes(&self, code_points: usize) -> usize {
        self.text.bytes(code_points)
    }

    /// Returns the offset in code points of an offset in bytes.
    pub fn code_points(&self, bytes: usize) -> usize {
        self.text.code_points(bytes)
    }

    /// Returns how often an unknown word occurs; 0 if it is none.
    pub fn unknown(&self, word: &str) -> u32 {
        self.facts.unknown.get(word).copied().unwrap_or(0)
    }

    /// Returns how many unknown words there are.
    pub fn all_unknown(&self) -> u32 {
        self.all_unknown
    }

    /// Returns how often a character occurs.
    pub fn count(&self, character: char) -> usize {
        self.text.matches(character).count()
    }

    /// Returns how many characters the text has.
    pub fn length(&self) -> usize {
        self.text.length()
    }

    /// Returns whether a string is a run of letters of the document.
    pub fn has_run(&self, word: &str) -> bool {
        self.text.has_run(word)
    }

    /// Returns how many unknown words begin within a distance of a span, but not in the span; all in code points.
    pub fn unknown_near(&self, start: usize, end: usize, distance: usize) -> usize {
        unknown_near(&self.facts.starts, start, end, distance)
    }
}
