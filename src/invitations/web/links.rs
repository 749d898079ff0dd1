//! By a link that is passed on: making one.

use askama::Template;
use axum::Router;
use axum::routing::get;
use axum_extra::extract::{Form, Query};
use http::StatusCode;
use serde::Deserialize;

use super::departments::{Chosen, Picker};
use super::inviter;
use crate::base::id::DepartmentId;
use crate::join_links::mint::{self, Outcome, Request};
use crate::join_links::{self, Channel};
use crate::portal::SharedPortal;
use crate::seats::SeatsLine;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// The routes.
pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route("/invite/link", get(show).post(make))
}

#[derive(Template)]
#[template(path = "invitations/links.html")]
struct LinksPage {
    shell: Shell,
    seats: SeatsLine,
    chosen: Chosen,
    picker: Picker,
    uses: String,
    days: String,
    errors: Errors,
    /// What becomes of whoever opens it.
    entrance: String,
}

#[derive(Deserialize)]
struct LinkForm {
    #[serde(default)]
    department: Vec<DepartmentId>,
    /// Those that were checked without having been chosen.
    #[serde(default)]
    suggested: Vec<DepartmentId>,
    #[serde(default)]
    uses: String,
    #[serde(default)]
    days: String,
}

async fn show(me: SignedIn, Query(chosen): Query<Chosen>) -> PageResult {
    if let Some(refusal) = inviter(&me).await? {
        return Ok(refusal);
    }
    let rules = &me.visitor.company.inviting;
    let (uses, days) = (rules.join_link_uses.to_string(), rules.join_link_days.to_string());
    shown(&me, chosen, (uses, days), Errors::new(), StatusCode::OK).await
}

async fn shown(
    me: &SignedIn,
    chosen: Chosen,
    (uses, days): (String, String),
    mut errors: Errors,
    status: StatusCode,
) -> PageResult {
    let picker = Picker::of(me, &chosen).await?;
    if errors.is_empty() && !picker.error.is_empty() {
        errors.push(("department", picker.error.clone()));
    }
    let (shell, seats) = (me.shell(Section::Invite), SeatsLine::of_link(me));
    let entrance = join_links::entrance(me.locale(), &me.visitor.company.inviting);
    page_with(status, &LinksPage { shell, seats, chosen, picker, uses, days, errors, entrance })
}

async fn make(me: SignedIn, Form(form): Form<LinkForm>) -> PageResult {
    let (locale, rules) = (me.locale(), me.visitor.company.inviting.clone());
    let bad_uses = locale.n("invite-link-bad-uses", rules.join_link_uses);
    let bad_days = locale.n("invite-link-bad-days", rules.join_link_days);
    let (uses, days) = (form.uses.trim().parse().ok(), form.days.trim().parse().ok());
    let mut errors = Errors::new();
    if uses.is_none() {
        errors.push(("uses", bad_uses.clone()));
    }
    if days.is_none() {
        errors.push(("days", bad_days.clone()));
    }
    let chosen = Chosen::of(&form.department, &form.suggested);
    errors.extend(chosen.obstacle(&me).await?.map(|words| ("department", words)));
    let typed = (form.uses, form.days);
    if !errors.is_empty() {
        return shown(&me, chosen, typed, errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let request = Request {
        departments: chosen.department.clone(),
        channel: Channel::Link,
        language: locale.language(),
        max_uses: uses,
        days,
    };
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    let error = match portal.write(move |tx| mint::mint(tx, &actor, &company, &request, now)).await? {
        Outcome::Minted(link) => {
            let page = format!("/join-links/{}", link.id);
            return Ok(see_other_with(&page, &flash::good("link-made", None)));
        }
        Outcome::NotAllowed => ("uses", locale.t("invite-no-right")),
        Outcome::UnknownDepartment => ("department", locale.t("invite-department-gone")),
        Outcome::DepartmentNotAllowed => ("department", locale.t("invite-department-not-allowed")),
        Outcome::TooManyOpen { most } => ("uses", locale.n("flash-too-many-links", most)),
        Outcome::BadUses { .. } => ("uses", bad_uses),
        Outcome::BadLifetime { .. } => ("days", bad_days),
    };
    shown(&me, chosen, typed, vec![error], StatusCode::UNPROCESSABLE_ENTITY).await
}
