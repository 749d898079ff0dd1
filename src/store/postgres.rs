//! PostgreSQL: several connections, each healing itself.

use std::collections::HashMap;
use std::error::Error as _;
use std::time::Duration;

use postgres::config::SslMode;
use postgres::error::SqlState;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, IsolationLevel, NoTls, Statement, Transaction};

use super::db::{BoxedJob, Verdict};
use super::error::{Error, Result};
use super::queue::Queue;
use super::tx::{Engine, Tx};
use super::value::{Row, Value};

/// How often a closure is run again when it stood in another's way.
const RETRIES: usize = 8;
/// How long a connection attempt may take.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);

/// How long a statement may take, and a transaction may stand still, before the server gives it up.
const LIMITS: &str = "SET statement_timeout = '30s'; SET lock_timeout = '20s'; SET idle_in_transaction_session_timeout = '60s'; \
     SET client_min_messages = warning";
/// Every statement has its index. A plan is kept, and where it was made while a table was small, it would go
/// on reading all of it until the server looks at its sizes again. What has to be read whole looks dear to the
/// planner then, and compiling it, or starting helpers for it, would take longer than reading it.
const PLANS: &str = "SET enable_seqscan = off; SET jit = off; SET max_parallel_workers_per_gather = 0";
/// How long what was sent may stay without a sign from the server before the connection counts as lost.
const SILENCE: Duration = Duration::from_secs(20);
/// Statements kept prepared on each connection.
const STATEMENTS: usize = 256;

type Statements = HashMap<String, Statement>;

pub(super) fn error(source: &postgres::Error) -> Error {
    let text = match source.as_db_error() {
        Some(db) => db.to_string(),
        None => source.source().map_or_else(|| source.to_string(), |cause| format!("{source}: {cause}")),
    };
    match source.code() {
        // A neighbour took the same key, or removed what a row refers to, after this transaction had
        // looked: the next run sees it.
        Some(
            &SqlState::T_R_SERIALIZATION_FAILURE
            | &SqlState::T_R_DEADLOCK_DETECTED
            | &SqlState::UNIQUE_VIOLATION
            | &SqlState::FOREIGN_KEY_VIOLATION,
        ) => Error::conflict(text),
        Some(code) if ["08", "53", "55", "57"].contains(&&code.code()[..2]) => Error::unavailable(text),
        None if is_connection_lost(source) => Error::unavailable(text),
        _ => Error::broken(text),
    }
}

fn is_connection_lost(source: &postgres::Error) -> bool {
    source.is_closed() || source.source().is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
}

/// Where the server is and how to speak to it.
#[derive(Clone)]
pub(super) struct Settings {
    config: Config,
}

impl Settings {
    pub(super) fn parse(url: &str) -> Result<Self> {
        let mut config: Config = url.parse().map_err(|e: postgres::Error| {
            Error::broken(format!(
                "database_url: {}",
                e.source().map_or_else(|| e.to_string(), ToString::to_string)
            ))
        })?;
        config.connect_timeout(CONNECT_TIMEOUT).application_name("collega");
        // A cable that is pulled says nothing: the connection is asked whether it is still there.
        config.tcp_user_timeout(SILENCE);
        config.keepalives_idle(SILENCE).keepalives_interval(SILENCE / 4).keepalives_retries(3);
        Ok(Self { config })
    }

    /// TLS is used, and the certificate verified, where the URL asks for it with `sslmode=require`.
    pub(super) fn connect(&self) -> Result<Client> {
        let client = if self.config.get_ssl_mode() == SslMode::Require {
            let tls = crate::base::tls::client_config().map_err(Error::broken)?;
            self.config.connect(tokio_postgres_rustls::MakeRustlsConnect::new(tls))
        } else {
            self.config.connect(NoTls)
        };
        client
            .and_then(|mut client| client.batch_execute(&format!("{LIMITS}; {PLANS}")).map(|()| client))
            .map_err(|e| error(&e).within("cannot connect to PostgreSQL"))
    }
}

/// How many others of the portal are connected to the database: its processes and its commands.
pub(super) fn others(settings: &Settings) -> Result<i64> {
    let others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                  AND application_name = 'collega' AND pid <> pg_backend_pid()";
    let row = settings.connect()?.query_one(others, &[]).map_err(|e| error(&e))?;
    Ok(row.get(0))
}

/// A transaction together with the statements that its connection keeps prepared.
pub(super) struct PostgresTx<'c> {
    tx: Transaction<'c>,
    statements: &'c mut Statements,
}

