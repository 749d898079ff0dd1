//! What somebody typed is not lost where it can't be taken: his session has ended, he came too fast, the
//! portal is busy. The page that says so carries it on in hidden fields, but for passwords, and sends it
//! again when he says so.

use axum::body::{Body, Bytes};
use axum::extract::Request;
use http::request::Parts;
use http::{Method, header};
use http_body_util::BodyExt as _;

use super::page::local_path;

/// Fields of a form at the most: a list of a thousand people with a few fields each.
const MAX_FIELDS: usize = 10_000;
/// How much of a body that is too large is taken off the line, so that its sender hears the answer.
const MAX_IGNORED: usize = 16 * 1024 * 1024;
/// Where what was held while somebody signs in goes to.
const ACTION: &str = "held-action";
/// What the names of its fields begin with there.
const FIELD: &str = "held:";
/// Where one signs in: the one form that is not held but holds another.
const SIGN_IN: &str = "/sign-in";

/// A form that was sent and not taken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct HeldForm {
    /// The path that it was sent to.
    pub action: String,
    /// Its fields in their order.
    pub fields: Vec<(String, String)>,
}

/// What there is to know of the body of a request.
pub enum Taken {
    /// Nothing is held; the request goes on as it is.
    Nothing,
    /// This form.
    Form(HeldForm),
    /// It is larger than the portal takes.
    TooLarge,
}

impl HeldForm {
    fn read(path: &str, body: &[u8]) -> Option<Self> {
        let fields = form_urlencoded::parse(body).into_owned();
        let fields: Vec<(String, String)> = fields.take(MAX_FIELDS + 1).collect();
        let form = if path == SIGN_IN { Self::held_within(fields)? } else { Self::new(path, fields) };
        (form.fields.len() <= MAX_FIELDS && !form.fields.is_empty()).then_some(form)
    }

    fn new(action: &str, fields: Vec<(String, String)>) -> Self {
        let fields = fields.into_iter().filter(|(name, _)| !is_secret(name)).collect();
        Self { action: action.to_owned(), fields }
    }

    /// The form that the fields of signing in carry along.
    fn held_within(fields: Vec<(String, String)>) -> Option<Self> {
        let action = fields.iter().find(|(name, _)| name == ACTION).map(|(_, action)| action.clone())?;
        let path = action.split('?').next().unwrap_or_default();
        let is_ours = local_path(Some(&action)) == action && path != SIGN_IN;
        let inner = fields.into_iter().filter_map(|(name, value)| {
            let name = name.strip_prefix(FIELD)?.to_owned();
            Some((name, value))
        });
        is_ours.then(|| Self::new(&action, inner.collect()))
    }

    /// Its fields as those of signing in carry them.
    #[must_use]
    pub fn carried(&self) -> Vec<(String, &str)> {
        let action = (ACTION.to_owned(), self.action.as_str());
        let fields = self.fields.iter().map(|(name, value)| (format!("{FIELD}{name}"), value.as_str()));
        std::iter::once(action).chain(fields).collect()
    }
}

/// Passwords stand on no page, not even unseen.
fn is_secret(name: &str) -> bool {
    name.contains("password") || name.contains("secret") || name == "present"
}

/// Reads the form of a request, and gives the request back as it was.
pub async fn take(request: Request, most: usize) -> (Request, Taken) {
    let (mut parts, body) = request.into_parts();
    if !is_form(&parts) {
        return (Request::from_parts(parts, body), Taken::Nothing);
    }
    let Some(bytes) = read(body, most).await else {
        return (Request::from_parts(parts, Body::empty()), Taken::TooLarge);
    };
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let taken = match HeldForm::read(path, &bytes) {
        Some(form) => {
            if path == SIGN_IN {
                parts.extensions.insert(form.clone());
            }
            Taken::Form(form)
        }
        None => Taken::Nothing,
    };
    (Request::from_parts(parts, Body::from(bytes)), taken)
}

fn is_form(parts: &Parts) -> bool {
    let kind = parts.headers.get(header::CONTENT_TYPE).map_or(&b""[..], |kind| kind.as_bytes());
    parts.method == Method::POST && kind.starts_with(b"application/x-www-form-urlencoded")
}

/// The whole body; none where it is too large, or breaks off.
async fn read(mut body: Body, most: usize) -> Option<Bytes> {
    let (mut bytes, mut length) = (Vec::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.ok()?.into_data() else { continue };
        length += data.len();
        if length <= most {
            bytes.extend_from_slice(&data);
        } else if length > MAX_IGNORED {
            break;
        }
    }
    (length <= most).then(|| bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_held_without_its_passwords() {
        let form =
            HeldForm::read("/profile?a=1", b"name=%D0%AF&present=x&password=y&new_password=z&secret=s");
        let form = form.unwrap();
        assert_eq!(form.action, "/profile?a=1");
        assert_eq!(form.fields, [("name".to_owned(), "Я".to_owned())]);
    }

    #[test]
    fn signing_in_is_not_held_but_carries_another_form() {
        assert_eq!(HeldForm::read("/sign-in", b"email=a&password=b"), None);
        let held =
            HeldForm::read("/invite/mail-service", b"addresses=a%0Ab&department=1&department=2").unwrap();
        let mut query = form_urlencoded::Serializer::new(String::from("email=a&password=b"));
        query.extend_pairs(held.carried());
        assert_eq!(HeldForm::read("/sign-in", query.finish().as_bytes()), Some(held));
        for elsewhere in ["https://evil.example/", "//evil.example", "/sign-in", "/sign-in?x", "x"] {
            let body = format!("held-action={elsewhere}&held:a=b");
            assert_eq!(HeldForm::read("/sign-in", body.as_bytes()), None, "{elsewhere}");
        }
    }

    #[test]
    fn a_flood_of_fields_is_not_held() {
        assert_eq!(HeldForm::read("/x", "a&".repeat(MAX_FIELDS + 1).as_bytes()), None);
    }
}
