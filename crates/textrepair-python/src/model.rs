//! `LanguageModel`.

use std::path::PathBuf;
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::language as core;

use crate::errors::raised;
use crate::text::borrowed;

/// A bigram language model; see `textrepair.core.pack`.
#[pyclass(frozen, module = "textrepair._core")]
pub struct LanguageModel {
    pub(crate) inner: Arc<core::LanguageModel>,
}

#[pymethods]
impl LanguageModel {
    /// Open the model of a pack.
    #[new]
    fn new(python: Python<'_>, folder: PathBuf) -> PyResult<Self> {
        let model = python.detach(|| core::LanguageModel::open(&folder)).map_err(raised)?;
        Ok(Self { inner: Arc::new(model) })
    }

    /// Return the number of a token in the vocabulary; that of its class if it has none.
    fn word_id(&self, token: &Bound<'_, PyString>) -> PyResult<u32> {
        Ok(self.inner.token(&borrowed(token)?).word)
    }

    /// Return whether the vocabulary has a token, or what it stands for.
    fn has(&self, token: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.has(&borrowed(token)?))
    }

    /// Return −ln of the probability that the token `right` follows the token `left`, in nats.
    fn pair_cost(&self, left: &Bound<'_, PyString>, right: &Bound<'_, PyString>) -> PyResult<f64> {
        let model = &self.inner;
        Ok(model.pair_cost(model.token(&borrowed(left)?), model.token(&borrowed(right)?)))
    }

    /// Return the sum of the costs of all adjacent pairs, in nats. The first token itself is free.
    fn path_cost(&self, tokens: Vec<Bound<'_, PyString>>) -> PyResult<f64> {
        let resolved = tokens.iter().map(|token| Ok(self.inner.token(&borrowed(token)?)));
        let resolved = resolved.collect::<PyResult<Vec<_>>>()?;
        Ok(resolved.windows(2).map(|pair| self.inner.pair_cost(pair[0], pair[1])).sum())
    }

    /// Return the tokens of a text, cut as the text was cut from which the model was counted.
    fn tokenise<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Vec<Bound<'py, PyString>>> {
        let borrowed = borrowed(text)?;
        let mut tokens = Vec::new();
        self.inner.tokenise(&borrowed, |token| tokens.push(borrowed.back(text.py(), &token)));
        tokens.into_iter().collect()
    }
}
