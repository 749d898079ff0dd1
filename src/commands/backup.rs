//! `collega backup`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde_json::json;

use super::output::Output;
use super::usage::Usage;
use super::{Done, is_there};
use crate::base::clock::{Clock as _, SystemClock};
use crate::config::Config;
use crate::i18n::Arg;
use crate::store::Db;

/// Bytes of a kibibyte.
const KIB: u64 = 1024;

/// The arguments of the command.
#[derive(Args)]
pub(super) struct Backup {
    /// New file that the copy goes to
    file: PathBuf,
}

/// Copies the database, also while the portal runs.
pub(super) fn run(args: &Backup, config: &Config, output: &Output) -> Done {
    let (locale, name) = (output.locale, args.file.display().to_string());
    if Db::is_shared_at(&config.database_url)? {
        return Err(Usage(locale.named("command-backup-server", &name)).into());
    }
    is_there(config, output)?;
    let bytes = Db::back_up(&config.database_url, &args.file, SystemClock.now())?;
    let size = locale.number(i64::try_from(bytes.div_ceil(KIB)).unwrap_or(i64::MAX));
    let key = config.secret_key_file.as_str();
    let words = [("name", Arg::Text(&name)), ("size", Arg::Text(&size)), ("key", Arg::Text(key))];
    output.say(
        &locale.with("command-backup-made", &words),
        &json!({ "file": name, "bytes": bytes, "secret_key_file": key }),
    );
    Ok(ExitCode::SUCCESS)
}
