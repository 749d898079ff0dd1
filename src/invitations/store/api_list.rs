//! SQL of the machine interface's list: any filters together, the latest first.

use super::list::LISTED;
use super::{COLUMNS, FROM, IS_SENDING, Invitations, LIVING, invitation};
use crate::access_rights::seen::{self, Seen};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::invitations::{Invitation, State};
use crate::mail::outbox::Delivery;
use crate::people::words;
use crate::store::Result;
use crate::store::conditions::Conditions;

/// What a program asks for.
#[derive(Clone, Debug)]
pub struct Filter {
    /// Where it stands.
    pub state: Option<State>,
    /// What became of its letter.
    pub delivery: Option<Delivery>,
    /// Beginnings of words of name or address; all must be found.
    pub words: Vec<String>,
    /// Who invited.
    pub inviter: Option<EmployeeId>,
    /// What the caller may see.
    pub seen: Seen,
    /// The present instant, for what has expired.
    pub now: Timestamp,
}

fn conditions<'a>(company: CompanyId, filter: &'a Filter, ends: &'a [String]) -> Conditions<'a> {
    let mut all = Conditions::new("i.company_id = ?", company.into());
    match filter.state {
        None => {}
        Some(State::Pending) => all.and(&format!("{LIVING} AND i.expires_at > ?"), [filter.now.into()]),
        Some(State::Expired) => all.and(&format!("{LIVING} AND i.expires_at <= ?"), [filter.now.into()]),
        Some(State::Accepted) => all.and("i.accepted_at IS NOT NULL", []),
        Some(State::Declined) => all.and("i.declined_at IS NOT NULL", []),
        Some(State::Revoked) => all.and("i.revoked_at IS NOT NULL", []),
    }
    match filter.delivery {
        None => {}
        Some(Delivery::Sending) => all.and(IS_SENDING, []),
        Some(other) => all.and(&format!("i.delivery = ? AND NOT {IS_SENDING}"), [other.word().into()]),
    }
    if let Some(inviter) = filter.inviter {
        all.and("i.inviter_id = ?", [inviter.into()]);
    }
    if !filter.seen.is_all() {
        let (maker, departments) = (filter.seen.maker(), filter.seen.departments());
        all.and(
            &seen::condition(LISTED, "?", "?"),
            [maker.into(), maker.into(), departments.into(), departments.into()],
        );
    }
    let or_ended = if filter.asks_for_ended() { ENDED } else { "1 = 0" };
    for (word, end) in filter.words.iter().zip(ends) {
        let found = format!(
            "({or_ended} OR EXISTS (SELECT 1 FROM employee_words w WHERE w.employee_id = i.employee_id \
             AND w.word >= ? AND w.word < ?))"
        );
        all.and(&found, [word.into(), end.into()]);
    }
    all
}

impl Filter {
    /// Whether some may have ended, of those that it asks for.
    #[must_use]
    pub fn asks_for_ended(&self) -> bool {
        matches!(self.state, None | Some(State::Declined | State::Revoked))
    }
}

/// Whoever has not joined by one is gone with it, and with him the words that he was found by.
const ENDED: &str = "(i.revoked_at IS NOT NULL OR i.declined_at IS NOT NULL)";

impl Invitations<'_, '_> {
    /// Up to `most` invitations with ids below `before`, the latest first. Of those that have ended the words are left
    /// to the caller.
    pub fn api_list(
        &mut self,
        company: CompanyId,
        filter: &Filter,
        before: Option<i64>,
        most: i64,
    ) -> Result<Vec<Invitation>> {
        let ends: Vec<String> = filter.words.iter().map(|word| words::after(word)).collect();
        let mut all = conditions(company, filter, &ends);
        if let Some(before) = before {
            all.and("i.id < ?", [before.into()]);
        }
        let (tail, params) = all.limited("ORDER BY i.id DESC", most);
        self.0.query(&format!("SELECT {COLUMNS} {FROM} {tail}"), &params, invitation)
    }

    /// How many invitations there are; where words are asked for, without those that have ended.
    pub fn api_count(&mut self, company: CompanyId, filter: &Filter) -> Result<i64> {
        let ends: Vec<String> = filter.words.iter().map(|word| words::after(word)).collect();
        let mut all = conditions(company, filter, &ends);
        if !filter.words.is_empty() {
            all.and(&format!("NOT {ENDED}"), []);
        }
        let (tail, params) = all.whole();
        self.0.query_one(&format!("SELECT COUNT(*) FROM invitations i {tail}"), &params, |row| row.get(0))
    }

    /// Names and addresses of up to `most` invitations that have ended, with ids below `before`, the latest first.
    pub fn api_ended(
        &mut self,
        company: CompanyId,
        filter: &Filter,
        before: Option<i64>,
        most: i64,
    ) -> Result<Vec<(i64, String, String)>> {
        let mut all = conditions(company, filter, &[]);
        all.and(ENDED, []);
        if let Some(before) = before {
            all.and("i.id < ?", [before.into()]);
        }
        let (tail, params) = all.limited("ORDER BY i.id DESC", most);
        self.0.query(&format!("SELECT i.id, i.name, i.email_key FROM invitations i {tail}"), &params, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })
    }
}
