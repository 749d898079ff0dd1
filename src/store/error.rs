//! What can go wrong below the rules: one opaque error with a context.

use std::fmt;

/// A failure of storage. Outcomes that a person can cause are never errors but enums of each verb.
#[derive(Clone)]
pub struct Error {
    kind: Kind,
    context: String,
}

/// Result of storage.
pub type Result<T> = std::result::Result<T, Error>;

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Kind {
    /// Too much is waiting, or the database does not answer: worth trying again soon.
    Unavailable,
    /// Two transactions stood in each other's way: running the closure again helps.
    Conflict,
    /// The disk failed: nothing that it is asked or told now can be relied on.
    Disk,
    /// Anything else: a defect here or there.
    Broken,
}

impl Error {
    /// The database can't be asked now.
    pub fn unavailable(context: impl Into<String>) -> Self {
        Self { kind: Kind::Unavailable, context: context.into() }
    }

    /// The transaction lost against another and may be run again.
    pub(super) fn conflict(context: impl Into<String>) -> Self {
        Self { kind: Kind::Conflict, context: context.into() }
    }

    /// The disk failed.
    pub(super) fn disk(context: impl Into<String>) -> Self {
        Self { kind: Kind::Disk, context: context.into() }
    }

    pub(super) fn is_of_disk(&self) -> bool {
        self.kind == Kind::Disk
    }

    /// Something that should not be.
    pub fn broken(context: impl Into<String>) -> Self {
        Self { kind: Kind::Broken, context: context.into() }
    }

    /// Says in which statement or step it happened.
    #[must_use]
    pub fn within(mut self, context: &str) -> Self {
        self.context = format!("{context}: {}", self.context);
        self
    }

    /// Whether the same call may succeed in a moment.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        self.kind != Kind::Broken
    }

    pub(super) fn is_conflict(&self) -> bool {
        self.kind == Kind::Conflict
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.context)
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}: {}", self.kind, self.context)
    }
}

impl std::error::Error for Error {}
