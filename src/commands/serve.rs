//! `collega serve`.

use std::process::ExitCode;

use anyhow::Context as _;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tracing_subscriber::EnvFilter;

use super::output::Output;
use super::{Done, open};
use crate::app;
use crate::config::{Config, LogFormat};

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
    // At its most talkative it tells the paths of requests, in which secrets may stand (ASVS 16.2.5).
    let filter = filter.add_directive("tower_http::csrf::service=info".parse()?);
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match config.log_format {
        LogFormat::Text => log.with_ansi(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    }
    .map_err(|error| anyhow::anyhow!("the log could not be started: {error}"))
}
