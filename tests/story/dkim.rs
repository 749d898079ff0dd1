//! Letters leave signed, and a receiver that has nothing from us but the DNS record finds them genuine.

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use collega::app;
use collega::base::private_file;
use collega::config::{Config, DkimConfig, KeyConfig};
use collega::mail::dkim::{Algorithm, SigningKey};
use collega::mail::transport::Wish;
use serde_json::Value;

use super::commands::{Ended, Installation, ended};
use super::join::invite;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::folder::Folder;
use crate::support::opendkim::{Verdict, verdicts};
use crate::support::picky_server::PickyServer;
use crate::support::portal::TestPortal;
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(
    a_receiver_finds_a_letter_genuine_until_somebody_changes_it,
    a_cyrillic_sender_is_signed_for_under_his_domain_s_other_name,
    every_attempt_sends_the_same_bytes,
    a_sender_of_another_domain_is_not_signed_for,
    a_key_made_by_the_command_signs_what_the_portal_sends,
    the_command_writes_no_key_over_and_says_what_is_missing,
    the_command_knows_the_sender_that_is_set_in_the_portal,
    a_key_that_cannot_be_used_stops_the_start,
    the_doctor_looks_at_the_keys,
);

/// `пример.рф` as an A-label.
const EXAMPLE: &str = "xn--e1afmkfd.xn--p1ai";

/// Keys of both kinds in files, with what DNS says of them.
struct Keys {
    folder: Folder,
    domain: String,
    records: Vec<(String, String)>,
}

impl Keys {
    fn of(domain: &str) -> Self {
        let folder = Folder::new("dkim");
        let mut records = Vec::new();
        for algorithm in Algorithm::ALL {
            let key = SigningKey::generate(algorithm, algorithm.word()).unwrap();
            let file = folder.path().join(algorithm.word());
            assert!(private_file::make(&file, key.to_pem().unwrap().as_bytes()).unwrap());
            let record = key.record(domain).unwrap();
            records.push((record.name, record.value));
        }
        Self { folder, domain: domain.to_owned(), records }
    }

    /// The settings that name them.
    fn settings(&self) -> DkimConfig {
        let key = |algorithm: Algorithm| KeyConfig {
            selector: algorithm.word().to_owned(),
            file: Some(self.folder.path().join(algorithm.word())),
        };
        DkimConfig {
            domain: Some(self.domain.clone()),
            rsa: key(Algorithm::Rsa),
            ed25519: key(Algorithm::Ed25519),
        }
    }

    /// What a receiver says: whether each of two signatures holds.
    fn hold(&self, letter: &str) -> [bool; 2] {
        let found = verdicts(letter, &self.records);
        let expect = |algorithm: &str, word: &str, holds| Verdict {
            algorithm: algorithm.to_owned(),
            domain: self.domain.clone(),
            selector: word.to_owned(),
            holds,
        };
        let holds: Vec<_> = found.iter().map(|verdict| verdict.holds).collect();
        let holds: [bool; 2] = holds.try_into().unwrap_or_else(|_| panic!("{found:?} of {letter}"));
        let expected = [expect("ed25519-sha256", "ed25519", holds[0]), expect("rsa-sha256", "rsa", holds[1])];
        assert_eq!(found, expected);
        holds
    }
}

/// A portal that sends from `from` by the server at `port`.
async fn portal(database: &TestDatabase, keys: &Keys, from: &str, port: u16) -> TestPortal {
    let (dkim, from) = (keys.settings(), from.to_owned());
    TestPortal::with(database, move |config: &mut Config| {
        config.mail.smtp_url = Some(format!("smtp://127.0.0.1:{port}"));
        config.mail.from = Some(from);
        config.mail.dkim = dkim;
    })
    .await
}

fn one_letter(sink: &SmtpSink) -> String {
    wait::until("the letter", || sink.letters().len() == 1);
    sink.letters().remove(0)
}

