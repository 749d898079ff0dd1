//! The big mail services: their domains, slips in them, and which of their addresses are one mailbox.

/// Where most people have their mail. Slips are looked for in these, the earlier ones first.
const BIG: [&str; 20] = [
    "gmail.com",
    "mail.ru",
    "yandex.ru",
    "rambler.ru",
    "inbox.ru",
    "list.ru",
    "internet.ru",
    "outlook.com",
    "hotmail.com",
    "icloud.com",
    "yahoo.com",
    "yandex.com",
    "yandex.by",
    "yandex.kz",
    "proton.me",
    "protonmail.com",
    "googlemail.com",
    "live.com",
    "xmail.ru",
    "lenta.ru",
];

/// Real domains that look like a slip in a big one.
const REAL: [&str; 34] = [
    "aol.com",
    "autorambler.ru",
    "bk.ru",
    "email.com",
    "email.ru",
    "fastmail.com",
    "gmx.com",
    "gmx.de",
    "gmx.net",
    "hey.com",
    "hotmail.co.uk",
    "hotmail.de",
    "hotmail.fr",
    "index.ru",
    "live.ru",
    "mac.com",
    "mail.bg",
    "mail.by",
    "mail.com",
    "mail.de",
    "mail.kz",
    "mail.ua",
    "me.com",
    "msn.com",
    "narod.ru",
    "outlook.de",
    "outlook.fr",
    "qmail.com",
    "ro.ru",
    "vk.com",
    "ya.ru",
    "ymail.com",
    "yandex.ua",
    "yandex.uz",
];

const YANDEX: [&str; 11] = [
    "ya.ru",
    "yandex.ru",
    "yandex.com",
    "yandex.by",
    "yandex.kz",
    "yandex.ua",
    "yandex.uz",
    "yandex.com.tr",
    "yandex.az",
    "yandex.ee",
    "narod.ru",
];

/// The well-known domain that `domain` is a slip of.
pub(super) fn meant(domain: &str) -> Option<&'static str> {
    if BIG.contains(&domain) || REAL.contains(&domain) || YANDEX.contains(&domain) {
        return None;
    }
    // Gmail is nowhere but in `.com`.
    if domain.split('.').next() == Some("gmail") {
        return Some(BIG[0]);
    }
    let (distance, big) = BIG.iter().map(|big| (distance(domain, big), *big)).min_by_key(|(d, _)| *d)?;
    (distance <= tolerated(domain, big)).then_some(big)
}

/// A key that addresses of one mailbox share. `local` and `domain` come folded.
pub(super) fn soft_key(local: &str, domain: &str) -> String {
    let untagged = match local.split_once('+') {
        Some((before, _)) if !before.is_empty() => before,
        _ => local,
    };
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", untagged.replace('.', "")),
        _ if YANDEX.contains(&domain) => format!("{}@yandex.ru", untagged.replace('.', "-")),
        _ => format!("{untagged}@{domain}"),
    }
}

/// Slips that still point to `big`: two in a long name that begins alike, else one.
fn tolerated(domain: &str, big: &str) -> usize {
    if big.len() >= 9 && domain.as_bytes().first() == big.as_bytes().first() { 2 } else { 1 }
}

/// How many letters are missing, added, replaced or exchanged with a neighbour (Damerau–Levenshtein,
/// each place edited once).
fn distance(a: &str, b: &str) -> usize {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    if a.len().abs_diff(b.len()) > 2 {
        return usize::MAX;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let replaced = last[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = replaced.min(last[j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(before[j - 2] + 1);
            }
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}
