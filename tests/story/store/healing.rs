//! PostgreSQL is another program: it goes away and comes back.

use collega::store::Db;

use super::{count_notes, insert_note, make_notes};
use crate::support::databases::{Engine, run};

const CUT: &str = "SELECT COUNT(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()";

#[test]
fn a_cut_connection_heals_without_a_failure() {
    run(Engine::Postgres, async |database| {
        make_notes(&database.db).await;
        for id in 0..20 {
            database.db.write(move |tx| insert_note(tx, id, "before")).await.unwrap();
        }
        let other = Db::open(&database.url).unwrap();
        other.write(|tx| tx.query_one(CUT, &[], |row| row.get::<i64>(0))).await.unwrap();
        for id in 20..40 {
            database.db.write(move |tx| insert_note(tx, id, "after")).await.unwrap();
        }
        assert_eq!(database.db.read(count_notes).await.unwrap(), 40);
    });
}

#[test]
fn a_connection_cut_in_a_transaction_is_a_temporary_error() {
    run(Engine::Postgres, async |database| {
        make_notes(&database.db).await;
        let cut = database.db.write(|tx| {
            insert_note(tx, 1, "lost")?;
            tx.execute("SELECT pg_terminate_backend(pg_backend_pid())", &[])
        });
        assert!(cut.await.unwrap_err().is_temporary());
        assert_eq!(database.db.read(count_notes).await.unwrap(), 0);
    });
}

#[test]
fn a_server_that_is_not_there_is_a_temporary_error() {
    // Port 1 is nobody's on the loopback address.
    let error = Db::open("postgres://collega@127.0.0.1:1/collega").err().unwrap();
    assert!(error.is_temporary(), "{error}");
    assert!(error.to_string().contains("cannot connect to PostgreSQL"), "{error}");
}

#[test]
fn an_address_of_no_engine_is_refused() {
    let error = Db::open("mysql://localhost/collega").err().unwrap();
    assert!(error.to_string().contains("database_url"), "{error}");
}
