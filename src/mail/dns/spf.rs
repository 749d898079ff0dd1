//! SPF (RFC 7208): whether the domain lets the mail server send for it, and whether receivers can find that out within
//! ten lookups.

use std::collections::{BTreeSet, VecDeque};
use std::net::IpAddr;

use ipnet::IpNet;

use super::providers::Origin;
use super::{Answer, Ask, Finding, Questions, Record, Subject, Verdict, providers, silent};

/// Lookups that a receiver makes at the most (RFC 7208 §4.6.4).
const MOST_LOOKUPS: usize = 10;
/// Names of one `mx` that are looked at, as a receiver does (the same).
const MOST_SERVERS: usize = 10;

/// What the record of `domain` says of whoever hands letters over.
pub(super) async fn look(ask: &impl Ask, questions: &Questions, subject: Subject, domain: &str) -> Finding {
    let named = |value: String| Record { name: domain.to_owned(), kind: "TXT", value };
    let (records, origin) = tokio::join!(records_of(ask, domain), Origin::of(ask, questions));
    let host = providers::hands_over(questions);
    let Some(ours) = &origin.mechanism else { return silent(subject) };
    let records = match records {
        Answer::Silent => return silent(subject),
        Answer::Missing => {
            let add = named(format!("v=spf1 {ours} ~all"));
            return Finding::new(subject, Verdict::SpfMissing, Vec::new()).about(host).add(add);
        }
        Answer::Found(records) => records,
    };
    let found = |verdict| Finding::new(subject, verdict, records.clone()).about(host);
    let with_ours = || named(joined(&records, ours));
    let [record] = &records[..] else { return found(Verdict::SpfSeveral).add(with_ours()) };
    let mut walk = Walk::new(ask, &origin.addresses);
    walk.through(domain, record).await;
    match walk.end {
        Some(End::Silent) => return silent(subject),
        Some(End::TooMany) => return found(Verdict::SpfTooMany),
        Some(End::Broken(term)) => return found(Verdict::SpfBroken).about(term),
        None => {}
    }
    if terms(record).any(|term| matches!(term.to_ascii_lowercase().as_str(), "all" | "+all" | "?all")) {
        return found(Verdict::SpfOpen).add(with_ours());
    }
    // Whose letters come back to another domain is looked up there (RFC 7208 §2.4).
    let is_asked = subject == Subject::SpfEnvelope || questions.envelope.is_none();
    if is_asked && lets_nobody(record) {
        return found(Verdict::SpfNobody).add(with_ours());
    }
    let service = providers::included(questions);
    if service.is_some_and(|spf| walk.included.contains(spf)) || walk.is_ours {
        return found(Verdict::SpfGood).about(walk.lookups.to_string());
    }
    if service.is_none() && origin.addresses.is_empty() {
        return found(Verdict::SpfHidden);
    }
    found(Verdict::SpfNotOurs).add(with_ours())
}

/// The records of SPF at a name; other texts are none of its business (RFC 7208 §4.5).
async fn records_of(ask: &impl Ask, name: &str) -> Answer<String> {
    match ask.txt(name).await {
        Answer::Found(texts) => {
            let records: Vec<String> = texts.into_iter().filter(|text| is_spf(text)).collect();
            if records.is_empty() { Answer::Missing } else { Answer::Found(records) }
        }
        other => other,
    }
}

fn is_spf(text: &str) -> bool {
    text.split_whitespace().next().is_some_and(|first| first.eq_ignore_ascii_case("v=spf1"))
}

fn terms(record: &str) -> impl Iterator<Item = &str> {
    record.split_whitespace().skip(1)
}

/// Whether the record is there to say that no letter comes from the domain.
fn lets_nobody(record: &str) -> bool {
    terms(record).next().is_some_and(|first| first.eq_ignore_ascii_case("-all"))
}

/// One record of all of them that lets ours send too, with its one end.
fn joined(records: &[String], ours: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut end = "~all";
    for term in records.iter().flat_map(|record| terms(record)) {
        match term.to_ascii_lowercase().as_str() {
            "-all" => end = "-all",
            "~all" | "?all" | "+all" | "all" => {}
            _ if kept.contains(&term) => {}
            _ => kept.push(term),
        }
    }
    if !kept.iter().any(|term| term.eq_ignore_ascii_case(ours)) {
        kept.insert(0, ours);
    }
    // Where another record decides in the end, this one has none.
    let is_redirected = kept.iter().any(|term| term.to_ascii_lowercase().starts_with("redirect="));
    let end = if is_redirected { "" } else { end };
    format!("v=spf1 {} {end}", kept.join(" ")).trim_end().to_owned()
}

/// Why nothing more can be said.
enum End {
    Silent,
    TooMany,
    /// This term can't be read, or leads to no record.
    Broken(String),
}

