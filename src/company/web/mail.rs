//! The page of the way out: a mail server or the recipients' own; setting it, trying it, going back to the mailbox.

use askama::Template;
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Form, Router};
use http::StatusCode;
use zeroize::Zeroizing;

use super::super::mail::queue::Outcome as Hurried;
use super::super::mail::{self, Draft, Outcome, Problem, Saved, trial};
use crate::base::email_address::{EmailAddress, domain_of};
use crate::bounces::{kept, poll};
use crate::i18n::Locale;
use crate::mail::dkim;
use crate::mail::dns;
use crate::mail::message::{Mailbox, shown_address};
use crate::mail::smtp::{SmtpServer, TlsMode};
use crate::mail::transport::{Outlet, Route};
use crate::mailbox::sending;
use crate::portal::SharedPortal;
use crate::web::Tone;
use crate::web::failure::Failure;
use crate::web::flash;
use crate::web::forms::Errors;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page_with, see_other, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{Administrator, SettingsManager, SignedIn};

pub use self::ending::Ending;
pub use self::form::MailForm;
pub use self::queue::Queue;

mod ending;
mod form;
mod queue;

const PATH: &str = "/settings/mail";

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new()
        .route(PATH, get(show).post(submit))
        .route("/settings/mail/trial", get(back).post(try_out))
        .route("/settings/mail/remove", post(remove))
        .route("/settings/mail/hurry", post(hurry))
}

#[derive(Template)]
#[template(path = "settings/mail.html")]
struct MailPage {
    shell: Shell,
    mail: MailView,
    /// What waits to leave by a server.
    queue: Option<Queue>,
    /// Whether there are reports that no letter could be found for, or a mailbox that they are read from.
    has_reports: bool,
    /// Whether that mailbox can't be read.
    is_mailbox_lost: bool,
    /// Invitations that stayed in the portal's own mailbox and could be sent now.
    kept: i64,
}

/// What `settings/mail_fields.html` and `settings/mail_ending.html` show; a page has it as its field
/// `mail`.
pub struct MailView {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is typed, or kept.
    pub form: MailForm,
    /// What to mend.
    pub errors: Errors,
    /// How letters leave at present.
    pub now: Now,
    /// Why letters wait although there is a server, where they do.
    pub trouble: Option<String>,
    /// The password that is kept or was typed.
    pub password: Password,
    /// The server that is kept, also while letters leave without one.
    pub kept_server: Option<String>,
    /// The sender, where it is set for the whole installation.
    pub fixed_sender: Option<String>,
    /// The sender where none is set.
    pub default_sender: String,
    /// In the name of which domain letters can be signed, where there is a key.
    pub signer: Option<String>,
    /// How the trial ended, where there was one.
    pub ending: Option<Ending>,
    /// Who gets the trial letter.
    pub me: String,
    /// Whether the reader may change it: an administrator.
    pub may_change: bool,
}

/// What to say about a password that is not shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Password {
    /// There is none.
    None,
    /// One is kept.
    Kept,
    /// One was typed a moment ago for no server that could be, and has to be typed again.
    Again,
    /// The one that was typed is on the page, sealed: it goes to its server alone.
    Sealed,
}

/// How letters leave at present.
pub enum Now {
    /// Into the mailbox.
    Mailbox,
    /// By this server, set on this page.
    Server(String),
    /// By this server, set for the whole installation.
    Fixed(String),
    /// Straight to the recipients' servers, perhaps set for the whole installation.
    Direct {
        /// In the settings of the installation.
        is_fixed: bool,
    },
    /// Not at all: what is kept can't be read.
    Unreadable,
    /// Not at all, for this reason.
    Closed(String),
}

impl MailView {
    /// What stands there before anything is typed.
    pub async fn present(me: &SignedIn) -> Result<Self, Failure> {
        let kept = kept(me).await?;
        let company = &me.visitor.company;
        let form = MailForm::of(&kept, company.mail_from.as_deref());
        Ok(Self::new(me, &kept, form))
    }

