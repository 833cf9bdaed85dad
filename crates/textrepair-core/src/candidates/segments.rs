//! Words that ran together.

use std::collections::HashSet;
use std::sync::Arc;

use super::{Candidate, Reason, price};
use crate::language::Language;
use crate::memory::Memory;
use crate::tables::Checksum;
use crate::unicode::{all_alpha, fold, is_lower, like_case, lower_cow, str_is_lower, str_is_upper};

/// How many ways to cut a string are kept; the most letters of a string; the most letters of a piece.
const MOST: usize = 3;
const LONGEST: usize = 60;
const LONGEST_PIECE: usize = 26;
#[expect(clippy::approx_constant, reason = "the recorded costs were computed with six digits")]
const ZIPF_TO_NATS: f64 = 2.302585;
/// The nats of an elided word, which has no count of its own.
const ELIDED: f64 = 3.0;
/// Up to this length, a piece must be far commoner than a longer one.
const COMMON: usize = 4;
/// Up to this length, many strings are units or foreign words.
const SHORT: usize = 3;
/// The Zipf value of very common words; French has some 160 of them.
const VERY_COMMON: f64 = 5.5;
/// How many forms that a piece may stand for are looked at.
pub(super) const VARIANTS: usize = 3;
const REMEMBERED: usize = 1 << 14;

/// An unknown word is cut into known words that ran together.
#[derive(Clone, Debug, PartialEq)]
pub struct Segments {
    /// How many words one string may hold.
    pub words: usize,
    /// How many characters it must have.
    pub shortest: usize,
    /// The event whose price each lost space costs.
    pub space: String,
    /// The event whose price each lost diacritic costs.
    pub diacritic: String,
}

/// A word that a piece may stand for, with the nats of the channel and of the word.
type Piece = (String, f64, f64);

/// A way to cut a string: all its nats, those of the channel, the number of words, and the words.
#[derive(Clone, Debug)]
struct Way {
    total: f64,
    channel: f64,
    count: usize,
    text: String,
}

#[derive(Debug)]
pub(super) struct Reader {
    spec: Segments,
    language: Arc<Language>,
    space: f64,
    diacritic: f64,
    very_common: HashSet<String>,
    /// The keys of the pieces of so few letters that they must be common.
    short: HashSet<String>,
    pieces: Memory<Arc<[Piece]>>,
}

impl Reader {
    pub(super) fn new(spec: Segments, language: Arc<Language>) -> Result<Self, String> {
        let (space, diacritic) = (price(&language, &spec.space)?, price(&language, &spec.diacritic)?);
        let common = language.lexicon().at_least(VERY_COMMON);
        let very_common = common.iter().map(|word| fold(word).into_owned()).collect();
        let short = language.lexicon().common_keys(COMMON, least_zipf);
        Ok(Self { spec, language, space, diacritic, very_common, short, pieces: Memory::new(REMEMBERED) })
    }

    /// Returns the likeliest ways to cut a word.
    pub(super) fn candidates(&self, word: &str) -> Vec<Candidate> {
        if word.chars().count() < self.spec.shortest {
            return Vec::new();
        }
        let ways = self.cut(word).into_iter();
        ways.map(|(words, cost)| Candidate { word: words, cost, reason: Reason::Merged }).collect()
    }

    /// Returns the likeliest ways to cut a string into two or more words: at most three, and some more of two words.
    pub(super) fn cut(&self, string: &str) -> Vec<(String, f64)> {
        let letters = string.strip_suffix(['\'', '’']).unwrap_or(string);
        if !all_alpha(letters) || letters.chars().nth(LONGEST).is_some() {
            return Vec::new();
        }
        let mut found: Vec<(String, f64)> = Vec::new();
        for way in self.cheapest(letters, string) {
            if way.count > 1 {
                match found.iter_mut().find(|(words, _)| *words == way.text) {
                    Some(known) => known.1 = way.channel,
                    None => found.push((way.text, way.channel)),
                }
            }
        }
        let lowered = lower_cow(letters);
        let prefixes = &self.language.rules().word_prefixes;
        if let Some(prefix) = prefixes.iter().find(|prefix| lowered.starts_with(prefix.as_str())) {
            // The author coined the word: ultrasophistiqué, superpixels.
            found.retain(|(words, _)| words.split(' ').next().is_none_or(|first| *lower_cow(first) != **prefix));
        }
        if letters.len() == string.len() {
            for two in self.in_two(letters) {
                if !found.iter().any(|(words, _)| *words == two) {
                    found.push((two, self.space));
                }
            }
        }
        found
    }

