//! `collega bounce`: takes one report from standard input, as a mail server pipes it.

use std::io::Read as _;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::output::Output;
use super::{Done, environment, open};
use crate::app;
use crate::config::Config;
use crate::mail::bounces::MAX_REPORT;

/// What a mail server is told that has to bring the report again: `EX_TEMPFAIL` of sysexits.h. Any other
/// failure it would take for the end of the matter, and the report would be lost.
const TRY_AGAIN: u8 = 75;

/// What whoever brings nothing is told: `EX_DATAERR`. To bring it again would help nobody.
const NO_REPORT: u8 = 65;

/// Takes a report.
#[derive(Args)]
pub(super) struct Bounce {
    /// The address that it came to; `ORIGINAL_RECIPIENT` or its own headers where not given
    #[arg(long, value_name = "EMAIL")]
    recipient: Option<String>,
}

/// What an error of any kind comes to.
pub(super) fn again() -> ExitCode {
    ExitCode::from(TRY_AGAIN)
}

/// Runs the command. Of a report that is too large the beginning is read, where machines write.
pub(super) async fn run(args: Bounce, config: Config, output: &Output) -> Done {
    let mut raw = Vec::new();
    let most = u64::try_from(MAX_REPORT)?;
    let mut input = std::io::stdin().lock();
    (&mut input).take(most).read_to_end(&mut raw)?;
    // What is left is swallowed: whoever writes into a closed pipe takes that for a failure.
    std::io::copy(&mut input, &mut std::io::sink())?;
    drop(input);
    if raw.iter().all(u8::is_ascii_whitespace) {
        Output::fail(&output.locale.t("command-bounce-empty"));
        return Ok(ExitCode::from(NO_REPORT));
    }
    let named = environment().find(|(name, value)| name == "ORIGINAL_RECIPIENT" && !value.is_empty());
    let recipient = args.recipient.or_else(|| named.map(|(_, value)| value));
    let portal = open(config, output).await?;
    let outcome = app::take_bounce(&portal, recipient, raw).await?;
    output.say(
        &output.locale.t(&format!("command-bounce-{}", outcome.word().replace('_', "-"))),
        &json!({ "outcome": outcome.word() }),
    );
    Ok(if outcome.is_taken() { ExitCode::SUCCESS } else { again() })
}
