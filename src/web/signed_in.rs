//! Somebody signed in: who he is, and the frame around his pages.

use std::sync::{Arc, OnceLock};

use axum::extract::FromRequestParts;
use http::request::Parts;

use super::access_log;
use super::face::Face;
use super::failure::Failure;
use super::shell::{MailTrouble, Me, Section, Shell};
use super::visitor::{Visitor, is_local};
use crate::access_rights::rights::Rights;
use crate::access_rights::{self, Over, Permission};
use crate::accounts::sessions;
use crate::base::clock::Timestamp;
use crate::base::id::CompanyId;
use crate::base::secret;
use crate::history::{Actor, Channel};
use crate::i18n::{Language, Locale, Zone};
use crate::people::{Employee, Status, count_waiting};
use crate::portal::SharedPortal;
use crate::seats::Seats;
use crate::store::{Result, Tx};
use crate::suppressions;

/// The cookie of a session.
pub const SESSION_COOKIE: &str = "session";
/// The first page of who has joined.
pub const WELCOME: &str = "/welcome";

/// An employee with a living session.
#[derive(Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each decides on a place of its own in the frame")]
pub struct SignedIn {
    /// The request's side of him.
    pub visitor: Visitor,
    /// Who he is.
    pub me: Employee,
    /// Of his session.
    pub token_hash: Vec<u8>,
    /// What he may.
    pub rights: Rights,
    /// How the seats stand.
    pub seats: Seats,
    employees: i64,
    /// Those who wait for approval whom he decides about.
    waiting: i64,
    /// Whether letters stay in the portal at present.
    keeps_letters: bool,
    /// Whether he can read those that stayed there.
    pub has_mailbox: bool,
    is_mail_paused: bool,
    /// Whether letters come back from his address.
    is_unreachable: bool,
}

/// Who asks, where a page found out: known to whoever turns its failure into a page.
#[derive(Clone, Default)]
pub struct Asker(Arc<OnceLock<SignedIn>>);

impl Asker {
    /// Him, if it is known.
    #[must_use]
    pub fn get(&self) -> Option<&SignedIn> {
        self.0.get()
    }
}

/// An administrator with a living session; anybody else is told that he may not.
pub struct Administrator(pub SignedIn);

/// Somebody who manages the company's settings.
pub struct SettingsManager(pub SignedIn);

/// Somebody who manages the rights of others.
pub struct RightsManager(pub SignedIn);

impl SignedIn {
    /// The doer of what he does.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            company: self.visitor.company.id,
            employee: Some(self.me.id),
            rights: self.rights.clone(),
            channel: Channel::Web,
            ip: Some(self.visitor.ip.to_string()),
        }
    }

    /// Whether he may.
    #[must_use]
    pub fn may(&self, permission: Permission, over: Over<'_>) -> bool {
        access_rights::may(&self.actor(), &self.visitor.company, permission, over)
    }

    /// Goes no further where he may not.
    pub fn must(&self, permission: Permission, over: Over<'_>) -> std::result::Result<(), Failure> {
        if self.may(permission, over) { Ok(()) } else { Err(Failure::Forbidden) }
    }

    /// His words.
    #[must_use]
    pub fn locale(&self) -> Locale {
        self.visitor.locale
    }

    /// His time zone.
    #[must_use]
    pub fn zone(&self) -> Zone {
        self.me.zone()
    }

    /// What tells his session from any other, and says nothing of it: it may stand on a page.
    #[must_use]
    pub fn session_mark(&self) -> String {
        secret::short_mark(&self.token_hash)
    }

    /// The frame of one of his pages.
    #[must_use]
    pub fn shell(&self, section: Section) -> Shell {
        Shell { section: Some(section), ..self.frame() }
    }

    /// The same as the company stands by now, for a page that is shown after something was done.
    pub async fn renewed(self) -> std::result::Result<Self, Failure> {
        let (company, rights, now) =
            (self.visitor.company.id, self.rights.clone(), self.visitor.portal.now());
        let standing = self.visitor.portal.read(move |tx| Standing::of(tx, company, &rights, now));
        let Standing { seats, employees, waiting, .. } = standing.await?;
        Ok(Self { seats, employees, waiting, ..self })
    }

    /// Of two words that somebody was written to: that the letter is on its way, or that it stays in the portal, where
    /// nobody gets it.
    #[must_use]
    pub fn told(&self, written: &'static str, kept: &'static str) -> &'static str {
        if self.keeps_letters { kept } else { written }
    }

    /// The same, who reads another language from now on.
    pub async fn speaking(mut self, language: Language) -> std::result::Result<Self, Failure> {
        let (company, id) = (self.visitor.company.id, self.me.id);
        self.visitor.portal.write(move |tx| tx.people().set_language(company, id, language)).await?;
        self.me.language = language;
        self.visitor.speak(language);
        Ok(self)
    }

    /// The portal's address, where it opens on this machine only.
    fn local_address(&self) -> Option<String> {
        let url = &self.visitor.company.public_url;
        is_local(url).then(|| url.clone())
    }

    /// Why letters wait at present, in the words of who can do something about it.
    fn mail_trouble(&self) -> Option<MailTrouble> {
        if !self.may(Permission::ManageSettings, Over::Company) {
            return None;
        }
        let locale = self.visitor.locale;
        if self.is_mail_paused {
            return Some(MailTrouble { words: locale.t("shell-mail-paused"), is_pause: true });
        }
        let trouble = self.visitor.portal.mail.trouble()?;
        let reason = locale.t(trouble.reason.key());
        let words = locale.with("shell-mail-trouble", &[("reason", (&reason).into())]);
        Some(MailTrouble { words, is_pause: false })
    }

    /// The frame of a page that is no place of the navigation.
    #[must_use]
    pub fn frame(&self) -> Shell {
        Shell {
            locale: self.visitor.locale,
            company: self.visitor.company.name.clone(),
            section: None,
            me: Me {
                name: self.me.shown_name().to_owned(),
                email: self.me.email.clone(),
                face: Face::of_person(&self.me),
            },
            session: self.session_mark(),
            employees: self.employees,
            waiting: self.waiting,
            seats: self.seats,
            may_invite: self.may(Permission::Invite, Over::Anything),
            manages_settings: self.may(Permission::ManageSettings, Over::Company),
            administrator: self.rights.is_administrator(),
            mailbox: self.keeps_letters,
            local_address: self.local_address(),
            reads_mailbox: self.has_mailbox,
            mail_trouble: self.mail_trouble(),
            unreachable: self.is_unreachable,
            flash: self.visitor.flash.clone(),
            here: self.visitor.here.clone(),
        }
    }
}

