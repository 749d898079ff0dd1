//! A photo on its way in: a plain form with a file.

use askama::Template;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError, MultipartRejection};
use http::{HeaderMap, StatusCode, header};

use crate::i18n::Locale;
use crate::people::photo::{Developed, MAX_BYTES, Refusal};
use crate::web::failure::Failure;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page_busy, page_with};
use crate::web::signed_in::SignedIn;

/// How much of a form is taken off the line, so that its sender hears the answer; what is over [`MAX_BYTES`]
/// is not kept.
pub const MAX_REQUEST: usize = 32 * 1024 * 1024;

/// Why there is no photo; the form is shown again with it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Trouble {
    /// Too many pictures are on their way.
    Busy,
    /// No file was chosen.
    Nothing,
    /// The file is none that is taken.
    Refused(Refusal),
}

impl Trouble {
    /// What to do about it.
    #[must_use]
    pub fn words(self, locale: Locale) -> String {
        locale.t(match self {
            Self::Busy => "error-busy",
            Self::Nothing => "photo-problem-none",
            Self::Refused(refusal) => refusal.message_id(),
        })
    }

    /// The form again.
    ///
    /// # Errors
    /// The form can't be shown.
    pub fn page(self, form: &impl Template) -> PageResult {
        match self {
            Self::Busy => page_busy(form),
            Self::Refused(Refusal::TooLarge) => page_with(StatusCode::PAYLOAD_TOO_LARGE, form),
            Self::Nothing | Self::Refused(_) => page_with(StatusCode::UNPROCESSABLE_ENTITY, form),
        }
    }
}

/// A file that was chosen.
struct Picture {
    name: String,
    bytes: Vec<u8>,
}

/// The photo of an uploaded form.
///
/// # Errors
/// The form is none, or its sender has sent too many.
pub async fn receive_photo(
    me: &SignedIn,
    headers: &HeaderMap,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Result<Developed, Trouble>, Failure> {
    let portal = &me.visitor.portal;
    portal.limits.check(Attempt::Photo, me.visitor.ip, Some(&me.me.id.to_string()))?;
    if length(headers).is_some_and(|length| length > MAX_REQUEST) {
        return Err(Failure::TooLarge);
    }
    let form = form.map_err(|_| Failure::Malformed)?;
    let Some(place) = portal.darkroom.place() else { return Ok(Err(Trouble::Busy)) };
    let picture = match read(form).await? {
        Ok(picture) => picture,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let developed = portal.darkroom.develop(place, picture.name, picture.bytes).await;
    Ok(developed.map_err(Trouble::Refused))
}

fn length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// The picture of the form.
async fn read(mut form: Multipart) -> Result<Result<Picture, Trouble>, Failure> {
    while let Some(field) = form.next_field().await.map_err(|error| failure(&error))? {
        if field.name() == Some("photo") {
            return picture(field).await;
        }
    }
    Ok(Err(Trouble::Nothing))
}

async fn picture(mut field: Field<'_>) -> Result<Result<Picture, Trouble>, Failure> {
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
        Err(Trouble::Refused(Refusal::TooLarge))
    } else if bytes.is_empty() {
        Err(Trouble::Nothing)
    } else {
        Ok(Picture { name, bytes })
    })
}

fn failure(error: &MultipartError) -> Failure {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::Malformed,
    }
}
