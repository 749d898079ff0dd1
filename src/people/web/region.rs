//! The list as it is shown, with its tabs, filters and what can be done with those picked: the part of the page
//! that is fetched anew.

use askama::Template;

use super::bulk::Action;
use super::list_page::Found;
use super::look;
use super::rows::{Cell, Menu, Reader, Row};
use super::view::{LINKS, View};
use crate::access_rights::Permission;
use crate::i18n::{Locale, Zone};
use crate::invitations::deeds::InvitationDeeds;
use crate::invitations::list as invitations;
use crate::invitations::list::Which;
use crate::join_links::row::LinkRow;
use crate::people::Status;
use crate::people::columns::{Column, Preset};
use crate::people::list::{By, Counted, Order};
use crate::web::Shell;
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;

/// A way to another list.
pub(super) struct Link {
    pub href: String,
    pub words: String,
    pub count: String,
    pub chosen: bool,
}

impl Link {
    fn label(&self) -> String {
        if self.count.is_empty() { self.words.clone() } else { format!("{} {}", self.words, self.count) }
    }
}

/// The head of a column.
struct Head {
    words: String,
    /// Its words beside the value, where the row is a card.
    short: String,
    /// The orders by it; none where the list is not ordered by it.
    sorts: Vec<Sort>,
}

impl Head {
    /// What `aria-sort` says.
    fn sorted(&self) -> &'static str {
        self.sorts.iter().map(|sort| sort.sorted).find(|sorted| !sorted.is_empty()).unwrap_or_default()
    }
}

/// An order by a column.
struct Sort {
    words: String,
    /// What a press does.
    title: String,
    /// The same list in it.
    href: String,
    /// `ascending`, `descending`, or nothing.
    sorted: &'static str,
}

#[derive(Template)]
#[template(path = "people/region.html")]
pub(super) struct Region {
    shell: Shell,
    tabs: Vec<Link>,
    views: Vec<Link>,
    /// The presets where somebody is found, where nobody is here.
    elsewhere: Vec<Link>,
    chips: Vec<Link>,
    /// What narrows the list, each with the list without it.
    filters: Vec<(String, String)>,
    clear: String,
    /// Where the view is changed, kept and taken along.
    ways: Ways,
    notice: String,
    person: Head,
    heads: Vec<Head>,
    rows: Vec<Row>,
    /// Whether there is more beside each other than a desk has room for.
    is_wide: bool,
    can_pick: bool,
    /// By what the browser knows those picked of this list, in this session.
    kept: String,
    /// Where all that the list finds are named; empty where they stand on one page.
    picks: String,
    bulk: Vec<(Action, String)>,
    /// Join links: a page of them, or the living ones above the invitations.
    links: Vec<LinkRow>,
    shows_links: bool,
    all_links: String,
    here: String,
    first: String,
    /// The page before, where the way there is known.
    before: String,
    next: String,
    next_words: String,
    shown: String,
    empty: &'static str,
}

struct Ways {
    filters: String,
    columns: String,
    save: String,
    manage: String,
    export: String,
}

pub(super) fn build(signed_in: &SignedIn, reader: &Reader, view: &View, found: Found) -> Region {
    let locale = reader.locale;
    let preset = view.preset(&reader.actor, &reader.company);
    let shows_links = preset.status() == Status::Invited && view.wants_links();
    let shown = if shows_links { found.links.len() } else { found.rows.len() };
    let shown = i64::try_from(shown).unwrap_or(0);
    let (shown_words, next) = (range(reader, view, &found, shown), found.next.clone());
    // What is shown is what was meant; the next page is looked for by that.
    let onward = found.meant.as_ref().map_or(view.clone(), |meant| view.with(&[("q", meant)]));
    let tabs = tabs(reader, view, preset, &found);
    let elsewhere = elsewhere(reader, &onward, &found);
    let is_narrowed = view.is_narrowed() && view.get("chip") != LINKS;
    let is_wide = is_wide(&found);
    Region {
        shell: signed_in.shell(Section::Employees),
        elsewhere,
        views: views(view, &found),
        chips: chips(reader, view, &found),
        filters: filters(reader, view, preset, &found),
        clear: if view.is_narrowed() { view.without_filters().address() } else { String::new() },
        ways: ways(&reader.zone, view, &onward, &found, shows_links),
        notice: notice(reader, view, preset, &found),
        person: head(reader, view, preset, None, found.listed.by_match),
        heads: found
            .columns
            .iter()
            .map(|column| head(reader, view, preset, Some(*column), found.listed.by_match))
            .collect(),
        can_pick: found.rows.iter().any(|row| row.picked.is_some()),
        kept: kept(signed_in, view, preset),
        picks: if next.is_some() || view.cursor().is_some() {
            onward.with(&[]).at("/employees/picks")
        } else {
            String::new()
        },
        bulk: bulk(reader, view, preset, &found),
        all_links: view.with(&[("chip", LINKS)]).address(),
        here: view.address(),
        first: if view.get("cursor").is_empty() { String::new() } else { view.with(&[]).address() },
        before: view.page_before().map(|before| before.address()).unwrap_or_default(),
        next: next.map(|next| onward.page_after(&next, shown).address()).unwrap_or_default(),
        next_words: locale.t(if found.listed.is_cut { "people-look-on" } else { "people-next" }),
        shown: shown_words,
        empty: match (is_narrowed || found.listed.is_cut, shows_links) {
            (true, _) => "found",
            (false, true) => LINKS,
            (false, false) => preset.word(),
        },
        tabs,
        is_wide,
        rows: found.rows,
        links: found.links,
        shows_links,
    }
}

