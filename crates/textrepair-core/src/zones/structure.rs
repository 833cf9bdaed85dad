//! Structural zones: code, markup, data, addresses, numbers and formulas, by the rules of `lexicons/zones.toml`.

use std::collections::HashSet;
use std::sync::Arc;

use super::kinds::{Zone, ZoneKind};
use super::rules::{Characters, Place, Rule, RuleData};
use crate::memory::Memory;
use crate::patterns::{Alphabet, Mapped, PatternError};
use crate::unicode::{is_digit, is_lower, is_upper, split_space};

/// Signs around a token that do not belong to what it is.
const AROUND: &[char] = &['.', ',', ';', ':', '!', '?', '…', '«', '»', '"', '“', '”', '*', '’', '\''];
const BRACKETS: [(char, char); 2] = [('(', ')'), ('[', ']')];
/// What code is made of.
const CODE_SIGNS: &[u8] = b"{}[]()=<>;_/\\&$#@*+\"`";

/// Says whether a part of an identifier is a word.
pub(super) type IsWord<'a> = &'a dyn Fn(&str) -> bool;

/// How many tokens, and how many lines, are remembered with what matches them. After a repair nearly all are the same.
const TOKENS: usize = 1 << 14;
const LINES: usize = 1 << 12;

/// The rules of structural zones, for a language.
#[derive(Debug)]
pub(super) struct Structure {
    alphabet: Alphabet,
    rules: Vec<Rule>,
    /// The numbers of the rules that match a token, if its paragraph holds as many as they ask for.
    tokens: Memory<Arc<[usize]>>,
    lines: Memory<Arc<Line>>,
}

/// What matches a line.
#[derive(Debug)]
pub(super) struct Line {
    /// The numbers of the rules for whole lines that match, if the paragraph holds as many as they ask for.
    rules: Vec<usize>,
    /// The zones within the line, in bytes of it.
    pub(super) spans: Vec<Zone>,
}

/// Counts, for each rule that asks for several tokens or lines, those of the paragraph that is looked at.
pub(super) trait Counts {
    /// Returns whether the paragraph holds as many as a rule asks for; `count` says so if it is not known.
    fn enough(&mut self, rule: usize, count: &mut dyn FnMut(&str) -> bool) -> bool;
}

impl Structure {
    /// Takes the rules of the table, with the words of the language in place of their names.
    ///
    /// # Errors
    /// A pattern is wrong.
    pub(super) fn new(rules: Vec<RuleData>) -> Result<Self, PatternError> {
        let rules: Vec<Rule> = rules.into_iter().map(Rule::new).collect();
        let alphabet = Alphabet::of(rules.iter().map(|rule| rule.data.pattern.as_str()))?;
        rules.iter().try_for_each(|rule| rule.check(&alphabet))?;
        Ok(Self { alphabet, rules, tokens: Memory::new(TOKENS), lines: Memory::new(LINES) })
    }

    fn of(&self, place: Place) -> impl Iterator<Item = (usize, &Rule)> {
        self.rules.iter().enumerate().filter(move |(_, rule)| rule.data.place == place)
    }

    /// Returns the blocks between two lines that open and close a block, in order.
    pub(super) fn fences(&self, text: &str) -> Vec<Zone> {
        let mut found = Vec::new();
        if !text.contains("```") && !text.contains("~~~") {
            return found;
        }
        let mut opened: Option<(usize, ZoneKind)> = None;
        let mut start = 0;
        for line in text.split('\n') {
            let end = start + line.len();
            let mapped = self.alphabet.map(line);
            let matches = |rule: &Rule| rule.pattern(&self.alphabet).is_some_and(|pattern| pattern.matches(&mapped));
            if let Some((_, rule)) = self.of(Place::Fence).find(|(_, rule)| matches(rule)) {
                match opened.take() {
                    Some((first, kind)) => found.push(Zone::new(first, end, kind)),
                    None => opened = Some((start, rule.data.kind)),
                }
            }
            start = end + 1;
        }
        found
    }

    /// Returns what a whole line is; None if no rule says so.
    pub(super) fn of_line(&self, line: &Line, counts: &mut dyn Counts) -> Option<ZoneKind> {
        let is_enough = |&&number: &&usize| {
            let rule = &self.rules[number];
            rule.data.least == 1
                || counts.enough(number, &mut |paragraph| {
                    let Some(pattern) = rule.pattern(&self.alphabet) else { return false };
                    let mapped = self.alphabet.map(paragraph);
                    let lines = mapped.lines().filter(|other| pattern.matches_line(other));
                    lines.take(rule.data.least).count() >= rule.data.least
                })
        };
        line.rules.iter().find(is_enough).map(|&number| self.rules[number].data.kind)
    }

    /// Returns what matches a line.
    pub(super) fn line(&self, line: &str) -> Arc<Line> {
        self.lines.get(line, || {
            let (characters, mapped) = (Characters::of(line), self.alphabet.map(line));
            let whole = self
                .of(Place::Line)
                .filter(|(_, rule)| rule.may_match(&characters) && self.matches_line(rule, &mapped));
            let mut spans = Vec::new();
            for (_, rule) in self.of(Place::Span).filter(|(_, rule)| rule.may_match(&characters)) {
                let Some(pattern) = rule.pattern(&self.alphabet) else { continue };
                pattern.spans(&mapped, |low, high| spans.push(Zone::new(low, high, rule.data.kind)));
            }
            Arc::new(Line { rules: whole.map(|(number, _)| number).collect(), spans })
        })
    }

