//! The page of one join link: passing it on, who came by it, switching it off.

use askama::Template;
use axum::extract::{Path, Query};
use serde::Deserialize;

use crate::base::cursor::Cursor;
use crate::base::id::{EmployeeId, JoinLinkId};
use crate::i18n::Locale;
use crate::join_links::qr::{self, Qr};
use crate::join_links::row::{self, LinkRow, Reader};
use crate::join_links::{JoinLink, State, entrance, find_seen, letter, standing};
use crate::people::web::status_badge;
use crate::people::{Employee, may_see};
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::page::{PageResult, page};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Badge, Face, Shell};

/// People on a page.
const ROWS: i64 = 50;

#[derive(Template)]
#[template(path = "join_links/link.html")]
struct LinkPage {
    shell: Shell,
    link: LinkRow,
    until: String,
    creator: EmployeeId,
    left: i64,
    /// Whether the reader made it: nobody else sees its address.
    is_own: bool,
    handing: Option<Handing>,
    joined: Vec<Newcomer>,
    here: String,
    first: String,
    next: String,
}

/// What a link is passed on by.
struct Handing {
    url: String,
    subject: String,
    text: String,
    mailto: String,
    qr: Option<Qr>,
    /// What becomes of whoever opens it.
    entrance: String,
}

/// Somebody who came by the link.
struct Newcomer {
    /// His page; empty where the reader may not look at it.
    href: String,
    face: Face,
    name: String,
    line: String,
    when: String,
    badge: Option<Badge>,
}

#[derive(Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    cursor: String,
}

struct Found {
    link: JoinLink,
    row: LinkRow,
    is_open: bool,
    /// Each with whether the reader may look at him.
    joined: Vec<(Employee, bool)>,
    /// What the letter begins with that its maker passes it on by.
    begun: letter::Text,
}

pub(super) async fn show(me: SignedIn, Path(id): Path<JoinLinkId>, Query(asked): Query<Asked>) -> PageResult {
    let (actor, company, zone, now) =
        (me.actor(), me.visitor.company.clone(), me.zone(), me.visitor.portal.now());
    let (locale, after) = (me.locale(), Cursor::decode(&asked.cursor));
    let name = me.me.shown_name().to_owned();
    let found = me
        .visitor
        .portal
        .read(move |tx| {
            let Some(link) = find_seen(tx, &actor, &company, id)? else { return Ok(None) };
            let reader = Reader { actor: &actor, company: &company, locale, zone: &zone, now };
            look(tx, &reader, &name, link, after.as_ref()).map(Some)
        })
        .await?;
    page(&build(&me, &asked, found.ok_or(Failure::NotFound)?))
}

fn look(
    tx: &mut Tx<'_>,
    reader: &Reader<'_>,
    name: &str,
    link: JoinLink,
    after: Option<&Cursor>,
) -> Result<Found> {
    let company = reader.company;
    let is_open = standing(tx, company, &link, reader.now)? == State::Open;
    let joined = tx.people().came_by(company.id, link.id, after, ROWS + 1)?.into_iter();
    let joined = joined.map(|person| {
        let is_seen = may_see(tx, reader.actor, company, &person)?;
        Ok((person, is_seen))
    });
    let joined = joined.collect::<Result<Vec<_>>>()?;
    let row = row::one(tx, reader, &link)?;
    let until = reader.locale.exactly(link.expires_at, reader.zone);
    let begun = letter::begun(tx, reader.locale, company, name, &until)?;
    Ok(Found { link, row, is_open, joined, begun })
}

fn build(me: &SignedIn, asked: &Asked, mut found: Found) -> LinkPage {
    let (locale, link) = (me.locale(), &found.link);
    let is_own = link.creator.id == me.me.id;
    let here = found.row.href();
    let limit = usize::try_from(ROWS).unwrap_or(usize::MAX);
    let more = found.joined.len() > limit;
    found.joined.truncate(limit);
    let last = found.joined.last().filter(|_| more);
    let next = last.map(|(last, _)| format!("{here}?cursor={}", place(last).encode()));
    LinkPage {
        shell: me.shell(Section::Employees),
        until: locale.exactly(link.expires_at, &me.zone()),
        creator: link.creator.id,
        left: link.max_uses - link.uses,
        is_own,
        handing: if is_own && found.is_open { handing(me, link, &found.begun) } else { None },
        joined: found
            .joined
            .into_iter()
            .map(|(person, is_seen)| newcomer(me, locale, person, is_seen))
            .collect(),
        link: found.row,
        first: if asked.cursor.is_empty() { String::new() } else { here.clone() },
        next: next.unwrap_or_default(),
        here,
    }
}

/// The address is derived, not stored, so its maker can see it again for as long as it works; he could
/// make another at any time. Nobody else sees it, administrators included.
fn handing(me: &SignedIn, link: &JoinLink, text: &letter::Text) -> Option<Handing> {
    let (locale, company) = (me.locale(), &me.visitor.company);
    let url = company.link(&link.path(&me.visitor.portal.key));
    let composed = letter::compose(locale, &company.name, text, &url).ok()?;
    let qr = qr::of(&url);
    Some(Handing {
        url,
        subject: composed.subject,
        text: composed.body,
        mailto: composed.uri,
        qr,
        entrance: entrance(locale, &company.inviting),
    })
}

fn place(person: &Employee) -> Cursor {
    Cursor::new(person.joined_at.unwrap_or(person.created_at).0.to_string(), person.id.0)
}

fn newcomer(me: &SignedIn, locale: Locale, person: Employee, is_seen: bool) -> Newcomer {
    let at = person.joined_at.unwrap_or(person.created_at);
    Newcomer {
        href: if is_seen { format!("/employees/{}", person.id) } else { String::new() },
        face: Face::of_person(&person),
        name: person.shown_name().to_owned(),
        when: locale.moment(at, me.visitor.portal.now(), &me.zone()),
        badge: status_badge(locale, &person),
        line: person.email,
    }
}
