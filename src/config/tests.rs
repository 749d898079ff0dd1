//! What settings may be, where they come from, and what is said of bad ones.

use super::*;

fn load(toml: &str, environment: &[(&str, &str)]) -> Result<Config, String> {
    let folder = std::env::temp_dir().join(format!("collega-config-{}-{:p}", std::process::id(), &toml));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("collega.toml");
    std::fs::write(&file, toml).unwrap();
    let flags = Flags { config: Some(file), ..Flags::default() };
    let pairs = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let loaded = Config::load(&flags, pairs).map_err(|problem| problem.to_string());
    std::fs::remove_dir_all(folder).unwrap();
    loaded
}

#[test]
fn the_environment_wins_over_the_file() {
    let config = load(
        "listen = '0.0.0.0:80'\n[mail]\nfrom = 'a@example.org'\nmax_connections = 3",
        &[("COLLEGA_MAIL__FROM", "b@example.org"), ("HOME", "/")],
    )
    .unwrap();
    assert_eq!(config.listen, "0.0.0.0:80");
    assert_eq!(config.mail.from.as_deref(), Some("b@example.org"));
    assert_eq!(config.mail.max_connections, 3);
}

#[test]
fn a_flag_wins_over_all() {
    let flags = Flags { database_url: Some("sqlite:x.db".to_owned()), ..Flags::default() };
    let environment = [("COLLEGA_DATABASE_URL".to_owned(), "sqlite:y.db".to_owned())];
    assert_eq!(Config::load(&flags, environment.into_iter()).unwrap().database_url, "sqlite:x.db");
}

#[test]
fn a_bad_setting_is_named_and_what_to_do_is_said() {
    for (toml, environment, expected) in [
        ("mail.form = 'x'", vec![], "there is no setting mail.form; did you mean mail.from?"),
        (
            "",
            vec![("COLLEGA_LISTNE", "x")],
            "there is no setting COLLEGA_LISTNE; did you mean COLLEGA_LISTEN?",
        ),
        (
            "[mail]\nmax_connections = 0",
            vec![],
            "mail.max_connections = \"0\": write a whole number from 1 to 100",
        ),
        ("[mail]\ndirect_port = 0", vec![], "mail.direct_port = \"0\": write a port from 1 to 65535"),
        (
            "[mail]\ndirect_networks = '10.0.0.0/8, lan'",
            vec![],
            "mail.direct_networks = \"lan\": write addresses or networks",
        ),
        ("log_format = 'xml'", vec![], "log_format = \"xml\": write text or json"),
        ("database_url = 'mysql://a:secret@b'", vec![], "database_url: write sqlite:PATH or postgres://"),
        (
            "public_url = 'https://a.example/path'",
            vec![],
            "public_url = \"https://a.example/path\": write an address",
        ),
        ("mail.bounce_address = 'почта@бух.рф'", vec![], "only Latin letters, digits and marks before the @"),
        ("mail.bounce_address = 'a+b@example.org'", vec![], "without a +"),
        ("mail.from = 'nobody'", vec![], "mail.from = \"nobody\": write an address"),
        ("listen = ", vec![], "collega.toml: line 1 is not TOML: "),
        ("\n[mail]\nsmtp_url = 'smtp://u:secret@h", vec![], "collega.toml: line 3 is not TOML: "),
        (
            "trusted_proxies = 'proxy.lan'",
            vec![],
            "trusted_proxies = \"proxy.lan\": write addresses of proxies",
        ),
        (
            "",
            vec![("COLLEGA_DATABASE_URL", "sqlite:a"), ("COLLEGA_DATABASE_URL_FILE", "/secret")],
            "COLLEGA_DATABASE_URL and COLLEGA_DATABASE_URL_FILE are both set",
        ),
    ] {
        let problem = load(toml, &environment).expect_err(toml);
        assert!(problem.contains(expected), "{problem}");
        assert!(!problem.contains("secret"), "{problem}");
        assert!(!problem.contains("'smtp"), "{problem}");
        assert!(!problem.contains('\n'), "{problem}");
    }
}

#[test]
fn a_secret_may_come_from_a_file() {
    let file = std::env::temp_dir().join(format!("collega-secret-{}", std::process::id()));
    std::fs::write(&file, "smtp://127.0.0.1:25\n").unwrap();
    let config = load("", &[("COLLEGA_MAIL__SMTP_URL_FILE", file.to_str().unwrap())]).unwrap();
    std::fs::remove_file(file).unwrap();
    assert_eq!(config.mail.smtp_url.as_deref(), Some("smtp://127.0.0.1:25"));
    assert!(!format!("{config:?}").contains("127.0.0.1:25"), "a server's address may hold a password");
}

#[test]
fn an_address_of_the_portal_loses_its_slash() {
    assert_eq!(public_url("https://Portal.Example.org/").unwrap(), "https://portal.example.org");
    for bad in
        ["portal.example.org", "ftp://a", "https://", "https://u:p@a", "https://a?b", "javascript:alert(1)"]
    {
        assert!(public_url(bad).is_err(), "{bad}");
    }
}

