//! What somebody typed is not lost where it can't be taken.

use reqwest::Method;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    what_is_typed_outlives_the_session,
    a_password_is_not_held,
    what_came_too_fast_can_be_sent_again,
    a_script_keeps_what_is_typed_itself,
);

async fn end_sessions(portal: &TestPortal) {
    portal.write(|tx| tx.execute("DELETE FROM sessions", &[])).await;
}

async fn what_is_typed_outlives_the_session(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    let page = browser.get("/invite/mail-service").await;
    end_sessions(&portal).await;
    let addresses = "Иван <ivan@example.org>\r\nolga@example.org";
    let page = browser.submit(&page, "/invite/mail-service", &[("addresses", addresses)]).await;
    assert_eq!(page.status, 401);
    assert!(page.says("То, что вы ввели, не пропало"), "{}", page.text());

    let page = browser.submit(&page, "/sign-in", &[("email", ADMIN.1), ("password", "не тот пароль")]).await;
    assert_eq!(page.status, 422, "{}", page.text());
    let page = browser.submit(&page, "/sign-in", &[("email", ADMIN.1), ("password", PASSWORD)]).await;
    assert!(page.says("Вы снова вошли"), "{}", page.text());
    assert!(!page.body.contains(PASSWORD));
    let page = browser.submit(&page, "/invite/mail-service", &[]).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.body.contains("ivan@example.org") && page.body.contains("olga@example.org"));
}

async fn a_password_is_not_held(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    end_sessions(&portal).await;
    let typed = [("name", "Анна"), ("present", PASSWORD), ("password", "шесть медных чайников свистят")];
    let page = browser.post("/profile/password", &typed).await;
    assert_eq!((page.status, page.value("held:name").as_str()), (401, "Анна"));
    assert!(!page.body.contains(PASSWORD) && !page.body.contains("чайников"));
}

async fn what_came_too_fast_can_be_sent_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.stranger();
    let mut last = browser.get("/forgotten-password").await;
    for number in 0..21 {
        last = browser.post("/forgotten-password", &[("email", &format!("p{number}@example.org"))]).await;
    }
    assert_eq!(last.status, 429);
    assert!(
        last.headers.contains_key("retry-after") && last.says("Слишком много попыток"),
        "{}",
        last.text()
    );
    let again = browser.submit(&last, "/forgotten-password", &[]).await;
    assert_eq!((again.status, again.value("email").as_str()), (429, "p20@example.org"));
}

async fn a_script_keeps_what_is_typed_itself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let browser = portal.admin().await;
    end_sessions(&portal).await;
    let form = [("addresses".to_owned(), "ivan@example.org".to_owned())];
    let headers = [("sec-fetch-site", "same-origin"), ("x-requested-with", "panel")];
    let page = browser.send(Method::POST, "/invite/mail-service", Some(&form), &headers).await;
    assert_eq!(page.status, 401);
    assert!(page.texts("[data-failure]").join("").contains("Войти в новой вкладке"), "{}", page.text());
    assert!(!page.body.contains("ivan@example.org"));
    let page = browser.send(Method::GET, "/invite", None, &[("x-requested-with", "panel")]).await;
    assert_eq!(page.status, 401);
    assert_eq!(browser.get("/invite").await.path(), "/sign-in?next=/invite");
}
