//! `collega serve`.

use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing::Level;
use tracing_subscriber::filter::{FilterExt as _, filter_fn};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;
use tracing_subscriber::{EnvFilter, Layer, Registry};

use super::output::Output;
use super::usage::Usage;
use super::{Done, make};
use crate::app::{self, Work};
use crate::base::log;
use crate::config::{Config, LogFormat};
use crate::portal::SharedPortal;
use crate::store::{self, Db};

/// The arguments of the command.
#[derive(Args, Default)]
pub(super) struct Serve {
    /// What this process does of the portal's work
    #[arg(long, value_name = "ROLE", value_parser = Role::ALL.map(Role::word), default_value = Role::All.word())]
    role: String,
}

impl Serve {
    fn role(&self) -> Role {
        Role::from_word(&self.role).unwrap_or_default()
    }
}

/// Runs the portal, or its part of it, until it is told to stop.
pub(super) async fn run(serve: &Serve, mut config: Config, output: &Output) -> Done {
    start_log(&config)?;
    let role = serve.role();
    if role != Role::All && !Db::is_shared_at(&config.database_url)? {
        return Err(Usage(output.locale.named("command-serve-role-alone", role.word())).into());
    }
    let listener = match role {
        Role::All | Role::Web => Some(listen(&mut config).await?),
        Role::Sender => None,
    };
    // Whoever sends hears what comes back.
    let reports = match &config.mail.bounce_listen {
        Some(address) if role != Role::Web => Some(bind("mail.bounce_listen", address).await?),
        _ => None,
    };
    let portal = make(config).await?;
    let stop = CancellationToken::new();
    tokio::spawn(stop_at_signal(stop.clone()));
    let Some(listener) = listener else {
        output.say(&output.locale.t("command-serve-sender"), &json!({ "role": role.word() }));
        return serve_until(portal, Work::Send, reports, stop).await;
    };
    app::settle_address(&portal).await?;
    let address = app::address(&portal).await?;
    output.say(
        &output.locale.with("command-serve-address", &[("url", (&address).into())]),
        &json!({ "url": address }),
    );
    if let Some(link) = app::setup_link(&portal).await? {
        output.say(
            &output.locale.with("command-setup-link", &[("url", (&link).into())]),
            &json!({ "setup": link }),
        );
    }
    let work = if role == Role::Web { Work::Answer(listener) } else { Work::Both(listener) };
    serve_until(portal, work, reports, stop).await
}

/// Does the work, and takes reports beside it.
async fn serve_until(
    portal: SharedPortal,
    work: Work,
    reports: Option<TcpListener>,
    stop: CancellationToken,
) -> Done {
    let receiving = reports.map(|reports| {
        tokio::spawn(app::receive_bounces(SharedPortal::clone(&portal), reports, stop.clone()))
    });
    let done = app::run(portal, work, stop.clone()).await;
    stop.cancel();
    if let Some(receiving) = receiving {
        let _ = receiving.await;
    }
    done?;
    Ok(ExitCode::SUCCESS)
}

async fn listen(config: &mut Config) -> anyhow::Result<TcpListener> {
    let listener = bind("listen", &config.listen).await?;
    if config.listen.ends_with(":0") {
        config.listen = listener.local_addr()?.to_string();
    }
    Ok(listener)
}

async fn bind(setting: &str, address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        let advice = "another program has this address, or it is not of this machine: choose another";
        format!("{setting} = {address:?}: {advice}")
    })
}

/// What a process does of the portal's work, where several share a database.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
enum Role {
    /// Everything.
    #[default]
    All,
    /// It answers requests.
    Web,
    /// It sends letters.
    Sender,
}

impl Role {
    const ALL: [Self; 3] = [Self::All, Self::Web, Self::Sender];

    fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Web => "web",
            Self::Sender => "sender",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == word)
    }
}

async fn stop_at_signal(stop: CancellationToken) {
    let (Ok(mut terminate), Ok(mut interrupt)) =
        (signal(SignalKind::terminate()), signal(SignalKind::interrupt()))
    else {
        tracing::error!("signals cannot be waited for");
        return;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    tracing::info!("stopping");
    stop.cancel();
}

fn start_log(config: &Config) -> anyhow::Result<()> {
    let filter: EnvFilter =
        config.log.parse().with_context(|| format!("log = {:?}: write a filter such as info", config.log))?;
    let discreet = filter_fn(|about| *about.level() <= Level::INFO || !tells_too_much(about.target()));
    let lines = tracing_subscriber::fmt::layer().with_writer(|| log::Lines);
    let lines: Box<dyn Layer<Registry> + Send + Sync> = match config.log_format {
        LogFormat::Text => lines.with_ansi(false).with_filter(filter.and(discreet)).boxed(),
        LogFormat::Json => lines.json().with_filter(filter.and(discreet)).boxed(),
    };
    tracing_subscriber::registry()
        .with(lines)
        .try_init()
        .map_err(|error| anyhow::anyhow!("the log could not be started: {error}"))
}

/// Whether a part of the program, at its most talkative, tells what belongs in no log (ASVS 16.2.5): the
/// paths of requests, in which secrets stand, or each statement with the people's data in it.
fn tells_too_much(target: &str) -> bool {
    store::TALKATIVE.iter().chain(&["tower_http::csrf"]).any(|part| target.starts_with(part))
}
