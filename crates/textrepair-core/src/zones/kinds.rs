//! The kinds of zones, and a zone with its place.

use std::ops::BitOr;

/// What a stretch of a text is, in the order of the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ZoneKind {
    /// Addresses of the web and of mail, names of files.
    Address,
    /// Another language than that of the pack.
    Language,
    /// Code of programs.
    Code,
    /// Tables and records.
    Data,
    /// Formulas and variables.
    Formula,
    /// Tags and entities.
    Markup,
    /// Numbers and what belongs to them.
    Number,
    /// The language of the pack, in other spelling.
    Spelling,
    /// All that is in no zone.
    Prose,
}

impl ZoneKind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Address,
        Self::Language,
        Self::Code,
        Self::Data,
        Self::Formula,
        Self::Markup,
        Self::Number,
        Self::Spelling,
        Self::Prose,
    ];

    /// Returns the name of the kind.
    pub fn name(self) -> &'static str {
        match self {
            Self::Address => "address",
            Self::Language => "another language",
            Self::Code => "code",
            Self::Data => "data",
            Self::Formula => "formula",
            Self::Markup => "markup",
            Self::Number => "number",
            Self::Spelling => "other spelling",
            Self::Prose => "prose",
        }
    }

    /// Returns the kind of a name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A set of kinds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Kinds(u16);

impl Kinds {
    /// The zones of a repairer that names none.
    pub const PROSE: Self = Self(1 << ZoneKind::Prose as u16);
    /// Every kind: the zones of a repairer whose changes are right in any text.
    pub const ANY: Self = Self((1 << ZoneKind::ALL.len()) - 1);

    /// Returns the set whose kinds are the bits of a number; the bit of a kind is its place in [`ZoneKind::ALL`].
    pub fn of_bits(bits: u16) -> Self {
        Self(bits & Self::ANY.0)
    }

    /// Returns whether the set has a kind.
    #[inline]
    pub fn has(self, kind: ZoneKind) -> bool {
        self.0 >> kind as u16 & 1 == 1
    }
}

impl From<ZoneKind> for Kinds {
    fn from(kind: ZoneKind) -> Self {
        Self(1 << kind as u16)
    }
}

impl BitOr for Kinds {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl FromIterator<ZoneKind> for Kinds {
    fn from_iter<T: IntoIterator<Item = ZoneKind>>(kinds: T) -> Self {
        kinds.into_iter().fold(Self::default(), |set, kind| set | kind.into())
    }
}

/// A stretch of a text that is no prose of the language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Zone {
    /// The byte offset of its start.
    pub start: usize,
    /// The byte offset of its end.
    pub end: usize,
    /// What it is.
    pub kind: ZoneKind,
    /// The number, in the table of languages, of the language of a zone of the kind [`ZoneKind::Language`].
    pub language: Option<usize>,
}

impl Zone {
    /// Makes a zone that has no language.
    pub(super) fn new(start: usize, end: usize, kind: ZoneKind) -> Self {
        Self { start, end, kind, language: None }
    }
}
