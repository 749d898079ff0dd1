//! «Уволить», pressed on the page: what it ends for good, and what it leaves alone.

use collega::access_rights::rights::Rights;
use collega::accounts::tokens::{self, Outcome};
use collega::base::id::EmployeeId;
use collega::history::{Actor, Channel};
use reqwest::Method;

use super::join::{INVITEE, invite, join, link};
use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{PASSWORD, TestPortal};

on_both_engines!(
    nothing_of_a_dismissed_person_comes_back_by_itself,
    a_link_for_a_new_password_dies_with_the_dismissal,
    what_a_dismissal_ends_is_told_before_and_invitations_end_as_wished,
    a_dismissal_revokes_what_was_sent_where_the_company_says_so,
    what_somebody_else_has_switched_off_its_maker_does_not_switch_on,
    tokens_outlive_a_new_password,
);

const PETR: &str = "petr@romashka.example";

/// The latest employee has made a join link and a personal invitation: his id and both paths.
async fn with_links(portal: &TestPortal) -> (i64, String, String) {
    let id = portal.number("SELECT MAX(id) FROM employees").await;
    let shared = link(portal, 25).await;
    invite(portal, &[INVITEE]).await;
    portal
        .write(move |tx| {
            tx.execute("UPDATE join_links SET creator_id = $1", &[id.into()])?;
            tx.execute("UPDATE invitations SET inviter_id = $1", &[id.into()])
        })
        .await;
    (id, shared, portal.letter_to(INVITEE).await.path("/i/"))
}

/// The maker of the link is told why it is off, and no button switches it on.
async fn assert_stays_off(maker: &Browserless) {
    let page = maker.get("/join-links/1").await;
    assert!(page.says("выключил администратор") && !page.says("Включить снова"), "{}", page.text());
}

async fn nothing_of_a_dismissed_person_comes_back_by_itself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.employee("Пётр Ильин", PETR).await;
    let (id, shared, personal) = with_links(&portal).await;
    let program = portal.program_of(EmployeeId(id)).await;
    assert_eq!(program.call(Method::GET, "/plan").await.status, 200);

    let admin = portal.admin().await;
    let page = admin.get(&format!("/employees/{id}/dismiss")).await;
    admin.submit(&page, &format!("/employees/{id}/dismiss"), &[]).await;
    assert_eq!(portal.stranger().get(&shared).await.status, 410);
    assert_eq!(program.call(Method::GET, "/plan").await.status, 401);
    assert!(!admin.get("/settings/tokens").await.says("tests"), "nor is the token listed");

    admin.post(&format!("/employees/{id}/rehire"), &[]).await;
    assert!(petr.get("/employees").await.path().starts_with("/sign-in"), "his session is over");
    assert_eq!(portal.stranger().get(&shared).await.status, 410, "his link stays off");
    assert_eq!(program.call(Method::GET, "/plan").await.status, 401, "his token is revoked");
    assert_stays_off(&portal.signed_in(PETR).await).await;

    let browser = portal.stranger();
    let form = browser.get(&personal).await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome", "but a personal invitation stays valid");
}

async fn a_link_for_a_new_password_dies_with_the_dismissal(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = portal.add_employee("Пётр Ильин", PETR).await;
    portal.stranger().post("/forgotten-password", &[("email", PETR)]).await;
    let path = portal.letter_to(PETR).await.path("/new-password/");
    let admin = portal.admin().await;
    admin.post(&format!("/employees/{id}/dismiss"), &[]).await;
    admin.post(&format!("/employees/{id}/rehire"), &[]).await;
    assert_eq!(portal.stranger().get(&path).await.status, 410);
}

async fn what_somebody_else_has_switched_off_its_maker_does_not_switch_on(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.employee("Пётр Ильин", PETR).await;
    let path = link(&portal, 25).await;
    let maker = "UPDATE join_links SET creator_id = (SELECT MAX(id) FROM employees)";
    portal.write(move |tx| tx.execute(maker, &[])).await;
    let here = [("return_to", "/join-links/1")];
    petr.post("/join-links/1/switch-off", &here).await;
    let page = petr.post("/join-links/1/switch-on", &here).await;
    assert!(page.says("Ссылка снова действует"), "his own press he takes back: {}", page.text());
    let admin = portal.admin().await;
    admin.post("/join-links/1/switch-off", &here).await;
    assert_stays_off(&petr).await;
    let page = petr.post("/join-links/1/switch-on", &here).await;
    assert!(page.says("Эту ссылку выключил администратор"), "{}", page.text());
    assert_eq!(portal.stranger().get(&path).await.status, 410);
    let page = admin.get("/join-links/1").await;
    admin.submit(&page, "/join-links/1/switch-on", &[]).await;
    assert_eq!(portal.stranger().get(&path).await.status, 200);
    assert_eq!(portal.number("SELECT COUNT(*) FROM join_links WHERE switched_off_by IS NULL").await, 1);
}

