//! A database that is put back from a backup: letters wait for an answer, nobody is signed in, links of the lost day open
//! nothing.

mod console;

use std::sync::Arc;
use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::base::clock::Timestamp;
use collega::base::id::InvitationId;
use collega::company::mail::queue;
use collega::history::{Actor, Channel};
use collega::restore::{self, Outcome, Restored};

use serde_json::json;

use super::join::{GOOD_PASSWORD, INVITEE, invite, join, link};
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, bare_company, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    nothing_leaves_until_somebody_lets_it,
    what_a_sender_was_at_work_on_is_not_repeated,
    letters_of_the_backup_are_withdrawn_and_their_invitations_sent_again,
    what_a_restore_stopped_is_told_as_that,
    what_an_ended_link_stopped_is_told_as_that,
    thousands_of_letters_are_withdrawn_piece_by_piece,
    a_pause_of_before_keeps_its_reason,
    links_of_before_end_and_invitations_are_renewed,
    an_ended_link_does_not_come_to_life_again,
    links_that_are_kept_work_on,
    a_link_raised_in_the_lost_day_is_never_raised_again,
    a_database_without_a_portal_has_nothing_to_make_ready,
    only_who_looks_after_letters_answers,
);

const PATH: &str = "/settings/mail/queue";
const DAY: Duration = Duration::from_hours(24);

/// What the command does with a database that was put back a day later.
async fn put_back(portal: &TestPortal, ends_links: bool) -> Restored {
    portal.advance(DAY);
    let now = portal.portal.now();
    let done = portal.write(move |tx| restore::make_ready(tx, ends_links, now)).await;
    portal.advance(Duration::from_mins(1));
    done.expect("a portal is set up")
}

/// To whom letters went.
async fn recipients(portal: &TestPortal) -> Vec<String> {
    portal.letters().await.into_iter().map(|letter| letter.to).collect()
}

async fn answer(admin: &Browserless, deed: &str) -> Page {
    let page = admin.get(PATH).await;
    admin.submit(&page, &format!("{PATH}/{deed}"), &[]).await
}

async fn nothing_leaves_until_somebody_lets_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let former = portal.admin().await;
    invite(&portal, &[INVITEE, "olga@example.org"]).await;
    former.post("/forgotten-password", &[("email", ADMIN.1)]).await;
    let made = portal.portal.now();
    let done = put_back(&portal, false).await;
    assert_eq!((done.to, done.waiting, done.unknown, done.links), (made, 3, 0, None));
    assert!(done.sessions == 1 && former.get(PATH).await.path().starts_with("/sign-in"), "{done:?}");
    portal.advance(Duration::from_hours(3));
    assert_eq!(recipients(&portal).await, Vec::<String>::new(), "what was urgent then is not any more");

    let admin = portal.admin().await;
    assert!(admin.get("/employees").await.says("Отправка писем остановлена"), "told on every page");
    let page = admin.get(PATH).await;
    let question = "База данных восстановлена из копии от 23 ноября, 09:00. Тогда ждало 3 письма: с тех пор они могли \
                    уже уйти. Отправить их?";
    assert!(page.says(question) && page.says("кто-то получит письмо второй раз"), "{}", page.text());
    assert!(!page.says("не действ"), "no link was ended: {}", page.text());
    let stranger = portal.stranger();
    let page = stranger.get("/forgotten-password").await;
    stranger.submit(&page, "/forgotten-password", &[("email", ADMIN.1)]).await;
    assert_eq!(recipients(&portal).await, [ADMIN.1], "who waits at a screen now gets his letter");

    let goes = answer(&admin, "resume").await;
    assert!(goes.says("Отправка продолжается") && !goes.says("восстановлена"), "{}", goes.text());
    let mut all = recipients(&portal).await;
    all.sort();
    // The link that the first letter about the password told of was replaced by the second.
    assert_eq!(all, [ADMIN.1, INVITEE, "olga@example.org"]);
    let history = admin.get("/history?area=settings").await;
    assert!(
        history.says("База данных восстановлена из копии: 23 ноября 2026, 09:00 (UTC+3)"),
        "{}",
        history.text()
    );
}

