//! The invitee's side: opening, joining, declining, asking for silence.

mod approval;
mod codes;
mod coming_back;
mod ends;
pub mod links;
mod news;
mod racing;
mod reminders;
mod silence;

use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::base::clock::Timestamp;
use collega::base::email_address::EmailAddress;
use collega::base::id::{CompanyId, DepartmentId, JoinLinkId};
use collega::history::{Actor, Channel};
use collega::i18n::Language;
use collega::invitations::invite::{self, Fate, Outcome, Recipient, Request};
use collega::join_links::Channel as LinkChannel;
use collega::join_links::store::NewJoinLink;
use collega::store::{Result, Tx};
use reqwest::Method;

use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    the_letter_leads_to_the_form_and_the_form_into_the_department,
    opening_a_link_twenty_times_changes_nothing_and_then_it_works,
    what_is_not_filled_in_right_is_kept_and_spends_nothing,
    the_same_link_again_leads_to_signing_in,
    a_wrong_link_is_a_page_that_does_not_exist,
    names_with_markup_stay_words,
);

/// A password that the rules like.
pub const GOOD_PASSWORD: &str = "три рыжих лиса едят сыр";
/// Whom the administrator invites.
pub const INVITEE: &str = "ivan@example.org";

/// The administrator invites these addresses; each has a letter.
pub async fn invite(portal: &TestPortal, emails: &[&str]) {
    let recipients: Vec<Recipient> = emails
        .iter()
        .map(|email| Recipient { address: EmailAddress::parse(email).unwrap(), name: String::new() })
        .collect();
    invite_as(portal, recipients).await;
}

/// The department of that name below the company, made where it is not there.
fn department(tx: &mut Tx<'_>, company: CompanyId, name: &str, now: Timestamp) -> Result<DepartmentId> {
    let root = tx.departments().root(company)?.id;
    if let Some(id) = tx.departments().insert(company, Some(root), name, now)? {
        return Ok(id);
    }
    let all = tx.departments().list(company)?;
    Ok(all.into_iter().find(|department| department.name == name).unwrap().id)
}

/// The administrator invites them by these names.
pub async fn invite_as(portal: &TestPortal, recipients: Vec<Recipient>) {
    let (company, admin, now) = (portal.company, portal.admin_id, portal.portal.now());
    let random = portal.portal.random.clone();
    let request = Request {
        recipients,
        departments: vec![],
        language: Language::Ru,
        note: String::new(),
        days: None,
        send: true,
        hold: Duration::ZERO,
        leaves: false,
    };
    portal
        .write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            let actor = Actor {
                company: company.id,
                employee: Some(admin),
                rights: Rights::all(),
                channel: Channel::Web,
                ip: None,
            };
            let mut request = request.clone();
            request.departments.push(department(tx, company.id, "Продажи", now)?);
            let Outcome::Done(done) = invite::invite(tx, &actor, &company, &request, &*random, now)? else {
                panic!("not invited")
            };
            assert!(done.results.iter().all(|(_, fate)| matches!(fate, Fate::Invited(_))), "{done:?}");
            Ok(())
        })
        .await;
}

/// A link of the administrator into «Склад»; its path.
pub async fn link(portal: &TestPortal, uses: i64) -> String {
    let (company, creator, now) = (portal.company, portal.admin_id, portal.portal.now());
    let id: JoinLinkId = portal
        .write(move |tx| {
            let store = department(tx, company, "Склад", now)?;
            tx.join_links().insert(
                &NewJoinLink {
                    company,
                    creator,
                    channel: LinkChannel::Link,
                    language: Language::Ru,
                    max_uses: uses,
                    expires_at: now.plus_days(14),
                    departments: &[store],
                },
                now,
            )
        })
        .await;
    let key = portal.portal.key.clone();
    portal.write(move |tx| Ok(tx.join_links().find(company, id)?.unwrap().path(&key))).await
}

/// Sends the form of joining.
pub async fn join(browser: &Browserless, page: &Page) -> Page {
    browser.submit(page, "/join", &[("name", "Иван Петров"), ("password", GOOD_PASSWORD)]).await
}

