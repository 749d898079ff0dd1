//! Questions to DNS over the network: to the servers of this machine, or to one that was named.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{ConnectionConfig, NameServerConfig, ResolveHosts, ResolverConfig};
use hickory_resolver::lookup::Lookup;
use hickory_resolver::net::NetError;
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::proto::rr::{Name, RData, RecordType};

use super::{Answer, Ask};

/// The longest for one question, and how often it is asked.
const PATIENCE: Duration = Duration::from_secs(2);
const ATTEMPTS: usize = 2;

/// Asks. It remembers what it heard, so each check has one of its own.
pub struct Resolver(TokioResolver);

impl Resolver {
    /// One that asks `server`, or the servers that this machine asks. Needs a runtime.
    ///
    /// # Errors
    /// Where the settings of the machine can't be read, in the words of the system.
    pub fn new(server: Option<SocketAddr>) -> Result<Self, String> {
        let mut builder = match server {
            Some(server) => TokioResolver::builder_with_config(of(server), TokioRuntimeProvider::default()),
            None => TokioResolver::builder_tokio().map_err(|error| error.to_string())?,
        };
        let options = builder.options_mut();
        options.timeout = PATIENCE;
        options.attempts = ATTEMPTS;
        options.use_hosts_file = ResolveHosts::Never;
        builder.build().map(Self).map_err(|error| error.to_string())
    }

    async fn ask<T>(&self, name: &str, kind: RecordType, read: impl Fn(&RData) -> Option<T>) -> Answer<T> {
        // With its dot the name is looked for as it is, not below the domains of this machine.
        let found = self.0.lookup(format!("{}.", name.trim_end_matches('.')), kind).await;
        answer(found, read)
    }
}

fn of(server: SocketAddr) -> ResolverConfig {
    let connections = [ConnectionConfig::udp(), ConnectionConfig::tcp()].map(|mut connection| {
        connection.port = server.port();
        connection
    });
    ResolverConfig::from_name_servers(vec![NameServerConfig::new(server.ip(), true, connections.into())])
}

/// Only who says that there is nothing means it: a failure of the server, or its silence, says nothing.
fn answer<T>(found: Result<Lookup, NetError>, read: impl Fn(&RData) -> Option<T>) -> Answer<T> {
    match found {
        Ok(lookup) => {
            let records: Vec<T> = lookup.answers().iter().filter_map(|record| read(&record.data)).collect();
            if records.is_empty() { Answer::Missing } else { Answer::Found(records) }
        }
        Err(error) if error.is_no_records_found() => Answer::Missing,
        Err(_) => Answer::Silent,
    }
}

impl Ask for Resolver {
    async fn txt(&self, name: &str) -> Answer<String> {
        let text = |data: &RData| match data {
            RData::TXT(text) => Some(String::from_utf8_lossy(&text.txt_data.concat()).into_owned()),
            _ => None,
        };
        self.ask(name, RecordType::TXT, text).await
    }

    async fn mx(&self, name: &str) -> Answer<(u16, String)> {
        let server = |data: &RData| match data {
            RData::MX(mx) => {
                Some((mx.preference, mx.exchange.to_ascii().trim_end_matches('.').to_ascii_lowercase()))
            }
            _ => None,
        };
        self.ask(name, RecordType::MX, server).await
    }

    async fn addresses(&self, name: &str) -> Answer<IpAddr> {
        let address = |data: &RData| match data {
            RData::A(ip) => Some(IpAddr::V4(ip.0)),
            RData::AAAA(ip) => Some(IpAddr::V6(ip.0)),
            _ => None,
        };
        let (v4, v6) =
            tokio::join!(self.ask(name, RecordType::A, address), self.ask(name, RecordType::AAAA, address));
        match (v4, v6) {
            (Answer::Found(v4), Answer::Found(v6)) => Answer::Found([v4, v6].concat()),
            (Answer::Found(some), _) | (_, Answer::Found(some)) => Answer::Found(some),
            (Answer::Missing, Answer::Missing) => Answer::Missing,
            _ => Answer::Silent,
        }
    }
    async fn names(&self, ip: IpAddr) -> Answer<String> {
        let name = |data: &RData| match data {
            RData::PTR(name) => Some(name.0.to_ascii().trim_end_matches('.').to_ascii_lowercase()),
            _ => None,
        };
        self.ask(&Name::from(ip).to_ascii(), RecordType::PTR, name).await
    }
}
