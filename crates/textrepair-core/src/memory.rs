//! Answers that are kept, in bounded memory.

use std::sync::atomic::{AtomicUsize, Ordering};

use hashbrown::HashMap;

use crate::fork_safe::Guarded;

/// The answers to strings; emptied when it holds as many as it may.
///
/// Two threads that ask at the same moment may both compute an answer; both answers are equal.
#[derive(Debug)]
pub struct Memory<T> {
    limit: AtomicUsize,
    known: Guarded<HashMap<Box<str>, T>>,
}

impl<T: Clone> Memory<T> {
    /// Makes a memory of at most so many answers.
    pub fn new(limit: usize) -> Self {
        Self { limit: AtomicUsize::new(limit), known: Guarded::default() }
    }

    /// Returns the answer for a key, computed if it is not known.
    pub fn get(&self, key: &str, compute: impl FnOnce() -> T) -> T {
        if let Some(answer) = self.known.lock().and_then(|known| known.get(key).cloned()) {
            return answer;
        }
        let answer = compute();
        if let Some(mut known) = self.known.lock() {
            if known.len() >= self.limit() {
                known.clear();
            }
            known.insert(key.into(), answer.clone());
        }
        answer
    }

    /// Returns how many answers it may hold.
    pub fn limit(&self) -> usize {
        self.limit.load(Ordering::Relaxed)
    }

    /// Sets how many answers it may hold.
    pub fn set_limit(&self, limit: usize) {
        self.limit.store(limit, Ordering::Relaxed);
    }

    /// Returns how many answers are known.
    pub fn len(&self) -> usize {
        self.known.lock().map_or(0, |known| known.len())
    }

    /// Returns whether no answer is known.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
