//! SQL of companies.

use super::{Company, InvitingRules, Plan};
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::i18n::Language;
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.companies()`.
pub struct Companies<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The companies.
    pub fn companies(&mut self) -> Companies<'_, 'c> {
        Companies(self)
    }
}

const COLUMNS: &str = "id, name, public_url, language, time_zone, plan_name, max_employees, max_online, \
     reserve_seats, everyone_may_invite, require_approval, trusted_domains, invitation_days, join_link_days, \
     join_link_uses, letters_per_day, letters_per_week, pending_per_inviter, mail_from, history_days, reminder_days, \
     revoke_with_inviter";

fn company(row: &Row<'_>) -> Result<Company> {
    let trusted: String = row.get(11)?;
    Ok(Company {
        id: row.get(0)?,
        name: row.get(1)?,
        public_url: row.get(2)?,
        language: Language::from_tag(&row.get::<String>(3)?).unwrap_or(Language::En),
        time_zone: row.get(4)?,
        plan: Plan {
            name: row.get(5)?,
            max_employees: row.get(6)?,
            max_online: row.get(7)?,
            reserve_seats: row.get(8)?,
        },
        inviting: InvitingRules {
            everyone_may_invite: row.get(9)?,
            require_approval: row.get(10)?,
            trusted_domains: trusted.split_whitespace().map(str::to_owned).collect(),
            invitation_days: row.get(12)?,
            join_link_days: row.get(13)?,
            join_link_uses: row.get(14)?,
            letters_per_day: row.get(15)?,
            letters_per_week: row.get(16)?,
            pending_per_inviter: row.get(17)?,
            reminder_days: row.get(20)?,
            revoke_with_inviter: row.get(21)?,
        },
        mail_from: row.get(18)?,
        history_days: row.get(19)?,
    })
}

impl Companies<'_, '_> {
    /// The company of that id.
    pub fn find(&mut self, id: CompanyId) -> Result<Option<Company>> {
        self.0.query_opt(&format!("SELECT {COLUMNS} FROM companies WHERE id = $1"), &[id.into()], company)
    }

    /// The company that lives at `host`, as it stands in the Host header (lower case, with the port).
    pub fn find_by_host(&mut self, host: &str) -> Result<Option<Company>> {
        self.0.query_opt(&format!("SELECT {COLUMNS} FROM companies WHERE host = $1"), &[host.into()], company)
    }

    /// The installation's first company; `None` before the setup.
    pub fn first(&mut self) -> Result<Option<Company>> {
        self.0.query_opt(&format!("SELECT {COLUMNS} FROM companies ORDER BY id LIMIT 1"), &[], company)
    }

    /// All companies of the installation.
    pub fn all(&mut self) -> Result<Vec<Company>> {
        self.0.query(&format!("SELECT {COLUMNS} FROM companies ORDER BY id"), &[], company)
    }

    /// Makes a company; `None` where another already lives at that host.
    pub fn insert(&mut self, new: &NewCompany<'_>, now: Timestamp) -> Result<Option<CompanyId>> {
        self.0.query_opt(
            "INSERT INTO companies (name, public_url, host, language, time_zone, plan_name, max_employees, \
             max_online, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
             ON CONFLICT (host) DO NOTHING RETURNING id",
            &[
                new.name.into(),
                new.public_url.into(),
                new.host.into(),
                new.language.tag().into(),
                new.time_zone.into(),
                new.plan_name.into(),
                new.max_employees.into(),
                new.max_online.into(),
                now.into(),
            ],
            |row| row.get(0),
        )
    }

    /// Gives a company another name; its root department is renamed with it, by the caller.
    pub fn set_name(&mut self, id: CompanyId, name: &str) -> Result<()> {
        self.0.execute("UPDATE companies SET name = $1 WHERE id = $2", &[name.into(), id.into()]).map(drop)
    }

    /// Sets where a company lives and how it speaks; the caller has seen that nobody else lives there.
    pub fn set_address(&mut self, company: &Company, host: &str) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET public_url = $1, host = $2, language = $3, time_zone = $4 WHERE id = $5",
                &[
                    (&company.public_url).into(),
                    host.into(),
                    company.language.tag().into(),
                    (&company.time_zone).into(),
                    company.id.into(),
                ],
            )
            .map(drop)
    }

    /// Sets whether employees may invite; false where it was so before.
    pub fn set_everyone_may_invite(&mut self, id: CompanyId, everyone: bool) -> Result<bool> {
        let changed = self.0.execute(
            "UPDATE companies SET everyone_may_invite = $1 WHERE id = $2 AND everyone_may_invite <> $3",
            &[everyone.into(), id.into(), everyone.into()],
        )?;
        Ok(changed > 0)
    }

    /// Sets the plan.
    pub fn set_plan(&mut self, id: CompanyId, plan: &Plan) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET plan_name = $1, max_employees = $2, max_online = $3, reserve_seats = $4 \
                 WHERE id = $5",
                &[
                    (&plan.name).into(),
                    plan.max_employees.into(),
                    plan.max_online.into(),
                    plan.reserve_seats.into(),
                    id.into(),
                ],
            )
            .map(drop)
    }

    /// Sets the rules for inviting, but for who may.
    pub fn set_inviting(&mut self, id: CompanyId, rules: &InvitingRules) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET require_approval = $1, trusted_domains = $2, invitation_days = $3, \
                 join_link_days = $4, join_link_uses = $5, letters_per_day = $6, letters_per_week = $7, \
                 pending_per_inviter = $8, reminder_days = $9, revoke_with_inviter = $10 WHERE id = $11",
                &[
                    rules.require_approval.into(),
                    (&rules.trusted_domains.join(" ")).into(),
                    rules.invitation_days.into(),
                    rules.join_link_days.into(),
                    rules.join_link_uses.into(),
                    rules.letters_per_day.into(),
                    rules.letters_per_week.into(),
                    rules.pending_per_inviter.into(),
                    rules.reminder_days.into(),
                    rules.revoke_with_inviter.into(),
                    id.into(),
                ],
            )
            .map(drop)
    }

    /// Sets how many days the history goes back. How far it may be forgotten is to be said anew.
    pub fn set_history_days(&mut self, id: CompanyId, days: Option<i64>) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET history_days = $1, history_kept_from = NULL WHERE id = $2",
                &[days.into(), id.into()],
            )
            .map(drop)
    }

    /// Says up to when the history may be forgotten: what is later the database does not delete.
    pub fn set_history_kept_from(&mut self, id: CompanyId, from: Timestamp) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET history_kept_from = $1 WHERE id = $2 \
                 AND (history_kept_from IS NULL OR history_kept_from < $1)",
                &[from.into(), id.into()],
            )
            .map(drop)
    }

    /// The sealed address of the company's mail server.
    pub fn smtp_sealed(&mut self, id: CompanyId) -> Result<Option<Vec<u8>>> {
        self.0.query_one("SELECT smtp_sealed FROM companies WHERE id = $1", &[id.into()], |row| row.get(0))
    }

    /// Sets the mail server, sealed, and the sender of letters.
    pub fn set_mail(&mut self, id: CompanyId, sealed: Option<&[u8]>, from: Option<&str>) -> Result<()> {
        self.0
            .execute(
                "UPDATE companies SET smtp_sealed = $1, mail_from = $2 WHERE id = $3",
                &[sealed.into(), from.into(), id.into()],
            )
            .map(drop)
    }

    /// Makes every other transaction that counts something of this company wait for this one.
    pub fn lock(&mut self, id: CompanyId) -> Result<()> {
        self.0.execute("UPDATE companies SET seats_used = seats_used WHERE id = $1", &[id.into()]).map(drop)
    }
}

/// What a company begins with.
pub struct NewCompany<'a> {
    /// Its name.
    pub name: &'a str,
    /// Where its people reach the portal.
    pub public_url: &'a str,
    /// Host (and port) of that address, lower case.
    pub host: &'a str,
    /// Its language.
    pub language: Language,
    /// Its time zone.
    pub time_zone: &'a str,
    /// Name of its plan.
    pub plan_name: &'a str,
    /// Seats.
    pub max_employees: Option<i64>,
    /// At work at the same time.
    pub max_online: Option<i64>,
}
