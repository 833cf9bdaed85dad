//! Any string as a word: what the lexicon says of it, its tokens, its candidates.

#![no_main]

#[path = "../../crates/textrepair-core/tests/common/mod.rs"]
mod common;

use std::sync::{Arc, LazyLock};

use libfuzzer_sys::fuzz_target;
use textrepair_core::candidates::{
    Confusions, Neighbours, Printed, Read, Reader, Segments, Spec, Treatment, Variants, Which, WordList,
};
use textrepair_core::decide::{confusions_in, damage_of};
use textrepair_core::encodings::looks_of;
use textrepair_core::language::{Language, LanguageModel};

struct Core {
    language: Arc<Language>,
    model: LanguageModel,
    readers: Vec<Reader>,
}

static CORE: LazyLock<Core> = LazyLock::new(|| {
    let language = common::language("fr");
    let model = LanguageModel::open(&common::root().join("lexicons/fr")).expect("the model opens");
    let words = Arc::new(WordList::new(Arc::clone(&language)));
    let confusions = |read, case| {
        Spec::Confusions(Confusions {
            read,
            printed: Printed::Letters,
            words: Which::All,
            case,
            changes: 2,
            several_from: 6,
            common: 4.0,
            diacritics: false,
            letters_only: false,
        })
    };
    let specs = [
        Spec::Variants(Variants { diacritic: "diacritic-lost".into() }),
        confusions(Read::LettersAndDigits, Treatment::Names),
        confusions(Read::Signs, Treatment::Folded),
        Spec::Neighbours(Neighbours {
            frequency: 2.0,
            several_from: 7,
            likely: 7.0,
            letter: "letter-misread".into(),
            diacritic: "diacritic-lost-near".into(),
        }),
        Spec::Segments(Segments {
            words: 5,
            shortest: 4,
            space: "space-lost".into(),
            diacritic: "diacritic-lost".into(),
        }),
    ];
    let table = common::confusions("fr");
    let reader = |spec| Reader::new(spec, &language, &words, &table).expect("every event has a price");
    Core { readers: specs.map(reader).into(), language: Arc::clone(&language), model }
});

fuzz_target!(|word: &str| {
    let Core { language, model, readers } = &*CORE;
    let lexicon = language.lexicon();
    let _ = (lexicon.zipf(word), lexicon.form(word), lexicon.variants(word), lexicon.near(word).len());
    let _ = (language.knows(word), language.unknown_parts(word), language.mixed_parts(word));
    let _ = (language.spelling_cost(word), looks_of(word, language));
    model.tokenise(word, |token| {
        model.pair_cost(model.end(), model.token(&token));
    });
    for reader in readers {
        for candidate in reader.candidates(word) {
            let _ = (confusions_in(word, &candidate.word), damage_of(word, &candidate.word), candidate.reason(word));
        }
    }
});
