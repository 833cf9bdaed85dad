//! The rules of structural zones, as `lexicons/zones.toml` states them.

use std::sync::OnceLock;

use super::kinds::ZoneKind;
use crate::fork_safe::kept;
use crate::patterns::{Alphabet, ClassPattern, PatternError};

/// Where a rule is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The pattern must match a token, without the signs around it.
    Token,
    /// The pattern is searched in a line; its first group, or all of it, is the zone.
    Span,
    /// The pattern is searched in a line; the whole line is the zone.
    Line,
    /// The line opens a block that the next such line closes.
    Fence,
}

impl Place {
    /// Returns the place of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        match name {
            "token" => Some(Self::Token),
            "span" => Some(Self::Span),
            "line" => Some(Self::Line),
            "fence" => Some(Self::Fence),
            _ => None,
        }
    }
}

/// A rule of the table; the file explains its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleData {
    /// The kind of zone.
    pub kind: ZoneKind,
    /// Where the rule is looked for.
    pub place: Place,
    /// The pattern, in the syntax of Python, with names in braces for words of the language.
    pub pattern: String,
    /// Characters of which the line must hold one; empty: none.
    pub needs: String,
    /// How many such tokens or lines the paragraph must hold.
    pub least: usize,
    /// Whether the token must hold a digit.
    pub digits: bool,
    /// Whether the token must hold capitals, small letters and digits.
    pub mixed: bool,
    /// Whether the parts of the token must be words.
    pub parts: bool,
    /// How many characters that code is made of the line must hold.
    pub code_signs: usize,
}

impl RuleData {
    /// Returns a rule that asks for nothing but its pattern.
    pub fn new(kind: ZoneKind, place: Place, pattern: impl Into<String>) -> Self {
        let (needs, pattern) = (String::new(), pattern.into());
        Self { kind, place, pattern, needs, least: 1, digits: false, mixed: false, parts: false, code_signs: 0 }
    }
}

/// A rule with its pattern, which is compiled when it is first tried.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) data: RuleData,
    needs: Characters,
    written: String,
    compiled: OnceLock<Option<ClassPattern>>,
}

impl Rule {
    /// Takes a rule whose pattern holds the words of the language.
    pub(super) fn new(data: RuleData) -> Self {
        let pattern = &data.pattern;
        let written = match data.place {
            Place::Token => format!(r"\A(?:{pattern})\Z"),
            Place::Fence => format!(r"\A(?:{pattern})"),
            Place::Span | Place::Line => pattern.clone(),
        };
        Self { needs: Characters::of(&data.needs), data, written, compiled: OnceLock::new() }
    }

    /// Returns an error if the pattern is wrong.
    pub(super) fn check(&self, alphabet: &Alphabet) -> Result<(), PatternError> {
        alphabet.check(&self.written)
    }

    /// Returns the compiled pattern; None only if the pattern is too large.
    pub(super) fn pattern(&self, alphabet: &Alphabet) -> Option<&ClassPattern> {
        kept(&self.compiled, || alphabet.compile(&self.written).ok()).as_ref()
    }

    /// Returns whether a line with some characters may hold a match.
    pub(super) fn may_match(&self, characters: &Characters) -> bool {
        self.data.needs.is_empty() || self.needs.meets(characters)
    }
}

/// The characters of a string.
#[derive(Clone, Debug, Default)]
pub(super) struct Characters {
    ascii: u128,
    /// A bit for every other character; several share one.
    hashed: u128,
    /// The characters that are not ASCII, sorted.
    others: Vec<char>,
}

impl Characters {
    /// Returns the characters of a string.
    pub(super) fn of(string: &str) -> Self {
        let mut found = Self::default();
        for character in string.chars() {
            if character.is_ascii() {
                found.ascii |= 1 << character as u32;
            } else {
                found.hashed |= hash(character);
                found.others.push(character);
            }
        }
        found.others.sort_unstable();
        found.others.dedup();
        found
    }

    /// Returns whether two strings have a character in common.
    fn meets(&self, other: &Self) -> bool {
        self.ascii & other.ascii != 0
            || (self.hashed & other.hashed != 0
                && self.others.iter().any(|character| other.others.binary_search(character).is_ok()))
    }
}

fn hash(character: char) -> u128 {
    1 << (u32::from(character) & 127)
}
