//! SQL of backups that were put back.

use crate::base::clock::Timestamp;
use crate::store::{Result, Tx};

/// What secrets are derived from the ids of, and return addresses.
const DERIVED: [&str; 6] =
    ["invitations", "join_links", "join_requests", "password_resets", "address_changes", "letters"];
/// More than were ever given between a backup and its return, where a clock that was set back tells no better.
const LEAP: i64 = 1 << 30;

/// The accessor: `tx.restored()`.
pub struct Restored<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The database as a backup that was put back.
    pub fn restored(&mut self) -> Restored<'_, 'c> {
        Restored(self)
    }
}

impl Restored<'_, '_> {
    /// When the backup was made, where that stands in it; from now on it does no more.
    pub fn take_mark(&mut self) -> Result<Option<Timestamp>> {
        self.0.query_opt("DELETE FROM backup_mark RETURNING made_at", &[], |row| row.get(0))
    }

    /// Lets no row have an id that another had since the backup: its link would open this one. They go on at the present
    /// millisecond, since the same backup may be put back again, and fewer rows are made than milliseconds pass.
    pub fn leap_over_ids(&mut self, now: Timestamp) -> Result<()> {
        let dialect = self.0.dialect();
        for statement in DERIVED.into_iter().flat_map(|table| dialect.leap_of_ids(table, now.0, LEAP)) {
            self.0.execute(&statement, &[])?;
        }
        Ok(())
    }
}