    /// Returns the cheapest ways to cut all letters.
    fn cheapest(&self, letters: &str, string: &str) -> Vec<Way> {
        let starts: Vec<usize> = letters.char_indices().map(|(start, _)| start).chain([letters.len()]).collect();
        let length = starts.len() - 1;
        let is_elided = string.len() > letters.len();
        // If each letter folds to one byte, the keys of all pieces are slices of one key.
        let key = fold(letters);
        let is_keyed = key.len() == length;
        let ends = is_keyed.then(|| self.ends(key.as_bytes(), is_elided));
        if ends.as_ref().is_some_and(|ends| ends.first() == Some(&0)) {
            return Vec::new();
        }
        // The cheapest ways to cut the letters before each place.
        let mut best: Vec<Vec<Way>> = vec![Vec::new(); length + 1];
        best[0] = vec![Way { total: 0.0, channel: 0.0, count: 0, text: String::new() }];
        for end in 1..=length {
            let is_last = end == length && is_elided;
            let mut ways = Vec::new();
            for start in end.saturating_sub(LONGEST_PIECE)..end {
                if best[start].is_empty() {
                    continue;
                }
                if ends.as_ref().is_some_and(|ends| ends[start] >> (end - start) & 1 == 0) {
                    continue;
                }
                let piece = if is_last { &string[starts[start]..] } else { &letters[starts[start]..starts[end]] };
                for (word, channel, price) in self.words_of(piece, is_last).iter() {
                    ways.extend(best[start].iter().filter(|way| way.count < self.spec.words).map(|way| {
                        let gap = if way.count > 0 { self.space } else { 0.0 };
                        let space = if way.count > 0 { " " } else { "" };
                        Way {
                            total: way.total + gap + channel + price,
                            channel: way.channel + gap + channel,
                            count: way.count + 1,
                            text: format!("{}{space}{word}", way.text),
                        }
                    }));
                }
            }
            ways.sort_by(|one, other| {
                one.total
                    .total_cmp(&other.total)
                    .then_with(|| one.channel.total_cmp(&other.channel))
                    .then_with(|| one.count.cmp(&other.count))
                    .then_with(|| one.text.cmp(&other.text))
            });
            ways.truncate(MOST);
            best[end] = ways;
        }
        best.pop().unwrap_or_default()
    }

    /// Returns, for each place of a key, how long the pieces are, as bits, that may be words and from whose end on the
    /// rest may be cut into words.
    fn ends(&self, key: &[u8], is_elided: bool) -> Vec<u32> {
        let length = key.len();
        let mut ends = vec![0u32; length + 1];
        for start in (0..length).rev() {
            let mut checksum = Checksum::default();
            for size in 1..=LONGEST_PIECE.min(length - start) {
                let end = start + size;
                checksum = checksum.and(&key[end - 1..end]);
                let is_last = end == length;
                if (is_last || ends[end] != 0)
                    && ((is_last && is_elided) || self.may_be_word(&key[start..end], checksum))
                {
                    ends[start] |= 1 << size;
                }
            }
        }
        ends
    }

    /// Returns whether a word may have a key.
    fn may_be_word(&self, key: &[u8], checksum: Checksum) -> bool {
        if key.len() <= COMMON {
            return std::str::from_utf8(key).is_ok_and(|key| self.short.contains(key));
        }
        self.language.lexicon().may_be_common(checksum.number())
    }