/// A walk through a record and all that it includes.
struct Walk<'a, A> {
    ask: &'a A,
    /// The addresses of the server that hands letters over; none where nobody can tell them.
    addresses: &'a [IpAddr],
    lookups: usize,
    included: BTreeSet<String>,
    /// What is still to be read: a domain, and the term that led to it.
    ahead: VecDeque<(String, String)>,
    is_ours: bool,
    end: Option<End>,
}

impl<'a, A: Ask> Walk<'a, A> {
    fn new(ask: &'a A, addresses: &'a [IpAddr]) -> Self {
        Self {
            ask,
            addresses,
            lookups: 0,
            included: BTreeSet::new(),
            ahead: VecDeque::new(),
            is_ours: false,
            end: None,
        }
    }

    async fn through(&mut self, domain: &str, record: &str) {
        self.read(domain, record).await;
        while self.end.is_none() {
            let Some((domain, term)) = self.ahead.pop_front() else { return };
            match records_of(self.ask, &domain).await {
                Answer::Silent => self.end = Some(End::Silent),
                Answer::Found(records) if records.len() == 1 => self.read(&domain, &records[0]).await,
                Answer::Found(_) | Answer::Missing => self.end = Some(End::Broken(term)),
            }
        }
    }

    async fn read(&mut self, domain: &str, record: &str) {
        for term in terms(record) {
            if self.end.is_some() {
                return;
            }
            self.term(domain, term).await;
        }
    }

    async fn term(&mut self, domain: &str, term: &str) {
        let bare = term.trim_start_matches(['+', '-', '~', '?']);
        let at = bare.find([':', '/', '=']).unwrap_or(bare.len());
        let (name, rest) = bare.split_at(at);
        let value = rest.trim_start_matches([':', '=']);
        match (name.to_ascii_lowercase().as_str(), rest.chars().next()) {
            ("include", Some(':')) | ("redirect", Some('=')) => self.follow(term, value),
            ("exists", Some(':')) | ("ptr", None | Some(':')) => self.count(),
            ("a", None | Some(':' | '/')) => {
                self.count();
                let (host, net) = target(domain, value);
                self.match_host(host, net).await;
            }
            ("mx", None | Some(':' | '/')) => {
                self.count();
                let (host, net) = target(domain, value);
                self.match_servers(host, net).await;
            }
            ("ip4" | "ip6", Some(':')) => match network(value) {
                Some(network) => self.is_ours |= self.addresses.iter().any(|ip| network.contains(ip)),
                None => self.end = Some(End::Broken(term.to_owned())),
            },
            // Modifiers that are not known are passed over (RFC 7208 §6).
            ("all", None) | (_, Some('=')) => {}
            _ => self.end = Some(End::Broken(term.to_owned())),
        }
    }

    fn count(&mut self) {
        self.lookups += 1;
        if self.lookups > MOST_LOOKUPS {
            self.end = Some(End::TooMany);
        }
    }

    fn follow(&mut self, term: &str, domain: &str) {
        self.count();
        // Where a macro stands, each letter leads elsewhere.
        if domain.contains('%') {
            return;
        }
        // What leads in a circle comes to the end of what receivers follow, as with them.
        let domain = domain.trim_end_matches('.').to_ascii_lowercase();
        self.included.insert(domain.clone());
        self.ahead.push_back((domain, term.to_owned()));
    }

    async fn match_host(&mut self, host: &str, bits: &str) {
        if self.is_ours || self.addresses.is_empty() || self.end.is_some() || host.contains('%') {
            return;
        }
        if let Answer::Found(addresses) = self.ask.addresses(host).await {
            self.is_ours = addresses.iter().any(|ip| self.has(*ip, bits));
        }
    }

    async fn match_servers(&mut self, host: &str, bits: &str) {
        if self.is_ours || self.addresses.is_empty() || self.end.is_some() || host.contains('%') {
            return;
        }
        if let Answer::Found(servers) = self.ask.mx(host).await {
            for (_, name) in servers.iter().take(MOST_SERVERS) {
                self.match_host(name, bits).await;
            }
        }
    }

    /// Whether one of our addresses is this one, or in its network of so many bits.
    fn has(&self, ip: IpAddr, bits: &str) -> bool {
        let (v4, v6) = bits.split_once("//").unwrap_or((bits, ""));
        let bits = if ip.is_ipv4() { v4 } else { v6 };
        let network =
            bits.parse().ok().and_then(|bits| IpNet::new(ip, bits).ok()).unwrap_or_else(|| ip.into());
        self.addresses.iter().any(|own| network.contains(own))
    }
}

/// The host of `a` or `mx` and the bits of its networks: `mail.example.org/28`, or the domain itself.
fn target<'a>(domain: &'a str, value: &'a str) -> (&'a str, &'a str) {
    let (host, bits) = value.split_once('/').unwrap_or((value, ""));
    (if host.is_empty() { domain } else { host.trim_end_matches('.') }, bits)
}

fn network(text: &str) -> Option<IpNet> {
    text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
}
