//! A database that was put back from a backup. What happened since is forgotten: so nothing that waited then leaves by
//! itself, nobody is signed in, no link of the forgotten time opens anything, and links of before can be ended.

mod store;
pub mod web;

use crate::access_rights::rights::Rights;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, InvitationId};
use crate::company::mail;
use crate::history::{Action, Actor, Channel, Subject};
use crate::invitations;
use crate::mail::outbox::Delivery;
use crate::store::{Result, Tx};

/// Letters that are withdrawn in one transaction, so that nobody waits for it.
const AT_ONCE: i64 = 5000;

/// What was done to a database that was put back.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Restored {
    /// When the backup was made, or the latest that it tells of.
    pub to: Timestamp,
    /// Letters that wait for an answer: whether they are to leave.
    pub waiting: i64,
    /// Of these, the letters that invite by links which do not work any more: they don't leave whatever the answer.
    pub in_vain: i64,
    /// Letters that may have left, and are not repeated.
    pub unknown: i64,
    /// Sessions that were ended.
    pub sessions: u64,
    /// Links and codes that were ended, where that was asked for.
    pub links: Option<u64>,
}

/// What becomes of the letters that waited.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// So many more do not leave; perhaps there are others, and the queue stands.
    More(i64),
    /// So many more were the last: the queue goes on.
    Done(i64),
    /// Nothing was put back, or somebody has answered already.
    Answered,
    /// The person may not.
    NotAllowed,
}

/// Makes a database ready that was put back; `None` where no portal is set up in it. The queue stands until somebody
/// says what is to become of the letters that waited. Everybody signs in anew: whoever was signed out or dismissed since
/// would be in again (ASVS 7.4.1, 7.4.2).
pub fn make_ready(tx: &mut Tx<'_>, ends_links: bool, now: Timestamp) -> Result<Option<Restored>> {
    let marked = tx.restored().take_mark()?;
    let companies = tx.companies().all()?;
    if companies.is_empty() {
        return Ok(None);
    }
    let told = marked.max(tx.history().latest()?).max(tx.outbox().latest()?);
    let to = told.map_or(now, |told| told.min(now));
    let begun = tx.outbox().give_up_begun()?;
    note(tx, &begun, Delivery::Unknown)?;
    tx.outbox().hold_restored(to, now)?;
    let waiting = tx.outbox().waited(now)?;
    let sessions = tx.sessions().end_all()?;
    let links = if ends_links { Some(end_links(tx, now)?) } else { None };
    let in_vain = tx.invitations().waited_in_vain(now, now)?;
    tx.restored().leap_over_ids(now)?;
    for company in companies {
        let actor = by_command(company.id);
        tx.history().record(&actor, Action::Restored, Subject::Company(company.id), &to.to_string(), now)?;
    }
    Ok(Some(Restored { to, waiting, in_vain, unknown: count(&begun), sessions, links }))
}

/// Ends every link and code that was made before; how many. An invitation stays, and is renewed by inviting again.
fn end_links(tx: &mut Tx<'_>, now: Timestamp) -> Result<u64> {
    let invitations = tx.invitations().end_links(now)?;
    for (company, id, email) in &invitations {
        let subject = Subject::Invitation(*id);
        tx.history().record(&by_command(*company), Action::LinkEnded, subject, email, now)?;
    }
    Ok(u64::try_from(invitations.len()).unwrap_or(u64::MAX)
        + tx.join_links().expire_all(now)?
        + tx.join_requests().expire_all(now)?
        + tx.password_resets().expire_all(now)?
        + tx.address_changes().expire_all(now)?)
}

/// Lets the queue go on without the letters that waited when the backup was put back, as they may have left since it was
/// made: some thousands at a time, `before` of them already. Their invitations stay, and each can be sent again.
pub fn withdraw(tx: &mut Tx<'_>, actor: &Actor, before: i64, now: Timestamp) -> Result<Outcome> {
    let Some(company) = mail::watched(tx, actor)? else { return Ok(Outcome::NotAllowed) };
    let Some(pause) = tx.outbox().pause()?.filter(|pause| pause.restored_to.is_some()) else {
        return Ok(Outcome::Answered);
    };
    let withdrawn = tx.outbox().withdraw_waited(pause.since, AT_ONCE, now)?;
    note(tx, &withdrawn, Delivery::None)?;
    let letters = count(&withdrawn);
    if letters == AT_ONCE {
        return Ok(Outcome::More(letters));
    }
    tx.outbox().end_pause()?;
    let (subject, all) = (Subject::Company(company.id), (before + letters).to_string());
    tx.history().record(actor, Action::WaitingWithdrawn, subject, &all, now)?;
    Ok(Outcome::Done(letters))
}

/// Writes down what became of letters where invitations tell of it.
fn note(tx: &mut Tx<'_>, letters: &[(CompanyId, String, i64)], delivery: Delivery) -> Result<()> {
    for (company, kind, subject) in letters {
        if invitations::letter::KINDS.contains(&kind.as_str()) {
            tx.invitations().set_delivery(*company, InvitationId(*subject), delivery)?;
        }
    }
    Ok(())
}

fn count<T>(letters: &[T]) -> i64 {
    i64::try_from(letters.len()).unwrap_or(i64::MAX)
}

fn by_command(company: CompanyId) -> Actor {
    Actor { company, employee: None, rights: Rights::all(), channel: Channel::Command, ip: None }
}
