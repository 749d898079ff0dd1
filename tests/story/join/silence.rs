//! «Do not invite me any more».

use reqwest::Method;
use serde_json::json;

use super::{INVITEE, invite, join};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    the_button_silences_and_declines_and_can_be_undone,
    one_click_of_a_mail_program_silences_without_cookies_and_from_elsewhere,
    who_asks_for_a_new_invitation_takes_his_wish_for_silence_back,
    a_link_that_its_inviter_was_shown_takes_nobody_s_wish_back,
    where_a_complaint_stands_an_administrator_is_asked,
);

async fn the_button_silences_and_declines_and_can_be_undone(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let letter = portal.letter_to(INVITEE).await;
    let browser = portal.stranger();
    let page = browser.get(&letter.path("/stop/")).await;
    assert!(page.says("Больше не приглашать вас?") && page.says(INVITEE), "{}", page.text());
    let page = browser.submit(&page, "/stop/", &[]).await;
    assert!(page.says("Больше не пригласим"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE declined_at IS NOT NULL").await, 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 1);
    assert!(browser.get(&letter.path("/stop/")).await.says("Больше не пригласим"));
    let page = browser.submit(&page, "/stop/", &[]).await;
    assert!(page.says("Вас снова можно пригласить") && page.says(INVITEE), "undone: {}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions").await, 0);
    assert!(browser.get(&letter.path("/stop/")).await.says("Больше не приглашать вас?"));
    let timeline = portal.admin().await.get("/invitations/1").await;
    assert!(
        timeline.says(&format!("Получатель снова разрешил себя приглашать: {INVITEE}")),
        "{}",
        timeline.text()
    );
    invite(&portal, &[INVITEE]).await;
}

async fn one_click_of_a_mail_program_silences_without_cookies_and_from_elsewhere(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let path = portal.letter_to(INVITEE).await.path("/stop/");
    let form = [("List-Unsubscribe".to_owned(), "One-Click".to_owned())];
    let elsewhere = [("origin", "https://mail.example"), ("sec-fetch-site", "cross-site")];
    let robot = portal.stranger();
    let undo = robot.send(Method::POST, &format!("{path}/undo"), Some(&form), &elsewhere).await;
    assert_eq!(undo.status, 403, "nothing else is open to other sites");
    for _ in 0..2 {
        let page = robot.send(Method::POST, &path, Some(&form), &elsewhere).await;
        assert_eq!(page.status, 200);
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions WHERE reason = 'opted_out'").await, 1);
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'opted-out'").await, 1);
    let wrong = robot.send(Method::POST, "/stop/nonsense", Some(&form), &elsewhere).await;
    assert_eq!(wrong.status, 404);
}

async fn who_asks_for_a_new_invitation_takes_his_wish_for_silence_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    petr.invited(INVITEE).await;
    let (letter, browser) = (portal.letter_to(INVITEE).await, portal.stranger());
    browser.post(&letter.path("/stop/"), &[]).await;
    let body = json!({ "recipients": [{ "email": INVITEE }] });
    assert_eq!(petr.invite(body.clone()).await.json["results"][0]["reason"], "opted-out");

    let page = browser.get(&letter.path("/i/")).await;
    assert!(
        page.says(&format!("Раньше вы просили больше не приглашать вас на {INVITEE}")),
        "{}",
        page.text()
    );
    let asked = browser.submit(&page, "/join/ask", &[]).await;
    assert!(asked.says("Просьба отправлена") && asked.says("мы сняли"), "{}", asked.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions").await, 0);
    let told = portal.letter_to("petr@romashka.example").await;
    let timeline = portal.admin().await.get(&told.path("/invitations/")).await;
    assert!(timeline.says("Получатель попросил больше не приглашать"), "{}", timeline.text());
    assert!(timeline.says("Получатель снова разрешил себя приглашать"), "{}", timeline.text());

    // Whom he wrote to an hour ago he may write to again: this time he was asked to.
    let again = petr.invite(body).await;
    assert_eq!(again.json["results"][0]["outcome"], "invited", "{}", again.json);
    let form = browser.get(&portal.letter_to(INVITEE).await.path("/i/")).await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome");
}

async fn a_link_that_its_inviter_was_shown_takes_nobody_s_wish_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.admin().await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let path = petr.invited(INVITEE).await;
    let stop = portal.letter_to(INVITEE).await.path("/stop/");
    let inviter = portal.signed_in("petr@romashka.example").await;
    let page = inviter.post(&format!("{}/link", path.trim_start_matches("/api/v1")), &[]).await;
    let link = page.value("link");
    let link = link.find("/i/").map_or_else(|| panic!("{}", page.body), |at| link[at..].to_owned());
    portal.stranger().post(&stop, &[]).await;

    let browser = portal.stranger();
    let page = browser.get(&link).await;
    assert!(page.says("Сейчас портал не пишет на") && page.says("Администратор портала"), "{}", page.text());
    let asked = browser.submit(&page, "/join/ask", &[]).await;
    assert!(asked.says("Просьба отправлена") && !asked.says("мы сняли"), "{}", asked.text());
    assert_eq!(
        portal.number("SELECT COUNT(*) FROM suppressions").await,
        1,
        "whoever has the link may be anybody"
    );
    let letters = portal.letters().await;
    let asked = letters.iter().filter(|letter| letter.subject.starts_with("Вас просят"));
    let told: Vec<&str> = asked.map(|letter| letter.to.as_str()).collect();
    assert_eq!(told, [ADMIN.1], "he who could not invite is told of the refusal alone");
}

async fn where_a_complaint_stands_an_administrator_is_asked(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let (letter, browser) = (portal.letter_to(INVITEE).await, portal.stranger());
    browser.post(&letter.path("/stop/"), &[]).await;
    portal.write(|tx| tx.execute("UPDATE suppressions SET reason = 'complaint'", &[])).await;
    let page = browser.get(&letter.path("/i/")).await;
    browser.submit(&page, "/join/ask", &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions").await, 1);
    let undone = browser.post(&format!("{}/undo", letter.path("/stop/")), &[]).await;
    assert!(undone.says("Пока портал не пишет на этот адрес"), "{}", undone.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions").await, 1);
}
