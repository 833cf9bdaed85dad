//! The language model cuts texts, and charges for pairs of tokens, as was recorded.

mod common;

use common::{LANGUAGES, recorded, root, texts};
use textrepair_core::language::LanguageModel;

fn model(code: &str) -> LanguageModel {
    LanguageModel::open(&root().join("lexicons").join(code)).expect("the model opens")
}

#[test]
fn texts_are_cut_into_the_recorded_tokens() {
    for code in LANGUAGES {
        let (model, texts) = (model(code), texts(code));
        for (name, expected) in recorded(code, "model-tokens") {
            let Some(text) = texts.get(name.as_str().unwrap_or_default()) else { continue };
            let mut found = Vec::new();
            model.tokenise(text, |token| found.push(token.into_owned()));
            let expected: Vec<&str> =
                expected.as_array().into_iter().flatten().filter_map(|token| token.as_str()).collect();
            assert_eq!(found, expected, "{code} {name}");
        }
    }
}

#[test]
fn pairs_cost_what_was_recorded() {
    for code in LANGUAGES {
        let model = model(code);
        let pairs = recorded(code, "pairs");
        assert!(pairs.len() > 300, "{code} has {} pairs", pairs.len());
        for (pair, expected) in pairs {
            let token = |place: usize| model.token(pair[place].as_str().expect("a pair has two tokens"));
            let cost = model.pair_cost(token(0), token(1));
            let expected = expected.as_f64().expect("a cost is a number");
            assert!((cost - expected).abs() <= 1e-12 * expected.max(1.0), "{code} {pair}: {expected} {cost}");
        }
    }
}
