//! Offsets in bytes and offsets in code points.
//!
//! The core counts bytes; Python counts code points. To count from the beginning of a text for every offset would take
//! the square of its length. So each block of the text has a checkpoint, and at most one block is counted.

/// How many bytes, and how many code points, lie between two checkpoints.
const BLOCK: usize = 64;

/// Converts offsets of one text between bytes and code points.
///
/// Both directions take the same short time wherever the offset lies. The table takes an eighth of the size of the text,
/// and nothing if the text is ASCII. The text itself is not kept: each question brings it.
///
/// ```
/// use textrepair_core::offsets::Offsets;
///
/// let text = "déjà vu";
/// let offsets = Offsets::of(text);
/// assert_eq!(offsets.code_points(text, 6), 4);
/// assert_eq!(offsets.bytes(text, 4), 6);
/// ```
#[derive(Clone, Debug, Default)]
pub struct Offsets {
    /// The number of code points that start before each block of bytes.
    before_block: Vec<u32>,
    /// The offset in bytes of the first code point of each block of code points.
    of_block: Vec<u32>,
    is_ascii: bool,
    length: usize,
}

impl Offsets {
    /// Makes the table of a text of less than 4 GiB.
    pub fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self { is_ascii: true, length: text.len(), ..Self::default() };
        }
        let mut before_block = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut of_block = Vec::with_capacity(text.len() / BLOCK + 1);
        let mut seen = 0;
        for (number, block) in text.as_bytes().chunks(BLOCK).enumerate() {
            before_block.push(seen as u32);
            let starts = starts(block);
            // At most one block of code points begins in a block of bytes: a code point has at least one byte.
            let next = of_block.len() * BLOCK;
            if next < seen + starts {
                let place = nth_start(block, next - seen);
                of_block.push((number * BLOCK + place) as u32);
            }
            seen += starts;
        }
        Self { before_block, of_block, is_ascii: false, length: seen }
    }

    /// Returns the number of code points of the text.
    pub fn len(&self) -> usize {
        self.length
    }

    /// Returns whether the text is empty.
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Returns the offset in code points of an offset in bytes; an offset beyond the end is the end.
    ///
    /// Within a code point, the offset is that of the next one.
    pub fn code_points(&self, text: &str, bytes: usize) -> usize {
        if self.is_ascii {
            return bytes.min(self.length);
        }
        let bytes = bytes.min(text.len());
        let block = bytes / BLOCK;
        let Some(&before) = self.before_block.get(block) else { return self.length };
        before as usize + text.as_bytes().get(block * BLOCK..bytes).map_or(0, starts)
    }

    /// Returns the offset in bytes of an offset in code points; an offset beyond the end is the end.
    pub fn bytes(&self, text: &str, code_points: usize) -> usize {
        if self.is_ascii || code_points >= self.length {
            return code_points.min(text.len()).max(if self.is_ascii { 0 } else { text.len() });
        }
        let Some(&first) = self.of_block.get(code_points / BLOCK) else { return text.len() };
        let first = first as usize;
        let rest = text.as_bytes().get(first..).unwrap_or_default();
        first + nth_start(rest, code_points % BLOCK)
    }
}

/// Returns how many code points start in some bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| is_start(byte)).count()
}

/// Returns the place at which the code point of a number starts; the end, if there is none.
fn nth_start(bytes: &[u8], number: usize) -> usize {
    let mut starts = bytes.iter().enumerate().filter(|&(_, &byte)| is_start(byte));
    starts.nth(number).map_or(bytes.len(), |(place, _)| place)
}

const fn is_start(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}
