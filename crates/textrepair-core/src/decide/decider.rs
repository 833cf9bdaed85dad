//! The verdicts about the proposals for a text.

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use super::confidence::{ConfidenceModel, SUREST};
use super::damage::{Damage, damage_of};
use super::document::Document;
use super::features::{COUNT, features};
use super::lattice::{Slot, lattices};
use super::prior::shares;
use super::recurrences::General;
use super::survey::{Place, Surroundings, survey};
use super::tokens::TokenCosts;
use super::weighing::Weighed;
use crate::language::{Language, LanguageModel};
use crate::period::is_long_s;
use crate::proposals::Proposal;

/// The confidence that a change needs by default. In a sound document a wrong change harms a right word. In a heavily
/// damaged one, in which this share (0–1) of the words has a likely change, it mostly hits a word that was wrong already,
/// so less is enough. The share is computed as if the document had so many more words: one damaged word does not make a
/// single line a heavily damaged document.
const SURE: f64 = 0.7;
const SURE_IN_RUINS: f64 = 0.5;
const RUINED: f64 = 0.05;
const MORE_WORDS: usize = 60;
/// Changes with less confidence than this are not reported as kept back.
const NOTED: f64 = 0.05;
/// A change that is this many nats less likely than leaving the text is not considered.
const HOPELESS: f64 = 3.0;

/// The outcome for the best change of a slot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is made.
    Made,
    /// It is not sure enough.
    KeptBack,
    /// Its confidence is so low that it is not even reported as kept back.
    Unlikely,
    /// It is so much less likely than leaving the text that it is not considered.
    Hopeless,
    /// The document is in old spelling, and the change touches letters.
    Old,
}

/// The judgement of the best change of one slot.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The slot.
    pub slot: Arc<Slot>,
    /// Its posteriors.
    pub weighed: Weighed,
    /// The reading that is the best change.
    pub place: usize,
    /// 0–1, the estimated probability that the change is right; 0 if the verdict is hopeless.
    pub confidence: f64,
    /// The outcome.
    pub verdict: Verdict,
    /// 0–1, the confidence that the change needs.
    pub asked: f64,
    /// The features that the confidence was computed from; none without a confidence model or hope.
    pub features: Option<[f64; COUNT]>,
    /// By how many nats each reading is cheaper because its confusions recur in the document; empty unless asked for.
    pub discounts: Vec<f64>,
}

/// What is wanted of judgements besides the verdicts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Detail {
    /// Nothing.
    Verdicts,
    /// The discounts of the readings.
    Explained,
    /// The features of hopeless changes as well.
    Described,
}

/// Tells whether a word is in the spelling of an earlier time.
pub type IsOldSpelling = Box<dyn Fn(&str) -> bool + Send + Sync>;

/// Decides about proposals in one language.
pub struct Decider {
    pub(super) costs: TokenCosts,
    language: Arc<Language>,
    confidence: Option<ConfidenceModel>,
    general: General,
    is_old_spelling: IsOldSpelling,
}

impl fmt::Debug for Decider {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Decider").field("costs", &self.costs).finish_non_exhaustive()
    }
}

/// A decider at work on one document.
pub(super) struct Judge<'d> {
    decider: &'d Decider,
    pub(super) document: &'d Document,
    pub(super) proposals: &'d [Proposal],
    detail: Detail,
}

impl Judge<'_> {
    pub(super) fn language(&self) -> &Language {
        &self.decider.language
    }

    pub(super) fn is_old_spelling(&self, word: &str) -> bool {
        (self.decider.is_old_spelling)(word)
    }
}

impl Decider {
    /// Makes the decider of a language; `confusions` are the general costs in nats, by what was printed and is read.
    pub fn new(
        language: Arc<Language>,
        model: Arc<LanguageModel>,
        confidence: Option<ConfidenceModel>,
        confusions: HashMap<(String, String), f64>,
        is_old_spelling: IsOldSpelling,
    ) -> Self {
        let general = General::new(confusions, language.prices().of("letter-misread"));
        Self { costs: TokenCosts::new(Arc::clone(&language), model), language, confidence, general, is_old_spelling }
    }

    /// Returns the costs of tokens.
    pub fn costs(&self) -> &TokenCosts {
        &self.costs
    }

    /// Returns the language.
    pub(super) fn language(&self) -> &Language {
        &self.language
    }

    /// Returns the judgement of each slot with proposals that change something, in order.
    ///
    /// # Arguments
    /// - `document`, `proposals`: the text, and what is proposed for it.
    /// - `min_confidence`: 0–1, what a change needs; None: 0.7, or 0.5 in a heavily damaged document.
    /// - `detail`: what is wanted besides; it takes time.
    pub fn judge(
        &self,
        document: &Document,
        proposals: &[Proposal],
        min_confidence: Option<f64>,
        detail: Detail,
    ) -> Vec<Judged> {
        let lattices = lattices(document, proposals, &self.costs);
        let Some(model) = &self.confidence else {
            let asked = min_confidence.unwrap_or(SURE_IN_RUINS);
            let judged = shares(self, document, proposals, &lattices).into_iter().map(|(place, best, share)| {
                let confidence = rounded(share);
                Judged {
                    slot: place.slot,
                    weighed: place.weighed,
                    place: best,
                    confidence,
                    verdict: verdict(confidence, asked),
                    asked,
                    features: None,
                    discounts: Vec::new(),
                }
            });
            return judged.collect();
        };
        let (places, around) = survey(document, proposals, &lattices, &self.costs, &self.general);
        let asked = min_confidence.unwrap_or_else(|| asked(document, &around));
        let judge = Judge { decider: self, document, proposals, detail };
        judge.all(model, places, &around, asked)
    }
}

