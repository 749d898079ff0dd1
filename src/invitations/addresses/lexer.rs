//! Pasted text cut into tokens.

mod ahead;
mod markup;

use std::ops::Range;

use crate::base::email_address::is_at_sign;
use ahead::Ahead;
use markup::Meaning;

/// Blanks, and one character more, that may lie between a quoted name and its bracket.
const LOOSE_BLANKS: usize = 8;
/// Octets of the properties of a vCard before its address.
const MAX_PROPERTIES: usize = 64;

/// A piece of the text and what it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Token<'t> {
    pub kind: Kind<'t>,
    /// Where it stands, in octets.
    pub at: Range<usize>,
}

/// What a piece of the text is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind<'t> {
    /// Letters between blanks, without an `@`.
    Word,
    /// A word with a colon at its end: `To:`, the name of a group.
    Label,
    /// An address that stands free.
    Bare(&'t str),
    /// What is in angle brackets.
    Angled(&'t str),
    /// The address in the `mailto:` of an HTML link.
    Link(&'t str),
    /// The end of an HTML link.
    LinkEnd,
    /// A comma: parts two addresses, or a surname from a first name.
    Comma,
    /// The border of two cells of a table.
    Cell,
    /// A semicolon or a bar: always parts.
    Stop,
    /// The end of a line.
    Newline,
}

/// Goes over the text once. What it looks for ahead is remembered, so that each character is looked
/// at a bounded number of times.
pub(super) struct Lexer<'t> {
    pub text: &'t str,
    at: usize,
    delimiter: Option<char>,
    ahead: Ahead<'t>,
    /// The closing mark of quotes that turned out to enclose no name.
    idle_close: Option<usize>,
}

impl<'t> Lexer<'t> {
    /// A lexer that takes `delimiter`, besides the tab, for the border of cells.
    pub fn new(text: &'t str, delimiter: Option<char>) -> Self {
        Self { text, at: 0, delimiter, ahead: Ahead::new(text), idle_close: None }
    }

    /// How many characters were looked at so far.
    #[cfg(test)]
    pub fn visited(&self) -> usize {
        self.at + self.ahead.visited
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn take(&mut self, kind: Kind<'t>, end: usize) -> Token<'t> {
        let at = self.at..end;
        self.at = end;
        Token { kind, at }
    }

    /// What the character alone means, wherever it stands outside quotes and brackets.
    fn separator(&self, c: char) -> Option<Kind<'t>> {
        match c {
            '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Some(Kind::Newline),
            '\t' => Some(Kind::Cell),
            c if Some(c) == self.delimiter => Some(Kind::Cell),
            ',' | '，' | '、' => Some(Kind::Comma),
            ';' | '；' | '|' => Some(Kind::Stop),
            _ => None,
        }
    }

    /// Quoted words, if nothing in the quotes is an address by itself.
    fn quoted(&mut self, open: char) -> Option<Token<'t>> {
        let inside = self.at + open.len_utf8();
        let (close, mark) = self.ahead.closing_quote(open, inside)?;
        let end = close + mark.len_utf8();
        if self.text[end..].starts_with(is_at_sign) {
            return Some(self.word(end));
        }
        let holds_address = self.ahead.at_sign(inside).is_some_and(|at| at < close);
        let next = self.text[end..].chars().take(LOOSE_BLANKS).find(|c| *c != ' ');
        if holds_address && next != Some('<') {
            self.idle_close = Some(close);
            return None;
        }
        Some(self.take(Kind::Word, end))
    }

    /// What a pair of angle brackets holds; `Err` with its end if that is markup without meaning.
    fn angled(&mut self) -> Option<Result<Token<'t>, usize>> {
        let inside = self.at + 1;
        let close = self.ahead.closing_bracket(inside)?;
        if self.ahead.opening_bracket(inside).is_some_and(|open| open < close) {
            return None;
        }
        let content = &self.text[inside..close];
        let kind = match markup::meaning(content) {
            Meaning::Address => Kind::Angled(content),
            Meaning::Link(address) => Kind::Link(address),
            Meaning::LinkEnd => Kind::LinkEnd,
            Meaning::Break => Kind::Newline,
            Meaning::Nothing => return Some(Err(close + 1)),
        };
        Some(Ok(self.take(kind, close + 1)))
    }

    /// The word that begins here and goes on at least to `least`.
    fn word(&mut self, least: usize) -> Token<'t> {
        let start = self.at;
        let mut end = least;
        while let Some(c) = self.text[end..].chars().next() {
            let word = &self.text[start..end];
            if c.is_whitespace() || (self.separator(c).is_some() && !continues_vcard(word, &self.text[end..]))
            {
                break;
            }
            if c == '<' && end > start && self.ahead.closing_bracket(end + 1).is_some() {
                break;
            }
            end += c.len_utf8();
        }
        self.at = end;
        Token { kind: classify(&self.text[start..end]), at: start..end }
    }
}

impl<'t> Iterator for Lexer<'t> {
    type Item = Token<'t>;

    fn next(&mut self) -> Option<Token<'t>> {
        loop {
            let c = self.peek()?;
            let after = self.at + c.len_utf8();
            if let Some(kind) = self.separator(c) {
                return Some(self.take(kind, after));
            }
            if c.is_whitespace() || self.idle_close == Some(self.at) {
                self.at = after;
                continue;
            }
            if matches!(c, '"' | '“' | '„' | '«') {
                if let Some(token) = self.quoted(c) {
                    return Some(token);
                }
                if self.idle_close.is_some_and(|close| close > self.at) {
                    self.at = after;
                    continue;
                }
            }
            match (c == '<').then(|| self.angled()).flatten() {
                Some(Ok(token)) => return Some(token),
                Some(Err(end)) => self.at = end,
                None => return Some(self.word(after)),
            }
        }
    }
}

fn classify(word: &str) -> Kind<'_> {
    match word.find(is_at_sign) {
        Some(at) => Kind::Bare(address_in(word, at)),
        None if word.len() > 1 && word.ends_with([':', '：']) => Kind::Label,
        None => Kind::Word,
    }
}

/// The address in a word with an `@` at `at`: without `mailto:` or `EMAIL;TYPE=work:` before it and
/// the query of a URI behind it.
fn address_in(word: &str, at: usize) -> &str {
    let start = word[..at].rfind(':').map_or(0, |colon| colon + 1);
    let end = word[at..].find('?').map_or(word.len(), |query| at + query);
    &word[start..end]
}

/// Whether the separator that `rest` begins with belongs to a property of a vCard (RFC 6350):
/// `EMAIL;TYPE=work,internet:ivan@romashka.ru`.
fn continues_vcard(word: &str, rest: &str) -> bool {
    let begins =
        |text: &str, with: &str| text.get(..with.len()).is_some_and(|it| it.eq_ignore_ascii_case(with));
    let parameter = ["type=", "pref", "internet"].iter().any(|it| begins(rest.get(1..).unwrap_or(""), it));
    word.len() < MAX_PROPERTIES
        && !rest.starts_with(['\n', '\r', '\t'])
        && ((word.eq_ignore_ascii_case("email") && rest.starts_with(';') && parameter)
            || (begins(word, "email;") && !word.contains(':')))
}
