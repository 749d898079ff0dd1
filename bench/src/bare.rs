//! The bare program: puts the rows that the portal wrote into a copy of the database as it was
//! before, and does nothing else.

use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::Result;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// A table, and which of its rows belong to the invitation `?1` of the employee `?2`.
const TABLES: [(&str, &str); 6] = [
    ("employees", "id = ?2 AND ?1 > 0"),
    ("employee_words", "employee_id = ?2 AND ?1 > 0"),
    ("invitations", "id = ?1 AND ?2 > 0"),
    ("invitation_departments", "invitation_id = ?1 AND ?2 > 0"),
    ("letters", "kind = 'invitation' AND subject_id = ?1 AND ?2 > 0"),
    ("history", "subject = 'invitation' AND subject_id = ?1 AND ?2 > 0"),
];
const COUNT: &str = "INSERT INTO employee_counts (company_id, status, shard, people) VALUES (1, 'invited', 0, ?1) \
     ON CONFLICT (company_id, status, shard) DO UPDATE SET people = people + ?1";

type Rows = Vec<(String, Vec<Value>)>;

/// The rows of a batch: its own, and those of its invitations.
pub struct Batch(Rows, i64);

/// All batches that were made after the one with the id `after`, and the last of their ids.
pub fn batches(database: &Path, after: i64) -> Result<(Vec<Batch>, i64)> {
    let connection = Connection::open(database)?;
    let mut ids = connection.prepare("SELECT id FROM invitation_batches WHERE id > ?1 ORDER BY id")?;
    let ids: Vec<i64> = ids.query_map([after], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    let mut batches = Vec::with_capacity(ids.len());
    for id in &ids {
        let mut rows = Rows::new();
        read(&connection, "invitation_batches", "id = ?1 AND ?2 > 0", (*id, 1), &mut rows)?;
        let mut invitations = connection
            .prepare_cached("SELECT id, employee_id FROM invitations WHERE batch_id = ?1 ORDER BY id")?;
        let invitations: Vec<(i64, i64)> = invitations
            .query_map([id], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<rusqlite::Result<_>>()?;
        for invitation in &invitations {
            for (table, which) in TABLES {
                read(&connection, table, which, *invitation, &mut rows)?;
            }
        }
        batches.push(Batch(rows, i64::try_from(invitations.len())?));
    }
    Ok((batches, ids.last().copied().unwrap_or(after)))
}

fn read(connection: &Connection, table: &str, which: &str, ids: (i64, i64), rows: &mut Rows) -> Result<()> {
    let mut statement = connection.prepare_cached(&format!("SELECT * FROM {table} WHERE {which}"))?;
    let columns = statement.column_count();
    let places: Vec<String> = (1..=columns).map(|place| format!("?{place}")).collect();
    let insert = format!("INSERT INTO {table} VALUES ({})", places.join(", "));
    let found = statement.query_map(ids, |row| (0..columns).map(|at| row.get(at)).collect())?;
    for values in found {
        rows.push((insert.clone(), values?));
    }
    Ok(())
}

/// Commits each batch by itself, as the portal promises it: on the disk before the answer.
pub fn commit(connection: &mut Connection, batches: &[Batch]) -> Result<Duration> {
    let begun = Instant::now();
    for Batch(rows, people) in batches {
        let transaction = connection.transaction()?;
        for (insert, values) in rows {
            transaction.prepare_cached(insert)?.execute(params_from_iter(values))?;
        }
        transaction.prepare_cached(COUNT)?.execute([people])?;
        transaction.commit()?;
    }
    Ok(begun.elapsed())
}

/// Opens a database with the promises that the portal makes.
pub fn open(database: &Path) -> Result<Connection> {
    let connection = Connection::open(database)?;
    connection.set_prepared_statement_cache_capacity(64);
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8000;",
    )?;
    Ok(connection)
}
