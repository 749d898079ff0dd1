//! `collega dkim`: the keys that letters are signed with, and what has to stand in DNS for them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, anyhow, bail};
use clap::Subcommand;
use serde_json::json;

use super::output::Output;
use super::usage::Usage;
use super::{Done, look_at};
use crate::base::email_address::{self, EmailAddress};
use crate::base::private_file;
use crate::config::{Config, DkimConfig, file_setting, selector_setting};
use crate::i18n::Locale;
use crate::mail::dkim::{self, Algorithm, SigningKey};

/// Keys for signing letters.
#[derive(Subcommand)]
pub(super) enum Dkim {
    /// Make a key and print its DNS record
    Create {
        /// Kind of the key
        #[arg(long, value_name = "rsa|ed25519", value_parser = Algorithm::ALL.map(Algorithm::word))]
        algorithm: Option<String>,
        /// Name of the key in DNS
        #[arg(long, value_name = "NAME")]
        selector: Option<String>,
        /// Domain of the sender
        #[arg(long, value_name = "DOMAIN")]
        domain: Option<String>,
        /// Where the key goes
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
    /// Print the DNS records of the keys again
    Record {
        /// Name of the key in DNS
        #[arg(long, value_name = "NAME", requires = "file")]
        selector: Option<String>,
        /// Domain of the sender
        #[arg(long, value_name = "DOMAIN")]
        domain: Option<String>,
        /// One key, whether or not it is in the settings
        #[arg(long, value_name = "FILE")]
        file: Option<PathBuf>,
    },
}

/// Runs the command. It needs nothing but the settings, and the sender that is set in the portal where they name none.
pub(super) async fn run(command: &Dkim, config: &Config, output: &Output) -> Done {
    let settings = &DkimConfig {
        domain: match (&config.mail.dkim.domain, command.domain()) {
            (None, None) => sender_domain(config).await,
            (set, _) => set.clone(),
        },
        ..config.mail.dkim.clone()
    };
    match command {
        Dkim::Create { algorithm, selector, domain, file } => {
            let algorithm = algorithm.as_deref().and_then(Algorithm::from_word).unwrap_or(Algorithm::Rsa);
            let domain = domain_of(domain.as_deref(), settings, output.locale)?;
            let selector = selector_of(selector.as_deref(), algorithm, settings, output.locale)?;
            let set = settings.key(algorithm).file.clone();
            let file = file.clone().or(set).unwrap_or_else(|| default_file(config, algorithm));
            let key = make(algorithm, &selector, &file, output.locale)?;
            print(&key, &domain, &file, output)?;
            tell_settings(&key, &domain, &file, &config.mail.dkim, output);
        }
        Dkim::Record { selector, domain, file: Some(file) } => {
            let domain = domain_of(domain.as_deref(), settings, output.locale)?;
            let key = SigningKey::read(file, "")?;
            let selector = selector_of(selector.as_deref(), key.algorithm(), settings, output.locale)?;
            print(&key.named(&selector), &domain, file, output)?;
        }
        Dkim::Record { domain, .. } => {
            if settings.keys().next().is_none() {
                bail!(output.locale.t("command-dkim-none"));
            }
            let domain = domain_of(domain.as_deref(), settings, output.locale)?;
            for (algorithm, selector, file) in settings.keys() {
                let key = SigningKey::read_as(algorithm, file, selector).context(file_setting(algorithm))?;
                print(&key, &domain, file, output)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

impl Dkim {
    /// The domain that is typed.
    fn domain(&self) -> Option<&str> {
        match self {
            Self::Create { domain, .. } | Self::Record { domain, .. } => domain.as_deref(),
        }
    }
}

/// The domain of the sender that is set in the portal; `None` where there is none, or no portal yet.
async fn sender_domain(config: &Config) -> Option<String> {
    let portal = look_at(config.clone()).await.ok()?;
    let company = portal.read(|tx| tx.companies().first()).await.ok()??;
    let sender = EmailAddress::parse(&company.mail_from?).ok()?.envelope();
    dkim::domain(email_address::domain_of(&sender))
}

fn domain_of(typed: Option<&str>, settings: &DkimConfig, locale: Locale) -> anyhow::Result<String> {
    match typed {
        Some(typed) => {
            let wrong = || Usage(locale.named("command-dkim-domain", typed));
            Ok(dkim::domain(typed).ok_or_else(wrong)?)
        }
        None => Ok(settings.domain.clone().ok_or_else(|| Usage(locale.t("command-dkim-no-domain")))?),
    }
}

fn selector_of(
    typed: Option<&str>,
    algorithm: Algorithm,
    settings: &DkimConfig,
    locale: Locale,
) -> anyhow::Result<String> {
    let selector = typed.unwrap_or(&settings.key(algorithm).selector);
    if !dkim::is_selector(selector) {
        return Err(Usage(locale.named("command-dkim-selector", selector)).into());
    }
    Ok(selector.to_owned())
}

/// Beside the installation's own key.
fn default_file(config: &Config, algorithm: Algorithm) -> PathBuf {
    Path::new(&config.secret_key_file).with_file_name(format!("dkim-{}.pem", algorithm.word()))
}

fn make(algorithm: Algorithm, selector: &str, file: &Path, locale: Locale) -> anyhow::Result<SigningKey> {
    let failed = |_| anyhow!(locale.t("command-dkim-failed"));
    let key = SigningKey::generate(algorithm, selector).map_err(failed)?;
    let pem = key.to_pem().map_err(failed)?;
    let place = file.display().to_string();
    if !private_file::make(file, pem.as_bytes())
        .with_context(|| locale.named("command-dkim-unwritten", &place))?
    {
        bail!(locale.named("command-dkim-there", &place));
    }
    Ok(key)
}

fn print(key: &SigningKey, domain: &str, file: &Path, output: &Output) -> anyhow::Result<()> {
    let record = key.record(domain).map_err(|_| anyhow!(output.locale.t("command-dkim-failed")))?;
    output.say(
        &record.line(),
        &json!({
            "algorithm": key.algorithm().word(),
            "selector": key.selector(),
            "domain": domain,
            "file": file.display().to_string(),
            "name": record.name,
            "type": "TXT",
            "value": record.value,
            "strings": record.strings().collect::<Vec<_>>(),
        }),
    );
    Ok(())
}

/// Tells what has to be set for the new key to be used, where it is not.
fn tell_settings(key: &SigningKey, domain: &str, file: &Path, settings: &DkimConfig, output: &Output) {
    let set = settings.key(key.algorithm());
    let place = file.display().to_string();
    let mut lines = Vec::new();
    if settings.domain.as_deref() != Some(domain) {
        lines.push(("mail.dkim_domain", domain));
    }
    if set.selector != key.selector() {
        lines.push((selector_setting(key.algorithm()), key.selector()));
    }
    if set.file.as_deref() != Some(file) {
        lines.push((file_setting(key.algorithm()), &place));
    }
    output.tell(&output.locale.named("command-dkim-made", &place));
    for (setting, value) in lines {
        output.tell(&format!("{setting} = {value:?}"));
    }
}
