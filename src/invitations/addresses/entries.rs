//! Tokens put together: the words with the address they belong to.

use std::ops::Range;

use super::lexer::{Kind, Lexer, Token};
use super::{Row, name};
use crate::base::email_address::{AddressProblem, EmailAddress, is_at_sign};

/// The rows that the tokens make, in the order of the text, repeats not yet folded.
pub(super) fn assemble(lexer: Lexer<'_>, delimiter: Option<char>) -> Vec<Row> {
    let mut assembly = Assembly {
        text: lexer.text,
        delimiter,
        rows: Vec::new(),
        pieces: Vec::new(),
        open: None,
        label_end: 0,
        tie: Tie::None,
    };
    for token in lexer {
        assembly.add(&token);
    }
    assembly.settle();
    assembly.rows.into_iter().map(|row| row.finish(assembly.text)).collect()
}

/// How what comes next hangs together with the row before it.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Tie {
    /// Not at all: a separator lies between.
    None,
    /// Nothing but blanks between.
    Blank,
    /// The row is an HTML link that is still open.
    Link,
    /// The next cell of the same line of a table.
    Cell,
}

struct Assembly<'t> {
    text: &'t str,
    delimiter: Option<char>,
    rows: Vec<Draft>,
    /// Words that wait for their address: each piece ended with a comma.
    pieces: Vec<Range<usize>>,
    /// The words after the last comma.
    open: Option<Range<usize>>,
    /// The end of the last label: a name begins after it.
    label_end: usize,
    tie: Tie,
}

/// A row that may still grow.
struct Draft {
    at: Range<usize>,
    /// Where its address stands.
    written: Range<usize>,
    address: Result<EmailAddress, AddressProblem>,
    name: Option<String>,
}

impl Draft {
    fn finish(self, text: &str) -> Row {
        let [original, written] = [self.at, self.written].map(|at| text[at].trim().to_owned());
        Row { original, address: self.address, written, name: self.name, repeats: Vec::new() }
    }
}

