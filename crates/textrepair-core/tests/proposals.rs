//! The list of proposals against plain ways to select them.

mod common;

use proptest::prelude::*;
use textrepair_core::proposals::{ProposalList, Why, is_plain, unknown_near};
use textrepair_core::text::IndexedText;
use textrepair_core::zones::Kinds;

const TEXT: &str = "L’été fut long, et l’hiver  aussi ; déjà dcux ans.";

/// Spans of characters of the text, and what should stand there.
fn changes() -> impl Strategy<Value = Vec<(usize, usize, String)>> {
    let length = TEXT.chars().count();
    let change = (0..=length, 0..6usize, prop_oneof![Just(""), Just(" "), Just("été"), Just("deux")]);
    let spanned = change.prop_map(move |(start, size, new)| (start, (start + size).min(length), new.to_owned()));
    prop::collection::vec(spanned, 0..12)
}

fn listed(changes: &[(usize, usize, String)]) -> ProposalList {
    let text = IndexedText::from(TEXT);
    let mut list = ProposalList::new(text.clone());
    list.begin("test", Kinds::PROSE);
    for (start, end, new) in changes {
        list.add(text.bytes(*start)..text.bytes(*end), new, Why::Said("why".into()), 1.0, 0.0);
    }
    list
}

proptest! {
    #[test]
    fn what_changes_nothing_is_not_listed(changes in changes()) {
        let letters: Vec<char> = TEXT.chars().collect();
        let kept = changes.iter().filter(|(start, end, new)| letters[*start..*end].iter().collect::<String>() != *new);
        prop_assert_eq!(listed(&changes).all().len(), kept.count());
    }

    #[test]
    fn of_proposals_that_overlap_the_first_is_made(changes in changes()) {
        let list = listed(&changes);
        let made = list.without_overlaps();
        let span = |place: usize| (list.all()[place].start, list.all()[place].end);
        for pair in made.windows(2) {
            prop_assert!(span(pair[0]).1 <= span(pair[1]).0 && span(pair[0]) != span(pair[1]));
        }
        // What is not made touches something that starts before it, or at the same place and came first.
        for place in (0..list.all().len()).filter(|place| !made.contains(place)) {
            let rival = |&other: &usize| {
                let comes_first = (span(other).0, other) < (span(place).0, place);
                comes_first && (span(other).1 > span(place).0 || span(other) == span(place))
            };
            prop_assert!(made.iter().any(rival));
        }
    }

    #[test]
    fn a_proposal_that_touches_a_span_is_dropped(
        changes in changes(),
        places in prop::collection::btree_set(0..TEXT.len(), 0..4),
    ) {
        let spans: Vec<_> = places.iter().map(|&place| place..place).collect();
        let mut list = listed(&changes);
        let touches = |start: usize, end: usize| places.iter().any(|&place| start <= place && place <= end);
        let expected = list.all().iter().filter(|one| !touches(one.start, one.end)).count();
        list.drop_touching(&spans);
        prop_assert_eq!(list.all().len(), expected);
        prop_assert!(list.all().iter().all(|one| !touches(one.start, one.end)));
    }

    #[test]
    fn places_are_removed(changes in changes(), chosen in prop::collection::btree_set(0..12usize, 0..6)) {
        let mut list = listed(&changes);
        let expected: Vec<_> = (0..list.all().len())
            .filter(|place| !chosen.contains(place))
            .map(|place| (list.all()[place].start, list.all()[place].replacement.clone()))
            .collect();
        let chosen: Vec<usize> = chosen.into_iter().filter(|&place| place < list.all().len()).collect();
        list.remove(&chosen);
        let left: Vec<_> = list.all().iter().map(|one| (one.start, one.replacement.clone())).collect();
        prop_assert_eq!(left, expected);
    }

    #[test]
    fn unknown_words_near_a_span_are_counted(
        starts in prop::collection::btree_set(0..60usize, 0..12),
        (start, size, distance) in (0..60usize, 0..9usize, 0..20usize),
    ) {
        let starts: Vec<usize> = starts.into_iter().collect();
        let end = start + size;
        let is_near = |&&other: &&usize| other + distance >= start && other <= end + distance;
        let is_within = |&&other: &&usize| (start..end).contains(&other);
        let expected = starts.iter().filter(is_near).count() - starts.iter().filter(is_within).count();
        prop_assert_eq!(unknown_near(&starts, start, end, distance), expected);
    }
}

#[test]
fn a_word_among_plain_words_is_plain_unless_another_unknown_one_is_near() {
    let text = IndexedText::from("le chat de la voisine est déeidé à partir avec nous");
    let start = text.find("déeidé").expect("it is there");
    let span = start..start + "déeidé".len();
    let own = text.code_points(start);
    assert!(is_plain(&text, span.clone(), &[own]));
    assert!(!is_plain(&text, span, &[3, own]));
}
