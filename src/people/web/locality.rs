//! In which language the portal speaks to somebody and by which clock, on his own page and on that of whoever manages
//! people.

use serde::{Deserialize, Serialize};

use crate::i18n::{Language, Locale, Zone};
use crate::people::Employee;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, clash_words, fields_of};

/// What stands in the fields.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Locality {
    /// The tag of the language of his screens and letters.
    pub language: String,
    /// The time zone: its name, or its city in any language.
    pub time_zone: String,
}

impl Locality {
    /// Which of the fields are changed together, if at all.
    pub const GROUPS: [&'static [&'static str]; 2] = [&["language"], &["time_zone"]];

    /// What is known of a person.
    #[must_use]
    pub fn of(person: &Employee) -> Self {
        Self { language: person.language.tag().to_owned(), time_zone: person.time_zone.clone() }
    }

    /// What was sent, and of a form without these fields what is known.
    #[must_use]
    pub fn fill(mut fields: Fields, person: &Employee) -> Fields {
        let mut known = fields_of(&Self::of(person));
        known.retain(|(name, _)| !fields.iter().any(|(sent, _)| sent == name));
        fields.extend(known);
        fields
    }

    /// What to say of those fields that were changed otherwise meanwhile.
    #[must_use]
    pub fn clashes(locale: Locale, fields: &[&'static str], present: &Employee) -> Errors {
        let now = |field: &str| match field {
            "language" => Some(present.language.own_name().to_owned()),
            "time_zone" => Some(locale.zone(&present.time_zone)),
            _ => None,
        };
        fields.iter().filter_map(|field| Some((*field, clash_words(locale, &now(field)?)))).collect()
    }

    /// The language, and the name of the zone.
    ///
    /// # Errors
    /// What is to be mended.
    pub fn read(&self, locale: Locale) -> Result<(Language, String), Errors> {
        match (Language::from_tag(&self.language), Zone::typed(&self.time_zone)) {
            (Some(language), Some(zone)) => Ok((language, zone)),
            (language, zone) => {
                let problems = [
                    ("language", language.is_none().then(|| locale.t("profile-language-problem"))),
                    ("time_zone", zone.is_none().then(|| locale.t("settings-zone-problem"))),
                ];
                Err(problems.into_iter().filter_map(|(field, words)| Some((field, words?))).collect())
            }
        }
    }
}
