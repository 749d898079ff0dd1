//! What is typed of a person, on his own page and on that of whoever manages people.

use serde::{Deserialize, Serialize};

use crate::base::birthday::{Birthday, BirthdayProblem};
use crate::base::clock::Timestamp;
use crate::base::person_name::{NameProblem, PersonName};
use crate::base::phone::{Phone, PhoneProblem};
use crate::i18n::Locale;
use crate::people::Employee;
use crate::people::edit::{Changes, Wish};
use crate::web::forms::Errors;
use crate::web::merge::clash_words;

/// What a browser fills the fields with where they are one's own (WCAG 1.3.5): name, patronymic, mobile
/// telephone, that at work, day, month and year of birth.
pub const OWN: [&str; 7] =
    ["name", "additional-name", "mobile tel", "work tel", "bday-day", "bday-month", "bday-year"];
/// Nothing, where they are somebody else's.
pub const FOREIGN: [&str; 7] = ["off"; 7];

/// Which of the fields are changed together, if at all.
pub const GROUPS: [&[&str]; 5] = [
    &["name"],
    &["patronymic"],
    &["mobile_phone"],
    &["work_phone"],
    &["birth_day", "birth_month", "birth_year"],
];

/// What stands in the fields.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Typed {
    /// The name.
    pub name: String,
    /// The patronymic.
    pub patronymic: String,
    /// The mobile telephone.
    pub mobile_phone: String,
    /// The telephone at work.
    pub work_phone: String,
    /// Of the birthday: the day.
    pub birth_day: String,
    /// The month, as a number.
    pub birth_month: String,
    /// The year.
    pub birth_year: String,
}

impl Typed {
    /// What is known of a person.
    #[must_use]
    pub fn of(person: &Employee) -> Self {
        let part = |of: fn(Birthday) -> i64| person.birthday.map(|day| of(day).to_string());
        let year = person.birthday.and_then(Birthday::year);
        Self {
            name: person.name.clone(),
            patronymic: person.patronymic.clone(),
            mobile_phone: person.mobile_phone.clone(),
            work_phone: person.work_phone.clone(),
            birth_day: part(|day| i64::from(day.day())).unwrap_or_default(),
            birth_month: part(|day| i64::from(day.month())).unwrap_or_default(),
            birth_year: year.map(|year| year.to_string()).unwrap_or_default(),
        }
    }

    /// What to say of those fields that were changed otherwise meanwhile: what `present` has there now.
    #[must_use]
    pub fn clashes(locale: Locale, fields: &[&'static str], present: &Employee) -> Errors {
        let now = |field: &str| {
            Some(match field {
                "name" => present.name.clone(),
                "patronymic" => present.patronymic.clone(),
                "mobile_phone" => present.mobile_phone.clone(),
                "work_phone" => present.work_phone.clone(),
                "birth_day" => present.birthday.map(|day| locale.birthday(day)).unwrap_or_default(),
                _ => return None,
            })
        };
        fields.iter().filter_map(|field| Some((*field, clash_words(locale, &now(field)?)))).collect()
    }

    /// Whether telephones or a part of the birthday stand there.
    #[must_use]
    pub fn says_more(&self) -> bool {
        let Self { mobile_phone, work_phone, birth_day, birth_month, birth_year, .. } = self;
        [mobile_phone, work_phone, birth_day, birth_month, birth_year].iter().any(|field| !field.is_empty())
    }

    /// Whether the month is that one, from 1.
    #[must_use]
    pub fn is_month(&self, month: &usize) -> bool {
        self.birth_month.trim().trim_start_matches('0') == month.to_string()
    }

    /// What is to be changed.
    ///
    /// # Errors
    /// What is to be mended.
    pub fn read(&self, locale: Locale, now: Timestamp) -> Result<Changes, Errors> {
        let name = PersonName::parse(&self.name);
        let patronymic = patronymic(&self.patronymic);
        let (mobile, work) = (phone(&self.mobile_phone), phone(&self.work_phone));
        let birthday = self.birthday(now);
        match (name, patronymic, mobile, work, birthday) {
            (Ok(name), Ok(patronymic), Ok(mobile), Ok(work), Ok(birthday)) => Ok(Changes {
                name: Some(name),
                patronymic: Some(patronymic),
                mobile_phone: Wish::of(mobile),
                work_phone: Wish::of(work),
                birthday: Wish::of(birthday),
                ..Changes::default()
            }),
            (name, patronymic, mobile, work, birthday) => {
                let problems = [
                    ("name", name.err().map(|problem| locale.name_problem(problem))),
                    ("patronymic", patronymic.err().map(|problem| locale.name_problem(problem))),
                    ("mobile_phone", mobile.err().map(|problem| locale.t(problem.message_id()))),
                    ("work_phone", work.err().map(|problem| locale.t(problem.message_id()))),
                    ("birth_day", birthday.err().map(|problem| locale.t(problem.message_id()))),
                ];
                let told = |(field, words): (&'static str, Option<String>)| Some((field, words?));
                Err(problems.into_iter().filter_map(told).collect())
            }
        }
    }

    fn birthday(&self, now: Timestamp) -> Result<Option<Birthday>, BirthdayProblem> {
        let [day, month, year] =
            [&self.birth_day, &self.birth_month, &self.birth_year].map(|part| part.trim());
        if [day, month, year].iter().all(|part| part.is_empty()) {
            return Ok(None);
        }
        let number = |part: &str| part.parse().map_err(|_| BirthdayProblem::NoSuchDay);
        let (day, month) = (number(day)?, number(month)?);
        let year = match year {
            "" => None,
            year => Some(year.parse().map_err(|_| BirthdayProblem::Year)?),
        };
        Birthday::new(month, day, year, now).map(Some)
    }
}

/// A patronymic may be left out.
fn patronymic(typed: &str) -> Result<String, NameProblem> {
    match typed.trim() {
        "" => Ok(String::new()),
        typed => PersonName::parse(typed).map(|name| name.as_str().to_owned()),
    }
}

/// A telephone may be left out.
fn phone(typed: &str) -> Result<Option<Phone>, PhoneProblem> {
    match typed.trim() {
        "" => Ok(None),
        typed => Phone::parse(typed).map(Some),
    }
}
