//! `Zoning`, `ZoneMap` and `LanguageTable`.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::offsets::Offsets;
use textrepair_core::patterns::{Alphabet, PatternError};
use textrepair_core::text::IndexedText;
use textrepair_core::zones as core;

use crate::errors::raised;
use crate::lexicon::Language;
use crate::period::PeriodSpellings;
use crate::proposals::{SharedText, UnknownWords};
use crate::text::borrowed;

/// The start, end, kind, and code and name of the language of a zone.
type FoundZone = (usize, usize, &'static str, String, String);

/// What `lexicons/zones.toml` says of a rule.
#[derive(FromPyObject)]
struct GivenRule {
    #[pyo3(item)]
    zone: String,
    #[pyo3(item)]
    place: String,
    #[pyo3(item)]
    pattern: String,
    #[pyo3(item)]
    needs: String,
    #[pyo3(item)]
    least: usize,
    #[pyo3(item)]
    digits: bool,
    #[pyo3(item)]
    mixed: bool,
    #[pyo3(item)]
    parts: bool,
    #[pyo3(item)]
    code_signs: usize,
}

impl GivenRule {
    fn data(self) -> PyResult<core::RuleData> {
        let unknown = |name: &str| PyValueError::new_err(format!("‘{name}’ is unknown"));
        let kind = core::ZoneKind::of_name(&self.zone).ok_or_else(|| unknown(&self.zone))?;
        let place = core::Place::of_name(&self.place).ok_or_else(|| unknown(&self.place))?;
        Ok(core::RuleData {
            needs: self.needs,
            least: self.least,
            digits: self.digits,
            mixed: self.mixed,
            parts: self.parts,
            code_signs: self.code_signs,
            ..core::RuleData::new(kind, place, self.pattern)
        })
    }
}

/// What the language says of its zones.
#[derive(FromPyObject)]
struct GivenSettings {
    #[pyo3(item)]
    rules: Vec<GivenRule>,
    #[pyo3(item)]
    words: Vec<(String, Vec<String>)>,
    #[pyo3(item)]
    contexts: Vec<String>,
    #[pyo3(item)]
    sure_contexts: Vec<String>,
    #[pyo3(item)]
    no_variables: String,
    #[pyo3(item)]
    bare_elisions: Vec<String>,
    #[pyo3(item)]
    languages: PathBuf,
}

fn wrong(error: PatternError) -> PyErr {
    PyValueError::new_err(error.to_string())
}

/// Makes the zone maps of texts in a language; `textrepair.core.zones` explains zones.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Zoning {
    inner: Arc<core::Zoning>,
}

#[pymethods]
impl Zoning {
    /// Take the rules of a language.
    #[new]
    fn new(
        language: &Bound<'_, Language>,
        period: &Bound<'_, PeriodSpellings>,
        settings: GivenSettings,
    ) -> PyResult<Self> {
        let rules = settings.rules.into_iter().map(GivenRule::data).collect::<PyResult<_>>()?;
        let settings = core::ZoneSettings {
            rules,
            words: settings.words,
            contexts: settings.contexts,
            sure_contexts: settings.sure_contexts,
            no_variables: settings.no_variables,
            bare_elisions: settings.bare_elisions,
            languages: settings.languages,
        };
        let (language, period) = (Arc::clone(&language.get().inner), Arc::clone(&period.get().inner));
        Ok(Self { inner: Arc::new(core::Zoning::new(language, period, settings).map_err(wrong)?) })
    }

    /// Return the zones of a text.
    fn map_of(
        &self,
        text: &Bound<'_, SharedText>,
        unknown: &Bound<'_, UnknownWords>,
        share: f64,
        declared: Vec<(usize, usize, String)>,
    ) -> PyResult<ZoneMap> {
        let text = text.get().inner.clone();
        let facts = core::TextFacts {
            unknown: unknown.get().spans.iter().map(|span| span.start).collect(),
            share,
            declared: declared
                .into_iter()
                .map(|(start, end, language)| core::Declared {
                    start: text.bytes(start),
                    end: text.bytes(end),
                    language,
                })
                .collect(),
        };
        let (string, offsets) = text.parts();
        let map = self.inner.map_of(Arc::clone(string), Arc::clone(offsets), facts).map_err(raised)?;
        Ok(ZoneMap { text, inner: Mutex::new(map) })
    }
}

