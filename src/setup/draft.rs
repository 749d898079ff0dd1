//! What is typed into the first run, step by step, and what it comes to.

use serde::{Deserialize, Serialize};

use crate::base::email_address::{AddressProblem, EmailAddress};
use crate::base::person_name::{NameProblem, PersonName, plain_line};
use crate::company::public_url;
use crate::i18n::{Language, Locale, Zone};

/// The longest name of a company, in characters as people count them.
const MAX_COMPANY: usize = crate::base::person_name::MAX_TITLE;

/// What was typed, as it was typed; never the password.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(default)]
pub struct Draft {
    /// Name of the company.
    pub company: String,
    /// Where its people will reach the portal.
    pub public_url: String,
    /// Tag of its language.
    pub language: String,
    /// Name of its time zone.
    pub time_zone: String,
    /// Name of the first administrator.
    pub admin_name: String,
    /// His address.
    pub admin_email: String,
}

/// The first step, understood.
#[derive(Clone, Debug)]
pub struct CompanyPart {
    /// Name of the company.
    pub name: String,
    /// Where its people will reach the portal.
    pub public_url: String,
    /// Its language.
    pub language: Language,
    /// Its time zone.
    pub time_zone: String,
}

/// The second step, understood.
#[derive(Clone, Debug)]
pub struct AdministratorPart {
    /// His address.
    pub email: EmailAddress,
    /// His name.
    pub name: PersonName,
}

/// What to mend.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Problem {
    /// In the name of the company.
    Company(NameProblem),
    /// No address of a portal.
    PublicUrl,
    /// No zone of the IANA database.
    TimeZone,
    /// In the name of the administrator.
    AdminName(NameProblem),
    /// In his address.
    AdminEmail(AddressProblem),
}

impl Problem {
    /// The field that it is about.
    #[must_use]
    pub fn field(self) -> &'static str {
        match self {
            Self::Company(_) => "company",
            Self::PublicUrl => "public_url",
            Self::TimeZone => "time_zone",
            Self::AdminName(_) => "admin_name",
            Self::AdminEmail(_) => "admin_email",
        }
    }

    /// What to do about it.
    #[must_use]
    pub fn words(self, locale: Locale) -> String {
        match self {
            Self::Company(NameProblem::Empty) => locale.t("setup-company-empty"),
            Self::AdminName(NameProblem::Empty) => locale.t("join-name-empty"),
            Self::Company(problem) => locale.title_problem(problem),
            Self::AdminName(problem) => locale.name_problem(problem),
            Self::PublicUrl => locale.t("settings-url-problem"),
            Self::TimeZone => locale.t("settings-zone-problem"),
            Self::AdminEmail(problem) => locale.address_problem(problem),
        }
    }
}

impl Draft {
    /// The draft that [`Draft::written`] made; an empty one where there is none.
    #[must_use]
    pub fn read(text: &str) -> Self {
        serde_json::from_str(text).unwrap_or_default()
    }

    /// The draft as it is kept.
    #[must_use]
    pub fn written(&self) -> String {
        serde_json::json!(self).to_string()
    }

    /// The first step.
    ///
    /// # Errors
    /// Everything that is to be mended.
    pub fn company(&self) -> Result<CompanyPart, Vec<Problem>> {
        let name = plain_line(&self.company, MAX_COMPANY).map_err(Problem::Company);
        let public_url = public_url::typed(&self.public_url).ok_or(Problem::PublicUrl);
        let zone = self.time_zone.trim();
        let time_zone = if Zone::exists(zone) { Ok(zone.to_owned()) } else { Err(Problem::TimeZone) };
        match (name, public_url, time_zone) {
            (Ok(name), Ok(public_url), Ok(time_zone)) => Ok(CompanyPart {
                name,
                public_url,
                language: Language::from_tag(&self.language).unwrap_or(Language::Ru),
                time_zone,
            }),
            (name, public_url, time_zone) => {
                Err([name.err(), public_url.err(), time_zone.err()].into_iter().flatten().collect())
            }
        }
    }

    /// The second step, but for the password.
    ///
    /// # Errors
    /// Everything that is to be mended.
    pub fn administrator(&self) -> Result<AdministratorPart, Vec<Problem>> {
        let name = PersonName::parse(&self.admin_name).map_err(Problem::AdminName);
        let email = EmailAddress::parse(&self.admin_email).map_err(Problem::AdminEmail);
        match (name, email) {
            (Ok(name), Ok(email)) => Ok(AdministratorPart { email, name }),
            (name, email) => Err([name.err(), email.err()].into_iter().flatten().collect()),
        }
    }
}
