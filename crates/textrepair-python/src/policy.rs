//! `Policy`.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::policy as core;

use crate::lexicon::Language;
use crate::proposals::SharedText;
use crate::text::StandIns;

/// Which changes of a document are allowed.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Policy {
    pub(crate) inner: core::Policy,
    stand_ins: StandIns,
}

/// Returns the stage of a number, as Python numbers them.
pub(crate) fn stage(number: u8) -> core::Stage {
    match number {
        1 => core::Stage::Encoding,
        2 | 3 => core::Stage::Early,
        4 => core::Stage::Words,
        _ => core::Stage::Late,
    }
}

#[pymethods]
impl Policy {
    /// Make the policy for a text.
    #[new]
    fn new(text: &Bound<'_, SharedText>, language: &Bound<'_, Language>) -> Self {
        let text = text.get();
        let inner = core::Policy::new(text.inner.clone(), Arc::clone(&language.get().inner));
        Self { inner, stand_ins: text.stand_ins }
    }

    /// Return why a change is not allowed; None if it is allowed.
    fn objection<'py>(
        &self,
        python: Python<'py>,
        start: usize,
        end: usize,
        replacement: &Bound<'py, PyString>,
        stage: u8,
    ) -> PyResult<Option<Bound<'py, PyString>>> {
        let objection = self.objects(start, end, replacement, stage)?;
        objection.map(|objection| self.stand_ins.back(python, &objection.to_string())).transpose()
    }
}

impl Policy {
    fn objects(
        &self,
        start: usize,
        end: usize,
        replacement: &Bound<'_, PyString>,
        number: u8,
    ) -> PyResult<Option<core::Objection>> {
        let replacement = self.stand_ins.taken(replacement)?;
        let (start, end) = (self.inner.bytes(start), self.inner.bytes(end));
        let change = core::Change { start, end: end.max(start), replacement: &replacement };
        Ok(self.inner.objection(change, stage(number)))
    }
}
