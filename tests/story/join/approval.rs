//! Whoever came by a link waits to be let in: until then he has no session, on no path.

use std::time::Duration;

use collega::base::id::{EmployeeId, InvitationId, JoinRequestId};
use collega::base::person_name::PersonName;
use collega::company::Company;
use collega::history::Actor;
use collega::i18n::Language;
use collega::join::newcomer::Newcomer;
use collega::join::{Deed, accept, enter};
use collega::store::{Result, Tx};
use reqwest::Method;

use super::links::{NEWCOMER, finish, prove};
use super::{GOOD_PASSWORD, invite, link};
use crate::support::browserless::Page;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    who_waits_is_let_in_by_an_administrator_and_told,
    who_is_refused_leaves_the_list_and_may_come_again,
    programs_let_in_and_refuse_as_well,
    without_a_seat_one_goes_on_waiting,
    an_expired_invitation_spares_nobody_the_approval,
    rules_that_change_while_a_password_is_hashed_count,
);

const WAITING: &str = "/employees?status=awaiting_approval";

/// Somebody has come by a link and waits; his id.
async fn waiting(portal: &TestPortal) -> i64 {
    portal.write(|tx| tx.execute("UPDATE companies SET require_approval = 1", &[])).await;
    let path = link(portal, 25).await;
    let (browser, page) = prove(portal, &path, NEWCOMER).await;
    let page = finish(&browser, &page).await;
    assert!(page.says("Ждём подтверждения"), "{}", page.text());
    portal.number("SELECT id FROM employees WHERE status = 'awaiting_approval'").await
}

async fn sign_in(portal: &TestPortal) -> Page {
    let browser = portal.stranger();
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("email", NEWCOMER), ("password", GOOD_PASSWORD)]).await
}

async fn who_waits_is_let_in_by_an_administrator_and_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = waiting(&portal).await;
    let page = sign_in(&portal).await;
    assert!(page.says("Ваш вход ещё не подтвердили"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 0);
    let admin = portal.admin().await;
    let list = admin.get(WAITING).await;
    assert!(list.says("Олег Кравец") && list.says("Склад"), "{}", list.text());
    let by = list.texts("td[data-label]");
    assert!(by.iter().any(|cell| cell.contains("Анна Орлова")), "by whose link he came: {by:?}");
    let profile = admin.follow(&list, &format!("/employees/{id}")).await;
    assert!(profile.says("Подтвердить"), "{}", profile.text());
    // The row itself has the buttons, and the list comes back with who it was about.
    assert_eq!(list.attributes("td button", "formaction"), [format!("/employees/{id}/approve")]);
    let approve = format!("/employees/{id}/approve");
    let page = admin.post(&approve, &[("return_to", &list.value("return_to"))]).await;
    assert_eq!(page.path(), WAITING);
    assert!(page.says("Олег Кравец — теперь сотрудник компании"), "{}", page.text());
    admin.post(&format!("/employees/{id}/approve"), &[]).await;
    let letters = portal.letters().await;
    let told: Vec<_> = letters.iter().filter(|letter| letter.to == NEWCOMER).collect();
    assert_eq!(told.len(), 2, "the code, and one letter however often the button is pressed");
    assert_eq!(told[1].path("/sign-in"), "/sign-in");
    assert_eq!(sign_in(&portal).await.path(), "/employees");
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 2);
    let deeds = "SELECT COUNT(*) FROM history WHERE action = 'approved'";
    assert_eq!(portal.number(deeds).await, 1);
    consistency::check(&portal.portal.db).await;
}

