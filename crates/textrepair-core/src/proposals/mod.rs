//! What the repairers propose for a text, until it is decided.

mod list;
mod zoned;

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::Arc;

pub use list::ProposalList;
pub use zoned::{is_plain, unknown_near};

use crate::candidates::Candidate;

/// Why a change is proposed.
#[derive(Clone, Debug)]
pub enum Why {
    /// In the words of a repairer.
    Said(Box<str>),
    /// It is one of the candidates for what stands there. It becomes words when somebody asks.
    Candidate(Arc<[Candidate]>, usize),
}

/// A change that is proposed.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// The name of the repairer.
    pub repairer: Arc<str>,
    /// The offsets in bytes, half open.
    pub start: usize,
    /// The end of what is changed.
    pub end: usize,
    /// The text that should stand there.
    pub replacement: Box<str>,
    /// Why; it also orders proposals that are alike otherwise.
    pub why: Why,
    /// Nats, −ln of the probability that the replacement, if it was printed, is read as what stands here.
    pub cost: f64,
    /// 0–1, a lower bound of the confidence of the change if it is the likeliest reading.
    pub support: f64,
}

impl Proposal {
    /// Returns why, in words for a person; `text` is the text that the proposal is for.
    pub fn reason(&self, text: &str) -> Cow<'_, str> {
        match &self.why {
            Why::Said(reason) => Cow::Borrowed(reason),
            Why::Candidate(all, place) => Cow::Owned(all[*place].reason(&text[self.start..self.end])),
        }
    }

    /// Orders proposals by place, then by repairer, then by content.
    pub(crate) fn by_place(&self, other: &Self, text: &str) -> Ordering {
        (self.start, self.end)
            .cmp(&(other.start, other.end))
            .then_with(|| self.repairer.cmp(&other.repairer))
            .then_with(|| self.within_slot(other, text))
    }

    /// Orders the proposals of a slot, whoever made them.
    pub(crate) fn within_slot(&self, other: &Self, text: &str) -> Ordering {
        (self.start, self.end)
            .cmp(&(other.start, other.end))
            .then_with(|| self.replacement.cmp(&other.replacement))
            .then_with(|| self.reason(text).cmp(&other.reason(text)))
            .then_with(|| self.cost.total_cmp(&other.cost))
            .then_with(|| self.support.total_cmp(&other.support))
    }
}
