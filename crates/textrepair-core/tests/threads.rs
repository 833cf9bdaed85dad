//! Threads that share the memories of a chain find what one thread finds.
//!
//! Under ThreadSanitizer: `make test-races`.

mod common;

use std::collections::HashMap;
use std::sync::Arc;
use std::thread;

use common::{confusions, language, root, substitutes, texts};
use textrepair_core::candidates::{Joiner, Joins, Neighbours, Reader, Remembered, Segments, Spec, Variants, WordList};
use textrepair_core::decide::{Decider, Detail, Document, Facts};
use textrepair_core::language::{Language, LanguageModel};
use textrepair_core::policy::{Policy, Stage};
use textrepair_core::proposals::ProposalList;
use textrepair_core::scan::{Failed, Marker, Prefilter, Scan, Test, TokenMarks, TokenTest};
use textrepair_core::text::IndexedText;
use textrepair_core::zones::Kinds;

struct Never;

impl TokenTest for Never {
    fn passes(&self, _: usize, _: &str) -> Result<bool, Failed> {
        Ok(false)
    }
}

/// What a chain shares between threads.
struct Shared {
    language: Arc<Language>,
    marks: TokenMarks,
    readers: Vec<Remembered>,
    joiner: Joiner,
    decider: Decider,
}

impl Shared {
    fn new() -> Self {
        let language = language("fr");
        let unknown = Prefilter { pattern: None, test: Test::None, unknown: true, in_letters: true, fallback: None };
        let marker = Marker::new(Arc::clone(&language), substitutes("fr"), &[unknown], Arc::new(Never));
        let marks = TokenMarks::new(marker.expect("the prefilter compiles"));
        let words = Arc::new(WordList::new(Arc::clone(&language)));
        let segments =
            || Segments { words: 5, shortest: 4, space: "space-lost".into(), diacritic: "diacritic-lost".into() };
        let specs = [
            Spec::Variants(Variants { diacritic: "diacritic-lost".into() }),
            Spec::Neighbours(Neighbours {
                frequency: 2.0,
                several_from: 7,
                likely: 7.0,
                letter: "letter-misread".into(),
                diacritic: "diacritic-lost-near".into(),
            }),
            Spec::Segments(segments()),
        ];
        let readers = specs.map(|spec| {
            let reader = Reader::new(spec, &language, &words, &confusions("fr")).expect("every event has a price");
            let remembered = Remembered::new(reader);
            // Small memories are emptied again and again.
            remembered.memory().set_limit(8);
            remembered
        });
        marks.set_limit(50);
        marks.set_block(64);
        let joins = Joins {
            pieces: 3,
            space: "space-inserted".into(),
            diacritic: "diacritic-lost".into(),
            run_together: segments(),
        };
        let joiner = Joiner::new(joins, &language).expect("every event has a price");
        let model = Arc::new(LanguageModel::open(&root().join("lexicons/fr")).expect("the model opens"));
        let decider = Decider::new(Arc::clone(&language), model, None, HashMap::new(), Box::new(|_| false));
        Self { language, marks, readers: readers.into(), joiner, decider }
    }

    /// Returns what is decided about a text, as a string.
    fn decided(&self, text: &str) -> String {
        let text = IndexedText::from(text);
        let scan = Scan::of(&text, &self.marks).expect("no test fails");
        let words = scan.unknown_words(&text, &self.language);
        let mut proposals = ProposalList::new(text.clone());
        proposals.begin("test", Kinds::PROSE);
        for reader in &self.readers {
            proposals.add_candidates(reader, &words);
        }
        let fragments: Vec<usize> = words.iter().map(|word| word.start).collect();
        proposals.add_joins(&self.joiner, &fragments, &[]);
        proposals.admit(0, &Policy::new(text.clone(), Arc::clone(&self.language)), Stage::Words);
        let facts = Facts { words: scan.number().max(1), damage: 0.1, ..Facts::default() };
        let judged = self.decider.judge(&Document::new(text, facts), proposals.all(), None, Detail::Verdicts);
        let each =
            judged.iter().map(|one| format!("{:?}", (one.slot.start, &one.weighed, one.confidence, one.verdict)));
        each.collect()
    }
}

#[test]
fn threads_decide_what_one_thread_decides() {
    let texts: Vec<String> = texts("fr").into_values().filter(|text| text.len() < 3_000).take(40).collect();
    let alone = Shared::new();
    let expected: Vec<String> = texts.iter().map(|text| alone.decided(text)).collect();
    assert!(expected.iter().filter(|decided| !decided.is_empty()).count() > 10);
    let shared = Shared::new();
    thread::scope(|scope| {
        for first in 0..4 {
            let (shared, texts, expected) = (&shared, &texts, &expected);
            scope.spawn(move || {
                // Each thread begins elsewhere.
                for place in (0..texts.len()).map(|place| (place + first * 7) % texts.len()) {
                    assert_eq!(shared.decided(&texts[place]), expected[place], "{}", texts[place]);
                }
            });
        }
    });
}
