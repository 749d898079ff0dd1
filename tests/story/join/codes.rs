//! Codes and their letters: one count for each address, whoever asks and by however many requests.

use std::time::Duration;

use collega::app;
use collega::base::email_address::EmailAddress;
use collega::base::id::{JoinLinkId, JoinRequestId};
use collega::base::secret::Purpose;
use collega::history::Actor;
use collega::housekeeping;
use collega::i18n::Language;
use collega::join::Deed;
use collega::join::requests::{self, CODES_A_DAY, DIGITS, LETTERS_A_DAY, Proving, Starting};
use collega::mail::transport::Wish;
use collega::store::{Result, Tx};

use super::links::{NEWCOMER, give};
use super::{INVITEE, invite, link};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::picky_server::PickyServer;
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    what_nobody_was_told_proves_nothing,
    an_address_gets_so_many_letters_a_day_by_however_many_requests,
    codes_are_counted_over_all_requests_of_an_address,
    no_code_is_sent_again_where_the_link_is_closed,
    a_code_that_has_expired_is_not_mailed,
    what_became_of_the_letter_with_the_code_is_told,
    what_is_over_is_forgotten,
);

/// The address is his own: that it does not exist, or that the letter is late, he is told where he waits.
async fn what_became_of_the_letter_with_the_code_is_told(database: &TestDatabase) {
    let server = PickyServer::start(&[
        ("RCPT TO:<nobody@", "550 5.1.1 no such user"),
        ("RCPT TO:<full@", "452 4.2.2 mailbox full"),
    ]);
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let url = format!("smtp://127.0.0.1:{}", server.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(url), "portal.example");
    for (email, told) in [
        ("nobody@example.org", "Письмо с кодом на nobody@example.org не доставлено: нет такого адреса"),
        ("full@example.org", "Письмо с кодом на full@example.org ещё не ушло: ящик получателя переполнен"),
        ("newcomer@example.org", "Мы отправили письмо с кодом из шести цифр на newcomer@example.org"),
    ] {
        let browser = portal.stranger();
        let page = give(&browser, &path, email).await;
        assert!(page.says("Мы отправили письмо с кодом"), "{}", page.text());
        app::deliver_due(&portal.portal).await.unwrap();
        let page = browser.get("/join/code").await;
        assert!(page.says(told), "{}", page.text());
        let is_over = page.attributes("#code-letter", "data-poll").is_empty();
        assert_eq!(is_over, email.starts_with("nobody"), "it is looked at again until it is over");
    }
}

/// Somebody who is not written to.
const SILENT: &str = "silent@example.org";

/// The code of the latest request, whether anybody was told it or not.
async fn right_code(portal: &TestPortal) -> String {
    let (key, company) = (portal.portal.key.clone(), portal.company);
    let id = JoinRequestId(portal.number("SELECT MAX(id) FROM join_requests").await);
    portal
        .write(move |tx| {
            let request = tx.join_requests().find(company, id)?.unwrap();
            Ok(key.code(Purpose::AddressCode, request.code_row(), DIGITS))
        })
        .await
}

async fn what_nobody_was_told_proves_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.silence(SILENT).await;
    let path = link(&portal, 25).await;
    let mut answers = Vec::new();
    for email in [ADMIN.1, SILENT, NEWCOMER] {
        let browser = portal.stranger();
        let page = give(&browser, &path, email).await;
        let code = right_code(&portal).await;
        let code = if email == NEWCOMER { code.chars().rev().collect() } else { code };
        let page = browser.submit(&page, "/join/code", &[("code", &code)]).await;
        assert_eq!(page.path(), "/join/code", "{email}");
        assert_eq!(browser.get("/join/details").await.path(), "/join/code");
        answers.push((page.status, page.text().replace(email, "")));
    }
    assert_eq!(answers[0].0, 422);
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
}

