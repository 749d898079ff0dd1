//! The list keeps itself fresh: an unchanged one costs no page.

use reqwest::Method;

use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(an_unchanged_list_is_not_sent_again);

async fn an_unchanged_list_is_not_sent_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ask = async |path: &str, version: &str| -> Page {
        let headers = [("x-requested-with", "list"), ("if-none-match", version)];
        admin.send(Method::GET, path, None, &headers).await
    };
    let page = admin.get("/employees").await;
    let version = page.attributes("#people", "data-version")[0].clone();
    let same = ask("/employees", &version).await;
    assert_eq!((same.status, same.body.as_str()), (304, ""));
    assert_eq!(same.headers["etag"], version.as_str());
    portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let other = ask("/employees", &version).await;
    assert_eq!(other.status, 200);
    assert!(other.body.contains("Пётр Вяземский") && !other.body.contains("<html"), "the list alone");
    assert!(other.says("В компании 2"), "with its counts: {}", other.text());
    assert!(other.body.contains(r#"id="count-employees">2<"#), "and those around it: {}", other.body);
    let newer = other.headers["etag"].to_str().unwrap().to_owned();
    assert_eq!(ask("/employees", &newer).await.status, 304);
    assert_eq!(ask("/employees?sort=-name", &newer).await.status, 200, "another view is another list");
    let pyotr = portal.signed_in("pyotr@romashka.example").await;
    let headers = [("x-requested-with", "list"), ("if-none-match", newer.as_str())];
    assert_eq!(
        pyotr.send(Method::GET, "/employees", None, &headers).await.status,
        200,
        "and another reader's"
    );
    assert_eq!(other.headers["cache-control"], "no-store");
}
