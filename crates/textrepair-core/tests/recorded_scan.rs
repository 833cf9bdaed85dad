//! The scan marks the tokens that were recorded, and a scan after edits is that of the whole text.

mod common;

use std::sync::Arc;

use common::{LANGUAGES, language, recorded, substitutes, texts};
use proptest::prelude::*;
use serde_json::Value;
use textrepair_core::scan::{Failed, Marker, Prefilter, Scan, Test, TextEdit, TokenMarks, TokenTest};

/// Tests that only Python has. Their prefilters are left out of the comparison.
struct Elsewhere;

impl TokenTest for Elsewhere {
    fn passes(&self, _: usize, _: &str) -> Result<bool, Failed> {
        Ok(true)
    }
}

/// Returns the marks of the recorded prefilters, and the bits of those whose tests only Python has.
fn marks(code: &str) -> (TokenMarks, u64) {
    let (_, answer) = recorded(code, "prefilters").remove(0);
    let mut elsewhere = 0;
    let prefilters: Vec<Prefilter> = answer
        .as_array()
        .into_iter()
        .flatten()
        .enumerate()
        .map(|(number, one)| {
            let test = match one["test"].as_str() {
                None => Test::None,
                Some("misreading") => Test::Misreading,
                Some("short word") => Test::ShortWord,
                Some("cut word") => Test::CutWord,
                Some(_) => {
                    elsewhere |= 1 << number;
                    Test::Other(number)
                }
            };
            let is = |name: &str| one[name].as_bool().unwrap_or_default();
            let pattern = one["pattern"].as_str().map(str::to_owned);
            Prefilter { pattern, test, unknown: is("unknown"), in_letters: is("in_letters"), fallback: None }
        })
        .collect();
    let marker = Marker::new(language(code), substitutes(code), &prefilters, Arc::new(Elsewhere));
    (TokenMarks::new(marker.expect("the prefilters compile")), elsewhere)
}

fn found(scan: &Scan, leave_out: u64) -> Vec<(usize, usize, u64)> {
    let places = scan.places(u64::MAX).map(|place| (place.start, place.end, place.mark & !leave_out));
    places.filter(|(_, _, mark)| *mark != 0).collect()
}

#[test]
fn tokens_are_marked_as_was_recorded() {
    for code in LANGUAGES {
        let ((marks, elsewhere), texts) = (marks(code), texts(code));
        let number = |value: &Value| usize::try_from(value.as_u64().expect("a number")).expect("a small number");
        for (name, expected) in recorded(code, "scan") {
            let Some(text) = texts.get(name.as_str().unwrap_or_default()) else { continue };
            let scan = Scan::of(text, &marks).expect("no test fails");
            assert_eq!(scan.number(), number(&expected["number"]), "{code} {name}");
            let marked: Vec<_> = expected["marked"]
                .as_array()
                .into_iter()
                .flatten()
                .map(|token| {
                    let bits = token[1].as_array().into_iter().flatten().fold(0, |mark, bit| mark | 1 << number(bit));
                    (number(&token[0][0]), number(&token[0][1]), bits & !elsewhere)
                })
                .filter(|(_, _, mark)| *mark != 0)
                .collect();
            assert_eq!(found(&scan, elsewhere), marked, "{code} {name}");
        }
    }
}

/// Cuts a text at places into edits and what stands between them.
fn edited(text: &str, changes: &[(prop::sample::Index, usize, String)]) -> (Vec<TextEdit>, String) {
    let boundaries: Vec<usize> = text.char_indices().map(|(place, _)| place).chain([text.len()]).collect();
    let mut places: Vec<(usize, usize, &str)> = changes
        .iter()
        .map(|(place, size, replacement)| {
            let first = place.index(boundaries.len());
            (boundaries[first], boundaries[(first + size).min(boundaries.len() - 1)], replacement.as_str())
        })
        .collect();
    places.sort_unstable();
    let (mut edits, mut made, mut position) = (Vec::new(), String::new(), 0);
    for (start, end, replacement) in places {
        if start < position || (start == position && position > 0) {
            continue;
        }
        made.push_str(&text[position..start]);
        made.push_str(replacement);
        edits.push(TextEdit { start, end, size: replacement.len() });
        position = end;
    }
    made.push_str(&text[position..]);
    (edits, made)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn a_scan_after_edits_is_that_of_the_whole_text(
        words in prop::collection::vec("[a-zé]{1,12}[,.’ -]?(\\PC|\u{a0}|)| \n|  |lcs|ct", 0..9_000),
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..30usize, "( |\n|[a-z]{0,9}| mot )"), 0..6),
    ) {
        let (marks, _) = marks("fr");
        let text = words.join(" ");
        let (edits, after) = edited(&text, &changes);
        let scan = Scan::of(&text, &marks).expect("no test fails");
        let again = scan.after(&edits, &after, &marks).expect("no test fails");
        let whole = Scan::of(&after, &marks).expect("no test fails");
        prop_assert_eq!(found(&again, 0), found(&whole, 0));
        prop_assert_eq!(again.number(), whole.number());
        prop_assert_eq!(again.union(), whole.union());
        prop_assert_eq!(again.gaps().collect::<Vec<_>>(), whole.gaps().collect::<Vec<_>>());
    }
}
