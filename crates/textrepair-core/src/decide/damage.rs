//! The kind of damage that a change repairs.

use std::borrow::Cow;

use crate::unicode::{fold, is_alnum};

/// The kind of damage that a change repairs; a document may have much of one kind and none of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// Spaces and signs between letters.
    Spaces = 0,
    /// Diacritics.
    Diacritics = 1,
    /// Letters.
    Letters = 2,
}

impl Damage {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Spaces, Self::Diacritics, Self::Letters];
}

/// Returns whether two strings differ in spaces and signs between letters only, in diacritics only, or in letters.
pub fn damage_of(before: &str, after: &str) -> Damage {
    let bare = |text: &str| -> String { text.chars().filter(|&character| is_alnum(character)).collect() };
    if bare(before) == bare(after) {
        return Damage::Spaces;
    }
    let folded = |text: Cow<'_, str>| bare(&text);
    if folded(fold(before)) == folded(fold(after)) { Damage::Diacritics } else { Damage::Letters }
}

#[cfg(test)]
mod tests {
    use super::{Damage, damage_of};

    #[test]
    fn kinds_of_damage_are_told_apart() {
        assert_eq!(damage_of("dela", "de la"), Damage::Spaces);
        assert_eq!(damage_of("aprés", "après"), Damage::Diacritics);
        assert_eq!(damage_of("rdle", "rôle"), Damage::Letters);
    }
}
