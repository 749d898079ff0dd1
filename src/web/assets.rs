//! Styles, scripts and pictures: built into the binary and served under an address that changes
//! with their content, so that a browser may keep them for ever.

use std::sync::LazyLock;

use aws_lc_rs::digest::{Context, SHA256};
use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The route that [`serve`] stands behind.
pub const ROUTE: &str = "/assets/{version}/{*path}";

/// The parts of `css/app.css`, in the order they are joined: one request instead of a dozen.
const STYLES: [&str; 15] = [
    "css/tokens.css",
    "css/base.css",
    "css/layout.css",
    "css/controls.css",
    "css/forms.css",
    "css/parts.css",
    "css/table.css",
    "css/list.css",
    "css/panel.css",
    "css/invite.css",
    "css/bare.css",
    "css/mailbox.css",
    "css/structure.css",
    "css/personal.css",
    "css/letters.css",
];

static VERSION: LazyLock<String> = LazyLock::new(version);
static STYLE: LazyLock<Vec<u8>> = LazyLock::new(style);

/// The address of a file below `assets/`, or of `css/app.css`, which is all styles in one. Scripts
/// import each other by relative addresses: all files share one version.
#[must_use]
pub fn url(path: &str) -> String {
    format!("/assets/{}/{path}", *VERSION)
}

/// Answers a request for a file.
pub async fn serve(Path((version, path)): Path<(String, String)>) -> Response {
    let Some(body) = body(&path) else { return StatusCode::NOT_FOUND.into_response() };
    // A page that was open during an upgrade asks by the old version and gets today's file, but
    // must not keep it under that name.
    let caching = if version == *VERSION { "public, max-age=31536000, immutable" } else { "no-cache" };
    let headers = [(header::CONTENT_TYPE, content_type(&path)), (header::CACHE_CONTROL, caching)];
    (headers, body).into_response()
}

fn body(path: &str) -> Option<axum::body::Bytes> {
    if path == "css/app.css" {
        return Some(STYLE.as_slice().into());
    }
    Files::get(path).map(|file| file.data.into_owned().into())
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("webmanifest") => "application/manifest+json",
        _ => "application/octet-stream",
    }
}

fn style() -> Vec<u8> {
    STYLES.into_iter().filter_map(Files::get).flat_map(|file| file.data.into_owned()).collect()
}

fn version() -> String {
    let mut context = Context::new(&SHA256);
    for (path, file) in embedded() {
        context.update(path.as_bytes());
        context.update(&file.data);
    }
    URL_SAFE_NO_PAD.encode(&context.finish().as_ref()[..9])
}

fn embedded() -> impl Iterator<Item = (String, EmbeddedFile)> {
    Files::iter().filter_map(|path| Files::get(&path).map(|file| (path.into_owned(), file)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_is_part_of_the_one_that_pages_load() {
        let mut files: Vec<String> =
            Files::iter().map(std::borrow::Cow::into_owned).filter(|path| path.starts_with("css/")).collect();
        let mut parts = STYLES.to_vec();
        files.sort_unstable();
        parts.sort_unstable();
        assert_eq!(files, parts);
    }

    #[test]
    fn every_file_has_a_type() {
        for path in Files::iter() {
            assert_ne!(content_type(&path), "application/octet-stream", "{path}");
        }
    }

    #[tokio::test]
    async fn the_present_version_is_kept_and_an_old_one_is_not() {
        for (version, caching) in [(VERSION.as_str(), "immutable"), ("0123456789ab", "no-cache")] {
            let answer = serve(Path((version.to_owned(), "css/app.css".to_owned()))).await;
            assert_eq!(answer.status(), StatusCode::OK);
            assert!(answer.headers()[header::CACHE_CONTROL].to_str().unwrap().contains(caching));
        }
        let missing = serve(Path((VERSION.clone(), "../Cargo.toml".to_owned()))).await;
        assert_eq!(missing.status(), StatusCode::NOT_FOUND);
    }
}
