//! Where the zones of a text are looked for, and what was found.

use std::cell::OnceCell;
use std::ops::{ControlFlow, Range};
use std::sync::Arc;

use hashbrown::HashMap;

use super::judge::{Judge, Piece};
use super::kinds::{Kinds, Zone, ZoneKind};
use super::pieces::{Paragraphs, pieces};
use super::plain;
use super::structure::Counts;
use super::zone_map::TextFacts;
use super::zoning::Zoning;
use crate::offsets::Offsets;
use crate::places::{token_end, token_start};
use crate::unicode::{is_alpha, is_space, is_upper};

/// Of a longer line only the part around the place that is asked about is looked at, in characters.
const LONG_LINE: usize = 1_200;
const PART: usize = 600;
const LONGEST_TOKEN: usize = 200;

/// Takes a zone, and says whether to go on. What is not asked about is not looked for, and is not among the zones found.
pub(super) type Show<'a> = &'a mut dyn FnMut(Zone) -> ControlFlow<()>;

/// What does not change while questions are asked.
#[derive(Debug)]
pub(super) struct Source {
    pub(super) zoning: Arc<Zoning>,
    pub(super) text: Arc<str>,
    pub(super) facts: TextFacts,
    pub(super) offsets: Arc<Offsets>,
    /// The offsets of all line feeds, and of the end.
    pub(super) line_ends: Vec<usize>,
    pub(super) paragraphs: Paragraphs,
    pub(super) fences: OnceCell<Vec<Zone>>,
    pub(super) foreign: OnceCell<Option<usize>>,
}

/// What was found so far.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Whether a line is prose by its characters, by its start.
    pub(super) plain: HashMap<usize, bool>,
    pub(super) parts: HashMap<(usize, usize), Vec<Zone>>,
    pub(super) tokens: HashMap<(usize, usize), Option<ZoneKind>>,
    pub(super) paragraphs: HashMap<usize, Vec<Zone>>,
    pub(super) mathematical: HashMap<usize, bool>,
    /// Whether a paragraph has as many lines or tokens as a rule asks for, by its number and that of the rule.
    pub(super) enough: HashMap<(usize, usize), bool>,
}

impl Source {
    /// Returns offsets that lie in the text, where characters begin, and in order.
    pub(super) fn within(&self, start: usize, end: usize) -> (usize, usize) {
        let boundary = |offset: usize| {
            let offset = offset.min(self.text.len());
            (0..=offset).rev().find(|&offset| self.text.is_char_boundary(offset)).unwrap_or(0)
        };
        let start = boundary(start);
        (start, boundary(end).max(start))
    }

    pub(super) fn allows(&self, known: &mut Known, start: usize, end: usize, kinds: Kinds) -> bool {
        if kinds == Kinds::ANY || (kinds.has(ZoneKind::Prose) && self.lies_in_plain_line(known, start, end)) {
            return true;
        }
        if kinds.has(ZoneKind::Prose) {
            let mut ask = |zone: Zone| match kinds.has(zone.kind) {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            };
            return self.visit(known, start, end, &mut ask).is_continue();
        }
        let (mut are_all, mut is_inside) = (true, false);
        _ = self.visit(known, start, end, &mut |zone| {
            are_all &= kinds.has(zone.kind);
            is_inside |= zone.start <= start && end <= zone.end;
            ControlFlow::Continue(())
        });
        are_all && is_inside
    }

    /// Shows the zones that overlap a span, as they are found, until it is told to stop.
    pub(super) fn visit(&self, known: &mut Known, low: usize, high: usize, show: Show<'_>) -> ControlFlow<()> {
        let fences = self.fences();
        // Fences do not overlap, so their ends are in order too.
        let first = fences.partition_point(|zone| zone.end <= low);
        touching(&fences[first..], low, high, show)?;
        self.in_parts(known, low, high, show)?;
        self.in_tokens(known, low, high, show)?;
        let last = self.paragraphs.number(high.saturating_sub(1).max(low));
        (self.paragraphs.number(low)..=last)
            .try_for_each(|number| touching(self.foreign_in(known, number), low, high, show))
    }

    pub(super) fn fences(&self) -> &[Zone] {
        self.fences.get_or_init(|| self.zoning.structure().fences(&self.text))
    }

    pub(super) fn foreign(&self) -> Option<usize> {
        *self.foreign.get_or_init(|| {
            let table = self.zoning.table()?;
            Judge::asks(self.facts.share).then(|| self.zoning.judge().of_document(table, &self.text)).flatten()
        })
    }

