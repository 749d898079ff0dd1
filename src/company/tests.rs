//! A company for unit tests.

use super::{Company, InvitingRules, Plan};
use crate::base::id::CompanyId;
use crate::i18n::Language;

/// «Ромашка» with the usual settings.
#[must_use]
pub fn company() -> Company {
    Company {
        id: CompanyId(1),
        name: "Ромашка".to_owned(),
        public_url: "https://portal.daisy.example".to_owned(),
        language: Language::Ru,
        time_zone: "Europe/Moscow".to_owned(),
        plan: Plan { name: String::new(), max_employees: None, max_online: None, reserve_seats: false },
        inviting: InvitingRules {
            everyone_may_invite: true,
            require_approval: false,
            trusted_domains: vec![],
            invitation_days: 14,
            join_link_days: 14,
            join_link_uses: 25,
            letters_per_day: 50,
            letters_per_week: 500,
            pending_per_inviter: 100,
            reminder_days: Some(2),
            revoke_with_inviter: false,
        },
        mail_from: None,
        history_days: None,
    }
}
