//! Another address for somebody, and freeing that of somebody dismissed: for whoever manages people.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;

use super::obstacle::Obstacle;
use super::person_forms::{Return, here, person_for};
use super::wish::{AddressForm, Answer, wish};
use crate::access_rights::Permission;
use crate::access_rights::roles::giving::may_take_over;
use crate::accounts::address_change;
use crate::base::id::EmployeeId;
use crate::people::free_address;
use crate::people::{Employee, Status};
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_after, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Template)]
#[template(path = "people/address.html")]
struct AddressPage {
    shell: Shell,
    words: String,
    new_email: String,
    obstacle: Option<Obstacle>,
    errors: Errors,
    here: String,
}

/// Somebody at work whom the reader may give another address.
async fn changeable(me: &SignedIn, id: i64) -> Result<Employee, Failure> {
    let person = person_for(me, id, Permission::EditPeople).await?;
    let (actor, company, his) = (me.actor(), me.visitor.company.clone(), person.clone());
    let may = me.visitor.portal.read(move |tx| may_take_over(tx, &actor, &company, &his)).await?;
    if !may {
        return Err(Failure::Forbidden);
    }
    if person.status == Status::Active { Ok(person) } else { Err(Failure::NotFound) }
}

fn form(me: &SignedIn, person: &Employee, new_email: &str, errors: Errors) -> AddressPage {
    AddressPage {
        shell: me.shell(Section::Employees),
        words: me.locale().with(
            "address-words",
            &[("name", person.shown_name().into()), ("email", (&person.email).into())],
        ),
        new_email: new_email.to_owned(),
        obstacle: None,
        errors,
        here: here(person.id.0),
    }
}

pub(super) async fn show(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = changeable(&me, id).await?;
    page(&form(&me, &person, "", Errors::new()))
}

pub(super) async fn ask(me: SignedIn, Path(id): Path<i64>, Form(sent): Form<AddressForm>) -> PageResult {
    let person = changeable(&me, id).await?;
    let again = |field, words| form(&me, &person, &sent.new_email, vec![(field, words)]);
    match wish(&me, person.id, &sent).await? {
        Answer::Asked => {
            let key = me.told("address-asked-for", "address-asked-for-kept");
            Ok(see_other_with(&here(id), &flash::good(key, None)))
        }
        Answer::Mend(field, words, obstacle) => {
            let page = AddressPage { obstacle, ..again(field, words) };
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &page)
        }
        Answer::Later(field, words, failure) => page_after(&failure, &again(field, words)),
    }
}

pub(super) async fn withdraw(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    changeable(&me, id).await?;
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    portal.write(move |tx| address_change::withdraw(tx, &actor, &company, EmployeeId(id), now)).await?;
    Ok(see_other_with(&here(id), &flash::good("address-withdrawn", None)))
}

pub(super) async fn free(me: SignedIn, Path(id): Path<i64>, Form(form): Form<Return>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome =
        portal.write(move |tx| free_address::free_address(tx, &actor, &company, EmployeeId(id), now)).await?;
    let message = match outcome {
        free_address::Outcome::Freed => flash::good("address-freed", None),
        free_address::Outcome::NotDismissed(_) => flash::bad("person-not-dismissed", None),
        free_address::Outcome::NotAllowed => return Err(Failure::Forbidden),
        free_address::Outcome::NotFound => return Err(Failure::NotFound),
    };
    Ok(see_other_with(&form.or(here(id)), &message))
}
