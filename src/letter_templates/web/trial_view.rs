//! What became of a trial letter: beside the form, and on a page of its own that the form's asks.

use askama::Template;
use axum::extract::Path;

use crate::base::id::LetterId;
use crate::i18n::Locale;
use crate::invitations::badge::reason_of;
use crate::letter_templates::trial::TRIAL;
use crate::mail::outbox::{Delivery, Hold, Letter};
use crate::web::Tone;
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};

/// What is said of it.
pub(super) struct TrialView {
    pub(super) tone: Tone,
    pub(super) words: String,
    /// Where more of it is to be seen while it is under way; else empty.
    pub(super) ahead: String,
    /// Whether it lies in the portal's mailbox, which the reader may open.
    pub(super) is_in_mailbox: bool,
}

#[derive(Template)]
#[template(path = "settings/letters_trial.html")]
struct TrialPage {
    shell: Shell,
    trial: TrialView,
}

pub(super) async fn show(SettingsManager(me): SettingsManager, Path(id): Path<LetterId>) -> PageResult {
    let trial = TrialView::find(&me, id).await?;
    page(&TrialPage { shell: me.shell(Section::Settings), trial })
}

impl TrialView {
    /// The letter of that id, where it is one.
    pub(super) async fn find(me: &SignedIn, id: LetterId) -> Result<Self, Failure> {
        let company = me.visitor.company.id;
        let letter = me.visitor.portal.read(move |tx| tx.outbox().find(company, id)).await?;
        let letter = letter.filter(|letter| letter.kind == TRIAL).ok_or(Failure::NotFound)?;
        Ok(Self::of(me, &letter))
    }

    /// There were too many.
    pub(super) fn refused(failure: &Failure, locale: Locale) -> Self {
        Self { tone: Tone::Warn, words: failure.words(locale), ahead: String::new(), is_in_mailbox: false }
    }

    fn of(me: &SignedIn, letter: &Letter) -> Self {
        let locale = me.locale();
        let (tone, key) = match letter.delivery() {
            _ if letter.is_kept() => (Tone::Ok, "letter-template-trial-kept"),
            Delivery::Queued | Delivery::Sending => (Tone::Info, "letter-template-trial-queued"),
            Delivery::Sent => (Tone::Ok, "letter-template-trial-sent"),
            Delivery::None => (Tone::Warn, "letter-template-trial-withdrawn"),
            Delivery::Deferred | Delivery::Unknown => (Tone::Warn, "letter-template-trial-waits"),
            Delivery::Failed => (Tone::Bad, "letter-template-trial-failed"),
        };
        let told = locale.with(key, &[("address", (&letter.email).into())]);
        let reason = match letter.delivery() {
            Delivery::Deferred | Delivery::Unknown | Delivery::Failed => {
                reason_of(&locale, &me.zone(), &Hold::default(), letter, me.visitor.portal.now())
            }
            _ => String::new(),
        };
        let words = if reason.is_empty() { told } else { format!("{told} {reason}") };
        let is_under_way = matches!(letter.delivery(), Delivery::Queued | Delivery::Sending);
        Self {
            tone,
            words,
            ahead: if is_under_way {
                format!("/settings/letters/trials/{}", letter.id)
            } else {
                String::new()
            },
            is_in_mailbox: letter.is_kept() && me.rights.is_administrator(),
        }
    }
}
