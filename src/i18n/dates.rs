//! Dates and times as people say them: «today, 10:42», «7 December», in the reader's zone.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Span, Zoned};

use super::{Arg, Language, Locale};
use crate::base::birthday::Birthday;
use crate::base::clock::Timestamp;

/// Zones offered while one types, each with the key of its city; any other of the IANA database is taken too.
const ZONES: [(&str, &str); 30] = [
    ("UTC", "zone-utc"),
    ("Europe/Kaliningrad", "zone-kaliningrad"),
    ("Europe/Moscow", "zone-moscow"),
    ("Europe/Samara", "zone-samara"),
    ("Asia/Yekaterinburg", "zone-yekaterinburg"),
    ("Asia/Omsk", "zone-omsk"),
    ("Asia/Novosibirsk", "zone-novosibirsk"),
    ("Asia/Krasnoyarsk", "zone-krasnoyarsk"),
    ("Asia/Irkutsk", "zone-irkutsk"),
    ("Asia/Yakutsk", "zone-yakutsk"),
    ("Asia/Vladivostok", "zone-vladivostok"),
    ("Asia/Magadan", "zone-magadan"),
    ("Asia/Kamchatka", "zone-kamchatka"),
    ("Europe/Minsk", "zone-minsk"),
    ("Europe/Kyiv", "zone-kyiv"),
    ("Europe/Chisinau", "zone-chisinau"),
    ("Asia/Tbilisi", "zone-tbilisi"),
    ("Asia/Yerevan", "zone-yerevan"),
    ("Asia/Baku", "zone-baku"),
    ("Asia/Almaty", "zone-almaty"),
    ("Asia/Tashkent", "zone-tashkent"),
    ("Asia/Bishkek", "zone-bishkek"),
    ("Europe/London", "zone-london"),
    ("Europe/Berlin", "zone-berlin"),
    ("Europe/Paris", "zone-paris"),
    ("Europe/Istanbul", "zone-istanbul"),
    ("Asia/Dubai", "zone-dubai"),
    ("Asia/Kolkata", "zone-kolkata"),
    ("America/New_York", "zone-new-york"),
    ("America/Los_Angeles", "zone-los-angeles"),
];

/// The reader's time zone, by its name in the IANA database.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

/// Two written days, the earlier one first: who fills them in the wrong way round means them the other way. What is no
/// day stays where it is.
#[must_use]
pub fn days_in_order<'d>(from: &'d str, until: &'d str) -> (&'d str, &'d str) {
    let day = |written: &str| written.trim().parse::<Date>().ok();
    match (day(from), day(until)) {
        (Some(first), Some(last)) if last < first => (until, from),
        _ => (from, until),
    }
}

impl Zone {
    /// The zone of that name; UTC where there is none such.
    #[must_use]
    pub fn named(name: &str) -> Self {
        Self(TimeZone::get(name).unwrap_or(TimeZone::UTC))
    }

    /// Whether the name is one of a zone.
    #[must_use]
    pub fn exists(name: &str) -> bool {
        TimeZone::get(name).is_ok()
    }

    /// The day of an instant, written as `2026-11-26`.
    #[must_use]
    pub fn day_of(&self, instant: Timestamp) -> String {
        instant.to_jiff().to_zoned(self.0.clone()).date().to_string()
    }

    /// The name of the zone that somebody typed: that name, or the city of one that is offered, in any
    /// language.
    #[must_use]
    pub fn typed(text: &str) -> Option<String> {
        let typed = text.trim();
        let city = typed.split(',').next().unwrap_or_default().trim().to_lowercase();
        let is_meant =
            |key: &str| Language::ALL.iter().any(|l| Locale::new(*l).t(key).to_lowercase() == city);
        let offered = ZONES.iter().find(|(_, key)| is_meant(key));
        match offered {
            Some((name, _)) => Some((*name).to_owned()),
            None => Self::exists(typed).then(|| typed.to_owned()),
        }
    }

