//! Pages of the history: the company's, for who manages settings, and a person's; who did what, when and from
//! where, the latest first.

mod export;

use askama::Template;
use axum::Router;
use axum::extract::{Form, Path, Query};
use axum::response::Response;
use axum::routing::{get, post};
use http::StatusCode;
use serde::Deserialize;

use super::list::{self, Page};
use super::reading::Reading;
use super::retention::{self, MAX_DAYS, MIN_DAYS, Outcome};
use super::store::Entry;
use super::{Area, reading, words};
use crate::access_rights::seen::Seen;
use crate::access_rights::{Over, Permission};
use crate::base::cursor::Cursor;
use crate::base::id::EmployeeId;
use crate::i18n::{Zone, days_in_order};
use crate::people::Employee;
use crate::people::search::{self, Search};
use crate::portal::SharedPortal;
use crate::web::failure::{Failure, with_query};
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::{SettingsManager, SignedIn};
use crate::web::{Face, Shell, flash};

/// Entries of one page.
const ROWS: usize = 50;
const PATH: &str = "/history";
/// People called as was typed of whom one is chosen.
const CANDIDATES: i64 = 20;

fn person_path(id: EmployeeId) -> String {
    format!("/employees/{id}/history")
}

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route(PATH, get(show))
        .route("/history/retention", post(keep))
        .route("/history/export", get(export::show).post(export::download))
        .route("/employees/{id}/history", get(show_person))
        .route("/employees/{id}/history/export", get(export::show_person).post(export::download_person))
}

/// What the address says; anything that makes no sense is passed over.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
struct Asked {
    area: String,
    actor: String,
    /// Somebody whose deeds are looked for, as typed.
    who: String,
    from: String,
    until: String,
    cursor: String,
}

impl Asked {
    fn query(&self, me: &SignedIn, about: Option<EmployeeId>) -> list::Query {
        let (zone, (from, until)) = (me.zone(), self.days());
        list::Query {
            area: Area::from_word(&self.area),
            actor: self.actor.parse().ok(),
            about,
            from: zone.day(from, 0),
            until: zone.day(until, 1),
            after: Cursor::decode(&self.cursor),
            limit: ROWS,
        }
    }

    /// What is written for a day and is none. On the page it is told and passed over; nobody takes everything along
    /// by a slip.
    fn bad_days(&self, zone: &Zone) -> Vec<&str> {
        let written = [(self.from.as_str(), 0), (self.until.as_str(), 1)].into_iter();
        let bad = written.filter(|(day, later)| !day.is_empty() && zone.day(day, *later).is_none());
        bad.map(|(day, _)| day).collect()
    }

    /// From which day until which.
    fn days(&self) -> (&str, &str) {
        days_in_order(&self.from, &self.until)
    }

    fn is_narrowed(&self) -> bool {
        self.values().iter().any(|(_, value)| !value.is_empty())
    }

