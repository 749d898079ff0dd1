//! The fields of somebody who joins: a name and a password.

use serde::Deserialize;

use crate::accounts::password_rules::{self, Context};
use crate::accounts::passwords::Busy;
use crate::base::person_name::{NameProblem, PersonName};
use crate::i18n::{Locale, Zone};
use crate::join::newcomer::Newcomer;
use crate::web::signed_in::SESSION_COOKIE;
use crate::web::visitor::Visitor;

/// What was typed.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Typed {
    /// The name that colleagues will see.
    pub name: String,
    password: String,
    /// Filled in by the browser, where it can.
    pub time_zone: String,
}

/// What is to be mended, each empty where nothing is.
#[derive(Clone, Debug, Default)]
pub struct Mistakes {
    /// In the name.
    pub name: String,
    /// In the password.
    pub password: String,
}

impl Mistakes {
    /// None, but that there was too much to do: the form is to be sent again.
    pub fn busy(visitor: &Visitor) -> Self {
        Self { password: visitor.locale.t("error-busy"), ..Self::default() }
    }

    /// For the summary: the field and what to do.
    pub fn list(&self) -> Vec<(&'static str, String)> {
        [("name", &self.name), ("password", &self.password)]
            .into_iter()
            .filter(|(_, words)| !words.is_empty())
            .map(|(field, words)| (field, words.clone()))
            .collect()
    }
}

impl Typed {
    /// The name, where nothing is to be mended; no slow work yet.
    pub fn check(&self, visitor: &Visitor, email: &str) -> Result<PersonName, Mistakes> {
        let locale = visitor.locale;
        let name = PersonName::parse(&self.name);
        let known = name.as_ref().map(PersonName::as_str).unwrap_or_default();
        let context = Context { company: &visitor.company.name, email, name: known };
        let password = password_rules::check(&self.password, &context);
        match (name, password) {
            (Ok(name), Ok(())) => Ok(name),
            (name, password) => Err(Mistakes {
                name: name.err().map(|problem| name_words(locale, problem)).unwrap_or_default(),
                password: password.err().map(|refusal| refusal.words(locale)).unwrap_or_default(),
            }),
        }
    }

    /// The newcomer, with his password hashed: before the transaction, which nothing slow may hold up.
    pub async fn newcomer(&self, visitor: &Visitor, name: PersonName) -> Result<Newcomer, Busy> {
        Ok(Newcomer {
            name,
            password_hash: visitor.portal.hasher.hash(&self.password).await?,
            language: visitor.locale.language(),
            time_zone: Some(self.time_zone.clone()).filter(|zone| !zone.is_empty() && Zone::exists(zone)),
            device: visitor.device(),
            session_before: visitor.cookie_value(SESSION_COOKIE).map(str::to_owned),
        })
    }
}

/// Companies and departments have names too, but here it is a person's that is missing.
fn name_words(locale: Locale, problem: NameProblem) -> String {
    if problem == NameProblem::Empty { locale.t("join-name-empty") } else { locale.name_problem(problem) }
}
