//! The letter that the inviter's own mail program sends: its text, and its `mailto:` address.

use super::mailto::{self, Refused};
use crate::base::clock::Timestamp;
use crate::company::Company;
use crate::i18n::{Language, Locale};
use crate::letter_templates::placeholder::Values;
use crate::letter_templates::{Field, TemplateLetter, Wording, in_force};
use crate::store::{self, Tx};

/// The most octets that a typed text may have: far more than fits into an address, so that it can
/// be copied at least.
pub const MAX_TEXT: usize = 16 * 1024;

/// Subject and text, with a token in the place of the link.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Text {
    /// One line.
    pub subject: String,
    /// As many as one likes.
    pub body: String,
}

/// The letter, ready to be opened.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Composed {
    /// The whole text as typed, with the link in it: for copying.
    pub body: String,
    /// Its subject.
    pub subject: String,
    /// Opens the mail program.
    pub uri: String,
    /// How much of the text went into the address.
    pub fit: Fit,
    /// Whether the link had been deleted and was put back.
    pub link_put_back: bool,
    /// Whether there was no subject: the usual one stands there.
    pub subject_put_back: bool,
}

/// How much of a text went into an address of [`mailto::MAX_LENGTH`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Fit {
    /// All of it.
    Full,
    /// A short text in its place.
    Short,
    /// The link alone.
    LinkOnly,
}

/// What to mend in a typed text.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// A character that no letter has.
    ControlCharacter,
    /// Over [`MAX_TEXT`].
    TooLong,
}

/// The text that one begins with, in the words of the company: with the token in the place of the link.
#[must_use]
pub fn template(locale: Locale, wording: &Wording, values: &Values<'_>) -> Text {
    let token = locale.t(TOKEN);
    let values = Values { link: &token, ..*values };
    Text { subject: wording.line(Field::Subject, &values), body: wording.line(Field::Body, &values) }
}

/// The same with the words that are in force now.
pub fn begun(
    tx: &mut Tx<'_>,
    locale: Locale,
    company: &Company,
    inviter: &str,
    until: &str,
) -> store::Result<Text> {
    let at = Timestamp::NEVER;
    let wording = in_force(tx, company.id, TemplateLetter::MailApp, locale.language(), at)?;
    let values = Values { company: &company.name, inviter, until, ..Values::default() };
    Ok(template(locale, &wording, &values))
}

/// Puts the link into the text and makes the address; where the text does not fit, a shorter one.
pub fn compose(locale: Locale, company: &str, text: &Text, url: &str) -> Result<Composed, Problem> {
    if text.subject.len() + text.body.len() > MAX_TEXT {
        return Err(Problem::TooLong);
    }
    let (body, link_put_back) = with_link(&text.body, url);
    let short_subject = locale.with("join-link-letter-subject", &[("company", company.into())]);
    let short_body =
        locale.with("join-link-letter-short", &[("company", company.into()), ("link", url.into())]);
    let subject_put_back = text.subject.trim().is_empty();
    let own_subject = if subject_put_back { &short_subject } else { &text.subject }.clone();
    let steps = [
        (Fit::Full, own_subject.clone(), body.clone()),
        (Fit::Short, short_subject, short_body),
        (Fit::LinkOnly, locale.t("join-link-letter-bare-subject"), url.to_owned()),
    ];
    for (fit, subject, shortened) in steps {
        match mailto::letter(&subject, &shortened) {
            Ok(uri) => {
                let subject = own_subject;
                return Ok(Composed { body, subject, uri, fit, link_put_back, subject_put_back });
            }
            Err(Refused::ControlCharacter) => return Err(Problem::ControlCharacter),
            Err(Refused::TooLong { .. }) => {}
        }
    }
    Err(Problem::TooLong)
}

/// How long the address of this text would be with a link like `url`, whether it fits or not.
#[must_use]
pub fn length(text: &Text, url: &str) -> usize {
    match mailto::letter(&text.subject, &with_link(&text.body, url).0) {
        Ok(uri) => uri.len(),
        Err(Refused::TooLong { length }) => length,
        Err(Refused::ControlCharacter) => 0,
    }
}

const TOKEN: &str = "join-link-token";

