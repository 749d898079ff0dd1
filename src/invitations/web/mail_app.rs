//! By one's own mail program: the text, and then the link that opens it.

use askama::Template;
use axum::Router;
use axum::routing::get;
use axum_extra::extract::{Form, Query};
use http::StatusCode;
use serde::Deserialize;

use super::departments::Chosen;
use super::{Typed, inviter, link_note, refused};
use crate::base::id::DepartmentId;
use crate::base::secret::{Purpose, Row};
use crate::join_links::letter::{self, Composed, Fit, Problem, Text};
use crate::join_links::mint::{self, Outcome, Request};
use crate::join_links::{Channel, JoinLink, entrance, mailto};
use crate::portal::SharedPortal;
use crate::seats::SeatsLine;
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// The routes.
pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route("/invite/mail-app", get(show).post(submit))
}

#[derive(Template)]
#[template(path = "invitations/mail_app.html")]
struct TextPage {
    shell: Shell,
    seats: SeatsLine,
    chosen: Chosen,
    typed: Typed,
    /// The departments that whoever opens the link comes into.
    into: String,
    text: Text,
    errors: Errors,
    /// An address as long as that of a link, for measuring.
    sample: String,
    note: String,
    /// What becomes of whoever opens the link.
    entrance: String,
}

impl TextPage {
    async fn of(
        me: &SignedIn,
        (chosen, typed): (Chosen, Typed),
        text: Text,
        errors: Errors,
    ) -> Result<Self, Failure> {
        let into = chosen.names(me).await?;
        let (portal, company) = (&me.visitor.portal, &me.visitor.company);
        let nothing = Row { company: company.id, id: 0, generation: 0 };
        let secret = "A".repeat(portal.key.link(Purpose::JoinLink, nothing).len());
        let sample = company.link(&format!("/j/{secret}"));
        let entrance = entrance(me.locale(), &company.inviting);
        let (shell, seats, note) = (me.shell(Section::Invite), SeatsLine::of_link(me), link_note(me));
        Ok(Self { shell, seats, chosen, typed, into, text, errors, sample, note, entrance })
    }

    /// What the address of the letter has now, and may have at the most.
    fn length(&self) -> (usize, usize) {
        (letter::length(&self.text, &self.sample), mailto::MAX_LENGTH)
    }
}

#[derive(Template)]
#[template(path = "invitations/mail_app_ready.html")]
struct ReadyPage {
    shell: Shell,
    chosen: Chosen,
    typed: Typed,
    into: String,
    composed: Composed,
    url: String,
    /// The page of the link.
    link: String,
    until: String,
    max_uses: i64,
    notices: Vec<String>,
}

#[derive(Deserialize)]
struct TextForm {
    #[serde(default)]
    department: Vec<DepartmentId>,
    #[serde(default)]
    subject: String,
    #[serde(default)]
    body: String,
    #[serde(default)]
    addresses: String,
    #[serde(default)]
    language: String,
    /// Whether the text is only to be shown once more.
    #[serde(default)]
    look: bool,
}

async fn show(me: SignedIn, Query(chosen): Query<Chosen>) -> PageResult {
    if let Some(refusal) = inviter(&me).await? {
        return Ok(refusal);
    }
    begun(&me, chosen, Typed::default()).await
}

/// The text as the portal suggests it.
pub(super) async fn begun(me: &SignedIn, chosen: Chosen, typed: Typed) -> PageResult {
    if let Some(refusal) = refused(me, &chosen, &typed).await? {
        return Ok(refusal);
    }
    let now = me.visitor.portal.now();
    let end = now.plus_days(me.visitor.company.inviting.join_link_days);
    let until = me.locale().exactly(end, &me.zone());
    let (locale, company) = (me.locale(), me.visitor.company.clone());
    let inviter = me.me.shown_name().to_owned();
    let text =
        me.visitor.portal.read(move |tx| letter::begun(tx, locale, &company, &inviter, &until)).await?;
    page(&TextPage::of(me, (chosen, typed), text, Errors::new()).await?)
}

async fn submit(me: SignedIn, Form(form): Form<TextForm>) -> PageResult {
    let chosen = Chosen { department: form.department };
    let typed = Typed { addresses: form.addresses, language: form.language };
    let text = Text { subject: form.subject, body: form.body };
    if form.look {
        return page(&TextPage::of(&me, (chosen, typed), text, Errors::new()).await?);
    }
    let (locale, company) = (me.locale(), me.visitor.company.clone());
    // Tried before anything is made: a text that has to be mended costs no link.
    if let Err(problem) = letter::compose(locale, &company.name, &text, &company.link("/j/")) {
        let key = match problem {
            Problem::ControlCharacter => "invite-text-control-character",
            Problem::TooLong => "invite-text-too-long",
        };
        return again(&me, (chosen, typed), text, vec![("body", locale.t(key))]).await;
    }
    let request = Request {
        departments: chosen.department.clone(),
        channel: Channel::MailApp,
        language: locale.language(),
        max_uses: None,
        days: None,
    };
    let (actor, now) = (me.actor(), me.visitor.portal.now());
    let minted = {
        let company = company.clone();
        me.visitor.portal.write(move |tx| mint::mint(tx, &actor, &company, &request, now)).await?
    };
    let words = match minted {
        Outcome::Minted(link) => return ready(&me, (chosen, typed), &text, &link).await,
        Outcome::TooManyOpen { most } => locale.n("flash-too-many-links", most),
        Outcome::DepartmentNotAllowed => locale.t("invite-department-not-allowed"),
        Outcome::NotAllowed => locale.t("invite-no-right"),
        Outcome::UnknownDepartment | Outcome::BadUses { .. } | Outcome::BadLifetime { .. } => {
            let gone = vec![("body", locale.t("invite-department-gone"))];
            return again(&me, (Chosen::default(), typed), text, gone).await;
        }
    };
    again(&me, (chosen, typed), text, vec![("body", words)]).await
}

async fn again(me: &SignedIn, along: (Chosen, Typed), text: Text, errors: Errors) -> PageResult {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &TextPage::of(me, along, text, errors).await?)
}

async fn ready(me: &SignedIn, (chosen, typed): (Chosen, Typed), text: &Text, link: &JoinLink) -> PageResult {
    let (locale, company) = (me.locale(), &me.visitor.company);
    let url = company.link(&link.path(&me.visitor.portal.key));
    let Ok(composed) = letter::compose(locale, &company.name, text, &url) else {
        return again(me, (chosen, typed), text.clone(), vec![("body", locale.t("invite-text-too-long"))])
            .await;
    };
    let mut notices = Vec::new();
    match composed.fit {
        Fit::Full => {}
        Fit::Short => notices.push(locale.t("invite-fit-short")),
        Fit::LinkOnly => notices.push(locale.t("invite-fit-link-only")),
    }
    if composed.link_put_back {
        notices.push(locale.t("invite-link-put-back"));
    }
    if composed.subject_put_back {
        notices.push(locale.named("invite-subject-put-back", &composed.subject));
    }
    let until = locale.day(link.expires_at, me.visitor.portal.now(), &me.zone());
    let (shell, max_uses, into) = (me.shell(Section::Invite), link.max_uses, chosen.names(me).await?);
    let link = format!("/join-links/{}", link.id);
    page(&ReadyPage { shell, chosen, typed, into, composed, url, link, until, max_uses, notices })
}
