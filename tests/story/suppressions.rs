//! Addresses that are not written to again: how they come to be, who sees them, who lifts them.

use collega::config::Config;
use serde_json::json;

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::picky_server::PickyServer;
use crate::support::portal::TestPortal;

on_both_engines!(
    an_address_that_does_not_exist_is_not_written_to_again,
    an_address_that_is_only_refused_may_be_written_to_again,
    an_administrator_lets_an_address_be_written_to_for_a_reason,
    a_wish_for_silence_is_the_person_s_own,
    only_administrators_lift,
    who_is_here_hears_that_letters_do_not_reach_him,
    hundreds_of_addresses_are_read_page_by_page_and_found,
);

const PATH: &str = "/settings/mail/suppressions";
const LIFT: &str = "/settings/mail/suppressions/lift";

/// A portal whose mail server knows nobody called bad.
async fn choosy(database: &TestDatabase) -> (TestPortal, PickyServer) {
    let server = PickyServer::start(&[
        ("RCPT TO:<bad@", "550 5.1.1 no such user here"),
        ("RCPT TO:<Bad@", "550 5.1.1 no such user here"),
        ("RCPT TO:<unknown@", "550 User unknown"),
        ("RCPT TO:<foreign@", "550 strangers are blocked here"),
        ("RCPT TO:<off@", "550 5.2.1 mailbox disabled, not accepting messages"),
        ("RCPT TO:<dark@", "550 no"),
    ]);
    let url = format!("smtp://127.0.0.1:{}", server.port());
    let portal = TestPortal::with(database, |config: &mut Config| config.mail.smtp_url = Some(url)).await;
    (portal, server)
}

