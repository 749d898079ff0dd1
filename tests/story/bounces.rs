//! Letters that come back: what a report changes, and what it does not.

mod exim;
mod mailbox;
mod postfix;
mod ways;

use std::time::Duration;

use collega::app;
use collega::base::email_address::EmailAddress;
use collega::base::id::LetterId;
use collega::bounces::Outcome;
use collega::company::Plan;
use collega::company::plan::change_plan;
use collega::history::Actor;
use collega::mail::bounces::return_address::ReturnAddress;
use collega::mail::outbox::{Letter, State};
use collega::mail::transport::Wish;
use collega::suppressions::Reason;

use crate::support::browserless::Browserless;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};
use crate::support::smtp_sink::SmtpSink;

on_both_engines!(
    each_letter_is_sent_from_an_address_of_its_own,
    a_returned_letter_fails_its_invitation_and_the_inviter_is_told_once,
    the_seat_of_what_came_back_is_free_until_it_is_written_to_again,
    what_came_back_stays_sent_and_is_counted_apart,
    a_delay_is_no_failure,
    a_delay_may_end_in_failure,
    what_comes_late_or_twice_changes_nothing,
    an_earlier_letter_that_comes_back_does_not_hide_the_later_one,
    a_forged_report_changes_nothing_and_is_counted,
    without_its_address_a_report_needs_message_id_and_recipient,
    a_machine_that_answers_is_never_answered,
    a_complaint_ends_the_letters_to_an_address,
    a_report_that_overtakes_the_sender_comes_again,
    many_that_come_back_are_told_of_in_one_letter_an_hour,
    a_recipient_refused_at_once_is_told_of_too,
    administrators_read_what_belongs_to_no_letter,
    whoever_waits_at_a_screen_gets_his_letter_whatever_came_back,
);

const IVAN: &str = "ivan@example.org";
/// What the samples of `tests/bounces` have in the place of an address and a Message-ID.
const SAMPLE_ADDRESS: &str = "bounces+42.aaaaaaaaaaaaaaaa@mail.romashka.example";
const SAMPLE_ID: &str = "0123456789abcdef0123456789abcdef@portal.romashka.example";

/// A portal that sends by a mail server, and hears of what came back.
pub struct Post {
    pub portal: TestPortal,
    pub sink: SmtpSink,
}

/// A letter that a mail server has taken.
pub struct Sent {
    /// `/invitations/{id}`.
    pub path: String,
    pub letter: Letter,
    /// The address that reports about it come to.
    pub address: String,
}

pub fn base() -> ReturnAddress {
    ReturnAddress::parse("bounces@mail.romashka.example").unwrap()
}

/// A sample as it is about this letter.
pub fn report(sample: &str, sent: &Sent) -> Vec<u8> {
    let file = format!("{}/tests/bounces/{sample}.eml", env!("CARGO_MANIFEST_DIR"));
    let text = String::from_utf8(std::fs::read(file).unwrap()).unwrap();
    text.replace(SAMPLE_ADDRESS, &sent.address)
        .replace(SAMPLE_ID, &sent.letter.message_id)
        .replace(IVAN, &sent.letter.email)
        .into_bytes()
}

impl Post {
    pub async fn new(database: &TestDatabase) -> Self {
        Self::with(database, &[]).await
    }

    async fn with(database: &TestDatabase, options: &[&str]) -> Self {
        let portal = TestPortal::with(database, |config| config.mail.bounce_address = Some(base())).await;
        let post = Self { portal, sink: SmtpSink::start(options) };
        post.send_by_server();
        post
    }

    fn send_by_server(&self) {
        let server = format!("smtp://127.0.0.1:{}", self.sink.port()).parse().unwrap();
        self.portal.portal.mail.set(Wish::Server(server), "localhost");
    }

    /// Invites somebody and hands the letter over.
    pub async fn invite(&self, email: &str) -> Sent {
        let path = self.portal.program().await.invited(email).await;
        app::deliver_due(&self.portal.portal).await.unwrap();
        self.sent(path).await
    }

