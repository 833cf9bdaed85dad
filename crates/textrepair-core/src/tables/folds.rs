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
        let first = first_at_least(&self.keys, checksum);
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

/// How far from the place that its value tells a checksum mostly stands, in a table of half a million.
const NEAR: usize = 256;

/// Returns the first place whose checksum is not less than one; the checksums are sorted.
///
/// Checksums are spread evenly, so the value of one tells about where it stands.
fn first_at_least(checksums: &[u32], checksum: u32) -> usize {
    let guess = ((u64::from(checksum) * checksums.len() as u64) >> 32) as usize;
    let (mut low, mut high, mut step) = (guess, guess, NEAR);
    // All before `low` are less, none from `high` on is.
    while low > 0 && checksums[low - 1] >= checksum {
        (low, high, step) = (low.saturating_sub(step), low - 1, step * 2);
    }
    step = NEAR;
    while high < checksums.len() && checksums[high] < checksum {
        (low, high, step) = (high + 1, checksums.len().min(high + step), step * 2);
    }
    low + checksums[low..high].partition_point(|&other| other < checksum)
}

#[cfg(test)]
mod tests {
    use super::first_at_least;

    #[test]
    fn a_checksum_is_found_wherever_it_stands() {
        let spread: Vec<u32> = (0..5000u32).map(|number| number.wrapping_mul(0x9E37_79B9)).collect();
        let mut sorted = spread.clone();
        sorted.sort_unstable();
        let low: Vec<u32> = (0..2000).collect();
        let high: Vec<u32> = (0..2000).map(|number| u32::MAX - 2000 + number).collect();
        for table in [sorted, low, high, vec![7; 1000], vec![], vec![5]] {
            let asked = table.iter().flat_map(|&one| [one.saturating_sub(1), one, one.saturating_add(1)]);
            for checksum in asked.chain(spread.iter().copied()).chain([0, u32::MAX]) {
                assert_eq!(first_at_least(&table, checksum), table.partition_point(|&other| other < checksum));
            }
        }
    }
}
