//! How text is cut into the tokens of the language model, when it is counted and when it is used.

use std::borrow::Cow;

use super::words::after_roman_numeral;
use crate::unicode::{is_alnum, is_decimal, is_digit, is_letter, is_lower, is_space, is_word, lower};

/// Stands for the end of a sentence.
pub const END: &str = "<s>";
/// Stands for a sign.
pub const MARK: &str = ",";
/// Stands for a number.
pub const NUMBER: &str = "<n>";

const ENDERS: [char; 4] = ['.', '!', '?', '…'];
const APOSTROPHES: [char; 2] = ['\'', '’'];
/// How far from a blank line the words beside it may stand, in code points.
const NEAR: usize = 16;
/// How many letters may follow the Roman numeral of an ordinal (XIXe).
const ORDINAL_ENDING: usize = 3;

/// Calls `found` with each token of a text.
///
/// `elisions` are the words that may stand before an apostrophe, in lower case, the longest first. `is_whole` says of a
/// word with hyphens, whose apostrophes are straight, whether it is one token.
pub fn tokenise<'a>(
    text: &'a str,
    elisions: &[String],
    is_whole: impl Fn(&str) -> bool,
    mut found: impl FnMut(Cow<'a, str>),
) {
    let mut place = 0;
    let mut before = None;
    while let Some(first) = text[place..].chars().next() {
        let start = place;
        if is_letter(first) {
            if !before.is_some_and(is_letter)
                && let Some(end) = clitic_end(text, start, elisions)
            {
                let surface = &text[start..end];
                let word = surface.trim_end_matches(APOSTROPHES);
                found(Cow::Owned(lower(word) + "'"));
                place = end;
            } else {
                place = word_end(text, start);
                add_word(&text[start..place], &is_whole, &mut found);
            }
        } else if is_decimal(first) {
            place = number_end(text, start);
            found(Cow::Borrowed(NUMBER));
        } else if let Some(end) = ender_end(text, start, first) {
            place = end;
            let is_blank = text[start..end].chars().all(is_space);
            if !(is_blank && continues(text, start, end)) {
                found(Cow::Borrowed(END));
            }
        } else if is_sign(first) {
            place = text[start..].find(|character| !is_sign(character)).map_or(text.len(), |length| start + length);
            found(Cow::Borrowed(MARK));
        } else {
            place = start + first.len_utf8();
        }
        before = text[..place].chars().next_back();
    }
}

fn add_word<'a>(surface: &'a str, is_whole: impl Fn(&str) -> bool, found: &mut impl FnMut(Cow<'a, str>)) {
    if is_number(surface) {
        found(Cow::Borrowed(NUMBER));
        return;
    }
    let word = if surface.contains('’') { Cow::Owned(surface.replace('’', "'")) } else { Cow::Borrowed(surface) };
    if !word.contains('-') || is_whole(&word) {
        found(word);
        return;
    }
    match word {
        Cow::Borrowed(word) => word.split('-').for_each(|part| found(Cow::Borrowed(part))),
        Cow::Owned(word) => word.split('-').for_each(|part| found(Cow::Owned(part.to_owned()))),
    }
}

fn is_sign(character: char) -> bool {
    character == '_' || !(is_word(character) || is_space(character) || ENDERS.contains(&character))
}

