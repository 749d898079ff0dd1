//! R21: the end of an invitation, as it is told on both ends of the country: around midnight, on 29 February, when clocks
//! are put forward, and when seconds since 1970 need more than 32 bits.

use std::time::Duration;

use collega::base::clock::Timestamp;

use super::join::{invite, join};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(an_invitation_ends_when_its_texts_say_wherever_one_is);

/// When it is sent, the zone of the company, and its end two weeks later.
const ENDS: [(&str, &str, &str); 11] = [
    ("2027-02-14T11:59:00Z", "Asia/Kamchatka", "28 февраля 2027, 23:59 (UTC+12)"),
    ("2027-02-14T11:59:59.999Z", "Europe/Moscow", "28 февраля 2027, 14:59 (UTC+3)"),
    ("2027-02-14T12:00:00Z", "Asia/Kamchatka", "1 марта 2027, 00:00 (UTC+12)"),
    // Berlin puts its clocks forward: two weeks stay as many hours.
    ("2027-03-20T11:00:00Z", "Europe/Berlin", "3 апреля 2027, 13:00 (UTC+2)"),
    ("2028-02-15T11:59:59.999Z", "Asia/Kamchatka", "29 февраля 2028, 23:59 (UTC+12)"),
    ("2028-02-15T12:00:00Z", "Asia/Kamchatka", "1 марта 2028, 00:00 (UTC+12)"),
    ("2028-02-15T20:59:00Z", "Europe/Moscow", "29 февраля 2028, 23:59 (UTC+3)"),
    ("2028-02-15T21:00:00Z", "Europe/Moscow", "1 марта 2028, 00:00 (UTC+3)"),
    // The first second that 32 bits can't tell.
    ("2038-01-05T03:14:08Z", "Europe/Moscow", "19 января 2038, 06:14 (UTC+3)"),
    ("2038-01-05T03:14:08.001Z", "Asia/Kamchatka", "19 января 2038, 15:14 (UTC+12)"),
    ("2040-02-15T20:59:00Z", "Europe/Moscow", "29 февраля 2040, 23:59 (UTC+3)"),
];

async fn an_invitation_ends_when_its_texts_say_wherever_one_is(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for (number, (sent, zone, end)) in ENDS.into_iter().enumerate() {
        let sent = Timestamp::parse(sent).unwrap();
        portal.clock.advance(sent.since(portal.portal.now()));
        portal.write(move |tx| tx.execute("UPDATE companies SET time_zone = $1", &[zone.into()])).await;
        let (early, late) = (format!("early{number}@example.org"), format!("late{number}@example.org"));
        invite(&portal, &[&early, &late]).await;
        let (letter, other) = (portal.letter_to(&early).await, portal.letter_to(&late).await.path("/i/"));
        assert!(letter.text.contains(&format!("действует до {end}.")), "{sent} {zone}: {}", letter.text);
        let (browser, second) = (portal.stranger(), portal.stranger());
        let form = browser.get(&letter.path("/i/")).await;
        assert!(form.says(end), "{sent} {zone}: {}", form.text());
        let too_late = second.get(&other).await;
        portal.clock.advance(Duration::from_hours(14 * 24) - Duration::from_millis(1));
        assert_eq!(join(&browser, &form).await.path(), "/welcome", "{sent} {zone}: the last moment");
        portal.clock.advance(Duration::from_millis(1));
        assert_eq!(join(&second, &too_late).await.status, 410, "{sent} {zone}: the instant of its end");
        // The next one begins before this has ended.
        portal.clock.set_back(Duration::from_hours(14 * 24));
    }
}