    /// The latest letter of an invitation.
    async fn sent(&self, path: String) -> Sent {
        let id: i64 = path.trim_start_matches("/invitations/").parse().unwrap();
        let company = self.portal.company;
        let letters = self.portal.write(move |tx| tx.outbox().of_subject(company, "invitation", id)).await;
        let letter = letters.into_iter().next_back().unwrap();
        let address = base().of(&self.portal.portal.key, letter.id);
        Sent { path, letter, address }
    }

    /// Brings a report to the portal.
    async fn bring(&self, recipient: Option<&str>, raw: Vec<u8>) -> Outcome {
        app::take_bounce(&self.portal.portal, recipient.map(str::to_owned), raw).await.unwrap()
    }

    /// Brings a sample about a letter to its address.
    async fn report(&self, sample: &str, sent: &Sent) -> Outcome {
        self.bring(Some(&sent.address), report(sample, sent)).await
    }

    pub async fn letter(&self, id: LetterId) -> Letter {
        let company = self.portal.company;
        self.portal.write(move |tx| Ok(tx.outbox().find(company, id)?.unwrap())).await
    }

    /// Where an invitation stands, in the word of the database.
    async fn delivery(&self, sent: &Sent) -> String {
        let id = sent.letter.subject_id;
        let word = move |tx: &mut collega::store::Tx<'_>| {
            tx.query_one("SELECT delivery FROM invitations WHERE id = $1", &[id.into()], |row| row.get(0))
        };
        self.portal.write(word).await
    }

    /// How many letters tell inviters of failures.
    async fn news(&self) -> i64 {
        self.portal.number("SELECT COUNT(*) FROM letters WHERE kind LIKE 'undelivered%'").await
    }
}

async fn each_letter_is_sent_from_an_address_of_its_own(database: &TestDatabase) {
    let post = Post::new(database).await;
    let (ivan, olga) = (post.invite(IVAN).await, post.invite("olga@example.org").await);
    assert_ne!(ivan.address, olga.address);
    let letters = post.sink.letters();
    for sent in [&ivan, &olga] {
        let letter = letters.iter().find(|letter| letter.contains(&sent.letter.message_id)).unwrap();
        assert!(letter.contains(&format!("X-Mail-Args: <{}>", sent.address)), "{letter}");
        assert!(letter.contains("From:") && !letter.contains("From: bounces"), "{letter}");
    }
}

