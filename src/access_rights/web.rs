//! The page of access rights: who may invite, who the administrators are, what each role may.

use askama::Template;
use axum::Router;
use axum::extract::Form;
use axum::routing::get;
use serde::Deserialize;

use super::switch::{self, Outcome};
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::history::Action;
use crate::people::Employee;
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, page, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{Administrator, SignedIn};
use crate::web::{Face, Icon};

const PATH: &str = "/structure/access-rights";
/// Changes that are shown, the latest first.
const SHOWN: i64 = 10;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show).post(change))
}

#[derive(Template)]
#[template(path = "access_rights/page.html")]
struct RightsPage {
    shell: Shell,
    everyone: bool,
    administrators: Vec<Who>,
    abilities: [Ability; 5],
    changes: Vec<Change>,
}

struct Who {
    face: Face,
    name: String,
    email: String,
    href: String,
}

/// What a role may: the key of its words, and whether an employee may too.
struct Ability {
    key: &'static str,
    employee: bool,
}

struct Change {
    icon: Icon,
    words: String,
    who: String,
    time: String,
    when: String,
}

async fn show(signed_in: SignedIn) -> PageResult {
    let company = signed_in.visitor.company.id;
    let (administrators, switched) = signed_in
        .visitor
        .portal
        .read(move |tx| Ok((tx.people().administrators(company)?, last_switched(tx, company)?)))
        .await?;
    let everyone = signed_in.visitor.company.inviting.everyone_may_invite;
    page(&RightsPage {
        shell: signed_in.shell(Section::Structure),
        everyone,
        administrators: administrators.into_iter().map(who).collect(),
        abilities: abilities(everyone),
        changes: switched.into_iter().map(|switched| change_of(&signed_in, switched)).collect(),
    })
}

fn who(person: Employee) -> Who {
    Who {
        face: Face::of_person(&person),
        name: person.shown_name().to_owned(),
        href: format!("/employees/{}", person.id),
        email: person.email,
    }
}

fn abilities(everyone: bool) -> [Ability; 5] {
    [
        Ability { key: "access-rights-see", employee: true },
        Ability { key: "access-rights-invite", employee: everyone },
        Ability { key: "access-rights-manage", employee: false },
        Ability { key: "access-rights-structure", employee: false },
        Ability { key: "access-rights-settings", employee: false },
    ]
}

/// One switching on or off, by whom and when.
struct Switched {
    on: bool,
    by: String,
    at: Timestamp,
}

fn last_switched(tx: &mut Tx<'_>, company: CompanyId) -> Result<Vec<Switched>> {
    let entries = tx.history().inviting_switched(company, SHOWN)?;
    let switched = entries.into_iter().map(|entry| Switched {
        on: entry.action == Action::InvitingSwitchedOn.word(),
        by: entry.actor.map_or_else(String::new, |(_, name)| name),
        at: entry.at,
    });
    Ok(switched.collect())
}

fn change_of(signed_in: &SignedIn, switched: Switched) -> Change {
    let (locale, zone, now) = (signed_in.locale(), signed_in.zone(), signed_in.visitor.portal.now());
    let (icon, words) = if switched.on {
        (Icon::Check, locale.t("access-rights-switched-on"))
    } else {
        (Icon::Forbidden, locale.t("access-rights-switched-off"))
    };
    Change {
        icon,
        words,
        who: switched.by,
        time: switched.at.to_jiff().to_string(),
        when: locale.moment(switched.at, now, &zone),
    }
}

#[derive(Deserialize)]
struct SwitchForm {
    everyone: String,
}

async fn change(Administrator(me): Administrator, Form(form): Form<SwitchForm>) -> PageResult {
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let everyone = form.everyone == "1";
    let outcome = me
        .visitor
        .portal
        .write(move |tx| switch::switch_inviting(tx, &actor, &company, everyone, now))
        .await?;
    match outcome {
        Outcome::Switched => {
            let key = if everyone { "inviting-on" } else { "inviting-off" };
            Ok(see_other_with(PATH, &flash::good(key, None)))
        }
        Outcome::NotAllowed => Err(Failure::Forbidden),
    }
}
