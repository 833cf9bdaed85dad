//! The zones of texts, and today's spelling of words, are what was recorded.

mod common;

use std::collections::BTreeSet;
use std::sync::Arc;

use common::zones::{facts, period, zoning};
use common::{LANGUAGES, language, recorded, texts};
use proptest::prelude::*;
use serde_json::{Value, json};
use textrepair_core::offsets::Offsets;
use textrepair_core::unicode::split_space;
use textrepair_core::zones::{Kinds, Zone, ZoneMap};

fn zones(map: &mut ZoneMap) -> Value {
    let text = map.text().to_owned();
    let tokens = split_space(&text).map(|(start, token)| start..start + token.len());
    let found: BTreeSet<Zone> = tokens.flat_map(|token| map.at(token.start, token.end)).collect();
    let zones: Vec<Value> = found
        .into_iter()
        .map(|zone| {
            let place = |end: usize| text[..end].chars().count();
            let (start, end) = (place(zone.start), place(zone.end));
            let name = zone.language.map_or("", |number| map.language(number).1);
            let code = zone.language.map_or("", |number| map.language(number).0);
            json!([start, end, zone.kind.name(), code, name])
        })
        .collect();
    json!({"foreign": map.foreign().map_or("", |number| map.language(number).0), "zones": zones})
}

#[test]
fn the_zones_of_texts_are_the_recorded_ones() {
    for code in LANGUAGES {
        let language = language(code);
        let zoning = zoning(&language);
        let texts = texts(code);
        for (name, expected) in recorded(code, "zones") {
            // A text with a lone surrogate is none of Rust: the tests of Python ask about it.
            let Some(text) = name.as_str().and_then(|name| texts.get(name)) else { continue };
            let mut map = zoning
                .map_of(text.as_str(), Offsets::of(text).into(), facts(&language, text))
                .expect("the table opens");
            assert_eq!(zones(&mut map), expected, "{code} {name}");
        }
    }
}

#[test]
fn the_spellings_of_today_are_the_recorded_ones() {
    for code in LANGUAGES {
        let (language, period) = (language(code), period(code));
        for (word, expected) in recorded(code, "words") {
            let word = word.as_str().expect("a question is a word");
            let found = [false, true].map(|sure| period.modern(language.lexicon(), word, sure));
            assert_eq!(json!(found), expected["modern"], "{code} {word:?}");
        }
    }
}

/// Asks for everything; the texts are hostile.
fn ask(text: &str) {
    let language = language("fr");
    let zoning = zoning(&language);
    let mut map = zoning.map_of(text, Offsets::of(text).into(), facts(&language, text)).expect("the table opens");
    for (start, token) in split_space(text) {
        map.allows(start, start + token.len(), Kinds::PROSE);
        map.allows_change(start, start + token.len(), "x", Kinds::PROSE);
        map.allows_change(start, start, " ", Kinds::PROSE);
    }
    let judged = map.judged();
    assert!(judged.iter().all(|zone| text.get(zone.start..zone.end).is_some_and(|zone| !zone.is_empty())));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_text_makes_it_panic(text in "(\\PC|[ \n\ta-zé.,(){}\\[\\]_=<>|`~·•\u{301}\u{a0}0-9A-Z«»]){0,200}", start in 0..300usize, end in 0..300usize) {
        thread_local! {
            static FRENCH: (Arc<textrepair_core::language::Language>, Arc<textrepair_core::zones::Zoning>) = {
                let language = language("fr");
                let zoning = zoning(&language);
                (language, zoning)
            };
        }
        FRENCH.with(|(language, zoning)| {
            let mut map = zoning.map_of(text.as_str(), Offsets::of(&text).into(), facts(language, &text)).expect("the table opens");
            for zone in map.at(start, end) {
                assert!(text.get(zone.start..zone.end).is_some());
            }
            map.allows_change(start, end, "", Kinds::PROSE);
            map.allows(start, end, Kinds::ANY);
            map.judged();
        });
    }
}

/// How long a hostile text is, in characters.
const LONG: usize = if cfg!(debug_assertions) { 100_000 } else { 1_000_000 };

/// Makes a text of about so many characters.
type Make = fn(usize) -> String;

#[test]
fn hostile_texts_take_time_in_line_with_their_length() {
    let hostile: [(&str, Make); 6] = [
        ("one line", |number| "mot déeidé = x_1 (a) https://a.fr/é ".repeat(number / 36)),
        ("one token", |number| "aB1_".repeat(number / 4)),
        ("short lines", |number| "x = 1;\n".repeat(number / 7)),
        ("brackets", |number| "(".repeat(number)),
        ("quotes", |number| "« a « b « ".repeat(number / 10)),
        ("fences", |number| "```\nqsd\n```\n".repeat(number / 12)),
    ];
    for (name, text) in hostile {
        let seconds = |number: usize| {
            let text = text(number);
            let started = std::time::Instant::now();
            ask(&text);
            started.elapsed().as_secs_f64()
        };
        let (short, long) = (seconds(LONG / 8), seconds(LONG));
        assert!(long < 12.0 * short + 0.5, "{name}: {short} s, and {long} s for eight times the length");
    }
}