async fn a_returned_letter_fails_its_invitation_and_the_inviter_is_told_once(database: &TestDatabase) {
    let post = Post::new(database).await;
    let admin = post.portal.admin().await;
    let sent = post.invite(IVAN).await;
    assert!(admin.get(&sent.path).await.says("Принято сервером"));
    assert_eq!(post.report("postfix_failed", &sent).await, Outcome::Failed);

    let letter = post.letter(sent.letter.id).await;
    assert_eq!(letter.state, State::Failed);
    assert_eq!(letter.reason.as_deref(), Some("delivery-reason-bad-address"));
    let counted = "SELECT CAST(SUM(accepted * 100 + returned * 10 + failed) AS BIGINT) FROM letter_counts";
    assert_eq!(post.portal.number(counted).await, 110, "taken on its day, and returned");
    returned_in_the_queue(&admin).await;
    let page = admin.get(&sent.path).await;
    for words in [
        "Не доставлено",
        "нет такого адреса",
        "Recipient address rejected: User unknown",
        "принято почтовым сервером",
    ] {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    post.portal.portal.mail.set(Wish::Mailbox, "localhost");
    let told = post.portal.letter_to(ADMIN.1).await;
    assert!(
        told.text.contains("нет такого адреса") && told.text.contains("Исправить адрес"),
        "{}",
        told.text
    );
    assert!(told.text.contains(IVAN) && !told.raw.contains("Reply-To"), "{}", told.raw);

    assert_eq!(post.report("postfix_failed", &sent).await, Outcome::Nothing);
    assert_eq!(post.report("exim_failed", &sent).await, Outcome::Nothing);
    assert_eq!(post.news().await, 1);
    assert_eq!(post.portal.number("SELECT COUNT(*) FROM letter_attempts").await, 2, "taken, and come back");

    corrected(&post, &admin, &sent, &told.path("/invitations/")).await;
}

/// It counts as taken on its day, and is told from what was never sent.
async fn returned_in_the_queue(admin: &Browserless) {
    let failed = admin.get("/settings/mail/queue?pile=failed").await;
    assert!(failed.body.contains("принял сервер 1, из них вернулось 1, не отправлено 0"), "{}", failed.body);
    assert!(failed.texts(".tab")[3].contains("Не доставлены"), "{:?}", failed.texts(".tab"));
    assert!(failed.says("отправлено, но вернулось: нет такого адреса"), "{}", failed.text());
}

/// The letter leads to where the address is corrected.
async fn corrected(post: &Post, admin: &Browserless, sent: &Sent, path: &str) {
    let form = admin.get(path).await;
    let action = format!("{}/address", sent.path);
    let corrected = admin.submit(&form, &action, &[("email", "ivan@romashka.example")]).await;
    assert!(corrected.says("ivan@romashka.example"), "{}", corrected.text());
    post.send_by_server();
    app::deliver_due(&post.portal.portal).await.unwrap();
    let again = post.sent(sent.path.clone()).await;
    assert_eq!(again.letter.state, State::Accepted);
    assert_eq!(post.report("postfix_failed", sent).await, Outcome::Nothing, "about the address before");
    assert_eq!(post.delivery(&again).await, "sent");
    // Another address that does not work is told of once more.
    assert_eq!(post.report("qmail_failed", &again).await, Outcome::Failed);
    assert_eq!(post.news().await, 2);
    consistency::check(&post.portal.portal.db).await;
}

async fn set_plan(portal: &TestPortal, seats: i64) {
    let (company, admin, now) = (portal.company, portal.admin_id, portal.portal.now());
    portal
        .write(move |tx| {
            let actor = Actor::portal(company).proved(admin);
            let plan = Plan {
                name: String::new(),
                max_employees: Some(seats),
                max_online: None,
                reserve_seats: true,
            };
            change_plan(tx, &actor, &plan, now)
        })
        .await;
}

async fn the_seat_of_what_came_back_is_free_until_it_is_written_to_again(database: &TestDatabase) {
    let post = Post::new(database).await;
    let program = post.portal.program().await;
    set_plan(&post.portal, 2).await;
    let sent = post.invite(IVAN).await;
    let olga = serde_json::json!({ "recipients": [{ "email": "olga@example.org" }] });
    assert_eq!(program.invite(olga.clone()).await.status, 409, "the one free seat is held for Ivan");
    assert_eq!(post.report("zimbra", &sent).await, Outcome::Failed);
    assert_eq!(program.get("/plan").await.json["seats_reserved"], 0);
    assert!(program.invite(olga).await.status < 300);
    let lifted = "DELETE FROM suppressions WHERE email_key = 'ivan@example.org'";
    post.portal.write(move |tx| tx.execute(lifted, &[])).await;
    let resent = program.post(&format!("{}/resend", sent.path), serde_json::json!({})).await;
    assert_eq!(resent.problem(), "seats-full", "{resent:?}");
    set_plan(&post.portal, 3).await;
    let resent = program.post(&format!("{}/resend", sent.path), serde_json::json!({})).await;
    assert!(resent.status < 300, "{resent:?}");
    assert_eq!(program.get("/plan").await.json["seats_reserved"], 2);
    consistency::check(&post.portal.portal.db).await;
}

async fn what_came_back_stays_sent_and_is_counted_apart(database: &TestDatabase) {
    let post = Post::new(database).await;
    let admin = post.portal.admin().await;
    let sent = [post.invite(IVAN).await, post.invite("olga@example.org").await];
    let one_press = "UPDATE invitations SET batch_id = (SELECT MAX(batch_id) FROM invitations)";
    post.portal.write(move |tx| tx.execute(one_press, &[])).await;
    let batch = post.portal.number("SELECT MAX(batch_id) FROM invitations").await;
    let path = format!("/invite/batches/{batch}");
    let page = admin.get(&path).await;
    assert_eq!(page.texts("h1"), ["Отправлено 2 приглашения"]);
    assert!(page.says("Отправлено 2 из 2") && !page.body.contains("id=\"undelivered\""), "{}", page.text());
    post.report("zimbra", &sent[0]).await;
    let page = admin.get(&path).await;
    assert_eq!(page.texts("h1"), ["Приглашения отправлены, но доставлены не все"]);
    assert!(page.says("Отправлено 2 из 2, из них вернулось 1"), "{}", page.text());
    let apart = page.texts("#undelivered");
    assert!(apart[0].contains(IVAN) && !apart[0].contains("olga@"), "{apart:?}");
    assert!(page.texts(".result-rows")[0].contains("olga@"), "{}", page.text());
}

async fn a_delay_is_no_failure(database: &TestDatabase) {
    let post = Post::new(database).await;
    let admin = post.portal.admin().await;
    let sent = post.invite(IVAN).await;
    assert_eq!(post.report("postfix_delayed", &sent).await, Outcome::Delayed);
    assert_eq!(post.report("exim_delayed", &sent).await, Outcome::Nothing, "told already");
    assert_eq!((post.delivery(&sent).await.as_str(), post.news().await), ("deferred", 0));
    let page = admin.get(&sent.path).await;
    assert!(page.says("Доставка задерживается") && !page.says("Не доставлено"), "{}", page.text());
    let batch = post.portal.number("SELECT MAX(batch_id) FROM letters").await;
    let batch = admin.get(&format!("/invite/batches/{batch}")).await;
    assert!(batch.says("Отправлено 1 из 1") && batch.says("Доставка задерживается"), "{}", batch.text());
    assert!(batch.says("Из отправленных ещё не дошло 1: почта получателя"), "{}", batch.text());
    post.portal.advance(Duration::from_hours(100));
    app::deliver_due(&post.portal.portal).await.unwrap();
    assert_eq!(post.letter(sent.letter.id).await.attempts, 1, "another server tries it, not the portal");

    assert_eq!(post.report("postfix_delivered", &sent).await, Outcome::Arrived);
    assert_eq!(post.delivery(&sent).await, "sent");
    assert_eq!(post.report("postfix_delivered", &sent).await, Outcome::Nothing);
    consistency::check(&post.portal.portal.db).await;
}

async fn a_delay_may_end_in_failure(database: &TestDatabase) {
    let post = Post::new(database).await;
    let admin = post.portal.admin().await;
    let olga = post.invite("olga@example.org").await;
    assert_eq!(post.report("gmail_delayed", &olga).await, Outcome::Delayed);
    assert_eq!(post.report("postfix_expired", &olga).await, Outcome::Failed);
    let page = admin.get(&olga.path).await;
    assert!(page.says("почта получателя не отвечала несколько дней"), "{}", page.text());
    assert_eq!(post.report("postfix_delayed", &olga).await, Outcome::Nothing, "it overtook the failure");
    assert_eq!(post.delivery(&olga).await, "failed");
    consistency::check(&post.portal.portal.db).await;
}

async fn what_comes_late_or_twice_changes_nothing(database: &TestDatabase) {
    let post = Post::new(database).await;
    let (joined, revoked, expired) = (
        post.invite(IVAN).await,
        post.invite("olga@example.org").await,
        post.invite("egor@example.org").await,
    );
    let letters = post.sink.letters();
    let letter = letters.iter().find(|letter| letter.contains(&joined.letter.message_id)).unwrap();
    let letter = crate::support::letter::ReceivedLetter::parse(letter.as_bytes());
    let browser = post.portal.stranger();
    let page = browser.get(&letter.path("/i/")).await;
    super::join::join(&browser, &page).await;
    let id = revoked.path.trim_start_matches("/invitations/").to_owned();
    let program = post.portal.program().await;
    program.call(reqwest::Method::DELETE, &format!("/invitations/{id}")).await;
    let before = super::join::everything(&post.portal).await;
    for sent in [&joined, &revoked] {
        for sample in ["postfix_failed", "postfix_delayed", "qmail_failed", "postfix_delivered"] {
            assert_eq!(post.report(sample, sent).await, Outcome::Nothing, "{sample}");
        }
    }
    assert_eq!(post.report("complaint", &joined).await, Outcome::Nothing, "he has joined");
    assert_eq!(super::join::everything(&post.portal).await, before);
    post.portal.advance(Duration::from_hours(15 * 24));
    assert_eq!(post.report("postfix_failed", &expired).await, Outcome::Nothing);
    assert_eq!((post.delivery(&expired).await.as_str(), post.news().await), ("sent", 0));
    consistency::check(&post.portal.portal.db).await;
}

async fn an_earlier_letter_that_comes_back_does_not_hide_the_later_one(database: &TestDatabase) {
    let post = Post::new(database).await;
    let first = post.invite(IVAN).await;
    post.portal.advance(Duration::from_hours(2));
    let program = post.portal.program().await;
    program.post(&format!("{}/resend", first.path), serde_json::json!({})).await;
    app::deliver_due(&post.portal.portal).await.unwrap();
    let second = post.sent(first.path.clone()).await;
    assert_ne!(first.letter.id, second.letter.id);
    assert_eq!(post.report("zimbra", &first).await, Outcome::Failed);
    assert_eq!(post.letter(first.letter.id).await.state, State::Failed);
    assert_eq!((post.delivery(&first).await.as_str(), post.news().await), ("sent", 0));
    let page = post.portal.admin().await.get(&first.path).await;
    assert!(page.says("ящик получателя переполнен"), "the timeline tells of both: {}", page.text());
    let about = format!("О прежнем письме (09:00). Письмо не доставлено ({IVAN})");
    assert!(page.says(&about), "{}", page.text());
    assert_eq!(post.report("zimbra", &second).await, Outcome::Failed);
    let page = post.portal.admin().await.get(&first.path).await;
    assert_eq!(page.text().matches("О прежнем письме").count(), 1, "{}", page.text());
}

async fn a_forged_report_changes_nothing_and_is_counted(database: &TestDatabase) {
    let post = Post::new(database).await;
    let sent = post.invite(IVAN).await;
    let forged = Sent {
        address: sent.address.replace(&format!("+{}.", sent.letter.id), "+777."),
        letter: Letter { message_id: SAMPLE_ID.to_owned(), ..sent.letter.clone() },
        path: String::new(),
    };
    let guessed = Sent {
        address: format!("bounces+{}.aaaaaaaaaaaaaaaa@mail.romashka.example", sent.letter.id),
        letter: forged.letter.clone(),
        path: String::new(),
    };
    for forged in [&forged, &guessed] {
        assert_eq!(post.report("postfix_failed", forged).await, Outcome::Forged);
        assert_eq!(post.bring(None, report("postfix_failed", forged)).await, Outcome::Forged);
    }
    // With all that its receiver knows, but for the one address.
    let known = Sent { letter: sent.letter.clone(), ..guessed };
    assert_eq!(post.report("complaint", &known).await, Outcome::Forged);
    assert_eq!(post.letter(sent.letter.id).await.state, State::Accepted);
    assert_eq!((post.delivery(&sent).await.as_str(), post.news().await), ("sent", 0));
    let figures = post.portal.stranger().get("/metrics").await.body;
    assert!(figures.contains("collega_bounces_total{outcome=\"forged\"} 5"), "{figures}");
}

async fn without_its_address_a_report_needs_message_id_and_recipient(database: &TestDatabase) {
    let post = Post::new(database).await;
    let sent = post.invite(IVAN).await;
    let to_the_sender = Sent {
        address: "no-reply@mail.romashka.example".to_owned(),
        letter: sent.letter.clone(),
        path: String::new(),
    };
    let of_another = String::from_utf8(report("gmail_failed", &to_the_sender)).unwrap();
    let of_another = of_another.replace(IVAN, "olga@example.org").into_bytes();
    assert_eq!(post.bring(None, of_another).await, Outcome::Kept);
    let letter = Letter { message_id: SAMPLE_ID.to_owned(), ..sent.letter.clone() };
    let guessed = Sent { letter, ..to_the_sender };
    let only_a_number = String::from_utf8(report("gmail_failed", &guessed)).unwrap();
    let number = format!("X-Portal-Invite: {}", sent.letter.id);
    assert_eq!(
        post.bring(None, only_a_number.replace("X-Portal-Invite: 42", &number).into_bytes()).await,
        Outcome::Kept
    );
    assert_eq!(post.letter(sent.letter.id).await.state, State::Accepted);
    let right = Sent { letter: sent.letter.clone(), ..guessed };
    assert_eq!(post.bring(None, report("gmail_failed", &right)).await, Outcome::Failed);
    assert_eq!(post.delivery(&sent).await, "failed");
}

async fn a_machine_that_answers_is_never_answered(database: &TestDatabase) {
    let post = Post::new(database).await;
    let sent = post.invite(IVAN).await;
    let before = super::join::everything(&post.portal).await;
    for sample in ["vacation", "vacation_russian", "challenge", "read_receipt"] {
        assert_eq!(post.report(sample, &sent).await, Outcome::Automatic, "{sample}");
    }
    assert_eq!(super::join::everything(&post.portal).await, before);
    assert_eq!(post.report("a_person_answers", &sent).await, Outcome::Kept);
    app::deliver_due(&post.portal.portal).await.unwrap();
    assert_eq!(post.sink.letters().len(), 1, "nothing but the invitation ever left");
}

async fn a_complaint_ends_the_letters_to_an_address(database: &TestDatabase) {
    let post = Post::new(database).await;
    let admin = post.portal.admin().await;
    let (sent, redacted) = (post.invite(IVAN).await, post.invite("olga@example.org").await);
    assert_eq!(post.bring(None, report("complaint", &sent)).await, Outcome::Silenced);
    assert_eq!(post.bring(None, report("complaint", &sent)).await, Outcome::Nothing);
    assert_eq!(post.bring(None, report("complaint_redacted", &redacted)).await, Outcome::Silenced);
    assert_eq!(post.bring(None, report("not_spam", &sent)).await, Outcome::Kept);
    let suppressed = "SELECT COUNT(*) FROM suppressions WHERE reason = 'complaint'";
    assert_eq!(post.portal.number(suppressed).await, 2);
    let page = admin.get(&sent.path).await;
    assert!(page.says("пожаловался на письмо") && page.says("Отказался"), "{}", page.text());
    assert!(!admin.get("/history").await.says("Приглашённый отказался"), "he has only complained");
    let body = serde_json::json!({ "recipients": [{ "email": IVAN }] });
    let again = post.portal.program().await.invite(body).await;
    assert_eq!(again.json["results"][0]["reason"], "complaint", "{again:?}");
    let review = admin.post("/invite/mail-service", &[("addresses", IVAN)]).await;
    assert!(review.says("пожаловался на письмо как на спам"), "{}", review.text());
    consistency::check(&post.portal.portal.db).await;
}

async fn a_report_that_overtakes_the_sender_comes_again(database: &TestDatabase) {
    let post = Post::new(database).await;
    let sent = post.invite(IVAN).await;
    let turn = |state: &'static str| {
        post.portal.write(move |tx| {
            tx.execute("UPDATE letters SET state = $1, lease_until = 9999999999999", &[state.into()])
        })
    };
    turn("dot_sent").await;
    assert_eq!(post.report("postfix_failed", &sent).await, Outcome::TooEarly);
    assert_eq!(post.letter(sent.letter.id).await.state, State::DotSent);
    turn("unknown").await;
    assert_eq!(post.report("postfix_failed", &sent).await, Outcome::Failed, "it had arrived there after all");
    // Once as it was taken, before it was made as if nobody knew; once as it came back. None was not sent.
    let counted = "SELECT CAST(SUM(accepted * 100 + returned * 10 + failed) AS BIGINT) FROM letter_counts";
    assert_eq!(post.portal.number(counted).await, 210);
    post.portal.advance(Duration::from_hours(1));
    post.portal.portal.mail.set(Wish::Mailbox, "localhost");
    app::deliver_due(&post.portal.portal).await.unwrap();
    assert_eq!(post.letter(sent.letter.id).await.state, State::Failed, "and is not repeated");
}

