//! Words to which the confusion table leads.

use std::sync::Arc;

use super::beginnings::Beginnings;
use super::capitals::tried_readings;
use super::rows::{Confusion, Rows, prints_ligature};
use super::walk::walk;
use super::word_list::WordList;
use super::{Candidate, LONGEST, Reason};
use crate::language::Language;
use crate::unicode::{all_alnum, all_alpha, fold, like_case, lower_cow, str_is_lower, str_is_upper};

/// Characters of an unknown word were misread, by the confusion table of the pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Confusions {
    /// Which rows of the table are used, by what is read.
    pub read: Read,
    /// Which rows are used, by what was printed.
    pub printed: Printed,
    /// Which words are asked about.
    pub words: Which,
    /// How a word with capitals is treated.
    pub case: Treatment,
    /// How many confusions one word may hold.
    pub changes: usize,
    /// How many letters a word must have to hold more than one confusion.
    pub several_from: usize,
    /// The least Zipf value (0–9) of a candidate for a name.
    pub common: f64,
    /// Whether a candidate may differ in diacritics only.
    pub diacritics: bool,
    /// Whether a candidate must consist of letters.
    pub letters_only: bool,
}

/// What is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Read {
    /// Letters.
    Letters,
    /// Letters and digits.
    LettersAndDigits,
    /// Signs.
    Signs,
}

/// What was printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Printed {
    /// Any letters.
    Letters,
    /// Ligatures of the language.
    Ligatures,
}

/// Which words are asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those of letters.
    Letters,
    /// Those of letters and digits.
    LettersAndDigits,
    /// Those that hold signs.
    Signs,
    /// All.
    All,
}

/// How a word with capitals is treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Treatment {
    /// As it stands.
    Kept,
    /// In lower case; the result gets the capitals of the word.
    Folded,
    /// As a name: it may hold one confusion only, a candidate must be common, and a word all in capitals is not asked
    /// about.
    Names,
}

#[derive(Debug)]
pub(super) struct Reader {
    spec: Confusions,
    language: Arc<Language>,
    words: Arc<WordList>,
    beginnings: Beginnings,
    rows: Rows,
}

impl Reader {
    pub(super) fn new(
        spec: Confusions,
        language: Arc<Language>,
        words: Arc<WordList>,
        table: &[Arc<Confusion>],
    ) -> Self {
        let counts = |row: &Confusion| {
            let is_printed = spec.printed == Printed::Letters || prints_ligature(&language, row);
            is_printed
                && match spec.read {
                    Read::Signs => !all_alpha(&row.read),
                    Read::Letters => all_alpha(&row.read),
                    Read::LettersAndDigits => all_alnum(&row.read),
                }
        };
        let rows = Rows::of(table, counts);
        let beginnings = Beginnings::new(Arc::clone(&language), Arc::clone(&words));
        Self { spec, language, words, beginnings, rows }
    }

    /// Returns the known words that may have been printed where a word is read: those with the fewest confusions only,
    /// since those with more are far less likely.
    pub(super) fn candidates(&self, word: &str) -> Vec<Candidate> {
        let spec = &self.spec;
        if !self.is_asked(word) {
            return Vec::new();
        }
        let letters = word.strip_suffix(['\'', '’']).unwrap_or(word);
        let is_named = spec.case == Treatment::Names && !str_is_lower(letters);
        let is_short = letters.chars().count() < spec.several_from;
        let changes = if is_named || is_short { 1 } else { spec.changes };
        let read = if spec.case == Treatment::Folded { lower_cow(word) } else { word.into() };
        let is_wanted = |candidate: &Candidate| {
            let found = &candidate.word;
            let is_alike = || found.chars().count() == word.chars().count() && fold(found) == fold(word);
            (!spec.letters_only || all_alpha(found)) && (spec.diacritics || !is_alike())
        };
        let mut candidates = self.readings(&read, changes, if is_named { spec.common } else { 0.0 });
        candidates.retain(is_wanted);
        if spec.case == Treatment::Folded {
            for candidate in &mut candidates {
                let made = like_case(word, &candidate.word);
                let found = std::mem::replace(&mut candidate.word, made);
                if let Reason::Confusions(steps) = &mut candidate.reason {
                    let words = Box::new((read.clone().into_owned(), found));
                    candidate.reason = Reason::InLowerCase(std::mem::take(steps), words);
                }
            }
        }
        candidates
    }

    fn is_asked(&self, word: &str) -> bool {
        match self.spec.words {
            Which::Letters => all_alpha(word),
            Which::Signs => !all_alpha(word),
            Which::All => true,
            Which::LettersAndDigits => {
                let letters = word.strip_suffix(['\'', '’']).unwrap_or(word);
                // One letter alone may be any other, and is a symbol as often as a word ("5 s").
                word.chars().nth(1).is_some()
                    && all_alnum(letters)
                    && (str_is_lower(letters) || self.spec.case != Treatment::Names || !str_is_upper(letters))
            }
        }
    }

    fn readings(&self, word: &str, changes: usize, frequency: f64) -> Vec<Candidate> {
        if word.chars().nth(LONGEST).is_some() {
            return Vec::new();
        }
        for most in 1..=changes {
            let found = if str_is_lower(word) {
                walk(word, &self.rows, &self.words, &self.language, most)
            } else {
                tried_readings(word, self.rows.all(), &self.language, &self.beginnings, most, frequency)
            };
            if !found.is_empty() {
                let made = found.into_vec().into_iter();
                return made
                    .map(|(word, cost, steps)| Candidate { word, cost, reason: Reason::Confusions(steps) })
                    .collect();
            }
        }
        Vec::new()
    }
}
