//! Pages of joining. Whoever has a link is a stranger: nothing here needs a session.

mod act;
mod code;
mod details;
mod ending;
mod fields;
mod invitation;
mod link;
mod stop;
mod welcome;

use axum::Router;
use axum::middleware;
use axum::routing::{get, post};
use http::{Method, Uri};

use crate::portal::SharedPortal;
use crate::web::security;
use crate::web::signed_in::WELCOME;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/i/{secret}", get(invitation::open))
        .route("/join", get(invitation::show).post(invitation::join))
        .route("/join/decline", get(invitation::confirm_decline).post(invitation::decline))
        .route("/join/ask", get(invitation::again).post(invitation::ask))
        .route("/join/no-seat", get(invitation::again).post(invitation::tell_of_seat))
        .route("/join/sign-out", post(invitation::sign_out))
        .route("/j/{secret}", get(link::open))
        .route("/join/address", get(link::show).post(link::submit))
        .route("/join/code", get(code::show).post(code::submit))
        .route("/join/code/resend", post(code::resend))
        .route("/join/details", get(details::show).post(details::submit))
        .route("/stop/{secret}", get(stop::show).post(stop::silence))
        .route("/stop/{secret}/undo", post(stop::undo))
        .layer(middleware::from_fn(security::keep_private))
        .route(WELCOME, get(welcome::show))
}

/// One click in a mail program opts out (RFC 8058): its POST comes from another site and carries no
/// cookie. The secret in the path is the whole proof, and all it can do is stop letters to its own
/// receiver, so this one path is exempt from the check against foreign sites; nothing below it is.
pub fn is_one_click(method: &Method, uri: &Uri) -> bool {
    let secret = uri.path().strip_prefix("/stop/");
    method == Method::POST && secret.is_some_and(|secret| !secret.contains('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_one_click_is_exempt() {
        let is_exempt = |method: Method, path: &str| is_one_click(&method, &path.parse().unwrap());
        assert!(is_exempt(Method::POST, "/stop/abc"));
        for path in ["/stop/abc/undo", "/join", "/stop", "/", "/x/stop/abc"] {
            assert!(!is_exempt(Method::POST, path), "{path}");
        }
        assert!(!is_exempt(Method::DELETE, "/stop/abc"));
    }
}