impl PostgresTx<'_> {
    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        if self.statements.len() >= STATEMENTS {
            // Seldom enough that nobody counts which of them was used last.
            self.statements.clear();
        }
        let statement = self.tx.prepare(sql).map_err(|e| error(&e))?;
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }

    pub(super) fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as _).collect();
        self.tx.execute(&statement, &params).map_err(|e| error(&e))
    }

    pub(super) fn for_each(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        mut each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        let mut rows = self.tx.query_raw(&statement, params.iter()).map_err(|e| error(&e))?;
        while let Some(row) = rows.next().map_err(|e| error(&e))? {
            each(&Row::Postgres(&row))?;
        }
        Ok(())
    }
}

/// The life of a connection's thread.
pub(super) fn run_jobs(settings: &Settings, jobs: &Queue) {
    let mut connection: Option<(Client, Statements)> = None;
    while let Some(mut job) = jobs.next() {
        if connection.as_ref().is_some_and(|(client, _)| client.is_closed()) {
            connection = None;
        }
        let done = run(settings, &mut connection, &mut job);
        job.finish(done);
    }
}

fn run(settings: &Settings, slot: &mut Option<(Client, Statements)>, job: &mut BoxedJob) -> Result<()> {
    for _ in 0..RETRIES {
        let reused = slot.is_some();
        let (client, statements) = match slot {
            Some(connection) => connection,
            None => slot.insert((settings.connect()?, Statements::new())),
        };
        match attempt(client, statements, job) {
            Err(error) if error.is_conflict() => {}
            Ok(()) if job.wants_retry() => {}
            // The server closed the connection while nobody used it: nothing has been done on it yet.
            Err(_) if reused && !job.was_run() => *slot = None,
            done => return done,
        }
    }
    Err(Error::unavailable("a transaction kept losing against others"))
}

fn attempt(client: &mut Client, statements: &mut Statements, job: &mut BoxedJob) -> Result<()> {
    let begin = client.build_transaction();
    let begin = if job.reads() {
        begin.isolation_level(IsolationLevel::RepeatableRead).read_only(true)
    } else {
        begin
    };
    let transaction = begin.start().map_err(|e| error(&e))?;
    let mut tx = Tx::new(Engine::Postgres(PostgresTx { tx: transaction, statements }));
    let verdict = job.run(&mut tx);
    let Engine::Postgres(PostgresTx { tx, .. }) = tx.into_engine() else {
        return Err(Error::broken("a transaction changed its engine"));
    };
    match verdict {
        Verdict::Keep => tx.commit(),
        Verdict::Undo => tx.rollback(),
    }
    .map_err(|e| error(&e).within("commit"))
}

/// Reads any of the types that an integer expression may come out as.
pub(super) fn int(row: &postgres::Row, index: usize) -> Result<Option<i64>> {
    struct Int(i64);

    impl<'a> FromSql<'a> for Int {
        fn from_sql(
            kind: &Type,
            raw: &'a [u8],
        ) -> std::result::Result<Self, Box<dyn std::error::Error + Sync + Send>> {
            Ok(Self(match *kind {
                Type::INT4 => i32::from_sql(kind, raw)?.into(),
                Type::BOOL => bool::from_sql(kind, raw)?.into(),
                _ => i64::from_sql(kind, raw)?,
            }))
        }

        fn accepts(kind: &Type) -> bool {
            matches!(*kind, Type::INT8 | Type::INT4 | Type::BOOL)
        }
    }

    let value: Option<Int> = row.try_get(index).map_err(|e| error(&e))?;
    Ok(value.map(|int| int.0))
}

impl ToSql for Value<'_> {
    fn to_sql(
        &self,
        kind: &Type,
        out: &mut bytes::BytesMut,
    ) -> std::result::Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match *self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(int) if *kind == Type::INT4 => i32::try_from(int)?.to_sql(kind, out),
            Value::Int(int) if *kind == Type::INT8 => int.to_sql(kind, out),
            Value::Text(text) if *kind == Type::TEXT || *kind == Type::VARCHAR => text.to_sql(kind, out),
            Value::Bytes(bytes) if *kind == Type::BYTEA => bytes.to_sql(kind, out),
            // The bytes of one type would pass as another's.
            _ => Err(format!("a parameter of another type where {kind} is wanted").into()),
        }
    }

    fn accepts(kind: &Type) -> bool {
        matches!(*kind, Type::INT8 | Type::INT4 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}
