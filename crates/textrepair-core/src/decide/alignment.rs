//! In which characters a word and its repair differ.

use crate::unicode::lower_cow;

/// A confusion of more characters than this on one side is no pattern.
const PIECE: usize = 3;

/// Returns the confusions in which a word and its repair differ, as printed and read; empty if they are no pattern.
///
/// Everything between two equal parts is one confusion, such as an insertion beside a replacement.
pub fn confusions_in(before: &str, after: &str) -> Vec<(String, String)> {
    let before: Vec<char> = lower_cow(before).chars().collect();
    let after: Vec<char> = lower_cow(after).chars().collect();
    let mut found = Vec::new();
    let (mut source, mut target) = (0, 0);
    for (start, begins) in equal_places(&before, &after).into_iter().chain([(before.len(), after.len())]) {
        if (start, begins) != (source, target) {
            let (read, printed) = (&before[source..start], &after[target..begins]);
            if read.len() > PIECE || printed.len() > PIECE {
                return Vec::new();
            }
            found.push((printed.iter().collect(), read.iter().collect()));
        }
        (source, target) = (start + 1, begins + 1);
    }
    found
}

/// Returns the places of the characters that an alignment with the fewest edits leaves as they are, in order.
///
/// Of the alignments with the fewest edits it is the one that RapidFuzz chooses: common ends are taken off; then, from
/// the right, a deletion goes before an insertion, and an insertion before a replacement.
fn equal_places(before: &[char], after: &[char]) -> Vec<(usize, usize)> {
    let head = before.iter().zip(after).take_while(|(a, b)| a == b).count();
    let (source, target) = (&before[head..], &after[head..]);
    let tail = source.iter().rev().zip(target.iter().rev()).take_while(|(a, b)| a == b).count();
    let (source, target) = (&source[..source.len() - tail], &target[..target.len() - tail]);
    let width = target.len() + 1;
    let costs = distances(source, target, width);
    let cost = |row: usize, column: usize| costs[row * width + column];
    let (mut row, mut column) = (source.len(), target.len());
    let mut inner = Vec::new();
    while row > 0 && column > 0 {
        if cost(row, column) == cost(row - 1, column) + 1 {
            row -= 1;
        } else if cost(row, column - 1) + 1 == cost(row - 1, column - 1) {
            column -= 1;
        } else {
            (row, column) = (row - 1, column - 1);
            if source[row] == target[column] {
                inner.push((head + row, head + column));
            }
        }
    }
    inner.reverse();
    let ends = (0..tail).map(|place| (before.len() - tail + place, after.len() - tail + place));
    (0..head).map(|place| (place, place)).chain(inner).chain(ends).collect()
}

/// Returns the edit distances of all beginnings of two strings, row by row.
fn distances(source: &[char], target: &[char], width: usize) -> Vec<u32> {
    let mut costs: Vec<u32> = (0..width as u32).collect();
    costs.reserve(source.len() * width);
    for (row, letter) in source.iter().enumerate() {
        costs.push(row as u32 + 1);
        for (column, against) in target.iter().enumerate() {
            let above = row * width + column;
            let replaced = costs[above] + u32::from(letter != against);
            let moved = costs[above + 1].min(costs[costs.len() - 1]) + 1;
            costs.push(replaced.min(moved));
        }
    }
    costs
}

#[cfg(test)]
mod tests {
    use super::confusions_in;

    #[test]
    fn confusions_are_found() {
        let found = |before, after| {
            let confusions = confusions_in(before, after).into_iter();
            confusions.map(|(printed, read)| format!("{printed}:{read}")).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("dejh", "déjà"), "é:e à:h");
        assert_eq!(found("trs", "très"), "è:");
        assert_eq!(found("guene", "guerre"), "rr:n");
        assert_eq!(found("abcdefgh", "stuvwxyz"), "");
    }
}
