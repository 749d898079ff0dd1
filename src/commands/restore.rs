//! `collega restore`.

use std::io::{IsTerminal as _, stderr, stdin};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::json;

use super::Done;
use super::output::Output;
use super::usage::Usage;
use crate::app;
use crate::base::clock::{Clock as _, SystemClock, Timestamp};
use crate::base::random::{SharedRandom, SystemRandom};
use crate::config::Config;
use crate::i18n::Locale;
use crate::restore::Restored;
use crate::store::Db;
use crate::store::backup::Staged;

/// The arguments of the command.
#[derive(Args)]
pub(super) struct Restore {
    /// The backup; none where the database's own tools have put it back
    file: Option<PathBuf>,
    /// End all links and codes that were sent before
    #[arg(long, conflicts_with = "keep_links")]
    expire_links: bool,
    /// Let them work on, also those that were used since the backup
    #[arg(long)]
    keep_links: bool,
}

/// Puts a backup in the place of the database and makes it ready; or only the latter, where a server keeps it. A backup
/// is opened and made ready beside the database first, so that one that can't be used changes nothing.
pub(super) async fn run(args: &Restore, config: &Config, output: &Output) -> Done {
    let (locale, url) = (output.locale, config.database_url.as_str());
    let is_shared = Db::is_shared_at(url)?;
    let staged = match &args.file {
        Some(_) if is_shared => return Err(Usage(locale.t("command-restore-no-file")).into()),
        None if !is_shared => return Err(Usage(locale.t("command-restore-file")).into()),
        Some(file) => Some(stage(url, file)?),
        None => {
            Db::check_unused(url)?;
            None
        }
    };
    let (ends_links, random) = (ends_links(args, output)?, Arc::new(SystemRandom) as SharedRandom);
    let (url, now) = (staged.as_ref().map_or_else(|| url.to_owned(), Staged::url), SystemClock.now());
    let done = app::make_restored_ready(config, &url, ends_links, &random, now).await?;
    let end = now.to_jiff().strftime(".before-restore-%Y%m%dT%H%M%S%.3fZ").to_string();
    let kept = staged.map(|staged| staged.put_in_place(&end)).transpose()?.flatten();
    say(done, kept.as_deref(), output);
    Ok(ExitCode::SUCCESS)
}

fn stage(url: &str, file: &Path) -> anyhow::Result<Staged> {
    Ok(Db::stage(url, file)?)
}

/// Whether links are to end: as the arguments say, or who sits at the terminal. Else they do, which is the safe way.
fn ends_links(args: &Restore, output: &Output) -> anyhow::Result<bool> {
    let locale = output.locale;
    if args.expire_links || args.keep_links {
        return Ok(args.expire_links);
    }
    if !stdin().is_terminal() || !stderr().is_terminal() {
        output.tell(&locale.t("command-restore-links-by-default"));
        return Ok(true);
    }
    Output::ask(&locale.t("command-restore-links-question"));
    let mut answer = String::new();
    stdin().read_line(&mut answer)?;
    let no = locale.t("command-restore-links-no");
    Ok(!no.split(' ').any(|no| no == answer.trim().to_lowercase()))
}

fn say(done: Option<Restored>, kept: Option<&Path>, output: &Output) {
    let locale = output.locale;
    let kept = kept.map(|path| path.display().to_string());
    let mut lines = match &done {
        Some(done) => told(done, locale),
        None => vec![locale.t("command-restore-empty")],
    };
    lines.extend(kept.as_ref().map(|kept| locale.named("command-restore-kept", kept)));
    let value = json!({
        "restored_to": done.map(|done| done.to),
        "letters_waiting": done.map(|done| done.waiting),
        "letters_of_ended_links": done.map(|done| done.in_vain),
        "letters_unknown": done.map(|done| done.unknown),
        "sessions_ended": done.map(|done| done.sessions),
        "links_ended": done.and_then(|done| done.links),
        "kept": kept,
    });
    output.say(&lines.join("\n"), &value);
}

/// What was done, line by line.
fn told(done: &Restored, locale: Locale) -> Vec<String> {
    let in_vain = (done.in_vain > 0).then(|| locale.n("command-restore-letters-in-vain", done.in_vain));
    let links = match done.links {
        Some(links) => locale.n("command-restore-links-ended", i64::try_from(links).unwrap_or(i64::MAX)),
        None => locale.t("command-restore-links-kept"),
    };
    let begun = [
        locale.named("command-restore-done", &in_utc(done.to)),
        locale.n("command-restore-letters", done.waiting - done.in_vain),
    ];
    begun.into_iter().chain(in_vain).chain([links, locale.t("command-restore-look")]).collect()
}

fn in_utc(instant: Timestamp) -> String {
    instant.to_jiff().strftime("%Y-%m-%d %H:%M UTC").to_string()
}
