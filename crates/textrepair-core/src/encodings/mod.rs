//! How plausible decodings are, and what single-byte encodings make of tokens; `textrepair/encodings/` decides which
//! lines were decoded wrongly.

mod plausible;
mod single;

pub use plausible::{Looks, is_likely, looks_of};
pub use single::{Change, SingleByte};
