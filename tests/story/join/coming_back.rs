//! Somebody who worked here opens a join link: he learns who can take him back, and they learn of him.

use std::time::Duration;

use collega::access_rights::{Permission, Scope};
use collega::base::id::EmployeeId;
use collega::mail::transport::Wish;

use super::link;
use super::links::{give, prove};
use crate::story::roles::{role, worker};
use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    who_is_dismissed_asks_to_be_taken_back_and_hears_of_it,
    a_wish_to_come_back_is_told_once_a_day_to_those_who_may_grant_it,
    a_wish_that_is_granted_already_is_not_mailed,
    whoever_is_dismissed_again_may_ask_again,
    whoever_is_taken_back_hears_of_it,
    without_a_mail_server_nobody_is_promised_a_letter,
    who_is_taken_back_meanwhile_is_led_to_signing_in,
);

/// Somebody who worked here.
const PETR: &str = "petr@romashka.example";
/// What he reads once his address is proved.
const PASSED_ON: &str = "Ваша просьба отмечена на портале";

async fn dismiss(portal: &TestPortal, id: EmployeeId) {
    portal.admin().await.post(&format!("/employees/{id}/dismiss"), &[]).await;
}

async fn add_dismissed(portal: &TestPortal) -> EmployeeId {
    let id = portal.add_employee("Пётр Ильин", PETR).await;
    dismiss(portal, id).await;
    id
}

async fn sign_in(portal: &TestPortal, password: &str) -> Page {
    let browser = portal.stranger();
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("email", PETR), ("password", password)]).await
}

/// The letters with this subject, to whom they went.
async fn told(portal: &TestPortal, subject: &str) -> Vec<String> {
    let letters = portal.letters().await;
    letters.into_iter().filter(|letter| letter.subject == subject).map(|letter| letter.to).collect()
}

const WISH: &str = "Бывший сотрудник просит вернуть ему доступ";
const TAKEN_BACK: &str = "Вам вернули доступ к порталу Ромашка";
const LEFT: &str = "/employees?status=dismissed";

async fn who_is_dismissed_asks_to_be_taken_back_and_hears_of_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = add_dismissed(&portal).await;
    let page = sign_in(&portal, PASSWORD).await;
    assert!(page.status == 422 && page.says("Ваш доступ к порталу закрыт"), "{}", page.text());
    let page = sign_in(&portal, "не тот пароль вовсе").await;
    assert!(page.says("Адрес или пароль не подходит"), "a stranger learns nothing: {}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM sessions WHERE employee_id <> 1").await, 0);

    let (browser, page) = prove(&portal, &link(&portal, 25).await, PETR).await;
    assert!(page.status == 200 && page.says(PASSED_ON), "{}", page.text());
    assert!(browser.get("/join/details").await.says(PASSED_ON), "there is nothing to fill in");

    let letter = portal.letter_to(ADMIN.1).await;
    assert_eq!(letter.subject, WISH);
    let admin = portal.admin().await;
    let card = admin.get(&letter.path("/employees/")).await;
    assert!(card.says("Пётр Ильин") && card.says("Просьба вернуть доступ сегодня"), "{}", card.text());
    let history = admin.get(&format!("/employees/{id}/history")).await;
    assert!(history.says("Попросили вернуть доступ: Пётр Ильин"), "{}", history.text());

    let rehire = format!("/employees/{id}/rehire");
    let page = admin.follow(&card, &rehire).await;
    admin.submit(&page, &rehire, &[]).await;
    assert_eq!(told(&portal, TAKEN_BACK).await, [PETR]);
    assert_eq!(sign_in(&portal, PASSWORD).await.path(), "/employees");
}

