//! Who calls: the bearer of a token (RFC 6750), in the company of this host.

use axum::extract::FromRequestParts;
use http::request::Parts;
use http::{HeaderMap, StatusCode, header};

use super::problem::Problem;
use crate::access_rights::rights::Rights;
use crate::accounts::tokens;
use crate::base::person_name::NameProblem;
use crate::company::Company;
use crate::history::{Actor, Channel};
use crate::i18n::Locale;
use crate::people::Employee;
use crate::portal::SharedPortal;
use crate::store::{Result, Tx};
use crate::web::access_log;
use crate::web::failure::Failure;
use crate::web::limits::Attempt;
use crate::web::visitor;

/// A program with a token.
#[derive(Clone)]
pub struct Caller {
    /// The portal.
    pub portal: SharedPortal,
    /// The company at this host.
    pub company: Company,
    /// Whose rights the token has.
    pub me: Employee,
    /// What he may.
    pub rights: Rights,
    /// The language of words in answers.
    pub locale: Locale,
    ip: String,
}

impl Caller {
    /// The doer of what the program does.
    #[must_use]
    pub fn actor(&self) -> Actor {
        Actor {
            company: self.company.id,
            employee: Some(self.me.id),
            rights: self.rights.clone(),
            channel: Channel::Api,
            ip: Some(self.ip.clone()),
        }
    }

    /// Runs a verb, which gets the doer and the company, in a transaction.
    pub async fn write<T, F>(&self, work: F) -> std::result::Result<T, Problem>
    where
        F: Fn(&mut Tx<'_>, &Actor, &Company) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (actor, company) = (self.actor(), self.company.clone());
        let done = self.portal.write(move |tx| work(tx, &actor, &company)).await;
        done.map_err(|error| Problem::of_error(self.locale, error))
    }

    /// The same for reading.
    pub async fn read<T, F>(&self, work: F) -> std::result::Result<T, Problem>
    where
        F: Fn(&mut Tx<'_>, &Actor, &Company) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let (actor, company) = (self.actor(), self.company.clone());
        let done = self.portal.read(move |tx| work(tx, &actor, &company)).await;
        done.map_err(|error| Problem::of_error(self.locale, error))
    }

    /// A problem in the caller's language.
    #[must_use]
    pub fn problem(&self, status: StatusCode, kind: &'static str) -> Problem {
        Problem::new(self.locale, status, kind)
    }

    /// «There is no such thing», or it is another company's.
    #[must_use]
    pub fn not_found(&self) -> Problem {
        self.problem(StatusCode::NOT_FOUND, "not-found")
    }

    /// What may not be changed: who sees it is told so, to others it is not there.
    #[must_use]
    pub fn not_changeable(&self, is_seen: bool) -> Problem {
        if is_seen { self.not_allowed() } else { self.not_found() }
    }

    /// «This cannot be anybody's name», with what is wrong about it.
    #[must_use]
    pub fn bad_name(&self, problem: NameProblem) -> Problem {
        let words = self.locale.name_problem(problem);
        self.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-name").about(words)
    }

    /// The same of a position or of what a department is called.
    #[must_use]
    pub fn bad_title(&self, problem: NameProblem) -> Problem {
        let words = self.locale.title_problem(problem);
        self.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-name").about(words)
    }

    /// «It cannot live so long», or no time at all.
    #[must_use]
    pub fn bad_lifetime(&self, most: i64) -> Problem {
        let words = self.locale.n("problem-most-days", most);
        self.problem(StatusCode::UNPROCESSABLE_ENTITY, "bad-lifetime").about(words)
    }

    /// «The request cannot be read», and why.
    #[must_use]
    pub fn malformed(&self, detail: &str) -> Problem {
        self.problem(StatusCode::BAD_REQUEST, "malformed").about(detail)
    }

    /// «The token's owner may not».
    #[must_use]
    pub fn not_allowed(&self) -> Problem {
        self.problem(StatusCode::FORBIDDEN, "not-allowed")
    }
}

/// The language that a request asks for.
pub fn locale_of(headers: &HeaderMap) -> Locale {
    Locale::new(super::language(headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())))
}

impl FromRequestParts<SharedPortal> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(
        parts: &mut Parts,
        portal: &SharedPortal,
    ) -> std::result::Result<Self, Problem> {
        let locale = locale_of(&parts.headers);
        let failed = |failure: Failure| Problem::of_failure(locale, &failure);
        let host = visitor::host(parts).ok_or_else(|| failed(Failure::Malformed))?;
        let token = bearer(&parts.headers).map(str::to_owned).unwrap_or_default();
        let now = portal.now();
        let found = portal
            .read(move |tx| {
                let Some(company) = visitor::company_at(tx, &host)? else { return Ok(None) };
                let bearer = tokens::find(tx, company.id, &token, now)?;
                let rights =
                    bearer.as_ref().map(|bearer| Rights::of(tx, &company, &bearer.employee)).transpose()?;
                Ok(Some((company, bearer.zip(rights))))
            })
            .await
            .map_err(|error| Problem::of_error(locale, error))?;
        let Some((company, bearer)) = found else {
            let why = visitor::nobody_at_home(portal).await;
            return Err(why.map_or_else(|error| Problem::of_error(locale, error), failed));
        };
        let ip = visitor::ip(parts);
        let Some((bearer, rights)) = bearer else {
            portal.limits.check(Attempt::Token, ip, None).map_err(failed)?;
            return Err(Problem::new(locale, StatusCode::UNAUTHORIZED, "unauthorized"));
        };
        access_log::asked_by(parts, bearer.employee.id);
        if bearer.is_stale {
            let touched = portal.write(move |tx| tx.tokens().touch(bearer.id, now)).await;
            touched.map_err(|error| Problem::of_error(locale, error))?;
        }
        Ok(Self {
            portal: SharedPortal::clone(portal),
            company,
            me: bearer.employee,
            rights,
            locale,
            ip: ip.to_string(),
        })
    }
}

/// The token of a request.
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}
