//! The Python module `textrepair._core`: thin bindings of the crate `textrepair-core`.

use pyo3::prelude::*;

/// The compiled core of textrepair. It is private: its names may change in any release.
#[pymodule(gil_used = false)]
mod _core {}
