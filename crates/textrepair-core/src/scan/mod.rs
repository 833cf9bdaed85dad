//! One pass over a text: its tokens, and which prefilters open for them.
//!
//! A token is what stands between white space. Most text is clean, and most of its tokens came before. So what a
//! repairer looks for is not searched through the text: its [`Prefilter`] is asked about each distinct token, once.

mod blocks;
mod hyphens;
mod memory;
mod prefilter;
mod token_table;

pub use blocks::{MarkedToken, Scan, TextEdit};
pub use memory::TokenMarks;
pub(crate) use prefilter::short_words;
pub use prefilter::{Failed, Marker, Prefilter, Test, TokenTest};
