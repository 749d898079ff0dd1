//! What storage promises, on both engines.

mod concurrency;
mod healing;
mod schema;
mod transactions;
mod values;

use collega::store::{Db, Result, Tx};

/// A table to try things on.
async fn make_notes(db: &Db) {
    db.write(|tx| {
        tx.execute("CREATE TABLE notes (id BIGINT NOT NULL PRIMARY KEY, words TEXT, raw BYTEA)", &[])
            .map(drop)
    })
    .await
    .unwrap();
}

fn insert_note(tx: &mut Tx<'_>, id: i64, words: &str) -> Result<u64> {
    tx.execute("INSERT INTO notes (id, words) VALUES ($1, $2)", &[id.into(), words.into()])
}

fn count_notes(tx: &mut Tx<'_>) -> Result<i64> {
    tx.query_one("SELECT COUNT(*) FROM notes", &[], |row| row.get(0))
}
