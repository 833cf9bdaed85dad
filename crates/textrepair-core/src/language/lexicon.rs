//! The lexicon: which words exist, how frequent they are, and which of them differ in diacritics only.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::capitals::Capitals;
use crate::error::PackFileError;
use crate::tables::{Column, FoldIndex, NearIndex, StringTable, may_hold, one_edit_apart};
use crate::unicode::{capitalize, fold, is_upper, lower_cow, str_is_lower, str_is_upper};

/// What is special about a form, as bits; `textrepair/tables/columns.py` explains them.
pub mod flags {
    /// A proper name or title: known with a capital only.
    pub const NAME: u8 = 1;
    /// An acronym or symbol: known in exactly this case.
    pub const ACRONYM: u8 = 2;
    /// Another accepted spelling of a form (oeuvre for œuvre).
    pub const ALIAS: u8 = 4;
    /// A spelling of the past (grand'mère).
    pub const OLD: u8 = 8;
    /// A unit, symbol or letter too short to count as a word (lb, xi).
    pub const SHORT: u8 = 16;
    /// Never seen in the text that was counted.
    pub const UNSEEN: u8 = 32;
    /// What stands before a hyphen only (anglo-, parlè-je).
    pub const PREFIX: u8 = 64;
}

const NO_WORD: u8 = flags::SHORT | flags::PREFIX;
const CAPITALISED: u8 = flags::NAME | flags::ACRONYM;
/// A Zipf value is kept in one byte as this many steps a unit.
const ZIPF_STEPS: f64 = 25.0;

/// A form, its frequency, and its flags.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The form as it is spelt.
    pub form: String,
    /// log10 of its occurrences in 10⁹ words, 0–9.
    pub zipf: f64,
    /// Bits of [`flags`].
    pub flags: u8,
}

/// What a lexicon is opened with besides its folder.
#[derive(Clone, Debug, Default)]
pub struct LexiconSettings {
    /// The words that may stand before an apostrophe, in lower case; None: those that the pack was built with.
    pub elisions: Option<Vec<String>>,
    /// Further words with their Zipf values (0–9), in NFC and with a straight apostrophe.
    pub words: BTreeMap<String, f64>,
}

/// The words of one language: a folder of mapped tables and small lists.
#[derive(Debug)]
pub struct Lexicon {
    folder: PathBuf,
    forms: StringTable,
    zipf: Column<u8>,
    flags: Column<u8>,
    common: Column<u8>,
    folds: FoldIndex,
    near: Option<NearIndex>,
    names: Option<(StringTable, Column<u8>)>,
    aliases: HashMap<String, String>,
    acronyms: HashSet<String>,
    capitals: Capitals,
    elisions: HashSet<String>,
    elided_initials: HashSet<char>,
    particles: HashSet<String>,
    enclitics: HashSet<String>,
    words: BTreeMap<String, f64>,
    words_by_key: HashMap<String, Vec<String>>,
    word_checksums: HashSet<u32>,
}

impl Lexicon {
    /// Opens the lexicon of a pack.
    ///
    /// # Errors
    /// A file is missing or damaged.
    pub fn open(folder: &Path, settings: LexiconSettings) -> Result<Self, PackFileError> {
        let forms = StringTable::open(&folder.join("forms.txt"))?;
        let sections = forms.sections();
        let (zipf, flags): (Column<u8>, Column<u8>) = (sections.column("zipf")?, sections.column("flags")?);
        let common: Column<u8> = sections.column("common")?;
        if zipf.len() != forms.len() || flags.len() != forms.len() || !common.len().is_power_of_two() {
            return Err(PackFileError::damaged(sections.path(), "its columns and its strings differ in number"));
        }
        let listed = |name: &str| {
            let missing = || PackFileError::damaged(sections.path(), format!("no list ‘{name}’"));
            sections.strings(name).ok_or_else(missing)
        };
        let elisions = settings.elisions.map_or_else(|| listed("elisions"), Ok)?;
        let mut words_by_key: HashMap<String, Vec<String>> = HashMap::new();
        for word in settings.words.keys() {
            words_by_key.entry(fold(word).into_owned()).or_default().push(word.clone());
        }
        Ok(Self {
            folder: folder.to_path_buf(),
            zipf,
            flags,
            common,
            folds: FoldIndex::of(&forms)?,
            near: optional(folder.join("near.idx"), NearIndex::open)?,
            names: optional(folder.join("names.txt"), open_names)?,
            aliases: read_aliases(&folder.join("aliases.txt"))?,
            acronyms: read_lines(&folder.join("acronyms.txt"))?.into_iter().collect(),
            capitals: Capitals::read(sections.meta()),
            elisions: elisions.into_iter().collect(),
            elided_initials: listed("elided_initials")?.iter().filter_map(|letter| letter.chars().next()).collect(),
            particles: listed("particles")?.into_iter().collect(),
            enclitics: sections.strings("enclitics").unwrap_or_default().into_iter().collect(),
            word_checksums: words_by_key.keys().map(|key| crc32fast::hash(key.as_bytes())).collect(),
            words: settings.words,
            words_by_key,
            forms,
        })
    }

