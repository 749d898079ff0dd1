//! The words of the letters about the plan, to administrators.

use crate::accounts::sign_in::ONLINE;
use crate::base::clock::Timestamp;
use crate::base::secret::SecretKey;
use crate::company::Company;
use crate::company::letter::{Words, frame};
use crate::i18n::{Arg, Locale};
use crate::mail::composed::Composed;
use crate::mail::outbox::{Kind, Letter};
use crate::store::{Result, Tx};

/// To administrators: seats run short, or have run out.
pub const SEATS_WARNING: Kind = "seats-warning";
/// To administrators: places for people at work at the same time run short, or have run out.
pub const ONLINE_WARNING: Kind = "online-warning";

/// The kinds of letters that are composed here.
pub const KINDS: [Kind; 2] = [SEATS_WARNING, ONLINE_WARNING];

/// How it stands at the moment of sending; `None` where there is no limit any more.
pub fn compose(
    tx: &mut Tx<'_>,
    _key: &SecretKey,
    letter: &Letter,
    now: Timestamp,
) -> Result<Option<Composed>> {
    let Some(company) = tx.companies().find(letter.company)? else { return Ok(None) };
    if letter.kind != SEATS_WARNING {
        let online = tx.sessions().online(company.id, now - ONLINE)?;
        return Ok(company.plan.max_online.map(|of| of_plan(&company, letter, (online, 0), of)));
    }
    let seats = tx.seats().standing(company.id, now)?;
    Ok(company.plan.max_employees.map(|of| {
        let (held, missing) = (seats.claimed() - seats.used, seats.claimed() - of);
        let mut composed = of_plan(&company, letter, (seats.used, held), of);
        let locale = Locale::new(letter.language);
        if held > 0 {
            composed.body.closing.push(match missing {
                1.. => locale.n("letter-seats-warning-missing", missing.min(held)),
                _ => locale.n("letter-seats-warning-held", held),
            });
        }
        composed
    }))
}

/// `used` of them are taken, `held` more for those who have not come yet.
fn of_plan(company: &Company, letter: &Letter, (used, held): (i64, i64), of: i64) -> Composed {
    let args = [
        ("company", Arg::Text(&company.name)),
        ("used", Arg::Number(used)),
        ("held", Arg::Number(held)),
        ("total", Arg::Number(of)),
        ("free", Arg::Number((of - used - held).max(0))),
    ];
    frame(company, letter, &Words { args: &args, path: Some("/settings/plan") })
}
