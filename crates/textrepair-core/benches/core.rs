//! Times of the parts of the core on the texts of the vectors: `cargo bench -p textrepair-core`.

#![allow(missing_docs, reason = "criterion makes a function without any")]

#[path = "../tests/common/mod.rs"]
mod common;

use std::collections::HashMap;
use std::hint::black_box;
use std::sync::Arc;

use common::{confusions, language, recorded, root, substitutes, texts};
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use textrepair_core::candidates::{Neighbours, Reader, Segments, Spec, Variants, WordList};
use textrepair_core::decide::{Decider, Detail, Document, Facts};
use textrepair_core::language::LanguageModel;
use textrepair_core::proposals::{Proposal, Why};
use textrepair_core::scan::{Failed, Marker, Prefilter, Scan, Test, TokenMarks, TokenTest};

struct Never;

impl TokenTest for Never {
    fn passes(&self, _: usize, _: &str) -> Result<bool, Failed> {
        Ok(false)
    }
}

fn marks() -> TokenMarks {
    let (_, recorded) = recorded("fr", "prefilters").remove(0);
    let prefilters: Vec<Prefilter> = recorded
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| Prefilter {
            pattern: one["pattern"].as_str().map(str::to_owned),
            test: Test::None,
            unknown: one["unknown"] == true,
            in_letters: one["in_letters"] == true,
            fallback: None,
        })
        .collect();
    let marker = Marker::new(language("fr"), substitutes("fr"), &prefilters, Arc::new(Never));
    TokenMarks::new(marker.expect("the prefilters compile"))
}

fn scanning(criterion: &mut Criterion) {
    let texts = texts("fr");
    let clean: String =
        texts.iter().filter(|(name, _)| name.contains("clean")).map(|(_, text)| text.as_str()).collect();
    let mut group = criterion.benchmark_group("scan");
    group.throughput(Throughput::Bytes(clean.len() as u64));
    let seen = marks();
    group.bench_function("text seen before", |bencher| bencher.iter(|| Scan::of(black_box(&clean), &seen).map(drop)));
    group.sample_size(10);
    group.bench_function("new text", |bencher| {
        bencher.iter_batched(marks, |marks| Scan::of(black_box(&clean), &marks).map(drop), BatchSize::PerIteration);
    });
    group.finish();
}

fn candidates(criterion: &mut Criterion) {
    let (language, table) = (language("fr"), confusions("fr"));
    let list = Arc::new(WordList::new(Arc::clone(&language)));
    let words: Vec<String> =
        recorded("fr", "candidates").iter().filter_map(|(word, _)| word.as_str().map(str::to_owned)).collect();
    let specs = [
        ("diacritics", Spec::Variants(Variants { diacritic: "diacritic-lost".into() })),
        (
            "a letter away",
            Spec::Neighbours(Neighbours {
                frequency: 2.0,
                several_from: 7,
                likely: 7.0,
                letter: "letter-misread".into(),
                diacritic: "diacritic-lost-near".into(),
            }),
        ),
        (
            "ran together",
            Spec::Segments(Segments {
                words: 5,
                shortest: 4,
                space: "space-lost".into(),
                diacritic: "diacritic-lost".into(),
            }),
        ),
    ];
    let mut group = criterion.benchmark_group("candidates");
    group.throughput(Throughput::Elements(words.len() as u64));
    for (name, spec) in specs {
        let reader = Reader::new(spec, &language, &list, &table).expect("every event has a price");
        group.bench_function(name, |bencher| {
            bencher.iter(|| words.iter().map(|word| reader.candidates(black_box(word)).len()).sum::<usize>());
        });
    }
    group.finish();
}

fn deciding(criterion: &mut Criterion) {
    let language = language("fr");
    let model = Arc::new(LanguageModel::open(&root().join("lexicons/fr")).expect("the model opens"));
    let decider = Decider::new(language, model, None, HashMap::new(), Box::new(|_| false));
    // The decision about a text with the most proposals.
    let rounds = recorded("fr", "rounds");
    let calls = rounds.iter().flat_map(|(_, calls)| calls.as_array().into_iter().flatten());
    let size = |call: &&serde_json::Value| call["proposals"].as_array().map_or(0, Vec::len);
    let call =
        calls.filter(|call| call["text"].as_str().is_some_and(str::is_ascii) || size(call) > 100).max_by_key(size);
    let call = call.expect("there are decisions");
    let text = call["text"].as_str().expect("a call has a text");
    let document = Document::new(text.to_owned(), Facts { words: text.len() / 6, ..Facts::default() });
    let proposals: Vec<Proposal> = call["proposals"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|given| {
            let offset = |place: usize| document.bytes(given[place].as_u64().unwrap_or_default() as usize);
            let text = |place: usize| given[place].as_str().unwrap_or_default().to_owned();
            let number = |place: usize| given[place].as_f64().unwrap_or_default();
            Proposal {
                repairer: text(0).into(),
                start: offset(1),
                end: offset(2),
                replacement: text(3).into(),
                why: Why::Said(text(4).into()),
                cost: number(5),
                support: number(6),
            }
        })
        .collect();
    let mut group = criterion.benchmark_group("decide");
    group.throughput(Throughput::Elements(proposals.len() as u64));
    group.bench_function("proposals", |bencher| {
        bencher.iter(|| decider.judge(black_box(&document), &proposals, None, Detail::Verdicts).len());
    });
    group.finish();
}

criterion_group!(benches, scanning, candidates, deciding);
criterion_main!(benches);
