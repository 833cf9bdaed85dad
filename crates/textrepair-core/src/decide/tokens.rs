//! What the tokens of readings cost.

use std::sync::Arc;

use crate::language::{Language, LanguageModel, ModelToken};
use crate::memory::Memory;
use crate::unicode::{is_digit, split_space};

/// The language model takes these signs for punctuation, although running text hardly ever holds them.
const RARE_SIGNS: [&str; 12] = ["&", "|", "®", "€", "<", ">", "~", "^", "_", "{", "}", "\\"];
const REMEMBERED: usize = 1 << 15;

/// A token of the language model, as text and as the model sees it.
#[derive(Clone, Debug)]
pub struct Word {
    /// The text of the token.
    pub text: Arc<str>,
    /// What the model makes of it.
    pub token: ModelToken,
}

/// A text with the words at its ends; None if it has none.
#[derive(Clone, Debug, Default)]
pub struct Cost {
    /// The first word.
    pub first: Option<Word>,
    /// The last word.
    pub last: Option<Word>,
    /// Nats of its words and of spelling out unknown ones.
    pub nats: f64,
}

/// Computes what tokens and texts cost.
#[derive(Debug)]
pub struct TokenCosts {
    language: Arc<Language>,
    model: Arc<LanguageModel>,
    known: Memory<Arc<Cost>>,
}

impl TokenCosts {
    /// Makes the costs of a language.
    pub fn new(language: Arc<Language>, model: Arc<LanguageModel>) -> Self {
        Self { language, model, known: Memory::new(REMEMBERED) }
    }

    /// Returns the language.
    pub fn language(&self) -> &Language {
        &self.language
    }

    /// Returns the language model.
    pub fn model(&self) -> &LanguageModel {
        &self.model
    }

    /// Returns the cost of one word after another, in nats; 0 where one of them is missing.
    pub fn pair(&self, left: Option<&Word>, right: Option<&Word>) -> f64 {
        match (left, right) {
            (Some(left), Some(right)) => self.model.pair_cost(left.token, right.token),
            _ => 0.0,
        }
    }

    /// Returns the cost of a token, which stands between white space.
    pub fn token(&self, token: &str) -> Arc<Cost> {
        self.known.get(token, || Arc::new(self.compute(token)))
    }

    /// Returns the cost of a text.
    pub fn text(&self, text: &str) -> Cost {
        let mut whole = Cost::default();
        for (_, token) in split_space(text) {
            let cost = self.token(token);
            whole.nats += cost.nats;
            if cost.first.is_some() {
                whole.nats += self.pair(whole.last.as_ref(), cost.first.as_ref());
                if whole.first.is_none() {
                    whole.first.clone_from(&cost.first);
                }
                whole.last.clone_from(&cost.last);
            }
        }
        whole
    }

    fn compute(&self, token: &str) -> Cost {
        let (language, prices) = (&self.language, self.language.prices());
        let mut words: Vec<Word> = Vec::new();
        self.model.tokenise(token, |text| {
            words.push(Word { token: self.model.token(&text), text: Arc::from(&*text) });
        });
        let mut nats = words.windows(2).map(|pair| self.pair(Some(&pair[0]), Some(&pair[1]))).sum();
        if RARE_SIGNS.contains(&token) {
            nats += prices.of("sign-rare");
        }
        for part in language.unknown_parts(token) {
            nats += language.spelling_cost(&token[part]);
        }
        for part in language.mixed_parts(token) {
            let letters = token[part.clone()].chars().count() as f64;
            let digits = token[part].chars().filter(|&character| is_digit(character)).count() as f64;
            nats +=
                prices.of("unknown-letter") * letters + prices.of("sign-in-word") * digits + prices.of("unknown-word");
        }
        Cost { first: words.first().cloned(), last: words.last().cloned(), nats }
    }
}