    /// The instant at which a day begins here that is written as `2026-11-23`; with `plus` so many days later.
    #[must_use]
    pub fn day(&self, written: &str, plus: i8) -> Option<Timestamp> {
        let day: Date = written.trim().parse().ok()?;
        let begins = day.checked_add(Span::new().days(plus)).ok()?.to_zoned(self.0.clone()).ok()?;
        Some(Timestamp(begins.timestamp().as_millisecond()))
    }

    /// What clock and calendar show here at an instant.
    #[must_use]
    pub fn civil(&self, instant: Timestamp) -> DateTime {
        self.at(instant).datetime()
    }

    /// How far the clock here is from UTC at an instant: `UTC+03:00`.
    #[must_use]
    pub fn offset(&self, instant: Timestamp) -> String {
        format!("UTC{}", self.at(instant).strftime("%:z"))
    }

    /// The same as people say it: `UTC+3`.
    #[must_use]
    pub fn short_offset(&self, instant: Timestamp) -> String {
        format!("UTC{}", offset(&self.at(instant)))
    }

    fn at(&self, instant: Timestamp) -> Zoned {
        instant.to_jiff().to_zoned(self.0.clone())
    }
}

/// A zone as it is offered.
#[derive(Clone, Debug)]
pub struct Offered {
    /// Its name in the IANA database.
    pub name: &'static str,
    /// Its city, in the reader's words.
    pub city: String,
}

impl Offered {
    /// What a zone is called among those that are offered; else its name, or whatever was typed.
    #[must_use]
    pub fn shown<'a>(zones: &'a [Self], name: &'a str) -> &'a str {
        zones.iter().find(|zone| zone.name == name).map_or(name, |zone| &zone.city)
    }
}

impl Locale {
    /// What a zone is called.
    #[must_use]
    pub fn zone(self, name: &str) -> String {
        Offered::shown(&self.zones(), name).to_owned()
    }

    /// The zones that are offered while one types.
    #[must_use]
    pub fn zones(self) -> Vec<Offered> {
        ZONES.iter().map(|(name, key)| Offered { name, city: self.t(key) }).collect()
    }

    /// A day and a time near today in words: «today, 10:42», «yesterday, 18:05», «19 November»;
    /// with the year where it is another one.
    #[must_use]
    pub fn moment(&self, instant: Timestamp, now: Timestamp, zone: &Zone) -> String {
        let (at, today) = (zone.at(instant), zone.at(now).date());
        let near = near_key(at.date(), today);
        match near {
            Some(key) => format!("{}, {}", self.t(key), at.strftime("%H:%M")),
            None => self.date_near(at.date(), today),
        }
    }

    /// The same within a sentence: «10:42» today, else «19 November, 10:42».
    #[must_use]
    pub fn clock(&self, instant: Timestamp, now: Timestamp, zone: &Zone) -> String {
        let (at, today) = (zone.at(instant), zone.at(now).date());
        let time = at.strftime("%H:%M");
        if at.date() == today {
            time.to_string()
        } else {
            format!("{}, {time}", self.date_near(at.date(), today))
        }
    }

    /// A day near today in words: «tomorrow», «7 December».
    #[must_use]
    pub fn day(&self, instant: Timestamp, now: Timestamp, zone: &Zone) -> String {
        let (day, today) = (zone.at(instant).date(), zone.at(now).date());
        near_key(day, today).map_or_else(|| self.date_near(day, today), |key| self.t(key))
    }

    /// The same never in words: what is written down is read on another day.
    #[must_use]
    pub fn date(&self, instant: Timestamp, now: Timestamp, zone: &Zone) -> String {
        self.date_near(zone.at(instant).date(), zone.at(now).date())
    }

    /// A date and a time that leave nothing open, for letters: «7 December 2026, 18:00 (UTC+03)».
    #[must_use]
    pub fn exactly(&self, instant: Timestamp, zone: &Zone) -> String {
        let at = zone.at(instant);
        let clock = at.strftime("%H:%M");
        format!("{}, {clock} ({})", self.full_date(at.date()), zone.short_offset(instant))
    }

    fn date_near(self, day: Date, today: Date) -> String {
        if day.year() == today.year() { self.day_and_month(day) } else { self.full_date(day) }
    }

