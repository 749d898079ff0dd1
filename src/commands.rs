//! The commands of the one binary.

use std::process::ExitCode;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app;
use crate::base::clock::SystemClock;
use crate::base::random::SystemRandom;
use crate::config::Config;

/// Runs the command that the arguments name.
#[must_use]
pub fn run() -> ExitCode {
    crate::base::tls::install_provider();
    match serve() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("collega: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

#[expect(clippy::print_stderr, reason = "a command speaks to its terminal")]
fn tell(line: &str) {
    eprintln!("{line}");
}

#[tokio::main]
async fn serve() -> anyhow::Result<()> {
    let portal = app::open(Config::default(), Arc::new(SystemClock), Arc::new(SystemRandom))?;
    let listener = TcpListener::bind(&portal.config.listen).await?;
    if let Some(link) = app::setup_link(&portal).await? {
        tell(&link);
    }
    app::run(portal, listener, CancellationToken::new()).await
}