async fn a_receiver_finds_a_letter_genuine_until_somebody_changes_it(database: &TestDatabase) {
    let (sink, keys) = (SmtpSink::start(&[]), Keys::of(EXAMPLE));
    let portal = portal(database, &keys, "Портал <hr@почта.пример.рф>", sink.port()).await;
    invite(&portal, &["ivan@example.org"]).await;
    app::deliver_due(&portal.portal).await.unwrap();
    let letter = one_letter(&sink);
    assert_eq!(keys.hold(&letter), [true, true], "{letter}");
    assert!(letter.contains("X-Mail-Args: <hr@xn--80a1acny.xn--e1afmkfd.xn--p1ai>"), "{letter}");
    assert!(!letter.contains("SMTPUTF8"), "nothing in it needs that: {letter}");

    let top = letter.find("DKIM-Signature:").unwrap();
    let (envelope, sent) = letter.split_at(top);
    // What servers on the way do.
    let carried = sent
        .replace("\n\t", "\n   ")
        .replace("Subject: ", "SUBJECT:  ")
        .replace("MIME-Version: ", "Mime-Version :");
    assert_ne!(carried, sent);
    assert_eq!(keys.hold(&format!("{envelope}{carried}\n\n")), [true, true], "{carried}");
    // What nobody may do.
    let (head, body) = sent.split_once("\n\n").unwrap();
    let part = body.find("base64").unwrap();
    let at = part + body[part..].find("\n\n").unwrap() + 3;
    let other = if body.as_bytes()[at] == b'A' { "B" } else { "A" };
    let mut changed = body.to_owned();
    changed.replace_range(at..=at, other);
    assert_eq!(keys.hold(&format!("{head}\n\n{changed}")), [false, false], "another body");
    for name in ["From: Boss <boss@example.org>", "Subject: Pay"] {
        assert_eq!(keys.hold(&format!("{name}\n{sent}")), [false, false], "another {name}");
    }
    let elsewhere = sent.replace("ivan@example.org", "oleg@example.org");
    assert_eq!(keys.hold(&elsewhere), [false, false], "another recipient");
    let at_home = portal.admin().await;
    let trial = at_home.post("/settings/mail/trial", &[]).await;
    assert!(trial.says("Сервер принял пробное письмо"), "{}", trial.text());
    wait::until("the trial letter", || sink.letters().len() == 2);
    for letter in sink.letters() {
        assert_eq!(keys.hold(&letter), [true, true], "{letter}");
    }
}

async fn a_cyrillic_sender_is_signed_for_under_his_domain_s_other_name(database: &TestDatabase) {
    let (modern, plain) = (PickyServer::offering("SMTPUTF8", &[]), PickyServer::start(&[]));
    let keys = Keys::of(EXAMPLE);
    let portal = portal(database, &keys, "от@пример.рф", plain.port()).await;
    invite(&portal, &["ivan@example.org"]).await;
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(plain.heard("MAIL"), 0, "who does not offer SMTPUTF8 is not asked for it");
    let refused = "SELECT COUNT(*) FROM letters WHERE kind = 'invitation' AND state = 'failed' AND reason = 'delivery-reason-needs-smtputf8'";
    assert_eq!(portal.number(refused).await, 1);
    let server = format!("smtp://127.0.0.1:{}", modern.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(server), "localhost");
    invite(&portal, &["olga@example.org"]).await;
    app::deliver_due(&portal.portal).await.unwrap();
    let envelope = format!("MAIL FROM:<от@{EXAMPLE}> SMTPUTF8");
    assert_eq!((modern.heard(&envelope), modern.letters()), (1, 1));
    let letter = modern.texts().remove(0);
    assert!(letter.contains(&format!("<от@{EXAMPLE}>")), "{letter}");
    assert!(!letter.contains("пример"), "a domain goes out as an A-label alone: {letter}");
    assert_eq!(keys.hold(&letter), [true, true], "{letter}");
}

async fn every_attempt_sends_the_same_bytes(database: &TestDatabase) {
    let grey = PickyServer::start(&[("DOT", "451 4.7.1 come back later")]);
    let keys = Keys::of("romashka.example");
    let portal = portal(database, &keys, "hr@romashka.example", grey.port()).await;
    invite(&portal, &["ivan@example.org"]).await;
    for _ in 0..2 {
        app::deliver_due(&portal.portal).await.unwrap();
        portal.advance(Duration::from_hours(12));
    }
    let tried = grey.texts();
    assert_eq!(tried.len(), 2);
    assert_eq!(tried[0], tried[1]);
    assert_eq!(keys.hold(&tried[1]), [true, true]);
}

