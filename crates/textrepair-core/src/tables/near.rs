//! The index of the words one letter away from a string, diacritics aside.
//!
//! Two words are at most one letter apart if they are alike once a letter is taken out of either of them, or of both. So
//! each word is kept under its key and under all keys with one letter less, and looked up in the same way (W. Garbe,
//! SymSpell, 2012; after F. Boggs and others, on deletion neighbourhoods). Keys are checksums, sorted, and mapped.

use std::path::Path;

use super::checksum::Checksum;
use super::may_hold;
use super::sections::{Column, Sections};
use super::strings::{StringTable, common_beginning};
use crate::error::PackFileError;
use crate::unicode::fold;

const FIRST_BITS: u32 = 12;
const SHIFT: u32 = 32 - FIRST_BITS;

/// Finds the words of a table that are one letter away from a string.
#[derive(Debug)]
pub struct NearIndex {
    keys: Column<u32>,
    places: Column<u32>,
    bits: Column<u8>,
    // Where each group of keys begins that have their first bits in common: a search for most of its steps.
    starts: Vec<u32>,
}

impl NearIndex {
    /// Opens an index.
    ///
    /// # Errors
    /// The file is missing or damaged.
    pub fn open(path: &Path) -> Result<Self, PackFileError> {
        let sections = Sections::open(path)?;
        let keys: Column<u32> = sections.column("keys")?;
        let places: Column<u32> = sections.column("places")?;
        let bits: Column<u8> = sections.column("bits")?;
        if keys.len() != places.len() || !bits.len().is_power_of_two() {
            return Err(PackFileError::damaged(path, "its arrays do not belong together"));
        }
        let mut starts = vec![0u32; (1 << FIRST_BITS) + 1];
        for &key in keys.iter() {
            starts[(key >> SHIFT) as usize + 1] += 1;
        }
        for group in 1..starts.len() {
            starts[group] += starts[group - 1];
        }
        Ok(Self { keys, places, bits, starts })
    }

    /// Returns the words of a table of which one letter is another, missing, too many, or changed places with the next.
    ///
    /// Their diacritics may differ besides, but not alone. The words are in the order of the table.
    pub fn find<'a>(&self, table: &'a StringTable, word: &str) -> Vec<&'a str> {
        let folded = fold(word);
        let mut places = Vec::new();
        let bytes = folded.as_bytes();
        self.collect(Checksum::default().and(bytes).number(), &mut places);
        // Each key with one letter less has its beginning in common with the next one.
        let mut head = Checksum::default();
        for (start, letter) in folded.char_indices() {
            let end = start + letter.len_utf8();
            self.collect(head.and(&bytes[end..]).number(), &mut places);
            head = head.and(&bytes[start..end]);
        }
        places.sort_unstable();
        places.dedup();
        // Two keys may share a checksum, and two letters less make more alike than one letter does.
        let words = places.into_iter().map(|place| table.get(place as usize));
        words.filter(|near| one_edit_apart(&folded, &fold(near))).collect()
    }

    fn collect(&self, key: u32, places: &mut Vec<u32>) {
        if !may_hold(&self.bits, key) {
            return;
        }
        let group = (key >> SHIFT) as usize;
        let (low, high) = (self.starts[group] as usize, self.starts[group + 1] as usize);
        let group = &self.keys[low..high];
        let first = group.partition_point(|&other| other < key);
        let number = group[first..].iter().take_while(|&&other| other == key).count();
        places.extend_from_slice(&self.places[low + first..low + first + number]);
    }
}

/// Returns whether two strings differ in exactly one edit: a letter that is another, missing or too many, or two letters
/// that changed places (optimal string alignment).
pub fn one_edit_apart(one: &str, other: &str) -> bool {
    let head = common_beginning(one, other);
    let (one, other) = (&one[head..], &other[head..]);
    let (mut first, mut second) = (one.chars(), other.chars());
    match (first.next(), second.next()) {
        (None, None) => false,
        (Some(_), None) => first.next().is_none(),
        (None, Some(_)) => second.next().is_none(),
        (Some(a), Some(b)) => {
            let (rest, other_rest) = (first.as_str(), second.as_str());
            let is_swapped = first.next() == Some(b) && second.next() == Some(a) && first.as_str() == second.as_str();
            rest == other_rest || rest == other || one == other_rest || is_swapped
        }
    }
}

#[cfg(test)]
mod tests {
    use super::one_edit_apart;

    #[test]
    fn one_edit_is_told_from_none_and_from_two() {
        for (one, other, expected) in [
            ("mot", "mot", false),
            ("mot", "mat", true),
            ("mot", "mots", true),
            ("mot", "ot", true),
            ("mot", "omt", true),
            ("mot", "mto", true),
            ("mot", "tom", false),
            ("", "a", true),
            ("", "", false),
            ("ab", "ba", true),
            ("abc", "bac", true),
            ("abc", "bca", false),
            ("été", "ét", true),
        ] {
            assert_eq!(one_edit_apart(one, other), expected, "{one} {other}");
            assert_eq!(one_edit_apart(other, one), expected, "{other} {one}");
        }
    }
}
