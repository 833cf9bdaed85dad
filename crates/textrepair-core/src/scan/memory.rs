//! The memory of which prefilters open for which tokens.

use std::sync::atomic::{AtomicUsize, Ordering};

use super::prefilter::{Failed, Marker};
use super::token_table::TokenTable;
use crate::fork_safe::ReadMostly;
use crate::unicode::all_alpha;

/// A text is scanned in blocks of about so many bytes, cut at a single character of white space.
const BLOCK: usize = 10_000;
/// The most tokens of a generation; two generations are kept.
const REMEMBERED: usize = 80_000;
/// A longer token, in bytes, hardly ever occurs again and would only fill the memory.
const LONGEST_REMEMBERED: usize = 120;

#[derive(Default)]
struct Generations {
    current: TokenTable,
    before: TokenTable,
}

impl Generations {
    /// Returns whether a token is a word with a stop or comma after it, and no prefilter opens for the word alone.
    fn shuts_word_of(&self, token: &str) -> bool {
        token
            .strip_suffix([',', '.', ';', ':'])
            .is_some_and(|word| self.current.get(word) == Some(0) && all_alpha(word))
    }
}

/// Which prefilters open for which tokens; it remembers the answers, in bounded memory.
pub struct TokenMarks {
    marker: Marker,
    limit: AtomicUsize,
    block: AtomicUsize,
    seen: ReadMostly<Generations>,
}

impl TokenMarks {
    /// Makes an empty memory.
    pub fn new(marker: Marker) -> Self {
        Self {
            marker,
            limit: AtomicUsize::new(REMEMBERED),
            block: AtomicUsize::new(BLOCK),
            seen: ReadMostly::default(),
        }
    }

    /// Returns what is asked about tokens that are not remembered.
    pub fn marker(&self) -> &Marker {
        &self.marker
    }

    /// Returns the most tokens of a generation; two generations are kept.
    pub fn limit(&self) -> usize {
        self.limit.load(Ordering::Relaxed)
    }

    /// Sets the most tokens of a generation.
    pub fn set_limit(&self, limit: usize) {
        self.limit.store(limit, Ordering::Relaxed);
    }

    /// Returns of about how many bytes the blocks are in which a text is scanned.
    pub fn block(&self) -> usize {
        self.block.load(Ordering::Relaxed)
    }

    /// Sets of about how many bytes the blocks are.
    pub fn set_block(&self, block: usize) {
        self.block.store(block.max(1), Ordering::Relaxed);
    }

    /// Returns how many tokens are remembered.
    pub fn len(&self) -> usize {
        self.seen.read().map_or(0, |seen| seen.current.len() + seen.before.len())
    }

    /// Returns whether no token is remembered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Calls `found` with the number and the mark of each token, in any order.
    ///
    /// # Errors
    /// A test of the caller failed.
    pub fn each(&self, tokens: &[&str], mut found: impl FnMut(usize, u64)) -> Result<(), Failed> {
        let mut new = Vec::new();
        if let Some(seen) = self.seen.read() {
            for (number, &token) in tokens.iter().enumerate() {
                match seen.current.get(token) {
                    Some(mark) => found(number, mark),
                    None => new.push((number, token, seen.before.get(token), seen.shuts_word_of(token))),
                }
            }
        } else {
            new.extend(tokens.iter().enumerate().map(|(number, &token)| (number, token, None, false)));
        }
        if new.is_empty() {
            return Ok(());
        }
        // The answers are worked out without the lock: a test of the caller may take long, or scan a text itself.
        let mut own = TokenTable::default();
        for (number, token, known, is_shut) in new {
            let mark = match known.or_else(|| own.get(token)) {
                Some(mark) => mark,
                None if is_shut => self.marker.mark_of_sign(token)?,
                None => self.marker.mark(token)?,
            };
            if token.len() <= LONGEST_REMEMBERED {
                own.insert(token, mark);
            }
            found(number, mark);
        }
        if let Some(mut seen) = self.seen.write() {
            if seen.current.len() > self.limit() {
                seen.before = std::mem::take(&mut seen.current);
            }
            seen.current.extend(own);
        }
        Ok(())
    }
}
