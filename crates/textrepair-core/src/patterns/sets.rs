//! Sets of characters, as patterns name them.

use std::fmt::Write;
use std::sync::LazyLock;

use crate::unicode::{is_decimal, is_space, is_word};

/// A kind of characters that a pattern names by a letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// `\w`
    Word,
    /// `\d`
    Digit,
    /// `\s`
    Space,
}

/// A member of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Item {
    /// The characters from one to another.
    Range(char, char),
    /// The characters of a kind; those of no such kind, if the flag is set.
    Kind(Kind, bool),
}

/// What the letters `\w`, `\d` and `\s` say of a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Sort {
    /// A letter, a number that is no decimal digit, or `_`.
    Letter,
    /// A decimal digit.
    Digit,
    /// White space.
    Space,
    /// Any other character.
    Other,
}

impl Sort {
    /// Every sort.
    pub(super) const ALL: [Self; 4] = [Self::Letter, Self::Digit, Self::Space, Self::Other];

    /// Returns the sort of a character.
    pub(super) fn of(character: char) -> Self {
        if is_decimal(character) {
            Self::Digit
        } else if is_word(character) {
            Self::Letter
        } else if is_space(character) {
            Self::Space
        } else {
            Self::Other
        }
    }

    fn is(self, kind: Kind) -> bool {
        match kind {
            Kind::Word => matches!(self, Self::Letter | Self::Digit),
            Kind::Digit => self == Self::Digit,
            Kind::Space => self == Self::Space,
        }
    }
}

/// A set of characters: a class in brackets, a letter such as `\w`, a full stop, or a single character.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct CharSet {
    pub(super) negated: bool,
    pub(super) items: Vec<Item>,
}

impl CharSet {
    /// Returns the set of one character.
    pub(super) fn single(character: char) -> Self {
        Self { negated: false, items: vec![Item::Range(character, character)] }
    }

    /// Returns the only character of a set that was written as one.
    pub(super) fn only(&self) -> Option<char> {
        match (self.negated, &*self.items) {
            (false, [Item::Range(low, high)]) if low == high => Some(*low),
            _ => None,
        }
    }

    /// Returns whether the set has a character of a sort.
    pub(super) fn has(&self, character: char, sort: Sort) -> bool {
        let found = self.items.iter().any(|item| match *item {
            Item::Range(low, high) => low <= character && character <= high,
            Item::Kind(kind, negated) => sort.is(kind) != negated,
        });
        found != self.negated
    }

    /// Returns the ranges of the set, in order.
    fn ranges(&self) -> Vec<(u32, u32)> {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for item in &self.items {
            match *item {
                Item::Range(low, high) => ranges.push((low.into(), high.into())),
                Item::Kind(kind, false) => ranges.extend(of_kind(kind)),
                Item::Kind(kind, true) => ranges.extend(complement(of_kind(kind))),
            }
        }
        let ranges = merged(ranges);
        if self.negated { complement(&ranges) } else { ranges }
    }

    /// Writes the set for the engines.
    pub(super) fn write(&self, output: &mut String) {
        match self.only() {
            Some(character) => write_character(character, output),
            None => write_class(&self.ranges(), output),
        }
    }
}

/// Writes a class of ranges of code points; one that matches nothing, if there are none.
pub(super) fn write_class(ranges: &[(u32, u32)], output: &mut String) {
    if ranges.is_empty() {
        // No engine takes an empty class, and every engine takes this one.
        output.push_str(r"[^\x{0}-\x{10FFFF}]");
        return;
    }
    output.push('[');
    for &(low, high) in ranges {
        // Writing into a string cannot fail.
        let _ = if low == high {
            write!(output, r"\x{{{low:X}}}")
        } else {
            write!(output, r"\x{{{low:X}}}-\x{{{high:X}}}")
        };
    }
    output.push(']');
}

/// Writes a character that stands for itself.
pub(super) fn write_character(character: char, output: &mut String) {
    if character.is_ascii_alphanumeric() {
        output.push(character);
    } else {
        let _ = write!(output, r"\x{{{:X}}}", u32::from(character));
    }
}

fn of_kind(kind: Kind) -> &'static [(u32, u32)] {
    static RANGES: LazyLock<[Vec<(u32, u32)>; 3]> = LazyLock::new(|| {
        let ranges = |is_one: fn(char) -> bool| {
            let all = ('\0'..=char::MAX).filter(|&character| is_one(character));
            merged(all.map(|character| (u32::from(character), u32::from(character))).collect())
        };
        [ranges(is_word), ranges(is_decimal), ranges(is_space)]
    });
    let [word, digit, space] = &*RANGES;
    match kind {
        Kind::Word => word,
        Kind::Digit => digit,
        Kind::Space => space,
    }
}

/// Returns ranges in order, those that touch each other joined.
pub(super) fn merged(mut ranges: Vec<(u32, u32)>) -> Vec<(u32, u32)> {
    ranges.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (low, high) in ranges {
        match merged.last_mut() {
            Some(last) if low <= last.1.saturating_add(1) => last.1 = last.1.max(high),
            _ => merged.push((low, high)),
        }
    }
    merged
}

/// Returns the ranges of all characters that are in none of some ranges, which are in order.
fn complement(ranges: &[(u32, u32)]) -> Vec<(u32, u32)> {
    let mut others = Vec::with_capacity(ranges.len() + 1);
    let mut next = 0;
    // Surrogates are no characters: no engine takes a range that ends in one.
    let blocked = merged([ranges, &[(0xD800, 0xDFFF)]].concat());
    for (low, high) in blocked {
        if low > next {
            others.push((next, low - 1));
        }
        next = high + 1;
    }
    if next <= u32::from(char::MAX) {
        others.push((next, char::MAX.into()));
    }
    others
}
