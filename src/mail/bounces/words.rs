//! What can be picked out of words: addresses, codes, and what a phrase means.

use super::Kind;
use crate::base::email_address::EmailAddress;
use crate::base::hidden::is_hidden;
use crate::mail::smtp::Enhanced;

/// More of a text than this says nothing to anybody, and it is stored with the letter.
const MAX_WORDS: usize = 500;

/// A text in one line, without what does not belong in one, cut where endless.
pub(super) fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || is_hidden(c)).filter(|word| !word.is_empty());
    let mut line = String::new();
    for word in words {
        if line.chars().count() >= MAX_WORDS {
            break;
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line.chars().take(MAX_WORDS).collect()
}

/// Whether both reach the same person.
pub(super) fn is_same_address(a: &str, b: &str) -> bool {
    match (EmailAddress::parse(a), EmailAddress::parse(b)) {
        (Ok(a), Ok(b)) => a.key() == b.key(),
        _ => false,
    }
}

/// The first address in a text.
pub(super) fn address_in(text: &str) -> Option<String> {
    addresses_in(text).next()
}

/// The addresses in a text.
pub(super) fn addresses_in(text: &str) -> impl Iterator<Item = String> + '_ {
    let is_border = |c: char| c.is_whitespace() || "<>()[]{},;:\"'«»|=".contains(c);
    text.split(is_border)
        .filter(|word| word.len() <= 254 && word.contains('@'))
        .map(|word| word.trim_end_matches(['.', '!', '?']))
        .filter_map(|word| EmailAddress::parse(word).ok())
        .map(|address| address.envelope())
}

/// The first enhanced status code in a text (RFC 3463); an IP address or a version is none.
pub(super) fn enhanced_in(text: &str) -> Option<Enhanced> {
    let is_border = |c: char| !(c.is_ascii_digit() || c == '.');
    text.split(is_border).find_map(|piece| enhanced(piece.trim_end_matches('.')))
}

fn enhanced(piece: &str) -> Option<Enhanced> {
    let mut numbers = piece.split('.').map(|part| part.parse::<u16>().ok().filter(|_| part.len() <= 3));
    match (numbers.next(), numbers.next(), numbers.next(), numbers.next()) {
        (Some(Some(class @ (2 | 4 | 5))), Some(Some(subject)), Some(Some(detail)), None) => {
            Some(Enhanced(class, subject, detail))
        }
        _ => None,
    }
}

/// The first code of SMTP in a text that refuses something.
pub(super) fn code_in(text: &str) -> Option<u16> {
    let is_code = |word: &&str| {
        word.len() == 3 && word.starts_with(['4', '5']) && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let words = text.split(|c: char| c.is_whitespace() || "-:;,()\"'#<>".contains(c));
    words.filter(is_code).find_map(|word| word.parse().ok())
}

/// Phrases that only a letter has which is still tried.
const STILL_TRIED: [&str; 20] = [
    "has been delayed",
    "was delayed",
    "is delayed",
    "delivery delay",
    "delivery is delayed",
    "message delayed",
    "delayed mail",
    "still being retried",
    "will be retried",
    "will keep trying",
    "will continue to try",
    "will continue trying",
    "keep trying to deliver",
    "delivery attempts will continue",
    "not been delivered yet",
    "not yet been delivered",
    "could not be delivered yet",
    "задерживается",
    "попытки доставки будут продолжены",
    "пока не доставлено",
];

/// Phrases of a letter that is given up.
const GIVEN_UP: [&str; 43] = [
    "undeliverable",
    "undelivered",
    "undeliverable:",
    "non remis",
    "could not be delivered",
    "couldn't be delivered",
    "can't be delivered",
    "cannot be delivered",
    "was not delivered",
    "wasn't delivered",
    "not been delivered to",
    "did not reach",
    "delivery failed",
    "delivery failure",
    "delivery has failed",
    "failure notice",
    "failure delivery",
    "delivery status notification (failure)",
    "returned mail",
    "returned to sender",
    "mail delivery failed",
    "mail system error",
    "message not delivered",
    "delivery notification: failed",
    "failed to deliver",
    "unable to deliver",
    "wasn't able to deliver",
    "rejected",
    "fatal errors",
    "permanent error",
    "permanent failure",
    "permanent fatal",
    "giving up",
    "unable to be delivered",
    "nondeliverable",
    "non-delivery",
    "не доставлено",
    "недоставлен",
    "не удалось доставить",
    "не может быть доставлено",
    "невозможно доставить",
    "ошибка доставки",
    "доставка невозможна",
];

/// Whether a text in small letters tells that a letter is given up, or still tried; nothing where it
/// tells neither.
pub(super) fn outcome_in(lower: &str) -> Option<Kind> {
    let has = |phrases: &[&str]| phrases.iter().any(|phrase| lower.contains(phrase));
    if has(&STILL_TRIED) {
        return Some(Kind::Delayed);
    }
    has(&GIVEN_UP).then_some(Kind::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_other_numbers() {
        assert_eq!(enhanced_in("host mx[10.5.1.1] said 550-5.1.10."), Some(Enhanced(5, 1, 10)));
        assert_eq!(enhanced_in("<mx.example #5.1.1>"), Some(Enhanced(5, 1, 1)));
        assert_eq!(enhanced_in("10.5.1.1, 3.1.4, 5.1, 2026.5.1"), None);
        assert_eq!(code_in("#550 no, not 5500"), Some(550));
        assert_eq!(code_in("450 rows 5.5.0"), Some(450));
        assert_eq!(code_in("1550, 250 ok"), None);
    }

    #[test]
    fn addresses_are_found_where_they_stand() {
        let text = "<Ivan@Example.org>: no. To:anna@почта.рф; me@here";
        let found: Vec<String> = addresses_in(text).collect();
        assert_eq!(found, ["Ivan@example.org", "anna@xn--80a1acny.xn--p1ai"]);
    }

    #[test]
    fn words_become_one_line() {
        assert_eq!(one_line(" a\r\n\tb\u{0}c \u{202e} d "), "a b c d");
        assert_eq!(one_line(&"я".repeat(10_000)).chars().count(), MAX_WORDS);
    }
}
