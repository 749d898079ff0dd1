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

    /// Lets the ids of a table go on behind `to`, or so much later where they are behind it already, whether it has rows
    /// or not.
    #[must_use]
    pub fn leap_of_ids(self, table: &str, to: i64, else_by: i64) -> Vec<String> {
        let leap = |id: &str| format!("CASE WHEN {id} < {to} THEN {to} ELSE {id} + {else_by} END");
        match self {
            Self::Sqlite => vec![
                format!(
                    "INSERT INTO sqlite_sequence (name, seq) SELECT '{table}', 0 \
                     WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = '{table}')"
                ),
                format!("UPDATE sqlite_sequence SET seq = {} WHERE name = '{table}'", leap("seq")),
            ],
            Self::Postgres => {
                let sequence = format!("pg_get_serial_sequence('{table}', 'id')");
                vec![format!(
                    "SELECT setval({sequence}, {}) FROM (SELECT nextval({sequence}) AS id) present",
                    leap("id")
                )]
            }
        }
    }

    /// Whether several processes may serve one database, so that a claim may belong to a living one.
    #[must_use]
    pub fn is_shared(self) -> bool {
        self == Self::Postgres
    }
}
