//! What a document as a whole tells: its characters, and what its unknown words say of it.
//!
//! `textrepair/core/statistics.py` draws the conclusions.

mod inventory;
mod word_facts;

pub use inventory::{Inventory, marks_behind};
pub use word_facts::{CountedWords, Lengthened, OldWords, WordReader};
