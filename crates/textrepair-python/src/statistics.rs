//! `Inventory`, `WordReader` and `CountedWords`.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};
use textrepair_core::statistics as core;

use crate::lexicon::Language;
use crate::period::PeriodSpellings;
use crate::proposals::{SharedText, UnknownWords};
use crate::text::{StandIns, borrowed};

/// How often each character of a text occurs.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Inventory {
    inner: core::Inventory,
    /// How many characters there are.
    #[pyo3(get)]
    total: usize,
    stand_ins: StandIns,
}

#[pymethods]
impl Inventory {
    /// Count the characters of a text.
    #[new]
    fn new(python: Python<'_>, text: &Bound<'_, SharedText>) -> Self {
        let SharedText { inner: text, stand_ins } = text.get();
        Self { inner: python.detach(|| core::Inventory::of(text)), total: text.length(), stand_ins: *stand_ins }
    }

    /// How many of the characters are letters.
    #[getter]
    fn letters(&self) -> usize {
        self.inner.letters
    }

    /// How many are capitals.
    #[getter]
    fn capitals(&self) -> usize {
        self.inner.capitals
    }

    /// How many are digits.
    #[getter]
    fn digits(&self) -> usize {
        self.inner.digits
    }

    /// How many are letters, digits, or other numerals.
    #[getter]
    fn alphanumeric(&self) -> usize {
        self.inner.alphanumeric
    }

    /// Return how often a character occurs.
    fn __getitem__(&self, character: &Bound<'_, PyString>) -> PyResult<usize> {
        Ok(self.stand_ins.taken(character)?.chars().next().map_or(0, |character| self.inner.count(character)))
    }
}

/// Offsets, the word, and what it is without a letter, with that letter.
type LengthenedWord = (usize, usize, String, Vec<(String, char)>);

/// Reads what unknown words say of their document, and remembers it.
#[pyclass(frozen, module = "textrepair._core")]
pub struct WordReader {
    inner: Arc<core::WordReader>,
}

#[pymethods]
impl WordReader {
    /// Make a reader for a language and its rules for old spellings.
    #[new]
    fn new(language: &Bound<'_, Language>, period: &Bound<'_, PeriodSpellings>) -> Self {
        let (language, period) = (Arc::clone(&language.get().inner), Arc::clone(&period.get().inner));
        Self { inner: Arc::new(core::WordReader::new(language, period)) }
    }

    /// Return the frequent words that a word is without one letter with a diacritic, each with that letter; sorted.
    fn lengthened(&self, word: &Bound<'_, PyString>) -> PyResult<Vec<(String, char)>> {
        Ok(self.inner.lengthened(&borrowed(word)?).to_vec())
    }

    /// Return the whole words of a text that are others without a letter, with their offsets and these others.
    fn lengthened_in(&self, python: Python<'_>, text: &Bound<'_, SharedText>) -> Vec<LengthenedWord> {
        let text = &text.get().inner;
        let found = python.detach(|| self.inner.lengthened_in(text));
        let given = found.into_iter().map(|(span, others)| {
            let (start, end) = text.span(&span);
            (start, end, text[span].to_owned(), others.to_vec())
        });
        given.collect()
    }
}

/// The unknown words of a document, and how often each occurs.
#[pyclass(frozen, module = "textrepair._core")]
pub struct CountedWords {
    inner: core::CountedWords,
    stand_ins: StandIns,
}

impl CountedWords {
    /// Returns how often each word occurs.
    pub(crate) fn by_word(&self) -> HashMap<String, u32> {
        self.inner.counts().map(|(word, count)| (word.to_owned(), count)).collect()
    }
}

#[pymethods]
impl CountedWords {
    /// Count words.
    #[new]
    fn new(python: Python<'_>, reader: &Bound<'_, WordReader>, words: &Bound<'_, UnknownWords>) -> Self {
        let (reader, words) = (&reader.get().inner, words.get());
        let inner = python.detach(|| core::CountedWords::of(reader, words.texts()));
        Self { inner, stand_ins: words.stand_ins }
    }

    fn __len__(&self) -> usize {
        self.inner.len()
    }

    /// Return how often each word occurs, in the order in which they occur first.
    fn counts<'py>(&self, python: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(python);
        for (word, count) in self.inner.counts() {
            counts.set_item(self.stand_ins.back(python, word)?, count)?;
        }
        Ok(counts)
    }

    /// Return the words that are in no spelling of an earlier time.
    fn without_old(&self, python: Python<'_>) -> Self {
        Self { inner: python.detach(|| self.inner.without_old()), stand_ins: self.stand_ins }
    }

    /// How many of the words begin with no capital.
    #[getter]
    fn damaged(&self) -> usize {
        self.inner.damaged()
    }

    /// How many are a word with s for f.
    #[getter]
    fn with_long_s(&self) -> usize {
        self.inner.with_long_s()
    }

    /// How many words are in the spelling of an earlier time: surely, as different words and in all; and with those that
    /// damage may have made.
    #[getter]
    fn old(&self) -> (usize, usize, usize, usize) {
        let old = self.inner.old();
        (old.types, old.sure, old.all_types, old.all)
    }

    /// Return the letters that the words have without their diacritics: how often, and in how many different words.
    fn lost(&self) -> HashMap<char, (u32, u32)> {
        self.inner.lost().into_iter().collect()
    }

    /// Return how many different words lack a letter with a diacritic, and how often they lack each.
    fn dropped(&self, python: Python<'_>) -> (usize, HashMap<char, u32>) {
        let (types, letters) = python.detach(|| self.inner.dropped());
        (types, letters.into_iter().collect())
    }
}
