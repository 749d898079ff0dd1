//! Whether a text is a table: a line of headings, or a delimiter that comes once per address.

use crate::base::email_address::is_at_sign;

/// Headings under which people keep addresses.
const HEADINGS: [&str; 13] = [
    "email",
    "e-mail",
    "e mail",
    "mail",
    "email address",
    "e-mail address",
    "почта",
    "эл. почта",
    "эл.почта",
    "электронная почта",
    "адрес",
    "адрес электронной почты",
    "имейл",
];
/// What stands between the cells of a table saved as text. The tab is always one.
const DELIMITERS: [char; 3] = [';', ',', '|'];

/// How the text is laid out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Table {
    /// Where the addresses begin: after the headings, if there are any.
    pub body: usize,
    /// What parts the cells of a line, besides the tab.
    pub delimiter: Option<char>,
}

/// Looks at the first line and at how the others resemble each other.
pub(super) fn recognise(text: &str) -> Table {
    let blank = text.len() - text.trim_start_matches(['\u{FEFF}', ' ', '\r', '\n']).len();
    let end = text[blank..].find('\n').map_or(text.len(), |at| blank + at + 1);
    let first = text[blank..end].trim();
    if end < text.len() && !first.contains(is_at_sign) {
        for delimiter in DELIMITERS {
            if first.contains(delimiter) && heads(first, delimiter) {
                return Table { body: end, delimiter: Some(delimiter) };
            }
        }
        if heads(first, '\t') {
            return Table { body: end, delimiter: None };
        }
    }
    let parts = |delimiter: &char| is_regular(text, *delimiter) || is_of_names(text, *delimiter);
    Table { body: 0, delimiter: DELIMITERS.into_iter().find(parts) }
}

fn heads(line: &str, delimiter: char) -> bool {
    line.split(delimiter).any(|cell| {
        let cell = cell.trim().trim_matches('"').trim().to_lowercase();
        HEADINGS.contains(&cell.as_str())
    })
}

/// Whether no line has two addresses, and on at least half of those with cells one bare address stands beside a full
/// name: lines of a table that somebody shortened or went on with by hand, or only one of them.
fn is_of_names(text: &str, delimiter: char) -> bool {
    let (mut lines, mut named) = (0, 0);
    for line in text.lines() {
        let cells: Vec<&str> = line.split(delimiter).map(str::trim).filter(|cell| !cell.is_empty()).collect();
        if line.chars().filter(|c| is_at_sign(*c)).count() > 1 {
            return false;
        }
        if cells.len() > 1 {
            lines += 1;
            named += i32::from(cells.iter().any(|it| is_bare(it)) && cells.iter().any(|it| is_full_name(it)));
        }
    }
    named > 0 && named * 2 >= lines
}

fn is_bare(cell: &str) -> bool {
    cell.contains(is_at_sign) && !cell.contains(|c: char| c.is_whitespace() || c == '<')
}

/// Two words or more of nothing but letters.
fn is_full_name(cell: &str) -> bool {
    let is_word = |word: &str| word.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '.' | '’' | '\''));
    cell.split_whitespace().count() > 1 && cell.split_whitespace().all(is_word)
}

/// Whether there are several lines, each with one address and the same number of cells, two or more.
fn is_regular(text: &str, delimiter: char) -> bool {
    let mut shapes = text.lines().filter(|line| !line.trim().is_empty()).map(|line| {
        let count = |wanted: &dyn Fn(char) -> bool| line.chars().filter(|c| wanted(*c)).count();
        (count(&is_at_sign), count(&|c| c == delimiter))
    });
    let Some(first) = shapes.next() else { return false };
    let (mut lines, mut alike) = (1, first.0 == 1 && first.1 > 0);
    for shape in shapes {
        lines += 1;
        alike &= shape == first;
    }
    alike && lines > 1
}
