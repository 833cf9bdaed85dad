//! A table of sorted strings.

use std::ops::Range;
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::mapping::Mapped;
use super::sections::{Column, Sections};
use crate::error::PackFileError;

/// An immutable map from strings to their places 0…n-1 in sorted order.
///
/// Look-up hashes the UTF-8 bytes and a line feed with CRC-32 into an open-addressing table. A slot holds the place plus
/// one in its low bits and the top of the hash in the bits that are left, so that a string which is not there is mostly
/// refused without touching the text. A hit is compared byte by byte, so there are no false positives.
#[derive(Debug)]
pub struct StringTable {
    path: PathBuf,
    text: Mapped,
    sections: Sections,
    offsets: Column<u32>,
    slots: Column<u32>,
    place_bits: u32,
}

impl StringTable {
    /// Opens the table whose text file is `path`.
    ///
    /// # Errors
    /// A file cannot be read, or the text and its index do not belong together.
    pub fn open(path: &Path) -> Result<Self, PackFileError> {
        let text = Mapped::open(path)?;
        let sections = Sections::open(&path.with_extension("idx"))?;
        let number = |name: &str| sections.meta().get(name).and_then(serde_json::Value::as_u64);
        if number("text_size") != Some(text.len() as u64) {
            return Err(PackFileError::damaged(path, "it does not belong to its index"));
        }
        let offsets: Column<u32> = sections.column("offsets")?;
        let slots: Column<u32> = sections.column("slots")?;
        let place_bits = number("place_bits").and_then(|bits| u32::try_from(bits).ok()).unwrap_or(0);
        let fits = (1..32).contains(&place_bits)
            && slots.contains(&0)
            && offsets.last().is_some_and(|&last| last as usize == text.len())
            && offsets.is_sorted();
        if !fits {
            let reason = "its hash table and its offsets do not belong together";
            return Err(PackFileError::damaged(sections.path(), reason));
        }
        Ok(Self { path: path.to_path_buf(), text, sections, offsets, slots, place_bits })
    }

    /// Returns the path of the text file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the index, which holds the columns.
    pub fn sections(&self) -> &Sections {
        &self.sections
    }

    /// Returns the number of strings.
    pub fn len(&self) -> usize {
        self.offsets.len() - 1
    }

    /// Returns whether the table has no string.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the place of a string; None if the table does not have it.
    pub fn place(&self, string: &str) -> Option<usize> {
        let mut hasher = crc32fast::Hasher::new();
        hasher.update(string.as_bytes());
        hasher.update(b"\n");
        let checksum = hasher.finalize();
        let (slots, mask) = (&*self.slots, (1u32 << self.place_bits) - 1);
        let mut slot = checksum as usize % slots.len();
        loop {
            let packed = slots[slot];
            if packed == 0 {
                return None;
            }
            if packed >> self.place_bits == checksum >> self.place_bits {
                let place = (packed & mask) as usize;
                if self.bytes(place.wrapping_sub(1)).is_some_and(|found| found == string.as_bytes()) {
                    return Some(place - 1);
                }
            }
            slot = if slot + 1 == slots.len() { 0 } else { slot + 1 };
        }
    }

    /// Returns whether the table has a string.
    pub fn holds(&self, string: &str) -> bool {
        self.place(string).is_some()
    }

    /// Returns the bytes of the string at a place, without its line feed.
    #[inline]
    fn bytes(&self, place: usize) -> Option<&[u8]> {
        let (start, end) = (*self.offsets.get(place)?, *self.offsets.get(place.checked_add(1)?)?);
        self.text.get(start as usize..(end as usize).checked_sub(1)?)
    }

    /// Returns the string at a place; an empty one if there is none, or if it is not UTF-8.
    pub fn get(&self, place: usize) -> &str {
        self.bytes(place).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or("")
    }

    /// Returns the places, among those of a range, of the strings that begin with `key`.
    pub fn beginning(&self, key: &str, within: Range<usize>) -> Range<usize> {
        let key = key.as_bytes();
        let head = |place: usize| {
            let found = self.bytes(place).unwrap_or(&[]);
            &found[..found.len().min(key.len())]
        };
        // UTF-8 sorts as code points do.
        let first = partition_point(within.clone(), |place| head(place) < key);
        let last = partition_point(first..within.end, |place| head(place) == key);
        first..last
    }

    /// Returns the strings of a range of places, with a line feed after each.
    pub fn joined(&self, places: Range<usize>) -> &str {
        let offset = |place: usize| self.offsets.get(place).map_or(self.text.len(), |&offset| offset as usize);
        let bytes = self.text.get(offset(places.start)..offset(places.end)).unwrap_or(&[]);
        std::str::from_utf8(bytes).unwrap_or("")
    }

    /// Returns whether any string holds a character. The search through all strings takes some milliseconds.
    pub fn holds_character(&self, character: char) -> bool {
        let start = self.offsets[0] as usize;
        let text = self.text.get(start..).unwrap_or(&[]);
        memmem::find(text, character.encode_utf8(&mut [0; 4]).as_bytes()).is_some()
    }
}

/// Returns the first place of a range for which a predicate is false, if all places before it are true.
fn partition_point(range: Range<usize>, is_before: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low.midpoint(high);
        if is_before(middle) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}
