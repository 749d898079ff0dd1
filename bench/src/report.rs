//! Medians, their spread, and the ratio that a goal speaks of.

/// Repeated measurements of one thing.
#[derive(Default)]
pub struct Samples(Vec<f64>);

impl Samples {
    pub fn add(&mut self, value: f64) {
        self.0.push(value);
        self.0.sort_by(f64::total_cmp);
    }

    pub fn median(&self) -> f64 {
        self.0.get(self.0.len() / 2).copied().unwrap_or(f64::NAN)
    }

    /// How far apart the best and the worst are, as a part of the median: how noisy the run was.
    fn spread(&self) -> f64 {
        let (Some(first), Some(last)) = (self.0.first(), self.0.last()) else { return 0.0 };
        (last - first) / self.median()
    }
}

/// Which side of a bound is good.
#[derive(Clone, Copy)]
pub enum Goal {
    AtLeast(f64),
    AtMost(f64),
}

impl Goal {
    fn verdict(self, value: f64) -> String {
        let (sign, bound, is_met) = match self {
            Self::AtLeast(bound) => ("≥", bound, value >= bound),
            Self::AtMost(bound) => ("≤", bound, value <= bound),
        };
        format!("goal {sign} {bound}: {}", if is_met { "met" } else { "MISSED" })
    }
}

/// Prints both medians, their spreads, and ours ÷ theirs.
pub fn ratio(what: &str, unit: &str, ours: &Samples, bare: &Samples, goal: Goal) {
    let ratio = ours.median() / bare.median();
    println!(
        "   {what}: {:.2} {unit} (±{:.0}%), against {:.2} {unit} (±{:.0}%): ratio {ratio:.3}   {}",
        ours.median(),
        ours.spread() * 50.0,
        bare.median(),
        bare.spread() * 50.0,
        goal.verdict(ratio),
    );
}

/// Prints one value against its bound.
pub fn value(what: &str, unit: &str, value: f64, goal: Goal) {
    println!("   {what}: {value:.2} {unit}   {}", goal.verdict(value));
}

/// Prints a value for information.
pub fn note(what: &str, unit: &str, value: f64) {
    println!("   {what}: {value:.2} {unit}   (for information)");
}

/// Tells on what, and beside what, this was measured.
pub fn machine() {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("{cores} cores; load at the beginning: {}", load.trim());
}