async fn an_address_gets_so_many_letters_a_day_by_however_many_requests(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.silence(SILENT).await;
    let path = link(&portal, 25).await;
    let mut answers = Vec::new();
    for (email, letters) in [(NEWCOMER, LETTERS_A_DAY), (ADMIN.1, LETTERS_A_DAY), (SILENT, 0)] {
        let browser = portal.stranger();
        for _ in 0..4 {
            give(&browser, &path, email).await;
        }
        portal.letters().await;
        portal.advance(Duration::from_mins(1));
        let page = browser.post("/join/code/resend", &[]).await;
        assert!(page.says("Новый код отправлен"), "{}", page.text());
        portal.advance(Duration::from_mins(1));
        let again = browser.post("/join/code/resend", &[]).await;
        let other = give(&portal.stranger(), &path, email).await;
        for page in [&again, &other] {
            assert_eq!(page.status, 429, "{email}: {}", page.text());
            assert!(page.says("сегодня отправлено уже много писем"), "{}", page.text());
            assert!(page.headers.contains_key("retry-after"));
        }
        assert_eq!(other.value("email"), email, "what was typed is kept");
        let sent = portal.letters().await.into_iter().filter(|letter| letter.to == email).count();
        assert_eq!(i64::try_from(sent).unwrap(), letters, "{email}");
        answers.push((again.text().replace(email, ""), other.text().replace(email, "")));
        if email == NEWCOMER {
            let code = portal.letter_to(email).await.code();
            let proved = browser.submit(&again, "/join/code", &[("code", &code)]).await;
            assert_eq!(proved.path(), "/join/details", "the last code goes on working: {}", proved.text());
        }
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    portal.advance(requests::DAY);
    assert_eq!(give(&portal.stranger(), &path, NEWCOMER).await.path(), "/join/code");
}

/// What a stranger does without the limits of the pages, which a patient one keeps.
async fn quietly<T: Send + 'static>(
    portal: &TestPortal,
    deed: impl Fn(&mut Tx<'_>, &Deed<'_>) -> Result<T> + Send + 'static,
) -> T {
    let (company, now, random) = (portal.company, portal.portal.now(), portal.portal.random.clone());
    portal
        .write(move |tx| {
            let company = &tx.companies().find(company)?.unwrap();
            let actor = &Actor::stranger(company.id, None);
            deed(tx, &Deed { actor, company, random: &*random, now })
        })
        .await
}

async fn start(portal: &TestPortal, email: &'static str) -> JoinRequestId {
    let address = EmailAddress::parse(email).unwrap();
    let started =
        quietly(portal, move |tx, deed| requests::start(tx, deed, JoinLinkId(1), &address, Language::Ru));
    let Starting::Started(id) = started.await else { panic!("no request") };
    id
}

async fn prove(portal: &TestPortal, id: JoinRequestId, code: String) -> Proving {
    let key = portal.portal.key.clone();
    quietly(portal, move |tx, deed| {
        let request = tx.join_requests().find(deed.company.id, id)?.unwrap();
        requests::prove(tx, deed, &key, &request, &code)
    })
    .await
}

async fn codes_are_counted_over_all_requests_of_an_address(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    link(&portal, 25).await;
    for email in [NEWCOMER, ADMIN.1] {
        let mut tried = 0;
        while tried < CODES_A_DAY {
            let id = start(&portal, email).await;
            for _ in 0..5.min(CODES_A_DAY - tried) {
                assert_eq!(prove(&portal, id, "no code".to_owned()).await, Proving::Wrong);
                tried += 1;
            }
        }
        let id = start(&portal, email).await;
        let code = right_code(&portal).await;
        assert_eq!(prove(&portal, id, code).await, Proving::TooManyCodes, "{email}");
    }
    portal.advance(requests::DAY);
    let id = start(&portal, NEWCOMER).await;
    let code = right_code(&portal).await;
    assert_eq!(prove(&portal, id, code).await, Proving::Proved);
}

async fn no_code_is_sent_again_where_the_link_is_closed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    let browser = portal.stranger();
    give(&browser, &path, NEWCOMER).await;
    portal.write(|tx| tx.execute("UPDATE join_links SET switched_off_at = 1", &[])).await;
    portal.advance(Duration::from_mins(1));
    let page = browser.post("/join/code/resend", &[]).await;
    assert_eq!(page.status, 410);
    assert!(page.says("Эта ссылка отключена"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters").await, 1);
}

async fn a_code_that_has_expired_is_not_mailed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    give(&portal.stranger(), &path, NEWCOMER).await;
    invite(&portal, &[INVITEE]).await;
    portal.advance(Duration::from_mins(11));
    let to: Vec<String> = portal.letters().await.into_iter().map(|letter| letter.to).collect();
    assert_eq!(to, [INVITEE], "after an outage only what still works goes out");
    invite(&portal, &["olga@example.org"]).await;
    portal.advance(Duration::from_hours(15 * 24));
    assert_eq!(portal.letters().await.len(), 1, "nor does a link that is dead");
}

async fn what_is_over_is_forgotten(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let path = link(&portal, 25).await;
    give(&portal.stranger(), &path, NEWCOMER).await;
    portal.advance(Duration::from_mins(11));
    portal.letters().await;
    let rows = async || {
        [
            portal.number("SELECT COUNT(*) FROM join_requests").await,
            portal.number("SELECT COUNT(*) FROM join_attempts").await,
            portal.number("SELECT COUNT(*) FROM letters").await,
        ]
    };
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(rows().await, [1, 1, 1]);
    portal.advance(requests::DAY);
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(rows().await, [1, 0, 1]);
    portal.advance(requests::KEPT);
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(rows().await, [0, 0, 0], "a letter that went to nobody goes as well");
}
