//! SQL of the mailbox that reports are read from.

use crate::base::clock::Timestamp;
use crate::store::{Result, Tx};

/// The accessor: `tx.bounce_mailbox()`.
pub struct BounceMailbox<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The mailbox that reports are read from.
    pub fn bounce_mailbox(&mut self) -> BounceMailbox<'_, 'c> {
        BounceMailbox(self)
    }
}

/// Which mailbox, and by which settings it is read, as keyed hashes.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Server, user and mailbox: numbers of messages mean something there only.
    pub account: [u8; 32],
    /// With the password: with others what stood in the way may be gone.
    pub settings: [u8; 32],
}

/// How far a mailbox was read.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Cursor {
    /// What makes numbers of messages lasting.
    pub uid_validity: u32,
    /// The latest message that was looked at.
    pub last_uid: u32,
}

/// The right to read the mailbox, until that instant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Lease(pub Timestamp);

/// What a look at the mailbox came to, as administrators see it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Standing {
    /// When it was read the last time.
    pub read_at: Option<Timestamp>,
    /// Since when it can't be read.
    pub failed_since: Option<Timestamp>,
    /// Why, as the key of its words.
    pub trouble: Option<String>,
    /// The server's own words, or nothing.
    pub words: String,
    /// When it is looked at again.
    pub next_at: Timestamp,
}

impl BounceMailbox<'_, '_> {
    /// Takes the mailbox for this process alone until `lease`; `None` where another has it, or it is not due. Of
    /// another mailbox than before nothing is known.
    pub fn claim(&mut self, who: &Identity, lease: Lease, now: Timestamp) -> Result<Option<Option<Cursor>>> {
        let (account, settings) = (&who.account[..], &who.settings[..]);
        self.0.execute(
            "INSERT INTO bounce_mailbox (id, account, settings, lease_until, next_at, words) \
             VALUES (1, $1, $2, 0, 0, '') ON CONFLICT (id) DO NOTHING",
            &[account.into(), settings.into()],
        )?;
        self.0.execute(
            "UPDATE bounce_mailbox SET uid_validity = NULL, last_uid = NULL, read_at = NULL, failed_since = NULL, \
             trouble = NULL, words = '', account = $1 WHERE id = 1 AND account <> $2",
            &[account.into(), account.into()],
        )?;
        self.0.query_opt(
            "UPDATE bounce_mailbox SET lease_until = $1, settings = $2 WHERE id = 1 AND lease_until <= $3 \
             AND (next_at <= $4 OR settings <> $5) RETURNING uid_validity, last_uid",
            &[lease.0.into(), settings.into(), now.into(), now.into(), settings.into()],
            |row| {
                let (uid_validity, last_uid): (Option<i64>, Option<i64>) = (row.get(0)?, row.get(1)?);
                let number = |number: Option<i64>| number.and_then(|number| u32::try_from(number).ok());
                Ok(number(uid_validity)
                    .zip(number(last_uid))
                    .map(|(uid_validity, last_uid)| Cursor { uid_validity, last_uid }))
            },
        )
    }

    /// Keeps the mailbox a while longer; false where another has taken it meanwhile.
    pub fn extend(&mut self, lease: Lease, until: Lease) -> Result<bool> {
        let rows = self.0.execute(
            "UPDATE bounce_mailbox SET lease_until = $1 WHERE id = 1 AND lease_until = $2",
            &[until.0.into(), lease.0.into()],
        )?;
        Ok(rows > 0)
    }

    /// Writes down how far it was read.
    pub fn advance(&mut self, cursor: Cursor) -> Result<()> {
        self.0
            .execute(
                "UPDATE bounce_mailbox SET uid_validity = $1, last_uid = $2 WHERE id = 1",
                &[i64::from(cursor.uid_validity).into(), i64::from(cursor.last_uid).into()],
            )
            .map(drop)
    }

    /// Gives it back after it was read.
    pub fn give_back(&mut self, lease: Lease, next_at: Timestamp, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE bounce_mailbox SET lease_until = 0, next_at = $1, read_at = $2, failed_since = NULL, \
                 trouble = NULL, words = '' WHERE id = 1 AND lease_until = $3",
                &[next_at.into(), now.into(), lease.0.into()],
            )
            .map(drop)
    }

    /// Gives it back after it could not be read.
    pub fn give_up(
        &mut self,
        lease: Lease,
        next_at: Timestamp,
        trouble: &str,
        words: &str,
        now: Timestamp,
    ) -> Result<()> {
        self.0
            .execute(
                "UPDATE bounce_mailbox SET lease_until = 0, next_at = $1, trouble = $2, words = $3, \
                 failed_since = COALESCE(failed_since, $4) WHERE id = 1 AND lease_until = $5",
                &[next_at.into(), trouble.into(), words.into(), now.into(), lease.0.into()],
            )
            .map(drop)
    }

    /// How it stands; `None` where it was never looked at.
    pub fn standing(&mut self) -> Result<Option<Standing>> {
        self.0.query_opt(
            "SELECT read_at, failed_since, trouble, words, next_at FROM bounce_mailbox WHERE id = 1",
            &[],
            |row| {
                Ok(Standing {
                    read_at: row.get(0)?,
                    failed_since: row.get(1)?,
                    trouble: row.get(2)?,
                    words: row.get(3)?,
                    next_at: row.get(4)?,
                })
            },
        )
    }
}
