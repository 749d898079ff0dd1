//! One action on many: each row has its own fate, and one bad row never stops the rest.

mod action;
mod deed;

use std::collections::HashSet;

use askama::Template;
use axum::response::Response;
use axum_extra::extract::Form;
use http::StatusCode;
use serde::Deserialize;

pub(super) use self::action::Action;
use self::action::Question;
use self::deed::{Deed, Fate, Whom};
use super::rows::Reader;
use super::{ends, reader, region};
use crate::access_rights::roles::giving;
use crate::access_rights::{Over, Permission};
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::MAX_DAYS;
use crate::people::columns::Preset;
use crate::people::dismiss::Consequences;
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};
use crate::structure::tree::{self, Node, choosing};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, local_path, page, page_with, see_other, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Badge, Icon, Shell, Tone, flash};

/// Rows that are done at once at the most: more than a page shows. The others are offered behind them.
const MOST: usize = 200;
/// Letters of a name that come back with the question.
const MAX_NAME: usize = 400;

#[derive(Deserialize)]
pub(super) struct BulkForm {
    #[serde(default, rename = "id")]
    ids: Vec<i64>,
    action: Option<Action>,
    /// What has been answered so far: `chosen`, then `confirmed`.
    #[serde(default)]
    step: String,
    #[serde(default, rename = "department")]
    departments: Vec<i64>,
    #[serde(default)]
    days: String,
    /// Whether invitations of those who are dismissed are revoked, too.
    revoke: Option<String>,
    /// What the question called them, in their order.
    #[serde(default, rename = "called")]
    names: Vec<String>,
    return_to: Option<String>,
}

/// Whom something is done to, and what ends by it.
pub(super) struct Person {
    whom: Whom,
    /// Why it will not be done to him, where that is known before.
    stays: String,
    ends: Vec<String>,
    invitations: i64,
}

impl Person {
    /// One of whom nothing more is told here than who he is.
    pub(super) fn alone(person: &Employee) -> Self {
        Self { whom: Whom::of_person(person), stays: String::new(), ends: Vec::new(), invitations: 0 }
    }
}

