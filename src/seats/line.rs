//! How the seats stand, said above a form that needs one, so that nobody fills it in vain.

use crate::access_rights::{Over, Permission};
use crate::web::signed_in::SignedIn;

/// How the seats stand, and whether somebody would not find one.
pub struct SeatsLine {
    /// «38 of 300 seats free»; empty where the plan has no limit.
    pub words: String,
    /// Who would not find one, and what follows; empty where everybody would.
    pub warning: String,
    /// Whether the reader can do something about it himself.
    pub leads_to_plan: bool,
    /// For how many of those about to be invited a seat could be held, where that is not all: then none is invited.
    pub room: Option<i64>,
}

impl SeatsLine {
    /// Where `more` people are about to be invited; 0 where nobody has been named yet.
    #[must_use]
    pub fn of_inviting(me: &SignedIn, more: i64) -> Self {
        let (seats, locale) = (me.seats, me.locale());
        let is_full = seats.free() == Some(0);
        let warning = match (seats.missing_for(more), seats.reserved, may_change(me)) {
            (_, false, _) if is_full => locale.t("seats-none-to-join"),
            (Some(missing), false, _) => locale.n("seats-tight", missing),
            (Some(missing), true, true) => locale.n("invite-seats-short", missing),
            (Some(missing), true, false) => locale.n("invite-seats-short-ask", missing),
            (None, true, _) if is_full => locale.t("seats-none-to-invite"),
            (None, ..) => String::new(),
        };
        let missing = if seats.reserved { seats.missing_for(more) } else { None };
        Self { room: missing.map(|missing| more - missing), ..Self::new(me, warning) }
    }

    /// Where a link is about to be passed on, which holds no seat.
    #[must_use]
    pub fn of_link(me: &SignedIn) -> Self {
        let (seats, locale) = (me.seats, me.locale());
        let is_held = seats.reserved && seats.total.is_some_and(|total| seats.used < total);
        let warning = match (seats.free(), is_held) {
            (Some(0), true) => locale.t("seats-held-from-links"),
            (Some(0), false) => locale.t("seats-none-to-join"),
            _ => String::new(),
        };
        Self::new(me, warning)
    }

    /// Where somebody is about to take a seat at once.
    #[must_use]
    pub fn of_adding(me: &SignedIn) -> Self {
        let is_full = me.seats.free() == Some(0);
        let warning = if is_full { me.locale().t("seats-none-to-add") } else { String::new() };
        Self::new(me, warning)
    }

    fn new(me: &SignedIn, warning: String) -> Self {
        Self {
            words: if me.seats.total.is_some() { me.seats.line(&me.locale()) } else { String::new() },
            leads_to_plan: !warning.is_empty() && may_change(me),
            warning,
            room: None,
        }
    }
}

fn may_change(me: &SignedIn) -> bool {
    me.may(Permission::ManageSettings, Over::Company)
}
