//! What is said of all kinds of zones.

use std::collections::BTreeMap;
use std::net::IpAddr;

use super::*;

/// A zone: `NAME TXT …`, `NAME MX 10 …`, `NAME A …`; `NAME ?` does not answer.
struct Zone(BTreeMap<String, Vec<(String, String)>>);

impl Zone {
    fn new(lines: &[&str]) -> Self {
        let mut zone: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        for line in lines {
            let mut parts = line.splitn(3, ' ').map(str::to_owned);
            let (name, kind) = (parts.next().unwrap(), parts.next().unwrap());
            zone.entry(name).or_default().push((kind, parts.next().unwrap_or_default()));
        }
        Self(zone)
    }

    fn of<T>(&self, name: &str, kind: &str, read: impl Fn(&str) -> T) -> Answer<T> {
        let Some(records) = self.0.get(name) else { return Answer::Missing };
        if records.iter().any(|(kind, _)| kind == "?") {
            return Answer::Silent;
        }
        let found: Vec<T> =
            records.iter().filter(|(it, _)| it == kind).map(|(_, value)| read(value)).collect();
        if found.is_empty() { Answer::Missing } else { Answer::Found(found) }
    }
}

impl Ask for Zone {
    async fn txt(&self, name: &str) -> Answer<String> {
        self.of(name, "TXT", str::to_owned)
    }

    async fn mx(&self, name: &str) -> Answer<(u16, String)> {
        self.of(name, "MX", |value| {
            let (preference, server) = value.split_once(' ').unwrap();
            (preference.parse().unwrap(), server.trim_end_matches('.').to_owned())
        })
    }

    async fn addresses(&self, name: &str) -> Answer<IpAddr> {
        self.of(name, "A", |value| value.parse().unwrap())
    }

    async fn names(&self, ip: IpAddr) -> Answer<String> {
        self.of(&ip.to_string(), "PTR", str::to_owned)
    }
}

const YANDEX: &str = "_spf.yandex.net TXT v=spf1 ip4:77.88.0.0/18 -all";

fn questions(server: &str) -> Questions {
    Questions {
        domain: "daisy.example".to_owned(),
        server: Some(server.to_owned()),
        own_host: "portal.daisy.example".to_owned(),
        own_addresses: Vec::new(),
        is_direct: false,
        envelope: None,
        receives: false,
        dkim: vec![dkim::Record {
            name: "p1._domainkey.daisy.example".to_owned(),
            value: "v=DKIM1; k=rsa; p=AAAA BBBB".to_owned(),
        }],
    }
}

async fn check_of(server: &str, lines: &[&str]) -> [Finding; 4] {
    check(&Zone::new(lines), &questions(server)).await.try_into().unwrap()
}

async fn spf_of(server: &str, lines: &[&str]) -> Finding {
    let [spf, ..] = check_of(server, lines).await;
    spf
}

fn value(finding: &Finding) -> &str {
    finding.add.as_ref().map_or("", |record| record.value.as_str())
}

#[tokio::test]
async fn an_empty_zone_is_told_each_record_that_it_wants() {
    let [spf, dkim, dmarc, mx] = check_of("smtp.yandex.ru", &[]).await;
    assert_eq!((spf.verdict, value(&spf)), (Verdict::SpfMissing, "v=spf1 include:_spf.yandex.net ~all"));
    assert_eq!((dkim.verdict, value(&dkim)), (Verdict::DkimMissing, "v=DKIM1; k=rsa; p=AAAA BBBB"));
    assert_eq!(dkim.add.unwrap().name, "p1._domainkey.daisy.example");
    assert_eq!(dmarc.verdict, Verdict::DmarcMissing);
    assert_eq!(value(&dmarc), "v=DMARC1; p=none; rua=mailto:postmaster@daisy.example");
    assert_eq!((mx.verdict, value(&mx)), (Verdict::MxMissing, "10 mx.yandex.net."));
}

#[tokio::test]
async fn who_does_not_answer_is_not_taken_for_empty() {
    let lines = ["daisy.example ?", "_dmarc.daisy.example ?", "p1._domainkey.daisy.example ?"];
    for finding in check_of("smtp.yandex.ru", &lines).await {
        assert_eq!(finding.verdict, Verdict::Silent, "{:?}", finding.subject);
        assert!(finding.add.is_none(), "nothing is advised on no ground");
    }
    let broken_off = ["daisy.example TXT v=spf1 include:a.example ~all", "a.example ?"];
    assert_eq!(spf_of("smtp.yandex.ru", &broken_off).await.verdict, Verdict::Silent);
}

