//! The page of the reports that no letter could be found for.

use askama::Template;
use axum::Router;
use axum::routing::get;

use super::kept::{self, KeptReport};
use crate::i18n::Locale;
use crate::portal::SharedPortal;
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
    rows: Vec<ReportRow>,
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
    let reports = portal.read(move |tx| kept::list(tx, company)).await?;
    let (locale, zone, now) = (me.locale(), me.zone(), portal.now());
    let row = |report: KeptReport| ReportRow {
        what: what(locale, &report),
        when: locale.moment(report.received_at, now, &zone),
        time: report.received_at.to_string(),
        email: report.email,
        words: if report.words.is_empty() { report.subject } else { report.words },
    };
    page(&ReportsPage { shell: me.shell(Section::Settings), rows: reports.into_iter().map(row).collect() })
}

fn what(locale: Locale, report: &KeptReport) -> String {
    if report.is_forged {
        return locale.t("mail-report-forged");
    }
    let kind = report.kind.as_str();
    locale.t(&format!("mail-report-{kind}"))
}
