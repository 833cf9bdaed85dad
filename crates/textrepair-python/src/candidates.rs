//! `WordList`, `CandidateReader`, `Joiner` and `Restorer`.

use std::sync::Arc;

use pyo3::exceptions::{PyKeyError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::candidates as core;

use crate::lexicon::Language;
use crate::text::borrowed;

type Candidate<'py> = (Bound<'py, PyString>, f64, Bound<'py, PyString>);

/// The words of a language as one sorted list, which readers share.
#[pyclass(frozen, module = "textrepair._core")]
pub struct WordList {
    inner: Arc<core::WordList>,
}

#[pymethods]
impl WordList {
    /// Make the list of a language.
    #[new]
    fn new(language: &Bound<'_, Language>) -> Self {
        Self { inner: Arc::new(core::WordList::new(Arc::clone(&language.get().inner))) }
    }
}

#[derive(FromPyObject)]
struct Segments {
    #[pyo3(item)]
    words: usize,
    #[pyo3(item)]
    shortest: usize,
    #[pyo3(item)]
    space: String,
    #[pyo3(item)]
    diacritic: String,
}

impl From<Segments> for core::Segments {
    fn from(given: Segments) -> Self {
        Self { words: given.words, shortest: given.shortest, space: given.space, diacritic: given.diacritic }
    }
}

#[derive(FromPyObject)]
struct Confusions {
    #[pyo3(item)]
    read: String,
    #[pyo3(item)]
    printed: String,
    #[pyo3(item)]
    words: String,
    #[pyo3(item)]
    case: String,
    #[pyo3(item)]
    changes: usize,
    #[pyo3(item)]
    several_from: usize,
    #[pyo3(item)]
    common: f64,
    #[pyo3(item)]
    diacritics: bool,
    #[pyo3(item)]
    letters_only: bool,
}

impl TryFrom<Confusions> for core::Confusions {
    type Error = PyErr;

    fn try_from(given: Confusions) -> PyResult<Self> {
        let unknown = |value: &str| PyValueError::new_err(format!("a declaration says {value:?}"));
        Ok(Self {
            read: match given.read.as_str() {
                "letters" => core::Read::Letters,
                "letters and digits" => core::Read::LettersAndDigits,
                "signs" => core::Read::Signs,
                other => return Err(unknown(other)),
            },
            printed: match given.printed.as_str() {
                "letters" => core::Printed::Letters,
                "ligatures" => core::Printed::Ligatures,
                other => return Err(unknown(other)),
            },
            words: match given.words.as_str() {
                "letters" => core::Which::Letters,
                "letters and digits" => core::Which::LettersAndDigits,
                "signs" => core::Which::Signs,
                "all" => core::Which::All,
                other => return Err(unknown(other)),
            },
            case: match given.case.as_str() {
                "kept" => core::Treatment::Kept,
                "folded" => core::Treatment::Folded,
                "names" => core::Treatment::Names,
                other => return Err(unknown(other)),
            },
            changes: given.changes,
            several_from: given.several_from,
            common: given.common,
            diacritics: given.diacritics,
            letters_only: given.letters_only,
        })
    }
}

/// Reads a declaration, given as `spec_to_dict` writes it.
fn spec(given: &Bound<'_, PyAny>) -> PyResult<core::Spec> {
    let kind: String = given.get_item("kind")?.extract()?;
    let text = |name: &str| -> PyResult<String> { given.get_item(name)?.extract() };
    Ok(match kind.as_str() {
        "Variants" => core::Spec::Variants(core::Variants { diacritic: text("diacritic")? }),
        "Confusions" => core::Spec::Confusions(given.extract::<Confusions>()?.try_into()?),
        "Neighbours" => core::Spec::Neighbours(core::Neighbours {
            frequency: given.get_item("frequency")?.extract()?,
            several_from: given.get_item("several_from")?.extract()?,
            likely: given.get_item("likely")?.extract()?,
            letter: text("letter")?,
            diacritic: text("diacritic")?,
        }),
        "Segments" => core::Spec::Segments(given.extract::<Segments>()?.into()),
        other => return Err(PyValueError::new_err(format!("no declaration about words is called {other:?}"))),
    })
}

fn candidates<'py>(
    asked: &Bound<'py, PyString>,
    found: &[core::Candidate],
    text: &crate::text::Text<'_>,
) -> PyResult<Vec<Candidate<'py>>> {
    let python = asked.py();
    let candidates = found.iter().map(|candidate| {
        Ok((text.back(python, &candidate.word)?, candidate.cost, text.back(python, &candidate.reason(text))?))
    });
    candidates.collect()
}

