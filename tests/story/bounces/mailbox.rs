//! Reports that are read from a real mailbox over IMAP.

use std::process::Stdio;
use std::time::Duration;

use collega::app;
use collega::bounces::poll::Pass;
use collega::bounces::poll::store::{Cursor, Identity, Lease};
use collega::mail::imap::Cause;
use collega::mail::outbox::State;

use super::{IVAN, Post, Sent, base, report};
use crate::story::commands::{Installation, ended};
use crate::support::browserless::Browserless;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::dovecot::{Dovecot, PASSWORD, USER};
use crate::support::portal::TestPortal;
use crate::support::servers::certificate;
use crate::support::smtp_sink::SmtpSink;
use crate::support::{race, wait};

on_both_engines!(
    reports_are_read_from_a_mailbox_and_people_s_mail_is_left_alone,
    reports_without_an_address_of_their_own_are_found_by_what_they_bring_back,
    a_large_message_is_not_fetched_whole,
    what_was_read_before_a_crash_is_repeated_without_harm,
    a_report_that_comes_too_early_stays_for_the_next_look,
    many_reports_are_read_by_one_process_at_a_time,
    a_wrong_password_is_tried_once_in_a_quarter_of_an_hour,
    another_password_or_mailbox_is_tried_at_once,
    doctor_looks_into_the_mailbox_over_tls,
    the_running_portal_reads_its_mailbox,
);

const PAGE: &str = "/settings/mail/reports";

/// A portal that reads the mailbox; `adjust` changes the address of it.
async fn post(database: &TestDatabase, dovecot: &Dovecot, adjust: impl Fn(String) -> String) -> Post {
    let url = adjust(dovecot.url());
    let portal = TestPortal::with(database, |config| {
        config.mail.bounce_address = Some(base());
        config.mail.bounce_imap = Some(url.parse().unwrap());
    });
    let post = Post { portal: portal.await, sink: SmtpSink::start(&[]) };
    post.send_by_server();
    post
}

async fn look(post: &Post) -> Pass {
    app::read_bounces(&post.portal.portal).await.unwrap()
}

fn read(messages: usize) -> Pass {
    Pass::Read { messages, is_more: false }
}

async fn mailbox_is_told(admin: &Browserless) {
    let page = admin.follow(&admin.get("/settings/mail").await, PAGE).await;
    assert!(
        page.says("Отчёты читаются из ящика imap://127.0.0.1") && page.says("Проверено: сегодня"),
        "{}",
        page.text()
    );
    assert!(!page.body.contains(PASSWORD.1) && !page.body.contains(USER), "{}", page.body);
}

/// All that came is read there.
fn is_opened_by_somebody(dovecot: &Dovecot) {
    for file in std::fs::read_dir(dovecot.maildir.join("new")).unwrap() {
        let file = file.unwrap();
        let name = format!("{}:2,S", file.file_name().into_string().unwrap());
        std::fs::rename(file.path(), dovecot.maildir.join("cur").join(name)).unwrap();
    }
}

async fn reports_are_read_from_a_mailbox_and_people_s_mail_is_left_alone(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let post = post(database, &dovecot, |url| url).await;
    let admin = post.portal.admin().await;
    let (ivan, olga) = (post.invite(IVAN).await, post.invite("olga@example.org").await);
    assert!(admin.get(PAGE).await.says("Портал туда ещё не смотрел"));
    let mail = "From: Пётр <petr@example.org>\nTo: office@romashka.example\nSubject: Вопрос\n\nКогда обед?\n";
    dovecot.lay(mail.as_bytes());
    dovecot.lay(&report("postfix_failed", &ivan));
    dovecot.lay(&report("vacation", &olga));
    dovecot.lay(&report("exim_delayed", &olga));
    assert_eq!(look(&post).await, read(4), "{}", dovecot.log());
    assert_eq!(post.letter(ivan.letter.id).await.state, State::Failed);
    assert_eq!(
        (post.delivery(&ivan).await.as_str(), post.delivery(&olga).await.as_str()),
        ("failed", "deferred")
    );
    assert_eq!(dovecot.read_of_all(), (2, 4), "the two reports are marked, nothing is gone");
    assert_eq!(post.portal.number("SELECT COUNT(*) FROM bounce_reports").await, 0);
    assert_eq!(look(&post).await, Pass::NotNow, "once in a minute");
    post.portal.advance(Duration::from_mins(1));
    assert_eq!(look(&post).await, read(0));
    // Somebody opens the mailbox before the portal does: that is no reason to miss a report.
    dovecot.lay(&report("postfix_failed", &olga));
    is_opened_by_somebody(&dovecot);
    post.portal.advance(Duration::from_mins(1));
    assert_eq!(look(&post).await, read(1));
    assert_eq!(post.delivery(&olga).await, "failed");
    assert_eq!(post.sink.letters().len(), 2, "nothing but the invitations ever left");
    mailbox_is_told(&admin).await;
    consistency::check(&post.portal.portal.db).await;
}

