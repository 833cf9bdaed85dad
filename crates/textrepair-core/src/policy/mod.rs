//! Which changes of a document are allowed.

mod cuts;
mod names;

use std::fmt;
use std::sync::Arc;

use crate::language::Language;
use crate::places::{token_end, token_start};
use crate::text::IndexedText;
use crate::unicode::{is_upper, split_space};

/// Characters that a change may add to any text.
const ALLOWED: &str = " \n\u{a0}\u{202f}’'-.,;:!?«»…“”‘–—0123456789";
/// How much of a long token is looked at, in code points on each side; no word is longer.
const FARTHEST: usize = 100;

/// The stage of the repairer that proposes a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It weighs whole lines, and brings back names and passages in other languages.
    Encoding,
    /// Characters and layout.
    Early,
    /// Words.
    Words,
    /// Typography and search keys.
    Late,
}

/// A change of a text, with offsets in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Change<'c> {
    /// Where it starts.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// What should stand there.
    pub replacement: &'c str,
}

/// Why a change is not allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Objection {
    /// It adds a character outside the alphabet of the language.
    Alphabet(char),
    /// It changes a piece of a word that is cut at a line end, and does not complete the word.
    Cut,
    /// It spoils what is likely a name.
    Name,
    /// It turns known words into text that holds an unknown word.
    Unknown(String),
}

impl fmt::Display for Objection {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Alphabet(character) => write!(formatter, "‘{character}’ is outside the alphabet"),
            Self::Cut => formatter.write_str("it changes a piece of a word that is cut at a line end"),
            Self::Name => formatter.write_str("it changes a name"),
            Self::Unknown(text) => write!(formatter, "‘{text}’ would hold an unknown word"),
        }
    }
}

/// The policy for a document.
#[derive(Debug)]
pub struct Policy {
    text: IndexedText,
    language: Arc<Language>,
}

impl Policy {
    /// Makes the policy for a text.
    pub fn new(text: impl Into<IndexedText>, language: Arc<Language>) -> Self {
        Self { text: text.into(), language }
    }

    /// Returns the offset in bytes of an offset in code points.
    pub fn bytes(&self, code_points: usize) -> usize {
        self.text.bytes(code_points)
    }

    /// Returns why a change is not allowed; None if it is allowed.
    ///
    /// A change may not add a letter or a sign outside the alphabet of the language. Before typography, it may not turn
    /// known words into text that holds an unknown word. Neither holds for encodings. Among words a change may not
    /// touch a piece of a word that is cut at a line end, unless it completes the word.
    pub fn objection(&self, change: Change<'_>, stage: Stage) -> Option<Objection> {
        let (text, language) = (&*self.text, &*self.language);
        let replaced = &text[change.start..change.end];
        if stage == Stage::Encoding {
            return None;
        }
        let is_strange = |character: &char| {
            !language.rules().letters.contains(character)
                && !ALLOWED.contains(*character)
                && !replaced.contains(*character)
        };
        if let Some(character) = change.replacement.chars().find(is_strange) {
            return Some(Objection::Alphabet(character));
        }
        if stage == Stage::Late {
            return None;
        }
        let token = token_start(text, change.start, FARTHEST)..token_end(text, change.end, FARTHEST);
        if stage == Stage::Words {
            if cuts::spoils_cut(text, token.clone(), change, language) {
                return Some(Objection::Cut);
            }
            let is_beside_capital = text[change.end..].chars().nth(1).is_some_and(is_upper);
            let may_be_name = is_beside_capital || replaced.chars().next().is_some_and(is_upper);
            if may_be_name && names::spoils_name(text, change, language) {
                return Some(Objection::Name);
            }
        }
        // Most changes are of an unknown word: this check comes first.
        if self.holds_unknown(&text[token.clone()]) {
            return None;
        }
        let head = &text[token.start..change.start];
        let after = format!("{head}{}{}", change.replacement, &text[change.end..token.end]);
        self.holds_unknown(&after).then_some(Objection::Unknown(after))
    }

    fn holds_unknown(&self, text: &str) -> bool {
        split_space(text).any(|(_, token)| !self.language.unknown_parts(token).is_empty())
    }
}