async fn a_wish_to_come_back_is_told_once_a_day_to_those_who_may_grant_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let stock = portal.add_department("Опт", None).await;
    let id = worker(&portal, "Пётр Ильин", PETR, &[sales]).await;
    for (email, department) in [("near@romashka.example", sales), ("far@romashka.example", stock)] {
        let reader = worker(&portal, "Вера Ким", email, &[department]).await;
        role(&portal, email, &[(Permission::Dismiss, Scope::Department)], reader).await;
    }
    dismiss(&portal, id).await;
    let path = link(&portal, 25).await;
    prove(&portal, &path, PETR).await;
    let both = [ADMIN.1.to_owned(), "near@romashka.example".to_owned()];
    let mut readers = told(&portal, WISH).await;
    readers.sort();
    assert_eq!(readers, both, "who works elsewhere could not take him back");
    portal.advance(Duration::from_hours(23));
    prove(&portal, &path, PETR).await;
    assert_eq!(told(&portal, WISH).await.len(), 2, "they know");
    portal.advance(Duration::from_hours(1));
    prove(&portal, &path, PETR).await;
    assert_eq!(told(&portal, WISH).await.len(), 4);
}

async fn a_wish_that_is_granted_already_is_not_mailed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = add_dismissed(&portal).await;
    let path = link(&portal, 25).await;
    let browser = portal.stranger();
    give(&browser, &path, PETR).await;
    let code = portal.letter_to(PETR).await.code();
    browser.post("/join/code", &[("code", &code)]).await;
    portal.admin().await.post(&format!("/employees/{id}/rehire"), &[]).await;
    assert_eq!(told(&portal, WISH).await, Vec::<String>::new());
    assert_eq!(told(&portal, TAKEN_BACK).await, [PETR]);
}

/// A wish that was granted is over: after another dismissal it is a new one, be it on the same day.
async fn whoever_is_dismissed_again_may_ask_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = add_dismissed(&portal).await;
    let path = link(&portal, 25).await;
    prove(&portal, &path, PETR).await;
    let admin = portal.admin().await;
    admin.post(&format!("/employees/{id}/rehire"), &[]).await;
    portal.advance(Duration::from_mins(5));
    assert!(!admin.get(&format!("/employees/{id}")).await.says("Просьба вернуть доступ"), "it was granted");
    dismiss(&portal, id).await;
    assert!(!admin.get(LEFT).await.says("Просит вернуть доступ"), "he has not asked since");
    portal.advance(Duration::from_mins(5));
    prove(&portal, &path, PETR).await;
    assert_eq!(told(&portal, WISH).await, [ADMIN.1, ADMIN.1]);
    assert!(admin.get(LEFT).await.says("Просит вернуть доступ"));
    let nobody = portal.employee("Вера Ким", "vera@romashka.example").await;
    assert!(!nobody.get(LEFT).await.says("Просит вернуть доступ"), "she can do nothing about it");
}

async fn whoever_is_taken_back_hears_of_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = add_dismissed(&portal).await;
    let admin = portal.admin().await;
    let rehire = format!("/employees/{id}/rehire");
    let question = admin.get(&rehire).await;
    assert!(question.says("На petr@romashka.example придёт письмо об этом"), "{}", question.text());
    admin.submit(&question, &rehire, &[]).await;
    assert_eq!(told(&portal, TAKEN_BACK).await, [PETR], "whether he asked for it or not");
}

/// What nobody can read is not promised.
async fn without_a_mail_server_nobody_is_promised_a_letter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    add_dismissed(&portal).await;
    let (browser, page) = prove(&portal, &link(&portal, 25).await, PETR).await;
    assert!(page.says("писем он пока не отправляет: сообщите администратору сами"), "{}", page.text());
    portal.portal.mail.set(Wish::Server("smtp://127.0.0.1:2525".parse().unwrap()), "portal.example");
    let page = browser.get("/join/details").await;
    assert!(page.says("Если доступ вернут, письмо придёт и вам"), "{}", page.text());
}

async fn who_is_taken_back_meanwhile_is_led_to_signing_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = add_dismissed(&portal).await;
    let (browser, page) = prove(&portal, &link(&portal, 25).await, PETR).await;
    assert!(page.says(PASSED_ON), "{}", page.text());
    portal.admin().await.post(&format!("/employees/{id}/rehire"), &[]).await;
    let page = browser.get("/join/details").await;
    assert!(page.says("Вы уже на портале") && page.says("Войти"), "{}", page.text());
}
