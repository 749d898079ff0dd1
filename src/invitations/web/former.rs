//! The review and those who worked here: taking one back, or freeing his address, without losing the list.

use super::piles::Edits;
use crate::access_rights::{Over, Permission};
use crate::base::email_address::EmailAddress;
use crate::invitations::invite::Fate;
use crate::invitations::review::{Reviewed, Verdict};
use crate::people::holder::{Holder, holder};
use crate::people::{free_address, rehire, web};
use crate::web::failure::Failure;
use crate::web::signed_in::SignedIn;

/// What the review says on top.
#[derive(Default)]
pub(super) struct Told {
    pub(super) error: String,
    pub(super) done: String,
}

impl Told {
    pub(super) fn error(error: String) -> Self {
        Self { error, done: String::new() }
    }

    pub(super) fn done(done: String) -> Self {
        Self { error: String::new(), done }
    }
}

/// A press on the row of somebody dismissed.
pub(super) enum Press {
    /// He is to be taken back.
    Rehire(EmailAddress),
    /// His address is to be free.
    Free(EmailAddress),
}

impl Press {
    pub(super) fn of(edits: &Edits, action: &str) -> Option<Self> {
        let parsed = |verb| EmailAddress::parse(edits.pressed(verb, action)?).ok();
        parsed("rehire").map(Self::Rehire).or_else(|| parsed("free").map(Self::Free))
    }

    /// Does what was pressed. Who is dismissed no more is left alone: the review tells how he stands.
    pub(super) async fn done(self, me: &SignedIn) -> Result<Told, Failure> {
        match self {
            Self::Rehire(address) => take_back(me, address).await,
            Self::Free(address) => free(me, address).await,
        }
    }
}

async fn take_back(me: &SignedIn, address: EmailAddress) -> Result<Told, Failure> {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let random = std::sync::Arc::clone(&portal.random);
    let outcome = portal
        .write(move |tx| {
            let Some(Holder::Dismissed(id)) = holder(tx, company.id, address.key())? else { return Ok(None) };
            rehire::rehire(tx, &actor, &company, id, &*random, now).map(Some)
        })
        .await?;
    portal.outbox_bell.ring();
    let locale = me.locale();
    Ok(match outcome {
        Some(rehire::Outcome::Rehired) => Told::done(locale.t("flash-person-rehired")),
        Some(rehire::Outcome::SeatsFull) => Told::error(locale.t("flash-seats-full")),
        Some(rehire::Outcome::MoreThanOwn) => Told::error(locale.t("flash-person-more-than-own")),
        Some(rehire::Outcome::NotAllowed) => return Err(Failure::Forbidden),
        None
        | Some(
            rehire::Outcome::NotJoined(_)
            | rehire::Outcome::NoAddress
            | rehire::Outcome::HasAddress
            | rehire::Outcome::Taken(_)
            | rehire::Outcome::NotFound,
        ) => Told::default(),
    })
}

async fn free(me: &SignedIn, address: EmailAddress) -> Result<Told, Failure> {
    let portal = &me.visitor.portal;
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let outcome = portal
        .write(move |tx| {
            let Some(Holder::Dismissed(id)) = holder(tx, company.id, address.key())? else { return Ok(None) };
            free_address::free_address(tx, &actor, &company, id, now).map(Some)
        })
        .await?;
    Ok(match outcome {
        Some(free_address::Outcome::Freed) => Told::done(me.locale().t("flash-address-freed")),
        Some(free_address::Outcome::NotAllowed) => return Err(Failure::Forbidden),
        None | Some(free_address::Outcome::NotDismissed(_) | free_address::Outcome::NotFound) => {
            Told::default()
        }
    })
}

/// Whom the reader has to ask about somebody dismissed, where there is one among the rows.
pub(super) async fn whom_to_ask(me: &SignedIn, rows: &[Reviewed]) -> Result<String, Failure> {
    let is_dismissed = |row: &Reviewed| matches!(row.verdict, Verdict::Settled(_, Fate::Dismissed(_)));
    if me.may(Permission::Dismiss, Over::Anything) || !rows.iter().any(is_dismissed) {
        return Ok(String::new());
    }
    let company = me.visitor.company.clone();
    Ok(me.visitor.portal.read(move |tx| web::whom_to_ask(tx, &company)).await?)
}
