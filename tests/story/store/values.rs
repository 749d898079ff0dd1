//! Values go in and come out as they were.

use collega::store::Value;

use super::{insert_note, make_notes};
use crate::support::databases::{Engine, TestDatabase, on_both_engines, run};

on_both_engines![
    values_round_trip,
    null_where_a_value_must_be_is_an_error,
    a_row_that_is_missing,
    parameters_are_numbered,
];

const INSERT: &str = "INSERT INTO notes (id, words, raw) VALUES ($1, $2, $3)";
const SELECT: &str = "SELECT id, words, raw FROM notes WHERE id = $1";

async fn values_round_trip(database: &TestDatabase) {
    make_notes(&database.db).await;
    let long = "ё".repeat(100_000);
    for (id, words, raw) in [
        (i64::MAX, Some("Пётр 👋 'quoted' $1 ?1 \\ \n"), Some(vec![0, 255, 0])),
        (i64::MIN, Some(""), Some(vec![])),
        (0, None, None),
        (-1, Some(long.as_str()), Some(vec![7; 100_000])),
    ] {
        let words = words.map(str::to_owned);
        let given = (id, words.clone(), raw.clone());
        let got: (i64, Option<String>, Option<Vec<u8>>) = database
            .db
            .write(move |tx| {
                tx.execute(INSERT, &[id.into(), words.as_ref().into(), raw.as_ref().into()])?;
                tx.query_one(SELECT, &[id.into()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            })
            .await
            .unwrap();
        assert_eq!(got, given);
    }
}

async fn null_where_a_value_must_be_is_an_error(database: &TestDatabase) {
    make_notes(&database.db).await;
    let read = database.db.write(|tx| {
        tx.execute(INSERT, &[1_i64.into(), Value::Null, Value::Null])?;
        tx.query_one(SELECT, &[1_i64.into()], |row| row.get::<String>(1))
    });
    let error = read.await.unwrap_err().to_string();
    assert!(error.contains("column 1") && error.contains("NULL"), "{error}");
}

async fn a_row_that_is_missing(database: &TestDatabase) {
    make_notes(&database.db).await;
    let nothing = database.db.read(|tx| tx.query_opt(SELECT, &[5_i64.into()], |row| row.get::<i64>(0)));
    assert_eq!(nothing.await.unwrap(), None);
    let required = database.db.read(|tx| tx.query_one(SELECT, &[5_i64.into()], |row| row.get::<i64>(0)));
    let error = required.await.unwrap_err();
    assert!(error.to_string().contains("no row") && error.to_string().contains("FROM notes"), "{error}");
    assert!(!error.is_temporary());
}

async fn parameters_are_numbered(database: &TestDatabase) {
    let sql = "SELECT CAST($2 AS TEXT) || CAST($1 AS TEXT) || CAST($2 AS TEXT)";
    let read =
        database.db.read(move |tx| tx.query_one(sql, &["a".into(), "b".into()], |row| row.get::<String>(0)));
    assert_eq!(read.await.unwrap(), "bab");
}

/// Eight letters have as many bytes as an integer: they must not pass as one.
#[test]
fn a_parameter_of_another_type_is_an_error() {
    run(Engine::Postgres, async |database| {
        make_notes(&database.db).await;
        let text_for_integer =
            database.db.write(|tx| tx.execute(INSERT, &["8letters".into(), Value::Null, Value::Null]));
        assert!(!text_for_integer.await.unwrap_err().is_temporary());
        let integer_for_text = database
            .db
            .write(|tx| tx.execute(INSERT, &[1_i64.into(), 0x4141_4141_4141_4141_i64.into(), Value::Null]));
        assert!(!integer_for_text.await.unwrap_err().is_temporary());
        assert_eq!(database.db.write(|tx| insert_note(tx, 1, "alive")).await.unwrap(), 1);
    });
}
