//! A receiver that checks signatures of letters: `opendkim`, which takes the keys from a file in the place of
//! DNS.

use std::process::Command;

use super::environment::exported;
use super::folder::Folder;

/// What the receiver finds of one signature.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Verdict {
    /// Its algorithm, such as `rsa-sha256`.
    pub algorithm: String,
    /// In the name of which domain.
    pub domain: String,
    /// By which key.
    pub selector: String,
    /// Whether it holds.
    pub holds: bool,
}

/// Looks at each signature of a letter, in the order of their algorithms. `records` are what DNS says: names
/// and values.
pub fn verdicts(letter: &str, records: &[(String, String)]) -> Vec<Verdict> {
    let folder = Folder::new("opendkim");
    let place = |name: &str| folder.path().join(name);
    let keys: Vec<_> = records.iter().map(|(name, value)| format!("{name} {value}\n")).collect();
    std::fs::write(place("keys"), keys.concat()).unwrap();
    std::fs::write(place("letter"), letter).unwrap();
    let settings = format!("Mode v\nTestPublicKeys {}\n", place("keys").display());
    std::fs::write(place("settings"), settings).unwrap();
    let output = Command::new(exported("COLLEGA_TEST_OPENDKIM"))
        .arg("-x")
        .arg(place("settings"))
        .arg("-t")
        .arg(place("letter"))
        .args(["-v", "-v"])
        .output()
        .expect("opendkim does not start: run ./test");
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("Authentication-Results"), "opendkim looked at nothing: {output:?}");
    let mut verdicts: Vec<_> = said.split([';', '\'']).filter_map(verdict).collect();
    verdicts.sort();
    verdicts
}

/// The verdict in a part of `Authentication-Results` (RFC 8601 §2.7.1).
fn verdict(part: &str) -> Option<Verdict> {
    let result = part.trim().strip_prefix("dkim=")?;
    let property = |name: &str| {
        let word = part.split_whitespace().find_map(|word| word.strip_prefix(name));
        word.unwrap_or_default().to_owned()
    };
    Some(Verdict {
        algorithm: property("header.a="),
        domain: property("header.d="),
        selector: property("header.s="),
        holds: result.starts_with("pass"),
    })
}
