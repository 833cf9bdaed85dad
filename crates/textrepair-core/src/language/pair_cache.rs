//! The costs of pairs of words that were asked for last.
//!
//! A lattice is weighed twice, and running text has the same few pairs over and over ("de la"), while the table of all
//! pairs is far larger than what a processor keeps near.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};

/// How many costs are kept: 256 kilobytes.
const SLOTS: usize = 1 << 15;
/// The bits of the number of a word, and of a cost.
const WORD_BITS: u32 = 24;
const COST_BITS: u32 = 16;
const EMPTY: u64 = u64::MAX;

/// The most words of a vocabulary: a number has to fit, and none may look like an empty slot.
pub(super) const MOST_WORDS: usize = (1 << WORD_BITS) - 1;

/// Keeps the cost of a pair in the slot that its numbers lead to, until another pair takes the slot.
///
/// A slot is one number that holds the pair and its cost, so that threads may read and write it without a lock: what is
/// read is some pair with its own cost.
pub(super) struct PairCache(Box<[AtomicU64]>);

impl Default for PairCache {
    fn default() -> Self {
        Self((0..SLOTS).map(|_| AtomicU64::new(EMPTY)).collect())
    }
}

impl fmt::Debug for PairCache {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("PairCache").finish_non_exhaustive()
    }
}

impl PairCache {
    /// Returns the cost of a pair, in steps; computed if it is not kept.
    pub(super) fn get(&self, left: u32, right: u32, compute: impl FnOnce() -> u32) -> u32 {
        let pair = u64::from(left) << WORD_BITS | u64::from(right);
        // Multiplied by 2^64 over the golden ratio, the top bits depend on all bits (D. E. Knuth, "The Art of Computer
        // Programming", volume 3, section 6.4).
        let place = pair.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SLOTS.ilog2());
        let slot = &self.0[place as usize];
        let kept = slot.load(Ordering::Relaxed);
        if kept >> COST_BITS == pair {
            return (kept & ((1 << COST_BITS) - 1)) as u32;
        }
        let cost = compute();
        if cost < 1 << COST_BITS {
            slot.store(pair << COST_BITS | u64::from(cost), Ordering::Relaxed);
        }
        cost
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST_WORDS, PairCache, SLOTS};

    #[test]
    fn every_pair_has_its_own_cost() {
        let cache = PairCache::default();
        let words = || (0..200u32).chain([MOST_WORDS as u32 - 1]);
        let cost = |left: u32, right: u32| (left.wrapping_mul(31) + right) % 70_000;
        // More pairs than slots, and twice.
        assert!(words().count().pow(2) > SLOTS);
        for _ in 0..2 {
            for (left, right) in words().flat_map(|left| words().map(move |right| (left, right))) {
                assert_eq!(cache.get(left, right, || cost(left, right)), cost(left, right));
            }
        }
        // What was asked for last is kept, and nothing computes it again.
        assert_eq!(cache.get(1, 2, || cost(1, 2)), 33);
        assert_eq!(cache.get(1, 2, || 7), 33);
    }
}