impl Judge<'_> {
    /// Returns the judgement of the best change of each slot by the confidence model.
    fn all(&self, model: &ConfidenceModel, places: Vec<Place>, around: &Surroundings, asked: f64) -> Vec<Judged> {
        let described: Vec<Option<[f64; COUNT]>> = places.iter().map(|place| self.features(place, around)).collect();
        let known: Vec<[f64; COUNT]> = described.iter().flatten().copied().collect();
        let mut confidences = model.confidences(&known).into_iter();
        let each = places.into_iter().zip(described);
        each.map(|(place, features)| {
            let chance = features.as_ref().and_then(|_| confidences.next());
            let chance = chance.filter(|_| !is_hopeless(&place.weighed));
            let (confidence, verdict) = match chance {
                Some(chance) => self.verdict(&place, chance, asked),
                None => (0.0, Verdict::Hopeless),
            };
            let is_explained = self.detail >= Detail::Explained;
            let discounts = || around.discounts(self.document, self.proposals, &place.slot);
            let discounts = if is_explained { discounts() } else { Vec::new() };
            let Place { slot, weighed } = place;
            let place = weighed.best_change();
            Judged { slot, weighed, place, confidence, verdict, asked, features, discounts }
        })
        .collect()
    }

    /// Returns the features of the best change of a slot; None if it is hopeless and nobody asks.
    fn features(&self, place: &Place, around: &Surroundings) -> Option<[f64; COUNT]> {
        let is_asked = self.detail == Detail::Described || !is_hopeless(&place.weighed);
        is_asked.then(|| features(self, around, place, place.weighed.best_change()))
    }

    /// Returns the confidence and the outcome for the best change of a slot, of which the model says `chance` (0–1).
    fn verdict(&self, place: &Place, chance: f64, asked: f64) -> (f64, Verdict) {
        let best = place.weighed.best_change();
        // Rounded before it is compared: a change that is kept back must not show the confidence asked for.
        let mut confidence = rounded(chance);
        let support = self.support(&place.slot, best);
        if support > 0.0 {
            confidence = confidence.max(SUREST.min(rounded(support * libm::exp(-place.weighed.nats[best]))));
        }
        let stays = self.document.facts().old && self.changes_letters(&place.slot, best);
        (confidence, if stays { Verdict::Old } else { verdict(confidence, asked) })
    }

    /// Returns the support (0–1) of a change: the least that its proposals claim. If a change leads to words that the
    /// user added, its posterior alone decides.
    fn support(&self, slot: &Slot, best: usize) -> f64 {
        let makers = || slot.readings[best].makers.iter().map(|&maker| &self.proposals[maker]);
        let own = self.language().lexicon().words();
        if !own.is_empty() && makers().all(|proposal| own.contains_key(&*proposal.replacement)) {
            return 1.0;
        }
        makers().map(|proposal| proposal.support).reduce(f64::min).unwrap_or(0.0)
    }

    /// Returns whether a change touches more than spaces, and long s that was read as f.
    ///
    /// Old spelling was free, so that no other letter is evidence there.
    fn changes_letters(&self, slot: &Slot, best: usize) -> bool {
        let has_long_s = self.document.facts().misread_long_s;
        slot.readings[best].makers.iter().map(|&maker| &self.proposals[maker]).any(|proposal| {
            let before = &self.document.text()[proposal.start..proposal.end];
            !(has_long_s && is_long_s(before, &proposal.replacement))
                && damage_of(before, &proposal.replacement) != Damage::Spaces
        })
    }
}

/// Returns whether the best change of a slot is so unlikely that it is not considered.
fn is_hopeless(weighed: &Weighed) -> bool {
    weighed.nats[weighed.best_change()] - weighed.nats[0] >= HOPELESS
}

/// Returns a number rounded to four decimals, a tie to the even digit.
fn rounded(number: f64) -> f64 {
    format!("{number:.4}").parse().unwrap_or(number)
}

fn verdict(confidence: f64, asked: f64) -> Verdict {
    if confidence >= asked {
        return Verdict::Made;
    }
    if confidence >= NOTED { Verdict::KeptBack } else { Verdict::Unlikely }
}

/// Returns the confidence (0–1) that a change of a document needs by default.
fn asked(document: &Document, around: &Surroundings) -> f64 {
    let words = (document.facts().words + MORE_WORDS) as f64;
    if f64::from(around.likely()) >= RUINED * words { SURE_IN_RUINS } else { SURE }
}
