//! The page that asks DNS about the domain of the sender: what is there, what is wrong, which record to add.

use std::time::Duration;

use askama::Template;
use axum::Router;
use axum::routing::get;
use http::StatusCode;

use super::super::mail::dns::{Leaving, questions};
use super::mail::MailView;
use crate::i18n::Locale;
use crate::mail::bounces::return_address::ReturnAddress;
use crate::mail::direct::{Probe, theirs};
use crate::mail::dkim::STRING;
use crate::mail::dns::{self, Finding, Grade, PUBLIC_ADDRESS, Questions, Record, Resolver, Subject, Verdict};
use crate::mail::reason::classify;
use crate::mail::smtp::Phase;
use crate::mail::transport::Route;
use crate::portal::SharedPortal;
use crate::web::badge::Badge;
use crate::web::failure::Failure;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page_after, page_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::{SettingsManager, SignedIn};
use crate::web::{Icon, Tone};

const PATH: &str = "/settings/mail/dns";
/// The longest that is waited for a mail server: as long as for DNS.
const PATIENCE: Duration = Duration::from_secs(8);

pub(super) fn routes() -> Router<SharedPortal> {
    Router::new().route(PATH, get(show).post(check))
}

#[derive(Template)]
#[template(path = "settings/mail_dns.html")]
struct DnsPage {
    shell: Shell,
    /// The domain in the letters that people read; empty where DNS knows none such.
    domain: String,
    sender: String,
    lines: Vec<Line>,
    /// Why nothing was found out; empty where nobody asked yet, or all went well.
    failed: String,
}

/// What was found about one thing.
struct Line {
    id: &'static str,
    name: String,
    purpose: String,
    badge: Badge,
    words: String,
    present: Vec<String>,
    add: Option<Record>,
    /// What has to be put into the record first.
    hint: String,
}

impl Line {
    fn of(locale: Locale, finding: Finding, envelope: &str) -> Self {
        let name = match finding.subject {
            Subject::SpfEnvelope | Subject::MxEnvelope => {
                format!("{} · {}", finding.subject.name(), shown(envelope))
            }
            _ => finding.subject.name().to_owned(),
        };
        let (tone, icon, state) = match finding.verdict.grade() {
            Grade::Good => (Tone::Ok, Icon::Check, "dns-grade-good"),
            Grade::Advice => (Tone::Warn, Icon::Info, "dns-grade-advice"),
            Grade::Bad => (Tone::Bad, Icon::Warning, "dns-grade-bad"),
            Grade::Fatal => (Tone::Bad, Icon::Warning, "dns-grade-fatal"),
            Grade::Unknown => (Tone::Quiet, Icon::Clock, "dns-grade-unknown"),
        };
        let id = finding.subject.word();
        let add = finding.add.as_ref();
        Self {
            hint: hint(locale, &finding).unwrap_or_default(),
            add: add.map(|record| Record { value: value(locale, record), ..record.clone() }),
            purpose: locale.t(&format!("dns-purpose-{id}")),
            badge: Badge::new(tone, icon, locale.t(state)),
            words: words(locale, &finding),
            id,
            name,
            present: finding.present,
        }
    }
}

/// What was found, in words.
#[must_use]
pub fn words(locale: Locale, finding: &Finding) -> String {
    locale.with(finding.verdict.key(), &[("about", finding.about.as_str().into())])
}

/// What a record has to say: with words in the place of an address that the portal does not know.
#[must_use]
pub fn value(locale: Locale, record: &Record) -> String {
    record.value.replace(PUBLIC_ADDRESS, &locale.t("dns-public-address"))
}

/// What to put there in the place of an address, or how to write down what is longer than a string can be.
#[must_use]
pub fn hint(locale: Locale, finding: &Finding) -> Option<String> {
    let record = finding.add.as_ref()?;
    if record.lacks_address() {
        return Some(locale.with("dns-public-address-hint", &[("about", finding.about.as_str().into())]));
    }
    (record.value.len() > STRING)
        .then(|| locale.n("dns-long-hint", i64::try_from(STRING).unwrap_or(i64::MAX)))
}