    fn matches_line(&self, rule: &Rule, line: &Mapped<'_>) -> bool {
        let signs = || line.string().bytes().filter(|byte| CODE_SIGNS.contains(byte)).count();
        rule.pattern(&self.alphabet).is_some_and(|pattern| pattern.matches(line))
            && (rule.data.code_signs == 0 || signs() >= rule.data.code_signs)
    }

    /// Returns what a token is; None if no rule says so.
    pub(super) fn of_token(&self, token: &str, is_word: IsWord<'_>, counts: &mut dyn Counts) -> Option<ZoneKind> {
        let matching = self.tokens.get(token, || {
            let (characters, forms) = (Characters::of(token), self.forms(token));
            let matching = self.of(Place::Token).filter(|(_, rule)| {
                rule.may_match(&characters) && forms.iter().any(|form| self.matches(rule, form, is_word))
            });
            matching.map(|(number, _)| number).collect()
        });
        let is_enough = |&&number: &&usize| {
            let rule = &self.rules[number];
            rule.data.least <= 1 || counts.enough(number, &mut |paragraph| self.has_several(rule, paragraph, is_word))
        };
        matching.iter().find(is_enough).map(|&number| self.rules[number].data.kind)
    }

    /// Returns whether a rule, or one of its kind that is enough alone, matches so many different tokens of a paragraph.
    fn has_several(&self, rule: &Rule, paragraph: &str, is_word: IsWord<'_>) -> bool {
        let alone = self.of(Place::Token).map(|(_, other)| other);
        let alone = alone.filter(|other| other.data.kind == rule.data.kind && other.data.least == 1);
        let rules: Vec<&Rule> = [rule].into_iter().chain(alone).collect();
        let tokens: HashSet<&str> = split_space(paragraph).map(|(_, token)| token).collect();
        let matching = tokens.into_iter().filter(|token| {
            let forms = self.forms(token);
            forms.iter().any(|form| rules.iter().any(|rule| self.matches(rule, form, is_word)))
        });
        matching.take(rule.data.least).count() >= rule.data.least
    }

    fn matches(&self, rule: &Rule, token: &Mapped<'_>, is_word: IsWord<'_>) -> bool {
        if !rule.pattern(&self.alphabet).is_some_and(|pattern| pattern.matches(token)) {
            return false;
        }
        let string = token.string();
        let has = |kind: fn(char) -> bool| string.chars().any(kind);
        (!rule.data.digits || has(is_digit))
            && (!rule.data.mixed || (has(is_upper) && has(is_lower) && has(is_digit)))
            && (!rule.data.parts || humps(string).all(is_word))
    }

    fn forms<'t>(&self, token: &'t str) -> Vec<Mapped<'t>> {
        without_signs(token).map(|form| self.alphabet.map(form)).collect()
    }
}

/// Yields the parts of an identifier: runs of capitals, and runs of small letters with the letter before them.
fn humps(string: &str) -> impl Iterator<Item = &str> {
    let bytes = string.as_bytes();
    let run = |from: usize, is_one: fn(&u8) -> bool| bytes[from..].iter().take_while(|byte| is_one(byte)).count();
    let mut position = 0;
    std::iter::from_fn(move || {
        position += run(position, |byte| !byte.is_ascii_alphabetic());
        let start = position;
        bytes.get(start)?;
        let capitals = run(start, u8::is_ascii_uppercase);
        position = if capitals > 1 { start + capitals } else { start + 1 + run(start + 1, u8::is_ascii_lowercase) };
        string.get(start..position)
    })
}

/// Yields the forms of a token: without the signs around it, and without the brackets around it.
fn without_signs(token: &str) -> impl Iterator<Item = &str> {
    let bare = token.trim_matches(AROUND);
    let mut inner = bare;
    while let Some(rest) = inner.strip_prefix(BRACKETS.map(|(opening, _)| opening)) {
        inner = rest.trim_matches(AROUND);
    }
    let count = |string: &str, sign: char| string.matches(sign).count();
    while BRACKETS.iter().any(|&(opening, closing)| count(inner, closing) > count(inner, opening)) {
        let Some(rest) = inner.strip_suffix(BRACKETS.map(|(_, closing)| closing)) else { break };
        inner = rest.trim_end_matches(AROUND);
    }
    [bare].into_iter().chain((inner != bare && !inner.is_empty()).then_some(inner))
}

#[cfg(test)]
mod tests {
    use super::{humps, without_signs};

    #[test]
    fn tokens_lose_signs_and_brackets() {
        assert_eq!(without_signs("«name()»,").collect::<Vec<_>>(), ["name()"]);
        assert_eq!(without_signs("(https://a.org).").collect::<Vec<_>>(), ["(https://a.org)", "https://a.org"]);
        assert_eq!(without_signs("((").collect::<Vec<_>>(), ["(("]);
    }

    #[test]
    fn identifiers_are_cut_at_their_humps() {
        assert_eq!(humps("nomComplet_XMLFile2b").collect::<Vec<_>>(), ["nom", "Complet", "XMLF", "ile", "b"]);
        assert_eq!(humps("1_é").count(), 0);
    }
}