/// Under which name what is picked is kept: over the pages of a list and while one searches in it, but not where
/// filters make another list of it. Who signs in next finds none of it.
fn kept(signed_in: &SignedIn, view: &View, preset: Preset) -> String {
    let filters = view.with(&[("q", ""), ("sort", "")]).query();
    format!("{}-{}?{filters}", signed_in.session_mark(), preset.word())
}

/// «51–100 of 10,000», as far as it is known.
fn range(reader: &Reader, view: &View, found: &Found, shown: i64) -> String {
    let locale = reader.locale;
    let Some(past) = view.past().filter(|_| shown > 0) else { return locale.n("people-shown", shown) };
    let end = past + shown;
    if past == 0 && found.next.is_none() {
        return locale.n("people-shown-all", shown);
    }
    let (key, all) = match found.total {
        _ if found.next.is_none() => ("people-range", end),
        // What has been counted a moment before may be out of date.
        Some(total) if total > end => ("people-range", total),
        _ => ("people-range-more", end),
    };
    let [from, to, all] = [past + 1, end, all].map(|number| locale.number(number));
    locale.with(key, &[("from", (&from).into()), ("to", (&to).into()), ("all", (&all).into())])
}

/// Buttons in the rows take the room of two columns, and so does what is never broken into lines.
fn is_wide(found: &Found) -> bool {
    const UNBROKEN: [Column; 4] = [Column::Address, Column::MobilePhone, Column::WorkPhone, Column::Seen];
    let decides = |row: &Row| matches!(row.menu, Menu::Person(_, deeds) if deeds.approve);
    let buttons = if found.rows.iter().any(decides) { 2 } else { 0 };
    let unbroken = UNBROKEN.iter().filter(|column| found.columns.contains(column)).count();
    found.columns.len() + buttons + unbroken > 5
}

fn elsewhere(reader: &Reader, onward: &View, found: &Found) -> Vec<Link> {
    let to = |(preset, which): &(Preset, Which)| Link {
        href: View::of_place((*preset, *which), onward.search()).address(),
        words: match which {
            Which::All => preset_name(reader, *preset),
            ended => reader.locale.t(which_key(*ended)),
        },
        count: String::new(),
        chosen: false,
    };
    found.elsewhere.iter().map(to).collect()
}

fn preset_key(preset: Preset) -> &'static str {
    match preset {
        Preset::Status(Status::Active) => "people-tab-active",
        Preset::Status(Status::Invited) => "people-tab-invited",
        Preset::Status(Status::AwaitingApproval) => "people-tab-awaiting",
        Preset::Status(Status::Dismissed) => "people-tab-dismissed",
        Preset::Administrators => "people-tab-administrators",
    }
}

/// What a preset is called.
pub(super) fn preset_name(reader: &Reader, preset: Preset) -> String {
    reader.locale.t(preset_key(preset))
}

fn tabs(reader: &Reader, view: &View, preset: Preset, found: &Found) -> Vec<Link> {
    let locale = reader.locale;
    let is_kept = found.views.iter().any(|kept| kept.query == view.with(&[]).query());
    let may =
        |of: &Preset| *of != Preset::Status(Status::AwaitingApproval) || reader.may(Permission::Approve);
    let tab = |of: Preset| Link {
        href: view.in_preset(of).address(),
        words: preset_name(reader, of),
        count: locale.number(found.count_of(of)),
        chosen: of == preset && !is_kept,
    };
    Preset::ALL.into_iter().filter(may).map(tab).collect()
}