impl Assembly<'_> {
    fn add(&mut self, token: &Token<'_>) {
        match token.kind {
            Kind::Word if self.ends_domain(&token.at) || self.ends_torn(&token.at) => {
                self.finish_domain(token.at.end);
            }
            Kind::Word => self.extend(&token.at),
            Kind::Label => {
                self.extend(&token.at);
                self.label_end = token.at.end;
            }
            Kind::Comma => self.end_piece(),
            Kind::Cell => {
                if self.open.is_none() && self.tie == Tie::Blank {
                    self.tie = Tie::Cell;
                }
            }
            Kind::Stop | Kind::Newline => self.settle(),
            Kind::LinkEnd => self.end_link(),
            Kind::Bare(address) => {
                self.tell_pieces();
                self.add_address(address, token);
            }
            Kind::Angled(address) | Kind::Link(address) => {
                self.join_pieces();
                self.add_address(address, token);
            }
        }
    }

    fn extend(&mut self, at: &Range<usize>) {
        let start = self.open.as_ref().map_or(at.start, |open| open.start);
        self.open = Some(start..at.end);
    }

    /// A comma: what it ends waits for its address, unless it is a comment on the one before.
    fn end_piece(&mut self) {
        let follows = self.tie == Tie::Blank && self.pieces.is_empty();
        match self.open.take() {
            Some(words) if follows && self.belongs_to_last(&words) => self.tie = Tie::None,
            Some(words) => self.pieces.push(words),
            None if self.pieces.is_empty() => self.tie = Tie::None,
            None => {}
        }
    }

    fn add_address(&mut self, text: &str, token: &Token<'_>) {
        let mut words = self.open.take();
        let mut written = self.place_of(text, &token.at);
        let mut address = EmailAddress::parse(text);
        if let Some(local) = words.as_ref().and_then(|words| self.torn_local(words, text)) {
            written.start = local;
            address = without_blanks(&self.text[written.clone()]);
            words = words.map(|words| words.start..local).filter(|words| !words.is_empty());
        }
        if words.is_none() && self.repeats_last(&address, token) {
            self.grow_last(token.at.end);
            return;
        }
        let name = words.as_ref().and_then(|words| self.name_in(words, token));
        let start = words.map_or(token.at.start.min(written.start), |words| words.start);
        self.rows.push(Draft { at: start..token.at.end, written, address, name });
        self.tie = if matches!(token.kind, Kind::Link(_)) { Tie::Link } else { Tie::Blank };
    }

    /// Where an address stands within its token.
    fn place_of(&self, address: &str, token: &Range<usize>) -> Range<usize> {
        let start = self.text[token.clone()].find(address).map_or(token.start, |inside| token.start + inside);
        start..start + address.len()
    }

    /// Whether the word is the end of a domain that has a comma for its dot: `ivan@romashka,ru`. That is one mistake,
    /// not two.
    fn ends_domain(&self, at: &Range<usize>) -> bool {
        let Some(last) = self.rows.last() else { return false };
        let is_ending = |word: &str| word.len() > 1 && word.chars().all(char::is_alphabetic);
        self.open.is_none()
            && self.pieces.is_empty()
            && last.address == Err(AddressProblem::DomainWithoutDot)
            && self.text.get(last.at.end..at.start) == Some(",")
            && is_ending(&self.text[at.clone()])
    }

    fn finish_domain(&mut self, end: usize) {
        if let Some(last) = self.rows.last_mut() {
            last.at.end = end;
            last.written.end = end;
            last.address = without_blanks(&self.text[last.written.clone()]);
        }
    }

    /// Whether the word is the end of an address that a blank came into: `ivan@ romashka.ru`, `ivan@romashka .ru`.
    fn ends_torn(&self, at: &Range<usize>) -> bool {
        let Some(last) = self.rows.last() else { return false };
        let (written, word) = (&self.text[last.written.clone()], &self.text[at.clone()]);
        self.open.is_none()
            && self.pieces.is_empty()
            && self.tie == Tie::Blank
            && last.address.is_err()
            && (word.starts_with('.') || (written.ends_with(is_at_sign) && word.contains('.')))
            && without_blanks(&self.text[last.written.start..at.end]).is_ok()
    }

    /// Where the address begins whose first word stands before a blank: `ivan @romashka.ru`, `ivan @ romashka.ru`.
    fn torn_local(&self, words: &Range<usize>, address: &str) -> Option<usize> {
        let word = self.text[words.clone()].rsplit(char::is_whitespace).next()?;
        let is_torn = word.is_ascii() && address.starts_with(is_at_sign);
        let is_whole =
            address.chars().nth(1).is_none() || without_blanks(&format!("{word}{address}")).is_ok();
        (is_torn && is_whole).then(|| words.end - word.len())
    }

    /// Whether one person's address stands there twice: `ivan@x.ru <ivan@x.ru>`, or a link and its text.
    fn repeats_last(&self, address: &Result<EmailAddress, AddressProblem>, token: &Token<'_>) -> bool {
        let tied = match self.tie {
            Tie::None | Tie::Cell => false,
            Tie::Blank => matches!(token.kind, Kind::Angled(_)),
            Tie::Link => true,
        };
        tied && address.is_ok() && self.rows.last().is_some_and(|row| row.address == *address)
    }

    fn name_in(&self, words: &Range<usize>, token: &Token<'_>) -> Option<String> {
        let start = self.label_end.clamp(words.start, words.end);
        // In brackets the address says itself where its name ends, so a comma there is the name's own.
        let delimiter = self.delimiter.filter(|_| matches!(token.kind, Kind::Bare(_)));
        name::tidy(&self.text[start..words.end], delimiter)
    }

    /// `Петров, Иван <…>`: the comma was part of the name.
    fn join_pieces(&mut self) {
        if let Some(first) = self.pieces.first() {
            let start = first.start;
            let end = self.open.as_ref().or(self.pieces.last()).map_or(start, |last| last.end);
            self.open = Some(start..end);
            self.pieces.clear();
        }
    }

    /// `nobody, ivan@x.ru`: what ended with a comma was no name, so it is told.
    fn tell_pieces(&mut self) {
        for at in std::mem::take(&mut self.pieces) {
            self.tell(at);
        }
    }

    fn tell(&mut self, at: Range<usize>) {
        let written = at.clone();
        self.rows.push(Draft { at, written, address: Err(AddressProblem::NoAt), name: None });
        self.tie = Tie::None;
    }

    /// Ends an entry: what has found no address by now has none.
    fn settle(&mut self) {
        if matches!(self.tie, Tie::Cell | Tie::Link) {
            self.join_pieces();
        }
        let no_pieces = self.pieces.is_empty();
        self.tell_pieces();
        if let Some(words) = self.open.take()
            && !(no_pieces && self.belongs_to_last(&words))
        {
            self.tell(words);
        }
        self.tie = Tie::None;
    }

    /// Whether the words behind an address are part of its row: further cells, a comment in
    /// parentheses, or stray punctuation.
    fn belongs_to_last(&mut self, words: &Range<usize>) -> bool {
        let text = &self.text[words.clone()];
        let is_comment = text.starts_with('(') && text.ends_with(')');
        let is_stray = !text.contains(char::is_alphanumeric);
        let belongs = match self.tie {
            Tie::None => false,
            Tie::Blank => is_comment || is_stray,
            Tie::Link | Tie::Cell => true,
        };
        if belongs {
            let is_border = |c| c == '\t' || Some(c) == self.delimiter;
            let name = text.split(is_border).find_map(|cell| name::tidy(cell, None));
            self.grow_last(words.end);
            if let Some(last) = self.rows.last_mut() {
                last.name = last.name.take().or(name);
            }
        }
        belongs
    }

    fn end_link(&mut self) {
        if self.tie == Tie::Link {
            self.join_pieces();
            if let Some(words) = self.open.take() {
                self.belongs_to_last(&words);
            }
            self.tie = Tie::Blank;
        }
    }

    fn grow_last(&mut self, end: usize) {
        if let Some(last) = self.rows.last_mut() {
            last.at.end = end;
        }
    }
}

fn without_blanks(text: &str) -> Result<EmailAddress, AddressProblem> {
    EmailAddress::parse(&text.split_whitespace().collect::<String>())
}
