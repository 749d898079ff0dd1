//! Letters that stayed in the portal's mailbox while there was no mail server, once there is one.

use collega::app;
use collega::mail::transport::Wish;
use reqwest::Method;
use serde_json::json;

use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;
use crate::support::smtp_sink::SmtpSink;

on_both_engines!(
    the_mailbox_stays_within_reach_while_it_holds_letters,
    its_invitations_are_sent_by_one_press,
    nothing_is_said_to_go_where_nothing_leaves,
    letters_about_first_passwords_are_sent_with_them,
    inviting_again_whom_no_letter_reached_sends_one,
    what_is_called_back_again_stays_where_it_was,
    a_filter_finds_what_stayed_here,
);

fn by(portal: &TestPortal, sink: &SmtpSink) {
    let server = format!("smtp://127.0.0.1:{}", sink.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(server), "localhost");
}

fn leads_to_mailbox(page: &Page) -> bool {
    page.attributes("nav a", "href").contains(&"/mailbox".to_owned())
}

/// Three are invited while there is no server, and one of them is taken back.
async fn kept(portal: &TestPortal) {
    let program = portal.program().await;
    for email in ["ivan@example.org", "olga@example.org", "gone@example.org"] {
        program.invited(email).await;
    }
    portal.letters().await;
    program.call(Method::DELETE, "/invitations/3").await;
}

async fn the_mailbox_stays_within_reach_while_it_holds_letters(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    kept(&portal).await;
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    assert!(leads_to_mailbox(&admin.get("/employees").await));
    let mailbox = admin.get("/mailbox").await;
    assert!(mailbox.says("ivan@example.org") && mailbox.says("Новые письма уходят"), "{}", mailbox.text());
    assert!(
        mailbox.says("2 письма с действующими приглашениями и первыми паролями остались"),
        "{}",
        mailbox.text()
    );
    assert_eq!(admin.get("/mailbox/1").await.status, 200);
    let employee = portal.employee("Олег", "oleg@romashka.example").await;
    assert!(!leads_to_mailbox(&employee.get("/employees").await));
    for answer in [employee.get("/mailbox").await, employee.post("/mailbox/send", &[]).await] {
        assert_eq!(answer.status, 403);
    }
}

/// Nor is a letter the first thing to do, as long as nobody would get it.
async fn nothing_is_said_to_go_where_nothing_leaves(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    kept(&portal).await;
    let first = "form[action='/invitations/1/resend'] .primary";
    let page = admin.get("/invitations/1").await;
    assert!(page.texts(first).is_empty(), "{}", page.text());
    let told = "осталось в ящике портала: почтового сервера нет";
    let resent = admin.submit(&page, "/invitations/1/resend", &[]).await;
    assert!(resent.says(told), "{}", resent.text());
    let corrected = admin.post("/invitations/1/address", &[("email", "ivan2@example.org")]).await;
    assert!(corrected.says(told) && corrected.says("Адрес исправлен"), "{}", corrected.text());
    let many = [("action", "resend"), ("id", "2")];
    let asked = admin.post("/employees/bulk", &many).await;
    let page = admin.submit(&asked, "/employees/bulk", &[("action", "resend")]).await;
    assert!(page.says(told), "{}", page.text());
    portal.letters().await;
    portal.advance(std::time::Duration::from_hours(2));
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    let page = admin.get("/invitations/1").await;
    assert_eq!(page.texts(first).len(), 1, "{}", page.text());
    let resent = admin.submit(&page, "/invitations/1/resend", &[]).await;
    assert!(resent.says("поставлено в очередь"), "{}", resent.text());
    assert!(resent.texts(first).is_empty(), "a further one would be refused: {}", resent.text());
}

async fn its_invitations_are_sent_by_one_press(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    kept(&portal).await;
    let refused = admin.post("/mailbox/send", &[]).await;
    assert!(refused.says("почтового сервера нет"), "{}", refused.text());
    assert!(!admin.get("/settings/mail").await.says("остались в ящике портала"));
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    let settings = admin.get("/settings/mail").await;
    assert!(
        settings.says("2 письма с действующими приглашениями и первыми паролями остались в ящике портала"),
        "{}",
        settings.text()
    );
    let sent = admin.submit(&settings, "/mailbox/send", &[]).await;
    assert!(sent.says("2 письма уходят адресатам"), "{}", sent.text());
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(sink.letters().len(), 2, "the one that was taken back stays here");
    let again = admin.post("/mailbox/send", &[]).await;
    assert!(again.says("не осталось писем"), "{}", again.text());
    assert!(!admin.get("/settings/mail").await.says("остались в ящике портала"));
    assert_eq!(admin.get("/mailbox").await.status, 200, "what lies there can still be read");
}

