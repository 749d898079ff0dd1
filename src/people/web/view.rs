//! What the address of the list says: the whole view. What makes no sense narrows nothing, and is told.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use http::request::Parts;

use crate::base::clock::Timestamp;
use crate::base::cursor::Cursor;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Zone, days_in_order};
use crate::invitations::list::Which;
use crate::mail::outbox::Delivery;
use crate::people::columns::Preset;
use crate::people::list::{Branch, By, Holding, Narrow, Order, Span};
use crate::people::{Role, Status};
use crate::structure::Post;
use crate::web::failure::encode;

/// The list.
pub(super) const LIST: &str = "/employees";
/// The filter that shows join links in the place of invitations.
pub(super) const LINKS: &str = "links";
/// A state of letters that is one of those sent: they stayed in the portal's mailbox.
pub(super) const KEPT: &str = "kept";
/// The filter of those who have not chosen a password yet.
pub(super) const NO_PASSWORD: &str = "none";
/// Letters of a value that are read.
const MAX_VALUE: usize = 400;

/// So many values.
const COUNT: usize = 15;
/// The values that make a view, in the order in which they stand in its address.
pub(super) static FIELDS: [&str; COUNT] = [
    "status",
    "q",
    "department",
    "only",
    "role",
    "inviter",
    "from",
    "to",
    "until",
    "chip",
    "delivery",
    "password",
    "sort",
    "cursor",
    "trail",
];
/// Those that say which page of the list it is.
pub(super) const PLACE: [&str; 2] = ["cursor", "trail"];
/// Pages that the way back is known to.
const TRAIL: usize = 8;
/// Between the pages of a way back; the first page is `0`.
const STEP: char = '~';
/// Those that are filters.
const FILTERS: [&str; 11] =
    ["q", "department", "only", "role", "inviter", "from", "to", "until", "chip", "delivery", "password"];

/// A view of the list.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct View([String; COUNT]);

