//! The list of invitations: the latest first, by what became of them, or of the people found.

use super::Invitation;
use crate::access_rights::seen::Seen;
use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::store::{Result, Tx};

/// «Expires soon» begins so many days before the end.
pub const SOON_DAYS: i64 = 2;
/// Counts beside the filters end here: beyond it «1000+» says enough.
pub const COUNTED: i64 = 1000;

/// Which invitations.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Which {
    /// Those that no end has come to.
    #[default]
    All,
    /// Of those the ones whose letter was not delivered.
    Failed,
    /// The ones that expire soon.
    Expiring,
    /// The ones whose time has passed.
    Expired,
    /// Those taken back, but for what was called back as soon as it was sent.
    Revoked,
}

impl Which {
    /// All of them, in the order of the filters.
    pub const ALL: [Self; 5] = [Self::All, Self::Failed, Self::Expiring, Self::Expired, Self::Revoked];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Failed => "failed",
            Self::Expiring => "expiring",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }

    /// The filter of a word; all where it is none.
    #[must_use]
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|which| which.word() == word).unwrap_or_default()
    }
}

/// What narrows the list.
#[derive(Clone, Debug, Default)]
pub struct Query {
    /// Which invitations.
    pub which: Which,
    /// Of these only.
    pub seen: Seen,
    /// Into this department and those below it.
    pub department: Option<DepartmentId>,
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
}

/// A page of the list.
pub fn find(tx: &mut Tx<'_>, company: CompanyId, query: &Query, now: Timestamp) -> Result<Page> {
    let mut invitations = tx.invitations().page(company, query, query.limit + 1, now)?;
    let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
    let more = invitations.len() > limit;
    invitations.truncate(limit);
    let next = invitations.last().filter(|_| more).map(|last| {
        let at = match query.which {
            Which::All | Which::Failed => last.created_at,
            Which::Expiring | Which::Expired => last.expires_at,
            Which::Revoked => last.revoked_at.unwrap_or(last.created_at),
        };
        Cursor::new(at.0.to_string(), last.id.0)
    });
    Ok(Page { invitations, next })
}
