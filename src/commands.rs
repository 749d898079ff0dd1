//! The commands of the one binary: they print for people, or JSON, and answer 0, 1 (failed) or 2
//! (wrong usage).

mod admin;
mod backup;
mod bounce;
mod dkim;
mod doctor;
mod employees;
mod help;
mod invite;
mod output;
mod restore;
mod serve;
mod setup;
mod token;
mod usage;

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::bail;
use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use serde_json::json;

use self::output::Output;
use self::usage::Usage;
use crate::app;
use crate::base::clock::SystemClock;
use crate::base::email_address::EmailAddress;
use crate::base::random::{SharedRandom, SystemRandom};
use crate::config::{Config, Flags};
use crate::i18n::{Language, Locale};
use crate::portal::SharedPortal;
use crate::store::Db;

/// A portal where a company invites its people by e-mail and keeps the directory of its employees.
#[derive(Parser)]
#[command(name = "collega", version)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Args)]
struct Common {
    /// File of settings [default: collega.toml, where it is there]
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the data is: sqlite:PATH or postgres://…
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// Address of the HTTP server
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    listen: Option<String>,
    /// Print JSON
    #[arg(long, global = true)]
    json: bool,
}

#[derive(Subcommand)]
enum Command {
    /// Run the portal and send its letters (the default)
    Serve(serve::Serve),
    /// Set the portal up without a browser
    Setup(setup::Setup),
    /// Print a new one-time link for setting the portal up
    SetupLink,
    /// Invite by the mail service
    Invite(invite::Invite),
    /// List employees
    Employees(employees::Employees),
    /// Make tokens of the machine interface
    #[command(subcommand, arg_required_else_help = false)]
    Token(token::Token),
    /// Help a locked-out administrator
    #[command(subcommand, arg_required_else_help = false)]
    Admin(admin::Admin),
    /// Make keys for signing letters, and print their DNS records
    #[command(subcommand, arg_required_else_help = false)]
    Dkim(dkim::Dkim),
    /// Take a report about a letter that came back, from standard input, as a mail server pipes it
    Bounce(bounce::Bounce),
    /// Check database, public address and mail server, and say what to do
    Doctor,
    /// Copy the database, also while the portal runs
    Backup(backup::Backup),
    /// Put a backup in the place of the database; letters wait until somebody says whether they are to leave
    Restore(restore::Restore),
    /// Go on with another secret key where the old one is lost: links sent so far stop working
    ReplaceKey,
}

impl Default for Command {
    fn default() -> Self {
        Self::Serve(serve::Serve::default())
    }
}

/// What a shell is told of arguments that can't be used.
const WRONG_USAGE: u8 = 2;

/// What a command answers: an error is one line that says what to do.
type Done = anyhow::Result<ExitCode>;

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    crate::base::tls::install_provider();
    let locale = terminal_locale();
    let cli = match parse(locale) {
        Ok(cli) => cli,
        // Help and version are no errors: clap knows where they go.
        Err(error) if !error.use_stderr() => {
            return if error.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
        }
        Err(error) => {
            Output::fail(&usage::words(&error, locale));
            // A mail server that pipes a report must not lose it by a slip in its settings.
            let is_pipe = std::env::args_os().any(|arg| arg == "bounce");
            return if is_pipe { bounce::again() } else { ExitCode::from(WRONG_USAGE) };
        }
    };
    let output = Output::new(cli.common.json, locale);
    let is_pipe = matches!(cli.command, Some(Command::Bounce(_)));
    let failed = if is_pipe { bounce::again() } else { ExitCode::FAILURE };
    let done = start(cli, &output);
    if let Some(loss) = output.loss() {
        Output::fail(&loss.to_string());
        return failed;
    }
    done.unwrap_or_else(|error| {
        Output::fail(&format!("{error:#}"));
        if error.is::<Usage>() && !is_pipe { ExitCode::from(WRONG_USAGE) } else { failed }
    })
}

