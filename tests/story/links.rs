//! Join links among the invited: seen, told of, switched off and on again.

use std::time::Duration;

use collega::base::id::{EmployeeId, JoinLinkId};
use collega::i18n::Language;
use collega::join_links::Channel;
use collega::join_links::store::NewJoinLink;
use collega::people::store::NewEmployee;
use collega::people::{Role, Status};

use super::join::{GOOD_PASSWORD, invite, link};
use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    living_links_stand_above_the_invited,
    a_link_is_switched_off_and_on_again,
    everybody_sees_his_own_links_and_administrators_all,
    each_state_of_a_link_is_told,
    a_thousand_links_come_in_pages,
    links_are_narrowed_by_department,
    the_page_of_a_link_passes_it_on,
    only_the_maker_of_a_link_sees_its_address,
    who_joined_by_a_link_is_told,
    those_who_joined_come_in_pages,
    who_passes_a_link_on_is_told_whom_it_lets_in,
);

const INVITED: &str = "/employees?status=invited";
const LINKS: &str = "/employees?status=invited&chip=links";

/// Links of somebody, a second apart.
async fn links_of(portal: &TestPortal, creator: EmployeeId, count: u64) {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            for second in 0..count {
                let made = now + Duration::from_secs(second);
                let new = NewJoinLink {
                    company,
                    creator,
                    channel: Channel::MailApp,
                    language: Language::Ru,
                    max_uses: 25,
                    expires_at: made.plus_days(14),
                    departments: &[root],
                };
                tx.join_links().insert(&new, made)?;
            }
            Ok(())
        })
        .await;
}

/// The words of the rows of links.
fn rows(page: &Page) -> Vec<String> {
    page.texts(".list tbody tr")
        .into_iter()
        .filter(|row| row.contains("пришли") || row.contains("пришёл"))
        .collect()
}

async fn living_links_stand_above_the_invited(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let empty = admin.get(LINKS).await;
    assert!(empty.says("Здесь появятся ссылки-приглашения") && empty.says("Ссылки 0"), "{}", empty.text());
    link(&portal, 25).await;
    let page = admin.get(INVITED).await;
    let found = rows(&page);
    assert_eq!(found.len(), 1, "{}", page.text());
    for words in ["пришли 0 из 25", "Склад", "Анна Орлова", "7 декабря", "Действует", "Выключить"]
    {
        assert!(found[0].contains(words), "{words}: {found:?}");
    }
    assert!(page.says("Здесь появятся приглашения"), "nobody is invited by name: {}", page.text());
    links_of(&portal, portal.admin_id, 5).await;
    let page = admin.get(INVITED).await;
    assert_eq!(rows(&page).len(), 3, "a few of them");
    let all = admin.follow(&page, LINKS).await;
    assert_eq!(rows(&all).len(), 6);
    assert!(all.says("Ссылки 6") && all.says("Всего: 6"), "{}", all.text());
}

async fn a_link_is_switched_off_and_on_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let path = link(&portal, 25).await;
    let page = admin.get(LINKS).await;
    let press = |page: &Page| page.attributes("[formaction^='/join-links/']", "formaction").remove(0);
    let off = press(&page);
    assert_eq!(admin.get(&off).await.status, 405, "looking changes nothing");
    let page = admin.post(&off, &[("return_to", LINKS)]).await;
    assert_eq!(page.path(), LINKS);
    assert!(page.says("Ссылка выключена") && rows(&page)[0].contains("Выключена"), "{}", page.text());
    assert_eq!(portal.stranger().get(&path).await.status, 410);
    assert!(rows(&admin.get(INVITED).await).is_empty(), "it does not live any more");
    let page = admin.post(&press(&page), &[("return_to", LINKS)]).await;
    assert!(page.says("Ссылка снова действует"), "{}", page.text());
    assert_eq!(portal.stranger().get(&path).await.path(), "/join/address");
    let history = admin.get("/history").await;
    assert!(history.says("Ссылка-приглашение снова включена"), "{}", history.text());
}

