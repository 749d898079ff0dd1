//! The last two steps, by the new administrator: how letters leave, and whom he invites first.

use askama::Template;
use axum::Form;
use axum::extract::Query;
use axum::response::Response;
use serde::Deserialize;

use super::STEPS;
use crate::company::web::mail::{self, MailForm, MailView};
use crate::i18n::Language;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page, page_with, see_other, with_cookie};
use crate::web::shell::{Bare, Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};
use crate::web::visitor::language_cookie;

#[derive(Template)]
#[template(path = "setup/mail.html")]
struct MailPage {
    shell: Bare,
    progress: String,
    mail: MailView,
}

#[derive(Template)]
#[template(path = "setup/colleagues.html")]
struct ColleaguesPage {
    shell: Bare,
    progress: String,
    portal: Shell,
}

/// `GET /welcome/mail`.
pub async fn mail(SettingsManager(me): SettingsManager) -> PageResult {
    let mail = MailView::present(&me).await?;
    mail_page(&me, mail)
}

/// `POST /welcome/mail`.
pub async fn set_mail(SettingsManager(me): SettingsManager, Form(form): Form<MailForm>) -> PageResult {
    match mail::save(&me, form).await? {
        Ok(()) => Ok(see_other("/welcome/colleagues")),
        Err(mail) => mail_page(&me, *mail),
    }
}

/// `GET /welcome/mail/trial` and `/language`: where a form was answered there is no page to come back to.
pub async fn back_to_mail() -> Response {
    see_other("/welcome/mail")
}

/// `POST /welcome/mail/trial`.
pub async fn try_mail(SettingsManager(me): SettingsManager, Form(form): Form<MailForm>) -> PageResult {
    let mail = mail::try_form(&me, form).await?;
    mail_page(&me, mail)
}

/// The language that was pressed while a form was being filled in.
#[derive(Deserialize)]
pub struct Spoken {
    language: String,
}

/// `POST /welcome/mail/language`: the same, with what is typed, in another language.
pub async fn speak(
    SettingsManager(me): SettingsManager,
    Query(spoken): Query<Spoken>,
    Form(form): Form<MailForm>,
) -> PageResult {
    let language = Language::from_tag(&spoken.language).ok_or(Failure::Malformed)?;
    let me = me.speaking(language).await?;
    let mail = MailView::typed(&me, form).await?;
    Ok(with_cookie(mail_page(&me, mail)?, &language_cookie(language)))
}

fn mail_page(me: &SignedIn, mail: MailView) -> PageResult {
    page_with(mail.status, &MailPage { shell: me.visitor.bare(), progress: progress(me, 3), mail })
}

/// `GET /welcome/colleagues`.
pub async fn colleagues(SettingsManager(me): SettingsManager) -> PageResult {
    let portal = me.shell(Section::Invite);
    page(&ColleaguesPage { shell: me.visitor.bare(), progress: progress(&me, 4), portal })
}

fn progress(me: &SignedIn, n: i64) -> String {
    me.locale().with("setup-step", &[("n", n.into()), ("steps", STEPS.into())])
}
