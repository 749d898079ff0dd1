//! The history in plain words.

use super::Action;
use super::store::Entry;
use super::telling::{self, Note, Noted};
use crate::access_rights::roles::{Kind, title};
use crate::access_rights::{Permission, Scope};
use crate::base::birthday::Birthday;
use crate::base::clock::Timestamp;
use crate::i18n::{Language, Locale, Zone};
use crate::join_links::Channel;
use crate::letter_templates::placeholder::Text;
use crate::people::Role;
use crate::structure::Post;

/// What was done, with the name or the address that belongs to it.
#[must_use]
pub fn sentence(locale: &Locale, zone: &Zone, entry: &Entry) -> String {
    sentence_with(*locale, entry, &details(*locale, zone, entry))
}

/// The same in two: what was done, and what stands behind the colon.
#[must_use]
pub fn parted(locale: &Locale, zone: &Zone, entry: &Entry) -> (String, String) {
    let details = details(*locale, zone, entry);
    let whole = sentence_with(*locale, entry, &details);
    match whole.strip_suffix(details.as_str()).map(|what| what.trim_end().trim_end_matches(':')) {
        Some(what) if !details.is_empty() => (what.to_owned(), details),
        // The sentence has it in its midst, or has other words for it.
        _ => (whole.trim_end().trim_end_matches(':').to_owned(), String::new()),
    }
}

fn sentence_with(locale: Locale, entry: &Entry, details: &str) -> String {
    locale.with(&format!("history-{}", entry.action), &[("details", details.into())])
}

/// What an entry tells, its notes behind its line.
fn details(locale: Locale, zone: &Zone, entry: &Entry) -> String {
    let (line, _) = telling::parted(&entry.details);
    let told = [line_of(locale, zone, entry, line), notes(locale, zone, &entry.details)];
    told.into_iter().filter(|told| !told.is_empty()).collect::<Vec<_>>().join("; ")
}

/// Only the notes.
#[must_use]
pub fn notes(locale: Locale, zone: &Zone, details: &str) -> String {
    let (_, notes) = telling::parted(details);
    notes.iter().map(|noted| note(locale, zone, noted)).collect::<Vec<_>>().join("; ")
}

fn line_of(locale: Locale, zone: &Zone, entry: &Entry, line: &str) -> String {
    let is = |action: Action| action.word() == entry.action;
    // Of a person's data the first line says whose they are.
    let (whose, details) = line.split_once('\n').unwrap_or(("", line));
    let told = if is(Action::SettingsChanged) || is(Action::PlanChanged) || is(Action::ProfileChanged) {
        change(locale, details)
    } else if is(Action::LetterTemplateChanged) {
        template_change(locale, line)
    } else if is(Action::RolePermissionChanged) {
        permission_change(locale, line)
    } else if is(Action::RoleGiven) || is(Action::RoleTaken) {
        line.rsplit_once(": ").map(|(who, role)| format!("{who}, {}", role_name(locale, role)))
    } else if is(Action::RoleDepartmentsChanged) {
        of_role(locale, line).map(|(change, role)| format!("{role}: {change}"))
    } else if is(Action::RoleChanged) {
        Some(role_change(locale, line))
    } else if is(Action::PostChanged) {
        post_change(locale, line)
    } else if is(Action::Extended) || is(Action::Restored) {
        Some(moments(locale, zone, line))
    } else {
        link_channel(locale, line).filter(|_| entry.target.kind == "join_link")
    };
    let details = told.as_deref().unwrap_or(details);
    if whose.is_empty() { details.to_owned() } else { format!("{whose}, {details}") }
}

/// «employees: Anna Orlova, Ivan Petrov and 5 more».
fn note(locale: Locale, zone: &Zone, noted: &Noted<'_>) -> String {
    let values = noted.values.iter().map(|value| match noted.note {
        Note::Allows => value
            .split_once('=')
            .map_or_else(|| (*value).to_owned(), |(what, scope)| permission_with_scope(locale, what, scope)),
        Note::Roles => held_role_name(locale, value),
        Note::Leaders => value.rsplit_once(": ").map_or_else(
            || (*value).to_owned(),
            |(who, post)| format!("{who} ({})", post_name(locale, post)),
        ),
        Note::Until => moments(locale, zone, value),
        Note::Data => datum(locale, value).unwrap_or_else(|| (*value).to_owned()),
        _ => (*value).to_owned(),
    });
    let mut told = values.collect::<Vec<_>>().join(", ");
    if noted.others > 0 {
        told = format!("{told} {}", locale.n("history-and-others", noted.others));
    }
    format!("{}: {told}", locale.t(&format!("history-note-{}", noted.note.word())))
}

