//! Where settings come from: the file and the environment, both as plain pairs of key and text.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

/// The keys that there are.
pub(super) const KEYS: [&str; 9] = [
    "listen",
    "public_url",
    "database_url",
    "secret_key_file",
    "mail.smtp_url",
    "mail.from",
    "mail.max_connections",
    "log",
    "log_format",
];
/// Those that may come from a file of their own, named by `KEY_FILE`.
const SECRETS: [&str; 2] = ["database_url", "mail.smtp_url"];
/// The file that is read where none is named.
const DEFAULT_FILE: &str = "collega.toml";
const PREFIX: &str = "COLLEGA_";

/// What is wrong with the settings, in one line that says what to do.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Problem(String);

impl Problem {
    /// A value that can't be used.
    pub(super) fn new(key: &str, value: &str, what_to_do: &str) -> Self {
        Self(if value.is_empty() {
            format!("{key}: {what_to_do}")
        } else {
            format!("{key} = {value:?}: {what_to_do}")
        })
    }

    pub(super) fn of_text(text: String) -> Self {
        Self(text)
    }

    /// `spell` writes a key as this source does.
    fn unknown(name: &str, key: &str, spell: impl Fn(&str) -> String) -> Self {
        let nearest =
            KEYS.iter().max_by(|a, b| strsim::jaro_winkler(a, key).total_cmp(&strsim::jaro_winkler(b, key)));
        Self(match nearest {
            Some(nearest) => format!("there is no setting {name}; did you mean {}?", spell(nearest)),
            None => format!("there is no setting {name}"),
        })
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
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
        Err(error) => return Err(Problem(format!("cannot read {}: {error}", path.display()))),
    };
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| {
        Problem(format!("{}: {}", path.display(), error.to_string().replace('\n', " ")))
    })?;
    let mut values = BTreeMap::new();
    flatten("", &table, &mut values)?;
    Ok(values)
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

/// The pairs of the environment: `COLLEGA_MAIL__FROM` is `mail.from`.
pub(super) fn environment(
    variables: impl Iterator<Item = (String, String)>,
) -> Result<BTreeMap<String, String>, Problem> {
    let mut values = BTreeMap::new();
    for (name, value) in variables {
        let Some(rest) = name.strip_prefix(PREFIX) else { continue };
        let key = rest.to_lowercase().replace("__", ".");
        if KEYS.contains(&key.as_str()) {
            values.insert(key, value);
            continue;
        }
        let Some(secret) = key.strip_suffix("_file").filter(|secret| SECRETS.contains(secret)) else {
            let spell = |key: &str| format!("{PREFIX}{}", key.replace('.', "__").to_uppercase());
            return Err(Problem::unknown(&name, &key, spell));
        };
        let text = std::fs::read_to_string(&value)
            .map_err(|error| Problem(format!("{name}: cannot read {value}: {error}")))?;
        values.insert(secret.to_owned(), text.trim().to_owned());
    }
    Ok(values)
}
