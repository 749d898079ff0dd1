//! What narrows the list and orders it, as one form: on a desk in the side panel, on a phone a page of its own.
//! Where a company has more departments than anybody scrolls through, they are found by name.

use askama::Template;
use axum::extract::RawQuery;
use http::StatusCode;

use super::look::asks_own;
use super::region::which_key;
use super::rows::Reader;
use super::view::{KEPT, View};
use super::{described, reader};
use crate::access_rights::Permission;
use crate::access_rights::roles::Role as AccessRole;
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::invitations::list::Which;
use crate::mail::outbox::Delivery;
use crate::people::columns::Preset;
use crate::people::list::{self, Holding, Narrow, Order, Query};
use crate::people::words::{normal, reading};
use crate::people::{Role, Status};
use crate::store::{Result, Tx};
use crate::structure::Post;
use crate::structure::tree::tree;
use crate::web::Shell;
use crate::web::forms::Errors;
use crate::web::page::{PageResult, page, page_with, see_other};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

/// Departments that a list to choose from holds.
const LISTED: i64 = 1000;
/// Choices where a name is not clear.
const CHOICES: i64 = 20;

/// Something to choose.
#[derive(Default)]
pub(super) struct Choice {
    value: String,
    words: String,
    /// What tells it from namesakes.
    aside: String,
    chosen: bool,
}

/// What can be chosen of departments, or of people who invite.
#[derive(Default)]
struct Choices {
    /// All there are, or those that what was typed may mean.
    listed: Vec<Choice>,
    /// Whether further ones are found by name.
    by_name: bool,
    typed: String,
    /// Whether nobody is called as was typed, and these are who may be meant.
    is_guess: bool,
    /// Where it is not clear what is meant by what was typed.
    note: String,
}

#[derive(Template)]
#[template(path = "people/filters.html")]
struct FiltersPage {
    shell: Shell,
    view: View,
    is_invited: bool,
    is_administrators: bool,
    /// Whether the reader may know of somebody that he has no password yet.
    knows_passwords: bool,
    departments: Choices,
    inviters: Choices,
    /// Where only one's own can be asked for.
    me: Option<EmployeeId>,
    roles: Vec<Choice>,
    chips: Vec<Choice>,
    letters: Vec<Choice>,
    sorts: Vec<Choice>,
    since: String,
    fields: Vec<(&'static str, String)>,
    errors: Errors,
    clear: String,
    back: String,
}

/// What was typed where the view has a number.
#[derive(Clone, Default)]
struct Typed {
    department: String,
    inviter: String,
    /// Whether the list is asked for.
    applies: bool,
}

impl Typed {
    fn of_query(query: &str) -> Self {
        let mut typed = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            match &*name {
                "department_name" => value.trim().clone_into(&mut typed.department),
                "inviter_name" => value.trim().clone_into(&mut typed.inviter),
                "apply" => typed.applies = true,
                _ => {}
            }
        }
        typed
    }
}

