//! `EncodingWays`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::encodings as core;

use crate::lexicon::Language;
use crate::text::borrowed;

/// The token read again, the gain, letters mended, words broken, words left, and whether it brings letters of its own.
type Change<'py> = (Bound<'py, PyString>, f64, usize, usize, usize, bool);

/// The ways to read a token again, each called by its number.
#[pyclass(frozen, module = "textrepair._core")]
pub struct EncodingWays {
    pub(crate) inner: Arc<core::Ways>,
}

#[pymethods]
impl EncodingWays {
    /// Take the encodings in which UTF-8 was read, as their bytes and the undefined ones; what the characters become in
    /// each other way; and the usual signs.
    #[new]
    fn new(
        language: &Bound<'_, Language>,
        utf8: Vec<(HashMap<char, u8>, Vec<u8>)>,
        tables: Vec<HashMap<u32, char>>,
        signs: HashSet<char>,
    ) -> Self {
        let table = |table: HashMap<u32, char>| {
            table.into_iter().filter_map(|(code, new)| Some((char::from_u32(code)?, new))).collect()
        };
        let utf8 = utf8.into_iter().map(|(bytes, undefined)| core::Utf8::new(bytes, undefined)).collect();
        let tables = tables.into_iter().map(table).collect();
        let ways = core::Ways::new(Arc::clone(&language.get().inner), utf8, tables, signs);
        Self { inner: Arc::new(ways) }
    }

    /// Return whether some way makes a token more plausible.
    fn __call__(&self, token: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.promising(&borrowed(token)?).next().is_some())
    }

    /// Return whether a token may be UTF-8 in some encoding.
    fn may_be_utf8(&self, token: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.may_be_utf8(&borrowed(token)?))
    }

    /// Return the ways that make a token more plausible, or a number with its sign of it.
    fn promising(&self, token: &Bound<'_, PyString>) -> PyResult<Vec<usize>> {
        Ok(self.inner.promising(&borrowed(token)?).collect())
    }

    /// Return what a way makes of a token; None if it leaves it as it is.
    fn change<'py>(&self, token: &Bound<'py, PyString>, way: usize) -> PyResult<Option<Change<'py>>> {
        let text = borrowed(token)?;
        let change = self.inner.change(&text, way);
        let given = change.map(|one| {
            let again = text.back(token.py(), &one.token)?;
            Ok((again, one.gain, one.mended, one.broken, one.left, one.own))
        });
        given.transpose()
    }
}
