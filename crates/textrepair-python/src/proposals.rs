//! `SharedText`, `UnknownWords` and `ProposalList`.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

use pyo3::prelude::*;
use pyo3::types::PyString;
use textrepair_core::proposals as core;
use textrepair_core::runs::{compounds, names};
use textrepair_core::statistics::marks_behind;
use textrepair_core::text::IndexedText;
use textrepair_core::zones::Kinds;

use crate::candidates::{CandidateReader, Joiner, Restorer};
use crate::policy::{Policy, stage};
use crate::scan::Scan;
use crate::statistics::CountedWords;
use crate::text::StandIns;
use crate::zones::ZoneMap;

type Span = (usize, usize);
/// A proposal: offsets, the replacement, why, nats, and the support.
type Given<'py> = (usize, usize, Bound<'py, PyString>, Bound<'py, PyString>, f64, f64);
/// The name of a repairer, and its proposal.
type Sourced<'py> = (Bound<'py, PyString>, Given<'py>);
/// Offsets, the replacement, the repairer, and why.
type Change<'py> = (usize, usize, Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>);

/// A text as the core holds it. What is made for a text takes it, so that it is held once.
#[pyclass(frozen, module = "textrepair._core")]
pub struct SharedText {
    pub(crate) inner: IndexedText,
    pub(crate) stand_ins: StandIns,
}

#[pymethods]
impl SharedText {
    /// Take a text.
    #[new]
    fn new(text: &Bound<'_, PyString>) -> PyResult<Self> {
        let (stand_ins, taken) = StandIns::of(text)?;
        Ok(Self { inner: IndexedText::from(&*taken), stand_ins })
    }

    /// Return whether a string is a run of letters of the text.
    fn has_run(&self, word: &Bound<'_, PyString>) -> PyResult<bool> {
        Ok(self.inner.has_run(&self.stand_ins.taken(word)?))
    }

    /// Return how often each word with a capital occurs, without those all in capitals.
    fn names(&self) -> Vec<(&str, u32)> {
        names(&self.inner)
    }

    /// Return the pairs of words with a hyphen between them, without those at a line end.
    fn compounds(&self) -> HashSet<&str> {
        compounds(&self.inner)
    }

    /// Return how many of some marks stand behind a letter, a digit or one of some spaces; and how many behind a space.
    fn marks_behind(&self, marks: &str, spaces: &str) -> (usize, usize) {
        let (marks, spaces): (Vec<char>, Vec<char>) = (marks.chars().collect(), spaces.chars().collect());
        marks_behind(&self.inner, &marks, &spaces)
    }
}

/// The words of a text that the lexicon does not know, in order.
#[pyclass(frozen, module = "textrepair._core")]
pub struct UnknownWords {
    text: IndexedText,
    pub(crate) stand_ins: StandIns,
    pub(crate) spans: Vec<Range<usize>>,
    starts: OnceLock<Vec<usize>>,
}

impl UnknownWords {
    pub(crate) fn new(text: &SharedText, spans: Vec<Range<usize>>) -> Self {
        Self { text: text.inner.clone(), stand_ins: text.stand_ins, spans, starts: OnceLock::new() }
    }

    /// Returns where the words start, in code points.
    pub(crate) fn code_points(&self) -> &[usize] {
        self.starts.get_or_init(|| self.spans.iter().map(|span| self.text.code_points(span.start)).collect())
    }

    /// Yields the words without their offsets.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.spans.iter().map(|span| &self.text[span.clone()])
    }

    fn only(&self, is_kept: impl FnMut(&Range<usize>) -> PyResult<bool>) -> PyResult<Self> {
        let mut is_kept = is_kept;
        let mut spans = Vec::with_capacity(self.spans.len());
        for span in &self.spans {
            if is_kept(span)? {
                spans.push(span.clone());
            }
        }
        Ok(Self { text: self.text.clone(), stand_ins: self.stand_ins, spans, starts: OnceLock::new() })
    }
}

#[pymethods]
impl UnknownWords {
    /// Take the offsets of words of a text, in order.
    #[new]
    fn given(text: &Bound<'_, SharedText>, spans: Vec<Span>) -> Self {
        let text = text.get();
        let spans = spans.iter().map(|&(start, end)| text.inner.bytes(start)..text.inner.bytes(end.max(start)));
        Self::new(text, spans.collect())
    }

    fn __len__(&self) -> usize {
        self.spans.len()
    }

    /// The offsets at which the words start.
    #[getter]
    fn starts(&self) -> Vec<usize> {
        self.code_points().to_vec()
    }

    /// How many of the words begin with no capital.
    #[getter]
    fn small(&self) -> usize {
        let is_small = |span: &&Range<usize>| {
            let first = self.text[(*span).clone()].chars().next();
            !first.is_some_and(textrepair_core::unicode::is_upper)
        };
        self.spans.iter().filter(is_small).count()
    }

