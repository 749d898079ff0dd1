//! What is said in a session, without the wire: line in, answer out.

/// Which protocol the other side speaks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Protocol {
    /// RFC 5321.
    Smtp,
    /// RFC 2033: an answer for each recipient.
    Lmtp,
}

/// What follows a line.
#[derive(Debug, Eq, PartialEq)]
pub(super) enum Step {
    /// This is the answer.
    Say(String),
    /// This is the answer, and the end.
    Bye(String),
    /// The letter comes now, for these recipients.
    Letter { go_on: String, protocol: Protocol, recipients: Vec<String> },
}

/// Recipients of one letter: a report has one.
const MAX_RECIPIENTS: usize = 10;
/// Lines that could not be followed, after which the other side is told to go.
const MAX_ERRORS: usize = 10;

/// How far a session has got.
pub(super) struct Session {
    name: String,
    protocol: Option<Protocol>,
    has_sender: bool,
    recipients: Vec<String>,
    errors: usize,
}

impl Session {
    /// A new one, in which the portal calls itself `name`.
    pub(super) fn new(name: &str) -> Self {
        Self { name: name.to_owned(), protocol: None, has_sender: false, recipients: Vec::new(), errors: 0 }
    }

    /// The first words.
    pub(super) fn greeting(&self) -> String {
        format!("220 {} reports about letters only", self.name)
    }

    /// Follows a line; `is_ours` knows the addresses that reports are taken for.
    pub(super) fn hear(&mut self, line: &str, is_ours: impl Fn(&str) -> bool) -> Step {
        let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
        match verb.to_ascii_uppercase().as_str() {
            "EHLO" => self.greet(Protocol::Smtp, true),
            "HELO" => self.greet(Protocol::Smtp, false),
            "LHLO" => self.greet(Protocol::Lmtp, true),
            "MAIL" => self.mail(rest),
            "RCPT" => self.recipient(rest, is_ours),
            "DATA" => self.data(),
            "RSET" => {
                self.reset();
                say("250 2.0.0 Fine")
            }
            "NOOP" => say("250 2.0.0 Fine"),
            "QUIT" => Step::Bye("221 2.0.0 Farewell".to_owned()),
            "VRFY" | "EXPN" | "HELP" | "AUTH" | "STARTTLS" | "BDAT" => self.refuse("502 5.5.1 Not done here"),
            _ => self.refuse("500 5.5.1 No such command"),
        }
    }

    fn greet(&mut self, protocol: Protocol, is_extended: bool) -> Step {
        self.reset();
        self.protocol = Some(protocol);
        if !is_extended {
            return Step::Say(format!("250 {}", self.name));
        }
        let size = super::MAX_REPORT;
        let lines =
            [&self.name, "PIPELINING", "ENHANCEDSTATUSCODES", "8BITMIME", "SMTPUTF8"].map(str::to_owned);
        let lines: Vec<String> = lines.iter().map(|line| format!("250-{line}")).collect();
        Step::Say(format!("{}\r\n250 SIZE {size}", lines.join("\r\n")))
    }

    /// Whoever reports has no address (RFC 5321 §4.5.5), and one that has is none the worse: nobody is
    /// ever answered.
    fn mail(&mut self, rest: &str) -> Step {
        if self.protocol.is_none() {
            return self.refuse("503 5.5.1 Say EHLO or LHLO first");
        }
        if self.has_sender {
            return self.refuse("503 5.5.1 There is a sender already");
        }
        let Some((_, parameters)) = path(rest, "FROM:") else {
            return self.refuse("501 5.5.4 Say MAIL FROM:<address>");
        };
        let size = parameters.split(' ').find_map(|word| {
            word.get(..5).filter(|key| key.eq_ignore_ascii_case("SIZE=")).and_then(|_| word[5..].parse().ok())
        });
        if size.is_some_and(|size: usize| size > super::MAX_REPORT) {
            return self.refuse(super::TOO_LARGE);
        }
        self.has_sender = true;
        say("250 2.1.0 Fine")
    }

