//! The structure of a message (RFC 2045, RFC 2046), walked with bounds of our own: a report comes from
//! anybody, and a parser that goes into every message within a message goes as deep as a stranger likes. The
//! library only decodes what has no structure.

use std::borrow::Cow;

use mail_parser::{MessageParser, PartType};

use super::fields::{Field, blocks, value};

/// Messages and multiparts within each other.
const MAX_DEPTH: usize = 8;
/// Pieces in all.
const MAX_PIECES: usize = 60;
/// More of a head says nothing more, in bytes.
const MAX_HEAD: usize = 64 * 1024;
/// So much of a leaf is decoded, in bytes.
const MAX_LEAF: usize = 256 * 1024;

/// What a message consists of.
pub(super) enum Piece<'a> {
    /// The head of a message that is within the message.
    Message(&'a [u8]),
    /// What has no structure.
    Leaf(Leaf<'a>),
}

/// What has no structure.
pub(super) struct Leaf<'a> {
    /// Such as `text/plain`, in small letters.
    pub kind: String,
    /// Whether it belongs to a message within the message.
    pub is_inner: bool,
    charset: String,
    encoding: &'static str,
    body: &'a [u8],
}

/// The pieces of a message, in their order.
pub(super) fn pieces(raw: &[u8]) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    walk(raw, 0, false, &mut pieces);
    pieces
}

/// The head of a message, up to the empty line, and what is behind it.
pub(super) fn head_and_body(raw: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in raw.split_inclusive(|byte| *byte == b'\n') {
        if line == b"\n" || line == b"\r\n" {
            return (&raw[..at.min(MAX_HEAD)], &raw[at + line.len()..]);
        }
        at += line.len();
    }
    (&raw[..raw.len().min(MAX_HEAD)], &[])
}

fn walk<'a>(raw: &'a [u8], depth: usize, is_inner: bool, pieces: &mut Vec<Piece<'a>>) {
    if pieces.len() >= MAX_PIECES {
        return;
    }
    let (head, body) = head_and_body(raw);
    let fields: Vec<Field> = blocks(&String::from_utf8_lossy(head)).into_iter().flatten().collect();
    let content = value(&fields, "content-type").unwrap_or("text/plain");
    let kind = content.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let encoding = encoding(value(&fields, "content-transfer-encoding").unwrap_or_default());
    let may_go_in = depth < MAX_DEPTH && encoding == "8bit";
    if may_go_in && kind.starts_with("multipart/") {
        let parts = parameter(content, "boundary").map(|boundary| parts(body, &boundary)).unwrap_or_default();
        for part in &parts {
            walk(part, depth + 1, is_inner, pieces);
        }
        if !parts.is_empty() {
            return;
        }
    }
    if may_go_in && matches!(kind.as_str(), "message/rfc822" | "message/global") {
        pieces.push(Piece::Message(head_and_body(body).0));
        walk(body, depth + 1, true, pieces);
        return;
    }
    let charset = parameter(content, "charset").unwrap_or_default();
    let charset =
        charset.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.:".contains(*c)).take(40).collect();
    pieces.push(Piece::Leaf(Leaf { kind, is_inner, charset, encoding, body }));
}

fn encoding(value: &str) -> &'static str {
    match value.trim().to_ascii_lowercase().as_str() {
        "base64" => "base64",
        "quoted-printable" => "quoted-printable",
        _ => "8bit",
    }
}

/// A parameter of `Content-Type`, with or without quotes.
fn parameter(content: &str, name: &str) -> Option<String> {
    content.split(';').skip(1).find_map(|parameter| {
        let (key, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches('"');
        (key.trim().eq_ignore_ascii_case(name) && !value.is_empty()).then(|| value.to_owned())
    })
}

/// What stands between the boundaries; of a message that is cut off, the last one to its end.
fn parts<'a>(body: &'a [u8], boundary: &str) -> Vec<&'a [u8]> {
    let (mut parts, mut start, mut at) = (Vec::new(), None, 0);
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let end = line.strip_prefix(b"--").and_then(|rest| rest.strip_prefix(boundary.as_bytes()));
        if let Some(end) = end.filter(|end| is_end_of_boundary(end)) {
            if let Some(start) = start {
                parts.push(&body[start..at]);
            }
            start = (!end.starts_with(b"--")).then_some(at + line.len());
            if start.is_none() || parts.len() >= MAX_PIECES {
                return parts;
            }
        }
        at += line.len();
    }
    parts.extend(start.map(|start| &body[start..]));
    parts
}

fn is_end_of_boundary(end: &[u8]) -> bool {
    end.strip_prefix(b"--").unwrap_or(end).iter().all(u8::is_ascii_whitespace)
}

impl Leaf<'_> {
    /// Its words; HTML without its marks.
    pub(super) fn text(&self) -> String {
        let kind = if self.kind == "text/html" { "text/html" } else { "text/plain" };
        let charset = if self.charset.is_empty() { "utf-8" } else { &self.charset };
        let head = format!(
            "Content-Type: {kind}; charset=\"{charset}\"\r\nContent-Transfer-Encoding: {}\r\n\r\n",
            self.encoding
        );
        let body = &self.body[..self.body.len().min(MAX_LEAF)];
        let whole = [head.as_bytes(), body].concat();
        let Some(message) = MessageParser::default().parse(&whole) else { return String::new() };
        if let Some(text) = message.body_text(0) {
            return text.into_owned();
        }
        match message.parts.first().map(|part| &part.body) {
            Some(PartType::Text(text) | PartType::Html(text)) => Cow::clone(text).into_owned(),
            _ => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(raw: &str) -> Vec<String> {
        let shown = |piece: &Piece<'_>| match piece {
            Piece::Message(head) => format!("({})", head.len()),
            Piece::Leaf(leaf) => format!("{} {}", leaf.kind, leaf.text().trim()),
        };
        pieces(raw.as_bytes()).iter().map(shown).collect()
    }

    #[test]
    fn a_message_is_taken_apart() {
        let raw = "Content-Type: Multipart/Mixed;\n boundary=a\n\nno\n--a\n\none\n--ab\n--a \nContent-Type: message/rfc822\n\
            \nSubject: x\n\ntwo\n--a--\nno\n--a\nno";
        assert_eq!(kinds(raw), ["text/plain one\n--ab", "(11)", "text/plain two"]);
        assert_eq!(kinds("Content-Type: multipart/mixed; boundary=\"a\"\n\n--a\n\ncut"), ["text/plain cut"]);
        assert_eq!(kinds("Content-Type: multipart/mixed\n\nx"), ["multipart/mixed x"]);
        assert_eq!(kinds(""), ["text/plain "]);
    }

    #[test]
    fn what_is_encoded_is_not_gone_into() {
        let raw = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\nU3ViamVjdDogeA==\n";
        assert_eq!(kinds(raw), ["message/rfc822 Subject: x"]);
    }

    #[test]
    fn depth_and_number_are_bounded() {
        let deep = "Content-Type: message/rfc822\n\n".repeat(30_000);
        assert!(kinds(&deep).len() <= MAX_DEPTH + 1);
        let wide = format!("Content-Type: multipart/mixed; boundary=a\n\n{}", "--a\n\nx\n".repeat(10_000));
        assert!(kinds(&wide).len() <= MAX_PIECES);
    }
}