async fn everybody_sees_his_own_links_and_administrators_all(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    link(&portal, 25).await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    links_of(&portal, ivan, 2).await;
    let (admin, employee) = (portal.admin().await, portal.signed_in("ivan@romashka.example").await);
    assert_eq!(rows(&admin.get(LINKS).await).len(), 3);
    for path in [INVITED, LINKS] {
        let page = employee.get(path).await;
        assert_eq!(rows(&page).len(), 2, "{}", page.text());
        assert!(page.says("Ссылки 2") && !rows(&page).concat().contains("Анна Орлова"), "{}", page.text());
    }
    for verb in ["switch-off", "switch-on"] {
        let foreign = employee.post(&format!("/join-links/1/{verb}"), &[]).await;
        assert_eq!(foreign.status, 404);
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM join_links WHERE switched_off_at IS NULL").await, 3);
}

async fn each_state_of_a_link_is_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    links_of(&portal, ivan, 4).await;
    portal
        .write(|tx| {
            tx.execute("UPDATE join_links SET uses = max_uses WHERE id = 2", &[])?;
            tx.execute("UPDATE join_links SET expires_at = 1 WHERE id = 3", &[])?;
            tx.execute("UPDATE join_links SET switched_off_at = created_at WHERE id = 4", &[])
        })
        .await;
    let states = ["Выключена", "Истекла", "Использована", "Действует"];
    let found = rows(&admin.get(LINKS).await);
    for (row, state) in found.iter().zip(states) {
        assert!(row.contains(state), "{state}: {row}");
    }
    assert!(found[2].contains("пришли 25 из 25") && !found[2].contains("Выключить"), "{found:?}");
    portal.write(|tx| tx.execute("UPDATE companies SET everyone_may_invite = 0", &[])).await;
    let found = rows(&admin.get(LINKS).await);
    assert!(found[3].contains("больше не может приглашать"), "{found:?}");
}

async fn a_thousand_links_come_in_pages(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    links_of(&portal, portal.admin_id, 1001).await;
    let admin = portal.admin().await;
    let mut page = admin.get(LINKS).await;
    assert!(page.says("Ссылки 1000+"), "{}", page.text());
    let mut seen = rows(&page).len();
    assert_eq!(seen, 50);
    while let Some(next) = page.attributes("a[rel=next]", "href").first() {
        page = admin.get(next).await;
        seen += rows(&page).len();
    }
    assert_eq!(seen, 1001);
}

async fn links_are_narrowed_by_department(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    link(&portal, 25).await;
    links_of(&portal, portal.admin_id, 1).await;
    let admin = portal.admin().await;
    let page = admin.get(LINKS).await;
    assert_eq!(rows(&page).len(), 2);
    let store = portal.number("SELECT id FROM departments WHERE name = 'Склад'").await;
    let narrowed = admin.get(&format!("{LINKS}&department={store}")).await;
    assert_eq!(rows(&narrowed).len(), 1, "{}", narrowed.text());
    assert!(rows(&narrowed)[0].contains("Склад"));
}

