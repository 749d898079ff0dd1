//! Lists of invitations: how many are of which kind, and those that have come to an end. Those that no end has
//! come to are in the list of people, whose invitations they are.

use std::collections::HashSet;

use super::Invitation;
use crate::access_rights::seen::Seen;
use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, EmployeeId, InvitationId};
use crate::people::list::{Counted, Span};
use crate::people::words::{self, Source};
use crate::store::{Result, Tx};

/// «Expires soon» begins so many days before the end.
pub const SOON_DAYS: i64 = 2;
/// Counts beside the filters end here: beyond it «1000+» says enough.
pub const COUNTED: i64 = 1000;
/// So many are looked at before a page ends with what it has.
const SCAN: usize = 1000;
/// Looked at in one go.
const STRETCH: i64 = 250;

/// Which invitations.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Which {
    /// Those that no end has come to.
    #[default]
    All,
    /// Of those the ones whose letter was not delivered.
    Failed,
    /// The ones that can be accepted, but whose letter stayed in the portal's mailbox.
    Kept,
    /// The ones that can be accepted.
    Pending,
    /// The ones that expire soon.
    Expiring,
    /// The ones whose time has passed.
    Expired,
    /// Those taken back, but for what was called back as soon as it was sent.
    Revoked,
    /// Those that the invitee refused.
    Declined,
}

impl Which {
    /// All of them, in the order of the filters.
    pub const ALL: [Self; 8] = [
        Self::All,
        Self::Failed,
        Self::Kept,
        Self::Pending,
        Self::Expiring,
        Self::Expired,
        Self::Revoked,
        Self::Declined,
    ];
    /// Those that stand beside the list with their numbers.
    pub const COUNTED: [Self; 6] =
        [Self::Failed, Self::Kept, Self::Expiring, Self::Expired, Self::Revoked, Self::Declined];

    /// Whether it stands there only where there are some.
    #[must_use]
    pub fn is_rare(self) -> bool {
        matches!(self, Self::Kept | Self::Declined)
    }

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Failed => "failed",
            Self::Kept => "kept",
            Self::Pending => "pending",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
            Self::Declined => "declined",
        }
    }

    /// The filter of a word; all where it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|which| which.word() == word).unwrap_or_default()
    }

    /// How those have ended; `None` where they have not.
    #[must_use]
    pub fn ended(self) -> Option<Ended> {
        match self {
            Self::Revoked => Some(Ended::Revoked),
            Self::Declined => Some(Ended::Declined),
            Self::All | Self::Failed | Self::Kept | Self::Pending | Self::Expiring | Self::Expired => None,
        }
    }

    /// When those end, as it is at `now`.
    #[must_use]
    pub fn until(self, now: Timestamp) -> Span {
        let next = Timestamp(now.0.saturating_add(1));
        let soon = next.plus_days(SOON_DAYS);
        match self {
            Self::Pending | Self::Kept => Span { from: Some(next), before: None },
            Self::Expiring => Span { from: Some(next), before: Some(soon) },
            Self::Expired => Span { from: None, before: Some(next) },
            Self::All | Self::Failed | Self::Revoked | Self::Declined => Span::default(),
        }
    }
}

/// How an invitation ended that nobody accepted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ended {
    /// It was taken back.
    Revoked,
    /// The invitee refused.
    Declined,
}

/// What narrows the list of those that have ended.
#[derive(Clone, Debug)]
pub struct Query {
    /// How they ended.
    pub ended: Ended,
    /// What was typed into the search.
    pub search: String,
    /// Of this inviter only.
    pub inviter: Option<EmployeeId>,
    /// Of these only.
    pub seen: Seen,
    /// Into one of these departments.
    pub departments: Option<HashSet<i64>>,
    /// When they were made.
    pub since: Span,
    /// After this row.
    pub after: Option<Cursor>,
    /// So many at the most.
    pub limit: i64,
}

/// A page of invitations.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The invitations.
    pub invitations: Vec<Invitation>,
    /// Where the next page begins.
    pub next: Option<Cursor>,
    /// Whether there is more to look through, though the page is not full.
    pub is_cut: bool,
}

/// A page of those that have ended, the latest first. Who does not fit is passed over; a page that has looked at
/// enough ends with what it has.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Page> {
    let Some(terms) = words::of_search(&query.search) else { return Ok(Page::default()) };
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let within: Option<HashSet<i64>> =
        (!query.seen.is_all()).then(|| query.seen.within().iter().map(|id| id.0).collect());
    let (mut page, mut place, mut looked_at) = (Page::default(), query.after.clone(), 0);
    loop {
        let stretch = tx.invitations().ended(company, query, place.as_ref(), STRETCH)?;
        let is_end = stretch.len() < usize::try_from(STRETCH).unwrap_or(usize::MAX);
        let ids: Vec<InvitationId> = stretch.iter().map(|(invitation, _)| invitation.id).collect();
        let into = match &query.departments {
            Some(departments) => Some(tx.invitations().into_any(company, &ids, departments)?),
            None => None,
        };
        let seen = match &within {
            Some(within) => Some(tx.invitations().into_any(company, &ids, within)?),
            None => None,
        };
        let is_seen = |invitation: &Invitation| {
            let into = seen.as_ref().is_none_or(|seen| seen.contains(&invitation.id));
            into || query.seen.maker() == invitation.inviter.id.0
        };
        looked_at += stretch.len();
        for (invitation, at) in stretch {
            let fits = into.as_ref().is_none_or(|into| into.contains(&invitation.id));
            if fits
                && is_seen(&invitation)
                && is_found(&invitation.name, &invitation.email_key, &terms)
                && is_within(&invitation, query.since)
            {
                if page.invitations.len() == limit {
                    return Ok(Page { next: place, is_cut: false, ..page });
                }
                page.invitations.push(invitation);
            }
            place = Some(at);
        }
        if is_end {
            return Ok(page);
        }
        if looked_at >= SCAN.max(limit) && page.invitations.len() < limit {
            return Ok(Page { next: place, is_cut: true, ..page });
        }
    }
}

/// How many of those that have ended there are, up to the limit and as far as a page would go.
pub fn count(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Counted> {
    let page = find(tx, company, query)?;
    let count = i64::try_from(page.invitations.len()).unwrap_or(query.limit);
    Ok(Counted { count, more: page.next.is_some() })
}

/// Whether each word is found in name or address: the words of who was invited are gone with him.
#[must_use]
pub fn is_found(name: &str, email_key: &str, terms: &[String]) -> bool {
    words::are_found(&words::of_person(&Source::named(name, email_key)), terms)
}

fn is_within(invitation: &Invitation, span: Span) -> bool {
    let at = invitation.created_at;
    span.from.is_none_or(|from| from <= at) && span.before.is_none_or(|before| at < before)
}