async fn letters_about_first_passwords_are_sent_with_them(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for (name, email) in [("Нина Котова", "nina@romashka.example"), ("Олег Белов", "oleg@romashka.example")]
    {
        admin.post("/employees/new", &[("name", name), ("email", email)]).await;
    }
    let before = portal.letter_to("nina@romashka.example").await.path("/new-password/");
    let chosen = portal.letter_to("oleg@romashka.example").await.path("/new-password/");
    let oleg = portal.stranger();
    let page = oleg.get(&chosen).await;
    oleg.submit(&page, "/new-password", &[("password", "шесть медных чайников")]).await;
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    let settings = admin.get("/settings/mail").await;
    assert!(settings.says("1 письмо с действующим приглашением или первым паролем"), "{}", settings.text());
    let sent = admin.submit(&settings, "/mailbox/send", &[]).await;
    assert!(sent.says("1 письмо уходит") && sent.says("Нина Котова"), "{}", sent.text());
    app::deliver_due(&portal.portal).await.unwrap();
    let letters = sink.letters();
    assert!(letters.len() == 1 && letters[0].contains("nina@romashka.example"), "{letters:?}");
    let dead = portal.stranger().get(&before).await;
    assert!(!dead.body.contains("name=\"password\""), "the link before is dead: {}", dead.text());
    assert!(!admin.get("/mailbox").await.says("остались в ящике портала"));
}

async fn inviting_again_whom_no_letter_reached_sends_one(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let petr = portal.program_of_new("petr@romashka.example").await;
    let olga = portal.program_of_new("olga@romashka.example").await;
    petr.invited("ivan@example.org").await;
    portal.letters().await;
    let told = petr.invite_one("ivan@example.org").await;
    assert_eq!((&told["outcome"], &told["reason"]), (&json!("already_invited"), &json!("kept")));
    let browser = portal.signed_in("petr@romashka.example").await;
    let review = browser.post("/invite/mail-service", &[("addresses", "ivan@example.org")]).await;
    assert!(review.says("письмо осталось в ящике портала"), "{}", review.text());

    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    let told = olga.invite_one("ivan@example.org").await;
    assert_eq!(
        (&told["outcome"], told.get("reason")),
        (&json!("already_invited"), None),
        "it is not hers to see"
    );
    let told = petr.invite_one("ivan@example.org").await;
    assert_eq!(told["outcome"], "invited", "{told}");
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(sink.letters().len(), 1);
    let told = petr.invite_one("ivan@example.org").await;
    assert_eq!((&told["outcome"], told.get("reason")), (&json!("already_invited"), None));
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 1, "it is the same invitation");
}

async fn what_is_called_back_again_stays_where_it_was(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    program.invited("ivan@example.org").await;
    portal.letters().await;
    let before = portal.number("SELECT expires_at FROM invitations").await;
    portal.advance(std::time::Duration::from_hours(24));
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    let review = admin.post("/invite/mail-service", &[("addresses", "ivan@example.org")]).await;
    let sent = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    admin.submit(&sent, &format!("{}/undo", sent.path()), &[]).await;
    assert_eq!(portal.number("SELECT expires_at FROM invitations").await, before);
    let list = admin.get("/employees?status=invited").await;
    assert!(list.says("ivan@example.org") && list.says("В ящике портала"), "{}", list.text());
}

async fn a_filter_finds_what_stayed_here(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    program.invited("ivan@example.org").await;
    portal.letters().await;
    let sink = SmtpSink::start(&[]);
    by(&portal, &sink);
    program.invited("olga@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    let all = admin.get("/employees?status=invited").await;
    assert!(all.says("В ящике портала 1"), "{}", all.text());
    for filter in ["chip=kept", "delivery=kept", "delivery=kept&sort=name", "chip=kept&sort=until"] {
        let kept = admin.get(&format!("/employees?status=invited&{filter}")).await;
        assert!(kept.says("ivan@example.org") && !kept.says("olga@example.org"), "{filter}: {}", kept.text());
    }
    admin.post("/mailbox/send", &[]).await;
    app::deliver_due(&portal.portal).await.unwrap();
    let all = admin.get("/employees?status=invited").await;
    assert!(!all.says("В ящике портала"), "{}", all.text());
}