/// Finds the candidates of words by a declaration.
#[pyclass(frozen, module = "textrepair._core")]
pub struct CandidateReader {
    pub(crate) inner: core::Remembered,
}

#[pymethods]
impl CandidateReader {
    /// Compile a declaration, given as plain data; `confusions` are rows of what was printed, what is read, and nats.
    #[new]
    fn new(
        spec: &Bound<'_, PyAny>,
        language: &Bound<'_, Language>,
        words: &Bound<'_, WordList>,
        confusions: Vec<(String, String, f64)>,
    ) -> PyResult<Self> {
        let rows: Vec<Arc<core::Confusion>> = confusions
            .into_iter()
            .map(|(printed, read, cost)| Arc::new(core::Confusion { printed, read, cost }))
            .collect();
        let reader = core::Reader::new(self::spec(spec)?, &language.get().inner, &words.get().inner, &rows);
        Ok(Self { inner: core::Remembered::new(reader.map_err(PyKeyError::new_err)?) })
    }

    fn __len__(&self) -> usize {
        self.inner.memory().len()
    }

    /// How many words are remembered with their candidates.
    #[getter]
    fn limit(&self) -> usize {
        self.inner.memory().limit()
    }

    #[setter]
    fn set_limit(&self, limit: usize) {
        self.inner.memory().set_limit(limit);
    }

    /// Return the candidates of a word: the word that may have been printed, nats, and why.
    fn candidates<'py>(&self, word: &Bound<'py, PyString>) -> PyResult<Vec<Candidate<'py>>> {
        let text = borrowed(word)?;
        candidates(word, &self.inner.candidates(&text), &text)
    }
}

/// Joins the pieces of words that fell apart.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Joiner {
    pub(crate) inner: core::Joiner,
}

#[pymethods]
impl Joiner {
    /// Compile a declaration, given as plain data.
    #[new]
    fn new(spec: &Bound<'_, PyAny>, language: &Bound<'_, Language>) -> PyResult<Self> {
        let joins = core::Joins {
            pieces: spec.get_item("pieces")?.extract()?,
            space: spec.get_item("space")?.extract()?,
            diacritic: spec.get_item("diacritic")?.extract()?,
            run_together: spec.get_item("run_together")?.extract::<Segments>()?.into(),
        };
        Ok(Self { inner: core::Joiner::new(joins, &language.get().inner).map_err(PyKeyError::new_err)? })
    }
}

/// Restores letters that a document has lost.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Restorer {
    pub(crate) inner: core::Restorer,
}

#[pymethods]
impl Restorer {
    /// Compile a declaration, given as plain data.
    #[new]
    fn new(spec: &Bound<'_, PyAny>, language: &Bound<'_, Language>) -> PyResult<Self> {
        let lost = core::LostDiacritics {
            share: spec.get_item("share")?.extract()?,
            frequency: spec.get_item("frequency")?.extract()?,
            readings: spec.get_item("readings")?.extract()?,
            capital: spec.get_item("capital")?.extract()?,
        };
        Ok(Self { inner: core::Restorer::new(lost, &language.get().inner).map_err(PyKeyError::new_err)? })
    }
}
