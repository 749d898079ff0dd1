//! What becomes of a transaction.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::sync_channel;

use collega::store::{Db, Error};

use super::{count_notes, insert_note, make_notes};
use crate::support::databases::{TestDatabase, on_both_engines};

on_both_engines![
    what_is_written_is_read_by_everybody,
    undo_keeps_the_answer_and_nothing_else,
    a_failure_undoes_only_its_own_closure,
    a_panic_leaves_the_connection_alive,
    a_failed_statement_cannot_be_passed_over,
    an_unknown_statement_is_named,
    a_read_sees_one_snapshot,
    a_read_cannot_write,
    more_than_can_wait_is_refused_at_once,
    a_newer_schema_is_refused,
];

async fn what_is_written_is_read_by_everybody(database: &TestDatabase) {
    make_notes(&database.db).await;
    database.db.write(|tx| insert_note(tx, 1, "here")).await.unwrap();
    assert_eq!(database.db.read(count_notes).await.unwrap(), 1);
    let again = Db::open(&database.url).unwrap();
    assert_eq!(again.read(count_notes).await.unwrap(), 1);
}

async fn undo_keeps_the_answer_and_nothing_else(database: &TestDatabase) {
    make_notes(&database.db).await;
    let answer = database.db.write(|tx| {
        insert_note(tx, 1, "gone")?;
        tx.undo();
        Ok("seats are full")
    });
    assert_eq!(answer.await.unwrap(), "seats are full");
    assert_eq!(database.db.read(count_notes).await.unwrap(), 0);
}

/// Closures that wait together are committed together; each still stands for itself.
async fn a_failure_undoes_only_its_own_closure(database: &TestDatabase) {
    make_notes(&database.db).await;
    let tasks: Vec<_> = (0..200_i64)
        .map(|id| {
            let db = database.db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    insert_note(tx, id, "written")?;
                    if id % 3 == 0 { Err(Error::broken("on purpose")) } else { Ok(id) }
                })
                .await
            })
        })
        .collect();
    for (id, task) in tasks.into_iter().enumerate() {
        assert_eq!(task.await.unwrap().is_err(), id % 3 == 0, "closure {id}");
    }
    let kept =
        database.db.read(|tx| tx.query("SELECT id FROM notes ORDER BY id", &[], |row| row.get::<i64>(0)));
    assert_eq!(kept.await.unwrap(), (0..200).filter(|id| id % 3 != 0).collect::<Vec<_>>());
}

async fn a_panic_leaves_the_connection_alive(database: &TestDatabase) {
    make_notes(&database.db).await;
    for id in 0..20 {
        let outcome: Result<(), _> = database
            .db
            .write(move |tx| {
                insert_note(tx, id, "gone")?;
                panic!("on purpose");
            })
            .await;
        assert!(!outcome.unwrap_err().is_temporary());
    }
    database.db.write(|tx| insert_note(tx, 1, "alive")).await.unwrap();
    assert_eq!(database.db.read(count_notes).await.unwrap(), 1);
}

/// One engine gives a transaction up at the first failure, the other would go on: neither may.
async fn a_failed_statement_cannot_be_passed_over(database: &TestDatabase) {
    make_notes(&database.db).await;
    let outcome = database.db.write(|tx| {
        insert_note(tx, 1, "first")?;
        let _ = insert_note(tx, 1, "same again");
        Ok("looks well")
    });
    assert!(outcome.await.is_err());
    assert_eq!(database.db.read(count_notes).await.unwrap(), 0);
}

async fn an_unknown_statement_is_named(database: &TestDatabase) {
    for sql in ["SELECT wrong FROM nowhere", "rubbish"] {
        let error = database.db.write(move |tx| tx.execute(sql, &[])).await.unwrap_err();
        assert!(error.to_string().contains(sql), "{error}");
        assert!(!error.is_temporary(), "{error}");
    }
}

async fn a_read_sees_one_snapshot(database: &TestDatabase) {
    make_notes(&database.db).await;
    let (begun, beginning) = sync_channel::<()>(1);
    let (written, wait) = sync_channel::<()>(1);
    let wait = Mutex::new(wait);
    let db = database.db.clone();
    let reader = tokio::spawn(async move {
        db.read(move |tx| {
            let before = count_notes(tx)?;
            begun.send(()).unwrap();
            wait.lock().unwrap().recv().unwrap();
            Ok((before, count_notes(tx)?))
        })
        .await
    });
    tokio::task::spawn_blocking(move || beginning.recv().unwrap()).await.unwrap();
    database.db.write(|tx| insert_note(tx, 1, "meanwhile")).await.unwrap();
    written.send(()).unwrap();
    assert_eq!(reader.await.unwrap().unwrap(), (0, 0));
    assert_eq!(database.db.read(count_notes).await.unwrap(), 1);
}

async fn a_read_cannot_write(database: &TestDatabase) {
    make_notes(&database.db).await;
    assert!(database.db.read(|tx| insert_note(tx, 1, "by mistake")).await.is_err());
    assert_eq!(database.db.read(count_notes).await.unwrap(), 0);
}

async fn more_than_can_wait_is_refused_at_once(database: &TestDatabase) {
    make_notes(&database.db).await;
    let open = Arc::new(AtomicBool::new(false));
    let (refused, first_refusal) = sync_channel::<()>(10_000);
    let tasks: Vec<_> = (0..6_000)
        .map(|_| {
            let (db, open, refused) = (database.db.clone(), Arc::clone(&open), refused.clone());
            tokio::spawn(async move {
                let answer = db
                    .write(move |tx| {
                        while !open.load(Ordering::Relaxed) {
                            std::thread::yield_now();
                        }
                        count_notes(tx)
                    })
                    .await;
                answer.map_err(|error| {
                    let _ = refused.send(());
                    error.is_temporary()
                })
            })
        })
        .collect();
    tokio::task::spawn_blocking(move || first_refusal.recv().unwrap()).await.unwrap();
    open.store(true, Ordering::Relaxed);
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.unwrap());
    }
    assert!(answers.iter().all(|answer| matches!(answer, Ok(0) | Err(true))), "an error was not temporary");
    assert!(answers.iter().filter(|answer| answer.is_ok()).count() >= 4_096);
}

async fn a_newer_schema_is_refused(database: &TestDatabase) {
    let sql = "INSERT INTO schema_migrations (name, checksum) VALUES ('9999_future', '')";
    database.db.write(move |tx| tx.execute(sql, &[])).await.unwrap();
    let error = Db::open(&database.url).err().unwrap();
    assert!(error.to_string().contains("9999_future") && error.to_string().contains("newer"), "{error}");
}
