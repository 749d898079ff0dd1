use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::signature::{
    ED25519, RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::signature::Letter;
use super::*;

/// RFC 8463, appendix A: the message, and what both signatures name.
const DINNER: &str = "From: Joe SixPack <joe@football.example.com>\r\n\
    To: Suzie Q <suzie@shopping.example.net>\r\n\
    Subject: Is dinner ready?\r\n\
    Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
    Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\
    \r\n\
    Hi.\r\n\
    \r\n\
    We lost the game.  Are you hungry yet?\r\n\
    \r\n\
    Joe.\r\n";
const DINNER_NAMES: [&str; 9] =
    ["from", "to", "subject", "date", "message-id", "from", "subject", "date", "cc"];
const DINNER_HASH: &str = "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=";
const DINNER_KEY: &str = "-----BEGIN PRIVATE KEY-----\n\
    MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n\
    -----END PRIVATE KEY-----\n";

fn bytes(base64: &str) -> Vec<u8> {
    STANDARD.decode(base64).unwrap()
}

fn dinner_key() -> SigningKey {
    SigningKey::from_pem(DINNER_KEY.as_bytes(), "brisbane").unwrap()
}

/// The canonical fields of the vectors, ending with the signature's own.
fn dinner_input(own: &str) -> Vec<u8> {
    let letter = Letter::read(DINNER.as_bytes());
    assert_eq!(letter.body_hash(), DINNER_HASH);
    // The last name is of a field that is not there, which adds nothing.
    letter.signing_input(&DINNER_NAMES, own)
}

#[test]
fn the_ed25519_signature_of_the_standard_is_made() {
    let own = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; \
        i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : \
        message-id : from : subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
    let signature = dinner_key().sign(&dinner_input(own)).unwrap();
    let expected = "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==";
    assert_eq!(STANDARD.encode(signature), expected);
    let record = dinner_key().record("football.example.com").unwrap();
    assert_eq!(record.name, "brisbane._domainkey.football.example.com");
    assert_eq!(record.value, "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
}

/// Its key has 1024 bits, too few to sign with today, so its signature is checked instead.
#[test]
fn the_rsa_signature_of_the_standard_holds() {
    let own = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed;\r\n d=football.example.com; \
        i=@football.example.com;\r\n q=dns/txt; s=test; t=1528637909; h=from : to : subject :\r\n date : \
        message-id : from : subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
    let public = bytes(
        "MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx\
         /byYzCNb3W91y3FutACDfzwQ/BC/e/8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTI\
         KT+l/K4w3QIDAQAB",
    );
    let signature = bytes(
        "F45dVWDfMbQDGHJFlXUNB2HKfbCeLRyhDXgFpEL8GwpsRe0IeIixNTe3DhCVlUrSjV4BwcVcOF6+FF3Zo9Rpo1tFOeS9mPYQTnGd\
         aSGsgeefOsk2JzdA+L10TeYt9BgDfQNZtKdN1WO//KgIqXP7OdEFE4LjFYNcUxZQ4FADY+8=",
    );
    let key = UnparsedPublicKey::new(&RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY, public);
    assert!(key.verify(&dinner_input(own), &signature).is_ok());
    assert!(key.verify(&dinner_input(&own.replace("s=test", "s=best")), &signature).is_err());
}

fn message(sender: &str) -> Message {
    Message {
        bytes: DINNER.as_bytes().to_vec(),
        sender: sender.to_owned(),
        recipient: "suzie@shopping.example.net".to_owned(),
        needs_smtputf8: false,
        date: Timestamp(1_528_637_909_999),
    }
}

fn both() -> (Signer, Vec<Record>) {
    let keys = vec![SigningKey::generate(Algorithm::Rsa, "test").unwrap(), dinner_key()];
    let records = keys.iter().map(|key| key.record("example.com").unwrap()).collect();
    (Signer::new("example.com", keys), records)
}

/// The signature fields on top of a message, each without its last line break.
fn signatures(message: &Message) -> Vec<String> {
    let text = String::from_utf8(message.bytes.clone()).unwrap();
    let head = text.strip_suffix(DINNER).expect("the message itself stays as it was");
    let parts = head.split("DKIM-Signature:").skip(1);
    parts.map(|rest| format!("DKIM-Signature:{}", rest.strip_suffix("\r\n").unwrap())).collect()
}

fn tag<'a>(field: &'a str, tag: &str) -> &'a str {
    let begin = format!("{tag}=");
    let found = field.split_once(':').unwrap().1.split(';').find_map(|part| part.trim().strip_prefix(&begin));
    found.unwrap_or_else(|| panic!("no {tag} in {field}"))
}

