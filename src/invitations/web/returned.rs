//! Invitations whose letters nobody got, where somebody invites the same address again: what is told of them.

use std::collections::HashMap;

use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::InvitationId;
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Locale, Zone};
use crate::invitations::batch::Reason;
use crate::invitations::invite::Fate;
use crate::invitations::review::{Reviewed, Verdict};
use crate::invitations::store::Refusal;
use crate::invitations::{Invitation, State, badge, is_managed_by, is_seen_by, limits};
use crate::mail::outbox::{Delivery, Hold};
use crate::store::{Result, Tx};
use crate::suppressions;
use crate::web::failure::Failure;
use crate::web::signed_in::SignedIn;

/// What is told of such an address, and where the reader can do something about it, under which name.
pub(super) type Words = (String, Option<(String, String)>);

/// Whoever reads.
#[derive(Clone)]
pub(super) struct Reader {
    actor: Actor,
    company: Company,
    locale: Locale,
    zone: Zone,
    now: Timestamp,
}

impl Reader {
    pub(super) fn of(me: &SignedIn) -> Self {
        Self {
            actor: me.actor(),
            company: me.visitor.company.clone(),
            locale: me.locale(),
            zone: me.zone(),
            now: me.visitor.portal.now(),
        }
    }

    /// What became of the letter of an invitation; nothing where all is well, or he may not know.
    fn words(&self, tx: &mut Tx<'_>, invitation: &Invitation) -> Result<Option<Words>> {
        let (locale, id) = (self.locale, invitation.id);
        let is_lost = invitation.delivery == Delivery::Failed;
        let is_told = invitation.state(self.now) == State::Pending && (is_lost || invitation.is_kept);
        if !is_told || !is_seen_by(tx, &self.actor, &self.company, invitation)? {
            return Ok(None);
        }
        if !is_lost {
            return Ok(Some((locale.t("invite-fate-kept"), Some(open(locale, id)))));
        }
        let why = badge::reason(tx, &locale, &self.zone, &Hold::default(), invitation, self.now)?;
        let may_correct = is_managed_by(tx, &self.actor, &self.company, invitation)?
            && limits::against_bearer(tx, &self.actor, &self.company, invitation)?.is_none();
        let corrects = (format!("/invitations/{id}/address"), locale.t("invitation-address-title"));
        let way = if may_correct { corrects } else { open(locale, id) };
        Ok(Some((locale.named("invite-fate-not-delivered", &why), Some(way))))
    }

    /// What is told of an address of a batch that was not invited, as it is now.
    pub(super) fn refused(&self, tx: &mut Tx<'_>, refusal: &Refusal) -> Result<Option<Words>> {
        let Ok(address) = EmailAddress::parse(&refusal.email) else { return Ok(None) };
        match refusal.reason {
            Reason::AlreadyInvited => match tx.invitations().find_living(self.company.id, address.key())? {
                Some(invitation) => self.words(tx, &invitation),
                None => Ok(None),
            },
            Reason::OptedOut => {
                let found = tx.suppressions().reason(self.company.id, address.key())?;
                let has_complained = found == Some(suppressions::Reason::Complaint);
                let lifts = self.actor.rights.is_administrator();
                let path = suppressions::web::path_of(address.key());
                let way = lifts.then(|| (path, self.locale.t("invite-suppression")));
                Ok(has_complained.then(|| (self.locale.t("invite-fate-complaint"), way)))
            }
            Reason::AlreadyEmployee
            | Reason::AwaitingApproval
            | Reason::Dismissed
            | Reason::BadAddress
            | Reason::WrittenLately
            | Reason::TooManyLetters
            | Reason::ToMend => Ok(None),
        }
    }
}

fn open(locale: Locale, id: InvitationId) -> (String, String) {
    (format!("/invitations/{id}"), locale.t("invite-open"))
}

/// What is told of those rows of a review that have an invitation already whose letter nobody got.
pub(super) async fn of_rows(
    me: &SignedIn,
    rows: &[Reviewed],
) -> std::result::Result<HashMap<InvitationId, Words>, Failure> {
    let lost = |row: &Reviewed| match row.verdict {
        Verdict::Settled(_, Fate::Kept(id) | Fate::NotDelivered(id)) => Some(id),
        Verdict::Settled(..) | Verdict::Ready(_) | Verdict::Mend(_) => None,
    };
    let ids: Vec<InvitationId> = rows.iter().filter_map(lost).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let reader = Reader::of(me);
    let all = me.visitor.portal.read(move |tx| {
        let mut told = HashMap::new();
        for id in &ids {
            if let Some(invitation) = tx.invitations().find(reader.company.id, *id)?
                && let Some(words) = reader.words(tx, &invitation)?
            {
                told.insert(*id, words);
            }
        }
        Ok(told)
    });
    Ok(all.await?)
}
