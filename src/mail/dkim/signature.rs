//! The field `DKIM-Signature`: what is signed, and how it is written (RFC 6376 §3.5, §3.7).

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::error::Unspecified;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use memchr::memmem;

use super::canonical;
use super::key::SigningKey;
use crate::base::clock::Timestamp;

/// The fields that are signed, where they are there (RFC 6376 §5.4.1, RFC 8058 §4); and whether once more than they
/// are there, so that nobody adds another one, which a mail program might show or follow instead (RFC 6376 §8.15).
const SIGNED: [(&str, bool); 15] = [
    ("From", true),
    ("To", true),
    ("Cc", true),
    ("Subject", true),
    ("Date", true),
    ("Message-ID", true),
    ("Reply-To", true),
    ("List-Unsubscribe", true),
    ("List-Unsubscribe-Post", true),
    ("In-Reply-To", false),
    ("References", false),
    ("MIME-Version", true),
    ("Content-Type", true),
    ("Content-Transfer-Encoding", false),
    ("Auto-Submitted", false),
];
/// Characters of a line (RFC 5322 §2.1.1).
const LINE: usize = 78;
/// Characters of a line of the signature itself, after its tag.
const PIECE: usize = 72;

/// A message, read for signing.
pub(super) struct Letter<'a> {
    fields: Vec<&'a [u8]>,
    body_hash: String,
}

impl<'a> Letter<'a> {
    /// Reads a message whose lines end with CRLF.
    pub(super) fn read(message: &'a [u8]) -> Self {
        let end = memmem::find(message, b"\r\n\r\n");
        let (head, body) = end.map_or((message, &[][..]), |end| (&message[..end], &message[end + 4..]));
        let body_hash = STANDARD.encode(digest(&SHA256, &canonical::body(body)));
        Self { fields: fields(head), body_hash }
    }

    /// The whole field with the signature, its line break too.
    pub(super) fn signed(
        &self,
        key: &SigningKey,
        domain: &str,
        date: Timestamp,
    ) -> Result<String, Unspecified> {
        let names = self.names();
        let mut field = Folded::begin("DKIM-Signature:");
        field.word("v=1;");
        field.word(&format!("a={};", key.algorithm().name()));
        field.word("c=relaxed/relaxed;");
        field.word(&format!("d={domain};"));
        field.word(&format!("s={};", key.selector()));
        field.word(&format!("t={};", date.0 / 1000));
        for (at, name) in names.iter().enumerate() {
            let end = if at + 1 == names.len() { ';' } else { ':' };
            let piece = format!("{name}{end}");
            if at == 0 { field.word(&format!("h={piece}")) } else { field.piece(&piece) }
        }
        field.word(&format!("bh={};", self.body_hash));
        field.line("b=");
        let signature = STANDARD.encode(key.sign(&self.signing_input(&names, &field.text))?);
        let mut rest = signature.as_str();
        while PIECE < rest.len() {
            let (piece, after) = rest.split_at(PIECE);
            field.text.push_str(piece);
            field.text.push_str("\r\n\t");
            rest = after;
        }
        field.text.push_str(rest);
        field.text.push_str("\r\n");
        Ok(field.text)
    }

    /// The names of what is signed.
    fn names(&self) -> Vec<&'static str> {
        let there = |name: &str| self.fields.iter().filter(|field| is_named(field, name)).count();
        let named = |(name, is_sealed): &(&'static str, bool)| {
            std::iter::repeat_n(*name, there(name) + usize::from(*is_sealed))
        };
        SIGNED.iter().flat_map(named).collect()
    }

    /// What the signature is made over: the named fields, the last of each name first, those that are not
    /// there as nothing, and its own field without a signature.
    pub(super) fn signing_input(&self, names: &[&str], own: &str) -> Vec<u8> {
        let mut input = Vec::new();
        for (at, name) in names.iter().enumerate() {
            let before = names[..at].iter().filter(|other| other.eq_ignore_ascii_case(name)).count();
            let field = self.fields.iter().rev().filter(|field| is_named(field, name)).nth(before);
            if let Some(field) = field {
                input.extend(canonical::field(field));
                input.extend(b"\r\n");
            }
        }
        input.extend(canonical::field(own.as_bytes()));
        input
    }

    /// The hash of the body (`bh=`).
    #[cfg(test)]
    pub(super) fn body_hash(&self) -> &str {
        &self.body_hash
    }
}

/// The fields of a head: each with the lines that go on with it.
fn fields(head: &[u8]) -> Vec<&[u8]> {
    let (mut fields, mut begin, mut at) = (Vec::new(), 0, 0);
    for line in canonical::lines(head) {
        let goes_on = line.first().is_some_and(|byte| canonical::is_blank(*byte));
        if at > begin && !goes_on {
            fields.push(&head[begin..at - 2]);
            begin = at;
        }
        at += line.len() + 2;
    }
    if begin < head.len() {
        fields.push(&head[begin..]);
    }
    fields
}

fn is_named(field: &[u8], name: &str) -> bool {
    let own = field.split(|byte| *byte == b':').next().unwrap_or_default();
    own.trim_ascii_end().eq_ignore_ascii_case(name.as_bytes())
}

/// A field that is broken into lines while it is written.
struct Folded {
    text: String,
    width: usize,
}

impl Folded {
    fn begin(name: &str) -> Self {
        Self { text: name.to_owned(), width: name.len() }
    }

    /// Adds a word, apart from what stands before it.
    fn word(&mut self, word: &str) {
        if self.width + 1 + word.len() > LINE {
            return self.line(word);
        }
        self.text.push(' ');
        self.text.push_str(word);
        self.width += 1 + word.len();
    }

    /// Adds a part of a list, which may stand on a line of its own.
    fn piece(&mut self, piece: &str) {
        if self.width + piece.len() > LINE {
            return self.line(piece);
        }
        self.text.push_str(piece);
        self.width += piece.len();
    }

    /// Adds a word on a new line.
    fn line(&mut self, word: &str) {
        self.text.push_str("\r\n\t");
        self.text.push_str(word);
        self.width = 1 + word.len();
    }
}
