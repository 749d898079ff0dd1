//! Brings a schema up to date: two folders of the same file names, run in order, each once.

use sha2::{Digest as _, Sha256};

use super::error::{Error, Result};

/// One step of the schema in the words of both engines.
struct Migration {
    name: &'static str,
    sqlite: &'static str,
    postgres: &'static str,
}

/// Lists the steps; a file missing on either side does not compile.
macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

const MIGRATIONS: &[Migration] = migrations![
    "0001_foundation",
    "0002_inviting",
    "0003_joining",
    "0004_key_mark",
    "0005_seat_news",
    "0006_employees_address",
    "0007_structure_and_rights",
    "0008_profile",
    "0009_directory",
    "0010_history",
    "0011_plan_and_refusals",
    "0012_first_passwords",
    "0013_found_within",
    "0014_history_stays",
    "0015_domains",
    "0016_family_names",
    "0017_no_password_yet",
    "0018_history_is_not_replaced",
    "0019_suppressions",
    "0021_bounces",
    "0023_mail_queue",
    "0024_reminders",
    "0025_mta_sts",
    "0026_letter_templates",
    "0027_bounce_mailbox",
    "0028_mail_servers",
    "0029_revoke_with_inviter",
    "0030_restored",
    "0031_ended_links",
];

const TABLE: &str = "CREATE TABLE IF NOT EXISTS schema_migrations \
     (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL)";
const APPLIED: &str = "SELECT name, checksum FROM schema_migrations ORDER BY name";

/// The number by which processes that start together on one PostgreSQL wait for each other.
const LOCK: i64 = 0x0063_6f6c_6c65_6761;

/// Which steps are still to do; refuses a schema that was made by other files than these.
fn missing(
    applied: &[(String, String)],
    text: fn(&Migration) -> &'static str,
) -> Result<Vec<&'static Migration>> {
    for (name, checksum) in applied {
        let Some(known) = MIGRATIONS.iter().find(|migration| migration.name == name) else {
            return Err(Error::broken(format!(
                "the database was written by a newer version of collega (it has step {name}): install that version"
            )));
        };
        if *checksum != sum(text(known)) {
            return Err(Error::broken(format!(
                "step {name} of the schema was changed after it had been applied"
            )));
        }
    }
    Ok(MIGRATIONS.iter().filter(|migration| applied.iter().all(|(name, _)| name != migration.name)).collect())
}

fn sum(sql: &str) -> String {
    Sha256::digest(sql).iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

/// Whether there is a schema, and one that needs nothing done.
///
/// # Errors
/// Where something is to be done first.
fn stands(applied: Option<&[(String, String)]>, text: fn(&Migration) -> &'static str) -> Result<bool> {
    let Some(applied) = applied else { return Ok(false) };
    match missing(applied, text)?.first() {
        None => Ok(true),
        Some(step) => Err(Error::broken(format!(
            "the database was written by an earlier version of collega (step {} is missing): start collega serve, \
             which brings it up to date",
            step.name
        ))),
    }
}

/// As [`stands`], for a file.
pub(super) fn sqlite_stands(connection: &rusqlite::Connection) -> Result<bool> {
    use super::sqlite::error;

    let is_there = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'schema_migrations')";
    let is_there = connection.query_row(is_there, [], |row| row.get::<_, bool>(0)).map_err(error)?;
    let applied = if is_there { Some(applied_on_sqlite(connection)?) } else { None };
    stands(applied.as_deref(), |migration| migration.sqlite)
}

/// As [`stands`], for a database of a server.
pub(super) fn postgres_stands(client: &mut postgres::Client) -> Result<bool> {
    use super::postgres::error;

    let is_there = client.query_one("SELECT to_regclass('schema_migrations') IS NOT NULL", &[]);
    let is_there: bool = is_there.map_err(|e| error(&e))?.get(0);
    let applied = if is_there { Some(applied_on_postgres(client)?) } else { None };
    stands(applied.as_deref(), |migration| migration.postgres)
}

fn applied_on_sqlite(connection: &rusqlite::Connection) -> Result<Vec<(String, String)>> {
    connection
        .prepare(APPLIED)
        .and_then(|mut rows| rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
        .map_err(super::sqlite::error)
}

fn applied_on_postgres(client: &mut impl postgres::GenericClient) -> Result<Vec<(String, String)>> {
    let rows = client.query(APPLIED, &[]).map_err(|e| super::postgres::error(&e))?;
    Ok(rows.iter().map(|row| (row.get(0), row.get(1))).collect())
}

pub(super) fn sqlite(connection: &mut rusqlite::Connection) -> Result<()> {
    use super::sqlite::error;

    let tx = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate).map_err(error)?;
    tx.execute(TABLE, []).map_err(error)?;
    let applied = applied_on_sqlite(&tx)?;
    for migration in missing(&applied, |migration| migration.sqlite)? {
        tx.execute_batch(migration.sqlite).map_err(|e| error(e).within(migration.name))?;
        tx.execute("INSERT INTO schema_migrations VALUES (?1, ?2)", [migration.name, &sum(migration.sqlite)])
            .map_err(error)?;
    }
    tx.commit().map_err(error)
}

pub(super) fn postgres(client: &mut postgres::Client) -> Result<()> {
    use super::postgres::error;

    let mut tx = client.transaction().map_err(|e| error(&e))?;
    // A step over many rows, and waiting for a neighbour that does it, take as long as they take.
    tx.batch_execute("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = 0").map_err(|e| error(&e))?;
    tx.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).map_err(|e| error(&e))?;
    tx.execute(TABLE, &[]).map_err(|e| error(&e))?;
    let applied = applied_on_postgres(&mut tx)?;
    for migration in missing(&applied, |migration| migration.postgres)? {
        tx.batch_execute(migration.postgres).map_err(|e| error(&e).within(migration.name))?;
        tx.execute(
            "INSERT INTO schema_migrations VALUES ($1, $2)",
            &[&migration.name, &sum(migration.postgres)],
        )
        .map_err(|e| error(&e))?;
    }
    tx.commit().map_err(|e| error(&e))
}