async fn reports_without_an_address_of_their_own_are_found_by_what_they_bring_back(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let url = dovecot.url();
    let portal = TestPortal::with(database, |config| config.mail.bounce_imap = Some(url.parse().unwrap()));
    let post = Post { portal: portal.await, sink: SmtpSink::start(&[]) };
    post.send_by_server();
    let sent = post.invite(IVAN).await;
    let to_the_sender = Sent { address: "no-reply@romashka.example".to_owned(), ..sent };
    dovecot.lay(&report("gmail_failed", &to_the_sender));
    // Also before the portal has ever looked.
    is_opened_by_somebody(&dovecot);
    dovecot.lay(&report("a_person_answers", &to_the_sender));
    assert_eq!(look(&post).await, read(2), "{}", dovecot.log());
    assert_eq!(post.delivery(&to_the_sender).await, "failed");
    assert_eq!(dovecot.read_of_all(), (1, 2));
}

async fn a_large_message_is_not_fetched_whole(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let post = post(database, &dovecot, |url| url).await;
    let sent = post.invite(IVAN).await;
    let mut large = report("postfix_failed", &sent);
    large.extend(b"a line of a letter that somebody forwards\n".repeat(100_000));
    dovecot.lay(&large);
    assert_eq!(look(&post).await, read(1), "{}", dovecot.log());
    assert_eq!(post.delivery(&sent).await, "failed");
    // Dovecot tells at the end how much it sent.
    wait::until("dovecot tells what it sent", || dovecot.log().contains(" out="));
    let log = dovecot.log();
    let out: usize = log.split(" out=").nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    assert!(out < 200_000, "{out}");
}

async fn what_was_read_before_a_crash_is_repeated_without_harm(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let post = post(database, &dovecot, |url| url).await;
    let sent = post.invite(IVAN).await;
    dovecot.lay(&report("postfix_failed", &sent));
    assert_eq!(look(&post).await, read(1));
    let before = super::super::join::everything(&post.portal).await;
    // Written down, but not marked; and a mailbox that was made anew, with other numbers.
    for file in std::fs::read_dir(dovecot.maildir.join("cur")).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let unmarked = name.split(':').next().unwrap();
        std::fs::rename(file.path(), dovecot.maildir.join("new").join(unmarked)).unwrap();
    }
    dovecot.renumber();
    post.portal.write(|tx| tx.execute("UPDATE bounce_mailbox SET uid_validity = 1", &[])).await;
    post.portal.advance(Duration::from_mins(1));
    assert_eq!(look(&post).await, read(1), "{}", dovecot.log());
    assert_eq!(super::super::join::everything(&post.portal).await, before);
    assert_eq!((dovecot.read_of_all(), post.news().await), ((1, 1), 1));
}

async fn a_report_that_comes_too_early_stays_for_the_next_look(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let post = post(database, &dovecot, |url| url).await;
    let sent = post.invite(IVAN).await;
    let turn = |state: &'static str| {
        let lease = "UPDATE letters SET state = $1, lease_until = 9999999999999";
        post.portal.write(move |tx| tx.execute(lease, &[state.into()]))
    };
    dovecot.lay(&report("postfix_failed", &sent));
    turn("dot_sent").await;
    assert_eq!(look(&post).await, read(0));
    assert_eq!(dovecot.read_of_all(), (0, 1));
    turn("accepted").await;
    post.portal.advance(Duration::from_mins(1));
    assert_eq!(look(&post).await, read(1));
    assert_eq!((post.delivery(&sent).await.as_str(), dovecot.read_of_all()), ("failed", (1, 1)));
}

