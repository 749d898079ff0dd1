//! The two parts, encoded so that any mail server passes them on unchanged.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Body, SinglePart};
use sha2::{Digest as _, Sha256};

use super::{Problem, Refused};
use crate::mail::text;

/// One part: base64 where most of it is outside ASCII (quoted-printable would triple Cyrillic),
/// quoted-printable otherwise. Both keep lines within 76 characters.
pub(super) fn part(field: &'static str, kind: &str, content: &str) -> Result<SinglePart, Refused> {
    let content =
        if content.contains('\r') { content.replace("\r\n", "\n").into() } else { Cow::from(content) };
    text::body(&content).map_err(|problem| Refused { field, problem })?;
    let malformed = Refused { field, problem: Problem::Malformed };
    let kind = ContentType::parse(kind).map_err(|_| malformed)?;
    let encoding = smaller(&content);
    // As bytes with CRLF: handed a string, the library puts in each CR by moving all that follows.
    let content = content.replace('\n', "\r\n").into_bytes();
    let body = Body::new_with_encoding(content, encoding).map_err(|_| malformed)?;
    Ok(SinglePart::builder().header(kind).body(body))
}

/// The `Content-Type` of the whole. The boundary follows from the message id, and holds `=_`, which
/// neither encoding can bring forth (RFC 2045 §6.7).
pub(super) fn alternative(message_id: &str) -> Result<ContentType, Refused> {
    let hash = Sha256::digest(message_id.as_bytes());
    let boundary = URL_SAFE_NO_PAD.encode(&hash[..18]);
    ContentType::parse(&format!("multipart/alternative; boundary=\"=_{boundary}\""))
        .map_err(|_| Refused { field: "message id", problem: Problem::Malformed })
}

/// Some bytes take three in quoted-printable, which also breaks lines a little more; any byte takes
/// 1.37 in base64.
fn smaller(content: &str) -> ContentTransferEncoding {
    let tripled = content.bytes().filter(|byte| !byte.is_ascii() || *byte == b'=').count();
    if tripled * 2 > content.len() * 33 / 100 {
        ContentTransferEncoding::Base64
    } else {
        ContentTransferEncoding::QuotedPrintable
    }
}
