//! SQL of policies that were fetched: all processes share them, and a restart forgets none.

use crate::base::clock::Timestamp;
use crate::store::{Result, Tx};

/// A policy as it came.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Kept {
    /// Its number in DNS at that time.
    pub(super) id: String,
    /// Its text.
    pub(super) text: String,
    pub(super) fetched_at: Timestamp,
    pub(super) expires_at: Timestamp,
}

/// The policy of a domain that still holds.
pub(super) fn find(tx: &mut Tx<'_>, domain: &str, now: Timestamp) -> Result<Option<Kept>> {
    tx.query_opt(
        "SELECT policy_id, policy, fetched_at, expires_at FROM mta_sts_policies \
         WHERE domain = $1 AND expires_at > $2",
        &[domain.into(), now.into()],
        |row| {
            Ok(Kept { id: row.get(0)?, text: row.get(1)?, fetched_at: row.get(2)?, expires_at: row.get(3)? })
        },
    )
}

/// Keeps a policy in the place of an earlier one, and forgets all that hold no more.
pub(super) fn keep(tx: &mut Tx<'_>, domain: &str, kept: &Kept) -> Result<()> {
    tx.execute("DELETE FROM mta_sts_policies WHERE expires_at <= $1", &[kept.fetched_at.into()])?;
    tx.execute(
        "INSERT INTO mta_sts_policies (domain, policy_id, policy, fetched_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (domain) DO UPDATE SET policy_id = excluded.policy_id, \
         policy = excluded.policy, fetched_at = excluded.fetched_at, expires_at = excluded.expires_at",
        &[
            domain.into(),
            (&kept.id).into(),
            (&kept.text).into(),
            kept.fetched_at.into(),
            kept.expires_at.into(),
        ],
    )
    .map(drop)
}