#[test]
fn a_letter_is_signed_with_each_key() {
    let (signer, records) = both();
    let letter = signer.sign(message("joe@football.example.com"));
    let fields = signatures(&letter);
    assert_eq!(fields.len(), 2);
    for (field, record) in fields.iter().zip(&records) {
        assert_eq!((tag(field, "d"), tag(field, "t")), ("example.com", "1528637909"));
        assert_eq!((tag(field, "c"), tag(field, "bh")), ("relaxed/relaxed", DINNER_HASH));
        assert_eq!(record.name, format!("{}._domainkey.example.com", tag(field, "s")));
        let names: String = tag(field, "h").split_whitespace().collect();
        assert_eq!(
            names,
            "From:From:To:To:Cc:Subject:Subject:Date:Date:Message-ID:Message-ID:Reply-To:List-Unsubscribe:\
             List-Unsubscribe-Post:MIME-Version:Content-Type"
        );
        let names: Vec<_> = names.split(':').collect();
        let (bare, signature) = field.split_once("\r\n\tb=").unwrap();
        let signature = bytes(&signature.split_whitespace().collect::<String>());
        let input = Letter::read(DINNER.as_bytes()).signing_input(&names, &format!("{bare}\r\n\tb="));
        let public = bytes(record.value.rsplit_once("p=").unwrap().1);
        let holds = match tag(field, "a") {
            "rsa-sha256" => {
                UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, public).verify(&input, &signature)
            }
            "ed25519-sha256" => {
                UnparsedPublicKey::new(&ED25519, public).verify(digest(&SHA256, &input).as_ref(), &signature)
            }
            other => panic!("{other}"),
        };
        assert!(holds.is_ok(), "{field}");
    }
    let again = signer.sign(message("joe@football.example.com"));
    assert_eq!(letter.bytes, again.bytes, "every attempt sends the same bytes");
}

#[test]
fn lines_of_a_signature_are_short() {
    let (signer, _) = both();
    for field in signatures(&signer.sign(message("joe@example.com"))) {
        for line in field.split("\r\n") {
            assert!(line.len() <= 78 && !line.trim().is_empty(), "{line:?}");
        }
        assert!(!field.replace("\r\n\t", "").contains(['\r', '\n']), "{field}");
    }
}

#[test]
fn a_stranger_is_not_signed_for() {
    let (signer, _) = both();
    for stranger in ["joe@example.org", "joe@badexample.com", "joe@com", "example.com@evil.example"] {
        assert_eq!(signer.sign(message(stranger)).bytes, DINNER.as_bytes(), "{stranger}");
    }
    let none = Signer::default();
    assert_eq!(none.sign(message("joe@example.com")).bytes, DINNER.as_bytes());
    assert!(Signer::new("example.com", Vec::new()).domain().is_none());
}

#[test]
fn fields_that_are_there_more_than_once_are_signed_from_the_last_on() {
    let letter = Letter::read(b"A: 1\r\nB: x\r\nA: 2\r\n and more\r\n\r\n");
    let input = letter.signing_input(&["A", "a", "A", "B"], "Own:");
    assert_eq!(String::from_utf8(input).unwrap(), "a:2 and more\r\na:1\r\nb:x\r\nown:");
}

#[test]
fn a_key_comes_back_from_its_pem() {
    for algorithm in Algorithm::ALL {
        let key = SigningKey::generate(algorithm, "one").unwrap();
        let pem = key.to_pem().unwrap();
        assert!(pem.lines().all(|line| line.len() <= 64) && pem.ends_with("-----\n"), "no PEM");
        let back = SigningKey::from_pem(pem.as_bytes(), "two").unwrap();
        assert_eq!((back.algorithm(), back.selector()), (algorithm, "two"));
        assert_eq!(back.record("a.b").unwrap().value, key.record("a.b").unwrap().value);
        assert_eq!(back.sign(b"x").unwrap(), key.sign(b"x").unwrap());
    }
    assert_eq!(&**dinner_key().to_pem().unwrap(), DINNER_KEY);
}

#[test]
fn what_is_no_key_is_not_taken() {
    let server = include_str!("../smtp/testdata/server.key");
    let cut = DINNER_KEY.replace("MC4C", "MC4D");
    for pem in ["", "key", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", server, &cut] {
        assert!(SigningKey::from_pem(pem.as_bytes(), "x").is_none(), "{pem}");
    }
}

#[test]
fn a_domain_is_an_a_label_with_a_dot() {
    for (typed, kept) in [
        (" Example.ORG. ", Some("example.org")),
        ("пример.рф", Some("xn--e1afmkfd.xn--p1ai")),
        ("localhost", None),
        ("", None),
        ("127.0.0.1", None),
        ("exa mple.org", None),
        ("a@example.org", None),
        ("example.org;x=1", None),
    ] {
        assert_eq!(domain(typed).as_deref(), kept, "{typed}");
    }
}

#[test]
fn a_selector_can_stand_in_dns() {
    for good in ["collega", "mail2026", "s1.eu", "a-b"] {
        assert!(is_selector(good), "{good}");
    }
    for bad in ["", ".", "a.", "-a", "a-", "a b", "a;b", "ключ", "a_b", &"a".repeat(64)] {
        assert!(!is_selector(bad), "{bad}");
    }
}
