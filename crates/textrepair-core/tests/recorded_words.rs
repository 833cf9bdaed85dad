//! What the lexicon says of a word is what was recorded.

mod common;

use common::{LANGUAGES, code_points, language, recorded};
use serde_json::{Value, json};
use textrepair_core::language::{Entry, Language};

fn entry(entry: &Entry) -> Value {
    json!([entry.form, entry.zipf, entry.flags])
}

fn answer(language: &Language, word: &str) -> Value {
    let lexicon = language.lexicon();
    json!({
        "knows": language.knows(word),
        "has": lexicon.knows(word),
        "unknown": code_points(word, &language.unknown_parts(word)),
        "mixed": code_points(word, &language.mixed_parts(word)),
        "zipf": lexicon.zipf(word),
        "entry": lexicon.form(word).as_ref().map(entry),
        "variants": lexicon.variants(word).iter().map(entry).collect::<Vec<_>>(),
        "listed_name": lexicon.is_listed_name(word),
        "standard": lexicon.aliases().get(word),
        "spelling_cost": language.spelling_cost(word),
        "foreign": language.knows_foreign(word),
    })
}

#[test]
fn the_answers_about_words_are_the_recorded_ones() {
    for code in LANGUAGES {
        let language = language(code);
        let mut number = 0;
        for (word, expected) in recorded(code, "words") {
            let word = word.as_str().expect("a question is a word");
            let found = answer(&language, word);
            for (field, value) in found.as_object().expect("an answer has fields") {
                assert!(agree(&expected[field], value), "{code} {word:?} {field}: {} {value}", expected[field]);
            }
            number += 1;
        }
        assert!(number > 500, "{code} has {number} words");
    }
}

fn agree(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| agree(one, other))
        }
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap_or(f64::NAN), other.as_f64().unwrap_or(f64::NAN));
            (one - other).abs() <= 1e-12 * one.abs().max(1.0)
        }
        _ => one == other,
    }
}