impl View {
    /// The view of what stands behind the `?` of an address.
    pub fn of_query(query: &str) -> Self {
        let mut view = Self::default();
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let most = if PLACE.contains(&&*name) { usize::MAX } else { MAX_VALUE };
            view.set(&name, &value.trim().chars().take(most).collect::<String>());
        }
        view.order_days();
        view
    }

    /// Days that were filled in the wrong way round are meant the other way.
    fn order_days(&mut self) {
        let (from, to) = days_in_order(self.get("from"), self.get("to"));
        let (from, to) = (from.to_owned(), to.to_owned());
        self.set("from", &from);
        self.set("to", &to);
    }

    /// One of its values; empty where there is none.
    pub fn get(&self, name: &str) -> &str {
        FIELDS.iter().position(|field| *field == name).map_or("", |at| &self.0[at])
    }

    pub fn set(&mut self, name: &str, value: &str) {
        if let Some(at) = FIELDS.iter().position(|field| *field == name) {
            value.clone_into(&mut self.0[at]);
        }
    }

    /// The same with other values; a cursor never outlives a change.
    pub fn with(&self, changes: &[(&str, &str)]) -> Self {
        let mut view = self.clone();
        for name in PLACE {
            view.set(name, "");
        }
        for (name, value) in changes {
            view.set(name, value);
        }
        view
    }

    /// A preset, or of the invited those of a kind, searched for this.
    pub fn of_place((preset, which): (Preset, Which), search: &str) -> Self {
        let chip = if which == Which::All { "" } else { which.word() };
        Self::default().with(&[("status", preset.word()), ("chip", chip), ("q", search)])
    }

    /// The same without a filter.
    pub fn without_filters(&self) -> Self {
        let cleared: Vec<_> = FILTERS.iter().map(|name| (*name, "")).collect();
        self.with(&cleared)
    }

    /// The same in another preset: what fits the invited alone, or those at work, is left out.
    pub fn in_preset(&self, preset: Preset) -> Self {
        let password = if preset.status() == Status::Active { self.get("password") } else { "" };
        self.with(&[
            ("chip", ""),
            ("delivery", ""),
            ("until", ""),
            ("password", password),
            ("status", preset.word()),
        ])
    }

    /// The page that begins behind `next`, where this one shows so many rows.
    pub fn page_after(&self, next: &Cursor, shown: i64) -> Self {
        let here = self.get("cursor");
        let here = if here.is_empty() { "0" } else { here };
        let trail = self.get("trail");
        let steps: Vec<&str> = trail.split(STEP).filter(|step| !step.is_empty()).chain([here]).collect();
        let trail = steps[steps.len().saturating_sub(TRAIL)..].join(&STEP.to_string());
        let past = self.past().map(|past| format!("{}.", past + shown)).unwrap_or_default();
        self.with(&[("cursor", &format!("{past}{}", next.encode())), ("trail", &trail)])
    }

    /// The page before; `None` where the way back is not known.
    pub fn page_before(&self) -> Option<Self> {
        let trail = self.get("trail");
        let (rest, last) = trail.rsplit_once(STEP).unwrap_or(("", trail));
        match last {
            "" => None,
            "0" => Some(self.with(&[])),
            last => Some(self.with(&[("cursor", last), ("trail", rest)])),
        }
    }

    /// How many rows come before this page; `None` where the address does not say it.
    pub fn past(&self) -> Option<i64> {
        let cursor = self.get("cursor");
        if cursor.is_empty() {
            return Some(0);
        }
        cursor.split_once('.').and_then(|(past, _)| past.parse().ok()).filter(|past| *past >= 0)
    }

    /// What stands behind the `?` of its address.
    pub fn query(&self) -> String {
        let said = FIELDS.iter().zip(&self.0).filter(|(_, value)| !value.is_empty());
        said.map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
    }

    /// The address of the list.
    pub fn address(&self) -> String {
        self.at(LIST)
    }

    /// The address of a page about this view.
    pub fn at(&self, path: &str) -> String {
        let query = self.query();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// What a form sends along unseen, but for some of its values.
    pub fn fields(&self, but: &[&str]) -> Vec<(&'static str, String)> {
        let kept =
            FIELDS.iter().zip(&self.0).filter(|(name, value)| !value.is_empty() && !but.contains(name));
        kept.map(|(name, value)| (*name, value.clone())).collect()
    }

    /// What is looked for; empty where nothing is.
    pub fn search(&self) -> &str {
        self.get("q")
    }

    pub fn preset(&self, actor: &Actor, company: &Company) -> Preset {
        Preset::of_word(self.get("status"), actor, company)
    }

    pub fn which(&self) -> Which {
        Which::from_word(self.get("chip"))
    }

    /// Whether join links are listed, and not invitations.
    pub fn wants_links(&self) -> bool {
        self.get("chip") == LINKS && self.search().is_empty()
    }

    /// Whether something narrows it.
    pub fn is_narrowed(&self) -> bool {
        FILTERS.iter().any(|name| !self.get(name).is_empty())
    }

    /// Whether it is the first page of all that is there.
    pub fn is_beginning(&self) -> bool {
        !self.is_narrowed() && self.get("cursor").is_empty()
    }

    pub fn department(&self) -> Option<DepartmentId> {
        // What is no number is no department, which nobody works in.
        let asked = self.get("department");
        (!asked.is_empty()).then(|| asked.parse().unwrap_or(DepartmentId(-1)))
    }

    pub fn inviter(&self) -> Option<EmployeeId> {
        let asked = self.get("inviter");
        (!asked.is_empty()).then(|| asked.parse().unwrap_or(EmployeeId(-1)))
    }

    /// What they are: a word for what comes by itself, the number of a role that is given.
    pub fn holding(&self) -> Option<Holding> {
        let asked = self.get("role");
        let post = || Post::from_word(asked).filter(|post| *post != Post::Member).map(Holding::Post);
        let given = || asked.parse().ok().map(Holding::Given);
        Role::from_word(asked).map(Holding::Role).or_else(post).or_else(given)
    }

    /// Whether those at work are asked for who have not chosen a password yet.
    pub fn lacks_password(&self, preset: Preset) -> bool {
        self.get("password") == NO_PASSWORD && preset.status() == Status::Active
    }

    pub fn delivery(&self) -> Option<Delivery> {
        let of_chip = match self.which() {
            Which::Failed => Some(Delivery::Failed),
            _ if self.wants_kept() => Some(Delivery::Sent),
            _ => None,
        };
        delivery(self.get("delivery")).or(of_chip)
    }

    /// Whether those are asked for whose letters stayed in the portal's mailbox.
    pub fn wants_kept(&self) -> bool {
        self.which() == Which::Kept || self.get("delivery") == KEPT
    }

    /// When they came or were invited, in the reader's days.
    pub fn since(&self, zone: &Zone) -> Span {
        Span { from: zone.day(self.get("from"), 0), before: zone.day(self.get("to"), 1) }
    }

    /// What narrows the list.
    pub fn narrow(&self, preset: Preset, zone: &Zone, now: Timestamp) -> Narrow {
        let alone = self.get("only") == "1";
        let until = Span { from: None, before: zone.day(self.get("until"), 1) };
        let administrator = (preset == Preset::Administrators).then_some(Holding::Role(Role::Administrator));
        let role = self.holding().filter(|_| preset.status() != Status::Invited);
        Narrow {
            search: self.search().to_owned(),
            department: self.department().map(|department| Branch { department, alone }),
            role: administrator.or(role),
            inviter: self.inviter(),
            since: self.since(zone),
            letter: self.delivery(),
            is_kept: self.wants_kept(),
            until: until.and(self.which().until(now)),
            no_password: None,
            share: None,
        }
    }

    /// The order of the list. Whoever asks for some days gets them in their order, which is a walk along them.
    pub fn order(&self, preset: Preset) -> Order {
        let asked = self.get("sort");
        let (word, down) = asked.strip_prefix('-').map_or((asked, false), |word| (word, true));
        match (word, preset.status()) {
            ("name", _) => Order { by: By::Name, down },
            ("surname", _) => Order { by: By::Surname, down },
            ("since", _) => Order { by: By::Since, down },
            ("position", Status::Active | Status::AwaitingApproval | Status::Dismissed) => {
                Order { by: By::Position, down }
            }
            (_, Status::Invited) => invited(self.which()),
            _ if !(self.get("from").is_empty() && self.get("to").is_empty()) => {
                Order { by: By::Since, down: true }
            }
            (_, Status::Active | Status::AwaitingApproval | Status::Dismissed) => Order::NAME,
        }
    }

    /// Whether all its filters mean something. On the page what means nothing is told and passed over; nobody takes
    /// everything along by a slip. A list that there is not, for him or at all, is the first one here as there.
    pub fn is_sound(&self, zone: &Zone) -> bool {
        self.meaningless(zone).next().is_none()
    }

    /// Whether it tells a list of its own: narrowed by what means something, or in an order of its own.
    pub fn says_something(&self, zone: &Zone) -> bool {
        let idle: Vec<_> = self.meaningless(zone).chain(["only"]).collect();
        let is_narrowed = FILTERS.iter().any(|name| !self.get(name).is_empty() && !idle.contains(name));
        is_narrowed || !self.get("sort").is_empty()
    }

    /// Those of its filters that mean nothing, and so narrow nothing.
    pub fn meaningless(&self, zone: &Zone) -> impl Iterator<Item = &'static str> {
        let is_known = move |name: &str, value: &str| match name {
            "role" => self.holding().is_some(),
            "chip" => value == LINKS || Which::ALL.iter().any(|which| which.word() == value),
            "delivery" => value == KEPT || delivery(value).is_some(),
            "password" => value == NO_PASSWORD,
            "from" | "to" | "until" => zone.day(value, 0).is_some(),
            _ => true,
        };
        FILTERS.into_iter().filter(move |name| {
            let value = self.get(name);
            !value.is_empty() && !is_known(name, value)
        })
    }

    pub fn cursor(&self) -> Option<Cursor> {
        let cursor = self.get("cursor");
        Cursor::decode(cursor.split_once('.').map_or(cursor, |(_, cursor)| cursor))
    }
}

