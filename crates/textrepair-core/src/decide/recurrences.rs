//! The confusions that recur in a document.
//!
//! An engine that reads `lh` and `dejh` reads à as h, so a lone `h` is probably à. A confusion counts once for each
//! different word: one damaged word proves nothing about others.

use std::collections::{HashMap, HashSet};

use super::alignment::confusions_in;
use super::document::Document;

/// One word counts at most this many times, however often it occurs.
const OFTEN: u32 = 3;
/// A confusion recurs if it occurs in this many slots besides the one in question. Its rate in the document is smoothed
/// as if the character had been read so many more times at the rate of the general table.
const OTHER_TYPES: usize = 2;
const PRIOR_READ: f64 = 200.0;

/// What was printed and what is read; nothing printed stands for any letter that was lost without a trace.
type Kind = (Option<String>, String);

/// The general costs of confusions, in nats.
#[derive(Clone, Debug, Default)]
pub(super) struct General {
    costs: HashMap<(String, String), f64>,
    /// The cost of a confusion that is not in the table.
    any: f64,
}

impl General {
    pub(super) fn new(costs: HashMap<(String, String), f64>, any: f64) -> Self {
        Self { costs, any }
    }

    fn of(&self, kind: &Kind) -> f64 {
        let (printed, read) = kind;
        let known = printed.as_ref().and_then(|printed| self.costs.get(&(printed.clone(), read.clone())));
        known.copied().unwrap_or(self.any)
    }
}

/// The confusions that recur in a document.
#[derive(Debug)]
pub(super) struct Recurrences {
    /// The letters that the document has lost. An engine that drops one of them drops others, so they count as one.
    lost: HashSet<String>,
    /// The slots in which each confusion is likely, with how often.
    slots: HashMap<Kind, HashMap<String, u32>>,
    /// By how many nats each confusion that recurs is cheaper in the document than in general.
    gains: HashMap<Kind, f64>,
}

impl Recurrences {
    /// Counts likely changes: what stands, its repair, and the text of the slot.
    pub(super) fn of(changes: &[(String, String, String)], document: &Document, general: &General) -> Self {
        let lost = document.facts().loss_rates.keys().map(char::to_string).collect();
        let mut found = Self { lost, slots: HashMap::new(), gains: HashMap::new() };
        for (before, after, slot) in changes {
            for kind in found.kinds(before, after) {
                *found.slots.entry(kind).or_default().entry(slot.clone()).or_default() += 1;
            }
        }
        let gains = found.slots.iter().filter(|(_, seen)| seen.len() > OTHER_TYPES).filter_map(|(kind, seen)| {
            let times: u32 = seen.values().map(|count| (*count).min(OFTEN)).sum();
            let came = match &kind.0 {
                None => found.lost.iter().flat_map(|letter| letter.chars()).map(|letter| document.count(letter)).sum(),
                Some(printed) => {
                    printed.chars().map(|letter| document.count(letter)).min().unwrap_or(document.length())
                }
            };
            let usual = libm::exp(-general.of(kind));
            let share = (f64::from(times) + PRIOR_READ * usual) / (f64::from(times) + came as f64 + PRIOR_READ);
            (share > usual).then(|| (kind.clone(), libm::log(share / usual)))
        });
        found.gains = gains.collect();
        found
    }

    /// Returns whether any confusion is more frequent in the document than in general.
    pub(super) fn any(&self) -> bool {
        !self.gains.is_empty()
    }

    /// Returns by how many nats a change is cheaper in the document than in general; 0 if nothing recurs.
    ///
    /// A confusion counts only if it occurs in other slots as well.
    pub(super) fn gain(&self, before: &str, after: &str, slot: &str) -> f64 {
        let kinds = self.kinds(before, after).into_iter();
        let gains = kinds.filter_map(|kind| {
            let gain = *self.gains.get(&kind)?;
            (self.others(&kind, slot) >= OTHER_TYPES).then_some(gain)
        });
        gains.fold(0.0, |sum, gain| sum + gain)
    }

    /// Returns in how many other slots the rarest confusion of a change occurs in a likely change.
    pub(super) fn types(&self, before: &str, after: &str, slot: &str) -> usize {
        self.kinds(before, after).iter().map(|kind| self.others(kind, slot)).min().unwrap_or(0)
    }

    /// Returns the confusions in which a word and its repair differ; all dropped letters are the same confusion.
    fn kinds(&self, before: &str, after: &str) -> Vec<Kind> {
        let confusions = confusions_in(before, after).into_iter();
        confusions
            .map(
                |(printed, read)| {
                    if read.is_empty() && self.lost.contains(&printed) { (None, read) } else { (Some(printed), read) }
                },
            )
            .collect()
    }

    fn others(&self, kind: &Kind, slot: &str) -> usize {
        let Some(seen) = self.slots.get(kind) else { return 0 };
        seen.len() - usize::from(seen.contains_key(slot))
    }
}
