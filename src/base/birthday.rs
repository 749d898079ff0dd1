//! Birthdays: a day and a month; the year only where somebody gave it.

use std::fmt;

use jiff::Span;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::clock::Timestamp;

/// The earliest year.
const FIRST_YEAR: i16 = 1900;
/// Nobody younger is employed (ILO C138 lets the young do light work from 13 on).
const YOUNGEST: i16 = 13;
/// A leap year: the 29 February is somebody's birthday.
const LEAP: i16 = 2000;

/// A birthday.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Birthday {
    month: i8,
    day: i8,
    year: Option<i16>,
}

/// What to mend in a birthday. The words stand in the catalogue under [`Self::message_id`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BirthdayProblem {
    /// There is no such day in any year, or in that one.
    NoSuchDay,
    /// A year before anybody's who works, or of somebody too young to.
    Year,
}

impl BirthdayProblem {
    /// The message that tells what to do.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::NoSuchDay => "birthday-problem-day",
            Self::Year => "birthday-problem-year",
        }
    }
}

impl Birthday {
    /// The birthday on that day.
    ///
    /// # Errors
    /// What to mend.
    pub fn new(month: i8, day: i8, year: Option<i16>, now: Timestamp) -> Result<Self, BirthdayProblem> {
        if Date::new(LEAP, month, day).is_err() {
            return Err(BirthdayProblem::NoSuchDay);
        }
        if let Some(year) = year {
            if year < FIRST_YEAR {
                return Err(BirthdayProblem::Year);
            }
            let date = Date::new(year, month, day).map_err(|_| BirthdayProblem::NoSuchDay)?;
            // Somewhere it is tomorrow already.
            let tomorrow = now.plus_days(1).to_jiff().to_zoned(TimeZone::UTC).date();
            if date.saturating_add(Span::new().years(YOUNGEST)) > tomorrow {
                return Err(BirthdayProblem::Year);
            }
        }
        Ok(Self { month, day, year })
    }

    /// The birthday of `1990-05-12`, or of `--05-12` without a year.
    ///
    /// # Errors
    /// What to mend.
    pub fn parse(text: &str, now: Timestamp) -> Result<Self, BirthdayProblem> {
        let (year, rest) = match text.strip_prefix("--") {
            Some(rest) => (None, rest),
            None => match text.split_once('-') {
                Some((year, rest)) if year.len() == 4 => {
                    (Some(year.parse().map_err(|_| BirthdayProblem::Year)?), rest)
                }
                Some(_) | None => return Err(BirthdayProblem::NoSuchDay),
            },
        };
        let (month, day) = rest.split_once('-').ok_or(BirthdayProblem::NoSuchDay)?;
        let number = |text: &str| {
            let is_number = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
            text.parse::<i8>().ok().filter(|_| is_number).ok_or(BirthdayProblem::NoSuchDay)
        };
        Self::new(number(month)?, number(day)?, year, now)
    }

    /// Out of the database: `05-12` and the year.
    #[must_use]
    pub fn stored(key: &str, year: Option<i64>) -> Option<Self> {
        let (month, day) = key.split_once('-')?;
        let year = year.and_then(|year| i16::try_from(year).ok());
        Some(Self { month: month.parse().ok()?, day: day.parse().ok()?, year })
    }

    /// Month and day as they are stored and ordered: `05-12`.
    #[must_use]
    pub fn key(self) -> String {
        format!("{:02}-{:02}", self.month, self.day)
    }

    /// As cards of people have it (RFC 6350 §4.3.1): `19900512`, or `--0512` without a year.
    #[must_use]
    pub fn basic(self) -> String {
        let year = self.year.map_or_else(|| "--".to_owned(), |year| format!("{year:04}"));
        format!("{year}{:02}{:02}", self.month, self.day)
    }

    /// The month, from 1.
    #[must_use]
    pub fn month(self) -> i8 {
        self.month
    }

    /// The day of the month.
    #[must_use]
    pub fn day(self) -> i8 {
        self.day
    }

    /// The year, where it is known.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        self.year
    }

    /// The same for whom the year does not concern.
    #[must_use]
    pub fn without_year(self) -> Self {
        Self { year: None, ..self }
    }
}

/// `1990-05-12`, or `--05-12`.
impl fmt::Display for Birthday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.year {
            Some(year) => write!(f, "{year:04}-{}", self.key()),
            None => write!(f, "--{}", self.key()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 18 November 2026.
    const NOW: Timestamp = Timestamp(1_795_000_000_000);

    #[test]
    fn a_birthday_is_a_day_of_some_year() {
        use BirthdayProblem as P;
        for text in ["1990-05-12", "--02-29", "2004-02-29", "2013-11-18", "1900-01-01"] {
            assert_eq!(Birthday::parse(text, NOW).map(|day| day.to_string()), Ok(text.to_owned()));
        }
        for (text, problem) in [
            ("1990-13-01", P::NoSuchDay),
            ("--02-30", P::NoSuchDay),
            ("1990-02-29", P::NoSuchDay),
            ("05-12", P::NoSuchDay),
            ("1990-5-12", P::NoSuchDay),
            ("--+5-12", P::NoSuchDay),
            ("", P::NoSuchDay),
            ("12 мая", P::NoSuchDay),
            ("1899-12-31", P::Year),
            ("2013-12-01", P::Year),
            ("2026-11-18", P::Year),
            ("9999-01-01", P::Year),
        ] {
            assert_eq!(Birthday::parse(text, NOW), Err(problem), "{text}");
        }
    }

    #[test]
    fn what_is_stored_comes_back() {
        let day = Birthday::parse("1990-05-12", NOW).unwrap();
        assert_eq!(Birthday::stored(&day.key(), Some(1990)), Some(day));
        assert_eq!(Birthday::stored("05-12", None), Some(day.without_year()));
        assert_eq!(Birthday::stored("", None), None);
    }
}