    fn full_date(self, day: Date) -> String {
        let year = day.year().to_string();
        self.with("date-full", &[("day", Arg::Text(&self.day_and_month(day))), ("year", Arg::Text(&year))])
    }

    fn day_and_month(self, day: Date) -> String {
        self.day_of_month(day.day(), day.month())
    }

    fn day_of_month(self, day: i8, month: i8) -> String {
        let month = usize::try_from(month).unwrap_or(1).clamp(1, 12);
        self.with(MONTHS[month - 1].0, &[("day", Arg::Text(&day.to_string()))])
    }

    /// A birthday: «12 May», with the year where it is told.
    #[must_use]
    pub fn birthday(self, birthday: Birthday) -> String {
        let day = self.day_of_month(birthday.day(), birthday.month());
        let Some(year) = birthday.year() else { return day };
        self.with("date-full", &[("day", Arg::Text(&day)), ("year", Arg::Text(&year.to_string()))])
    }

    /// The months to choose from, as they stand beside a day.
    #[must_use]
    pub fn months(self) -> Vec<String> {
        MONTHS.iter().map(|(_, key)| self.t(key)).collect()
    }
}

/// The months: the words of a day in it, and of the month alone.
const MONTHS: [(&str, &str); 12] = [
    ("date-january", "month-january"),
    ("date-february", "month-february"),
    ("date-march", "month-march"),
    ("date-april", "month-april"),
    ("date-may", "month-may"),
    ("date-june", "month-june"),
    ("date-july", "month-july"),
    ("date-august", "month-august"),
    ("date-september", "month-september"),
    ("date-october", "month-october"),
    ("date-november", "month-november"),
    ("date-december", "month-december"),
];

fn near_key(day: Date, today: Date) -> Option<&'static str> {
    match (day - today).get_days() {
        0 => Some("date-today"),
        1 => Some("date-tomorrow"),
        -1 => Some("date-yesterday"),
        _ => None,
    }
}

fn offset(at: &Zoned) -> String {
    let seconds = at.offset().seconds();
    if seconds == 0 {
        return String::new();
    }
    let sign = if seconds < 0 { '\u{2212}' } else { '+' };
    let (hours, minutes) = (seconds.abs() / 3600, seconds.abs() % 3600 / 60);
    if minutes == 0 { format!("{sign}{hours}") } else { format!("{sign}{hours}:{minutes:02}") }
}

#[cfg(test)]
mod tests {
    use super::super::Language;
    use super::*;

    #[test]
    fn a_day_begins_at_midnight_of_its_zone() {
        let zone = Zone::named("Europe/Moscow");
        let begins = zone.day("2026-11-23", 0).unwrap();
        assert_eq!(begins.to_string(), "2026-11-22T21:00:00Z");
        assert_eq!(zone.day(" 2026-11-22 ", 1), Some(begins));
        assert_eq!(zone.civil(begins).to_string(), "2026-11-23T00:00:00");
        for rubbish in ["", "23.11.2026", "2026-02-30", "x", "-009999-01-01"] {
            let _ = zone.day(rubbish, 1);
        }
        assert_eq!(zone.day("2026-02-30", 0), None);
    }

    #[test]
    fn dates_near_today_are_words() {
        let now = Timestamp(1_795_000_000_000); // 18 November 2026, 07:06 in Moscow
        let zone = Zone::named("Europe/Moscow");
        let mut lines = Vec::new();
        for language in Language::ALL {
            let locale = Locale::new(language);
            for days in [-400, -2, -1, 0, 1, 2, 60] {
                let at = now.plus_days(days);
                lines.push(format!("{} | {}", locale.moment(at, now, &zone), locale.day(at, now, &zone)));
            }
            lines.push(locale.exactly(now, &zone));
            lines.push(locale.exactly(now, &Zone::named("Asia/Kamchatka")));
            lines.push(locale.exactly(now, &Zone::named("UTC")));
        }
        insta::assert_snapshot!(lines.join("\n"));
    }
}