    /// What stands there as it is typed.
    pub async fn typed(me: &SignedIn, form: MailForm) -> Result<Self, Failure> {
        Ok(Self::new(me, &kept(me).await?, form))
    }

    fn new(me: &SignedIn, kept: &Saved, mut form: MailForm) -> Self {
        let (portal, company) = (&me.visitor.portal, &me.visitor.company);
        let was_typed = !form.password.is_empty();
        if was_typed {
            let meant = draft(me, &form).ok().and_then(|draft| draft.meant());
            let seal = |server: SmtpServer| {
                mail::seal_tried(&portal.key, company.id, &server.to_url(), &*portal.random)
            };
            form.tried = meant.map(seal).unwrap_or_default();
        }
        let password = match kept.server().and_then(SmtpServer::password) {
            _ if tried(me, &form).is_some() => Password::Sealed,
            _ if was_typed => Password::Again,
            Some(_) => Password::Kept,
            None => Password::None,
        };
        form.password = Zeroizing::default();
        if password != Password::Sealed {
            form.tried = String::new();
        }
        Self {
            status: StatusCode::OK,
            form,
            errors: Vec::new(),
            now: now(portal, kept),
            trouble: None,
            password,
            kept_server: kept.server().map(SmtpServer::place),
            fixed_sender: portal.config.mail.sender_address().as_deref().map(shown_address),
            default_sender: shown_address(&company.default_sender()),
            signer: portal.signer.domain().map(str::to_owned),
            ending: None,
            me: me.me.email.clone(),
            may_change: me.rights.is_administrator(),
        }
    }

    fn refused(self, locale: Locale, problems: &[Problem]) -> Self {
        let errors = problems.iter().map(|problem| words(locale, *problem)).collect();
        Self { status: StatusCode::UNPROCESSABLE_ENTITY, errors, ..self }
    }

    fn ended(self, status: StatusCode, ending: Ending) -> Self {
        Self { status, ending: Some(ending), ..self }
    }

    /// Whether nothing can be changed here.
    #[must_use]
    pub fn is_fixed(&self) -> bool {
        matches!(self.now, Now::Fixed(_) | Now::Direct { is_fixed: true })
    }

    /// Whether letters stay in the portal.
    #[must_use]
    pub fn is_mailbox(&self) -> bool {
        matches!(self.now, Now::Mailbox)
    }

    /// Whether there is something to go back from.
    #[must_use]
    pub fn can_be_removed(&self) -> bool {
        self.may_change && !self.is_fixed() && !self.is_mailbox()
    }

    /// How letters leave, at a glance.
    #[must_use]
    pub fn tone(&self) -> Tone {
        match self.now {
            Now::Mailbox => Tone::Info,
            Now::Server(_) | Now::Fixed(_) | Now::Direct { .. } if self.trouble.is_some() => Tone::Warn,
            Now::Server(_) | Now::Fixed(_) | Now::Direct { .. } => Tone::Ok,
            Now::Unreadable | Now::Closed(_) => Tone::Bad,
        }
    }

    /// How letters leave, in words.
    #[must_use]
    pub fn now_words(&self, locale: &Locale) -> String {
        match &self.now {
            Now::Mailbox => locale.t("mail-now-mailbox"),
            Now::Server(place) | Now::Fixed(place) => server_words(*locale, place, self.trouble.as_deref()),
            Now::Direct { .. } => direct_words(*locale, self.trouble.as_deref()),
            Now::Unreadable => locale.t("mail-now-unreadable"),
            Now::Closed(reason) => locale.named("mail-now-closed", reason),
        }
    }

    /// The sender of letters.
    #[must_use]
    pub fn sender(&self) -> &str {
        let own = if self.form.from.is_empty() { &self.default_sender } else { &self.form.from };
        self.fixed_sender.as_ref().unwrap_or(own)
    }

