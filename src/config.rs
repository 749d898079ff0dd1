//! Settings of the installation: `collega.toml`, then the environment, then flags; the later wins.

mod dkim;
mod source;

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

pub use dkim::{DkimConfig, KeyConfig, file_setting, selector_setting};
pub use source::Problem;

use crate::base::email_address::EmailAddress;
use crate::base::networks::Networks;
use crate::base::secret;
use crate::mail::bounces::return_address::{MAX_LOCAL, ReturnAddress};
use crate::mail::direct;
use crate::mail::imap::ImapServer;
use crate::mail::message::Mailbox;
use crate::mail::transport::Outlet;

/// What was said on the command line.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// The file; `collega.toml` where it is there and none is named.
    pub config: Option<PathBuf>,
    /// Where the data is.
    pub database_url: Option<String>,
    /// Address of the HTTP server.
    pub listen: Option<String>,
}

/// What the installation is set up with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of the HTTP server.
    pub listen: String,
    /// The portal's address for people, where it was set on purpose; else the company's own is used.
    pub public_url: Option<String>,
    /// Proxies whose word on where a request comes from is taken.
    pub trusted_proxies: Networks,
    /// The hash of what lets a program read the figures from elsewhere; none: from this machine only.
    pub metrics_token: Option<Vec<u8>>,
    /// Where the data is.
    pub database_url: String,
    /// File of the installation's key.
    pub secret_key_file: String,
    /// Mail.
    pub mail: MailConfig,
    /// Filter of the log, in the words of `tracing`.
    pub log: String,
    /// Form of the log.
    pub log_format: LogFormat,
}

/// How letters leave.
#[derive(Clone)]
pub struct MailConfig {
    /// The mail server, or `direct:`; none: the development mailbox, or what the company set in the portal.
    pub smtp_url: Option<String>,
    /// From and envelope sender; none: `no-reply` at the host of the public address.
    pub from: Option<String>,
    /// Parallel SMTP sessions.
    pub max_connections: usize,
    /// How recipients' servers are reached, where letters go straight there.
    pub direct: direct::Settings,
    /// What letters are signed with.
    pub dkim: DkimConfig,
    /// Whom to ask what DNS says of the sender; none: whom this machine asks.
    pub dns_server: Option<SocketAddr>,
    /// Where reports about letters come back to, each at an address of its own made of this one; none:
    /// to the sender.
    pub bounce_address: Option<ReturnAddress>,
    /// Where the portal itself takes such reports by LMTP or SMTP; none: nowhere.
    pub bounce_listen: Option<String>,
    /// The mailbox that the portal reads such reports from; none: none.
    pub bounce_imap: Option<ImapServer>,
}

impl MailConfig {
    /// The sender, where one is set: the address in its form for the envelope, with the name beside it,
    /// where there is one.
    #[must_use]
    pub fn sender(&self) -> Option<Mailbox> {
        let (name, address) = parts_of(self.from.as_deref()?);
        let address =
            EmailAddress::parse(address).map_or_else(|_| address.to_owned(), |email| email.envelope());
        Some(if name.is_empty() { Mailbox::unnamed(&address) } else { Mailbox::named(name, &address) })
    }

    /// The address alone of the sender, where one is set.
    #[must_use]
    pub fn sender_address(&self) -> Option<String> {
        self.sender().map(|sender| sender.address)
    }
}

/// The name of a mailbox, perhaps empty, and what stands in its angle brackets, or the whole where
/// there are none.
fn parts_of(mailbox: &str) -> (&str, &str) {
    let (name, address) = mailbox.rsplit_once('<').unwrap_or(("", mailbox));
    (name.trim().trim_matches('"').trim(), address.trim_end_matches('>').trim())
}

impl std::fmt::Debug for MailConfig {
    /// Without the address of the server: there may be a password in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailConfig")
            .field("smtp_url", &self.smtp_url.as_ref().map(|_| "***"))
            .field("from", &self.from)
            .field("max_connections", &self.max_connections)
            .field("direct", &self.direct)
            .field("dkim", &self.dkim)
            .field("dns_server", &self.dns_server)
            .field("bounce_address", &self.bounce_address)
            .field("bounce_listen", &self.bounce_listen)
            .field("bounce_imap", &self.bounce_imap)
            .finish()
    }
}

