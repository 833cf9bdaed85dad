//! What the tests share: the packs of the repository, and the recorded answers of `tests/vectors`.

#![allow(dead_code, missing_docs, reason = "each test program uses a part of it")]

pub mod zones;

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use flate2::read::GzDecoder;
use serde_json::Value;
use textrepair_core::candidates::Confusion;
use textrepair_core::language::{Language, Lexicon, LexiconSettings, Prices, Rules, Substitutes};
use toml::Table;

pub const LANGUAGES: [&str; 2] = ["fr", "en"];

/// The folder of the repository. The tests, the benchmarks and the fuzz targets lie at different depths in it.
pub fn root() -> PathBuf {
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    above
        .into_iter()
        .find(|folder| folder.join("lexicons").is_dir())
        .expect("the lexicons are in the repository")
        .into()
}

/// Opens a pack of the repository, with its neighbours.
pub fn language(code: &str) -> Arc<Language> {
    opened(code, true)
}

fn opened(code: &str, with_neighbours: bool) -> Arc<Language> {
    let folder = root().join("lexicons").join(code);
    let table = read_toml(&folder.join("language.toml"));
    let rules = rules(&table);
    let elisions = Some(rules.elision_prefixes.iter().cloned().collect());
    let settings = LexiconSettings { elisions, words: BTreeMap::new() };
    let lexicon = Lexicon::open(&folder, settings).expect("the lexicon opens");
    let neighbours = strings(table.get("language").and_then(|language| language.get("neighbours")));
    let neighbours = neighbours.iter().filter(|_| with_neighbours).map(|code| opened(code, false)).collect();
    Arc::new(Language::new(Arc::new(lexicon), rules, prices(&folder), neighbours).expect("every event has a price"))
}

fn read_toml(path: &Path) -> Table {
    fs::read_to_string(path).expect("the file can be read").parse().expect("the file is TOML")
}

fn strings(value: Option<&toml::Value>) -> Vec<String> {
    let values = value.and_then(toml::Value::as_array).into_iter().flatten();
    values.filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

fn text(value: Option<&toml::Value>) -> String {
    value.and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

/// Reads the rules as `textrepair/core/rules.py` does.
fn rules(table: &Table) -> Rules {
    let section = |name: &str| table.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
    let (language, elision, diacritics) = (section("language"), section("elision"), section("diacritics"));
    let both = |letters: &str| letters.chars().chain(letters.to_uppercase().chars()).collect();
    let number = |value: &toml::Value| value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
    let mut word_prefixes = strings(language.get("prefixes"));
    word_prefixes.sort_by_key(|prefix| std::cmp::Reverse(prefix.chars().count()));
    let values = |section: &Table, name: &str| -> Vec<String> {
        let table = section.get(name).and_then(toml::Value::as_table).cloned().unwrap_or_default();
        table.values().filter_map(|value| value.as_str().map(str::to_owned)).collect()
    };
    let frequencies = diacritics.get("frequencies").and_then(toml::Value::as_table).cloned().unwrap_or_default();
    Rules {
        code: text(language.get("code")),
        letters: both(&text(language.get("letters"))),
        vowels: text(language.get("vowels")).chars().collect(),
        abbreviations: strings(language.get("abbreviations")).into_iter().collect(),
        word_prefixes,
        after_hyphen: strings(section("hyphens").get("after")).into_iter().collect(),
        domains: strings(language.get("domains")),
        elision_prefixes: strings(elision.get("prefixes")).into_iter().collect(),
        elision_before: both(&text(elision.get("before"))),
        diacritic_frequencies: frequencies
            .iter()
            .filter_map(|(letter, value)| Some((letter.chars().next()?, number(value)?)))
            .collect(),
        articles: strings(section("names").get("articles")).into_iter().collect(),
        particles: strings(section("names").get("particles")).into_iter().collect(),
        diacritic_words: values(&diacritics, "glyphs"),
        ligatures: values(&section("typography"), "ligatures").into_iter().collect(),
    }
}

fn prices(folder: &Path) -> Prices {
    let events = read_toml(&folder.join("prices.toml"));
    let nats = |entry: &toml::Value| {
        let nats = entry.get("nats")?;
        nats.as_float().or_else(|| nats.as_integer().map(|number| number as f64))
    };
    let prices: HashMap<String, f64> =
        events.iter().filter_map(|(event, entry)| Some((event.clone(), nats(entry)?))).collect();
    Prices::new(prices)
}

/// Returns the recorded answers of a kind, each with its question.
pub fn recorded(code: &str, kind: &str) -> Vec<(Value, Value)> {
    let path = root().join("tests/vectors").join(code).join(format!("{kind}.jsonl.gz"));
    let mut lines = String::new();
    let file = fs::File::open(&path).expect("the vectors can be read");
    GzDecoder::new(file).read_to_string(&mut lines).expect("the vectors are UTF-8");
    // A line with a lone surrogate is no Unicode text: the binding keeps surrogates from the core.
    lines.lines().filter_map(|line| serde_json::from_str::<(Value, Value)>(line).ok()).collect()
}

/// Returns the texts of the vectors by name.
pub fn texts(code: &str) -> BTreeMap<String, String> {
    let string = |value: &Value| value.as_str().expect("names and texts are strings").to_owned();
    recorded(code, "texts").iter().map(|(name, text)| (string(name), string(text))).collect()
}

/// Returns the offsets in code points of ranges of bytes.
pub fn code_points(text: &str, ranges: &[std::ops::Range<usize>]) -> Vec<(usize, usize)> {
    let count = |end: usize| text[..end].chars().count();
    ranges.iter().map(|range| (count(range.start), count(range.end))).collect()
}

/// Reads the words of a pack that may be misreadings.
pub fn substitutes(code: &str) -> Arc<Substitutes> {
    let path = root().join("lexicons").join(code).join("misreadings.tsv");
    let mut table: HashMap<String, Vec<(String, f64)>> = HashMap::new();
    for line in fs::read_to_string(path).unwrap_or_default().lines().filter(|line| !line.starts_with('#')) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [word, other, cost] = cells[..] else { continue };
        table.entry(word.to_owned()).or_default().push((other.to_owned(), cost.parse().expect("a cost")));
    }
    Arc::new(Substitutes::new(table))
}

/// Reads the confusion table of a pack.
pub fn confusions(code: &str) -> Vec<Arc<Confusion>> {
    let path = root().join("lexicons").join(code).join("confusions.tsv");
    let unescaped = |cell: &str| {
        let mut made = String::new();
        let mut characters = cell.chars();
        while let Some(character) = characters.next() {
            match (character, character == '\\') {
                (_, false) => made.push(character),
                (_, true) => match characters.next() {
                    Some('n') => made.push('\n'),
                    Some('t') => made.push('\t'),
                    other => made.extend(other),
                },
            }
        }
        made
    };
    let text = fs::read_to_string(path).unwrap_or_default();
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let cells: Vec<&str> = line.split('\t').collect();
            let [printed, read, cost] = cells[..] else { return None };
            let cost = cost.parse().expect("a cost");
            Some(Arc::new(Confusion { printed: unescaped(printed), read: unescaped(read), cost }))
        })
        .collect()
}
