//! A table of sorted strings.

use std::cmp::Ordering;
use std::ops::Range;
use std::path::{Path, PathBuf};

use memchr::memmem;

use super::checksum::Checksum;
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
        let checksum = Checksum::default().and(string.as_bytes()).and(b"\n").number();
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

    /// Returns the places, among those of a range of strings that are alike before an offset, of those that go on with
    /// `rest` there.
    pub fn continuing(&self, rest: &str, depth: usize, within: Range<usize>) -> Range<usize> {
        // UTF-8 sorts as code points do.
        if let Some(key) = Key::of(rest) {
            let first = partition_point(within.clone(), |place| self.head(place, depth, key) < key.number);
            let last = end_of_run(first..within.end, |place| self.head(place, depth, key) == key.number);
            return first..last;
        }
        let first = partition_point(within.clone(), |place| self.compared(place, rest, depth).is_lt());
        let last = partition_point(first..within.end, |place| self.compared(place, rest, depth).is_eq());
        first..last
    }

    /// Returns whether any of these strings goes on with `rest`.
    pub fn has_continuing(&self, rest: &str, depth: usize, within: Range<usize>) -> bool {
        let end = within.end;
        if let Some(key) = Key::of(rest) {
            let first = partition_point(within, |place| self.head(place, depth, key) < key.number);
            return first < end && self.head(first, depth, key) == key.number;
        }
        let first = partition_point(within, |place| self.compared(place, rest, depth).is_lt());
        first < end && self.compared(first, rest, depth).is_eq()
    }

    /// Returns as many bytes at an offset of a string as a key has; beyond its end those of the line feed, which is less
    /// than any byte of the key, and of the next string.
    #[inline]
    fn head(&self, place: usize, depth: usize, key: Key) -> u64 {
        let start = self.offsets.get(place).map_or(usize::MAX, |&offset| offset as usize + depth);
        if let Some(Ok(eight)) = start.checked_add(8).and_then(|end| self.text.get(start..end)).map(TryInto::try_into) {
            return u64::from_be_bytes(eight) >> key.shift;
        }
        let byte =
            |number: usize| start.checked_add(number).and_then(|place| self.text.get(place)).map_or(0, |&byte| byte);
        (0..8).fold(0, |number, place| number << 8 | u64::from(byte(place))) >> key.shift
    }

    /// Compares what stands at an offset of a string with a string of at most the same length.
    #[inline]
    fn compared(&self, place: usize, rest: &str, depth: usize) -> Ordering {
        let tail = self.bytes(place).and_then(|bytes| bytes.get(depth..)).unwrap_or_default();
        tail[..tail.len().min(rest.len())].cmp(rest.as_bytes())
    }

    /// Returns the length in bytes of the longest beginning of a string that some string of the table has.
    pub fn reach(&self, string: &str) -> usize {
        // The longest common beginning is with one of the two neighbours.
        let place = partition_point(0..self.len(), |place| self.get(place) < string);
        let near = (place.saturating_sub(1)..=place).filter(|&place| place < self.len());
        near.map(|place| common_beginning(self.get(place), string)).max().unwrap_or(0)
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

/// Returns the length in bytes of the common beginning of two strings, in whole characters.
pub fn common_beginning(one: &str, other: &str) -> usize {
    let same = one.chars().zip(other.chars()).take_while(|(a, b)| a == b);
    same.map(|(character, _)| character.len_utf8()).sum()
}

/// A string of one to eight bytes as a number that is compared as the string is.
#[derive(Clone, Copy, Debug)]
struct Key {
    number: u64,
    /// How many bits eight bytes have beyond the key.
    shift: u32,
}

impl Key {
    /// Returns the key of a string; None if it is empty or too long, or has a byte that is not greater than a line feed.
    fn of(string: &str) -> Option<Self> {
        let bytes = string.as_bytes();
        let fits = (1..=8).contains(&bytes.len()) && bytes.iter().all(|&byte| byte > b'\n');
        fits.then(|| Self {
            number: bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte)),
            shift: 64 - 8 * bytes.len() as u32,
        })
    }
}

/// Returns the end of the run of places at the beginning of a range for which a predicate is true; mostly it is short.
fn end_of_run(range: Range<usize>, is_in: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut step) = (range.start, 1);
    while low + step <= range.end && is_in(low + step - 1) {
        low += step;
        step *= 2;
    }
    partition_point(low..range.end.min(low + step - 1), is_in)
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
