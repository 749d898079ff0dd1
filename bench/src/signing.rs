//! What signing letters costs: raw RSA on the cores that sending leaves free.

use std::fs;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, anyhow};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;

/// How long the raw signing is measured.
const SPAN: Duration = Duration::from_secs(2);
/// Ticks of the clock that the system counts work in (`USER_HZ`).
pub const TICKS: f64 = 100.0;

/// How many cores there are.
pub fn cores() -> f64 {
    thread::available_parallelism().map_or(1.0, |cores| f64::from(u32::try_from(cores.get()).unwrap_or(1)))
}

/// Seconds of a core for one RSA-2048 signature, all cores signing at once.
pub fn raw_signature() -> Result<f64> {
    let key = KeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("no key"))?;
    let count = thread::scope(|scope| {
        let signers: Vec<_> = (0..thread::available_parallelism().map_or(1, usize::from))
            .map(|_| scope.spawn(|| sign(&key)))
            .collect();
        signers.into_iter().map(|signer| signer.join().unwrap_or(0)).sum::<u32>()
    });
    Ok(SPAN.as_secs_f64() * cores() / f64::from(count))
}

fn sign(key: &KeyPair) -> u32 {
    let (begun, random) = (Instant::now(), SystemRandom::new());
    let (mut count, mut signature) = (0, vec![0; key.public_modulus_len()]);
    while begun.elapsed() < SPAN && key.sign(&RSA_PKCS1_SHA256, &random, &[7; 400], &mut signature).is_ok() {
        count += 1;
    }
    count
}

/// Seconds that all cores together have worked since the machine was started (proc(5), the first line of `stat`).
pub fn machine_work() -> Result<f64> {
    let stat = fs::read_to_string("/proc/stat")?;
    let fields: Vec<f64> = stat
        .lines()
        .next()
        .context("no cpu line")?
        .split(' ')
        .filter_map(|field| field.parse().ok())
        .collect();
    // user, nice, system, then idle and iowait, then irq, softirq.
    let worked = [0, 1, 2, 5, 6].into_iter().filter_map(|at| fields.get(at)).sum::<f64>();
    Ok(worked / TICKS)
}