async fn many_that_come_back_are_told_of_in_one_letter_an_hour(database: &TestDatabase) {
    let post = Post::new(database).await;
    for n in 0..6 {
        let sent = post.invite(&format!("person{n}@example.org")).await;
        assert_eq!(post.report("postfix_failed", &sent).await, Outcome::Failed);
        post.portal.advance(Duration::from_mins(1));
    }
    assert_eq!(post.news().await, 4, "three, and one that gathers");
    post.portal.portal.mail.set(Wish::Mailbox, "localhost");
    post.portal.advance(Duration::from_mins(61));
    let told = post.portal.letter_to(ADMIN.1).await;
    assert_eq!(told.subject, "Часть приглашений не доставлена");
    for n in 3..6 {
        assert!(told.text.contains(&format!("person{n}@example.org")), "{}", told.text);
    }
    assert!(!told.text.contains("person2@example.org"), "he knows of that: {}", told.text);
    let list = post.portal.admin().await.get(&told.path("/employees")).await;
    assert!(list.says("person5@example.org"), "{}", list.text());
}

async fn a_recipient_refused_at_once_is_told_of_too(database: &TestDatabase) {
    let post = Post::with(database, &["-f", "RCPT"]).await;
    let sent = post.invite(IVAN).await;
    assert_eq!((post.delivery(&sent).await.as_str(), post.news().await), ("failed", 1));
    post.portal.portal.mail.set(Wish::Mailbox, "localhost");
    // The news was refused by the same server: the inviter finds it in the list, and no news of news comes.
    app::deliver_due(&post.portal.portal).await.unwrap();
    assert_eq!(post.news().await, 1);
}

