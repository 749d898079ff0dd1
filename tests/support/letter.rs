//! A letter as its receiver has it.

use mail_parser::{MessageParser, MimeHeaders as _};

/// A letter that arrived.
#[derive(Clone, Debug)]
pub struct ReceivedLetter {
    /// Its one recipient.
    pub to: String,
    /// Its subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
    /// All of it.
    pub raw: String,
}

impl ReceivedLetter {
    /// Reads a raw message.
    pub fn parse(raw: &[u8]) -> Self {
        let message = MessageParser::default().parse(raw).expect("a message");
        let to = message.to().expect("To").iter().map(|to| to.address().unwrap_or_default().to_owned());
        let to: Vec<String> = to.collect();
        assert_eq!(to.len(), 1, "a letter has one recipient");
        assert_eq!(
            message.attachments().filter(|part| !part.is_text()).count(),
            0,
            "a letter has no attachments"
        );
        assert!(message.parts.iter().any(|part| part.content_type().is_some()));
        Self {
            to: to[0].clone(),
            subject: message.subject().unwrap_or_default().to_owned(),
            text: message.body_text(0).unwrap_or_default().into_owned(),
            html: message.body_html(0).unwrap_or_default().into_owned(),
            raw: String::from_utf8_lossy(raw).into_owned(),
        }
    }

    /// The path and query of the first link in the text that begins with `prefix`, such as `/i/`.
    pub fn path(&self, prefix: &str) -> String {
        self.paths()
            .find(|path| path.starts_with(prefix))
            .unwrap_or_else(|| panic!("no {prefix} in {}", self.text))
    }

    /// The number of six digits that stands in the text.
    pub fn code(&self) -> String {
        self.text
            .split(|c: char| !c.is_ascii_digit())
            .find(|digits| digits.len() == 6)
            .unwrap_or_else(|| panic!("no code in {}", self.text))
            .to_owned()
    }

    fn paths(&self) -> impl Iterator<Item = String> + '_ {
        self.text.split(|c: char| c.is_whitespace() || "<>()«»".contains(c)).filter_map(|word| {
            let (_, rest) = word.split_once("://")?;
            rest.find('/').map(|slash| rest[slash..].trim_end_matches(['.', ',']).to_owned())
        })
    }
}
