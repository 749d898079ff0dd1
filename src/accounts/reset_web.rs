//! Pages of a forgotten password: asking for a letter, and choosing a new password by its link.

use std::sync::Arc;

use askama::Template;
use axum::extract::Path;
use axum::extract::rejection::PathRejection;
use axum::routing::get;
use axum::{Form, Router, middleware};
use http::StatusCode;
use serde::Deserialize;

use super::password_rules::{self, Context};
use super::reset::{self, Outcome, PasswordReset, Standing};
use crate::base::email_address::EmailAddress;
use crate::people::Employee;
use crate::portal::SharedPortal;
use crate::web::ending::{Ending, Way};
use crate::web::failure::Failure;
use crate::web::held::{self, Held};
use crate::web::limits::Attempt;
use crate::web::page::{
    PageResult, page, page_after, page_busy, page_with, see_other, see_other_with, with_cookie,
};
use crate::web::shell::Bare;
use crate::web::signed_in::{SESSION_COOKIE, WELCOME};
use crate::web::visitor::Visitor;
use crate::web::{Icon, flash, security};

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route("/forgotten-password", get(show_asking).post(ask))
        .route("/new-password/{secret}", get(open))
        .route("/new-password", get(show).post(submit))
        .layer(middleware::from_fn(security::keep_private))
}

#[derive(Template)]
#[template(path = "accounts/forgotten_password.html")]
struct AskingPage {
    shell: Bare,
    email: String,
    error: String,
}

