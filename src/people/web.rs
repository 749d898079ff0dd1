//! The pages of people: the one list, a person, and what can be done to him.

mod address;
mod bulk;
mod columns_page;
mod described;
mod edit;
mod ends;
mod export;
mod fields;
mod filters;
mod list_page;
mod locality;
mod look;
mod obstacle;
mod person;
mod person_forms;
mod photo;
mod picks;
mod questions;
mod region;
mod register;
mod rehire;
mod rows;
mod view;
mod views_page;
mod wish;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::response::Response;
use axum::routing::{get, post};

use crate::portal::SharedPortal;
use crate::web::page::see_other;
use crate::web::signed_in::SignedIn;

pub use self::ends::foreseen;
pub use self::fields::{FOREIGN, GROUPS, OWN, Typed};
pub use self::locality::Locality;
pub use self::obstacle::{Obstacle, of_dismissed, whom_to_ask};
pub use self::photo::{MAX_REQUEST, receive_photo};
pub use self::rows::{Reader, role_words, status_badge};
pub use self::wish::{AddressForm, Answer, address_obstacle, wish};

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    let photo = get(photo::back).post(photo::upload).layer(DefaultBodyLimit::max(MAX_REQUEST));
    Router::new()
        .route("/", get(home))
        .route("/employees", get(list_page::show))
        .route("/employees/filters", get(filters::show))
        .route("/employees/columns", get(columns_page::show).post(columns_page::choose))
        .route("/employees/views", get(views_page::list).post(views_page::save))
        .route("/employees/views/new", get(views_page::show_new))
        .route("/employees/views/{id}", post(views_page::change))
        .route("/employees/export", get(export::show).post(export::download))
        .route("/employees/bulk", post(bulk::submit))
        .route("/employees/picks", get(picks::show))
        .route("/employees/new", get(register::show).post(register::submit))
        .route("/employees/{id}", get(person::show))
        .route("/employees/{id}/edit", get(edit::show).post(edit::submit))
        .route("/employees/{id}/dismiss", get(person_forms::ask_dismiss).post(person_forms::dismiss))
        .route("/employees/{id}/delete", get(questions::delete).post(person_forms::delete))
        .route("/employees/{id}/refuse", get(person_forms::ask_refuse).post(person_forms::refuse))
        .route("/employees/{id}/approve", post(person_forms::approve))
        .route("/employees/{id}/rehire", get(rehire::show).post(rehire::submit))
        .route("/employees/{id}/address", get(address::show).post(address::ask))
        .route("/employees/{id}/withdraw-address", post(address::withdraw))
        .route("/employees/{id}/free-address", get(questions::free_address).post(address::free))
        .route("/employees/{id}/first-password", post(register::write_again))
        .route("/employees/{id}/photo", photo)
        .route("/employees/{id}/photo/remove", post(photo::remove))
        .route("/employees/{id}/photo/{file}", get(photo::show))
        .route("/employees/{id}/role", get(questions::role).post(person_forms::set_role))
}

/// The portal begins with its people.
async fn home(_: SignedIn) -> Response {
    see_other("/employees")
}

/// Whoever asks, as the lists know him.
#[must_use]
pub fn reader(signed_in: &SignedIn) -> Reader {
    Reader {
        actor: signed_in.actor(),
        company: signed_in.visitor.company.clone(),
        locale: signed_in.locale(),
        zone: signed_in.zone(),
        now: signed_in.visitor.portal.now(),
        rest: signed_in.visitor.portal.mail.resting(signed_in.visitor.portal.now()),
        within: None,
    }
}
