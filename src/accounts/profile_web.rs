//! «Profile»: what one sees and sets of oneself, the password, and where one is signed in.

use askama::Template;
use axum::routing::get;
use axum::{Form, Router};
use http::StatusCode;
use serde::Deserialize;

use super::change_password::{self, Outcome, Wish};
use super::{sessions, sign_in};
use crate::base::person_name::PersonName;
use crate::history::{Action, Subject};
use crate::i18n::{Language, Offered, Zone};
use crate::people::edit;
use crate::portal::SharedPortal;
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::limits::Attempt;
use crate::web::page::{PageResult, page, page_busy, page_with, see_other_with};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;
use crate::web::visitor::language_cookie;
use crate::web::{Face, flash, page::with_cookie};

const PATH: &str = "/profile";

/// The routes.
pub fn routes() -> Router<SharedPortal> {
    Router::new()
        .route(PATH, get(show).post(change))
        .route("/profile/password", get(back).post(change_password))
        .route("/profile/sessions/end", get(back).post(end_sessions))
}

#[derive(Template)]
#[template(path = "accounts/profile.html")]
struct ProfilePage {
    shell: Shell,
    face: Face,
    position: String,
    departments: String,
    role: String,
    form: ProfileForm,
    zones: Vec<Offered>,
    errors: Errors,
    sessions: Vec<SessionRow>,
}

impl ProfilePage {
    fn has_others(&self) -> bool {
        self.sessions.len() > 1
    }
}

struct SessionRow {
    /// What the browser calls itself, as people call it.
    browser: String,
    ip: String,
    seen: String,
    is_this: bool,
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct ProfileForm {
    name: String,
    language: String,
    time_zone: String,
}

async fn show(me: SignedIn) -> PageResult {
    let form = ProfileForm {
        name: me.me.name.clone(),
        language: me.me.language.tag().to_owned(),
        time_zone: me.me.time_zone.clone(),
    };
    page(&build(&me, form, Vec::new()).await?)
}

/// An address that only takes forms, opened by itself: after a reload, or out of the history.
async fn back() -> PageResult {
    Ok(crate::web::page::see_other(PATH))
}

async fn change(me: SignedIn, Form(form): Form<ProfileForm>) -> PageResult {
    let locale = me.locale();
    let name = PersonName::parse(&form.name);
    let language = Language::from_tag(&form.language);
    let mut errors = Vec::new();
    errors.extend(name.as_ref().err().map(|problem| ("name", locale.t(problem.message_id()))));
    if language.is_none() {
        errors.push(("language", locale.t("profile-language-problem")));
    }
    let zone = Zone::typed(&form.time_zone);
    if zone.is_none() {
        errors.push(("time_zone", locale.t("settings-zone-problem")));
    }
    let (Ok(name), Some(language), Some(zone)) = (name, language, zone) else {
        return page_with(StatusCode::UNPROCESSABLE_ENTITY, &build(&me, form, errors).await?);
    };
    let portal = &me.visitor.portal;
    let (actor, company, id, now) = (me.actor(), me.visitor.company.clone(), me.me.id, portal.now());
    let changes = edit::Changes { name: Some(name), ..edit::Changes::default() };
    portal
        .write(move |tx| {
            tx.people().set_language(company.id, id, language)?;
            tx.people().set_time_zone(company.id, id, &zone)?;
            edit::edit(tx, &actor, &company, id, &changes, now)
        })
        .await?;
    let done = see_other_with(PATH, &flash::good("profile-saved", None));
    Ok(with_cookie(done, &language_cookie(language)))
}

#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct PasswordForm {
    present: String,
    password: String,
}

