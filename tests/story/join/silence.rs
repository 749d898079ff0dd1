//! «Do not invite me any more».

use reqwest::Method;

use super::{INVITEE, invite};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    the_button_silences_and_declines_and_can_be_undone,
    one_click_of_a_mail_program_silences_without_cookies_and_from_elsewhere,
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
    assert!(page.says("Больше не приглашать вас?"), "undone: {}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM suppressions").await, 0);
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
