//! The tables of a pack, mapped into memory: sorted strings with their columns, and the indexes that find them.
//!
//! A table is two files. The strings stay a plain text file: one string a line, sorted by code point, unique, with
//! optional `#` comment lines on top. Beside it stands an index (the same name ending in `.idx`) with a hash table and
//! the columns that belong to the strings. `textrepair/tables/writing.py` writes them.

mod checksum;
mod folds;
mod mapping;
mod near;
mod sections;
mod strings;

pub use checksum::Checksum;
pub use folds::FoldIndex;
pub use mapping::Mapped;
pub use near::{NearIndex, one_edit_apart};
pub use sections::{Column, Sections};
pub use strings::{StringTable, common_beginning};

/// Returns whether a checksum may be among those that a filter was made of (B. H. Bloom, 1970, one hash function).
///
/// One answer in ten is a false positive; none is a false negative. The length of `bits` is a power of two.
#[inline]
pub fn may_hold(bits: &[u8], checksum: u32) -> bool {
    let slot = checksum as usize & (bits.len() * 8).wrapping_sub(1);
    bits.get(slot >> 3).is_some_and(|byte| byte >> (slot & 7) & 1 == 1)
}
