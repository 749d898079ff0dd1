//! The few places where the engines really differ.

/// Which engine a transaction runs on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Dialect {
    /// SQLite.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

impl Dialect {
    /// Ends a SELECT that claims rows of a queue: other claimers pass over them. SQLite has one
    /// writer, so nobody else can be claiming.
    #[must_use]
    pub fn skip_locked(self) -> &'static str {
        match self {
            Self::Sqlite => "",
            Self::Postgres => " FOR UPDATE SKIP LOCKED",
        }
    }

    /// Whether several processes may serve one database, so that a claim may belong to a living one.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self == Self::Postgres
    }
}
