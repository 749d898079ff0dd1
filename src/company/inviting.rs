//! Changing the company's rules for inviting.

use super::settings::{locked, note_changes};
use super::{InvitingRules, MAX_DAYS};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::history::{Action, Actor};
use crate::store::{Result, Tx};

/// Most people that may join by one link.
pub const MAX_USES: i64 = 10_000;
/// Most letters and open invitations that an employee may be allowed.
pub const MAX_QUOTA: i64 = 100_000;
/// Most days before its end that an invitation may be reminded of.
pub const MAX_REMINDER_DAYS: i64 = 30;
/// Most domains that may be trusted.
const MAX_DOMAINS: usize = 100;

/// What to set. Who may invite is set by [`crate::access_rights::switch`].
#[derive(Clone, Debug)]
pub struct Rules {
    /// Whether who came by a join link waits to be let in.
    pub require_approval: bool,
    /// Domains whose people need no approval, as typed.
    pub trusted_domains: String,
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

/// What to mend.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Problem {
    /// A number that is not from 1 to `most`; named as in [`Rules`].
    Number {
        /// Which one.
        field: &'static str,
        /// The most that it may be.
        most: i64,
    },
    /// This is no domain of e-mail addresses.
    Domain(String),
    /// More domains than can be kept.
    TooManyDomains {
        /// How many can be.
        most: usize,
    },
}

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The rules are so now, or were before.
    Changed,
    /// The person may not.
    NotAllowed,
    /// Nothing was changed: these have to be mended.
    Refused(Vec<Problem>),
}

/// Changes the rules for inviting.
pub fn change_inviting(tx: &mut Tx<'_>, actor: &Actor, rules: &Rules, now: Timestamp) -> Result<Outcome> {
    let company = locked(tx, actor)?;
    if !access_rights::may(actor, &company, Permission::ManageSettings, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    let mut problems = bad_numbers(rules);
    let (trusted_domains, bad_domains) = domains(&rules.trusted_domains);
    problems.extend(bad_domains.into_iter().map(Problem::Domain));
    if trusted_domains.len() > MAX_DOMAINS {
        problems.push(Problem::TooManyDomains { most: MAX_DOMAINS });
    }
    if !problems.is_empty() {
        return Ok(Outcome::Refused(problems));
    }
    let after = InvitingRules {
        everyone_may_invite: company.inviting.everyone_may_invite,
        require_approval: rules.require_approval,
        trusted_domains,
        invitation_days: rules.invitation_days,
        join_link_days: rules.join_link_days,
        join_link_uses: rules.join_link_uses,
        letters_per_day: rules.letters_per_day,
        letters_per_week: rules.letters_per_week,
        pending_per_inviter: rules.pending_per_inviter,
        reminder_days: rules.reminder_days,
        revoke_with_inviter: rules.revoke_with_inviter,
    };
    tx.companies().set_inviting(actor.company, &after)?;
    let changes: Vec<_> = named(&company.inviting)
        .into_iter()
        .zip(named(&after))
        .map(|((name, before), (_, after))| (name, before, after))
        .collect();
    note_changes(tx, actor, Action::SettingsChanged, &changes, now)?;
    Ok(Outcome::Changed)
}

fn bad_numbers(rules: &Rules) -> Vec<Problem> {
    [
        ("invitation_days", rules.invitation_days, MAX_DAYS),
        ("join_link_days", rules.join_link_days, MAX_DAYS),
        ("join_link_uses", rules.join_link_uses, MAX_USES),
        ("letters_per_day", rules.letters_per_day, MAX_QUOTA),
        ("letters_per_week", rules.letters_per_week, MAX_QUOTA),
        ("pending_per_inviter", rules.pending_per_inviter, MAX_QUOTA),
        ("reminder_days", rules.reminder_days.unwrap_or(1), MAX_REMINDER_DAYS),
    ]
    .into_iter()
    .filter(|(_, number, most)| !(1..=*most).contains(number))
    .map(|(field, _, most)| Problem::Number { field, most })
    .collect()
}

fn named(rules: &InvitingRules) -> [(&'static str, String); 10] {
    [
        ("require_approval", rules.require_approval.to_string()),
        ("trusted_domains", rules.trusted_domains.join(" ")),
        ("invitation_days", rules.invitation_days.to_string()),
        ("join_link_days", rules.join_link_days.to_string()),
        ("join_link_uses", rules.join_link_uses.to_string()),
        ("letters_per_day", rules.letters_per_day.to_string()),
        ("letters_per_week", rules.letters_per_week.to_string()),
        ("pending_per_inviter", rules.pending_per_inviter.to_string()),
        ("reminder_days", rules.reminder_days.map(|days| days.to_string()).unwrap_or_default()),
        ("revoke_with_inviter", rules.revoke_with_inviter.to_string()),
    ]
}

/// The domains in a typed list, as A-labels, and what is none.
fn domains(typed: &str) -> (Vec<String>, Vec<String>) {
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for word in typed.split([',', ';', ' ', '\t', '\r', '\n']).filter(|word| !word.is_empty()) {
        let domain = word.trim_start_matches('@').trim_end_matches('.');
        match idna::domain_to_ascii_strict(domain) {
            Ok(ascii) if ascii.contains('.') && ascii.len() <= 253 => good.push(ascii),
            _ => bad.push(word.chars().take(100).collect()),
        }
    }
    good.sort_unstable();
    good.dedup();
    (good, bad)
}

#[cfg(test)]
mod tests {
    use super::domains;

    #[test]
    fn domains_are_read_as_people_write_them() {
        let (good, bad) =
            domains("@Romashka.example, пример.рф;\r\nromashka.example. intranet a@b.c a..b _x.y");
        assert_eq!(good, ["romashka.example", "xn--e1afmkfd.xn--p1ai"]);
        assert_eq!(bad, ["intranet", "a@b.c", "a..b", "_x.y"]);
    }
}
