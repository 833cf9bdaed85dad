//! How likely words are in each language: the table `lexicons/languages.tsv`.
//!
//! A word that is common in any language of the table has a row with its probability in each; every other word is judged
//! by its first and its last three letters. The file is mapped, and a row is read when it is asked for: most never are.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use crate::error::PackFileError;
use crate::tables::Mapped;
use crate::unicode::{lower, trim_space};

/// The beginning and the ending of a word depend on each other, so that together they count less than their sum.
const BY_PARTS: f64 = 0.6;
/// How many letters the beginning and the ending have.
const LETTERS: usize = 3;
/// A cost is written in tenths of a nat.
const TENTHS: f64 = 10.0;
/// What divides a code from what follows it.
const DIVIDERS: [char; 6] = ['-', '_', '+', ';', ',', ' '];
/// The row of the costs of a language that a row does not name.
const OTHER: &str = "*";
/// How many pairs of small letters there are: the codes of a row have two letters.
const PAIRS: usize = 26 * 26;

/// The kinds of rows with costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Word,
    Head,
    Tail,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Word, Self::Head, Self::Tail];

    fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Head => "head",
            Self::Tail => "tail",
        }
    }
}

/// How likely words are in each language.
#[derive(Debug)]
pub struct LanguageTable {
    path: PathBuf,
    text: Mapped,
    /// The place of a row plus one, by the hash of its kind and its string; 0 where there is none.
    slots: Vec<u32>,
    /// The codes, sorted, each with its name.
    languages: Vec<(String, String)>,
    /// The number of a language by its other codes, and by its name in lower case.
    codes: HashMap<String, usize>,
    /// The number of a language by the letters of its code; a number that no language has, where there is none.
    by_pair: Vec<u8>,
    /// The cost of a language that a row does not name, in nats, for each kind.
    others: [f64; 3],
}

impl LanguageTable {
    /// Opens the table.
    ///
    /// # Errors
    /// The file is missing or damaged.
    pub fn open(path: &Path) -> Result<Self, PackFileError> {
        let text = Mapped::open(path)?;
        let damaged = |reason: String| PackFileError::damaged(path, reason);
        let string = std::str::from_utf8(&text).map_err(|error| damaged(error.to_string()))?;
        let (mut names, mut codes) = (BTreeMap::new(), Vec::new());
        let mut rows: Vec<u32> = Vec::new();
        for (start, line) in lines(string) {
            let lacking = || damaged(format!("‘{line}’ has not three cells"));
            let [kind, string, costs] = cells(line).ok_or_else(lacking)?;
            match kind {
                "name" => _ = names.insert(string.to_owned(), costs.to_owned()),
                "code" => codes.push((string, costs)),
                _ if Kind::ALL.iter().any(|one| one.name() == kind) => {
                    rows.push(u32::try_from(start).map_err(|error| damaged(error.to_string()))?);
                }
                _ => return Err(damaged(format!("‘{kind}’ is no kind of row"))),
            }
        }
        let languages: Vec<(String, String)> = names.into_iter().collect();
        let number = |code: &str| languages.binary_search_by(|(own, _)| own.as_str().cmp(code)).ok();
        let mut by_code: HashMap<String, usize> =
            codes.into_iter().filter_map(|(code, own)| Some((code.to_owned(), number(own)?))).collect();
        by_code.extend(languages.iter().enumerate().map(|(number, (code, _))| (code.clone(), number)));
        by_code.extend(languages.iter().enumerate().map(|(number, (_, name))| (lower(name), number)));
        let mut by_pair = vec![u8::MAX; PAIRS];
        for (number, (code, _)) in languages.iter().enumerate() {
            if let Some(place) = pair(code).and_then(|pair| by_pair.get_mut(pair)) {
                *place = u8::try_from(number).map_err(|error| damaged(error.to_string()))?;
            }
        }
        let mut table = Self {
            path: path.to_path_buf(),
            by_pair,
            slots: vec![0; (rows.len() * 2).next_power_of_two()],
            text: text.clone(),
            languages,
            codes: by_code,
            others: [0.0; 3],
        };
        rows.into_iter().for_each(|row| table.insert(row));
        for (place, kind) in Kind::ALL.into_iter().enumerate() {
            let cost = table.row(kind, OTHER).and_then(|costs| costs.parse::<f64>().ok());
            let lacking = || damaged(format!("it has no cost of other languages in rows ‘{}’", kind.name()));
            table.others[place] = cost.ok_or_else(lacking)? / TENTHS;
        }
        Ok(table)
    }

    /// Returns the path of the table.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the codes of the languages, sorted.
    pub fn languages(&self) -> impl ExactSizeIterator<Item = &str> {
        self.languages.iter().map(|(code, _)| code.as_str())
    }

    /// Returns the number of the language of a code.
    pub fn number(&self, code: &str) -> Option<usize> {
        self.languages.binary_search_by(|(own, _)| own.as_str().cmp(code)).ok()
    }

    /// Returns the code and the English name of the language of a number; empty ones if there is none.
    pub fn language(&self, number: usize) -> (&str, &str) {
        self.languages.get(number).map_or(("", ""), |(code, name)| (code, name))
    }