fn parse(locale: Locale) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(&help::translate(Cli::command(), locale).try_get_matches()?)
}

fn start(cli: Cli, output: &Output) -> Done {
    let flags =
        Flags { config: cli.common.config, database_url: cli.common.database_url, listen: cli.common.listen };
    let config = Config::load(&flags, environment()).map_err(|problem| {
        if problem.is_usage() { Usage(problem.to_string()).into() } else { anyhow::Error::from(problem) }
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(dispatch(cli.command.unwrap_or_default(), config, output))
}

async fn dispatch(command: Command, config: Config, output: &Output) -> Done {
    match command {
        Command::Serve(serve) => serve::run(&serve, config, output).await,
        Command::Setup(setup) => setup::run(&setup, &make(config).await?, output).await,
        Command::SetupLink => setup::link(&make(config).await?, output).await,
        Command::Invite(invite) => invite::run(&invite, &open(config, output).await?, output).await,
        Command::Employees(args) => employees::run(&args, &open(config, output).await?, output).await,
        Command::Token(token) => token::run(&token, &open(config, output).await?, output).await,
        Command::Admin(admin) => admin::run(&admin, &open(config, output).await?, output).await,
        Command::Dkim(command) => dkim::run(&command, &config, output).await,
        Command::Bounce(bounce) => bounce::run(bounce, config, output).await,
        Command::Doctor => doctor::run(config, output).await,
        Command::Backup(backup) => backup::run(&backup, &config, output),
        Command::Restore(restore) => restore::run(&restore, &config, output).await,
        Command::ReplaceKey => replace_key(&config, output).await,
    }
}

/// Opens the portal, making its database on the first start.
async fn make(config: Config) -> anyhow::Result<SharedPortal> {
    app::open(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await
}

/// Opens a portal that was made before.
async fn open(config: Config, output: &Output) -> anyhow::Result<SharedPortal> {
    is_there(&config, output)?;
    make(config).await
}

/// A slip in the path must not make a second, empty database.
fn is_there(config: &Config, output: &Output) -> anyhow::Result<()> {
    match Db::missing_file(&config.database_url)? {
        Some(path) => bail!(output.locale.named("command-no-database", &path.display().to_string())),
        None => Ok(()),
    }
}

async fn look_at(config: Config) -> anyhow::Result<SharedPortal> {
    app::look_at(config, Arc::new(SystemClock), Arc::new(SystemRandom)).await
}

async fn replace_key(config: &Config, output: &Output) -> Done {
    is_there(config, output)?;
    let random: SharedRandom = Arc::new(SystemRandom);
    let is_replaced = app::replace_key(config, &random).await?;
    let key = if is_replaced { "command-key-replaced" } else { "command-key-right" };
    let words = output.locale.with(key, &[("about", (&config.secret_key_file).into())]);
    output.say(&words, &json!({ "secret_key_file": config.secret_key_file, "replaced": is_replaced }));
    Ok(ExitCode::SUCCESS)
}

/// The key of a typed address.
fn address_key(flag: &str, typed: &str, locale: Locale) -> Result<String, Usage> {
    let address = EmailAddress::parse(typed);
    address
        .map(|address| address.key().to_owned())
        .map_err(|problem| Usage(format!("{flag}: {}", locale.address_problem(problem))))
}

/// The process's environment. What is no UTF-8 there is none of ours, or is refused as a value.
fn environment() -> impl Iterator<Item = (String, String)> {
    let text = |text: std::ffi::OsString| text.to_string_lossy().into_owned();
    std::env::vars_os().map(move |(name, value)| (text(name), text(value)))
}

/// The language of the terminal (POSIX: `LC_ALL`, `LC_MESSAGES`, `LANG`), English where it is neither.
fn terminal_locale() -> Locale {
    let tag = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|wanted| environment().find(|(name, value)| name == wanted && !value.is_empty()))
        .map(|(_, value)| value);
    Locale::new(tag.and_then(|tag| Language::from_tag(&tag)).unwrap_or(Language::En))
}
