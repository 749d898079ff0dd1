//! What a dismissal or a transfer ends, in words: before it is meant, and after it was done.

use super::rows::Reader;
use crate::access_rights::roles::Role;
use crate::history::telling::{Note, Telling};
use crate::history::words;
use crate::i18n::Locale;
use crate::people::dismiss::Consequences;
use crate::structure::answers::Succession;
use crate::structure::{Led, Post};

/// What will end, a sentence each.
#[must_use]
pub fn foreseen(locale: Locale, ends: &Consequences) -> Vec<String> {
    let mut all = Vec::new();
    if ends.is_final {
        all.push(locale.t("people-dismiss-final"));
    }
    if ends.links > 0 {
        all.push(locale.n("people-dismiss-links", ends.links));
    }
    if ends.tokens > 0 {
        all.push(locale.n("people-dismiss-tokens", ends.tokens));
    }
    if let Some(address) = &ends.address {
        all.push(locale.named("people-dismiss-address", address));
    }
    if !ends.leads.is_empty() {
        let led: Vec<String> = ends.leads.iter().map(|led| led_as(locale, led)).collect();
        let is_unknown = ends.successions.is_empty() && ends.leads.iter().any(|led| led.post == Post::Head);
        let key = if is_unknown { "people-dismiss-leads" } else { "people-dismiss-posts" };
        all.push(locale.named(key, &led.join(", ")));
        all.extend(ends.successions.iter().map(|succession| answered(locale, succession)));
    }
    let roles = roles(locale, ends);
    if !roles.is_empty() {
        all.push(locale.named("people-dismiss-roles", &roles.join(", ")));
    }
    if ends.invitations > 0 {
        all.push(locale.n("people-dismiss-invitations", ends.invitations));
    }
    all
}

/// «Warehouse: Anna answers for it from then on».
fn answered(locale: Locale, succession: &Succession) -> String {
    let departments = succession.departments.join(", ");
    let key = match succession.heads.len() {
        0 => "people-dismiss-nobody-answers",
        1 => "people-dismiss-answers",
        _ => "people-dismiss-answer",
    };
    let heads = succession.heads.join(", ");
    locale.with(key, &[("departments", (&departments).into()), ("name", (&heads).into())])
}

/// «Warehouse (Deputy)».
fn led_as(locale: Locale, led: &Led) -> String {
    format!("{} ({})", led.name, led.post.title(locale))
}

fn roles(locale: Locale, ends: &Consequences) -> Vec<String> {
    let administrator = ends.is_administrator.then(|| locale.t("access-rights-administrator"));
    administrator.into_iter().chain(ends.roles.iter().map(|role| role.title(locale))).collect()
}

/// What has ended, in the words of the history; nothing where nothing has.
pub(super) fn done(reader: &Reader, ends: &Consequences, revokes: bool) -> String {
    let leads: Vec<String> =
        ends.leads.iter().map(|led| format!("{}: {}", led.name, led.post.word())).collect();
    let administrator = ends.is_administrator.then_some("administrator");
    let roles: Vec<&str> = administrator.into_iter().chain(ends.roles.iter().map(Role::word)).collect();
    let invitations = if revokes { Note::InvitationsRevoked } else { Note::InvitationsKept };
    let told = Telling::of("")
        .names(Note::Leaders, &leads)
        .names(Note::Roles, &roles)
        .count(Note::Tokens, ends.tokens)
        .count(Note::LinksOff, ends.links)
        .count(invitations, ends.invitations);
    words::notes(reader.locale, &reader.zone, told.as_str())
}