async fn what_a_sender_was_at_work_on_is_not_repeated(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails = ["claimed@example.org", "dot@example.org", "unknown@example.org", "queued@example.org"];
    invite(&portal, &emails).await;
    for (email, state) in [(emails[0], "claimed"), (emails[1], "dot_sent"), (emails[2], "unknown")] {
        let sql = "UPDATE letters SET state = $1, lease_until = CASE WHEN $2 = 'unknown' THEN NULL ELSE created_at END \
                   WHERE email = $3";
        portal.write(move |tx| tx.execute(sql, &[state.into(), state.into(), email.into()])).await;
    }
    let done = put_back(&portal, false).await;
    assert_eq!((done.waiting, done.unknown), (1, 3));
    let admin = portal.admin().await;
    assert_eq!(admin.get(PATH).await.texts("#mail-queue .tab .count"), ["1", "0", "0", "0", "3"]);
    answer(&admin, "resume").await;
    for _ in 0..3 {
        assert_eq!(recipients(&portal).await, ["queued@example.org"]);
        portal.advance(DAY);
    }
    let page = portal.admin().await.get(&format!("{PATH}?pile=unknown")).await;
    assert!(
        page.says("после восстановления из копии не повторяет") && page.says("больше не будет"),
        "{}",
        page.text()
    );
    let unknown = "SELECT COUNT(*) FROM letters WHERE state = 'unknown' AND lease_until IS NULL";
    assert_eq!(portal.number(unknown).await, 3);
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE delivery = 'unknown'").await, 3);
    let admin = portal.admin().await;
    let page = admin.get("/invitations/1").await;
    admin.submit(&page, "/invitations/1/resend", &[]).await;
    assert_eq!(
        recipients(&portal).await.len(),
        2,
        "what is not repeated does not stand in the way of another"
    );
}

async fn letters_of_the_backup_are_withdrawn_and_their_invitations_sent_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE, "olga@example.org"]).await;
    put_back(&portal, false).await;
    invite(&portal, &["new@example.org"]).await;
    let admin = portal.admin().await;
    let goes = answer(&admin, "withdraw").await;
    assert!(goes.says("Отправка продолжается без 2 писем из копии"), "{}", goes.text());
    assert_eq!(recipients(&portal).await, ["new@example.org"], "what was queued since is not meant");
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE delivery = 'none'").await, 2);
    let again = admin.post(&format!("{PATH}/withdraw"), &[]).await;
    assert!(again.says("На этот вопрос уже ответили"), "{}", again.text());
    let history = admin.get("/history?area=settings").await;
    assert!(history.says("Письма, ждавшие в копии, не отправлены: 2"), "{}", history.text());
    let page = admin.get("/invitations/1").await;
    let sent = admin.submit(&page, "/invitations/1/resend", &[]).await;
    assert_eq!(sent.status, 200, "{}", sent.text());
    portal.advance(Duration::from_mins(1));
    assert_eq!(recipients(&portal).await, ["new@example.org", INVITEE]);
}

/// The page of the batch that was made last.
async fn batch(portal: &TestPortal, admin: &Browserless) -> Page {
    let batch = portal.number("SELECT MAX(id) FROM invitation_batches").await;
    admin.get(&format!("/invite/batches/{batch}")).await
}

