//! Telling the inviter that a letter of an invitation did not arrive, so that he corrects the address.

#[cfg(test)]
mod tests;

use super::store::Missed;
use super::{Invitation, State, letter as letters};
use crate::base::clock::Timestamp;
use crate::base::id::{EmployeeId, InvitationId};
use crate::base::random::Random;
use crate::base::secret::SecretKey;
use crate::company::Company;
use crate::company::letter::{Words, frame};
use crate::history::Actor;
use crate::i18n::{Arg, Locale};
use crate::join::Deed;
use crate::join::gathered::{self, News};
use crate::join::notify::inviter_at_work;
use crate::mail::composed::Composed;
use crate::mail::design::Button;
use crate::mail::outbox::{Delivery, Kind, Letter, State as LetterState};
use crate::mail::reason::Reason;
use crate::store::{Result, Tx};

/// To the inviter: the letter of an invitation was not delivered.
pub const UNDELIVERED: Kind = "undelivered";
/// To an inviter of many: which letters were not delivered meanwhile.
pub const UNDELIVERED_SEVERAL: Kind = "undelivered-several";

/// The kinds of letters that are composed here.
pub const KINDS: [Kind; 2] = [UNDELIVERED, UNDELIVERED_SEVERAL];
/// A letter was not delivered.
const FAILING: News = News { singly: [UNDELIVERED; 2], several: UNDELIVERED_SEVERAL };
/// So many are named in a letter.
const NAMED: i64 = 30;

/// Tells the inviter of a letter that has just failed: once for each address of an invitation, and not
/// where he can do nothing about it any more.
pub(super) fn tell(tx: &mut Tx<'_>, letter: &Letter, random: &dyn Random, now: Timestamp) -> Result<()> {
    let Some(company) = tx.companies().find(letter.company)? else { return Ok(()) };
    let Some(invitation) = tx.invitations().find(company.id, InvitationId(letter.subject_id))? else {
        return Ok(());
    };
    let is_open = invitation.state(now) == State::Pending && invitation.email == letter.email;
    if !is_open || failed_before(tx, letter)? {
        return Ok(());
    }
    let Some(inviter) = inviter_at_work(tx, company.id, invitation.inviter.id)? else { return Ok(()) };
    let (actor, subject) = (Actor::portal(company.id), invitation.id.0);
    let deed = Deed { actor: &actor, company: &company, random, now };
    gathered::tell(tx, &deed, &inviter, &FAILING, UNDELIVERED, subject)
}

/// Whether an earlier letter to the same address failed, of which he was told.
fn failed_before(tx: &mut Tx<'_>, letter: &Letter) -> Result<bool> {
    let letters = letters::all(tx, letter.company, InvitationId(letter.subject_id))?;
    Ok(letters.iter().any(|other| {
        other.id != letter.id && other.state == LetterState::Failed && other.email == letter.email
    }))
}

/// What a letter tells at the moment of sending; `None` where the address was corrected meanwhile, or the invitation
/// is over.
pub fn compose(
    tx: &mut Tx<'_>,
    _key: &SecretKey,
    letter: &Letter,
    _now: Timestamp,
) -> Result<Option<Composed>> {
    let Some(company) = tx.companies().find(letter.company)? else { return Ok(None) };
    if letter.kind == UNDELIVERED_SEVERAL {
        let inviter = EmployeeId(letter.subject_id);
        let since = letter.created_at;
        let (mut people, count) = tx.invitations().undelivered_of(company.id, inviter, since, NAMED)?;
        let ids: Vec<i64> = people.iter().map(|missed| missed.id.0).collect();
        for last in tx.outbox().of_subjects(company.id, &letters::KINDS, &ids)? {
            if let Some(missed) = people.iter_mut().find(|missed| missed.id.0 == last.subject_id) {
                missed.reason = last.reason;
            }
        }
        return Ok((count > 0).then(|| several(&company, letter, &people, count)));
    }
    let found = tx.invitations().find(company.id, InvitationId(letter.subject_id))?;
    // What has expired since is told as well: nobody else says that it never came.
    let is_wanted =
        |one: &Invitation| one.state(letter.created_at) == State::Pending && one.delivery == Delivery::Failed;
    let Some(invitation) = found.filter(is_wanted) else { return Ok(None) };
    let failed = last_failed(tx, &invitation)?;
    Ok(Some(one(&company, letter, &invitation, failed.as_ref())))
}

/// The last letter that invited, where it failed.
fn last_failed(tx: &mut Tx<'_>, invitation: &Invitation) -> Result<Option<Letter>> {
    let mut letters = letters::all(tx, invitation.company_id, invitation.id)?;
    letters.retain(|letter| letter.state != LetterState::Cancelled);
    Ok(letters.pop().filter(|last| last.state == LetterState::Failed))
}

/// With the one thing to do: correcting the address.
fn one(company: &Company, letter: &Letter, invitation: &Invitation, failed: Option<&Letter>) -> Composed {
    let locale = Locale::new(letter.language);
    let path = format!("/invitations/{}/address", invitation.id);
    let args = [("company", Arg::Text(&company.name)), ("name", Arg::Text(invitation.shown_name()))];
    let mut composed = frame(company, letter, &Words { args: &args, path: Some(&path) });
    // Another address would fare no better.
    if failed.and_then(|failed| failed.reason.as_deref()).is_some_and(|why| !Reason::asks_for_address(why)) {
        let words = locale.with("letter-undelivered-refused", &args);
        if let Some(last) = composed.body.paragraphs.last_mut() {
            last.clone_from(&words);
        }
        composed.body.preheader = words;
        composed.body.button = composed.body.button.map(|button| Button {
            label: locale.t("letter-undelivered-open"),
            url: company.link(&format!("/invitations/{}", invitation.id)),
            ..button
        });
    }
    let why = failed.and_then(|failed| failed.reason.as_deref()).map(|key| locale.t(key));
    composed.body.facts = vec![(locale.t("letter-fact-address"), invitation.email.clone())];
    composed.body.facts.extend(why.map(|why| (locale.t("letter-fact-why"), why)));
    composed
}

fn several(company: &Company, letter: &Letter, people: &[Missed], count: i64) -> Composed {
    let locale = Locale::new(letter.language);
    let args = [("company", Arg::Text(&company.name)), ("n", Arg::Number(count))];
    let path = Some("/employees?status=invited&chip=failed");
    let mut composed = frame(company, letter, &Words { args: &args, path });
    let more = count - i64::try_from(people.len()).unwrap_or(0);
    let why = |missed: &Missed| {
        let reason = missed.reason.as_deref().map(|key| locale.t(key));
        let told = [Some(missed.name.clone()).filter(|name| !name.is_empty()), reason];
        told.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    composed.body.facts = people.iter().map(|missed| (missed.email.clone(), why(missed))).collect();
    composed.body.closing = if more > 0 { vec![locale.n("letter-gathered-more", more)] } else { vec![] };
    composed
}
