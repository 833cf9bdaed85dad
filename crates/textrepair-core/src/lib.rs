//! The core of textrepair: decisions about damaged text.
//!
//! The crate knows no Python. `crates/textrepair-python` binds it.

pub mod candidates;
pub mod decide;
pub mod encodings;
pub mod error;
mod fork_safe;
pub mod language;
pub mod memory;
pub mod offsets;
pub mod patterns;
pub mod period;
mod places;
pub mod policy;
pub mod proposals;
pub mod runs;
pub mod scan;
pub mod statistics;
pub mod tables;
pub mod text;
pub mod unicode;
pub mod zones;