    /// What the field of the sender says: an address without a domain on the internet is nothing to write from.
    #[must_use]
    pub fn sender_hint(&self, locale: &Locale) -> String {
        let is_good = dns::is_public(domain_of(&self.default_sender));
        let key = if is_good { "mail-from-hint" } else { "mail-from-hint-needed" };
        locale.with(key, &[("address", self.default_sender.as_str().into())])
    }

    /// What is wrong with a sender that others' servers can't know; nothing while letters stay in the portal.
    #[must_use]
    pub fn sender_words(&self, locale: &Locale) -> Option<String> {
        let sender = self.sender();
        let is_known = self.is_mailbox() || dns::is_public(domain_of(sender));
        (!is_known).then(|| locale.named("mail-sender-no-domain", sender))
    }

    /// Whether letters of the sender are signed; nothing where there is no key.
    #[must_use]
    pub fn signing_words(&self, locale: &Locale) -> Option<String> {
        let domain = self.signer.as_deref().filter(|_| !self.is_mailbox())?;
        let shown = idna::domain_to_unicode(domain).0;
        let sender = EmailAddress::parse(self.sender()).ok()?;
        Some(if dkim::fits(domain, &sender.envelope()) {
            locale.with("mail-signed", &[("domain", (&shown).into())])
        } else {
            locale.with("mail-unsigned", &[("domain", (&shown).into()), ("sender", self.sender().into())])
        })
    }

    /// What stands below the field of the name.
    #[must_use]
    pub fn user_hint(&self, locale: &Locale) -> String {
        locale.t(if self.password == Password::Kept { "mail-user-hint-kept" } else { "mail-user-hint" })
    }

    /// What stands below the field of the password.
    #[must_use]
    pub fn password_hint(&self, locale: &Locale) -> String {
        locale.t(match self.password {
            Password::None => "mail-password-hint",
            Password::Kept => "mail-password-kept",
            Password::Again => "mail-password-again",
            Password::Sealed => "mail-password-sealed",
        })
    }

    /// A way of encryption, in words.
    #[must_use]
    pub fn tls_words(&self, locale: &Locale, mode: &TlsMode) -> String {
        locale.t(&format!("mail-tls-{}", mode.word()))
    }
}

fn now(portal: &SharedPortal, kept: &Saved) -> Now {
    let is_fixed = portal.config.mail.smtp_url.is_some();
    match (portal.mail.route(), kept) {
        (Route::Smtp(relay), _) if is_fixed => Now::Fixed(relay.server().place()),
        (Route::Smtp(relay), _) => Now::Server(relay.server().place()),
        (Route::Direct(_), _) => Now::Direct { is_fixed },
        (Route::Mailbox, _) => Now::Mailbox,
        (Route::Closed(_), Saved::Unreadable) => Now::Unreadable,
        (Route::Closed(reason), _) => Now::Closed(reason),
    }
}

/// What is kept; for the company alone that decides how letters leave.
async fn kept(me: &SignedIn) -> Result<Saved, Failure> {
    let (portal, company) = (&me.visitor.portal, me.visitor.company.id);
    let key = portal.key.clone();
    let kept = portal
        .read(move |tx| {
            let decides = mail::decides(tx, company)?;
            decides.then(|| mail::saved(tx, &key, company)).transpose()
        })
        .await?;
    kept.ok_or(Failure::Forbidden)
}

/// That letters leave by a server, or why they wait for it.
pub(super) fn server_words(locale: Locale, place: &str, trouble: Option<&str>) -> String {
    match trouble {
        Some(why) => locale.with("mail-now-held-up", &[("name", place.into()), ("reason", why.into())]),
        None => locale.named("mail-now-server", place),
    }
}

/// That letters leave without a server, or why they do not.
pub(super) fn direct_words(locale: Locale, trouble: Option<&str>) -> String {
    match trouble {
        Some(why) => locale.with("mail-now-direct-held-up", &[("reason", why.into())]),
        None => locale.t("mail-now-direct"),
    }
}

