//! `TokenMarks` and `Scan`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::language::Substitutes;
use textrepair_core::offsets::Offsets;
use textrepair_core::scan as core;

use crate::encodings::EncodingWays;
use crate::lexicon::Language;
use crate::proposals::{SharedText, UnknownWords};
use crate::text::borrowed;

/// A prefilter as Python gives it: its pattern; the name of a test of the core, or the number of one of Python;
/// whether it opens for tokens with an unknown word only; whether it may open for letters; and the number of the test
/// that stands for a pattern that the core cannot compile.
type Given = (Option<String>, Option<String>, Option<usize>, bool, bool, Option<usize>);

/// A test of a token.
enum Test {
    /// A Python function.
    Python(Py<PyAny>),
    /// A test of the core.
    Core(Arc<dyn core::TokenTest>),
}

impl Test {
    fn of(given: Bound<'_, PyAny>) -> Self {
        match given.cast::<EncodingWays>() {
            Ok(ways) => Self::Core(Arc::clone(&ways.get().inner) as Arc<dyn core::TokenTest>),
            Err(_) => Self::Python(given.unbind()),
        }
    }
}

/// The tests of the caller.
struct Tests(Vec<Test>);

impl core::TokenTest for Tests {
    fn passes(&self, number: usize, token: &str) -> Result<bool, core::Failed> {
        match self.0.get(number) {
            Some(Test::Python(test)) => Ok(Python::attach(|python| test.call1(python, (token,))?.is_truthy(python))?),
            Some(Test::Core(test)) => test.passes(number, token),
            None => Ok(true),
        }
    }
}

/// Raises what a test raised.
fn raised(failed: core::Failed) -> PyErr {
    match failed.downcast::<PyErr>() {
        Ok(error) => *error,
        Err(other) => PyRuntimeError::new_err(other.to_string()),
    }
}

/// Which prefilters open for which tokens; it remembers the answers, in bounded memory.
#[pyclass(frozen, module = "textrepair._core")]
pub struct TokenMarks {
    inner: core::TokenMarks,
}

#[pymethods]
impl TokenMarks {
    /// Compile prefilters; the first one is that of unknown words.
    #[new]
    fn new(
        language: &Bound<'_, Language>,
        substitutes: HashMap<String, Vec<(String, f64)>>,
        prefilters: Vec<Given>,
        tests: Vec<Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let prefilters: Vec<core::Prefilter> = prefilters
            .into_iter()
            .map(|(pattern, named, numbered, unknown, in_letters, fallback)| {
                let test = match (named.as_deref(), numbered) {
                    (Some("misreading"), _) => core::Test::Misreading,
                    (Some("short word"), _) => core::Test::ShortWord,
                    (Some("cut word"), _) => core::Test::CutWord,
                    (_, Some(number)) => core::Test::Other(number),
                    (_, None) => core::Test::None,
                };
                core::Prefilter { pattern, test, unknown, in_letters, fallback }
            })
            .collect();
        let language = Arc::clone(&language.get().inner);
        let substitutes = Arc::new(Substitutes::new(substitutes));
        let marker = core::Marker::new(
            language,
            substitutes,
            &prefilters,
            Arc::new(Tests(tests.into_iter().map(Test::of).collect())),
        );
        let marker = marker.map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { inner: core::TokenMarks::new(marker) })
    }

    fn __len__(&self) -> usize {
        self.inner.len()
    }

    /// The numbers of the tests that stand for patterns that the core cannot compile.
    #[getter]
    fn fallbacks(&self) -> Vec<usize> {
        self.inner.marker().fallbacks().to_vec()
    }

    /// The most tokens of a generation; two generations are kept.
    #[getter]
    fn limit(&self) -> usize {
        self.inner.limit()
    }

    #[setter]
    fn set_limit(&self, limit: usize) {
        self.inner.set_limit(limit);
    }

    /// A text is scanned in blocks of about so many bytes; after a repair, only those that it changed.
    #[getter]
    fn block(&self) -> usize {
        self.inner.block()
    }

    #[setter]
    fn set_block(&self, block: usize) {
        self.inner.set_block(block);
    }

    /// Return the bits of the prefilters that open for a token.
    fn mark(&self, token: &Bound<'_, PyString>) -> PyResult<u64> {
        let token = borrowed(token)?;
        let mut mark = 0;
        self.inner.each(&[&*token], |_, found| mark = found).map_err(raised)?;
        Ok(mark)
    }

    /// Scan a whole text.
    fn scan(&self, text: &Bound<'_, PyString>) -> PyResult<Scan> {
        let borrowed = borrowed(text)?;
        let (marks, string) = (&self.inner, &*borrowed);
        let scan = text.py().detach(|| core::Scan::of(string, marks)).map_err(raised)?;
        Ok(Scan { inner: scan })
    }

    /// Return the scan of the text that edits lead to: offsets in the text before, and the new text.
    fn scan_after(
        &self,
        scan: &Bound<'_, Scan>,
        before: &Bound<'_, PyString>,
        edits: Vec<(usize, usize, Bound<'_, PyString>)>,
        after: &Bound<'_, PyString>,
    ) -> PyResult<Scan> {
        let (old, new) = (borrowed(before)?, borrowed(after)?);
        let offsets = Offsets::of(&old);
        let edits = edits.iter().map(|(start, end, replacement)| {
            let (start, end) = (offsets.bytes(&old, *start), offsets.bytes(&old, *end));
            Ok(core::TextEdit { start, end, size: borrowed(replacement)?.len() })
        });
        let edits = edits.collect::<PyResult<Vec<_>>>()?;
        let (scan, marks, string) = (&scan.get().inner, &self.inner, &*new);
        let scan = before.py().detach(|| scan.after(&edits, string, marks)).map_err(raised)?;
        Ok(Scan { inner: scan })
    }
}

/// What one pass over a text finds.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Scan {
    pub(crate) inner: core::Scan,
}

#[pymethods]
impl Scan {
    /// How many tokens there are.
    #[getter]
    fn number(&self) -> usize {
        self.inner.number()
    }

    /// The bits of the prefilters that open for tokens.
    #[getter]
    fn union(&self) -> u64 {
        self.inner.union()
    }

    /// Return the offsets of the tokens for which one of some prefilters opens.
    fn places(&self, bits: u64) -> Vec<(usize, usize)> {
        self.inner.places(bits).map(|place| (place.start, place.end)).collect()
    }

    /// Return the words of the text that the language does not know.
    fn unknown_words(
        &self,
        python: Python<'_>,
        text: &Bound<'_, SharedText>,
        language: &Bound<'_, Language>,
    ) -> UnknownWords {
        let (scan, text, language) = (&self.inner, text.get(), &language.get().inner);
        UnknownWords::new(text, python.detach(|| scan.unknown_words(&text.inner, language)))
    }

    /// Return the distinct white space of two characters and more.
    fn gaps(&self, text: &Bound<'_, PyString>) -> PyResult<HashSet<String>> {
        let text = borrowed(text)?;
        Ok(self.inner.gaps().filter_map(|(start, end)| text.get(start..end)).map(str::to_owned).collect())
    }
}
