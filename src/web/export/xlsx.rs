//! A workbook of Excel. Rows go to a file without a name as they come, and from there, packed, to another one:
//! neither is ever in memory as a whole.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, Write};

use jiff::civil::DateTime;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::{Cell, Writing, begins_formula};

/// Rows of a sheet at the most, its head among them.
const ROWS: u32 = 1_048_576;
/// Characters of a cell at the most.
const LETTERS: usize = 32_000;
/// How Excel shows days, and days with times, wherever it is: its own numbers for that.
const DAY: u8 = 14;
const MOMENT: u8 = 22;
/// The same to the second, for which it has no number.
const SECOND: &str = "yyyy-mm-dd hh:mm:ss";
/// Letters of a sheet's name at the most, and what can't stand in it.
const NAME: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// How wide columns are, in letters.
const WIDTH: f64 = 26.0;

/// A list as a workbook.
pub struct Xlsx<W: Write> {
    out: W,
    book: Workbook,
    title: String,
    heads: Vec<String>,
    sheets: usize,
    row: u32,
    limit: u32,
}

impl<W: Write> Xlsx<W> {
    /// Begins with the heads of the columns; `title` is what the list is called, `made` when it is.
    ///
    /// # Errors
    /// Where there is no room for it.
    pub fn new(out: W, title: &str, heads: &[String], made: DateTime) -> io::Result<Self> {
        Self::with_limit(out, title, heads, made, ROWS)
    }

    fn with_limit(out: W, title: &str, heads: &[String], made: DateTime, limit: u32) -> io::Result<Self> {
        let mut book = Workbook::new();
        let made = excel(made).map_err(io::Error::other)?;
        book.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&made));
        let (title, heads) = (title.to_owned(), heads.to_vec());
        let mut list = Self { out, book, title, heads, sheets: 0, row: 0, limit };
        list.begin_sheet().map_err(io::Error::other)?;
        Ok(list)
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        self.end_sheet()?;
        let name = sheet_name(&self.title, self.sheets + 1);
        let sheet = self.book.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, head) in (0..).zip(&self.heads) {
            sheet.set_column_width(column, WIDTH)?;
            sheet.write_string_with_format(0, column, head, &bold)?;
        }
        self.sheets += 1;
        self.row = 1;
        Ok(())
    }

    /// Buttons in its head sort and narrow its rows.
    fn end_sheet(&mut self) -> Result<(), XlsxError> {
        let Some(at) = self.sheets.checked_sub(1) else { return Ok(()) };
        let last = u16::try_from(self.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
        self.book.worksheet_from_index(at)?.autofilter(0, 0, self.row - 1, last).map(drop)
    }

    fn write<Line: AsRef<[Cell]>>(&mut self, lines: &[Line]) -> Result<(), XlsxError> {
        let formats = Formats::new();
        for line in lines {
            if self.row == self.limit {
                self.begin_sheet()?;
            }
            let sheet = self.book.worksheet_from_index(self.sheets - 1)?;
            for (column, cell) in (0..).zip(line.as_ref()) {
                put(sheet, self.row, column, cell, &formats)?;
            }
            self.row += 1;
        }
        Ok(())
    }
}

/// The list's name, as far as it can name a sheet; those after the first have a number.
fn sheet_name(title: &str, number: usize) -> String {
    // Excel keeps that name, in any language, for something of its own.
    let is_kept = title.is_empty() || title.eq_ignore_ascii_case("history");
    let end = if number > 1 || is_kept { format!(" {number}") } else { String::new() };
    let words = title.split(|it: char| it.is_whitespace() || NOT_IN_NAMES.contains(&it));
    let plain = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    // Excel counts as UTF-16 does.
    let mut room = NAME - end.len();
    let begin: String = plain
        .trim_matches(|it: char| it == '\'' || it.is_whitespace())
        .chars()
        .take_while(|it| {
            let fits = it.len_utf16() <= room;
            room = room.saturating_sub(it.len_utf16());
            fits
        })
        .collect();
    format!("{}{end}", begin.trim_end_matches(|it: char| it == '\'' || it.is_whitespace()))
}

/// How cells are shown.
struct Formats {
    day: Format,
    moment: Format,
    second: Format,
    /// A text that would be a formula where it was typed: with the mark of an apostrophe, which is not shown.
    quoted: Format,
}

impl Formats {
    fn new() -> Self {
        let [day, moment] = [DAY, MOMENT].map(|number| Format::new().set_num_format_index(number));
        let second = Format::new().set_num_format(SECOND);
        Self { day, moment, second, quoted: Format::new().set_quote_prefix() }
    }
}

