//! Offsets in bytes and in code points lead to each other.

use proptest::prelude::*;
use textrepair_core::offsets::Offsets;

proptest! {
    #[test]
    fn both_directions_agree_with_counting(text in "(\\PC|[a-zé\n’😀]){0,400}", bytes in 0..2_000usize) {
        let offsets = Offsets::of(&text);
        let starts: Vec<usize> = text.char_indices().map(|(start, _)| start).chain([text.len()]).collect();
        prop_assert_eq!(offsets.len(), starts.len() - 1);
        for (number, &start) in starts.iter().enumerate() {
            prop_assert_eq!(offsets.code_points(&text, start), number);
            prop_assert_eq!(offsets.bytes(&text, number), start);
        }
        // Beyond the end, and within a code point.
        prop_assert_eq!(offsets.bytes(&text, starts.len() + bytes), text.len());
        prop_assert_eq!(offsets.code_points(&text, bytes), starts.partition_point(|&start| start < bytes.min(text.len())));
    }
}

#[test]
fn long_texts_have_ends_too() {
    let text = "é".repeat(1 << 16);
    let offsets = Offsets::of(&text);
    assert_eq!(offsets.code_points(&text, text.len()), 1 << 16);
    assert_eq!(offsets.bytes(&text, (1 << 16) - 1), text.len() - 2);
}
