//! The way out that administrators set in the portal: a mail server, or straight to the recipients' own. Its address
//! and password are kept sealed with the installation's key; one in the settings of the installation wins over it.

pub mod dns;
pub mod queue;
pub mod trial;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use zeroize::Zeroizing;

use super::public_url;
use super::settings::{locked, note_changes};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::email_address::domain_of;
use crate::base::email_address::{AddressProblem, EmailAddress};
use crate::base::id::CompanyId;
use crate::base::random::Random;
use crate::base::secret::{Purpose, SecretKey};
use crate::company::Company;
use crate::history::{Action, Actor};
use crate::mail::servers;
use crate::mail::smtp::{SmtpServer, TlsMode, UrlProblem};
use crate::mail::transport::{Outlet, Route, Wish};
use crate::portal::Portal;
use crate::store::{Result, Tx};

/// What to set, as typed.
#[derive(Clone)]
pub struct Draft {
    /// Without a mail server of one's own: the fields of the server mean nothing then.
    pub is_direct: bool,
    /// The server's name.
    pub host: String,
    /// Its port; empty for the usual one.
    pub port: String,
    /// When the connection is encrypted.
    pub tls: TlsMode,
    /// The name to sign in with; empty for a server that asks for none.
    pub user: String,
    /// The password; empty for the one that was typed before or is kept.
    pub password: Zeroizing<String>,
    /// The server that a password was typed for a moment ago.
    pub tried: Option<SmtpServer>,
    /// Sender of letters; empty for `no-reply` at the portal's host.
    pub from: String,
}

/// What a draft comes to.
#[derive(Clone)]
pub struct MailSettings {
    /// The way out.
    pub outlet: Outlet,
    /// Sender of letters, in its form for the envelope.
    pub from: Option<String>,
}

/// What to mend.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// No server can have this name.
    Host,
    /// No port has this number.
    Port,
    /// There is a password but no name.
    User,
    /// There is a name but no password.
    Password,
    /// The password that is kept belongs to another server or name: it is not handed to this one.
    PasswordOfAnother,
    /// The password would travel in the clear to another machine.
    PasswordInTheClear,
    /// Name or password hold what can't be sent.
    SignIn,
    /// In the sender's address.
    From(AddressProblem),
}

/// What is kept.
pub enum Saved {
    /// Nothing: letters go into the mailbox.
    Nothing,
    /// This way out.
    Outlet {
        /// By which letters leave.
        outlet: Outlet,
        /// Where they leave without a server, the one that was set before, to come back to.
        former: Option<SmtpServer>,
    },
    /// Something that another key sealed.
    Unreadable,
}

/// What became of a change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is so now, or was before.
    Changed,
    /// The person may not.
    NotAllowed,
    /// Nothing was changed: these have to be mended.
    Refused(Vec<Problem>),
}

impl Draft {
    /// The settings that the draft means, where nothing has to be mended. `kept` is the server whose
    /// password stays where none is typed.
    pub fn checked(&self, kept: Option<&SmtpServer>) -> std::result::Result<MailSettings, Vec<Problem>> {
        match (self.outlet(kept), self.sender()) {
            (Ok(outlet), Ok(from)) => Ok(MailSettings { outlet, from }),
            (outlet, from) => Err(outlet.err().into_iter().flatten().chain(from.err()).collect()),
        }
    }

    /// The server that the typed password is for, also where its port or its encryption has to be mended.
    #[must_use]
    pub fn meant(&self) -> Option<SmtpServer> {
        let mended = || Self { port: String::new(), tls: TlsMode::Implicit, ..self.clone() };
        self.server(None).or_else(|_| mended().server(None)).ok()
    }

    fn outlet(&self, kept: Option<&SmtpServer>) -> std::result::Result<Outlet, Vec<Problem>> {
        if self.is_direct { Ok(Outlet::Direct) } else { self.server(kept).map(Outlet::Server) }
    }

    /// What is kept of a server while letters leave without one: what is typed, where it can be used, else what was.
    fn former(&self, kept: Option<&SmtpServer>) -> Option<SmtpServer> {
        self.is_direct.then(|| self.server(kept).ok().or_else(|| kept.cloned())).flatten()
    }

