//! What a policy says (RFC 8461 §3).

/// No policy holds for longer than a year (RFC 8461 §3.2), in seconds.
const LONGEST: i64 = 31_557_600;

/// What to do where a server does not fit the policy.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(in crate::mail::direct) enum Mode {
    /// Nothing is handed to it.
    Enforce,
    /// Letters are handed over all the same; it is told in the log.
    Testing,
    /// There is no policy any more.
    None,
}

/// A domain's policy.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(in crate::mail::direct) struct Policy {
    pub(in crate::mail::direct) mode: Mode,
    /// Names of servers, perhaps with `*.` in front.
    mx: Vec<String>,
    /// For how many seconds it holds.
    pub(in crate::mail::direct) max_age: i64,
}

impl Policy {
    /// Reads a policy; nothing where it is none.
    pub(in crate::mail::direct) fn parse(text: &str) -> Option<Self> {
        let fields: Vec<(&str, &str)> = text
            .lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(key, value)| (key.trim(), value.trim()))
            .collect();
        // Of a field that stands twice the first one counts, but for `mx` (§3.2).
        let first = |name| fields.iter().find(|(key, _)| *key == name).map(|(_, value)| *value);
        if first("version") != Some("STSv1") {
            return None;
        }
        let mode = match first("mode")? {
            "enforce" => Mode::Enforce,
            "testing" => Mode::Testing,
            "none" => Mode::None,
            _ => return None,
        };
        let max_age = first("max_age")?;
        if max_age.is_empty() || !max_age.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let max_age = max_age.parse().unwrap_or(LONGEST).min(LONGEST);
        let mx = fields.iter().filter(|(key, _)| *key == "mx");
        let mx: Vec<String> = mx.map(|(_, value)| value.to_ascii_lowercase()).collect();
        (mode == Mode::None || !mx.is_empty()).then_some(Self { mode, mx, max_age })
    }

    /// Whether a server of that name is one of the domain's. A `*` stands for one label (RFC 8461 §4.1).
    pub(in crate::mail::direct) fn names(&self, host: &str) -> bool {
        let host = host.trim_end_matches('.').to_ascii_lowercase();
        self.mx.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(rest) => {
                host.split_once('.').is_some_and(|(label, parent)| !label.is_empty() && parent == rest)
            }
            None => *pattern == host,
        })
    }
}

/// The number of the present policy, out of the texts at `_mta-sts` (RFC 8461 §3.1): there is one such text, or none.
pub(in crate::mail::direct) fn id_of(texts: &[String]) -> Option<String> {
    let mut records = texts
        .iter()
        .filter(|text| text.strip_prefix("v=STSv1").is_some_and(|rest| rest.trim_start().starts_with(';')));
    let (record, None) = (records.next()?, records.next()) else { return None };
    let id = record.split(';').filter_map(|pair| pair.split_once('=')).find(|(key, _)| key.trim() == "id");
    let id = id.map(|(_, value)| value.trim()).filter(|id| (1..=32).contains(&id.len()));
    id.filter(|id| id.bytes().all(|byte| byte.is_ascii_alphanumeric())).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: &str = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\n\
         max_age: 604800\r\n";

    #[test]
    fn policies_are_read() {
        let policy = Policy::parse(POLICY).unwrap();
        assert_eq!((policy.mode, policy.max_age), (Mode::Enforce, 604_800));
        assert_eq!(Policy::parse(&POLICY.replace("\r\n", "\n")), Some(policy));
        let none = "version: STSv1\nmode: none\nmax_age: 99999999999999999999\n";
        assert_eq!(Policy::parse(none).map(|it| (it.mode, it.max_age)), Some((Mode::None, LONGEST)));
        for broken in [
            "",
            "mode: enforce",
            &POLICY.replace("STSv1", "STSv2"),
            &POLICY.replace("enforce", "always"),
            &POLICY.replace("604800", "-1"),
            &POLICY.replace("max_age", "age"),
            &POLICY.replace("mx:", "server:"),
        ] {
            assert_eq!(Policy::parse(broken), None, "{broken}");
        }
    }

    #[test]
    fn a_star_stands_for_one_label() {
        let policy = Policy::parse(POLICY).unwrap();
        for (host, fits) in [
            ("mail.example.com", true),
            ("MAIL.Example.com.", true),
            ("other.example.com", false),
            ("a.example.net", true),
            ("a.b.example.net", false),
            ("example.net", false),
            ("evil-example.net", false),
        ] {
            assert_eq!(policy.names(host), fits, "{host}");
        }
    }

    #[test]
    fn a_record_tells_the_present_policy() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        assert_eq!(id_of(&texts(&["other", "v=STSv1; id=20160831085700Z;"])), Some("20160831085700Z".into()));
        for bad in [
            &["v=STSv1; id=1;", "v=STSv1; id=2;"][..],
            &["v=STSv10; id=1;"],
            &["v=STSv1; id=;"],
            &["v=STSv1;"],
            &["v=STSv1; id=a b;"],
            &[],
        ] {
            assert_eq!(id_of(&texts(bad)), None, "{bad:?}");
        }
    }
}
