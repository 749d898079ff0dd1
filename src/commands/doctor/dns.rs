//! What DNS says of the domain that letters come from.

use super::super::output::Output;
use super::{Finding, Way, say};
use crate::app;
use crate::company::mail::dns::{Leaving, questions};
use crate::company::web::dns as web;
use crate::config::Config;
use crate::mail::bounces::return_address::ReturnAddress;
use crate::mail::dns::{self, Grade, Resolver, Subject};

const SENDER: &str = "mail.from";

/// A line for each record. None of them keeps the portal from sending, so what is wrong is advice; but not where letters
/// fail by it, or reports about those that come back don't find their way.
pub(super) async fn look(
    config: &Config,
    from: &str,
    way: &Way,
    url: &str,
    output: &Output,
) -> Vec<(&'static str, Finding)> {
    // What is wrong with the keys is told of each of them.
    let signer = app::signer(config).unwrap_or_default();
    let leaving = Leaving {
        sender: from,
        envelope: config.mail.bounce_address.as_ref().map(ReturnAddress::domain),
        receives: config.mail.bounce_listen.is_some(),
        server: way.server(),
        is_direct: matches!(way, Way::Direct),
        public_url: url,
        signer: &signer,
    };
    let Some(questions) = questions(&leaving) else {
        return vec![(SENDER, Finding::Advice(say(output, "doctor-sender-unknown", from)))];
    };
    let resolver = match Resolver::new(config.mail.dns_server) {
        Ok(resolver) => resolver,
        Err(why) => return vec![(SENDER, Finding::Advice(output.locale.named("dns-no-resolver", &why)))],
    };
    let of_reports = if questions.envelope.is_some() { Subject::MxEnvelope } else { Subject::Mx };
    let of_reports = config.mail.bounce_address.is_some().then_some(of_reports);
    let found = dns::check(&resolver, &questions).await;
    let told = |finding: &dns::Finding| {
        let words = told(finding, output);
        match finding.verdict.grade() {
            Grade::Good => Finding::Good(words),
            Grade::Fatal => Finding::Bad(words),
            Grade::Bad if of_reports == Some(finding.subject) => Finding::Bad(words),
            Grade::Advice | Grade::Bad | Grade::Unknown => Finding::Advice(words),
        }
    };
    found.iter().map(|finding| (setting(finding), told(finding))).collect()
}

/// The setting that has to do with it.
fn setting(finding: &dns::Finding) -> &'static str {
    match finding.subject {
        Subject::SpfEnvelope | Subject::MxEnvelope => "mail.bounce_address",
        Subject::Ptr | Subject::Port => "mail",
        Subject::Spf | Subject::Dkim | Subject::DkimSecond | Subject::Dmarc | Subject::Mx => SENDER,
    }
}

/// What was found, in one line with the record to add.
fn told(finding: &dns::Finding, output: &Output) -> String {
    let mut told = format!("{}: {}", finding.subject.name(), web::words(output.locale, finding));
    if let Some(record) = &finding.add {
        told = format!(
            "{told} {}: {} {} \"{}\"",
            output.locale.t("dns-add"),
            record.name,
            record.kind,
            web::value(output.locale, record)
        );
        if let Some(hint) = web::hint(output.locale, finding) {
            told = format!("{told}. {hint}");
        }
    }
    told
}
