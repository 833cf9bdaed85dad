//! Confusions in words with capitals: every candidate is made and looked up, since the lexicon is in lower case.

use std::collections::HashMap;
use std::sync::Arc;

use super::beginnings::Beginnings;
use super::rows::Confusion;
use super::walk::Found;
use crate::language::Language;
use crate::unicode::{all_alnum, fold, is_upper, lower_cow};

/// The most strings that are tried for one word, however many rows of the table match it.
const TRIED: usize = 4_000;
/// The filter of common forms holds the forms with this Zipf value and more.
const COMMON: f64 = 2.0;

/// A word with some confusions undone; offsets are in code points.
struct Stem {
    text: String,
    /// From where on the next confusion may begin.
    position: usize,
    /// A lower bound of the length of the common beginning with the original word.
    same: usize,
    /// How many characters of the original word lie before `position`.
    consumed: usize,
}

/// How a string is reached: its cost and the confusions.
type Reached = (f64, Vec<Arc<Confusion>>);

/// Returns the known words that lead to a word with capitals by confusions: it makes every string and looks it up.
///
/// The last confusion is not undone after a beginning that no known word has. Such a string still counts as tried: a
/// long meaningless string then costs little, and all other strings have the same candidates as without this shortcut.
pub(super) fn tried_readings(
    word: &str,
    table: &[Arc<Confusion>],
    language: &Language,
    beginnings: &Beginnings,
    changes: usize,
    frequency: f64,
) -> Found {
    let length = word.chars().count();
    let is_shouted = 2 * word.chars().filter(|&letter| is_upper(letter)).count() > length;
    let rows: Vec<&Arc<Confusion>> = table.iter().filter(|row| word.contains(row.read.as_str())).collect();
    let mut best: HashMap<String, Reached> = HashMap::from([(word.to_owned(), (0.0, Vec::new()))]);
    let mut frontier = vec![Stem { text: word.to_owned(), position: 0, same: length, consumed: 0 }];
    let mut tried = 0;
    let mut matches: Option<Matches> = None;
    for change in 0..changes {
        let is_pruned = change + 1 == changes && all_alnum(word);
        let known = if is_pruned { beginnings.reach(word) } else { length };
        let mut following = Vec::new();
        for stem in &frontier {
            let mut reach = stem.text.chars().count();
            if is_pruned {
                // A change after the longest known beginning of the word cannot make a known word.
                reach = if stem.same > known { known } else { beginnings.reach(&stem.text) };
                if reach < stem.position {
                    let matches = matches.get_or_insert_with(|| Matches::of(word, &rows, is_shouted));
                    tried = TRIED.min(tried + matches.after(stem));
                    continue;
                }
            }
            if tried >= TRIED {
                break;
            }
            undo(stem, &rows, is_shouted, reach, &mut tried, &mut best, &mut following);
        }
        frontier = following;
    }
    let lexicon = language.lexicon();
    let mut found = Found::default();
    for Stem { text: reading, .. } in frontier {
        if frequency >= COMMON && !lexicon.may_be_common(crc32fast::hash(fold(&reading).as_bytes())) {
            continue;
        }
        if reading.is_empty() || !language.knows(&reading) {
            continue;
        }
        let is_frequent = || frequency == 0.0 || lexicon.zipf(&lower_cow(&reading)) >= frequency;
        if (lexicon.words().contains_key(&reading) || is_frequent())
            && let Some((cost, steps)) = best.get(&reading)
        {
            found.set(reading, *cost, steps.clone());
        }
    }
    found
}

/// Undoes each confusion that may begin at or after the position of a stem.
fn undo(
    stem: &Stem,
    rows: &[&Arc<Confusion>],
    is_shouted: bool,
    reach: usize,
    tried: &mut usize,
    best: &mut HashMap<String, Reached>,
    following: &mut Vec<Stem>,
) {
    let text = stem.text.as_str();
    let Some((cost, steps)) = best.get(text).cloned() else { return };
    let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
    for row in rows {
        // A capital stands at the beginning of a word: "Natlons" does not stand for "NatIons".
        let is_first_only = !is_shouted && row.printed.chars().next().is_some_and(is_upper);
        for (place, &start) in starts.iter().enumerate().skip(stem.position) {
            if *tried >= TRIED || (is_first_only && place > 0) {
                break;
            }
            let Some(rest) = text[start..].strip_prefix(row.read.as_str()) else { continue };
            *tried += 1;
            if place > reach {
                continue;
            }
            let reading = format!("{}{}{rest}", &text[..start], row.printed);
            let total = cost + row.cost;
            if best.get(&reading).is_some_and(|(known, _)| total >= *known) {
                continue;
            }
            let mut steps = steps.clone();
            steps.push(Arc::clone(row));
            best.insert(reading.clone(), (total, steps));
            following.push(Stem {
                position: place + row.printed.chars().count(),
                same: stem.same.min(place),
                consumed: stem.consumed + place - stem.position + row.read.chars().count(),
                text: reading,
            });
        }
    }
}

/// The number of confusions that begin at or after each place of a word, to count those that need not be tried.
struct Matches<'w> {
    word: &'w str,
    at_start: Vec<&'w str>,
    from: Vec<usize>,
}

impl<'w> Matches<'w> {
    fn of(word: &'w str, rows: &[&'w Arc<Confusion>], is_shouted: bool) -> Self {
        let (at_start, inner): (Vec<&Arc<Confusion>>, Vec<&Arc<Confusion>>) =
            rows.iter().copied().partition(|row| !is_shouted && row.printed.chars().next().is_some_and(is_upper));
        let mut from: Vec<usize> = word
            .char_indices()
            .map(|(start, _)| inner.iter().filter(|row| word[start..].starts_with(row.read.as_str())).count())
            .chain([0])
            .collect();
        for place in (1..from.len()).rev() {
            from[place - 1] += from[place];
        }
        Self { word, at_start: at_start.iter().map(|row| row.read.as_str()).collect(), from }
    }

    /// Returns how many confusions could be undone after those that are undone in a stem.
    fn after(&self, stem: &Stem) -> usize {
        let mut number = self.from.get(stem.consumed).copied().unwrap_or(0);
        if stem.position == 0 {
            let rest = self.word.char_indices().nth(stem.consumed).map_or("", |(start, _)| &self.word[start..]);
            number += self.at_start.iter().filter(|read| rest.starts_with(**read)).count();
        }
        number
    }
}
