//! What a language says of a token: which of its words are unknown, and what spelling one out costs.

use std::ops::Range;
use std::sync::Arc;

use super::lexicon::Lexicon;
use super::rules::{Prices, Rules};
use crate::unicode::{
    all_alpha, fold, is_alnum, is_alpha, is_decimal, is_digit, is_letter, is_upper, is_word, lower_cow, runs,
    str_is_lower, str_is_upper,
};

const APOSTROPHES: [char; 3] = ['\'', '’', 'ʼ'];
const OUTER: &[char] = &[
    '.', ',', ';', ':', '!', '?', '…', '«', '»', '“', '”', '„', '"', '\'', '’', '‘', '(', ')', '[', ']', '{', '}', '–',
    '—', '-', '*', '·', '•', '/', '\u{ad}',
];
/// These separate the words of a token. Any other character within a word is a letter or damage.
const SEPARATORS: &[char] =
    &['-', '‐', '‑', '–', '—', '/', '.', ',', ';', ':', '!', '?', '…', '«', '»', '“', '”', '„', '·', '•', '=', '+'];
const OPENING: [char; 3] = ['(', '[', '{'];
const CLOSING: [char; 3] = [')', ']', '}'];
/// Endings of names of servers and files in every language.
const DOMAINS: [&str; 7] = ["com", "htm", "html", "int", "net", "org", "pdf"];
/// A longer token, in code points, is no running text; all its words count as known.
const LONGEST_TOKEN: usize = 400;
/// The greatest length of an abbreviation before a full stop, and of a label before a closing parenthesis.
const ABBREVIATION: usize = 5;
const LABEL: usize = 4;
/// The events whose prices the core itself asks for.
const PRICED: [&str; 11] = [
    "unknown-letter",
    "unknown-letter-of-name",
    "unknown-word",
    "sign-in-word",
    "sign-rare",
    "letter-misread",
    "prior-silent",
    "prior-name",
    "prior-name-within-sentence",
    "prior-short-word",
    "prior-recurring-word",
];

/// A language: the lexicon, the rules and the prices of a pack.
#[derive(Debug)]
pub struct Language {
    lexicon: Arc<Lexicon>,
    rules: Rules,
    prices: Prices,
    neighbours: Vec<Arc<Language>>,
    domains: Vec<String>,
}

