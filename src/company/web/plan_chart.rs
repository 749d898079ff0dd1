//! The use of the plan over time as a picture, with the same numbers as a table.

use crate::base::clock::Timestamp;
use crate::i18n::{Locale, Zone};
use crate::seats::usage::Day;

/// Days that are shown.
pub const DAYS: i64 = 90;
/// The picture in its own units.
const WIDTH: i64 = 900;
const HEIGHT: i64 = 180;

/// One of the two series.
pub struct Chart {
    pub title: String,
    /// What the picture tells, for who does not see it.
    pub summary: String,
    pub bars: Vec<Bar>,
    /// The limit as a line: its height in the picture.
    pub limit: Option<i64>,
    pub limit_words: String,
    /// What the top of the picture stands for.
    pub top: i64,
    pub first_day: String,
    pub last_day: String,
}

/// One day.
pub struct Bar {
    pub x: i64,
    pub y: i64,
    pub width: i64,
    pub height: i64,
    pub is_full: bool,
    /// «26 November: 12 of 50».
    pub words: String,
}

/// One line of the table.
pub struct Line {
    pub day: String,
    pub seats: String,
    pub online: String,
}

/// Both pictures, the latest day on the right, and the table; of this moment what is said beside.
pub fn of(
    locale: Locale,
    days: &[Day],
    present: &Day,
    zone: &Zone,
    now: Timestamp,
) -> ([Chart; 2], Vec<Line>) {
    let (first, last) = (days.first().unwrap_or(present), days.last().unwrap_or(present));
    let named = |day: &Day| zone.day(&day.day, 0).map_or_else(String::new, |at| locale.day(at, now, zone));
    let seats = Series { key: "plan-chart-seats", of: |day| (day.seats, day.max_employees) };
    let online = Series { key: "plan-chart-online", of: |day| (day.online, day.max_online) };
    let ends = (named(first), named(last));
    let charts = [seats, online].map(|series| series.chart(locale, days, present, &named, &ends));
    let lines = days.iter().rev().map(|day| Line {
        day: named(day),
        seats: out_of(locale, day.seats, day.max_employees),
        online: out_of(locale, day.online, day.max_online),
    });
    (charts, lines.collect())
}

fn out_of(locale: Locale, used: i64, of: Option<i64>) -> String {
    match of {
        Some(of) if used > of => {
            locale.with("plan-chart-over", &[("used", used.into()), ("total", of.into())])
        }
        Some(of) => locale.with("plan-chart-of", &[("used", used.into()), ("total", of.into())]),
        None => used.to_string(),
    }
}

struct Series {
    key: &'static str,
    of: fn(&Day) -> (i64, Option<i64>),
}

impl Series {
    fn chart(
        &self,
        locale: Locale,
        days: &[Day],
        present: &Day,
        named: &dyn Fn(&Day) -> String,
        ends: &(String, String),
    ) -> Chart {
        let values: Vec<(i64, Option<i64>)> = days.iter().map(self.of).collect();
        let most = values.iter().map(|(used, _)| *used).max().unwrap_or(0);
        let limit = values.last().and_then(|(_, of)| *of);
        let top = most.max(limit.unwrap_or(0)).max(1);
        let step = WIDTH / i64::try_from(days.len().max(30)).unwrap_or(1);
        let start = WIDTH - step * i64::try_from(days.len()).unwrap_or(0);
        let bars = (0_i64..).zip(days.iter().zip(&values)).map(|(n, (day, (used, of)))| {
            let height = used * HEIGHT / top;
            Bar {
                x: start + n * step,
                y: HEIGHT - height,
                width: (step - 1).max(1),
                height,
                is_full: of.is_some_and(|of| *used >= of),
                words: format!("{}: {}", named(day), out_of(locale, *used, *of)),
            }
        });
        let (last, _) = (self.of)(present);
        Chart {
            title: locale.t(self.key),
            summary: locale.with("plan-chart-summary", &[("last", last.into()), ("most", most.into())]),
            bars: bars.collect(),
            limit: limit.map(|limit| HEIGHT - limit * HEIGHT / top),
            limit_words: limit.map(|n| locale.n("plan-chart-limit", n)).unwrap_or_default(),
            top,
            first_day: ends.0.clone(),
            last_day: ends.1.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn day(day: &str, seats: i64) -> Day {
        Day { day: day.to_owned(), seats, online: 0, max_employees: Some(10), max_online: None }
    }

    #[test]
    fn the_limit_and_the_bars_share_a_scale() {
        let days = [day("2026-11-25", 5), day("2026-11-26", 10)];
        let zone = Zone::named("UTC");
        let ([seats, online], lines) =
            of(Locale::new(Language::En), &days, &day("2026-11-26", 9), &zone, Timestamp(1_795_700_000_000));
        assert_eq!((seats.bars[0].height, seats.bars[1].height, seats.limit), (90, 180, Some(0)));
        assert!(!seats.bars[0].is_full && seats.bars[1].is_full);
        assert_eq!((online.limit, online.bars[0].height), (None, 0));
        assert!(lines[0].seats.contains("10") && lines.len() == 2, "the latest first");
        assert!(seats.summary.contains('9'), "what is now: {}", seats.summary);
    }
}
