//! What the likely changes of a document have in common.

use std::collections::HashMap;
use std::sync::Arc;

use super::damage::{Damage, damage_of};
use super::document::Document;
use super::lattice::{Lattice, Reading, Slot};
use super::recurrences::{General, Recurrences};
use super::tokens::TokenCosts;
use super::weighing::{Weighed, weigh};
use crate::proposals::Proposal;
use crate::unicode::{all_alpha, split_space};

/// Nats: the changes of a reading at least this likely are counted as evidence of what the document confuses.
const LIKELY: f64 = 0.5;

/// How often each string occurs, and how many there are.
#[derive(Debug, Default)]
pub(super) struct Counter {
    counts: HashMap<String, u32>,
    pub(super) total: u32,
}

impl Counter {
    fn add(&mut self, string: &str) {
        *self.counts.entry(string.to_owned()).or_default() += 1;
        self.total += 1;
    }

    fn set(&mut self, string: &str, count: u32) {
        let before = self.counts.insert(string.to_owned(), count).unwrap_or(0);
        self.total = self.total - before + count;
    }

    pub(super) fn of(&self, string: &str) -> u32 {
        self.counts.get(string).copied().unwrap_or(0)
    }
}

/// What all changes of a document share.
#[derive(Debug)]
pub(super) struct Surroundings {
    pub(super) recurrences: Recurrences,
    /// For each kind of damage, how often each string has a likely change.
    pub(super) likely: [Counter; 3],
    /// How often each unknown word with a likely change occurs.
    pub(super) explained: Counter,
}

/// A slot in its lattice, with its posteriors.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) slot: Arc<Slot>,
    pub(super) weighed: Weighed,
}

/// Returns all slots of a text that have a change, with their posteriors, and what their changes have in common.
pub(super) fn survey(
    document: &Document,
    proposals: &[Proposal],
    lattices: &[Lattice],
    costs: &TokenCosts,
    general: &General,
) -> (Vec<Place>, Surroundings) {
    let free: Vec<Vec<Weighed>> = lattices
        .iter()
        .map(|lattice| {
            let prices: Vec<Vec<f64>> = lattice.slots.iter().map(|slot| vec![0.0; slot.readings.len()]).collect();
            weigh(lattice, costs, &prices)
        })
        .collect();
    let mut changes = Vec::new();
    for (lattice, weighed) in lattices.iter().zip(&free) {
        for (slot, weighed) in lattice.slots.iter().zip(weighed) {
            add_likely(document, proposals, slot, weighed, &mut changes);
        }
    }
    let recurrences = Recurrences::of(&changes, document, general);
    let mut places = Vec::new();
    for (lattice, as_anywhere) in lattices.iter().zip(free) {
        for (slot, weighed) in
            lattice.slots.iter().zip(again(document, proposals, lattice, as_anywhere, costs, &recurrences))
        {
            // A slot whose proposals change nothing has one reading only.
            if weighed.nats.len() > 1 {
                places.push(Place { slot: Arc::clone(slot), weighed });
            }
        }
    }
    let mut around = Surroundings { recurrences, likely: Default::default(), explained: Counter::default() };
    for place in &places {
        changes.clear();
        add_likely(document, proposals, &place.slot, &place.weighed, &mut changes);
        for (before, after, _) in &changes {
            around.likely[damage_of(before, after) as usize].add(before);
            for (_, word) in split_space(before) {
                if document.unknown(word) > 0 {
                    around.explained.set(word, document.unknown(word));
                }
            }
        }
    }
    (places, around)
}

/// Weighs a lattice again, if the confusions of a reading recur.
fn again(
    document: &Document,
    proposals: &[Proposal],
    lattice: &Lattice,
    as_anywhere: Vec<Weighed>,
    costs: &TokenCosts,
    recurrences: &Recurrences,
) -> Vec<Weighed> {
    if !recurrences.any() {
        return as_anywhere;
    }
    let discount = |slot: &Slot, reading: &Reading| -discount(document, proposals, recurrences, slot, reading);
    let prices: Vec<Vec<f64>> = lattice
        .slots
        .iter()
        .map(|slot| slot.readings.iter().map(|reading| discount(slot, reading)).collect())
        .collect();
    let recurs = prices.iter().flatten().any(|price| *price != 0.0);
    if recurs { weigh(lattice, costs, &prices) } else { as_anywhere }
}

/// Returns by how many nats a reading of a slot is cheaper because its confusions recur in the document.
fn discount(
    document: &Document,
    proposals: &[Proposal],
    recurrences: &Recurrences,
    slot: &Slot,
    reading: &Reading,
) -> f64 {
    let stands = slot.readings.first().map_or("", |reading| &reading.text);
    let gains = reading.makers.iter().map(|&maker| &proposals[maker]).filter_map(|proposal| {
        let word = &document.text()[proposal.start..proposal.end];
        let is_word = document.unknown(word) > 0 && all_alpha(word) && all_alpha(&proposal.replacement);
        is_word.then(|| recurrences.gain(word, &proposal.replacement, stands))
    });
    gains.fold(0.0, |sum, gain| sum + gain)
}

/// Adds the changes of a slot's best reading if it is likely: what stands, the replacement, and the slot's text.
fn add_likely(
    document: &Document,
    proposals: &[Proposal],
    slot: &Slot,
    weighed: &Weighed,
    changes: &mut Vec<(String, String, String)>,
) {
    if weighed.nats.len() < 2 || weighed.best == 0 || weighed.nats[weighed.best] > LIKELY {
        return;
    }
    for &maker in &slot.readings[weighed.best].makers {
        let proposal = &proposals[maker];
        let before = document.text()[proposal.start..proposal.end].to_owned();
        changes.push((before, proposal.replacement.to_string(), slot.readings[0].text.clone()));
    }
}

impl Surroundings {
    /// Returns by how many nats each reading of a slot is cheaper because its confusions recur; empty if none does.
    pub(super) fn discounts(&self, document: &Document, proposals: &[Proposal], slot: &Slot) -> Vec<f64> {
        if !self.recurrences.any() {
            return Vec::new();
        }
        let of = |reading| discount(document, proposals, &self.recurrences, slot, reading);
        slot.readings.iter().map(of).collect()
    }

    /// Returns how many words have a likely change.
    pub(super) fn likely(&self) -> u32 {
        Damage::ALL.into_iter().map(|kind| self.likely[kind as usize].total).sum()
    }
}
