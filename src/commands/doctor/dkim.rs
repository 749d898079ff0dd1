//! Whether the keys that letters are signed with can be used, and fit the sender.

use std::path::Path;

use super::super::output::Output;
use super::{Finding, say};
use crate::base::email_address::domain_of;
use crate::base::private_file;
use crate::config::{Config, file_setting};
use crate::i18n::Arg;
use crate::mail::dkim::{Algorithm, Problem, SigningKey, fits};

/// Looks at each key that is set. Whether DNS has its other half is looked at with the other records.
pub(super) fn look(config: &Config, sender: &str, output: &Output) -> Vec<(&'static str, Finding)> {
    let settings = &config.mail.dkim;
    let domain = settings.domain.as_deref().unwrap_or_default();
    let finding = |algorithm: Algorithm, selector: &str, file: &Path| match SigningKey::read_as(
        algorithm, file, selector,
    ) {
        Err(problem) => Finding::Bad(words(&problem, output)),
        Ok(_) if !fits(domain, sender) => {
            let of_sender = domain_of(sender);
            let args = [("domain", Arg::Text(domain)), ("sender", Arg::Text(of_sender))];
            Finding::Bad(output.locale.with("doctor-dkim-stranger", &args))
        }
        Ok(_) if algorithm == Algorithm::Ed25519 && settings.rsa.file.is_none() => {
            Finding::Advice(output.locale.t("doctor-dkim-alone"))
        }
        Ok(_) => {
            let args = [("domain", Arg::Text(domain)), ("selector", Arg::Text(selector))];
            Finding::Good(output.locale.with("doctor-dkim-good", &args))
        }
    };
    let keys = settings.keys();
    keys.map(|(algorithm, selector, file)| (file_setting(algorithm), finding(algorithm, selector, file)))
        .collect()
}

fn words(problem: &Problem, output: &Output) -> String {
    match problem {
        Problem::Missing(file) => say(output, "doctor-dkim-missing", &file.display().to_string()),
        Problem::NoKey(file) => say(output, "doctor-dkim-no-key", &file.display().to_string()),
        Problem::Other { file, is, wanted } => {
            let (file, is, wanted) = (file.display().to_string(), is.to_string(), wanted.to_string());
            let args = [("about", Arg::Text(&file)), ("is", Arg::Text(&is)), ("wanted", Arg::Text(&wanted))];
            output.locale.with("doctor-dkim-other", &args)
        }
        Problem::File(private_file::Problem::OpenToOthers { path }) => {
            say(output, "doctor-key-open", &path.display().to_string())
        }
        Problem::File(private_file::Problem::Unreadable { .. }) => problem.to_string(),
    }
}
