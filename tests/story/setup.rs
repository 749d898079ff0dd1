//! The first run: whoever opens the setup link first is the administrator, and nobody else.

use std::sync::Arc;

use collega::base::email_address::EmailAddress;
use collega::history::Channel;
use collega::i18n::Language;
use collega::setup::{self, NewPortal, Outcome};
use collega::store::{Result as StoreResult, Tx};

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::BarePortal;

on_both_engines!(twenty_at_once_make_one_administrator);

async fn twenty_at_once_make_one_administrator(database: &TestDatabase) {
    let bare = BarePortal::start(database, |_| {}).await;
    // Connections that stand already let the attempts meet.
    at_once(&bare, |_| |tx: &mut Tx<'_>| tx.installation().is_set_up()).await;
    let now = bare.portal.now();
    let outcomes = at_once(&bare, |number| {
        let new = new_portal(&bare.url, number);
        move |tx: &mut Tx<'_>| setup::set_up(tx, &new, Channel::Web, now)
    })
    .await;
    let winners = outcomes.iter().filter(|outcome| matches!(outcome, Outcome::Created { .. })).count();
    assert_eq!(winners, 1, "{outcomes:?}");
    for table in ["companies", "departments", "employees", "installation"] {
        let sql = format!("SELECT COUNT(*) FROM {table}");
        let rows: i64 = bare.portal.read(move |tx| tx.query_one(&sql, &[], |row| row.get(0))).await.unwrap();
        assert_eq!(rows, 1, "{table}");
    }
}

/// Twenty transactions that nobody keeps waiting for each other.
async fn at_once<T, W>(bare: &BarePortal, work: impl Fn(usize) -> W) -> Vec<T>
where
    T: Send + 'static,
    W: Fn(&mut Tx<'_>) -> StoreResult<T> + Send + 'static,
{
    let started: Vec<_> = (0..20)
        .map(|number| {
            let (portal, work) = (Arc::clone(&bare.portal), work(number));
            tokio::spawn(async move { portal.write(work).await.unwrap() })
        })
        .collect();
    let mut results = Vec::new();
    for one in started {
        results.push(one.await.unwrap());
    }
    results
}

/// Every other one at an address of its own, so that neither the host alone decides nor the one row.
fn new_portal(url: &str, number: usize) -> NewPortal {
    NewPortal {
        company: format!("Company {number}"),
        public_url: if number.is_multiple_of(2) {
            url.to_owned()
        } else {
            format!("http://{number}.example")
        },
        language: Language::En,
        time_zone: "UTC".to_owned(),
        max_employees: None,
        max_online: None,
        admin_email: EmailAddress::parse(&format!("admin{number}@example.org")).unwrap(),
        admin_name: format!("Admin {number}"),
        admin_password: "not a hash".to_owned(),
    }
}