async fn what_a_restore_stopped_is_told_as_that(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE, "olga@example.org"]).await;
    put_back(&portal, false).await;
    let admin = portal.admin().await;
    answer(&admin, "withdraw").await;
    let page = batch(&portal, &admin).await;
    assert_eq!(page.texts("main h1"), ["Письма остановлены: базу данных восстановили из копии"]);
    assert!(page.says("Отправлено 0 из 2 · остановлено 2"), "{}", page.text());
    let told = portal.program().await.get("/invitations/2").await;
    assert_eq!(
        (&told.json["delivery"]["state"], &told.json["delivery"]["reason"]),
        (&json!("none"), &json!("stopped"))
    );
    let rows = page.texts(".result");
    assert!(rows.iter().all(|row| row.contains("до того оно могло уйти")), "{rows:?}");

    let page = admin.get("/invitations/1").await;
    assert!(page.says("Письмо остановлено"), "{}", page.text());
    admin.submit(&page, "/invitations/1/resend", &[]).await;
    recipients(&portal).await;
    let page = batch(&portal, &admin).await;
    assert_eq!(page.texts("main h1"), ["Отправлены не все приглашения"]);
    assert!(page.says("В ящике портала 1 из 2 · остановлено 1"), "{}", page.text());
    let page = admin.get("/invitations/1").await;
    let told =
        format!("Письмо остановили после восстановления из копии, но до того оно могло уйти: {INVITEE}");
    assert!(page.says(&told) && !page.says("больше не нужно"), "{}", page.text());
    assert!(!page.says("Письмо остановлено"), "{}", page.text());
}

async fn what_an_ended_link_stopped_is_told_as_that(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE, "olga@example.org"]).await;
    put_back(&portal, true).await;
    let admin = portal.admin().await;
    let asked = admin.get(PATH).await;
    let told = "Писем, которые стоило бы отправить, в ней нет. Продолжить отправку? 2 письма с приглашениями не уйдут";
    assert!(asked.says(told) && asked.says("Отправьте эти приглашения ещё раз"), "{}", asked.text());
    assert!(!asked.body.contains("queue/withdraw"), "there is nothing to choose: {}", asked.text());
    // Each would be looked at only when its own turn came.
    let later = "UPDATE letters SET state = 'deferred', next_attempt_at = next_attempt_at + 999999999999";
    portal.write(move |tx| tx.execute(later, &[])).await;
    answer(&admin, "resume").await;
    assert_eq!(recipients(&portal).await, Vec::<String>::new());
    assert_eq!(admin.get(PATH).await.texts("#mail-queue .tab .count"), ["0", "0", "0", "0", "0"]);
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE state = 'cancelled'").await, 2);
    let page = batch(&portal, &admin).await;
    assert!(page.says("Отправлено 0 из 2 · остановлено 2"), "{}", page.text());
    let page = admin.get("/invitations/1").await;
    assert!(page.says("до того оно могло уйти") && !page.says("больше не нужно"), "{}", page.text());
}

async fn thousands_of_letters_are_withdrawn_piece_by_piece(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (company, now) = (portal.company, portal.portal.now());
    let fill = "INSERT INTO letters (company_id, kind, subject_id, email, email_key, name, language, message_id, \
                priority, state, created_at, next_attempt_at) \
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5001) \
                SELECT CAST($1 AS BIGINT), 'x', 1, 'p@example.org', 'p', '', 'ru', 'x', 1, 'deferred', \
                CAST($2 AS BIGINT), CAST($3 AS BIGINT) FROM n";
    portal.write(move |tx| tx.execute(fill, &[company.into(), now.into(), now.into()])).await;
    assert_eq!(put_back(&portal, false).await.waiting, 5001);
    let (actor, now) = (by_portal(&portal), portal.portal.now());
    let first = Arc::clone(&actor);
    let more = portal.write(move |tx| restore::withdraw(tx, &first, 0, now)).await;
    assert_eq!(more, Outcome::More(5000));
    assert_eq!(
        portal.number("SELECT COUNT(*) FROM outbox_pause").await,
        1,
        "the queue stands until the last"
    );
    let last = portal.write(move |tx| restore::withdraw(tx, &actor, 5000, now)).await;
    assert_eq!(last, Outcome::Done(1));
    let noted = "SELECT COUNT(*) FROM history WHERE action = 'waiting-withdrawn' AND details = '5001'";
    assert_eq!(portal.number(noted).await, 1);
}

