//! The two schemas are one.

use std::collections::BTreeSet;

use collega::store::Row;

use crate::support::databases::{Engine, TestDatabase, run};

const SQLITE_COLUMNS: &str =
    "SELECT t.name, c.name, c.type, c.\"notnull\" = 0 AND c.pk = 0, COALESCE(c.dflt_value, '')
    FROM sqlite_schema t JOIN pragma_table_info(t.name) c
    WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite^_%' ESCAPE '^'";
const POSTGRES_COLUMNS: &str =
    "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT),
        is_nullable = 'YES', COALESCE(CAST(column_default AS TEXT), '')
    FROM information_schema.columns WHERE table_schema = 'public'";

const SQLITE_INDEXES: &str =
    "SELECT t.name, i.name, i.\"unique\", c.seqno, COALESCE(c.name, 'expression'), i.partial
    FROM sqlite_schema t JOIN pragma_index_list(t.name) i JOIN pragma_index_info(i.name) c
    WHERE t.type = 'table' AND i.origin = 'c'";
const POSTGRES_INDEXES: &str = "SELECT CAST(t.relname AS TEXT), CAST(i.relname AS TEXT), x.indisunique,
        CAST(k.position - 1 AS BIGINT), COALESCE(CAST(a.attname AS TEXT), 'expression'), x.indpred IS NOT NULL
    FROM pg_index x
    JOIN pg_class i ON i.oid = x.indexrelid
    JOIN pg_class t ON t.oid = x.indrelid
    JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
    CROSS JOIN LATERAL unnest(CAST(x.indkey AS SMALLINT[])) WITH ORDINALITY AS k (attribute, position)
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attribute AND k.attribute > 0
    WHERE NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.oid)";

const SQLITE_REFERENCES: &str = "SELECT t.name, f.\"from\", f.\"table\", f.\"to\", f.on_delete
    FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'";
const POSTGRES_REFERENCES: &str = "SELECT CAST(t.relname AS TEXT), CAST(a.attname AS TEXT), CAST(r.relname AS TEXT),
        CAST(b.attname AS TEXT), CASE CAST(c.confdeltype AS TEXT) WHEN 'c' THEN 'CASCADE' WHEN 'n' THEN 'SET NULL' ELSE 'NO ACTION' END
    FROM pg_constraint c
    JOIN pg_class t ON t.oid = c.conrelid
    JOIN pg_class r ON r.oid = c.confrelid
    CROSS JOIN LATERAL unnest(c.conkey, c.confkey) AS k (own, other)
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.own
    JOIN pg_attribute b ON b.attrelid = r.oid AND b.attnum = k.other
    WHERE c.contype = 'f'";

/// What `sql` tells of the schema of `engine`, a line for each row.
fn lines(
    engine: Engine,
    sql: &'static str,
    line: fn(&Row<'_>) -> collega::store::Result<String>,
) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    run(engine, async |database: &TestDatabase| {
        found.extend(database.db.read(move |tx| tx.query(sql, &[], line)).await.unwrap());
    });
    found
}

fn assert_same(
    sqlite: &'static str,
    postgres: &'static str,
    line: fn(&Row<'_>) -> collega::store::Result<String>,
) {
    let (sqlite, postgres) = (lines(Engine::Sqlite, sqlite, line), lines(Engine::Postgres, postgres, line));
    let only_sqlite: Vec<_> = sqlite.difference(&postgres).collect();
    let only_postgres: Vec<_> = postgres.difference(&sqlite).collect();
    assert!(sqlite.len() > 5, "the question finds too little: {sqlite:?}");
    assert!(
        only_sqlite.is_empty() && only_postgres.is_empty(),
        "only in migrations/sqlite: {only_sqlite:#?}\nonly in migrations/postgres: {only_postgres:#?}"
    );
}

#[test]
fn tables_and_columns_agree() {
    assert_same(SQLITE_COLUMNS, POSTGRES_COLUMNS, |row| {
        let (table, column): (String, String) = (row.get(0)?, row.get(1)?);
        let kind = match row.get::<String>(2)?.as_str() {
            "INTEGER" | "bigint" => "integer".to_owned(),
            "BLOB" | "bytea" => "bytes".to_owned(),
            other => other.to_lowercase(),
        };
        let null = if row.get::<bool>(3)? { "NULL" } else { "NOT NULL" };
        let default: String = row.get(4)?;
        // PostgreSQL adds the type of a text: `''::text`.
        let default = default.split("::").next().unwrap_or_default();
        Ok(format!("{table}.{column} {kind} {null} {default}"))
    });
}

#[test]
fn indexes_agree() {
    assert_same(SQLITE_INDEXES, POSTGRES_INDEXES, |row| {
        let (table, index, column): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(4)?);
        let (unique, position, partial): (bool, i64, bool) = (row.get(2)?, row.get(3)?, row.get(5)?);
        Ok(format!("{table}: {index}[{position}] {column} unique={unique} partial={partial}"))
    });
}

#[test]
fn references_agree() {
    assert_same(SQLITE_REFERENCES, POSTGRES_REFERENCES, |row| {
        let (table, column, other): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let (key, on_delete): (String, String) = (row.get(3)?, row.get(4)?);
        Ok(format!("{table}.{column} -> {other}.{key} ON DELETE {on_delete}"))
    });
}
