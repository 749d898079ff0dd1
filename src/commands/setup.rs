//! `collega setup` and `collega setup-link`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use serde_json::json;

use super::Done;
use super::output::Output;
use super::usage::Usage;
use crate::accounts::password_rules;
use crate::app;
use crate::history::Channel;
use crate::i18n::Locale;
use crate::portal::SharedPortal;
use crate::setup::draft::{Draft, Problem};
use crate::setup::{self, NewPortal, Outcome};

/// The first run without a browser.
#[derive(Args)]
pub(super) struct Setup {
    /// Name of the company
    #[arg(long, value_name = "NAME")]
    company: String,
    /// E-mail address of the first administrator
    #[arg(long, value_name = "ADDRESS")]
    admin_email: String,
    /// Name of the first administrator
    #[arg(long, value_name = "NAME")]
    admin_name: String,
    /// File with the password of the first administrator, 15 characters or more
    #[arg(long, value_name = "FILE")]
    admin_password_file: PathBuf,
    /// Where people will reach the portal
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Seats of the plan; unlimited where not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    plan_employees: Option<i64>,
    /// How many may be at work at the same time; unlimited where not given
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i64).range(1..))]
    plan_online: Option<i64>,
    /// Language of the company
    #[arg(long, value_name = "ru|en", default_value = "ru", value_parser = ["ru", "en"])]
    language: String,
    /// Time zone of the company
    #[arg(long, value_name = "ZONE", default_value = "Europe/Moscow")]
    time_zone: String,
}

/// Sets the portal up.
pub(super) async fn run(args: &Setup, portal: &SharedPortal, output: &Output) -> Done {
    let new = checked(args, portal, output).await?;
    let (company, now) = (new.company.clone(), portal.now());
    let outcome = portal.write(move |tx| setup::set_up(tx, &new, Channel::Command, now)).await?;
    match outcome {
        Outcome::Created { .. } => {
            let address = app::address(portal).await?;
            let words = output
                .locale
                .with("command-setup-done", &[("company", (&company).into()), ("url", (&address).into())]);
            output.say(&words, &json!({ "company": company, "url": address }));
            Ok(ExitCode::SUCCESS)
        }
        Outcome::AlreadySetUp => bail!(output.locale.t("command-setup-already")),
    }
}

async fn checked(args: &Setup, portal: &SharedPortal, output: &Output) -> anyhow::Result<NewPortal> {
    let locale = output.locale;
    let draft = Draft {
        company: args.company.clone(),
        public_url: args.public_url.clone().unwrap_or_else(|| portal.config.default_public_url()),
        language: args.language.clone(),
        time_zone: args.time_zone.clone(),
        admin_name: args.admin_name.clone(),
        admin_email: args.admin_email.clone(),
    };
    let company = draft.company().map_err(|problems| complaint(locale, &problems))?;
    let administrator = draft.administrator().map_err(|problems| complaint(locale, &problems))?;
    let file = args.admin_password_file.display();
    let password =
        std::fs::read_to_string(&args.admin_password_file).with_context(|| format!("cannot read {file}"))?;
    let password = password.trim_end_matches(['\r', '\n']);
    let context = password_rules::Context {
        company: &company.name,
        email: administrator.email.as_str(),
        name: administrator.name.as_str(),
    };
    password_rules::check(password, &context)
        .map_err(|refusal| anyhow!("{file}: {}", refusal.words(locale)))?;
    let hash = portal.hasher.hash(password).await.map_err(|_| anyhow!(locale.t("failure-busy-words")))?;
    Ok(NewPortal {
        max_employees: args.plan_employees,
        max_online: args.plan_online,
        ..NewPortal::of(company, administrator, hash, portal.key.mark())
    })
}

/// One line: each argument with what to do about it.
fn complaint(locale: Locale, problems: &[Problem]) -> anyhow::Error {
    let each =
        |problem: &Problem| format!("--{}: {}", problem.field().replace('_', "-"), problem.words(locale));
    Usage(problems.iter().map(each).collect::<Vec<_>>().join("; ")).into()
}

/// Prints a new link.
pub(super) async fn link(portal: &SharedPortal, output: &Output) -> Done {
    let Some(link) = app::setup_link(portal).await? else { bail!(output.locale.t("command-setup-already")) };
    output.say(&link, &json!({ "setup": link }));
    Ok(ExitCode::SUCCESS)
}
