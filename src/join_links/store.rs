//! SQL of join links.

use super::list::Query;
use super::{Channel, Departments, JoinLink};
use crate::access_rights::seen::{self, Listed, Seen};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId, JoinLinkId};
use crate::i18n::Language;
use crate::invitations::Inviter;
use crate::store::{Error, Result, Row, Tx, Value};

/// The accessor: `tx.join_links()`.
pub struct JoinLinks<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The join links.
    pub fn join_links(&mut self) -> JoinLinks<'_, 'c> {
        JoinLinks(self)
    }
}

const SELECT: &str = "SELECT l.id, l.company_id, l.creator_id, c.name, c.email, l.channel, l.language, l.generation, \
     l.max_uses, l.uses, l.created_at, l.expires_at, l.switched_off_at, l.switched_off_by \
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
        switched_off_by: row.get(13)?,
    })
}

/// Where it stands who made a link, and where to.
const LISTED: Listed =
    Listed { maker: "l.creator_id", id: "l.id", table: "join_link_departments", column: "join_link_id" };

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

    /// Where those who join will be: departments, each told from its namesakes.
    pub fn departments(&mut self, company: CompanyId, id: JoinLinkId) -> Result<Departments> {
        let mut found: Departments = self.0.query(
            "SELECT d.id, d.name FROM join_link_departments x JOIN departments d ON d.id = x.department_id \
             WHERE x.join_link_id = $1 AND x.company_id = $2 ORDER BY d.name_key, d.id",
            &[id.into(), company.into()],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        self.0.departments().tell_apart(company, found.iter_mut().map(|(id, name)| (*id, name)))?;
        Ok(found)
    }

    /// What the departments of several links are called, each told from its namesakes.
    pub fn departments_of_all(
        &mut self,
        company: CompanyId,
        links: &[JoinLink],
    ) -> Result<Vec<(JoinLinkId, String)>> {
        if links.is_empty() {
            return Ok(Vec::new());
        }
        let mut params: Vec<Value<'_>> = vec![company.into()];
        params.extend(links.iter().map(|link| Value::from(link.id)));
        let places: Vec<String> = (2..=params.len()).map(|n| format!("${n}")).collect();
        let mut found = self.0.query(
            &format!(
                "SELECT x.join_link_id, d.id, d.name FROM join_link_departments x JOIN departments d \
                 ON d.id = x.department_id WHERE x.company_id = $1 AND x.join_link_id IN ({}) \
                 ORDER BY d.name_key, d.id",
                places.join(", ")
            ),
            &params,
            |row| Ok((row.get(0)?, row.get(1)?, row.get::<String>(2)?)),
        )?;
        self.0.departments().tell_apart(company, found.iter_mut().map(|(_, id, name)| (*id, name)))?;
        Ok(found.into_iter().map(|(link, _, name)| (link, name)).collect())
    }

    /// A page of links, the latest first, after a row.
    pub fn page(&mut self, company: CompanyId, query: &Query, limit: i64) -> Result<Vec<JoinLink>> {
        let last = (i64::MAX, i64::MAX);
        let (at, id) =
            query.after.as_ref().and_then(|after| Some((after.number()?, after.id))).unwrap_or(last);
        self.0.query(
            &format!(
                "WITH RECURSIVE branch (id) AS (SELECT id FROM departments WHERE company_id = $1 AND id = $2 \
                 UNION ALL SELECT d.id FROM branch b CROSS JOIN departments d \
                 WHERE d.company_id = $1 AND d.parent_id = b.id) \
                 {SELECT} WHERE l.company_id = $1 AND {} AND (l.created_at, l.id) < ($5, $6) \
                 AND ($2 = 0 OR EXISTS (SELECT 1 FROM join_link_departments x WHERE x.join_link_id = l.id \
                 AND x.department_id IN (SELECT id FROM branch))) \
                 ORDER BY l.created_at DESC, l.id DESC LIMIT $7",
                seen::condition(LISTED, "$3", "$4")
            ),
            &[
                company.into(),
                query.department.map_or(0, |id| id.0).into(),
                query.seen.maker().into(),
                query.seen.departments().into(),
                at.into(),
                id.into(),
                limit.into(),
            ],
            join_link,
        )
    }

    /// The links that one can join by, those that live longest first.
    pub fn open(
        &mut self,
        company: CompanyId,
        seen: &Seen,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<JoinLink>> {
        self.0.query(
            &format!(
                "{SELECT} WHERE l.company_id = $1 AND l.switched_off_at IS NULL AND l.expires_at > $2 \
                 AND l.uses < l.max_uses AND {} ORDER BY l.expires_at DESC, l.id DESC LIMIT $5",
                seen::condition(LISTED, "$3", "$4")
            ),
            &[company.into(), now.into(), seen.maker().into(), seen.departments().into(), limit.into()],
            join_link,
        )
    }

    /// How many links of a creator one can join by.
    pub fn count_open_of(&mut self, company: CompanyId, creator: EmployeeId, now: Timestamp) -> Result<i64> {
        self.0.query_one(
            "SELECT COUNT(*) FROM join_links l WHERE l.company_id = $1 AND l.creator_id = $2 \
             AND l.switched_off_at IS NULL AND l.expires_at > $3 AND l.uses < l.max_uses",
            &[company.into(), creator.into(), now.into()],
            |row| row.get(0),
        )
    }

    /// How many links there are, counted up to `most`.
    pub fn count_up_to(&mut self, company: CompanyId, seen: &Seen, most: i64) -> Result<i64> {
        self.0.query_one(
            &format!(
                "SELECT COUNT(*) FROM (SELECT 1 FROM join_links l WHERE l.company_id = $1 \
                 AND {} LIMIT $4) counted",
                seen::condition(LISTED, "$2", "$3")
            ),
            &[company.into(), seen.maker().into(), seen.departments().into(), most.into()],
            |row| row.get(0),
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

    /// Gives the use of a link back that somebody took who was refused.
    pub fn give_use_back(&mut self, company: CompanyId, id: JoinLinkId) -> Result<()> {
        self.0
            .execute(
                "UPDATE join_links SET uses = uses - 1 WHERE id = $1 AND company_id = $2 AND uses > 0",
                &[id.into(), company.into()],
            )
            .map(drop)
    }

    /// Switches a link off; false where it was off.
    pub fn switch_off(
        &mut self,
        company: CompanyId,
        id: JoinLinkId,
        by: Option<EmployeeId>,
        now: Timestamp,
    ) -> Result<bool> {
        let switched = self.0.execute(
            "UPDATE join_links SET switched_off_at = $1, switched_off_by = $2 WHERE id = $3 AND company_id = $4 \
             AND switched_off_at IS NULL",
            &[now.into(), by.into(), id.into(), company.into()],
        )?;
        Ok(switched > 0)
    }

    /// Switches a link on again; false where it was on.
    pub fn switch_on(&mut self, company: CompanyId, id: JoinLinkId) -> Result<bool> {
        let switched = self.0.execute(
            "UPDATE join_links SET switched_off_at = NULL, switched_off_by = NULL WHERE id = $1 AND company_id = $2 \
             AND switched_off_at IS NOT NULL",
            &[id.into(), company.into()],
        )?;
        Ok(switched > 0)
    }

    /// Lets all that are open expire at once; how many.
    pub fn expire_all(&mut self, now: Timestamp) -> Result<u64> {
        self.0.execute(
            "UPDATE join_links SET expires_at = $1 WHERE switched_off_at IS NULL AND expires_at > $1",
            &[now.into()],
        )
    }

    /// Switches off all links of one creator, as when he is dismissed; which they are.
    pub fn switch_off_of(
        &mut self,
        company: CompanyId,
        creator: EmployeeId,
        by: Option<EmployeeId>,
        now: Timestamp,
    ) -> Result<Vec<JoinLinkId>> {
        let mut links: Vec<JoinLinkId> = self.0.query(
            "UPDATE join_links SET switched_off_at = $1, switched_off_by = $2 WHERE creator_id = $3 \
             AND company_id = $4 AND switched_off_at IS NULL RETURNING id",
            &[now.into(), by.into(), creator.into(), company.into()],
            |row| row.get(0),
        )?;
        links.sort_unstable();
        Ok(links)
    }
}
