//! `Document`, `Decider` and `confusions_in`.

use std::collections::HashMap;
use std::sync::Arc;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyString, PyTuple};
use textrepair_core::decide as core;

use crate::lexicon::Language;
use crate::model::LanguageModel;
use crate::period::PeriodSpellings;
use crate::proposals::{ProposalList, SharedText, UnknownWords};
use crate::statistics::CountedWords;
use crate::text::StandIns;

/// A change: whether it is made, its offsets, the replacement, the repairer, why, and its confidence.
type Change<'py> = (bool, usize, usize, Bound<'py, PyString>, Bound<'py, PyString>, Bound<'py, PyString>, f64);

/// A node of a tree: a feature, a threshold or value, and two nodes; the feature of a leaf is -1.
type GivenNode = (i64, f64, usize, usize);

/// Return the confusions in which a word and its repair differ, as printed and read; empty if they are no pattern.
#[pyfunction]
pub fn confusions_in<'py>(
    before: &Bound<'py, PyString>,
    after: &Bound<'py, PyString>,
) -> PyResult<Bound<'py, PyTuple>> {
    let python = before.py();
    let (stand_ins, text) = StandIns::of(before)?;
    let confusions = core::confusions_in(&text, &stand_ins.taken(after)?);
    let pairs =
        confusions.iter().map(|(printed, read)| Ok((stand_ins.back(python, printed)?, stand_ins.back(python, read)?)));
    PyTuple::new(python, pairs.collect::<PyResult<Vec<_>>>()?)
}

/// Return what a change repairs: `spaces` and signs between letters, `diacritics`, or `letters`.
#[pyfunction]
pub fn damage_of(before: &Bound<'_, PyString>, after: &Bound<'_, PyString>) -> PyResult<&'static str> {
    let (stand_ins, text) = StandIns::of(before)?;
    Ok(match core::damage_of(&text, &stand_ins.taken(after)?) {
        core::Damage::Spaces => "spaces",
        core::Damage::Diacritics => "diacritics",
        core::Damage::Letters => "letters",
    })
}

/// Return what a confidence model makes of features: the estimated probability that a change is correct.
#[pyfunction]
pub fn confidence_of(bias: f64, trees: Vec<Vec<GivenNode>>, features: [f64; core::FEATURES]) -> PyResult<f64> {
    Ok(confidence_model((bias, trees))?.confidence(&features))
}

/// A document about whose words is decided: its text, and what its statistics say.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Document {
    inner: core::Document,
    stand_ins: StandIns,
}

#[pymethods]
impl Document {
    /// Take a text and what is known of it.
    #[new]
    #[pyo3(signature = (text, *, words, unknown, starts, damage, capitals, digits, old, misread_long_s, loss_rates))]
    #[expect(clippy::too_many_arguments, reason = "they are named, and each is a figure of the statistics")]
    fn new(
        text: &Bound<'_, SharedText>,
        words: usize,
        unknown: &Bound<'_, CountedWords>,
        starts: &Bound<'_, UnknownWords>,
        damage: f64,
        capitals: f64,
        digits: f64,
        old: bool,
        misread_long_s: bool,
        loss_rates: HashMap<char, f64>,
    ) -> Self {
        let SharedText { inner: text, stand_ins } = text.get();
        let facts = core::Facts {
            words,
            unknown: unknown.get().by_word(),
            starts: starts.get().code_points().to_vec(),
            damage,
            capitals,
            digits,
            old,
            misread_long_s,
            loss_rates,
        };
        Self { inner: core::Document::new(text.clone(), facts), stand_ins: *stand_ins }
    }
}

/// Decides about the proposals for the words of a text.
#[pyclass(frozen, module = "textrepair._core")]
pub struct Decider {
    inner: core::Decider,
}

/// Reads a confidence model: the log odds before any tree, and the trees.
fn confidence_model((bias, trees): (f64, Vec<Vec<GivenNode>>)) -> PyResult<core::ConfidenceModel> {
    let node = |(feature, value, below, above): GivenNode| match usize::try_from(feature) {
        Ok(feature) => core::Node::Split { feature, threshold: value, below, above },
        Err(_) => core::Node::Leaf(value),
    };
    let trees = trees.into_iter().map(|tree| tree.into_iter().map(node).collect()).collect();
    let wrong = |(tree, node)| PyValueError::new_err(format!("node {node} of tree {tree} leads nowhere"));
    core::ConfidenceModel::new(bias, trees).map_err(wrong)
}

#[pymethods]
impl Decider {
    /// Make the decider of a language; `confusions` are rows of what was printed, what is read, and nats.
    #[new]
    fn new(
        language: &Bound<'_, Language>,
        model: &Bound<'_, LanguageModel>,
        confidence: Option<(f64, Vec<Vec<GivenNode>>)>,
        confusions: Vec<(String, String, f64)>,
        period: &Bound<'_, PeriodSpellings>,
    ) -> PyResult<Self> {
        let confidence = confidence.map(confidence_model).transpose()?;
        let confusions = confusions.into_iter().map(|(printed, read, cost)| ((printed, read), cost)).collect();
        let (period, lexicon) = (Arc::clone(&period.get().inner), Arc::clone(&period.get().lexicon.get().inner));
        let is_old_spelling = Box::new(move |word: &str| period.modern(&lexicon, word, false).is_some());
        let (language, model) = (Arc::clone(&language.get().inner), Arc::clone(&model.get().inner));
        Ok(Self { inner: core::Decider::new(language, model, confidence, confusions, is_old_spelling) })
    }

