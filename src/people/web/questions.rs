//! Questions before what gives or takes much: being an administrator, coming back, losing an address, going for good.

use axum::extract::{Path, Query};
use serde::Deserialize;

use super::bulk::{ConfirmPage, Person};
use super::person_forms::{here, person, person_for};
use super::rows::Deeds;
use crate::access_rights::Permission;
use crate::accounts::first_password;
use crate::people::{Employee, Role, Status, is_last_administrator};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, page, see_other, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

/// What is asked about a person: the verb of the address, the heading and the button, and what follows.
struct Question {
    verb: &'static str,
    heading: &'static str,
    button: &'static str,
    words: String,
    fields: Vec<(&'static str, String)>,
    is_harmless: bool,
}

fn ask(me: &SignedIn, person: &Employee, question: Question) -> PageResult {
    let locale = me.locale();
    page(&ConfirmPage {
        shell: me.shell(Section::Employees),
        heading: locale.named(question.heading, person.shown_name()),
        words: question.words,
        people: vec![Person::alone(person)],
        revoke: String::new(),
        revokes: false,
        notices: Vec::new(),
        action: format!("{}/{}", here(person.id.0), question.verb),
        return_to: String::new(),
        back: here(person.id.0),
        button: locale.t(question.button),
        fields: question.fields,
        is_harmless: question.is_harmless,
    })
}

#[derive(Deserialize)]
pub(super) struct Wished {
    role: String,
}

pub(super) async fn role(me: SignedIn, Path(id): Path<i64>, Query(wished): Query<Wished>) -> PageResult {
    let role = Role::from_word(&wished.role).ok_or(Failure::Malformed)?;
    if !me.rights.is_administrator() {
        return Err(Failure::Forbidden);
    }
    let person = person(&me, id).await?;
    if person.status != Status::Active {
        return Err(Failure::NotFound);
    }
    if person.role == role {
        return Ok(see_other(&here(id)));
    }
    let his = person.clone();
    if role == Role::Employee && me.visitor.portal.read(move |tx| is_last_administrator(tx, &his)).await? {
        return Ok(see_other_with(&here(id), &flash::bad("last-administrator", None)));
    }
    let [heading, words, button] = match role {
        Role::Administrator => {
            ["people-administrator-heading", "people-administrator-words", "people-make-administrator"]
        }
        Role::Employee => [
            "people-no-administrator-heading",
            "people-no-administrator-words",
            "people-unmake-administrator",
        ],
    };
    let fields = vec![("role", role.word().to_owned())];
    let (words, is_harmless) = (me.locale().t(words), role == Role::Administrator);
    ask(&me, &person, Question { verb: "role", heading, button, words, fields, is_harmless })
}

pub(super) async fn delete(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person(&me, id).await?;
    let words = match person.status {
        Status::Invited => "people-delete-words",
        Status::AwaitingApproval => "people-delete-waiting-words",
        Status::Active => "people-delete-registered-words",
        Status::Dismissed => "people-delete-dismissed-words",
    };
    let (actor, company, his) = (me.actor(), me.visitor.company.clone(), person.clone());
    let deeds = me.visitor.portal.read(move |tx| Deeds::of_one(tx, &actor, &company, &his)).await?;
    if !(deeds.approve || deeds.delete) {
        if !(deeds.dismiss || deeds.rehire) {
            return Err(Failure::Forbidden);
        }
        return Ok(see_other_with(&here(id), &flash::bad("person-has-joined", None)));
    }
    let (verb, heading, button) = ("delete", "people-delete-heading", "people-delete");
    let words = me.locale().t(words);
    ask(&me, &person, Question { verb, heading, button, words, fields: Vec::new(), is_harmless: false })
}

/// Taking back somebody who has an address.
pub(super) async fn rehire(me: &SignedIn, person: &Employee) -> PageResult {
    let (company, id) = (me.visitor.company.clone(), person.id);
    let found = me.visitor.portal.read(move |tx| {
        let departments = tx.people().department_names(company.id, id)?;
        Ok((departments, first_password::has_password(tx, &company, id)?))
    });
    let (departments, has_password) = found.await?;
    let locale = me.locale();
    let key = if has_password { "people-rehire-question" } else { "people-rehire-no-password" };
    let mut words = locale.named(key, &person.email);
    if me.seats.total.is_some() {
        let is_full = me.seats.free() == Some(0);
        let key = if is_full { "people-rehire-no-seat" } else { "people-rehire-seat" };
        words = format!("{words} {}", locale.t(key));
    }
    if !departments.is_empty() {
        words = format!("{words} {}", locale.named("people-rehire-departments", &departments.join(", ")));
    }
    let (verb, heading, button) = ("rehire", "people-rehire-heading", "people-rehire");
    ask(me, person, Question { verb, heading, button, words, fields: Vec::new(), is_harmless: true })
}

pub(super) async fn free_address(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::Dismiss).await?;
    if person.status != Status::Dismissed || person.email.is_empty() {
        return Ok(see_other(&here(id)));
    }
    let words = me.locale().with(
        "people-free-words",
        &[("email", (&person.email).into()), ("name", person.shown_name().into())],
    );
    let (verb, heading, button) = ("free-address", "people-free-heading", "taken-free");
    ask(&me, &person, Question { verb, heading, button, words, fields: Vec::new(), is_harmless: false })
}
