//! The features of a change, from which its confidence is estimated.

use super::alignment::confusions_in;
use super::damage::{Damage, damage_of};
use super::decider::Judge;
use super::document::Document;
use super::survey::{Place, Surroundings};
use crate::period::is_long_s;
use crate::places::begins_sentence;
use crate::proposals::Proposal;
use crate::unicode::{is_alpha, is_letter, is_upper, split_space, str_is_upper};

/// How many features there are; `textrepair/core/confidence.py` names them in order.
pub const COUNT: usize = 30;
/// Counts are smoothed as if the document had so many more words and so many more changes; and so many more unknown
/// words, half of them with a likely change.
const FEW: f64 = 60.0;
const SOME: f64 = 0.3;
const DOUBT: f64 = 1.0;
/// The longest documents of the training data are clean. Without this limit the model would learn to tell them by length.
const MANY: usize = 1000;
const FAR: f64 = 20.0;
/// How far unknown words are neighbours, in code points.
const NEAR: usize = 40;
/// The most that a count is.
const NINE: f64 = 9.0;
/// The Zipf value of a result without a word.
const COMMON: f64 = 6.0;

/// Returns the features of one change: of a reading of a slot that changes something.
pub(super) fn features(judge: &Judge<'_>, around: &Surroundings, place: &Place, best: usize) -> [f64; COUNT] {
    let Place { slot, weighed } = place;
    let (document, language) = (judge.document, judge.language());
    let (facts, text, lexicon) = (document.facts(), document.text(), language.lexicon());
    let reading = &slot.readings[best];
    let makers: Vec<&Proposal> = reading.makers.iter().map(|&maker| &judge.proposals[maker]).collect();
    let start = makers.first().map_or(slot.start, |proposal| proposal.start);
    let end = makers.last().map_or(slot.end, |proposal| proposal.end);
    let before = &text[start..end];
    let after = &reading.text[start - slot.start..reading.text.len() - (slot.end - end)];
    let others = (1..weighed.nats.len()).filter(|&other| other != best);
    let rival = others.map(|other| weighed.nats[other]).reduce(f64::min).unwrap_or(FAR);
    let channel = makers.iter().fold(0.0, |sum, proposal| sum + proposal.cost);
    let spaced = after.replace(['’', '\''], "' ");
    let words: Vec<&str> = split_space(&spaced).map(|(_, word)| word).collect();
    let damage = damage_of(before, after);
    let changed: Vec<(&str, &str)> =
        makers.iter().map(|proposal| (&text[proposal.start..proposal.end], &*proposal.replacement)).collect();
    let rest = Rest::of(document, around, before);
    let stands = &slot.readings[0].text;
    let systematic = changed.iter().map(|(one, other)| around.recurrences.types(one, other, stands)).min().unwrap_or(0);
    let zipfs =
        words.iter().filter(|word| word.chars().next_back().is_some_and(is_alpha)).map(|word| lexicon.zipf(word));
    let length = |string: &str| string.chars().count() as f64;
    let count = |string: &str, sign: char| string.matches(sign).count() as f64;
    let flag = |is: bool| f64::from(u8::from(is));
    let touches = text[..start].ends_with('-') || text[end..].starts_with('-');
    let (low, high) = (document.code_points(start), document.code_points(end));
    [
        (weighed.nats[0] - weighed.nats[best]).clamp(-FAR, 3.0 * FAR),
        (rival - weighed.nats[best]).min(FAR),
        channel,
        (reading.cost - channel) / words.len().max(1) as f64,
        rest.share(rest.damaged),
        rest.share(rest.likely[damage as usize]),
        rest.share(rest.likely.iter().sum()),
        rest.explained,
        libm::log((facts.words.min(MANY) + 1) as f64),
        facts.capitals,
        facts.digits,
        // That long s was read as f is evidence of an old text, not against the change.
        flag(facts.old && !(facts.misread_long_s && is_long_s(before, after))),
        length(before),
        length(after) - length(before),
        zipfs.reduce(f64::min).unwrap_or(COMMON),
        capital(text, start, before),
        f64::from(document.unknown(before)).min(NINE),
        flag(!after.is_empty() && after.chars().all(is_letter) && document.has_run(after)),
        (systematic as f64).min(NINE),
        (document.unknown_near(low, high, NEAR) as f64).min(NINE),
        flag(touches),
        flag(split_space(&text[slot.start..slot.end]).all(|(_, token)| language.unknown_parts(token).is_empty())),
        flag(language.knows_foreign(before)),
        flag(judge.is_old_spelling(before)),
        before.chars().filter(|&character| !is_alpha(character)).count() as f64,
        changed.len() as f64,
        flag(damage == Damage::Spaces),
        flag(damage == Damage::Diacritics),
        count(after, ' ') - count(before, ' '),
        lost(document, &changed),
    ]
}

/// Returns the least loss rate of the letters with a diacritic that are restored; 0 if other letters change too.
fn lost(document: &Document, changes: &[(&str, &str)]) -> f64 {
    let rate = |printed: &str| {
        let mut letters = printed.chars();
        let (first, is_one) = (letters.next(), letters.next().is_none());
        first.filter(|_| is_one).and_then(|letter| document.facts().loss_rates.get(&letter)).copied().unwrap_or(0.0)
    };
    changes.iter().fold(1.0, |least, (before, after)| {
        let confusions = confusions_in(before, after);
        if confusions.is_empty() {
            return 0.0;
        }
        confusions.iter().fold(least, |least: f64, (printed, _)| least.min(rate(printed)))
    })
}

/// The counts of a document without the words that one change is about: they are no evidence for it.
struct Rest {
    words: f64,
    damaged: f64,
    likely: [f64; 3],
    explained: f64,
}

impl Rest {
    fn of(document: &Document, around: &Surroundings, before: &str) -> Self {
        let facts = document.facts();
        let mut own: Vec<&str> = split_space(before).map(|(_, word)| word).chain([before]).collect();
        own.sort_unstable();
        own.dedup();
        own.retain(|word| document.unknown(word) > 0);
        let words = facts.words as f64;
        let is_small = |word: &&&str| !word.chars().next().is_some_and(is_upper);
        let unknown = |word: &&str| f64::from(document.unknown(word));
        let damaged = facts.damage * words - own.iter().filter(is_small).map(unknown).sum::<f64>();
        let explained = f64::from(around.explained.total)
            - own.iter().map(|word| f64::from(around.explained.of(word))).sum::<f64>();
        let all = f64::from(document.all_unknown()) - own.iter().map(unknown).sum::<f64>();
        Self {
            words,
            damaged,
            likely: around.likely.each_ref().map(|strings| f64::from(strings.total - strings.of(before))),
            explained: (explained + DOUBT / 2.0) / (all + DOUBT),
        }
    }

    /// Returns ln of a share of the words, smoothed so that one word does not decide in a short text.
    fn share(&self, count: f64) -> f64 {
        // The count may be negative: the damage of a document is limited to 1, although a token may hold several words.
        libm::log((count.max(0.0) + SOME) / (self.words + FEW))
    }
}

/// Returns 0 for a word without a capital; 1 for one where a sentence may begin; 2 within a sentence; 3 for capitals.
fn capital(text: &str, start: usize, word: &str) -> f64 {
    let mut letters = word.chars();
    let is_capitalised = letters.next().is_some_and(is_upper);
    if letters.next().is_some() && str_is_upper(word) {
        return 3.0;
    }
    if !is_capitalised {
        return 0.0;
    }
    if begins_sentence(text, start) { 1.0 } else { 2.0 }
}
