//! The Python module `textrepair._core`: thin bindings of the crate `textrepair-core`.

mod candidates;
mod decide;
mod encodings;
mod errors;
mod lexicon;
mod model;
mod period;
mod policy;
mod proposals;
mod scan;
mod statistics;
mod text;
mod unicode;
mod zones;

use pyo3::prelude::*;

/// The compiled core of textrepair. It is private: its names may change in any release.
#[pymodule(gil_used = false)]
mod _core {
    #[pymodule_export]
    use crate::candidates::{CandidateReader, Joiner, Restorer, WordList};
    #[pymodule_export]
    use crate::decide::{Decider, Document, confidence_of, confusions_in, damage_of};
    #[pymodule_export]
    use crate::encodings::EncodingWays;
    #[pymodule_export]
    use crate::errors::DamagedPackFile;
    #[pymodule_export]
    use crate::lexicon::{Language, Lexicon};
    #[pymodule_export]
    use crate::model::LanguageModel;
    #[pymodule_export]
    use crate::period::{PeriodSpellings, as_long_s, is_long_s, replace_pattern};
    #[pymodule_export]
    use crate::policy::Policy;
    #[pymodule_export]
    use crate::proposals::{ProposalList, SharedText, UnknownWords};
    #[pymodule_export]
    use crate::scan::{Scan, TokenMarks};
    #[pymodule_export]
    use crate::statistics::{CountedWords, Inventory, WordReader};
    #[pymodule_export]
    use crate::unicode::{character_flags, fold, lower};
    #[pymodule_export]
    use crate::zones::{LanguageTable, ZoneMap, Zoning, spans_of_pattern};

    /// The version of Unicode whose tables the core has.
    #[pymodule_export]
    const UNICODE_VERSION: &str = textrepair_core::unicode::VERSION;
}
