//! The zones of one text, each judged when it is first asked about.
//!
//! Most of a text is prose, and most of it is never asked about: a change is proposed in one line of ten. So a zone is
//! looked for only in the lines, tokens and pieces that hold an unknown word or a change.

use std::cell::OnceCell;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use super::kinds::{Kinds, Zone, ZoneKind};
use super::pieces::Paragraphs;
use super::source::{Known, Source};
use super::zoning::Zoning;
use crate::offsets::Offsets;
use crate::unicode::is_space;

/// The language that a file declares for a stretch of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declared {
    /// The byte offset of its start.
    pub start: usize,
    /// The byte offset of its end.
    pub end: usize,
    /// The language as the file has it: a code of two or three letters, or the English name.
    pub language: String,
}

/// What is known of a text before its zones are looked for.
#[derive(Clone, Debug, Default)]
pub struct TextFacts {
    /// The byte offsets at which the unknown words start, sorted.
    pub unknown: Vec<usize>,
    /// The share (0–1) of the words of the text that are unknown.
    pub share: f64,
    /// The languages that the file declares for words of the text, sorted.
    pub declared: Vec<Declared>,
}

/// The zones of a text.
#[derive(Debug)]
pub struct ZoneMap {
    source: Source,
    known: Known,
}

impl ZoneMap {
    /// Makes the map of a text; see [`Zoning::map_of`].
    pub(super) fn new(zoning: Arc<Zoning>, text: Arc<str>, offsets: Arc<Offsets>, facts: TextFacts) -> Self {
        let line_ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]).collect();
        let paragraphs = Paragraphs::of(&text, &offsets);
        let (fences, foreign) = (OnceCell::new(), OnceCell::new());
        let source = Source { zoning, text, facts, offsets, line_ends, paragraphs, fences, foreign };
        Self { source, known: Known::default() }
    }

    /// Returns the text.
    pub fn text(&self) -> &str {
        &self.source.text
    }

    /// Returns the table that converts offsets of the text.
    pub fn offsets(&self) -> &Offsets {
        &self.source.offsets
    }

    /// Returns the zones that overlap a span of byte offsets.
    pub fn at(&mut self, low: usize, high: usize) -> Vec<Zone> {
        let mut found = Vec::new();
        let (low, high) = self.source.within(low, high);
        _ = self.source.visit(&mut self.known, low, high, &mut |zone| {
            found.push(zone);
            ControlFlow::Continue(())
        });
        found
    }

    /// Returns whether all that a span of byte offsets touches is of the given kinds.
    pub fn allows(&mut self, start: usize, end: usize, kinds: Kinds) -> bool {
        let (start, end) = self.source.within(start, end);
        self.source.allows(&mut self.known, start, end, kinds)
    }

    /// Returns whether all zones that a change touches are of the given kinds.
    ///
    /// A change that removes the space beside a word touches this word. One that inserts something touches the zones
    /// that it would divide.
    ///
    /// # Arguments
    /// - `start`, `end`: byte offsets.
    /// - `replacement`: what shall stand there.
    /// - `kinds`: the kinds of zones that may be touched.
    pub fn allows_change(&mut self, start: usize, end: usize, replacement: &str, kinds: Kinds) -> bool {
        let (mut start, mut end) = self.source.within(start, end);
        let text = &self.source.text;
        let before = text[..start].chars().next_back();
        let after = text[end..].chars().next();
        let width = |character: Option<char>| character.map_or(0, char::len_utf8);
        if start == end {
            let (low, high) = (start - width(before), end + width(after));
            let mut zones = self.at(low, high);
            zones.retain(|zone| zone.start < start && start < zone.end);
            return zones.iter().all(|zone| kinds.has(zone.kind)) && (!zones.is_empty() || kinds.has(ZoneKind::Prose));
        }
        let (first, last) = (text[start..].chars().next(), text[..end].chars().next_back());
        if first.is_some_and(is_space) && !replacement.starts_with(is_space) {
            start -= width(before);
        }
        if last.is_some_and(is_space) && !replacement.ends_with(is_space) {
            end += width(after);
        }
        self.source.allows(&mut self.known, start, end, kinds)
    }

    /// Returns the zones found so far, which hold an unknown word or a change; of those that overlap, the one around.
    pub fn judged(&self) -> Vec<Zone> {
        let known = &self.known;
        let mut found: BTreeSet<Zone> =
            known.parts.values().chain(known.paragraphs.values()).flatten().copied().collect();
        let tokens = known.tokens.iter();
        found.extend(tokens.filter_map(|(&(start, end), kind)| Some(Zone::new(start, end, (*kind)?))));
        found.extend(self.source.fences());
        outermost(found.into_iter().collect())
    }

    /// Returns the number of the language of the document, if it is another one than that of the pack.
    pub fn foreign(&self) -> Option<usize> {
        self.source.foreign()
    }

    /// Returns the code and the English name of the language of a number; empty ones if there is none.
    pub fn language(&self, number: usize) -> (&str, &str) {
        self.source.zoning.table().map_or(("", ""), |table| table.language(number))
    }
}

/// Returns zones in order, without those in another one; of two that overlap, the second begins behind the first.
fn outermost(mut zones: Vec<Zone>) -> Vec<Zone> {
    zones.sort_by_key(|zone| (zone.start, Reverse(zone.end), zone.kind));
    let mut end = 0;
    zones.retain_mut(|zone| {
        let is_new = zone.end > end;
        if is_new {
            zone.start = zone.start.max(end);
            end = zone.end;
        }
        is_new
    });
    zones
}