    /// Returns the folder of the pack.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the table of forms.
    pub fn forms(&self) -> &StringTable {
        &self.forms
    }

    /// Returns the table of proper names, if the pack has one.
    pub fn names(&self) -> Option<&StringTable> {
        self.names.as_ref().map(|(table, _)| table)
    }

    /// Returns the other accepted spellings, each with the form that it stands for.
    pub fn aliases(&self) -> &HashMap<String, String> {
        &self.aliases
    }

    /// Returns the acronyms.
    pub fn acronyms(&self) -> &HashSet<String> {
        &self.acronyms
    }

    /// Returns the words that were added, with their Zipf values.
    pub fn words(&self) -> &BTreeMap<String, f64> {
        &self.words
    }

    /// Returns the words that may stand before an apostrophe, in lower case and without it.
    pub fn elisions(&self) -> &HashSet<String> {
        &self.elisions
    }

    /// Returns the folded letters that may follow an elision.
    pub fn elided_initials(&self) -> &HashSet<char> {
        &self.elided_initials
    }

    /// Returns what capitals may stand for.
    pub fn capitals(&self) -> &Capitals {
        &self.capitals
    }

    /// Returns whether the folded first letter of a word may follow an elision.
    pub fn may_be_elided_before(&self, word: &str) -> bool {
        fold(word).chars().next().is_some_and(|first| self.elided_initials.contains(&first))
    }

    fn zipf_at(&self, place: usize) -> f64 {
        f64::from(self.zipf[place]) / ZIPF_STEPS
    }

    fn entry_at(&self, place: usize) -> Entry {
        Entry { form: self.forms.get(place).to_owned(), zipf: self.zipf_at(place), flags: self.flags[place] }
    }

    fn added_entry(&self, word: &str) -> Option<Entry> {
        let zipf = *self.words.get(word)?;
        Some(Entry { form: word.to_owned(), zipf, flags: if str_is_lower(word) { 0 } else { flags::NAME } })
    }

    /// Returns the entry of the form that is spelt exactly like this; ’ and ' are the same.
    ///
    /// An alias has the frequency of the form that it stands for.
    pub fn form(&self, word: &str) -> Option<Entry> {
        let word = &*straight(word);
        if let Some(added) = self.added_entry(word) {
            return Some(added);
        }
        if let Some(place) = self.forms.place(word) {
            return Some(self.entry_at(place));
        }
        if let Some(target) = self.aliases.get(word) {
            let zipf = self.forms.place(target).map_or(0.0, |place| self.zipf_at(place));
            let old = if word.contains('\'') { flags::OLD } else { 0 };
            return Some(Entry { form: word.to_owned(), zipf, flags: flags::ALIAS | old });
        }
        if self.acronyms.contains(word) {
            return Some(Entry { form: word.to_owned(), zipf: 0.0, flags: flags::ACRONYM | flags::UNSEEN });
        }
        let (names, zipf) = self.names.as_ref()?;
        let steps = zipf[names.place(word)?];
        let unseen = if steps == 0 { flags::UNSEEN } else { 0 };
        Some(Entry { form: word.to_owned(), zipf: f64::from(steps) / ZIPF_STEPS, flags: flags::NAME | unseen })
    }

    /// Returns whether a word is a name of the list of names, as it stands or all in capitals.
    pub fn is_listed_name(&self, word: &str) -> bool {
        let Some((names, _)) = &self.names else { return false };
        word.chars().next().is_some_and(is_upper)
            && (names.holds(word) || (str_is_upper(word) && names.holds(&capitalize(word))))
    }