fn permission_with_scope(locale: Locale, permission: &str, scope: &str) -> String {
    let Some(permission) = Permission::from_word(permission) else { return permission.to_owned() };
    format!("{} ({})", permission_name(locale, permission), scope_name(locale, scope))
}

/// «7 December 2026, 18:00 (UTC+03) → 9 December…», of one instant or of two with an arrow.
fn moments(locale: Locale, zone: &Zone, written: &str) -> String {
    let moment = |written: &str| {
        Timestamp::parse(written).map_or_else(|| written.to_owned(), |instant| locale.exactly(instant, zone))
    };
    written.split(" → ").map(moment).collect::<Vec<_>>().join(" → ")
}

/// What a join link was made for.
fn link_channel(locale: Locale, word: &str) -> Option<String> {
    Channel::from_word(word).map(|channel| {
        locale.t(match channel {
            Channel::MailApp => "history-link-for-letter",
            Channel::Link => "history-link-for-passing",
        })
    })
}

/// «Anna Orlova: Employee → Administrator»; earlier entries have the word after the arrow only.
fn role_change(locale: Locale, line: &str) -> String {
    let role = |word| held_role_name(locale, word);
    match line.rsplit_once(": ") {
        Some((who, roles)) => {
            let roles: Vec<String> = roles.split(" → ").map(role).collect();
            format!("{who}: {}", roles.join(" → "))
        }
        None => role(line),
    }
}

/// «Employee, inviting: whole company → no», of `invite: company → — (employee)`.
fn permission_change(locale: Locale, details: &str) -> Option<String> {
    let (change, role) = of_role(locale, details)?;
    let (permission, scopes) = change.split_once(": ")?;
    let permission = Permission::from_word(permission)?;
    let (before, after) = scopes.split_once(" → ")?;
    let scope = |word| scope_name(locale, word);
    let title = permission_name(locale, permission);
    Some(format!("{role}, {title}: {} → {}", scope(before), scope(after)))
}

fn permission_name(locale: Locale, permission: Permission) -> String {
    locale.t(&format!("permission-{}", permission.word().replace('_', "-")))
}

fn scope_name(locale: Locale, word: &str) -> String {
    locale.t(match Scope::from_word(word) {
        None => "scope-none",
        Some(Scope::Department) => "scope-department",
        Some(Scope::Branch) => "scope-branch",
        Some(Scope::Company) => "scope-company",
    })
}

/// A change, and the role that it is of, which stands behind it in brackets.
fn of_role(locale: Locale, details: &str) -> Option<(&str, String)> {
    let (change, role) = details.strip_suffix(')')?.rsplit_once(" (")?;
    Some((change, role_name(locale, role)))
}

fn role_name(locale: Locale, word: &str) -> String {
    title(locale, Kind::from_word(word), word)
}

/// An administrator's is none of the roles that a company has, but somebody's.
fn held_role_name(locale: Locale, word: &str) -> String {
    if word == Role::Administrator.word() {
        return locale.t("access-rights-administrator");
    }
    role_name(locale, word)
}

/// «Anna Orlova: head → employee (Sales)», of `Anna Orlova: head → member (Sales)`.
fn post_change(locale: Locale, details: &str) -> Option<String> {
    let (change, department) = details.strip_suffix(')')?.rsplit_once(" (")?;
    let (who, posts) = change.rsplit_once(": ")?;
    let (before, after) = posts.split_once(" → ")?;
    let post = |word| post_name(locale, word);
    Some(format!("{who}: {} → {} ({department})", post(before), post(after)))
}

fn post_name(locale: Locale, word: &str) -> String {
    Post::from_word(word).unwrap_or(Post::Member).title(locale)
}