async fn answer(me: &SignedIn, mut mail: MailView) -> PageResult {
    let company = me.visitor.company.id;
    let portal = &me.visitor.portal;
    let (now, sends_kept) = (portal.now(), mail.may_change && !mail.is_mailbox());
    let rest = portal.mail.resting(now);
    let all = portal.read(move |tx| {
        let waiting = tx.outbox().waiting_of(company)?;
        let kept = if sends_kept { sending::count(tx, company, now)? } else { 0 };
        let hold = tx.outbox().hold(rest.clone())?;
        Ok((waiting, hold, kept, kept::is_any(tx, company)?, poll::standing(tx, company)?))
    });
    let (waiting, hold, kept, is_any, standing) = all.await?;
    let has_mailbox = portal.config.mail.bounce_imap.is_some();
    let is_mailbox_lost = has_mailbox && standing.as_ref().is_some_and(|standing| standing.trouble.is_some());
    let has_reports = is_any || has_mailbox;
    // What is due at once, by a server that was mended perhaps, has not been tried yet.
    let waits = waiting.next_attempt_at.is_some_and(|at| at > me.visitor.portal.now());
    let trouble = me.visitor.portal.mail.trouble().map(|trouble| trouble.reason.key());
    let waiting_for = waiting.reason.as_deref().filter(|_| waits);
    let reason = if matches!(mail.now, Now::Direct { .. }) { trouble } else { trouble.or(waiting_for) };
    mail.trouble = reason.map(|reason| me.locale().t(reason));
    let queue = Queue::of(me, &waiting, &hold).filter(|_| !mail.is_mailbox());
    let shell = me.shell(Section::Settings);
    page_with(mail.status, &MailPage { shell, mail, queue, has_reports, is_mailbox_lost, kept })
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    answer(&me, MailView::present(&me).await?).await
}

/// Where a trial was answered there is no page to come back to.
async fn back() -> Response {
    see_other(PATH)
}

async fn submit(Administrator(me): Administrator, Form(form): Form<MailForm>) -> PageResult {
    match save(&me, form).await? {
        Ok(()) => Ok(see_other_with(PATH, &flash::good("mail-saved", None))),
        Err(mail) => answer(&me, *mail).await,
    }
}

/// Keeps what is typed and lets letters leave by it; else gives the form to mend.
pub async fn save(me: &SignedIn, form: MailForm) -> Result<Result<(), Box<MailView>>, Failure> {
    let portal = &me.visitor.portal;
    is_ours(portal)?;
    let draft = draft(me, &form)?;
    let (actor, now) = (me.actor(), portal.now());
    let (key, random) = (portal.key.clone(), portal.random.clone());
    let outcome = portal.write(move |tx| mail::save(tx, &actor, &key, &*random, &draft, now)).await?;
    match outcome {
        Outcome::Changed => {
            mail::take_up(portal).await?;
            portal.mail.wake();
            portal.outbox_bell.ring();
            Ok(Ok(()))
        }
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::Refused(problems) => {
            let view = MailView::new(me, &kept(me).await?, form).refused(me.locale(), &problems);
            Ok(Err(Box::new(view)))
        }
    }
}

/// A server that is set for the whole installation is not changed here.
fn is_ours(portal: &SharedPortal) -> Result<(), Failure> {
    if portal.config.mail.smtp_url.is_some() { Err(Failure::Forbidden) } else { Ok(()) }
}

/// The server that a password was typed for before, where the form still has it.
fn tried(me: &SignedIn, form: &MailForm) -> Option<SmtpServer> {
    mail::unseal_tried(&me.visitor.portal.key, me.visitor.company.id, &form.tried)
}

/// What is typed, but for a sender that the installation decides.
fn draft(me: &SignedIn, form: &MailForm) -> Result<Draft, Failure> {
    let draft = form.draft(tried(me, form))?;
    let is_fixed = me.visitor.portal.config.mail.from.is_some();
    let kept = me.visitor.company.mail_from.clone().unwrap_or_default();
    Ok(if is_fixed { Draft { from: kept, ..draft } } else { draft })
}

