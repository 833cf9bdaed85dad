//! Rows of a confusion table.

use std::collections::HashMap;
use std::sync::Arc;

use crate::language::Language;
use crate::unicode::all_alpha;

/// One row of a confusion table.
#[derive(Clone, Debug, PartialEq)]
pub struct Confusion {
    /// What stood on the page.
    pub printed: String,
    /// What stands in the text.
    pub read: String,
    /// Nats, −ln of the probability of this misreading.
    pub cost: f64,
}

/// The rows of a table that a declaration uses: those that lead to letters.
#[derive(Debug, Default)]
pub struct Rows {
    all: Vec<Arc<Confusion>>,
    groups: HashMap<char, Vec<Arc<Confusion>>>,
}

impl Rows {
    /// Selects rows of a table. A row that reads nothing is in no selection: no declaration asks for one.
    pub fn of(table: &[Arc<Confusion>], kind: impl Fn(&Confusion) -> bool) -> Self {
        let leads_to_letters = |row: &Confusion| row.printed.is_empty() || all_alpha(&row.printed);
        let all: Vec<_> =
            table.iter().filter(|row| !row.read.is_empty() && leads_to_letters(row) && kind(row)).cloned().collect();
        let mut groups: HashMap<char, Vec<Arc<Confusion>>> = HashMap::new();
        for confusion in &all {
            let first = confusion.read.chars().next().unwrap_or_default();
            groups.entry(first).or_default().push(Arc::clone(confusion));
        }
        for group in groups.values_mut() {
            group.sort_by(|one, other| one.cost.total_cmp(&other.cost));
        }
        Self { all, groups }
    }

    /// Returns the rows, in the order of the table.
    pub fn all(&self) -> &[Arc<Confusion>] {
        &self.all
    }

    /// Returns the rows whose reading begins with a character, the cheapest first.
    pub(super) fn group(&self, first: char) -> &[Arc<Confusion>] {
        self.groups.get(&first).map_or(&[], Vec::as_slice)
    }
}

/// Returns whether a row prints a ligature of the language.
pub(super) fn prints_ligature(language: &Language, row: &Confusion) -> bool {
    let ligatures = &language.rules().ligatures;
    row.printed.chars().any(|letter| ligatures.contains(&*letter.encode_utf8(&mut [0; 4])))
}
