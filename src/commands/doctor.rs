//! `collega doctor`: looks at everything the portal stands on and says what to do about each.

use std::os::unix::fs::PermissionsExt as _;
use std::process::ExitCode;
use std::time::Duration;

use serde_json::json;

use super::output::Output;
use super::{Done, open};
use crate::config::Config;
use crate::i18n::Arg;
use crate::mail::reason::classify;
use crate::mail::smtp::{Connector, Deadlines};
use crate::mail::transport::Route;
use crate::portal::SharedPortal;

/// The longest for each step with a mail server.
const PATIENCE: Duration = Duration::from_secs(10);

/// What was found about one thing.
enum Finding {
    Good(String),
    /// It works, but should be better.
    Advice(String),
    Bad(String),
}

/// Runs the command: 1 where something is bad.
pub(super) async fn run(config: Config, output: &Output) -> Done {
    let mut findings = vec![("secret_key_file", key_file(&config, output))];
    findings.push(("public_url", public_url(&config, output).await));
    let opened = open(config).await;
    findings.push(("database_url", database(&opened, output).await));
    if let Ok(portal) = &opened {
        findings.push(("mail", mail_server(portal, output).await));
    }
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

fn key_file(config: &Config, output: &Output) -> Finding {
    let path = &config.secret_key_file;
    let Ok(about) = std::fs::metadata(path) else {
        return Finding::Advice(say(output, "doctor-key-missing", path));
    };
    if about.permissions().mode().trailing_zeros() >= 6 {
        Finding::Good(say(output, "doctor-key-good", path))
    } else {
        Finding::Bad(say(output, "doctor-key-open", path))
    }
}

async fn database(opened: &anyhow::Result<SharedPortal>, output: &Output) -> Finding {
    let looked = match opened {
        Ok(portal) => portal.write(|tx| tx.companies().first()).await.map_err(anyhow::Error::from),
        Err(error) => Err(anyhow::anyhow!("{error:#}")),
    };
    match looked {
        Ok(Some(company)) => Finding::Good(say(output, "doctor-database-good", &company.name)),
        Ok(None) => Finding::Advice(output.locale.t("doctor-database-empty")),
        Err(error) => Finding::Bad(say(output, "doctor-database-bad", &format!("{error:#}"))),
    }
}

async fn public_url(config: &Config, output: &Output) -> Finding {
    let url = config.default_public_url();
    let name = crate::company::public_url::name_of(&url);
    if tokio::net::lookup_host((name.as_str(), 443)).await.is_err() {
        return Finding::Bad(say(output, "doctor-url-unknown", &name));
    }
    if url.starts_with("https://") {
        Finding::Good(say(output, "doctor-url-good", &url))
    } else {
        Finding::Advice(say(output, "doctor-url-plain", &url))
    }
}

async fn mail_server(portal: &SharedPortal, output: &Output) -> Finding {
    let server = match portal.mail.route() {
        Route::Mailbox => return Finding::Advice(output.locale.t("doctor-mail-none")),
        Route::Closed(reason) => return Finding::Bad(reason),
        Route::Smtp(pool) => pool.server().clone(),
    };
    let place = server.place();
    let connector = match Connector::new(server, &portal.mail.hello_name()) {
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