async fn a_sender_of_another_domain_is_not_signed_for(database: &TestDatabase) {
    let (sink, keys) = (SmtpSink::start(&[]), Keys::of("romashka.example"));
    let dkim = keys.settings();
    let portal = TestPortal::with(database, move |config: &mut Config| config.mail.dkim = dkim).await;
    let admin = portal.admin().await;
    let port = sink.port().to_string();
    for (from, is_signed) in
        [("hr@lutik.example", false), ("hr@mail.romashka.example", true), ("hr@notromashka.example", false)]
    {
        let page = admin.get("/settings/mail").await;
        let typed = [("host", "127.0.0.1"), ("port", &port), ("tls", "none"), ("user", ""), ("from", from)];
        let saved = admin.submit(&page, "/settings/mail", &typed).await;
        assert!(saved.says("Письма уходят через"), "{}", saved.text());
        let told = if is_signed {
            "подписываются (DKIM) от имени домена romashka.example"
        } else {
            "без подписи DKIM"
        };
        assert!(saved.says(told), "{}", saved.text());
        let before = sink.letters().len();
        invite(&portal, &[&format!("to-{from}")]).await;
        app::deliver_due(&portal.portal).await.unwrap();
        wait::until("the letter", || sink.letters().len() > before);
        let letters = sink.letters();
        let letter = letters.iter().find(|letter| letter.contains(&format!("to-{from}"))).unwrap();
        assert_eq!(letter.contains("DKIM-Signature:"), is_signed, "{letter}");
        if is_signed {
            assert_eq!(keys.hold(letter), [true, true]);
        }
    }
}

