//! The news of joining for whoever invited many: the first of a day come one by one, the others
//! gathered into one letter an hour.

use std::time::Duration;

use super::Deed;
use super::letter::{ACCEPTED, JOINED, JOINED_SEVERAL};
use super::notify::{self, Post};
use crate::base::email_address::EmailAddress;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::i18n::{Arg, Locale};
use crate::invitations::letter::hello;
use crate::mail::composed::Composed;
use crate::mail::design::{Button, LetterBody};
use crate::mail::outbox::{Kind, Letter, State};
use crate::store::{Result, Tx};

/// So many are told of one by one.
const AT_ONCE: i64 = 3;
/// …of those who joined within so long.
const DAY: Duration = Duration::from_hours(24);
/// So long the others are gathered.
const GATHERED: Duration = Duration::from_hours(1);
/// So many are named in a letter.
const NAMED: i64 = 30;

/// Tells the inviter, unless he is gone, that somebody has joined.
pub fn tell(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    inviter: EmployeeId,
    kind: Kind,
    subject_id: i64,
) -> Result<()> {
    let (company, now) = (deed.company.id, deed.now);
    let Some(inviter) = notify::inviter_at_work(tx, deed, inviter)? else { return Ok(()) };
    let Ok(address) = EmailAddress::parse(&inviter.email) else { return Ok(()) };
    if tx.outbox().queued_to(company, address.key(), [ACCEPTED, JOINED], now - DAY)? < AT_ONCE {
        return notify::tell(tx, deed, &inviter, kind, subject_id);
    }
    let letters = tx.outbox().of_subject(company, JOINED_SEVERAL, inviter.id.0)?;
    if letters.iter().any(|letter| letter.state == State::Queued) {
        return Ok(());
    }
    notify::post_later(tx, deed, &Post::to(&inviter, JOINED_SEVERAL, inviter.id.0), now + GATHERED)
}

/// Who has joined since the letter was queued, which was when the first of them did.
pub fn compose(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<Composed>> {
    let (inviter, since) = (EmployeeId(letter.subject_id), letter.created_at);
    let people = tx.newcomers().of_inviter(company.id, inviter, since, NAMED)?;
    let count = tx.newcomers().count_of_inviter(company.id, inviter, since)?;
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
    let subject = locale.with("letter-joined-several-subject", &args);
    let words = locale.with("letter-joined-several-words", &args);
    let more = count - i64::try_from(people.len()).unwrap_or(0);
    Composed {
        body: LetterBody {
            language: locale.language(),
            company: company.name.clone(),
            title: subject.clone(),
            preheader: words.clone(),
            heading: locale.with("letter-joined-several-heading", &args),
            paragraphs: vec![hello(locale, &letter.name), words],
            facts: people.iter().map(|(name, email)| (email.clone(), name.clone())).collect(),
            button: Some(Button {
                label: locale.t("letter-joined-several-button"),
                url: company.link("/employees"),
                plain: locale.t("letter-plain-link"),
            }),
            code: None,
            closing: if more > 0 { vec![locale.n("letter-joined-several-more", more)] } else { vec![] },
            footer: vec![locale.t("letter-joined-several-why")],
            opt_out: None,
        },
        subject,
        reply_to: None,
        from_name: locale.with("letter-from", &args),
        in_reply_to: None,
        list_unsubscribe: None,
    }
}