async fn try_out(Administrator(me): Administrator, Form(form): Form<MailForm>) -> PageResult {
    answer(&me, try_form(&me, form).await?).await
}

/// Sends a trial letter by what is typed, and keeps nothing of it.
pub async fn try_form(me: &SignedIn, form: MailForm) -> Result<MailView, Failure> {
    let (portal, company) = (&me.visitor.portal, &me.visitor.company);
    let kept = kept(me).await?;
    let settings = match &portal.config.mail.smtp_url {
        Some(url) => Ok((url.parse().map_err(|_| Failure::Broken)?, company.mail_from.clone())),
        None => draft(me, &form)?.checked(kept.server()).map(|settings| (settings.outlet, settings.from)),
    };
    let view = MailView::new(me, &kept, form);
    let (outlet, from): (Outlet, Option<String>) = match settings {
        Ok(settings) => settings,
        Err(problems) => return Ok(view.refused(me.locale(), &problems)),
    };
    let account = me.me.email.as_str();
    if let Err(failure) = portal.limits.check(Attempt::MailTrial, me.visitor.ip, Some(account)) {
        return Ok(view.ended(failure.status(), Ending::too_many(me.locale())));
    }
    let is_kept = kept.outlet() == Some(&outlet) && company.mail_from == from;
    let from = from.unwrap_or_else(|| company.default_sender());
    let from = portal.config.mail.sender().unwrap_or_else(|| Mailbox::unnamed(&from));
    let attempt = trial::Attempt { company, to: &me.me, outlet: outlet.clone(), from: &from };
    let trial = trial::run(portal, attempt).await;
    let ending = Ending::of(me.locale(), &trial, &outlet, account);
    let ending = if is_kept || view.is_fixed() { ending } else { ending.unsaved(me.locale()) };
    Ok(view.ended(StatusCode::OK, ending))
}

async fn remove(Administrator(me): Administrator) -> PageResult {
    let portal = &me.visitor.portal;
    is_ours(portal)?;
    let (actor, now, key) = (me.actor(), portal.now(), portal.key.clone());
    match portal.write(move |tx| mail::forget(tx, &actor, &key, now)).await? {
        Outcome::Changed => {
            mail::take_up(portal).await?;
            portal.outbox_bell.ring();
            Ok(see_other_with(PATH, &flash::good("mail-removed", None)))
        }
        Outcome::NotAllowed | Outcome::Refused(_) => Err(Failure::Forbidden),
    }
}

async fn hurry(SettingsManager(me): SettingsManager) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, now) = (me.actor(), portal.now());
    let message = match portal.write(move |tx| mail::hurry(tx, &actor, now)).await? {
        Hurried::Done => {
            portal.mail.wake();
            portal.outbox_bell.ring();
            flash::good("mail-hurried", None)
        }
        Hurried::Gone => flash::warning("queue-none-left", None),
        Hurried::Stands => flash::warning("queue-stood", None),
        Hurried::NotAllowed | Hurried::More | Hurried::BadReason => return Err(Failure::Forbidden),
    };
    Ok(see_other_with(PATH, &message))
}

fn words(locale: Locale, problem: Problem) -> (&'static str, String) {
    match problem {
        Problem::Host => ("host", locale.t("mail-host-problem")),
        Problem::Port => ("port", locale.t("mail-port-problem")),
        Problem::User => ("user", locale.t("mail-user-problem")),
        Problem::Password => ("password", locale.t("mail-password-problem")),
        Problem::PasswordOfAnother => ("password", locale.t("mail-password-of-another")),
        Problem::PasswordInTheClear => ("tls", locale.t("mail-password-in-the-clear")),
        Problem::SignIn => ("password", locale.t("mail-sign-in-problem")),
        Problem::From(problem) => ("from", locale.address_problem(problem)),
    }
}
