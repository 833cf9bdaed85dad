//! Weighing a lattice.
//!
//! The Viterbi algorithm finds the cheapest path, the forward-backward algorithm the posterior probability of each
//! reading (L. R. Rabiner, "A Tutorial on Hidden Markov Models", Proc. IEEE 77, 1989). The readings of a slot are the
//! states, and the costs of the language model between them are the transitions. Costs are in nats.

use super::lattice::{Lattice, Slot};
use super::tokens::TokenCosts;

/// The posteriors of a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Weighed {
    /// The reading on the cheapest path.
    pub best: usize,
    /// For each reading, −ln of its posterior probability, 0 or more.
    pub nats: Vec<f64>,
}

impl Weighed {
    /// Returns the reading on the cheapest path; if it changes nothing, that of the likeliest change. There must be one.
    pub fn best_change(&self) -> usize {
        if self.best > 0 {
            return self.best;
        }
        (1..self.nats.len())
            .reduce(|best, other| if self.nats[other] < self.nats[best] { other } else { best })
            .unwrap_or(0)
    }
}

/// The costs of the readings of a slot after those of the slot before: readings with the same first word share a row.
struct Joins {
    rows: Vec<Vec<f64>>,
    /// The row of each reading.
    of: Vec<usize>,
}

impl Joins {
    fn between(left: &Slot, right: &Slot, costs: &TokenCosts) -> Self {
        let mut rows = Vec::new();
        let mut known: Vec<&str> = Vec::new();
        let of = right.readings.iter().map(|here| {
            let first = here.first.as_ref();
            let text = first.map_or("", |word| &*word.text);
            known.iter().position(|&other| other == text).unwrap_or_else(|| {
                known.push(text);
                rows.push(left.readings.iter().map(|before| costs.pair(before.last.as_ref(), first)).collect());
                rows.len() - 1
            })
        });
        let of = of.collect();
        Self { rows, of }
    }
}

/// Finds the cheapest path, and the posterior of every reading.
///
/// `prices` are further nats that each reading of each slot costs.
pub fn weigh(lattice: &Lattice, costs: &TokenCosts, prices: &[Vec<f64>]) -> Vec<Weighed> {
    let Lattice { slots, left, right } = lattice;
    let own: Vec<Vec<f64>> = slots
        .iter()
        .zip(prices)
        .map(|(slot, prices)| slot.readings.iter().zip(prices).map(|(reading, price)| reading.cost + price).collect())
        .collect();
    let (Some(first), Some(last)) = (slots.first(), slots.last()) else { return Vec::new() };
    let before: Vec<f64> =
        first.readings.iter().map(|reading| costs.pair(Some(left), reading.first.as_ref())).collect();
    let after: Vec<f64> = last.readings.iter().map(|reading| costs.pair(reading.last.as_ref(), Some(right))).collect();
    if slots.len() == 1 {
        // As most lattices have one slot: each reading has one path.
        let totals: Vec<f64> = (0..before.len()).map(|place| before[place] + own[0][place] + after[place]).collect();
        return vec![Weighed { best: least(&totals), nats: shares(&totals) }];
    }
    let joins: Vec<Joins> = slots.windows(2).map(|pair| Joins::between(&pair[0], &pair[1], costs)).collect();
    let best = cheapest_path(&own, &joins, &before, &after);
    let (forward, backward) = (forward_costs(&own, &joins, &before), backward_costs(&own, &joins, &after));
    best.into_iter()
        .zip(forward.iter().zip(&backward))
        .map(|(best, (ahead, behind))| {
            let totals: Vec<f64> = ahead.iter().zip(behind).map(|(a, b)| a + b).collect();
            Weighed { best, nats: shares(&totals) }
        })
        .collect()
}

fn shares(totals: &[f64]) -> Vec<f64> {
    let whole = total_cost(totals);
    totals.iter().map(|nats| (nats - whole).max(0.0)).collect()
}

/// Returns the place of the least number; the first one where they are equal.
fn least(costs: &[f64]) -> usize {
    (0..costs.len()).reduce(|best, other| if costs[other] < costs[best] { other } else { best }).unwrap_or(0)
}

/// Returns −ln of the sum of the probabilities whose −ln are `costs`.
pub(super) fn total_cost(costs: &[f64]) -> f64 {
    let floor = costs.iter().copied().fold(f64::INFINITY, f64::min);
    floor - libm::log(costs.iter().map(|cost| libm::exp(floor - cost)).sum())
}

fn cheapest_path(own: &[Vec<f64>], joins: &[Joins], before: &[f64], after: &[f64]) -> Vec<usize> {
    let mut costs: Vec<f64> = before.iter().zip(&own[0]).map(|(a, b)| a + b).collect();
    let mut steps: Vec<Vec<usize>> = Vec::new();
    for (column, joins) in own[1..].iter().zip(joins) {
        let best: Vec<(usize, f64)> = joins
            .rows
            .iter()
            .map(|row| {
                let totals: Vec<f64> = costs.iter().zip(row).map(|(a, b)| a + b).collect();
                let place = least(&totals);
                (place, totals[place])
            })
            .collect();
        steps.push(joins.of.iter().map(|&row| best[row].0).collect());
        costs = column.iter().zip(&joins.of).map(|(here, &row)| best[row].1 + here).collect();
    }
    let ends: Vec<f64> = costs.iter().zip(after).map(|(a, b)| a + b).collect();
    let mut path = vec![least(&ends)];
    for step in steps.iter().rev() {
        let here = path[path.len() - 1];
        path.push(step[here]);
    }
    path.reverse();
    path
}

/// Returns −ln of the weight of all paths up to each reading, including the reading.
fn forward_costs(own: &[Vec<f64>], joins: &[Joins], before: &[f64]) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = vec![before.iter().zip(&own[0]).map(|(a, b)| a + b).collect()];
    for (number, (column, joins)) in own[1..].iter().zip(joins).enumerate() {
        let behind = &columns[number];
        let total = |row: &Vec<f64>| total_cost(&behind.iter().zip(row).map(|(a, b)| a + b).collect::<Vec<_>>());
        let totals: Vec<f64> = joins.rows.iter().map(total).collect();
        columns.push(column.iter().zip(&joins.of).map(|(here, &row)| here + totals[row]).collect());
    }
    columns
}

/// Returns −ln of the weight of all paths after each reading, without the reading.
fn backward_costs(own: &[Vec<f64>], joins: &[Joins], after: &[f64]) -> Vec<Vec<f64>> {
    let mut columns: Vec<Vec<f64>> = vec![after.to_vec()];
    for (number, (column, joins)) in own[1..].iter().zip(joins).rev().enumerate() {
        let ahead: Vec<f64> = column.iter().zip(&columns[number]).map(|(a, b)| a + b).collect();
        let total = |place: usize| {
            total_cost(&ahead.iter().zip(&joins.of).map(|(a, &row)| a + joins.rows[row][place]).collect::<Vec<_>>())
        };
        columns.push((0..joins.rows.first().map_or(0, Vec::len)).map(total).collect());
    }
    columns.reverse();
    columns
}
