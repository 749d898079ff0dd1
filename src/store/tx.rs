//! A transaction: four calls over one text of SQL.

use super::error::{Error, Result};
use super::postgres::PostgresTx;
use super::value::{Row, Value};
use super::{dialect, sqlite};

/// An open transaction. The closure that gets it decides what becomes of it: an error undoes it,
/// so does [`Tx::undo`], else it is committed.
pub struct Tx<'c> {
    engine: Engine<'c>,
    undone: bool,
    failed: bool,
}

pub(super) enum Engine<'c> {
    Sqlite(&'c rusqlite::Connection),
    Postgres(PostgresTx<'c>),
}

impl<'c> Tx<'c> {
    pub(super) fn new(engine: Engine<'c>) -> Self {
        Self { engine, undone: false, failed: false }
    }

    /// All rows of an answer.
    pub fn query<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Vec<T>> {
        let mut rows = Vec::new();
        self.for_each(sql, params, |row| {
            rows.push(map(row)?);
            Ok(())
        })?;
        Ok(rows)
    }

    /// The first row of an answer, if there is one.
    pub fn query_opt<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<Option<T>> {
        let mut first = None;
        self.for_each(sql, params, |row| {
            if first.is_none() {
                first = Some(map(row)?);
            }
            Ok(())
        })?;
        Ok(first)
    }

    /// The one row that an answer must have.
    pub fn query_one<T>(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        map: impl FnMut(&Row<'_>) -> Result<T>,
    ) -> Result<T> {
        self.query_opt(sql, params, map)?.ok_or_else(|| Error::broken("no row where one must be").within(sql))
    }

    /// Runs a statement and tells how many rows it touched.
    pub fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64> {
        let done = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Engine::Postgres(tx) => tx.execute(sql, params),
        };
        self.note(sql, done)
    }

    /// Undoes everything of this transaction while its answer still goes out: for an expected
    /// outcome that is found only after something was written.
    pub fn undo(&mut self) {
        self.undone = true;
    }

    pub(super) fn is_undone(&self) -> bool {
        self.undone
    }

    pub(super) fn has_failed(&self) -> bool {
        self.failed
    }

    pub(super) fn into_engine(self) -> Engine<'c> {
        self.engine
    }

    /// Where the engines really differ.
    #[must_use]
    pub fn dialect(&self) -> dialect::Dialect {
        match self.engine {
            Engine::Sqlite(_) => dialect::Dialect::Sqlite,
            Engine::Postgres(_) => dialect::Dialect::Postgres,
        }
    }

    fn for_each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let done = match &mut self.engine {
            Engine::Sqlite(connection) => sqlite::for_each(connection, sql, params, each),
            Engine::Postgres(tx) => tx.for_each(sql, params, each),
        };
        self.note(sql, done)
    }

    /// Remembers a failure: one engine has given the transaction up by then, so that passing over
    /// the error must not look like success on the other.
    fn note<T>(&mut self, sql: &str, done: Result<T>) -> Result<T> {
        done.map_err(|error| {
            self.failed = true;
            error.within(sql)
        })
    }
}