fn by_portal(portal: &TestPortal) -> Arc<Actor> {
    let (company, employee) = (portal.company, Some(portal.admin_id));
    Arc::new(Actor { company, employee, rights: Rights::all(), channel: Channel::Web, ip: None })
}

async fn a_pause_of_before_keeps_its_reason(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (actor, now) = (by_portal(&portal), portal.portal.now());
    portal.write(move |tx| queue::pause(tx, &actor, "переезд почты", now)).await;
    put_back(&portal, false).await;
    let page = portal.admin().await.get(PATH).await;
    assert!(
        page.says("Писем, которые стоило бы отправить, в ней нет") && page.says("переезд почты"),
        "{}",
        page.text()
    );
}

/// An invitation, a shared link and a new password, as links that were sent before the backup.
async fn links(portal: &TestPortal) -> [String; 3] {
    invite(portal, &[INVITEE]).await;
    let stranger = portal.stranger();
    stranger.post("/forgotten-password", &[("email", ADMIN.1)]).await;
    let personal = portal.letter_to(INVITEE).await.path("/i/");
    let password = portal.letter_to(ADMIN.1).await.path("/new-password/");
    [personal, link(portal, 5).await, password]
}

async fn links_of_before_end_and_invitations_are_renewed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let links = links(&portal).await;
    portal
        .write(|tx| tx.execute("UPDATE password_resets SET expires_at = expires_at + 999999999", &[]))
        .await;
    let done = put_back(&portal, true).await;
    assert_eq!(done.links, Some(3));
    for link in &links {
        let page = portal.stranger().get(link).await;
        assert!(page.status == 410 || page.says("не действует"), "{link}: {} {}", page.status, page.text());
    }
    let admin = portal.admin().await;
    let page = admin.get("/invite/mail-service").await;
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", INVITEE)]).await;
    admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    answer(&admin, "resume").await;
    portal.advance(Duration::from_mins(1));
    let renewed = portal.letter_to(INVITEE).await.path("/i/");
    let browser = portal.stranger();
    let form = browser.get(&renewed).await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome");
}

async fn an_ended_link_does_not_come_to_life_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let [personal, ..] = links(&portal).await;
    invite(&portal, &["olga@example.org", "petr@example.org"]).await;
    let done = put_back(&portal, true).await;
    assert_eq!((done.waiting, done.in_vain), (2, 2), "the letters to Olga and Petr");
    let admin = portal.admin().await;
    let page = admin.get("/invitations/1").await;
    let told = format!("Ссылка из письма закончена: базу данных восстановили из копии ({INVITEE})");
    assert!(page.says(&told), "{}", page.text());
    time_alone_is_refused(&portal, &admin).await;
    let ended = portal.stranger().get(&personal).await;
    assert!(ended.status == 410 && ended.says("новое приглашение"), "he can still ask: {}", ended.text());
    // A letter that waits will carry another link: this one only wants time.
    let extended = admin.post("/invitations/2/extend", &[("days", "7")]).await;
    assert!(extended.says("Срок изменён"), "{}", extended.text());
    answer(&admin, "resume").await;
    let to = recipients(&portal).await;
    assert!(
        to.iter().any(|to| to == "olga@example.org") && to.iter().all(|to| to != "petr@example.org"),
        "{to:?}"
    );
    let olga = portal.letter_to("olga@example.org").await.path("/i/");
    assert_eq!(portal.stranger().get(&olga).await.path(), "/join");

    admin.submit(&page, "/invitations/1/resend", &[]).await;
    let fresh = portal.letter_to(INVITEE).await.path("/i/");
    assert_ne!(fresh, personal);
    let old = portal.stranger().get(&personal).await;
    assert_eq!((old.status, old.says("ссылки из прежних могли заменить")), (404, true), "{}", old.text());
    let browser = portal.stranger();
    let form = browser.get(&fresh).await;
    assert_eq!(join(&browser, &form).await.path(), "/welcome");
}

