//! A join link in plain words: the same in the list and on its page.

use super::{Channel, JoinLink, State, is_managed_by, standing};
use crate::base::clock::Timestamp;
use crate::base::id::JoinLinkId;
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Locale, Zone};
use crate::store::{Result, Tx};
use crate::web::{Badge, Face, Icon, Tone};

/// For whom rows are made.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    /// Who reads.
    pub actor: &'a Actor,
    /// The company.
    pub company: &'a Company,
    /// His words.
    pub locale: Locale,
    /// His time zone.
    pub zone: &'a Zone,
    /// The present instant.
    pub now: Timestamp,
}

/// A link, ready to be shown. Never its address.
pub struct LinkRow {
    /// Which link.
    pub id: JoinLinkId,
    /// What stands before it.
    pub face: Face,
    /// What it was made for.
    pub what: String,
    /// How many have joined by it.
    pub uses: String,
    /// Where those who join will be.
    pub departments: String,
    /// Who made it.
    pub creator: String,
    /// When.
    pub created: String,
    /// Until when it can be used.
    pub until: String,
    /// Where it stands.
    pub badge: Badge,
    /// Why it does not work, where its maker has not switched it off himself.
    pub reason: String,
    /// Whether it can be switched off.
    pub is_on: bool,
    /// Whether it would work once it is switched on again.
    pub is_off: bool,
}

impl LinkRow {
    /// Its page.
    #[must_use]
    pub fn href(&self) -> String {
        format!("/join-links/{}", self.id)
    }
}

/// The rows of links.
pub fn rows(tx: &mut Tx<'_>, reader: &Reader<'_>, links: &[JoinLink]) -> Result<Vec<LinkRow>> {
    let departments = tx.join_links().departments_of_all(reader.company.id, links)?;
    links
        .iter()
        .map(|link| {
            let names: Vec<&str> =
                departments.iter().filter(|(of, _)| *of == link.id).map(|(_, name)| name.as_str()).collect();
            managed_row(tx, reader, link, names.join(", "))
        })
        .collect()
}

/// The row of one link.
pub fn one(tx: &mut Tx<'_>, reader: &Reader<'_>, link: &JoinLink) -> Result<LinkRow> {
    let departments = tx.join_links().departments(link.company_id, link.id)?;
    let names: Vec<String> = departments.into_iter().map(|(_, name)| name).collect();
    managed_row(tx, reader, link, names.join(", "))
}

/// A row whose buttons are there for whoever manages the link.
fn managed_row(
    tx: &mut Tx<'_>,
    reader: &Reader<'_>,
    link: &JoinLink,
    departments: String,
) -> Result<LinkRow> {
    let state = standing(tx, reader.company, link, reader.now)?;
    let is_managed = is_managed_by(tx, reader.actor, reader.company, link)?;
    let row = row(reader, link, state, departments);
    Ok(LinkRow { is_on: row.is_on && is_managed, is_off: row.is_off && is_managed, ..row })
}

fn row(reader: &Reader<'_>, link: &JoinLink, state: State, departments: String) -> LinkRow {
    let Reader { locale, zone, now, .. } = reader;
    let own_state = link.state(*now);
    let has_lost_maker = own_state == State::Open && state != own_state;
    LinkRow {
        id: link.id,
        face: Face::Thing(Icon::Link),
        what: locale.t(match link.channel {
            Channel::MailApp => "link-of-letter",
            Channel::Link => "link-of-link",
        }),
        uses: locale.with("link-uses", &[("n", link.uses.into()), ("most", link.max_uses.into())]),
        departments,
        creator: link.creator.name.clone(),
        created: locale.moment(link.created_at, *now, zone),
        until: locale.day(link.expires_at, *now, zone),
        badge: badge(*locale, if has_lost_maker { state } else { own_state }),
        reason: reason(reader, link, has_lost_maker),
        is_on: own_state == State::Open,
        is_off: own_state == State::SwitchedOff
            && link.expires_at > *now
            && link.uses < link.max_uses
            && link.may_be_switched_on_by(reader.actor),
    }
}

fn reason(reader: &Reader<'_>, link: &JoinLink, has_lost_maker: bool) -> String {
    let is_off = link.switched_off_at.is_some();
    if has_lost_maker {
        reader.locale.t("link-maker-gone")
    } else if is_off && !link.may_be_switched_on_by(reader.actor) {
        reader.locale.t("link-off-by-administrator")
    } else {
        String::new()
    }
}

fn badge(locale: Locale, state: State) -> Badge {
    let (tone, icon, key) = match state {
        State::Open => (Tone::Ok, Icon::Check, "link-state-open"),
        State::UsedUp => (Tone::Quiet, Icon::Done, "link-state-used-up"),
        State::Expired => (Tone::Quiet, Icon::Clock, "link-state-expired"),
        State::SwitchedOff => (Tone::Quiet, Icon::LinkOff, "link-state-off"),
    };
    Badge::new(tone, icon, locale.t(key))
}