#[tokio::test]
async fn a_whole_zone_is_good() {
    let lines = [
        "daisy.example TXT google-site-verification=1",
        "daisy.example TXT v=spf1 include:_spf.yandex.net ~all",
        "daisy.example MX 10 mx.yandex.net.",
        "mx.yandex.net A 77.88.21.249",
        YANDEX,
        "p1._domainkey.daisy.example TXT v=DKIM1;k=rsa;p=AAAABBBB",
        "_dmarc.daisy.example TXT v=DMARC1; p=reject",
    ];
    for finding in check_of("smtp.yandex.ru", &lines).await {
        assert_eq!(finding.verdict.grade(), Grade::Good, "{finding:?}");
        assert!(finding.add.is_none() && !finding.present.is_empty());
    }
}

#[tokio::test]
async fn spf_knows_an_own_server_by_its_addresses() {
    let server = "mail.daisy.example A 5.45.192.7";
    for record in [
        "a:mail.daisy.example -all",
        "a:other.daisy.example/24 -all",
        "mx -all",
        "ip4:5.45.192.0/28 ~all",
        "ip4:5.45.192.7 ~all",
        "include:sub.example ~all",
        "redirect=sub.example",
    ] {
        let spf = spf_of(
            "mail.daisy.example",
            &[
                server,
                &format!("daisy.example TXT v=spf1 {record}"),
                "daisy.example MX 10 mail.daisy.example.",
                "other.daisy.example A 5.45.192.200",
                "sub.example TXT v=spf1 ip4:5.45.192.7 -all",
            ],
        )
        .await;
        assert_eq!(spf.verdict, Verdict::SpfGood, "{record}: {spf:?}");
    }
    let lines = [server, "daisy.example TXT v=spf1 ip4:77.88.10.1 -all"];
    let elsewhere = spf_of("mail.daisy.example", &lines).await;
    assert_eq!((elsewhere.verdict, elsewhere.about.as_str()), (Verdict::SpfNotOurs, "mail.daisy.example"));
    assert_eq!(value(&elsewhere), "v=spf1 a:mail.daisy.example ip4:77.88.10.1 -all");
}

#[tokio::test]
async fn on_the_same_machine_it_is_the_portal_that_sends() {
    let spf = spf_of("127.0.0.1", &["portal.daisy.example A 5.45.192.3"]).await;
    assert_eq!(value(&spf), "v=spf1 a:portal.daisy.example ~all");
    let spf = spf_of("5.45.192.9", &[]).await;
    assert_eq!(value(&spf), "v=spf1 ip4:5.45.192.9 ~all");
}

#[tokio::test]
async fn an_address_that_nobody_outside_knows_is_never_offered() {
    let record = "daisy.example TXT v=spf1 ip4:127.0.0.1 ip4:10.0.0.5 -all";
    let inside = "portal.daisy.example A 10.0.0.5";
    let inner = "mail.corp.daisy.example";
    for server in ["10.0.0.5", "192.168.1.2", "fd00::5", "mail.localhost", "mailhub", "127.0.0.1", inner] {
        let missing = spf_of(server, &[inside]).await;
        assert_eq!(value(&missing), "v=spf1 ip4:PUBLIC-ADDRESS ~all", "{server}");
        assert!(missing.add.unwrap().lacks_address());
        let there = spf_of(server, &[inside, record]).await;
        assert_eq!((there.verdict, there.add), (Verdict::SpfHidden, None), "{server}");
        let two = spf_of(server, &[inside, record, "daisy.example TXT v=spf1 mx ~all"]).await;
        assert_eq!(value(&two), "v=spf1 ip4:PUBLIC-ADDRESS ip4:127.0.0.1 ip4:10.0.0.5 mx -all", "{server}");
    }
    // Nobody knows whether this one is inside.
    let unsure = spf_of(inner, &["mail.corp.daisy.example ?"]).await;
    assert_eq!((unsure.verdict, unsure.add), (Verdict::Silent, None));
    let own = Questions { own_host: "127.0.0.1".to_owned(), server: None, ..questions("") };
    let nameless = check(&Zone::new(&[]), &own).await;
    assert_eq!(value(&nameless[0]), "v=spf1 ip4:PUBLIC-ADDRESS ~all");
    assert_eq!(value(&nameless[3]), "10 mail.daisy.example.");
    // Where the machine itself knows it, it is named.
    let known = Questions { own_addresses: vec!["5.45.192.3".parse().unwrap()], ..own };
    assert_eq!(value(&check(&Zone::new(&[]), &known).await[0]), "v=spf1 ip4:5.45.192.3 ~all");
}