    /// Return the judgement of each slot with proposals that change something.
    ///
    /// A judgement is the slot's offsets; its readings, each with the places of its proposals, nats, and the words at
    /// its ends; the posteriors; the place of the reading on the cheapest path and of the best change; its confidence,
    /// the number of the verdict, and the confidence asked for; the features; by how many nats each reading is cheaper
    /// in the document; and the margins in words. `describes_all` asks for the features of hopeless changes as well.
    #[pyo3(signature = (document, proposals, min_confidence=None, *, describes_all=false))]
    fn judge<'py>(
        &self,
        python: Python<'py>,
        document: &Bound<'py, Document>,
        proposals: &Bound<'py, ProposalList>,
        min_confidence: Option<f64>,
        describes_all: bool,
    ) -> PyResult<Vec<Bound<'py, PyTuple>>> {
        let document = document.get();
        let detail = if describes_all { core::Detail::Described } else { core::Detail::Explained };
        let judged = self.judged(python, document, &proposals.borrow(), min_confidence, detail);
        judged.into_iter().map(|one| converted(python, document, one)).collect()
    }

    /// Return the words at the ends of a text, and the nats of its words and of spelling out unknown ones.
    fn text_cost<'py>(
        &self,
        text: &Bound<'py, PyString>,
    ) -> PyResult<(Bound<'py, PyString>, Bound<'py, PyString>, f64)> {
        let (stand_ins, taken) = StandIns::of(text)?;
        let cost = self.inner.costs().text(&taken);
        let back = |word: Option<core::Word>| stand_ins.back(text.py(), word.as_ref().map_or("", |word| &word.text));
        Ok((back(cost.first)?, back(cost.last)?, cost.nats))
    }

    /// Return the changes to make and to keep back: whether it is made, its offsets, the replacement, the repairer, why,
    /// and its confidence.
    #[pyo3(signature = (document, proposals, min_confidence=None))]
    fn decide<'py>(
        &self,
        python: Python<'py>,
        document: &Bound<'py, Document>,
        proposals: &Bound<'py, ProposalList>,
        min_confidence: Option<f64>,
    ) -> PyResult<Vec<Change<'py>>> {
        let (document, proposals) = (document.get(), proposals.borrow());
        let back = |string: &str| document.stand_ins.back(python, string);
        let mut found = Vec::new();
        for one in self.judged(python, document, &proposals, min_confidence, core::Detail::Verdicts) {
            let is_made = one.verdict == core::Verdict::Made;
            if !is_made && one.verdict != core::Verdict::KeptBack {
                continue;
            }
            let margins = core::margins(&one.slot, &one.weighed, one.place);
            for &maker in &one.slot.readings[one.place].makers {
                let proposal = &proposals.inner.all()[maker];
                let (start, end) = proposals.inner.text().span(&(proposal.start..proposal.end));
                let why = format!("{}; {margins}", proposal.reason(proposals.inner.text()));
                let (replacement, repairer) = (back(&proposal.replacement)?, back(&proposal.repairer)?);
                found.push((is_made, start, end, replacement, repairer, back(&why)?, one.confidence));
            }
        }
        Ok(found)
    }
}

impl Decider {
    fn judged(
        &self,
        python: Python<'_>,
        document: &Document,
        proposals: &ProposalList,
        min_confidence: Option<f64>,
        detail: core::Detail,
    ) -> Vec<core::Judged> {
        let (text, proposals) = (&document.inner, proposals.inner.all());
        python.detach(|| self.inner.judge(text, proposals, min_confidence, detail))
    }
}

fn converted<'py>(python: Python<'py>, document: &Document, one: core::Judged) -> PyResult<Bound<'py, PyTuple>> {
    let back = |string: &str| document.stand_ins.back(python, string);
    let word = |word: &Option<core::Word>| back(word.as_ref().map_or("", |word| &word.text));
    let readings = one.slot.readings.iter().map(|reading| {
        let (first, last) = (word(&reading.first)?, word(&reading.last)?);
        Ok((back(&reading.text)?, reading.makers.clone(), reading.cost, first, last))
    });
    let readings = readings.collect::<PyResult<Vec<_>>>()?;
    let margins = back(&core::margins(&one.slot, &one.weighed, one.place))?;
    let span = (document.inner.code_points(one.slot.start), document.inner.code_points(one.slot.end));
    let features = one.features.map(|features| features.to_vec());
    (
        span,
        readings,
        one.weighed.nats,
        one.weighed.best,
        one.place,
        (one.confidence, one.verdict as usize, one.asked),
        features,
        one.discounts,
        margins,
    )
        .into_pyobject(python)
}