    /// Returns the Zipf value (0–9) of a printed word, whatever its case.
    ///
    /// It is 0 for an unknown word and for a name of the list of names, to which nothing is corrected.
    pub fn zipf(&self, word: &str) -> f64 {
        let mut best = 0.0;
        self.capitals.any_spelling(word, |spelling| {
            let form = &*straight(spelling);
            let zipf = self.words.get(form).copied().unwrap_or_else(|| {
                let place = self.forms.place(form);
                let place = place.or_else(|| self.forms.place(self.aliases.get(form)?));
                place.map_or(0.0, |place| self.zipf_at(place))
            });
            // Most strings are no form and have the value 0, so they need no look-up among the names.
            let is_name = || self.names.as_ref().is_some_and(|(names, _)| names.holds(spelling));
            if zipf > best && (self.words.contains_key(spelling) || !is_name()) {
                best = zipf;
            }
            false
        });
        if best == 0.0 && word.chars().nth(1).is_some() && str_is_upper(word) {
            best = self.variants(word).iter().map(|entry| entry.zipf).fold(0.0, f64::max);
        }
        best
    }

    /// Returns whether a word, a run of letters with hyphens or apostrophes inside, is correct as it stands.
    ///
    /// Any word may begin with a capital, with or without its diacritic, and may stand all in capitals, with or without
    /// diacritics. A name needs a capital. A hyphenated word is known if each part is. An elided word is known before a
    /// vowel or h, and a word before an enclitic, by the rules of the pack.
    pub fn knows(&self, word: &str) -> bool {
        let word = &*plain(word);
        if word.is_empty() {
            return false;
        }
        if self.is_whole(word) {
            return true;
        }
        if let Some((head, rest)) = word.split_once('\'') {
            if !rest.is_empty()
                && self.elisions.contains(&*lower_cow(head))
                && self.may_be_elided_before(rest)
                && self.knows(rest)
            {
                return true;
            }
            let (host, enclitic) = word.rsplit_once('\'').unwrap_or(("", ""));
            if !host.is_empty()
                && !host.contains('\'')
                && self.enclitics.contains(&*lower_cow(enclitic))
                && self.knows(host)
            {
                return true;
            }
        }
        if !word.contains('-') {
            return false;
        }
        let last = word.split('-').count() - 1;
        word.split('-').enumerate().all(|(number, part)| self.knows(part) || self.is_joint(part, number, last))
    }

    /// Returns whether a part occurs only within hyphenated words (-t-, anglo-).
    fn is_joint(&self, part: &str, number: usize, last: usize) -> bool {
        let part = lower_cow(part);
        if number > 0 && number < last && self.particles.contains(&*part) {
            return true;
        }
        number < last && self.forms.place(&part).is_some_and(|place| self.flags[place] & flags::PREFIX != 0)
    }

    fn is_word_at(&self, place: usize) -> bool {
        self.flags[place] & NO_WORD == 0
    }

    fn is_whole(&self, word: &str) -> bool {
        let mut letters = word.chars();
        if letters.next().is_some_and(is_upper) && letters.next().is_none() {
            return true;
        }
        let whole = self.capitals.any_spelling(word, |spelling| {
            if self.words.contains_key(spelling) {
                return true;
            }
            match self.forms.place(spelling) {
                Some(place) => self.is_word_at(place),
                None => self.aliases.contains_key(spelling),
            }
        });
        if whole || self.acronyms.contains(word) || self.is_listed_name(word) {
            return true;
        }
        str_is_upper(word) && self.folds.find(&self.forms, &fold(word)).into_iter().any(|place| self.is_word_at(place))
    }

    /// Returns the forms with the same letters as a word, diacritics aside, the most frequent first.
    ///
    /// Names are among them only if the word has a capital. Units, single letters, prefixes and listed names never are.
    pub fn variants(&self, word: &str) -> Vec<Entry> {
        let named = word.chars().next().is_some_and(is_upper);
        let unwanted = if named { NO_WORD } else { NO_WORD | CAPITALISED };
        let key = fold(word);
        let places = self.folds.find(&self.forms, &key).into_iter();
        let mut entries: Vec<Entry> =
            places.filter(|&place| self.flags[place] & unwanted == 0).map(|place| self.entry_at(place)).collect();
        if let Some(added) = self.words_by_key.get(&*key) {
            entries.retain(|entry| !added.contains(&entry.form));
            let added = added.iter().filter_map(|word| self.added_entry(word));
            entries.extend(added.filter(|entry| entry.flags & unwanted == 0));
        }
        entries.sort_by(|one, other| other.zipf.total_cmp(&one.zipf).then_with(|| one.form.cmp(&other.form)));
        entries
    }

    /// Returns the frequent forms and the added words that differ from a word in one letter, diacritics aside.
    pub fn near(&self, word: &str) -> Vec<&str> {
        let mut found = self.near.as_ref().map_or_else(Vec::new, |near| near.find(&self.forms, word));
        if !self.words.is_empty() {
            let key = fold(word);
            found.extend(self.words.keys().map(String::as_str).filter(|own| one_edit_apart(&key, &fold(own))));
        }
        found
    }

