//! The index of the strings that are alike once case, diacritics and ligatures are taken away.

use super::sections::Column;
use super::strings::StringTable;
use crate::error::PackFileError;
use crate::unicode::fold;

/// Finds the strings of a table by their folded spelling. A string that is its own key is not in the index.
#[derive(Debug)]
pub struct FoldIndex {
    keys: Column<u32>,
    places: Column<u32>,
}

impl FoldIndex {
    /// Opens the fold index of a table.
    ///
    /// # Errors
    /// The table has no such index.
    pub fn of(table: &StringTable) -> Result<Self, PackFileError> {
        let (keys, places): (Column<u32>, Column<u32>) =
            (table.sections().column("fold_keys")?, table.sections().column("fold_places")?);
        if keys.len() != places.len() {
            return Err(PackFileError::damaged(table.sections().path(), "its fold index has two lengths"));
        }
        Ok(Self { keys, places })
    }

    /// Returns the places of the strings with a key, sorted.
    pub fn find(&self, table: &StringTable, key: &str) -> Vec<usize> {
        let mut found: Vec<usize> = table.place(key).into_iter().collect();
        let checksum = crc32fast::hash(key.as_bytes());
        let first = self.keys.partition_point(|&other| other < checksum);
        for (_, &place) in
            self.keys[first..].iter().zip(&self.places[first..]).take_while(|(other, _)| **other == checksum)
        {
            // Two keys may share a checksum: only the strings themselves decide.
            if fold(table.get(place as usize)) == key {
                found.push(place as usize);
            }
        }
        found.sort_unstable();
        found
    }
}
