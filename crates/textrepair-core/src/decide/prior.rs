//! The confidence of a change in a language whose pack has no confidence model.
//!
//! Rules of thumb charge each change a prior, which is higher the less damaged the document is, and higher for what may
//! be a name. The confidence is computed from the posterior of the reading after this charge.

use std::sync::Arc;

use super::confidence::SUREST;
use super::damage::{Damage, damage_of};
use super::decider::Decider;
use super::document::Document;
use super::lattice::{Lattice, Reading};
use super::survey::Place;
use super::weighing::weigh;
use crate::places::begins_sentence;
use crate::proposals::Proposal;
use crate::unicode::{all_alpha, is_upper};

/// In damaged modern text with more than this share (0–1) of unknown words, most of these words have a likely change
/// (measured: 0.6–0.9 of them; 0.3–0.5 in charters and old prints).
const MANY: f64 = 0.15;
const EXPLAINED: f64 = 0.5;
/// How many times the damage of a document is estimated from the changes that would be made.
const ESTIMATES: usize = 3;
/// Changing letters in a word this short costs more: some short word is always near.
const SHORT: usize = 3;
/// An unknown word recurs if it occurs this many times: the first number is for a word with a capital, a possible name.
const TWICE: u32 = 2;
const OFTEN: u32 = 3;
/// From this confidence (0–1) on a change counts as damage.
const SURE: f64 = 0.5;
/// The posterior is too high; its −ln is multiplied by this. In a text with hardly any damage, about half of the changes
/// with a posterior of 0.9 are right.
const TOO_SURE: f64 = 6.0;
/// A document with this share (0–1) of damaged words is damaged. The share is estimated as if the document had so many
/// more words with the prior share.
const DAMAGED: f64 = 0.02;
const PRIOR_DAMAGE: f64 = 0.01;
const PRIOR_WORDS: f64 = 100.0;
const STEEPNESS: f64 = 3.0;

/// What a reading costs besides: nats, and how many times the prior of each kind of damage.
struct Price {
    nats: f64,
    changes: [f64; 3],
}

/// A slot, the place of its best change, and the confidence (0–1) of that change.
type Share = (Place, usize, f64);

/// Returns each slot with its best change and the confidence of that change.
pub(super) fn shares(
    decider: &Decider,
    document: &Document,
    proposals: &[Proposal],
    lattices: &[Lattice],
) -> Vec<Share> {
    let language = decider.language();
    let prices: Vec<Vec<Vec<Price>>> = lattices
        .iter()
        .map(|lattice| {
            let slots = lattice.slots.iter();
            slots
                .map(|slot| slot.readings.iter().map(|reading| price(decider, document, proposals, reading)).collect())
                .collect()
        })
        .collect();
    let silent = language.prices().of("prior-silent");
    let facts = document.facts();
    let words = facts.words as f64;
    let mut prior = [prior_of(facts.damage * words, words); 3];
    if facts.old {
        prior[Damage::Diacritics as usize] = silent;
        prior[Damage::Letters as usize] = silent;
    }
    let mut found = charged(decider, lattices, &prices, &prior);
    let likely = sure(&found);
    if facts.damage > MANY && (likely.len() as f64) < EXPLAINED * facts.damage * words {
        // Most of its many unknown words have no likely change: the text is in old spelling or in another language, and
        // the changes of the other words are there by chance.
        return charged(decider, lattices, &prices, &[silent; 3]);
    }
    // Unknown words overstate the damage of a text full of names and foreign words, and words cut by hyphens are no
    // evidence about letters. The changes that would be made estimate each kind of damage better.
    for _ in 0..ESTIMATES {
        let mut changed = [0.0; 3];
        for maker in sure(&found) {
            let proposal = &proposals[maker];
            let before = &document.text()[proposal.start..proposal.end];
            changed[damage_of(before, &proposal.replacement) as usize] += 1.0;
        }
        let stricter = std::array::from_fn(|kind| f64::max(prior[kind], prior_of(changed[kind], words)));
        if stricter == prior {
            break;
        }
        prior = stricter;
        found = charged(decider, lattices, &prices, &prior);
    }
    found
}

/// Returns the nats that each change costs besides its channel cost: 0 where one word in fifty or more is damaged.
fn prior_of(damaged: f64, words: f64) -> f64 {
    // Smoothed, so that a short text does not look clean or heavily damaged by chance.
    let share = (damaged + PRIOR_DAMAGE * PRIOR_WORDS) / (words + PRIOR_WORDS);
    STEEPNESS * libm::log(DAMAGED / share).max(0.0)
}

/// Returns the proposals of the changes that are more likely right than wrong.
fn sure(found: &[Share]) -> Vec<usize> {
    let likely = found.iter().filter(|(_, _, confidence)| *confidence >= SURE);
    likely.flat_map(|(place, best, _)| place.slot.readings[*best].makers.iter().copied()).collect()
}

fn charged(decider: &Decider, lattices: &[Lattice], prices: &[Vec<Vec<Price>>], prior: &[f64; 3]) -> Vec<Share> {
    let mut found = Vec::new();
    for (lattice, columns) in lattices.iter().zip(prices) {
        let of = |price: &Price| {
            price.nats + prior.iter().zip(&price.changes).fold(0.0, |sum, (nats, times)| sum + nats * times)
        };
        let charged: Vec<Vec<f64>> = columns.iter().map(|column| column.iter().map(of).collect()).collect();
        for (slot, weighed) in lattice.slots.iter().zip(weigh(lattice, &decider.costs, &charged)) {
            if weighed.nats.len() < 2 {
                continue; // its proposals change nothing
            }
            let best = weighed.best_change();
            let confidence = libm::exp(-weighed.nats[best] * TOO_SURE).min(SUREST);
            found.push((Place { slot: Arc::clone(slot), weighed }, best, confidence));
        }
    }
    found
}

fn price(decider: &Decider, document: &Document, proposals: &[Proposal], reading: &Reading) -> Price {
    let mut price = Price { nats: 0.0, changes: [0.0; 3] };
    for &maker in &reading.makers {
        let proposal = &proposals[maker];
        let damage = damage_of(&document.text()[proposal.start..proposal.end], &proposal.replacement);
        let (nats, times) = restraint(decider, document, proposal, damage);
        price.nats += nats;
        price.changes[damage as usize] += times;
    }
    price
}

/// Returns the nats that a change of a possible name or of a recurring word costs, and how many times the prior.
fn restraint(decider: &Decider, document: &Document, proposal: &Proposal, damage: Damage) -> (f64, f64) {
    let (text, prices) = (document.text(), decider.language().prices());
    let word = &text[proposal.start..proposal.end];
    let times = document.unknown(word);
    let is_own = decider.language().lexicon().words().contains_key(&*proposal.replacement);
    if !all_alpha(word) || times == 0 || is_own {
        return (0.0, 1.0);
    }
    let is_named = word.chars().next().is_some_and(is_upper);
    let mut nats = if is_named { prices.of("prior-name") } else { 0.0 };
    if is_named && !begins_sentence(text, proposal.start) {
        nats += prices.of("prior-name-within-sentence");
    }
    if word.chars().nth(SHORT).is_none() && damage == Damage::Letters {
        nats += prices.of("prior-short-word");
    }
    if times >= if is_named { TWICE } else { OFTEN } {
        nats += prices.of("prior-recurring-word");
    }
    (nats, if is_named { 2.0 } else { 1.0 })
}
