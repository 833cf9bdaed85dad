//! Classes of characters and case mappings that agree with Python's `str` methods.
//!
//! Interpreters carry different versions of Unicode; the core owns one table, and Python asks the core. Rust's own
//! methods differ from Python's (`char::is_alphabetic` takes in combining vowels and Roman numerals), so the crate uses
//! none of them.

mod strings;
mod table;

use table::{BLOCK, FLAGS, INDEX};

pub use strings::{
    all_alnum, all_alpha, capitalize, fold, last_token, like_case, lower, lower_cow, runs, split_space, str_is_lower,
    str_is_upper, trim_space, trim_space_end, trim_space_start, upper,
};
pub use table::VERSION;

/// Returns the flags of a character, as bits of the generated table.
#[inline]
pub fn flags(character: char) -> u16 {
    let code = character as usize;
    if code < BLOCK {
        return FLAGS[0][code]; // the first block of code points is the first block of flags
    }
    FLAGS[usize::from(INDEX[code / BLOCK])][code % BLOCK]
}

macro_rules! class {
    ($(#[$doc:meta])* $name:ident, $flags:expr) => {
        $(#[$doc])*
        #[inline]
        pub fn $name(character: char) -> bool {
            flags(character) & ($flags) != 0
        }
    };
}

class!(
    /// Returns whether a character is a letter (`str.isalpha`).
    is_alpha,
    table::ALPHA
);
class!(
    /// Returns whether a character is a decimal digit (`str.isdecimal`; `\d` of a pattern).
    is_decimal,
    table::DECIMAL
);
class!(
    /// Returns whether a character is a digit, ² and ① among them (`str.isdigit`).
    is_digit,
    table::DIGIT
);
class!(
    /// Returns whether a character is numeric, ½ and Ⅻ among them (`str.isnumeric`).
    is_numeric,
    table::NUMERIC
);
class!(
    /// Returns whether a character is a letter or numeric (`str.isalnum`).
    is_alnum,
    table::ALPHA | table::DECIMAL | table::DIGIT | table::NUMERIC
);
class!(
    /// Returns whether a character is a capital (`str.isupper`).
    is_upper,
    table::UPPER
);
class!(
    /// Returns whether a character is a small letter (`str.islower`).
    is_lower,
    table::LOWER
);
class!(
    /// Returns whether a character is white space (`str.isspace`; `\s` of a pattern).
    is_space,
    table::SPACE
);
class!(
    /// Returns whether a character combines with the one before it (`unicodedata.combining`).
    is_combining,
    table::COMBINING
);

class!(
    /// Returns whether a character is a mark, spacing or not (`unicodedata.category` begins with M).
    is_mark,
    table::MARK
);
class!(
    /// Returns whether a character shows something (`str.isprintable`).
    is_printable,
    table::PRINTABLE
);

/// Returns whether a character belongs to words (`\w` of a pattern).
#[inline]
pub fn is_word(character: char) -> bool {
    character == '_' || is_alnum(character)
}

/// Returns whether a character is what the pattern `[^\W\d_]` matches: ² and Ⅻ too.
#[inline]
pub fn is_letter(character: char) -> bool {
    let flags = flags(character);
    flags & (table::ALPHA | table::DIGIT | table::NUMERIC) != 0 && flags & table::DECIMAL == 0
}
