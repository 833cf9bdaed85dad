//! The runs of letters of a text.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use memchr::memmem;

use crate::unicode::{is_letter, is_word, runs, str_is_upper};

/// How often a text is searched for a run of letters before all of its runs are gathered.
const SEARCHES: usize = 50;

/// What is known of the runs of letters of one text.
///
/// To search a text takes a hundredth of the time that it takes to gather its runs. So the first questions search,
/// which is all that most texts need, and then the runs are gathered once.
#[derive(Debug, Default)]
pub(crate) struct Runs {
    asked: AtomicUsize,
    gathered: OnceLock<HashSet<Box<str>>>,
}

impl Runs {
    /// Returns whether a string is a run of letters of the text, which is always the same one.
    pub(crate) fn has(&self, text: &str, word: &str) -> bool {
        if self.gathered.get().is_none() && self.asked.fetch_add(1, Ordering::Relaxed) < SEARCHES {
            return searched(text, word);
        }
        let gathered = || runs(text, is_letter).map(|run| text[run].into()).collect();
        self.gathered.get_or_init(gathered).contains(word)
    }
}

fn searched(text: &str, word: &str) -> bool {
    if word.is_empty() || !word.chars().all(is_letter) {
        return false;
    }
    memmem::find_iter(text.as_bytes(), word).any(|start| {
        let (before, after) = (&text[..start], &text[start + word.len()..]);
        !before.chars().next_back().is_some_and(is_letter) && !after.chars().next().is_some_and(is_letter)
    })
}

/// A run of letters, and the characters beside it.
struct Run<'t> {
    letters: &'t str,
    before: Option<char>,
    /// What follows the run, to the end of the text.
    rest: &'t str,
}

fn letter_runs(text: &str) -> impl Iterator<Item = Run<'_>> {
    runs(text, is_letter).map(|Range { start, end }| Run {
        letters: &text[start..end],
        before: text[..start].chars().next_back(),
        rest: &text[end..],
    })
}

/// Yields the runs of letters of a string, with their offsets, that are whole words: not part of a compound or a number,
/// not elided, and not behind one of some signs.
pub(crate) fn whole_words<'a>(string: &'a str, behind: &[char]) -> impl Iterator<Item = (usize, &'a str)> {
    let is_whole = |run: &Run<'_>| {
        !run.before.is_some_and(|sign| is_word(sign) || behind.contains(&sign))
            && !run.rest.starts_with(|sign| is_word(sign) || matches!(sign, '’' | '\'' | '-'))
    };
    let words = letter_runs(string).filter(is_whole);
    words.map(|run| (string.len() - run.rest.len() - run.letters.len(), run.letters))
}

/// Returns how often each word of two letters and more with a capital occurs, without those all in capitals; in the order
/// in which they occur first.
pub fn names(text: &str) -> Vec<(&str, u32)> {
    let mut places: HashMap<&str, usize> = HashMap::new();
    let mut found: Vec<(&str, u32)> = Vec::new();
    for Run { letters, before, rest } in letter_runs(text) {
        let mut characters = letters.chars();
        let is_name = characters.next().is_some_and(is_latin_capital)
            && characters.next().is_some()
            && !before.is_some_and(|sign| is_word(sign) && sign != '_')
            && !rest.starts_with(is_word)
            && !str_is_upper(letters);
        if is_name {
            let place = *places.entry(letters).or_insert_with(|| {
                found.push((letters, 0));
                found.len() - 1
            });
            found[place].1 += 1;
        }
    }
    found
}

/// Returns whether a character is a capital of the languages of Western Europe.
fn is_latin_capital(character: char) -> bool {
    matches!(character, 'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Œ' | 'Ÿ')
}

/// Returns the pairs of words with a hyphen between them, without those at a line end.
pub fn compounds(text: &str) -> HashSet<&str> {
    let is_part = |sign: char| is_word(sign) || sign == '-';
    let compound = |Run { letters, before, rest }: Run<'_>| {
        let second = rest.strip_prefix('-').filter(|_| !before.is_some_and(is_part))?;
        let size = second.find(|character| !is_letter(character)).unwrap_or(second.len());
        let is_whole = size > 0 && !second[size..].starts_with(is_part);
        let start = text.len() - rest.len() - letters.len();
        is_whole.then(|| &text[start..start + letters.len() + 1 + size])
    };
    letter_runs(text).filter_map(compound).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::{Runs, SEARCHES, compounds, names};

    #[test]
    fn searching_and_gathering_find_the_same_runs() {
        let (runs, text) = (Runs::default(), "l’été, étés 3été_mot motif été");
        let words = ["été", "étés", "mot", "motif", "l", "té", "", "’", "3été", "absent"];
        let first: Vec<bool> = words.iter().map(|word| runs.has(text, word)).collect();
        assert_eq!(first, [true, true, true, true, true, false, false, false, false, false]);
        (0..SEARCHES).for_each(|_| assert!(runs.has(text, "mot")));
        let then: Vec<bool> = words.iter().map(|word| runs.has(text, word)).collect();
        assert_eq!(first, then);
    }

    #[test]
    fn names_have_a_capital_and_stand_alone() {
        let text = "Marie et JEAN, Marie-Anne ; d’Œdipe 3Pierre Paul2 _Luc Él A Øre";
        assert_eq!(names(text), [("Marie", 2), ("Anne", 1), ("Œdipe", 1), ("Luc", 1), ("Él", 1), ("Øre", 1)]);
    }

    #[test]
    fn compounds_are_pairs_of_whole_words() {
        let text = "peut-être, va-t-il ; a-b_ 1a-b a-b1 l’avant-bras-\nune -mot- fin-";
        assert_eq!(compounds(text), HashSet::from(["peut-être"]));
        assert_eq!(compounds("l’avant-bras"), HashSet::from(["avant-bras"]));
    }
}
