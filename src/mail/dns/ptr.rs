//! PTR: whether the address that letters leave from has a name that leads back to it. Receivers refuse others
//! (RFC 8601 §2.7.3 calls it `iprev`).

use std::net::IpAddr;

use super::providers::{self, Origin};
use super::{Answer, Ask, Finding, Questions, Subject, Verdict, silent};

/// Names of one address that are looked at.
const MOST_NAMES: usize = 10;

/// Looks at every address; what is wrong with one of them is told.
pub(super) async fn look(ask: &impl Ask, questions: &Questions) -> Finding {
    let addresses = Origin::of(ask, questions).await.addresses;
    let mut good = Vec::new();
    for ip in &addresses {
        let names = match ask.names(*ip).await {
            Answer::Silent => return silent(Subject::Ptr),
            Answer::Missing => return found(Verdict::PtrMissing, ip, Vec::new()),
            Answer::Found(names) => names,
        };
        match leads_back(ask, *ip, &names).await {
            None => return silent(Subject::Ptr),
            Some(false) => return found(Verdict::PtrElsewhere, ip, shown(*ip, &names)),
            Some(true) => good.extend(shown(*ip, &names)),
        }
    }
    match addresses.first() {
        Some(ip) => found(Verdict::PtrGood, ip, good),
        None => {
            Finding::new(Subject::Ptr, Verdict::PtrHidden, Vec::new()).about(providers::hands_over(questions))
        }
    }
}

fn found(verdict: Verdict, ip: &IpAddr, present: Vec<String>) -> Finding {
    Finding::new(Subject::Ptr, verdict, present).about(ip.to_string())
}

fn shown(ip: IpAddr, names: &[String]) -> Vec<String> {
    names.iter().map(|name| format!("{ip} {name}.")).collect()
}

/// Whether one of the names has the address; `None` where nobody knows.
async fn leads_back(ask: &impl Ask, ip: IpAddr, names: &[String]) -> Option<bool> {
    let mut is_known = true;
    for name in names.iter().take(MOST_NAMES) {
        match ask.addresses(name).await {
            Answer::Found(addresses) if addresses.contains(&ip) => return Some(true),
            Answer::Found(_) | Answer::Missing => {}
            Answer::Silent => is_known = false,
        }
    }
    is_known.then_some(false)
}