async fn an_address_that_does_not_exist_is_not_written_to_again(database: &TestDatabase) {
    let (portal, server) = choosy(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    assert!(admin.get(PATH).await.says("Таких адресов нет"));
    let (bad, good) = (program.invited("Bad@example.org").await, program.invited("good@example.org").await);
    portal.letters().await;
    let list = admin.get(PATH).await;
    assert_eq!(list.texts("tbody td:first-child bdi"), ["Bad@example.org"], "{}", list.text());
    assert!(list.says("адреса нет") && list.says("550 5.1.1 no such user here") && list.says("1 адрес"));
    assert!(admin.get("/settings/mail").await.says("Кому портал не пишет"));

    let again = program.post(&format!("{bad}/resend"), json!({})).await;
    assert_eq!((again.status, again.problem()), (409, "bad-address"), "{}", again.json);
    assert_eq!(program.get(&good).await.json["delivery"]["state"], "sent");
    program.call(reqwest::Method::DELETE, &bad).await;
    let refused = program.invite(json!({ "recipients": [{ "email": "bad@example.org" }] })).await;
    assert_eq!(refused.json["results"][0]["outcome"], "refused", "{}", refused.json);
    let review = admin.post("/invite/mail-service", &[("addresses", "bad@example.org")]).await;
    assert!(review.says("письмо на этот адрес вернулось"), "{}", review.text());
    let why = admin.follow(&review, &format!("{PATH}?q=bad%40example.org")).await;
    assert_eq!(why.texts("tbody td:first-child bdi"), ["Bad@example.org"], "{}", why.text());
    let reader = portal.employee("Ольга", "olga@romashka.example").await;
    let seen = reader.post("/invite/mail-service", &[("addresses", "bad@example.org")]).await;
    assert!(seen.says("письмо на этот адрес вернулось") && !seen.body.contains(PATH), "{}", seen.text());
    assert_eq!(
        server.heard("RCPT TO:<bad@") + server.heard("RCPT TO:<Bad@"),
        1,
        "its server is not bothered again"
    );
}

/// A server that lets no strangers in refuses with the same code as one that knows no such person.
async fn an_address_that_is_only_refused_may_be_written_to_again(database: &TestDatabase) {
    let (portal, _server) = choosy(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let mut invited = Vec::new();
    for (name, reason) in [
        ("unknown", "нет такого адреса"),
        ("foreign", "почта получателя отказалась принять письмо"),
        ("off", "почта получателя не приняла этот адрес"),
        ("dark", "почта получателя не приняла этот адрес"),
    ] {
        invited.push((program.invited(&format!("{name}@example.org")).await, reason));
    }
    portal.letters().await;
    for (path, reason) in &invited {
        let page = admin.get(path.trim_start_matches("/api/v1")).await;
        assert!(page.says(reason), "{reason}: {}", page.text());
    }
    let list = admin.get(PATH).await;
    assert_eq!(list.texts("tbody td:first-child bdi"), ["unknown@example.org"], "{}", list.text());
    for (path, _) in &invited[1..] {
        let again = program.post(&format!("{path}/resend"), json!({})).await;
        assert_eq!(again.status, 202, "{}", again.json);
    }
}

async fn who_is_here_hears_that_letters_do_not_reach_him(database: &TestDatabase) {
    const BAD: &str = "bad@romashka.example";
    let (portal, server) = choosy(database).await;
    let (admin, his) = (portal.admin().await, portal.employee("Иван", BAD).await);
    let colleague = portal.employee("Ольга", "olga@romashka.example").await;
    let path = format!("/employees/{}", portal.number("SELECT id FROM employees WHERE name = 'Иван'").await);
    let asks = async || {
        portal.stranger().post("/forgotten-password", &[("email", BAD)]).await;
        portal.letters().await;
    };
    asks().await;
    let page = his.get("/employees").await;
    assert!(page.says("Письма портала не доходят на ваш адрес"), "{}", page.text());
    let profile = his.follow(&page, "/profile#address").await;
    let told = profile.texts(".unreachable").concat();
    assert!(
        told.contains("такого ящика нет (сегодня)") && told.contains("скажите об этом администратору"),
        "{told}"
    );
    assert!(told.contains("550 5.1.1 no such user here"), "{told}");
    assert_eq!(profile.texts(".mail-trouble").len(), 0, "once is enough");
    let seen = admin.get(&path).await;
    assert!(seen.says(&format!("Письма портала не доходят на {BAD}")), "{}", seen.text());
    assert_eq!(colleague.get(&path).await.texts(".unreachable").len(), 0, "nothing for him to do");

    // Whoever waits at a screen is written to whatever came back.
    let before = server.heard("RCPT TO:<bad@");
    portal.advance(std::time::Duration::from_hours(1));
    asks().await;
    assert_eq!(server.heard("RCPT TO:<bad@"), before + 1);
    let ask = admin.follow(&seen, LIFT).await;
    admin.submit(&ask, LIFT, &[("reason", "ящик завели")]).await;
    for page in [his.get("/employees").await, his.get("/profile").await, admin.get(&path).await] {
        assert_eq!(page.texts(".unreachable, .mail-trouble").len(), 0, "{}", page.text());
    }
}

async fn an_administrator_lets_an_address_be_written_to_for_a_reason(database: &TestDatabase) {
    let (portal, server) = choosy(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let bad = program.invited("bad@example.org").await;
    portal.letters().await;
    let list = admin.get(PATH).await;
    let ask = admin.follow(&list, "/settings/mail/suppressions/lift?email=bad%40example.org").await;
    assert!(ask.says("такого ящика нет"), "{}", ask.text());
    let empty = admin.submit(&ask, LIFT, &[("reason", "  ")]).await;
    assert_eq!(empty.status, 422);
    assert!(empty.says("Напишите, почему"), "{}", empty.text());
    let long = admin.submit(&ask, LIFT, &[("reason", &"я".repeat(301))]).await;
    assert_eq!((long.status, long.value("reason")), (422, "я".repeat(301)), "what was typed is kept");
    let parted = admin.submit(&ask, LIFT, &[("reason", "ящик завели\r\nсегодня")]).await;
    assert!(parted.status == 422 && parted.says("одной строкой"), "{}", parted.text());
    let done = admin.submit(&ask, LIFT, &[("reason", "ящик завели сегодня")]).await;
    assert!(done.says("портал снова может писать") && done.says("Таких адресов нет"), "{}", done.text());
    let history = admin.get("/history").await;
    assert!(
        history.says("Разрешено снова писать на bad@example.org: ящик завели сегодня"),
        "{}",
        history.text()
    );
    assert!(admin.submit(&ask, LIFT, &[("reason", "ещё раз")]).await.says("уже может писать"));
    assert_eq!(program.post(&format!("{bad}/resend"), json!({})).await.status, 202);
    portal.letters().await;
    assert_eq!(server.heard("RCPT TO:<bad@"), 2);
}

async fn a_wish_for_silence_is_the_person_s_own(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program, person) = (portal.admin().await, portal.program().await, portal.stranger());
    program.invited("ivan@example.org").await;
    let stop = portal.letter_to("ivan@example.org").await.path("/stop/");
    let page = person.get(&stop).await;
    person.submit(&page, &stop, &[]).await;
    let list = admin.get(PATH).await;
    assert!(list.says("ivan@example.org") && list.says("попросил не писать"), "{}", list.text());
    let ask = admin.get(&format!("{LIFT}?email=ivan%40example.org")).await;
    assert!(ask.says("сам попросил ему не писать"));
    let undo = format!("{stop}/undo");
    let stopped = person.get(&stop).await;
    person.submit(&stopped, &undo, &[]).await;
    assert!(admin.get(PATH).await.says("Таких адресов нет"));

    // A complaint, and an address that does not work, are not undone by an old letter.
    for reason in ["complaint", "bad_address"] {
        portal.write(move |tx| {
            tx.execute("DELETE FROM suppressions", &[])?;
            tx.execute(
                "INSERT INTO suppressions (company_id, email_key, reason, created_at) VALUES (1, 'ivan@example.org', $1, 0)",
                &[reason.into()],
            )
        }).await;
        person.post(&undo, &[]).await;
        assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions").await, 1, "{reason}");
        let ask = admin.get(&format!("{LIFT}?email=ivan%40example.org")).await;
        assert!(!ask.says("сам попросил ему не писать"), "{reason}: {}", ask.text());
        let offered = person.get(&stop).await.attributes("form", "action").contains(&stop);
        assert_eq!(offered, reason == "bad_address", "an address that does not work is no wish of his");
    }
}

async fn only_administrators_lift(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    fill(&portal, 1).await;
    let ordinary = portal.employee("Пётр", "petr@example.org").await;
    assert_eq!(ordinary.get(PATH).await.status, 403);
    assert_eq!(ordinary.get(&format!("{LIFT}?email=person000@example.org")).await.status, 403);
    let form = [("email", "person000@example.org"), ("reason", "так надо")];
    assert_eq!(ordinary.post(LIFT, &form).await.status, 403);
    let admin = portal.admin().await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions").await, 1);
    assert_eq!(admin.get(&format!("{LIFT}?email=nobody@example.org")).await.status, 404);
    assert!(admin.post(LIFT, &form).await.says("снова может писать"));
}

async fn hundreds_of_addresses_are_read_page_by_page_and_found(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    fill(&portal, 120).await;
    let admin = portal.admin().await;
    let mut seen = read_all(&admin, PATH).await;
    assert_eq!((seen.len(), seen[0].as_str()), (120, "person119@example.org"), "the latest first");
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 120);
    let found = read_all(&admin, &format!("{PATH}?q=PERSON0")).await;
    assert_eq!((found.len(), found[0].as_str()), (100, "person000@example.org"));
    let counted = admin.get(&format!("{PATH}?q=person01")).await;
    assert!(counted.says("10 адресов"), "{}", counted.text());
    let none = admin.get(&format!("{PATH}?q=nobody")).await;
    assert!(none.says("Такого адреса здесь нет"), "{}", none.text());
    assert_eq!(none.attributes("form.tree-search input", "value"), ["nobody"]);
}

/// So many addresses, each a minute later than the one before.
async fn fill(portal: &TestPortal, count: i64) {
    portal
        .write(move |tx| {
            for n in 0..count {
                let email = format!("person{n:03}@example.org");
                tx.execute(
                    "INSERT INTO suppressions (company_id, email_key, email, reason, created_at) \
                     VALUES (1, $1, $1, 'bad_address', $2)",
                    &[email.as_str().into(), (n / 2 * 60_000).into()],
                )?;
            }
            Ok(())
        })
        .await;
}

async fn read_all(reader: &Browserless, path: &str) -> Vec<String> {
    let (mut all, mut page) = (Vec::new(), reader.get(path).await);
    loop {
        all.extend(page.texts("tbody td:first-child bdi"));
        let Some(next) = page.attributes("nav.pager a[rel=next]", "href").first().cloned() else {
            return all;
        };
        page = reader.get(&next).await;
    }
}
