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

/// RFC 7489 §6.6.3: only what begins so counts.
fn is_dmarc(text: &str) -> bool {
    let first = text.split(';').next().unwrap_or_default();
    first.split_once('=').is_some_and(|(name, value)| name.trim() == "v" && value.trim() == "DMARC1")
}
