//! How plausible decodings are; `textrepair/encodings/` decides which lines were decoded wrongly.

mod plausible;

pub use plausible::{Looks, is_likely, looks_of};
