//! `collega doctor`: looks at everything the portal stands on and says what to do about each.

mod address;
mod bounces;
mod direct;
mod dkim;
mod dns;

use std::os::unix::fs::PermissionsExt as _;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::json;

use super::output::Output;
use super::{Done, look_at};
use crate::company::Company;
use crate::company::public_url::{hello_name, name_of};
use crate::config::Config;
use crate::i18n::Arg;
use crate::mail::reason::classify;
use crate::mail::smtp::{Connector, Deadlines, SmtpServer};
use crate::mail::transport::{Outlet, Route};
use crate::portal::SharedPortal;
use crate::store::{self, Db};

/// The longest for each step with a mail server.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was found about one thing.
enum Finding {
    Good(String),
    /// It works, but should be better.
    Advice(String),
    Bad(String),
}

/// Runs the command: 1 where something is bad. What is wrong with one thing keeps nobody from looking at
/// the next.
pub(super) async fn run(config: Config, output: &Output) -> Done {
    let kept = kept(&config).await;
    let opened = look_at(config.clone()).await;
    let known = kept.as_ref().ok().and_then(Kept::company);
    let url = known.map_or_else(|| config.default_public_url(), |company| company.public_url.clone());
    let own = known.map_or_else(|| format!("no-reply@{}", name_of(&url)), Company::sender_address);
    let from = config.mail.sender_address().unwrap_or(own);
    let mut findings = vec![
        ("secret_key_file", key_file(&config, &opened, known.is_some(), output)),
        ("public_url", address::look(&url, output).await),
        ("database_url", database(&config, &kept, output)),
        (
            "mail",
            mail_server(&config, &opened, matches!(kept, Ok(Kept::Nothing)), (&url, &from), output).await,
        ),
    ];
    let sends = opened.as_ref().map_or(config.mail.smtp_url.is_some(), |portal| !portal.mail.is_mailbox());
    if sends {
        let way = way_of(&config, &opened);
        findings.extend(dns::look(&config, &from, &way, &url, output).await);
    }
    findings.extend(dkim::look(&config, &from, output));
    findings.extend(bounces::look(&config, output).await);
    let mut good = true;
    for (subject, finding) in findings {
        let (state, words) = match finding {
            Finding::Good(words) => ("ok", words),
            Finding::Advice(words) => ("advice", words),
            Finding::Bad(words) => {
                good = false;
                ("bad", words)
            }
        };
        output.say(
            &format!("{state:6} {subject}: {words}"),
            &json!({ "subject": subject, "state": state, "words": words }),
        );
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn key_file(
    config: &Config,
    opened: &anyhow::Result<SharedPortal>,
    is_set_up: bool,
    output: &Output,
) -> Finding {
    let path = &config.secret_key_file;
    let Ok(about) = std::fs::metadata(path) else {
        return if is_set_up {
            Finding::Bad(say(output, "doctor-key-lost", path))
        } else {
            Finding::Advice(say(output, "doctor-key-missing", path))
        };
    };
    if about.permissions().mode().trailing_zeros() < 6 {
        return Finding::Bad(say(output, "doctor-key-open", path));
    }
    match wrong_with("secret_key_file", opened) {
        Some(words) => Finding::Bad(words),
        None => Finding::Good(say(output, "doctor-key-good", path)),
    }
}

/// Why the portal does not open, where this setting is the reason.
fn wrong_with(setting: &str, opened: &anyhow::Result<SharedPortal>) -> Option<String> {
    let error = opened.as_ref().err().filter(|error| error.to_string() == setting)?;
    Some(error.chain().skip(1).map(ToString::to_string).collect::<Vec<_>>().join(": "))
}

/// What is at `database_url`.
enum Kept {
    /// No database yet.
    Nothing,
    /// A portal that waits to be set up.
    NoCompany,
    Company(Box<Company>),
}

impl Kept {
    fn company(&self) -> Option<&Company> {
        match self {
            Self::Company(company) => Some(company),
            Self::Nothing | Self::NoCompany => None,
        }
    }
}

/// Looks without making or changing anything; only whether the database takes writes is tried.
async fn kept(config: &Config) -> store::Result<Kept> {
    let Some(db) = Db::open_existing(&config.database_url)? else { return Ok(Kept::Nothing) };
    let company = db.write(|tx| tx.companies().first()).await?;
    Ok(company.map_or(Kept::NoCompany, |company| Kept::Company(Box::new(company))))
}

fn database(config: &Config, kept: &store::Result<Kept>, output: &Output) -> Finding {
    match kept {
        Ok(Kept::Company(company)) => Finding::Good(say(output, "doctor-database-good", &company.name)),
        Ok(Kept::NoCompany) => Finding::Advice(output.locale.t("doctor-database-empty")),
        Ok(Kept::Nothing) => Finding::Advice(say(output, "doctor-database-missing", &at(config))),
        Err(error) => Finding::Bad(say(output, "doctor-database-bad", &error.to_string())),
    }
}

/// Where the database would be, for people: the file, or the setting without what is secret in it.
fn at(config: &Config) -> String {
    let file = Db::missing_file(&config.database_url).ok().flatten();
    file.map_or_else(|| "database_url".to_owned(), |path| path.display().to_string())
}

/// How letters leave, as far as it is known.
enum Way {
    Server(SmtpServer),
    Direct,
    Unknown,
}

impl Way {
    fn server(&self) -> Option<&str> {
        match self {
            Self::Server(server) => Some(server.host()),
            Self::Direct | Self::Unknown => None,
        }
    }
}

fn way_of(config: &Config, opened: &anyhow::Result<SharedPortal>) -> Way {
    match opened.as_ref().map(|portal| portal.mail.route()) {
        Ok(Route::Smtp(relay)) => Way::Server(relay.server().clone()),
        Ok(Route::Direct(_)) => Way::Direct,
        Ok(Route::Mailbox | Route::Closed(_)) => Way::Unknown,
        Err(_) => match set(config) {
            Some(Outlet::Server(server)) => Way::Server(server),
            Some(Outlet::Direct) => Way::Direct,
            None => Way::Unknown,
        },
    }
}

/// The way out that the settings of the installation name.
fn set(config: &Config) -> Option<Outlet> {
    config.mail.smtp_url.as_deref()?.parse().ok()
}

/// The server that letters leave by: the settings' own also where nothing else opens.
async fn mail_server(
    config: &Config,
    opened: &anyhow::Result<SharedPortal>,
    is_new: bool,
    (url, from): (&str, &str),
    output: &Output,
) -> Finding {
    let server = match (opened.as_ref().map(|portal| portal.mail.route()), set(config)) {
        (Ok(Route::Smtp(relay)), _) => relay.server().clone(),
        (Ok(Route::Direct(way)), _) => return direct::look(&way, from, output).await,
        (Err(_), Some(Outlet::Direct)) => return Finding::Advice(output.locale.t("doctor-direct-unknown")),
        (Ok(Route::Closed(reason)), _) => return Finding::Bad(reason),
        (Err(_), Some(Outlet::Server(server))) => server,
        (Ok(Route::Mailbox), _) => return Finding::Advice(output.locale.t("doctor-mail-none")),
        (Err(_), None) if is_new => return Finding::Advice(output.locale.t("doctor-mail-none")),
        (Err(_), None) => return Finding::Advice(output.locale.t("doctor-mail-unknown")),
    };
    let place = server.place();
    let connector = match Connector::new(server, &hello_name(url)) {
        Ok(connector) => connector.with_deadlines(Deadlines::all(PATIENCE)),
        Err(problem) => return Finding::Bad(problem),
    };
    match connector.connect().await {
        Ok(session) => {
            session.quit().await;
            Finding::Good(say(output, "doctor-mail-good", &place))
        }
        Err(failure) => {
            let reason = output.locale.t(classify(&failure).key());
            let args = [("reason", Arg::Text(&reason)), ("words", Arg::Text(&failure.text))];
            Finding::Bad(output.locale.with("doctor-mail-bad", &args))
        }
    }
}

fn say(output: &Output, key: &str, about: &str) -> String {
    output.locale.with(key, &[("about", about.into())])
}
