//! `collega serve`.

use std::process::ExitCode;

use anyhow::Context as _;
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
use super::{Done, open};
use crate::app;
use crate::config::{Config, LogFormat};
use crate::store;

/// Runs the portal until it is told to stop.
pub(super) async fn run(mut config: Config, output: &Output) -> Done {
    start_log(&config)?;
    let listener = TcpListener::bind(&config.listen).await.with_context(|| {
        let advice = "another program has this address, or it is not of this machine: choose another";
        format!("listen = {:?}: {advice}", config.listen)
    })?;
    if config.listen.ends_with(":0") {
        config.listen = listener.local_addr()?.to_string();
    }
    let portal = open(config).await?;
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
    let stop = CancellationToken::new();
    tokio::spawn(stop_at_signal(stop.clone()));
    app::run(portal, listener, stop).await?;
    Ok(ExitCode::SUCCESS)
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
    let lines = tracing_subscriber::fmt::layer().with_writer(std::io::stderr);
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
