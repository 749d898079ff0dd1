//! `collega invite`.

mod letters;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use clap::Args;
use serde_json::{Value, json};

use super::output::Output;
use super::usage::Usage;
use super::{Done, address_key};
use crate::access_rights::rights::Rights;
use crate::base::id::{CompanyId, DepartmentId};
use crate::base::person_name::PersonName;
use crate::company::Company;
use crate::history::{Actor, Channel};
use crate::i18n::Language;
use crate::invitations::addresses;
use crate::invitations::invite::{self, Invited, Outcome, Recipient, Request};
use crate::people::{Employee, Status};
use crate::portal::SharedPortal;
use crate::store::Tx;

/// Invites by the mail service; one line for each address.
#[derive(Args)]
pub(super) struct Invite {
    /// Addresses, in any form that the review page takes
    #[arg(value_name = "ADDRESS")]
    addresses: Vec<String>,
    /// File with more addresses
    #[arg(long, value_name = "LIST")]
    file: Option<PathBuf>,
    /// Department in which they will be, such as Sales/Moscow; may be given several times
    #[arg(long = "department", value_name = "PATH")]
    departments: Vec<String>,
    /// Who invites; the first administrator where not given
    #[arg(long = "as", value_name = "EMAIL")]
    inviter: Option<String>,
    /// Language of the letters; the company's where not given
    #[arg(long, value_name = "ru|en", value_parser = ["ru", "en"])]
    language: Option<String>,
    /// Send the letters now and wait until each is handed over or failed
    #[arg(long)]
    wait: bool,
}

