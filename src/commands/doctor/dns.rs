//! What DNS says of the domain that letters come from.

use super::super::output::Output;
use super::{Finding, say};
use crate::app;
use crate::company::mail::dns::questions;
use crate::company::web::dns::words;
use crate::config::Config;
use crate::mail::dns::{self, Grade, Resolver};

/// A line for each record. None of them keeps the portal from working: what is wrong is advice.
pub(super) async fn look(
    config: &Config,
    from: &str,
    server: Option<&str>,
    url: &str,
    output: &Output,
) -> Vec<(&'static str, Finding)> {
    const SENDER: &str = "mail.from";
    // What is wrong with the keys is told of each of them.
    let signer = app::signer(config).unwrap_or_default();
    let Some(questions) = questions(from, server, url, &signer) else {
        return vec![(SENDER, Finding::Advice(say(output, "doctor-sender-unknown", from)))];
    };
    let resolver = match Resolver::new(config.mail.dns_server) {
        Ok(resolver) => resolver,
        Err(why) => return vec![(SENDER, Finding::Advice(output.locale.named("dns-no-resolver", &why)))],
    };
    let found = dns::check(&resolver, &questions).await;
    found.into_iter().map(|finding| (SENDER, told(&finding, output))).collect()
}

fn told(finding: &dns::Finding, output: &Output) -> Finding {
    let mut told = format!("{}: {}", finding.subject.name(), words(output.locale, finding));
    if let Some(record) = &finding.add {
        told = format!(
            "{told} {}: {} {} \"{}\"",
            output.locale.t("dns-add"),
            record.name,
            record.kind,
            record.value
        );
    }
    match finding.verdict.grade() {
        Grade::Good => Finding::Good(told),
        Grade::Advice | Grade::Bad | Grade::Unknown => Finding::Advice(told),
    }
}