/// The text with the link in a paragraph of its own, which mail programs make clickable whole; and
/// whether there was no place for it.
fn with_link(body: &str, url: &str) -> (String, bool) {
    let found = Language::ALL
        .into_iter()
        .filter_map(|language| {
            let token = Locale::new(language).t(TOKEN);
            body.find(&token).map(|at| (at, token.len()))
        })
        .min();
    let Some((at, length)) = found else { return (paragraphs(body, url, ""), true) };
    let after = body[at + length..].trim_start_matches(['.', ',', ';', ':', '!', ' ']);
    (paragraphs(&body[..at], url, after), false)
}

fn paragraphs(before: &str, url: &str, after: &str) -> String {
    let parts = [before.trim_end(), url, after.trim()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const URL: &str = "https://portal.romashka.example/j/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    fn russian() -> Locale {
        Locale::new(Language::Ru)
    }

    fn text(body: &str) -> Text {
        Text { subject: "Привет".to_owned(), body: body.to_owned() }
    }

    #[test]
    fn a_letter_without_a_subject_gets_the_usual_one() {
        let bare = Text { subject: " ".to_owned(), ..text("Привет, [ссылка]") };
        let letter = compose(russian(), "Ромашка", &bare, URL).unwrap();
        assert_eq!(
            letter.subject,
            russian().with("join-link-letter-subject", &[("company", "Ромашка".into())])
        );
        assert!(letter.subject_put_back && !letter.uri.contains("subject=&"), "{}", letter.uri);
        assert!(!composed("Привет, [ссылка]").subject_put_back);
    }

    fn composed(body: &str) -> Composed {
        compose(russian(), "Ромашка", &text(body), URL).unwrap()
    }

    #[test]
    fn the_template_fits_whole_in_both_languages() {
        for language in Language::ALL {
            let locale = Locale::new(language);
            let wording = Wording::default_of(TemplateLetter::MailApp, language);
            let template = template(
                locale,
                wording,
                &Values {
                    company: "Ромашка и партнёры",
                    inviter: "Анна Константинопольская",
                    until: "7 декабря",
                    ..Values::default()
                },
            );
            let letter = compose(locale, "Ромашка и партнёры", &template, URL).unwrap();
            assert_eq!((letter.fit, letter.link_put_back), (Fit::Full, false), "{}", letter.uri.len());
            assert!(letter.body.contains(&format!("\n\n{URL}\n\n")), "{}", letter.body);
        }
    }

    #[test]
    fn the_link_stands_alone_wherever_its_token_was() {
        for body in ["Вот [ссылка]. Ждём!", "Вот\n\n[ссылка]\n\nЖдём!", "Вот [link], Ждём!"]
        {
            let letter = composed(body);
            assert_eq!(letter.body, format!("Вот\n\n{URL}\n\nЖдём!"), "{body}");
            assert!(!letter.link_put_back);
        }
    }

    #[test]
    fn a_deleted_link_comes_back_at_the_end() {
        let letter = composed("Приходите\n");
        assert_eq!(letter.body, format!("Приходите\n\n{URL}"));
        assert!(letter.link_put_back);
        assert_eq!(composed("").body, URL);
    }

    #[test]
    fn what_does_not_fit_is_shortened_in_two_steps_and_the_whole_can_be_copied() {
        let long = format!("{}[ссылка]", "ы".repeat(400));
        let short = composed(&long);
        assert_eq!(short.fit, Fit::Short);
        assert!(short.body.starts_with("ыыы") && short.uri.len() <= mailto::MAX_LENGTH);

        let company = "Ы".repeat(300);
        let bare = compose(russian(), &company, &text(&long), URL).unwrap();
        assert_eq!(bare.fit, Fit::LinkOnly);
        assert!(bare.uri.contains("portal.romashka.example"));
    }

    #[test]
    fn what_no_letter_has_is_refused() {
        let refused = |body: &str| compose(russian(), "Ромашка", &text(body), URL).unwrap_err();
        assert_eq!(refused("a\0b"), Problem::ControlCharacter);
        assert_eq!(refused(&"a".repeat(MAX_TEXT)), Problem::TooLong);
    }
}
