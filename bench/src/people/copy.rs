//! The rows of an SQLite database in a PostgreSQL one, table by table: both engines are asked about the same.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use postgres::{Client, NoTls};
use rusqlite::types::ValueRef;
use rusqlite::{Connection, OpenFlags, Row};

/// Copies all rows; the schema must stand on both sides.
pub fn copy(from: &Path, to: &str) -> Result<()> {
    drop(collega::store::Db::open(to)?);
    let from = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let mut to = Client::connect(to, NoTls)?;
    // What depends on a row was written by the triggers of the other side already.
    to.batch_execute("SET session_replication_role = replica")?;
    let tables = tables(&from)?;
    to.batch_execute(&format!("TRUNCATE {} CASCADE", tables.join(", ")))?;
    for table in &tables {
        copy_table(&from, &mut to, table).with_context(|| format!("table {table}"))?;
    }
    Ok(())
}

fn tables(from: &Connection) -> Result<Vec<String>> {
    let mut statement = from.prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' \
         AND name <> 'schema_migrations'",
    )?;
    let names = statement.query_map([], |row| row.get(0))?;
    Ok(names.collect::<rusqlite::Result<_>>()?)
}

fn copy_table(from: &Connection, to: &mut Client, table: &str) -> Result<()> {
    let mut statement = from.prepare(&format!("SELECT * FROM {table}"))?;
    let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
    let mut rows = statement.query([])?;
    let mut sink = to.copy_in(&format!("COPY {table} ({}) FROM STDIN", columns.join(", ")))?;
    let mut line = String::new();
    while let Some(row) = rows.next()? {
        line.clear();
        write_row(row, columns.len(), &mut line)?;
        sink.write_all(line.as_bytes())?;
    }
    sink.finish()?;
    if columns.iter().any(|column| column == "id") && has_sequence(to, table)? {
        to.batch_execute(&format!(
            "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM {table}), false)"
        ))?;
    }
    Ok(())
}

fn has_sequence(to: &mut Client, table: &str) -> Result<bool> {
    let row = to.query_one("SELECT pg_get_serial_sequence($1, 'id') IS NOT NULL", &[&table])?;
    Ok(row.get(0))
}

/// A line of what COPY reads.
fn write_row(row: &Row<'_>, columns: usize, line: &mut String) -> Result<()> {
    for column in 0..columns {
        if column > 0 {
            line.push('\t');
        }
        match row.get_ref(column)? {
            ValueRef::Null => line.push_str("\\N"),
            ValueRef::Integer(number) => write!(line, "{number}")?,
            ValueRef::Real(number) => write!(line, "{number}")?,
            ValueRef::Text(text) => {
                for letter in std::str::from_utf8(text)?.chars() {
                    match letter {
                        '\\' => line.push_str("\\\\"),
                        '\t' => line.push_str("\\t"),
                        '\n' => line.push_str("\\n"),
                        '\r' => line.push_str("\\r"),
                        other => line.push(other),
                    }
                }
            }
            ValueRef::Blob(bytes) => {
                line.push_str("\\\\x");
                bytes.iter().try_for_each(|byte| write!(line, "{byte:02x}"))?;
            }
        }
    }
    line.push('\n');
    Ok(())
}