/// The invited are listed from the latest on, and where it is about the end, by that.
fn invited(which: Which) -> Order {
    match which {
        Which::Expiring => Order { by: By::Expiry, down: false },
        Which::Expired => Order { by: By::Expiry, down: true },
        Which::All | Which::Failed | Which::Kept | Which::Pending | Which::Revoked | Which::Declined => {
            Order { by: By::Since, down: true }
        }
    }
}

impl<S: Sync> FromRequestParts<S> for View {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of_query(parts.uri.query().unwrap_or_default()))
    }
}

/// The filter of a word. Letters are being sent for seconds only: those are found among the ones that wait.
pub fn delivery(word: &str) -> Option<Delivery> {
    Delivery::from_word(word).filter(|delivery| *delivery != Delivery::Sending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_its_address() {
        let query = "status=invited&q=%D0%B8&department=7&chip=failed&sort=-since&cursor=x";
        let view = View::of_query(&format!("{query}&nonsense=1&role="));
        assert_eq!(view.query(), query);
        assert_eq!(
            view.with(&[("q", "")]).address(),
            "/employees?status=invited&department=7&chip=failed&sort=-since"
        );
        assert_eq!(view.without_filters().address(), "/employees?status=invited&sort=-since");
        assert_eq!(View::default().address(), "/employees");
        let turned = View::of_query("from=2026-11-20&to=2026-11-05");
        assert_eq!(turned.query(), "from=2026-11-05&to=2026-11-20");
        assert_eq!(View::of_query(&format!("q={}", "a".repeat(4001))).search().len(), MAX_VALUE);
    }

    #[test]
    fn pages_lead_on_and_back() {
        let first = View::of_query("q=a");
        let [second, third] = [7, 9].map(|id| Cursor::new("key", id));
        let on = first.page_after(&second, 50);
        assert_eq!((on.past(), on.cursor()), (Some(50), Some(second)));
        let further = on.page_after(&third, 12);
        assert_eq!((further.past(), further.cursor()), (Some(62), Some(third.clone())));
        assert_eq!(further.page_before(), Some(on.clone()));
        assert_eq!(on.page_before(), Some(first.clone()));
        assert!(first.page_before().is_none() && first.past() == Some(0));
        let far = (0..20).fold(first, |page, id| page.page_after(&Cursor::new("key", id), 50));
        assert_eq!(far.get("trail").split(STEP).count(), TRAIL);
        // As it was in addresses that somebody has kept.
        let kept = View::of_query(&format!("cursor={}", third.encode()));
        assert_eq!((kept.past(), kept.cursor(), kept.page_before()), (None, Some(third), None));
    }

    #[test]
    fn what_makes_no_sense_finds_nobody_or_is_passed_over() {
        let view =
            View::of_query("department=x&inviter=9e9&from=yesterday&delivery=gone&chip=zz&sort=name;drop");
        assert_eq!((view.department(), view.inviter()), (Some(DepartmentId(-1)), Some(EmployeeId(-1))));
        let zone = Zone::named("UTC");
        assert!(!view.since(&zone).is_bounded() && view.delivery().is_none());
        assert_eq!(View::of_query("sort=name;drop").order(Preset::Administrators), Order::NAME);
    }
}
