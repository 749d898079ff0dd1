//! What DNS says of the domain that letters come from, and what to add there: SPF (RFC 7208), DKIM (RFC 6376), DMARC
//! (RFC 7489), MX (RFC 5321 §5.1) and, for who sends without a mail server of his own, PTR. Receivers throw away what is signed by nobody or comes from a stranger.

mod dmarc;
mod providers;
mod ptr;
mod resolver;
mod spf;
#[cfg(test)]
mod tests;

use std::future::Future;
use std::net::IpAddr;
use std::time::Duration;

use super::dkim;

pub use providers::PUBLIC_ADDRESS;
pub use resolver::Resolver;

/// The longest that one check takes, with all its questions.
const PATIENCE: Duration = Duration::from_secs(8);

/// What became of a question to DNS.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Answer<T> {
    /// These records are there.
    Found(Vec<T>),
    /// There are none: somebody who knows said so.
    Missing,
    /// Nobody knows: the question was not answered, or with a failure.
    Silent,
}

/// Somebody who answers questions to DNS. Names are A-labels.
pub trait Ask: Sync {
    /// The texts of a name, each in one piece.
    fn txt(&self, name: &str) -> impl Future<Output = Answer<String>> + Send;
    /// The mail servers of a domain with their preferences; the root, as an empty name, is RFC 7505's «none».
    fn mx(&self, name: &str) -> impl Future<Output = Answer<(u16, String)>> + Send;
    /// The addresses of a name.
    fn addresses(&self, name: &str) -> impl Future<Output = Answer<IpAddr>> + Send;
    /// The names of an address.
    fn names(&self, ip: IpAddr) -> impl Future<Output = Answer<String>> + Send;
}

/// What is asked about.
#[derive(Clone, Debug)]
pub struct Questions {
    /// The domain of the sender, as A-labels.
    pub domain: String,
    /// The host of the mail server that letters leave by, where they do.
    pub server: Option<String>,
    /// The host of the portal: the one whose server hands letters on where it is on this very machine.
    pub own_host: String,
    /// The public addresses that this machine itself speaks from; none where it stands behind another.
    pub own_addresses: Vec<IpAddr>,
    /// Whether letters leave without a mail server of one's own.
    pub is_direct: bool,
    /// The domain that letters come back to, as A-labels, where it is not the sender's: receivers look whether it
    /// lets them be sent.
    pub envelope: Option<String>,
    /// Whether the portal itself takes what comes back.
    pub receives: bool,
    /// The records of the keys that letters are signed with, where the portal signs them itself.
    pub dkim: Vec<dkim::Record>,
}

/// What one finding is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Subject {
    /// Which servers may send for the domain.
    Spf,
    /// The same for the domain that letters come back to.
    SpfEnvelope,
    /// By which key its letters are signed.
    Dkim,
    /// The same with the second key, where there are two.
    DkimSecond,
    /// What receivers do with letters that are neither.
    Dmarc,
    /// Where answers and bounces go.
    Mx,
    /// The same of bounces alone, where they go to a domain of their own.
    MxEnvelope,
    /// The name of the address that letters leave from.
    Ptr,
    /// Whether the servers of others can be reached from here.
    Port,
}

impl Subject {
    /// Its name, as those who look after domains know it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Spf | Self::SpfEnvelope => "SPF",
            Self::Dkim | Self::DkimSecond => "DKIM",
            Self::Dmarc => "DMARC",
            Self::Mx | Self::MxEnvelope => "MX",
            Self::Ptr => "PTR",
            Self::Port => "TCP 25",
        }
    }

    /// The word that keys and pages know it by.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Spf => "spf",
            Self::SpfEnvelope => "spf-envelope",
            Self::Dkim => "dkim",
            Self::DkimSecond => "dkim-second",
            Self::Dmarc => "dmarc",
            Self::Mx => "mx",
            Self::MxEnvelope => "mx-envelope",
            Self::Ptr => "ptr",
            Self::Port => "port",
        }
    }
}

