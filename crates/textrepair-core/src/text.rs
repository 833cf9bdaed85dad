//! A text with the table of its offsets.

use std::ops::{Deref, Range};
use std::sync::Arc;

use crate::offsets::Offsets;
use crate::runs::Runs;

/// A text with the table that converts its offsets between bytes and code points, and with its runs of letters; copies
/// share all.
///
/// ```
/// use textrepair_core::text::IndexedText;
///
/// let text = IndexedText::from("déjà vu");
/// assert_eq!(text.bytes(4), 6);
/// assert_eq!(text.code_points(6), 4);
/// ```
#[derive(Clone, Debug)]
pub struct IndexedText {
    text: Arc<str>,
    offsets: Arc<Offsets>,
    runs: Arc<Runs>,
}

impl<T: Into<Arc<str>>> From<T> for IndexedText {
    fn from(text: T) -> Self {
        let text = text.into();
        Self { offsets: Arc::new(Offsets::of(&text)), text, runs: Arc::default() }
    }
}

impl Deref for IndexedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl IndexedText {
    /// Returns the text and the table of its offsets, which others may share.
    pub fn parts(&self) -> (&Arc<str>, &Arc<Offsets>) {
        (&self.text, &self.offsets)
    }

    /// Returns the number of code points.
    pub fn length(&self) -> usize {
        self.offsets.len()
    }

    /// Returns the offset in bytes of an offset in code points; an offset beyond the end is the end.
    pub fn bytes(&self, code_points: usize) -> usize {
        self.offsets.bytes(&self.text, code_points)
    }

    /// Returns the offset in code points of an offset in bytes; an offset beyond the end is the end.
    pub fn code_points(&self, bytes: usize) -> usize {
        self.offsets.code_points(&self.text, bytes)
    }

    /// Returns whether a string is a run of letters of the text.
    pub fn has_run(&self, word: &str) -> bool {
        self.runs.has(&self.text, word)
    }

    /// Returns a span of bytes in code points.
    pub fn span(&self, bytes: &Range<usize>) -> (usize, usize) {
        (self.code_points(bytes.start), self.code_points(bytes.end))
    }
}
