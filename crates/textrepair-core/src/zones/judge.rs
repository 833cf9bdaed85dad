//! In which language is a piece of a text?
//!
//! The judge sums what the words of a piece cost in each language of the table. It also counts which words the lexicon
//! of the language knows, and that of each neighbour language that has a pack. A piece is in another language if this
//! other language is so many nats cheaper. What stands around it counts: between German sentences, two German words are
//! enough.

use std::ops::Range;
use std::sync::Arc;

use super::kinds::{Zone, ZoneKind};
use super::languages::LanguageTable;
use crate::language::Language;
use crate::memory::Memory;
use crate::period::PeriodSpellings;
use crate::unicode::{all_alpha, is_letter, lower_cow, split_space, str_is_lower};

/// A sign between letters stands for an elision or a compound, or it is damage.
const HYPHENS: [char; 4] = ['-', '‐', '‑', '/'];
const APOSTROPHES: [char; 2] = ['\'', '’'];
/// Words that the lexicon knows, and that are common in no language of the table, are evidence for the language, in
/// nats; words that a neighbour's lexicon knows, for the neighbour. Shorter words are none.
const KNOWN: f64 = 2.5;
const KNOWN_NEARBY: f64 = 2.0;
const SHORTEST_KNOWN: usize = 3;
/// Longer strings are words that ran together, and say nothing.
const LONGEST: usize = 20;
/// By how many nats another language must be cheaper: in a text of the language, between quotation marks or brackets,
/// and in a text of another language. Chosen on OCR and extractions of French (free sets) and on the manuals of Debian
/// in fourteen languages: of French pieces of four or five words, 0.6 % cost so much less in another language, of
/// foreign pieces 92 %; of pieces of ten words and more, 0.03 % and 99.8 %.
const FOREIGN: f64 = 6.0;
const QUOTED: f64 = 4.0;
const AMONG_FOREIGN: f64 = -6.0;
/// A piece of fewer words than this needs so many nats more for each that it lacks: one word of another language stands
/// in any text, and a word that fell apart looks like two of them.
const FEW_WORDS: usize = 4;
const MORE_FOR_EACH: f64 = 3.0;
/// What it is worth, in nats, that the file declares another language: as much as a word. Engines declare the language
/// that they were set to, for whatever they read.
const DECLARED: f64 = 3.0;
/// What the pieces on both sides add, in nats: a share of their evidence, up to a limit.
const CONTEXT: f64 = 0.25;
const MOST_CONTEXT: f64 = 6.0;
const SIDES: usize = 2;
/// A text is judged as a whole if this share of its words is unknown, by so many of its words.
const ASKED_FROM: f64 = 0.3;
const SAMPLED: usize = 2_000;
/// A piece is judged if this share of its words is unknown.
const SUSPICIOUS: f64 = 0.25;
/// A piece is in old spelling if so many of its words surely are, and this share of them are or may be. Behind a piece
/// in old spelling, one such word is enough.
const OLD_WORDS: usize = 2;
const OLD_SHARE: f64 = 0.1;
/// How many pieces are remembered with what they say.
const REMEMBERED: usize = 1 << 12;

/// What a piece says of its language.
#[derive(Clone, Copy, Debug)]
pub(super) struct Evidence {
    /// By how much the likeliest other language is cheaper than that of the pack.
    nats: f64,
    /// The number of this other language.
    language: Option<usize>,
    /// How many words the piece has.
    words: usize,
}

/// A piece of a paragraph, and what is known of it before its words are weighed.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Its place in the text.
    pub(super) place: Range<usize>,
    /// Whether it may be in another language.
    pub(super) is_suspect: bool,
    /// Whether the file declares another language for it.
    pub(super) is_declared: bool,
}

/// Judges the language of pieces.
#[derive(Debug)]
pub(super) struct Judge {
    language: Arc<Language>,
    period: Arc<PeriodSpellings>,
    /// What pieces say. After a repair nearly all are the same.
    known: Memory<Evidence>,
}