async fn tokens_outlive_a_new_password(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (company, admin, now) = (portal.company, portal.admin_id, portal.portal.now());
    let random = portal.portal.random.clone();
    let made = portal
        .write(move |tx| {
            let actor = Actor {
                employee: Some(admin),
                rights: Rights::all(),
                channel: Channel::Web,
                ..Actor::portal(company)
            };
            let company = tx.companies().find(company)?.unwrap();
            tokens::create(tx, &actor, &company, admin, "tests", &*random, now)
        })
        .await;
    let Outcome::Created { token, .. } = made else { panic!("{made:?}") };
    let anna = portal.admin().await;
    let page = anna.get("/profile").await;
    let fields = [("present", PASSWORD), ("password", "шесть медных чайников")];
    let page = anna.submit(&page, "/profile/password", &fields).await;
    assert!(page.says("Пароль изменён"), "{}", page.text());
    let asked = reqwest::Client::new().get(format!("{}/api/v1/plan", portal.url)).bearer_auth(token);
    assert_eq!(asked.send().await.unwrap().status(), 200, "programs go on working");
}

async fn what_a_dismissal_ends_is_told_before_and_invitations_end_as_wished(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let his = portal.employee("Пётр Ильин", PETR).await;
    let form = [("new_email", "petr.ilyin@romashka.example"), ("address_password", PASSWORD)];
    his.submit(&his.get("/profile").await, "/profile/address", &form).await;
    let (id, _, personal) = with_links(&portal).await;
    portal.program_of(EmployeeId(id)).await;
    let admin = portal.admin().await;
    admin.post(&format!("/structure/1/people/{id}/post"), &[("post", "head")]).await;
    let ask = admin.get(&format!("/employees/{id}/dismiss")).await;
    for words in [
        "1 ссылка-приглашение",
        "1 токен API",
        "Оставит должности: Ромашка",
        "1 приглашение, которое",
        "Новый адрес petr.ilyin@romashka.example подтвердить уже не получится",
    ] {
        assert!(ask.says(words), "{words}: {}", ask.text());
    }
    assert!(ask.says("Ромашка: отвечать станет некому"), "{}", ask.text());
    admin.post(&format!("/structure/1/people/{}/post", portal.admin_id), &[("post", "head")]).await;
    let beside = admin.get(&format!("/employees/{id}/dismiss")).await;
    assert!(beside.says("Ромашка: дальше отвечает Анна Орлова"), "{}", beside.text());
    let page = admin.submit(&ask, &format!("/employees/{id}/dismiss"), &[("revoke", "1")]).await;
    assert!(page.says("Сотрудник уволен"), "{}", page.text());
    let history = admin.get(&format!("/employees/{id}/history")).await;
    assert!(history.says("Смена адреса отменена"), "{}", history.text());
    assert_eq!(portal.stranger().get(&personal).await.status, 410, "taken back as wished");
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'invited'").await, 0);
    crate::support::consistency::check(&portal.portal.db).await;
}

async fn a_dismissal_revokes_what_was_sent_where_the_company_says_so(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.employee("Пётр Ильин", PETR).await;
    let (id, _, personal) = with_links(&portal).await;
    let admin = portal.admin().await;
    let ask = format!("/employees/{id}/dismiss");
    assert!(
        admin.get(&ask).await.attributes("#revoke[checked]", "id").is_empty(),
        "they stay, unless said otherwise"
    );
    let page = admin.get("/settings/inviting").await;
    let page = admin.submit(&page, "/settings/inviting", &[("revoke_with_inviter", "1")]).await;
    assert_eq!(page.attributes("#revoke_with_inviter[checked]", "id").len(), 1, "{}", page.text());
    assert_eq!(admin.get(&ask).await.attributes("#revoke[checked]", "id").len(), 1);
    // A program that says nothing of it does as the company says.
    let dismissed = portal.program().await.call(Method::POST, &ask).await;
    assert_eq!(dismissed.status, 200, "{dismissed:?}");
    assert_eq!(portal.stranger().get(&personal).await.status, 410);
    crate::support::consistency::check(&portal.portal.db).await;
}