/// Everything that stands in the database.
pub async fn everything(portal: &TestPortal) -> String {
    const TABLES: [&str; 11] = [
        "SELECT id || '|' || name || '|' || status || '|' || COALESCE(password_hash, '') FROM employees ORDER BY 1",
        "SELECT id || '|' || COALESCE(used_at, 0) || '|' || COALESCE(replaced_at, 0) FROM password_resets ORDER BY 1",
        "SELECT id || '|' || generation || '|' || letters || '|' || delivery || '|' || expires_at || '|' || \
         COALESCE(accepted_at, 0) || '|' || COALESCE(declined_at, 0) || '|' || COALESCE(revoked_at, 0) \
         FROM invitations ORDER BY 1",
        "SELECT id || '|' || kind || '|' || state || '|' || attempts FROM letters ORDER BY 1",
        "SELECT id || '|' || action || '|' || subject || '|' || subject_id FROM history ORDER BY 1",
        "SELECT CAST(employee_id AS TEXT) || '|' || last_seen_at FROM sessions ORDER BY 1",
        "SELECT email_key FROM suppressions ORDER BY 1",
        "SELECT id || '|' || uses FROM join_links ORDER BY 1",
        "SELECT id || '|' || generation || '|' || wrong_codes FROM join_requests ORDER BY 1",
        "SELECT id || '|' || seats_used FROM companies ORDER BY 1",
        "SELECT status || '|' || shard || '|' || people FROM employee_counts ORDER BY 1",
    ];
    let read = |tx: &mut Tx<'_>| -> Result<Vec<String>> {
        let mut all = Vec::new();
        for table in TABLES {
            all.extend(tx.query(table, &[], |row| row.get::<String>(0))?);
        }
        Ok(all)
    };
    portal.portal.read(read).await.unwrap().join("\n")
}

async fn the_letter_leads_to_the_form_and_the_form_into_the_department(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let letter = portal.letter_to(INVITEE).await;
    assert_eq!(letter.subject, "Приглашение на портал Ромашка");
    assert!(letter.raw.contains("List-Unsubscribe") || !portal.url.starts_with("https"));
    let browser = portal.stranger();
    let page = browser.get(&letter.path("/i/")).await;
    assert_eq!((page.status, page.path()), (200, "/join"), "{}", page.text());
    assert_private(&page);
    assert_says_who_invites(&page);
    assert_eq!(page.value("email"), INVITEE);
    let page = join(&browser, &page).await;
    assert_eq!((page.status, page.path()), (200, "/welcome"), "{}", page.text());
    assert!(page.says("Ваш отдел: Продажи"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await, 2);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 2);
    let told = portal.letter_to(ADMIN.1).await;
    assert_eq!(told.subject, "Ваше приглашение принято");
    assert!(told.text.contains("Иван Петров теперь в компании"), "{}", told.text);
    assert_signs_in(&portal, "IVAN@example.org").await;
}

