//! The joint decision about the proposals for the words of a text.
//!
//! The readings of a text are laid out as lattices (`lattice.rs`) and weighed twice: first with the general prices, then
//! with a discount for the confusions that recur in this document (`recurrences.rs`). The best change of a slot is made
//! if its confidence is high enough. The confidence model of the pack estimates the confidence (`confidence.rs`); for a
//! pack without one it is computed from the posterior after a prior (`prior.rs`).

mod alignment;
mod confidence;
mod damage;
mod decider;
mod document;
mod features;
mod lattice;
mod margins;
mod prior;
mod recurrences;
mod survey;
mod tokens;
mod weighing;

pub use alignment::confusions_in;
pub use confidence::{ConfidenceModel, Node, SUREST};
pub use damage::{Damage, damage_of};
pub use decider::{Decider, Detail, Judged, Verdict};
pub use document::{Document, Facts};
pub use features::COUNT as FEATURES;
pub use lattice::{Lattice, Reading, Slot, lattices};
pub use margins::margins;
pub use tokens::{TokenCosts, Word};
pub use weighing::{Weighed, weigh};
