//! Taking the list along: as a workbook, as values between commas, as cards of people. What is written never
//! stands in memory as a whole.

pub mod csv;
pub mod file_name;
pub mod vcard;
pub mod xlsx;

use std::borrow::Cow;
use std::io;

use jiff::civil::DateTime;

use super::list::Branch;
use crate::access_rights::rights::Rights;
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::people::Status;
use crate::store::{Result, Tx};

/// As what the list is taken along.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// A workbook of Excel.
    Xlsx,
    /// Values between commas.
    Csv,
    /// Cards of people.
    Vcard,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Xlsx, Self::Csv, Self::Vcard];

    /// The word in forms, which is how the name of the file ends.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
            Self::Vcard => "vcf",
        }
    }

    /// The format of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// What a browser is told of it.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Vcard => "text/vcard; charset=utf-8",
        }
    }
}

/// A value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Cell {
    /// Words; nothing where there are none.
    Text(String),
    /// A day.
    Day(DateTime),
    /// A day and a time.
    Moment(DateTime),
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its values, in the order of the columns.
    pub cells: Vec<Cell>,
    /// The same for a card.
    pub card: vcard::Card,
}

/// Writes rows as they come.
pub trait Writing {
    /// Writes some more.
    ///
    /// # Errors
    /// Where nobody takes what is written any more, or a disk is full.
    fn lines(&mut self, lines: &[Line]) -> io::Result<()>;

    /// Writes what stands at the end.
    ///
    /// # Errors
    /// As above.
    fn end(self: Box<Self>) -> io::Result<()>;
}

/// Whether `actor` may take a list along that is narrowed to this department: who may do so for some departments
/// only takes lists of these.
pub fn may_of(tx: &mut Tx<'_>, actor: &Actor, company: &Company, department: Option<Branch>) -> Result<bool> {
    let Some(Branch { department, alone }) = department else {
        return Ok(access_rights::may(actor, company, Permission::Export, Over::Company));
    };
    access_rights::may_where(actor, company, Permission::Export, false, || {
        if alone { Ok(vec![department]) } else { tx.roles().branch(company.id, department) }
    })
}

/// `actor` with the rights that he has by now, if he may still take that list along: a long one goes on for
/// minutes, and meanwhile he may be dismissed or lose his role.
pub fn still(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    department: Option<Branch>,
) -> Result<Option<Actor>> {
    let person = actor.employee.map(|id| tx.people().find(company.id, id)).transpose()?.flatten();
    let Some(person) = person.filter(|person| person.status == Status::Active) else { return Ok(None) };
    let actor = Actor { rights: Rights::of(tx, company, &person)?, ..actor.clone() };
    Ok(may_of(tx, &actor, company, department)?.then_some(actor))
}

/// Notes who took which list along, and how much of it.
pub fn record(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    details: &str,
    now: Timestamp,
) -> Result<()> {
    tx.history().record(actor, Action::Exported, Subject::Company(company.id), details, now)
}

/// Words that no spreadsheet takes for a formula, whatever they begin with, blanks aside (ASVS 1.2.10).
#[must_use]
pub fn harmless(text: &str) -> Cow<'_, str> {
    let first = text.chars().find(|c| *c != ' ');
    let begins_one = |c| matches!(c, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '＝' | '＋' | '－' | '＠');
    if first.is_some_and(begins_one) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_a_formula() {
        for formula in ["=1+1", "+7 916", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"] {
            assert_eq!(harmless(formula), format!("'{formula}"));
        }
        for words in ["", " ", "Иван", "a=b", "'=1"] {
            assert_eq!(harmless(words), words);
        }
    }
}
