//! Pages of inviting: each step is a page that works alone, and a step of the side panel.

mod batch;
mod departments;
mod former;
mod letter;
mod links;
mod mail_app;
mod mail_service;
mod piles;
mod returned;

use askama::Template;
use axum::Router;
use axum::response::Response;
use axum::routing::get;
use axum_extra::extract::{Form, Query};
use http::StatusCode;
use serde::Deserialize;

use self::departments::{Chosen, Picker};
use crate::access_rights::{Over, Permission};
use crate::base::id::DepartmentId;
use crate::join_links::mailto;
use crate::people::Status;
use crate::portal::SharedPortal;
use crate::seats::SeatsLine;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page, page_with, see_other};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/invite", get(ways))
        .route("/invite/start", get(start).post(go_on))
        .route("/invite/other", get(other))
        .route("/more", get(more))
        .merge(mail_app::routes())
        .merge(mail_service::routes())
        .merge(letter::routes())
        .merge(batch::routes())
        .merge(links::routes())
}

/// What was typed for the mail service, while other steps are looked at: it travels along in their forms, as no
/// address may hold it.
#[derive(Clone, Debug, Default)]
struct Typed {
    addresses: String,
    /// Of the letters, where it was chosen already.
    language: String,
}

impl Typed {
    fn is_empty(&self) -> bool {
        self.addresses.trim().is_empty()
    }
}

#[derive(Template)]
#[template(path = "invitations/ways.html")]
struct WaysPage {
    shell: Shell,
    typed: Typed,
    picker: Picker,
    seats: SeatsLine,
}

impl WaysPage {
    fn with(me: &SignedIn, picker: Picker, typed: Typed) -> Self {
        Self { shell: me.shell(Section::Invite), seats: SeatsLine::of_inviting(me, 0), typed, picker }
    }
}

#[derive(Template)]
#[template(path = "invitations/not_allowed.html")]
struct NotAllowedPage {
    shell: Shell,
    administrators: Vec<(String, String)>,
}

#[derive(Template)]
#[template(path = "invitations/other.html")]
struct OtherPage {
    shell: Shell,
    chosen: Chosen,
    typed: Typed,
    /// Whether the reader may register people as well.
    manages: bool,
}

#[derive(Template)]
#[template(path = "invitations/more.html")]
struct MorePage {
    shell: Shell,
    invited: i64,
}

async fn ways(me: SignedIn, Query(chosen): Query<Chosen>) -> PageResult {
    if let Some(refusal) = inviter(&me).await? {
        return Ok(refusal);
    }
    first_step(&me, chosen, Typed::default()).await
}

async fn first_step(me: &SignedIn, chosen: Chosen, typed: Typed) -> PageResult {
    page(&WaysPage::with(me, Picker::of(me, &chosen).await?, typed))
}

/// The first step again, where people cannot be invited into what was chosen; it says why.
async fn refused(me: &SignedIn, chosen: &Chosen, typed: &Typed) -> Result<Option<Response>, Failure> {
    let Some(error) = chosen.obstacle(me).await? else { return Ok(None) };
    let picker = Picker { error, ..Picker::of(me, chosen).await? };
    let page = WaysPage::with(me, picker, typed.clone());
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &page).map(Some)
}

/// For how many the link of a letter is, and until when.
fn link_note(me: &SignedIn) -> String {
    let (rules, now) = (&me.visitor.company.inviting, me.visitor.portal.now());
    let until = me.locale().day(now.plus_days(rules.join_link_days), now, &me.zone());
    me.locale().with("invite-link-note", &[("n", rules.join_link_uses.into()), ("until", (&until).into())])
}

/// Whom to ask: the page of somebody who may not invite.
async fn not_allowed(me: &SignedIn) -> PageResult {
    let company = me.visitor.company.id;
    let people = me.visitor.portal.read(move |tx| tx.people().administrators(company)).await?;
    let administrators = people.iter().map(|person| {
        let address = crate::base::email_address::EmailAddress::parse(&person.email);
        let uri = address.map(|address| mailto::to(&address)).unwrap_or_default();
        (person.shown_name().to_owned(), uri)
    });
    let shell = me.shell(Section::Invite);
    let page = NotAllowedPage { shell, administrators: administrators.collect() };
    page_with(StatusCode::FORBIDDEN, &page)
}

/// The inviter of a step, or the page that tells him whom to ask.
async fn inviter(me: &SignedIn) -> Result<Option<Response>, Failure> {
    if me.may(Permission::Invite, Over::Anything) { Ok(None) } else { not_allowed(me).await.map(Some) }
}

#[derive(Deserialize)]
struct Start {
    #[serde(default)]
    way: String,
    #[serde(default)]
    department: Vec<DepartmentId>,
    /// Those that were checked without having been chosen.
    #[serde(default)]
    suggested: Vec<DepartmentId>,
    #[serde(default)]
    addresses: String,
    #[serde(default)]
    language: String,
}

impl Start {
    fn chosen(&self) -> Chosen {
        Chosen::of(&self.department, &self.suggested)
    }

    /// The address of the step that was asked for.
    fn address(&self) -> String {
        let path = match self.way.as_str() {
            "mail-app" => "/invite/mail-app",
            "mail-service" => "/invite/mail-service",
            "other" => "/invite/other",
            _ => "/invite",
        };
        self.chosen().to(path)
    }
}

/// Leads on to the way that was chosen.
async fn start(_me: SignedIn, Query(start): Query<Start>) -> Response {
    see_other(&start.address())
}

/// The same, where addresses were typed already; also back to the first step.
async fn go_on(me: SignedIn, Form(start): Form<Start>) -> PageResult {
    let (chosen, address) = (start.chosen(), start.address());
    let typed = Typed { addresses: start.addresses, language: start.language };
    if typed.is_empty() {
        return Ok(see_other(&address));
    }
    if !me.may(Permission::Invite, Over::Anything) {
        return mail_service::no_right(&me, chosen, typed);
    }
    match start.way.as_str() {
        "mail-app" => mail_app::begun(&me, chosen, typed).await,
        "mail-service" => mail_service::first_step(&me, chosen, typed).await,
        "other" => other_ways(&me, chosen, typed),
        _ => first_step(&me, chosen, typed).await,
    }
}

async fn other(me: SignedIn, Query(chosen): Query<Chosen>) -> PageResult {
    if let Some(refusal) = inviter(&me).await? {
        return Ok(refusal);
    }
    other_ways(&me, chosen, Typed::default())
}

fn other_ways(me: &SignedIn, chosen: Chosen, typed: Typed) -> PageResult {
    let manages = me.may(Permission::Register, Over::Anything);
    page(&OtherPage { shell: me.shell(Section::Invite), chosen, typed, manages })
}

/// The fourth place of the phone's bottom bar.
async fn more(me: SignedIn) -> PageResult {
    let company = me.visitor.company.id;
    let counts = me.visitor.portal.read(move |tx| tx.people().counts(company)).await?;
    let invited = counts.iter().find(|(status, _)| *status == Status::Invited).map_or(0, |(_, n)| *n);
    page(&MorePage { shell: me.shell(Section::More), invited })
}
