//! The candidates of words, remembered.

use std::fmt;
use std::sync::Arc;

use super::{Candidate, Reader};
use crate::memory::Memory;

/// How many words a declaration remembers with their candidates. A megabyte of OCR has 9,000 new words. With 20,000 words
/// for all declarations together, a text of 4,600 words was read anew each time, which took a fifth of the time.
const REMEMBERED: usize = 25_000;

/// Finds the candidates of words by a declaration, and remembers them.
pub struct Remembered {
    reader: Reader,
    known: Memory<Arc<[Candidate]>>,
}

impl fmt::Debug for Remembered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Remembered").field("reader", &self.reader).finish_non_exhaustive()
    }
}

impl Remembered {
    /// Makes an empty memory for a reader.
    pub fn new(reader: Reader) -> Self {
        Self { reader, known: Memory::new(REMEMBERED) }
    }

    /// Returns the candidates of a word.
    pub fn candidates(&self, word: &str) -> Arc<[Candidate]> {
        self.known.get(word, || self.reader.candidates(word).into())
    }

    /// Returns what remembers the candidates.
    pub fn memory(&self) -> &Memory<Arc<[Candidate]>> {
        &self.known
    }
}
