//! SQL of the mailbox.

use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.mailbox()`.
pub struct Mailbox<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The mailbox.
    pub fn mailbox(&mut self) -> Mailbox<'_, 'c> {
        Mailbox(self)
    }
}

/// A letter that landed here.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its number; later ones are higher.
    pub id: i64,
    /// To whom.
    pub email: String,
    /// All of it.
    pub raw: Vec<u8>,
    /// When it landed.
    pub received_at: Timestamp,
}

fn kept(row: &Row<'_>) -> Result<Kept> {
    Ok(Kept { id: row.get(0)?, email: row.get(1)?, raw: row.get(2)?, received_at: row.get(3)? })
}

impl Mailbox<'_, '_> {
    /// Up to `most` letters older than `before`, the latest first.
    pub fn list(&mut self, company: CompanyId, before: i64, most: i64) -> Result<Vec<Kept>> {
        self.0.query(
            "SELECT id, email, raw, received_at FROM mailbox_messages WHERE company_id = $1 AND id < $2 \
             ORDER BY id DESC LIMIT $3",
            &[company.into(), before.into(), most.into()],
            kept,
        )
    }

    /// Whether there are any letters.
    pub fn is_any(&mut self, company: CompanyId) -> Result<bool> {
        let found = self.0.query_opt(
            "SELECT id FROM mailbox_messages WHERE company_id = $1 ORDER BY id DESC LIMIT 1",
            &[company.into()],
            |row| row.get::<i64>(0),
        );
        Ok(found?.is_some())
    }

    /// The letter of that number.
    pub fn find(&mut self, company: CompanyId, id: i64) -> Result<Option<Kept>> {
        self.0.query_opt(
            "SELECT id, email, raw, received_at FROM mailbox_messages WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            kept,
        )
    }
}
