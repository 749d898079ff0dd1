//! The text that somebody pasted, read into addresses.
//!
//! People paste what they have: a line from their mail program, a column of a table, a page of the
//! intranet. [`read`] finds the addresses and the names that stand with them, and loses nothing: what
//! is no address becomes a row that tells what to mend. It goes over the text once, in three steps:
//! `table` looks whether it is a table, `lexer` cuts it into tokens, `entries` puts those together.

mod entries;
mod lexer;
mod name;
mod table;

use std::collections::HashMap;

use crate::base::email_address::{AddressProblem, EmailAddress};

/// The most rows that one text may hold; more is a matter for a file import.
pub const MAX_ADDRESSES: usize = 1000;
/// The most octets that one text may have.
pub const MAX_BYTES: usize = 256 * 1024;

/// What a text was read into.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Reading {
    /// One row for each address and for each piece that is none, in the order of the text.
    pub rows: Vec<Row>,
    /// The first line, when it only names the columns.
    pub heading: Option<String>,
    /// Set when the text is too much for one go. Nothing may be sent then.
    pub excess: Option<Excess>,
}

/// One piece of the text that holds an address or should.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// The piece as it stands in the text, for mending in place.
    pub original: String,
    /// The address, or what keeps it from being one.
    pub address: Result<EmailAddress, AddressProblem>,
    /// What stands in the place of the address, without the words beside it.
    pub written: String,
    /// The name beside the address: a suggestion, not checked.
    pub name: Option<String>,
    /// Further pieces of the text that lead to the same address.
    pub repeats: Vec<String>,
}

/// By what a text is too much.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Excess {
    /// It has this many rows, over [`MAX_ADDRESSES`]. All of them are there to be shown.
    Rows(usize),
    /// It has this many octets, over [`MAX_BYTES`], and was not read at all.
    Bytes(usize),
}

impl Reading {
    /// The addresses that can be written to.
    pub fn addresses(&self) -> impl Iterator<Item = &EmailAddress> {
        self.rows.iter().filter_map(|row| row.address.as_ref().ok())
    }

    /// The same as a text that reads back into the same addresses and names: a row a line.
    #[must_use]
    pub fn to_text(&self) -> String {
        self.rows.iter().map(|row| row.to_text() + "\n").collect()
    }
}

impl Row {
    fn to_text(&self) -> String {
        match (&self.address, &self.name) {
            (Err(_), _) => self.original.clone(),
            // A bar may stand in an address (RFC 5322, 3.2.3), but outside brackets it parts two.
            (Ok(address), None) if address.as_str().contains('|') => format!("<{address}>"),
            (Ok(address), None) => address.to_string(),
            (Ok(address), Some(name)) => format!("{} <{address}>", quoted(name)),
        }
    }
}

/// A name that is read back as one beside its address, whatever marks stand in it.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace(['"', '\\'], "'"))
}

/// Reads pasted text, in time linear to its length.
#[must_use]
pub fn read(text: &str) -> Reading {
    if text.len() > MAX_BYTES {
        return Reading { excess: Some(Excess::Bytes(text.len())), ..Reading::default() };
    }
    let table = table::recognise(text);
    let tokens = lexer::Lexer::new(&text[table.body..], table.delimiter);
    let rows = fold_repeats(entries::assemble(tokens, table.delimiter));
    let excess = (rows.len() > MAX_ADDRESSES).then_some(Excess::Rows(rows.len()));
    let heading = text[..table.body].trim();
    Reading { rows, heading: (!heading.is_empty()).then(|| heading.to_owned()), excess }
}

/// Keeps the first row of each address; a later one may lend it a name.
fn fold_repeats(all: Vec<Row>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut seen: HashMap<String, usize> = HashMap::new();
    for row in all {
        let key = row.address.as_ref().ok().map(|address| address.key().to_owned());
        if let Some(first) = key.as_ref().and_then(|key| seen.get(key)) {
            let first = &mut rows[*first];
            first.repeats.push(row.original);
            first.name = first.name.take().or(row.name);
        } else {
            seen.extend(key.map(|key| (key, rows.len())));
            rows.push(row);
        }
    }
    rows
}

#[cfg(test)]
mod tests;
