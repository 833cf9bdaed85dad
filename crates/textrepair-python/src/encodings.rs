//! `SingleByte`.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::encodings as core;

use crate::lexicon::Language;
use crate::text::borrowed;

/// The token read again, the gain, letters mended, words broken, words left, and whether it brings letters of its own.
type Change<'py> = (Bound<'py, PyString>, f64, usize, usize, usize, bool);

/// Reads tokens again in other single-byte encodings.
#[pyclass(frozen, module = "textrepair._core")]
pub struct SingleByte {
    inner: core::SingleByte,
}

#[pymethods]
impl SingleByte {
    /// Take what the characters become in each way, and the usual signs.
    #[new]
    fn new(language: &Bound<'_, Language>, tables: Vec<HashMap<u32, char>>, signs: HashSet<char>) -> Self {
        let table = |table: HashMap<u32, char>| {
            table.into_iter().filter_map(|(code, new)| Some((char::from_u32(code)?, new))).collect()
        };
        let tables = tables.into_iter().map(table).collect();
        Self { inner: core::SingleByte::new(Arc::clone(&language.get().inner), tables, signs) }
    }

    /// Return the ways that change a token and lead from each of its characters to a likely one.
    fn possible(&self, token: &Bound<'_, PyString>) -> PyResult<Vec<usize>> {
        Ok(self.inner.possible(&borrowed(token)?))
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
