//! How often each character occurs.

use std::collections::HashMap;

use crate::unicode::{is_alnum, is_alpha, is_digit, is_upper, is_word};

/// Below this code point stand the letters of Latin script and the signs that its texts have most; the counts of these
/// characters are in a table.
const TABLED: usize = 0x250;

/// How often each character of a text occurs.
#[derive(Clone, Debug)]
pub struct Inventory {
    tabled: Box<[usize; TABLED]>,
    others: HashMap<char, usize>,
    /// How many of the characters are letters.
    pub letters: usize,
    /// How many are capitals.
    pub capitals: usize,
    /// How many are digits.
    pub digits: usize,
    /// How many are letters, digits, or other numerals.
    pub alphanumeric: usize,
}

impl Inventory {
    /// Counts the characters of a text.
    pub fn of(text: &str) -> Self {
        let mut tabled = Box::new([0usize; TABLED]);
        let mut others: HashMap<char, usize> = HashMap::new();
        for character in text.chars() {
            match tabled.get_mut(character as usize) {
                Some(count) => *count += 1,
                None => *others.entry(character).or_default() += 1,
            }
        }
        let mut found = Self { tabled, others, letters: 0, capitals: 0, digits: 0, alphanumeric: 0 };
        let kinds = |character: char, count: usize| {
            let counted = |is_one: fn(char) -> bool| if is_one(character) { count } else { 0 };
            [counted(is_alpha), counted(is_upper), counted(is_digit), counted(is_alnum)]
        };
        let present = found.tabled.iter().enumerate().filter(|(_, count)| **count > 0);
        let tabled = present.filter_map(|(code, &count)| Some((char::from_u32(code as u32)?, count)));
        let mut sums = [0; 4];
        for (character, count) in tabled.chain(found.others.iter().map(|(&character, &count)| (character, count))) {
            for (sum, number) in sums.iter_mut().zip(kinds(character, count)) {
                *sum += number;
            }
        }
        [found.letters, found.capitals, found.digits, found.alphanumeric] = sums;
        found
    }

    /// Returns how often a character occurs.
    pub fn count(&self, character: char) -> usize {
        let tabled = self.tabled.get(character as usize).copied();
        tabled.unwrap_or_else(|| self.others.get(&character).copied().unwrap_or(0))
    }
}

/// Returns how many of some marks stand behind a letter, a digit or one of some spaces; and how many behind a space.
pub fn marks_behind(text: &str, marks: &[char], spaces: &[char]) -> (usize, usize) {
    let (mut all, mut spaced) = (0, 0);
    for (place, _) in text.match_indices(marks) {
        match text[..place].chars().next_back() {
            Some(before) if spaces.contains(&before) => (all, spaced) = (all + 1, spaced + 1),
            Some(before) if is_word(before) => all += 1,
            _ => {}
        }
    }
    (all, spaced)
}

#[cfg(test)]
mod tests {
    use super::{Inventory, marks_behind};
    use crate::unicode::{is_alnum, is_alpha, is_digit, is_upper};

    #[test]
    fn every_character_is_counted_by_its_kinds() {
        let text = "Déjà vu à 8 h ½ — ŒUVRE ②٣ 漢字 ı İ \u{0}\n";
        let found = Inventory::of(text);
        let number = |is_one: fn(char) -> bool| text.chars().filter(|&character| is_one(character)).count();
        assert_eq!(found.letters, number(is_alpha));
        assert_eq!(found.capitals, number(is_upper));
        assert_eq!(found.digits, number(is_digit));
        assert_eq!(found.alphanumeric, number(is_alnum));
        for character in text.chars().chain(['z', 'ß', '字', '\u{10ffff}']) {
            assert_eq!(found.count(character), text.matches(character).count(), "{character:?}");
        }
    }

    #[test]
    fn marks_are_told_by_what_stands_before_them() {
        let text = "! Quoi ? Non! « ?! » 3\u{a0}!\n? _!";
        assert_eq!(marks_behind(text, &['!', '?'], &[' ', '\u{a0}']), (5, 3));
    }
}