async fn who_is_refused_leaves_the_list_and_may_come_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = waiting(&portal).await;
    let pyotr = portal.employee("Пётр Ильин", "petr@romashka.example").await;
    for path in [format!("/employees/{id}"), format!("/employees/{id}/refuse")] {
        assert_ne!(pyotr.get(&path).await.status, 200, "{path}");
    }
    for verb in ["approve", "refuse"] {
        assert_eq!(pyotr.post(&format!("/employees/{id}/{verb}"), &[]).await.status, 403, "{verb}");
    }
    let admin = portal.admin().await;
    let list = admin.get(WAITING).await;
    let page = admin.follow(&list, &list.attributes("td a.danger", "href")[0]).await;
    assert!(page.says("Отказ: Олег Кравец"), "{}", page.text());
    let long = "ы".repeat(301);
    let again = admin.submit(&page, &format!("/employees/{id}/refuse"), &[("reason", &long)]).await;
    assert!(again.status == 422 && again.value("reason") == long, "{}", again.text());
    let reason = [("reason", "Набор закончен")];
    let page = admin.submit(&page, &format!("/employees/{id}/refuse"), &reason).await;
    assert_eq!(page.path(), WAITING);
    assert!(page.says("Олег Кравец: отказано") && page.texts(".person-name").is_empty(), "{}", page.text());
    assert!(sign_in(&portal).await.says("Адрес или пароль не подходит"));
    assert_eq!(admin.post(&format!("/employees/{id}/approve"), &[]).await.status, 404);
    let told = portal.letter_to(NEWCOMER).await;
    assert!(told.text.contains("не приняли") && told.text.contains("Набор закончен"), "{}", told.text);
    assert_eq!(
        portal.number("SELECT COUNT(*) FROM join_links WHERE uses > 0").await,
        0,
        "the use is given back"
    );
    consistency::check(&portal.portal.db).await;
    waiting(&portal).await;
}

async fn programs_let_in_and_refuse_as_well(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = waiting(&portal).await;
    let stranger = portal.add_employee("Пётр Ильин", "petr@romashka.example").await;
    let (program, ordinary) = (portal.program().await, portal.program_of(stranger).await);
    let approve = format!("/employees/{id}/approve");
    assert_eq!(ordinary.call(Method::POST, &approve).await.status, 403);
    let deleted = ordinary.call(Method::DELETE, &format!("/employees/{id}")).await;
    assert_eq!(deleted.status, 404, "who waits is not there for those who don't decide");
    let listed = program.call(Method::GET, "/employees?status=awaiting_approval").await;
    assert_eq!(listed.json["items"][0]["id"], id, "{listed:?}");
    assert_eq!(listed.json["items"].as_array().unwrap().len(), 1);
    assert_eq!(program.call(Method::DELETE, &format!("/employees/{id}")).await.status, 204);
    assert_eq!(program.call(Method::POST, &approve).await.status, 404);
    assert!(portal.letter_to(NEWCOMER).await.text.contains("не приняли"), "he is told");
    let id = waiting(&portal).await;
    let approve = format!("/employees/{id}/approve");
    for _ in 0..2 {
        let answer = program.call(Method::POST, &approve).await;
        assert_eq!((answer.status, answer.json["status"].as_str()), (200, Some("active")), "{answer:?}");
    }
    let deleted = program.call(Method::DELETE, &format!("/employees/{id}")).await;
    assert_eq!(deleted.status, 409, "who has joined is dismissed, not deleted: {deleted:?}");
    assert_eq!(sign_in(&portal).await.path(), "/employees");
    consistency::check(&portal.portal.db).await;
}

async fn without_a_seat_one_goes_on_waiting(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = waiting(&portal).await;
    let most =
        |n: i64| portal.write(move |tx| tx.execute("UPDATE companies SET max_employees = $1", &[n.into()]));
    most(1).await;
    let admin = portal.admin().await;
    let page = admin.post(&format!("/employees/{id}/approve"), &[]).await;
    assert!(page.says("Мест в тарифе не осталось"), "{}", page.text());
    let program = portal.program().await;
    let answer = program.call(Method::POST, &format!("/employees/{id}/approve")).await;
    assert_eq!((answer.status, answer.problem()), (409, "seats-full"));
    assert!(admin.get(WAITING).await.says("Олег Кравец"));
    assert_eq!(portal.letters().await.iter().filter(|letter| letter.to == NEWCOMER).count(), 1);
    consistency::check(&portal.portal.db).await;
    most(2).await;
    assert_eq!(program.call(Method::POST, &format!("/employees/{id}/approve")).await.status, 200);
}