/// How bad it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Grade {
    /// As it should be.
    Good,
    /// It may be so, and should be looked at.
    Advice,
    /// To be mended.
    Bad,
    /// To be mended before all: letters fail by it.
    Fatal,
    /// Nobody knows: DNS did not answer.
    Unknown,
}

/// What was found.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "each is what the words of its key say")]
pub enum Verdict {
    SpfGood,
    SpfMissing,
    SpfSeveral,
    SpfBroken,
    SpfTooMany,
    SpfOpen,
    SpfNobody,
    SpfNotOurs,
    SpfHidden,
    DkimGood,
    DkimMissing,
    DkimOther,
    DkimRevoked,
    DkimNotOurs,
    DkimNobody,
    DmarcGood,
    DmarcRejected,
    DmarcSpam,
    DmarcUnproven,
    DmarcLeans,
    DmarcLeansUnpunished,
    DmarcMissing,
    DmarcSeveral,
    DmarcBroken,
    MxGood,
    MxImplied,
    MxRefuses,
    MxNowhere,
    MxMissing,
    PtrGood,
    PtrMissing,
    PtrElsewhere,
    PtrHidden,
    PortOpen,
    PortSilent,
    PortUnclear,
    Silent,
}

impl Verdict {
    /// The key of its words.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            Self::SpfGood => "dns-spf-good",
            Self::SpfMissing => "dns-spf-missing",
            Self::SpfSeveral => "dns-spf-several",
            Self::SpfBroken => "dns-spf-broken",
            Self::SpfTooMany => "dns-spf-too-many",
            Self::SpfOpen => "dns-spf-open",
            Self::SpfNobody => "dns-spf-nobody",
            Self::SpfNotOurs => "dns-spf-not-ours",
            Self::SpfHidden => "dns-spf-hidden",
            Self::DkimGood => "dns-dkim-good",
            Self::DkimMissing => "dns-dkim-missing",
            Self::DkimOther => "dns-dkim-other",
            Self::DkimRevoked => "dns-dkim-revoked",
            Self::DkimNotOurs => "dns-dkim-not-ours",
            Self::DkimNobody => "dns-dkim-nobody",
            Self::DmarcGood => "dns-dmarc-good",
            Self::DmarcRejected | Self::DmarcSpam | Self::DmarcUnproven => "dns-dmarc-fails",
            Self::DmarcLeans | Self::DmarcLeansUnpunished => "dns-dmarc-leans",
            Self::DmarcMissing => "dns-dmarc-missing",
            Self::DmarcSeveral => "dns-dmarc-several",
            Self::DmarcBroken => "dns-dmarc-broken",
            Self::MxGood => "dns-mx-good",
            Self::MxImplied => "dns-mx-implied",
            Self::MxRefuses => "dns-mx-refuses",
            Self::MxNowhere => "dns-mx-nowhere",
            Self::MxMissing => "dns-mx-missing",
            Self::PtrGood => "dns-ptr-good",
            Self::PtrMissing => "dns-ptr-missing",
            Self::PtrElsewhere => "dns-ptr-elsewhere",
            Self::PtrHidden => "dns-ptr-hidden",
            Self::PortOpen => "dns-port-open",
            Self::PortSilent => "dns-port-silent",
            Self::PortUnclear => "dns-port-unclear",
            Self::Silent => "dns-silent",
        }
    }

    /// How bad it is.
    #[must_use]
    pub fn grade(self) -> Grade {
        match self {
            Self::SpfGood
            | Self::DkimGood
            | Self::DmarcGood
            | Self::MxGood
            | Self::PtrGood
            | Self::PortOpen => Grade::Good,
            Self::SpfNotOurs
            | Self::SpfHidden
            | Self::DkimNotOurs
            | Self::DmarcUnproven
            | Self::DmarcLeansUnpunished
            | Self::MxImplied
            | Self::PtrHidden
            | Self::PortSilent
            | Self::PortUnclear => Grade::Advice,
            Self::Silent => Grade::Unknown,
            Self::SpfNobody | Self::DkimRevoked | Self::DmarcRejected => Grade::Fatal,
            Self::SpfMissing
            | Self::SpfSeveral
            | Self::SpfBroken
            | Self::SpfTooMany
            | Self::SpfOpen
            | Self::DkimMissing
            | Self::DkimOther
            | Self::DkimNobody
            | Self::DmarcSpam
            | Self::DmarcLeans
            | Self::DmarcMissing
            | Self::DmarcSeveral
            | Self::DmarcBroken
            | Self::MxRefuses
            | Self::MxNowhere
            | Self::MxMissing
            | Self::PtrMissing
            | Self::PtrElsewhere => Grade::Bad,
        }
    }
}

