//! How long zones and old spellings take: `cargo run --release --example zones`.

#[path = "../tests/common/mod.rs"]
mod common;

use std::hint::black_box;
use std::sync::Arc;
use std::time::Instant;

use common::zones::{facts, period, zoning};
use common::{language, recorded, root, texts};
use textrepair_core::offsets::Offsets;
use textrepair_core::period::PeriodSpellings;
use textrepair_core::unicode::split_space;
use textrepair_core::zones::{Kinds, LanguageTable};

fn timed<T>(name: &str, number: usize, act: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let made = act();
    let micros = started.elapsed().as_secs_f64() * 1e6;
    println!("{name}: {micros:.0} µs, {:.3} µs each of {number}", micros / number.max(1) as f64);
    made
}

fn main() {
    let language = language("fr");
    let spellings: Arc<PeriodSpellings> = timed("period: open, TOML included", 1, || period("fr"));
    let words: Vec<String> =
        recorded("fr", "words").iter().filter_map(|(word, _)| word.as_str().map(str::to_owned)).collect();
    let unknown: Vec<&String> = words.iter().filter(|word| !language.knows(word)).collect();
    for run in ["first", "second"] {
        timed(&format!("period: modern, all words, {run} run"), words.len(), || {
            words.iter().filter(|word| spellings.modern(language.lexicon(), word, false).is_some()).count()
        });
        timed(&format!("period: modern, unknown tokens, {run} run"), unknown.len(), || {
            unknown.iter().filter(|word| spellings.modern(language.lexicon(), word, false).is_some()).count()
        });
    }
    let zones = timed("zoning: open, TOML included", 1, || zoning(&language));
    timed("table of languages: open", 1, || LanguageTable::open(&root().join("lexicons/languages.tsv")).ok());
    let texts = texts("fr");
    let longest: String = texts.values().map(String::as_str).collect::<Vec<_>>().join("\n\n");
    let text: Arc<str> = longest.into();
    println!("text: {} bytes", text.len());
    let said = timed("facts", 1, || facts(&language, &text));
    for run in ["first", "second"] {
        let offsets = Arc::new(timed("offsets", 1, || Offsets::of(&text)));
        let mut map = timed("map", 1, || zones.map_of(Arc::clone(&text), offsets, said.clone())).expect("it opens");
        let starts = said.unknown.clone();
        for again in ["new", "known"] {
            timed(&format!("allows, unknown words, {run} run, {again}"), starts.len(), || {
                starts.iter().filter(|&&start| map.allows(start, start + 1, Kinds::PROSE)).count()
            });
        }
        let tokens: Vec<(usize, &str)> = split_space(&text).collect();
        timed(&format!("allows_change, every token, {run} run"), tokens.len(), || {
            let change =
                |&&(start, token): &&(usize, &str)| map.allows_change(start, start + token.len(), "x", Kinds::PROSE);
            black_box(tokens.iter().filter(change).count())
        });
    }
}
