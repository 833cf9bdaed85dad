//! A bigram language model: how surprising a word is after the one before it, in nats.
//!
//! The model is estimated by interpolated modified Kneser–Ney smoothing (S. F. Chen and J. Goodman, "An Empirical Study
//! of Smoothing Techniques for Language Modeling", 1998) and kept as a compressed sparse row matrix: for each left word
//! the sorted numbers of the right words seen after it, and one byte of cost for each. A pair that was not seen costs
//! what its words' classes cost side by side, and the right word within its class.

use std::borrow::Cow;
use std::path::Path;

use serde_json::Value;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use super::capitals::Capitals;
use super::pair_cache::{MOST_WORDS, PairCache};
use super::tokens::{self, END, MARK, NUMBER, is_number};
use crate::error::PackFileError;
use crate::tables::{Column, Sections, StringTable};
use crate::unicode::{is_decimal, is_upper, lower_cow};

const NAME: &str = "<name>";
const UNKNOWN: &str = "<unk>";

/// A token as the model sees it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ModelToken {
    /// Its number in the vocabulary; for a word outside it, that of its class.
    pub word: u32,
    /// Nats that it costs to name a word outside the vocabulary within its class.
    pub penalty: f64,
}

/// A mapped bigram model.
///
/// Words may be given as they are printed: the model folds case, and takes a capital without its diacritic for the
/// word with it. A word outside its vocabulary is `<name>` with a capital and `<unk>` without. As the right word it
/// pays, beside the cost of its class, the cost of naming one word of that class.
#[derive(Debug)]
pub struct LanguageModel {
    vocabulary: StringTable,
    starts: Column<u32>,
    rights: Column<u32>,
    costs: Column<u8>,
    transitions: Column<u8>,
    backoffs: Column<u8>,
    classes: Column<u8>,
    members: Column<u8>,
    class_count: usize,
    nats: f64,
    elisions: Vec<String>,
    pairs: PairCache,
    capitals: Capitals,
    name: ModelToken,
    unknown: ModelToken,
    number: ModelToken,
    end: ModelToken,
    mark: ModelToken,
}

impl LanguageModel {
    /// Opens the model of a pack.
    ///
    /// # Errors
    /// A file is missing or damaged.
    pub fn open(folder: &Path) -> Result<Self, PackFileError> {
        let vocabulary = StringTable::open(&folder.join("ngrams.txt"))?;
        let table = Sections::open(&folder.join("bigrams.idx"))?;
        let sections = vocabulary.sections();
        let damaged = |reason: &str| PackFileError::damaged(sections.path(), reason);
        let meta = sections.meta();
        let special = |word: &str, penalty: f64| -> Result<ModelToken, PackFileError> {
            let place = vocabulary.place(word).and_then(|place| u32::try_from(place).ok());
            let lacking = || PackFileError::damaged(vocabulary.path(), format!("it lacks {word}"));
            Ok(ModelToken { word: place.ok_or_else(lacking)?, penalty })
        };
        let penalty = |word: &str| {
            let found = meta.get("penalties").and_then(|penalties| penalties.get(word)).and_then(Value::as_f64);
            found.ok_or_else(|| damaged("a penalty is missing"))
        };
        let mut elisions = sections.strings("elisions").ok_or_else(|| damaged("no list ‘elisions’"))?;
        elisions.sort_by(|one, other| other.chars().count().cmp(&one.chars().count()).then_with(|| one.cmp(other)));
        let steps = meta.get("steps_per_nat").and_then(Value::as_f64).filter(|steps| *steps > 0.0);
        let model = Self {
            starts: table.column("starts")?,
            rights: table.column("rights")?,
            costs: table.column("costs")?,
            transitions: table.column("transitions")?,
            backoffs: sections.column("backoff")?,
            classes: sections.column("class")?,
            members: sections.column("member")?,
            class_count: 0,
            nats: 1.0 / steps.ok_or_else(|| damaged("no steps for a nat"))?,
            elisions,
            capitals: Capitals::read(meta),
            name: special(NAME, penalty(NAME)?)?,
            unknown: special(UNKNOWN, penalty(UNKNOWN)?)?,
            number: special(NUMBER, 0.0)?,
            end: special(END, 0.0)?,
            mark: special(MARK, 0.0)?,
            vocabulary,
            pairs: PairCache::default(),
        };
        model.checked(table.path())
    }

