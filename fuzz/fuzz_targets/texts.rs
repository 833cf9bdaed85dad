//! Any text: its scan, a scan after an edit, the policy, and a decision about proposals that the text itself draws.

#![no_main]

#[path = "../../crates/textrepair-core/tests/common/mod.rs"]
mod common;

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use textrepair_core::decide::{Decider, Detail, Document, Facts};
use textrepair_core::language::{Language, LanguageModel};
use textrepair_core::policy::{Policy, Stage};
use textrepair_core::proposals::{ProposalList, Why};
use textrepair_core::scan::{Failed, Marker, Prefilter, Scan, Test, TextEdit, TokenMarks, TokenTest};
use textrepair_core::text::IndexedText;
use textrepair_core::unicode::split_space;
use textrepair_core::zones::Kinds;

struct Core {
    language: Arc<Language>,
    decider: Decider,
    marks: TokenMarks,
}

struct Always;

impl TokenTest for Always {
    fn passes(&self, _: usize, _: &str) -> Result<bool, Failed> {
        Ok(true)
    }
}

static CORE: LazyLock<Core> = LazyLock::new(|| {
    let language = common::language("fr");
    let model = Arc::new(LanguageModel::open(&common::root().join("lexicons/fr")).expect("the model opens"));
    let patterns = [None, Some("[|!] "), Some(r"[^\W\d_][-¬](?: $|[^\W\d_])"), Some(r"(?<![^\W\d_])l(?=[aeiou])")];
    let prefilters = patterns.map(|pattern| Prefilter {
        pattern: pattern.map(str::to_owned),
        test: Test::None,
        unknown: false,
        in_letters: true,
        fallback: None,
    });
    let marker = Marker::new(Arc::clone(&language), common::substitutes("fr"), &prefilters, Arc::new(Always));
    let marks = TokenMarks::new(marker.expect("the patterns compile"));
    marks.set_block(16);
    let decider = Decider::new(Arc::clone(&language), model, None, HashMap::new(), Box::new(|_| false));
    Core { language, decider, marks }
});

fuzz_target!(|text: &str| {
    let Core { language, decider, marks } = &*CORE;
    let scan = Scan::of(text, marks).expect("no test fails");
    // Every third token is taken out, and one is written twice.
    let tokens: Vec<(usize, &str)> = split_space(text).collect();
    let edits: Vec<TextEdit> = tokens
        .iter()
        .step_by(3)
        .map(|(start, token)| TextEdit { start: *start, end: start + token.len(), size: 2 * token.len() })
        .collect();
    let mut after = text.to_owned();
    for (start, token) in tokens.iter().step_by(3).rev() {
        after.replace_range(*start..start + token.len(), &token.repeat(2));
    }
    let again = scan.after(&edits, &after, marks).expect("no test fails");
    assert_eq!(again.number(), Scan::of(&after, marks).expect("no test fails").number());
    // Each token may read as the next one.
    let shared = IndexedText::from(text);
    let policy = Policy::new(shared.clone(), Arc::clone(language));
    let mut proposals = ProposalList::new(shared.clone());
    proposals.begin("fuzz", Kinds::PROSE);
    for pair in tokens.windows(2) {
        let (start, end) = (pair[0].0, pair[0].0 + pair[0].1.len());
        proposals.add(start..end, pair[1].1, Why::Said("".into()), pair[0].1.len() as f64, 0.0);
    }
    proposals.admit(0, &policy, Stage::Words);
    proposals.without_overlaps();
    let facts = Facts { words: tokens.len().max(1), ..Facts::default() };
    for judged in decider.judge(&Document::new(shared, facts), proposals.all(), None, Detail::Described) {
        assert!((0.0..=1.0).contains(&judged.confidence));
        assert!(judged.weighed.nats.iter().all(|nats| *nats >= 0.0));
    }
});