    /// Return the words, each with its offsets.
    fn words<'py>(&self, python: Python<'py>) -> PyResult<Vec<(Bound<'py, PyString>, usize, usize)>> {
        let each = self.spans.iter().zip(self.code_points());
        each.map(|(span, &start)| {
            let word = self.stand_ins.back(python, &self.text[span.clone()])?;
            Ok((word, start, self.text.code_points(span.end)))
        })
        .collect()
    }

    /// Return the words within tokens for which one of some prefilters opens.
    fn in_tokens(&self, scan: &Bound<'_, Scan>, bits: u64) -> Self {
        let mut tokens = scan.get().inner.places(bits).peekable();
        let is_within = |(start, span): &(&usize, &Range<usize>)| {
            while tokens.next_if(|token| token.end <= **start).is_some() {}
            !span.is_empty() && tokens.peek().is_some_and(|token| token.start <= **start)
        };
        let each = self.code_points().iter().zip(&self.spans);
        let spans = each.filter(is_within).map(|(_, span)| span.clone()).collect();
        Self { text: self.text.clone(), stand_ins: self.stand_ins, spans, starts: OnceLock::new() }
    }

    /// Return the words that were counted.
    fn only_counted(&self, counted: &Bound<'_, CountedWords>) -> PyResult<Self> {
        let counted = counted.get().by_word();
        self.only(|span| Ok(counted.contains_key(&self.text[span.clone()])))
    }

    /// Return the words that touch only zones of some kinds, given as bits.
    fn in_zones(&self, python: Python<'_>, zones: &Bound<'_, ZoneMap>, kinds: u16) -> PyResult<Self> {
        let (zones, kinds) = (zones.get(), Kinds::of_bits(kinds));
        python.detach(|| {
            let mut map = zones.map();
            self.only(|span| Ok(map.allows(span.start, span.end, kinds)))
        })
    }

    /// Return whether a span is prose beyond doubt, by the characters around it and as none of these words is near.
    fn is_plain(&self, start: usize, end: usize) -> bool {
        let span = self.text.bytes(start)..self.text.bytes(end);
        core::is_plain(&self.text, span, self.code_points())
    }

    /// Return the spans of so many words whose first and last one start at most so many characters apart.
    fn close(&self, number: usize, distance: usize) -> Vec<Span> {
        let starts = self.code_points();
        let pairs = starts.iter().zip(starts.iter().zip(&self.spans).skip(number.saturating_sub(1)));
        let close = pairs.filter(|(first, (last, _))| *last - *first <= distance);
        close.map(|(first, (_, span))| (*first, self.text.code_points(span.end))).collect()
    }
}

/// The proposals of one stage for one text, in the order of the chain.
#[pyclass(module = "textrepair._core")]
pub struct ProposalList {
    pub(crate) inner: core::ProposalList,
    pub(crate) stand_ins: StandIns,
}

#[pymethods]
impl ProposalList {
    /// Make an empty list for a text.
    #[new]
    fn new(text: &Bound<'_, SharedText>) -> Self {
        let text = text.get();
        Self { inner: core::ProposalList::new(text.inner.clone()), stand_ins: text.stand_ins }
    }

    fn __len__(&self) -> usize {
        self.inner.all().len()
    }

    /// Name the repairer whose proposals are added from now on, and the zones that it may touch, as bits.
    fn begin(&mut self, repairer: &Bound<'_, PyString>, zones: u16) -> PyResult<()> {
        self.inner.begin(&self.stand_ins.taken(repairer)?, Kinds::of_bits(zones));
        Ok(())
    }

    /// Add proposals of the current repairer, without those that change nothing.
    fn add(&mut self, proposals: Vec<Given<'_>>) -> PyResult<()> {
        for (start, end, replacement, reason, cost, support) in &proposals {
            let (replacement, reason) = (self.stand_ins.taken(replacement)?, self.stand_ins.taken(reason)?);
            let span = self.inner.text().bytes(*start)..self.inner.text().bytes((*end).max(*start));
            self.inner.add(span, &replacement, core::Why::Said((*reason).into()), *cost, *support);
        }
        Ok(())
    }

    /// Add the candidates that a declaration has for words.
    fn add_candidates(
        &mut self,
        python: Python<'_>,
        reader: &Bound<'_, CandidateReader>,
        words: &Bound<'_, UnknownWords>,
    ) {
        let (list, reader, words) = (&mut self.inner, &reader.get().inner, words.get());
        python.detach(|| list.add_candidates(reader, &words.spans));
    }

    /// Add the joins of words that fell apart. One piece is an unknown word, or a short word in one of some tokens.
    fn add_joins(
        &mut self,
        python: Python<'_>,
        joiner: &Bound<'_, Joiner>,
        words: &Bound<'_, UnknownWords>,
        tokens: Vec<Span>,
    ) {
        let text = self.inner.text().clone();
        let (list, joiner, words) = (&mut self.inner, &joiner.get().inner, words.get());
        python.detach(|| {
            let fragments: Vec<usize> = words.spans.iter().map(|span| span.start).collect();
            let tokens: Vec<_> = tokens.iter().map(|&(start, end)| text.bytes(start)..text.bytes(end)).collect();
            list.add_joins(joiner, &fragments, &tokens);
        });
    }

