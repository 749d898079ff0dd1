//! How else what was typed may be meant, where it finds nothing as it was typed.

use super::{alike, layout, normal, plain};

/// By the same keys in the other layout, all or some of the words; by letters that look alike; without marks.
#[must_use]
pub fn of(typed: &str) -> Vec<String> {
    let plain = plain::of(&normal(typed));
    layout::readings(typed).into_iter().chain(alike::unmixed(typed)).chain(plain).collect()
}

/// What is found by what was typed, else by how it may be meant.
///
/// # Errors
/// Those of `find`.
pub fn any<T, E>(
    typed: &str,
    mut find: impl FnMut(&str) -> Result<T, E>,
    is_found: impl Fn(&T) -> bool,
) -> Result<T, E> {
    let found = find(typed)?;
    if is_found(&found) {
        return Ok(found);
    }
    for meant in of(typed) {
        let other = find(&meant)?;
        if is_found(&other) {
            return Ok(other);
        }
    }
    Ok(found)
}
