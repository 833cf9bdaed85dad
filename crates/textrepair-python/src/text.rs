//! Python strings as text of the core.
//!
//! The core works on UTF-8, which has no lone surrogates; a Python string may hold some. Each is replaced by a stand-in:
//! a code point that Unicode has not assigned, so that it has the properties of a surrogate (no letter, no space, no
//! digit, no case). The stand-ins of a text are a block of code points that the text does not use itself, so what comes
//! back can be told from what the text holds.

use std::borrow::Cow;
use std::ops::Deref;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};

/// The surrogates, and the planes without any assigned character.
const SURROGATES: std::ops::Range<u32> = 0xD800..0xE000;
const UNASSIGNED: std::ops::Range<u32> = 0x4_0000..0xE_0000;
/// How many stand-ins a block has: one for each surrogate.
const BLOCK: u32 = SURROGATES.end - SURROGATES.start;
/// The encoded form of a surrogate begins with this byte, and its second byte is at least 0xA0.
const LEAD: u8 = 0xED;

/// A Python string as the core takes it.
pub struct Text<'a> {
    text: Cow<'a, str>,
    /// The first stand-in; None if the string has no lone surrogate.
    block: Option<u32>,
}

impl Deref for Text<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

/// A block of stand-ins, by which strings that belong together are taken and given back.
#[derive(Clone, Copy, Debug)]
pub struct StandIns(u32);

impl StandIns {
    /// Chooses stand-ins for a string and what belongs to it.
    pub fn of<'a>(string: &'a Bound<'_, PyString>) -> PyResult<(Self, Text<'a>)> {
        let text = borrowed(string)?;
        let block = match text.block {
            Some(block) => block,
            None => unused_block(text.as_bytes())?,
        };
        Ok((Self(block), Text { text: text.text, block: Some(block) }))
    }

    /// Returns a further string as the core takes it.
    pub fn taken<'a>(self, string: &'a Bound<'_, PyString>) -> PyResult<Cow<'a, str>> {
        match string.to_str() {
            Ok(text) => Ok(Cow::Borrowed(text)),
            Err(_) => Ok(Cow::Owned(with_block(string, Some(self.0))?.0)),
        }
    }

    /// Returns a string of the core as a Python string, with the surrogates for their stand-ins.
    pub fn back<'py>(self, python: Python<'py>, string: &str) -> PyResult<Bound<'py, PyString>> {
        Text { text: Cow::Borrowed(""), block: Some(self.0) }.back(python, string)
    }
}

impl Text<'_> {
    /// Returns a string of the core as a Python string, with the surrogates for their stand-ins.
    pub fn back<'py>(&self, python: Python<'py>, string: &str) -> PyResult<Bound<'py, PyString>> {
        let is_stand_in = |code: u32| self.block.is_some_and(|block| (block..block + BLOCK).contains(&code));
        if self.block.is_none() || !string.chars().any(|character| is_stand_in(character.into())) {
            return Ok(PyString::new(python, string));
        }
        let block = self.block.unwrap_or_default();
        let mut bytes = Vec::with_capacity(string.len());
        for character in string.chars() {
            let code = u32::from(character);
            if is_stand_in(code) {
                bytes.extend(encoded(SURROGATES.start + code - block));
            } else {
                bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
            }
        }
        let decoded = PyBytes::new(python, &bytes).call_method1("decode", ("utf-8", "surrogatepass"))?;
        Ok(decoded.cast_into()?)
    }
}

/// Returns the three bytes in which Python encodes a surrogate.
fn encoded(surrogate: u32) -> [u8; 3] {
    [LEAD, 0x80 | (surrogate >> 6 & 0x3F) as u8, 0x80 | (surrogate & 0x3F) as u8]
}

/// Returns a Python string as the core takes it.
pub fn borrowed<'a>(string: &'a Bound<'_, PyString>) -> PyResult<Text<'a>> {
    match string.to_str() {
        Ok(text) => Ok(Text { text: Cow::Borrowed(text), block: None }),
        Err(_) => with_stand_ins(string),
    }
}

fn with_stand_ins<'a>(string: &Bound<'_, PyString>) -> PyResult<Text<'a>> {
    let (text, block) = with_block(string, None)?;
    Ok(Text { text: Cow::Owned(text), block: Some(block) })
}

/// Returns a string with stand-ins of a block, or of one that it does not use, and the block.
fn with_block(string: &Bound<'_, PyString>, block: Option<u32>) -> PyResult<(String, u32)> {
    let encoded: Bound<'_, PyBytes> =
        string.call_method1("encode", ("utf-8", "surrogatepass"))?.cast_into().map_err(PyErr::from)?;
    let bytes = encoded.as_bytes();
    let block = block.map_or_else(|| unused_block(bytes), Ok)?;
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut rest = bytes;
    while !rest.is_empty() {
        match rest {
            [LEAD, second, third, after @ ..] if *second >= 0xA0 => {
                let surrogate = 0xD000 | u32::from(second & 0x3F) << 6 | u32::from(third & 0x3F);
                text.push(char::from_u32(block + surrogate - SURROGATES.start).unwrap_or('\u{fffd}'));
                rest = after;
            }
            _ => {
                let is_surrogate =
                    |place: &usize| rest[*place] == LEAD && rest.get(place + 1).is_some_and(|&next| next >= 0xA0);
                let end = (0..rest.len()).find(is_surrogate).unwrap_or(rest.len());
                text.push_str(std::str::from_utf8(&rest[..end])?);
                rest = &rest[end..];
            }
        }
    }
    Ok((text, block))
}

/// Returns the first code point of a block of stand-ins of which a string, in Python's encoding, uses none.
fn unused_block(bytes: &[u8]) -> PyResult<u32> {
    if !bytes.iter().any(|&byte| byte >= 0xF1) {
        return Ok(UNASSIGNED.start); // most texts have no character of such a plane
    }
    let mut is_used = [false; (UNASSIGNED.end - UNASSIGNED.start).div_ceil(BLOCK) as usize];
    // Code points of these planes take four bytes.
    for window in bytes.windows(4).filter(|window| window[0] >= 0xF1) {
        let code =
            window[1..].iter().fold(u32::from(window[0] & 0x07), |code, byte| code << 6 | u32::from(byte & 0x3F));
        if UNASSIGNED.contains(&code) {
            is_used[((code - UNASSIGNED.start) / BLOCK) as usize] = true;
        }
    }
    let free = UNASSIGNED.step_by(BLOCK as usize).zip(is_used).find(|(_, is_used)| !is_used);
    free.map(|(block, _)| block)
        .ok_or_else(|| PyValueError::new_err("the text uses every block of unassigned characters"))
}
