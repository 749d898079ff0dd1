//! A report taken apart: what machines read, what people read, and the letters that came back in it.

use mail_parser::{Address, HeaderName, Message, MessageParser};

use super::fields::{Field, blocks, value};
use super::mime::{self, Leaf, Piece};
use super::words::{address_in, addresses_in};
use super::{Fate, Kind, MAX_TOLD, Returned, status};

/// So much of what people read is looked at, in bytes.
const MAX_TEXT: usize = 64 * 1024;

/// The pieces of a report.
#[derive(Default)]
pub(super) struct Parts {
    pub fates: Vec<Fate>,
    pub complaint: Option<(Kind, Vec<Fate>)>,
    /// Whether it is a receipt (RFC 8098).
    pub is_receipt: bool,
    pub returned: Vec<Returned>,
    pub addressed_to: Vec<String>,
    pub subject: String,
    /// From, without the name.
    pub from: String,
    /// The values of headers by which machines know each other.
    pub marks: Vec<Field>,
    /// What people read of it.
    pub text: String,
}

/// The headers that tell a machine's letter from a person's, or for whom it failed.
const MARKS: [&str; 9] = [
    "Auto-Submitted",
    "X-Failed-Recipients",
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Response-Suppress",
    "X-Autoresponder",
    "Precedence",
    "X-Precedence",
    "X-MS-Exchange-Generated-Message-Source",
];
/// The headers that say to whom it came.
const ADDRESSED: [&str; 3] = ["X-Original-To", "Delivered-To", "Envelope-To"];

impl Parts {
    pub(super) fn of(raw: &[u8]) -> Self {
        let mut parts = Self::default();
        if let Some(head) = MessageParser::default().parse_headers(mime::head_and_body(raw).0) {
            parts.read_head(&head);
        }
        let pieces = mime::pieces(raw);
        for piece in &pieces {
            match piece {
                Piece::Message(head) => parts.bring_back(of_text(&String::from_utf8_lossy(head))),
                Piece::Leaf(leaf) => parts.gather(leaf),
            }
        }
        parts.text = text_for_people(&pieces);
        // Some put the letter that comes back into the text.
        if has_line(&parts.text, "message-id:") {
            parts.bring_back(of_text(&parts.text));
        }
        parts
    }

    fn read_head(&mut self, head: &Message<'_>) {
        let header = |name: &str| head.header(HeaderName::Other(name.to_owned().into()));
        head.subject().unwrap_or_default().clone_into(&mut self.subject);
        let from = head.from().and_then(|from| from.first()?.address());
        from.unwrap_or_default().clone_into(&mut self.from);
        for name in MARKS {
            let value = header(name).and_then(|value| value.as_text()).map(str::to_owned);
            self.marks.extend(value.map(|value| (name.to_ascii_lowercase(), value)));
        }
        for name in ADDRESSED {
            self.addressed_to.extend(header(name).and_then(|value| address_in(value.as_text()?)));
        }
        let to = head.to().into_iter().flat_map(Address::iter);
        self.addressed_to.extend(to.take(MAX_TOLD).filter_map(|to| to.address().map(str::to_owned)));
    }

    /// The first value of such a header, whose name is given in small letters.
    pub(super) fn mark(&self, name: &str) -> Option<&str> {
        value(&self.marks, name)
    }

    fn gather(&mut self, leaf: &Leaf<'_>) {
        match leaf.kind.as_str() {
            "message/delivery-status" | "message/global-delivery-status" => self.tell(&leaf.text()),
            "message/feedback-report" => self.complain(&leaf.text()),
            "message/disposition-notification" | "message/global-disposition-notification" => {
                self.is_receipt = true;
            }
            "text/rfc822-headers"
            | "message/rfc822-headers"
            | "message/global-headers"
            | "message/rfc822" => {
                self.bring_back(of_text(&leaf.text()));
            }
            kind if kind.starts_with("text/") => {
                let text = leaf.text();
                // Some put the fields for machines where people read.
                if has_line(&text, "final-recipient:") {
                    self.tell(&text);
                }
            }
            _ => {}
        }
    }

    fn tell(&mut self, text: &str) {
        if self.fates.is_empty() {
            self.fates = status::fates(text);
        }
    }

    fn complain(&mut self, text: &str) {
        if self.complaint.is_some() {
            return;
        }
        if let Some((fate, return_path)) = status::complaint(text) {
            self.complaint = Some((Kind::Complaint, vec![fate]));
            self.bring_back(Returned { return_path, ..Returned::default() });
        }
    }

    fn bring_back(&mut self, returned: Returned) {
        if returned != Returned::default() && self.returned.len() < MAX_TOLD {
            self.returned.push(returned);
        }
    }
}

/// What people read first; of a report that somebody passes on without a word, what they read in it.
fn text_for_people(pieces: &[Piece<'_>]) -> String {
    let leaves = || {
        pieces.iter().filter_map(|piece| match piece {
            Piece::Leaf(leaf) => Some(leaf),
            Piece::Message(_) => None,
        })
    };
    let text = |kind: &str, is_inner: bool| {
        let these = leaves().filter(|leaf| leaf.kind == kind && leaf.is_inner == is_inner);
        these.map(Leaf::text).find(|text| !text.trim().is_empty())
    };
    let found =
        text("text/plain", false).or_else(|| text("text/html", false)).or_else(|| text("text/plain", true));
    cut(&found.unwrap_or_default()).to_owned()
}

fn has_line(text: &str, start: &str) -> bool {
    text.lines()
        .any(|line| line.trim_start().get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start)))
}

/// The beginning of a text.
fn cut(text: &str) -> &str {
    let mut end = text.len().min(MAX_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// What the headers of a letter say that stand in a text, perhaps with blanks or quoting before them.
fn of_text(text: &str) -> Returned {
    let mut returned = Returned::default();
    let plain: Vec<&str> = text.lines().map(|line| line.trim_start_matches(['>', '|'])).collect();
    let unindented: Vec<&str> = plain.iter().map(|line| line.trim_start()).collect();
    // A line that goes on is indented; a letter that is quoted is so in all of its lines.
    let is_quoted = !plain.iter().any(|line| starts(line, "message-id:"));
    let lines = if is_quoted { unindented } else { plain };
    for field in blocks(&lines.join("\n")).into_iter().flatten() {
        let (name, value) = field;
        match name.as_str() {
            "message-id" => returned.message_id = returned.message_id.or_else(|| message_id(&value)),
            "return-path" => returned.return_path = returned.return_path.or_else(|| address_in(&value)),
            "to" => returned.to = returned.to.or_else(|| addresses_in(&value).next()),
            _ => {}
        }
    }
    returned
}

fn starts(line: &str, start: &str) -> bool {
    line.get(..start.len()).is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn message_id(value: &str) -> Option<String> {
    let id = value.trim().trim_start_matches('<');
    let id = id.split(['>', ' ']).next().unwrap_or_default();
    id.contains('@').then(|| id.to_owned())
}