fn views(view: &View, found: &Found) -> Vec<Link> {
    let here = view.with(&[]).query();
    let link = |kept: &crate::people::views::SavedView| Link {
        href: View::of_query(&kept.query).with(&[]).address(),
        words: kept.name.clone(),
        count: String::new(),
        chosen: kept.query == here,
    };
    found.views.iter().map(link).collect()
}

fn ways(zone: &Zone, view: &View, onward: &View, found: &Found, shows_links: bool) -> Ways {
    let (view, shown) = (view.with(&[]), onward.with(&[]));
    let is_kept = found.views.iter().any(|kept| kept.query == view.query());
    Ways {
        filters: view.at("/employees/filters"),
        columns: if shows_links { String::new() } else { view.at("/employees/columns") },
        save: if view.says_something(zone) && !is_kept {
            view.at("/employees/views/new")
        } else {
            String::new()
        },
        manage: "/employees/views".to_owned(),
        export: if found.exports && !shows_links { shown.at("/employees/export") } else { String::new() },
    }
}

fn notice(reader: &Reader, view: &View, preset: Preset, found: &Found) -> String {
    match &found.meant {
        Some(meant) => {
            reader.locale.with("people-meant", &[("typed", view.search().into()), ("meant", meant.into())])
        }
        None if found.listed.by_match && !view.get("sort").is_empty() => reader.locale.t("people-by-match"),
        None if look::is_partly_known(reader, view, preset) => reader.locale.t("people-partly-known"),
        None => String::new(),
    }
}

/// The chips of the invited: what became of them, with numbers.
fn chips(reader: &Reader, view: &View, found: &Found) -> Vec<Link> {
    let has_none = found.own.is_some_and(|own| own.count == 0) && found.link_count == 0;
    if (found.chips.is_empty() && found.own.is_none()) || (has_none && !view.is_narrowed()) {
        return Vec::new();
    }
    let locale = reader.locale;
    let me =
        reader.actor.employee.filter(|_| found.own.is_some()).map(|me| me.to_string()).unwrap_or_default();
    let all = found.count_of(Preset::Status(Status::Invited));
    let chosen = view.which();
    let is_own = !me.is_empty() && view.get("inviter") == me;
    let all = Link {
        href: view
            .with(&[("chip", ""), ("inviter", if me.is_empty() { view.get("inviter") } else { "" })])
            .address(),
        words: locale.t(which_key(Which::All)),
        count: locale.number(all),
        chosen: chosen == Which::All && !view.wants_links() && !is_own,
    };
    let own = found.own.map(|own| Link {
        href: view.with(&[("chip", ""), ("inviter", &me)]).address(),
        words: locale.t("people-chip-own"),
        count: capped(own),
        chosen: chosen == Which::All && !view.wants_links() && is_own,
    });
    let chip = |(which, count): (Which, String)| Link {
        href: view
            .with(&[
                ("chip", which.word()),
                ("inviter", if me.is_empty() { view.get("inviter") } else { &me }),
            ])
            .address(),
        words: locale.t(which_key(which)),
        count,
        chosen: which == chosen && !view.wants_links(),
    };
    let links = Link {
        href: view.with(&[("chip", LINKS), ("q", "")]).address(),
        words: locale.t("people-chip-links"),
        count: capped(Counted { count: found.link_count, more: false }),
        chosen: view.wants_links(),
    };
    let is_shown =
        |(which, count): &&(Which, Counted)| !which.is_rare() || *which == chosen || count.count > 0;
    let counted = found.chips.iter().filter(is_shown).map(|(which, count)| (*which, capped(*count)));
    [all].into_iter().chain(own).chain(counted.map(chip)).chain([links]).collect()
}

/// The words of a kind of invitations.
pub(super) fn which_key(which: Which) -> &'static str {
    match which {
        Which::All => "people-chip-all",
        Which::Failed => "people-chip-failed",
        Which::Kept => "people-chip-kept",
        Which::Pending => "people-chip-pending",
        Which::Expiring => "people-chip-expiring",
        Which::Expired => "people-chip-expired",
        Which::Revoked => "people-chip-revoked",
        Which::Declined => "people-chip-declined",
    }
}

/// A number that was counted no further than it is worth.
fn capped(counted: Counted) -> String {
    let Counted { count, more } = counted;
    let plus = if more || count > invitations::COUNTED { "+" } else { "" };
    format!("{}{plus}", count.min(invitations::COUNTED))
}

