//! What the stretches of a text are: prose of the language, or something else that must stay as it is.
//!
//! [`Zoning`] is made once for a language, and holds the rules. [`ZoneMap`] answers for one text.

mod judge;
mod kinds;
mod languages;
mod pieces;
mod plain;
mod rules;
mod source;
mod structure;
mod variables;
mod zone_map;
mod zoning;

pub use kinds::{Kinds, Zone, ZoneKind};
pub use languages::LanguageTable;
pub use plain::is_plain_span;
pub use rules::{Place, RuleData};
pub use zone_map::{Declared, TextFacts, ZoneMap};
pub use zoning::{ZoneSettings, Zoning};
