//! What well-known mail services ask of the domain of their customers.

use std::net::IpAddr;

use super::Questions;

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

fn is_here(host: &str) -> bool {
    host == "localhost" || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

/// The record of the service's SPF that is to be included, where the server is one of a known service.
pub(super) fn included(questions: &Questions) -> Option<&'static str> {
    of(hands_over(questions)).map(|provider| provider.spf)
}

/// The term of SPF that lets the server send.
pub(super) fn mechanism(questions: &Questions) -> String {
    let server = hands_over(questions);
    match (included(questions), server.parse::<IpAddr>()) {
        (Some(spf), _) => format!("include:{spf}"),
        (None, Ok(IpAddr::V4(ip))) => format!("ip4:{ip}"),
        (None, Ok(IpAddr::V6(ip))) => format!("ip6:{ip}"),
        (None, Err(_)) => format!("a:{server}"),
    }
}

/// What an MX of the domain says.
pub(super) fn mail_exchanger(questions: &Questions) -> String {
    let server = hands_over(questions);
    match of(server) {
        Some(provider) => format!("10 {}.", provider.mx),
        None if server.parse::<IpAddr>().is_ok() => format!("10 mail.{}.", questions.domain),
        None => format!("10 {server}."),
    }
}
