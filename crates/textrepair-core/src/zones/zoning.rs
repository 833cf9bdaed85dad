//! What tells zones in the texts of a language: rules, variables and languages, made once for a pack.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use super::judge::Judge;
use super::languages::LanguageTable;
use super::rules::RuleData;
use super::structure::Structure;
use super::variables::Variables;
use super::zone_map::{TextFacts, ZoneMap};
use crate::error::PackFileError;
use crate::language::Language;
use crate::offsets::Offsets;
use crate::patterns::PatternError;
use crate::period::PeriodSpellings;
use crate::unicode::lower_cow;

/// A shorter part of an identifier is no word.
const SHORTEST_PART: usize = 3;
/// The pieces of chess, where the language names none.
const CHESS: &str = "KQRBN";
/// A pattern that matches nothing.
const NOTHING: &str = r"\b\B";

/// What a zoning is made of, besides the language.
#[derive(Clone, Debug, Default)]
pub struct ZoneSettings {
    /// The rules of `lexicons/zones.toml`, in order.
    pub rules: Vec<RuleData>,
    /// What stands for each name in braces of a pattern: some patterns, of which any may match.
    pub words: Vec<(String, Vec<String>)>,
    /// Contexts in which a letter, for which `_` stands, is a variable of mathematics.
    pub contexts: Vec<String>,
    /// Contexts in which it is a variable wherever they stand.
    pub sure_contexts: Vec<String>,
    /// Letters that are no variables in the sure contexts.
    pub no_variables: String,
    /// Elided words that may stand alone where an apostrophe was lost.
    pub bare_elisions: Vec<String>,
    /// The table of languages, which is read when a text is first asked about.
    pub languages: PathBuf,
}

/// Makes the zone maps of texts in a language.
#[derive(Debug)]
pub struct Zoning {
    language: Arc<Language>,
    structure: Structure,
    variables: Variables,
    judge: Judge,
    path: PathBuf,
    table: OnceLock<LanguageTable>,
}

impl Zoning {
    /// Takes the rules; their patterns are compiled when they are first tried.
    ///
    /// # Errors
    /// A pattern is wrong.
    pub fn new(
        language: Arc<Language>,
        period: Arc<PeriodSpellings>,
        settings: ZoneSettings,
    ) -> Result<Self, PatternError> {
        let domains = ("domains".to_owned(), language.rules().domains.clone());
        let words: Vec<(String, String)> =
            settings.words.into_iter().filter(|(name, _)| *name != domains.0).map(written).collect();
        let words: Vec<(String, String)> = words.into_iter().chain([written(domains)]).collect();
        let mut rules = settings.rules;
        for rule in &mut rules {
            for (name, alternatives) in &words {
                rule.pattern = rule.pattern.replace(&format!("{{{name}}}"), alternatives);
            }
        }
        Ok(Self {
            structure: Structure::new(rules)?,
            variables: Variables::new(
                &settings.contexts,
                &settings.sure_contexts,
                &settings.no_variables,
                &settings.bare_elisions,
            )?,
            judge: Judge::new(Arc::clone(&language), period),
            language,
            path: settings.languages,
            table: OnceLock::new(),
        })
    }

    /// Returns the zones of a text, whose offsets a table converts.
    ///
    /// # Errors
    /// The table of languages is missing or damaged.
    pub fn map_of(
        self: &Arc<Self>,
        text: impl Into<Arc<str>>,
        offsets: Arc<Offsets>,
        facts: TextFacts,
    ) -> Result<ZoneMap, PackFileError> {
        self.load()?;
        Ok(ZoneMap::new(Arc::clone(self), text.into(), offsets, facts))
    }

    /// Returns the table of languages.
    ///
    /// # Errors
    /// The table is missing or damaged.
    pub fn load(&self) -> Result<&LanguageTable, PackFileError> {
        if let Some(table) = self.table.get() {
            return Ok(table);
        }
        let opened = LanguageTable::open(&self.path)?;
        Ok(self.table.get_or_init(|| opened))
    }

    /// Returns the table of languages; None only before it is read, and no map is made before.
    pub(super) fn table(&self) -> Option<&LanguageTable> {
        self.table.get()
    }

    pub(super) fn structure(&self) -> &Structure {
        &self.structure
    }

    pub(super) fn variables(&self) -> &Variables {
        &self.variables
    }

    pub(super) fn judge(&self) -> &Judge {
        &self.judge
    }

    /// Returns whether a part of an identifier is a word of a language that has a pack, or common in another one.
    pub(super) fn is_word(&self, part: &str) -> bool {
        if part.chars().nth(SHORTEST_PART - 1).is_none() {
            return false;
        }
        let lowered = lower_cow(part);
        self.table().is_some_and(|table| table.has(&lowered))
            || self.language.knows(&lowered)
            || self.language.knows_foreign(&lowered)
    }
}

/// Returns the pattern that stands for a name: any of some patterns, the longest first. The pieces of chess are letters
/// of a class.
fn written((name, mut alternatives): (String, Vec<String>)) -> (String, String) {
    if name == "chess" {
        let pieces = alternatives.concat();
        return (name, if pieces.is_empty() { CHESS.to_owned() } else { pieces });
    }
    alternatives.sort_by(|one, other| {
        other.chars().count().cmp(&one.chars().count()).then_with(|| one.as_str().cmp(other.as_str()))
    });
    let any = alternatives.join("|");
    (name, if any.is_empty() { NOTHING.to_owned() } else { any })
}