fn json(ended: &Ended) -> Vec<Value> {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

async fn a_key_made_by_the_command_signs_what_the_portal_sends(database: &TestDatabase) {
    let installation = Installation::new(database);
    assert_eq!(installation.set_up().code, Some(0));
    let rsa = installation.run(&["dkim", "create", "--domain", "пример.рф", "--selector", "mail2026"]);
    assert_eq!(rsa.code, Some(0), "{rsa:?}");
    let start = format!("mail2026._domainkey.{EXAMPLE}. TXT \"v=DKIM1; k=rsa; p=");
    assert!(rsa.out.starts_with(&start) && rsa.out.lines().count() == 1, "{rsa:?}");
    assert!(rsa.out.trim_end().split('"').skip(1).step_by(2).all(|string| string.len() <= 255), "{rsa:?}");
    for told in [
        &*format!("mail.dkim_domain = \"{EXAMPLE}\""),
        "mail.dkim_selector = \"mail2026\"",
        "mail.dkim_key_file = \"data/dkim-rsa.pem\"",
    ] {
        assert!(rsa.err.contains(told), "{told}: {rsa:?}");
    }
    let file = installation.folder.path().join("data/dkim-rsa.pem");
    assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    let short = ["dkim", "create", "--algorithm", "ed25519", "--domain", EXAMPLE, "--json"];
    let ed25519 = json(&installation.run(&short)).remove(0);
    assert_eq!(ed25519["name"], format!("collega-ed25519._domainkey.{EXAMPLE}"));
    assert_eq!((&ed25519["file"], &ed25519["type"]), (&"data/dkim-ed25519.pem".into(), &"TXT".into()));

    let sink = SmtpSink::start(&[]);
    let set = |arguments: &[&str]| {
        let mut command = installation.command(arguments);
        command.env("COLLEGA_MAIL__SMTP_URL", format!("smtp://127.0.0.1:{}", sink.port()));
        command.env("COLLEGA_MAIL__FROM", "hr@пример.рф").env("COLLEGA_MAIL__DKIM_SELECTOR", "mail2026");
        command.env("COLLEGA_MAIL__DKIM_KEY_FILE", "data/dkim-rsa.pem");
        command.env("COLLEGA_MAIL__DKIM_ED25519_KEY_FILE", "data/dkim-ed25519.pem");
        ended(&mut command)
    };
    let records = json(&set(&["dkim", "record", "--json"]));
    assert_eq!(records[1]["value"], ed25519["value"]);
    assert_eq!(
        set(&["dkim", "record"]).out.lines().next(),
        rsa.out.lines().next(),
        "printed again as it was"
    );
    let invited = set(&["invite", "--wait", "ivan@example.org"]);
    assert_eq!(invited.code, Some(0), "{invited:?}");
    let text = |record: &Value, name: &str| record[name].as_str().unwrap().to_owned();
    let records: Vec<_> = records.iter().map(|one| (text(one, "name"), text(one, "value"))).collect();
    let found = verdicts(&one_letter(&sink), &records);
    let found: Vec<_> = found.iter().map(|one| (one.selector.as_str(), one.holds)).collect();
    assert_eq!(found, [("collega-ed25519", true), ("mail2026", true)]);
    let doctor = set(&["doctor"]);
    let good = format!("ok     mail.dkim_key_file: letters of {EXAMPLE} are signed as mail2026");
    assert!(doctor.out.contains(&good), "{doctor:?}");
}

async fn the_command_writes_no_key_over_and_says_what_is_missing(database: &TestDatabase) {
    let installation = Installation::new(database);
    let first = installation.run(&["dkim", "create", "--domain", "example.org", "--file", "key.pem"]);
    assert_eq!(first.code, Some(0), "{first:?}");
    let file = installation.folder.path().join("key.pem");
    let key = std::fs::read(&file).unwrap();
    let again = installation.run(&["dkim", "create", "--domain", "example.org", "--file", "key.pem"]);
    assert!(again.code == Some(1) && again.err.contains("key.pem is there already"), "{again:?}");
    assert_eq!(std::fs::read(&file).unwrap(), key);
    let record = installation.run(&["dkim", "record", "--file", "key.pem", "--domain", "example.org"]);
    assert_eq!(record.out, first.out);
    let open = installation.folder.path().join("open.pem");
    std::fs::write(&open, &key).unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    for (arguments, code, words) in [
        (&["dkim"][..], 2, "create, record"),
        (&["dkim", "create"], 2, "--domain"),
        (&["dkim", "create", "--domain", "nowhere"], 2, "nowhere"),
        (&["dkim", "create", "--domain", "a.b", "--selector", "ключ"], 2, "ключ"),
        (&["dkim", "create", "--domain", "a.b", "--algorithm", "dsa"], 2, "rsa"),
        (&["dkim", "create", "--domain", "a.b", "--file", "/proc/no/key.pem"], 1, "/proc/no/key.pem"),
        (&["dkim", "record"], 1, "collega dkim create"),
        (&["dkim", "record", "--file", "gone.pem", "--domain", "a.b"], 1, "gone.pem is missing"),
        (&["dkim", "record", "--file", "open.pem", "--domain", "a.b"], 1, "others may read open.pem"),
    ] {
        let wrong = installation.run(arguments);
        assert_eq!(wrong.code, Some(code), "{arguments:?}: {wrong:?}");
        assert!(wrong.err.contains(words) && wrong.err.lines().count() == 1, "{arguments:?}: {wrong:?}");
    }
    assert!(!installation.folder.path().join("data").exists(), "no database is needed");
}

async fn the_command_knows_the_sender_that_is_set_in_the_portal(database: &TestDatabase) {
    let installation = Installation::new(database);
    assert_eq!(installation.set_up().code, Some(0));
    let missing = installation.run(&["dkim", "create"]);
    assert!(missing.code == Some(2) && missing.err.contains("--domain"), "{missing:?}");
    let set = "UPDATE companies SET mail_from = 'hr@пример.рф'";
    database.db.write(move |tx| tx.execute(set, &[])).await.unwrap();
    let made = installation.run(&["dkim", "create"]);
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.out.starts_with(&format!("collega._domainkey.{EXAMPLE}")), "{made:?}");
    assert!(made.err.contains(&format!("mail.dkim_domain = \"{EXAMPLE}\"")), "{made:?}");
    let other = installation.run(&["dkim", "create", "--domain", "example.org", "--file", "other.pem"]);
    assert!(other.out.starts_with("collega._domainkey.example.org"), "{other:?}");
}

