//! The words of a language as one sorted list: its forms, aliases, added words, and elisions with their apostrophe.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use crate::fork_safe::kept;
use crate::language::Language;
use crate::tables::{StringTable, common_beginning};

/// From so many words with one beginning on, the letters that they go on with are kept once they were asked for.
const MANY: usize = 128;

/// The words of a language in sorted order, so that all words with a beginning stand side by side.
#[derive(Debug)]
pub struct WordList {
    language: Arc<Language>,
    /// The words that are no forms.
    others: Vec<String>,
    root: Branch,
}

/// Where many words go on: each letter, and the words with it. It grows when it is asked.
///
/// To search the list for the first letters of a word takes most steps, and hits memory far apart.
#[derive(Debug, Default)]
struct Branch(OnceLock<Box<[(char, Twig)]>>);

/// The words with one more letter.
#[derive(Debug, Default)]
struct Twig {
    forms: Range<usize>,
    others: Range<usize>,
    branch: Branch,
}

/// The words with one beginning.
#[derive(Clone, Debug)]
pub(super) struct Node<'a> {
    forms: Range<usize>,
    others: Range<usize>,
    /// The length of the beginning in bytes.
    depth: usize,
    /// Where they go on, if they are many.
    branch: Option<&'a Branch>,
}

impl WordList {
    /// Makes the list of a language.
    pub fn new(language: Arc<Language>) -> Self {
        let lexicon = language.lexicon();
        let elided = lexicon.elisions().iter().flat_map(|elision| ["'", "’"].map(|sign| format!("{elision}{sign}")));
        let mut others: Vec<String> =
            lexicon.aliases().keys().chain(lexicon.words().keys()).cloned().chain(elided).collect();
        others.sort_unstable();
        others.dedup();
        Self { language, others, root: Branch::default() }
    }

    fn forms(&self) -> &StringTable {
        self.language.lexicon().forms()
    }

    /// Returns all words.
    pub(super) fn root(&self) -> Node<'_> {
        Node { forms: 0..self.forms().len(), others: 0..self.others.len(), depth: 0, branch: Some(&self.root) }
    }

    /// Returns the words of a node that go on with a string; None if there are none.
    pub(super) fn after<'a>(&'a self, node: &Node<'a>, rest: &str) -> Option<Node<'a>> {
        let (node, rest) = self.along(node, rest)?;
        if rest.is_empty() {
            return Some(node);
        }
        let forms = self.forms().continuing(rest, node.depth, node.forms);
        let others = continuing(&self.others, rest, node.depth, node.others);
        let found = !(forms.is_empty() && others.is_empty());
        found.then(|| Node { forms, others, depth: node.depth + rest.len(), branch: None })
    }

    /// Returns whether some word of a node goes on with a string.
    pub(super) fn leads_to(&self, node: &Node<'_>, rest: &str) -> bool {
        let Some((node, rest)) = self.along(node, rest) else { return false };
        rest.is_empty()
            || self.forms().has_continuing(rest, node.depth, node.forms)
            || !continuing(&self.others, rest, node.depth, node.others).is_empty()
    }

    /// Follows the branches as far as they go; returns the node there, and the rest of the string.
    fn along<'a, 's>(&'a self, node: &Node<'a>, rest: &'s str) -> Option<(Node<'a>, &'s str)> {
        let (mut node, mut rest) = (node.clone(), rest);
        while let (Some(branch), Some(letter)) = (node.branch, rest.chars().next()) {
            let twigs = kept(&branch.0, || self.twigs(&node));
            let place = twigs.binary_search_by_key(&letter, |(letter, _)| *letter).ok()?;
            let Twig { forms, others, branch } = &twigs[place].1;
            node = Node {
                forms: forms.clone(),
                others: others.clone(),
                depth: node.depth + letter.len_utf8(),
                branch: (forms.len() + others.len() >= MANY).then_some(branch),
            };
            rest = &rest[letter.len_utf8()..];
        }
        Some((node, rest))
    }

    /// Returns the letters with which the words of a node go on, in order.
    fn twigs(&self, node: &Node<'_>) -> Box<[(char, Twig)]> {
        let mut twigs: BTreeMap<char, Twig> = BTreeMap::new();
        let letter_of = |word: &str| word.get(node.depth..).and_then(|rest| rest.chars().next());
        let form = |place: usize| letter_of(self.forms().get(place));
        let after = |rest: &str, within| self.forms().continuing(rest, node.depth, within);
        each_letter(node.forms.clone(), form, after, |letter, range| twigs.entry(letter).or_default().forms = range);
        let other = |place: usize| letter_of(&self.others[place]);
        let after = |rest: &str, within| continuing(&self.others, rest, node.depth, within);
        each_letter(node.others.clone(), other, after, |letter, range| twigs.entry(letter).or_default().others = range);
        twigs.into_iter().collect()
    }

    /// Returns the length in bytes of the longest beginning of a string that some word has.
    pub(super) fn reach(&self, string: &str) -> usize {
        let place = self.others.partition_point(|word| word.as_str() < string);
        let near = self.others[place.saturating_sub(1)..].iter().take(2).map(|word| common_beginning(word, string));
        near.max().unwrap_or(0).max(self.forms().reach(string))
    }
}

/// Calls `found` with each letter with which the words of a range go on, and the words that go on with it.
///
/// `letter_of` returns the letter of the word at a place, and `continuing` the words of a range that go on with a string.
fn each_letter(
    within: Range<usize>,
    letter_of: impl Fn(usize) -> Option<char>,
    continuing: impl Fn(&str, Range<usize>) -> Range<usize>,
    mut found: impl FnMut(char, Range<usize>),
) {
    let mut place = within.start;
    while place < within.end {
        let Some(letter) = letter_of(place) else {
            place += 1; // the word that is the beginning itself
            continue;
        };
        let range = continuing(letter.encode_utf8(&mut [0; 4]), place..within.end);
        place = range.end.max(place + 1);
        found(letter, range);
    }
}

/// Returns the words, among those of a range that are alike before an offset, that go on with a string.
fn continuing(words: &[String], rest: &str, depth: usize, within: Range<usize>) -> Range<usize> {
    let head = |word: &String| {
        let tail = word.as_bytes().get(depth..).unwrap_or_default();
        tail[..tail.len().min(rest.len())].cmp(rest.as_bytes())
    };
    let range = &words[within.clone()];
    let first = range.partition_point(|word| head(word).is_lt());
    let number = range[first..].partition_point(|word| head(word).is_eq());
    within.start + first..within.start + first + number
}
