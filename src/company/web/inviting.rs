//! The page of the rules for inviting.

use askama::Template;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::{Deserialize, Serialize};

use super::super::InvitingRules;
use super::super::inviting::{self, Outcome, Problem, Rules};
use super::super::settings::locked;
use crate::i18n::Locale;
use crate::invitations::remind;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, fields_of, mark, merge_each};
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};

const PATH: &str = "/settings/inviting";

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show).post(change))
}

#[derive(Template)]
#[template(path = "settings/inviting.html")]
struct InvitingPage {
    shell: Shell,
    /// What is set now, for the form to say which of it was changed there.
    shown: String,
    form: InvitingForm,
    everyone: bool,
    errors: Errors,
}

/// The fields of the form, each of which stands for itself.
const FIELDS: [&str; 10] = [
    "require_approval",
    "trusted_domains",
    "invitation_days",
    "join_link_days",
    "join_link_uses",
    "letters_per_day",
    "letters_per_week",
    "pending_per_inviter",
    "reminder_days",
    "revoke_with_inviter",
];

#[derive(Default, Deserialize, Serialize)]
#[serde(default)]
struct InvitingForm {
    require_approval: Option<String>,
    trusted_domains: String,
    invitation_days: String,
    join_link_days: String,
    join_link_uses: String,
    letters_per_day: String,
    letters_per_week: String,
    pending_per_inviter: String,
    reminder_days: String,
    revoke_with_inviter: Option<String>,
}

impl InvitingForm {
    fn of(rules: &InvitingRules) -> Self {
        let shown = |domain: &String| idna::domain_to_unicode(domain).0;
        Self {
            require_approval: rules.require_approval.then(|| "1".to_owned()),
            trusted_domains: rules.trusted_domains.iter().map(shown).collect::<Vec<_>>().join("\n"),
            invitation_days: rules.invitation_days.to_string(),
            join_link_days: rules.join_link_days.to_string(),
            join_link_uses: rules.join_link_uses.to_string(),
            letters_per_day: rules.letters_per_day.to_string(),
            letters_per_week: rules.letters_per_week.to_string(),
            pending_per_inviter: rules.pending_per_inviter.to_string(),
            reminder_days: rules.reminder_days.map(|days| days.to_string()).unwrap_or_default(),
            revoke_with_inviter: rules.revoke_with_inviter.then(|| "1".to_owned()),
        }
    }

    fn rules(&self) -> Rules {
        // What is no number is out of every range.
        let number = |typed: &str| typed.trim().parse().unwrap_or(0);
        Rules {
            require_approval: self.require_approval.is_some(),
            trusted_domains: self.trusted_domains.clone(),
            invitation_days: number(&self.invitation_days),
            join_link_days: number(&self.join_link_days),
            join_link_uses: number(&self.join_link_uses),
            letters_per_day: number(&self.letters_per_day),
            letters_per_week: number(&self.letters_per_week),
            pending_per_inviter: number(&self.pending_per_inviter),
            reminder_days: Some(self.reminder_days.trim()).filter(|days| !days.is_empty()).map(number),
            revoke_with_inviter: self.revoke_with_inviter.is_some(),
        }
    }
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    let rules = me.visitor.company.inviting.clone();
    page(&build(&me, &rules, InvitingForm::of(&rules), Vec::new()))
}

fn build(me: &SignedIn, rules: &InvitingRules, form: InvitingForm, errors: Errors) -> InvitingPage {
    InvitingPage {
        shell: me.shell(Section::Settings),
        shown: mark(&fields_of(&InvitingForm::of(rules))),
        form,
        everyone: rules.everyone_may_invite,
        errors,
    }
}

async fn change(SettingsManager(me): SettingsManager, Form(fields): Form<Fields>) -> PageResult {
    let (actor, locale, now) = (me.actor(), me.locale(), me.visitor.portal.now());
    let done = me.visitor.portal.write(move |tx| {
        let rules = locked(tx, &actor)?.inviting;
        let present = InvitingForm::of(&rules);
        let (form, clashes) = merge_each(locale, fields.clone(), &present, &FIELDS, |_, now| now);
        let outcome = if clashes.is_empty() {
            Some(inviting::change_inviting(tx, &actor, &form.rules(), now)?)
        } else {
            None
        };
        let kept = locked(tx, &actor)?.inviting;
        Ok((rules, kept, form, clashes, outcome))
    });
    let (rules, kept, form, mut errors, outcome) = done.await?;
    match outcome {
        Some(Outcome::Changed) if remind::is_idle(&kept) => {
            let message = flash::warning("settings-saved-no-reminders", Some(kept.invitation_days / 2));
            return Ok(see_other_with(PATH, &message));
        }
        Some(Outcome::Changed) => return Ok(see_other_with(PATH, &flash::good("settings-saved", None))),
        Some(Outcome::NotAllowed) => return Err(Failure::Forbidden),
        Some(Outcome::Refused(problems)) => {
            errors.extend(problems.iter().map(|problem| words(locale, problem)));
        }
        None => {}
    }
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &build(&me, &rules, form, errors))
}

fn words(locale: Locale, problem: &Problem) -> (&'static str, String) {
    match problem {
        Problem::Number { field: field @ "reminder_days", most } => {
            (field, locale.n("settings-number-or-nothing", *most))
        }
        Problem::Number { field, most } => (field, locale.n("settings-number", *most)),
        Problem::Domain(typed) => ("trusted_domains", locale.named("settings-domain-problem", typed)),
        Problem::TooManyDomains { most } => {
            let most = i64::try_from(*most).unwrap_or(i64::MAX);
            ("trusted_domains", locale.n("settings-domains-too-many", most))
        }
    }
}