async fn an_expired_invitation_spares_nobody_the_approval(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[NEWCOMER]).await;
    portal.letters().await;
    portal.advance(Duration::from_hours(15 * 24));
    portal.write(|tx| tx.execute("UPDATE companies SET require_approval = 1", &[])).await;
    let path = link(&portal, 25).await;
    let (browser, page) = prove(&portal, &path, NEWCOMER).await;
    assert!(page.says("Склад") && !page.says("Продажи"), "{}", page.text());
    let page = finish(&browser, &page).await;
    assert!(page.says("Ждём подтверждения"), "{}", page.text());
    consistency::check(&portal.portal.db).await;
    let id = portal.number("SELECT id FROM employees WHERE status = 'awaiting_approval'").await;
    let admin = portal.admin().await;
    admin.post(&format!("/employees/{id}/approve"), &[]).await;
    let page = admin.get(&format!("/employees/{id}")).await;
    assert!(page.says("Склад") && !page.says("Продажи"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 2);
    consistency::check(&portal.portal.db).await;
}

/// Runs a deed with the company as it was when the form came in.
async fn late<T: Send + 'static>(
    portal: &TestPortal,
    company: &Company,
    deed: impl Fn(&mut Tx<'_>, &Deed<'_>, &Newcomer) -> Result<T> + Send + 'static,
) -> T {
    let (company, now, random) = (company.clone(), portal.portal.now(), portal.portal.random.clone());
    let newcomer = Newcomer {
        name: PersonName::parse("Олег Кравец").unwrap(),
        password_hash: portal.portal.hasher.hash(GOOD_PASSWORD).await.unwrap(),
        language: Language::Ru,
        time_zone: None,
        device: collega::accounts::sessions::Device { ip: String::new(), user_agent: String::new() },
        session_before: None,
    };
    portal
        .write(move |tx| {
            let actor = &Actor::stranger(company.id, None);
            deed(tx, &Deed { actor, company: &company, random: &*random, now }, &newcomer)
        })
        .await
}

async fn rules_that_change_while_a_password_is_hashed_count(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    prove(&portal, &path, NEWCOMER).await;
    invite(&portal, &["ivan@example.org", "olga@example.org"]).await;
    let id = portal.company;
    let before = portal.write(move |tx| Ok(tx.companies().find(id)?.unwrap())).await;
    let rules = "UPDATE companies SET require_approval = 1, reserve_seats = 1, max_employees = 1";
    portal.write(move |tx| tx.execute(rules, &[])).await;
    let entered = late(&portal, &before, |tx, deed, newcomer| {
        let request = tx.join_requests().find(deed.company.id, JoinRequestId(1))?.unwrap();
        enter::enter(tx, deed, &request, newcomer)
    });
    assert_eq!(entered.await, enter::Outcome::AwaitingApproval);
    let accepted = late(&portal, &before, |tx, deed, newcomer| {
        let invitation = tx.invitations().find(deed.company.id, InvitationId(1))?.unwrap();
        accept::accept(tx, deed, &invitation, newcomer)
    });
    assert_eq!(accepted.await, accept::Outcome::SeatsFull, "the plan that holds now is full");
    portal.write(|tx| tx.execute("UPDATE companies SET max_online = 1, max_employees = NULL", &[])).await;
    portal.admin().await;
    let accepted = late(&portal, &before, |tx, deed, newcomer| {
        let invitation = tx.invitations().find(deed.company.id, InvitationId(1))?.unwrap();
        accept::accept(tx, deed, &invitation, newcomer)
    });
    let joined = accepted.await;
    assert!(matches!(joined, accept::Outcome::Joined { .. }), "{joined:?}");
    let waiting = "SELECT COUNT(*) FROM sessions WHERE waiting_since IS NOT NULL";
    assert_eq!(portal.number(waiting).await, 1, "as many are at work as may");
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE id = 1").await, EmployeeId(1).0);
    consistency::check(&portal.portal.db).await;
}