async fn change_password(me: SignedIn, Form(form): Form<PasswordForm>) -> PageResult {
    let (portal, locale) = (&me.visitor.portal, me.locale());
    portal.limits.check(Attempt::SignIn, me.visitor.ip, Some(&sign_in::account(&me.me.email)))?;
    let wish = Wish { present: &form.present, new: &form.password, session: &me.token_hash };
    let outcome = change_password::change(portal, &me.visitor.company, me.actor(), &me.me, wish).await;
    let is_busy = matches!(outcome, Err(Failure::Busy));
    let error = match outcome {
        Ok(Outcome::Changed) => {
            return Ok(see_other_with(PATH, &flash::good("password-changed", None)));
        }
        Ok(Outcome::WrongPassword) => ("present", locale.t("profile-password-wrong")),
        Ok(Outcome::Refused(refusal)) => ("password", refusal.words(locale)),
        Ok(Outcome::Same) => ("password", locale.t("profile-password-same")),
        Err(Failure::Busy) => ("present", locale.t("error-busy")),
        Err(failure) => return Err(failure),
    };
    let form = ProfileForm {
        name: me.me.name.clone(),
        language: me.me.language.tag().to_owned(),
        time_zone: me.me.time_zone.clone(),
    };
    let form = build(&me, form, vec![error]).await?;
    if is_busy { page_busy(&form) } else { page_with(StatusCode::UNPROCESSABLE_ENTITY, &form) }
}

/// Ends all sessions but this one (ASVS 7.5.2).
async fn end_sessions(me: SignedIn) -> PageResult {
    let (actor, company, id) = (me.actor(), me.visitor.company.id, me.me.id);
    let (portal, kept, name) = (&me.visitor.portal, me.token_hash.clone(), me.me.shown_name().to_owned());
    let now = portal.now();
    let ended = portal
        .write(move |tx| {
            let ended = tx.sessions().delete_all(company, id, Some(&kept))?;
            if ended > 0 {
                tx.history().record(&actor, Action::SessionsEnded, Subject::Employee(id), &name, now)?;
            }
            Ok(ended)
        })
        .await?;
    Ok(see_other_with(PATH, &flash::good("sessions-ended", i64::try_from(ended).ok())))
}

async fn build(me: &SignedIn, form: ProfileForm, errors: Errors) -> Result<ProfilePage, Failure> {
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let (company, id, now) = (me.visitor.company.id, me.me.id, portal.now());
    let (departments, sessions) = portal
        .read(move |tx| {
            let departments = tx.people().department_names(company, id)?;
            Ok((departments, tx.sessions().list(company, id, now, now - sessions::IDLE)?))
        })
        .await?;
    let role =
        if me.me.is_administrator() { "access-rights-administrator" } else { "access-rights-employee" };
    let rows = sessions.into_iter().map(|session| SessionRow {
        browser: browser(&session.device.user_agent).unwrap_or_else(|| locale.t("profile-browser")),
        seen: locale.moment(session.last_seen_at, now, &me.zone()),
        is_this: session.token_hash == me.token_hash,
        ip: session.device.ip,
    });
    let mut rows: Vec<SessionRow> = rows.collect();
    rows.sort_by_key(|row| !row.is_this);
    Ok(ProfilePage {
        shell: me.shell(Section::Profile),
        face: Face::of(id.0, me.me.shown_name()),
        position: me.me.position.clone(),
        departments: departments.join(", "),
        role: locale.t(role),
        form,
        zones: me.locale().zones(),
        errors,
        sessions: rows,
    })
}

/// Of what a browser says of itself the name that its user knows, with the system: most name others
/// too, for the sake of old pages, so that the order matters.
fn browser(user_agent: &str) -> Option<String> {
    const BROWSERS: [(&str, &str); 8] = [
        ("YaBrowser/", "Yandex Browser"),
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrom", "Chrome"),
        ("Safari/", "Safari"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("CrOS", "ChromeOS"),
        ("Linux", "Linux"),
    ];
    let named = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map(|(_, name)| *name)
    };
    let parts: Vec<&str> = [named(&BROWSERS), named(&SYSTEMS)].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::browser;

    #[test]
    fn a_browser_is_called_what_its_user_calls_it() {
        for (user_agent, name) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/150.0.0.0 YaBrowser/26.8 Safari/537.36",
                Some("Yandex Browser, Windows"),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 \
                 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
                Some("Safari, iPhone"),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                Some("Firefox, Linux"),
            ),
            ("curl/8.5", None),
            ("", None),
        ] {
            assert_eq!(browser(user_agent).as_deref(), name, "{user_agent}");
        }
    }
}
