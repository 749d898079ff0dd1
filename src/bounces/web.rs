//! The page of the reports that no letter could be found for.

use askama::Template;
use axum::Router;
use axum::routing::get;

use super::kept::{self, KeptReport};
use super::poll;
use super::poll::store::Standing;
use crate::base::clock::Timestamp;
use crate::i18n::{Locale, Zone};
use crate::mail::imap::ImapServer;
use crate::mail::reason::answer;
use crate::portal::SharedPortal;
use crate::web::Tone;
use crate::web::page::{PageResult, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::Administrator;

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new().route("/settings/mail/reports", get(list))
}

#[derive(Template)]
#[template(path = "settings/mail_reports.html")]
struct ReportsPage {
    shell: Shell,
    /// How the mailbox stands that reports are read from, where there is one.
    mailbox: Option<MailboxNotice>,
    rows: Vec<ReportRow>,
}

/// How the mailbox stands.
pub struct MailboxNotice {
    /// How bad that is.
    pub tone: Tone,
    /// What to know.
    pub words: String,
    /// What to do, or nothing.
    pub advice: String,
    /// The server's own words, or what the portal has seen of it; or nothing.
    pub server_words: String,
}

impl MailboxNotice {
    /// What is told of the mailbox in the settings.
    #[must_use]
    pub fn of(
        locale: Locale,
        server: &ImapServer,
        standing: Option<Standing>,
        zone: &Zone,
        now: Timestamp,
    ) -> Self {
        let place = server.place();
        let place = ("place", place.as_str().into());
        let Some(standing) = standing else {
            return Self::calm(locale.with("mailbox-new", &[place]));
        };
        let moment = |at: Timestamp| locale.moment(at, now, zone);
        if let (Some(trouble), Some(since)) = (&standing.trouble, standing.failed_since) {
            let (since, next) = (moment(since), moment(standing.next_at.max(now)));
            return Self {
                tone: Tone::Bad,
                words: locale
                    .with("mailbox-trouble", &[place, ("since", (&since).into()), ("next", (&next).into())]),
                advice: locale.t(trouble),
                server_words: answer(&locale, &standing.words),
            };
        }
        Self::calm(match standing.read_at {
            Some(at) => locale.with("mailbox-read", &[place, ("when", (&moment(at)).into())]),
            None => locale.with("mailbox-new", &[place]),
        })
    }

    fn calm(words: String) -> Self {
        Self { tone: Tone::Info, words, advice: String::new(), server_words: String::new() }
    }
}

struct ReportRow {
    what: String,
    email: String,
    words: String,
    when: String,
    time: String,
}

async fn list(Administrator(me): Administrator) -> PageResult {
    let company = me.visitor.company.id;
    let portal = &me.visitor.portal;
    let both = portal.read(move |tx| Ok((kept::list(tx, company)?, poll::standing(tx, company)?)));
    let (reports, standing) = both.await?;
    let (locale, zone, now) = (me.locale(), me.zone(), portal.now());
    let server = portal.config.mail.bounce_imap.as_ref();
    let mailbox = server.map(|server| MailboxNotice::of(locale, server, standing, &zone, now));
    let row = |report: KeptReport| ReportRow {
        what: what(locale, &report),
        when: locale.moment(report.received_at, now, &zone),
        time: report.received_at.to_string(),
        email: report.email,
        words: match (report.words.is_empty(), report.subject.is_empty()) {
            (true, false) => locale.named("mail-report-subject", &report.subject),
            _ => report.words,
        },
    };
    page(&ReportsPage {
        shell: me.shell(Section::Settings),
        mailbox,
        rows: reports.into_iter().map(row).collect(),
    })
}

fn what(locale: Locale, report: &KeptReport) -> String {
    if report.is_forged {
        return locale.t("mail-report-forged");
    }
    let kind = report.kind.as_str();
    locale.t(&format!("mail-report-{kind}"))
}
