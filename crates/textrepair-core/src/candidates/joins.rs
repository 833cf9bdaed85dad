//! Words that fell apart.

use std::collections::{HashSet, VecDeque};
use std::ops::Range;
use std::sync::Arc;

use super::segments::{self, Segments, VARIANTS};
use super::{Candidate, Reason, price};
use crate::language::Language;
use crate::memory::Memory;
use crate::scan::short_words;
use crate::unicode::{all_alpha, is_alpha, is_letter, is_word, like_case, lower_cow};

/// From how many spaces on the pieces of a word cannot have run together with each other.
const TOO_MANY: usize = 3;
/// The most letters of a piece.
const LONGEST_FRAGMENT: usize = 40;
/// Three pieces must have more characters than this.
const SHORTEST_OF_THREE: usize = 6;
const REMEMBERED: usize = 1 << 14;

/// The pieces of a word that fell apart are joined.
#[derive(Clone, Debug, PartialEq)]
pub struct Joins {
    /// How many pieces a word may have fallen into.
    pub pieces: usize,
    /// The event whose price each inserted space costs.
    pub space: String,
    /// The event whose price each lost diacritic costs.
    pub diacritic: String,
    /// How the joined pieces may be cut into words that ran together.
    pub run_together: Segments,
}

/// Joins the pieces of words that fell apart.
#[derive(Debug)]
pub struct Joiner {
    language: Arc<Language>,
    space: f64,
    diacritic: f64,
    segments: segments::Reader,
    pieces: usize,
    known: Memory<Arc<[Candidate]>>,
}

impl Joiner {
    /// Compiles a declaration.
    ///
    /// # Errors
    /// Returns the name of an event that has no price.
    pub fn new(spec: Joins, language: &Arc<Language>) -> Result<Self, String> {
        let (space, diacritic) = (price(language, &spec.space)?, price(language, &spec.diacritic)?);
        let segments = segments::Reader::new(spec.run_together, Arc::clone(language))?;
        let (pieces, known) = (spec.pieces, Memory::new(REMEMBERED));
        Ok(Self { language: Arc::clone(language), space, diacritic, segments, pieces, known })
    }

    /// Returns the runs of words of a text that may be one word, as spans of bytes, each with what it may read.
    ///
    /// `fragments` are the offsets of the words that may be fragments, and `tokens` the spans of the tokens that hold
    /// short words.
    pub fn propose(
        &self,
        text: &str,
        fragments: &[usize],
        tokens: &[Range<usize>],
    ) -> Vec<(Range<usize>, Arc<[Candidate]>)> {
        let mut starts = fragments.to_vec();
        for token in tokens {
            starts.extend(short_words(&text[token.clone()], &self.language).map(|offset| token.start + offset));
        }
        starts.sort_unstable();
        starts.dedup();
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        for fragment in starts {
            for run in self.runs(text, fragment) {
                if seen.insert((run.start, run.end)) {
                    let stands = &text[run.clone()];
                    let candidates = self.known.get(stands, || self.joined(stands).into());
                    if !candidates.is_empty() {
                        found.push((run, candidates));
                    }
                }
            }
        }
        found
    }

    /// Returns the runs of two words and more, with single spaces between them, that a fragment belongs to.
    fn runs(&self, text: &str, fragment: usize) -> Vec<Range<usize>> {
        let Some(own) = word_at(text, fragment) else { return Vec::new() };
        let mut places = VecDeque::from([own]);
        while places.len() < self.pieces {
            let Some(before) = word_before(text, places[0].start) else { break };
            places.push_front(before);
        }
        let here = places.len() - 1;
        for _ in 1..self.pieces {
            let end = places[places.len() - 1].end;
            let Some(next) = text[end..].strip_prefix(' ').and_then(|_| word_at(text, end + 1)) else { break };
            places.push_back(next);
        }
        let mut runs = Vec::new();
        for first in (here + 1).saturating_sub(self.pieces)..=here {
            for last in here.max(first + 1)..places.len().min(first + self.pieces) {
                let run = places[first].start..places[last].end;
                if last - first == 1 || text[run.clone()].chars().nth(SHORTEST_OF_THREE).is_some() {
                    runs.push(run);
                }
            }
        }
        runs
    }

    /// Returns the candidates for several words in a row, with single spaces between them, joined.
    pub fn joined(&self, run: &str) -> Vec<Candidate> {
        let parts: Vec<&str> = run.split(' ').collect();
        if !parts.iter().all(|part| all_alpha(part)) {
            return Vec::new();
        }
        let lexicon = self.language.lexicon();
        let joined = parts.concat();
        let gaps = parts.len() - 1;
        let price = self.space * gaps as f64;
        if self.language.knows(&joined) && lexicon.zipf(&joined) > 0.0 {
            return vec![Candidate { word: joined, cost: price, reason: Reason::Split }];
        }
        let lowered = lower_cow(&joined);
        let mut found = Vec::new();
        for entry in lexicon.variants(&joined).into_iter().take(VARIANTS) {
            let changed = entry.form.chars().zip(lowered.chars()).filter(|(a, b)| a != b).count();
            let cost = price + self.diacritic * changed as f64;
            let word = like_case(&joined, &entry.form);
            found.push(Candidate { word, cost, reason: Reason::SplitWithoutDiacritics });
        }
        // The pieces may run together with each other only if one of them is no word.
        if gaps == 1 && !parts.iter().all(|part| self.language.knows(part)) {
            let sizes = |words: &[&str]| words.iter().map(|word| word.chars().count()).collect::<Vec<_>>();
            for (words, cost) in self.segments.cut(&joined) {
                let cut: Vec<&str> = words.split(' ').collect();
                if sizes(&cut) != sizes(&parts) && cut.len() <= TOO_MANY {
                    let reason = Reason::SplitAndMerged;
                    found.push(Candidate { word: words, cost: self.space + cost, reason });
                }
            }
        }
        found
    }
}

/// Returns the span of the letters at an offset, if no letter, digit, hyphen or apostrophe stands before them.
fn word_at(text: &str, start: usize) -> Option<Range<usize>> {
    let before = text[..start].chars().next_back();
    if before.is_some_and(|before| is_word(before) || matches!(before, '’' | '\'' | '-')) {
        return None;
    }
    let rest = &text[start..];
    let size = rest.find(|character| !is_letter(character)).unwrap_or(rest.len());
    (size > 0).then(|| start..start + size)
}

/// Returns the span of the letters before an offset, if a single space stands between.
fn word_before(text: &str, offset: usize) -> Option<Range<usize>> {
    let before = text[..offset].strip_suffix(' ')?;
    // The space counts as one of the characters that are looked at.
    let letters = before.char_indices().rev().take(LONGEST_FRAGMENT - 1).take_while(|(_, letter)| is_alpha(*letter));
    letters.last().map(|(start, _)| start..before.len())
}
