//! A language: its lexicon, its rules, and what they say of words.

mod capitals;
mod lexicon;
mod model;
mod pair_cache;
mod rules;
mod substitutes;
mod tokens;
mod words;

pub use capitals::Capitals;
pub use lexicon::{Entry, Lexicon, LexiconSettings, flags};
pub use model::{LanguageModel, ModelToken};
pub use rules::{Prices, Rules};
pub use substitutes::Substitutes;
pub use tokens::{END, MARK, NUMBER, continues, is_number, tokenise};
pub use words::{Language, is_roman_numeral};
