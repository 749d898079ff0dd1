//! Dates and times as people say them: «today, 10:42», «7 December», in the reader's zone.

use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Arg, Locale};
use crate::base::clock::Timestamp;

/// Zones offered while one types; any other of the IANA database is taken too.
pub const ZONES: [&str; 30] = [
    "UTC",
    "Europe/Kaliningrad",
    "Europe/Moscow",
    "Europe/Samara",
    "Asia/Yekaterinburg",
    "Asia/Omsk",
    "Asia/Novosibirsk",
    "Asia/Krasnoyarsk",
    "Asia/Irkutsk",
    "Asia/Yakutsk",
    "Asia/Vladivostok",
    "Asia/Magadan",
    "Asia/Kamchatka",
    "Europe/Minsk",
    "Europe/Kyiv",
    "Europe/Chisinau",
    "Asia/Tbilisi",
    "Asia/Yerevan",
    "Asia/Baku",
    "Asia/Almaty",
    "Asia/Tashkent",
    "Asia/Bishkek",
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Istanbul",
    "Asia/Dubai",
    "Asia/Kolkata",
    "America/New_York",
    "America/Los_Angeles",
];

/// The reader's time zone, by its name in the IANA database.
#[derive(Clone, Debug)]
pub struct Zone(TimeZone);

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

    fn at(&self, instant: Timestamp) -> Zoned {
        instant.to_jiff().to_zoned(self.0.clone())
    }
}

impl Locale {
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

    /// A day near today in words: «tomorrow», «7 December».
    #[must_use]
    pub fn day(&self, instant: Timestamp, now: Timestamp, zone: &Zone) -> String {
        let (day, today) = (zone.at(instant).date(), zone.at(now).date());
        near_key(day, today).map_or_else(|| self.date_near(day, today), |key| self.t(key))
    }

    /// A date and a time that leave nothing open, for letters: «7 December 2026, 18:00 (UTC+03)».
    #[must_use]
    pub fn exactly(&self, instant: Timestamp, zone: &Zone) -> String {
        let at = zone.at(instant);
        format!("{}, {} (UTC{})", self.full_date(at.date()), at.strftime("%H:%M"), offset(&at))
    }

    fn date_near(self, day: Date, today: Date) -> String {
        if day.year() == today.year() { self.day_and_month(day) } else { self.full_date(day) }
    }

    fn full_date(self, day: Date) -> String {
        let year = day.year().to_string();
        self.with("date-full", &[("day", Arg::Text(&self.day_and_month(day))), ("year", Arg::Text(&year))])
    }

    fn day_and_month(self, day: Date) -> String {
        const MONTHS: [&str; 12] = [
            "date-january",
            "date-february",
            "date-march",
            "date-april",
            "date-may",
            "date-june",
            "date-july",
            "date-august",
            "date-september",
            "date-october",
            "date-november",
            "date-december",
        ];
        let month = usize::try_from(day.month()).unwrap_or(1).clamp(1, 12);
        self.with(MONTHS[month - 1], &[("day", Arg::Text(&day.day().to_string()))])
    }
}

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