    /// Returns whether a span lies in a line that is prose by its characters, in a paragraph that is not foreign.
    fn lies_in_plain_line(&self, known: &mut Known, start: usize, end: usize) -> bool {
        let line = self.line(start);
        if end > line.end {
            return false;
        }
        if let Some(&plain) = known.plain.get(&line.start) {
            return plain;
        }
        let plain = !self.is_long(&line) && self.is_plain(known, &line);
        known.plain.insert(line.start, plain);
        plain
    }

    fn is_plain(&self, known: &mut Known, line: &Range<usize>) -> bool {
        let string = &self.text[line.clone()];
        let found = plain::line(string);
        let fences = self.fences();
        let fence = fences.partition_point(|zone| zone.end <= line.start);
        if found == plain::Line::Other || fences.get(fence).is_some_and(|zone| zone.start <= line.start) {
            return false;
        }
        // A paragraph that is cut is cut at a line end, if there is one.
        let number = self.paragraphs.number(line.start);
        if !self.foreign_in(known, number).is_empty() || line.end > self.paragraphs.place(number).end {
            return false;
        }
        if found == plain::Line::Plain {
            return true;
        }
        let mut has_variable = self.is_mathematical(known, number);
        if !has_variable {
            self.zoning.variables().sure(string, |_| has_variable = true);
        }
        !has_variable
    }

    /// Returns the place of the line that holds an offset.
    fn line(&self, offset: usize) -> Range<usize> {
        let number = self.line_ends.partition_point(|&end| end < offset);
        let end = self.line_ends.get(number).copied().unwrap_or(self.text.len());
        let before = number.checked_sub(1).and_then(|number| self.line_ends.get(number));
        before.map_or(0, |&end| end + 1)..end
    }

    fn is_long(&self, line: &Range<usize>) -> bool {
        line.len() > LONG_LINE && self.code_points(line.end) - self.code_points(line.start) > LONG_LINE
    }

    fn code_points(&self, offset: usize) -> usize {
        self.offsets.code_points(&self.text, offset)
    }

    /// Shows the zones of the lines, or parts of long lines, that a span touches.
    fn in_parts(&self, known: &mut Known, start: usize, end: usize, show: Show<'_>) -> ControlFlow<()> {
        let mut place = start;
        while place <= end {
            let line = self.line(place);
            let (mut low, mut high) = (line.start, line.end);
            if self.is_long(&line) {
                let first = self.code_points(low);
                let part = first + (self.code_points(place) - first) / PART * PART;
                high = high.min(self.offsets.bytes(&self.text, part + PART));
                low = low.max(token_start(&self.text, self.offsets.bytes(&self.text, part), LONGEST_TOKEN));
            }
            let zones = match known.parts.get(&(low, high)) {
                Some(zones) => zones,
                None => {
                    let zones = self.in_part(known, low, high);
                    known.parts.entry((low, high)).or_insert(zones)
                }
            };
            touching(zones, start, end, show)?;
            let Some(next) = self.text[high..].chars().next() else { break };
            place = high + next.len_utf8();
        }
        ControlFlow::Continue(())
    }

    fn in_part(&self, known: &mut Known, start: usize, end: usize) -> Vec<Zone> {
        let string = &self.text[start..end];
        let structure = self.zoning.structure();
        let line = structure.line(string);
        if let Some(kind) = structure.of_line(&line, &mut self.counts(known, start)) {
            return vec![Zone::new(start, end, kind)];
        }
        let mut found = Vec::new();
        found.extend(line.spans.iter().map(|zone| Zone::new(start + zone.start, start + zone.end, zone.kind)));
        self.zoning.variables().sure(string, |place| {
            found.push(Zone::new(start + place, start + place + 1, ZoneKind::Formula));
        });
        found.sort_unstable();
        found
    }

    /// Shows the zones that are single tokens.
    fn in_tokens(&self, known: &mut Known, start: usize, end: usize, show: Show<'_>) -> ControlFlow<()> {
        let mut place = start;
        while place < end {
            let Some(first) = self.text[place..].chars().next() else { break };
            if is_space(first) {
                place += first.len_utf8();
                continue;
            }
            let span = (token_start(&self.text, place, LONGEST_TOKEN), token_end(&self.text, place, LONGEST_TOKEN));
            let kind = match known.tokens.get(&span) {
                Some(&kind) => kind,
                None => {
                    let kind = self.of_token(known, span);
                    *known.tokens.entry(span).or_insert(kind)
                }
            };
            if let Some(kind) = kind {
                show(Zone::new(span.0, span.1, kind))?;
            }
            place = span.1;
        }
        ControlFlow::Continue(())
    }

