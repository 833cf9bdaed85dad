//! Classes and mappings of characters, and the properties of what is done with strings.
//!
//! `tests/core/test_unicode.py` compares the table with Python, code point by code point.

use std::borrow::Cow;

use proptest::prelude::*;
use textrepair_core::unicode::{
    all_alnum, all_alpha, capitalize, flags, fold, is_alnum, is_alpha, is_combining, is_decimal, is_digit, is_letter,
    is_lower, is_numeric, is_space, is_upper, is_word, last_token, lower, lower_cow, split_space, str_is_lower,
    str_is_upper, trim_space, trim_space_end, trim_space_start, upper,
};

/// Letters, marks and spaces for which a rule has an exception.
const ODD: &str = "[aàéœŒÉIİıſßẞŉǅǆǄΣσςΑ’'\u{300}\u{345}\u{b7}:ªⅫ²½١_ \t\n\u{1c}\u{1f}\u{85}\u{a0}\u{3000}𝐀😀]{0,24}";

fn texts() -> impl Strategy<Value = String> {
    prop_oneof![any::<String>(), ODD, "[a-zA-Z ]{0,40}"]
}

#[test]
fn classes_are_those_of_python() {
    assert!(is_alpha('é') && is_alpha('ª') && is_alpha('中'));
    assert!(!is_alpha('\u{345}') && !is_alpha('Ⅻ')); // letters to `char::is_alphabetic`
    assert!(is_decimal('٣') && !is_decimal('²') && is_digit('²') && !is_digit('½') && is_numeric('½'));
    assert!(is_numeric('Ⅻ') && is_alnum('Ⅻ') && !is_alnum('_') && is_word('_') && !is_word('-'));
    assert!(is_letter('²') && is_letter('Ⅻ') && is_letter('é') && !is_letter('7') && !is_letter('_'));
    assert!(is_upper('Ⅻ') && is_lower('ª') && !is_upper('ǅ') && !is_lower('ǅ'));
    for space in "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \u{85}\u{a0}\u{2028}\u{202f}\u{3000}".chars() {
        assert!(is_space(space), "{space:?}");
    }
    assert!(!is_space('\u{200b}') && !is_space('\u{180e}') && !is_space('\0'));
    assert!(is_combining('\u{301}') && !is_combining('é') && !is_combining('\u{903}'));
    assert_eq!(flags('\u{10ffff}'), 0);
}

#[test]
fn strings_have_the_case_of_python() {
    assert!(str_is_upper("ÉTÉ 1914") && str_is_lower("été 1914") && str_is_upper("Ⅻ"));
    for text in ["", "1914", "Été", "ǅ", "ǅA", "ǅa"] {
        assert!(!str_is_upper(text) && !str_is_lower(text), "{text:?}");
    }
    assert!(all_alpha("été") && !all_alpha("") && !all_alpha("a1") && all_alnum("a1²") && !all_alnum(""));
}

#[test]
fn mappings_are_those_of_python() {
    for (text, lowered) in [
        ("ΑΣ", "ας"),
        ("ΑΣΑ", "ασα"),
        ("Σ", "σ"),
        ("Α:Σ", "α:ς"),
        ("ΑΣ\u{301}", "ας\u{301}"),
        ("ΑΣ'Α", "ασ'α"),
        ("İ", "i\u{307}"),
        ("ǅ", "ǆ"),
        ("\u{212a}", "k"),
        ("ẞ", "ß"),
    ] {
        assert_eq!(lower(text), lowered);
    }
    assert_eq!(upper("ßŉﬁǆ"), "SSʼNFIǄ");
    assert_eq!(capitalize("ǆΑΣ"), "ǅας");
    assert_eq!(capitalize("ßA"), "Ssa");
    assert_eq!(capitalize("ΣΑΣ"), "Σας");
    assert_eq!(capitalize("éTÉ"), "Été");
    assert_eq!(capitalize(""), "");
}

#[test]
fn what_does_not_change_is_borrowed() {
    for text in ["", "plain", "été", "𝐀𝐁", "中文", "1914"] {
        assert!(matches!(lower_cow(text), Cow::Borrowed(_)), "{text:?}");
    }
    assert!(matches!(fold("plain"), Cow::Borrowed(_)));
}

