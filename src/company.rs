//! The company: the tenant that every other row belongs to, with its address, plan and settings.

pub mod inviting;
pub mod letter;
pub mod mail;
pub mod plan;
pub mod public_url;
pub mod settings;
pub mod store;
#[cfg(test)]
pub mod tests;
pub mod web;

use crate::base::id::CompanyId;
use crate::i18n::{Language, Zone};
use crate::store::{Error, Result, Tx};

/// A company with its settings.
#[derive(Clone, Debug)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its name, as people see it.
    pub name: String,
    /// Where its people reach the portal: scheme and host, without a slash at the end. The only
    /// source of links in letters.
    pub public_url: String,
    /// The language of letters and of people who chose none.
    pub language: Language,
    /// Name of its time zone.
    pub time_zone: String,
    /// Its plan.
    pub plan: Plan,
    /// Its rules for inviting.
    pub inviting: InvitingRules,
    /// Sender of its letters, where set in the portal.
    pub mail_from: Option<String>,
    /// How many days its history goes back; for ever where none is said.
    pub history_days: Option<i64>,
}

impl Company {
    /// The company's zone.
    #[must_use]
    pub fn zone(&self) -> Zone {
        Zone::named(&self.time_zone)
    }

    /// A link to `path` (with its leading slash) on the company's address.
    #[must_use]
    pub fn link(&self, path: &str) -> String {
        format!("{}{path}", self.public_url)
    }

    /// Whether it is reached over TLS.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The address that its letters come from: the one set in the portal, else `no-reply` at the host
    /// of the company's address.
    #[must_use]
    pub fn sender_address(&self) -> String {
        self.mail_from.clone().unwrap_or_else(|| self.default_sender())
    }

    /// The address that its letters come from where none is set.
    #[must_use]
    pub fn default_sender(&self) -> String {
        format!("no-reply@{}", public_url::name_of(&self.public_url))
    }

    /// The first letter of the name: the company's mark.
    #[must_use]
    pub fn initial(&self) -> String {
        self.name
            .chars()
            .find(|c| c.is_alphanumeric())
            .map_or_else(|| "C".to_owned(), |c| c.to_uppercase().collect())
    }
}

/// What the company may use. `None` is «unlimited».
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Plan {
    /// What the plan is called.
    pub name: String,
    /// Seats: active employees at the most.
    pub max_employees: Option<i64>,
    /// People at work at the same time at the most.
    pub max_online: Option<i64>,
    /// Whether a pending invitation holds a seat.
    pub reserve_seats: bool,
}

/// The company's rules for inviting.
#[derive(Clone, Debug)]
pub struct InvitingRules {
    /// Whether employees may invite; administrators always may.
    pub everyone_may_invite: bool,
    /// Whether who came by a join link waits to be let in.
    pub require_approval: bool,
    /// Domains (A-labels, lower case) whose people need no approval.
    pub trusted_domains: Vec<String>,
    /// Lifetime of an invitation, in days.
    pub invitation_days: i64,
    /// Lifetime of a join link, in days.
    pub join_link_days: i64,
    /// How many may join by one join link.
    pub join_link_uses: i64,
    /// Letters that an employee may cause a day.
    pub letters_per_day: i64,
    /// Letters that an employee may cause a week.
    pub letters_per_week: i64,
    /// Invitations that an employee may have open.
    pub pending_per_inviter: i64,
    /// How many days before its end an invitation is reminded of; `None`: not at all.
    pub reminder_days: Option<i64>,
    /// Whether what a dismissed employee had sent is revoked with him, where nobody says otherwise.
    pub revoke_with_inviter: bool,
}

/// Most days that an invitation or a join link may live.
pub const MAX_DAYS: i64 = 90;

/// The address that letters of this company come from.
pub fn sender_address(tx: &mut Tx<'_>, id: CompanyId) -> Result<String> {
    let company = tx.companies().find(id)?.ok_or_else(|| Error::broken("a letter of no company"))?;
    Ok(company.sender_address())
}
