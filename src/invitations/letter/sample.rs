//! The letter as whoever looks at its words would send it: nobody is invited by it.

use std::rc::Rc;

use super::Told;
use crate::base::clock::Timestamp;
use crate::base::id::InvitationId;
use crate::company::Company;
use crate::i18n::{Language, Locale};
use crate::invitations::{Invitation, Inviter};
use crate::letter_templates::Wording;
use crate::mail::composed::Composed;
use crate::mail::outbox::Delivery;
use crate::people::Employee;

/// A letter that goes to nobody.
pub struct Sample<'a> {
    /// The company.
    pub company: &'a Company,
    /// Who would invite.
    pub inviter: &'a Employee,
    /// In which language.
    pub language: Language,
    /// Whether it is the reminder.
    pub is_reminder: bool,
    /// Who would be invited; empty where nobody knows.
    pub name: String,
    /// Where to.
    pub departments: Vec<String>,
    /// Its words.
    pub wording: Wording,
    /// In the place of the secrets of its links, which lead nowhere.
    pub secret: &'a str,
}

impl Sample<'_> {
    /// Tells it as the real one is told.
    #[must_use]
    pub fn composed(self, now: Timestamp) -> Composed {
        let locale = Locale::new(self.language);
        let days = match self.company.inviting.reminder_days {
            Some(days) if self.is_reminder => days,
            _ => self.company.inviting.invitation_days,
        };
        let told = Told {
            locale,
            company: Rc::new(self.company.clone()),
            departments: self.departments.clone(),
            link: self.company.link(&format!("/i/{}", self.secret)),
            opt_out: self.company.link(&format!("/stop/{}", self.secret)),
            in_reply_to: None,
            answers_go_to_inviter: false,
            is_reminder: self.is_reminder,
            invitation: invitation(&self, now.plus_days(days)),
            wording: Rc::new(self.wording),
        };
        Composed { list_unsubscribe: None, ..told.composed() }
    }
}

fn invitation(sample: &Sample<'_>, expires_at: Timestamp) -> Invitation {
    let (company, inviter) = (sample.company, sample.inviter);
    Invitation {
        id: InvitationId(0),
        company_id: company.id,
        employee_id: None,
        batch_id: None,
        inviter: Inviter {
            id: inviter.id,
            name: inviter.shown_name().to_owned(),
            email: inviter.email.clone(),
        },
        email: String::new(),
        email_key: String::new(),
        name: sample.name.clone(),
        language: sample.language,
        note: String::new(),
        channel: String::new(),
        generation: 0,
        letters: 0,
        delivery: Delivery::None,
        is_kept: false,
        is_stopped: false,
        created_at: expires_at,
        expires_at,
        accepted_at: None,
        declined_at: None,
        revoked_at: None,
        link_ended_at: None,
    }
}