async fn many_reports_are_read_by_one_process_at_a_time(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let post = post(database, &dovecot, |url| url).await;
    let sent = post.invite(IVAN).await;
    for _ in 0..120 {
        dovecot.lay(&report("spam_to_the_address", &sent));
    }
    let deeds = (0..4).map(|_| -> race::Deed<Pass> {
        let portal = post.portal.portal.clone();
        Box::pin(async move { app::read_bounces(&portal).await.unwrap() })
    });
    let mut passes = race::at_once(deeds.collect()).await;
    passes.retain(|pass| *pass != Pass::NotNow);
    assert_eq!(passes, [Pass::Read { messages: 100, is_more: true }], "{}", dovecot.log());
    assert_eq!(post.portal.number("SELECT COUNT(*) FROM bounce_reports").await, 100);
    post.portal.advance(Duration::from_mins(1));
    assert_eq!(look(&post).await, read(20));
    assert_eq!(post.portal.number("SELECT COUNT(*) FROM bounce_reports").await, 120);
    assert_eq!(dovecot.read_of_all(), (120, 120));
}

async fn a_wrong_password_is_tried_once_in_a_quarter_of_an_hour(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let post = post(database, &dovecot, |url| url.replace(PASSWORD.0, "wr0ng")).await;
    let admin = post.portal.admin().await;
    let Pass::Failed(failure) = look(&post).await else { panic!("{}", dovecot.log()) };
    assert_eq!(failure.cause, Cause::SignIn, "{failure}");
    for _ in 0..14 {
        post.portal.advance(Duration::from_mins(1));
        assert_eq!(look(&post).await, Pass::NotNow);
    }
    assert!(admin.get("/settings/mail").await.says("Ящик отчётов не читается"));
    let page = admin.get(PAGE).await;
    for words in ["не читаются", "Проверьте имя и пароль", &failure.text] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert!(!page.body.contains("wr0ng"), "{}", page.body);
    post.portal.advance(Duration::from_mins(1));
    assert!(matches!(look(&post).await, Pass::Failed(_)));
    let since = post.portal.number("SELECT next_at - failed_since FROM bounce_mailbox").await;
    assert_eq!(since, 30 * 60 * 1000, "the trouble began half an hour before the next try");
    drop(dovecot);
    post.portal.advance(Duration::from_mins(15));
    let Pass::Failed(failure) = look(&post).await else { panic!("nobody is there") };
    assert_eq!(failure.cause, Cause::Unreachable, "{failure}");
    post.portal.advance(Duration::from_mins(5));
    assert!(matches!(look(&post).await, Pass::Failed(_)), "what may mend itself is tried sooner");
}

async fn another_password_or_mailbox_is_tried_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let now = portal.portal.now();
    let claim = |account: u8, settings: u8, until: u64| {
        let who = Identity { account: [account; 32], settings: [settings; 32] };
        portal.write(move |tx| {
            let lease = Lease(now + Duration::from_secs(until));
            let claimed = tx.bounce_mailbox().claim(&who, lease, now)?;
            if claimed.is_some() {
                tx.bounce_mailbox().advance(Cursor { uid_validity: 7, last_uid: u32::MAX })?;
                let next_at = now + Duration::from_mins(15);
                tx.bounce_mailbox().give_up(lease, next_at, "mailbox-trouble-sign-in", "no", now)?;
            }
            Ok(claimed)
        })
    };
    let cursor = Cursor { uid_validity: 7, last_uid: u32::MAX };
    assert_eq!(claim(1, 1, 60).await, Some(None), "the first time nothing is known");
    assert_eq!(claim(1, 1, 60).await, None, "it rests");
    assert_eq!(claim(1, 2, 60).await, Some(Some(cursor)), "another password, the same mailbox");
    assert_eq!(claim(2, 3, 60).await, Some(None), "another mailbox");
    portal.write(move |tx| tx.execute("UPDATE bounce_mailbox SET lease_until = 9999999999999", &[])).await;
    assert_eq!(claim(2, 4, 60).await, None, "somebody reads it");
    let lost = Lease(now);
    assert!(!portal.write(move |tx| tx.bounce_mailbox().extend(lost, lost)).await, "another has it");
}

