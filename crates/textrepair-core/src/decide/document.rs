//! What the decision asks of a document.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use memchr::memmem;

use crate::proposals::unknown_near;
use crate::text::IndexedText;
use crate::unicode::is_letter;

/// How often a text is searched for a run of letters before all of its runs are gathered.
const SEARCHES: usize = 50;

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
    asked: AtomicUsize,
    runs: OnceLock<HashSet<Box<str>>>,
}

impl Document {
    /// Takes a text and what is known of it.
    pub fn new(text: impl Into<IndexedText>, facts: Facts) -> Self {
        Self {
            text: text.into(),
            all_unknown: facts.unknown.values().sum(),
            facts,
            asked: AtomicUsize::new(0),
            runs: OnceLock::new(),
        }
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
    ///
    /// To search a text takes a hundredth of the time that it takes to gather its runs. So the first questions search,
    /// which is all that most texts need, and then the runs are gathered once.
    pub fn has_run(&self, word: &str) -> bool {
        if self.runs.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < SEARCHES {
            return self.searched(word);
        }
        let runs = self.runs.get_or_init(|| {
            let runs = self.text.split(|character| !is_letter(character));
            runs.filter(|run| !run.is_empty()).map(Into::into).collect()
        });
        runs.contains(word)
    }

    fn searched(&self, word: &str) -> bool {
        if word.is_empty() || !word.chars().all(is_letter) {
            return false;
        }
        memmem::find_iter(self.text.as_bytes(), word).any(|start| {
            let (before, after) = (&self.text[..start], &self.text[start + word.len()..]);
            !before.chars().next_back().is_some_and(is_letter) && !after.chars().next().is_some_and(is_letter)
        })
    }

    /// Returns how many unknown words begin within a distance of a span, but not in the span; all in code points.
    pub fn unknown_near(&self, start: usize, end: usize, distance: usize) -> usize {
        unknown_near(&self.facts.starts, start, end, distance)
    }
}

#[cfg(test)]
mod tests {
    use super::{Document, Facts, SEARCHES};

    #[test]
    fn searching_and_gathering_find_the_same_runs() {
        let document = Document::new("l’été, étés 3été_mot motif été", Facts::default());
        let words = ["été", "étés", "mot", "motif", "l", "té", "", "’", "3été", "absent"];
        let first: Vec<bool> = words.iter().map(|word| document.has_run(word)).collect();
        assert_eq!(first, [true, true, true, true, true, false, false, false, false, false]);
        (0..SEARCHES).for_each(|_| assert!(document.has_run("mot")));
        let then: Vec<bool> = words.iter().map(|word| document.has_run(word)).collect();
        assert_eq!(first, then);
    }
}
