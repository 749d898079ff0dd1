//! The letter of the review as it will come, for a frame of the page.

use axum::Router;
use axum::routing::get;
use axum_extra::extract::{Form, Query};
use serde::Deserialize;

use super::departments::Chosen;
use super::inviter;
use crate::base::id::DepartmentId;
use crate::i18n::Language;
use crate::invitations::letter::sample::Sample;
use crate::letter_templates::web::preview::{self, View};
use crate::letter_templates::{TemplateLetter, in_force, trial};
use crate::portal::SharedPortal;
use crate::web::page::PageResult;
use crate::web::signed_in::SignedIn;

const PATH: &str = "/invite/mail-service/letter";

/// The routes.
pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(begun).post(typed))
}

/// Where it is to be seen, before anything is changed in the review.
pub(super) fn address(chosen: &Chosen, language: Language) -> String {
    let query = chosen.query();
    let joint = if query.is_empty() { '?' } else { '&' };
    format!("{PATH}{query}{joint}language={language}")
}

/// What the review says of it.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Asked {
    view: View,
    language: String,
    department: Vec<DepartmentId>,
    name: Vec<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Look {
    view: View,
}

async fn begun(me: SignedIn, Query(asked): Query<Asked>) -> PageResult {
    let view = asked.view;
    shown(me, asked, view).await
}

async fn typed(me: SignedIn, Query(look): Query<Look>, Form(asked): Form<Asked>) -> PageResult {
    shown(me, asked, look.view).await
}

/// To the first who has a name.
async fn shown(me: SignedIn, asked: Asked, view: View) -> PageResult {
    if let Some(refusal) = inviter(&me).await? {
        return Ok(refusal);
    }
    let (company, now) = (&me.visitor.company, me.visitor.portal.now());
    let language = Language::from_tag(&asked.language).unwrap_or(company.language);
    let (id, chosen) = (company.id, asked.department);
    let (wording, departments) = me
        .visitor
        .portal
        .read(move |tx| {
            let wording = in_force(tx, id, TemplateLetter::Invitation, language, now)?;
            let mut departments = tx.departments().list(id)?;
            departments.retain(|department| department.parent.is_some() && chosen.contains(&department.id));
            Ok((wording, departments))
        })
        .await?;
    let secret = trial::no_secret(&me.visitor.portal.key, company);
    let sample = Sample {
        company,
        inviter: &me.me,
        language,
        is_reminder: false,
        name: asked.name.into_iter().find(|name| !name.trim().is_empty()).unwrap_or_default(),
        departments: departments.into_iter().map(|department| department.name).collect(),
        wording,
        secret: &secret,
    };
    Ok(preview::framed(preview::shown(&me, sample, view)?))
}
