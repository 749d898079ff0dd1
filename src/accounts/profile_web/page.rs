//! The page of «Profile»: what stands on it, also after something did not fit.

use askama::Template;
use http::StatusCode;

use super::browser::browser;
use crate::accounts::address_change;
use crate::accounts::sessions;
use crate::base::clock::Timestamp;
use crate::i18n::{Language, Locale, Offered};
use crate::people::Employee;
use crate::people::edit::Changes;
use crate::people::web::{GROUPS, Locality, Obstacle, Typed, reader, role_words};
use crate::suppressions;
use crate::suppressions::web::Unreachable;
use crate::web::Face;
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, fields_of, form_of, mark, merge, with_zone};
use crate::web::page::{PageResult, page_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// The page.
#[derive(Template)]
#[template(path = "accounts/profile.html")]
pub(super) struct ProfilePage {
    shell: Shell,
    face: Face,
    full_name: String,
    position: String,
    departments: String,
    role: String,
    /// What is known of him now, for the form to say which of it was changed there.
    shown: String,
    typed: Typed,
    locality: Locality,
    months: Vec<String>,
    zones: Vec<Offered>,
    new_email: String,
    /// That letters do not reach his address, where they do not.
    unreachable: Option<Unreachable>,
    /// The address that waits to be proved.
    waiting: Option<Wished>,
    obstacle: Option<Obstacle>,
    errors: Errors,
    sessions: Vec<SessionRow>,
}

impl ProfilePage {
    fn has_others(&self) -> bool {
        self.sessions.len() > 1
    }

    fn has_photo(&self) -> bool {
        matches!(self.face, Face::Photo { .. })
    }
}

/// An address that waits to be proved.
struct Wished {
    email: String,
    /// Which it is, and until when it waits.
    words: String,
}

struct SessionRow {
    /// What the browser calls itself, as people call it.
    browser: String,
    ip: String,
    seen: String,
    is_this: bool,
}

/// What was sent, to stand there again.
#[derive(Default)]
pub(super) struct Sent {
    pub typed: Typed,
    pub locality: Locality,
    pub new_email: String,
    pub obstacle: Option<Obstacle>,
    pub errors: Errors,
}

impl Sent {
    /// Nothing yet: what is known of him.
    pub(super) fn of(me: &Employee) -> Self {
        Self { typed: Typed::of(me), locality: Locality::of(me), ..Self::default() }
    }

    /// What was changed on the form; the rest as it is now. Where it was changed otherwise meanwhile, that is said.
    pub(super) fn merged(me: &Employee, locale: Locale, fields: Fields) -> Self {
        let groups: Vec<&[&'static str]> = GROUPS.into_iter().chain(Locality::GROUPS).collect();
        let merged = merge(with_zone(fields), &Self::of(me).fields(), &groups);
        let mut errors = Typed::clashes(locale, &merged.clashes, me);
        errors.extend(Locality::clashes(locale, &merged.clashes, me));
        Self { typed: form_of(&merged.fields), locality: form_of(&merged.fields), errors, ..Self::default() }
    }

    /// What is to be changed, and the language that it is told in; `None` where something is to be mended first.
    pub(super) fn read(&mut self, locale: Locale, now: Timestamp) -> Option<(Changes, Language)> {
        let changes = self.typed.read(locale, now).map_err(|wrong| self.errors.extend(wrong));
        let locality = self.locality.read(locale).map_err(|wrong| self.errors.extend(wrong));
        let (changes, (language, zone)) = (changes.ok()?, locality.ok()?);
        let changes = Changes { language: Some(language), time_zone: Some(zone), ..changes };
        self.errors.is_empty().then_some((changes, language))
    }

    fn fields(&self) -> Fields {
        let mut fields = fields_of(&self.typed);
        fields.extend(fields_of(&self.locality));
        fields
    }
}

/// The page, with what is to be mended.
pub(super) async fn again(me: &SignedIn, sent: Sent) -> PageResult {
    page_with(StatusCode::UNPROCESSABLE_ENTITY, &shown(me, sent).await?)
}

/// The page.
pub(super) async fn shown(me: &SignedIn, sent: Sent) -> Result<ProfilePage, Failure> {
    let (portal, locale, actor) = (&me.visitor.portal, me.locale(), me.actor());
    let (company, person, now) = (me.visitor.company.clone(), me.me.clone(), portal.now());
    let reader = reader(me);
    let (departments, role, sessions, waiting, unreachable) = portal
        .read(move |tx| {
            let departments = tx.people().department_names(company.id, person.id)?;
            let role = role_words(tx, &reader, &person)?;
            let sessions = tx.sessions().list(company.id, person.id, now, now - sessions::IDLE)?;
            let waiting = address_change::waiting(tx, &actor, &company, &person, now)?;
            let unreachable = suppressions::unreachable(tx, &person)?;
            Ok((departments, role, sessions, waiting, unreachable))
        })
        .await?;
    let rows = sessions.into_iter().map(|session| SessionRow {
        browser: browser(&session.device.user_agent).unwrap_or_else(|| locale.t("profile-browser")),
        seen: locale.moment(session.last_seen_at, now, &me.zone()),
        is_this: session.token_hash == me.token_hash,
        ip: session.device.ip,
    });
    let mut rows: Vec<SessionRow> = rows.collect();
    rows.sort_by_key(|row| !row.is_this);
    Ok(ProfilePage {
        // The page itself tells what the line on top of all others does.
        shell: Shell { unreachable: false, ..me.shell(Section::Profile) },
        face: Face::of_person(&me.me),
        full_name: me.me.full_name(),
        position: me.me.position.clone(),
        departments: departments.join(", "),
        role,
        shown: mark(&Sent::of(&me.me).fields()),
        typed: sent.typed,
        locality: sent.locality,
        months: locale.months(),
        zones: locale.zones(),
        new_email: sent.new_email,
        unreachable: unreachable.map(|found| Unreachable::of(me, found, true)),
        waiting: waiting.map(|change| {
            let until = locale.moment(change.expires_at, now, &me.zone());
            let args = [("email", (&change.email).into()), ("until", (&until).into())];
            Wished { words: locale.with("address-waits", &args), email: change.email }
        }),
        obstacle: sent.obstacle,
        errors: sent.errors,
        sessions: rows,
    })
}
