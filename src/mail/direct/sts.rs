//! MTA-STS (RFC 8461): domains that say by which servers, and only under TLS, they take their mail.

mod fetch;
mod policy;
mod store;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::ClientConfig;

pub(super) use policy::{Mode, Policy};
use store::Kept;

use super::guard::Guard;
use crate::base::clock::Timestamp;
use crate::mail::dns::{Answer, Ask};
use crate::store::Db;

/// The longest for fetching a policy.
const PATIENCE: Duration = Duration::from_secs(10);
/// A policy that could not be fetched is asked for again after so long (RFC 8461 §3.3).
const AGAIN: Duration = Duration::from_mins(5);
/// So many domains whose policy could not be fetched are remembered.
const REMEMBERED: usize = 1000;

/// Knows the policies of domains.
pub(super) struct Sts {
    pub(super) db: Db,
    pub(super) guard: Guard,
    /// Whom the servers of policies have to prove themselves to.
    pub(super) tls: Arc<ClientConfig>,
    /// Where they listen.
    pub(super) port: u16,
    /// When fetching failed last.
    pub(super) failed: Mutex<HashMap<String, Timestamp>>,
}

impl Sts {
    /// The policy of a domain that holds now, where it has one that asks for something. What was fetched once holds
    /// until its end, even if nothing is heard of it any more; a new one is fetched when DNS names another number,
    /// and when half of its time is over.
    pub(super) async fn policy(&self, ask: &impl Ask, domain: &str, now: Timestamp) -> Option<Policy> {
        let kept = self.kept(domain, now).await;
        let id = match ask.txt(&format!("_mta-sts.{domain}")).await {
            Answer::Found(texts) => policy::id_of(&texts),
            Answer::Missing | Answer::Silent => None,
        };
        let kept = match (id, kept) {
            (None, kept) => kept,
            (Some(id), Some(kept)) if kept.id == id && is_fresh(&kept, now) => Some(kept),
            (Some(id), kept) => self.fetched(ask, domain, id, now).await.or(kept),
        };
        Policy::parse(&kept?.text).filter(|policy| policy.mode != Mode::None)
    }

    async fn kept(&self, domain: &str, now: Timestamp) -> Option<Kept> {
        let name = domain.to_owned();
        match self.db.read(move |tx| store::find(tx, &name, now)).await {
            Ok(kept) => kept,
            Err(error) => {
                tracing::warn!(domain, %error, "the policy of the domain's mail can't be read");
                None
            }
        }
    }

    async fn fetched(&self, ask: &impl Ask, domain: &str, id: String, now: Timestamp) -> Option<Kept> {
        if self.has_failed(domain, now) {
            return None;
        }
        let fetching = tokio::time::timeout(PATIENCE, self.fetch(ask, domain));
        let text = fetching.await.unwrap_or_else(|_| Err("no answer in time".to_owned()));
        let read = text.and_then(|text| match Policy::parse(&text) {
            Some(policy) => Ok((text, policy)),
            None => Err("what is there is no policy".to_owned()),
        });
        match read {
            Ok((text, policy)) => {
                let seconds = u64::try_from(policy.max_age).unwrap_or_default();
                let expires_at = now + Duration::from_secs(seconds);
                let kept = Kept { id, text, fetched_at: now, expires_at };
                self.keep(domain, kept.clone()).await;
                Some(kept)
            }
            Err(why) => {
                tracing::warn!(domain, why, "the policy of the domain's mail (MTA-STS) can't be fetched");
                self.note_failed(domain, now);
                None
            }
        }
    }

    async fn fetch(&self, ask: &impl Ask, domain: &str) -> Result<String, String> {
        let host = format!("mta-sts.{domain}");
        let Answer::Found(addresses) = ask.addresses(&host).await else {
            return Err(format!("{host} has no address"));
        };
        let address = addresses.into_iter().find(|ip| self.guard.lets(*ip));
        let address = address.ok_or_else(|| format!("{host} has no public address"))?;
        fetch::fetch(&host, SocketAddr::new(address, self.port), Arc::clone(&self.tls)).await
    }

    async fn keep(&self, domain: &str, kept: Kept) {
        let name = domain.to_owned();
        if let Err(error) = self.db.write(move |tx| store::keep(tx, &name, &kept)).await {
            tracing::warn!(domain, %error, "the policy of the domain's mail can't be kept");
        }
    }

    fn has_failed(&self, domain: &str, now: Timestamp) -> bool {
        let failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.get(domain).is_some_and(|at| now < *at + AGAIN)
    }

    fn note_failed(&self, domain: &str, now: Timestamp) {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.len() >= REMEMBERED {
            failed.retain(|_, at| now < *at + AGAIN);
        }
        if failed.len() < REMEMBERED {
            failed.insert(domain.to_owned(), now);
        }
    }
}

/// Whether it need not be fetched anew for now: less than half of its time is over.
fn is_fresh(kept: &Kept, now: Timestamp) -> bool {
    now.since(kept.fetched_at) < kept.expires_at.since(kept.fetched_at) / 2
}
