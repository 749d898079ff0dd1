//! `collega admin`: recovery on the server's own console.

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{anyhow, bail};
use clap::Subcommand;
use serde_json::json;

use super::output::Output;
use super::{Done, address_key};
use crate::access_rights::rights::Rights;
use crate::accounts::new_password::{self, NewPassword};
use crate::base::secret;
use crate::history::{Actor, Channel};
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
    let key = address_key("EMAIL", email, output.locale)?;
    let password = secret::random_secret(&*portal.random);
    let hash =
        portal.hasher.hash(&password).await.map_err(|_| anyhow!(output.locale.t("failure-busy-words")))?;
    let actor = Actor {
        company: company.id,
        employee: None,
        rights: Rights::all(),
        channel: Channel::Command,
        ip: None,
    };
    let (random, now) = (Arc::clone(&portal.random), portal.now());
    let done = portal
        .write(move |tx| {
            let person = tx.people().find_by_address(company.id, &key)?;
            let Some(person) = person.filter(|person| person.status == Status::Active) else {
                return Ok(false);
            };
            let new = NewPassword { hash: &hash, kept_session: None };
            new_password::give(tx, &actor, &company, &person, &new, &*random, now)?;
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
