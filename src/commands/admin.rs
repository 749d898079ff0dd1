//! `collega admin`: recovery on the server's own console.

use std::process::ExitCode;

use anyhow::{anyhow, bail};
use clap::Subcommand;
use serde_json::json;

use super::Done;
use super::output::Output;
use crate::base::email_address::EmailAddress;
use crate::base::secret;
use crate::history::{Action, Actor, Channel, Subject};
use crate::people::Status;
use crate::portal::SharedPortal;

/// What an administrator of the server can do.
#[derive(Subcommand)]
pub(super) enum Admin {
    /// Give somebody a new password and print it
    ResetPassword {
        /// His e-mail address
        email: String,
    },
}

/// Runs the command.
pub(super) async fn run(admin: &Admin, portal: &SharedPortal, output: &Output) -> Done {
    let Admin::ResetPassword { email } = admin;
    let Some(company) = portal.read(|tx| tx.companies().first()).await? else {
        bail!(output.locale.t("command-not-set-up"))
    };
    let key = EmailAddress::parse(email).map(|address| address.key().to_owned()).unwrap_or_default();
    let password = secret::random_secret(&*portal.random);
    let hash =
        portal.hasher.hash(&password).await.map_err(|_| anyhow!(output.locale.t("failure-busy-words")))?;
    let (id, now) = (company.id, portal.now());
    let done = portal
        .write(move |tx| {
            let person = tx.people().find_by_address(id, &key)?;
            let Some(person) = person.filter(|person| person.status == Status::Active) else {
                return Ok(false);
            };
            tx.passwords().set(id, person.id, &hash)?;
            tx.passwords().clear_failures(id, person.id)?;
            tx.sessions().delete_all(id, person.id, None)?;
            let actor = Actor {
                company: id,
                employee: None,
                is_administrator: true,
                channel: Channel::Command,
                ip: None,
            };
            tx.history().record(&actor, Action::PasswordChanged, Subject::Employee(person.id), "", now)?;
            Ok(true)
        })
        .await?;
    if !done {
        bail!(output.locale.t("command-no-such-employee"));
    }
    output.say(
        &output.locale.with("command-new-password", &[("password", (&password).into())]),
        &json!({ "password": password }),
    );
    Ok(ExitCode::SUCCESS)
}
