//! One's own photo: uploaded by a plain form, taken away by a button.

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use http::{HeaderMap, StatusCode, header};

use super::PATH;
use super::page::{Sent, again, shown};
use crate::people::photo::{self, MAX_BYTES, Outcome, Refusal};
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page_busy, see_other_with};
use crate::web::signed_in::SignedIn;

/// How much of a form is taken off the line, so that its sender hears the answer; what is over [`MAX_BYTES`]
/// is not kept.
pub(super) const MAX_REQUEST: usize = 32 * 1024 * 1024;

/// A file that was chosen.
struct Picture {
    name: String,
    bytes: Vec<u8>,
}

pub(super) async fn upload(
    me: SignedIn,
    headers: HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> PageResult {
    let portal = &me.visitor.portal;
    portal.limits.check(Attempt::Photo, me.visitor.ip, Some(&me.me.id.to_string()))?;
    if length(&headers).is_some_and(|length| length > MAX_REQUEST) {
        return Err(Failure::TooLarge);
    }
    let form = form.map_err(|_| Failure::Malformed)?;
    let Some(place) = portal.darkroom.place() else {
        let sent = Sent { errors: vec![("photo", me.locale().t("error-busy"))], ..Sent::of(&me.me) };
        return page_busy(&shown(&me, sent).await?);
    };
    let picture = match read(form).await? {
        Ok(Some(picture)) => picture,
        Ok(None) => return refused(&me, "photo-problem-none").await,
        Err(refusal) => return refused(&me, refusal.message_id()).await,
    };
    let photo = match portal.darkroom.develop(place, picture.name, picture.bytes).await {
        Ok(photo) => photo,
        Err(refusal) => return refused(&me, refusal.message_id()).await,
    };
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

async fn refused(me: &SignedIn, key: &str) -> PageResult {
    let error = ("photo", me.locale().t(key));
    let mut response = again(me, Sent { errors: vec![error], ..Sent::of(&me.me) }).await?;
    if key == Refusal::TooLarge.message_id() {
        *response.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
    }
    Ok(response)
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The picture of the form; `None` where none was chosen.
async fn read(mut form: Multipart) -> Result<Result<Option<Picture>, Refusal>, Failure> {
    while let Some(field) = form.next_field().await.map_err(|error| failure(&error))? {
        if field.name() == Some("photo") {
            return picture(field).await;
        }
    }
    Ok(Ok(None))
}

async fn picture(mut field: Field<'_>) -> Result<Result<Option<Picture>, Refusal>, Failure> {
    let name = field.file_name().unwrap_or_default().to_owned();
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(chunk) = field.chunk().await.map_err(|error| failure(&error))? {
        length += chunk.len();
        if length <= MAX_BYTES {
            bytes.extend_from_slice(&chunk);
        } else {
            bytes = Vec::new();
        }
    }
    Ok(if length > MAX_BYTES {
        Err(Refusal::TooLarge)
    } else if bytes.is_empty() {
        Ok(None)
    } else {
        Ok(Some(Picture { name, bytes }))
    })
}

fn failure(error: &MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::Malformed,
    }
}
