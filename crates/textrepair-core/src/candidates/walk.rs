//! Confusions in a word in lower case, found along the sorted list of words.
//!
//! Hardly any string that undoes a confusion is a word. So the search does not make all such strings and look them up.
//! It reads the word from the left along the list, and leaves a path as soon as no word begins like it. The second of
//! two confusions in a word is then tried in very few places.

use std::sync::Arc;

use super::rows::{Confusion, Rows};
use super::word_list::{Node, WordList};
use crate::language::Language;

/// The most nats that several confusions in one word may cost: for each letter, and in addition. Very many paths cost
/// more, and they never win, since spelling out the word costs less.
const FOR_LETTER: f64 = 1.25;
const BASE: f64 = 4.0;

/// Readings of a word with their costs and confusions, in the order in which they were found first.
#[derive(Debug, Default)]
pub(super) struct Found(Vec<(String, f64, Vec<Arc<Confusion>>)>);

impl Found {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn into_vec(self) -> Vec<(String, f64, Vec<Arc<Confusion>>)> {
        self.0
    }

    fn cost_of(&self, reading: &str) -> Option<f64> {
        self.0.iter().find(|(found, ..)| found == reading).map(|(_, cost, _)| *cost)
    }

    pub(super) fn set(&mut self, reading: String, cost: f64, steps: Vec<Arc<Confusion>>) {
        match self.0.iter_mut().find(|(found, ..)| *found == reading) {
            Some(known) => (known.1, known.2) = (cost, steps),
            None => self.0.push((reading, cost, steps)),
        }
    }
}

/// A path to follow.
struct Path<'r> {
    place: usize,
    node: Node<'r>,
    /// The beginning of the reading.
    beginning: String,
    cost: f64,
    steps: Vec<&'r Arc<Confusion>>,
}

/// Returns the known words that lead to a word in lower case by at most so many confusions.
pub(super) fn walk(word: &str, rows: &Rows, words: &WordList, language: &Language, changes: usize) -> Found {
    let length = word.chars().count();
    let most = if changes == 1 { f64::INFINITY } else { FOR_LETTER * length as f64 + BASE };
    let mut found = Found::default();
    let mut waiting =
        vec![Path { place: 0, node: words.root(), beginning: String::new(), cost: 0.0, steps: Vec::new() }];
    // What the confusions on the way make, in the order of the places.
    let mut made: Vec<(String, f64, &Arc<Confusion>)> = Vec::new();
    let (mut below, mut ending) = (Vec::new(), String::new());
    while let Some(path) = waiting.pop() {
        let Path { mut place, mut node, mut beginning, cost, steps } = path;
        let is_last = steps.len() + 1 == changes;
        while let Some(letter) = word[place..].chars().next() {
            below.clear();
            for confusion in rows.group(letter) {
                if cost + confusion.cost > most {
                    break; // the other rows cost more
                }
                let Some(rest) = word[place..].strip_prefix(confusion.read.as_str()) else { continue };
                let printed = confusion.printed.as_str();
                let Some((target, further)) = first_step(words, &node, printed, &mut below) else { continue };
                if is_last {
                    ending.clear();
                    ending.push_str(further);
                    ending.push_str(rest);
                    if words.leads_to(target, &ending) {
                        made.push((format!("{beginning}{printed}{rest}"), cost + confusion.cost, confusion));
                    }
                } else if let Some(target) = words.after(target, further) {
                    let mut steps = steps.clone();
                    steps.push(confusion);
                    let beginning = format!("{beginning}{printed}");
                    let beyond = place + confusion.read.len();
                    waiting.push(Path { place: beyond, node: target, beginning, cost: cost + confusion.cost, steps });
                }
            }
            let mut buffer = [0; 4];
            let letter = &*letter.encode_utf8(&mut buffer);
            let Some(next) = words.after(&node, letter) else { break };
            node = next;
            beginning.push_str(letter);
            place += letter.len();
        }
        // In reverse order, which is the order in which waiting paths are followed.
        for (reading, total, row) in made.drain(..).rev() {
            let is_better = found.cost_of(&reading).is_none_or(|known| total < known);
            if reading != word && is_better && language.knows(&reading) {
                let steps = steps.iter().chain([&row]).map(|step| Arc::clone(step)).collect();
                found.set(reading, total, steps);
            }
        }
    }
    found
}

/// Takes the first letter of what was printed from a node, and returns the node that it leads to and the other letters.
///
/// Many rows print the same letter: `below` has the steps that were taken from this node.
fn first_step<'w, 'p, 'b>(
    words: &'w WordList,
    node: &Node<'w>,
    printed: &'p str,
    below: &'b mut Vec<(Option<char>, Option<Node<'w>>)>,
) -> Option<(&'b Node<'w>, &'p str)> {
    let first = printed.chars().next();
    let size = first.map_or(0, char::len_utf8);
    let known = below.iter().position(|(letter, _)| *letter == first).unwrap_or_else(|| {
        below.push((first, words.after(node, &printed[..size])));
        below.len() - 1
    });
    below[known].1.as_ref().map(|node| (node, &printed[size..]))
}