    fn server(&self, kept: Option<&SmtpServer>) -> std::result::Result<SmtpServer, Vec<Problem>> {
        let host = self.host.trim().trim_start_matches('[').trim_end_matches(']');
        let port = match self.port.trim() {
            "" => Ok(None),
            digits => digits.parse().ok().filter(|port| *port > 0).map(Some).ok_or(Problem::Port),
        };
        let bare = SmtpServer::new(host, None, self.tls, None).map_err(|_| Problem::Host);
        let (bare, port) = match (bare, port) {
            (Ok(bare), Ok(port)) => (bare, port),
            (bare, port) => return Err(bare.err().into_iter().chain(port.err()).collect()),
        };
        let sign_in = self.sign_in(bare.host(), port, kept).map_err(|problem| vec![problem])?;
        let server = SmtpServer::new(bare.host(), port, self.tls, sign_in);
        server.map_err(|problem| {
            vec![match problem {
                UrlProblem::PasswordInTheClear => Problem::PasswordInTheClear,
                _ => Problem::SignIn,
            }]
        })
    }

    fn sign_in<'a>(
        &'a self,
        host: &str,
        port: Option<u16>,
        kept: Option<&'a SmtpServer>,
    ) -> std::result::Result<Option<(&'a str, &'a str)>, Problem> {
        match (self.user.trim(), self.password.as_str()) {
            ("", "") => Ok(None),
            ("", _) => Err(Problem::User),
            (user, "") => {
                let kept = self.tried.as_ref().or(kept);
                let kept = kept.and_then(|kept| Some((kept, kept.password()?)));
                let (kept, password) = kept.ok_or(Problem::Password)?;
                let is_same = kept.host() == host && kept.user() == Some(user);
                // Whoever may change the settings must not get at the password by them.
                let stays_safe = matches!(self.tls, TlsMode::Implicit | TlsMode::Required)
                    || (self.tls == kept.tls() && port == Some(kept.port()));
                if is_same && stays_safe {
                    Ok(Some((user, password)))
                } else {
                    Err(Problem::PasswordOfAnother)
                }
            }
            (user, password) => Ok(Some((user, password))),
        }
    }

    fn sender(&self) -> std::result::Result<Option<String>, Problem> {
        match self.from.trim() {
            "" => Ok(None),
            from => EmailAddress::parse(from).map(|from| Some(from.envelope())).map_err(Problem::From),
        }
    }
}

/// What the company keeps.
pub fn saved(tx: &mut Tx<'_>, key: &SecretKey, company: CompanyId) -> Result<Saved> {
    let Some(sealed) = tx.companies().smtp_sealed(company)? else { return Ok(Saved::Nothing) };
    let url = key.unseal(Purpose::MailServer, company, &sealed);
    Ok(url.and_then(|url| saved_of(&url)).unwrap_or(Saved::Unreadable))
}

/// The way out and, behind a blank, the server that was set before.
fn saved_of(text: &[u8]) -> Option<Saved> {
    let text = std::str::from_utf8(text).ok()?;
    let (outlet, former) = text.split_once(' ').unwrap_or((text, ""));
    let former = former.parse::<Outlet>().ok().and_then(|former| former.server().cloned());
    Some(Saved::Outlet { outlet: outlet.parse().ok()?, former })
}

/// What was typed, sealed for this company, to stand in a form until it is saved.
#[must_use]
pub fn seal_tried(key: &SecretKey, company: CompanyId, url: &str, random: &dyn Random) -> String {
    URL_SAFE_NO_PAD.encode(key.seal(Purpose::MailTrial, company, url.as_bytes(), random))
}

/// The server of [`seal_tried`]; `None` for what is none.
#[must_use]
pub fn unseal_tried(key: &SecretKey, company: CompanyId, tried: &str) -> Option<SmtpServer> {
    let sealed = URL_SAFE_NO_PAD.decode(tried).ok()?;
    match outlet_of(&key.unseal(Purpose::MailTrial, company, &sealed)?)? {
        Outlet::Server(server) => Some(server),
        Outlet::Direct => None,
    }
}

