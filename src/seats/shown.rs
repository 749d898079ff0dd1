//! How the seats stand, as every page shows it.

use super::Seats;
use crate::i18n::Locale;

/// The width of the meter's drawing, in its own units.
const METER: i64 = 1000;

impl Seats {
    /// «38 of 300 seats free», or that there is no limit.
    #[must_use]
    pub fn line(&self, locale: &Locale) -> String {
        match (self.free(), self.total) {
            (Some(free), Some(total)) => {
                locale.with("shell-seats-free", &[("free", free.into()), ("total", total.into())])
            }
            _ => locale.t("shell-seats-unlimited"),
        }
    }

    /// «248 taken, 14 invited».
    #[must_use]
    pub fn details(&self, locale: &Locale) -> String {
        locale.with("shell-seats-details", &[("used", self.used.into()), ("invited", self.invited.into())])
    }

    /// Whether nobody new could come in, or more are invited than can.
    #[must_use]
    pub fn tight(&self) -> bool {
        self.free() == Some(0) || self.missing_for(0).is_some()
    }

    /// The length of the meter's part for the taken seats, in thousandths.
    #[must_use]
    pub fn used_share(&self) -> i64 {
        self.share(self.used)
    }

    /// The length of the meter's part for taken and invited seats, in thousandths.
    #[must_use]
    pub fn claimed_share(&self) -> i64 {
        self.share(self.used + self.invited)
    }

    fn share(&self, seats: i64) -> i64 {
        self.total.map_or(0, |total| (seats * METER / total.max(1)).clamp(0, METER))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seats(used: i64, invited: i64, total: Option<i64>) -> Seats {
        Seats { used, invited, total, reserved: false }
    }

    #[test]
    fn the_meter_never_leaves_its_frame() {
        let some = seats(248, 14, Some(300));
        assert_eq!((some.used_share(), some.claimed_share(), some.free()), (826, 873, Some(52)));
        let over = seats(310, 5, Some(300));
        assert_eq!((over.used_share(), over.claimed_share(), over.free()), (1000, 1000, Some(0)));
        assert!(over.tight());
        assert_eq!(seats(1, 0, Some(0)).claimed_share(), 1000);
        let unlimited = seats(9, 9, None);
        assert!(unlimited.free().is_none() && !unlimited.tight());
    }

    #[test]
    fn a_seat_that_is_held_is_not_free() {
        let held = Seats { reserved: true, ..seats(3, 1, Some(4)) };
        assert_eq!((held.free(), held.missing_for(0), held.missing_for(2)), (Some(0), None, Some(2)));
        let open = seats(3, 1, Some(4));
        assert_eq!((open.free(), open.missing_for(0), open.missing_for(2)), (Some(1), None, Some(2)));
        assert!(held.tight() && !open.tight());
    }
}
