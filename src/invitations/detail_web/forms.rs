//! The forms of what is done to one invitation, and what they show again after an error.

use askama::Template;
use axum::extract::Path;

use super::departments;
use crate::access_rights::Permission;
use crate::access_rights::roles::giving;
use crate::base::id::{DepartmentId, InvitationId};
use crate::company::MAX_DAYS;
use crate::invitations::{Invitation, find_managed};
use crate::people::web::Obstacle;
use crate::structure::tree::{Node, choosing};
use crate::web::Shell;
use crate::web::failure::Failure;
use crate::web::merge::mark;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

/// What a form asks for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    Revoke,
    Address,
    Link,
    Departments,
    Extend,
    Name,
}

impl Kind {
    /// The heading, with the name of the invitee where it destroys something.
    fn heading(self) -> &'static str {
        match self {
            Self::Revoke => "invitation-revoke-heading",
            Self::Address => "invitation-address-title",
            Self::Link => "invitation-link-title",
            Self::Departments => "invitation-departments-title",
            Self::Extend => "invitation-extend-title",
            Self::Name => "invitation-name-title",
        }
    }
}

#[derive(Template)]
#[template(path = "invitation/form.html")]
pub(super) struct FormPage {
    pub shell: Shell,
    pub kind: Kind,
    pub heading: String,
    pub who: String,
    /// What stands in the field.
    pub value: String,
    pub departments: Vec<Node>,
    /// Where the invitee will be at present, for the form to say whether that was changed there.
    pub shown: String,
    pub errors: Vec<(&'static str, String)>,
    pub error: String,
    /// Who has the address that was given.
    pub obstacle: Option<Obstacle>,
    pub here: String,
}

/// The form of `kind`; with `errors` (id of the field and words) after something did not fit.
pub(super) async fn form(
    me: &SignedIn,
    id: i64,
    kind: Kind,
    value: Option<String>,
    chosen: Option<Vec<DepartmentId>>,
    error: Option<(&'static str, String)>,
) -> Result<FormPage, Failure> {
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let found = me
        .visitor
        .portal
        .read(move |tx| {
            let Some(invitation) = find_managed(tx, &actor, &company, InvitationId(id))? else {
                return Ok(None);
            };
            let own = tx.invitations().departments(company.id, invitation.id)?;
            let own: Vec<DepartmentId> = own.into_iter().map(|(id, _)| id).collect();
            let shown = mark(&departments::fields_of(&own));
            let departments = giving::offered(tx, &actor, &company, Permission::Invite, &own)?;
            let departments = choosing(departments, chosen.as_deref().unwrap_or(&own));
            Ok(Some((invitation, departments, shown)))
        })
        .await?;
    let (invitation, departments, shown) = found.ok_or(Failure::NotFound)?;
    let locale = me.locale();
    let error_words = error.as_ref().map(|(_, words)| words.clone()).unwrap_or_default();
    Ok(FormPage {
        shell: me.shell(Section::Employees),
        kind,
        heading: locale.named(kind.heading(), invitation.shown_name()),
        value: value.unwrap_or_else(|| present(kind, &invitation, me)),
        who: invitation.shown_name().to_owned(),
        departments,
        shown,
        errors: error.into_iter().collect(),
        error: error_words,
        obstacle: None,
        here: format!("/invitations/{id}"),
    })
}

fn present(kind: Kind, invitation: &Invitation, me: &SignedIn) -> String {
    match kind {
        Kind::Address => invitation.email.clone(),
        Kind::Name => invitation.name.clone(),
        Kind::Extend => me.visitor.company.inviting.invitation_days.min(MAX_DAYS).to_string(),
        // What tells him from namesakes, where the heading has his name.
        Kind::Revoke if !invitation.name.is_empty() => invitation.email.clone(),
        Kind::Revoke | Kind::Link | Kind::Departments => String::new(),
    }
}

async fn empty(me: SignedIn, id: i64, kind: Kind) -> PageResult {
    page(&form(&me, id, kind, None, None, None).await?)
}

pub(super) async fn ask_revoke(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    empty(me, id, Kind::Revoke).await
}

pub(super) async fn show_address(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    empty(me, id, Kind::Address).await
}

pub(super) async fn ask_link(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    empty(me, id, Kind::Link).await
}

pub(super) async fn show_extend(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    empty(me, id, Kind::Extend).await
}

pub(super) async fn show_name(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    empty(me, id, Kind::Name).await
}
