//! The candidates of unknown words are the recorded ones.

mod common;

use std::sync::Arc;

use common::{LANGUAGES, confusions, language, recorded};
use proptest::prelude::*;
use serde_json::Value;
use textrepair_core::candidates::{
    Confusions, Neighbours, Printed, Read, Reader, Segments, Spec, Treatment, Variants, Which, WordList,
};

fn spec(given: &Value) -> Spec {
    let text = |name: &str| given[name].as_str().unwrap_or_default().to_owned();
    let number = |name: &str| given[name].as_f64().unwrap_or_default();
    let count = |name: &str| given[name].as_u64().unwrap_or_default() as usize;
    let is = |name: &str| given[name].as_bool().unwrap_or_default();
    match given["kind"].as_str().unwrap_or_default() {
        "Variants" => Spec::Variants(Variants { diacritic: text("diacritic") }),
        "Neighbours" => Spec::Neighbours(Neighbours {
            frequency: number("frequency"),
            several_from: count("several_from"),
            likely: number("likely"),
            letter: text("letter"),
            diacritic: text("diacritic"),
        }),
        "Segments" => Spec::Segments(Segments {
            words: count("words"),
            shortest: count("shortest"),
            space: text("space"),
            diacritic: text("diacritic"),
        }),
        _ => Spec::Confusions(Confusions {
            read: match &*text("read") {
                "letters" => Read::Letters,
                "signs" => Read::Signs,
                _ => Read::LettersAndDigits,
            },
            printed: if text("printed") == "ligatures" { Printed::Ligatures } else { Printed::Letters },
            words: match &*text("words") {
                "letters" => Which::Letters,
                "signs" => Which::Signs,
                "all" => Which::All,
                _ => Which::LettersAndDigits,
            },
            case: match &*text("case") {
                "folded" => Treatment::Folded,
                "names" => Treatment::Names,
                _ => Treatment::Kept,
            },
            changes: count("changes"),
            several_from: count("several_from"),
            common: number("common"),
            diacritics: is("diacritics"),
            letters_only: is("letters_only"),
        }),
    }
}

/// Returns the readers of the recorded declarations, by their names.
fn readers(code: &str) -> Vec<(String, Reader)> {
    let language = language(code);
    let words = Arc::new(WordList::new(Arc::clone(&language)));
    let (_, specs) = recorded(code, "specs").remove(0);
    let specs = specs.as_object().expect("the declarations have names").clone();
    let reader = |given: &Value| Reader::new(spec(given), &language, &words, &confusions(code));
    specs.iter().map(|(name, given)| (name.clone(), reader(given).expect("every event has a price"))).collect()
}

#[test]
fn unknown_words_have_the_recorded_candidates() {
    for code in LANGUAGES {
        let readers = readers(code);
        for (word, expected) in recorded(code, "candidates") {
            let word = word.as_str().expect("a question is a word");
            for (name, reader) in &readers {
                let found: Vec<Value> = reader
                    .candidates(word)
                    .iter()
                    .map(|one| serde_json::json!([one.word, one.cost, one.reason(word)]))
                    .collect();
                let recorded = expected[name].as_array().cloned().unwrap_or_default();
                assert_eq!(found.len(), recorded.len(), "{code} {name} {word}: {recorded:?} {found:?}");
                for (one, other) in found.iter().zip(&recorded) {
                    let cost = |value: &Value| value[1].as_f64().unwrap_or(f64::NAN);
                    let is_same = one[0] == other[0] && one[2] == other[2] && (cost(one) - cost(other)).abs() < 1e-12;
                    assert!(is_same, "{code} {name} {word}: {other} {one}");
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn candidates_of_any_string_are_known_words(word in "[a-zA-Zéèàœ’'0|(-]{1,24}|\\PC{0,30}|[a-z]{380,400}") {
        let language = language_once();
        for (name, reader) in readers_once() {
            for candidate in reader.candidates(&word) {
                prop_assert!(candidate.cost.is_finite());
                let parts: Vec<&str> = candidate.word.split(' ').collect();
                prop_assert!(parts.iter().all(|part| language.knows(part)), "{} {} {}", name, word, candidate.word);
            }
        }
    }
}

fn readers_once() -> &'static [(String, Reader)] {
    static READERS: std::sync::OnceLock<Vec<(String, Reader)>> = std::sync::OnceLock::new();
    READERS.get_or_init(|| readers("fr"))
}

fn language_once() -> Arc<textrepair_core::language::Language> {
    static LANGUAGE: std::sync::OnceLock<Arc<textrepair_core::language::Language>> = std::sync::OnceLock::new();
    Arc::clone(LANGUAGE.get_or_init(|| language("fr")))
}
