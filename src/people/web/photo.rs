//! Photos, handed out; and for whoever manages people, uploaded and taken away.

mod receive;

use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path};
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, header};

pub use self::receive::{MAX_REQUEST, receive_photo};
use super::edit;
use super::person_forms::{here, person_for};
use crate::access_rights::Permission;
use crate::base::id::EmployeeId;
use crate::people::photo::{self, CONTENT_TYPE, Outcome, Size};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, see_other, see_other_with};
use crate::web::signed_in::SignedIn;

/// A photo never changes under its address; it is nobody's outside of the company (RFC 8246).
const CACHING: &str = "private, max-age=31536000, immutable";

/// `/employees/{id}/photo/{version}-{pixels}`.
pub(super) async fn show(me: SignedIn, Path((id, file)): Path<(i64, String)>) -> PageResult {
    let (version, size) = asked(&file).ok_or(Failure::NotFound)?;
    let company = me.visitor.company.id;
    let found =
        me.visitor.portal.read(move |tx| tx.people().photo(company, EmployeeId(id), version, size)).await?;
    let bytes = found.ok_or(Failure::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, CONTENT_TYPE),
        (header::CACHE_CONTROL, CACHING),
        (header::CONTENT_DISPOSITION, "inline; filename=\"photo.jpg\""),
    ];
    Ok((headers, bytes).into_response())
}

fn asked(file: &str) -> Option<(i64, Size)> {
    let (version, pixels) = file.split_once('-')?;
    Some((version.parse().ok()?, Size::of_pixels(pixels.parse().ok()?)?))
}

/// An address that only takes a form, opened by itself: after a reload, or out of the history.
pub(super) async fn back(_: SignedIn, Path(id): Path<i64>) -> Response {
    see_other(&form_of(id))
}

pub(super) async fn upload(
    me: SignedIn,
    Path(id): Path<i64>,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let person = person_for(&me, id, Permission::EditPeople).await?;
    let photo = match receive_photo(&me, &headers, form).await? {
        Ok(photo) => photo,
        Err(trouble) => {
            let errors = vec![("photo", trouble.words(me.locale()))];
            return trouble.page(&edit::untouched(&me, person, errors).await?);
        }
    };
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal.write(move |tx| photo::hang(tx, &actor, &company, person.id, &photo, now)).await?;
    done(outcome, &form_of(id), "photo-saved")
}

pub(super) async fn remove(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal.write(move |tx| photo::take_down(tx, &actor, &company, EmployeeId(id), now)).await?;
    done(outcome, &here(id), "photo-removed")
}

fn done(outcome: Outcome, to: &str, message: &str) -> PageResult {
    match outcome {
        Outcome::Done => Ok(see_other_with(to, &flash::good(message, None))),
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::NotFound => Err(Failure::NotFound),
    }
}

fn form_of(id: i64) -> String {
    format!("{}/edit", here(id))
}
