//! CRC-32 of short strings, of which many have a beginning in common.
//!
//! `crc32fast` is quicker for long strings, and takes longer than this to begin.

const POLYNOMIAL: u32 = 0xEDB8_8320;
const TABLE: [u32; 256] = table();

const fn table() -> [u32; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let mut state = byte as u32;
        let mut bit = 0;
        while bit < 8 {
            state = if state & 1 == 1 { state >> 1 ^ POLYNOMIAL } else { state >> 1 };
            bit += 1;
        }
        table[byte] = state;
        byte += 1;
    }
    table
}

/// The checksum of the bytes that were read so far.
#[derive(Clone, Copy, Debug)]
pub struct Checksum(u32);

impl Default for Checksum {
    fn default() -> Self {
        Self(!0)
    }
}

impl Checksum {
    /// Returns the checksum of what was read and some further bytes.
    #[inline]
    #[must_use]
    pub fn and(self, bytes: &[u8]) -> Self {
        Self(bytes.iter().fold(self.0, |state, byte| state >> 8 ^ TABLE[((state ^ u32::from(*byte)) & 0xFF) as usize]))
    }

    /// Returns the number.
    #[inline]
    pub fn number(self) -> u32 {
        !self.0
    }
}

#[cfg(test)]
mod tests {
    use super::Checksum;

    #[test]
    fn checksums_are_those_of_the_library() {
        for text in ["", "a", "été", "anticonstitutionnellement", "l'eau\n"] {
            for cut in 0..=text.len() {
                let (head, tail) = text.as_bytes().split_at(cut);
                assert_eq!(Checksum::default().and(head).and(tail).number(), crc32fast::hash(text.as_bytes()));
            }
        }
    }
}