/// A record that is to be there.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Record {
    /// Its name in full, without a dot at the end.
    pub name: String,
    /// `TXT` or `MX`.
    pub kind: &'static str,
    /// What it says; with [`PUBLIC_ADDRESS`] where the portal does not know the address.
    pub value: String,
}

impl Record {
    /// Whether somebody has to put an address into it.
    #[must_use]
    pub fn lacks_address(&self) -> bool {
        self.value.contains(PUBLIC_ADDRESS)
    }
}

/// What was found about one thing, and what to do.
#[derive(Clone, Debug)]
pub struct Finding {
    /// About what.
    pub subject: Subject,
    /// What.
    pub verdict: Verdict,
    /// The records that are there.
    pub present: Vec<String>,
    /// What they are about, where that says more: a term that can't be read, a server, a number.
    pub about: String,
    /// The record to add, or to put in the place of those that are there.
    pub add: Option<Record>,
}

impl Finding {
    /// Nothing but a verdict, and the records that it is about.
    #[must_use]
    pub fn new(subject: Subject, verdict: Verdict, present: Vec<String>) -> Self {
        Self { subject, verdict, present, about: String::new(), add: None }
    }

    /// The same about this.
    #[must_use]
    pub fn about(mut self, about: impl Into<String>) -> Self {
        self.about = about.into();
        self
    }

    fn add(mut self, record: Record) -> Self {
        self.add = Some(record);
        self
    }
}

/// Whether DNS can know the domain at all: not a machine's own name, nor an address.
#[must_use]
pub fn is_public(domain: &str) -> bool {
    let is_address = domain.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    !is_address && domain.contains('.') && !domain.ends_with(".localhost")
}

/// Asks everything at once.
pub async fn check(ask: &impl Ask, questions: &Questions) -> Vec<Finding> {
    let of_envelope = async {
        let domain = questions.envelope.as_deref()?;
        Some(tokio::join!(
            in_time(Subject::SpfEnvelope, Box::pin(spf::look(ask, questions, Subject::SpfEnvelope, domain))),
            in_time(Subject::MxEnvelope, mx(ask, questions, Subject::MxEnvelope, domain)),
        ))
    };
    let of_address = async {
        let is_asked = questions.is_direct;
        if is_asked { Some(in_time(Subject::Ptr, Box::pin(ptr::look(ask, questions))).await) } else { None }
    };
    let of_second_key = async {
        let key = questions.dkim.get(1)?;
        Some(in_time(Subject::DkimSecond, of_key(ask, Subject::DkimSecond, key)).await)
    };
    let (spf, of_envelope, dkim, of_second_key, dmarc, mx, of_address) = tokio::join!(
        in_time(Subject::Spf, Box::pin(spf::look(ask, questions, Subject::Spf, &questions.domain))),
        of_envelope,
        in_time(Subject::Dkim, dkim(ask, questions)),
        of_second_key,
        in_time(Subject::Dmarc, dmarc::look(ask, questions)),
        in_time(Subject::Mx, mx(ask, questions, Subject::Mx, &questions.domain)),
        of_address,
    );
    let (spf_of_envelope, mx_of_envelope) = of_envelope.unzip();
    let signed = [Some(&dkim), of_second_key.as_ref()].map(|key| key.map(|key| key.verdict));
    let dmarc = dmarc::weigh(dmarc, questions, spf_of_envelope.as_ref().unwrap_or(&spf).verdict, signed);
    let all = [
        Some(spf),
        spf_of_envelope,
        Some(dkim),
        of_second_key,
        Some(dmarc),
        Some(mx),
        mx_of_envelope,
        of_address,
    ];
    all.into_iter().flatten().collect()
}