    /// Returns whether a form with a Zipf value of 2 or more may have a key, given as the CRC-32 of the folded spelling.
    ///
    /// One answer in ten is a false positive; none is a false negative. Added words count whatever their frequency.
    pub fn may_be_common(&self, key: u32) -> bool {
        may_hold(&self.common, key) || (!self.word_checksums.is_empty() && self.word_checksums.contains(&key))
    }

    /// Returns whether a form, an alias or an added word has at least a Zipf value (0–9).
    pub fn is_at_least(&self, word: &str, zipf: f64) -> bool {
        let is_frequent = |form: &str| self.forms.place(form).is_some_and(|place| self.zipf_at(place) >= zipf);
        is_frequent(word)
            || self.aliases.get(word).is_some_and(|form| is_frequent(form))
            || self.words.get(word).is_some_and(|own| *own >= zipf)
    }

    /// Returns the keys of at most so many letters that some form, alias or added word has whose Zipf value is at least
    /// what `least` says for its number of letters.
    pub fn common_keys(&self, longest: usize, least: impl Fn(usize) -> f64) -> HashSet<String> {
        let lowest = (1..=longest).map(&least).fold(f64::INFINITY, f64::min);
        let mut found = HashSet::new();
        self.each_at_least(lowest, |form, zipf| {
            // A letter has at most four bytes, and a ligature stands for two letters.
            if form.len() <= 4 * longest {
                let key = fold(form);
                let length = key.chars().count();
                if length <= longest && zipf >= least(length) {
                    found.insert(key.into_owned());
                }
            }
        });
        found
    }

    /// Calls `found` with every form, alias and added word with at least a Zipf value (0–9), and its own value.
    fn each_at_least(&self, zipf: f64, mut found: impl FnMut(&str, f64)) {
        let steps = (zipf * ZIPF_STEPS).ceil();
        for (place, _) in self.zipf.iter().enumerate().filter(|(_, own)| f64::from(**own) >= steps) {
            found(self.forms.get(place), self.zipf_at(place));
        }
        for (alias, form) in &self.aliases {
            if let Some(place) = self.forms.place(form).filter(|&place| f64::from(self.zipf[place]) >= steps) {
                found(alias, self.zipf_at(place));
            }
        }
        self.words.iter().filter(|(_, own)| **own >= zipf).for_each(|(word, own)| found(word, *own));
    }

    /// Returns every form, alias and added word with at least a Zipf value (0–9), sorted.
    pub fn at_least(&self, zipf: f64) -> Vec<String> {
        let mut found = HashSet::new();
        self.each_at_least(zipf, |form, _| {
            found.insert(form.to_owned());
        });
        let mut found: Vec<String> = found.into_iter().collect();
        found.sort_unstable();
        found
    }
}

/// Returns a word with a straight apostrophe.
fn straight(word: &str) -> Cow<'_, str> {
    if word.contains('’') { Cow::Owned(word.replace('’', "'")) } else { Cow::Borrowed(word) }
}

/// Returns a word with a straight apostrophe, and with s for each long s: it is a letter of old print, and no damage.
fn plain(word: &str) -> Cow<'_, str> {
    if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(word.replace('’', "'").replace('\u{17f}', "s")) }
}

fn optional<T>(
    path: PathBuf,
    open: impl FnOnce(&Path) -> Result<T, PackFileError>,
) -> Result<Option<T>, PackFileError> {
    path.exists().then(|| open(&path)).transpose()
}

fn open_names(path: &Path) -> Result<(StringTable, Column<u8>), PackFileError> {
    let names = StringTable::open(path)?;
    let zipf: Column<u8> = names.sections().column("zipf")?;
    if zipf.len() != names.len() {
        return Err(PackFileError::damaged(names.sections().path(), "its columns and its strings differ in number"));
    }
    Ok((names, zipf))
}

fn read_lines(path: &Path) -> Result<Vec<String>, PackFileError> {
    let bytes = std::fs::read(path).map_err(|error| PackFileError::system(path, error))?;
    let text = String::from_utf8(bytes).map_err(|error| PackFileError::damaged(path, error.to_string()))?;
    Ok(text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(str::to_owned).collect())
}

fn read_aliases(path: &Path) -> Result<HashMap<String, String>, PackFileError> {
    let lines = read_lines(path)?.into_iter();
    let split = lines.map(|line| {
        let lacking = || PackFileError::damaged(path, format!("‘{line}’ lacks the tab before its form"));
        line.split_once('\t').map(|(alias, form)| (alias.to_owned(), form.to_owned())).ok_or_else(lacking)
    });
    split.collect()
}
