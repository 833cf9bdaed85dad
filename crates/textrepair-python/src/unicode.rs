//! What Python asks the Unicode table of the core.

use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::unicode as core;

use crate::text::borrowed;

/// Return the key of a word: in lower case, without diacritics, œ as oe, ’ as '. For look-up, never for output.
#[pyfunction]
pub fn fold<'py>(word: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let text = borrowed(word)?;
    text.back(word.py(), &core::fold(&text))
}

/// Return a string in lower case.
#[pyfunction]
pub fn lower<'py>(string: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let text = borrowed(string)?;
    text.back(string.py(), &core::lower_cow(&text))
}

/// Return the flags of a character, as bits in the order of the generated table; 0 for a surrogate.
#[pyfunction]
pub fn character_flags(code: u32) -> u16 {
    char::from_u32(code).map_or(0, core::flags)
}