async fn in_time(subject: Subject, looking: impl Future<Output = Finding>) -> Finding {
    tokio::time::timeout(PATIENCE, looking).await.unwrap_or_else(|_| silent(subject))
}

fn silent(subject: Subject) -> Finding {
    Finding::new(subject, Verdict::Silent, Vec::new())
}

async fn dkim(ask: &impl Ask, questions: &Questions) -> Finding {
    if let Some(key) = questions.dkim.first() {
        return of_key(ask, Subject::Dkim, key).await;
    }
    let verdict = if questions.is_direct { Verdict::DkimNobody } else { Verdict::DkimNotOurs };
    Finding::new(Subject::Dkim, verdict, Vec::new()).about(&questions.domain)
}

/// RFC 6376 §3.6.1: the key is told by `p=`, which is empty of one that was revoked.
async fn of_key(ask: &impl Ask, subject: Subject, key: &dkim::Record) -> Finding {
    let record = Record { name: key.name.clone(), kind: "TXT", value: key.value.clone() };
    match ask.txt(&key.name).await {
        Answer::Silent => silent(subject),
        Answer::Missing => Finding::new(subject, Verdict::DkimMissing, Vec::new()).add(record),
        Answer::Found(texts) => {
            let wanted = tag(&key.value, "p");
            let keys: Vec<String> = texts.iter().filter_map(|text| tag(text, "p")).collect();
            let verdict = if wanted.is_some_and(|wanted| keys.contains(&wanted)) {
                Verdict::DkimGood
            } else if !keys.is_empty() && keys.iter().all(String::is_empty) {
                Verdict::DkimRevoked
            } else {
                Verdict::DkimOther
            };
            let finding = Finding::new(subject, verdict, texts);
            if verdict == Verdict::DkimGood { finding } else { finding.add(record) }
        }
    }
}

/// The value of a tag in a list of them (RFC 6376 §3.2), without the blanks in it.
fn tag(text: &str, name: &str) -> Option<String> {
    let (_, value) = text
        .split(';')
        .filter_map(|pair| pair.split_once('='))
        .find(|(tag, _)| tag.trim().eq_ignore_ascii_case(name))?;
    Some(value.split_whitespace().collect())
}

/// Whether none of these servers has an address: a name that is not there, or an address in place of a name
/// (RFC 5321 §5.1).
async fn leads_nowhere(ask: &impl Ask, servers: &[(u16, String)]) -> bool {
    for (_, name) in servers {
        if !matches!(ask.addresses(name).await, Answer::Missing) {
            return false;
        }
    }
    true
}

/// Where answers to letters, and what comes back of them, go.
async fn mx(ask: &impl Ask, questions: &Questions, subject: Subject, domain: &str) -> Finding {
    let found = |verdict, present| {
        let finding = Finding::new(subject, verdict, present);
        if verdict == Verdict::MxGood {
            return finding;
        }
        let value = providers::mail_exchanger(questions, subject, domain);
        finding.add(Record { name: domain.to_owned(), kind: "MX", value })
    };
    match ask.mx(domain).await {
        Answer::Silent => silent(subject),
        Answer::Found(mut servers) => {
            servers.sort();
            let refuses = servers.iter().all(|(_, name)| name.is_empty());
            let present = servers.iter().map(|(preference, name)| format!("{preference} {name}.")).collect();
            if refuses {
                return found(Verdict::MxRefuses, present);
            }
            let verdict =
                if leads_nowhere(ask, &servers).await { Verdict::MxNowhere } else { Verdict::MxGood };
            found(verdict, present)
        }
        Answer::Missing => match ask.addresses(domain).await {
            Answer::Silent => silent(subject),
            Answer::Found(_) => found(Verdict::MxImplied, Vec::new()),
            Answer::Missing => found(Verdict::MxMissing, Vec::new()),
        },
    }
}
