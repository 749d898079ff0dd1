//! The DNS record by which receivers find the public half of a key (RFC 6376 §3.6.2).

use super::key::Algorithm;

/// The longest string of a TXT record, in octets (RFC 1035 §3.3); several count as one (RFC 6376 §3.6.2.2).
pub const STRING: usize = 255;

/// A TXT record.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Record {
    /// Its name, without a dot at the end.
    pub name: String,
    /// What it says.
    pub value: String,
}

impl Record {
    pub(super) fn new(selector: &str, domain: &str, algorithm: Algorithm, public_key: &str) -> Self {
        Self {
            name: format!("{selector}._domainkey.{domain}"),
            value: format!("v=DKIM1; k={}; p={public_key}", algorithm.word()),
        }
    }

    /// The value in strings as DNS takes them.
    pub fn strings(&self) -> impl Iterator<Item = &str> {
        // Written above from ASCII alone, so that any cut is between characters.
        let cut = |at: usize| self.value.get(at..(at + STRING).min(self.value.len()));
        (0..self.value.len()).step_by(STRING).filter_map(cut)
    }

    /// The line of a zone file.
    #[must_use]
    pub fn line(&self) -> String {
        let strings: Vec<_> = self.strings().map(|string| format!("\"{string}\"")).collect();
        format!("{}. TXT {}", self.name, strings.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_value_is_cut_into_strings_that_dns_takes() {
        let key = "A".repeat(392);
        let record = Record::new("s1", "example.org", Algorithm::Rsa, &key);
        let strings: Vec<_> = record.strings().collect();
        assert_eq!(strings.iter().map(|string| string.len()).collect::<Vec<_>>(), [255, 155]);
        assert_eq!(strings.concat(), format!("v=DKIM1; k=rsa; p={key}"));
        let line = record.line();
        assert!(line.starts_with("s1._domainkey.example.org. TXT \"v=DKIM1; k=rsa; p=AA"), "{line}");
        assert!(line.ends_with("A\"") && line.contains("A\" \"A"), "{line}");
    }

    #[test]
    fn a_short_value_is_one_string() {
        let record = Record::new("s1", "example.org", Algorithm::Ed25519, "11qYAYKx");
        assert_eq!(record.line(), "s1._domainkey.example.org. TXT \"v=DKIM1; k=ed25519; p=11qYAYKx\"");
    }
}
