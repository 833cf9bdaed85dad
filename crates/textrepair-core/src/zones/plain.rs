//! What is prose beyond doubt by its characters, so that the rules of zones need not be tried.

use crate::places::{backwards, forwards, token_end, token_start};
use crate::unicode::{all_alpha, is_space, str_is_lower};

/// A word of so many small letters is prose if it is the only unknown one within so many characters, in a sentence with
/// so many spaces, beside words and plain signs only: no rule of a zone matches there, and no language is judged.
const LETTERS: usize = 4;
const NEAR: usize = 120;
const SPACES: usize = 5;
/// How much of a long token is looked at, in characters on each side; no word is longer.
const FARTHEST: usize = 100;
const STOPS: [char; 5] = ['.', '!', '?', '…', '\n'];

fn is_small(letter: char) -> bool {
    matches!(letter, 'a'..='z' | '\u{df}'..='\u{f6}' | '\u{f8}'..='\u{ff}' | '\u{153}')
}

fn is_capital(letter: char) -> bool {
    matches!(letter, 'A'..='Z' | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{de}' | '\u{152}')
}

/// What the characters of a line say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Words of small letters, of which the first may be a capital, between spaces and the signs of sentences. No rule
    /// of `lexicons/zones.toml` matches in such a line.
    Plain,
    /// The same, and a single small letter among them, which may be a variable.
    WithLetter,
    /// Anything else.
    Other,
}

/// Returns what the characters of a line say.
pub(super) fn line(line: &str) -> Line {
    let mut found = Line::Plain;
    for token in line.split([' ', '\u{a0}', '\u{202f}']).filter(|token| !token.is_empty()) {
        match plain_token(token) {
            Line::Plain => {}
            other @ Line::WithLetter => found = other,
            Line::Other => return Line::Other,
        }
    }
    found
}

/// Returns what a token is: words with hyphens and apostrophes between them, and signs behind them; or a single sign.
fn plain_token(token: &str) -> Line {
    let mut rest = token;
    let mut is_first = true;
    loop {
        let end = rest.find(|letter| !is_small(letter) && !is_capital(letter)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        let sign = after.chars().next();
        let joined = |signs: &[char]| sign.filter(|sign| signs.contains(sign));
        if is_first && is_single(word) {
            // A letter before an apostrophe is elided.
            if let Some(apostrophe) = joined(&['\'', '’']) {
                rest = &after[apostrophe.len_utf8()..];
                is_first = false;
                continue;
            }
        }
        if !is_plain_word(word) {
            let alone = rest.len() == token.len() && after.is_empty() && word.chars().all(is_small) && is_single(word);
            let is_sign = ["–", "—", "«", "»", "!", "?"].contains(&token);
            return if alone {
                Line::WithLetter
            } else if is_sign {
                Line::Plain
            } else {
                Line::Other
            };
        }
        is_first = false;
        match joined(&['-', '\'', '’']) {
            Some(sign) => rest = &after[sign.len_utf8()..],
            None if after.chars().all(|sign| [',', '.', '!', '?', '…'].contains(&sign)) => return Line::Plain,
            None => return Line::Other,
        }
    }
}

fn is_single(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some() && letters.next().is_none()
}

/// Returns whether a run of letters is a capital and small letters, or two small letters and more.
fn is_plain_word(word: &str) -> bool {
    let mut letters = word.chars();
    letters.next().is_some() && !letters.as_str().is_empty() && letters.all(is_small)
}

/// Returns whether a span is prose by its characters and those around it, as long as no unknown word is near it.
///
/// # Arguments
/// `start` and `end` are byte offsets.
pub fn is_plain_span(text: &str, start: usize, end: usize) -> bool {
    let Some(span) = text.get(start..end) else { return false };
    let second = span.chars().next().map_or(0, char::len_utf8);
    if span.chars().nth(LETTERS - 1).is_none() || !all_alpha(span) || !str_is_lower(&span[second..]) {
        return false;
    }
    let low = token_start(text, backwards(text, start, NEAR), FARTHEST);
    let low = text[low..start].rfind('\n').map_or(low, |place| low + place + 1);
    let high = token_end(text, forwards(text, end, NEAR), FARTHEST);
    let high = text[low..high].find('\n').map_or(high, |place| low + place);
    // A line end is no letter, so it is not in the span.
    let before = text[low..start].rsplit(STOPS).next().unwrap_or_default().trim_start_matches(is_space);
    let after = text.get(end..high).unwrap_or_default().split(STOPS).next().unwrap_or_default();
    let spaces = |part: &str| part.bytes().filter(|&byte| byte == b' ').count();
    spaces(before) + spaces(after) >= SPACES && line(&text[low..high]) != Line::Other
}

#[cfg(test)]
mod tests {
    use super::{Line, line};

    #[test]
    fn lines_of_words_are_plain() {
        for plain in ["", " ", "L'eau est l’une, ou l'autre…", "Peut-être – « oui » !", "Qu’est-ce ? Élan!.."]
        {
            assert_eq!(line(plain), Line::Plain, "{plain}");
        }
        for other in
            ["l'a", "A", "L’", "la-", "ABc", "mot;", "(mot)", "a.", "x1", "mot ,", "-mot", "l’l’eau", "été\u{301}"]
        {
            assert_eq!(line(other), Line::Other, "{other}");
        }
        for letter in ["a", "il y a un", "l'eau a"] {
            assert_eq!(line(letter), Line::WithLetter, "{letter}");
        }
    }
}