/// Form of the log.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: "127.0.0.1:8080".to_owned(),
            public_url: None,
            trusted_proxies: Networks::default(),
            metrics_token: None,
            database_url: "sqlite:data/collega.db".to_owned(),
            secret_key_file: "data/secret.key".to_owned(),
            mail: MailConfig {
                smtp_url: None,
                from: None,
                max_connections: 8,
                direct: direct::Settings::default(),
                dkim: DkimConfig::default(),
                dns_server: None,
                bounce_address: None,
                bounce_listen: None,
                bounce_imap: None,
            },
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// The address of the portal before a company has set its own.
    #[must_use]
    pub fn default_public_url(&self) -> String {
        self.public_url.clone().unwrap_or_else(|| address_of_listener(&self.listen))
    }

    /// Gathers the settings from everywhere.
    ///
    /// # Errors
    /// One line that names the key and says what to do.
    pub fn load(flags: &Flags, environment: impl Iterator<Item = (String, String)>) -> Result<Self, Problem> {
        let mut values = source::file(flags.config.as_deref())?;
        values.extend(source::environment(environment)?);
        let flags = [("database_url", &flags.database_url), ("listen", &flags.listen)];
        for (key, value) in flags {
            if let Some(value) = value {
                values.insert(key.to_owned(), value.clone());
            }
        }
        let is_flag = |key: &str| flags.iter().any(|(flag, value)| *flag == key && value.is_some());
        Self::of(&values).map_err(|problem| problem.of_usage_where(is_flag))
    }

    fn of(values: &BTreeMap<String, String>) -> Result<Self, Problem> {
        let default = Self::default();
        let text = |key: &str, default: String| values.get(key).cloned().unwrap_or(default);
        let optional = |key: &str| values.get(key).filter(|value| !value.is_empty()).cloned();
        Ok(Self {
            listen: address_and_port("listen", text("listen", default.listen), "127.0.0.1:8080")?,
            public_url: optional("public_url").map(|url| public_url(&url)).transpose()?,
            trusted_proxies: optional("trusted_proxies")
                .map_or_else(|| Ok(Networks::default()), |text| proxies(&text))?,
            metrics_token: optional("metrics_token").map(|token| secret::hash(&token)),
            database_url: database_url(text("database_url", default.database_url))?,
            secret_key_file: text("secret_key_file", default.secret_key_file),
            mail: mail(&optional)?,
            log: text("log", default.log),
            log_format: optional("log_format").map_or(Ok(LogFormat::Text), |text| log_format(&text))?,
        })
    }
}

fn mail(optional: &impl Fn(&str) -> Option<String>) -> Result<MailConfig, Problem> {
    let from = optional("mail.from").map(sender).transpose()?;
    let mail = MailConfig {
        smtp_url: optional("mail.smtp_url").map(smtp_url).transpose()?,
        max_connections: optional("mail.max_connections").map_or(Ok(8), |text| connections(&text))?,
        direct: direct_settings(optional)?,
        dkim: DkimConfig::of(optional, from.as_deref())?,
        from,
        dns_server: optional("mail.dns_server").map(|text| dns_server(&text)).transpose()?,
        bounce_address: optional("mail.bounce_address").map(|text| bounce_address(&text)).transpose()?,
        bounce_listen: optional("mail.bounce_listen")
            .map(|text| address_and_port("mail.bounce_listen", text, "127.0.0.1:2525"))
            .transpose()?,
        bounce_imap: optional("mail.bounce_imap_url").map(|url| imap_url(&url)).transpose()?,
    };
    match (&mail.bounce_listen, &mail.bounce_address) {
        (Some(listen), None) => {
            let advice = "set mail.bounce_address, too: without it no report belongs to a letter";
            Err(Problem::new("mail.bounce_listen", listen, advice))
        }
        _ => Ok(mail),
    }
}

fn direct_settings(optional: &impl Fn(&str) -> Option<String>) -> Result<direct::Settings, Problem> {
    let usual = direct::Settings::default();
    let port = |key: &str, usual| match optional(key) {
        None => Ok(usual),
        Some(text) => text.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
            Problem::new(key, &text, "write a port from 1 to 65535, or leave it out for the usual one")
        }),
    };
    let networks = optional("mail.direct_networks").map(|text| {
        let advice = "write addresses or networks such as 10.0.0.0/8, with commas between them";
        Networks::parse(&text).map_err(|bad| Problem::new("mail.direct_networks", &bad, advice))
    });
    Ok(direct::Settings {
        port: port("mail.direct_port", usual.port)?,
        networks: networks.transpose()?.unwrap_or_default(),
        ca_file: optional("mail.direct_ca_file"),
        policy_port: port("mail.direct_policy_port", usual.policy_port)?,
    })
}

