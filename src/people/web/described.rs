//! A view in words: what narrows it, one by one.

use super::region::{preset_name, which_key};
use super::rows::Reader;
use super::view::{self, FIELDS, KEPT, View};
use crate::access_rights::roles::{Role as AccessRole, title};
use crate::i18n::Locale;
use crate::invitations::State;
use crate::invitations::badge;
use crate::invitations::list::Which;
use crate::mail::outbox::Delivery;
use crate::people::columns::Preset;
use crate::people::list::Holding;
use crate::people::{Role, Status, find_visible};
use crate::store::{Result, Tx};

/// Words, and the values of the address that say it.
pub(super) type Said = (String, &'static [&'static str]);

/// What those are called whom a view names; what is none of the company's, or not for the reader to know, has no
/// name.
#[derive(Clone, Debug, Default)]
pub(super) struct Names {
    pub department: Option<String>,
    pub inviter: Option<String>,
    pub role: Option<String>,
}

/// What narrows a view, but for the chip, which stands beside the list.
pub(super) fn filters(reader: &Reader, view: &View, preset: Preset, names: &Names) -> Vec<Said> {
    let locale = reader.locale;
    let is_invited = preset.status() == Status::Invited;
    let unknown = || locale.t("people-filter-unknown");
    let mut said: Vec<Said> = Vec::new();
    if !view.search().is_empty() {
        said.push((locale.named("people-searched", view.search()), &["q"]));
    }
    if view.department().is_some() {
        let key = if view.get("only") == "1" { "people-department-only" } else { "people-department" };
        let name = names.department.clone().unwrap_or_else(unknown);
        said.push((locale.named(key, &name), &["department", "only"]));
    }
    if view.holding().is_some() && !is_invited {
        let name = names.role.clone().unwrap_or_else(unknown);
        said.push((locale.named("people-filter-role", &name), &["role"]));
    }
    if view.lacks_password(preset) {
        said.push((locale.t("people-no-password"), &["password"]));
    }
    if view.inviter().is_some() {
        let name = names.inviter.clone().unwrap_or_else(unknown);
        said.push((locale.named("people-filter-inviter", &name), &["inviter"]));
    }
    if is_invited && let Some(delivery) = view::delivery(view.get("delivery")) {
        said.push((locale.named("people-filter-letter", &delivery_name(locale, delivery)), &["delivery"]));
    }
    if is_invited && view.get("delivery") == KEPT {
        let kept = locale.t(which_key(Which::Kept));
        said.push((locale.named("people-filter-letter", &kept), &["delivery"]));
    }
    said.extend(span(reader, view, preset));
    if let Some(until) = reader.zone.day(view.get("until"), 0).filter(|_| is_invited) {
        let day = locale.date(until, reader.now, &reader.zone);
        said.push((locale.named("people-filter-until", &day), &["until"]));
    }
    let which = view.which();
    if is_invited && !Which::COUNTED.contains(&which) && which != Which::All {
        said.push((locale.t(which_key(which)), &["chip"]));
    }
    said.extend(view.meaningless(&reader.zone).filter_map(|name| {
        let at = FIELDS.iter().position(|field| *field == name)?;
        let written = format!("{name}={}", view.get(name));
        Some((locale.named("people-filter-meaningless", &written), &FIELDS[at..=at]))
    }));
    said
}

fn span(reader: &Reader, view: &View, preset: Preset) -> Option<Said> {
    let Reader { locale, zone, now, .. } = reader;
    let day = |name: &str| zone.day(view.get(name), 0).map(|at| locale.date(at, *now, zone));
    let what = locale.t(since_key(preset));
    let days = match (day("from"), day("to")) {
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => {
            locale.with("people-filter-from-to", &[("from", (&from).into()), ("to", (&to).into())])
        }
        (Some(from), None) => locale.named("people-filter-from", &from),
        (None, Some(to)) => locale.named("people-filter-to", &to),
        (None, None) => return None,
    };
    Some((format!("{what}: {days}"), &["from", "to"]))
}

/// What the days of a preset are about.
pub(super) fn since_key(preset: Preset) -> &'static str {
    match preset.status() {
        Status::Active => "people-since-joined",
        Status::Invited => "people-column-sent",
        Status::AwaitingApproval => "people-column-asked",
        Status::Dismissed => "people-column-left",
    }
}

/// What somebody is called for what he is; `None` for a role that is not there, or not for the reader to know of.
pub(super) fn holding_name(tx: &mut Tx<'_>, reader: &Reader, holding: Holding) -> Result<Option<String>> {
    let locale = reader.locale;
    Ok(match holding {
        Holding::Role(Role::Administrator) => Some(locale.t("people-badge-administrator")),
        Holding::Role(Role::Employee) => Some(locale.t("people-role-not-administrator")),
        Holding::Post(post) => post.role().map(|kind| title(locale, Some(kind), "")),
        Holding::Given(_) if !reader.manages_rights() => None,
        Holding::Given(id) => {
            let role = tx.roles().find(reader.company.id, id)?.filter(AccessRole::is_given);
            role.map(|role| given_name(locale, &role))
        }
    })
}

/// A role, and that it was given to people themselves.
pub(super) fn given_name(locale: Locale, role: &AccessRole) -> String {
    locale.named("people-role-given", &role.title(locale))
}

/// What became of a letter, in the words of its badge.
pub(super) fn delivery_name(locale: Locale, delivery: Delivery) -> String {
    match delivery {
        Delivery::Queued => locale.t("people-letter-queued"),
        _ => badge::of(&locale, State::Pending, delivery).words,
    }
}

/// A whole view in one line.
pub(super) fn line(reader: &Reader, view: &View, names: &Names) -> String {
    let preset = view.preset(&reader.actor, &reader.company);
    let which = view.which();
    let chip = (preset.status() == Status::Invited && Which::COUNTED.contains(&which))
        .then(|| reader.locale.t(which_key(which)));
    let filters = filters(reader, view, preset, names).into_iter().map(|(words, _)| words);
    let all: Vec<String> = [preset_name(reader, preset)].into_iter().chain(chip).chain(filters).collect();
    all.join(" · ")
}

/// What those are called whom a view names.
pub(super) fn names(tx: &mut Tx<'_>, reader: &Reader, view: &View) -> Result<Names> {
    let company = reader.company.id;
    let department = match view.department() {
        Some(id) => tx.departments().names(company, &[id])?.pop(),
        None => None,
    };
    let inviter = match view.inviter() {
        Some(id) => find_visible(tx, &reader.actor, &reader.company, id)?,
        None => None,
    };
    let role = match view.holding() {
        Some(holding) => holding_name(tx, reader, holding)?,
        None => None,
    };
    Ok(Names { department, inviter: inviter.map(|person| person.shown_name().to_owned()), role })
}