#[test]
fn the_portal_is_first_reached_where_it_listens() {
    for (listen, url) in [
        ("127.0.0.1:8080", "http://localhost:8080"),
        ("0.0.0.0:80", "http://localhost"),
        ("[::]:9000", "http://localhost:9000"),
        ("192.168.1.5:8080", "http://192.168.1.5:8080"),
        ("portal.lan:80", "http://portal.lan"),
    ] {
        let config = Config { listen: listen.to_owned(), ..Config::default() };
        assert_eq!(config.default_public_url(), url);
    }
    let config = Config { public_url: Some("https://portal.example".to_owned()), ..Config::default() };
    assert_eq!(config.default_public_url(), "https://portal.example");
}

#[test]
fn an_empty_variable_is_none() {
    for name in source::KEYS {
        let variable = format!("COLLEGA_{}", name.replace('.', "__").to_uppercase());
        let config = load("listen = '0.0.0.0:80'", &[(&variable, "")]).unwrap();
        assert_eq!(config.listen, "0.0.0.0:80", "{name}");
    }
    assert!(load("", &[("COLLEGA_DATABASE_URL_FILE", "")]).is_ok());
}

#[test]
fn proxies_are_a_list_or_a_text() {
    for toml in
        ["trusted_proxies = ['10.0.0.1', '192.168.0.0/16']", "trusted_proxies = '10.0.0.1, 192.168.0.0/16'"]
    {
        let proxies = load(toml, &[]).unwrap().trusted_proxies;
        assert!(
            proxies.contains("192.168.7.7".parse().unwrap())
                && !proxies.contains("10.0.0.2".parse().unwrap())
        );
    }
}

#[test]
fn a_sender_keeps_its_name() {
    let sender = |from: &str| load(&format!("mail.from = '{from}'"), &[]).unwrap().mail.sender().unwrap();
    for named in ["Acme HR <hr@acme.example>", "\"Acme HR\" <hr@acme.example>"] {
        assert_eq!(sender(named), Mailbox::named("Acme HR", "hr@acme.example"));
    }
    for bare in ["hr@acme.example", "<hr@acme.example>"] {
        assert_eq!(sender(bare), Mailbox::unnamed("hr@acme.example"));
    }
}

#[test]
fn a_wrong_flag_is_wrong_usage() {
    let wrong = |flags: Flags| Config::load(&flags, std::iter::empty()).unwrap_err().is_usage();
    assert!(wrong(Flags { database_url: Some("mysql://a".to_owned()), ..Flags::default() }));
    assert!(wrong(Flags { listen: Some("8080".to_owned()), ..Flags::default() }));
    assert!(wrong(Flags { config: Some("nowhere.toml".into()), ..Flags::default() }));
    let variable = [("COLLEGA_LISTEN".to_owned(), "8080".to_owned())];
    assert!(!Config::load(&Flags::default(), variable.into_iter()).unwrap_err().is_usage());
}

#[test]
fn keys_of_signatures_belong_to_the_domain_of_the_sender() {
    let dkim = |toml: &str| load(&format!("[mail]\n{toml}"), &[]).map(|config| config.mail.dkim);
    let usual = dkim("from = 'Портал <hr@Почта.Пример.рф>'\ndkim_key_file = 'key.pem'").unwrap();
    assert_eq!(usual.domain.as_deref(), Some("xn--80a1acny.xn--e1afmkfd.xn--p1ai"));
    let keys: Vec<_> = usual.keys().map(|(_, selector, file)| (selector, file.to_str().unwrap())).collect();
    assert_eq!(keys, [("collega", "key.pem")]);
    let above = dkim("from = 'hr@mail.example.org'\ndkim_domain = 'Example.org'").unwrap();
    assert_eq!((above.domain.as_deref(), above.keys().count()), (Some("example.org"), 0));
    for (toml, words) in [
        ("dkim_key_file = 'a'", "mail.dkim_key_file: set mail.dkim_domain to the domain of the sender"),
        (
            "from = 'a@localhost'\ndkim_ed25519_key_file = 'a'",
            "mail.dkim_ed25519_key_file: set mail.dkim_domain",
        ),
        ("dkim_domain = 'localhost'", "mail.dkim_domain = \"localhost\": write the domain of the sender"),
        ("dkim_selector = 'a b'", "mail.dkim_selector = \"a b\": write a name such as collega"),
        (
            "dkim_domain = 'a.b'\ndkim_key_file = 'a'\ndkim_ed25519_key_file = 'b'\ndkim_ed25519_selector = 'Collega'",
            "mail.dkim_ed25519_selector = \"Collega\": mail.dkim_selector is the same",
        ),
    ] {
        let problem = dkim(toml).expect_err(toml);
        assert!(problem.contains(words), "{problem}");
    }
}
