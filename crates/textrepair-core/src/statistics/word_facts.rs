//! What the unknown words of a document say of it: of its time, and of the letters that it has lost.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::candidates::LONGEST;
use crate::fork_safe::kept;
use crate::language::Language;
use crate::memory::Memory;
use crate::period::{PeriodSpellings, as_long_s};
use crate::runs::whole_words;
use crate::tables::Checksum;
use crate::unicode::{all_alpha, fold, is_upper, str_is_lower};

/// One word counts at most this many times, however often it occurs.
const OFTEN: u32 = 3;
/// A word of which a letter was dropped is a form with this Zipf value (0–9), and has more than so many letters.
const FREQUENT: f64 = 3.5;
const LETTERS_LEFT: usize = 2;
const REMEMBERED: usize = 1 << 14;

/// What an unknown word says of its document.
#[derive(Debug)]
struct WordFacts {
    is_capitalised: bool,
    /// Whether it is in lower case, and spelt as in an earlier time; and whether damage produces no such spelling.
    is_old: bool,
    is_surely_old: bool,
    /// Whether it is in lower case, and a word, of today or of an earlier time, with s for f.
    is_long_s: bool,
    /// The letters of the word of today that stand without their diacritics.
    lost: Box<[char]>,
    /// The only letter that the word may lack.
    dropped: OnceLock<Option<char>>,
}

/// Reads what unknown words say of their document, and remembers it.
pub struct WordReader {
    language: Arc<Language>,
    period: Arc<PeriodSpellings>,
    /// The letters with a diacritic of running text, each without it; and by what they fold to.
    bare: HashMap<char, char>,
    folded: BTreeMap<String, Vec<char>>,
    known: Memory<Arc<WordFacts>>,
    lengthened: Memory<Lengthened>,
}

/// The words that a word is without one letter, each with that letter.
pub type Lengthened = Arc<[(String, char)]>;

impl fmt::Debug for WordReader {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("WordReader").field("language", &self.language.rules().code).finish_non_exhaustive()
    }
}

impl WordReader {
    /// Makes a reader with an empty memory.
    pub fn new(language: Arc<Language>, period: Arc<PeriodSpellings>) -> Self {
        let (mut bare, mut folded) = (HashMap::new(), BTreeMap::<String, Vec<char>>::new());
        for &(letter, _) in &language.rules().diacritic_frequencies {
            let key = fold(letter.encode_utf8(&mut [0; 4])).into_owned();
            let mut letters = key.chars();
            if let (Some(only), None) = (letters.next(), letters.next()) {
                bare.insert(letter, only);
            }
            folded.entry(key).or_default().push(letter);
        }
        let (known, lengthened) = (Memory::new(REMEMBERED), Memory::new(REMEMBERED));
        Self { language, period, bare, folded, known, lengthened }
    }

    /// Returns the frequent words that a word is without one letter with a diacritic, each with that letter; sorted.
    pub fn lengthened(&self, word: &str) -> Lengthened {
        self.lengthened.get(word, || self.find_lengthened(word).into())
    }

    /// Returns the words of a text, as spans of bytes, that are others without a letter, with these others.
    ///
    /// A word is a run of letters that is no part of a compound or a number, and is not elided.
    pub fn lengthened_in(&self, text: &str) -> Vec<(Range<usize>, Lengthened)> {
        let words = whole_words(text, &['-']).map(|(start, word)| (start..start + word.len(), self.lengthened(word)));
        words.filter(|(_, others)| !others.is_empty()).collect()
    }

    fn find_lengthened(&self, word: &str) -> Vec<(String, char)> {
        let length = word.chars().count();
        if !(LETTERS_LEFT..LONGEST).contains(&length) || !all_alpha(word) || !str_is_lower(word) {
            return Vec::new();
        }
        let mut found = BTreeSet::new();
        let lexicon = self.language.lexicon();
        let key = fold(word);
        // Where each letter keys as one, the checksum of a beginning goes on with that of the next.
        let is_keyed = key.chars().count() == length;
        let key_ends = key.char_indices().map(|(place, _)| place).chain([key.len()]);
        let places = word.char_indices().map(|(place, _)| place).chain([word.len()]);
        for (place, key_end) in places.zip(key_ends) {
            let head = Checksum::default().and(&key.as_bytes()[..key_end]);
            for (bare, letters) in &self.folded {
                if is_keyed {
                    let checksum = head.and(bare.as_bytes()).and(&key.as_bytes()[key_end..]).number();
                    if !lexicon.may_be_common(checksum) {
                        continue;
                    }
                }
                for &letter in letters {
                    let form = format!("{}{letter}{}", &word[..place], &word[place..]);
                    if str_is_lower(&form) && lexicon.is_at_least(&form, FREQUENT) {
                        found.insert((form, letter));
                    }
                }
            }
        }
        found.into_iter().collect()
    }

    fn facts(&self, word: &str) -> Arc<WordFacts> {
        self.known.get(word, || Arc::new(self.read(word)))
    }

