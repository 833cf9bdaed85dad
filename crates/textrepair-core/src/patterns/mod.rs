//! Patterns in the syntax of Python's `re`, with its meaning.
//!
//! The tables of packs were written for Python. What its classes hold is not what the engines of Rust hold in them: `\w`
//! has every number, and no combining mark. So a pattern is read, and its classes are written out.
//!
//! [`Pattern`] is for strings as they stand. [`Alphabet`] makes patterns small and quick that have large classes and are
//! tried on every line of a text.

mod alphabet;
mod parse;
mod sets;

use std::fmt;

pub use alphabet::{Alphabet, ClassPattern, Mapped};
use parse::{Part, parse};
use sets::{CharSet, Item, Kind};

use crate::unicode::is_alpha;

/// How often the engine for look-around may turn back, in one search.
const MOST_STEPS: usize = 100_000;

/// A pattern cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PatternError {
    /// The pattern.
    pub pattern: String,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for PatternError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:?}: {}", self.pattern, self.reason)
    }
}

impl std::error::Error for PatternError {}

/// A compiled pattern.
///
/// A pattern takes linear time if it has no look-around and no `$`. Any other is tried by turning back, with a limit:
/// beyond it, nothing is found.
#[derive(Clone, Debug)]
pub struct Pattern {
    linear: Option<regex::Regex>,
    turning_back: Option<fancy_regex::Regex>,
}

impl Pattern {
    /// Compiles a pattern.
    ///
    /// # Errors
    /// The pattern is wrong, or needs what the engines lack.
    pub fn new(pattern: &str) -> Result<Self, PatternError> {
        let parts = parse(pattern)?;
        let wrong = |reason: String| PatternError { pattern: pattern.to_owned(), reason };
        let looks = parts.iter().any(|part| matches!(part, Part::Look(_) | Part::End));
        let has_boundary = parts.iter().any(|part| matches!(part, Part::Boundary(_)));
        let linear =
            || regex::Regex::new(&write(&parts, "", engine_boundary)).map_err(|error| wrong(error.to_string()));
        let turning_back = || {
            let written = write(&parts, r"(?=\n?\z)", python_boundary);
            let compiled = fancy_regex::RegexBuilder::new(&written).backtrack_limit(MOST_STEPS).build();
            compiled.map_err(|error| wrong(error.to_string()))
        };
        Ok(Self {
            linear: (!looks).then(linear).transpose()?,
            turning_back: (looks || has_boundary).then(turning_back).transpose()?,
        })
    }

    /// Returns the offsets of the first match at or behind an offset.
    pub fn find_at(&self, string: &str, start: usize) -> Option<(usize, usize)> {
        match (&self.linear, &self.turning_back) {
            (Some(engine), other) if other.is_none() || string.chars().all(is_agreed) => {
                engine.find_at(string, start).map(|found| (found.start(), found.end()))
            }
            (_, Some(engine)) => {
                engine.find_from_pos(string, start).ok().flatten().map(|found| (found.start(), found.end()))
            }
            _ => None,
        }
    }

    /// Returns a string with each match replaced; None if nothing matches.
    pub fn replace(&self, string: &str, replacement: &str) -> Option<String> {
        let mut found = self.find_at(string, 0)?;
        let mut made = String::with_capacity(string.len() + replacement.len());
        let mut copied = 0;
        loop {
            let (start, end) = found;
            made.push_str(string.get(copied..start)?);
            made.push_str(replacement);
            copied = end;
            // An empty match is not looked for twice at one place.
            let next =
                if end > start { end } else { end + string.get(end..)?.chars().next().map_or(1, char::len_utf8) };
            match (next <= string.len()).then(|| self.find_at(string, next)).flatten() {
                Some(other) => found = other,
                None => break,
            }
        }
        made.push_str(string.get(copied..)?);
        Some(made)
    }
}