    fn of_token(&self, known: &mut Known, (low, high): (usize, usize)) -> Option<ZoneKind> {
        let token = &self.text[low..high];
        let letters = token.chars().filter(|&character| is_alpha(character)).count();
        let characters = token.chars().count();
        let is_plain =
            letters == characters && !token.chars().skip(1).any(is_upper) && (characters > 1 || token.is_ascii());
        if !is_plain {
            let zoning = &self.zoning;
            let is_word = |part: &str| zoning.is_word(part);
            let kind = zoning.structure().of_token(token, &is_word, &mut self.counts(known, low));
            if kind.is_some() {
                return kind;
            }
        }
        (letters == 1 && self.is_mathematical(known, self.paragraphs.number(low))).then_some(ZoneKind::Formula)
    }

    fn counts<'k>(&'k self, known: &'k mut Known, offset: usize) -> ParagraphCounts<'k> {
        let number = self.paragraphs.number(offset);
        ParagraphCounts { number, paragraph: &self.text[self.paragraphs.place(number)], enough: &mut known.enough }
    }

    fn is_mathematical(&self, known: &mut Known, number: usize) -> bool {
        let paragraph = || &self.text[self.paragraphs.place(number)];
        *known.mathematical.entry(number).or_insert_with(|| self.zoning.variables().mathematical(paragraph()))
    }

    /// Returns the pieces of a paragraph that are in another language or in old spelling.
    fn foreign_in<'k>(&self, known: &'k mut Known, number: usize) -> &'k [Zone] {
        known.paragraphs.entry(number).or_insert_with(|| self.judged(self.paragraphs.place(number)))
    }

    fn judged(&self, paragraph: Range<usize>) -> Vec<Zone> {
        let unknown = |place: &Range<usize>| {
            let before = |offset: usize| self.facts.unknown.partition_point(|&start| start < offset);
            before(place.end) - before(place.start)
        };
        let Some(table) = self.zoning.table().filter(|_| unknown(&paragraph) > 0) else { return Vec::new() };
        let judge = self.zoning.judge();
        let pieces: Vec<Piece> = pieces(&self.text, paragraph)
            .into_iter()
            .map(|place| {
                let said = self.declared_for(&place);
                let is_declared = said.is_some_and(|said| judge.other_language(table, said).is_some());
                let enough = if is_declared { 1.0 } else { Judge::suspicious(&self.text[place.clone()]) };
                Piece { is_suspect: unknown(&place) as f64 >= enough, is_declared, place }
            })
            .collect();
        if !pieces.iter().any(|piece| piece.is_suspect) {
            return Vec::new();
        }
        judge.zones(table, &self.text, &pieces, self.foreign())
    }

    /// Returns the language that most words of a span are declared to be in; of several, the first.
    fn declared_for(&self, place: &Range<usize>) -> Option<&str> {
        let declared = &self.facts.declared;
        let low = declared.partition_point(|one| one.end < place.start);
        let high = declared.partition_point(|one| one.start < place.end);
        let mut counted: Vec<(&str, usize)> = Vec::new();
        for one in declared.get(low..high)? {
            match counted.iter_mut().find(|(language, _)| *language == one.language) {
                Some((_, count)) => *count += 1,
                None => counted.push((&one.language, 1)),
            }
        }
        counted.into_iter().reduce(|best, other| if other.1 > best.1 { other } else { best }).map(|(said, _)| said)
    }
}

/// What is known of the paragraph in which a line or a token stands.
struct ParagraphCounts<'k> {
    number: usize,
    paragraph: &'k str,
    enough: &'k mut HashMap<(usize, usize), bool>,
}

impl Counts for ParagraphCounts<'_> {
    fn enough(&mut self, rule: usize, count: &mut dyn FnMut(&str) -> bool) -> bool {
        *self.enough.entry((self.number, rule)).or_insert_with(|| count(self.paragraph))
    }
}

/// Shows the zones that overlap a span; the zones are in order.
fn touching(zones: &[Zone], low: usize, high: usize, show: Show<'_>) -> ControlFlow<()> {
    let before = zones.iter().take_while(|zone| zone.start < high);
    before.filter(|zone| zone.end > low).try_for_each(|zone| show(*zone))
}