pub(super) async fn show(signed_in: SignedIn, RawQuery(query): RawQuery) -> PageResult {
    let query = query.unwrap_or_default();
    let (mut view, typed) = (View::of_query(&query).with(&[]), Typed::of_query(&query));
    let asking = reader(&signed_in);
    let errors = if typed.applies { days_to_mend(&asking, &view) } else { Vec::new() };
    let (looking, present, words) = (asking.clone(), view.clone(), typed.clone());
    let (mut departments, mut inviters, roles) = signed_in
        .visitor
        .portal
        .read(move |tx| {
            let departments = departments(tx, looking.company.id, &present, &words.department)?;
            let inviters = inviters(tx, &looking, &present, &words.inviter)?;
            Ok((departments, inviters, roles(tx, &looking, &present)?))
        })
        .await?;
    for (name, choices, none) in [
        ("department", &mut departments, "people-filter-no-department"),
        ("inviter", &mut inviters, "people-filter-no-person"),
    ] {
        match choices.meant(view.get(name)).map(str::to_owned) {
            _ if choices.typed.is_empty() => {}
            Some(value) => view.set(name, &value),
            None => choices.note = asking.locale.t(choices.unclear(none)),
        }
    }
    let is_clear = departments.note.is_empty() && inviters.note.is_empty();
    if typed.applies && errors.is_empty() && is_clear {
        return Ok(see_other(&view.address()));
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let filters = build(&signed_in, &asking, view, departments, inviters, roles, errors);
    if status == StatusCode::OK { page(&filters) } else { page_with(status, &filters) }
}

impl Choices {
    /// What is said of choices of which none is clearly meant.
    fn unclear(&self, none: &'static str) -> &'static str {
        match (self.is_guess, self.listed.is_empty()) {
            (true, _) => "people-filter-alike",
            (false, true) => none,
            (false, false) => "people-filter-choose",
        }
    }

    /// The one that was meant: picked of them, called so, or the only one.
    fn meant<'c>(&'c self, picked: &str) -> Option<&'c str> {
        if let Some(choice) = self.listed.iter().find(|choice| choice.value == picked) {
            return Some(&choice.value);
        }
        if self.is_guess {
            return None;
        }
        let exactly: Vec<&Choice> =
            self.listed.iter().filter(|choice| normal(&choice.words) == normal(&self.typed)).collect();
        let only =
            |all: &[&'c Choice]| all.first().filter(|_| all.len() == 1).map(|choice| choice.value.as_str());
        only(&exactly).or_else(|| only(&self.listed.iter().collect::<Vec<_>>()))
    }
}

fn days_to_mend(reader: &Reader, view: &View) -> Errors {
    let is_wrong = |name: &&str| !view.get(name).is_empty() && reader.zone.day(view.get(name), 0).is_none();
    let words = reader.locale.t("people-filter-day");
    ["from", "to", "until"].into_iter().filter(is_wrong).map(|name| (name, words.clone())).collect()
}

fn departments(tx: &mut Tx<'_>, company: CompanyId, view: &View, typed: &str) -> Result<Choices> {
    let chosen = view.department();
    let all = tx.departments().first(company, LISTED + 1)?;
    let is_short = i64::try_from(all.len()).is_ok_and(|count| count <= LISTED);
    let mut listed = Vec::new();
    if is_short {
        for node in tree(&tx.departments().list(company)?) {
            let indent = "\u{a0}\u{a0}".repeat(node.depth.min(8));
            let words = format!("{indent}{}", node.title);
            listed.push(Choice {
                value: node.id.to_string(),
                words,
                chosen: Some(node.id) == chosen,
                ..Choice::default()
            });
        }
    } else if !typed.is_empty() {
        let called = |typed: &str| tx.departments().called(company, typed, CHOICES);
        let called = reading::any(typed, called, |found| !found.is_empty())?;
        let ids: Vec<DepartmentId> = called.iter().map(|found| found.id).collect();
        for (id, words) in ids.iter().zip(tx.departments().names(company, &ids)?) {
            listed.push(Choice { value: id.to_string(), words, ..Choice::default() });
        }
    } else if let Some(id) = chosen
        && let Some(words) = tx.departments().names(company, &[id])?.pop()
    {
        listed.push(Choice { value: id.to_string(), words, chosen: true, ..Choice::default() });
    }
    Ok(Choices { listed, by_name: !is_short, typed: typed.to_owned(), ..Choices::default() })
}

/// People who may have invited: found by name, whoever may know who invited whom.
fn inviters(tx: &mut Tx<'_>, reader: &Reader, view: &View, typed: &str) -> Result<Choices> {
    if asks_own(reader, view.preset(&reader.actor, &reader.company)).is_some() {
        return Ok(Choices::default());
    }
    let (mut listed, mut is_guess) = (Vec::new(), false);
    if typed.is_empty() {
        let chosen = described::names(tx, reader, view)?.inviter.map(|words| Choice {
            value: view.get("inviter").to_owned(),
            words,
            chosen: true,
            ..Choice::default()
        });
        listed.extend(chosen);
    } else {
        listed = people_called(tx, reader, typed)?;
        if listed.is_empty() {
            // One of the words may be right.
            for word in typed.split_whitespace().filter(|word| *word != typed) {
                listed.extend(people_called(tx, reader, word)?);
            }
            listed.truncate(usize::try_from(CHOICES).unwrap_or(usize::MAX));
            is_guess = !listed.is_empty();
        }
    }
    Ok(Choices { listed, by_name: true, typed: typed.to_owned(), is_guess, note: String::new() })
}

/// Those who work here or did and are found by what was typed.
fn people_called(tx: &mut Tx<'_>, reader: &Reader, typed: &str) -> Result<Vec<Choice>> {
    let mut all = Vec::new();
    for status in [Status::Active, Status::Dismissed] {
        let narrow = Narrow { search: typed.to_owned(), ..Narrow::default() };
        let query =
            Query { status, narrow, order: Order::NAME, after: None, limit: CHOICES, any_reading: true };
        let found = list::find(tx, reader.company.id, &query)?.people;
        all.extend(found.into_iter().map(|person| Choice {
            value: person.id.to_string(),
            words: person.shown_name().to_owned(),
            aside: person.line().to_owned(),
            chosen: false,
        }));
    }
    Ok(all)
}

/// What people can be: what comes by itself, and for who may know who has them the roles that are given.
fn roles(tx: &mut Tx<'_>, reader: &Reader, view: &View) -> Result<Vec<Choice>> {
    let mut all = Vec::new();
    for (word, holding) in [
        (Role::Administrator.word(), Holding::Role(Role::Administrator)),
        (Role::Employee.word(), Holding::Role(Role::Employee)),
        (Post::Head.word(), Holding::Post(Post::Head)),
        (Post::Deputy.word(), Holding::Post(Post::Deputy)),
    ] {
        all.extend(described::holding_name(tx, reader, holding)?.map(|words| (word.to_owned(), words)));
    }
    if reader.manages_rights() {
        let given = tx.roles().list(reader.company.id)?.into_iter().filter(AccessRole::is_given);
        all.extend(given.map(|role| (role.id.to_string(), described::given_name(reader.locale, &role))));
    }
    let chosen = view.get("role");
    Ok(all
        .into_iter()
        .map(|(value, words)| Choice { chosen: value == chosen, value, words, ..Choice::default() })
        .collect())
}

fn build(
    signed_in: &SignedIn,
    reader: &Reader,
    view: View,
    departments: Choices,
    inviters: Choices,
    roles: Vec<Choice>,
    errors: Errors,
) -> FiltersPage {
    let locale = reader.locale;
    let preset = view.preset(&reader.actor, &reader.company);
    let choice = |name: &str, value: &str, words: String| Choice {
        value: value.to_owned(),
        words,
        chosen: view.get(name) == value,
        ..Choice::default()
    };
    let chips = Which::ALL.map(|which| {
        let value = if which == Which::All { "" } else { which.word() };
        choice("chip", value, locale.t(which_key(which)))
    });
    let mut letters: Vec<Choice> = Delivery::ALL
        .into_iter()
        .filter(|it| *it != Delivery::Sending)
        .map(|it| choice("delivery", it.word(), described::delivery_name(locale, it)))
        .collect();
    letters.push(choice("delivery", KEPT, locale.t(which_key(Which::Kept))));
    let since = locale.t(described::since_key(preset));
    // The invited have no position yet.
    let is_order = |value: &str| preset.status() != Status::Invited || !value.ends_with("position");
    let sorts = [
        ("name", locale.t("people-sort-name")),
        ("-name", locale.t("people-sort-name-down")),
        ("surname", locale.t("people-sort-surname")),
        ("-surname", locale.t("people-sort-surname-down")),
        ("position", locale.t("people-sort-position")),
        ("-position", locale.t("people-sort-position-down")),
        ("since", locale.named("people-sort-since", &since)),
        ("-since", locale.named("people-sort-since-down", &since)),
    ];
    FiltersPage {
        shell: signed_in.shell(Section::Employees),
        is_invited: preset.status() == Status::Invited,
        knows_passwords: preset.status() == Status::Active && reader.may(Permission::EditPeople),
        is_administrators: preset == Preset::Administrators,
        departments,
        inviters,
        me: asks_own(reader, preset),
        roles,
        chips: chips.into_iter().collect(),
        letters: letters.into_iter().collect(),
        sorts: sorts
            .into_iter()
            .filter(|(value, _)| is_order(value))
            .map(|(value, words)| choice("sort", value, words))
            .collect(),
        since,
        fields: ["status", "q"]
            .iter()
            .filter(|name| !view.get(name).is_empty())
            .map(|name| (*name, view.get(name).to_owned()))
            .collect(),
        errors,
        clear: view.without_filters().address(),
        back: view.address(),
        view,
    }
}
