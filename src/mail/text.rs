//! What text may go into a letter: the second wall behind the cleaning at input.

/// What is wrong with a piece of text that was to go into a letter.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Problem {
    /// A line break or another control character: it would begin a header of its own.
    #[error("has a line break or another control character")]
    Control,
    /// A character that turns the direction of writing or can't be seen.
    #[error("has an invisible or direction-changing character")]
    Invisible,
    /// Something outside ASCII where the protocol knows ASCII only.
    #[error("has characters outside ASCII")]
    NotAscii,
    /// Not of the form that the field needs.
    #[error("is not well formed")]
    Malformed,
    /// Longer than RFC 5321 or RFC 5322 allows.
    #[error("is too long")]
    TooLong,
}

/// Refuses what must not stand in one line of a header.
pub(super) fn one_line(text: &str) -> Result<(), Problem> {
    text.chars().try_for_each(allowed)
}

/// Refuses what must not stand in a body: control characters but line feeds and tabs.
pub(super) fn body(text: &str) -> Result<(), Problem> {
    let check = |line: &str| line.chars().filter(|c| *c != '\t').try_for_each(allowed);
    text.split('\n').filter(|line| !is_plain(line)).try_for_each(check)
}

/// Whether a line is of printable ASCII, as most of a letter is. All bytes are looked at, since the processor takes many
/// of them at once where none ends the search.
fn is_plain(line: &str) -> bool {
    line.bytes().fold(true, |is_plain, byte| is_plain & matches!(byte, b'\t' | b' '..=b'~'))
}

/// Refuses control characters, and direction marks: mail programs know no `<bdi>`, so a name could
/// rewrite its surroundings.
fn allowed(c: char) -> Result<(), Problem> {
    match c {
        ' '..='~' | '\u{400}'..='\u{4ff}' => Ok(()),
        _ if c.is_control() => Err(Problem::Control),
        _ if is_deceptive(c) => Err(Problem::Invisible),
        _ => Ok(()),
    }
}

/// Whether a character changes the direction of writing, breaks a line or takes no room.
///
/// U+200D joins the parts of many emoji, U+200C the letters of Persian: they stay.
fn is_deceptive(c: char) -> bool {
    matches!(c,
        '\u{061c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
