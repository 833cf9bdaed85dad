//! By how much a change is better than the others, in words.

use super::lattice::Slot;
use super::weighing::Weighed;
use crate::unicode::{is_alnum, split_space};

/// Returns in words by how many nats a change is better than leaving the text, and than the next best change.
pub fn margins(slot: &Slot, weighed: &Weighed, place: usize) -> String {
    let (nats, readings) = (&weighed.nats, &slot.readings);
    let mut said = format!("{} than leaving it", compared(nats[0] - nats[place], " nats"));
    let others = (1..nats.len()).filter(|&other| other != place);
    if let Some(rival) = others.reduce(|best, other| if nats[other] < nats[best] { other } else { best }) {
        let differs = differing(&readings[place].text, &readings[rival].text);
        said += &format!(", {} than ‘{differs}’", compared(nats[rival] - nats[place], ""));
    }
    said
}

fn compared(nats: f64, unit: &str) -> String {
    // Rounded as a decimal, a tie to the even digit.
    let rounded: f64 = format!("{nats:.1}").parse().unwrap_or(nats);
    format!("{:.1}{unit} {}", rounded.abs(), if rounded >= 0.0 { "better" } else { "worse" })
}

/// Returns on one line the words in which the reading `rival` differs from the reading `best`.
fn differing(best: &str, rival: &str) -> String {
    let words = |text: &'_ str| split_space(text).map(|(_, word)| word.to_owned()).collect::<Vec<_>>();
    let (ours, theirs) = (words(best), words(rival));
    let first = ours.iter().zip(&theirs).take_while(|(a, b)| a == b).count();
    let (our_rest, their_rest) = (&ours[first..], &theirs[first..]);
    let last = our_rest.iter().rev().zip(their_rest.iter().rev()).take_while(|(a, b)| a == b).count();
    let words = &their_rest[..their_rest.len() - last];
    if words.is_empty() {
        return theirs.join(" "); // the rival only lacks words: show all of it
    }
    // Leave out the signs around the words that both readings have.
    let said: Vec<char> = words.join(" ").chars().collect();
    let other: Vec<char> = our_rest[..our_rest.len() - last].join(" ").chars().collect();
    let (mut said, mut other) = (&said[..], &other[..]);
    while said.len() > 1 && other.first() == said.first() && !is_alnum(said[0]) {
        (said, other) = (&said[1..], &other[1..]);
    }
    while said.len() > 1 && other.last() == said.last() && !is_alnum(said[said.len() - 1]) {
        (said, other) = (&said[..said.len() - 1], &other[..other.len() - 1]);
    }
    said.iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{Slot, Weighed, compared, differing};

    #[test]
    fn the_words_that_differ_are_shown() {
        assert_eq!(differing("(de rôle,", "(de raie,"), "raie");
        assert_eq!(differing("de la vie", "de la"), "de la");
        assert_eq!(differing("dela vie", "de la vie"), "de la");
    }

    #[test]
    fn a_change_is_compared_with_leaving_the_text_and_with_its_rival() {
        let said = |readings: &[(&str, f64)]| {
            let reading = |text: &str| crate::decide::Reading {
                text: text.to_owned(),
                makers: Vec::new(),
                cost: 0.0,
                first: None,
                last: None,
            };
            let slot = Slot { start: 0, end: 1, readings: readings.iter().map(|(text, _)| reading(text)).collect() };
            let nats = readings.iter().map(|(_, nats)| *nats).collect();
            super::margins(&slot, &Weighed { best: 0, nats }, 1)
        };
        assert_eq!(
            said(&[("rdle", 14.2), ("rôle", 0.0), ("raie", 9.1)]),
            "14.2 nats better than leaving it, 9.1 better than ‘raie’"
        );
        // The rival is the likeliest of the others, wherever it stands.
        assert_eq!(
            said(&[("a", 9.0), ("b", 1.0), ("c", 8.0), ("d", 4.0)]),
            "8.0 nats better than leaving it, 3.0 better than ‘d’"
        );
        assert_eq!(said(&[("a", 0.0), ("b", 3.0), ("c", 2.5)]), "3.0 nats worse than leaving it, 0.5 worse than ‘c’");
        // A difference that rounds to nothing has no sign.
        assert_eq!(said(&[("a", 0.0), ("b", 0.04)]), "0.0 nats better than leaving it");
        assert_eq!(
            said(&[("x", 9.0), ("a b\nc", 0.0), ("a\nc", 2.0)]),
            "9.0 nats better than leaving it, 2.0 better than ‘a c’"
        );
    }

    #[test]
    fn margins_are_rounded_to_the_even_digit() {
        assert_eq!(compared(14.25, " nats"), "14.2 nats better");
        assert_eq!(compared(-2.3, ""), "2.3 worse");
        assert_eq!(compared(-0.01, ""), "0.0 better");
    }
}
