//! Reports in free words: qmail, Exim, Exchange and whatever else says it in its own way.

use super::parts::Parts;
use super::words::{addresses_in, code_in, enhanced_in, is_same_address, one_line, outcome_in};
use super::{Fate, Kind, MAX_TOLD};
use crate::mail::reason::meant_by;

/// Where the letter itself begins that the report brings back, in small letters.
const BORDERS: [&str; 14] = [
    "--- below this line is a copy of the message",
    "this is a copy of the message",
    "this is a copy of your message",
    "--- the header of the original message",
    "----- original message",
    "-----original message",
    "original message follows",
    "original message headers",
    "----- message header",
    "----- unsent message follows",
    "--- original message header",
    "исходное сообщение",
    "текст исходного письма",
    "заголовки исходного",
];

/// What is told of each recipient, where the words tell an outcome at all.
pub(super) fn fates(parts: &Parts) -> Vec<Fate> {
    let notice = notice(&parts.text);
    let lower = notice.to_lowercase();
    let failed = parts.mark("x-failed-recipients");
    let told = outcome_in(&parts.subject.to_lowercase()).or_else(|| outcome_in(&lower));
    let has_cause = || enhanced_in(notice).is_some() || meant_by(&lower).is_some();
    let Some(kind) = told.or_else(|| (failed.is_some() || has_cause()).then_some(Kind::Failed)) else {
        return Vec::new();
    };
    let mut fates = by_paragraph(notice, kind);
    if let Some(failed) = failed {
        keep_named(&mut fates, failed, kind);
    }
    if fates.is_empty() {
        fates.push(with_cause(Fate { kind, ..Fate::default() }, notice));
    }
    // Where no paragraph of his says why, the whole may.
    for fate in &mut fates {
        if fate.status.is_none() && fate.code.is_none() {
            *fate = with_cause(fate.clone(), notice);
        }
    }
    fates.truncate(MAX_TOLD);
    fates
}

/// Adds what people are told of recipients of whom machines are told no reason, as Exim does with its own refusals.
pub(super) fn explain(fates: &mut [Fate], parts: &Parts) {
    let notice = notice(&parts.text).replace("\r\n", "\n");
    for fate in fates.iter_mut().filter(|fate| fate.words.is_empty()) {
        let Some(recipient) = fate.recipient.as_deref() else { continue };
        let mut pieces = notice.split("\n\n").flat_map(by_address);
        let own = pieces.find(|(address, _)| is_same_address(address, recipient));
        // The first line names the address.
        let Some((_, reason)) = own.as_ref().and_then(|(_, piece)| piece.split_once('\n')) else { continue };
        fate.words = one_line(reason);
        if fate.status.is_none_or(|status| (status.1, status.2) == (0, 0)) {
            fate.status = meant_by(&reason.to_lowercase()).or(fate.status);
        }
    }
}

/// What the server says, without the letter.
fn notice(text: &str) -> &str {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let lower = line.to_lowercase();
        if BORDERS.iter().any(|border| lower.contains(border)) || lower.starts_with("received:") {
            return &text[..at];
        }
        at += line.len();
    }
    text
}

/// Each address with the paragraph it stands in, and with the next one where that has none of its own.
fn by_paragraph(notice: &str, kind: Kind) -> Vec<Fate> {
    let mut fates: Vec<Fate> = Vec::new();
    let text = notice.replace("\r\n", "\n");
    for paragraph in text.split("\n\n") {
        let pieces = by_address(paragraph);
        if pieces.is_empty() {
            if let Some(last) = fates.last_mut().filter(|last| last.status.is_none() && last.code.is_none()) {
                *last = with_cause(last.clone(), paragraph);
            }
            continue;
        }
        for (address, piece) in pieces {
            let is_known = fates.iter().any(|fate| fate.recipient.as_deref() == Some(address.as_str()));
            if !is_known && fates.len() < MAX_TOLD {
                fates.push(with_cause(Fate { recipient: Some(address), kind, ..Fate::default() }, &piece));
            }
        }
    }
    fates
}

/// A paragraph cut before each line that names another address.
fn by_address(paragraph: &str) -> Vec<(String, String)> {
    let mut pieces: Vec<(String, String)> = Vec::new();
    for line in paragraph.lines() {
        let named = addresses_in(line).find(|address| is_recipient(address));
        match (named, pieces.last_mut()) {
            (Some(address), Some((known, piece))) if *known == address => push_line(piece, line),
            (Some(address), _) => pieces.push((address, line.to_owned())),
            (None, Some((_, piece))) => push_line(piece, line),
            (None, None) => {}
        }
    }
    pieces
}

fn push_line(piece: &mut String, line: &str) {
    piece.push('\n');
    piece.push_str(line);
}

/// Whoever reports names himself, too.
fn is_recipient(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_ascii_lowercase();
    !["postmaster", "mailer-daemon", "abuse", "support", "helpdesk"].contains(&local.as_str())
        && !local.contains('+')
}

/// Where the recipients stand in a header, nobody else is one.
fn keep_named(fates: &mut Vec<Fate>, header: &str, kind: Kind) {
    let named: Vec<String> = addresses_in(header).take(MAX_TOLD).collect();
    if named.is_empty() {
        return;
    }
    let told = std::mem::take(fates);
    for address in named {
        let own = told.iter().find(|fate| fate.recipient.as_deref() == Some(address.as_str())).cloned();
        fates.push(own.unwrap_or(Fate { recipient: Some(address), kind, ..Fate::default() }));
    }
}

fn with_cause(fate: Fate, text: &str) -> Fate {
    let status = enhanced_in(text);
    let code = code_in(text);
    let meant = if status.is_none() { meant_by(&text.to_lowercase()) } else { None };
    let words =
        if status.is_some() || code.is_some() || meant.is_some() { one_line(text) } else { fate.words };
    Fate { status: status.or(meant), code, words, ..fate }
}
