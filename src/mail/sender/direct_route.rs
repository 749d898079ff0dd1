//! Handing letters to the recipients' own servers: each domain by itself, so that none waits for another.

use std::collections::HashMap;

use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::Sender;
use super::prepare::Prepared;
use super::way::Way;
use crate::mail::direct::Direct;
use crate::mail::outbox::Priority;
use crate::store::Result;

impl Sender {
    pub(super) async fn send_direct(
        &self,
        direct: &Direct,
        priority: Priority,
        prepared: Vec<Prepared>,
        stop: &CancellationToken,
        mostly_begun: &CancellationToken,
    ) -> Result<()> {
        let (mut running, mut begun) = (JoinSet::new(), Vec::new());
        let mut result = Ok(());
        for (domain, letters) in by_domain(prepared) {
            let lane = direct.lane(&domain);
            if let Some(rest) = lane.resting(self.clock.now()).filter(|rest| rest.holds(priority)) {
                result = result.and(self.wait_out(letters, &rest).await);
                continue;
            }
            let way = Way::Lane(direct.clone(), lane, priority);
            let (sender, stop, token) = (self.clone(), stop.clone(), CancellationToken::new());
            begun.push(token.clone());
            running.spawn(async move {
                let _however_it_ends = token.clone().drop_guard();
                sender.send_all(&way, letters, &stop, &token).await
            });
        }
        for token in begun {
            token.cancelled().await;
        }
        mostly_begun.cancel();
        while let Some(done) = running.join_next().await {
            // A domain that panicked leaves its letters claimed: the lease ends and they are tried again.
            result = result.and(done.unwrap_or(Ok(())));
        }
        result
    }
}

/// The letters of each domain, the domain of the first letter first.
fn by_domain(prepared: Vec<Prepared>) -> Vec<(String, Vec<Prepared>)> {
    let mut places = HashMap::new();
    let mut groups: Vec<(String, Vec<Prepared>)> = Vec::new();
    for one in prepared {
        let domain = one.domain.clone();
        let at = *places.entry(domain.clone()).or_insert_with(|| {
            groups.push((domain, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(one);
    }
    groups
}