fn put(
    sheet: &mut Worksheet,
    row: u32,
    column: u16,
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) if text.is_empty() => {}
        Cell::Text(text) => {
            let short: String = text.chars().take(LETTERS).collect();
            // A text in a workbook is no formula, and its mark keeps it one where it is typed anew (ASVS 1.2.10).
            if begins_formula(text) {
                sheet.write_string_with_format(row, column, short, &formats.quoted)?;
            } else {
                sheet.write_string(row, column, short)?;
            }
        }
        Cell::Day(at) => {
            let day = at.date().to_datetime(jiff::civil::Time::midnight());
            sheet.write_datetime_with_format(row, column, excel(day)?, &formats.day)?;
        }
        Cell::Moment(at) => {
            sheet.write_datetime_with_format(row, column, excel(*at)?, &formats.moment)?;
        }
        Cell::Second(at) => {
            sheet.write_datetime_with_format(row, column, excel(*at)?, &formats.second)?;
        }
    }
    Ok(())
}

fn excel(at: DateTime) -> Result<ExcelDateTime, XlsxError> {
    let part = |part: i8| u8::try_from(part).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(1900);
    ExcelDateTime::from_ymd(year, part(at.month()), part(at.day()))?.and_hms(
        u16::from(part(at.hour())),
        part(at.minute()),
        f64::from(part(at.second())),
    )
}

impl<W: Write, Line: AsRef<[Cell]>> Writing<Line> for Xlsx<W> {
    fn lines(&mut self, lines: &[Line]) -> io::Result<()> {
        self.write(lines).map_err(io::Error::other)
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.end_sheet().map_err(io::Error::other)?;
        let mut packed: File = tempfile::tempfile()?;
        self.book.save_to_writer(&mut packed).map_err(io::Error::other)?;
        packed.rewind()?;
        let mut piece = vec![0; 64 * 1024];
        loop {
            let read = packed.read(&mut piece)?;
            if read == 0 {
                return self.out.flush();
            }
            self.out.write_all(&piece[..read])?;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(words: &str, at: &str) -> Vec<Cell> {
        let at = at.parse().unwrap();
        vec![Cell::Text(words.to_owned()), Cell::Day(at), Cell::Moment(at), Cell::Second(at)]
    }

    /// The text of a part of a workbook.
    fn part(book: &[u8], name: &str) -> String {
        let mut book = zip::ZipArchive::new(io::Cursor::new(book)).unwrap();
        io::read_to_string(book.by_name(name).unwrap()).unwrap()
    }

    #[test]
    fn days_are_days_and_no_word_is_a_formula() {
        let mut out = Vec::new();
        let heads = ["Имя", "День", "Час", "Секунда"].map(str::to_owned);
        let made = "2026-11-23T09:00:00".parse().unwrap();
        let mut book = Box::new(Xlsx::with_limit(&mut out, "Список: [2026]", &heads, made, 3).unwrap());
        book.lines(&[line("=1+1", "2026-11-23T09:30:00"), line("<Иван>", "2024-02-29T00:00:00")]).unwrap();
        book.lines(&[line("Ольга", "2026-01-01T12:00:00")]).unwrap();
        Writing::<Vec<Cell>>::end(book).unwrap();
        let sheet = part(&out, "xl/worksheets/sheet1.xml");
        assert!(
            sheet.contains("<t>=1+1</t>") && sheet.contains("&lt;Иван&gt;") && !sheet.contains("<f>"),
            "{sheet}"
        );
        assert!(sheet.contains("<v>46349</v>") && sheet.contains("<v>46349.3958333333"), "{sheet}");
        let second = part(&out, "xl/worksheets/sheet2.xml");
        assert!(
            second.contains("Ольга") && second.contains("Имя"),
            "what one sheet can't hold stands in the next"
        );
        let book = part(&out, "xl/workbook.xml");
        assert!(book.contains("\"Список 2026\"") && book.contains("\"Список 2026 2\""), "{book}");
        assert!(sheet.contains("<autoFilter ref=\"A1:D3\""), "{sheet}");
        assert!(second.contains("<autoFilter ref=\"A1:D2\""), "{second}");
        assert_eq!((sheet_name("History", 1), sheet_name("", 2)), ("History 1".to_owned(), " 2".to_owned()));
        let long = sheet_name(&"я".repeat(40), 12);
        assert!(long.chars().count() == NAME && long.ends_with("я 12"), "{long}");
        let styles = part(&out, "xl/styles.xml");
        assert!(styles.contains("numFmtId=\"14\"") && styles.contains(SECOND), "{styles}");
        assert!(styles.contains("quotePrefix=\"1\""), "as if it was typed with an apostrophe: {styles}");
    }
}
