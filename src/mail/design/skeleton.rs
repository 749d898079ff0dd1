//! A template parsed once: text with gaps `{{name}}` and blocks `{{#name}}…{{/name}}`.

/// The values of one round of a block, or of the whole letter, by name.
pub(super) type Scope<'a> = Vec<(&'static str, Gap<'a>)>;

/// What goes into a gap.
#[derive(Debug)]
pub(super) enum Gap<'a> {
    /// This text, escaped.
    Text(&'a str),
    /// The block, once for each.
    Each(Vec<Scope<'a>>),
}

/// How a value is written so that it stays a value.
pub(super) type Escape = fn(&str, &mut String);

/// The parsed template.
#[derive(Debug)]
pub(super) struct Skeleton {
    pieces: Vec<Piece>,
    /// How long the template was: a hint for the buffer.
    len: usize,
}

#[derive(Debug)]
enum Piece {
    Text(String),
    Gap(String),
    Block(String, Vec<Piece>),
}

impl<'a> Gap<'a> {
    /// A block that is there or not.
    pub(super) fn maybe(scope: Option<Scope<'a>>) -> Self {
        Self::Each(scope.into_iter().collect())
    }
}

impl Skeleton {
    /// Reads a template. A name without its braces closed is text.
    pub(super) fn parse(template: &str) -> Self {
        let mut rest = template;
        Self { pieces: pieces(&mut rest), len: template.len() }
    }

    /// Fills the gaps; one whose name is not in its scope stays empty.
    pub(super) fn fill(&self, scope: &Scope<'_>, escape: Escape) -> String {
        let mut out = String::with_capacity(self.len * 2);
        write(&self.pieces, scope, escape, &mut out);
        out
    }
}

/// Reads up to the end of the enclosing block.
fn pieces(rest: &mut &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    while let Some((before, from_name)) = rest.split_once("{{") {
        let Some((name, after)) = from_name.split_once("}}") else { break };
        if !before.is_empty() {
            pieces.push(Piece::Text(before.to_owned()));
        }
        *rest = after;
        match name.split_at_checked(1) {
            Some(("#", name)) => pieces.push(Piece::Block(name.to_owned(), self::pieces(rest))),
            Some(("/", _)) => return pieces,
            _ => pieces.push(Piece::Gap(name.to_owned())),
        }
    }
    pieces.push(Piece::Text(std::mem::take(rest).to_owned()));
    pieces
}

fn write(pieces: &[Piece], scope: &Scope<'_>, escape: Escape, out: &mut String) {
    let find = |name: &str| scope.iter().find(|(key, _)| *key == name).map(|(_, gap)| gap);
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Gap(name) => {
                if let Some(Gap::Text(text)) = find(name) {
                    escape(text, out);
                }
            }
            Piece::Block(name, inner) => {
                if let Some(Gap::Each(scopes)) = find(name) {
                    for scope in scopes {
                        write(inner, scope, escape, out);
                    }
                }
            }
        }
    }
}

/// For the text part.
pub(super) fn as_it_is(text: &str, out: &mut String) {
    out.push_str(text);
}

/// For HTML, in text and in quoted attributes. A line break of a value is one on the screen too.
pub(super) fn escape_html(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['&', '<', '>', '"', '\'', '\n']) {
        let (before, special) = rest.split_at(at);
        out.push_str(before);
        out.push_str(match special.as_bytes()[0] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            b'\'' => "&#39;",
            _ => "<br />",
        });
        rest = &special[1..];
    }
    out.push_str(rest);
}