    /// Returns the number of a language by what a file calls it; None if the table has no such language.
    ///
    /// # Arguments
    /// `declared` is a code of two or three letters, with or without a region, or the English name.
    pub fn declared(&self, declared: &str) -> Option<usize> {
        let said = lower(trim_space(declared));
        let code = said.split(DIVIDERS).next().unwrap_or_default();
        self.codes.get(&said).or_else(|| self.codes.get(code)).copied()
    }

    /// Returns whether a word in lower case has a row of its own: it is common in some language.
    pub fn has(&self, word: &str) -> bool {
        self.row(Kind::Word, word).is_some()
    }

    /// Adds what a word in lower case costs in each language, in nats, to sums in the order of the languages.
    pub fn add_costs(&self, word: &str, sums: &mut [f64]) {
        let mut costs = vec![0.0; self.languages.len()];
        if let Some(row) = self.row(Kind::Word, word) {
            self.read(Kind::Word, Some(row), &mut costs);
        } else {
            let mut tails = costs.clone();
            let head = word.char_indices().nth(LETTERS).map_or(word, |(end, _)| &word[..end]);
            let tail = word.char_indices().nth_back(LETTERS - 1).map_or(word, |(start, _)| &word[start..]);
            self.read(Kind::Head, self.row(Kind::Head, head), &mut costs);
            self.read(Kind::Tail, self.row(Kind::Tail, tail), &mut tails);
            for (head, tail) in costs.iter_mut().zip(tails) {
                *head = BY_PARTS * (*head + tail);
            }
        }
        for (sum, cost) in sums.iter_mut().zip(costs) {
            *sum += cost;
        }
    }

    /// Writes the costs of a row, in nats.
    fn read(&self, kind: Kind, row: Option<&str>, costs: &mut [f64]) {
        costs.fill(self.others[kind as usize]);
        for cost in row.unwrap_or_default().split_ascii_whitespace() {
            let Some((code, tenths)) = cost.split_at_checked(2) else { continue };
            let place = pair(code).and_then(|pair| costs.get_mut(usize::from(*self.by_pair.get(pair)?)));
            if let (Some(place), Some(tenths)) = (place, number(tenths)) {
                *place = tenths / TENTHS;
            }
        }
    }

    fn insert(&mut self, row: u32) {
        let Some([kind, string, _]) = self.line(row).and_then(cells) else { return };
        let mask = self.slots.len() - 1;
        let mut slot = hash(kind, string) & mask;
        // Half of the slots stay free. Of two rows of a string, the second counts.
        while self.slots[slot] != 0 {
            let other = self.line(self.slots[slot] - 1).and_then(cells);
            if other.is_some_and(|other| other[..2] == [kind, string]) {
                break;
            }
            slot = (slot + 1) & mask;
        }
        self.slots[slot] = row + 1;
    }

    /// Returns the costs of a row as they stand.
    fn row(&self, kind: Kind, string: &str) -> Option<&str> {
        let mask = self.slots.len() - 1;
        let mut slot = hash(kind.name(), string) & mask;
        loop {
            let row = self.slots.get(slot)?.checked_sub(1)?;
            let rest = self.bytes(row)?.strip_prefix(kind.name().as_bytes()).and_then(|rest| rest.strip_prefix(b"\t"));
            let rest = rest.and_then(|rest| rest.strip_prefix(string.as_bytes()));
            if let Some(costs) = rest.and_then(|rest| rest.strip_prefix(b"\t")) {
                let end = memchr::memchr(b'\n', costs).unwrap_or(costs.len());
                return std::str::from_utf8(&costs[..end]).ok();
            }
            slot = (slot + 1) & mask;
        }
    }

    fn bytes(&self, row: u32) -> Option<&[u8]> {
        self.text.get(row as usize..)
    }

    fn line(&self, row: u32) -> Option<&str> {
        let bytes = self.bytes(row)?;
        let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
        std::str::from_utf8(&bytes[..end]).ok()
    }
}

/// Yields the lines of a table with their byte offsets, without empty lines and comments.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut start = 0;
    let lines = text.split_terminator('\n').map(move |line| {
        let place = start;
        start += line.len() + 1;
        (place, line)
    });
    lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'))
}

fn cells(line: &str) -> Option<[&str; 3]> {
    let mut cells = line.split('\t');
    let found = [cells.next()?, cells.next()?, cells.next()?];
    cells.next().is_none().then_some(found)
}

/// Returns the place of a pair of small letters in a table of all pairs.
fn pair(code: &str) -> Option<usize> {
    match code.as_bytes() {
        [first @ b'a'..=b'z', second @ b'a'..=b'z'] => {
            Some(usize::from(first - b'a') * 26 + usize::from(second - b'a'))
        }
        _ => None,
    }
}

/// Returns the number that a string is; nearly all are short integers, which need no reader of fractions.
fn number(string: &str) -> Option<f64> {
    let is_short = !string.is_empty() && string.len() < 8 && string.bytes().all(|byte| byte.is_ascii_digit());
    if is_short { string.parse::<u32>().ok().map(f64::from) } else { string.parse().ok() }
}

fn hash(kind: &str, string: &str) -> usize {
    let mut hasher = crc32fast::Hasher::new();
    hasher.update(kind.as_bytes());
    hasher.update(string.as_bytes());
    hasher.finalize() as usize
}
