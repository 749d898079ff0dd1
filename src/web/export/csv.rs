//! Values between commas, or between what Excel reads in the reader's language: UTF-8 with the mark by which it
//! knows it, days as in ISO 8601.

use std::io::{self, Write};

use super::{Cell, Writing, harmless};
use crate::i18n::Language;

/// A list as values between commas.
pub struct Csv<W: Write>(::csv::Writer<W>);

impl<W: Write> Csv<W> {
    /// Begins with the heads of the columns.
    ///
    /// # Errors
    /// Where nobody takes it.
    pub fn new(mut out: W, heads: &[String], language: Language) -> io::Result<Self> {
        out.write_all("\u{feff}".as_bytes())?;
        let mut rows = ::csv::WriterBuilder::new()
            .delimiter(separator(language))
            .terminator(::csv::Terminator::CRLF)
            .from_writer(out);
        rows.write_record(heads.iter().map(|head| harmless(head).into_owned()))?;
        Ok(Self(rows))
    }
}

impl<W: Write, Line: AsRef<[Cell]>> Writing<Line> for Csv<W> {
    fn lines(&mut self, lines: &[Line]) -> io::Result<()> {
        for line in lines {
            self.0.write_record(line.as_ref().iter().map(value))?;
        }
        Ok(())
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

/// What a double click is understood with: Excel splits at what separates lists where it is installed.
fn separator(language: Language) -> u8 {
    match language {
        Language::Ru => b';',
        Language::En => b',',
    }
}

fn value(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text).into_owned(),
        Cell::Day(at) => at.strftime("%Y-%m-%d").to_string(),
        Cell::Moment(at) => at.strftime("%Y-%m-%d %H:%M").to_string(),
        Cell::Second(at) => at.strftime("%Y-%m-%d %H:%M:%S").to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_quoted_and_harmless() {
        let mut out = Vec::new();
        let at = "2026-11-23T09:05:00".parse().unwrap();
        let heads = ["Имя", "a,b", "c;d"].map(str::to_owned);
        let cells = vec![Cell::Text("=cmd|' /C calc'!A1, \"x\"".to_owned()), Cell::Day(at), Cell::Second(at)];
        let mut list = Box::new(Csv::new(&mut out, &heads, Language::En).unwrap());
        list.lines(&[cells]).unwrap();
        Writing::<Vec<Cell>>::end(list).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "\u{feff}Имя,\"a,b\",c;d\r\n\"'=cmd|' /C calc'!A1, \"\"x\"\"\",2026-11-23,2026-11-23 09:05:00\r\n"
        );
    }

    #[test]
    fn a_russian_spreadsheet_splits_at_semicolons() {
        let mut out = Vec::new();
        let heads = ["Имя", "a,b", "c;d"].map(str::to_owned);
        let mut list = Box::new(Csv::new(&mut out, &heads, Language::Ru).unwrap());
        let cells = ["=1;2", "x, y", ""].map(|text| Cell::Text(text.to_owned()));
        list.lines(&[cells]).unwrap();
        Writing::<[Cell; 3]>::end(list).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(text.ends_with("\u{feff}Имя;a,b;\"c;d\"\r\n\"'=1;2\";x, y;\r\n"), "{text}");
    }
}
