//! Patterns over classes of characters.
//!
//! A class such as `\w` has more than seven hundred ranges. A pattern that repeats it thirty times makes an automaton of
//! megabytes, and takes milliseconds to compile. But the patterns of a table tell few characters apart. An alphabet
//! has one character, its class, for all those that no pattern of the table tells apart. A string is mapped to its
//! classes, and the patterns are compiled for the classes. ASCII characters stand for themselves.

use std::borrow::Cow;
use std::collections::HashMap;

use regex::Regex;

use super::parse::{Part, parse};
use super::sets::{CharSet, Item, Sort, merged, write_character, write_class};
use super::{PatternError, engine_boundary, write};
use crate::unicode::{is_alpha, is_letter, is_word};

/// The classes of the characters before this one are looked up in an array.
const TABLED: usize = 0x600;
/// A range of a pattern of so many characters is looked through for the sorts of its characters.
const LOOKED_THROUGH: u32 = 1_024;
const ASCII_END: u32 = 0x80;

/// The classes of characters that some patterns tell apart.
#[derive(Clone, Debug)]
pub struct Alphabet {
    /// The first characters of the intervals that no pattern divides.
    cuts: Vec<u32>,
    /// For each interval, the class of its characters of each sort.
    classes: Vec<[char; 4]>,
    /// The classes of the first characters.
    tabled: Vec<char>,
    /// The class and one of its characters with its sort, for each class; ASCII left out.
    members: Vec<(char, char, Sort)>,
}

impl Alphabet {
    /// Returns the alphabet of some patterns of Python.
    ///
    /// # Errors
    /// A pattern is wrong.
    pub fn of<'p>(patterns: impl IntoIterator<Item = &'p str>) -> Result<Self, PatternError> {
        let mut sets: Vec<CharSet> = Vec::new();
        for pattern in patterns {
            let parts = parse(pattern)?.into_iter();
            sets.extend(parts.filter_map(|part| if let Part::Set(set) = part { Some(set) } else { None }));
        }
        let sets: Vec<CharSet> = {
            let mut seen = std::collections::HashSet::new();
            sets.into_iter().filter(|set| seen.insert(set.clone())).collect()
        };
        let mut alphabet = Self { cuts: cuts(&sets), classes: Vec::new(), tabled: Vec::new(), members: Vec::new() };
        alphabet.fill(&sets);
        alphabet.tabled = ('\0'..).take(TABLED).map(|character| alphabet.looked_up(character)).collect();
        Ok(alphabet)
    }

    /// Gives a class to the characters of each interval and sort.
    fn fill(&mut self, sets: &[CharSet]) {
        let mut by_membership: HashMap<(bool, Vec<bool>), char> = HashMap::new();
        // The engine knows by itself which characters are of words: `\b` needs it.
        let mut letters = ('\u{80}'..).filter(|&character| is_letter(character) && is_alpha(character));
        let mut signs = ('\u{80}'..='\u{bf}').chain('\u{2190}'..).filter(|&character| !is_word(character));
        let ends = self.cuts.iter().skip(1).copied().chain([u32::from(char::MAX) + 1]).collect::<Vec<_>>();
        for (&start, end) in self.cuts.iter().zip(ends) {
            let mut classes = ['\u{80}'; 4];
            for (place, sort) in Sort::ALL.into_iter().enumerate() {
                let Some(member) = char::from_u32(start) else { continue };
                let is_there = end - start > LOOKED_THROUGH
                    || (start..end).filter_map(char::from_u32).any(|character| Sort::of(character) == sort);
                if !is_there {
                    continue;
                }
                let is_word = matches!(sort, Sort::Letter | Sort::Digit);
                let membership = (is_word, sets.iter().map(|set| set.has(member, sort)).collect());
                let class = *by_membership.entry(membership).or_insert_with(|| {
                    let pool: &mut dyn Iterator<Item = char> = if is_word { &mut letters } else { &mut signs };
                    let class = pool.next().unwrap_or(char::REPLACEMENT_CHARACTER);
                    self.members.push((class, member, sort));
                    class
                });
                classes[place] = class;
            }
            self.classes.push(classes);
        }
    }

    fn looked_up(&self, character: char) -> char {
        if character.is_ascii() {
            return character;
        }
        let interval = self.cuts.partition_point(|&cut| cut <= character.into()).saturating_sub(1);
        let sort = Sort::of(character);
        self.classes.get(interval).map_or(character, |classes| classes[sort as usize])
    }

    /// Returns the class of a character.
    #[inline]
    pub fn class(&self, character: char) -> char {
        match self.tabled.get(character as usize) {
            Some(&class) => class,
            None => self.looked_up(character),
        }
    }

    /// Maps a string to its classes.
    pub fn map<'s>(&self, string: &'s str) -> Mapped<'s> {
        let classes = if string.is_ascii() {
            Cow::Borrowed(string)
        } else {
            let mut classes = String::with_capacity(string.len());
            classes.extend(string.chars().map(|character| self.class(character)));
            Cow::Owned(classes)
        };
        Mapped { string, classes }
    }

    /// Compiles one of the patterns that the alphabet was made of.
    ///
    /// # Errors
    /// The pattern is wrong or has look-around.
    pub fn compile(&self, pattern: &str) -> Result<ClassPattern, PatternError> {
        let written = self.written(pattern)?;
        let wrong = |error: regex::Error| PatternError { pattern: pattern.to_owned(), reason: error.to_string() };
        let engine = Regex::new(&written).map_err(wrong)?;
        Ok(ClassPattern { has_group: engine.captures_len() > 1, engine })
    }

    /// Returns whether a pattern can be compiled; that takes a small part of the time.
    ///
    /// # Errors
    /// It cannot.
    pub fn check(&self, pattern: &str) -> Result<(), PatternError> {
        let parsed = regex_syntax::Parser::new().parse(&self.written(pattern)?);
        parsed.map(drop).map_err(|error| PatternError { pattern: pattern.to_owned(), reason: error.to_string() })
    }

    fn written(&self, pattern: &str) -> Result<String, PatternError> {
        let parts = parse(pattern)?;
        if parts.iter().any(|part| matches!(part, Part::Look(_))) {
            let reason = "look-around has no place here".to_owned();
            return Err(PatternError { pattern: pattern.to_owned(), reason });
        }
        // The classes of letters are letters, so the engine has the words of Python.
        let mut written = String::new();
        for part in &parts {
            match part {
                Part::Set(set) => self.write_set(set, &mut written),
                other => written.push_str(&write(std::slice::from_ref(other), r"\z", engine_boundary)),
            }
        }
        Ok(written)
    }

    fn write_set(&self, set: &CharSet, output: &mut String) {
        if let Some(character) = set.only().filter(char::is_ascii) {
            return write_character(character, output);
        }
        let ascii = ('\0'..'\u{80}').filter(|&character| set.has(character, Sort::of(character)));
        let others = self.members.iter().filter(|&&(_, member, sort)| set.has(member, sort)).map(|&(class, ..)| class);
        write_class(&merged(ascii.chain(others).map(|one| (one.into(), one.into())).collect()), output);
    }
}