#[tokio::test]
async fn the_domain_that_letters_come_back_to_lets_them_be_sent_too() {
    let apart = Questions { envelope: Some("reports.example".to_owned()), ..questions("5.45.192.9") };
    let zone = Zone::new(&["daisy.example TXT v=spf1 ip4:5.45.192.9 -all"]);
    let found = check(&zone, &apart).await;
    let told: Vec<_> = found.iter().map(|one| (one.subject, one.verdict)).take(2).collect();
    let missing = (Subject::SpfEnvelope, Verdict::SpfMissing);
    assert_eq!(told, [(Subject::Spf, Verdict::SpfGood), missing]);
    let add = found[1].add.as_ref().unwrap();
    assert_eq!((add.name.as_str(), value(&found[1])), ("reports.example", "v=spf1 ip4:5.45.192.9 ~all"));
}

#[tokio::test]
async fn reports_have_to_come_somewhere() {
    let apart = Questions { envelope: Some("reports.example".to_owned()), ..questions("mail.daisy.example") };
    let here = Questions { receives: true, ..apart.clone() };
    for (asked, lines, verdict, server) in [
        (&apart, &[][..], Verdict::MxMissing, "10 mail.daisy.example."),
        (&here, &[], Verdict::MxMissing, "10 portal.daisy.example."),
        (&here, &["reports.example MX 0 ."], Verdict::MxRefuses, "10 portal.daisy.example."),
        (&here, &["reports.example MX 10 a.example.", "a.example A 5.45.192.1"], Verdict::MxGood, ""),
    ] {
        let found = check(&Zone::new(lines), asked).await;
        let told = found.iter().find(|one| one.subject == Subject::MxEnvelope).unwrap();
        assert_eq!((told.verdict, value(told)), (verdict, server), "{lines:?}");
        assert!(told.add.as_ref().is_none_or(|add| add.name == "reports.example"), "{told:?}");
    }
    let found = check(&Zone::new(&[]), &questions("mail.daisy.example")).await;
    assert!(found.iter().all(|one| one.subject != Subject::MxEnvelope), "told with the sender's domain");
}

#[tokio::test]
async fn who_sends_himself_signs_and_has_a_name() {
    let itself = Questions { server: None, is_direct: true, dkim: Vec::new(), ..questions("") };
    let here = "portal.daisy.example A 5.45.192.7";
    for (lines, verdict) in [
        (&[here, "5.45.192.7 PTR portal.daisy.example"][..], Verdict::PtrGood),
        (&[here], Verdict::PtrMissing),
        (&[here, "5.45.192.7 PTR host7.hosting.example"], Verdict::PtrElsewhere),
        (&[here, "5.45.192.7 ?"], Verdict::Silent),
        (&["portal.daisy.example A 10.0.0.5"], Verdict::PtrHidden),
    ] {
        let found = check(&Zone::new(lines), &itself).await;
        let told: Vec<_> = found.iter().map(|one| one.subject).collect();
        assert_eq!(told, [Subject::Spf, Subject::Dkim, Subject::Dmarc, Subject::Mx, Subject::Ptr]);
        assert_eq!(found[1].verdict, Verdict::DkimNobody);
        assert_eq!(found[4].verdict, verdict, "{lines:?}");
    }
}

#[tokio::test]
async fn spf_that_receivers_can_t_use_is_told_with_the_reason() {
    let several = ["daisy.example TXT v=spf1 a -all", "daisy.example TXT v=spf1 include:x.example ~all"];
    let spf = spf_of("smtp.yandex.ru", &several).await;
    assert_eq!(spf.verdict, Verdict::SpfSeveral);
    assert_eq!(value(&spf), "v=spf1 include:_spf.yandex.net a include:x.example -all");

    let spf = spf_of("smtp.yandex.ru", &["daisy.example TXT v=spf1 ipv4:1.2.3.4 -all"]).await;
    assert_eq!((spf.verdict, spf.about.as_str()), (Verdict::SpfBroken, "ipv4:1.2.3.4"));
    let spf = spf_of("smtp.yandex.ru", &["daisy.example TXT v=spf1 include:gone.example -all"]).await;
    assert_eq!((spf.verdict, spf.about.as_str()), (Verdict::SpfBroken, "include:gone.example"));

    let spf = spf_of("smtp.yandex.ru", &["daisy.example TXT v=spf1 a mx +all"]).await;
    assert_eq!((spf.verdict, value(&spf)), (Verdict::SpfOpen, "v=spf1 include:_spf.yandex.net a mx ~all"));

    let nobody = "daisy.example TXT v=spf1 -all";
    let spf = spf_of("smtp.yandex.ru", &[nobody]).await;
    assert_eq!((spf.verdict, spf.verdict.grade()), (Verdict::SpfNobody, Grade::Fatal));
    assert_eq!(value(&spf), "v=spf1 include:_spf.yandex.net -all");
    let apart = Questions { envelope: Some("reports.example".to_owned()), ..questions("smtp.yandex.ru") };
    let zone = Zone::new(&[nobody, "reports.example TXT v=spf1 include:_spf.yandex.net -all", YANDEX]);
    let found = check(&zone, &apart).await;
    let told = [found[0].verdict, found[1].verdict];
    assert_eq!(told, [Verdict::SpfNotOurs, Verdict::SpfGood], "receivers don't look at the former");
}

