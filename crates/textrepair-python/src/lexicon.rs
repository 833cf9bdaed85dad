//! `Lexicon` and `Language`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

use pyo3::exceptions::PyKeyError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use textrepair_core::encodings::{is_likely, looks_of};
use textrepair_core::language as core;

use crate::errors::raised;
use crate::text::{Text, borrowed};

type Entry<'py> = (Bound<'py, PyString>, f64, u8);

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
    after_hyphen: Vec<String>,
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
    articles: Vec<String>,
    #[pyo3(item)]
    particles: Vec<String>,
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
            after_hyphen: given.after_hyphen.into_iter().collect(),
            domains: given.domains,
            elision_prefixes: given.elision_prefixes.into_iter().collect(),
            elision_before: given.elision_before.chars().collect(),
            diacritic_frequencies: given.diacritic_frequencies,
            diacritic_words: given.diacritic_words,
            articles: given.articles.into_iter().collect(),
            particles: given.particles.into_iter().collect(),
            ligatures: given.ligatures.into_iter().collect(),
        }
    }
}

fn entry<'py>(python: Python<'py>, text: &Text<'_>, entry: &core::Entry) -> PyResult<Entry<'py>> {
    Ok((text.back(python, &entry.form)?, entry.zipf, entry.flags))
}

/// The words of one language; `textrepair.core.lexicon` explains it.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Lexicon {
    pub(crate) inner: Arc<core::Lexicon>,
}

#[pymethods]
impl Lexicon {
    /// Open the lexicon of a pack.
    #[new]
    #[pyo3(signature = (folder, *, words, elisions))]
    fn new(
        python: Python<'_>,
        folder: PathBuf,
        words: BTreeMap<String, f64>,
        elisions: Option<Vec<String>>,
    ) -> PyResult<Self> {
        let settings = core::LexiconSettings { elisions, words };
        let lexicon = python.detach(|| core::Lexicon::open(&folder, settings)).map_err(raised)?;
        Ok(Self { inner: Arc::new(lexicon) })
    }

    /// The words that may stand before an apostrophe, in lower case and without it.
    #[getter]
    fn elisions(&self) -> HashSet<String> {
        self.inner.elisions().clone()
    }

    /// The folded letters that may follow an elision.
    #[getter]
    fn elided_initials(&self) -> HashSet<char> {
        self.inner.elided_initials().clone()
    }

    /// Return whether a word is correct as it stands.
    fn knows(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.knows(&borrowed(word)?))
    }

    /// Return the Zipf value (0–9) of a printed word; 0 if it is unknown.
    fn zipf(&self, word: &Bound<'_, PyString>) -> PyResult<f64> {
        Ok(self.inner.zipf(&borrowed(word)?))
    }

    /// Return the form that is spelt exactly like a word, with its Zipf value and flags; None if there is none.
    fn form<'py>(&self, word: &Bound<'py, PyString>) -> PyResult<Option<Entry<'py>>> {
        let text = borrowed(word)?;
        self.inner.form(&text).map(|found| entry(word.py(), &text, &found)).transpose()
    }

    /// Return the forms with the same letters as a word, diacritics aside, the most frequent first.
    fn variants<'py>(&self, word: &Bound<'py, PyString>) -> PyResult<Vec<Entry<'py>>> {
        let text = borrowed(word)?;
        self.inner.variants(&text).iter().map(|found| entry(word.py(), &text, found)).collect()
    }

    /// Return whether a word is a name of the list of names, as it stands or all in capitals.
    fn is_listed_name(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.is_listed_name(&borrowed(word)?))
    }

    /// Return the frequent forms and the added words that differ from a word in one letter, diacritics aside.
    fn near(&self, word: &Bound<'_, PyString>) -> PyResult<Vec<String>> {
        Ok(self.inner.near(&borrowed(word)?).into_iter().map(str::to_owned).collect())
    }

    /// Return whether a common form may have a key, the CRC-32 of the folded spelling.
    fn may_be_common(&self, key: u32) -> bool {
        self.inner.may_be_common(key)
    }

    /// Return every form, alias and added word with at least a Zipf value, sorted.
    fn at_least(&self, zipf: f64) -> Vec<String> {
        self.inner.at_least(zipf)
    }

    /// Return the spellings under which the lexicon may hold a printed word, the likeliest first.
    fn spellings<'py>(&self, word: &Bound<'py, PyString>) -> PyResult<Vec<Bound<'py, PyString>>> {
        let text = borrowed(word)?;
        self.inner.capitals().spellings(&text).iter().map(|spelling| text.back(word.py(), spelling)).collect()
    }
}

/// A language: a lexicon with the rules and prices of its pack.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Language {
    pub(crate) inner: Arc<core::Language>,
}

#[pymethods]
impl Language {
    /// Make a language; ``neighbours`` are the neighbouring languages that have a pack.
    #[new]
    #[pyo3(signature = (lexicon, rules, prices, *, neighbours))]
    fn new(
        lexicon: &Bound<'_, Lexicon>,
        rules: GivenRules,
        prices: HashMap<String, f64>,
        neighbours: Vec<Py<Language>>,
    ) -> PyResult<Self> {
        let lexicon = Arc::clone(&lexicon.get().inner);
        let neighbours = neighbours.iter().map(|neighbour| Arc::clone(&neighbour.get().inner)).collect();
        let language = core::Language::new(lexicon, rules.into(), core::Prices::new(prices), neighbours);
        Ok(Self { inner: Arc::new(language.map_err(PyKeyError::new_err)?) })
    }

    /// Return whether a word of the language is spelt so; an elided word ends in its apostrophe.
    fn knows(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.knows(&borrowed(word)?))
    }

    /// Return whether a neighbouring language has a word.
    fn knows_foreign(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.knows_foreign(&borrowed(word)?))
    }

    /// Return the cost in nats of spelling out a word that the lexicon does not know.
    fn spelling_cost(&self, word: &Bound<'_, PyString>) -> PyResult<f64> {
        Ok(self.inner.spelling_cost(&borrowed(word)?))
    }

    /// Return the offsets, within a token, of the words that are not known.
    fn unknown_parts<'py>(&self, token: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyTuple>> {
        let text = borrowed(token)?;
        PyTuple::new(token.py(), code_points(&text, &self.inner.unknown_parts(&text)))
    }

    /// Return whether a token holds an unknown word.
    fn has_unknown(&self, token: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(!self.inner.unknown_parts(&borrowed(token)?).is_empty())
    }

    /// Return how a text looks in the language: its cost in nats, how many words are unknown, how many letters known
    /// words of two letters and more have, and how many unknown words have a letter outside ASCII.
    fn looks_of(&self, text: &Bound<'_, PyString>) -> PyResult<(f64, usize, usize, usize)> {
        let looks = looks_of(&borrowed(text)?, &self.inner);
        Ok((looks.cost, looks.unknown, looks.known, looks.odd))
    }

    /// Return whether a character may be one that was meant: a letter of a living alphabet, or a printable sign.
    fn is_likely(&self, character: &Bound<'_, PyString>) -> PyResult<bool> {
        let text = borrowed(character)?;
        Ok(text.chars().next().is_some_and(|character| is_likely(character, &self.inner)))
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
