//! `Policy`.

use std::sync::Arc;

use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::policy as core;

use crate::lexicon::Language;
use crate::text::StandIns;

/// A proposal with the name of its repairer, as Python gives it.
type Given<'py> = (Bound<'py, PyAny>, (usize, usize, Bound<'py, PyString>, Bound<'py, PyAny>, f64, f64));

/// Which changes of a document are allowed.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Policy {
    inner: core::Policy,
    stand_ins: StandIns,
}

/// Returns the stage of a number, as Python numbers them.
fn stage(number: u8) -> core::Stage {
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
    fn new(text: &Bound<'_, PyString>, language: &Bound<'_, Language>) -> PyResult<Self> {
        let (stand_ins, taken) = StandIns::of(text)?;
        let inner = core::Policy::new(taken.to_string(), Arc::clone(&language.get().inner));
        Ok(Self { inner, stand_ins })
    }

    /// Return the places of the proposals that are allowed.
    #[pyo3(signature = (proposals, stage))]
    fn admitted(&self, proposals: Vec<Given<'_>>, stage: u8) -> PyResult<Vec<usize>> {
        let mut found = Vec::with_capacity(proposals.len());
        for (place, (_, (start, end, replacement, ..))) in proposals.iter().enumerate() {
            if self.objects(*start, *end, replacement, stage)?.is_none() {
                found.push(place);
            }
        }
        Ok(found)
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
