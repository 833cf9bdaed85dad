//! How plausible decodings are, and what other encodings make of tokens; `textrepair/encodings/` decides which lines were
//! decoded wrongly.

mod plausible;
mod single;
mod utf8;
mod ways;

pub use plausible::{Looks, is_likely, looks_of};
pub use utf8::Utf8;
pub use ways::{Change, Ways};