/// New validity would give the old link its time back: it is neither offered nor given.
async fn time_alone_is_refused(portal: &TestPortal, admin: &Browserless) {
    let page = admin.get("/invitations/1").await;
    let offers = |page: &Page, deed: &str| page.body.contains(&format!("/{deed}\""));
    assert!(!offers(&page, "extend") && offers(&page, "resend") && offers(&page, "link"), "{}", page.text());
    assert!(offers(&admin.get("/invitations/2").await, "extend"), "its letter will carry another link");
    let list = admin.get("/employees?status=invited").await;
    assert!(!list.body.contains("/invitations/1/extend") && list.body.contains("/invitations/2/extend"));
    let asked = [("action", "extend"), ("id", "1"), ("id", "2"), ("days", "7"), ("step", "chosen")];
    let asked = admin.post("/employees/bulk", &asked).await;
    assert_eq!(asked.text().matches("одного нового срока мало").count(), 1, "{}", asked.text());
    let program = portal.program().await;
    let refused = admin.post("/invitations/1/extend", &[("days", "7")]).await;
    assert!(refused.says("Отправьте приглашение ещё раз"), "{}", refused.text());
    let refused = program.patch("/invitations/1", json!({ "expires_in_days": 7 })).await;
    assert_eq!((refused.status, refused.problem()), (409, "link-ended"), "{refused:?}");
}

async fn links_that_are_kept_work_on(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let [personal, shared, _] = links(&portal).await;
    assert_eq!(put_back(&portal, false).await.links, None);
    assert_eq!(portal.stranger().get(&shared).await.status, 200);
    let browser = portal.stranger();
    let form = browser.get(&personal).await;
    let fields = [("name", "Иван"), ("password", GOOD_PASSWORD)];
    assert_eq!(browser.submit(&form, "/join", &fields).await.path(), "/welcome", "it looks unused");
}

/// The address of an invitation was corrected in the lost day, and is corrected once more: to somebody else.
async fn a_link_raised_in_the_lost_day_is_never_raised_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite(&portal, &[INVITEE]).await;
    let raise = async || {
        let (company, now) = (portal.company, portal.portal.now());
        let raise = portal.write(move |tx| {
            tx.invitations().raise_generation(company, InvitationId(1), now.plus_days(14), now)
        });
        raise.await.unwrap()
    };
    let of_the_day = [raise().await, raise().await, raise().await];
    assert!(of_the_day.is_sorted_by(|before, after| before < after), "{of_the_day:?}");
    portal.write(|tx| tx.execute("UPDATE invitations SET generation = 0", &[])).await;
    put_back(&portal, false).await;
    // Nor has anybody an id of the lost day, however often this backup is put back.
    invite(&portal, &["olga@example.org"]).await;
    let (id, now) = (portal.number("SELECT MAX(id) FROM invitations").await, portal.portal.now());
    assert!(id > now.0 - 60_000 && id <= now.0, "{id} at {now:?}");
    let since = raise().await;
    assert!(!of_the_day.contains(&since), "{since} of {of_the_day:?}");
}

async fn a_database_without_a_portal_has_nothing_to_make_ready(database: &TestDatabase) {
    let nothing = database.db.write(|tx| restore::make_ready(tx, true, Timestamp(1))).await.unwrap();
    assert_eq!(nothing, None);
}

async fn only_who_looks_after_letters_answers(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    put_back(&portal, false).await;
    let employee = portal.employee("Олег Белов", "oleg@romashka.example").await;
    assert_eq!(employee.post(&format!("{PATH}/withdraw"), &[]).await.status, 403);
    let outcome = portal
        .write(move |tx| {
            let other = bare_company(tx, "Лютик", "lyutik.example")?;
            restore::withdraw(tx, &Actor::portal(other), 0, Timestamp(0))
        })
        .await;
    assert_eq!(outcome, Outcome::NotAllowed, "one company decides how letters leave");
    assert_eq!(portal.number("SELECT COUNT(*) FROM outbox_pause").await, 1);
}
