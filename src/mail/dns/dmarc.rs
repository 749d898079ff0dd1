//! DMARC (RFC 7489): the record of the domain, or of one above it.

use super::{Answer, Ask, Finding, Questions, Record, Subject, Verdict, silent, tag};

pub(super) async fn look(ask: &impl Ask, questions: &Questions) -> Finding {
    let domain = &questions.domain;
    let begin = Record {
        name: format!("_dmarc.{domain}"),
        kind: "TXT",
        value: format!("v=DMARC1; p=none; rua=mailto:postmaster@{domain}"),
    };
    let mut at = domain.as_str();
    loop {
        let texts = match ask.txt(&format!("_dmarc.{at}")).await {
            Answer::Silent => return silent(Subject::Dmarc),
            Answer::Missing => Vec::new(),
            Answer::Found(texts) => texts,
        };
        let records: Vec<String> = texts.into_iter().filter(|text| is_dmarc(text)).collect();
        match &records[..] {
            [] => {}
            [one] => {
                let wish = if at == domain { None } else { tag(one, "sp") }.or_else(|| tag(one, "p"));
                let is_known = wish.as_deref().is_some_and(|wish| {
                    ["none", "quarantine", "reject"].iter().any(|it| wish.eq_ignore_ascii_case(it))
                });
                return if is_known {
                    let finding = Finding::new(Subject::Dmarc, Verdict::DmarcGood, records.clone());
                    finding.about(format!("p={}", wish.unwrap_or_default()))
                } else {
                    Finding::new(Subject::Dmarc, Verdict::DmarcBroken, records.clone()).add(begin)
                };
            }
            _ => return Finding::new(Subject::Dmarc, Verdict::DmarcSeveral, records),
        }
        // The organisation's own domain has two labels at the least (RFC 7489 §3.2).
        match at.split_once('.') {
            Some((_, above)) if above.contains('.') => at = above,
            _ => return Finding::new(Subject::Dmarc, Verdict::DmarcMissing, Vec::new()).add(begin),
        }
    }
}

/// The same, where letters pass: SPF of the domain that they are sent from, or a key of the portal (each with what was
/// found of it), has to speak for the domain of the sender (RFC 7489 §3.1). Without either all hangs on a signature of
/// the mail server, where there is one.
pub(super) fn weigh(
    finding: Finding,
    questions: &Questions,
    spf: Verdict,
    keys: [Option<Verdict>; 2],
) -> Finding {
    let Some(record) = finding.present.first().filter(|_| finding.verdict == Verdict::DmarcGood) else {
        return finding;
    };
    let is_strict = |name| tag(record, name).is_some_and(|value| value.eq_ignore_ascii_case("s"));
    let may_send = !matches!(
        spf,
        Verdict::SpfMissing
            | Verdict::SpfSeveral
            | Verdict::SpfBroken
            | Verdict::SpfTooMany
            | Verdict::SpfNobody
    );
    let envelope = questions.envelope.as_deref().unwrap_or(&questions.domain);
    let speaks_spf = may_send && is_aligned(envelope, &questions.domain, is_strict("aspf"));
    let speaks_key = questions.dkim.iter().zip(keys).any(|(key, found)| {
        let of_key = key.name.split_once("._domainkey.").map_or("", |(_, domain)| domain);
        let is_there = matches!(found, Some(Verdict::DkimGood | Verdict::Silent));
        is_there && is_aligned(of_key, &questions.domain, is_strict("adkim"))
    });
    if speaks_spf || speaks_key {
        return finding;
    }
    let wish = finding.about.strip_prefix("p=").unwrap_or_default().to_ascii_lowercase();
    let verdict = match (questions.is_direct, wish.as_str()) {
        (true, "reject") => Verdict::DmarcRejected,
        (true, "quarantine") => Verdict::DmarcSpam,
        (true, _) => Verdict::DmarcUnproven,
        (false, "reject" | "quarantine") => Verdict::DmarcLeans,
        (false, _) => Verdict::DmarcLeansUnpunished,
    };
    Finding { verdict, about: wish, ..finding }
}

/// Whether a domain speaks for that of the sender: the same where that is asked for strictly, else one of the same
/// organisation, of which nobody knows the domain without a list: what they have in common has two labels at the least.
fn is_aligned(domain: &str, sender: &str, is_strict: bool) -> bool {
    if is_strict || domain == sender {
        return domain == sender;
    }
    let common = domain.rsplit('.').zip(sender.rsplit('.')).take_while(|(one, other)| one == other);
    common.count() >= 2
}

/// RFC 7489 §6.6.3: only what begins so counts.
fn is_dmarc(text: &str) -> bool {
    let first = text.split(';').next().unwrap_or_default();
    first.split_once('=').is_some_and(|(name, value)| name.trim() == "v" && value.trim() == "DMARC1")
}
