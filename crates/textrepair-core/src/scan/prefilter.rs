//! Prefilters: cheap tests of single tokens that tell where a repairer may find something.

use std::sync::Arc;

use super::hyphens::may_be_cut;
use crate::language::{Language, Substitutes};
use crate::patterns::{Pattern, PatternError, loosened};
use crate::runs::whole_words;
use crate::unicode::{all_alpha, lower_cow, str_is_lower};

/// The most letters of a known word that may be a fragment of another one, and the Zipf value below which it may.
const SHORT_FRAGMENT: usize = 3;
const COMMON_FRAGMENT: f64 = 5.2;

/// How many bytes all patterns together may take when they are compiled.
const MOST_MEMORY: usize = 1 << 26;

/// The bit of the prefilter that opens for tokens with an unknown word.
pub(super) const UNKNOWN: u64 = 1;

/// A test of a token besides the pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Test {
    /// There is none: it is always true.
    None,
    /// The token holds a word that a far commoner one may be misread as.
    Misreading,
    /// The token holds a short and uncommon word, which may be a fragment.
    ShortWord,
    /// The token holds a hyphen whose pieces may make one word, or ends in one.
    CutWord,
    /// A test of the caller, by its number.
    Other(usize),
}

/// What a repairer looks for in tokens. A prefilter may open where there is nothing to find, but must open wherever
/// there is something. It opens for a token in which its pattern finds something and for which its test is true.
#[derive(Clone, Debug)]
pub struct Prefilter {
    /// A pattern that is searched in the token with a space before and after it.
    pub pattern: Option<String>,
    /// A test of the token.
    pub test: Test,
    /// Whether it opens only for tokens that hold an unknown word.
    pub unknown: bool,
    /// Whether it may open for a token that consists of letters.
    pub in_letters: bool,
    /// The test of the caller, by its number, that stands for the pattern and the test if the core cannot compile the
    /// pattern.
    pub fallback: Option<usize>,
}

/// Tests of tokens that the core does not have itself.
pub trait TokenTest: Send + Sync {
    /// Returns whether a token passes the test of a number.
    ///
    /// # Errors
    /// The test failed; the scan fails with it.
    fn passes(&self, number: usize, token: &str) -> Result<bool, Failed>;
}

/// What a test of the caller failed with; only the caller knows what it is.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug)]
struct Compiled {
    bit: u64,
    pattern: Option<Pattern>,
    test: Test,
}

impl Compiled {
    /// Compiles a prefilter; with it comes its pattern without look-around, if it has one.
    fn of(number: usize, one: &Prefilter) -> Result<(Self, Option<String>), PatternError> {
        let bit = 1 << number;
        let Some(written) = &one.pattern else { return Ok((Self { bit, pattern: None, test: one.test }, None)) };
        match (Pattern::new(written).and_then(|pattern| Ok((pattern, loosened(written)?))), one.fallback) {
            (Ok((pattern, loosened)), _) => Ok((Self { bit, pattern: Some(pattern), test: one.test }, Some(loosened))),
            (Err(_), Some(fallback)) => Ok((Self { bit, pattern: None, test: Test::Other(fallback) }, None)),
            (Err(error), None) => Err(error),
        }
    }
}

/// Asks prefilters about tokens. Bit `n` of a mark stands for the prefilter of number `n`; bit 0 for unknown words.
pub struct Marker {
    language: Arc<Language>,
    substitutes: Arc<Substitutes>,
    tests: Arc<dyn TokenTest>,
    /// Those that open only for tokens with an unknown word.
    of_unknown: Vec<Arc<Compiled>>,
    /// Those with a test alone, for tokens of letters and for others.
    tested: [Vec<Arc<Compiled>>; 2],
    /// Those with a pattern, for tokens of letters and for others; what finds whatever any of their patterns does; and
    /// what tells which of them may.
    searched: [Vec<Arc<Compiled>>; 2],
    any: [regex::Regex; 2],
    which: [regex::RegexSet; 2],
    fallbacks: Vec<usize>,
}

impl Marker {
    /// Compiles prefilters. The first one is that of unknown words; there are at most 64.
    ///
    /// # Errors
    /// A pattern is none, or there are too many prefilters.
    pub fn new(
        language: Arc<Language>,
        substitutes: Arc<Substitutes>,
        prefilters: &[Prefilter],
        tests: Arc<dyn TokenTest>,
    ) -> Result<Self, PatternError> {
        if prefilters.len() > u64::BITS as usize {
            let reason = format!("a chain has {} prefilters, and at most 64 fit", prefilters.len());
            return Err(PatternError { pattern: String::new(), reason });
        }
        let (mut of_unknown, mut fallbacks) = (Vec::new(), Vec::new());
        let mut tested = [Vec::new(), Vec::new()];
        let (mut searched, mut loose) = ([Vec::new(), Vec::new()], [Vec::new(), Vec::new()]);
        for (number, one) in prefilters.iter().enumerate().skip(1) {
            let (compiled, loosened) = Compiled::of(number, one)?;
            fallbacks.extend(one.fallback.filter(|_| one.pattern.is_some() && compiled.pattern.is_none()));
            let compiled = Arc::new(compiled);
            if one.unknown {
                of_unknown.push(compiled);
                continue;
            }
            for kind in if one.in_letters { 0..2 } else { 1..2 } {
                if let Some(loosened) = &loosened {
                    searched[kind].push(Arc::clone(&compiled));
                    loose[kind].push(loosened.clone());
                } else if compiled.test != Test::None {
                    tested[kind].push(Arc::clone(&compiled));
                }
            }
        }
        let any = [any_of(&loose[0])?, any_of(&loose[1])?];
        let which = [set_of(&loose[0])?, set_of(&loose[1])?];
        Ok(Self { language, substitutes, tests, of_unknown, tested, searched, any, which, fallbacks })
    }

