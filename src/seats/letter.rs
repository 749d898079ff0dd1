//! The words of the letters about the plan, to administrators.

use crate::accounts::sign_in::ONLINE;
use crate::base::clock::Timestamp;
use crate::base::secret::SecretKey;
use crate::company::Company;
use crate::company::letter::{Words, frame};
use crate::i18n::Arg;
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
    let (used, of) = if letter.kind == SEATS_WARNING {
        (tx.seats().standing(company.id, now)?.used, company.plan.max_employees)
    } else {
        (tx.sessions().online(company.id, now - ONLINE)?, company.plan.max_online)
    };
    Ok(of.map(|of| of_plan(&company, letter, used, of)))
}

fn of_plan(company: &Company, letter: &Letter, used: i64, of: i64) -> Composed {
    let args = [
        ("company", Arg::Text(&company.name)),
        ("used", Arg::Number(used)),
        ("total", Arg::Number(of)),
        ("free", Arg::Number((of - used).max(0))),
    ];
    frame(company, letter, &Words { args: &args, path: Some("/settings/plan") })
}
