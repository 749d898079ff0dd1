//! What well-known mail services ask of the domain of their customers.

use std::net::IpAddr;

use super::{Answer, Ask, Questions, Subject, is_public};
use crate::base::networks;

/// What stands in a record for an address that the portal can't know.
pub const PUBLIC_ADDRESS: &str = "PUBLIC-ADDRESS";

/// A mail service: the end of its servers' names, what of SPF stands for them, where it takes letters.
struct Provider {
    servers: &'static str,
    spf: &'static str,
    mx: &'static str,
}

const PROVIDERS: [Provider; 6] = [
    Provider { servers: "yandex.ru", spf: "_spf.yandex.net", mx: "mx.yandex.net" },
    Provider { servers: "yandex.com", spf: "_spf.yandex.net", mx: "mx.yandex.net" },
    Provider { servers: "mail.ru", spf: "_spf.mail.ru", mx: "emx.mail.ru" },
    Provider { servers: "gmail.com", spf: "_spf.google.com", mx: "smtp.google.com" },
    Provider { servers: "google.com", spf: "_spf.google.com", mx: "smtp.google.com" },
    Provider { servers: "zoho.eu", spf: "zoho.eu", mx: "mx.zoho.eu" },
];

fn of(server: &str) -> Option<&'static Provider> {
    PROVIDERS.iter().find(|provider| {
        server.strip_suffix(provider.servers).is_some_and(|before| before.is_empty() || before.ends_with('.'))
    })
}

/// Who hands letters to the receivers: the mail server, or this machine where that is on it.
pub(super) fn hands_over(questions: &Questions) -> &str {
    match questions.server.as_deref() {
        Some(server) if !is_here(server) => server,
        _ => &questions.own_host,
    }
}

/// Where receivers see letters come from, as far as it can be known here.
pub(super) struct Origin {
    /// Its public addresses; none where nobody can tell them.
    pub addresses: Vec<IpAddr>,
    /// The term of SPF that lets it send; none where it was asked for and DNS did not answer.
    pub mechanism: Option<String>,
}

impl Origin {
    pub(super) async fn of(ask: &impl Ask, questions: &Questions) -> Self {
        let host = hands_over(questions);
        let told = match host.parse::<IpAddr>() {
            Ok(ip) => Answer::Found(vec![ip]),
            Err(_) if is_public(host) => ask.addresses(host).await,
            Err(_) => Answer::Found(Vec::new()),
        };
        let is_silent = matches!(told, Answer::Silent);
        let named: Vec<IpAddr> = match told {
            Answer::Found(all) => all.into_iter().filter(|ip| networks::is_public(*ip)).collect(),
            Answer::Missing | Answer::Silent => Vec::new(),
        };
        let own = &questions.own_addresses;
        let is_from_here = host == questions.own_host && !own.is_empty();
        let addresses = if is_from_here { own.clone() } else { named.clone() };
        // A name that has no public address is known inside alone: no receiver could make anything of it.
        let mechanism = match (included(questions), addresses.first()) {
            (Some(spf), _) => Some(format!("include:{spf}")),
            (None, None) if is_silent => None,
            (None, None) => Some(format!("ip4:{PUBLIC_ADDRESS}")),
            (None, Some(ip)) if host.parse::<IpAddr>().is_ok() || !named.contains(ip) => Some(term_of(*ip)),
            (None, Some(_)) => Some(format!("a:{host}")),
        };
        Self { addresses, mechanism }
    }
}

fn term_of(ip: IpAddr) -> String {
    match ip {
        IpAddr::V4(ip) => format!("ip4:{ip}"),
        IpAddr::V6(ip) => format!("ip6:{ip}"),
    }
}

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The record of the service's SPF that is to be included, where the server is one of a known service.
pub(super) fn included(questions: &Questions) -> Option<&'static str> {
    of(hands_over(questions)).map(|provider| provider.spf)
}

/// What an MX of the domain says: what comes back goes to the portal itself, where it takes that.
pub(super) fn mail_exchanger(questions: &Questions, subject: Subject, domain: &str) -> String {
    let is_taken_here = subject == Subject::MxEnvelope && questions.receives;
    let server = if is_taken_here { &questions.own_host } else { hands_over(questions) };
    match of(server) {
        Some(provider) => format!("10 {}.", provider.mx),
        None if !is_public(server) => format!("10 mail.{domain}."),
        None => format!("10 {server}."),
    }
}
