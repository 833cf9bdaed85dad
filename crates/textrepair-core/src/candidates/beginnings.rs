//! How the known words begin, whatever their case.

use std::collections::HashMap;
use std::sync::Arc;

use super::word_list::WordList;
use crate::fork_safe::Guarded;
use crate::language::Language;
use crate::tables::common_beginning;
use crate::unicode::{is_alpha, is_lower, is_upper, lower};

/// Below this code point, the two cases of a letter have the same length and depend on no context, except for these two.
const PLAIN_CASE: char = '\u{180}';
const ODD_CASE: [char; 2] = ['\u{130}', '\u{149}'];

/// Tells which beginning of a string of letters and digits some known word has.
#[derive(Debug)]
pub(super) struct Beginnings {
    language: Arc<Language>,
    words: Arc<WordList>,
    acronyms: Vec<String>,
    /// Whether any form holds a character that is no letter. Bounded by the number of digits in Unicode.
    others: Guarded<HashMap<char, bool>>,
}

impl Beginnings {
    pub(super) fn new(language: Arc<Language>, words: Arc<WordList>) -> Self {
        let mut acronyms: Vec<String> = language.lexicon().acronyms().iter().cloned().collect();
        acronyms.sort_unstable();
        Self { language, words, acronyms, others: Guarded::default() }
    }

    /// Returns the length in code points of the longest beginning of a string that a known word may have, in any case.
    ///
    /// The answer may be too high, but never too low.
    pub(super) fn reach(&self, text: &str) -> usize {
        let length = text.chars().count();
        if text.chars().any(|character| character >= PLAIN_CASE || ODD_CASE.contains(&character)) {
            return length;
        }
        let lexicon = self.language.lexicon();
        let mut farthest = self.in_capitals(text).max(1);
        let mut spellings = lexicon.capitals().spellings(text);
        if let Some(first) = text.chars().next().filter(|&first| is_upper(first)) {
            spellings.push(format!("{first}{}", lower(&text[first.len_utf8()..])));
        }
        for spelling in spellings {
            let reached = |bytes: usize| spelling[..bytes].chars().count();
            // A spelling with a ligature is shorter than the text by one letter.
            let shorter = length.saturating_sub(spelling.chars().count());
            farthest = farthest.max(reached(self.words.reach(&spelling)) + shorter);
            if let Some(names) = lexicon.names().filter(|_| spelling.chars().next().is_some_and(is_upper)) {
                farthest = farthest.max(reached(names.reach(&spelling)));
            }
        }
        let place = self.acronyms.partition_point(|acronym| acronym.as_str() < text);
        for acronym in self.acronyms.iter().take(place + 1).skip(place.saturating_sub(1)) {
            farthest = farthest.max(text[..common_beginning(acronym, text)].chars().count());
        }
        farthest
    }

    /// Returns how much of a string may begin a word in capitals, which may lack its diacritics and ligatures.
    fn in_capitals(&self, text: &str) -> usize {
        let may_stand = |character: &char| !is_lower(*character) && (is_alpha(*character) || self.holds(*character));
        text.chars().take_while(may_stand).count()
    }

    fn holds(&self, character: char) -> bool {
        let found = || self.language.lexicon().forms().holds_character(character);
        match self.others.lock() {
            Some(mut others) => *others.entry(character).or_insert_with(found),
            None => found(),
        }
    }
}
