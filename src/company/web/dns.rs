//! The page that asks DNS about the domain of the sender: what is there, what is wrong, which record to add.

use askama::Template;
use axum::Router;
use axum::routing::get;
use http::StatusCode;

use super::super::mail::dns::questions;
use super::mail::MailView;
use crate::i18n::Locale;
use crate::mail::dns::{self, Finding, Grade, Questions, Record, Resolver};
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
    id: String,
    name: &'static str,
    purpose: String,
    badge: Badge,
    words: String,
    present: Vec<String>,
    add: Option<Record>,
}

impl Line {
    fn of(locale: Locale, finding: Finding) -> Self {
        let name = finding.subject.name();
        let (tone, icon, state) = match finding.verdict.grade() {
            Grade::Good => (Tone::Ok, Icon::Check, "dns-grade-good"),
            Grade::Advice => (Tone::Warn, Icon::Info, "dns-grade-advice"),
            Grade::Bad => (Tone::Bad, Icon::Warning, "dns-grade-bad"),
            Grade::Unknown => (Tone::Quiet, Icon::Clock, "dns-grade-unknown"),
        };
        let id = name.to_lowercase();
        Self {
            purpose: locale.t(&format!("dns-purpose-{id}")),
            badge: Badge::new(tone, icon, locale.t(state)),
            words: words(locale, &finding),
            id,
            name,
            present: finding.present,
            add: finding.add,
        }
    }
}

/// What was found, in words.
#[must_use]
pub fn words(locale: Locale, finding: &Finding) -> String {
    locale.with(finding.verdict.key(), &[("about", finding.about.as_str().into())])
}

impl DnsPage {
    async fn new(me: &SignedIn) -> Result<(Self, Option<Questions>), Failure> {
        // Here it is also found out whether the company decides how letters leave.
        let mail = MailView::present(me).await?;
        let (portal, company) = (&me.visitor.portal, &me.visitor.company);
        let sender = portal.config.mail.sender_address().unwrap_or_else(|| company.sender_address());
        let server = match portal.mail.route() {
            Route::Smtp(pool) => Some(pool.server().host().to_owned()),
            // This machine itself is the server that receivers see.
            Route::Direct(_) | Route::Mailbox | Route::Closed(_) => None,
        };
        let questions = questions(&sender, server.as_deref(), &company.public_url, &portal.signer);
        let domain = questions.as_ref().map_or_else(String::new, |it| idna::domain_to_unicode(&it.domain).0);
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
            let findings = dns::check(&resolver, &questions).await;
            page.lines = findings.into_iter().map(|finding| Line::of(locale, finding)).collect();
        }
        Err(why) => page.failed = locale.named("dns-no-resolver", &why),
    }
    page_with(StatusCode::OK, &page)
}
