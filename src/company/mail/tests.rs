use super::*;

fn draft() -> Draft {
    Draft {
        is_direct: false,
        host: " Mail.Example ".to_owned(),
        port: String::new(),
        tls: TlsMode::Required,
        user: "anna".to_owned(),
        password: Zeroizing::new("secret".to_owned()),
        tried: None,
        from: "no-reply@пример.рф".to_owned(),
    }
}

fn problems(draft: &Draft, kept: Option<&SmtpServer>) -> Vec<Problem> {
    draft.checked(kept).err().unwrap_or_default()
}

fn kept() -> SmtpServer {
    "smtp://anna:kept@mail.example:587?tls=required".parse().unwrap()
}

#[test]
fn a_draft_becomes_a_server_and_a_sender() {
    let settings = draft().checked(None).ok().unwrap();
    assert!(settings.outlet == "smtp://anna:secret@mail.example:587?tls=required".parse().unwrap());
    assert_eq!(settings.from.as_deref(), Some("no-reply@xn--e1afmkfd.xn--p1ai"));
    for (tls, user, port) in
        [(TlsMode::Implicit, "anna", 465), (TlsMode::None, "", 25), (TlsMode::Opportunistic, "", 25)]
    {
        let password = if user.is_empty() { "" } else { "secret" };
        let password = Zeroizing::new(password.to_owned());
        let draft = Draft { tls, user: user.to_owned(), password, from: String::new(), ..draft() };
        let settings = draft.checked(None).ok().unwrap();
        assert_eq!((settings.outlet.server().unwrap().port(), settings.from), (port, None));
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let wrong = Draft {
        host: "https://mail.example".to_owned(),
        port: "99999".to_owned(),
        from: "nobody".to_owned(),
        ..draft()
    };
    assert!(matches!(problems(&wrong, None).as_slice(), [Problem::Host, Problem::Port, Problem::From(_)]));
    for port in ["0", "-1", "smtp", "70000"] {
        assert_eq!(problems(&Draft { port: port.to_owned(), ..draft() }, None), [Problem::Port], "{port}");
    }
    for host in
        ["", "mail.example:465", "a b", "anna@mail.example", "mail.example/x", "mail.example?tls=none"]
    {
        assert_eq!(problems(&Draft { host: host.to_owned(), ..draft() }, None), [Problem::Host], "{host}");
    }
    assert_eq!(problems(&Draft { user: String::new(), ..draft() }, None), [Problem::User]);
    assert_eq!(problems(&Draft { password: Zeroizing::default(), ..draft() }, None), [Problem::Password]);
    assert_eq!(problems(&Draft { tls: TlsMode::None, ..draft() }, None), [Problem::PasswordInTheClear]);
    assert_eq!(problems(&Draft { user: "a\0b".to_owned(), ..draft() }, None), [Problem::SignIn]);
}

#[test]
fn a_kept_password_goes_to_its_own_server_only() {
    let kept = kept();
    let same = Draft { password: Zeroizing::default(), ..draft() };
    assert_eq!(same.checked(Some(&kept)).ok().unwrap().outlet.server().unwrap().password(), Some("kept"));
    let moved = Draft { port: "465".to_owned(), tls: TlsMode::Implicit, ..same.clone() };
    assert_eq!(moved.checked(Some(&kept)).ok().unwrap().outlet.server().unwrap().password(), Some("kept"));
    for other in [
        Draft { host: "evil.example".to_owned(), ..same.clone() },
        Draft { user: "petr".to_owned(), ..same.clone() },
        Draft { tls: TlsMode::Opportunistic, ..same.clone() },
        Draft { tls: TlsMode::None, ..same.clone() },
    ] {
        assert_eq!(problems(&other, Some(&kept)), [Problem::PasswordOfAnother]);
    }
    let without = Draft { user: String::new(), ..same };
    assert_eq!(
        without.checked(Some(&kept)).ok().unwrap().outlet.server().unwrap().password(),
        None,
        "and can be removed"
    );
}

#[test]
fn without_a_server_only_the_sender_counts() {
    let direct = Draft { is_direct: true, host: "https://x".to_owned(), port: "0".to_owned(), ..draft() };
    let settings = direct.checked(Some(&kept())).ok().unwrap();
    assert!(settings.outlet == Outlet::Direct && settings.outlet.to_url().as_str() == "direct:");
    assert_eq!(settings.from.as_deref(), Some("no-reply@xn--e1afmkfd.xn--p1ai"));
    let nobody = Draft { from: "nobody".to_owned(), ..direct };
    assert!(matches!(problems(&nobody, None).as_slice(), [Problem::From(_)]));
}
