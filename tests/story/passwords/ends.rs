//! How a link for a new password ends.

use std::time::Duration;

use super::{LATER, NEW, choose, ivan, link, living, sign_in};
use crate::story::join::{INVITEE, everything, invite};
use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    a_link_works_once,
    a_link_works_for_an_hour,
    a_newer_letter_kills_the_older,
    a_wrong_link_is_a_page_that_does_not_exist,
    two_who_press_at_once_are_one,
    the_old_password_does_not_slip_in_while_the_new_one_is_set,
    a_link_of_somebody_who_left_opens_nothing,
    a_link_of_an_address_that_changed_hands_opens_nothing,
    a_letter_that_nobody_needs_any_more_is_not_sent,
);

fn assert_leads_to_another(page: &Page, status: u16, words: &str) {
    assert_eq!(page.status, status, "{}", page.text());
    assert!(page.says(words), "{words}: {}", page.text());
    assert_eq!(page.attributes("a.button.primary", "href"), ["/forgotten-password"]);
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
}

async fn a_link_works_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, ADMIN.1).await;
    let (browser, late) = (portal.stranger(), portal.stranger());
    let (page, late_page) = (browser.get(&path).await, late.get(&path).await);
    choose(&browser, &page, NEW).await;
    assert_eq!(browser.get("/new-password").await.status, 404, "the cookie has done its work");
    let before = everything(&portal).await;
    let used = "Пароль по этой ссылке уже сменили";
    assert_leads_to_another(&late.get(&path).await, 410, used);
    assert_leads_to_another(&choose(&late, &late_page, "совсем другой пароль из слов").await, 410, used);
    assert_eq!(everything(&portal).await, before);
    assert_eq!(sign_in(&portal, ADMIN.1, NEW).await.status, 200);
}

async fn a_link_works_for_an_hour(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, ADMIN.1).await;
    let browser = portal.stranger();
    portal.advance(Duration::from_hours(1) - Duration::from_millis(1));
    let page = browser.get(&path).await;
    assert_eq!(page.status, 200);
    portal.advance(Duration::from_millis(1));
    let before = everything(&portal).await;
    assert_leads_to_another(&browser.get(&path).await, 410, "Срок ссылки вышел");
    assert_leads_to_another(&choose(&browser, &page, NEW).await, 410, "Срок ссылки вышел");
    assert_eq!(everything(&portal).await, before);
    assert_eq!(sign_in(&portal, ADMIN.1, PASSWORD).await.status, 200);
}

async fn a_newer_letter_kills_the_older(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let older = link(&portal, ADMIN.1).await;
    portal.advance(LATER);
    let newer = link(&portal, ADMIN.1).await;
    let browser = portal.stranger();
    let replaced = "Эта ссылка больше не действует";
    assert_leads_to_another(&browser.get(&older).await, 410, replaced);
    let page = browser.get(&newer).await;
    assert_eq!(choose(&browser, &page, NEW).await.path(), "/sign-in");
    assert_leads_to_another(&browser.get(&older).await, 410, replaced);
}

async fn a_wrong_link_is_a_page_that_does_not_exist(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let invitation = portal.letter_to(INVITEE).await;
    let path = link(&portal, ADMIN.1).await;
    let long = format!("/new-password/{}", "A".repeat(4000));
    let cut = &path[..path.len() - 1];
    let borrowed = invitation.path("/i/").replace("/i/", "/new-password/");
    let wrong = [cut, "/new-password/x", "/new-password/%00%ff", &borrowed, &long, "/new-password"];
    let mut texts = Vec::new();
    for path in wrong {
        let page = portal.stranger().get(path).await;
        assert_leads_to_another(&page, 404, "Эта ссылка не подходит");
        texts.push(page.text());
    }
    texts.dedup();
    assert_eq!(texts.len(), 1, "all wrong links look alike: {texts:?}");
    let invited = portal.stranger().get(&path.replace("/new-password/", "/i/")).await;
    assert_eq!(invited.status, 404, "nor does it open anything else");
    let stranger = portal.stranger();
    assert_eq!(stranger.post("/new-password", &[("password", NEW)]).await.status, 404);
    assert_eq!(sign_in(&portal, ADMIN.1, PASSWORD).await.status, 200);
}

async fn two_who_press_at_once_are_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, ADMIN.1).await;
    let (one, two) = (portal.stranger(), portal.stranger());
    one.get(&path).await;
    two.get(&path).await;
    let (one, two) = tokio::join!(
        one.post("/new-password", &[("password", "один медный чайник кипит")]),
        two.post("/new-password", &[("password", "два медных чайника кипят")]),
    );
    let mut ends = [one.path().to_owned(), two.path().to_owned()];
    ends.sort();
    assert_eq!(ends, ["/new-password", "/sign-in"]);
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'password-changed'").await, 1);
}

async fn the_old_password_does_not_slip_in_while_the_new_one_is_set(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let passwords =
        [PASSWORD, NEW, "три рыжих лиса едят сыр", "снег идёт и тает днём", "по реке плывёт утюг"];
    for pair in passwords.windows(2) {
        let browser = portal.stranger();
        let page = browser.get(&link(&portal, ADMIN.1).await).await;
        let (_, chosen) = tokio::join!(sign_in(&portal, ADMIN.1, pair[0]), choose(&browser, &page, pair[1]));
        assert_eq!(chosen.path(), "/sign-in", "{}", chosen.text());
        assert_eq!(portal.number("SELECT COUNT(*) FROM sessions").await, 0);
        portal.letters().await;
        portal.advance(LATER);
    }
}

async fn a_link_of_somebody_who_left_opens_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = ivan(&portal).await;
    let path = link(&portal, "ivan@romashka.example").await;
    let browser = portal.stranger();
    let page = browser.get(&path).await;
    let admin = portal.admin().await;
    admin.post(&format!("/employees/{id}/dismiss"), &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'dismissed'").await, 1);
    let before = everything(&portal).await;
    for page in [browser.get(&path).await, choose(&browser, &page, NEW).await] {
        assert!(page.status == 403 && page.says("Доступ к порталу закрыт"), "{}", page.text());
        assert!(page.attributes("a.button.primary", "href").is_empty(), "another letter would not help");
    }
    assert_eq!(everything(&portal).await, before);
}

async fn a_link_of_an_address_that_changed_hands_opens_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    ivan(&portal).await;
    let path = link(&portal, "ivan@romashka.example").await;
    let moved = "UPDATE employees SET email = 'i@romashka.example', email_key = 'i@romashka.example' \
                 WHERE email_key = 'ivan@romashka.example'";
    portal.write(move |tx| tx.execute(moved, &[])).await;
    assert_eq!(portal.stranger().get(&path).await.status, 404);
    portal.add_employee("Иван Другой", "ivan@romashka.example").await;
    assert_eq!(portal.stranger().get(&path).await.status, 404);
}

async fn a_letter_that_nobody_needs_any_more_is_not_sent(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    super::ask(&portal.stranger(), ADMIN.1).await;
    portal.advance(Duration::from_hours(2));
    assert_eq!(portal.letters().await.len(), 0, "its link would not work");
    super::ask(&portal.stranger(), ADMIN.1).await;
    portal.advance(LATER);
    assert_eq!(living(&portal).await, 1);
    super::ask(&portal.stranger(), ADMIN.1).await;
    assert_eq!(portal.letters().await.len(), 1, "of two that wait only the newer one goes out");
}