#[derive(Template)]
#[template(path = "people/confirm.html")]
pub(super) struct ConfirmPage {
    pub shell: Shell,
    pub heading: String,
    pub words: String,
    pub people: Vec<Person>,
    /// The words of the choice to revoke invitations too; empty where there is none.
    pub revoke: String,
    /// Whether it is chosen, where nobody says otherwise.
    pub revokes: bool,
    /// That not all are done at once, or are there no longer.
    pub notices: Vec<String>,
    pub action: String,
    pub return_to: String,
    pub back: String,
    pub button: String,
    /// What is sent along unseen, where it is about many.
    pub fields: Vec<(&'static str, String)>,
    pub is_harmless: bool,
}

#[derive(Template)]
#[template(path = "people/bulk.html")]
struct AskPage {
    shell: Shell,
    heading: String,
    words: String,
    /// How many they are, in words.
    who: String,
    whom: Vec<Whom>,
    fields: Vec<(&'static str, String)>,
    departments: Vec<Node>,
    /// What stands in the field of days; `None` where departments are asked for.
    days: Option<String>,
    errors: Vec<(&'static str, String)>,
    button: String,
    back: String,
    /// That not all are done at once, or are there no longer.
    notices: Vec<String>,
}

struct ResultRow {
    whom: Whom,
    badge: Badge,
    why: String,
}

#[derive(Template)]
#[template(path = "people/results.html")]
struct ResultsPage {
    shell: Shell,
    heading: String,
    tone: Tone,
    rows: Vec<ResultRow>,
    /// How many are not in the list any more, in words; empty where all are.
    gone: String,
    person: String,
    back: String,
    /// How many are still to do, in words; empty where all are done.
    left: String,
    /// What is sent to go on with them.
    fields: Vec<(&'static str, String)>,
    go_on: String,
}

pub(super) async fn submit(signed_in: SignedIn, Form(mut form): Form<BulkForm>) -> PageResult {
    let back = local_path(form.return_to.as_deref()).to_owned();
    let Some(action) = form.action else { return Ok(see_other(&back)) };
    if action.permission().is_some_and(|permission| !signed_in.may(permission, Over::Anything)) {
        return Err(Failure::Forbidden);
    }
    let mut seen = HashSet::new();
    form.ids.retain(|id| seen.insert(*id));
    // Done is what was asked about, even where that was fewer than there is room for.
    let most = if form.names.is_empty() { MOST } else { form.names.len().min(MOST) };
    let rest = form.ids.split_off(form.ids.len().min(most));
    if form.ids.is_empty() {
        return Ok(see_other_with(&back, &flash::bad("bulk-none", None)));
    }
    let mut asked =
        Asked { signed_in: &signed_in, reader: reader(&signed_in), action, form, rest, back, gone: 0 };
    asked.leave_out_gone().await?;
    if asked.form.ids.is_empty() {
        return asked.answer(Vec::new());
    }
    match asked.answered() {
        Answered::No(errors) => asked.ask(errors).await,
        Answered::Unsure(_) | Answered::Yes(_) if asked.lacks_department().await? => {
            let words = asked.reader.locale.t("people-department-gone");
            asked.ask(vec![("departments", words)]).await
        }
        Answered::Unsure(deed) => asked.confirm(&deed).await,
        Answered::Yes(deed) => asked.act(&deed).await,
    }
}

/// A form, and who sent it.
struct Asked<'s> {
    signed_in: &'s SignedIn,
    reader: Reader,
    action: Action,
    form: BulkForm,
    /// Those who are more than is done at once.
    rest: Vec<i64>,
    back: String,
    /// How many were picked who are not in the list any more.
    gone: i64,
}

/// How far a form is answered.
enum Answered {
    /// It says not yet where to, or for how long.
    No(Vec<(&'static str, String)>),
    /// It is to be confirmed.
    Unsure(Deed),
    /// What to do.
    Yes(Deed),
}

impl Asked<'_> {
    fn answered(&self) -> Answered {
        let departments: Vec<DepartmentId> =
            self.form.departments.iter().copied().map(DepartmentId).collect();
        let deed = Deed {
            action: self.action,
            departments,
            days: self.form.days.trim().parse().unwrap_or(0),
            revokes: self.form.revoke.is_some(),
        };
        let is_chosen = !self.form.step.is_empty();
        match self.action.question() {
            Question::Nothing => Answered::Yes(deed),
            _ if self.form.step == "confirmed" => Answered::Yes(deed),
            Question::Sure | Question::Letters => Answered::Unsure(deed),
            Question::Where if is_chosen && deed.departments.is_empty() => {
                let words = self.reader.locale.t("people-choose-department");
                Answered::No(vec![("departments", words)])
            }
            Question::Days if is_chosen && !(1..=MAX_DAYS).contains(&deed.days) => {
                let words = self.reader.locale.n("people-extend-bad-days", MAX_DAYS);
                Answered::No(vec![("days", words)])
            }
            Question::Where | Question::Days if is_chosen => Answered::Unsure(deed),
            Question::Where | Question::Days => Answered::No(Vec::new()),
        }
    }

    /// Nobody is asked about who went meanwhile; once it was confirmed it is told of each what became of it.
    async fn leave_out_gone(&mut self) -> std::result::Result<(), Failure> {
        if self.form.step == "confirmed" || self.action.question() == Question::Nothing {
            return Ok(());
        }
        let (reader, action, ids) = (self.reader.clone(), self.action, self.form.ids.clone());
        let there = self.signed_in.visitor.portal.read(move |tx| {
            let mut there = Vec::with_capacity(ids.len());
            for id in &ids {
                if deed::whom(tx, &reader, action, *id)?.is_some() {
                    there.push(*id);
                }
            }
            Ok(there)
        });
        let there = there.await?;
        self.gone = i64::try_from(self.form.ids.len() - there.len()).unwrap_or(0);
        self.form.ids = there;
        Ok(())
    }

    /// Whether a department that was chosen is there no longer.
    async fn lacks_department(&self) -> std::result::Result<bool, Failure> {
        if self.action.question() != Question::Where {
            return Ok(false);
        }
        let (company, chosen) = (self.reader.company.id, self.form.departments.clone());
        let is_gone = self.signed_in.visitor.portal.read(move |tx| {
            let departments = tx.departments().list(company)?;
            Ok(chosen.iter().any(|id| departments.iter().all(|department| department.id.0 != *id)))
        });
        Ok(is_gone.await?)
    }

    /// That some who were picked are not in the list any more; nothing where all are.
    fn gone(&self, more: i64) -> String {
        let gone = self.gone + more;
        if gone > 0 { self.reader.locale.n("people-bulk-gone", gone) } else { String::new() }
    }

    /// The words of a key, with the number of rows.
    fn n(&self, key: &str) -> String {
        self.reader.locale.n(key, i64::try_from(self.form.ids.len()).unwrap_or(0))
    }

    /// That not all are done at once, or are there no longer; nothing where all are.
    fn notices(&self) -> Vec<String> {
        [self.notice(), self.gone(0)].into_iter().filter(|words| !words.is_empty()).collect()
    }

    /// That not all are done at once; nothing where they are.
    fn notice(&self) -> String {
        if self.rest.is_empty() {
            return String::new();
        }
        let rest = i64::try_from(self.rest.len()).unwrap_or(i64::MAX);
        let most = i64::try_from(self.form.ids.len()).unwrap_or(i64::MAX) + self.gone;
        let numbers = [("all", (most + rest).into()), ("most", most.into()), ("rest", rest.into())];
        self.reader.locale.with("people-bulk-many", &numbers)
    }

    /// What a form sends along unseen, with the step that it answers.
    fn fields(&self, step: &str, with_answers: bool) -> Vec<(&'static str, String)> {
        self.fields_of(self.form.ids.iter().chain(&self.rest), step, with_answers)
    }

    fn fields_of<'a>(
        &self,
        ids: impl IntoIterator<Item = &'a i64>,
        step: &str,
        with_answers: bool,
    ) -> Vec<(&'static str, String)> {
        let mut fields = vec![
            ("action", self.action.word().to_owned()),
            ("step", step.to_owned()),
            ("return_to", self.back.clone()),
        ];
        fields.extend(ids.into_iter().map(|id| ("id", id.to_string())));
        if with_answers {
            fields.extend(self.form.departments.iter().map(|id| ("department", id.to_string())));
            fields.push(("days", self.form.days.trim().to_owned()));
        }
        fields
    }

    async fn whom(&self) -> std::result::Result<Vec<Whom>, Failure> {
        let (reader, action, ids) = (self.reader.clone(), self.action, self.form.ids.clone());
        let whom = self.signed_in.visitor.portal.read(move |tx| {
            ids.iter().map(|id| deed::whom(tx, &reader, action, *id)).collect::<Result<Vec<_>>>()
        });
        Ok(whom.await?.into_iter().flatten().collect())
    }

    /// The page that asks where to, or for how long.
    async fn ask(&self, errors: Vec<(&'static str, String)>) -> PageResult {
        let asks_days = self.action.question() == Question::Days;
        let usual = self.reader.company.inviting.invitation_days.to_string();
        let days = if self.form.days.is_empty() { usual } else { self.form.days.clone() };
        let [heading, words, ..] = self.action.keys();
        let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let asking = AskPage {
            shell: self.signed_in.shell(Section::Employees),
            heading: self.n(heading),
            words: self.reader.locale.t(words),
            who: self.n("people-who"),
            whom: self.whom().await?,
            fields: self.fields("chosen", false),
            departments: if asks_days { Vec::new() } else { self.places().await? },
            days: asks_days.then_some(days),
            errors,
            button: self.reader.locale.t("people-go-on"),
            back: self.back.clone(),
            notices: self.notices(),
        };
        page_with(status, &asking)
    }

    /// Where they could be put.
    async fn places(&self) -> std::result::Result<Vec<Node>, Failure> {
        let reader = self.reader.clone();
        let chosen: Vec<DepartmentId> = self.form.departments.iter().copied().map(DepartmentId).collect();
        let permission = self.action.permission().unwrap_or(Permission::Invite);
        let offered =
            move |tx: &mut Tx<'_>| giving::offered(tx, &reader.actor, &reader.company, permission, &[]);
        Ok(choosing(self.signed_in.visitor.portal.read(offered).await?, &chosen))
    }

    /// Whom it is about, each with what ends.
    async fn people(&self, deed: &Deed) -> std::result::Result<Vec<Person>, Failure> {
        let (reader, deed, ids) = (self.reader.clone(), deed.clone(), self.form.ids.clone());
        let people = self.signed_in.visitor.portal.read(move |tx| {
            let staying = deed::who_stay(tx, &reader, &deed, &ids)?;
            let person = |id: &i64| {
                let stays = if deed::is_oneself(&reader, &deed, *id) {
                    Some("people-dismiss-self-stays".to_owned())
                } else if staying.contains(&EmployeeId(*id)) {
                    Some("people-dismiss-stays".to_owned())
                } else {
                    deed::has_ended(tx, &reader, &deed, *id)?.map(|key| format!("flash-{key}"))
                };
                let mut ends = if stays.is_some() {
                    Consequences::default()
                } else {
                    deed::foresee(tx, &reader, &deed, *id)?
                };
                if ids.len() > 1 {
                    // Whoever comes after him may be among them.
                    ends.successions.clear();
                }
                Ok(Person {
                    whom: deed::whom(tx, &reader, deed.action, *id)?.unwrap_or_default(),
                    stays: stays.map(|key| reader.locale.t(&key)).unwrap_or_default(),
                    ends: ends::foreseen(reader.locale, &ends),
                    invitations: ends.invitations,
                })
            };
            ids.iter().map(person).collect::<Result<Vec<_>>>()
        });
        Ok(people.await?)
    }

    /// The page that names everybody and what will be done.
    async fn confirm(&self, deed: &Deed) -> PageResult {
        let [heading, words, button, _] = self.action.keys();
        let locale = self.reader.locale;
        let words = match self.action.question() {
            Question::Where => locale.named("people-where-to", &self.where_to().await?),
            Question::Days => locale.n("people-for-days", self.form.days.trim().parse().unwrap_or(0)),
            Question::Sure | Question::Letters | Question::Nothing => self.n(words),
        };
        let people = self.people(deed).await?;
        let going = people.iter().filter(|person| person.stays.is_empty()).count();
        if going == 0 {
            // There is nothing to ask: it is told why each stays as he is, and done to nobody who was not asked about.
            let stay = |Person { whom, stays, .. }| Fate { whom, refused: Some(stays), ended: String::new() };
            return self.answer(people.into_iter().map(stay).collect());
        }
        let count = |key| locale.n(key, i64::try_from(going).unwrap_or(0));
        let mut fields = self.fields("confirmed", true);
        fields.extend(people.iter().map(|person| ("called", person.whom.name.clone())));
        let invitations = people.iter().map(|person| person.invitations).sum();
        let revoke =
            if invitations > 0 { locale.n("people-dismiss-revoke", invitations) } else { String::new() };
        page(&ConfirmPage {
            shell: self.signed_in.shell(Section::Employees),
            heading: count(heading),
            words,
            people,
            revoke,
            revokes: self.reader.company.inviting.revoke_with_inviter,
            notices: self.notices(),
            action: "/employees/bulk".to_owned(),
            return_to: self.back.clone(),
            back: self.back.clone(),
            button: count(button),
            fields,
            is_harmless: self.action.question() != Question::Sure,
        })
    }

    async fn where_to(&self) -> std::result::Result<String, Failure> {
        let (company, ids) = (self.reader.company.id, self.form.departments.clone());
        let departments =
            self.signed_in.visitor.portal.read(move |tx| tx.departments().list(company)).await?;
        // Several departments may be called alike: where each is tells which one is meant.
        let place = |id: &i64| {
            let path = tree::path(&departments, DepartmentId(*id));
            let below_company = if path.len() > 1 { &path[1..] } else { &path[..] };
            below_company.iter().map(|part| part.name.as_str()).collect::<Vec<_>>().join(" › ")
        };
        Ok(ids.iter().map(place).filter(|place| !place.is_empty()).collect::<Vec<_>>().join(", "))
    }

    async fn act(&self, deed: &Deed) -> PageResult {
        let portal = &self.signed_in.visitor.portal;
        let mut fates = Vec::with_capacity(self.form.ids.len());
        let mut names = self.form.names.iter();
        for id in self.form.ids.iter().copied() {
            let (mut fate, known) = (deed::one(portal, &self.reader, deed, id).await?, names.next());
            // Who went since the question is called as it was called there.
            if let Some(known) = known.filter(|_| fate.whom.name.is_empty()) {
                fate.whom.name = known.chars().take(MAX_NAME).collect();
            }
            fates.push(fate);
        }
        portal.outbox_bell.ring();
        self.answer(fates)
    }

    fn answer(&self, fates: Vec<Fate>) -> PageResult {
        let locale = self.reader.locale;
        let all = i64::try_from(fates.len()).unwrap_or(0) + self.gone;
        let done = i64::try_from(fates.iter().filter(|fate| fate.refused.is_none()).count()).unwrap_or(0);
        let is_told =
            self.gone == 0 && fates.iter().all(|fate| fate.refused.is_none() && fate.ended.is_empty());
        if is_told && self.rest.is_empty() {
            let [.., said] = self.action.keys();
            let said = match self.action {
                Action::Resend | Action::Password => self.signed_in.told(said, "bulk-resent-kept"),
                _ => said,
            };
            let response: Response = see_other_with(&self.back, &flash::good(said, Some(done)));
            return Ok(response);
        }
        let row = |fate: Fate| ResultRow {
            whom: fate.whom,
            badge: match &fate.refused {
                None => Badge::new(Tone::Ok, Icon::Check, locale.t("people-result-done")),
                Some(_) => Badge::new(Tone::Warn, Icon::Warning, locale.t("people-result-not-done")),
            },
            why: fate.refused.unwrap_or(fate.ended),
        };
        let left = i64::try_from(self.rest.len()).unwrap_or(i64::MAX);
        // Those that were not done come first: they want a hand.
        let (named, nameless): (Vec<_>, Vec<_>) =
            fates.into_iter().partition(|fate| !fate.whom.name.is_empty());
        let (refused, fine): (Vec<_>, Vec<_>) = named.into_iter().partition(|fate| fate.refused.is_some());
        let preset =
            Preset::Status(if self.action.is_of_invitations() { Status::Invited } else { Status::Active });
        page(&ResultsPage {
            shell: self.signed_in.shell(Section::Employees),
            heading: locale.with("people-results-heading", &[("done", done.into()), ("all", all.into())]),
            tone: match done {
                0 => Tone::Bad,
                _ if done == all => Tone::Ok,
                _ => Tone::Warn,
            },
            rows: refused.into_iter().chain(fine).map(row).collect(),
            gone: self.gone(i64::try_from(nameless.len()).unwrap_or(0)),
            person: locale.t(region::column_key(preset, None)),
            back: self.back.clone(),
            left: if left > 0 { locale.n("people-bulk-left", left) } else { String::new() },
            fields: self.fields_of(&self.rest, "chosen", true),
            go_on: locale.n("people-bulk-go-on", left),
        })
    }
}
