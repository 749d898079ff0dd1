//! The server's answers.

use std::fmt;

use crate::base::hidden::is_hidden;

/// More of a text than this says nothing to anybody, and it is stored with the letter.
const MAX_TEXT: usize = 500;

/// An enhanced status code (RFC 3463): class, subject, detail.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Enhanced(pub u16, pub u16, pub u16);

/// One answer, however many lines it had.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Reply {
    /// The three digits.
    pub code: u16,
    /// The enhanced status code, where there is one.
    pub enhanced: Option<Enhanced>,
    /// The words of all lines, hidden characters removed, cut where endless.
    pub text: String,
}

impl Reply {
    /// Reads whole lines as they came. `None`: not SMTP, or a code outside 200 to 599.
    pub(super) fn parse(lines: &[u8]) -> Option<Self> {
        let text = String::from_utf8_lossy(lines);
        let mut reply: Option<Self> = None;
        for line in text.lines() {
            let (code, words) = line.split_at_checked(3)?;
            let code = code.parse().ok().filter(|code| (200..600).contains(code))?;
            let words = words.get(1..).unwrap_or_default();
            let (enhanced, words) = enhanced(words);
            let reply = reply.get_or_insert(Self { code, enhanced, text: String::new() });
            append(&mut reply.text, words);
        }
        reply
    }

    /// The first digit, which decides.
    #[must_use]
    pub fn class(&self) -> u16 {
        self.code / 100
    }

    /// Whether the answer is the one that lets the session go on.
    pub(super) fn is_positive(&self) -> bool {
        self.class() == 2
    }

    /// RFC 1870: the letter is too large for the server, not for one mailbox.
    pub(super) fn is_about_size(&self) -> bool {
        self.code == 552 || matches!(self.enhanced, Some(Enhanced(_, 2, 3) | Enhanced(_, 3, 4)))
    }
}

impl fmt::Display for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.code)?;
        if let Some(Enhanced(class, subject, detail)) = self.enhanced {
            write!(f, " {class}.{subject}.{detail}")?;
        }
        if self.text.is_empty() { Ok(()) } else { write!(f, " {}", self.text) }
    }
}

/// Whether a line (with its CRLF) is the last of an answer: no hyphen after the code. What has no code is no answer, and
/// nothing more is waited for: «SSH-2.0» goes on for ever.
pub(super) fn is_last_line(line: &[u8]) -> bool {
    !(line.iter().take(3).all(u8::is_ascii_digit) && line.get(3) == Some(&b'-'))
}

fn enhanced(words: &str) -> (Option<Enhanced>, &str) {
    let (code, rest) = words.split_once(' ').unwrap_or((words, ""));
    let mut numbers = code.split('.').map(|part| part.parse::<u16>().ok().filter(|_| part.len() <= 3));
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(Some(class @ (2 | 4 | 5))), Some(Some(subject)), Some(Some(detail)), None) => {
            (Some(Enhanced(class, subject, detail)), rest)
        }
        _ => (None, words),
    }
}

fn append(text: &mut String, words: &str) {
    let words = words.trim();
    if !text.is_empty() && !words.is_empty() {
        text.push(' ');
    }
    let room = MAX_TEXT.saturating_sub(text.chars().count());
    text.extend(words.chars().filter(|c| !is_hidden(*c)).take(room));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_read_as_they_come() {
        for (raw, shown) in [
            ("250 2.1.5 Ok\r\n", "250 2.1.5 Ok"),
            ("250\r\n", "250"),
            ("250 \r\n", "250"),
            ("550-5.1.1 No such\r\n550 5.1.1 user\r\n", "550 5.1.1 No such user"),
            ("550-5.1.1 a\n550 b\n", "550 5.1.1 a b"),
            ("299 odd\r\n", "299 odd"),
            ("451 4.7.1.9 not a code\r\n", "451 4.7.1.9 not a code"),
            ("220 mail.example ESMTP\r\n", "220 mail.example ESMTP"),
            ("554 5.7.1 нет\u{1b}[31m\r\n", "554 5.7.1 нет[31m"),
            ("550 5.1.1 \u{202e}live on\u{2066}\r\n", "550 5.1.1 live on"),
        ] {
            assert_eq!(Reply::parse(raw.as_bytes()).unwrap().to_string(), shown);
        }
    }

    #[test]
    fn what_is_not_smtp_is_no_answer() {
        for raw in
            ["600 x\r\n", "199 x\r\n", "HTTP/1.1 400 Bad Request\r\n", "\r\n", "25\r\n", "+50 x\r\n", ""]
        {
            assert_eq!(Reply::parse(raw.as_bytes()), None, "{raw}");
        }
    }

    #[test]
    fn endless_text_is_cut() {
        let raw = format!("550-{}\r\n550 {}\r\n", "я".repeat(400), "я".repeat(4000));
        assert!(Reply::parse(raw.as_bytes()).unwrap().text.chars().count() <= MAX_TEXT);
    }
}
