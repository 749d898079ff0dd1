//! What forms that have to be mended share.

/// What is to be mended: the id of a field and words.
pub type Errors = Vec<(&'static str, String)>;

/// The words for one field; nothing where it is well.
#[must_use]
pub fn error_of(errors: &[(&'static str, String)], field: &str) -> String {
    let own: Vec<&str> =
        errors.iter().filter(|(id, _)| *id == field).map(|(_, words)| words.as_str()).collect();
    own.join(" ")
}
