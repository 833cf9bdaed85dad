//! Which proposals the zones of a text allow.
//!
//! To look for zones costs more than all else in a sound text. So what is prose beyond doubt is not looked for.

use std::ops::Range;

use super::ProposalList;
use crate::text::IndexedText;
use crate::zones::{ZoneKind, ZoneMap, is_plain_span};

/// A word may be prose beyond doubt if it is the only unknown one within so many code points.
const NEAR: usize = 120;

/// Returns how many unknown words begin within a distance of a span, but not in the span; all in code points.
///
/// `starts` are where the unknown words start, sorted.
pub fn unknown_near(starts: &[usize], start: usize, end: usize, distance: usize) -> usize {
    let before = |offset: usize| starts.partition_point(|&other| other < offset);
    let low = before(start.saturating_sub(distance));
    let high = starts.partition_point(|&other| other <= end + distance);
    (high - low).saturating_sub(before(end).saturating_sub(before(start)))
}

/// Returns whether a span of bytes is prose beyond doubt: by the characters around it, and as no unknown word is near.
///
/// `starts` are where the unknown words of the text start, in code points, sorted.
pub fn is_plain(text: &IndexedText, span: Range<usize>, starts: &[usize]) -> bool {
    is_plain_span(text, span.start, span.end)
        && unknown_near(starts, text.code_points(span.start), text.code_points(span.end), NEAR) == 0
}

impl ProposalList {
    /// Returns the places of those proposals whose zones must be looked for: they are not in prose beyond doubt.
    ///
    /// `starts` are where the unknown words of the text start, in code points, sorted; None if nothing is beyond doubt.
    pub fn doubtful(&self, places: impl Iterator<Item = usize>, starts: Option<&[usize]>) -> Vec<usize> {
        let is_in_prose = |place: usize, starts: &[usize]| {
            let one = &self.all()[place];
            self.kinds_of(one).has(ZoneKind::Prose) && is_plain(self.text(), one.start..one.end, starts)
        };
        places.filter(|&place| starts.is_none_or(|starts| !is_in_prose(place, starts))).collect()
    }

    /// Returns the places of those proposals that touch zones that their repairers may not touch.
    pub fn denied(&self, places: &[usize], zones: &mut ZoneMap) -> Vec<usize> {
        let mut is_allowed = |place: usize| {
            let one = &self.all()[place];
            zones.allows_change(one.start, one.end, &one.replacement, self.kinds_of(one))
        };
        places.iter().copied().filter(|&place| !is_allowed(place)).collect()
    }
}