impl Language {
    /// Makes a language of its parts.
    ///
    /// # Errors
    /// Returns the name of an event that has no price.
    pub fn new(
        lexicon: Arc<Lexicon>,
        rules: Rules,
        prices: Prices,
        neighbours: Vec<Arc<Language>>,
    ) -> Result<Self, &'static str> {
        if let Some(event) = PRICED.into_iter().find(|event| prices.get(event).is_none()) {
            return Err(event);
        }
        // `html?` stands for two endings.
        let optional = |domain: &String| match domain.strip_suffix('?') {
            Some(long) => vec![long.to_owned(), long[..long.len() - 1].to_owned()],
            None => vec![domain.clone()],
        };
        let domains = DOMAINS.map(str::to_owned).into_iter().chain(rules.domains.iter().flat_map(optional)).collect();
        Ok(Self { lexicon, rules, prices, neighbours, domains })
    }

    /// Returns the lexicon.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// Returns the rules.
    pub fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Returns the prices.
    pub fn prices(&self) -> &Prices {
        &self.prices
    }

    /// Returns the neighbouring languages that have a pack.
    pub fn neighbours(&self) -> &[Arc<Language>] {
        &self.neighbours
    }

    /// Returns whether a word of the language is spelt so; an elided word ends in its apostrophe.
    pub fn knows(&self, word: &str) -> bool {
        if let Some(elided) = word.strip_suffix(APOSTROPHES) {
            return self.rules.elision_prefixes.contains(&*lower_cow(elided));
        }
        self.lexicon.knows(word) || (str_is_upper(word) && is_roman_numeral(word))
    }

    /// Returns whether a neighbouring language has a word.
    pub fn knows_foreign(&self, word: &str) -> bool {
        self.neighbours.iter().any(|neighbour| neighbour.knows(word))
    }

    /// Returns the byte offsets, within a token, of the words that are not known.
    ///
    /// Numbers, references, addresses and bare punctuation count as known, and so does all of a token of more than 400
    /// characters.
    pub fn unknown_parts(&self, token: &str) -> Vec<Range<usize>> {
        if token.len() > LONGEST_TOKEN && token.chars().count() > LONGEST_TOKEN {
            return Vec::new();
        }
        if all_alpha(token) {
            let all = (!self.knows(token)).then_some(0..token.len());
            return all.into_iter().collect();
        }
        let core = token.trim_start_matches(OUTER);
        let start = token.len() - core.len();
        let core = core.trim_end_matches(OUTER);
        if !core.chars().any(is_alpha) || core.chars().any(is_digit) || self.is_address(core) {
            return Vec::new();
        }
        let is_letters = all_alpha(core);
        let after = &token[start + core.len()..];
        let is_known = (is_letters && self.knows(core))
            // The letter or numeral of a list: h) (iii)
            || (is_letters && after.starts_with(')') && core.chars().count() <= LABEL)
            || (after.starts_with(APOSTROPHES) && self.rules.elision_prefixes.contains(&*lower_cow(core)));
        if is_known {
            return Vec::new();
        }
        let mut unknown = Vec::new();
        for word in words(core) {
            let rest = if word.end < core.len() { &core[word.end..] } else { after };
            if !self.knows(&core[word.clone()]) && !self.abbreviates(&core[word.clone()], rest) {
                unknown.push(start + word.start..start + word.end);
            }
        }
        // The lexicon may have a compound without having each of its parts.
        if !unknown.is_empty() && !core.contains(OPENING) && !core.contains(CLOSING) && self.lexicon.knows(core) {
            unknown.clear();
        }
        unknown
    }

    /// Returns the byte offsets, within a token, of the words that mix letters and digits and are no label or quantity.
    pub fn mixed_parts(&self, token: &str) -> Vec<Range<usize>> {
        if !token.chars().any(is_digit) || token.chars().count() > LONGEST_TOKEN || self.is_address(token) {
            return Vec::new();
        }
        runs(token, is_alnum).filter(|run| is_mixed(&token[run.clone()]) && !is_counted(&token[run.clone()])).collect()
    }

    /// Returns the cost in nats of spelling out a word that the lexicon does not know.
    pub fn spelling_cost(&self, word: &str) -> f64 {
        let length = word.chars().count();
        if word.chars().next().is_some_and(is_upper) && all_alpha(word) {
            return self.prices.of("unknown-letter-of-name") * length as f64;
        }
        let signs = word.chars().filter(|&character| !is_alpha(character)).count() + usize::from(length == 1);
        self.prices.of("unknown-letter") * length as f64
            + self.prices.of("sign-in-word") * signs as f64
            + self.prices.of("unknown-word")
    }

    /// Returns whether a string is, or holds, an address of the web or of mail, or the name of a file.
    fn is_address(&self, string: &str) -> bool {
        if string.contains('@') || string.contains("://") || string.starts_with("www.") {
            return true;
        }
        string.match_indices('.').any(|(stop, _)| {
            let rest = &string[stop + 1..];
            self.domains.iter().any(|domain| {
                rest.strip_prefix(domain.as_str()).is_some_and(|after| !after.chars().next().is_some_and(is_word))
            })
        })
    }

    /// Returns whether a word before a full stop is an abbreviation rather than the end of a sentence.
    fn abbreviates(&self, word: &str, rest: &str) -> bool {
        if !rest.starts_with('.') || word.chars().count() > ABBREVIATION {
            return false;
        }
        if !str_is_lower(word) || !rest.trim_matches(OUTER).is_empty() || self.rules.abbreviations.contains(word) {
            return true;
        }
        let is_vowel = |letter: char| {
            let mut buffer = [0; 4];
            let folded = fold(letter.encode_utf8(&mut buffer));
            let mut letters = folded.chars();
            letters.next().is_some_and(|first| letters.next().is_none() && self.rules.vowels.contains(&first))
        };
        !word.chars().any(is_vowel)
    }
}

/// Returns the byte offsets of the words of a token, which is cut at its separators and after its apostrophes.
fn words(core: &str) -> Vec<Range<usize>> {
    let count = |signs: &[char]| core.chars().filter(|character| signs.contains(character)).count();
    let balanced = count(&OPENING) == count(&CLOSING);
    let mut words = Vec::new();
    let mut start = 0;
    for (place, character) in core.char_indices() {
        let next = place + character.len_utf8();
        let (end, following) = if APOSTROPHES.contains(&character) {
            (next, next)
        } else if SEPARATORS.contains(&character)
            || (balanced && (OPENING.contains(&character) || CLOSING.contains(&character)))
        {
            (place, next)
        } else {
            continue;
        };
        if end > start {
            words.push(start..end);
        }
        start = following;
    }
    if core.len() > start {
        words.push(start..core.len());
    }
    words
}

