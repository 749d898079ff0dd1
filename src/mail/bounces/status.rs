//! The part of a report that machines read: `message/delivery-status` (RFC 3464), and feedback (RFC 5965).

use super::fields::{Field, blocks, value};
use super::words::{self, address_in, code_in, enhanced_in};
use super::{Fate, Kind, MAX_TOLD};
use crate::mail::smtp::Enhanced;

/// What is told of each recipient. Some forget the empty line between two of them.
pub(super) fn fates(text: &str) -> Vec<Fate> {
    let mut fates: Vec<Fate> = Vec::new();
    for block in blocks(text) {
        fates.extend(groups(&block).into_iter().filter_map(fate));
    }
    fates.truncate(MAX_TOLD);
    fates
}

/// A block cut where the next recipient begins.
fn groups(block: &[Field]) -> Vec<&[Field]> {
    let (mut groups, mut start, mut said) = (Vec::new(), 0, false);
    for (at, (name, _)) in block.iter().enumerate() {
        let is_recipient = matches!(name.as_str(), "original-recipient" | "final-recipient");
        if is_recipient && said {
            groups.push(&block[start..at]);
            (start, said) = (at, false);
        }
        said |= matches!(name.as_str(), "action" | "status");
    }
    groups.push(&block[start..]);
    groups
}

fn fate(fields: &[Field]) -> Option<Fate> {
    let action = value(fields, "action").and_then(action);
    let words = value(fields, "diagnostic-code").map(untyped).unwrap_or_default();
    let status = value(fields, "status").and_then(enhanced_in);
    let kind = action.or_else(|| status.map(by_class))?;
    let recipient = ["original-recipient", "final-recipient", "x-actual-recipient"]
        .into_iter()
        .find_map(|name| value(fields, name).map(untyped).and_then(address_in));
    let told = enhanced_in(words);
    Some(Fate {
        recipient,
        kind,
        // «5.0.0» says no more than that it failed; the server that was asked may have said why.
        status: status.filter(|status| !is_vague(*status)).or(told).or(status),
        code: code_in(words),
        words: words::one_line(words),
    })
}

fn is_vague(Enhanced(_, subject, detail): Enhanced) -> bool {
    subject == 0 && detail == 0
}

fn by_class(Enhanced(class, ..): Enhanced) -> Kind {
    match class {
        5 => Kind::Failed,
        4 => Kind::Delayed,
        _ => Kind::Delivered,
    }
}

fn action(value: &str) -> Option<Kind> {
    let word: String = value.chars().take_while(char::is_ascii_alphabetic).collect();
    match word.to_ascii_lowercase().as_str() {
        "failed" | "failure" => Some(Kind::Failed),
        "delayed" => Some(Kind::Delayed),
        "delivered" => Some(Kind::Delivered),
        "relayed" | "expanded" => Some(Kind::Relayed),
        _ => None,
    }
}

/// Without the type that stands before the semicolon, where there is one.
fn untyped(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.contains(['@', ' ']) => rest.trim(),
        _ => value,
    }
}

/// What `message/feedback-report` says, where it is a complaint: others report of something else.
pub(super) fn complaint(text: &str) -> Option<(Fate, Option<String>)> {
    let fields: Vec<Field> = blocks(text).into_iter().flatten().collect();
    let kind = value(&fields, "feedback-type")?.trim().to_ascii_lowercase();
    if !matches!(kind.as_str(), "abuse" | "fraud" | "complaint" | "opt-out" | "virus") {
        return None;
    }
    let recipient = ["original-rcpt-to", "removal-recipient"]
        .into_iter()
        .find_map(|name| value(&fields, name).map(untyped).and_then(address_in));
    let return_path = value(&fields, "original-mail-from").and_then(address_in);
    let fate = Fate { recipient, kind: Kind::Complaint, words: words::one_line(&kind), ..Fate::default() };
    Some((fate, return_path))
}