fn outlet_of(url: &[u8]) -> Option<Outlet> {
    std::str::from_utf8(url).ok()?.parse().ok()
}

impl Saved {
    /// The way out, where it is known.
    #[must_use]
    pub fn outlet(&self) -> Option<&Outlet> {
        match self {
            Self::Outlet { outlet, .. } => Some(outlet),
            Self::Nothing | Self::Unreadable => None,
        }
    }

    /// The server, where there is one and it is known; also one that is only kept.
    #[must_use]
    pub fn server(&self) -> Option<&SmtpServer> {
        match self {
            Self::Outlet { outlet, former } => outlet.server().or(former.as_ref()),
            Self::Nothing | Self::Unreadable => None,
        }
    }

    /// As the history shows it: without a secret.
    fn shown(&self) -> String {
        self.outlet().map(ToString::to_string).unwrap_or_default()
    }

    fn password_shown(&self) -> &'static str {
        password_shown(self.server())
    }
}

/// Whether there is a password, in the word of the history.
fn password_shown(server: Option<&SmtpServer>) -> &'static str {
    if server.is_some_and(|server| server.password().is_some()) { "***" } else { "" }
}

/// Sets the way out and the sender. Letters that waited for a server that works are tried at once.
pub fn save(
    tx: &mut Tx<'_>,
    actor: &Actor,
    key: &SecretKey,
    random: &dyn Random,
    draft: &Draft,
    now: Timestamp,
) -> Result<Outcome> {
    let Some(company) = changeable(tx, actor)? else { return Ok(Outcome::NotAllowed) };
    let before = saved(tx, key, company.id)?;
    let MailSettings { outlet, from } = match draft.checked(before.server()) {
        Ok(settings) => settings,
        Err(problems) => return Ok(Outcome::Refused(problems)),
    };
    let former = draft.former(before.server());
    let url = match &former {
        Some(former) => format!("{} {}", outlet.to_url().as_str(), former.to_url().as_str()),
        None => outlet.to_url().to_string(),
    };
    let url = Zeroizing::new(url);
    let sealed = key.seal(Purpose::MailServer, company.id, url.as_bytes(), random);
    tx.companies().set_mail(company.id, Some(&sealed), from.as_deref())?;
    tx.outbox().hurry(company.id, now)?;
    tx.mail_servers().wake(now)?;
    let server = outlet.server().or(former.as_ref());
    let (had, has) = (before.password_shown(), password_shown(server));
    // What it was and is nobody is told: only that it is another one.
    let password_of = |server: Option<&SmtpServer>| server.and_then(SmtpServer::password).map(str::to_owned);
    let is_new = password_of(before.server()) != password_of(server);
    let password = if is_new && had == has { "new" } else { has };
    note_changes(
        tx,
        actor,
        Action::SettingsChanged,
        &[
            ("mail_server", before.shown(), outlet.to_string()),
            ("mail_password", had.to_owned(), password.to_owned()),
            ("mail_from", company.mail_from.unwrap_or_default(), from.unwrap_or_default()),
        ],
        now,
    )?;
    Ok(Outcome::Changed)
}

/// Forgets the server, with its password: letters go into the mailbox again.
pub fn forget(tx: &mut Tx<'_>, actor: &Actor, key: &SecretKey, now: Timestamp) -> Result<Outcome> {
    let Some(company) = changeable(tx, actor)? else { return Ok(Outcome::NotAllowed) };
    let before = saved(tx, key, company.id)?;
    tx.companies().set_mail(company.id, None, company.mail_from.as_deref())?;
    tx.outbox().hurry(company.id, now)?;
    let changes = [
        ("mail_server", before.shown(), String::new()),
        ("mail_password", before.password_shown().to_owned(), String::new()),
    ];
    note_changes(tx, actor, Action::SettingsChanged, &changes, now)?;
    Ok(Outcome::Changed)
}