    fn recipient(&mut self, rest: &str, is_ours: impl Fn(&str) -> bool) -> Step {
        if !self.has_sender {
            return self.refuse("503 5.5.1 Say MAIL first");
        }
        let Some((address, _)) = path(rest, "TO:") else {
            return self.refuse("501 5.5.4 Say RCPT TO:<address>");
        };
        if !is_ours(address) {
            return self.refuse("550 5.1.1 No letter was sent from this address");
        }
        if self.recipients.len() >= MAX_RECIPIENTS {
            return self.refuse("452 4.5.3 Too many recipients");
        }
        self.recipients.push(address.to_owned());
        say("250 2.1.5 Fine")
    }

    fn data(&mut self) -> Step {
        let Some(protocol) = self.protocol.filter(|_| !self.recipients.is_empty()) else {
            return self.refuse("503 5.5.1 Say MAIL and RCPT first");
        };
        let recipients = std::mem::take(&mut self.recipients);
        self.reset();
        Step::Letter { go_on: "354 End with a dot on a line of its own".to_owned(), protocol, recipients }
    }

    fn reset(&mut self) {
        self.has_sender = false;
        self.recipients.clear();
    }

    fn refuse(&mut self, words: &str) -> Step {
        self.errors += 1;
        if self.errors > MAX_ERRORS {
            return Step::Bye("421 4.7.0 Too many errors".to_owned());
        }
        say(words)
    }
}

fn say(words: &str) -> Step {
    Step::Say(words.to_owned())
}

/// The address and the parameters behind `FROM:` or `TO:`.
fn path<'a>(rest: &'a str, key: &str) -> Option<(&'a str, &'a str)> {
    let rest = rest.trim_start();
    let behind =
        rest.get(..key.len()).filter(|start| start.eq_ignore_ascii_case(key)).map(|_| &rest[key.len()..])?;
    behind.trim_start().strip_prefix('<')?.split_once('>')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(lines: &[&str]) -> Vec<String> {
        let mut session = Session::new("portal.example");
        let code = |step: Step| match step {
            Step::Say(words) => words.split(' ').next().unwrap()[..3].to_owned(),
            Step::Bye(words) => format!("bye {}", &words[..3]),
            Step::Letter { protocol, recipients, .. } => format!("{protocol:?} {}", recipients.join(" ")),
        };
        lines.iter().map(|line| code(session.hear(line, |address| address == "a@b"))).collect()
    }

    #[test]
    fn a_report_is_taken_for_an_address_of_ours() {
        let lines = ["ehlo mx", "mail from:<> SIZE=100 BODY=8BITMIME", "RCPT TO:<a@b>", "DATA", "QUIT"];
        assert_eq!(answers(&lines), ["250", "250", "250", "Smtp a@b", "bye 221"]);
        let lines =
            ["LHLO mx", "MAIL FROM: <x@y>", "RCPT TO:<a@b> NOTIFY=NEVER", "RCPT TO:<a@b>", "DATA", "DATA"];
        assert_eq!(answers(&lines), ["250", "250", "250", "250", "Lmtp a@b a@b", "503"]);
    }

    #[test]
    fn nothing_is_relayed_and_nothing_out_of_turn() {
        let lines =
            ["MAIL FROM:<>", "EHLO mx", "RCPT TO:<a@b>", "DATA", "MAIL FROM:<>", "RCPT TO:<c@d>", "DATA"];
        assert_eq!(answers(&lines), ["503", "250", "503", "503", "250", "550", "503"]);
        let lines =
            ["EHLO mx", "MAIL FROM:<> SIZE=99999999", "MAIL FROM:<>", "RCPT TO:<a@b>", "EHLO mx", "DATA"];
        assert_eq!(answers(&lines), ["250", "552", "250", "250", "250", "503"]);
        assert_eq!(
            answers(&["STARTTLS", "", "МАЙЛ", "MAIL", "RCPT TO:"]),
            ["502", "500", "500", "503", "503"]
        );
    }

    #[test]
    fn whoever_only_errs_is_sent_away() {
        let answers = answers(&["x"; 11]);
        assert_eq!((answers[9].as_str(), answers[10].as_str()), ("500", "bye 421"));
    }
}
