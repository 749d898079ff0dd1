//! SQLite: one writer that commits in groups, a few readers.

use std::borrow::Cow;
use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, params_from_iter};

use super::db::{BoxedJob, Loss, Verdict};
use super::error::{Error, Result};
use super::queue::Queue;
use super::tx::{Engine, Tx};
use super::value::{Row, Value};

/// How many closures share one commit at the most: bounds how long the first of them waits.
const GROUP: usize = 256;
/// How long the first of them waits for others at the most, as for the commit before: where the disk is quick they
/// cost less than to be waited for.
const PATIENCE: Duration = Duration::from_millis(2);
/// How long a connection waits for a lock of another process, such as a backup.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Statements kept prepared on each connection.
const STATEMENTS: usize = 256;

#[expect(clippy::needless_pass_by_value, reason = "made for map_err")]
pub(super) fn error(source: rusqlite::Error) -> Error {
    error_of(&source)
}

pub(super) fn error_of(source: &rusqlite::Error) -> Error {
    match source.sqlite_error_code() {
        Some(
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull | ErrorCode::CannotOpen,
        ) => Error::unavailable(source.to_string()),
        Some(ErrorCode::SystemIoFailure) => Error::disk(source.to_string()),
        _ => Error::broken(source.to_string()),
    }
}

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(int) => ValueRef::Integer(int),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

/// `$1` would be a named parameter for SQLite, numbered by first use; `?1` is the one that is meant.
fn numbered(sql: &str) -> Cow<'_, str> {
    if sql.contains('$') { Cow::Owned(sql.replace('$', "?")) } else { Cow::Borrowed(sql) }
}

pub(super) fn execute(connection: &Connection, sql: &str, params: &[Value<'_>]) -> Result<u64> {
    let mut statement = connection.prepare_cached(&numbered(sql)).map_err(error)?;
    let rows = statement.execute(params_from_iter(params)).map_err(error)?;
    Ok(rows as u64)
}

pub(super) fn for_each(
    connection: &Connection,
    sql: &str,
    params: &[Value<'_>],
    mut each: impl FnMut(&Row<'_>) -> Result<()>,
) -> Result<()> {
    let mut statement = connection.prepare_cached(&numbered(sql)).map_err(error)?;
    let mut rows = statement.query(params_from_iter(params)).map_err(error)?;
    while let Some(row) = rows.next().map_err(error)? {
        each(&Row::Sqlite(row))?;
    }
    Ok(())
}

/// Opens the file for writing, making it where it is missing.
pub(super) fn open_writer(path: &Path) -> Result<Connection> {
    keep_private(path)?;
    let connection = Connection::open(path).map_err(error)?;
    ready(&connection)?;
    // FULL: a promise made to a person must survive the loss of power. What many commits change again and again is
    // copied from the log into the file once, and not every thousand pages.
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -4000; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 4000;",
        )
        .map_err(error)?;
    Ok(connection)
}

fn ready(connection: &Connection) -> Result<()> {
    connection.busy_timeout(BUSY_TIMEOUT).map_err(error)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    // Without the stability guarantee a statement that compares a column with a parameter is planned anew
    // for each value.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map_err(error)?;
    Ok(())
}

/// Lets nobody but its owner read the database, nor the two files beside it, which take its mode where
/// they are made.
fn keep_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};

    if std::fs::OpenOptions::new().append(true).create_new(true).mode(0o600).open(path).is_ok() {
        return Ok(());
    }
    let beside = |end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        std::path::PathBuf::from(name)
    };
    for file in [path.to_owned(), beside("-wal"), beside("-shm")] {
        let Ok(about) = std::fs::metadata(&file) else { continue };
        if about.permissions().mode() & 0o077 != 0 {
            let closed = std::fs::Permissions::from_mode(0o600);
            std::fs::set_permissions(&file, closed).map_err(|error| {
                Error::broken(format!("others may read {}: run chmod 600 on it ({error})", file.display()))
            })?;
        }
    }
    Ok(())
}

/// Copies what is committed at this moment into an empty file.
pub(super) fn copy_into(path: &Path, empty: &Path) -> Result<()> {
    let target = empty.to_str().ok_or_else(|| Error::broken("the name of a file has to be UTF-8"))?;
    open_reader(path)?.execute("VACUUM INTO ?1", [target]).map(drop).map_err(error)
}

fn open_reader(path: &Path) -> Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_URI;
    let connection = Connection::open_with_flags(path, flags).map_err(error)?;
    ready(&connection)?;
    connection.execute_batch("PRAGMA cache_size = -1000;").map_err(error)?;
    Ok(connection)
}

/// The life of the writer's thread: takes what waits, gives each closure its savepoint, commits
/// once, and only then answers them all. Where the disk fails it ends: what a system tells of a disk
/// after that need not be what is on it.
pub(super) fn write_jobs(connection: &mut Connection, jobs: &Queue, loss: &Loss) {
    let (mut together, mut commit) = (1, Duration::ZERO);
    while let Some(first) = jobs.next() {
        let mut group = vec![first];
        // Who was answered together comes back together: the first of them does not take the commit for itself.
        group.extend(jobs.gather(together - 1, GROUP - 1, commit.min(PATIENCE)));
        together = group.len();
        let begun = Instant::now();
        let committed = commit_group(connection, &mut group);
        commit = begun.elapsed();
        let reason = committed.as_ref().err().filter(|error| error.is_of_disk()).map(ToString::to_string);
        for job in group {
            job.finish(committed.clone());
        }
        if let Some(reason) = reason {
            loss.send_replace(Some(reason));
            return jobs.give_up();
        }
    }
}

fn commit_group(connection: &mut Connection, group: &mut [BoxedJob]) -> Result<()> {
    let run = |connection: &mut Connection| -> Result<()> {
        let mut outer =
            connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(error)?;
        for job in group {
            let savepoint = outer.savepoint().map_err(error)?;
            let verdict = job.run(&mut Tx::new(Engine::Sqlite(&savepoint)));
            match verdict {
                Verdict::Keep => savepoint.commit(),
                Verdict::Undo => savepoint.finish(),
            }
            .map_err(error)?;
        }
        outer.commit().map_err(error)
    };
    // Nothing of it was done, whatever went wrong.
    run(connection).map_err(|error| {
        let error = error.within("commit");
        if error.is_of_disk() { error } else { Error::unavailable(error.to_string()) }
    })
}

/// The life of a reader's thread: each closure sees one snapshot.
pub(super) fn read_jobs(path: &Path, jobs: &Queue) {
    let mut connection = None;
    while let Some(mut job) = jobs.next() {
        let done = match ensure(&mut connection, path) {
            Ok(connection) => read(connection, &mut job),
            Err(error) => Err(error),
        };
        if done.is_err() {
            connection = None;
        }
        job.finish(done);
    }
}

fn ensure<'a>(slot: &'a mut Option<Connection>, path: &Path) -> Result<&'a mut Connection> {
    match slot {
        Some(connection) => Ok(connection),
        None => Ok(slot.insert(open_reader(path)?)),
    }
}

fn read(connection: &mut Connection, job: &mut BoxedJob) -> Result<()> {
    let snapshot = connection.transaction().map_err(error)?;
    job.run(&mut Tx::new(Engine::Sqlite(&snapshot)));
    snapshot.finish().map_err(error)
}
