//! `PeriodSpellings`, and the long s.

use std::collections::HashSet;
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::patterns::Pattern;
use textrepair_core::period as core;

use crate::lexicon::Lexicon;
use crate::text::borrowed;

/// A rule: its pattern, what replaces each match, the words that it is for, and whether damage makes such spellings.
type GivenRule = (String, String, HashSet<String>, bool);

/// The rules of a pack for old spellings; `textrepair.core.period` explains them.
#[pyclass(frozen, module = "textrepair._core")]
pub struct PeriodSpellings {
    pub(crate) inner: Arc<core::PeriodSpellings>,
    pub(crate) lexicon: Py<Lexicon>,
}

#[pymethods]
impl PeriodSpellings {
    /// Compile rules.
    #[new]
    fn new(lexicon: Py<Lexicon>, rules: Vec<GivenRule>) -> PyResult<Self> {
        let rules = rules.into_iter().map(|(pattern, replacement, only, ambiguous)| core::PeriodRule {
            pattern,
            replacement,
            only,
            ambiguous,
        });
        let inner =
            core::PeriodSpellings::new(rules.collect()).map_err(|error| PyValueError::new_err(error.to_string()))?;
        Ok(Self { inner: Arc::new(inner), lexicon })
    }

    /// Return today's spelling, in lower case, of a word as it stands; None if it is no spelling of an earlier time.
    fn modern<'py>(&self, word: &Bound<'py, PyString>, sure: bool) -> PyResult<Option<Bound<'py, PyString>>> {
        let text = borrowed(word)?;
        let modern = self.inner.modern(&self.lexicon.get().inner, &text, sure);
        modern.map(|modern| text.back(word.py(), &modern)).transpose()
    }
}

/// Return a word with s for each f, if it may hold a long s that was read as f; else an empty string.
#[pyfunction]
pub fn as_long_s<'py>(word: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let text = borrowed(word)?;
    text.back(word.py(), &core::as_long_s(&text))
}

/// Return whether a change writes s for each long s that was read as f, and nothing else.
#[pyfunction]
pub fn is_long_s(before: &Bound<'_, PyString>, after: &Bound<'_, PyString>) -> PyResult<bool> {
    Ok(core::is_long_s(&borrowed(before)?, &borrowed(after)?))
}

/// Return a string with each match of a pattern of Python replaced by a string; None if nothing matches.
#[pyfunction]
pub fn replace_pattern<'py>(
    pattern: &str,
    replacement: &str,
    string: &Bound<'py, PyString>,
) -> PyResult<Option<Bound<'py, PyString>>> {
    let pattern = Pattern::new(pattern).map_err(|error| PyValueError::new_err(error.to_string()))?;
    let text = borrowed(string)?;
    pattern.replace(&text, replacement).map(|made| text.back(string.py(), &made)).transpose()
}
