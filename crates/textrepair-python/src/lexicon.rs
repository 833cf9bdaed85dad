//! `Lexicon` and `Language`.

use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::language as core;

use crate::errors::raised;
use crate::text::{Text, borrowed};

type Entry<'py> = (Bound<'py, PyString>, f64, u8);

/// The words of one language; see `textrepair.core.lexicon`.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Lexicon {
    pub(crate) inner: Arc<core::Language>,
}

/// What `language.toml` says, as far as the core needs it.
#[derive(FromPyObject)]
struct GivenRules {
    #[pyo3(item)]
    code: String,
    #[pyo3(item)]
    letters: String,
    #[pyo3(item)]
    vowels: String,
    #[pyo3(item)]
    abbreviations: Vec<String>,
    #[pyo3(item)]
    word_prefixes: Vec<String>,
    #[pyo3(item)]
    domains: Vec<String>,
    #[pyo3(item)]
    elision_prefixes: Vec<String>,
    #[pyo3(item)]
    elision_before: String,
    #[pyo3(item)]
    diacritic_frequencies: Vec<(char, f64)>,
    #[pyo3(item)]
    diacritic_words: Vec<String>,
    #[pyo3(item)]
    ligatures: Vec<String>,
}

impl From<GivenRules> for core::Rules {
    fn from(given: GivenRules) -> Self {
        Self {
            code: given.code,
            letters: given.letters.chars().collect(),
            vowels: given.vowels.chars().collect(),
            abbreviations: given.abbreviations.into_iter().collect(),
            word_prefixes: given.word_prefixes,
            domains: given.domains,
            elision_prefixes: given.elision_prefixes.into_iter().collect(),
            elision_before: given.elision_before.chars().collect(),
            diacritic_frequencies: given.diacritic_frequencies,
            diacritic_words: given.diacritic_words,
            ligatures: given.ligatures.into_iter().collect(),
        }
    }
}

fn entry<'py>(python: Python<'py>, text: &Text<'_>, entry: &core::Entry) -> PyResult<Entry<'py>> {
    Ok((text.back(python, &entry.form)?, entry.zipf, entry.flags))
}

#[pymethods]
impl Lexicon {
    /// Open the lexicon of a pack, with the rules and prices of the language.
    #[new]
    #[pyo3(signature = (folder, rules, prices, *, words, elisions, neighbours))]
    fn new(
        python: Python<'_>,
        folder: PathBuf,
        rules: GivenRules,
        prices: HashMap<String, f64>,
        words: BTreeMap<String, f64>,
        elisions: Option<Vec<String>>,
        neighbours: Vec<Py<Lexicon>>,
    ) -> PyResult<Self> {
        let settings = core::LexiconSettings { elisions, words };
        let lexicon = python.detach(|| core::Lexicon::open(&folder, settings)).map_err(raised)?;
        let neighbours = neighbours.iter().map(|neighbour| Arc::clone(&neighbour.get().inner)).collect();
        let language = core::Language::new(lexicon, rules.into(), core::Prices::new(prices), neighbours);
        Ok(Self { inner: Arc::new(language.map_err(PyKeyError::new_err)?) })
    }

    fn knows(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.lexicon().knows(&borrowed(word)?))
    }

    fn zipf(&self, word: &Bound<'_, PyString>) -> PyResult<f64> {
        Ok(self.inner.lexicon().zipf(&borrowed(word)?))
    }

    fn form<'py>(&self, word: &Bound<'py, PyString>) -> PyResult<Option<Entry<'py>>> {
        let text = borrowed(word)?;
        self.inner.lexicon().form(&text).map(|found| entry(word.py(), &text, &found)).transpose()
    }

    fn variants<'py>(&self, word: &Bound<'py, PyString>) -> PyResult<Vec<Entry<'py>>> {
        let text = borrowed(word)?;
        self.inner.lexicon().variants(&text).iter().map(|found| entry(word.py(), &text, found)).collect()
    }

    fn is_listed_name(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.lexicon().is_listed_name(&borrowed(word)?))
    }

    fn near(&self, word: &Bound<'_, PyString>) -> PyResult<Vec<String>> {
        Ok(self.inner.lexicon().near(&borrowed(word)?).into_iter().map(str::to_owned).collect())
    }

    fn may_be_common(&self, key: u32) -> bool {
        self.inner.lexicon().may_be_common(key)
    }

    fn at_least(&self, zipf: f64) -> Vec<String> {
        self.inner.lexicon().at_least(zipf)
    }

    /// Return whether a word of the language is spelt so; an elided word ends in its apostrophe.
    fn knows_word(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.knows(&borrowed(word)?))
    }

    fn knows_foreign(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.knows_foreign(&borrowed(word)?))
    }

    fn spelling_cost(&self, word: &Bound<'_, PyString>) -> PyResult<f64> {
        Ok(self.inner.spelling_cost(&borrowed(word)?))
    }

    /// Return the offsets, within a token, of the words that are not known.
    fn unknown_parts(&self, token: &Bound<'_, PyString>) -> PyResult<Vec<(usize, usize)>> {
        let text = borrowed(token)?;
        Ok(code_points(&text, &self.inner.unknown_parts(&text)))
    }

    /// Return whether a token holds an unknown word.
    fn has_unknown(&self, token: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(!self.inner.unknown_parts(&borrowed(token)?).is_empty())
    }

    /// Return the offsets, within a token, of the words that mix letters and digits and are no label or quantity.
    fn mixed_parts(&self, token: &Bound<'_, PyString>) -> PyResult<Vec<(usize, usize)>> {
        let text = borrowed(token)?;
        Ok(code_points(&text, &self.inner.mixed_parts(&text)))
    }
}

/// Returns the offsets in code points of ranges of bytes.
fn code_points(text: &str, ranges: &[std::ops::Range<usize>]) -> Vec<(usize, usize)> {
    let count = |end: usize| text[..end].chars().count();
    ranges.iter().map(|range| (count(range.start), count(range.end))).collect()
}