    /// Add the words with letters that the document has lost; `rates` are the shares (0–1) of each that are lost.
    fn add_restored(&mut self, python: Python<'_>, restorer: &Bound<'_, Restorer>, rates: HashMap<char, f64>) {
        let (list, restorer) = (&mut self.inner, &restorer.get().inner);
        python.detach(|| list.add_restored(restorer, &rates));
    }

    /// Drop the proposals from a place on.
    fn truncate(&mut self, place: usize) {
        self.inner.truncate(place);
    }

    /// Drop the proposals from a place on that the policy of the document does not allow; the stage by its number.
    fn admit(&mut self, python: Python<'_>, place: usize, policy: &Bound<'_, Policy>, stage: u8) {
        let (list, policy) = (&mut self.inner, &policy.get().inner);
        python.detach(|| list.admit(place, policy, self::stage(stage)));
    }

    /// Drop the proposals that touch one of some spans, which are sorted.
    fn drop_touching(&mut self, spans: Vec<Span>) {
        let text = self.inner.text();
        let spans: Vec<_> = spans.iter().map(|&(start, end)| text.bytes(start)..text.bytes(end)).collect();
        self.inner.drop_touching(&spans);
    }

    /// Drop the proposals that touch zones that their repairers may not touch.
    ///
    /// `near` are the unknown words of the text if what is prose beyond doubt by its characters need not be looked for,
    /// and `zones` returns the zones, if they are needed.
    #[pyo3(signature = (near, zones))]
    fn keep_in_zones(
        &mut self,
        python: Python<'_>,
        near: Option<&Bound<'_, UnknownWords>>,
        zones: &Bound<'_, PyAny>,
    ) -> PyResult<()> {
        let places = (0..self.inner.all().len()).collect();
        let denied = self.denied(python, places, near, zones)?;
        self.inner.remove(&denied);
        Ok(())
    }

    /// Drop, of the proposals that overlap one of some spans, those that touch zones that their repairers may not touch.
    ///
    /// Return whether any proposal that overlaps one of the spans is left; if none is, nothing is dropped.
    #[pyo3(signature = (spans, near, zones))]
    fn keep_rivals(
        &mut self,
        python: Python<'_>,
        spans: Vec<Span>,
        near: Option<&Bound<'_, UnknownWords>>,
        zones: &Bound<'_, PyAny>,
    ) -> PyResult<bool> {
        let text = self.inner.text();
        let spans: Vec<_> = spans.iter().map(|&(start, end)| text.bytes(start)..text.bytes(end)).collect();
        let is_rival = |place: &usize| {
            let one = &self.inner.all()[*place];
            spans.iter().any(|span| one.start < span.end && span.start < one.end)
        };
        let rivals: Vec<usize> = (0..self.inner.all().len()).filter(is_rival).collect();
        let number = rivals.len();
        let denied = self.denied(python, rivals, near, zones)?;
        let is_any_left = denied.len() < number;
        if is_any_left {
            self.inner.remove(&denied);
        }
        Ok(is_any_left)
    }

    /// Return the proposals, each with the name of its repairer.
    fn proposals<'py>(&self, python: Python<'py>) -> PyResult<Vec<Sourced<'py>>> {
        let (text, back) = (self.inner.text(), |string: &str| self.stand_ins.back(python, string));
        let sourced = self.inner.all().iter().map(|one| {
            let (start, end) = text.span(&(one.start..one.end));
            let (replacement, reason) = (back(&one.replacement)?, back(&one.reason(text))?);
            Ok((back(&one.repairer)?, (start, end, replacement, reason, one.cost, one.support)))
        });
        sourced.collect()
    }

    /// Return what is made where nothing is weighed: of proposals that overlap, the one that starts first; of those, the
    /// first in the order of the list.
    fn without_overlaps<'py>(&self, python: Python<'py>) -> PyResult<Vec<Change<'py>>> {
        let (text, back) = (self.inner.text(), |string: &str| self.stand_ins.back(python, string));
        let made = self.inner.without_overlaps().into_iter().map(|place| {
            let one = &self.inner.all()[place];
            let (start, end) = text.span(&(one.start..one.end));
            Ok((start, end, back(&one.replacement)?, back(&one.repairer)?, back(&one.reason(text))?))
        });
        made.collect()
    }
}

impl ProposalList {
    /// Returns, of some proposals, those that touch zones that their repairers may not touch.
    fn denied(
        &self,
        python: Python<'_>,
        places: Vec<usize>,
        near: Option<&Bound<'_, UnknownWords>>,
        zones: &Bound<'_, PyAny>,
    ) -> PyResult<Vec<usize>> {
        let starts = near.map(|near| near.get().code_points());
        let doubtful = self.inner.doubtful(places.into_iter(), starts);
        if doubtful.is_empty() {
            return Ok(Vec::new());
        }
        let zones: Bound<'_, ZoneMap> = zones.call0()?.cast_into().map_err(PyErr::from)?;
        let (list, zones) = (&self.inner, zones.get());
        Ok(python.detach(|| list.denied(&doubtful, &mut zones.map())))
    }
}