    /// Checks the shapes of the arrays, so that no later look-up is out of bounds.
    fn checked(mut self, path: &Path) -> Result<Self, PackFileError> {
        let words = self.vocabulary.len();
        self.class_count = self.transitions.len().isqrt();
        let highest = self.classes.iter().max().map_or(0, |&class| usize::from(class) + 1);
        let fits = words <= MOST_WORDS
            && self.starts.len() == words + 1
            && self.rights.len() == self.costs.len()
            && self.starts.is_sorted()
            && self.starts.last().is_some_and(|&last| last as usize <= self.rights.len())
            && [&self.backoffs, &self.classes, &self.members].iter().all(|column| column.len() == words)
            && highest <= self.class_count;
        fits.then_some(self).ok_or_else(|| PackFileError::damaged(path, "its arrays do not belong together"))
    }

    /// Returns the token that stands for the end of a sentence.
    pub fn end(&self) -> ModelToken {
        self.end
    }

    /// Returns a token, given as it is printed or as the name of what it stands for, as the model sees it.
    pub fn token(&self, token: &str) -> ModelToken {
        let word = match is_nfc_quick(token.chars()) {
            IsNormalized::Yes => Cow::Borrowed(token),
            _ => Cow::Owned(token.nfc().collect::<String>()),
        };
        let word = if word.contains('’') { Cow::Owned(word.replace('’', "'")) } else { word };
        match &*word {
            END => return self.end,
            MARK => return self.mark,
            NUMBER => return self.number,
            NAME => return ModelToken { penalty: 0.0, ..self.name },
            UNKNOWN => return ModelToken { penalty: 0.0, ..self.unknown },
            _ => {}
        }
        let Some(first) = word.chars().next() else { return self.place("").unwrap_or(self.unknown) };
        if is_upper(first) {
            return self.capitalised(&word);
        }
        if is_decimal(first) {
            return self.number;
        }
        self.place(&lower_cow(&word)).unwrap_or(self.unknown)
    }

    fn capitalised(&self, word: &str) -> ModelToken {
        if is_number(word) {
            return self.number;
        }
        // A capital alone is an initial, or an "À" without its diacritic: no evidence for a word.
        let mut found = None;
        if word.len() > 1 || self.capitals.is_word(word) {
            self.capitals.any_spelling(word, |spelling| {
                found = self.place(&lower_cow(spelling));
                found.is_some()
            });
        }
        found.unwrap_or(self.name)
    }

    fn place(&self, word: &str) -> Option<ModelToken> {
        let place = self.vocabulary.place(word)?;
        Some(ModelToken { word: u32::try_from(place).ok()?, penalty: 0.0 })
    }

    /// Returns whether the vocabulary has a token, or what it stands for.
    pub fn has(&self, token: &str) -> bool {
        self.token(token).penalty == 0.0
    }

    /// Returns −ln p(right | left) in nats, in steps of a twelfth of a nat.
    pub fn pair_cost(&self, left: ModelToken, right: ModelToken) -> f64 {
        let steps = self.pairs.get(left.word, right.word, || self.steps(left.word as usize, right.word));
        f64::from(steps) * self.nats + right.penalty
    }

    fn steps(&self, left: usize, right: u32) -> u32 {
        let (start, stop) = (self.starts[left] as usize, self.starts[left + 1] as usize);
        if let Ok(slot) = self.rights[start..stop].binary_search(&right) {
            return u32::from(self.costs[start + slot]);
        }
        let (before, after) = (usize::from(self.classes[left]), usize::from(self.classes[right as usize]));
        let transition = self.transitions[before * self.class_count + after];
        u32::from(self.backoffs[left]) + u32::from(transition) + u32::from(self.members[right as usize])
    }

    /// Calls `found` with each token of a text, cut as the text was cut from which the model was counted.
    pub fn tokenise<'a>(&self, text: &'a str, found: impl FnMut(Cow<'a, str>)) {
        tokens::tokenise(text, &self.elisions, |word| self.has(word), found);
    }
}