/// What narrows the list, in words, each with the list without it.
fn filters(reader: &Reader, view: &View, preset: Preset, found: &Found) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut add = |words: String, gone: &[&str]| {
        let changes: Vec<(&str, &str)> = gone.iter().map(|name| (*name, "")).collect();
        all.push((words, view.with(&changes).address()));
    };
    for (words, names) in super::described::filters(reader, view, preset, &found.names) {
        add(words, names);
    }
    all
}

/// What can be done to many, by whom may do it somewhere.
fn bulk(reader: &Reader, view: &View, preset: Preset, found: &Found) -> Vec<(Action, String)> {
    let may_any = |deed: fn(&InvitationDeeds) -> bool| {
        found.rows.iter().any(|row| matches!(&row.menu, Menu::Invitation(_, deeds) if deed(deeds)))
    };
    // Where somebody is seen whom it concerns.
    let is_fit = |action: &&Action| match action {
        Action::Password => view.lacks_password(preset) || found.rows.iter().any(|row| row.mark.is_some()),
        Action::Resend => may_any(|deeds| deeds.resend),
        Action::Extend => may_any(|deeds| deeds.extend),
        _ => true,
    };
    let may = |action: &&Action| action.permission().is_none_or(|permission| reader.may(permission));
    let offered = Action::of_preset(preset).iter().filter(may).filter(is_fit);
    offered.map(|action| (*action, reader.locale.t(action.key()))).collect()
}

/// The words over a column in a preset; `None` is the person himself.
pub(super) fn column_key(preset: Preset, column: Option<Column>) -> &'static str {
    let Some(column) = column else {
        return if preset.status() == Status::Invited {
            "people-column-invitee"
        } else {
            "people-column-person"
        };
    };
    match column {
        Column::Department => "people-column-department",
        Column::Position => "people-column-position",
        Column::Address => "people-column-address",
        Column::MobilePhone => "people-fact-mobile-phone",
        Column::Patronymic => "people-field-patronymic",
        Column::Birthday => "people-fact-birthday",
        Column::WorkPhone => "people-fact-work-phone",
        Column::Status => "people-column-status",
        Column::Role => "people-column-role",
        Column::Since => match preset.status() {
            Status::Dismissed => "people-column-left",
            Status::AwaitingApproval => "people-column-asked",
            Status::Active | Status::Invited => "people-column-since",
        },
        Column::Seen => "people-column-seen",
        Column::Inviter => "people-column-inviter",
        Column::Sent => "people-column-sent",
        Column::Until => "people-column-until",
        Column::State => "people-column-letter",
    }
}

fn head(reader: &Reader, view: &View, preset: Preset, column: Option<Column>, by_match: bool) -> Head {
    let locale = reader.locale;
    let words = locale.t(column_key(preset, column));
    let short = if column == Some(Column::Until) { locale.t("people-until-short") } else { words.clone() };
    // What has ended is listed by its end.
    let is_sortable = view.which().ended().is_none();
    let orders: &[(&str, By)] = match column {
        _ if !is_sortable => &[],
        None => &[("name", By::Name), ("surname", By::Surname)],
        Some(Column::Since | Column::Sent) => &[("since", By::Since)],
        Some(Column::Position) => &[("position", By::Position)],
        Some(_) => &[],
    };
    let current = (!by_match).then(|| view.order(preset));
    let mut sorts: Vec<Sort> =
        orders.iter().map(|(word, by)| sort(locale, view, current, (word, *by), &words)).collect();
    // The present one stands first.
    sorts.sort_by_key(|sort| sort.sorted.is_empty());
    Head { words, short, sorts }
}

fn sort(locale: Locale, view: &View, current: Option<Order>, (word, by): (&str, By), column: &str) -> Sort {
    let current = current.filter(|current| current.by == by);
    // Words begin with the first, days with the last.
    let (sorted, down) = match current {
        None => ("", !by.is_text()),
        Some(Order { down: false, .. }) => ("ascending", true),
        Some(Order { down: true, .. }) => ("descending", false),
    };
    let asked = format!("{}{word}", if down { "-" } else { "" });
    let (short, offer) = match by {
        By::Name => (locale.t("people-by-name"), locale.t("people-sort-by-name")),
        By::Surname => (locale.t("people-by-surname"), locale.t("people-sort-by-surname")),
        By::Position | By::Since | By::Expiry => (column.to_owned(), locale.named("people-sort-by", column)),
    };
    let (words, title) = match current {
        Some(_) => (short, locale.t("people-sort-reverse")),
        None => (short, offer),
    };
    Sort { words, title, href: view.with(&[("sort", &asked)]).address(), sorted }
}