/// The zones of a text; kinds are given as bits.
#[pyclass(frozen, module = "textrepair._core")]
pub struct ZoneMap {
    text: IndexedText,
    inner: Mutex<core::ZoneMap>,
}

impl ZoneMap {
    pub(crate) fn map(&self) -> MutexGuard<'_, core::ZoneMap> {
        // What the map remembers is whole after each question, so a question that failed leaves it usable.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes(&self, offset: usize) -> usize {
        self.text.bytes(offset)
    }

    fn found(&self, map: &core::ZoneMap, zones: Vec<core::Zone>) -> Vec<FoundZone> {
        let place = |offset: usize| self.text.code_points(offset);
        let zone = |zone: core::Zone| {
            let (code, name) = zone.language.map_or(("", ""), |number| map.language(number));
            (place(zone.start), place(zone.end), zone.kind.name(), code.to_owned(), name.to_owned())
        };
        zones.into_iter().map(zone).collect()
    }
}

#[pymethods]
impl ZoneMap {
    /// Return the zones that overlap a span.
    fn at(&self, low: usize, high: usize) -> Vec<FoundZone> {
        let mut map = self.map();
        let zones = map.at(self.bytes(low), self.bytes(high));
        self.found(&map, zones)
    }

    /// Return whether all that a span touches is of the given kinds.
    fn allows(&self, start: usize, end: usize, kinds: u16) -> bool {
        self.map().allows(self.bytes(start), self.bytes(end), core::Kinds::of_bits(kinds))
    }

    /// Return whether all zones that a change touches are of the given kinds.
    fn allows_change(&self, start: usize, end: usize, replacement: &Bound<'_, PyString>, kinds: u16) -> PyResult<bool> {
        let (replacement, kinds) = (borrowed(replacement)?, core::Kinds::of_bits(kinds));
        Ok(self.map().allows_change(self.bytes(start), self.bytes(end), &replacement, kinds))
    }

    /// Return the zones found so far; of those that overlap, the one around.
    fn judged(&self) -> Vec<FoundZone> {
        let map = self.map();
        let zones = map.judged();
        self.found(&map, zones)
    }

    /// Return the code of the language of the document, if it is another one than that of the pack; else empty.
    fn foreign(&self) -> String {
        let map = self.map();
        map.foreign().map_or("", |number| map.language(number).0).to_owned()
    }
}

/// Return the spans that a pattern of Python finds in a line, as the rules of zones are searched.
#[pyfunction]
pub fn spans_of_pattern(pattern: &str, line: &Bound<'_, PyString>) -> PyResult<Vec<(usize, usize)>> {
    let alphabet = Alphabet::of([pattern]).map_err(wrong)?;
    let compiled = alphabet.compile(pattern).map_err(wrong)?;
    let text = borrowed(line)?;
    let offsets = Offsets::of(&text);
    let mut spans = Vec::new();
    compiled.spans(&alphabet.map(&text), |low, high| {
        spans.push((offsets.code_points(&text, low), offsets.code_points(&text, high)));
    });
    Ok(spans)
}

/// How likely words are in each language; `lexicons/languages.tsv` explains it.
#[pyclass(frozen, module = "textrepair._core")]
pub struct LanguageTable {
    inner: core::LanguageTable,
}

#[pymethods]
impl LanguageTable {
    /// Open the table.
    #[new]
    fn new(path: PathBuf) -> PyResult<Self> {
        Ok(Self { inner: core::LanguageTable::open(&path).map_err(raised)? })
    }

    /// The codes of the languages, sorted.
    #[getter]
    fn languages(&self) -> Vec<String> {
        self.inner.languages().map(str::to_owned).collect()
    }

    /// Return the code of a language by what a file calls it; empty if the table has no such language.
    fn code_of(&self, declared: &Bound<'_, PyString>) -> PyResult<String> {
        let number = self.inner.declared(&borrowed(declared)?);
        Ok(number.map_or("", |number| self.inner.language(number).0).to_owned())
    }

    /// Return what words in lower case cost in each language, in nats, in the order of the languages.
    fn costs(&self, words: Vec<Bound<'_, PyString>>) -> PyResult<Vec<f64>> {
        let mut costs = vec![0.0; self.inner.languages().len()];
        for word in &words {
            self.inner.add_costs(&borrowed(word)?, &mut costs);
        }
        Ok(costs)
    }
}
