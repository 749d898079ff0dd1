//! One's own photo: uploaded by a plain form, taken away by a button.

use axum::extract::Multipart;
use axum::extract::multipart::MultipartRejection;
use http::HeaderMap;

use super::PATH;
use super::page::{Sent, shown};
use crate::people::photo::{self, Outcome};
use crate::people::web::receive_photo;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::page::{PageResult, see_other_with};
use crate::web::signed_in::SignedIn;

pub(super) async fn upload(
    me: SignedIn,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let photo = match receive_photo(&me, &headers, form).await? {
        Ok(photo) => photo,
        Err(trouble) => {
            let sent = Sent { errors: vec![("photo", trouble.words(me.locale()))], ..Sent::of(&me.me) };
            return trouble.page(&shown(&me, sent).await?);
        }
    };
    let portal = &me.visitor.portal;
    let (actor, company, id, now) = (me.actor(), me.visitor.company.clone(), me.me.id, portal.now());
    let outcome = portal.write(move |tx| photo::hang(tx, &actor, &company, id, &photo, now)).await?;
    match outcome {
        Outcome::Done => Ok(see_other_with(PATH, &flash::good("photo-saved", None))),
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::NotFound => Err(Failure::NotFound),
    }
}

pub(super) async fn remove(me: SignedIn) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, id, now) = (me.actor(), me.visitor.company.clone(), me.me.id, portal.now());
    portal.write(move |tx| photo::take_down(tx, &actor, &company, id, now)).await?;
    Ok(see_other_with(PATH, &flash::good("photo-removed", None)))
}