/// «seats: 3 → no limit», of what was written down as `max_employees: 3 → —`.
fn change(locale: Locale, details: &str) -> Option<String> {
    let (setting, values) = details.split_once(": ")?;
    let (before, after) = values.split_once(" → ")?;
    let name = locale.t(setting_key(setting)?);
    Some(format!("{name}: {} → {}", value(locale, setting, before), value(locale, setting, after)))
}

/// «position Engineer», of `position: Engineer`.
fn datum(locale: Locale, written: &str) -> Option<String> {
    let (field, its) = written.split_once(": ")?;
    Some(format!("{} {}", locale.t(setting_key(field)?), value(locale, field, its)))
}

/// «Invitation, English, subject: … → …», of `invitation en subject: … → …`.
fn template_change(locale: Locale, line: &str) -> Option<String> {
    let (what, words) = line.split_once(": ")?;
    let [letter, language, field] = what.split(' ').collect::<Vec<_>>().try_into().ok()?;
    let language = Language::from_tag(language)?.own_name();
    let letter = locale.t(&format!("letter-template-{letter}"));
    let field = locale.t(&format!("letter-template-field-{field}")).to_lowercase();
    let words: Vec<String> = words.split(" → ").map(|words| Text::kept(words).shown(locale)).collect();
    Some(format!("{letter}, {language}, {field}: {}", words.join(" → ")))
}

fn setting_key(setting: &str) -> Option<&'static str> {
    Some(match setting {
        "name" => "history-field-name",
        "patronymic" => "history-field-patronymic",
        "position" => "history-field-position",
        "work_phone" => "history-field-work-phone",
        "mobile_phone" => "history-field-mobile-phone",
        "birthday" => "history-field-birthday",
        "photo" => "history-field-photo",
        "plan" => "history-setting-plan",
        "max_employees" => "history-setting-max-employees",
        "max_online" => "history-setting-max-online",
        "reserve_seats" => "history-setting-reserve-seats",
        "public_url" => "history-setting-public-url",
        "language" => "history-setting-language",
        "time_zone" => "history-setting-time-zone",
        "require_approval" => "history-setting-require-approval",
        "revoke_with_inviter" => "history-setting-revoke-with-inviter",
        "trusted_domains" => "history-setting-trusted-domains",
        "invitation_days" => "history-setting-invitation-days",
        "join_link_days" => "history-setting-join-link-days",
        "join_link_uses" => "history-setting-join-link-uses",
        "letters_per_day" => "history-setting-letters-per-day",
        "letters_per_week" => "history-setting-letters-per-week",
        "pending_per_inviter" => "history-setting-pending-per-inviter",
        "reminder_days" => "history-setting-reminder-days",
        "mail_server" => "history-setting-mail-server",
        "mail_from" => "history-setting-mail-from",
        "mail_password" => "history-setting-mail-password",
        "history_days" => "history-setting-history-days",
        _ => return None,
    })
}

fn value(locale: Locale, setting: &str, value: &str) -> String {
    match (setting, value) {
        ("max_employees" | "max_online" | "history_days", "—") => locale.t("history-value-unlimited"),
        (_, "—") => locale.t("history-value-nothing"),
        ("reserve_seats" | "require_approval" | "revoke_with_inviter", "true") => {
            locale.t("history-value-yes")
        }
        ("reserve_seats" | "require_approval" | "revoke_with_inviter", "false") => {
            locale.t("history-value-no")
        }
        ("mail_password", "new") => locale.t("history-value-new"),
        ("photo" | "mail_password", _) => locale.t("history-value-present"),
        ("birthday", "year") => locale.t("history-value-other-year"),
        ("birthday", day) => {
            let (year, key) = day.split_at_checked(day.len().saturating_sub(6)).unwrap_or_default();
            let day = Birthday::stored(key.trim_start_matches('-'), year.parse().ok());
            day.map_or_else(String::new, |day| locale.birthday(day))
        }
        ("language", tag) => {
            Language::from_tag(tag).map_or_else(|| tag.to_owned(), |language| language.own_name().to_owned())
        }
        ("time_zone", name) => locale.zone(name),
        ("mail_server", server) => with_encryption(locale, server).unwrap_or_else(|| server.to_owned()),
        (_, as_it_is) => as_it_is.to_owned(),
    }
}

