//! UTF-8 that was read in a single-byte encoding.

use std::collections::HashMap;

use crate::unicode::is_alpha;

/// What a decoder leaves in place of a byte that it cannot read.
const LOST: char = '\u{fffd}';
/// In a longer token, in code points, U+FFFD stays: trying each lost byte would take long.
const LONGEST_WITH_LOSS: usize = 100;
/// UTF-8 may have been read in the same encoding so many times.
const LAYERS: usize = 4;

/// The bytes of a single-byte encoding in which UTF-8 was read.
#[derive(Clone, Debug)]
pub struct Utf8 {
    bytes: HashMap<char, u8>,
    /// The bytes from 0x80 to 0xBF that the encoding leaves undefined.
    undefined: Vec<u8>,
}

impl Utf8 {
    /// Takes the byte from 0x80 on of each character, and the bytes from 0x80 to 0xBF that are undefined.
    pub fn new(bytes: HashMap<char, u8>, undefined: Vec<u8>) -> Self {
        Self { bytes, undefined }
    }

    /// Returns how many characters the sequence has with which a string begins; 0 if it begins with none.
    fn sequence(&self, string: &str) -> usize {
        let mut characters = string.chars();
        let Some(lead) = characters.next().filter(|lead| !lead.is_ascii()).and_then(|lead| self.bytes.get(&lead))
        else {
            return 0;
        };
        let later = match lead {
            0xC2..=0xDF => 1,
            0xE0..=0xEF => 2,
            0xF0..=0xF4 => 3,
            _ => return 0,
        };
        let is_later = |character: char| match self.bytes.get(&character) {
            Some(byte) => (0x80..0xC0).contains(byte),
            None => character == LOST && !self.undefined.is_empty(),
        };
        if characters.by_ref().take(later).filter(|&character| is_later(character)).count() == later {
            later + 1
        } else {
            0
        }
    }

    /// Returns whether a token holds a sequence of UTF-8 as it was read.
    pub fn is_in(&self, token: &str) -> bool {
        token.char_indices().any(|(place, character)| !character.is_ascii() && self.sequence(&token[place..]) > 0)
    }

    /// Returns what a sequence may stand for; several characters if a byte of it is lost.
    fn readings(&self, sequence: &str) -> Vec<char> {
        let mut bytes: Vec<u8> =
            sequence.chars().map(|character| self.bytes.get(&character).copied().unwrap_or(0)).collect();
        let mut lost = sequence.chars().enumerate().filter(|&(_, character)| character == LOST).map(|(place, _)| place);
        match (lost.next(), lost.next()) {
            (None, _) => decoded(&bytes).into_iter().collect(),
            (Some(place), None) => {
                let each = self.undefined.iter().filter_map(|&byte| {
                    bytes[place] = byte;
                    decoded(&bytes)
                });
                each.collect()
            }
            (Some(_), Some(_)) => Vec::new(),
        }
    }

    /// Returns a token with the characters that its sequences stand for, as far as they are likely.
    ///
    /// Of the characters that a sequence with a lost byte may stand for, one is taken if it is the only letter with which
    /// the token holds no unknown word.
    ///
    /// # Arguments
    /// - `is_likely`: says whether a character may be one that was meant.
    /// - `is_known`: says whether a token holds no unknown word.
    pub fn read_again(&self, token: &str, is_likely: impl Fn(char) -> bool, is_known: impl Fn(&str) -> bool) -> String {
        let takes_losses = token.chars().nth(LONGEST_WITH_LOSS).is_none();
        let mut token = token.to_owned();
        for _ in 0..LAYERS {
            let mut made = String::with_capacity(token.len());
            let mut place = 0;
            while let Some(first) = token[place..].chars().next() {
                let size: usize = token[place..].chars().take(self.sequence(&token[place..])).map(char::len_utf8).sum();
                if size == 0 {
                    made.push(first);
                    place += first.len_utf8();
                    continue;
                }
                let (before, sequence, after) = (&token[..place], &token[place..place + size], &token[place + size..]);
                let is_lossy = sequence.contains(LOST);
                let mut found = self.readings(sequence);
                found.retain(|&one| {
                    let fits = || takes_losses && is_alpha(one) && is_known(&format!("{before}{one}{after}"));
                    is_likely(one) && (!is_lossy || fits())
                });
                match found[..] {
                    [one] => made.push(one),
                    _ => made.push_str(sequence),
                }
                place += size;
            }
            if made == token {
                break;
            }
            token = made;
        }
        token
    }
}

/// Returns the only character of a sequence of UTF-8.
fn decoded(bytes: &[u8]) -> Option<char> {
    std::str::from_utf8(bytes).ok()?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::{LAYERS, LONGEST_WITH_LOSS, Utf8};

    /// Latin-1 without two of its bytes.
    fn latin() -> Utf8 {
        let characters = ('\u{80}'..='\u{ff}').zip(0x80..=0xFFu8);
        Utf8::new(characters.filter(|(_, byte)| ![0xA9, 0xA8].contains(byte)).collect(), vec![0xA8, 0xA9])
    }

    /// UTF-8 as Latin-1 reads it so many times; what has no character is lost.
    fn read(text: &str, times: usize) -> String {
        (0..times).fold(text.to_owned(), |text, _| text.bytes().map(char::from).collect())
    }

    fn again(token: &str, known: &str) -> String {
        latin().read_again(token, |_| true, |token| token == known)
    }

    #[test]
    fn sequences_become_their_characters() {
        for text in ["", "mot", "dîner", "œuvre", "…", "🙂", "côtoyâmes"] {
            for times in 0..=LAYERS {
                assert_eq!(again(&read(text, times), ""), text);
            }
            assert_eq!(latin().is_in(&read(text, 1)), !text.is_ascii(), "{text}");
        }
        // A lead without its followers, a follower without its lead, and what is no character: a half of a pair.
        for text in ["Â", "Ã", "â\u{80}", "\u{a0}", "\u{ed}\u{a0}\u{80}"] {
            assert_eq!(again(text, ""), text);
        }
    }

    #[test]
    fn a_lost_byte_is_the_only_one_that_makes_a_known_word() {
        assert_eq!(again("Ã\u{fffd}t", "ét"), "ét");
        assert_eq!(again("Ã\u{fffd}t", "èt"), "èt");
        assert_eq!(again("Ã\u{fffd}t", "mot"), "Ã\u{fffd}t");
        let long = "a".repeat(LONGEST_WITH_LOSS);
        assert_eq!(again(&format!("Ã\u{fffd}{long}"), &format!("é{long}")), format!("Ã\u{fffd}{long}"));
        // Two lost bytes may be anything.
        assert_eq!(again("â\u{fffd}\u{fffd}", ""), "â\u{fffd}\u{fffd}");
    }

    #[test]
    fn an_unlikely_character_stays_as_it_was_read() {
        let found = latin().read_again(&read("fête", 1), |one| one != 'ê', |_| true);
        assert_eq!(found, read("fête", 1));
    }
}
