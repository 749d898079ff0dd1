//! The letter as its receiver would see it, for a frame of the page: by day, by night, as text. It is made by what
//! makes the real ones.

use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::response::{Html, IntoResponse as _, Response};
use http::{HeaderValue, header};
use serde::Deserialize;

use super::{Parts, Place, WordsForm, checked, told};
use crate::invitations::letter::sample::Sample;
use crate::join_links::{letter as mail_app, mailto};
use crate::letter_templates::placeholder::Values;
use crate::letter_templates::{TemplateLetter, Wording, trial};
use crate::mail::design;
use crate::mail::message::{Mailbox, shown_address};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, form_of};
use crate::web::page::PageResult;
use crate::web::signed_in::{SettingsManager, SignedIn};

/// The frame shows, and does nothing: no script, no form, no way out of it. The page may look how high it is.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; \
     frame-ancestors 'self'; sandbox allow-same-origin";

/// How it is looked at.
#[derive(Clone, Copy, Default, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum View {
    /// By day.
    #[default]
    Light,
    /// By night.
    Dark,
    /// Without any layout.
    Text,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    view: View,
}

/// What mail programs show above a letter.
#[derive(Template)]
#[template(path = "letters/preview_head.html")]
struct Head<'a> {
    from: &'a str,
    subject: &'a str,
    is_dark: bool,
    from_label: String,
    subject_label: String,
}

#[derive(Template)]
#[template(path = "letters/preview_text.html")]
struct TextPage<'a> {
    language: &'static str,
    subject: &'a str,
    subject_label: String,
    text: &'a str,
    /// How much of what fits into the address of a letter is used; empty where it is in none.
    used: String,
}

#[derive(Template)]
#[template(path = "letters/preview_problems.html")]
struct ProblemsPage {
    language: &'static str,
    heading: String,
    errors: Errors,
}

pub(super) async fn kept(
    SettingsManager(me): SettingsManager,
    parts: Parts,
    Query(asked): Query<Asked>,
) -> PageResult {
    let place = Place::of(&parts)?;
    let kept = super::kept(&me, place).await?;
    Ok(framed(letter(&me, place, asked.view, kept)?))
}

pub(super) async fn typed(
    SettingsManager(me): SettingsManager,
    parts: Parts,
    Query(asked): Query<Asked>,
    Form(fields): Form<Fields>,
) -> PageResult {
    let place = Place::of(&parts)?;
    let form: WordsForm = form_of(&fields);
    let shown = match checked(&me, place, &form) {
        Ok(wording) => letter(&me, place, asked.view, wording)?,
        Err(problems) => {
            let heading = me.locale().t("letter-template-preview-problems");
            let language = me.locale().language().tag();
            ProblemsPage { language, heading, errors: told(me.locale(), place, &problems) }.render()?
        }
    };
    Ok(framed(shown))
}

/// What a frame of the page shows.
#[must_use]
pub fn framed(html: String) -> Response {
    let mut response = Html(html).into_response();
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    response
}

fn letter(me: &SignedIn, place: Place, view: View, wording: Wording) -> Result<String, Failure> {
    if place.letter == TemplateLetter::MailApp {
        return mail_app_letter(me, place, &wording);
    }
    let (portal, company) = (&me.visitor.portal, &me.visitor.company);
    let secret = trial::no_secret(&portal.key, company);
    let sample = trial::sample(company, &me.me, (place.letter, place.language), wording, &secret);
    shown(me, sample, view)
}

/// The letter as its receiver would see it.
pub fn shown(me: &SignedIn, sample: Sample<'_>, view: View) -> Result<String, Failure> {
    let (portal, company) = (&me.visitor.portal, &me.visitor.company);
    let language = sample.language.tag();
    let composed = sample.composed(portal.now());
    let rendered = design::render(&composed.body);
    let subject_label = me.locale().t("letter-template-field-subject");
    if view == View::Text {
        let (subject, text, used) = (&composed.subject, &rendered.text, String::new());
        return Ok(TextPage { language, subject, subject_label, text, used }.render()?);
    }
    let is_dark = view == View::Dark;
    let from_label = me.locale().t("mailbox-from");
    let sender = portal.config.mail.sender().unwrap_or_else(|| Mailbox::unnamed(&company.sender_address()));
    let sender = sender.or_named(&composed.from_name);
    let from = format!("{} <{}>", sender.name.as_deref().unwrap_or_default(), shown_address(&sender.address));
    let subject = &composed.subject;
    let head = Head { from: &from, subject, is_dark, from_label, subject_label }.render()?;
    Ok(below(&design::in_scheme(&rendered.html, is_dark), &head))
}

/// Puts what mail programs show above a letter into its HTML. Its links lead nowhere, and the keyboard passes them by.
fn below(html: &str, head: &str) -> String {
    let html = html
        .replacen("<head>", "<head><base target=\"_blank\">", 1)
        .replace("<a href", "<a tabindex=\"-1\" href");
    let body = html.find("<body").and_then(|at| html[at..].find('>').map(|end| at + end + 1));
    let (before, after) = html.split_at(body.unwrap_or(0));
    format!("{before}{head}{after}")
}

fn mail_app_letter(me: &SignedIn, place: Place, wording: &Wording) -> Result<String, Failure> {
    let (portal, company, locale) = (&me.visitor.portal, &me.visitor.company, place.locale());
    let url = company.link(&format!("/j/{}", trial::no_secret(&portal.key, company)));
    let until = portal.now().plus_days(company.inviting.join_link_days);
    let until = locale.exactly(until, &me.zone());
    let values =
        Values { company: &company.name, inviter: me.me.shown_name(), until: &until, ..Values::default() };
    let text = mail_app::template(locale, wording, &values);
    let length = i64::try_from(mail_app::length(&text, &url)).unwrap_or(i64::MAX);
    let most = i64::try_from(mailto::MAX_LENGTH).unwrap_or(i64::MAX);
    let composed = mail_app::compose(locale, &company.name, &text, &url).map_err(|_| Failure::Broken)?;
    let numbers = [("length", length.into()), ("most", most.into())];
    Ok(TextPage {
        language: place.language.tag(),
        subject: &composed.subject,
        subject_label: me.locale().t("letter-template-field-subject"),
        text: &composed.body,
        used: me.locale().with("letter-template-preview-used", &numbers),
    }
    .render()?)
}
