//! The words of a language as one sorted list: its forms, aliases, added words, and elisions with their apostrophe.

use std::ops::Range;
use std::sync::Arc;

use crate::language::Language;
use crate::tables::{StringTable, common_beginning};

/// The words of a language in sorted order, so that all words with a beginning stand side by side.
#[derive(Debug)]
pub struct WordList {
    language: Arc<Language>,
    /// The words that are no forms.
    others: Vec<String>,
}

/// The words with one beginning.
#[derive(Clone, Debug)]
pub(super) struct Node {
    forms: Range<usize>,
    others: Range<usize>,
    /// The length of the beginning in bytes.
    depth: usize,
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
        Self { language, others }
    }

    fn forms(&self) -> &StringTable {
        self.language.lexicon().forms()
    }

    /// Returns all words.
    pub(super) fn root(&self) -> Node {
        Node { forms: 0..self.forms().len(), others: 0..self.others.len(), depth: 0 }
    }

    /// Returns the words of a node that go on with a string; None if there are none.
    pub(super) fn after(&self, node: &Node, rest: &str) -> Option<Node> {
        if rest.is_empty() {
            return Some(node.clone());
        }
        let forms = self.forms().continuing(rest, node.depth, node.forms.clone());
        let others = continuing(&self.others, rest, node.depth, node.others.clone());
        let found = !(forms.is_empty() && others.is_empty());
        found.then(|| Node { forms, others, depth: node.depth + rest.len() })
    }

    /// Returns whether some word of a node goes on with a string.
    pub(super) fn leads_to(&self, node: &Node, rest: &str) -> bool {
        rest.is_empty()
            || self.forms().has_continuing(rest, node.depth, node.forms.clone())
            || !continuing(&self.others, rest, node.depth, node.others.clone()).is_empty()
    }

    /// Returns the length in bytes of the longest beginning of a string that some word has.
    pub(super) fn reach(&self, string: &str) -> usize {
        let place = self.others.partition_point(|word| word.as_str() < string);
        let near = self.others[place.saturating_sub(1)..].iter().take(2).map(|word| common_beginning(word, string));
        near.max().unwrap_or(0).max(self.forms().reach(string))
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