async fn doctor_looks_into_the_mailbox_over_tls(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let installation = Installation::new(database);
    installation.set_up();
    let user = USER.replace('@', "%40");
    let (good, bad) = (format!("{user}:{}", PASSWORD.0), format!("{user}:wr0ng"));
    let doctor = |url: &str, knows_the_authority: bool| {
        let file = installation.folder.path().join("url");
        std::fs::write(&file, format!("{url}\n")).unwrap();
        let mut doctor = installation.command(&["doctor"]);
        doctor.env("COLLEGA_MAIL__BOUNCE_IMAP_URL_FILE", file);
        if knows_the_authority {
            doctor.env("SSL_CERT_FILE", certificate("ca.pem"));
        }
        let done = ended(&mut doctor);
        assert!(!done.out.contains("wr0ng") && !done.out.contains("s:cret"), "{done:?}");
        let line = done.out.lines().find(|line| line.contains("mail.bounce_imap_url"));
        line.unwrap_or_else(|| panic!("{done:?}")).to_owned()
    };
    let (imap, imaps) = (dovecot.imap, dovecot.imaps);
    dovecot.lay(b"Subject: a\n\nb\n");
    for url in [
        format!("imaps://{good}@localhost:{imaps}/INBOX"),
        format!("imap://{good}@localhost:{imap}?tls=required"),
        format!("imap://{good}@127.0.0.1:{imap}"),
    ] {
        let line = doctor(&url, true);
        assert!(line.starts_with("ok ") && line.ends_with("messages in it: 1"), "{url}: {line}");
    }
    for (url, knows_the_authority, words) in [
        (format!("imaps://{good}@localhost:{imaps}"), false, "signed by nobody whom this machine trusts"),
        (format!("imaps://{good}@127.0.0.1:{imaps}"), true, "is for another name"),
        (format!("imap://{good}@localhost:{imap}/Nowhere?tls=required"), true, "name of the mailbox"),
        (format!("imaps://{bad}@localhost:{imaps}"), true, "Check the name and the password"),
        (format!("imaps://{good}@localhost:1"), true, "whether the server is running"),
    ] {
        let line = doctor(&url, knows_the_authority);
        assert!(line.starts_with("bad ") && line.contains(words), "{url}: {line}");
    }
    assert_eq!(dovecot.read_of_all(), (0, 1));
}

async fn the_running_portal_reads_its_mailbox(database: &TestDatabase) {
    let dovecot = Dovecot::start();
    let post = Post::new(database).await;
    let sent = post.invite(IVAN).await;
    dovecot.lay(&report("postfix_failed", &sent));
    let installation = Installation::new(database);
    let log = installation.folder.path().join("log");
    let mut serve = installation.command(&["serve"]);
    serve.env("COLLEGA_SECRET_KEY_FILE", &post.portal.portal.config.secret_key_file);
    serve.env("COLLEGA_MAIL__BOUNCE_ADDRESS", "bounces@mail.romashka.example");
    serve.env("COLLEGA_MAIL__BOUNCE_IMAP_URL", dovecot.url()).env("COLLEGA_LOG", "trace");
    serve.stdout(Stdio::null()).stderr(std::fs::File::create(&log).unwrap());
    let mut running = serve.spawn().unwrap();
    let is_read = wait::comes_in_time(async || dovecot.read_of_all() == (1, 1)).await;
    assert!(std::process::Command::new("kill").arg(running.id().to_string()).status().unwrap().success());
    assert!(running.wait().unwrap().success());
    let log = std::fs::read_to_string(&log).unwrap();
    assert!(is_read, "{log} {}", dovecot.log());
    assert_eq!(post.letter(sent.letter.id).await.state, State::Failed);
    assert!(!log.contains(PASSWORD.1) && !log.contains(PASSWORD.0), "the log tells the password");
}
