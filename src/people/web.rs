//! The pages of people: the one list, a person, and what can be done to him.

mod bulk;
mod list_page;
mod person;
mod person_forms;
mod rows;

use axum::Router;
use axum::response::Response;
use axum::routing::{get, post};

use crate::portal::SharedPortal;
use crate::web::page::see_other;
use crate::web::signed_in::SignedIn;

pub use self::rows::status_badge;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/", get(home))
        .route("/employees", get(list_page::show))
        .route("/employees/bulk", post(bulk::submit))
        .route("/employees/{id}", get(person::show))
        .route("/employees/{id}/edit", get(person_forms::show_edit).post(person_forms::edit))
        .route("/employees/{id}/dismiss", get(person_forms::ask_dismiss).post(person_forms::dismiss))
        .route("/employees/{id}/delete", get(person_forms::ask_delete).post(person_forms::delete))
        .route("/employees/{id}/refuse", get(person_forms::ask_refuse).post(person_forms::refuse))
        .route("/employees/{id}/approve", post(person_forms::approve))
        .route("/employees/{id}/rehire", post(person_forms::rehire))
        .route("/employees/{id}/role", post(person_forms::set_role))
}

/// The portal begins with its people.
async fn home(_: SignedIn) -> Response {
    see_other("/employees")
}
