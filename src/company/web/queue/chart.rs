//! What became of letters day by day as a picture, with the same numbers as a table.

use crate::base::clock::Timestamp;
use crate::i18n::{Locale, Zone};
use crate::mail::outbox::queue::Quarter;

/// Days that are shown.
pub(super) const DAYS: i64 = 14;
/// The picture in its own units.
const WIDTH: i64 = 700;
const HEIGHT: i64 = 160;
/// A bar that stands for anything at all is seen.
const LEAST: i64 = 3;

/// A day.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Day {
    /// When it begins.
    pub at: Timestamp,
    /// Letters that a server took.
    pub accepted: i64,
    /// Of these, the letters that came back later.
    pub returned: i64,
    /// Letters that came to nothing.
    pub failed: i64,
}

impl Day {
    /// Each of the last days, the latest last, whether or not there was anything.
    pub(super) fn each(counted: &[Quarter], zone: &Zone, now: Timestamp) -> Vec<Self> {
        let today = zone.day(&zone.day_of(now), 0).unwrap_or(now);
        let noon = today.0 + 12 * 60 * 60 * 1000;
        let days = (0..DAYS).rev().map(|ago| zone.day_of(Timestamp(noon).plus_days(-ago)));
        days.map(|day| {
            let of_day = counted.iter().filter(|quarter| zone.day_of(quarter.at) == day);
            let at = zone.day(&day, 0).unwrap_or(now);
            of_day.fold(Self { at, accepted: 0, returned: 0, failed: 0 }, |day, quarter| Self {
                at,
                accepted: day.accepted + quarter.accepted,
                returned: day.returned + quarter.returned,
                failed: day.failed + quarter.failed,
            })
        })
        .collect()
    }
}

/// The picture.
pub(super) struct Chart {
    /// What the picture tells, for who does not see it.
    pub summary: String,
    pub bars: Vec<Bar>,
    /// What the top of the picture stands for.
    pub top: String,
    pub first_day: String,
    pub last_day: String,
    /// The latest day first.
    pub lines: Vec<Line>,
    /// Whether there was nothing at all.
    pub is_empty: bool,
}

/// One day of it: what failed stands on what was taken, and of that what came back on what did not.
pub(super) struct Bar {
    pub x: i64,
    pub width: i64,
    /// What was taken and did not come back.
    pub accepted: (i64, i64),
    pub returned: (i64, i64),
    pub failed: (i64, i64),
    /// «26 November: 12 taken, of these 1 returned, 1 failed».
    pub words: String,
}

/// One line of the table.
pub(super) struct Line {
    pub day: String,
    pub accepted: String,
    pub returned: String,
    pub failed: String,
}

impl Chart {
    pub(super) fn of(locale: Locale, days: &[Day], zone: &Zone, now: Timestamp) -> Self {
        let named = |day: &Day| locale.day(day.at, now, zone);
        let top = days.iter().map(|day| day.accepted + day.failed).max().unwrap_or(0);
        let step = WIDTH / DAYS;
        let height = |letters: i64| {
            if letters == 0 { 0 } else { (letters.saturating_mul(HEIGHT) / top.max(1)).max(LEAST) }
        };
        let bars = (0_i64..).zip(days).map(|(n, day)| {
            let (kept, returned) = (height(day.accepted - day.returned), height(day.returned));
            let failed = height(day.failed);
            Bar {
                x: n * step + step / 8,
                width: step - step / 4,
                accepted: (HEIGHT - kept, kept),
                returned: (HEIGHT - kept - returned, returned),
                failed: (HEIGHT - kept - returned - failed, failed),
                words: format!("{}: {}", named(day), all(locale, [day.accepted, day.returned, day.failed])),
            }
        });
        let sum = |of: fn(&Day) -> i64| days.iter().map(of).sum::<i64>();
        let lines = days.iter().rev().map(|day| Line {
            day: named(day),
            accepted: locale.number(day.accepted),
            returned: locale.number(day.returned),
            failed: locale.number(day.failed),
        });
        Self {
            summary: all(locale, [sum(|day| day.accepted), sum(|day| day.returned), sum(|day| day.failed)]),
            bars: bars.collect(),
            top: locale.number(top),
            first_day: days.first().map(named).unwrap_or_default(),
            last_day: days.last().map(named).unwrap_or_default(),
            lines: lines.collect(),
            is_empty: top == 0,
        }
    }
}

