//! Single letters that are variables of mathematics.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::fork_safe::kept;
use crate::patterns::{Alphabet, ClassPattern, PatternError};
use crate::places::{backwards, forwards};
use crate::unicode::{is_space, lower_cow, split_space, trim_space_start};

/// A letter beside one of these is a variable.
const SIGNS: [char; 10] = ['∈', '∀', '∃', '≤', '≥', '≠', 'λ', '×', '∘', '∞'];
/// A letter beside an operator, or between brackets; its first group is the letter behind, the second the one before.
const BESIDE: &str = "(?:[=≤≥<>∈∉∀∃×∘≠→↦∞^²³∑∫·]\\s?|\\s\\+\\s|[(,]\\s?)([A-Za-z])(?:[\\s,;.:)=]|$)|\
                      (?:^|[\\s(,])([A-Za-z])(?:[(=≤≥<>∈∉∀∃×∘≠→↦∞^²³∑∫·]|\\s[=≤≥<>∈∉∀∃×∘≠→↦∞^²³∑∫·+])";
/// How far around a letter its context is looked for, in characters.
const NEAR: usize = 30;
/// The elided words of one letter may stand alone where an apostrophe was lost. So two letters must be named, one of
/// which is not among them.
const DISTINCT: usize = 2;

/// The words before a letter, and the word after it.
type Context = (Vec<String>, String);

/// Tells paragraphs of mathematics, in which single letters are variables.
#[derive(Debug)]
pub(super) struct Variables {
    contexts: Vec<Context>,
    sure: Vec<Context>,
    unsure: BTreeSet<char>,
    elided: BTreeSet<char>,
    alphabet: Alphabet,
    beside: OnceLock<Option<ClassPattern>>,
}

impl Variables {
    /// Takes the contexts of a language.
    ///
    /// # Arguments
    /// - `contexts`: words around a letter, for which `_` stands, in which it is a variable.
    /// - `sure`: contexts in which it is a variable wherever they stand.
    /// - `unsure`: letters that are none in the sure contexts.
    /// - `elided`: the elided words of the language.
    ///
    /// # Errors
    /// Never: the pattern is part of the code.
    pub(super) fn new(
        contexts: &[String],
        sure: &[String],
        unsure: &str,
        elided: &[String],
    ) -> Result<Self, PatternError> {
        let single = |word: &String| word.chars().next().filter(|letter| letter.len_utf8() == word.len());
        Ok(Self {
            contexts: contexts.iter().map(|context| parsed(context)).collect(),
            sure: sure.iter().map(|context| parsed(context)).collect(),
            unsure: unsure.chars().collect(),
            elided: elided.iter().filter_map(single).collect(),
            alphabet: Alphabet::of([BESIDE])?,
            beside: OnceLock::new(),
        })
    }

    /// Returns whether every single letter of a paragraph is a variable.
    pub(super) fn mathematical(&self, paragraph: &str) -> bool {
        let signs = paragraph.chars().filter(|sign| SIGNS.contains(sign)).count();
        let mut found: BTreeSet<char> = BTreeSet::new();
        self.places(paragraph, &self.contexts, true, |_, letter| _ = found.insert(letter));
        if signs == 0 && found.is_empty() {
            return false;
        }
        if let Some(beside) = kept(&self.beside, || self.alphabet.compile(BESIDE).ok()) {
            beside.groups(&self.alphabet.map(paragraph), |groups| {
                let letter = groups.get(1).or_else(|| groups.get(2));
                found.extend(letter.and_then(|letter| letter.as_str().chars().next()));
            });
        }
        if signs >= DISTINCT && !found.is_empty() {
            return true;
        }
        let is_distinct = |letter: &char| !self.elided.contains(letter) && !self.unsure.contains(letter);
        found.len() >= DISTINCT && found.iter().any(is_distinct)
    }

    /// Calls `found` with the byte offset of each letter of a line that is a variable whatever stands around it.
    pub(super) fn sure(&self, line: &str, mut found: impl FnMut(usize)) {
        self.places(line, &self.sure, false, |place, letter| {
            if !self.unsure.contains(&letter) {
                found(place);
            }
        });
    }

    /// Calls `found` with the byte offset of each single letter that stands in one of some contexts, and with the letter.
    fn places(&self, text: &str, contexts: &[Context], lower: bool, mut found: impl FnMut(usize, char)) {
        if contexts.is_empty() {
            return;
        }
        for (place, letter) in single_letters(text) {
            let before = &text[backwards(text, place, NEAR)..place];
            let before: Vec<_> =
                split_space(before).map(|(_, word)| if lower { lower_cow(word) } else { word.into() }).collect();
            let following = following(&text[place + 1..forwards(text, place + 1, NEAR)]);
            let is_there = |(words, tail): &Context| {
                let first = if words.is_empty() { 0 } else { before.len().saturating_sub(words.len()) };
                before[first..].iter().eq(words.iter()) && (tail.is_empty() || tail == following)
            };
            if contexts.iter().any(is_there) {
                found(place, letter);
            }
        }
    }
}

/// Returns the word that follows a letter: its first letter, if an apostrophe stands behind that.
fn following(after: &str) -> &str {
    let after = after.trim_start_matches([' ', ')']);
    let Some((_, word)) = split_space(after).next() else { return "" };
    let following = word.trim_matches(['.', ',', ';', ':', '\'', '’']);
    if word.chars().nth(1).is_some_and(|second| second == '\'' || second == '’') {
        let first = following.chars().next().map_or(0, char::len_utf8);
        return &following[..first];
    }
    following
}

/// Yields the byte offset of each letter of ASCII that stands alone, and the letter.
fn single_letters(text: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let bytes = text.as_bytes();
    let letters = bytes.iter().enumerate().filter(|(_, byte)| byte.is_ascii_alphabetic());
    letters.filter_map(move |(place, &byte)| {
        let neighbour = |byte: Option<&u8>| byte.is_none_or(|byte| !byte.is_ascii_alphanumeric());
        // Most letters stand beside another one.
        if !neighbour(place.checked_sub(1).and_then(|before| bytes.get(before))) || !neighbour(bytes.get(place + 1)) {
            return None;
        }
        let before = text[..place].chars().next_back();
        let after = text[place + 1..].chars().next();
        let starts = before.is_none_or(|before| before == '(' || is_space(before));
        let ends = after.is_none_or(|after| matches!(after, ',' | ';' | '.' | ':' | ')') || is_space(after));
        (starts && ends).then_some((place, char::from(byte)))
    })
}

/// Returns the words before the letter and the word after it.
fn parsed(context: &str) -> Context {
    let (before, after) = context.split_once('_').unwrap_or((context, ""));
    let words = split_space(before).map(|(_, word)| word.to_owned()).collect();
    (words, trim_space_start(after).trim_end_matches(is_space).to_owned())
}
