//! A map from tokens to marks.

use hashbrown::HashMap;

/// How many bytes a short token has at the most: one less than the number that it is kept as.
const SHORT: usize = 15;

/// A map from tokens to marks, for which most tokens are numbers.
///
/// A token of at most 15 bytes, as nearly all are, is kept as its bytes and their number. No memory is taken for it, and
/// a look-up reads none beside the table.
#[derive(Default)]
pub(super) struct TokenTable {
    short: HashMap<u128, u64>,
    long: HashMap<Box<str>, u64>,
}

impl TokenTable {
    /// Returns the mark of a token.
    #[inline]
    pub(super) fn get(&self, token: &str) -> Option<u64> {
        match short(token) {
            Some(key) => self.short.get(&key).copied(),
            None => self.long.get(token).copied(),
        }
    }

    /// Keeps the mark of a token.
    pub(super) fn insert(&mut self, token: &str, mark: u64) {
        match short(token) {
            Some(key) => self.short.insert(key, mark),
            None => self.long.insert(token.into(), mark),
        };
    }

    /// Takes over what another table holds.
    pub(super) fn extend(&mut self, other: Self) {
        self.short.extend(other.short);
        self.long.extend(other.long);
    }

    /// Returns how many tokens are kept.
    pub(super) fn len(&self) -> usize {
        self.short.len() + self.long.len()
    }
}

/// Returns the number that stands for a short token.
#[inline]
fn short(token: &str) -> Option<u128> {
    let bytes = token.as_bytes();
    if bytes.len() > SHORT {
        return None;
    }
    // Two reads of eight bytes that may overlap, where there are so many; what they share is the same in both.
    let eight = |place: usize| bytes.get(place..place + 8).map(|part| part.try_into().map_or(0, u64::from_le_bytes));
    let number = match bytes.len().checked_sub(8).and_then(|place| Some((eight(0)?, eight(place)?, place))) {
        Some((low, high, place)) => u128::from(low) | u128::from(high) << (8 * place),
        None => bytes.iter().rev().fold(0, |number, &byte| number << 8 | u128::from(byte)),
    };
    Some(number | (bytes.len() as u128) << 120)
}

#[cfg(test)]
mod tests {
    use super::{SHORT, TokenTable, short};

    #[test]
    fn a_short_token_is_its_bytes() {
        let letters = "abcdefghijklmnopqrstuvwxyz";
        for length in 0..=SHORT {
            let mut bytes = [0; 16];
            bytes[..length].copy_from_slice(&letters.as_bytes()[..length]);
            bytes[SHORT] = length as u8;
            assert_eq!(short(&letters[..length]), Some(u128::from_le_bytes(bytes)));
        }
        assert_eq!(short(&letters[..=SHORT]), None);
    }

    #[test]
    fn every_token_has_its_own_mark() {
        let mut table = TokenTable::default();
        let tokens =
            ["", "\0", "\0\0", "mot", "mot\0", "été", "un mot bien trop long", "aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa"];
        for (number, token) in tokens.iter().enumerate() {
            table.insert(token, number as u64);
        }
        let found: Vec<Option<u64>> = tokens.iter().map(|token| table.get(token)).collect();
        assert_eq!(found, (0..tokens.len() as u64).map(Some).collect::<Vec<_>>());
        assert_eq!((table.len(), table.get("mo")), (tokens.len(), None));
    }
}
