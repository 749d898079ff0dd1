//! Filters that somebody keeps under a name: they stand beside the presets, for him alone.

pub mod remove;
pub mod rename;
pub mod save;

use crate::base::id::SavedViewId;
use crate::base::person_name::{NameProblem, plain_line};

/// So many one keeps at the most.
pub const MOST: usize = 30;
/// The most letters of a name.
const MAX_NAME: usize = 60;

/// A filter that is kept.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SavedView {
    /// The id.
    pub id: SavedViewId,
    /// What its owner calls it.
    pub name: String,
    /// What stands behind the `?` of the list's address.
    pub query: String,
}

/// The name of a filter, as it was typed.
///
/// # Errors
/// What is to be mended.
pub fn name(typed: &str) -> Result<String, NameProblem> {
    plain_line(typed, MAX_NAME)
}
