//! Rules across rows hold however many come at once.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};

use super::{count_notes, insert_note, make_notes};
use crate::support::databases::{Engine, TestDatabase, on_both_engines, run};

on_both_engines![a_conditional_increment_never_passes_its_limit, a_count_under_a_locked_parent_holds];

const LIMIT: i64 = 40;

async fn a_conditional_increment_never_passes_its_limit(database: &TestDatabase) {
    make_notes(&database.db).await;
    let counter = "INSERT INTO notes (id, words) VALUES (0, 'counter')";
    database.db.write(move |tx| tx.execute(counter, &[])).await.unwrap();
    let increment = "UPDATE notes SET id = id + 1 WHERE words = 'counter' AND id < $1";
    let tasks: Vec<_> = (0..100)
        .map(|_| {
            let db = database.db.clone();
            tokio::spawn(async move { db.write(move |tx| tx.execute(increment, &[LIMIT.into()])).await })
        })
        .collect();
    let mut granted = 0;
    for task in tasks {
        granted += task.await.unwrap().unwrap();
    }
    assert_eq!(granted, 40);
    let value = database.db.read(|tx| tx.query_one("SELECT id FROM notes", &[], |row| row.get::<i64>(0)));
    assert_eq!(value.await.unwrap(), LIMIT);
}

/// The way of every rule across rows: touch the parent row, then count, then write.
async fn a_count_under_a_locked_parent_holds(database: &TestDatabase) {
    make_notes(&database.db).await;
    database.db.write(|tx| insert_note(tx, 0, "parent")).await.unwrap();
    let tasks: Vec<_> = (1..=100_i64)
        .map(|id| {
            let db = database.db.clone();
            tokio::spawn(async move {
                db.write(move |tx| {
                    tx.execute("UPDATE notes SET words = words WHERE id = 0", &[])?;
                    let is_full = count_notes(tx)? > LIMIT;
                    if is_full { Ok(false) } else { insert_note(tx, id, "child").map(|_| true) }
                })
                .await
            })
        })
        .collect();
    let mut granted = 0;
    for task in tasks {
        granted += i64::from(task.await.unwrap().unwrap());
    }
    assert_eq!(granted, LIMIT);
    assert_eq!(database.db.read(count_notes).await.unwrap(), LIMIT + 1);
}

/// Two that lock the same rows in opposite order: one loses, is run again, and both succeed.
#[test]
fn a_deadlock_is_run_again() {
    run(Engine::Postgres, async |database| {
        make_notes(&database.db).await;
        database.db.write(|tx| Ok(insert_note(tx, 1, "")? + insert_note(tx, 2, "")?)).await.unwrap();
        let runs = Arc::new(AtomicUsize::new(0));
        let meeting = Arc::new(Barrier::new(2));
        let tasks: Vec<_> = [[1_i64, 2], [2, 1]]
            .map(|[first, second]| {
                let (db, runs, meeting) = (database.db.clone(), Arc::clone(&runs), Arc::clone(&meeting));
                let add = "UPDATE notes SET words = words || 'x' WHERE id = $1";
                tokio::spawn(async move {
                    db.write(move |tx| {
                        tx.execute(add, &[first.into()])?;
                        if runs.fetch_add(1, Ordering::SeqCst) < 2 {
                            meeting.wait();
                        }
                        tx.execute(add, &[second.into()])
                    })
                    .await
                })
            })
            .into();
        for task in tasks {
            assert_eq!(task.await.unwrap().unwrap(), 1);
        }
        // One of the two loses and runs again; on a busy machine perhaps more than once.
        assert!(runs.load(Ordering::SeqCst) >= 3);
        let words =
            database.db.read(|tx| tx.query("SELECT words FROM notes", &[], |row| row.get::<String>(0)));
        assert_eq!(words.await.unwrap(), ["xx", "xx"]);
    });
}