fn all(locale: Locale, counts: [i64; 3]) -> String {
    let [accepted, returned, failed] = counts.map(|count| locale.number(count));
    let args =
        [("accepted", (&accepted).into()), ("returned", (&returned).into()), ("failed", (&failed).into())];
    locale.with("queue-chart-all", &args)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    /// 23 November 2026, 09:00 in Moscow.
    const NOW: Timestamp = Timestamp(1_795_413_600_000);

    #[test]
    fn quarters_fall_into_the_days_of_their_zone() {
        let zone = Zone::named("Europe/Moscow");
        let midnight = zone.day("2026-11-23", 0).unwrap();
        let quarter =
            |at: i64| Quarter { at: Timestamp(midnight.0 + at), accepted: 2, returned: 1, failed: 1 };
        let counted = [quarter(-900_000), quarter(0), quarter(900_000)];
        let days = Day::each(&counted, &zone, NOW);
        assert_eq!(days.len(), 14);
        assert_eq!((days[13].at, days[13].accepted, days[13].failed), (midnight, 4, 2));
        assert_eq!((days[13].returned, days[12].returned), (2, 1));
        assert_eq!((days[12].accepted, days[12].failed), (2, 1));
        assert_eq!(days.iter().map(|day| day.accepted).sum::<i64>(), 6);
        let katmandu = Zone::named("Asia/Kathmandu");
        let begins = katmandu.day("2026-11-23", 0).unwrap();
        assert_eq!(begins.0 % crate::mail::outbox::queue::QUARTER, 0, "also where it is a quarter off");
    }

    #[test]
    fn no_day_is_lost_where_the_clocks_change() {
        let zone = Zone::named("Europe/Berlin");
        let now = zone.day("2026-10-30", 0).unwrap();
        let mut days: Vec<_> = Day::each(&[], &zone, now).iter().map(|day| day.at).collect();
        days.dedup();
        assert_eq!(days.len(), 14);
        assert_eq!(days.last(), Some(&now));
    }

    #[test]
    fn what_failed_stands_on_what_was_taken_and_the_least_is_seen() {
        let day =
            |n: i64, accepted: i64, failed: i64| Day { at: NOW.plus_days(n), accepted, returned: 0, failed };
        let days = [day(-1, 1000, 0), day(0, 1, 1)];
        let chart = Chart::of(Locale::new(Language::En), &days, &Zone::named("UTC"), NOW);
        assert_eq!((chart.bars[0].accepted, chart.bars[0].failed), ((0, 160), (0, 0)));
        assert_eq!((chart.bars[1].accepted, chart.bars[1].failed), ((157, 3), (154, 3)));
        assert!(chart.lines[0].accepted == "1" && chart.lines[1].accepted == "1,000", "the latest first");
        assert!(!chart.is_empty && chart.summary.contains("1,001"), "{}", chart.summary);
        let back = [Day { returned: 250, ..day(0, 1000, 0) }];
        let chart = Chart::of(Locale::new(Language::En), &back, &Zone::named("UTC"), NOW);
        assert_eq!((chart.bars[0].accepted, chart.bars[0].returned), ((40, 120), (0, 40)));
        assert!(chart.lines[0].returned == "250" && chart.summary.contains("250"), "{}", chart.summary);
        assert!(Chart::of(Locale::new(Language::En), &[], &Zone::named("UTC"), NOW).is_empty);
    }
}