    fn read(&self, word: &str) -> WordFacts {
        let is_lower = str_is_lower(word);
        let long_s = if is_lower { as_long_s(word) } else { String::new() };
        let is_modern = |sure: bool| is_lower && (self.is_modern(word, sure) || self.is_modern(&long_s, sure));
        let is_old = is_modern(false);
        WordFacts {
            is_capitalised: word.chars().next().is_some_and(is_upper),
            is_old,
            is_surely_old: is_old && is_modern(true),
            is_long_s: !long_s.is_empty() && (self.language.knows(&long_s) || self.is_modern(&long_s, false)),
            lost: if is_lower { self.lost(word) } else { Box::default() },
            dropped: OnceLock::new(),
        }
    }

    fn is_modern(&self, word: &str, sure: bool) -> bool {
        self.period.modern(self.language.lexicon(), word, sure).is_some()
    }

    fn lost(&self, word: &str) -> Box<[char]> {
        let Some(best) = all_alpha(word).then(|| self.language.lexicon().variants(word).into_iter().next()).flatten()
        else {
            return Box::default();
        };
        if best.form.chars().count() != word.chars().count() {
            return Box::default();
        }
        let pairs = best.form.chars().zip(word.chars()).filter(|(own, read)| own != read);
        let lost: BTreeSet<char> =
            pairs.filter(|(own, read)| self.bare.get(own) == Some(read)).map(|(own, _)| own).collect();
        lost.into_iter().collect()
    }

    /// Returns the only letter that a word may lack. One without its last letter may be an abbreviation (exig., référ.).
    fn dropped(&self, word: &str, facts: &WordFacts) -> Option<char> {
        *kept(&facts.dropped, || {
            let forms = self.lengthened(word);
            let others = forms.iter().filter(|(form, _)| !form.starts_with(word));
            let letters: BTreeSet<char> = others.map(|(_, letter)| *letter).collect();
            letters.first().copied().filter(|_| letters.len() == 1)
        })
    }
}

/// The words of a document in the spelling of an earlier time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct OldWords {
    /// How many different words surely are.
    pub types: usize,
    /// How many words surely are.
    pub sure: usize,
    /// How many different words are or may be.
    pub all_types: usize,
    /// How many words are or may be.
    pub all: usize,
}

/// The unknown words of a document, and how often each occurs.
#[derive(Clone, Debug)]
pub struct CountedWords {
    reader: Arc<WordReader>,
    words: Vec<(String, u32, Arc<WordFacts>)>,
}

impl CountedWords {
    /// Counts words.
    pub fn of<'a>(reader: &Arc<WordReader>, words: impl IntoIterator<Item = &'a str>) -> Self {
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut counted: Vec<(String, u32, Arc<WordFacts>)> = Vec::new();
        for word in words {
            match places.get(word) {
                Some(&place) => counted[place].1 += 1,
                None => {
                    places.insert(word, counted.len());
                    counted.push((word.to_owned(), 1, reader.facts(word)));
                }
            }
        }
        Self { reader: Arc::clone(reader), words: counted }
    }

    /// Returns how many different words there are.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Returns whether there is none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Yields the words, and how often each occurs, in the order in which they occur first.
    pub fn counts(&self) -> impl Iterator<Item = (&str, u32)> {
        self.words.iter().map(|(word, count, _)| (word.as_str(), *count))
    }

    /// Returns the words that are in no spelling of an earlier time.
    #[must_use]
    pub fn without_old(&self) -> Self {
        let is_old =
            |word: &str, facts: &WordFacts| (facts.is_old || !str_is_lower(word)) && self.reader.is_modern(word, false);
        let words = self.words.iter().filter(|(word, _, facts)| !is_old(word, facts));
        Self { reader: Arc::clone(&self.reader), words: words.cloned().collect() }
    }

    /// Returns how many of the words begin with no capital.
    pub fn damaged(&self) -> usize {
        self.sum(|facts| !facts.is_capitalised)
    }

    /// Returns how many are a word with s for f.
    pub fn with_long_s(&self) -> usize {
        self.sum(|facts| facts.is_long_s)
    }

    /// Returns how many are in the spelling of an earlier time.
    pub fn old(&self) -> OldWords {
        OldWords {
            types: self.words.iter().filter(|(_, _, facts)| facts.is_surely_old).count(),
            sure: self.sum(|facts| facts.is_surely_old),
            all_types: self.words.iter().filter(|(_, _, facts)| facts.is_old).count(),
            all: self.sum(|facts| facts.is_old),
        }
    }

    fn sum(&self, counts: impl Fn(&WordFacts) -> bool) -> usize {
        self.words.iter().filter(|(_, _, facts)| counts(facts)).map(|(_, count, _)| *count as usize).sum()
    }

    /// Returns the letters that the words have without their diacritics: how often, and in how many different words.
    pub fn lost(&self) -> BTreeMap<char, (u32, u32)> {
        let mut found: BTreeMap<char, (u32, u32)> = BTreeMap::new();
        for (_, count, facts) in &self.words {
            for letter in &facts.lost {
                let (lost, types) = found.entry(*letter).or_default();
                (*lost, *types) = (*lost + OFTEN.min(*count), *types + 1);
            }
        }
        found
    }

    /// Returns how many different words lack a letter with a diacritic, and how often they lack each.
    pub fn dropped(&self) -> (usize, BTreeMap<char, u32>) {
        let (mut types, mut found) = (0, BTreeMap::new());
        for (word, count, facts) in &self.words {
            if let Some(letter) = self.reader.dropped(word, facts) {
                types += 1;
                *found.entry(letter).or_default() += OFTEN.min(*count);
            }
        }
        (types, found)
    }
}
