//! The lattice of readings: all readings of the words that may be changed, with their costs.
//!
//! Proposals that touch each other, or stand in one token, form a *slot*. Every way of making some of them is a
//! *reading* of the slot; "leave it" is a reading like any other. Slots with nothing but white space between them are
//! linked: what the language model charges for one depends on how the other is read. Linked slots are a *lattice*, with
//! the words left and right of it as its ends. Costs are in nats.

use std::ops::Range;
use std::sync::Arc;

use super::document::Document;
use super::tokens::{TokenCosts, Word};
use crate::language::{END, continues};
use crate::places::{token_end, token_start};
use crate::proposals::Proposal;
use crate::unicode::{is_space, split_space, trim_space_end, trim_space_start};

/// Limits of one slot. It takes so many proposals and keeps the cheapest. If they form more than so many sets, only the
/// sets of the best proposals are tried. So many of the cheapest readings are kept.
const CROWD: usize = 128;
const CHANGES: usize = 32;
const SETS: usize = 256;
const BEST: usize = 8;
const KEPT: usize = 24;
/// How far to look for the words to the left and right, in code points.
const CONTEXT: usize = 60;

/// One reading of a slot.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The text of the slot in this reading.
    pub text: String,
    /// The proposals that make it, as places in the list of all; none for "leave it".
    pub makers: Vec<usize>,
    /// Nats of its words, of spelling out unknown words, and of its changes; without the joins to its neighbours.
    pub cost: f64,
    /// The words at its ends, if it has any.
    pub first: Option<Word>,
    /// The last word.
    pub last: Option<Word>,
}

/// A span of the text, in bytes, and its readings, "leave it" first.
#[derive(Clone, Debug)]
pub struct Slot {
    /// Where it starts.
    pub start: usize,
    /// Where it ends, exclusive.
    pub end: usize,
    /// Its readings; there is at least one.
    pub readings: Vec<Reading>,
}

/// Linked slots, and the words beside them.
#[derive(Clone, Debug)]
pub struct Lattice {
    /// The slots, in order.
    pub slots: Vec<Arc<Slot>>,
    /// The word before the first slot.
    pub left: Word,
    /// The word after the last one.
    pub right: Word,
}

/// Returns the lattices of a text, in order.
pub fn lattices(document: &Document, proposals: &[Proposal], costs: &TokenCosts) -> Vec<Lattice> {
    let mut found = Vec::new();
    let mut slots: Vec<Arc<Slot>> = Vec::new();
    let text = document.text();
    for (start, end, window) in windows(document, proposals) {
        if let Some(last) = slots.last() {
            let gap = &text[last.end..start];
            let is_linked = !gap.is_empty() && gap.chars().all(is_space) && !is_break(text, last.end, start);
            if !is_linked {
                found.push(lattice(document, std::mem::take(&mut slots), costs));
            }
        }
        let readings = lay_out(text, start..end, &window, proposals, costs);
        slots.push(Arc::new(Slot { start, end, readings }));
    }
    if !slots.is_empty() {
        found.push(lattice(document, slots, costs));
    }
    found
}

fn lattice(document: &Document, slots: Vec<Arc<Slot>>, costs: &TokenCosts) -> Lattice {
    let (first, last) = (slots.first().map_or(0, |slot| slot.start), slots.last().map_or(0, |slot| slot.end));
    Lattice { left: before(document, first, costs), right: after(document, last, costs), slots }
}

/// Returns the groups of proposals that overlap, touch, or share a token, each with the span of its tokens.
fn windows(document: &Document, proposals: &[Proposal]) -> Vec<(usize, usize, Vec<usize>)> {
    let mut order: Vec<usize> = (0..proposals.len()).collect();
    let text = document.text();
    order.sort_by(|&one, &other| proposals[one].by_place(&proposals[other], text));
    let mut found = Vec::new();
    let mut window: Vec<usize> = Vec::new();
    let (mut first, mut reach) = (0, 0);
    for place in order {
        let proposal = &proposals[place];
        if window.len() >= CROWD && proposal.start < reach {
            continue; // a group this large is noise: further proposals that reach into it are dropped
        }
        if !window.is_empty() && (proposal.start > reach || window.len() >= CROWD) {
            found.push((first, reach, cheapest(std::mem::take(&mut window), proposals)));
        }
        if window.is_empty() {
            first = token_start(text, proposal.start, CONTEXT).max(reach);
        }
        window.push(place);
        reach = reach.max(token_end(text, proposal.end, CONTEXT));
    }
    if !window.is_empty() {
        found.push((first, reach, cheapest(window, proposals)));
    }
    found
}

/// Returns the cheapest proposals in the order given; of equal ones, the first.
fn cheapest(window: Vec<usize>, proposals: &[Proposal]) -> Vec<usize> {
    if window.len() <= CHANGES {
        return window;
    }
    let mut order: Vec<usize> = (0..window.len()).collect();
    order.sort_by(|&one, &other| proposals[window[one]].cost.total_cmp(&proposals[window[other]].cost));
    order.truncate(CHANGES);
    order.sort_unstable();
    order.into_iter().map(|place| window[place]).collect()
}