#[tokio::test]
async fn ten_lookups_are_enough_and_eleven_too_many() {
    let chain = |length: usize| -> Vec<String> {
        let mut lines = vec!["daisy.example TXT v=spf1 include:s1.example ~all".to_owned()];
        lines.extend((1..length).map(|n| format!("s{n}.example TXT v=spf1 include:s{}.example ~all", n + 1)));
        lines.push(format!("s{length}.example TXT v=spf1 ip4:5.45.192.1 ~all"));
        lines
    };
    for (length, verdict) in [(10, Verdict::SpfGood), (11, Verdict::SpfTooMany), (40, Verdict::SpfTooMany)] {
        let mut lines = chain(length);
        lines.push("mail.daisy.example A 5.45.192.1".to_owned());
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(spf_of("mail.daisy.example", &lines).await.verdict, verdict, "{length}");
    }
    // Receivers follow one that leads to itself until they give up.
    for term in ["include:daisy.example ~all", "redirect=daisy.example"] {
        let circle = format!("daisy.example TXT v=spf1 {term}");
        assert_eq!(spf_of("smtp.yandex.ru", &[&circle]).await.verdict, Verdict::SpfTooMany, "{term}");
    }
}

#[tokio::test]
async fn dkim_is_told_by_its_key() {
    let other = check_of("x.example", &["p1._domainkey.daisy.example TXT v=DKIM1; p=CCCC"]).await;
    assert_eq!(other[1].verdict, Verdict::DkimOther);
    let revoked = check_of("x.example", &["p1._domainkey.daisy.example TXT v=DKIM1; p="]).await;
    assert_eq!(revoked[1].verdict, Verdict::DkimRevoked, "RFC 6376 §3.6.1");
    assert_eq!(revoked[1].verdict.grade(), Grade::Fatal);
    assert_eq!(value(&revoked[1]), "v=DKIM1; k=rsa; p=AAAA BBBB");
    let mut both = questions("x.example");
    both.dkim.push(dkim::Record {
        name: "p2._domainkey.daisy.example".to_owned(),
        value: "v=DKIM1; k=ed25519; p=CCCC".to_owned(),
    });
    let first = "p1._domainkey.daisy.example TXT v=DKIM1; p=AAAABBBB";
    for (second, verdict) in [
        ("p9._domainkey.daisy.example TXT v=DKIM1; p=CCCC", Verdict::DkimMissing),
        ("p2._domainkey.daisy.example TXT v=DKIM1; p=AAAABBBB", Verdict::DkimOther),
        ("p2._domainkey.daisy.example TXT v=DKIM1; p=CCCC", Verdict::DkimGood),
    ] {
        let found = check(&Zone::new(&[first, second]), &both).await;
        let verdicts = [found[1].verdict, found[2].verdict];
        assert_eq!(verdicts, [Verdict::DkimGood, verdict], "each key has its record: {second}");
        let add = found[2].add.as_ref().map(|record| record.name.as_str());
        assert_eq!(add, (verdict != Verdict::DkimGood).then_some("p2._domainkey.daisy.example"));
    }
    let unsigned = Questions { dkim: Vec::new(), ..questions("x.example") };
    let dkim = check(&Zone::new(&[]), &unsigned).await.swap_remove(1);
    assert_eq!((dkim.verdict, dkim.verdict.grade()), (Verdict::DkimNotOurs, Grade::Advice));
}