async fn administrators_read_what_belongs_to_no_letter(database: &TestDatabase) {
    const PAGE: &str = "/settings/mail/reports";
    let post = Post::new(database).await;
    let (admin, ivan) =
        (post.portal.admin().await, post.portal.employee("Иван", "ivan@romashka.example").await);
    assert!(admin.get(PAGE).await.says("Ничего неопознанного нет"));
    assert!(!admin.get("/settings/mail").await.says("Неопознанные отчёты и письма"));
    let stray = Sent { address: "x@y.example".to_owned(), ..post.invite(IVAN).await };
    let spoilt =
        String::from_utf8(report("qmail_failed", &stray)).unwrap().replace("@127.0.0.1", "@elsewhere");
    assert_eq!(post.bring(None, spoilt.into_bytes()).await, Outcome::Kept);
    let settings = admin.get("/settings/mail").await;
    let page = admin.follow(&settings, PAGE).await;
    assert!(page.says("Не доставлено") && page.says(IVAN) && page.says("no mailbox here"), "{}", page.text());
    // Mail of a person to the address of a letter is not called a report.
    let sent = post.invite("olga@example.org").await;
    assert_eq!(post.report("a_person_answers", &sent).await, Outcome::Kept);
    let page = admin.get(PAGE).await;
    assert_eq!(page.texts("tbody .cell-words")[0], "Не отчёт или неразборчивый отчёт", "{}", page.text());
    assert!(page.says("почта, которая отчётом не является"), "{}", page.text());
    assert_eq!(ivan.get(PAGE).await.status, 403);
    assert_eq!(post.portal.stranger().get(PAGE).await.path().split('?').next(), Some("/sign-in"));
    post.portal.advance(Duration::from_hours(91 * 24));
    collega::housekeeping::round(&post.portal.portal).await.unwrap();
    assert_eq!(post.portal.number("SELECT COUNT(*) FROM bounce_reports").await, 0);
}

/// A letter about something else came back, and the address is not written to any more: his password and his code
/// come all the same.
async fn whoever_waits_at_a_screen_gets_his_letter_whatever_came_back(database: &TestDatabase) {
    const OLGA: &str = "olga@romashka.example";
    let portal = TestPortal::new(database).await;
    portal.add_employee("Пётр Ильин", "petr@romashka.example").await;
    for email in ["petr@romashka.example", OLGA] {
        let (company, address) = (portal.company, EmailAddress::parse(email).unwrap());
        let now = portal.portal.now();
        portal
            .write(move |tx| tx.suppressions().insert(company, &address, Reason::BadAddress, "no", now))
            .await;
    }
    portal.stranger().post("/forgotten-password", &[("email", "petr@romashka.example")]).await;
    let letter = portal.letter_to("petr@romashka.example").await;
    assert!(letter.text.contains("/new-password/"), "{}", letter.text);
    let path = super::join::link(&portal, 25).await;
    super::join::links::give(&portal.stranger(), &path, OLGA).await;
    assert_eq!(portal.letter_to(OLGA).await.code().len(), 6);
}