impl FromRequestParts<SharedPortal> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &SharedPortal,
    ) -> std::result::Result<Self, Failure> {
        let mut visitor = Visitor::from_request_parts(parts, portal).await?;
        let next = if parts.method == http::Method::GET { visitor.here.clone() } else { "/".to_owned() };
        let Some(token) = visitor.cookie_value(SESSION_COOKIE).map(str::to_owned) else {
            return Err(Failure::SignInFirst { next });
        };
        let (company, now) = (visitor.company.clone(), portal.now());
        let found = portal
            .read(move |tx| {
                let Some(session) = sessions::find(tx, company.id, &token, now)? else { return Ok(None) };
                let rights = Rights::of(tx, &company, &session.employee)?;
                let standing = Standing::of(tx, company.id, &rights, now)?;
                let is_unreachable = suppressions::unreachable(tx, &session.employee)?.is_some();
                Ok(Some((session, rights, standing, is_unreachable)))
            })
            .await?;
        let Some((session, rights, standing, is_unreachable)) = found else {
            return Err(Failure::SignInFirst { next });
        };
        let Standing { seats, employees, waiting, is_mail_paused, has_letters } = standing;
        access_log::asked_by(parts, session.employee.id);
        if session.waiting_since.is_some() {
            return Err(Failure::WaitForPlace { next });
        }
        if session.is_stale {
            let (company, used) = (visitor.company.id, session.clone());
            if !portal.write(move |tx| sessions::touch(tx, company, &used, now)).await? {
                return Err(Failure::WaitForPlace { next });
            }
        }
        visitor.speak(session.employee.language);
        let keeps_letters = portal.mail.is_mailbox();
        let signed_in = Self {
            visitor,
            me: session.employee,
            token_hash: session.token_hash,
            seats,
            employees,
            waiting,
            has_mailbox: rights.is_administrator() && (keeps_letters || has_letters),
            rights,
            keeps_letters,
            is_mail_paused,
            is_unreachable,
        };
        if let Some(Asker(asker)) = parts.extensions.get() {
            let _ = asker.set(signed_in.clone());
        }
        Ok(signed_in)
    }
}

/// The answer where no page is. It finds out who asks, so that he keeps his frame.
pub async fn nowhere(_asker: std::result::Result<SignedIn, Failure>) -> Failure {
    Failure::NotFound
}

/// How the company stands, as every page shows it.
struct Standing {
    seats: Seats,
    employees: i64,
    waiting: i64,
    is_mail_paused: bool,
    /// Whether letters stayed in the portal that he can read.
    has_letters: bool,
}

impl Standing {
    fn of(tx: &mut Tx<'_>, company: CompanyId, rights: &Rights, now: Timestamp) -> Result<Self> {
        let counts = tx.people().counts(company)?;
        let in_status = |status| counts.iter().find(|(it, _)| *it == status).map_or(0, |(_, n)| *n);
        Ok(Self {
            seats: tx.seats().standing(company, now)?,
            employees: in_status(Status::Active),
            waiting: count_waiting(tx, company, rights, in_status(Status::AwaitingApproval))?,
            // Only who can do something about it is told.
            is_mail_paused: rights.reach(Permission::ManageSettings).includes(Over::Company)
                && tx.outbox().pause()?.is_some(),
            has_letters: rights.is_administrator() && tx.mailbox().is_any(company)?,
        })
    }
}

impl FromRequestParts<SharedPortal> for Administrator {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &SharedPortal,
    ) -> std::result::Result<Self, Failure> {
        let signed_in = SignedIn::from_request_parts(parts, portal).await?;
        if signed_in.rights.is_administrator() { Ok(Self(signed_in)) } else { Err(Failure::Forbidden) }
    }
}

impl FromRequestParts<SharedPortal> for SettingsManager {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &SharedPortal,
    ) -> std::result::Result<Self, Failure> {
        let signed_in = SignedIn::from_request_parts(parts, portal).await?;
        signed_in.must(Permission::ManageSettings, Over::Company).map(|()| Self(signed_in))
    }
}

impl FromRequestParts<SharedPortal> for RightsManager {
    type Rejection = Failure;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &SharedPortal,
    ) -> std::result::Result<Self, Failure> {
        let signed_in = SignedIn::from_request_parts(parts, portal).await?;
        signed_in.must(Permission::ManageRights, Over::Company).map(|()| Self(signed_in))
    }
}
