//! Candidates: other readings of an unknown word, as declarations ask for them.

mod beginnings;
mod capitals;
mod confusions;
mod joins;
mod lost;
mod neighbours;
mod remembered;
mod rows;
mod segments;
mod variants;
mod walk;
mod word_list;

use std::fmt::Write;
use std::sync::Arc;

pub use confusions::{Confusions, Printed, Read, Treatment, Which};
pub use joins::{Joiner, Joins};
pub use lost::{LostDiacritics, Restored, Restorer};
pub use neighbours::Neighbours;
pub use remembered::Remembered;
pub use rows::{Confusion, Rows};
pub use segments::Segments;
pub use variants::Variants;
pub use word_list::WordList;

use crate::language::Language;

/// The most letters of a word that is asked about; a token may be ten times as long.
pub const LONGEST: usize = 40;

/// Another reading of a word.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    /// The word that may have been printed; it holds spaces where words ran together.
    pub word: String,
    /// Nats, −ln of the probability that it is read as the word that stands there.
    pub cost: f64,
    /// Why.
    pub reason: Reason,
}

/// Why a word may be another one.
#[derive(Clone, Debug, PartialEq)]
pub enum Reason {
    /// It differs in diacritics.
    Diacritics,
    /// Confusions of a table lead from the one to the other.
    Confusions(Vec<Arc<Confusion>>),
    /// So they do in lower case, from the one string to the other.
    InLowerCase(Vec<Arc<Confusion>>, Box<(String, String)>),
    /// It is one letter away; the number says how many diacritics differ besides.
    Near(usize),
    /// It is one letter away after a confusion of a table.
    NearAfter(Arc<Confusion>),
    /// It lost spaces.
    Merged,
    /// It fell apart.
    Split,
    /// It fell apart, and lost diacritics.
    SplitWithoutDiacritics,
    /// It fell apart, and its pieces ran together with each other.
    SplitAndMerged,
}

impl Candidate {
    /// Returns why, in words for a person; `asked` is what was asked about.
    pub fn reason(&self, asked: &str) -> String {
        let word = &self.word;
        match &self.reason {
            Reason::Diacritics => format!("‘{asked}’ is no word; ‘{word}’ has its diacritics"),
            Reason::Confusions(steps) => confused(asked, word, steps),
            Reason::InLowerCase(steps, words) => confused(&words.0, &words.1, steps),
            Reason::Near(0) => format!("‘{asked}’ is no word; ‘{word}’ is one letter away"),
            Reason::Near(_) => format!("‘{asked}’ is no word; ‘{word}’ is one letter and its diacritics away"),
            Reason::NearAfter(row) => format!(
                "‘{asked}’ is no word; ‘{word}’ with ‘{}’ read as ‘{}’ and another letter changed",
                row.printed, row.read
            ),
            Reason::Merged => format!("‘{asked}’ is no word; ‘{word}’ without its spaces"),
            Reason::Split => format!("‘{asked}’ fell apart"),
            Reason::SplitWithoutDiacritics => format!("‘{asked}’ fell apart, its diacritics lost"),
            Reason::SplitAndMerged => format!("‘{asked}’ fell apart, and ran together"),
        }
    }
}

fn confused(asked: &str, word: &str, steps: &[Arc<Confusion>]) -> String {
    let mut said = format!("‘{asked}’ is no word; ‘{word}’ with ");
    for (number, row) in steps.iter().enumerate() {
        let comma = if number > 0 { ", " } else { "" };
        // Nothing fails that writes into a string.
        let _ = match row.read.as_str() {
            "" => write!(said, "{comma}‘{}’ lost", row.printed),
            read => write!(said, "{comma}‘{}’ read as ‘{read}’", row.printed),
        };
    }
    said
}

/// A declaration about unknown words.
#[derive(Clone, Debug, PartialEq)]
pub enum Spec {
    /// The words that differ in diacritics only.
    Variants(Variants),
    /// The words to which the confusion table leads.
    Confusions(Confusions),
    /// The frequent words one letter away.
    Neighbours(Neighbours),
    /// The known words that ran together.
    Segments(Segments),
}

/// Finds the candidates of words by a declaration.
#[derive(Debug)]
pub struct Reader(Kind);

#[derive(Debug)]
enum Kind {
    Variants(variants::Reader),
    Confusions(confusions::Reader),
    Neighbours(neighbours::Reader),
    Segments(segments::Reader),
}

impl Reader {
    /// Compiles a declaration.
    ///
    /// # Errors
    /// Returns the name of an event that has no price.
    pub fn new(
        spec: Spec,
        language: &Arc<Language>,
        words: &Arc<WordList>,
        confusions: &[Arc<Confusion>],
    ) -> Result<Self, String> {
        let language = Arc::clone(language);
        Ok(Self(match spec {
            Spec::Variants(spec) => Kind::Variants(variants::Reader::new(&spec, language)?),
            Spec::Confusions(spec) => {
                Kind::Confusions(confusions::Reader::new(spec, language, Arc::clone(words), confusions))
            }
            Spec::Neighbours(spec) => Kind::Neighbours(neighbours::Reader::new(spec, language, confusions)?),
            Spec::Segments(spec) => Kind::Segments(segments::Reader::new(spec, language)?),
        }))
    }

    /// Returns the candidates of a word.
    pub fn candidates(&self, word: &str) -> Vec<Candidate> {
        match &self.0 {
            Kind::Variants(reader) => reader.candidates(word),
            Kind::Confusions(reader) => reader.candidates(word),
            Kind::Neighbours(reader) => reader.candidates(word),
            Kind::Segments(reader) => reader.candidates(word),
        }
    }
}

/// Returns the price of an event, or its name if it has none.
fn price(language: &Language, event: &str) -> Result<f64, String> {
    language.prices().get(event).ok_or_else(|| event.to_owned())
}