/// Returns whether a letter stands beside a decimal digit.
fn is_mixed(word: &str) -> bool {
    let mut last: Option<char> = None;
    word.chars().any(|here| {
        let before = last.replace(here);
        before.is_some_and(|before| (is_decimal(before) && is_letter(here)) || (is_letter(before) && is_decimal(here)))
    })
}

/// Returns whether a run of letters and digits is an ordinal, a quantity or a label: 2e, 5km, 20h15, A4, x2, H2O.
fn is_counted(word: &str) -> bool {
    let is_small = |letter: char| letter.is_ascii_lowercase() || ('à'..='ÿ').contains(&letter);
    let is_other = |letter: char| is_letter(letter) && !is_small(letter);
    if word.chars().all(|character| is_decimal(character) || character.is_ascii_uppercase()) {
        return true;
    }
    let after_digits = word.trim_start_matches(is_decimal);
    if after_digits.len() < word.len() {
        let after_letters = after_digits.trim_start_matches(is_letter);
        let letters = after_digits[..after_digits.len() - after_letters.len()].chars().count();
        if (1..=4).contains(&letters) && ["", "2", "3"].contains(&after_letters) {
            return true;
        }
        if letters == 1 && after_digits.starts_with(['h', 'm']) && after_letters.chars().all(is_decimal) {
            return !after_letters.is_empty();
        }
        return after_letters.is_empty() && after_digits.chars().all(is_other);
    }
    let after_letters = word.trim_start_matches(is_other);
    if after_letters.len() < word.len() {
        return !after_letters.is_empty() && after_letters.chars().all(is_decimal);
    }
    let rest = word.trim_start_matches(|letter: char| letter.is_ascii_lowercase());
    word.len() - rest.len() == 1 && !rest.is_empty() && rest.chars().all(is_decimal)
}

/// Returns whether a string is a Roman numeral in capitals.
pub fn is_roman_numeral(word: &str) -> bool {
    !word.is_empty() && after_roman_numeral(word).is_empty()
}

/// Returns what follows the longest Roman numeral in capitals with which a string begins.
pub(crate) fn after_roman_numeral(word: &str) -> &str {
    let mut rest = word;
    for _ in 0..3 {
        rest = rest.strip_prefix('M').unwrap_or(rest);
    }
    for [nine, four, five, one] in [["CM", "CD", "D", "C"], ["XC", "XL", "L", "X"], ["IX", "IV", "V", "I"]] {
        if let Some(after) = rest.strip_prefix(nine).or_else(|| rest.strip_prefix(four)) {
            rest = after;
            continue;
        }
        rest = rest.strip_prefix(five).unwrap_or(rest);
        for _ in 0..3 {
            rest = rest.strip_prefix(one).unwrap_or(rest);
        }
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::{is_counted, is_mixed, is_roman_numeral, words};

    #[test]
    fn roman_numerals_are_told_from_other_capitals() {
        for numeral in ["I", "IV", "XIV", "MCMLXXXIX", "DCCC", "MMM"] {
            assert!(is_roman_numeral(numeral), "{numeral}");
        }
        for other in ["", "IIII", "VX", "IC", "MMMM", "XIVe", "A"] {
            assert!(!is_roman_numeral(other), "{other}");
        }
    }

    #[test]
    fn quantities_and_labels_are_told_from_damage() {
        for counted in ["2e", "5km", "20h15", "A4", "x2", "H2O", "12m2", "4CV", "1914A"] {
            assert!(is_counted(counted), "{counted}");
        }
        for damaged in ["bient0t", "l00", "1a2b", "xy2", "20h", "ét4"] {
            assert!(is_mixed(damaged), "{damaged}");
        }
        for damaged in ["bient0t", "l00x", "1a2b", "xy2", "ét4"] {
            assert!(!is_counted(damaged), "{damaged}");
        }
    }

    #[test]
    fn a_token_is_cut_at_separators_and_after_apostrophes() {
        let cut = |core: &'static str| words(core).into_iter().map(|word| &core[word]).collect::<Vec<_>>();
        assert_eq!(cut("l’eau-de-vie"), ["l’", "eau", "de", "vie"]);
        assert_eq!(cut("cas(s)"), ["cas", "s"]);
        assert_eq!(cut("ao(t"), ["ao(t"]);
    }
}
