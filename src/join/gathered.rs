//! News of which there may be many: the first of a day come to a person one by one, the others gathered
//! into one letter an hour.

use std::time::Duration;

use super::Deed;
use super::letter::{
    ACCEPTED, DECLINED, DECLINED_SEVERAL, JOINED, JOINED_SEVERAL, LINK_SEAT_MISSING, SEAT_MISSING,
    SEATS_MISSING,
};
use super::notify::{self, Post};
use super::store::Whom;
use crate::base::email_address::EmailAddress;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::company::letter::{Words, frame};
use crate::i18n::{Arg, Locale};
use crate::mail::composed::Composed;
use crate::mail::outbox::{Kind, Letter, State};
use crate::people::Employee;
use crate::store::{Result, Tx};

/// So many are told of one by one.
const AT_ONCE: i64 = 3;
/// …within so long.
const DAY: Duration = Duration::from_hours(24);
/// So long the others are gathered.
const GATHERED: Duration = Duration::from_hours(1);
/// So many are named in a letter.
const NAMED: i64 = 30;

/// What may happen to many at once.
pub struct News {
    /// The kinds of letters that tell of one.
    pub singly: [Kind; 2],
    /// The kind that tells of several.
    pub several: Kind,
}

/// Somebody has joined.
pub const JOINING: News = News { singly: [ACCEPTED, JOINED], several: JOINED_SEVERAL };
/// The plan had no seat for somebody.
pub const MISSING_SEATS: News = News { singly: [SEAT_MISSING, LINK_SEAT_MISSING], several: SEATS_MISSING };

/// Somebody has declined.
pub const DECLINING: News = News { singly: [DECLINED; 2], several: DECLINED_SEVERAL };

/// Tells an employee of one: by a letter of `kind`, or in the next one that gathers.
pub fn tell(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    person: &Employee,
    news: &News,
    kind: Kind,
    subject_id: i64,
) -> Result<()> {
    let (company, now) = (deed.company.id, deed.now);
    let Ok(address) = EmailAddress::parse(&person.email) else { return Ok(()) };
    if tx.outbox().queued_to(company, address.key(), news.singly, now - DAY)? < AT_ONCE {
        return notify::tell(tx, deed, person, kind, subject_id);
    }
    let letters = tx.outbox().of_subject(company, news.several, person.id.0)?;
    if letters.iter().any(|letter| letter.state == State::Queued) {
        return Ok(());
    }
    notify::post_later(tx, deed, &Post::to(person, news.several, person.id.0), now + GATHERED)
}

/// Who it was since the letter was queued, which was when the first of them was.
pub fn compose(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<Composed>> {
    let (reader, since) = (EmployeeId(letter.subject_id), letter.created_at);
    let whom = match letter.kind.as_str() {
        SEATS_MISSING => Whom::Seatless,
        DECLINED_SEVERAL => Whom::Declined,
        _ => Whom::Joined,
    };
    let (people, count) = tx.newcomers().since(whom, company.id, reader, since, NAMED)?;
    Ok((count > 0).then(|| letter_of(company, letter, &people, count)))
}

pub(super) fn letter_of(
    company: &Company,
    letter: &Letter,
    people: &[(String, String)],
    count: i64,
) -> Composed {
    let locale = Locale::new(letter.language);
    let args = [("company", Arg::Text(&company.name)), ("n", Arg::Number(count))];
    let more = count - i64::try_from(people.len()).unwrap_or(0);
    let path = match letter.kind.as_str() {
        SEATS_MISSING => "/employees?status=invited",
        DECLINED_SEVERAL => "/employees?status=invited&chip=declined",
        _ => "/employees",
    };
    let mut composed = frame(company, letter, &Words { args: &args, path: Some(path) });
    composed.body.facts = people.iter().map(|(name, email)| (email.clone(), name.clone())).collect();
    composed.body.closing = if more > 0 { vec![locale.n("letter-gathered-more", more)] } else { vec![] };
    composed
}