/// Returns the readings of a span of text with its proposals, "leave it" first; of readings with the same text, the
/// cheapest.
fn lay_out(
    text: &str,
    span: Range<usize>,
    window: &[usize],
    proposals: &[Proposal],
    costs: &TokenCosts,
) -> Vec<Reading> {
    let stands = &text[span.clone()];
    let lay = |makers: &[usize]| laid(stands, span.start, makers, proposals, costs);
    let mut sets = Vec::new();
    if !add_sets(window, proposals, &mut Vec::new(), &mut sets, SETS) {
        let mut alone: Vec<(f64, usize)> = window.iter().map(|&place| (lay(&[place]).cost, place)).collect();
        alone.sort_by(|one, other| one.0.total_cmp(&other.0));
        let mut best: Vec<usize> = alone.into_iter().take(BEST).map(|(_, place)| place).collect();
        best.sort_by(|&one, &other| proposals[one].within_slot(&proposals[other], text));
        sets.clear();
        add_sets(&best, proposals, &mut Vec::new(), &mut sets, usize::MAX);
    }
    let mut found: Vec<Reading> = Vec::with_capacity(sets.len());
    for makers in sets {
        let reading = lay(&makers);
        // A slot has few readings, so that a search is faster than a table.
        match found.iter().position(|known| known.text == reading.text) {
            None => found.push(reading),
            // The first one leaves the text, and stays.
            Some(place) if place > 0 && reading.cost < found[place].cost => found[place] = reading,
            Some(_) => {}
        }
    }
    found[1..].sort_by(|one, other| one.cost.total_cmp(&other.cost).then_with(|| one.text.cmp(&other.text)));
    found.truncate(KEPT);
    found
}

/// Adds every set of proposals that do not overlap, the empty set first; returns false once there are too many.
fn add_sets(
    places: &[usize],
    proposals: &[Proposal],
    chosen: &mut Vec<usize>,
    sets: &mut Vec<Vec<usize>>,
    most: usize,
) -> bool {
    if sets.len() >= most {
        return false;
    }
    sets.push(chosen.clone());
    for (number, &first) in places.iter().enumerate() {
        let end = proposals[first].end;
        let rest: Vec<usize> =
            places[number + 1..].iter().copied().filter(|&other| proposals[other].start >= end).collect();
        chosen.push(first);
        let fits = add_sets(&rest, proposals, chosen, sets, most);
        chosen.pop();
        if !fits {
            return false;
        }
    }
    true
}

fn laid(stands: &str, start: usize, makers: &[usize], proposals: &[Proposal], costs: &TokenCosts) -> Reading {
    let mut text = String::with_capacity(stands.len() + 8);
    let (mut position, mut channel) = (0, 0.0);
    for &place in makers {
        let proposal = &proposals[place];
        text.push_str(&stands[position..proposal.start - start]);
        text.push_str(&proposal.replacement);
        position = proposal.end - start;
        channel += proposal.cost;
    }
    text.push_str(&stands[position..]);
    let cost = costs.text(&text);
    Reading { text, makers: makers.to_vec(), cost: cost.nats + channel, first: cost.first, last: cost.last }
}

/// Returns the word before an offset; the end of a sentence where a text or a paragraph begins.
fn before(document: &Document, offset: usize, costs: &TokenCosts) -> Word {
    let text = document.text();
    let low = text[..offset].char_indices().rev().take(CONTEXT).last().map_or(offset, |(place, _)| place);
    let near = trim_space_end(&text[low..offset]);
    // The limit may cut a word in two. Such long words hardly occur.
    let last = near.rfind(is_space).map_or(near, |space| trim_space_start(&near[space..]));
    if last.is_empty() || is_break(text, low + near.len(), offset) {
        return end_of_sentence(costs);
    }
    costs.token(last).last.clone().unwrap_or_else(|| end_of_sentence(costs))
}

fn after(document: &Document, offset: usize, costs: &TokenCosts) -> Word {
    let text = document.text();
    let high = text[offset..].char_indices().nth(CONTEXT).map_or(text.len(), |(place, _)| offset + place);
    let Some((place, first)) = split_space(&text[offset..high]).next() else { return end_of_sentence(costs) };
    if is_break(text, offset, offset + place) {
        return end_of_sentence(costs);
    }
    costs.token(first).first.clone().unwrap_or_else(|| end_of_sentence(costs))
}

fn end_of_sentence(costs: &TokenCosts) -> Word {
    Word { text: END.into(), token: costs.model().end() }
}

/// Returns whether white space holds an empty line that ends a sentence.
fn is_break(text: &str, start: usize, end: usize) -> bool {
    text[start..end].contains("\n\n") && !continues(text, start, end)
}