async fn a_key_that_cannot_be_used_stops_the_start(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    installation.run(&["dkim", "create", "--domain", "example.org", "--algorithm", "ed25519"]);
    let key = installation.folder.path().join("data/dkim-ed25519.pem");
    let start = |file: &str| {
        let mut command = installation.command(&["employees"]);
        ended(
            command.env("COLLEGA_MAIL__DKIM_DOMAIN", "example.org").env("COLLEGA_MAIL__DKIM_KEY_FILE", file),
        )
    };
    let of_other_kind = start("data/dkim-ed25519.pem");
    assert!(
        of_other_kind
            .err
            .contains("mail.dkim_key_file: data/dkim-ed25519.pem holds a key of Ed25519, not of RSA")
    );
    std::fs::set_permissions(&key, std::fs::Permissions::from_mode(0o640)).unwrap();
    let open = start("data/dkim-ed25519.pem");
    assert!(open.err.contains("run chmod 600 data/dkim-ed25519.pem"), "{open:?}");
    let missing = start("gone.pem");
    assert!(missing.err.contains("mail.dkim_key_file: gone.pem is missing"), "{missing:?}");
    let no_key = start("data/secret.key");
    assert!(no_key.err.contains("holds no private key"), "{no_key:?}");
    for ended in [of_other_kind, open, missing, no_key] {
        assert!(ended.code == Some(1) && ended.err.lines().count() == 1, "{ended:?}");
    }
}

async fn the_doctor_looks_at_the_keys(database: &TestDatabase) {
    let installation = Installation::new(database);
    installation.set_up();
    for algorithm in ["rsa", "ed25519"] {
        installation.run(&["dkim", "create", "--domain", "example.org", "--algorithm", algorithm]);
    }
    let open = installation.folder.path().join("open.pem");
    std::fs::write(&open, "").unwrap();
    std::fs::set_permissions(&open, std::fs::Permissions::from_mode(0o644)).unwrap();
    let doctor = |settings: &[(&str, &str)]| {
        let mut command = installation.command(&["doctor"]);
        for (name, value) in settings {
            command.env(format!("COLLEGA_MAIL__{name}"), value);
        }
        ended(&mut command)
    };
    let (rsa, ed25519) =
        (("DKIM_KEY_FILE", "data/dkim-rsa.pem"), ("DKIM_ED25519_KEY_FILE", "data/dkim-ed25519.pem"));
    let of_sender = ("FROM", "hr@mail.example.org");
    let own = ("DKIM_DOMAIN", "example.org");
    for (settings, words) in [
        (&[of_sender, own, rsa, ed25519][..], "ok     mail.dkim_ed25519_key_file: letters of example.org"),
        (&[of_sender, own, ed25519], "advice mail.dkim_ed25519_key_file: many receivers"),
        (
            &[("FROM", "hr@lutik.example"), own, rsa],
            "bad    mail.dkim_key_file: letters leave unsigned: they come from lutik.example, and the key is of example.org",
        ),
        (&[own, rsa], "bad    mail.dkim_key_file: letters leave unsigned: they come from localhost"),
        (&[own, ("DKIM_KEY_FILE", "gone.pem")], "bad    mail.dkim_key_file: gone.pem is missing"),
        (&[own, ("DKIM_KEY_FILE", "open.pem")], "bad    mail.dkim_key_file: others may read open.pem"),
        (&[own, ("DKIM_KEY_FILE", "data/dkim-ed25519.pem")], "holds a key of Ed25519, not of RSA"),
        (&[own, ("DKIM_KEY_FILE", "data/secret.key")], "holds no private key"),
    ] {
        let found = doctor(settings);
        assert!(found.out.contains(words), "{settings:?}: {found:?}");
        assert_eq!(found.code == Some(1), found.out.contains("bad "), "{found:?}");
        assert!(found.out.contains("ok     database_url"), "{found:?}");
    }
    assert!(!doctor(&[]).out.contains("dkim"), "without keys there is nothing to look at");
}
