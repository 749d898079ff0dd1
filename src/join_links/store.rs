//! SQL of join links.

use super::{Channel, Departments, JoinLink};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, JoinLinkId};
use crate::i18n::Language;
use crate::invitations::Inviter;
use crate::store::{Error, Result, Row, Tx};

/// The accessor: `tx.join_links()`.
pub struct JoinLinks<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The join links.
    pub fn join_links(&mut self) -> JoinLinks<'_, 'c> {
        JoinLinks(self)
    }
}

const SELECT: &str = "SELECT l.id, l.company_id, l.creator_id, c.name, c.email, l.channel, l.language, l.generation, \
     l.max_uses, l.uses, l.created_at, l.expires_at, l.switched_off_at \
     FROM join_links l JOIN employees c ON c.id = l.creator_id";

fn join_link(row: &Row<'_>) -> Result<JoinLink> {
    let (name, email): (String, String) = (row.get(3)?, row.get(4)?);
    let (channel, language): (String, String) = (row.get(5)?, row.get(6)?);
    Ok(JoinLink {
        id: row.get(0)?,
        company_id: row.get(1)?,
        creator: Inviter { id: row.get(2)?, name: if name.is_empty() { email.clone() } else { name }, email },
        channel: Channel::from_word(&channel).ok_or_else(|| Error::broken(format!("channel {channel}")))?,
        language: Language::from_tag(&language).unwrap_or(Language::En),
        generation: row.get(7)?,
        max_uses: row.get(8)?,
        uses: row.get(9)?,
        created_at: row.get(10)?,
        expires_at: row.get(11)?,
        switched_off_at: row.get(12)?,
    })
}

/// What a link begins with.
#[derive(Clone, Copy, Debug)]
pub struct NewJoinLink<'a> {
    /// The company.
    pub company: CompanyId,
    /// Who makes it.
    pub creator: EmployeeId,
    /// What for.
    pub channel: Channel,
    /// The language of what comes after it.
    pub language: Language,
    /// How many may join by it.
    pub max_uses: i64,
    /// Until when.
    pub expires_at: Timestamp,
    /// Where those who join will be.
    pub departments: &'a [DepartmentId],
}

impl JoinLinks<'_, '_> {
    /// Adds a link with its departments.
    pub fn insert(&mut self, new: &NewJoinLink<'_>, now: Timestamp) -> Result<JoinLinkId> {
        let id: JoinLinkId = self.0.query_one(
            "INSERT INTO join_links (company_id, creator_id, channel, language, max_uses, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id",
            &[
                new.company.into(),
                new.creator.into(),
                new.channel.word().into(),
                new.language.tag().into(),
                new.max_uses.into(),
                now.into(),
                new.expires_at.into(),
            ],
            |row| row.get(0),
        )?;
        for department in new.departments {
            self.0.execute(
                "INSERT INTO join_link_departments (join_link_id, department_id, company_id) VALUES ($1, $2, $3)",
                &[id.into(), (*department).into(), new.company.into()],
            )?;
        }
        Ok(id)
    }

    /// The link of that id in that company.
    pub fn find(&mut self, company: CompanyId, id: JoinLinkId) -> Result<Option<JoinLink>> {
        self.0.query_opt(
            &format!("{SELECT} WHERE l.id = $1 AND l.company_id = $2"),
            &[id.into(), company.into()],
            join_link,
        )
    }

    /// Where those who join will be.
    pub fn departments(&mut self, company: CompanyId, id: JoinLinkId) -> Result<Departments> {
        self.0.query(
            "SELECT d.id, d.name FROM join_link_departments x JOIN departments d ON d.id = x.department_id \
             WHERE x.join_link_id = $1 AND x.company_id = $2 ORDER BY d.name_key, d.id",
            &[id.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// The last links of one creator, the latest first.
    pub fn list_of(&mut self, company: CompanyId, creator: EmployeeId, limit: i64) -> Result<Vec<JoinLink>> {
        self.0.query(
            &format!(
                "{SELECT} WHERE l.creator_id = $1 AND l.company_id = $2 ORDER BY l.created_at DESC, l.id DESC LIMIT $3"
            ),
            &[creator.into(), company.into(), limit.into()],
            join_link,
        )
    }

    /// A page of the company's links, those before `before`, the latest first.
    pub fn list(
        &mut self,
        company: CompanyId,
        before: Option<(Timestamp, JoinLinkId)>,
        limit: i64,
    ) -> Result<Vec<JoinLink>> {
        let (at, id) = before.unwrap_or((Timestamp(i64::MAX), JoinLinkId(i64::MAX)));
        self.0.query(
            &format!(
                "{SELECT} WHERE l.company_id = $1 AND (l.created_at, l.id) < ($2, $3) \
                 ORDER BY l.created_at DESC, l.id DESC LIMIT $4"
            ),
            &[company.into(), at.into(), id.into(), limit.into()],
            join_link,
        )
    }

    /// Takes one use for somebody who joins; false where there is none left to take.
    pub fn take_use(
        &mut self,
        company: CompanyId,
        id: JoinLinkId,
        generation: i64,
        now: Timestamp,
    ) -> Result<bool> {
        let taken = self.0.execute(
            "UPDATE join_links SET uses = uses + 1 WHERE id = $1 AND company_id = $2 AND generation = $3 \
             AND uses < max_uses AND expires_at > $4 AND switched_off_at IS NULL",
            &[id.into(), company.into(), generation.into(), now.into()],
        )?;
        Ok(taken > 0)
    }

    /// Switches a link off; false where it was off.
    pub fn switch_off(&mut self, company: CompanyId, id: JoinLinkId, now: Timestamp) -> Result<bool> {
        let switched = self.0.execute(
            "UPDATE join_links SET switched_off_at = $1 WHERE id = $2 AND company_id = $3 \
             AND switched_off_at IS NULL",
            &[now.into(), id.into(), company.into()],
        )?;
        Ok(switched > 0)
    }

    /// Switches off all links of one creator, as when he is dismissed.
    pub fn switch_off_of(&mut self, company: CompanyId, creator: EmployeeId, now: Timestamp) -> Result<u64> {
        self.0.execute(
            "UPDATE join_links SET switched_off_at = $1 WHERE creator_id = $2 AND company_id = $3 \
             AND switched_off_at IS NULL",
            &[now.into(), creator.into(), company.into()],
        )
    }
}