fn assert_says_who_invites(page: &Page) {
    for words in
        ["Анна Орлова зовёт вас на портал «Ромашка»", ADMIN.1, "Отдел: Продажи", "Приглашение действует до"]
    {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert_eq!(
        page.texts(".invited-into .unseen"),
        ["Отдел:"],
        "read out alone: most names begin so themselves"
    );
}

fn assert_private(page: &Page) {
    assert_eq!(page.headers["referrer-policy"], "no-referrer");
    assert_eq!(page.headers["cache-control"], "no-store");
    assert_eq!(page.headers["x-robots-tag"], "noindex");
}

async fn assert_signs_in(portal: &TestPortal, email: &str) {
    let browser = portal.stranger();
    let page = browser.get("/sign-in").await;
    let page = browser.submit(&page, "/sign-in", &[("email", email), ("password", GOOD_PASSWORD)]).await;
    assert!(!page.path().starts_with("/sign-in"), "{}", page.text());
}

async fn opening_a_link_twenty_times_changes_nothing_and_then_it_works(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let letter = portal.letter_to(INVITEE).await;
    let before = everything(&portal).await;
    for path in [letter.path("/i/"), letter.path("/stop/")] {
        for _ in 0..20 {
            assert_eq!(portal.stranger().get(&path).await.status, 200);
            assert_eq!(portal.stranger().send(Method::HEAD, &path, None, &[]).await.status, 200);
        }
    }
    assert_eq!(everything(&portal).await, before);
    let browser = portal.stranger();
    let page = browser.get(&letter.path("/i/")).await;
    assert_eq!(join(&browser, &page).await.path(), "/welcome");
}

async fn what_is_not_filled_in_right_is_kept_and_spends_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let browser = portal.stranger();
    let page = browser.get(&portal.letter_to(INVITEE).await.path("/i/")).await;
    let before = everything(&portal).await;
    for (name, password, words) in [
        ("Иван", "коротко", "Введите снова, на 8 знаков длиннее"),
        ("Иван", "Ромашка ivan example", "Добавьте другие слова"),
        ("", GOOD_PASSWORD, "Введите имя"),
        ("см. evil.example", GOOD_PASSWORD, "Уберите ссылку"),
    ] {
        let page = browser.submit(&page, "/join", &[("name", name), ("password", password)]).await;
        assert_eq!(page.status, 422);
        assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
        assert!(page.says(words), "{words}: {}", page.text());
        assert_eq!(page.value("name"), name);
        assert!(!page.body.contains(password), "a password is never shown again");
    }
    assert_eq!(everything(&portal).await, before);
    assert_eq!(join(&browser, &page).await.path(), "/welcome");
}

async fn the_same_link_again_leads_to_signing_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/i/");
    let (browser, late) = (portal.stranger(), portal.stranger());
    let (page, late_page) = (browser.get(&path).await, late.get(&path).await);
    join(&browser, &page).await;
    let before = everything(&portal).await;
    let fields = [("name", "Чужой"), ("password", "совсем другой пароль из слов")];
    let page = late.submit(&late_page, "/join", &fields).await;
    assert_eq!(page.status, 410);
    assert!(page.says("Приглашение уже принято") && page.says("Войти"), "{}", page.text());
    assert_eq!(late.get(&path).await.status, 410);
    let page = browser.get(&path).await;
    assert_eq!(page.status, 410);
    assert!(page.says("уже работает") && page.says("На портал") && !page.says("Войти"), "{}", page.text());
    assert_eq!(everything(&portal).await, before, "a second attempt changes nothing, the password included");
}

async fn a_wrong_link_is_a_page_that_does_not_exist(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let letter = portal.letter_to(INVITEE).await;
    let (path, stop) = (letter.path("/i/"), letter.path("/stop/"));
    let long = format!("/i/{}", "A".repeat(4000));
    let cut = &path[..path.len() - 1];
    let borrowed = stop.replace("/stop/", "/i/");
    let wrong = [cut, "/i/x", "/i/%00%ff", "/i/%D1%8F", &borrowed, &long, "/join", "/join/decline"];
    let mut texts = Vec::new();
    for path in wrong {
        let page = portal.stranger().get(path).await;
        assert_eq!(page.status, 404, "{path}");
        texts.push(page.text());
    }
    texts.dedup();
    assert_eq!(texts.len(), 1, "all wrong links look alike: {texts:?}");
    let browser = portal.stranger();
    let page = browser.get(&path).await;
    assert_eq!(join(&browser, &page).await.path(), "/welcome");
}

async fn names_with_markup_stay_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let nasty = "<b>\"Иван\"</b> {{7*7}}";
    let address = EmailAddress::parse(INVITEE).unwrap();
    invite_as(&portal, vec![Recipient { address, name: nasty.to_owned() }]).await;
    let letter = portal.letter_to(INVITEE).await;
    assert!(letter.text.contains(nasty) && !letter.html.contains("<b>"), "{}", letter.html);
    let page = portal.stranger().get(&letter.path("/i/")).await;
    assert_eq!(page.value("name"), nasty);
    assert!(!page.body.contains("<b>"), "{}", page.body);
}
