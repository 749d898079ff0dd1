//! When a letter that was put off is tried again.

use std::time::Duration;

/// For how long a letter is tried at all: an invitation that comes later than this surprises.
pub const GIVE_UP_AFTER: Duration = Duration::from_hours(72);

/// The pauses after the first, second … failure; the last one repeats. Shorter at first than the 30
/// minutes of RFC 5321 §4.5.4.1, because greylisting passes within minutes.
const PAUSES: [Duration; 8] = [
    Duration::from_mins(1),
    Duration::from_mins(5),
    Duration::from_mins(15),
    Duration::from_mins(30),
    Duration::from_hours(1),
    Duration::from_hours(2),
    Duration::from_hours(4),
    Duration::from_hours(6),
];

/// How long to wait after failure number `failures` (1 for the first). `roll` is any random number.
#[must_use]
pub fn retry_after(failures: u32, roll: u64) -> Duration {
    nth_pause(&PAUSES, failures, roll)
}

/// The pause after failure number `failures` (1 for the first), the last one for all beyond. `roll` is any random
/// number: it lengthens the pause by up to a fifth, so that what was put off together does not return together.
pub(super) fn nth_pause<const N: usize>(pauses: &[Duration; N], failures: u32, roll: u64) -> Duration {
    const { assert!(N > 0) };
    let at = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
    let pause = pauses[at.min(N - 1)];
    let fifth = u64::try_from(pause.as_millis() / 5).unwrap_or(u64::MAX);
    pause + Duration::from_millis(roll % (fifth + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_never_come_early() {
        let minutes = |failures| retry_after(failures, 0).as_secs() / 60;
        assert_eq!((0..=10).map(minutes).collect::<Vec<_>>(), [1, 1, 5, 15, 30, 60, 120, 240, 360, 360, 360]);
        assert_eq!(retry_after(u32::MAX, 0), Duration::from_hours(6));
        for roll in [1, 12_000, u64::MAX] {
            let pause = retry_after(1, roll);
            assert!(pause >= Duration::from_mins(1) && pause <= Duration::from_secs(72), "{pause:?}");
        }
    }
}
