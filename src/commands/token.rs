//! `collega token`.

use std::process::ExitCode;

use anyhow::bail;
use clap::Subcommand;
use serde_json::json;

use super::output::Output;
use super::usage::Usage;
use super::{Done, address_key};
use crate::access_rights::rights::Rights;
use crate::accounts::tokens::{self, Outcome};
use crate::base::person_name::plain_line;
use crate::history::{Actor, Channel};
use crate::portal::SharedPortal;

/// Tokens of the machine interface.
#[derive(Subcommand)]
pub(super) enum Token {
    /// Make a token with somebody's rights; it is printed once
    Create {
        /// Whose rights it has
        #[arg(long = "as", value_name = "EMAIL")]
        employee: String,
        /// What it is for
        #[arg(long, value_name = "NAME")]
        name: String,
    },
}

/// Runs the command.
pub(super) async fn run(token: &Token, portal: &SharedPortal, output: &Output) -> Done {
    let Token::Create { employee, name } = token;
    let Some(company) = portal.read(|tx| tx.companies().first()).await? else {
        bail!(output.locale.t("command-not-set-up"))
    };
    let name = plain_line(name, tokens::MAX_NAME)
        .map_err(|problem| Usage(format!("--name: {}", output.locale.title_problem(problem))))?;
    let key = address_key("--as", employee, output.locale)?;
    // Who may run commands on the server is its administrator.
    let actor = Actor {
        company: company.id,
        employee: None,
        rights: Rights::all(),
        channel: Channel::Command,
        ip: None,
    };
    let (random, now) = (portal.random.clone(), portal.now());
    let outcome = portal
        .write(move |tx| {
            let Some(person) = tx.people().find_by_address(company.id, &key)? else {
                return Ok(Outcome::NoSuchEmployee);
            };
            tokens::create(tx, &actor, &company, person.id, &name, &*random, now)
        })
        .await?;
    match outcome {
        Outcome::Created { token, .. } => {
            output.say(&token, &json!({ "token": token }));
            Ok(ExitCode::SUCCESS)
        }
        Outcome::NotAllowed | Outcome::NoSuchEmployee => bail!(output.locale.t("command-no-such-employee")),
    }
}
