//! Photos, handed out; and taken away by whoever manages people.

use axum::extract::Path;
use axum::response::IntoResponse as _;
use http::header;

use super::person_forms::here;
use crate::base::id::EmployeeId;
use crate::people::photo::{self, CONTENT_TYPE, Outcome, Size};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, see_other_with};
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

pub(super) async fn remove(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal.write(move |tx| photo::take_down(tx, &actor, &company, EmployeeId(id), now)).await?;
    match outcome {
        Outcome::Done => Ok(see_other_with(&here(id), &flash::good("photo-removed", None))),
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::NotFound => Err(Failure::NotFound),
    }
}
