//! Telling administrators in time that the plan is nearly used up, and that it is: once for each step, until it
//! has eased off again.

use super::letter::{ONLINE_WARNING, SEATS_WARNING};
use super::usage::Day;
use crate::accounts::letter::{Recipient, queue};
use crate::base::clock::Timestamp;
use crate::base::random::Random;
use crate::company::Company;
use crate::mail::outbox::Kind;
use crate::store::{Result, Tx};

/// Shares of the plan, in percent, at which administrators are told.
const STEPS: [i64; 2] = [80, 100];
/// Below this share it has eased off: the next time is told anew.
const EASED: i64 = 70;
/// Who is at work changes by the hour: of that nobody hears more often.
const ONLINE_AFTER_DAYS: i64 = 1;

/// The step that a share has reached: 80 or 100 percent, else 0.
#[must_use]
pub fn step(used: i64, of: Option<i64>) -> i64 {
    let Some(of) = of.filter(|of| *of > 0) else { return 0 };
    STEPS.into_iter().filter(|step| used * 100 >= of * step).max().unwrap_or(0)
}

fn has_eased(used: i64, of: Option<i64>) -> bool {
    of.is_none_or(|of| used * 100 < of * EASED)
}

/// Queues the letters that are due; how many.
pub fn due(
    tx: &mut Tx<'_>,
    company: &Company,
    day: &Day,
    random: &dyn Random,
    now: Timestamp,
) -> Result<usize> {
    let warned = tx.seats().warned(company.id)?;
    let mut told = 0;
    let claimed = tx.seats().standing(company.id, now)?.claimed();
    let seats = step(claimed, day.max_employees);
    if seats > warned.seats {
        told += tell(tx, company, SEATS_WARNING, random, now)?;
        tx.seats().set_warned_of_seats(company.id, seats)?;
    } else if has_eased(claimed, day.max_employees) && warned.seats > 0 {
        tx.seats().set_warned_of_seats(company.id, 0)?;
    }
    let online = step(day.online, day.max_online);
    let is_time = warned.online_at.plus_days(ONLINE_AFTER_DAYS) <= now;
    if online > warned.online {
        told += tell(tx, company, ONLINE_WARNING, random, now)?;
        tx.seats().set_warned_of_online(company.id, online, now)?;
    } else if has_eased(day.online, day.max_online) && warned.online > 0 && is_time {
        tx.seats().set_warned_of_online(company.id, 0, now)?;
    }
    Ok(told)
}

fn tell(
    tx: &mut Tx<'_>,
    company: &Company,
    kind: Kind,
    random: &dyn Random,
    now: Timestamp,
) -> Result<usize> {
    let administrators = tx.people().administrators(company.id)?;
    for person in &administrators {
        queue(tx, company, kind, person.id.0, &Recipient::of(person), random, now)?;
    }
    Ok(administrators.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_reached_at_its_share() {
        assert_eq!((step(7, Some(10)), step(8, Some(10)), step(10, Some(10))), (0, 80, 100));
        assert_eq!((step(11, Some(10)), step(5, None), step(0, Some(1)), step(1, Some(1))), (100, 0, 0, 100));
        assert!(has_eased(6, Some(10)) && !has_eased(7, Some(10)) && has_eased(9, None));
    }
}
