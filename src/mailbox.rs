//! The development mailbox: while there is no mail server, letters stay here, and administrators
//! read them as their receivers would. They can be read as long as there are any.

pub mod sending;
pub mod store;
pub mod web;

use mail_parser::MessageParser;

/// A letter as a mail program shows it.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// From, as it would be shown.
    pub from: String,
    /// To, as it would be shown.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// Reads a raw message.
#[must_use]
pub fn read(raw: &[u8]) -> Reading {
    let Some(message) = MessageParser::default().parse(raw) else { return Reading::default() };
    Reading {
        from: shown(message.from()),
        to: shown(message.to()),
        subject: message.subject().unwrap_or_default().to_owned(),
        text: message.body_text(0).unwrap_or_default().into_owned(),
        html: message.body_html(0).unwrap_or_default().into_owned(),
    }
}

fn shown(address: Option<&mail_parser::Address<'_>>) -> String {
    let Some(first) = address.and_then(|address| address.first()) else { return String::new() };
    match (first.name(), first.address()) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (name, address) => name.or(address).unwrap_or_default().to_owned(),
    }
}

/// A piece of a letter's text.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Piece {
    /// Words.
    Words(String),
    /// A link of the portal.
    Link(String),
}

/// The text cut into words and links that begin with `public_url`, so that these can be followed.
#[must_use]
pub fn pieces(text: &str, public_url: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    let start = format!("{public_url}/");
    while let Some(at) = rest.find(&start) {
        let (words, link) = rest.split_at(at);
        let end = link.find(|c: char| c.is_whitespace() || "<>«»\"".contains(c)).unwrap_or(link.len());
        pieces.push(Piece::Words(words.to_owned()));
        pieces.push(Piece::Link(link[..end].to_owned()));
        rest = &link[end..];
    }
    pieces.push(Piece::Words(rest.to_owned()));
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_links_of_the_portal_can_be_followed() {
        let link = |text: &str| Piece::Link(text.to_owned());
        let words = |text: &str| Piece::Words(text.to_owned());
        assert_eq!(
            pieces("Open\nhttp://a/i/x\nor https://evil/i/x.", "http://a"),
            [words("Open\n"), link("http://a/i/x"), words("\nor https://evil/i/x.")]
        );
        assert_eq!(pieces("http://a.evil/", "http://a"), [words("http://a.evil/")]);
    }
}