impl Judge {
    /// Takes the language of the pack and its rules for old spellings.
    pub(super) fn new(language: Arc<Language>, period: Arc<PeriodSpellings>) -> Self {
        Self { language, period, known: Memory::new(REMEMBERED) }
    }

    /// Returns whether a text with a share (0–1) of unknown words is judged as a whole.
    pub(super) fn asks(share: f64) -> bool {
        share >= ASKED_FROM
    }

    /// Returns how many unknown words a piece must hold to be judged.
    pub(super) fn suspicious(piece: &str) -> f64 {
        let spaces = piece.bytes().filter(|byte| matches!(byte, b' ' | b'\n')).count();
        (SUSPICIOUS * spaces as f64).max(1.0)
    }

    /// Weighs words.
    fn evidence<'t>(&self, table: &LanguageTable, words: impl Iterator<Item = &'t str>) -> Evidence {
        let words: Vec<&str> = words.filter(|word| word.chars().nth(LONGEST).is_none()).collect();
        let ours = table.number(&self.language.rules().code);
        let (Some(ours), false) = (ours, words.is_empty()) else {
            return Evidence { nats: -FOREIGN, language: None, words: words.len() };
        };
        let lowered: Vec<_> = words.iter().map(|word| lower_cow(word)).collect();
        let mut costs = vec![0.0; table.languages().len()];
        lowered.iter().for_each(|word| table.add_costs(word, &mut costs));
        let neighbours = self.language.neighbours().iter();
        let nearby: Vec<(usize, &Arc<Language>)> =
            neighbours.filter_map(|other| Some((table.number(&other.rules().code)?, other))).collect();
        for (word, lowered) in words.iter().zip(&lowered) {
            if word.chars().nth(SHORTEST_KNOWN - 1).is_none() || table.has(lowered) {
                continue;
            }
            if self.language.knows(word) {
                costs[ours] -= KNOWN;
                continue;
            }
            for (place, neighbour) in &nearby {
                if neighbour.knows(lowered) {
                    costs[*place] -= KNOWN_NEARBY;
                }
            }
        }
        let others = costs.iter().copied().enumerate().filter(|&(number, _)| number != ours);
        // Of languages of the same cost, the first by its code.
        let cheapest = others.reduce(|best, other| if other.1 < best.1 { other } else { best });
        let (language, cost) = cheapest.map_or((None, costs[ours] + FOREIGN), |(number, cost)| (Some(number), cost));
        Evidence { nats: costs[ours] - cost, language, words: words.len() }
    }

    /// Returns the number of the language of a text, if it is another one than that of the pack.
    pub(super) fn of_document(&self, table: &LanguageTable, text: &str) -> Option<usize> {
        let words = self.words(table, text);
        let step = (words.len() / SAMPLED).max(1);
        let found = self.evidence(table, words.iter().copied().step_by(step));
        found.language.filter(|_| found.nats >= asked_of(words.len()))
    }

    /// Returns the number of a language that a file declares; None if it is that of the pack, or none of the table.
    pub(super) fn other_language(&self, table: &LanguageTable, declared: &str) -> Option<usize> {
        table.declared(declared).filter(|&number| table.language(number).0 != self.language.rules().code)
    }

    /// Returns the zones of a paragraph that are in another language, or in old spelling.
    ///
    /// # Arguments
    /// `document` is the number of the language of the document if it is another one.
    pub(super) fn zones(
        &self,
        table: &LanguageTable,
        text: &str,
        pieces: &[Piece],
        document: Option<usize>,
    ) -> Vec<Zone> {
        let mut weighed: Vec<Option<Evidence>> = vec![None; pieces.len()];
        let mut evidence = |number: usize| {
            let piece = pieces[number].place.clone();
            let piece = &text[piece];
            let weigh = || self.evidence(table, self.words(table, piece).into_iter());
            *weighed[number].get_or_insert_with(|| self.known.get(piece, weigh))
        };
        let mut zones = Vec::new();
        let mut after_old = false;
        for (number, piece) in pieces.iter().enumerate() {
            if !piece.is_suspect && document.is_none() {
                continue;
            }
            let Evidence { nats, language, words } = evidence(number);
            let asked = if document.is_some() { AMONG_FOREIGN } else { asked_of_piece(text, &piece.place, words) };
            let mut missing = asked - nats - if piece.is_declared { DECLARED } else { 0.0 };
            if 0.0 < missing && missing <= MOST_CONTEXT {
                let last = (number + SIDES).min(pieces.len() - 1);
                let beside = (number.saturating_sub(SIDES)..=last).filter(|&other| other != number);
                let sum: f64 = beside.fold(0.0, |sum, other| sum + evidence(other).nats.max(0.0));
                missing -= (CONTEXT * sum).min(MOST_CONTEXT);
            }
            let Range { start, end } = piece.place;
            if missing <= 0.0 {
                let language = if nats > 0.0 { language } else { document.or(language) };
                zones.push(Zone { start, end, kind: ZoneKind::Language, language });
            } else if self.is_old(&text[start..end], after_old) {
                after_old = true;
                zones.push(Zone::new(start, end, ZoneKind::Spelling));
            }
        }
        zones
    }

    /// Returns the words of a piece that say something of its language: those that signs divide are damaged.
    fn words<'t>(&self, table: &LanguageTable, piece: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        for (_, token) in split_space(piece) {
            if all_alpha(token) {
                found.push(token);
                continue;
            }
            let first = found.len();
            found.extend(letters(token));
            if found.len() > first + 1 && !self.may_be_words(table, token, &found[first..]) {
                found.truncate(first);
            }
        }
        found
    }

    /// Returns whether several runs of letters in a token may be words: what stands between them is no damage.
    fn may_be_words(&self, table: &LanguageTable, token: &str, parts: &[&str]) -> bool {
        let inner = token.trim_matches(|sign| !is_letter(sign));
        let mut signs = inner.chars().filter(|&sign| !is_letter(sign));
        let mut has_apostrophe = false;
        let are_signs = signs.all(|sign| {
            has_apostrophe |= APOSTROPHES.contains(&sign);
            HYPHENS.contains(&sign) || APOSTROPHES.contains(&sign)
        });
        let is_word = |part: &&str| table.has(&lower_cow(part)) || self.language.knows(part);
        are_signs && (!has_apostrophe || parts.iter().all(is_word))
    }

    /// Returns whether a piece is in old spelling.
    fn is_old(&self, piece: &str, after_old: bool) -> bool {
        let words: Vec<&str> = letters(piece).filter(|word| str_is_lower(word)).collect();
        let count = |sure: bool| {
            let old = |word: &&&str| self.period.modern(self.language.lexicon(), word, sure).is_some();
            words.iter().filter(old).count()
        };
        if count(true) < if after_old { 1 } else { OLD_WORDS } {
            return false;
        }
        count(false) as f64 >= OLD_SHARE * letters(piece).count() as f64
    }
}

/// Yields the runs of letters of a string.
fn letters(string: &str) -> impl Iterator<Item = &str> {
    string.split(|character| !is_letter(character)).filter(|run| !run.is_empty())
}

/// Returns how many nats cheaper another language must be for so many words.
fn asked_of(words: usize) -> f64 {
    FOREIGN + MORE_FOR_EACH * FEW_WORDS.saturating_sub(words) as f64
}

/// Returns how many nats cheaper another language must be for a piece in a text of the language.
fn asked_of_piece(text: &str, piece: &Range<usize>, words: usize) -> f64 {
    if words > 1 && is_quoted(text, piece) { QUOTED } else { asked_of(words) }
}

/// Returns whether a piece stands between quotation marks or brackets.
fn is_quoted(text: &str, piece: &Range<usize>) -> bool {
    text[..piece.start].ends_with(['«', '“', '„', '"', '(', '['])
        && text[piece.end..].starts_with(['»', '”', '"', ')', ']'])
}