    /// Returns the numbers of the tests that stand for patterns that the core cannot compile.
    pub fn fallbacks(&self) -> &[usize] {
        &self.fallbacks
    }

    /// Returns the bits of the prefilters that open for a token.
    ///
    /// # Errors
    /// A test of the caller failed.
    pub fn mark(&self, token: &str) -> Result<u64, Failed> {
        let kind = usize::from(!all_alpha(token));
        let (padded, mut mark) = (padded(token), 0);
        if !self.language.unknown_parts(token).is_empty() {
            mark = UNKNOWN;
            self.ask(&self.of_unknown, token, &padded, &mut mark)?;
        }
        self.ask(&self.tested[kind], token, &padded, &mut mark)?;
        self.search(kind, token, &padded, &mut mark)?;
        Ok(mark)
    }

    /// Returns the bits for a word with a stop or comma after it, if no prefilter opens for the word alone.
    ///
    /// The word is known then, and the tests of the core, which are about words, are false. A test of the caller may be
    /// about the sign.
    ///
    /// # Errors
    /// A test of the caller failed.
    pub fn mark_of_sign(&self, token: &str) -> Result<u64, Failed> {
        let (padded, mut mark) = (padded(token), 0);
        let of_callers = self.tested[1].iter().filter(|one| matches!(one.test, Test::Other(_)));
        self.ask(of_callers, token, &padded, &mut mark)?;
        self.search(1, token, &padded, &mut mark)?;
        Ok(mark)
    }

    /// Asks the prefilters with a pattern.
    fn search(&self, kind: usize, token: &str, padded: &str, mark: &mut u64) -> Result<(), Failed> {
        // One search for all patterns together mostly finds nothing.
        if self.any[kind].is_match(padded) {
            let which = self.which[kind].matches(padded);
            self.ask(which.iter().map(|number| &self.searched[kind][number]), token, padded, mark)?;
        }
        Ok(())
    }

    fn ask<'a>(
        &self,
        prefilters: impl IntoIterator<Item = &'a Arc<Compiled>>,
        token: &str,
        padded: &str,
        mark: &mut u64,
    ) -> Result<(), Failed> {
        for one in prefilters {
            if one.pattern.as_ref().is_none_or(|pattern| pattern.find_at(padded, 0).is_some())
                && self.passes(one.test, token)?
            {
                *mark |= one.bit;
            }
        }
        Ok(())
    }

    fn passes(&self, test: Test, token: &str) -> Result<bool, Failed> {
        match test {
            Test::None => Ok(true),
            Test::Misreading => Ok(self.may_be_misreading(token)),
            Test::ShortWord => Ok(self.holds_short_word(token)),
            Test::CutWord => Ok(may_be_cut(token, &self.language)),
            Test::Other(number) => self.tests.passes(number, token),
        }
    }

    /// Returns whether a token holds a word, in lower case but for its first letter, that has substitutes.
    fn may_be_misreading(&self, token: &str) -> bool {
        whole_words(token, &['-']).any(|(_, word)| {
            let tail = word.char_indices().nth(1).map_or("", |(start, _)| &word[start..]);
            self.substitutes.has(&lower_cow(word)) && str_is_lower(tail)
        })
    }

    fn holds_short_word(&self, token: &str) -> bool {
        short_words(token, &self.language).next().is_some()
    }
}

/// Returns a token with a space before and after it, as patterns expect it.
fn padded(token: &str) -> String {
    let mut padded = String::with_capacity(token.len() + 2);
    padded.push(' ');
    padded.push_str(token);
    padded.push(' ');
    padded
}

/// Yields the offsets of the short words in lower case of a token that are unknown or uncommon: each may be a fragment.
pub(crate) fn short_words(token: &str, language: &Language) -> impl Iterator<Item = usize> {
    let words = whole_words(token, &['-', '’', '\'']);
    words.filter_map(|(start, word)| {
        let is_short = word.chars().nth(SHORT_FRAGMENT).is_none() && str_is_lower(word);
        let is_common = || language.knows(word) && language.lexicon().zipf(word) >= COMMON_FRAGMENT;
        (is_short && !is_common()).then_some(start)
    })
}

/// Returns a pattern that matches wherever one of some patterns does, and may match elsewhere.
fn any_of(loosened: &[String]) -> Result<regex::Regex, PatternError> {
    // An empty class matches nothing.
    let mut written = String::from(r"[^\s\S]");
    for pattern in loosened {
        written.push_str("|(?:");
        written.push_str(pattern);
        written.push(')');
    }
    let wrong = |error: regex::Error| PatternError { pattern: written.clone(), reason: error.to_string() };
    regex::RegexBuilder::new(&written).size_limit(MOST_MEMORY).build().map_err(wrong)
}

/// Returns what tells which of some patterns match.
fn set_of(loosened: &[String]) -> Result<regex::RegexSet, PatternError> {
    let wrong = |error: regex::Error| PatternError { pattern: loosened.join("|"), reason: error.to_string() };
    regex::RegexSetBuilder::new(loosened).size_limit(MOST_MEMORY).build().map_err(wrong)
}