/// Returns the first characters of the intervals that no set divides; what is before the first is ASCII.
fn cuts(sets: &[CharSet]) -> Vec<u32> {
    let mut cuts = vec![ASCII_END];
    for item in sets.iter().flat_map(|set| &set.items) {
        if let Item::Range(low, high) = *item {
            cuts.extend([u32::from(low), u32::from(high) + 1]);
        }
    }
    cuts.retain(|&cut| cut >= ASCII_END && cut <= u32::from(char::MAX));
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// A string and its classes.
#[derive(Clone, Debug)]
pub struct Mapped<'s> {
    string: &'s str,
    classes: Cow<'s, str>,
}

impl<'s> Mapped<'s> {
    /// Returns the string.
    pub fn string(&self) -> &'s str {
        self.string
    }

    /// Returns the offset in the string of an offset in its classes.
    fn back(&self, offset: usize) -> usize {
        if let Cow::Borrowed(_) = self.classes {
            return offset;
        }
        let ends = self.string.char_indices().zip(self.classes.char_indices());
        ends.into_iter().find(|(_, (place, _))| *place >= offset).map_or(self.string.len(), |((place, _), _)| place)
    }

    /// Calls `found` with the classes of each line.
    pub fn lines(&self) -> impl Iterator<Item = &str> {
        self.classes.split('\n')
    }
}

/// A pattern over the classes of an alphabet. `$` is the end of the string: no string that it is tried on ends in a line
/// feed, unless white space may stand where the pattern has `$`.
#[derive(Clone, Debug)]
pub struct ClassPattern {
    engine: Regex,
    has_group: bool,
}

impl ClassPattern {
    /// Returns whether the pattern matches anywhere in a string.
    pub fn matches(&self, mapped: &Mapped<'_>) -> bool {
        self.engine.is_match(&mapped.classes)
    }

    /// Returns whether the pattern matches anywhere in a line of a mapped string.
    pub fn matches_line(&self, line: &str) -> bool {
        self.engine.is_match(line)
    }

    /// Calls `found` with the offsets of each match; of its first group, if the pattern has one. What follows the group
    /// may begin the next match.
    pub fn spans(&self, mapped: &Mapped<'_>, mut found: impl FnMut(usize, usize)) {
        let classes = &*mapped.classes;
        let mut position = 0;
        while position <= classes.len() {
            let (start, span) = if self.has_group {
                let Some(captures) = self.engine.captures_at(classes, position) else { return };
                let start = captures.get(0).map_or(position, |whole| whole.start());
                (start, captures.get(1).map(|group| (group.start(), group.end())))
            } else {
                let Some(whole) = self.engine.find_at(classes, position) else { return };
                (whole.start(), Some((whole.start(), whole.end())))
            };
            let next = start + classes.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            position = next;
            if let Some((low, high)) = span {
                if high > low {
                    found(mapped.back(low), mapped.back(high));
                }
                position = next.max(high);
            }
        }
    }

    /// Calls `found` with the groups of each match, from left to right; matches do not overlap.
    pub fn groups(&self, mapped: &Mapped<'_>, mut found: impl FnMut(&regex::Captures<'_>)) {
        for captures in self.engine.captures_iter(&mapped.classes) {
            found(&captures);
        }
    }
}
