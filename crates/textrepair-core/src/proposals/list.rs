//! The proposals of one stage for one text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::{Proposal, Why};
use crate::candidates::{Candidate, Joiner, Remembered, Restorer};
use crate::policy::{Change, Policy, Stage};
use crate::text::IndexedText;
use crate::zones::Kinds;

/// The proposals of one stage for one text, in the order of the chain.
#[derive(Clone, Debug)]
pub struct ProposalList {
    text: IndexedText,
    all: Vec<Proposal>,
    /// The repairers that have proposed something, with the zones that they may touch; the last one proposes now.
    makers: Vec<(Arc<str>, Kinds)>,
}

impl ProposalList {
    /// Makes an empty list for a text.
    pub fn new(text: IndexedText) -> Self {
        Self { text, all: Vec::new(), makers: Vec::new() }
    }

    /// Names the repairer whose proposals are added from now on, and the zones that it may touch.
    pub fn begin(&mut self, repairer: &str, zones: Kinds) {
        self.makers.push((repairer.into(), zones));
    }

    /// Returns the text.
    pub fn text(&self) -> &IndexedText {
        &self.text
    }

    /// Returns the proposals.
    pub fn all(&self) -> &[Proposal] {
        &self.all
    }

    /// Returns the zones that the repairer of a proposal may touch.
    pub(super) fn kinds_of(&self, proposal: &Proposal) -> Kinds {
        let mut makers = self.makers.iter().rev();
        makers.find(|(name, _)| Arc::ptr_eq(name, &proposal.repairer)).map_or(Kinds::PROSE, |(_, kinds)| *kinds)
    }

    /// Adds a proposal of the current repairer, unless it changes nothing.
    ///
    /// # Arguments
    /// - `span`: a span of bytes of the text.
    /// - `replacement`, `why`: what should stand there, and why.
    /// - `cost`: nats; `support`: 0–1.
    pub fn add(&mut self, span: Range<usize>, replacement: &str, why: Why, cost: f64, support: f64) {
        if self.text[span.clone()] == *replacement {
            return;
        }
        let Some((repairer, _)) = self.makers.last() else { return };
        let repairer = Arc::clone(repairer);
        let (start, end) = (span.start, span.end);
        self.all.push(Proposal { repairer, start, end, replacement: replacement.into(), why, cost, support });
    }

    /// Adds the candidates of words, which are spans of bytes.
    pub fn add_candidates(&mut self, reader: &Remembered, words: &[Range<usize>]) {
        let text = self.text.clone();
        for word in words {
            self.add_each(word, &reader.candidates(&text[word.clone()]));
        }
    }

    /// Adds the joins of the pieces of words; arguments as for [`Joiner::propose`].
    pub fn add_joins(&mut self, joiner: &Joiner, fragments: &[usize], tokens: &[Range<usize>]) {
        for (run, candidates) in joiner.propose(&self.text.clone(), fragments, tokens) {
            self.add_each(&run, &candidates);
        }
    }

    /// Adds the words with the letters that the document has lost; arguments as for [`Restorer::propose`].
    pub fn add_restored(&mut self, restorer: &Restorer, rates: &HashMap<char, f64>) {
        for one in restorer.propose(&self.text.clone(), rates) {
            let why = Why::Said(format!("the document has lost ‘{}’ elsewhere", one.letters).into());
            self.add(one.span, &one.word, why, one.cost, 0.0);
        }
    }

    fn add_each(&mut self, span: &Range<usize>, candidates: &Arc<[Candidate]>) {
        for (place, candidate) in candidates.iter().enumerate() {
            let why = Why::Candidate(Arc::clone(candidates), place);
            self.add(span.clone(), &candidate.word, why, candidate.cost, 0.0);
        }
    }

    /// Drops the proposals from a place on.
    pub fn truncate(&mut self, place: usize) {
        self.all.truncate(place);
    }

    /// Drops the proposals from a place on that the policy of the document does not allow.
    pub fn admit(&mut self, from: usize, policy: &Policy, stage: Stage) {
        self.retain_from(from, |proposal| {
            let change = Change { start: proposal.start, end: proposal.end, replacement: &proposal.replacement };
            policy.objection(change, stage).is_none()
        });
    }

    /// Drops the proposals that touch one of some spans, which are sorted.
    pub fn drop_touching(&mut self, spans: &[Range<usize>]) {
        self.all.retain(|proposal| {
            let place = spans.partition_point(|span| span.end < proposal.start);
            spans.get(place).is_none_or(|span| span.start > proposal.end)
        });
    }

    /// Drops the proposals of some places, which are sorted.
    pub fn remove(&mut self, places: &[usize]) {
        let (mut place, mut removed) = (0, places.iter().peekable());
        self.all.retain(|_| {
            let is_kept = removed.next_if(|&&next| next == place).is_none();
            place += 1;
            is_kept
        });
    }

    fn retain_from(&mut self, from: usize, mut keeps: impl FnMut(&Proposal) -> bool) {
        let mut place = 0;
        self.all.retain(|proposal| {
            place += 1;
            place <= from || keeps(proposal)
        });
    }

    /// Returns the places of the proposals that are made where nothing is weighed: of those that overlap, the one that
    /// starts first; of those, the first in the order of the list.
    pub fn without_overlaps(&self) -> Vec<usize> {
        let mut order: Vec<usize> = (0..self.all.len()).collect();
        order.sort_by_key(|&place| self.all[place].start);
        let mut made: Vec<usize> = Vec::new();
        for place in order {
            let one = &self.all[place];
            let is_free = made.last().is_none_or(|&last| {
                let last = &self.all[last];
                one.start >= last.end && (one.start, one.end) != (last.start, last.end)
            });
            if is_free {
                made.push(place);
            }
        }
        made
    }
}
