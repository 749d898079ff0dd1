//! Tokens of the machine interface, as administrators make and revoke them.

use collega::access_rights::rights::Rights;
use collega::accounts::tokens;
use collega::base::id::EmployeeId;
use collega::base::random::SeededRandom;
use collega::history::{Actor, Channel};

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    an_owner_reads_of_a_token_that_another_made,
    a_token_is_shown_once_works_and_dies_when_it_is_revoked,
    a_dismissed_persons_token_dies_at_once,
    tokens_are_for_administrators,
);

async fn a_token_is_shown_once_works_and_dies_when_it_is_revoked(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let nameless = admin.post("/settings/tokens", &[("name", "  ")]).await;
    assert_eq!(nameless.status, 422);
    assert!(nameless.title().starts_with("Ошибка: "), "{}", nameless.title());
    let made = admin.post("/settings/tokens", &[("name", "Кадровая база")]).await;
    let token = made.attributes("#token", "value").remove(0);
    assert_eq!(ask(&portal, &token).await, 200);
    let list = admin.get("/settings/tokens").await;
    assert!(list.says("Кадровая база") && !list.body.contains(&token), "shown once only");
    let id = portal.number("SELECT id FROM api_tokens").await;
    let after = admin.post(&format!("/settings/tokens/{id}/revoke"), &[]).await;
    assert!(after.says("Токен отозван") && !after.says("Кадровая база"), "{}", after.text());
    assert_eq!(ask(&portal, &token).await, 401);
    assert_eq!(admin.post(&format!("/settings/tokens/{id}/revoke"), &[]).await.status, 404);
    let deeds = "SELECT COUNT(*) FROM history WHERE action IN ('token-created', 'token-revoked')";
    assert_eq!(portal.number(deeds).await, 2);
}

/// What a command, or another, does with somebody's rights stands in his own history.
async fn an_owner_reads_of_a_token_that_another_made(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let command =
                Actor { channel: Channel::Command, rights: Rights::all(), ..Actor::stranger(company, None) };
            let company = tx.companies().find(company)?.unwrap();
            tokens::create(tx, &command, &company, EmployeeId(1), "Сайт", &SeededRandom::new(1), now)
                .map(drop)
        })
        .await;
    let told = portal.admin().await.get("/employees/1/history").await;
    assert!(told.says("Создан токен API: Сайт"), "{}", told.text());
}

async fn a_dismissed_persons_token_dies_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let made = admin.post("/settings/tokens", &[("name", "Сайт")]).await;
    let token = made.attributes("#token", "value").remove(0);
    assert_eq!(ask(&portal, &token).await, 200);
    portal.write(|tx| tx.execute("UPDATE employees SET status = 'dismissed'", &[])).await;
    assert_eq!(ask(&portal, &token).await, 401);
}

async fn tokens_are_for_administrators(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван", "ivan@romashka.example").await;
    assert_eq!(ivan.get("/settings/tokens").await.status, 403);
    assert_eq!(ivan.post("/settings/tokens", &[("name", "a")]).await.status, 403);
    assert_eq!(portal.number("SELECT COUNT(*) FROM api_tokens").await, 0);
}

async fn ask(portal: &TestPortal, token: &str) -> u16 {
    let request = reqwest::Client::new().get(format!("{}/api/v1/plan", portal.url));
    request.bearer_auth(token).send().await.unwrap().status().as_u16()
}
