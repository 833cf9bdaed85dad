//! Known words that stand for words with diacritics, in a document that has lost these letters.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::price;
use crate::language::Language;
use crate::memory::Memory;
use crate::places::begins_sentence;
use crate::runs::whole_words;
use crate::unicode::{fold, like_case, lower_cow, split_space, str_is_lower, str_is_upper};

const REMEMBERED: usize = 1 << 14;

/// A known word is replaced by one that differs in letters that the document has lost (a, à).
#[derive(Clone, Debug, PartialEq)]
pub struct LostDiacritics {
    /// The least share (0–1) of a letter that must be lost.
    pub share: f64,
    /// The least Zipf value (0–9) of another reading.
    pub frequency: f64,
    /// How many readings of a word are proposed.
    pub readings: usize,
    /// The event whose price a capital costs that the misreading brought.
    pub capital: String,
}

/// Another reading of a word, and the letters in which it differs: as printed, and as read.
type Other = (String, Vec<(char, char)>);

/// A word of a token that may stand for others.
#[derive(Debug)]
struct Word {
    /// Where it stands in the token, in bytes.
    span: Range<usize>,
    others: Vec<Other>,
}

/// A change that restores lost letters.
#[derive(Clone, Debug, PartialEq)]
pub struct Restored {
    /// What is replaced, in bytes.
    pub span: Range<usize>,
    /// The word that may have been printed.
    pub word: String,
    /// Nats, −ln of the chance that its letters were lost.
    pub cost: f64,
    /// The letters that are restored, sorted.
    pub letters: String,
}

/// Restores letters that a document has lost.
#[derive(Debug)]
pub struct Restorer {
    spec: LostDiacritics,
    language: Arc<Language>,
    capital: f64,
    tokens: Memory<Arc<[Word]>>,
}

impl Restorer {
    /// Compiles a declaration.
    ///
    /// # Errors
    /// Returns the name of an event that has no price.
    pub fn new(spec: LostDiacritics, language: &Arc<Language>) -> Result<Self, String> {
        let capital = price(language, &spec.capital)?;
        Ok(Self { spec, language: Arc::clone(language), capital, tokens: Memory::new(REMEMBERED) })
    }

    /// Returns the changes of a text that restore letters; `rates` are the shares (0–1) of each letter that are lost.
    pub fn propose(&self, text: &str, rates: &HashMap<char, f64>) -> Vec<Restored> {
        let rate = |letter: char| rates.get(&letter).copied().filter(|&rate| rate >= self.spec.share);
        let mut found = Vec::new();
        for (start, token) in split_space(text) {
            for word in self.tokens.get(token, || self.words_of(token).into()).iter() {
                let span = start + word.span.start..start + word.span.end;
                let stands = &text[span.clone()];
                // A lone letter takes no capital within a sentence, so there the capital belongs to the misreading.
                let is_within =
                    stands.chars().nth(1).is_none() && str_is_upper(stands) && !begins_sentence(text, span.start);
                for (other, changed) in &word.others {
                    let Some(rates) = changed.iter().map(|&(printed, _)| rate(printed)).collect::<Option<Vec<_>>>()
                    else {
                        continue;
                    };
                    let cost = -rates.iter().fold(0.0, |sum, &rate| sum + libm::log(rate));
                    let (word, more) = match is_within {
                        true => (other.clone(), self.capital),
                        false => (like_case(stands, other), 0.0),
                    };
                    let mut letters: Vec<char> =
                        other.chars().filter(|&letter| rate(letter).is_some() && !stands.contains(letter)).collect();
                    letters.sort_unstable();
                    letters.dedup();
                    let letters = letters.into_iter().collect();
                    found.push(Restored { span: span.clone(), word, cost: cost + more, letters });
                }
            }
        }
        found
    }

    /// Returns the words of a token that may stand for words with diacritics.
    fn words_of(&self, token: &str) -> Vec<Word> {
        let words = whole_words(token, &['-']);
        let words = words.map(|(start, word)| Word { span: start..start + word.len(), others: self.others_of(word) });
        words.filter(|word| !word.others.is_empty()).collect()
    }

    fn others_of(&self, word: &str) -> Vec<Other> {
        let lexicon = self.language.lexicon();
        let tail = word.char_indices().nth(1).map_or("", |(start, _)| &word[start..]);
        let is_usual = str_is_lower(word) || tail.is_empty() || (str_is_lower(tail) && !lexicon.is_listed_name(word));
        if !is_usual || !self.language.knows(word) {
            return Vec::new();
        }
        let word = lower_cow(word);
        let length = word.chars().count();
        let others = lexicon.variants(&word).into_iter().take(self.spec.readings + 1).filter_map(|entry| {
            let is_other = entry.form != *word && entry.form.chars().count() == length;
            if !is_other || entry.zipf < self.spec.frequency {
                return None;
            }
            let pairs = entry.form.chars().zip(word.chars());
            let changed: Vec<(char, char)> = pairs.filter(|(printed, read)| printed != read).collect();
            let is_bare = |&(printed, read): &(char, char)| {
                *fold(printed.encode_utf8(&mut [0; 4])) == *read.encode_utf8(&mut [0; 4])
            };
            changed.iter().all(is_bare).then_some((entry.form, changed))
        });
        others.collect()
    }
}
