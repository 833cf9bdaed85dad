//! Old spellings and their modern forms.
//!
//! The rules of a pack (`period.toml`) turn an old spelling into the modern one. A rule is tried on a word that is not
//! known. Where what it makes is a word, the old spelling was right in its time.

use std::collections::{BTreeSet, HashSet};
use std::sync::OnceLock;

use regex::RegexSet;

use crate::fork_safe::kept;
use crate::language::{Lexicon, flags};
use crate::patterns::{Pattern, PatternError, check, loosened};
use crate::unicode::{lower, lower_cow, str_is_upper};

const NO_FORM: u8 = flags::SHORT | flags::PREFIX | flags::ALIAS;
/// A word may need two rules: "connoistre" is connaître.
const ROUNDS: usize = 2;

/// A rule as the file of a pack states it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeriodRule {
    /// A pattern, in the syntax of Python, that is searched in a word in lower case.
    pub pattern: String,
    /// What replaces each match, as it stands.
    pub replacement: String,
    /// The words that the rule is for; empty: all words.
    pub only: HashSet<String>,
    /// Whether damage produces such spellings too.
    pub ambiguous: bool,
}

/// Finds the modern spelling of words in old spelling.
///
/// Most texts ask for none, so a pattern is compiled when it is first needed.
#[derive(Debug)]
pub struct PeriodSpellings {
    rules: Vec<(PeriodRule, OnceLock<Option<Pattern>>)>,
    /// Which rules may match a word: most match none, and patterns with look-around are slow.
    may_match: OnceLock<RegexSet>,
}

impl PeriodSpellings {
    /// Takes the rules of a pack.
    ///
    /// # Errors
    /// A pattern is wrong, or a replacement refers to a group.
    pub fn new(rules: Vec<PeriodRule>) -> Result<Self, PatternError> {
        let wrong = |pattern: &str, reason: &str| PatternError { pattern: pattern.into(), reason: reason.into() };
        if let Some(rule) = rules.iter().find(|rule| rule.replacement.contains('\\')) {
            return Err(wrong(&rule.pattern, "its replacement holds a backslash"));
        }
        rules.iter().try_for_each(|rule| check(&rule.pattern))?;
        Ok(Self { rules: rules.into_iter().map(|rule| (rule, OnceLock::new())).collect(), may_match: OnceLock::new() })
    }

    /// Returns which rules may match a word.
    fn may_match(&self) -> &RegexSet {
        kept(&self.may_match, || {
            // What was checked can be loosened.
            let loose = self.rules.iter().map(|(rule, _)| loosened(&rule.pattern).unwrap_or_default());
            RegexSet::new(loose).unwrap_or_else(|_| RegexSet::empty())
        })
    }

    /// Returns today's spelling, in lower case, of a word as it stands; None if it is no spelling of an earlier time.
    ///
    /// `sure` leaves out the rules whose spellings damage produces too.
    pub fn modern(&self, lexicon: &Lexicon, word: &str, sure: bool) -> Option<String> {
        if self.rules.is_empty() || word.is_empty() {
            return None;
        }
        let word = word.replace('’', "'").replace('\u{17f}', "s");
        let lowered = lower(&word);
        if !(behind_first(&word) == behind_first(&lowered) || str_is_upper(&word)) || lexicon.knows(&word) {
            return None;
        }
        let stem_start = lowered.rfind('\'').map_or(0, |place| place + 1);
        let (head, stem) = lowered.split_at(stem_start);
        let is_elided = |head: &str| lexicon.elisions().contains(head) && lexicon.may_be_elided_before(stem);
        if head.strip_suffix('\'').is_some_and(|head| !is_elided(head)) {
            return None;
        }
        let mut found = BTreeSet::from([stem.to_owned()]);
        for _ in 0..ROUNDS {
            found = self.respelt(&found, sure);
            let is_form = |spelling: &String| lexicon.form(spelling).is_some_and(|entry| entry.flags & NO_FORM == 0);
            if let Some(spelling) = found.iter().find(|spelling| is_form(spelling)) {
                return Some(format!("{head}{spelling}"));
            }
        }
        None
    }

    /// Returns what the rules make of some spellings, without these spellings.
    fn respelt(&self, spellings: &BTreeSet<String>, sure: bool) -> BTreeSet<String> {
        let mut made = BTreeSet::new();
        for spelling in spellings {
            for number in self.may_match().matches(spelling) {
                let Some((rule, compiled)) = self.rules.get(number) else { continue };
                if (sure && rule.ambiguous) || !(rule.only.is_empty() || rule.only.contains(spelling)) {
                    continue;
                }
                let Some(pattern) = kept(compiled, || Pattern::new(&rule.pattern).ok()) else { continue };
                made.extend(pattern.replace(spelling, &rule.replacement).filter(|new| !spellings.contains(new)));
            }
        }
        made
    }
}

/// Returns a word without its first character.
fn behind_first(word: &str) -> &str {
    let mut rest = word.chars();
    rest.next();
    rest.as_str()
}

/// Returns a word with s for each f, if it may hold a long s that was read as f; else an empty string.
///
/// Long s ends no word, and old prints have it in nearly all of them.
///
/// ```
/// use textrepair_core::period::as_long_s;
///
/// assert_eq!(["fouhaiteroit", "neuf", "loix"].map(as_long_s), ["souhaiteroit", "", ""]);
/// ```
pub fn as_long_s(word: &str) -> String {
    let last = word.char_indices().next_back().map_or(0, |(place, _)| place);
    let (body, last) = word.split_at(last);
    if body.contains('f') { body.replace('f', "s") + last } else { String::new() }
}

/// Returns whether a change writes s for each long s that was read as f, and nothing else.
///
/// ```
/// use textrepair_core::period::is_long_s;
///
/// assert!(is_long_s("Domeftique", "Domestique"));
/// assert!(!is_long_s("paffoit", "passait"));
/// ```
pub fn is_long_s(before: &str, after: &str) -> bool {
    !before.is_empty() && as_long_s(&lower_cow(before)) == *lower_cow(after)
}
