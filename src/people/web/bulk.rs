//! One action on many: each row has its own fate, and one bad row never stops the rest.

use askama::Template;
use axum::response::Response;
use axum_extra::extract::Form;
use serde::Deserialize;

use crate::base::id::InvitationId;
use crate::history::Actor;
use crate::invitations::{find_managed, refusals, resend, revoke};
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, local_path, page, see_other, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Badge, Icon, Shell, Tone, flash};

/// Rows of one action at the most: what a page shows.
const MOST: usize = 200;

#[derive(Deserialize)]
pub(super) struct BulkForm {
    #[serde(default, rename = "id")]
    ids: Vec<i64>,
    action: Option<Action>,
    confirmed: Option<String>,
    return_to: Option<String>,
}

#[derive(Clone, Copy, Deserialize, Eq, PartialEq)]
#[serde(rename_all = "lowercase")]
enum Action {
    Resend,
    Revoke,
}

#[derive(Template)]
#[template(path = "people/confirm.html")]
pub(super) struct ConfirmPage {
    pub shell: Shell,
    pub heading: String,
    pub words: String,
    pub names: Vec<String>,
    pub ids: Vec<i64>,
    pub action: String,
    pub return_to: String,
    pub back: String,
    pub button: String,
}

struct ResultRow {
    name: String,
    badge: Badge,
    why: String,
}

#[derive(Template)]
#[template(path = "people/results.html")]
struct ResultsPage {
    shell: Shell,
    heading: String,
    tone: Tone,
    rows: Vec<ResultRow>,
    back: String,
}

/// What became of one row; the reason is the key of a message.
struct Fate {
    name: String,
    refused: Option<&'static str>,
}

pub(super) async fn submit(signed_in: SignedIn, Form(form): Form<BulkForm>) -> PageResult {
    let back = local_path(form.return_to.as_deref()).to_owned();
    let Some(action) = form.action else { return Ok(see_other(&back)) };
    let mut ids = form.ids;
    ids.truncate(MOST);
    if ids.is_empty() {
        return Ok(see_other_with(&back, &flash::bad("bulk-none", None)));
    }
    if action == Action::Revoke && form.confirmed.is_none() {
        return confirm(&signed_in, ids, back).await;
    }
    let mut fates = Vec::with_capacity(ids.len());
    for id in ids {
        fates.push(one(&signed_in, action, InvitationId(id)).await?);
    }
    if action == Action::Resend {
        signed_in.visitor.portal.outbox_bell.notify_one();
    }
    answer(&signed_in, action, fates, back)
}

async fn one(signed_in: &SignedIn, action: Action, id: InvitationId) -> std::result::Result<Fate, Failure> {
    let portal = &signed_in.visitor.portal;
    let (actor, company, now) = (signed_in.actor(), signed_in.visitor.company.clone(), portal.now());
    let random = std::sync::Arc::clone(&portal.random);
    let fate = portal
        .write(move |tx| {
            let name = name_of(tx, &actor, &company, id)?;
            let refused = match action {
                Action::Resend => match resend::resend(tx, &actor, &company, id, &*random, now)? {
                    resend::Outcome::Queued { .. } => None,
                    resend::Outcome::Refused(refusal) => Some(refusals::refused(refusal)),
                    resend::Outcome::Ended(state) => Some(refusals::ended(state)),
                    resend::Outcome::NotFound => Some("bulk-not-found"),
                },
                Action::Revoke => match revoke::revoke(tx, &actor, &company, id, now)? {
                    revoke::Outcome::Revoked => None,
                    revoke::Outcome::Ended(state) => Some(refusals::ended(state)),
                    revoke::Outcome::NotFound => Some("bulk-not-found"),
                },
            };
            Ok(Fate { name, refused })
        })
        .await?;
    Ok(fate)
}

fn name_of(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &crate::company::Company,
    id: InvitationId,
) -> Result<String> {
    let found = find_managed(tx, actor, company, id)?;
    Ok(found.map_or_else(|| format!("№ {id}"), |invitation| invitation.shown_name().to_owned()))
}

async fn confirm(signed_in: &SignedIn, ids: Vec<i64>, back: String) -> PageResult {
    let (actor, company) = (signed_in.actor(), signed_in.visitor.company.clone());
    let asked = ids.clone();
    let names = signed_in
        .visitor
        .portal
        .read(move |tx| {
            asked
                .iter()
                .map(|id| name_of(tx, &actor, &company, InvitationId(*id)))
                .collect::<Result<Vec<_>>>()
        })
        .await?;
    let locale = signed_in.locale();
    let n = i64::try_from(names.len()).unwrap_or(0);
    page(&ConfirmPage {
        shell: signed_in.shell(Section::Employees),
        heading: locale.n("people-revoke-many", n),
        words: locale.n("people-revoke-many-words", n),
        names,
        ids,
        action: "/employees/bulk".to_owned(),
        return_to: back.clone(),
        back,
        button: locale.n("people-revoke-many-button", n),
    })
}

fn answer(signed_in: &SignedIn, action: Action, fates: Vec<Fate>, back: String) -> PageResult {
    let locale = signed_in.locale();
    let all = i64::try_from(fates.len()).unwrap_or(0);
    let done = i64::try_from(fates.iter().filter(|fate| fate.refused.is_none()).count()).unwrap_or(0);
    let key = match action {
        Action::Resend => "bulk-resent",
        Action::Revoke => "bulk-revoked",
    };
    if done == all {
        let response: Response = see_other_with(&back, &flash::good(key, Some(done)));
        return Ok(response);
    }
    let row = |fate: Fate| ResultRow {
        name: fate.name,
        badge: match fate.refused {
            None => Badge::new(Tone::Ok, Icon::Check, locale.t("people-result-done")),
            Some(_) => Badge::new(Tone::Warn, Icon::Warning, locale.t("people-result-not-done")),
        },
        why: fate.refused.map(|key| locale.t(&format!("flash-{key}"))).unwrap_or_default(),
    };
    // Those that were not done come first: they want a hand.
    let (refused, fine): (Vec<_>, Vec<_>) = fates.into_iter().partition(|fate| fate.refused.is_some());
    page(&ResultsPage {
        shell: signed_in.shell(Section::Employees),
        heading: locale.with("people-results-heading", &[("done", done.into()), ("all", all.into())]),
        tone: if done == 0 { Tone::Bad } else { Tone::Warn },
        rows: refused.into_iter().chain(fine).map(row).collect(),
        back,
    })
}