    /// What narrows it.
    fn values(&self) -> [(&'static str, &str); 4] {
        let (from, until) = self.days();
        [("area", self.area.as_str()), ("actor", self.actor.as_str()), ("from", from), ("until", until)]
    }

    /// The address of the same page with other values; a cursor never outlives a change.
    fn address(&self, path: &str, changes: &[(&str, &str)]) -> String {
        let own = self.values().into_iter().chain([("cursor", "")]);
        let values = own.map(|(name, now)| {
            (name, changes.iter().find(|(of, _)| *of == name).map_or(now, |(_, value)| *value))
        });
        with_query(path, values)
    }
}

struct Row {
    words: String,
    /// What it was done to, with its page where it has one.
    target: Option<(String, String)>,
    who: String,
    /// The history of who did it.
    who_href: String,
    when: String,
    time: String,
    ip: String,
}

struct Candidate {
    href: String,
    face: Face,
    name: String,
    line: String,
}

struct Chip {
    href: String,
    words: String,
    chosen: bool,
}

/// How long the history is kept, for who may change it.
struct Keeping {
    days: String,
    errors: Errors,
}

#[derive(Template)]
#[template(path = "history/list.html")]
struct HistoryPage {
    shell: Shell,
    heading: String,
    /// Where the page came from: the person, or nowhere.
    back: Option<(String, String)>,
    path: String,
    /// Where what is shown is taken along.
    export: String,
    chips: Vec<Chip>,
    asked: Asked,
    /// Whose deeds alone are shown, with the address that shows all.
    actor: Option<(String, String)>,
    /// Whether the deeds of one can be looked for here.
    finds_people: bool,
    /// Who is called as was typed, each with the address that shows his deeds.
    candidates: Vec<Candidate>,
    rows: Vec<Row>,
    /// What of the question means nothing; empty where all does.
    notice: String,
    shows_ip: bool,
    shown: String,
    first: String,
    next: String,
    is_narrowed: bool,
    keeping: Option<Keeping>,
}

async fn show(SettingsManager(me): SettingsManager, Query(asked): Query<Asked>) -> PageResult {
    let found = called(&me, &asked.who).await?;
    let of_one = |person: &Employee| asked.address(PATH, &[("actor", &person.id.to_string())]);
    if let [one] = &found[..] {
        return Ok(see_other(&of_one(one)));
    }
    let candidate = |person: &Employee| Candidate {
        href: of_one(person),
        face: Face::of_person(person),
        name: person.shown_name().to_owned(),
        line: person.told_apart(""),
    };
    let candidates = found.iter().map(candidate).collect();
    let asks_whom = !asked.who.trim().is_empty();
    let mut built = company_page(&me, asked, None).await?;
    if asks_whom {
        // What all of them did is no answer to that.
        (built.rows, built.next, built.first) = Default::default();
    }
    page(&HistoryPage { candidates, ..built })
}

/// The first of those who are called as was typed; nobody where nothing was.
async fn called(me: &SignedIn, typed: &str) -> Result<Vec<Employee>, Failure> {
    if typed.trim().is_empty() {
        return Ok(Vec::new());
    }
    let (actor, asked) =
        (me.actor(), Search { typed: typed.to_owned(), status: None, department: None, no_password: false });
    let found = me.visitor.portal.read(move |tx| search::find(tx, &actor, &asked, None, CANDIDATES));
    Ok(found.await?.0)
}

async fn company_page(me: &SignedIn, asked: Asked, tried: Option<Keeping>) -> Result<HistoryPage, Failure> {
    let (company, query) = (me.visitor.company.id, asked.query(me, None));
    let portal = &me.visitor.portal;
    let reading = Reading::of_company(&me.actor(), &me.visitor.company);
    let read = reading.clone();
    let (found, actor) = portal
        .read(move |tx| {
            let actor = query.actor.map(|id| tx.people().find(company, id)).transpose()?.flatten();
            Ok((read.page(tx, company, &query)?, actor))
        })
        .await?;
    let days = me.visitor.company.history_days.map(|days| days.to_string()).unwrap_or_default();
    let keeping = tried.unwrap_or(Keeping { days, errors: Vec::new() });
    let heading = me.locale().t("nav-history");
    let mut built = build(me, PATH.to_owned(), heading, asked, found, &reading);
    built.actor =
        actor.map(|actor| (actor.shown_name().to_owned(), built.asked.address(PATH, &[("actor", "")])));
    built.keeping = me.rights.is_administrator().then_some(keeping);
    built.finds_people = true;
    Ok(built)
}

async fn show_person(me: SignedIn, Path(id): Path<EmployeeId>, Query(asked): Query<Asked>) -> PageResult {
    let (actor, company, query) = (me.actor(), me.visitor.company.clone(), asked.query(&me, Some(id)));
    let told = me.visitor.portal.read(move |tx| {
        let may = reading::may(tx, &actor, &company, Some(id))?;
        let found = match &may {
            reading::Outcome::May(reading) => reading.page(tx, company.id, &query)?,
            reading::Outcome::NotAllowed | reading::Outcome::NotFound => Page::default(),
        };
        Ok((may, found))
    });
    let (reading, found) = match told.await? {
        (reading::Outcome::May(reading), found) => (reading, found),
        (reading::Outcome::NotAllowed, _) => return Err(Failure::Forbidden),
        (reading::Outcome::NotFound, _) => return Err(Failure::NotFound),
    };
    let name = reading.person.as_ref().ok_or(Failure::NotFound)?.shown_name().to_owned();
    let heading = me.locale().named("history-of", &name);
    let mut built = build(&me, person_path(id), heading, asked, found, &reading);
    built.back = Some((format!("/employees/{id}"), name));
    page(&built)
}

fn build(
    me: &SignedIn,
    path: String,
    heading: String,
    asked: Asked,
    found: Page,
    reading: &Reading,
) -> HistoryPage {
    let locale = me.locale();
    let chip = |area: Option<Area>| Chip {
        href: asked.address(&path, &[("area", area.map_or("", Area::word))]),
        words: locale.t(&format!("history-area-{}", area.map_or("all", Area::word))),
        chosen: asked.area == area.map_or("", Area::word),
    };
    let bad = asked.bad_days(&me.zone());
    let notice =
        if bad.is_empty() { String::new() } else { locale.named("history-bad-day", &bad.join(", ")) };
    let rows: Vec<Row> = found.entries.iter().map(|entry| row(me, reading, entry)).collect();
    HistoryPage {
        shell: me.shell(Section::History),
        heading,
        back: None,
        chips: [None].into_iter().chain(Area::ALL.map(Some)).map(chip).collect(),
        actor: None,
        finds_people: false,
        candidates: Vec::new(),
        notice,
        shows_ip: reading.shows_addresses,
        shown: locale.n("people-shown", i64::try_from(rows.len()).unwrap_or(0)),
        first: if asked.cursor.is_empty() { String::new() } else { asked.address(&path, &[]) },
        next: found.next.map(|next| asked.address(&path, &[("cursor", &next.encode())])).unwrap_or_default(),
        is_narrowed: asked.is_narrowed(),
        keeping: None,
        export: asked.address(&format!("{path}/export"), &[]),
        rows,
        path,
        asked,
    }
}

fn row(me: &SignedIn, reading: &Reading, entry: &Entry) -> Row {
    let locale = me.locale();
    let words = words::sentence(&locale, &me.zone(), entry);
    let target = words::target(locale, entry)
        .filter(|(name, _)| !words.contains(name.as_str()) && !is_of_himself(entry))
        .map(|(name, href)| (name, if opens(me, &entry.target.kind) { href } else { String::new() }));
    Row {
        who: words::doer(&locale, entry),
        who_href: entry.actor.as_ref().map(|(id, _)| format!("/employees/{id}")).unwrap_or_default(),
        when: locale.moment(entry.at, me.visitor.portal.now(), &me.zone()),
        time: entry.at.to_string(),
        ip: reading.address_of(Some(me.me.id), entry),
        target,
        words,
    }
}

/// Whether somebody did something to himself, as who signs in: he is named as who did it.
fn is_of_himself(entry: &Entry) -> bool {
    let (target, actor) = (&entry.target, entry.actor.as_ref());
    target.kind == "employee" && actor.is_some_and(|(id, _)| id.0 == target.id)
}

/// Whether the reader may open the page of what something was done to.
fn opens(me: &SignedIn, kind: &str) -> bool {
    match kind {
        "invitation" | "join_link" => Seen::by(&me.actor()).is_all(),
        "role" => me.may(Permission::ManageRights, Over::Company),
        _ => true,
    }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct KeepForm {
    days: String,
}

async fn keep(SettingsManager(me): SettingsManager, Form(form): Form<KeepForm>) -> PageResult {
    let typed: String = form.days.chars().filter(|c| !c.is_whitespace()).collect();
    // What is no number is out of every range.
    let days = (!typed.is_empty()).then(|| typed.parse().unwrap_or(0));
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), me.visitor.portal.now());
    let portal = &me.visitor.portal;
    let outcome = portal.write(move |tx| retention::set_days(tx, &actor, &company, days, now)).await?;
    match outcome {
        Outcome::Changed => {
            let done: Response = see_other_with(PATH, &flash::good("history-kept", None));
            Ok(done)
        }
        Outcome::NotAllowed => Err(Failure::Forbidden),
        Outcome::BadDays => {
            let range = [("from", MIN_DAYS.into()), ("to", MAX_DAYS.into())];
            let errors = vec![("days", me.locale().with("history-keep-problem", &range))];
            let tried = Keeping { days: form.days, errors };
            let built = company_page(&me, Asked::default(), Some(tried)).await?;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &built)
        }
    }
}
