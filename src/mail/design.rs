//! How a letter looks: one calm layout for all of them.
//!
//! The layout is MJML, because the HTML that every mail program draws right is not for human hands.
//! It is rendered once into a skeleton with gaps; a letter only fills the gaps.

mod skeleton;
#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::OnceLock;

use mrml::prelude::render::RenderOptions;

use self::skeleton::{Gap, Scope, Skeleton};
use crate::base::mark::mark;
use crate::i18n::Language;

const LAYOUT: &str = include_str!("../../templates/letters/letter.mjml");
const TEXT: &str = include_str!("../../templates/letters/letter.txt");

/// What a letter says, in words already translated. Plain text throughout: nothing is markup.
#[derive(Clone, Debug)]
pub struct LetterBody {
    /// The language of the words.
    pub language: Language,
    /// The company's name, beside its mark.
    pub company: String,
    /// The title of the document, usually the subject.
    pub title: String,
    /// What lists of letters show after the subject.
    pub preheader: String,
    /// The first line, in large letters.
    pub heading: String,
    /// What it is about.
    pub paragraphs: Vec<String>,
    /// Label and value: who invites, which department, until when.
    pub facts: Vec<(String, String)>,
    /// The one thing to do.
    pub button: Option<Button>,
    /// Digits to type over, shown large.
    pub code: Option<String>,
    /// What is said below the button.
    pub closing: Vec<String>,
    /// Why the person gets this letter.
    pub footer: Vec<String>,
    /// «Do not invite me any more»: label and address.
    pub opt_out: Option<(String, String)>,
}

/// The button of a letter, with its address in plain sight below.
#[derive(Clone, Debug)]
pub struct Button {
    /// The word on it.
    pub label: String,
    /// Where it leads: `https`, or `http` on a development machine.
    pub url: String,
    /// The words above the plain address: «If the button does not work …».
    pub plain: String,
}

/// Both parts of a letter. Lines end with LF.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Rendered {
    /// For programs that show no HTML, and for people who want none.
    pub text: String,
    /// For the others.
    pub html: String,
}

/// Fills the layout.
#[must_use]
pub fn render(letter: &LetterBody) -> Rendered {
    let mark = mark(&letter.company);
    let scope = scope(letter, &mark);
    Rendered {
        text: text_skeleton().fill(&scope, skeleton::as_it_is).trim_end().to_owned() + "\n",
        html: html_skeleton().fill(&scope, skeleton::escape_html),
    }
}

/// The HTML of a letter as it looks by day or by night, whatever its reader prefers: for showing both.
#[must_use]
pub fn in_scheme(html: &str, is_dark: bool) -> String {
    let (media, scheme) = if is_dark { ("all", "dark") } else { ("not all", "light") };
    html.replace("(prefers-color-scheme: dark)", media)
        .replace("content=\"light dark\"", &format!("content=\"{scheme}\""))
}

fn scope<'a>(letter: &'a LetterBody, mark: &'a str) -> Scope<'a> {
    vec![
        ("lang", Gap::Text(letter.language.tag())),
        ("title", Gap::Text(&letter.title)),
        ("preheader", Gap::Text(&letter.preheader)),
        ("mark", Gap::Text(mark)),
        ("company", Gap::Text(&letter.company)),
        ("heading", Gap::Text(&letter.heading)),
        ("paragraphs", Gap::Each(lines(&letter.paragraphs))),
        ("code", Gap::maybe(letter.code.as_deref().map(|digits| vec![("digits", Gap::Text(digits))]))),
        (
            "facts",
            wrapped(letter.facts.iter().map(|fact| pair("label", &fact.0, "value", &fact.1)).collect()),
        ),
        ("button", Gap::maybe(letter.button.as_ref().map(button))),
        ("closing", wrapped(lines(&letter.closing))),
        ("footer", Gap::Each(lines(&letter.footer))),
        ("opt_out", Gap::maybe(letter.opt_out.as_ref().map(|link| pair("label", &link.0, "url", &link.1)))),
    ]
}

fn lines(lines: &[String]) -> Vec<Scope<'_>> {
    lines.iter().map(|line| vec![("line", Gap::Text(line))]).collect()
}

fn pair<'a>(first: &'static str, one: &'a str, second: &'static str, other: &'a str) -> Scope<'a> {
    vec![(first, Gap::Text(one)), (second, Gap::Text(other))]
}

fn button(button: &Button) -> Scope<'_> {
    let mut scope = pair("label", &button.label, "url", &button.url);
    scope.push(("plain", Gap::Text(&button.plain)));
    scope
}

/// Rows with something around them that goes away with the last row.
fn wrapped(rows: Vec<Scope<'_>>) -> Gap<'_> {
    Gap::maybe((!rows.is_empty()).then(|| vec![("rows", Gap::Each(rows))]))
}

fn html_skeleton() -> &'static Skeleton {
    static SKELETON: OnceLock<Skeleton> = OnceLock::new();
    SKELETON.get_or_init(|| Skeleton::parse(&html(LAYOUT)))
}

fn text_skeleton() -> &'static Skeleton {
    static SKELETON: OnceLock<Skeleton> = OnceLock::new();
    SKELETON.get_or_init(|| Skeleton::parse(TEXT))
}

/// MJML to HTML. The layout is built in and a test renders it, so it can't fail in the field.
#[expect(clippy::expect_used, reason = "the layout is part of the program")]
fn html(layout: &str) -> String {
    let options = RenderOptions { disable_comments: true, social_icon_origin: None, fonts: HashMap::new() };
    let layout = mrml::parse(layout).expect("the layout of letters is MJML");
    let html = layout.element.render(&options).expect("the layout of letters can be rendered");
    // Letters are clipped and weighed by size: the indentation of the styles goes, and what is written for
    // things that these letters have none of.
    let html = html.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n");
    UNUSED.iter().fold(html, |html, part| html.replace(part, ""))
}

/// Parts of every MJML letter for pictures, drawings, several columns, and the Outlook of 2003 and before.
const UNUSED: [&str; 7] = [
    r#" xmlns:v="urn:schemas-microsoft-com:vml""#,
    r#" xmlns:o="urn:schemas-microsoft-com:office:office""#,
    "\nimg { border: 0; height: auto; line-height: 100%; outline: none; text-decoration: none; -ms-interpolation-mode: bicubic; }",
    "\n<!--[if mso]>\n<noscript>\n<xml>\n<o:OfficeDocumentSettings>\n<o:AllowPNG/>\n<o:PixelsPerInch>96</o:PixelsPerInch>\n</o:OfficeDocumentSettings>\n</xml>\n</noscript>\n<![endif]-->",
    "\n<!--[if lte mso 11]>\n<style type=\"text/css\">\n.mj-outlook-group-fix { width:100% !important; }\n</style>\n<![endif]-->",
    r#"<style media="screen and (min-width:480px)">.moz-text-html .mj-column-per-100 { width:100% !important; max-width:100%; } </style>"#,
    "<style type=\"text/css\">@media only screen and (min-width:480px) { .mj-column-per-100 { width:100% !important; max-width:100%; }  }</style>",
];
