//! JSON in: exactly what a call takes, or 400 with the reason.

use std::fmt;
use std::marker::PhantomData;

use axum::body::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeOwned, Deserializer, MapAccess, Visitor};

use super::caller::Caller;
use super::problem::Problem;

/// Reads a body. Fields that the call does not know are refused.
pub fn read<T: DeserializeOwned>(caller: &Caller, headers: &HeaderMap, body: &Bytes) -> Result<T, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    // A form of another site could be sent without asking the browser; JSON can't (ASVS 3.5.2).
    if !essence.eq_ignore_ascii_case("application/json") {
        return Err(caller.problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json"));
    }
    serde_json::from_slice(body)
        .map(|Object(read)| read)
        .map_err(|error| caller.problem(StatusCode::BAD_REQUEST, "malformed").about(error.to_string()))
}

/// A JSON object. By itself a structure also takes an array of its fields in their order, which nobody
/// means to send.
pub struct Object<T>(pub T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor(PhantomData)).map(Self)
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<T, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map))
    }
}

/// What a call says that has nothing to say.
#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The body of a call that may do without one.
pub fn read_if_any<T: DeserializeOwned + Default>(
    caller: &Caller,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<T, Problem> {
    if body.is_empty() { Ok(T::default()) } else { read(caller, headers, body) }
}
