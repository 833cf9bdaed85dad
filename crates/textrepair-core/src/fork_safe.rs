//! What threads share, such that no child of a forked process waits for ever.
//!
//! A child has one thread. A lock that another thread of the parent held when the process was forked stays locked in the
//! child. So a thread waits for a lock for a short while only, and then goes on without what it guards: a memory of
//! answers is worth a while, and no more.

use std::sync::{Mutex, MutexGuard, OnceLock, RwLock, RwLockReadGuard, RwLockWriteGuard, TryLockError};

/// How often a thread tries to get a lock: some microseconds for one that is held for less than one, and about a
/// millisecond for one that is held for many.
const TRIES: usize = 100;
const LONG_TRIES: usize = 1_000;

/// A value behind a lock, and a second one for processes in which nobody will ever give back the first lock.
#[derive(Debug, Default)]
pub(crate) struct Guarded<T>([Mutex<T>; 2]);

impl<T> Guarded<T> {
    /// Returns the value; None if others hold it for long.
    pub(crate) fn lock(&self) -> Option<MutexGuard<'_, T>> {
        let [first, second] = &self.0;
        tried(TRIES, std::hint::spin_loop, || first.try_lock()).or_else(|| tried(1, || (), || second.try_lock()))
    }
}

/// A value that many read at once, and few write.
#[derive(Debug, Default)]
pub(crate) struct ReadMostly<T>([RwLock<T>; 2]);

impl<T> ReadMostly<T> {
    /// Returns the value to read it; None if others write it for long.
    pub(crate) fn read(&self) -> Option<RwLockReadGuard<'_, T>> {
        let [first, second] = &self.0;
        tried(LONG_TRIES, std::thread::yield_now, || first.try_read()).or_else(|| tried(1, || (), || second.try_read()))
    }

    /// Returns the value to write it; None if others use it for long.
    pub(crate) fn write(&self) -> Option<RwLockWriteGuard<'_, T>> {
        let [first, second] = &self.0;
        tried(LONG_TRIES, std::thread::yield_now, || first.try_write())
            .or_else(|| tried(1, || (), || second.try_write()))
    }
}

/// Tries to get a lock so many times. A thread that died left a value of which nothing is broken.
fn tried<G>(times: usize, wait: impl Fn(), lock: impl Fn() -> Result<G, TryLockError<G>>) -> Option<G> {
    for _ in 0..times {
        match lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(broken)) => return Some(broken.into_inner()),
            Err(TryLockError::WouldBlock) => wait(),
        }
    }
    None
}

/// Returns what a cell holds, computed if it is empty. Two threads that ask at the same moment may both compute it.
///
/// The cell itself would make the second thread wait, for as long as the computation takes.
pub(crate) fn kept<T>(cell: &OnceLock<T>, compute: impl FnOnce() -> T) -> &T {
    match cell.get() {
        Some(value) => value,
        None => {
            let value = compute();
            cell.get_or_init(|| value)
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::OnceLock;

    use super::{Guarded, ReadMostly, kept};

    #[test]
    fn a_lock_that_nobody_gives_back_is_passed_over() {
        let guarded: Guarded<Vec<u8>> = Guarded::default();
        let lost = guarded.lock();
        guarded.lock().expect("the second one is free").push(1);
        assert_eq!(*guarded.lock().expect("the second one is free"), [1]);
        let both = guarded.lock();
        assert!(guarded.lock().is_none());
        drop((lost, both));
        assert!(guarded.lock().expect("both are free").is_empty());
    }

    #[test]
    fn many_read_while_nobody_writes() {
        let shared: ReadMostly<u8> = ReadMostly::default();
        let reading = (shared.read(), shared.read());
        assert!(reading.0.is_some() && reading.1.is_some());
        *shared.write().expect("the second one is free") = 2;
        assert_eq!(*shared.read().expect("others only read"), 0);
        drop(reading);
        let writing = shared.write();
        assert_eq!(*shared.read().expect("the second one is free"), 2);
        drop(writing);
    }

    #[test]
    fn a_cell_keeps_what_was_computed_first() {
        let cell = OnceLock::new();
        assert_eq!((*kept(&cell, || 1), *kept(&cell, || 2)), (1, 1));
    }
}
