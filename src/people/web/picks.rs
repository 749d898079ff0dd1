//! All that a list finds and something can be done with, for whoever picks more than one page of it.

use axum::Json;
use axum::response::{IntoResponse as _, Response};
use http::header;
use serde::Serialize;

use super::rows::{self, Reader};
use super::view::View;
use super::{look, reader};
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::signed_in::SignedIn;

/// Rows that are picked at once at the most.
const MOST: usize = 1000;
/// Rows that are looked at in one go, and how often: of many that nothing can be done with, few are picked.
const AT_ONCE: i64 = 250;
const LOOKS: usize = 8;

/// Who is picked.
#[derive(Debug, Default, Serialize)]
struct Picks {
    /// The numbers that the boxes of the rows have.
    ids: Vec<i64>,
    /// Whether there are no others.
    is_all: bool,
}

pub(super) async fn show(signed_in: SignedIn, view: View) -> std::result::Result<Response, Failure> {
    let reader = reader(&signed_in);
    let picks = signed_in.visitor.portal.read(move |tx| all(tx, &reader, view.with(&[]))).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(picks)).into_response())
}

fn all(tx: &mut Tx<'_>, reader: &Reader, mut view: View) -> Result<Picks> {
    let mut picks = Picks::default();
    for _ in 0..LOOKS {
        let listed = look::look(tx, reader, &view, AT_ONCE)?;
        picks.ids.extend(rows::picks(tx, reader, &listed)?);
        if picks.ids.len() > MOST {
            break;
        }
        let Some(next) = listed.next else {
            picks.is_all = true;
            break;
        };
        view.set("cursor", &next.encode());
    }
    picks.ids.truncate(MOST);
    Ok(picks)
}
