//! What may stand before the `@`: a dot-atom (RFC 5322, 3.2.3), in any script (RFC 6531).

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::AddressProblem;

/// Octets of a local part (RFC 5321, 4.5.3.1.1).
const MAX_LOCAL: usize = 64;

pub(super) fn check(local: &str) -> Result<(), AddressProblem> {
    if local.is_empty() {
        return Err(AddressProblem::EmptyLocal);
    }
    if local.starts_with('"') {
        return Err(AddressProblem::QuotedLocal);
    }
    if local.contains('@') {
        return Err(AddressProblem::SeveralAts);
    }
    if let Some(c) = local.chars().find(|c| *c != '.' && !is_atom(*c)) {
        return Err(AddressProblem::of_character(c));
    }
    if local.starts_with('.') || local.ends_with('.') || local.contains("..") {
        return Err(AddressProblem::DotsInLocal);
    }
    if local.len() > MAX_LOCAL {
        return Err(AddressProblem::LongLocal);
    }
    Ok(())
}

/// The local part as it counts for identity: compatibility forms and case do not matter.
pub(super) fn fold(local: &str) -> String {
    local.nfkc().collect::<String>().to_lowercase().nfkc().collect()
}

fn is_atom(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c)
    } else {
        c.is_alphanumeric() || is_combining_mark(c)
    }
}
