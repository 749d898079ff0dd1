//! What signing letters costs: raw RSA on the cores that sending leaves free.

use std::fs;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, anyhow};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::RSA_PKCS1_SHA256;

/// Ticks of the clock that the system counts work in (`USER_HZ`).
pub const TICKS: f64 = 100.0;
/// The lowest priority: signing gets what nobody else wants.
const LOWEST: i32 = 19;

/// Raw signatures of RSA-2048 that were made beside something else, at the lowest priority on every core.
pub struct Spare {
    /// When each was done, in milliseconds of the epoch.
    done: Vec<i64>,
    /// Seconds of a core that one took.
    pub each: f64,
}

impl Spare {
    /// How many fell between two instants, in milliseconds of the epoch.
    pub fn between(&self, begin: i64, end: i64) -> f64 {
        let count = self.done.iter().filter(|at| (begin..end).contains(at)).count();
        f64::from(u32::try_from(count).unwrap_or(u32::MAX))
    }
}

/// How many cores there are.
pub fn cores() -> f64 {
    f64::from(u32::try_from(core_count()).unwrap_or(1))
}

fn core_count() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

/// Does something while every core signs in its spare time.
pub fn beside<T>(work: impl FnOnce() -> Result<T>) -> Result<(T, Spare)> {
    let key = KeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("no key"))?;
    let over = AtomicBool::new(false);
    let (done, signed) = thread::scope(|scope| {
        let signers: Vec<_> = (0..core_count()).map(|_| scope.spawn(|| sign(&key, &over))).collect();
        let done = work();
        over.store(true, Ordering::Relaxed);
        (done, signers.into_iter().map(thread::ScopedJoinHandle::join).collect::<Vec<_>>())
    });
    let (mut all, mut worked) = (Vec::new(), 0.0);
    for one in signed {
        let (times, seconds) = one.map_err(|_| anyhow!("a signer panicked"))??;
        all.extend(times);
        worked += seconds;
    }
    let count = f64::from(u32::try_from(all.len())?);
    Ok((done?, Spare { done: all, each: worked / count }))
}

/// Signs until it is over: when each signature was done, and the seconds of a core that they took together.
fn sign(key: &KeyPair, over: &AtomicBool) -> Result<(Vec<i64>, f64)> {
    rustix::process::nice(LOWEST)?;
    let (random, mut done, mut signature) =
        (SystemRandom::new(), Vec::new(), vec![0; key.public_modulus_len()]);
    while !over.load(Ordering::Relaxed) {
        let signed = key.sign(&RSA_PKCS1_SHA256, &random, &[7; 400], &mut signature);
        signed.map_err(|_| anyhow!("signing failed"))?;
        done.push(i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?);
    }
    Ok((done, own_work()?))
}

/// Seconds that this thread has worked (sched-stats of the kernel's documentation: nanoseconds on the processor).
fn own_work() -> Result<f64> {
    let stat = fs::read_to_string("/proc/thread-self/schedstat")?;
    Ok(stat.split(' ').next().context("no time on the processor")?.parse::<f64>()? / 1e9)
}