/// Tries at once what waits for the server to work again.
pub fn hurry(tx: &mut Tx<'_>, actor: &Actor, now: Timestamp) -> Result<queue::Outcome> {
    let Some(company) = watched(tx, actor)? else { return Ok(queue::Outcome::NotAllowed) };
    if tx.outbox().pause()?.is_some() {
        return Ok(queue::Outcome::Stands);
    }
    tx.outbox().hurry(company.id, now)?;
    tx.mail_servers().wake(now)?;
    let waits = tx.outbox().waiting_of(company.id)?.letters > 0;
    Ok(if waits { queue::Outcome::Done } else { queue::Outcome::Gone })
}

/// The company, locked, where the actor may say when its letters leave.
pub fn watched(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Company>> {
    let company = locked(tx, actor)?;
    let may = decides(tx, company.id)?
        && access_rights::may(actor, &company, Permission::ManageSettings, Over::Company);
    Ok(may.then_some(company))
}

/// The company, locked, where the actor may change how letters leave. They all leave by one way, which
/// the installation's first company decides. Whoever reads letters enters as anybody by a link of his: no
/// less than an administrator.
fn changeable(tx: &mut Tx<'_>, actor: &Actor) -> Result<Option<Company>> {
    let company = locked(tx, actor)?;
    let may = actor.rights.is_administrator() && decides(tx, company.id)?;
    Ok(may.then_some(company))
}

/// Whether this company decides how letters leave.
pub fn decides(tx: &mut Tx<'_>, company: CompanyId) -> Result<bool> {
    Ok(tx.companies().first()?.is_some_and(|first| first.id == company))
}

/// Lets letters leave as the settings say at present: called at the start and after each change made here.
pub async fn take_up(portal: &Portal) -> Result<()> {
    let sender = follow(portal).await?;
    warn_of_unsigned(portal, sender);
    Ok(())
}

/// The same, again and again: another process may have changed them. The sender's address that is set, if any.
pub async fn follow(portal: &Portal) -> Result<Option<String>> {
    let key = portal.key.clone();
    let first = portal
        .read(move |tx| {
            let Some(company) = tx.companies().first()? else { return Ok(None) };
            let from = company.sender_address();
            Ok(Some((saved(tx, &key, company.id)?, company.public_url, from)))
        })
        .await?;
    let own = first.as_ref().map(|(_, _, from)| from.clone());
    let (saved, url) = first
        .map_or_else(|| (Saved::Nothing, portal.config.default_public_url()), |(saved, url, _)| (saved, url));
    let wish = match &portal.config.mail.smtp_url {
        Some(url) => {
            url.parse::<Outlet>().map_or_else(|problem| Wish::Unreadable(problem.to_string()), Wish::from)
        }
        None => wish(saved),
    };
    portal.mail.set(wish, &public_url::hello_name(&url));
    take_over(portal).await?;
    Ok(portal.config.mail.sender_address().or(own))
}

/// What other processes, or an earlier run, have found out about the server is told here too.
async fn take_over(portal: &Portal) -> Result<()> {
    let Route::Smtp(relay) = portal.mail.route() else { return Ok(()) };
    let server = servers::mark(&portal.key, relay.server());
    servers::learn(&portal.db, &portal.mail, server, portal.now()).await.map(drop)
}

/// Says that letters leave without a signature although there are keys: of another domain.
fn warn_of_unsigned(portal: &Portal, sender: Option<String>) {
    if let Some((domain, sender)) = portal.signer.domain().zip(sender)
        && !portal.signer.signs_for(&sender)
    {
        let of_sender = domain_of(&sender);
        tracing::warn!(
            domain,
            of_sender,
            "letters leave without a DKIM signature: the keys are of another domain"
        );
    }
}

fn wish(saved: Saved) -> Wish {
    match saved {
        Saved::Nothing => Wish::Mailbox,
        Saved::Outlet { outlet, .. } => outlet.into(),
        Saved::Unreadable => {
            let reason = "the mail server is sealed with another secret_key_file: restore that file, or set the \
                          server anew on the page /settings/mail";
            Wish::Unreadable(reason.to_owned())
        }
    }
}

#[cfg(test)]
mod tests;
