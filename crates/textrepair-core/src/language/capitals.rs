//! What the capitals of a word may stand for.

use std::collections::HashMap;

use serde_json::{Map, Value};

use crate::unicode::{capitalize, is_upper, lower, str_is_upper, upper};

/// What the capitals of a language may stand for; the header of a table says it.
#[derive(Clone, Debug, Default)]
pub struct Capitals {
    /// A bare capital, and the letters in lower case whose diacritic it may have lost.
    unaccented: HashMap<char, Vec<char>>,
    /// Two letters in lower case, and the ligature that they may be typed for.
    ligatures: HashMap<String, String>,
    /// The capitals that, standing alone, are words and not initials (English I).
    words: String,
}

impl Capitals {
    /// Takes the table `capitals` of a header; what it lacks is empty.
    pub fn read(meta: &Map<String, Value>) -> Self {
        let pairs = |name: &str| -> Vec<(String, String)> {
            let table = meta.get("capitals").and_then(|table| table.get(name)).and_then(Value::as_object);
            let entries = table.into_iter().flatten();
            entries.filter_map(|(key, value)| Some((key.clone(), value.as_str()?.to_owned()))).collect()
        };
        let words = meta.get("capitals").and_then(|table| table.get("words")).and_then(Value::as_str);
        Self {
            unaccented: pairs("unaccented")
                .into_iter()
                .filter_map(|(capital, letters)| Some((capital.chars().next()?, letters.chars().collect())))
                .collect(),
            ligatures: pairs("ligatures").into_iter().collect(),
            words: words.unwrap_or_default().to_owned(),
        }
    }

    /// Returns whether a capital that stands alone is a word.
    pub fn is_word(&self, capital: &str) -> bool {
        self.words.contains(capital)
    }

    /// Calls `found` with each spelling under which a dictionary may hold a word, the likeliest first, until it returns
    /// true; returns whether it did.
    ///
    /// The spellings are the word as it stands; in lower case where it begins with a capital; with the diacritic that a
    /// capital may have lost; and capitalised, as names are, where all of it is in capitals.
    pub fn any_spelling(&self, word: &str, mut found: impl FnMut(&str) -> bool) -> bool {
        if found(word) {
            return true;
        }
        let Some(first) = word.chars().next().filter(|&first| is_upper(first)) else { return false };
        let lowered = lower(word);
        if found(&lowered) {
            return true;
        }
        let shouted = word.len() > first.len_utf8() && str_is_upper(word);
        if shouted && found(&word.split('-').map(capitalize).collect::<Vec<_>>().join("-")) {
            return true;
        }
        let rest = lowered.char_indices().nth(1).map_or("", |(start, _)| &lowered[start..]);
        if let Some(letters) = self.unaccented.get(&first) {
            let mut spelling = String::with_capacity(lowered.len() + 2);
            for &letter in letters {
                spelling.clear();
                spelling.push(letter);
                spelling.push_str(rest);
                if found(&spelling) {
                    return true;
                }
                let initial = upper(letter.encode_utf8(&mut [0; 4]));
                if found(&(initial + rest)) {
                    return true;
                }
            }
        }
        if self.ligatures.is_empty() {
            return false;
        }
        let two = lowered.char_indices().nth(2).map_or(lowered.len(), |(end, _)| end);
        self.ligatures.get(&lowered[..two]).is_some_and(|ligature| found(&format!("{ligature}{}", &lowered[two..])))
    }

    /// Returns the spellings under which a dictionary may hold a word, the likeliest first.
    pub fn spellings(&self, word: &str) -> Vec<String> {
        let mut spellings = Vec::new();
        self.any_spelling(word, |spelling| {
            spellings.push(spelling.to_owned());
            false
        });
        spellings
    }
}
