//! Any text as a document: its zones, its statistics, its encodings, and the repairs that need more than a word.

#![no_main]

#[path = "../../crates/textrepair-core/tests/common/mod.rs"]
mod common;

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use textrepair_core::candidates::{Joiner, Joins, LostDiacritics, Restorer, Segments};
use textrepair_core::encodings::{Utf8, Ways};
use textrepair_core::language::Language;
use textrepair_core::offsets::Offsets;
use textrepair_core::statistics::{CountedWords, Inventory, WordReader, marks_behind};
use textrepair_core::unicode::split_space;
use textrepair_core::zones::{Kinds, Zoning};

struct Core {
    language: Arc<Language>,
    zoning: Arc<Zoning>,
    reader: Arc<WordReader>,
    joiner: Joiner,
    restorer: Restorer,
    ways: Ways,
}

static CORE: LazyLock<Core> = LazyLock::new(|| {
    let language = common::language("fr");
    let zoning = common::zones::zoning(&language);
    let reader = Arc::new(WordReader::new(Arc::clone(&language), common::zones::period("fr")));
    let (space, diacritic) = ("space-lost".to_owned(), "diacritic-lost".to_owned());
    let run_together = Segments { words: 5, shortest: 4, space: space.clone(), diacritic: diacritic.clone() };
    let joins = Joins { pieces: 3, space: "space-inserted".into(), diacritic: diacritic.clone(), run_together };
    let joiner = Joiner::new(joins, &language).expect("every event has a price");
    let lost = LostDiacritics { share: 0.1, frequency: 2.0, readings: 3, capital: diacritic };
    let restorer = Restorer::new(lost, &language).expect("every event has a price");
    // UTF-8 and small letters that were read in Latin-1, two bytes of which are lost.
    let bytes = ('\u{80}'..='\u{ff}').zip(0x80..=0xFFu8).filter(|(_, byte)| ![0x81, 0x8D].contains(byte)).collect();
    let table = ('\u{80}'..='\u{ff}').zip('à'..='ÿ').collect();
    let signs = HashSet::from(['«', '»', '’', '…']);
    let ways = Ways::new(Arc::clone(&language), vec![Utf8::new(bytes, vec![0x81, 0x8D])], vec![table], signs);
    Core { language, zoning, reader, joiner, restorer, ways }
});

fuzz_target!(|text: &str| {
    let Core { language, zoning, reader, joiner, restorer, ways } = &*CORE;
    let facts = common::zones::facts(language, text);
    let mut map = zoning.map_of(text, Offsets::of(text).into(), facts).expect("the table opens");
    let tokens: Vec<(usize, &str)> = split_space(text).collect();
    let mut unknown = Vec::new();
    for (start, token) in &tokens {
        map.allows(*start, start + token.len(), Kinds::PROSE);
        unknown.extend(language.unknown_parts(token).into_iter().map(|part| start + part.start..start + part.end));
        if let Some(change) = ways.promising(token).next().and_then(|way| ways.change(token, way)) {
            assert_ne!(change.token, *token);
        }
    }
    let inventory = Inventory::of(text);
    assert!(inventory.letters <= inventory.alphanumeric && inventory.capitals <= text.len());
    let (all, spaced) = marks_behind(text, &['!', '?'], &[' ', '\u{a0}']);
    assert!(spaced <= all && all <= inventory.count('!') + inventory.count('?'));
    let counted = CountedWords::of(reader, unknown.iter().map(|word| &text[word.clone()]));
    let old = counted.old();
    assert!(old.sure <= old.all && old.all <= unknown.len() && counted.without_old().len() <= counted.len());
    assert!(counted.dropped().0 <= counted.len());
    for (span, others) in reader.lengthened_in(text) {
        let word = text[span].chars().count();
        assert!(others.iter().all(|(other, _)| other.chars().count() == word + 1));
    }
    let fragments: Vec<usize> = unknown.iter().map(|word| word.start).collect();
    let places: Vec<_> = tokens.iter().map(|(start, token)| *start..start + token.len()).collect();
    for (run, _) in joiner.propose(text, &fragments, &places) {
        assert!(text[run].contains(' '));
    }
    let rates = counted.lost().keys().map(|letter| (*letter, 0.5)).chain([('à', 0.9)]).collect();
    for one in restorer.propose(text, &rates) {
        assert_ne!(text[one.span], *one.word);
    }
});