impl AskingPage {
    fn errors(&self) -> Vec<(&'static str, String)> {
        if self.error.is_empty() { vec![] } else { vec![("email", self.error.clone())] }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct AskingForm {
    email: String,
    /// Whether the address only comes along from signing in: nothing was asked for yet.
    carried: String,
}

async fn show_asking(visitor: Visitor) -> PageResult {
    asking(&visitor, String::new())
}

fn asking(visitor: &Visitor, email: String) -> PageResult {
    page(&AskingPage { shell: visitor.bare(), email, error: String::new() })
}

/// The answer is the same whoever's address it is, and takes as long.
async fn ask(visitor: Visitor, Form(form): Form<AskingForm>) -> PageResult {
    if !form.carried.is_empty() {
        return asking(&visitor, form.email);
    }
    let address = match EmailAddress::parse(&form.email) {
        Ok(address) => address,
        Err(problem) => {
            let error = visitor.locale.address_problem(problem);
            let asking = AskingPage { shell: visitor.bare(), email: form.email, error };
            return page_with(StatusCode::UNPROCESSABLE_ENTITY, &asking);
        }
    };
    let portal = &visitor.portal;
    if let Err(failure) = portal.limits.check(Attempt::Reset, visitor.ip, Some(address.key())) {
        let error = failure.words(visitor.locale);
        return page_after(&failure, &AskingPage { shell: visitor.bare(), email: form.email, error });
    }
    let (actor, company, language) = (visitor.actor(), visitor.company.clone(), visitor.locale.language());
    let (random, now, asked) = (Arc::clone(&portal.random), portal.now(), address.clone());
    portal.write(move |tx| reset::ask(tx, &actor, &company, &asked, language, &*random, now)).await?;
    portal.outbox_bell.ring();
    asked_page(&visitor, address.as_str())
}

fn asked_page(visitor: &Visitor, email: &str) -> PageResult {
    let locale = visitor.locale;
    let told = |key| locale.with(key, &[("email", email.into())]);
    let (title, words) = if visitor.portal.mail.is_mailbox() {
        ("reset-asked-kept", vec![told("reset-asked-kept-words")])
    } else {
        ("reset-asked", vec![told("reset-asked-words"), locale.t("reset-asked-nothing")])
    };
    page(&Ending {
        shell: visitor.bare(),
        icon: Icon::Mail,
        title: locale.t(title),
        words,
        way: Way::Link { href: "/sign-in", label: locale.t("reset-way-back") },
        aside: Some(("/forgotten-password", locale.t("reset-way-other"))),
    })
}

/// `/new-password/{secret}`: takes the secret out of the address bar. Nothing is spent or noted:
/// programs that check mail open links too.
async fn open(visitor: Visitor, secret: Result<Path<String>, PathRejection>) -> PageResult {
    // What is not even text is one more wrong link.
    let Ok(Path(secret)) = secret else { return unknown(&visitor) };
    match find(&visitor, &secret).await? {
        Some(_) => Ok(see_other_with("/new-password", &held::keep(&visitor, Held::PasswordReset, &secret))),
        None => unknown(&visitor),
    }
}

#[derive(Template)]
#[template(path = "accounts/new_password.html")]
struct NewPasswordPage {
    shell: Bare,
    /// Whether he has had none yet.
    is_first: bool,
    email: String,
    error: String,
}

impl NewPasswordPage {
    fn of(visitor: &Visitor, reset: &PasswordReset, person: Employee, error: String) -> Self {
        Self { shell: visitor.bare(), is_first: reset.is_first, email: person.email, error }
    }

    fn title(&self) -> String {
        self.shell.t(if self.is_first { "first-password-title" } else { "new-password-title" })
    }

    fn errors(&self) -> Vec<(&'static str, String)> {
        if self.error.is_empty() { vec![] } else { vec![("password", self.error.clone())] }
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct NewPasswordForm {
    password: String,
}

async fn show(visitor: Visitor) -> PageResult {
    let Some((reset, person)) = held(&visitor).await? else { return unknown(&visitor) };
    match reset.standing_of(&person, visitor.portal.now()) {
        Standing::Open => page(&NewPasswordPage::of(&visitor, &reset, person, String::new())),
        standing => closed(&visitor, standing, reset.is_first),
    }
}

async fn submit(visitor: Visitor, Form(form): Form<NewPasswordForm>) -> PageResult {
    let Some((reset, person)) = held(&visitor).await? else { return unknown(&visitor) };
    let portal = &visitor.portal;
    let standing = reset.standing_of(&person, portal.now());
    if standing != Standing::Open {
        return closed(&visitor, standing, reset.is_first);
    }
    let context = Context { company: &visitor.company.name, email: &person.email, name: &person.name };
    if let Err(refusal) = password_rules::check(&form.password, &context) {
        let error = refusal.words(visitor.locale);
        let form = NewPasswordPage::of(&visitor, &reset, person, error);
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &form);
    }
    portal.limits.check_account(Attempt::Reset, &reset.id.to_string())?;
    let Ok(hash) = portal.hasher.hash(&form.password).await else {
        let error = visitor.locale.t("error-busy");
        return page_busy(&NewPasswordPage::of(&visitor, &reset, person, error));
    };
    let (actor, company) = (visitor.actor(), visitor.company.clone());
    let (random, now) = (Arc::clone(&portal.random), portal.now());
    let (device, before) = (visitor.device(), visitor.cookie_value(SESSION_COOKIE).map(str::to_owned));
    let (outcome, token) = portal
        .write(move |tx| {
            let outcome = reset::spend(tx, &actor, &company, &reset, &hash, &*random, now)?;
            if outcome != Outcome::Changed {
                return Ok((outcome, None));
            }
            let token = reset::enter(tx, &actor, &reset, &device, before.as_deref(), &*random, now)?;
            Ok((outcome, token))
        })
        .await?;
    portal.outbox_bell.ring();
    match outcome {
        Outcome::Changed => {
            let done = match token {
                Some(token) => see_other_with(WELCOME, &visitor.cookie(SESSION_COOKIE, token)),
                None => see_other_with("/sign-in", &flash::good("new-password", None)),
            };
            Ok(with_cookie(done, &held::forget(&visitor, Held::PasswordReset)))
        }
        // The page tells why.
        Outcome::TooLate => Ok(see_other("/new-password")),
    }
}

/// What the cookie of this browser leads to.
async fn held(visitor: &Visitor) -> Result<Option<(PasswordReset, Employee)>, Failure> {
    let Some(secret) = held::secret(visitor, Held::PasswordReset) else { return Ok(None) };
    find(visitor, secret).await
}

async fn find(visitor: &Visitor, secret: &str) -> Result<Option<(PasswordReset, Employee)>, Failure> {
    let (key, company, secret) = (visitor.portal.key.clone(), visitor.company.id, secret.to_owned());
    Ok(visitor.portal.read(move |tx| reset::find(tx, &key, company, &secret)).await?)
}

/// The one answer to every link that is not genuine, and to a form whose link is forgotten. Whoever
/// guesses has to wait; a genuine link never does.
fn unknown(visitor: &Visitor) -> PageResult {
    visitor.portal.limits.check(Attempt::Link, visitor.ip, None)?;
    ending(visitor, StatusCode::NOT_FOUND, Icon::LinkOff, "unknown")
}

/// The page of a link that is good for nothing any more.
fn closed(visitor: &Visitor, standing: Standing, is_first: bool) -> PageResult {
    let (icon, key) = match standing {
        Standing::Open => return Ok(see_other("/new-password")),
        Standing::Used => (Icon::Done, "used"),
        Standing::Replaced => (Icon::LinkOff, "replaced"),
        Standing::Expired if is_first => (Icon::Clock, "expired-first"),
        Standing::Expired => (Icon::Clock, "expired"),
        // No other letter would help.
        Standing::Dismissed => {
            return page_with(StatusCode::FORBIDDEN, &told(visitor, Icon::Forbidden, "dismissed"));
        }
    };
    ending(visitor, StatusCode::GONE, icon, key)
}

fn ending(visitor: &Visitor, status: StatusCode, icon: Icon, key: &str) -> PageResult {
    let way = Way::Link { href: "/forgotten-password", label: visitor.locale.t("reset-way-ask") };
    let aside = Some(("/sign-in", visitor.locale.t("reset-way-sign-in")));
    page_with(status, &Ending { way, aside, ..told(visitor, icon, key) })
}

fn told(visitor: &Visitor, icon: Icon, key: &str) -> Ending {
    Ending {
        shell: visitor.bare(),
        icon,
        title: visitor.locale.t(&format!("reset-{key}")),
        words: vec![visitor.locale.t(&format!("reset-{key}-words"))],
        way: Way::Nothing,
        aside: None,
    }
}
