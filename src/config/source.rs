//! Where settings come from: the file and the environment, both as plain pairs of key and text.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The keys that there are.
pub(super) const KEYS: [&str; 20] = [
    "listen",
    "public_url",
    "trusted_proxies",
    "metrics_token",
    "database_url",
    "secret_key_file",
    "mail.smtp_url",
    "mail.from",
    "mail.max_connections",
    "mail.dkim_domain",
    "mail.dkim_selector",
    "mail.dkim_key_file",
    "mail.dkim_ed25519_selector",
    "mail.dkim_ed25519_key_file",
    "mail.dns_server",
    "mail.bounce_address",
    "mail.bounce_listen",
    "mail.bounce_imap_url",
    "log",
    "log_format",
];
/// Those that may come from a file of their own, named by `KEY_FILE`.
const SECRETS: [&str; 4] = ["database_url", "mail.smtp_url", "mail.bounce_imap_url", "metrics_token"];
/// The file that is read where none is named.
const DEFAULT_FILE: &str = "collega.toml";
const PREFIX: &str = "COLLEGA_";

/// What is wrong with the settings, in one line that says what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem {
    text: String,
    /// The setting, where it is about one.
    key: String,
    is_usage: bool,
}

impl Problem {
    /// A value that can't be used.
    pub(super) fn new(key: &str, value: &str, what_to_do: &str) -> Self {
        Self::of_text(
            key,
            if value.is_empty() {
                format!("{key}: {what_to_do}")
            } else {
                format!("{key} = {value:?}: {what_to_do}")
            },
        )
    }

    pub(super) fn of_text(key: &str, text: String) -> Self {
        Self { text, key: key.to_owned(), is_usage: false }
    }

    /// Of the command line, where its setting is a flag.
    pub(super) fn of_usage_where(self, is_flag: impl Fn(&str) -> bool) -> Self {
        Self { is_usage: is_flag(&self.key), ..self }
    }

    /// Whether the command line is wrong, not the file or the environment.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        self.is_usage
    }

    /// `spell` writes a key as this source does.
    fn unknown(name: &str, key: &str, spell: impl Fn(&str) -> String) -> Self {
        let nearest =
            KEYS.iter().max_by(|a, b| strsim::jaro_winkler(a, key).total_cmp(&strsim::jaro_winkler(b, key)));
        let text = match nearest {
            Some(nearest) => format!("there is no setting {name}; did you mean {}?", spell(nearest)),
            None => format!("there is no setting {name}"),
        };
        Self::of_text(key, text)
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Problem {}

/// The pairs of a file; none where no file is named and there is no `collega.toml`.
pub(super) fn file(named: Option<&Path>) -> Result<BTreeMap<String, String>, Problem> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE));
    let text = match std::fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if named.is_none() && error.kind() == std::io::ErrorKind::NotFound => {
            return Ok(BTreeMap::new());
        }
        Err(error) => {
            let problem = Problem::of_text("", format!("cannot read {}: {error}", path.display()));
            return Err(problem.of_usage_where(|_| named.is_some()));
        }
    };
    let table = text.parse().map_err(|error| unreadable(path, &text, &error))?;
    let mut values = BTreeMap::new();
    flatten("", &table, &mut values)?;
    Ok(values)
}

/// What is wrong, and in which line; the line itself is not shown: there may be a password in it.
fn unreadable(path: &Path, text: &str, error: &toml::de::Error) -> Problem {
    let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let what = error.message().replace('\n', ", ");
    Problem::of_text("", format!("{}: line {line} is not TOML: {what}", path.display()))
}

fn flatten(prefix: &str, table: &toml::Table, values: &mut BTreeMap<String, String>) -> Result<(), Problem> {
    for (name, value) in table {
        let key = format!("{prefix}{name}");
        let text = match value {
            toml::Value::Table(inner) if KEYS.iter().any(|known| known.starts_with(&format!("{key}."))) => {
                flatten(&format!("{key}."), inner, values)?;
                continue;
            }
            toml::Value::String(text) => text.clone(),
            toml::Value::Integer(number) => number.to_string(),
            toml::Value::Array(texts) if key == "trusted_proxies" => {
                texts.iter().map(|text| text.as_str().unwrap_or("?")).collect::<Vec<_>>().join(",")
            }
            _ if KEYS.contains(&key.as_str()) => {
                return Err(Problem::new(&key, "", "write it as text in quotes, or as a number"));
            }
            _ => String::new(),
        };
        if !KEYS.contains(&key.as_str()) {
            return Err(Problem::unknown(&key, &key, str::to_owned));
        }
        values.insert(key, text);
    }
    Ok(())
}

/// The pairs of the environment: `COLLEGA_MAIL__FROM` is `mail.from`. An empty variable is none.
pub(super) fn environment(
    variables: impl Iterator<Item = (String, String)>,
) -> Result<BTreeMap<String, String>, Problem> {
    let spell = |key: &str| format!("{PREFIX}{}", key.replace('.', "__").to_uppercase());
    let (mut values, mut files) = (BTreeMap::new(), BTreeMap::new());
    for (name, value) in variables.filter(|(_, value)| !value.is_empty()) {
        let Some(rest) = name.strip_prefix(PREFIX) else { continue };
        let key = rest.to_lowercase().replace("__", ".");
        if KEYS.contains(&key.as_str()) {
            values.insert(key, value);
            continue;
        }
        let Some(secret) = key.strip_suffix("_file").filter(|secret| SECRETS.contains(secret)) else {
            return Err(Problem::unknown(&name, &key, spell));
        };
        files.insert(secret.to_owned(), value);
    }
    for (key, file) in files {
        let name = spell(&key);
        if values.contains_key(&key) {
            return Err(Problem::of_text(
                &key,
                format!("{name} and {name}_FILE are both set: keep one of them"),
            ));
        }
        let text = std::fs::read_to_string(&file)
            .map_err(|error| Problem::of_text(&key, format!("{name}_FILE: cannot read {file}: {error}")))?;
        values.insert(key, text.trim().to_owned());
    }
    Ok(values)
}