/// Returns a pattern, in the syntax of the crate regex, that matches somewhere in every string in which a pattern of
/// Python does, and has no look-around.
///
/// A look behind at the beginning and a look ahead at the end become parts of the match; any other look-around is left
/// out. Many such patterns can be tried at once.
///
/// # Errors
/// The pattern is wrong.
pub fn loosened(pattern: &str) -> Result<String, PatternError> {
    let parts = parse(pattern)?;
    let mut kept: Vec<Part> = Vec::new();
    let mut place = 0;
    while let Some(part) = parts.get(place) {
        let Part::Look(look) = part else {
            kept.push(part.clone());
            place += 1;
            continue;
        };
        let end = closing(&parts, place);
        if (*look == "?<=" && place == 0) || (*look == "?=" && end + 1 == parts.len()) {
            kept.push(Part::Syntax("(?:".to_owned()));
            kept.extend(without_looks(parts.get(place + 1..end).unwrap_or_default()));
            kept.push(Part::Syntax(")".to_owned()));
        }
        place = end + 1;
    }
    Ok(write(&kept, r"\n?\z", |_| String::new()))
}

/// Returns whether a pattern can be read, without compiling it; what stands in look-around is read in part.
///
/// # Errors
/// It cannot.
pub fn check(pattern: &str) -> Result<(), PatternError> {
    let parsed = regex_syntax::Parser::new().parse(&loosened(pattern)?);
    parsed.map(drop).map_err(|error| PatternError { pattern: pattern.to_owned(), reason: error.to_string() })
}

/// Returns the place of the parenthesis that closes the group that a part opens.
fn closing(parts: &[Part], opening: usize) -> usize {
    let mut depth = 0;
    for (place, part) in parts.iter().enumerate().skip(opening) {
        match part {
            Part::Look(_) => depth += 1,
            Part::Syntax(syntax) if syntax.starts_with('(') => depth += 1,
            Part::Syntax(syntax) if syntax == ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return place;
        }
    }
    parts.len()
}

fn without_looks(parts: &[Part]) -> Vec<Part> {
    let mut kept = Vec::new();
    let mut place = 0;
    while let Some(part) = parts.get(place) {
        if matches!(part, Part::Look(_)) {
            place = closing(parts, place) + 1;
        } else {
            kept.push(part.clone());
            place += 1;
        }
    }
    kept
}

/// Returns what stands for `\b` or, negated, for `\B`, where the words of Python and of the engine are the same.
fn engine_boundary(negated: bool) -> String {
    if negated { r"\B" } else { r"\b" }.to_owned()
}

/// Returns what stands for them where the words are not the same: those of the engine have combining marks.
fn python_boundary(negated: bool) -> String {
    let mut word = String::new();
    CharSet { negated: false, items: vec![Item::Kind(Kind::Word, false)] }.write(&mut word);
    let (same, other) = if negated { ("=", "!") } else { ("!", "=") };
    format!("(?:(?<={word})(?{same}{word})|(?<!{word})(?{other}{word}))")
}

/// Returns whether a character is of words for both Python and the engine, or for neither: nearly all of Latin texts are.
fn is_agreed(character: char) -> bool {
    let is_sign = matches!(character, '\u{a0}'..='\u{b1}' | '\u{2010}'..='\u{203e}' | '€');
    character.is_ascii() || is_sign || (is_alpha(character) && character < '\u{250}')
}

/// Writes the parts of a pattern for the engines.
///
/// # Arguments
/// - `end`: what stands for `$`.
/// - `boundary`: returns what stands for `\b` or, if it is told so, for `\B`.
fn write(parts: &[Part], end: &str, boundary: impl Fn(bool) -> String) -> String {
    let mut written = String::new();
    for part in parts {
        match part {
            Part::Set(set) => set.write(&mut written),
            Part::Syntax(syntax) => written.push_str(syntax),
            Part::Look(look) => {
                written.push('(');
                written.push_str(look);
            }
            Part::End => written.push_str(end),
            Part::Boundary(negated) => written.push_str(&boundary(*negated)),
        }
    }
    written
}
