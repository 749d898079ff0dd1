//! What stands in angle brackets: an address, or HTML copied from a page.

use crate::base::email_address::is_at_sign;

/// Tags that end a line.
const BREAKS: [&str; 12] = ["br", "p", "div", "li", "tr", "ul", "ol", "table", "h1", "h2", "h3", "hr"];
/// Tags that only dress the text up.
const DRESS: [&str; 17] = [
    "a", "b", "strong", "i", "em", "u", "s", "span", "font", "small", "td", "th", "tbody", "thead", "html",
    "body", "o:p",
];

/// What the content of a pair of angle brackets means.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Meaning<'t> {
    /// An address, or what was meant to be one.
    Address,
    /// A link that opens the mail program: `a href="mailto:ivan@romashka.ru?subject=…"`.
    Link(&'t str),
    /// `/a`
    LinkEnd,
    /// The end of a line.
    Break,
    /// Dress.
    Nothing,
}

pub(super) fn meaning(content: &str) -> Meaning<'_> {
    let name = tag_name(content);
    let is = |tags: &[&str]| tags.iter().any(|tag| tag.eq_ignore_ascii_case(name));
    if content.eq_ignore_ascii_case("/a") {
        Meaning::LinkEnd
    } else if is(&["a"]) {
        mailto(content).map_or(Meaning::Nothing, Meaning::Link)
    } else if is(&BREAKS) {
        Meaning::Break
    } else if is(&DRESS) {
        Meaning::Nothing
    } else {
        Meaning::Address
    }
}

fn tag_name(content: &str) -> &str {
    let content = content.strip_prefix('/').unwrap_or(content);
    content.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or(content)
}

fn mailto(tag: &str) -> Option<&str> {
    let scheme = "mailto:";
    // The scheme may be in any case; ASCII lower case keeps every offset.
    let start = tag.to_ascii_lowercase().find(scheme)? + scheme.len();
    let rest = &tag[start..];
    let address = &rest[..rest.find(['"', '\'', '?', ' ']).unwrap_or(rest.len())];
    address.contains(is_at_sign).then_some(address)
}
