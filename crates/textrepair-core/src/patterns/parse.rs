//! Reading the syntax of Python's patterns.

use std::iter::Peekable;
use std::str::Chars;

use super::PatternError;
use super::sets::{CharSet, Item, Kind};

/// A part of a pattern.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Part {
    /// A set of characters.
    Set(CharSet),
    /// What Python and the engines spell alike: groups, alternatives and repetitions.
    Syntax(String),
    /// The beginning of a group that looks ahead or behind.
    Look(&'static str),
    /// `$`, the end of the string or of its last line.
    End,
    /// `\b`, the beginning or the end of a word; `\B`, any other place, if the flag is set.
    Boundary(bool),
}

/// The beginnings of groups that look around.
const LOOKS: [&str; 4] = ["?=", "?!", "?<=", "?<!"];

/// Reads a pattern of Python.
///
/// # Errors
/// The pattern is wrong, or needs what the engines lack: flags, conditions, references to groups and atomic groups.
pub(super) fn parse(pattern: &str) -> Result<Vec<Part>, PatternError> {
    Parser { rest: pattern.chars().peekable(), pattern }.parts()
}

struct Parser<'p> {
    rest: Peekable<Chars<'p>>,
    pattern: &'p str,
}

impl Parser<'_> {
    fn wrong(&self, reason: &str) -> PatternError {
        PatternError { pattern: self.pattern.to_owned(), reason: reason.to_owned() }
    }

    fn parts(&mut self) -> Result<Vec<Part>, PatternError> {
        let mut parts = Vec::new();
        while let Some(character) = self.rest.next() {
            let part = match character {
                '\\' => self.escape()?,
                '[' => Part::Set(self.class()?),
                '.' => Part::Set(CharSet { negated: true, items: vec![Item::Range('\n', '\n')] }),
                '$' => Part::End,
                '^' => Part::Syntax(r"\A".to_owned()),
                '(' => self.group()?,
                ')' | '|' => Part::Syntax(character.to_string()),
                '*' | '+' | '?' => self.repetition(character.to_string())?,
                '{' => match self.bounds() {
                    Some(bounds) => self.repetition(bounds)?,
                    None => Part::Set(CharSet::single('{')),
                },
                _ => Part::Set(CharSet::single(character)),
            };
            parts.push(part);
        }
        self.check_groups(&parts)?;
        Ok(parts)
    }

    /// Returns an error if a group has no end, or an end has no group.
    fn check_groups(&self, parts: &[Part]) -> Result<(), PatternError> {
        let mut open = 0_usize;
        for part in parts {
            match part {
                Part::Look(_) => open += 1,
                Part::Syntax(syntax) if syntax.starts_with('(') => open += 1,
                Part::Syntax(syntax) if syntax == ")" => {
                    open = open.checked_sub(1).ok_or_else(|| self.wrong("a parenthesis closes no group"))?;
                }
                _ => {}
            }
        }
        if open > 0 { Err(self.wrong("a group has no end")) } else { Ok(()) }
    }

    /// Reads what follows a sign of repetition: a question mark makes it lazy.
    fn repetition(&mut self, mut sign: String) -> Result<Part, PatternError> {
        if self.rest.next_if_eq(&'?').is_some() {
            sign.push('?');
        } else if self.rest.next_if_eq(&'+').is_some() {
            return Err(self.wrong("possessive repetitions are not supported"));
        }
        Ok(Part::Syntax(sign))
    }

    /// Reads `m,n}`; None, and nothing is read, if no bounds follow the brace.
    fn bounds(&mut self) -> Option<String> {
        let mut ahead = self.rest.clone();
        let mut found = String::new();
        while let Some(digit) = ahead.next_if(|next| next.is_ascii_digit() || *next == ',') {
            found.push(digit);
        }
        let commas = found.matches(',').count();
        if ahead.next() != Some('}') || commas > 1 || found.is_empty() {
            return None;
        }
        self.rest = ahead;
        let zero = if found.starts_with(',') { "0" } else { "" };
        Some(format!("{{{zero}{found}}}"))
    }

    fn group(&mut self) -> Result<Part, PatternError> {
        if self.rest.peek() != Some(&'?') {
            return Ok(Part::Syntax("(".to_owned()));
        }
        let rest: String = self.rest.clone().take(64).collect();
        for look in LOOKS {
            if rest.starts_with(look) {
                self.skip(look.len());
                return Ok(Part::Look(look));
            }
        }
        if rest.starts_with("?:") {
            self.skip(2);
            return Ok(Part::Syntax("(?:".to_owned()));
        }
        let name = rest.strip_prefix("?P<").and_then(|rest| rest.split_once('>')).map(|(name, _)| name.to_owned());
        let Some(name) = name else { return Err(self.wrong("a group of this kind is not supported")) };
        self.skip("?P<>".len() + name.chars().count());
        Ok(Part::Syntax(format!("(?P<{name}>")))
    }

    fn skip(&mut self, number: usize) {
        for _ in 0..number {
            self.rest.next();
        }
    }

    fn escape(&mut self) -> Result<Part, PatternError> {
        let Some(&next) = self.rest.peek() else { return Err(self.wrong("it ends in a backslash")) };
        let part = match next {
            'b' => Part::Boundary(false),
            'B' => Part::Boundary(true),
            'A' => Part::Syntax(r"\A".to_owned()),
            'Z' => Part::Syntax(r"\z".to_owned()),
            '1'..='9' => return Err(self.wrong("references to groups are not supported")),
            _ => {
                let item = self.escaped()?;
                return Ok(Part::Set(CharSet { negated: false, items: vec![item] }));
            }
        };
        self.rest.next();
        Ok(part)
    }

    /// Reads what follows a backslash: a kind or a character.
    fn escaped(&mut self) -> Result<Item, PatternError> {
        let Some(next) = self.rest.next() else { return Err(self.wrong("it ends in a backslash")) };
        let character = match next {
            'w' => return Ok(Item::Kind(Kind::Word, false)),
            'W' => return Ok(Item::Kind(Kind::Word, true)),
            'd' => return Ok(Item::Kind(Kind::Digit, false)),
            'D' => return Ok(Item::Kind(Kind::Digit, true)),
            's' => return Ok(Item::Kind(Kind::Space, false)),
            'S' => return Ok(Item::Kind(Kind::Space, true)),
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'f' => '\u{c}',
            'v' => '\u{b}',
            'a' => '\u{7}',
            '0' => '\0',
            'x' => self.hexadecimal(2)?,
            'u' => self.hexadecimal(4)?,
            'U' => self.hexadecimal(8)?,
            _ if next.is_ascii_alphanumeric() => return Err(self.wrong(&format!("bad escape \\{next}"))),
            _ => next,
        };
        Ok(Item::Range(character, character))
    }

    fn hexadecimal(&mut self, digits: usize) -> Result<char, PatternError> {
        let number: String = self.rest.by_ref().take(digits).collect();
        let code = (number.len() == digits).then(|| u32::from_str_radix(&number, 16).ok()).flatten();
        code.and_then(char::from_u32).ok_or_else(|| self.wrong("an escape names no character"))
    }

    /// Reads a class, behind its opening bracket.
    fn class(&mut self) -> Result<CharSet, PatternError> {
        let negated = self.rest.next_if_eq(&'^').is_some();
        let mut items = Vec::new();
        loop {
            let Some(character) = self.rest.next() else { return Err(self.wrong("a class has no end")) };
            if character == ']' && !items.is_empty() {
                return Ok(CharSet { negated, items });
            }
            let low = self.member(character)?;
            let mut ahead = self.rest.clone();
            let is_range = ahead.next() == Some('-') && ahead.peek().is_some_and(|&next| next != ']');
            if !is_range {
                items.push(low);
                continue;
            }
            self.rest = ahead;
            let Some(character) = self.rest.next() else { return Err(self.wrong("a class has no end")) };
            match (low, self.member(character)?) {
                (Item::Range(low, _), Item::Range(high, _)) if low <= high => items.push(Item::Range(low, high)),
                _ => return Err(self.wrong("a range of a class is wrong")),
            }
        }
    }

    fn member(&mut self, character: char) -> Result<Item, PatternError> {
        if character != '\\' {
            return Ok(Item::Range(character, character));
        }
        if self.rest.next_if_eq(&'b').is_some() {
            return Ok(Item::Range('\u{8}', '\u{8}'));
        }
        self.escaped()
    }
}