/// Where somebody at this machine, or in its network, finds a server that listens so.
fn address_of_listener(listen: &str) -> String {
    let (host, port) = listen.rsplit_once(':').unwrap_or((listen, "80"));
    let host = match host {
        "127.0.0.1" | "0.0.0.0" | "[::1]" | "[::]" => "localhost",
        other => other,
    };
    match port {
        "80" => format!("http://{host}"),
        // The system will choose one: nobody knows it yet.
        "0" => format!("http://{host}:8080"),
        port => format!("http://{host}:{port}"),
    }
}

/// An address of the portal: a scheme and a host, without a slash at the end.
///
/// # Errors
/// What to write instead.
pub fn public_url(text: &str) -> Result<String, Problem> {
    let advice = "write an address such as https://portal.example.org, without a path";
    crate::company::public_url::parse(text).ok_or_else(|| Problem::new("public_url", text, advice))
}

fn proxies(text: &str) -> Result<Networks, Problem> {
    let advice = "write addresses of proxies such as 127.0.0.1 or 10.0.0.0/8, with commas between them";
    Networks::parse(text).map_err(|bad| Problem::new("trusted_proxies", &bad, advice))
}

fn address_and_port(key: &str, text: String, sample: &str) -> Result<String, Problem> {
    let port = text.rsplit_once(':').filter(|(host, _)| !host.is_empty()).map(|(_, port)| port);
    match port.and_then(|port| port.parse::<u16>().ok()) {
        Some(_) => Ok(text),
        None => Err(Problem::new(key, &text, &format!("write an address and a port such as {sample}"))),
    }
}

fn bounce_address(text: &str) -> Result<ReturnAddress, Problem> {
    let envelope = EmailAddress::parse(text).ok().map(|address| address.envelope());
    let address = envelope.as_deref().and_then(ReturnAddress::parse);
    address.ok_or_else(|| {
        // A domain of other letters has become an A-label by now.
        if envelope.is_some_and(|envelope| !envelope.is_ascii()) {
            let advice = "write only Latin letters, digits and marks before the @, as in bounces@mail.example.org: \
                          not every server that reports can write to others";
            return Problem::new("mail.bounce_address", text, advice);
        }
        let advice = format!(
            "write an address such as bounces@mail.example.org, without a + and with {MAX_LOCAL} characters at the \
             most before the @"
        );
        Problem::new("mail.bounce_address", text, &advice)
    })
}

fn database_url(url: String) -> Result<String, Problem> {
    let known = ["sqlite:", "postgres://", "postgresql://"];
    if known.iter().any(|start| url.starts_with(start)) {
        return Ok(url);
    }
    // Not repeated: there may be a password in it.
    Err(Problem::new("database_url", "", "write sqlite:PATH or postgres://user:password@host/database"))
}

fn smtp_url(url: String) -> Result<String, Problem> {
    match url.parse::<Outlet>() {
        Ok(_) => Ok(url),
        Err(problem) => Err(Problem::of_text("mail.smtp_url", problem.to_string())),
    }
}

fn imap_url(url: &str) -> Result<ImapServer, Problem> {
    url.parse::<ImapServer>().map_err(|problem| Problem::of_text("mail.bounce_imap_url", problem.to_string()))
}

fn sender(text: String) -> Result<String, Problem> {
    let (_, address) = parts_of(&text);
    match EmailAddress::parse(address) {
        Ok(_) => Ok(text),
        // The portal may live on a machine without a domain while it is tried out.
        Err(_) if address.contains('@') && address.ends_with("@localhost") => Ok(text),
        Err(_) => Err(Problem::new("mail.from", &text, "write an address such as no-reply@example.org")),
    }
}

fn connections(text: &str) -> Result<usize, Problem> {
    text.parse()
        .ok()
        .filter(|number| (1..=100).contains(number))
        .ok_or_else(|| Problem::new("mail.max_connections", text, "write a whole number from 1 to 100"))
}

fn dns_server(text: &str) -> Result<SocketAddr, Problem> {
    let address = text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(|ip| SocketAddr::new(ip, 53)));
    address.ok_or_else(|| {
        Problem::new("mail.dns_server", text, "write an IP address such as 9.9.9.9 or 10.0.0.1:53")
    })
}

fn log_format(text: &str) -> Result<LogFormat, Problem> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err(Problem::new("log_format", text, "write text or json")),
    }
}

#[cfg(test)]
mod tests;
