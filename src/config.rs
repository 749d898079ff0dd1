//! Settings of the installation: `collega.toml`, environment, flags.

/// What the installation is set up with.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of the HTTP server.
    pub listen: String,
    /// The portal's address for people, where it was set on purpose; else the company's own is used.
    pub public_url: Option<String>,
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
    /// The mail server; none: the development mailbox, or what the company set in the portal.
    pub smtp_url: Option<String>,
    /// From and envelope sender; none: `no-reply` at the host of the public address.
    pub from: Option<String>,
    /// Parallel SMTP sessions.
    pub max_connections: usize,
}

impl std::fmt::Debug for MailConfig {
    /// Without the address of the server: there may be a password in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MailConfig")
            .field("smtp_url", &self.smtp_url.as_ref().map(|_| "***"))
            .field("from", &self.from)
            .field("max_connections", &self.max_connections)
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
            database_url: "sqlite:data/collega.db".to_owned(),
            secret_key_file: "data/secret.key".to_owned(),
            mail: MailConfig { smtp_url: None, from: None, max_connections: 8 },
            log: "info".to_owned(),
            log_format: LogFormat::Text,
        }
    }
}

impl Config {
    /// The address of the portal before a company has set its own.
    #[must_use]
    pub fn default_public_url(&self) -> &str {
        self.public_url.as_deref().unwrap_or("http://localhost:8080")
    }
}
