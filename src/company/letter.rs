//! What the letters of a company have in common: the words of their kind, and how they greet.

use super::Company;
use crate::i18n::{Arg, Locale};
use crate::mail::composed::Composed;
use crate::mail::design::{Button, LetterBody};
use crate::mail::outbox::Letter;

/// What the words of a letter are about.
pub struct Words<'a> {
    /// What stands in them.
    pub args: &'a [(&'a str, Arg<'a>)],
    /// Where the button leads, where there is one.
    pub path: Option<&'a str>,
}

/// A letter in the words of its kind, for a feature to fill in.
#[must_use]
pub fn frame(company: &Company, letter: &Letter, words: &Words<'_>) -> Composed {
    let locale = Locale::new(letter.language);
    let kind = &letter.kind;
    let say = |key: String| locale.with(&key, words.args);
    let subject = say(format!("letter-{kind}-subject"));
    let body = LetterBody {
        language: locale.language(),
        company: company.name.clone(),
        title: subject.clone(),
        preheader: say(format!("letter-{kind}-words")),
        heading: say(format!("letter-{kind}-heading")),
        paragraphs: vec![hello(locale, &letter.name), say(format!("letter-{kind}-words"))],
        facts: vec![],
        button: words.path.map(|path| Button {
            label: say(format!("letter-{kind}-button")),
            url: company.link(path),
            plain: locale.t("letter-plain-link"),
        }),
        code: None,
        closing: vec![],
        footer: vec![say(format!("letter-{kind}-why"))],
        opt_out: None,
    };
    let from_name = locale.with("letter-from", &[("company", Arg::Text(&company.name))]);
    Composed { subject, body, reply_to: None, from_name, in_reply_to: None, list_unsubscribe: None }
}

/// «Hello, Ivan!», or without a name.
#[must_use]
pub fn hello(locale: Locale, name: &str) -> String {
    if name.is_empty() { locale.t("letter-hello-nameless") } else { locale.named("letter-hello", name) }
}