    /// Returns the words that a piece may stand for.
    fn words_of(&self, piece: &str, is_elided: bool) -> Arc<[Piece]> {
        if is_elided {
            let known = piece
                .strip_suffix(['\'', '’'])
                .is_some_and(|elided| self.language.rules().elision_prefixes.contains(&*lower_cow(elided)));
            return known.then(|| (piece.to_owned(), 0.0, ELIDED)).into_iter().collect();
        }
        self.pieces.get(piece, || self.find_words(piece).into())
    }

    fn find_words(&self, piece: &str) -> Vec<Piece> {
        let lexicon = self.language.lexicon();
        let mut letters = piece.chars();
        let (first, is_single) = (letters.next(), letters.next().is_none());
        let needed = least_zipf(piece.chars().count());
        let mut found = Vec::new();
        let zipf = lexicon.zipf(piece);
        if zipf >= needed && self.language.knows(piece) {
            found.push((piece.to_owned(), 0.0, ZIPF_TO_NATS * (9.0 - zipf)));
        }
        if is_single && !first.is_some_and(is_lower) {
            return found; // a lone capital is an initial or a label
        }
        let lowered = lower_cow(piece);
        for entry in lexicon.variants(piece).into_iter().take(VARIANTS) {
            if entry.zipf >= needed && entry.form != *lowered && !loses_diacritic(&lowered, &entry.form) {
                let changed = entry.form.chars().zip(lowered.chars()).filter(|(a, b)| a != b).count();
                let price = ZIPF_TO_NATS * (9.0 - entry.zipf);
                found.push((like_case(piece, &entry.form), self.diacritic * changed as f64, price));
            }
        }
        found
    }

    /// Returns the likeliest ways to cut a string into two words as they stand, one of which may be rare.
    ///
    /// Any word is likely beside a very common one, such as an article. Two rare words occur in many names by chance.
    fn in_two(&self, letters: &str) -> Vec<String> {
        let lexicon = self.language.lexicon();
        let mut found: Vec<(f64, String)> = Vec::new();
        for (place, _) in letters.char_indices().skip(1) {
            let (head, tail) = letters.split_at(place);
            if !self.very_common.contains(&*fold(head)) && !self.very_common.contains(&*fold(tail)) {
                continue;
            }
            let zipfs = (lexicon.zipf(head), lexicon.zipf(tail));
            let is_common = |zipf: f64, piece: &str| zipf >= VERY_COMMON && piece.chars().nth(1).is_some();
            let (first, second) = (is_common(zipfs.0, head), is_common(zipfs.1, tail));
            if (first && (second || self.is_rare_word(tail))) || (second && self.is_rare_word(head)) {
                found.push((-(zipfs.0 + zipfs.1), format!("{head} {tail}")));
            }
        }
        found.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
        found.into_iter().take(MOST).map(|(_, words)| words).collect()
    }

    fn is_rare_word(&self, piece: &str) -> bool {
        if !self.language.knows(piece) {
            return false;
        }
        let is_long = piece.chars().nth(SHORT).is_some();
        if !str_is_lower(piece) {
            // The capitals of a name or an acronym show where it begins or ends.
            return is_long || str_is_upper(piece);
        }
        is_long && self.language.lexicon().form(piece).is_some()
    }
}

/// Returns the least Zipf value of a piece, by its length: any string can be cut into rare short words.
fn least_zipf(length: usize) -> f64 {
    match length {
        1 => 6.0,
        2 => 5.5,
        3 => 5.0,
        4 => 3.5,
        _ => 2.0,
    }
}

/// Returns whether a piece has a diacritic that a form lacks: engines lose diacritics and hardly ever add one.
fn loses_diacritic(piece: &str, form: &str) -> bool {
    piece.chars().zip(form.chars()).any(|(a, b)| {
        let (mut one, mut other) = ([0; 4], [0; 4]);
        a != b && *fold(a.encode_utf8(&mut one)) == *b.encode_utf8(&mut other)
    })
}