fn is_mark_of_letter(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

/// Returns where a run of letters with their combining diacritics ends.
fn letters_end(text: &str, start: usize) -> usize {
    let mut last = None;
    for (offset, character) in text[start..].char_indices() {
        if !(is_letter(character) || (last.is_some() && is_mark_of_letter(character))) {
            return start + offset;
        }
        last = Some(character);
    }
    text.len()
}

/// Returns where a word ends: runs of letters with single apostrophes or hyphens between them.
fn word_end(text: &str, start: usize) -> usize {
    let mut end = letters_end(text, start);
    loop {
        let Some(joint) = text[end..].chars().next().filter(|&sign| sign == '-' || APOSTROPHES.contains(&sign)) else {
            return end;
        };
        let next = end + joint.len_utf8();
        let beyond = letters_end(text, next);
        if beyond == next {
            return end;
        }
        end = beyond;
    }
}

/// Returns where an elided word with its apostrophe ends, if one stands before a letter.
fn clitic_end(text: &str, start: usize, elisions: &[String]) -> Option<usize> {
    elisions.iter().find_map(|elision| {
        let mut rest = text[start..].char_indices();
        for letter in elision.chars() {
            let (_, found) = rest.next()?;
            if found != letter && simple_lower(found) != letter {
                return None;
            }
        }
        let (offset, apostrophe) = rest.next().filter(|(_, sign)| APOSTROPHES.contains(sign))?;
        rest.next().filter(|&(_, following)| is_letter(following))?;
        Some(start + offset + apostrophe.len_utf8())
    })
}

/// Returns the letter that a pattern without case takes a letter for.
fn simple_lower(letter: char) -> char {
    match letter {
        'A'..='Z' => letter.to_ascii_lowercase(),
        'ſ' => 's',
        'İ' | 'ı' => 'i',
        '\u{212a}' => 'k',
        _ if letter.is_ascii() => letter,
        _ => lower(letter.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(letter),
    }
}

/// Returns where a number ends: digits with the letters after them, and groups of digits behind a sign or a space.
fn number_end(text: &str, start: usize) -> usize {
    let mut end = text[start..].find(|character| !is_word(character)).map_or(text.len(), |length| start + length);
    loop {
        let mut rest = text[end..].chars();
        let Some(joint) = rest.next().filter(|sign| matches!(sign, '.' | ',' | '\u{a0}' | '\u{202f}')) else {
            return end;
        };
        let next = end + joint.len_utf8();
        let digits = text[next..].find(|character| !is_decimal(character)).unwrap_or(text.len() - next);
        if digits == 0 {
            return end;
        }
        end = next + digits;
    }
}

/// Returns where the end of a sentence ends: stops and empty lines, with white space between them.
fn ender_end(text: &str, start: usize, first: char) -> Option<usize> {
    let mut end = if ENDERS.contains(&first) {
        start + first.len_utf8()
    } else if first == '\n' {
        let rest = &text[start + 1..];
        let blank = rest.find(|character| character == '\n' || !is_space(character))?;
        if !rest[blank..].starts_with('\n') {
            return None;
        }
        start + blank + 2
    } else {
        return None;
    };
    loop {
        let rest = &text[end..];
        let blank = rest.find(|character| !is_space(character)).unwrap_or(rest.len());
        if let Some(stop) = rest[blank..].chars().next().filter(|stop| ENDERS.contains(stop)) {
            end += blank + stop.len_utf8();
            continue;
        }
        // The last line end of the white space, if another one stands before it.
        match rest[..blank].rfind('\n') {
            Some(last) if rest[..last].contains('\n') => end += last + 1,
            _ => return Some(end),
        }
    }
}

/// Returns whether the sentence goes on over an empty line at `start..end`: word, empty line, small letter.
///
/// So it does in a text whose every line is followed by one, and where a page ends.
pub fn continues(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().rev().take(NEAR).find(|&character| !is_space(character));
    let after = text[end..].chars().take(NEAR).find(|&character| !is_space(character));
    before.is_some_and(|before| is_alnum(before) || matches!(before, ',' | '\'' | '’' | '-'))
        && after.is_some_and(is_lower)
}

/// Returns whether a token counts as a number: digits, or a Roman numeral in capitals with an I, V or X in it.
pub fn is_number(word: &str) -> bool {
    let Some(first) = word.chars().next() else { return false };
    is_digit(first) || (matches!(first, 'M' | 'D' | 'C' | 'L' | 'X' | 'V' | 'I') && is_ordinal(word))
}

fn is_ordinal(word: &str) -> bool {
    let is_numeral = |sign: &char| matches!(sign, 'M' | 'D' | 'C' | 'L' | 'X' | 'V' | 'I');
    // "MM." are gentlemen, "CD" is a disc.
    let small = word.trim_start_matches(['M', 'D', 'C', 'L']);
    if word.chars().take(2).filter(is_numeral).count() < 2 || !small.starts_with(['X', 'V', 'I']) {
        return false;
    }
    let ending = after_roman_numeral(word);
    ending.chars().count() <= ORDINAL_ENDING
        && ending.chars().all(|letter| is_letter(letter) && !letter.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::{is_number, tokenise};

    fn tokens(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        let elisions = ["qu", "l", "d"].map(str::to_owned);
        tokenise(text, &elisions, |word| word == "peut-être", |token| found.push(token.into_owned()));
        found
    }

    #[test]
    fn a_text_is_cut_into_tokens() {
        assert_eq!(tokens("L’an 1914, dit-il. Fin"), ["l'", "an", "<n>", ",", "dit", "il", "<s>", "Fin"]);
        assert_eq!(tokens("fin de\n\nla page\n\nUn titre"), ["fin", "de", "la", "page", "<s>", "Un", "titre"]);
        assert_eq!(tokens("peut-être 3 000,50 € _ ?! …"), ["peut-être", "<n>", "<n>", ",", ",", "<s>"]);
        assert_eq!(tokens("aujourd’hui l’"), ["aujourd'hui", "l", ","]);
    }

    #[test]
    fn numbers_are_digits_and_roman_numerals() {
        let found = ["1914", "XIV", "XIXe", "MM", "I", "vi", "CD", "XIXABC"].map(is_number);
        assert_eq!(found, [true, true, true, false, false, false, false, false]);
    }
}