/// «smtp.example.org, without encryption», of `smtp.example.org (none)`.
fn with_encryption(locale: Locale, shown: &str) -> Option<String> {
    let (server, word) = shown.strip_suffix(')')?.rsplit_once(" (")?;
    let key = match word {
        "implicit" => "history-encryption-implicit",
        "required" => "history-encryption-required",
        "opportunistic" => "history-encryption-opportunistic",
        "none" => "history-encryption-none",
        _ => return None,
    };
    Some(format!("{server}, {}", locale.t(key)))
}

/// What it was done to, and the page of that; nothing where it is the company, or gone.
#[must_use]
pub fn target(locale: Locale, entry: &Entry) -> Option<(String, String)> {
    let (target, id) = (&entry.target, entry.target.id);
    let name = target.name.clone();
    match target.kind.as_str() {
        "employee" => Some((name?, format!("/employees/{id}"))),
        "invitation" => Some((name?, format!("/invitations/{id}"))),
        "department" => Some((name?, format!("/structure/{id}"))),
        "role" => Some((role_name(locale, &name?), format!("/structure/access-rights/roles/{id}"))),
        "join_link" => Some((locale.with("history-link", &[("id", id.into())]), format!("/join-links/{id}"))),
        "api_token" => Some((name?, String::new())),
        _ => None,
    }
}

/// Who did it, and by which way where it was no page.
#[must_use]
pub fn doer(locale: &Locale, entry: &Entry) -> String {
    let way = match entry.channel.as_str() {
        "api" => Some("history-by-api"),
        "command" => Some("history-by-command"),
        _ => None,
    };
    match (&entry.actor, way) {
        (Some((_, name)), None) => name.clone(),
        (Some((_, name)), Some(way)) => format!("{name}, {}", locale.t(way)),
        (None, Some(way)) => locale.t(way),
        (None, None) => nobody(*locale, entry),
    }
}

/// Who did it, where it was no employee; nothing where only the way is known.
#[must_use]
pub fn nobody(locale: Locale, entry: &Entry) -> String {
    match entry.channel.as_str() {
        "portal" => locale.t("history-by-portal"),
        "web" => locale.t("history-by-guest"),
        _ => String::new(),
    }
}

/// By which way it was done.
#[must_use]
pub fn way(locale: Locale, entry: &Entry) -> String {
    locale.t(match entry.channel.as_str() {
        "api" => "history-by-api",
        "command" => "history-by-command",
        "portal" => "history-way-portal",
        _ => "history-way-web",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_told_in_words() {
        let locale = Locale::new(Language::En);
        for (written, told) in [
            ("max_employees: 3 → —", "seats: 3 → no limit"),
            ("plan: — → Team", "name of the plan: none → Team"),
            ("reserve_seats: true → false", "a seat is held for each invitee: yes → no"),
            ("language: ru → en", "language: \u{420}\u{443}\u{441}\u{441}\u{43a}\u{438}\u{439} → English"),
            ("mail_password: — → ***", "password of the mail server: none → present"),
            ("mail_password: *** → new", "password of the mail server: present → new"),
            ("birthday: --05-12 → 1990-05-12", "birthday: 12 May → 12 May 1990"),
            ("photo: 1 → —", "photo: present → none"),
            (
                "mail_server: — → smtp.a.example:25 (none)",
                "mail server: none → smtp.a.example:25, without encryption",
            ),
        ] {
            assert_eq!(change(locale, written).as_deref(), Some(told));
        }
        assert_eq!(change(locale, "whatever"), None);
    }

    #[test]
    fn rights_are_told_in_words() {
        let locale = Locale::new(Language::En);
        let told = permission_change(locale, "invite: company → — (employee)");
        assert_eq!(told.as_deref(), Some("Employee, Invite people: Whole company → No"));
        let told = permission_change(locale, "export: — → branch (Night shift)");
        assert_eq!(told.as_deref(), Some("Night shift, Export: No → Own departments and below"));
        let told = post_change(locale, "Anna: member → head (Sales)");
        assert_eq!(told.as_deref(), Some("Anna: Employee → Head of department (Sales)"));
        assert_eq!(permission_change(locale, "whatever"), None);
    }
}