/// Runs the command.
pub(super) async fn run(args: &Invite, portal: &SharedPortal, output: &Output) -> Done {
    if args.addresses.is_empty() && args.file.is_none() {
        bail!(Usage(output.locale.t("command-invite-nobody")));
    }
    let (company, person) = who(portal, args.inviter.as_deref(), output).await?;
    let (recipients, rejected) = recipients(args, output)?;
    let departments = departments(portal, company.id, &args.departments, output).await?;
    let request = Request {
        recipients,
        departments,
        language: args.language.as_deref().and_then(Language::from_tag).unwrap_or(company.language),
        note: String::new(),
        days: None,
        send: true,
        hold: Duration::ZERO,
        leaves: !portal.mail.is_mailbox(),
    };
    let (random, now, id) = (Arc::clone(&portal.random), portal.now(), company.id);
    let outcome = portal
        .write(move |tx| {
            let actor = Actor {
                company: company.id,
                employee: Some(person.id),
                rights: Rights::of(tx, &company, &person)?,
                channel: Channel::Command,
                ip: None,
            };
            invite::invite(tx, &actor, &company, &request, &*random, now)
        })
        .await?;
    let invited = match outcome {
        Outcome::Done(invited) => invited,
        refused => bail!(refusal(&refused, output)),
    };
    print(&invited, output);
    let mut good = !rejected && invited.results.iter().all(|(_, fate)| fate.outcome().0 != "refused");
    if args.wait
        && let Some(batch) = invited.batch
    {
        good &= letters::wait(portal, id, batch, output).await?;
    }
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

async fn who(
    portal: &SharedPortal,
    inviter: Option<&str>,
    output: &Output,
) -> anyhow::Result<(Company, Employee)> {
    let key = inviter.map(|email| address_key("--as", email, output.locale)).transpose()?;
    let found = portal
        .read(move |tx| {
            let Some(company) = tx.companies().first()? else { return Ok(None) };
            let person = match &key {
                Some(key) => tx.people().find_by_address(company.id, key)?,
                None => tx.people().administrators(company.id)?.into_iter().next(),
            };
            Ok(Some((company, person)))
        })
        .await?;
    let (company, person) = found.ok_or_else(|| anyhow!(output.locale.t("command-not-set-up")))?;
    let person = person.filter(|person| person.status == Status::Active);
    Ok((company, person.ok_or_else(|| anyhow!("--as: {}", output.locale.t("command-no-such-employee")))?))
}

/// The addresses to invite, and whether some pieces were none.
fn recipients(args: &Invite, output: &Output) -> anyhow::Result<(Vec<Recipient>, bool)> {
    let mut text = args.addresses.join("\n");
    if let Some(file) = &args.file {
        let more =
            std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        text = format!("{text}\n{more}");
    }
    let reading = addresses::read(&text);
    if reading.excess.is_some() {
        bail!(output.locale.n("command-invite-too-many", i64::try_from(addresses::MAX_ADDRESSES)?));
    }
    let mut recipients = Vec::new();
    let mut rejected = false;
    for row in reading.rows {
        match row.address {
            Ok(address) => {
                let name = row.name.and_then(|name| PersonName::parse(&name).ok());
                let name = name.map(|name| name.as_str().to_owned()).unwrap_or_default();
                recipients.push(Recipient { address, name });
            }
            Err(problem) => {
                rejected = true;
                let words = output.locale.address_problem(problem);
                output.say(
                    &format!("{}\t{words}", row.original),
                    &json!({ "email": row.original, "outcome": "refused", "reason": problem.message_id(), "words": words }),
                );
            }
        }
    }
    if recipients.is_empty() {
        bail!(output.locale.t("command-invite-nobody"));
    }
    Ok((recipients, rejected))
}

async fn departments(
    portal: &SharedPortal,
    company: CompanyId,
    paths: &[String],
    output: &Output,
) -> anyhow::Result<Vec<DepartmentId>> {
    let mut found = Vec::with_capacity(paths.len());
    for path in paths {
        let wanted = path.clone();
        let id = portal.read(move |tx| department_at(tx, company, &wanted)).await?;
        found.push(id.ok_or_else(|| anyhow!(output.locale.named("command-no-such-department", path)))?);
    }
    Ok(found)
}

/// The department at a path of names below the company, such as `Sales/Moscow`.
pub(super) fn department_at(
    tx: &mut Tx<'_>,
    company: CompanyId,
    path: &str,
) -> crate::store::Result<Option<DepartmentId>> {
    use crate::people::words::normal;

    let all = tx.departments().list(company)?;
    let mut here = tx.departments().root(company)?.id;
    for name in path.split('/').map(str::trim).filter(|name| !name.is_empty()) {
        let child = all.iter().find(|one| one.parent == Some(here) && normal(&one.name) == normal(name));
        let Some(child) = child else { return Ok(None) };
        here = child.id;
    }
    Ok(Some(here))
}

fn refusal(outcome: &Outcome, output: &Output) -> String {
    let locale = output.locale;
    match outcome {
        Outcome::NotAllowed => locale.t("command-invite-not-allowed"),
        Outcome::UnknownDepartment => locale.t("command-invite-department-gone"),
        Outcome::DepartmentNotAllowed => locale.t("invite-department-not-allowed"),
        Outcome::BadLifetime { most } => locale.n("command-invite-lifetime", *most),
        Outcome::OverQuota { left, .. } => locale.n("command-invite-quota", *left),
        Outcome::TooManyPending { left } => locale.n("command-invite-pending", *left),
        Outcome::SeatsFull { free } => locale.n("command-invite-seats", *free),
        Outcome::Done(invited) => locale.n("count-invitations", i64::try_from(invited.count()).unwrap_or(0)),
    }
}

fn print(invited: &Invited, output: &Output) {
    for (recipient, fate) in &invited.results {
        let email = recipient.address.as_str();
        let (outcome, reason) = fate.outcome();
        let key = format!("command-fate-{}", reason.unwrap_or(outcome).replace('_', "-"));
        let value: Value = json!({ "email": email, "outcome": outcome, "reason": reason });
        output.say(&format!("{email}\t{}", output.locale.t(&key)), &value);
    }
}