fn shown(domain: &str) -> String {
    idna::domain_to_unicode(domain).0
}

impl DnsPage {
    async fn new(me: &SignedIn) -> Result<(Self, Option<Questions>), Failure> {
        // Here it is also found out whether the company decides how letters leave.
        let mail = MailView::present(me).await?;
        let (portal, company) = (&me.visitor.portal, &me.visitor.company);
        let sender = portal.config.mail.sender_address().unwrap_or_else(|| company.sender_address());
        let (server, is_direct) = match portal.mail.route() {
            Route::Smtp(relay) => (Some(relay.server().host().to_owned()), false),
            // This machine itself is the server that receivers see.
            Route::Direct(_) => (None, true),
            Route::Mailbox | Route::Closed(_) => (None, false),
        };
        let questions = questions(&Leaving {
            sender: &sender,
            envelope: portal.config.mail.bounce_address.as_ref().map(ReturnAddress::domain),
            receives: portal.config.mail.bounce_listen.is_some(),
            server: server.as_deref(),
            is_direct,
            public_url: &company.public_url,
            signer: &portal.signer,
        });
        let domain = questions.as_ref().map_or_else(String::new, |it| shown(&it.domain));
        let page = Self {
            shell: me.shell(Section::Settings),
            domain,
            sender: mail.sender().to_owned(),
            lines: Vec::new(),
            failed: String::new(),
        };
        Ok((page, questions))
    }
}

async fn show(SettingsManager(me): SettingsManager) -> PageResult {
    let (page, _) = DnsPage::new(&me).await?;
    page_with(StatusCode::OK, &page)
}

async fn check(SettingsManager(me): SettingsManager) -> PageResult {
    let (mut page, questions) = DnsPage::new(&me).await?;
    let (locale, portal) = (me.locale(), &me.visitor.portal);
    let Some(questions) = questions else { return page_with(StatusCode::OK, &page) };
    if let Err(failure) = portal.limits.check(Attempt::DnsCheck, me.visitor.ip, Some(&me.me.email)) {
        page.failed = locale.t("dns-too-many");
        return page_after(&failure, &page);
    }
    match Resolver::new(portal.config.mail.dns_server) {
        Ok(resolver) => {
            let (findings, port) =
                tokio::join!(dns::check(&resolver, &questions), port(portal, locale, &questions.domain));
            let envelope = questions.envelope.unwrap_or_default();
            let findings = findings.into_iter().chain(port);
            page.lines = findings.map(|finding| Line::of(locale, finding, &envelope)).collect();
        }
        Err(why) => page.failed = locale.named("dns-no-resolver", &why),
    }
    page_with(StatusCode::OK, &page)
}

/// Whether a server of the sender's own domain, which is his, can be reached from here; asked only where letters go
/// straight to such servers.
async fn port(portal: &SharedPortal, locale: Locale, domain: &str) -> Option<Finding> {
    let Route::Direct(direct) = portal.mail.route() else { return None };
    let found = |verdict| Finding::new(Subject::Port, verdict, Vec::new());
    Some(match direct.probe(domain, PATIENCE, PATIENCE, portal.now()).await {
        Probe::Answers => found(Verdict::PortOpen).about(shown(domain)),
        Probe::Late => found(Verdict::PortSilent).about(shown(domain)),
        Probe::Fails(failure) if failure.phase == Phase::Connect => {
            found(Verdict::PortSilent).about(shown(domain))
        }
        Probe::Fails(failure) => {
            found(Verdict::PortUnclear).about(locale.t(classify(&theirs(failure)).key()))
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn a_value_longer_than_a_string_says_how_it_is_written() {
        let told = |value: String| {
            let add = Record { name: "x._domainkey.romashka.example".to_owned(), kind: "TXT", value };
            let finding =
                Finding { add: Some(add), ..Finding::new(Subject::Dkim, Verdict::DkimMissing, Vec::new()) };
            hint(Locale::new(Language::En), &finding)
        };
        assert_eq!(told("p".repeat(STRING)), None);
        let hint = told("p".repeat(STRING + 1)).unwrap();
        assert!(hint.contains("255"), "{hint}");
    }
}