#[test]
fn words_are_folded() {
    for (word, key) in [
        ("Œuvre", "oeuvre"),
        ("ÉTÉ", "ete"),
        ("l’Île", "l'ile"),
        ("garçon", "garcon"),
        ("e\u{301}te\u{301}", "ete"),
        ("Straße", "strasse"),
        ("ŁÓDŹ", "lodz"),
        ("ĲSSEL", "ijssel"),
        ("ﬁn", "fin"),
        ("ſuſ", "sus"),
        ("İ", "i"),
        ("ŉ", "'n"),
        ("ǮȢƿ", "zouw"),
        ("ΆΛΦΑ", "άλφα"),
        ("ЁЛКА", "ёлка"),
    ] {
        assert_eq!(fold(word), key, "{word}");
    }
}

#[test]
fn the_last_token_is_found() {
    assert_eq!(last_token(" un\u{a0}deux \n"), Some((5, "deux")));
    assert_eq!(last_token("été"), Some((0, "été")));
    assert_eq!(last_token(" \x1c"), None);
    assert_eq!(last_token(""), None);
}

proptest! {
    #[test]
    fn mappings_applied_twice_are_those_applied_once(text in texts()) {
        let lowered = lower(&text);
        prop_assert_eq!(lower(&lowered), &lowered[..]);
        prop_assert_eq!(lower_cow(&text), &lowered[..]);
        prop_assert_eq!(upper(&upper(&text)), upper(&text));
        let key = fold(&text);
        prop_assert_eq!(fold(&key), &key[..]);
        prop_assert_eq!(fold(&lowered), &key[..]);
        prop_assert_eq!(matches!(lower_cow(&text), Cow::Borrowed(_)), lowered == text);
    }

    #[test]
    fn ascii_is_mapped_as_rust_maps_it(text in "[\\x00-\\x7f]{0,60}") {
        prop_assert_eq!(lower(&text), text.to_ascii_lowercase());
        prop_assert_eq!(upper(&text), text.to_ascii_uppercase());
        prop_assert_eq!(fold(&text), text.to_ascii_lowercase());
        for character in text.chars() {
            prop_assert_eq!(is_alpha(character), character.is_ascii_alphabetic());
            prop_assert_eq!(is_decimal(character), character.is_ascii_digit());
        }
    }

    #[test]
    fn classes_of_strings_are_those_of_their_characters(text in texts()) {
        prop_assert_eq!(all_alpha(&text), !text.is_empty() && text.chars().all(is_alpha));
        prop_assert_eq!(all_alnum(&text), !text.is_empty() && text.chars().all(is_alnum));
        prop_assert!(!(str_is_upper(&text) && str_is_lower(&text)));
        for character in text.chars() {
            prop_assert_eq!(str_is_upper(character.encode_utf8(&mut [0; 4])), is_upper(character));
            prop_assert_eq!(str_is_lower(character.encode_utf8(&mut [0; 4])), is_lower(character));
            prop_assert_eq!(is_letter(character), is_alnum(character) && !is_decimal(character));
        }
    }

    #[test]
    fn tokens_are_those_of_a_naive_split(text in texts()) {
        let mut naive: Vec<(usize, String)> = Vec::new();
        let mut is_inside = false;
        for (place, character) in text.char_indices() {
            if is_space(character) {
                is_inside = false;
                continue;
            }
            if !is_inside {
                naive.push((place, String::new()));
            }
            naive.last_mut().unwrap().1.push(character);
            is_inside = true;
        }
        let found: Vec<(usize, String)> = split_space(&text).map(|(start, token)| (start, token.to_owned())).collect();
        prop_assert_eq!(&found, &naive);
        let last = last_token(&text).map(|(start, token)| (start, token.to_owned()));
        prop_assert_eq!(last.as_ref(), naive.last());
        prop_assert_eq!(trim_space(&text), trim_space_start(trim_space_end(&text)));
        let first = naive.first().map_or(text.len(), |(start, _)| *start);
        prop_assert_eq!(trim_space_start(&text), &text[first..]);
    }
}