#[tokio::test]
async fn dmarc_may_stand_above() {
    let mut deep = questions("x.example");
    deep.domain = "portal.daisy.example".to_owned();
    let key = "p1._domainkey.daisy.example TXT v=DKIM1; p=AAAABBBB";
    let above = Zone::new(&["_dmarc.daisy.example TXT v=DMARC1; p=reject; sp=quarantine", key]);
    let dmarc = check(&above, &deep).await.swap_remove(2);
    assert_eq!((dmarc.verdict, dmarc.about.as_str()), (Verdict::DmarcGood, "p=quarantine"));
    for (record, verdict) in [
        ("v=DMARC1; rua=mailto:a@daisy.example", Verdict::DmarcBroken),
        ("v=DMARC1; p=maybe", Verdict::DmarcBroken),
        ("p=none; v=DMARC1", Verdict::DmarcMissing),
    ] {
        let line = format!("_dmarc.daisy.example TXT {record}");
        assert_eq!(check_of("x.example", &[&line]).await[2].verdict, verdict, "{record}");
    }
    let two = ["_dmarc.daisy.example TXT v=DMARC1; p=none", "_dmarc.daisy.example TXT v=DMARC1; p=reject"];
    assert_eq!(check_of("x.example", &two).await[2].verdict, Verdict::DmarcSeveral);
}

/// A record alone does no good where no letter passes it.
#[tokio::test]
async fn dmarc_is_good_where_something_speaks_for_the_sender() {
    let apart = Questions {
        envelope: Some("reports.example".to_owned()),
        dkim: Vec::new(),
        ..questions("5.45.192.9")
    };
    let direct = Questions { server: None, is_direct: true, ..apart.clone() };
    let below = Questions { envelope: Some("bounces.daisy.example".to_owned()), ..apart.clone() };
    let signed = Questions { dkim: questions("").dkim, ..direct.clone() };
    let at = |name: &str| format!("{name} TXT v=spf1 ip4:5.45.192.9 -all");
    let key = "p1._domainkey.daisy.example TXT v=DKIM1; p=AAAABBBB";
    let zone = |policy: &str| {
        let dmarc = format!("_dmarc.daisy.example TXT v=DMARC1; {policy}");
        [at("daisy.example"), at("reports.example"), at("bounces.daisy.example"), key.to_owned(), dmarc]
    };
    for (asked, policy, verdict, grade) in [
        (&direct, "p=reject", Verdict::DmarcRejected, Grade::Fatal),
        (&direct, "p=quarantine", Verdict::DmarcSpam, Grade::Bad),
        (&direct, "p=none", Verdict::DmarcUnproven, Grade::Advice),
        (&apart, "p=reject", Verdict::DmarcLeans, Grade::Bad),
        (&apart, "p=none", Verdict::DmarcLeansUnpunished, Grade::Advice),
        (&below, "p=reject", Verdict::DmarcGood, Grade::Good),
        (&below, "p=reject; aspf=s", Verdict::DmarcLeans, Grade::Bad),
        (&signed, "p=reject; adkim=s", Verdict::DmarcGood, Grade::Good),
    ] {
        let lines = zone(policy);
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        let found = check(&Zone::new(&lines), asked).await;
        let dmarc = found.iter().find(|one| one.subject == Subject::Dmarc).unwrap();
        assert_eq!((dmarc.verdict, dmarc.verdict.grade()), (verdict, grade), "{policy} {asked:?}");
    }
    // Where SPF says no, that it would be aligned does not help.
    let own = Questions { envelope: None, ..direct };
    let lines = ["_dmarc.daisy.example TXT v=DMARC1; p=reject", "daisy.example TXT v=spf1 -all"];
    assert_eq!(check(&Zone::new(&lines), &own).await[2].verdict, Verdict::DmarcRejected);
}

#[tokio::test]
async fn answers_have_to_come_somewhere() {
    for (lines, verdict) in [
        (vec!["daisy.example MX 0 ."], Verdict::MxRefuses),
        (vec!["daisy.example A 5.45.192.1"], Verdict::MxImplied),
        (vec!["daisy.example MX 10 nowhere.example.", "daisy.example MX 20 10.0.0.1."], Verdict::MxNowhere),
        (
            vec![
                "daisy.example MX 20 b.example.",
                "daisy.example MX 10 a.example.",
                "b.example A 5.45.192.1",
            ],
            Verdict::MxGood,
        ),
    ] {
        let [.., mx] = check_of("mail.daisy.example", &lines).await;
        assert_eq!(mx.verdict, verdict);
        if verdict == Verdict::MxGood {
            assert_eq!(mx.present, ["10 a.example.", "20 b.example."]);
        } else {
            assert_eq!(value(&mx), "10 mail.daisy.example.");
        }
    }
}

#[test]
fn what_dns_can_t_know_is_not_asked() {
    for domain in ["localhost", "127.0.0.1", "[::1]", "portal.localhost", "intranet"] {
        assert!(!is_public(domain), "{domain}");
    }
    assert!(is_public("daisy.example") && is_public("xn--80ak6aa92e.xn--p1ai"));
}