async fn the_page_of_a_link_passes_it_on(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let path = link(&portal, 25).await;
    let list = admin.get(INVITED).await;
    let page = admin.follow(&list, "/join-links/").await;
    let address = format!("{}{path}", portal.url);
    assert_eq!(page.attributes("#join-link", "value"), [address.as_str()]);
    assert_eq!(page.attributes("[data-share]", "data-url"), [address.as_str()]);
    let mailto = page.attributes(".handing a", "href").remove(0);
    assert!(mailto.starts_with("mailto:?subject=") && mailto.len() <= 1900, "{mailto}");
    assert!(mailto.contains(path.trim_start_matches("/j/")), "{mailto}");
    let code = page.attributes("svg.qr path", "d").remove(0);
    assert!(code.starts_with("M4 4h7v1h-7z"), "the quiet zone and a corner: {code}");
    assert_eq!(page.attributes("svg.qr", "aria-label"), ["QR-код этой ссылки"]);
    assert_eq!(page.headers["cache-control"], "no-store");
    for words in ["пришли 0 из 25", "Ещё могут присоединиться 25", "Склад", "7 декабря 2026", "Пока никто"]
    {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    let off = admin.submit(&page, "/join-links/", &[]).await;
    assert_eq!(off.path(), page.path());
    assert!(off.says("Выключена") && !off.body.contains("/j/"), "a dead link is not passed on");
    let on = admin.submit(&off, "/join-links/", &[]).await;
    assert!(on.says("Действует") && on.body.contains(&address), "{}", on.text());
}

async fn only_the_maker_of_a_link_sees_its_address(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    links_of(&portal, ivan, 1).await;
    let (admin, employee) = (portal.admin().await, portal.signed_in("ivan@romashka.example").await);
    let own = employee.get("/join-links/2").await;
    assert!(own.body.contains(&format!("{}/j/", portal.url)), "{}", own.text());
    let foreign = admin.get("/join-links/2").await;
    assert!(foreign.says("Саму ссылку видит только тот"), "{}", foreign.text());
    assert!(!foreign.body.contains("/j/") && !foreign.body.contains("mailto:?"), "{}", foreign.body);
    for id in ["1", "3"] {
        assert_eq!(employee.get(&format!("/join-links/{id}")).await.status, 404);
    }
    assert_eq!(portal.stranger().get("/join-links/1").await.path(), "/sign-in?next=/join-links/1");
    for list in [INVITED, LINKS, "/history"] {
        assert!(!admin.get(list).await.body.contains(&path[3..]), "no secret in a list: {list}");
    }
}

/// Comes all the way in by a link.
async fn come(portal: &TestPortal, path: &str, email: &str, name: &str) {
    let browser = portal.stranger();
    let page = browser.get(path).await;
    let page = browser.submit(&page, "/join/address", &[("email", email)]).await;
    let code = portal.letter_to(email).await.code();
    let page = browser.submit(&page, "/join/code", &[("code", &code)]).await;
    let page = browser.submit(&page, "/join/details", &[("name", name), ("password", GOOD_PASSWORD)]).await;
    assert_eq!(page.path(), "/welcome", "{}", page.text());
}

async fn who_joined_by_a_link_is_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 3).await;
    invite(&portal, &["timur@example.org"]).await;
    come(&portal, &path, "oleg@example.org", "Олег Кравец").await;
    portal.advance(Duration::from_mins(5));
    come(&portal, &path, "timur@example.org", "Тимур Ахметов").await;
    let page = portal.admin().await.get("/join-links/1").await;
    assert_eq!(page.texts(".newcomers .person-name"), ["Тимур Ахметов", "Олег Кравец"]);
    assert!(page.says("сегодня, 09:05") && page.says("пришли 2 из 3"), "{}", page.text());
    assert!(page.says("Ещё могут присоединиться 1"), "{}", page.text());
    // Who waits is nobody's whom the maker could look up.
    let maker = portal.employee("Вера Орлова", "vera@romashka.example").await;
    portal
        .write(|tx| {
            let waits = "UPDATE employees SET status = 'awaiting_approval' WHERE email = 'oleg@example.org'";
            tx.execute(waits, &[])?;
            tx.execute("UPDATE join_links SET creator_id = (SELECT MAX(id) FROM employees)", &[])
        })
        .await;
    let own = maker.get("/join-links/1").await;
    assert_eq!(own.texts(".newcomers .person-name").len(), 2, "{}", own.text());
    assert_eq!(own.attributes(".newcomers .person-name", "href").len(), 1, "{}", own.body);
}

async fn those_who_joined_come_in_pages(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    link(&portal, 1000).await;
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            for n in 0..120 {
                let email = format!("newcomer{n}@example.org");
                let new = NewEmployee {
                    company,
                    email: &email,
                    email_key: &email,
                    name: "Олег Кравец",
                    status: Status::Active,
                    role: Role::Employee,
                    language: Language::Ru,
                    time_zone: "Europe/Moscow",
                    join_link: Some(JoinLinkId(1)),
                };
                tx.people().insert(&new, now + Duration::from_secs(n / 3))?;
            }
            Ok(())
        })
        .await;
    let admin = portal.admin().await;
    let mut page = admin.get("/join-links/1").await;
    let mut seen = page.attributes(".newcomers .person-name", "href");
    assert_eq!(seen.len(), 50);
    while let Some(next) = page.attributes("a[rel=next]", "href").first() {
        page = admin.get(next).await;
        seen.extend(page.attributes(".newcomers .person-name", "href"));
    }
    assert_eq!(seen.len(), 120);
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120, "each once");
}

async fn who_passes_a_link_on_is_told_whom_it_lets_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    link(&portal, 25).await;
    let pages = ["/join-links/1", "/invite/link", "/invite/mail-app"];
    for (rules, words) in [
        ("require_approval = 0", "присоединится сразу: передавайте её только своим"),
        ("require_approval = 1", "подождёт, пока его впустят."),
        ("trusted_domains = 'xn--e1afmkfd.example'", "с адресами на пример.example — войдёт сразу"),
    ] {
        let change = format!("UPDATE companies SET {rules}");
        portal.write(move |tx| tx.execute(&change, &[])).await;
        for path in pages {
            let page = admin.get(path).await;
            assert!(page.says(words), "{path}, {rules}: {}", page.text());
        }
    }
}
