//! An administrator names a mail server in the portal, tries it, and letters leave by it.

use std::net::TcpListener;
use std::sync::Arc;
use std::time::Duration;

use collega::app;
use collega::base::clock::{ManualClock, SharedClock, Timestamp};
use collega::base::networks::Networks;
use collega::base::random::SeededRandom;
use collega::company::mail;
use collega::config::Config;
use collega::history::Actor;
use collega::housekeeping;
use collega::mail::smtp::TlsMode;
use collega::mail::transport::Route;
use collega::portal::SharedPortal;
use zeroize::Zeroizing;

use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, bare_company, on_both_engines};
use crate::support::dns::NameServer;
use crate::support::picky_server::PickyServer;
use crate::support::portal::{ADMIN, TestPortal};
use crate::support::smtp_sink::SmtpSink;
use crate::support::wait;

on_both_engines!(
    a_server_is_tried_before_it_is_set,
    letters_leave_by_the_server_until_it_is_removed,
    another_process_and_a_later_one_use_the_server,
    a_sender_that_nobody_can_know_is_told,
    a_trial_says_what_is_wrong_and_keeps_what_was_typed,
    the_conversation_is_told_in_the_words_of_the_reader,
    a_server_that_hangs_up_is_not_said_to_be_silent,
    what_is_wrong_is_told_at_its_field,
    a_typed_password_outlives_what_has_to_be_mended,
    a_password_is_nowhere_to_be_read,
    a_kept_password_is_not_handed_to_another_server,
    a_server_set_for_the_installation_is_only_shown,
    letters_can_leave_without_a_server,
    a_server_is_kept_while_letters_leave_without_it,
    a_server_that_knows_no_passwords_is_told_as_such,
    no_server_set_for_the_installation_is_only_shown,
    a_sender_set_for_the_installation_stays,
    settings_that_cannot_be_read_hold_letters_back,
    letters_that_waited_for_a_better_server_leave_at_once,
    what_waits_is_tried_at_once_when_asked,
    what_waits_because_others_were_refused_is_tried_at_once_too,
    a_changed_address_is_how_a_server_is_greeted,
    only_administrators_set_the_server,
    the_first_run_asks_for_the_server_too,
    a_second_company_does_not_decide_for_the_first,
    trials_are_limited,
);

const PATH: &str = "/settings/mail";
const SECRET: &str = "очень-тайный пароль";
const START: Timestamp = Timestamp(1_795_413_600_000);
const SEALED: &str = "SELECT COUNT(*) FROM companies WHERE smtp_sealed IS NOT NULL";
const DEFERRED: &str = "SELECT COUNT(*) FROM letters WHERE state = 'deferred'";

/// What is typed.
#[derive(Clone)]
struct Typed<'a>(Vec<(&'a str, String)>);

impl<'a> Typed<'a> {
    /// A server on this machine.
    fn local(port: u16) -> Self {
        let empty = ["user", "password", "from"].map(|name| (name, String::new()));
        Self(empty.into()).with("host", "127.0.0.1").with("port", &port.to_string()).with("tls", "none")
    }

    fn with(mut self, name: &'a str, value: &str) -> Self {
        self.0.retain(|(field, _)| *field != name);
        self.0.push((name, value.to_owned()));
        self
    }

    fn fields(&self) -> Vec<(&str, &str)> {
        self.0.iter().map(|(name, value)| (*name, value.as_str())).collect()
    }
}

async fn save(admin: &Browserless, typed: &Typed<'_>) -> Page {
    let page = admin.get(PATH).await;
    admin.submit(&page, PATH, &typed.fields()).await
}

/// Presses «Send a trial letter to me», which sends the same form elsewhere.
async fn try_out(admin: &Browserless, typed: &Typed<'_>) -> Page {
    let page = admin.get(PATH).await;
    let trial = page.attributes("button[formaction]", "formaction").remove(0);
    admin.post(&trial, &typed.fields()).await
}

/// A port where nobody listens.
fn closed_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The same database and key, opened by another process.
async fn opened_anew(portal: &TestPortal) -> SharedPortal {
    let clock: SharedClock = Arc::<ManualClock>::clone(&portal.clock);
    app::open(portal.portal.config.clone(), clock, Arc::new(SeededRandom::new(99))).await.unwrap()
}

/// Invites, and lets the time for taking it back go by.
async fn invite(portal: &TestPortal, admin: &Browserless, address: &str) {
    let page = admin.get("/invite/mail-service").await;
    let review = admin.submit(&page, "/invite/mail-service", &[("addresses", address)]).await;
    admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    portal.advance(Duration::from_secs(11));
}

async fn a_server_is_tried_before_it_is_set(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let overview = admin.get("/settings").await;
    let page = admin.follow(&overview, PATH).await;
    assert!(page.says("они остаются в почтовом ящике портала"), "{}", page.text());
    let tried = try_out(&admin, &Typed::local(sink.port())).await;
    assert!(tried.says("Сервер принял пробное письмо") && tried.says(ADMIN.1), "{}", tried.text());
    assert!(tried.says("← 220") && tried.says("→ MAIL FROM:<no-reply@127.0.0.1>"), "{}", tried.text());
    assert_eq!(tried.value("port"), sink.port().to_string(), "what is typed stays");
    assert!(tried.says("Настройки ещё не сохранены: сохраните их"), "{}", tried.text());
    wait::until("the trial letter", || sink.letters().len() == 1);
    assert!(sink.letters()[0].contains(ADMIN.1) && sink.letters()[0].contains("[127.0.0.1]"));
    assert!(admin.get(PATH).await.says("остаются в почтовом ящике"), "a trial saves nothing");
    let signed = Typed::local(sink.port()).with("user", "anna").with("password", SECRET);
    let tried = try_out(&admin, &signed).await;
    assert!(tried.says("сохраните их") && tried.says("Введённый пароль остался"), "{}", tried.text());
    assert!(!tried.body.contains(SECRET) && tried.value("password").is_empty(), "{}", tried.body);
    let moved = admin.submit(&tried, PATH, &[("host", "localhost")]).await;
    assert_eq!(moved.attributes(".errors a", "href"), ["#password"], "it goes to no other server");
    admin.submit(&tried, PATH, &[]).await;
    let kept = try_out(&admin, &signed.with("password", "")).await;
    assert!(kept.says("Сервер принял") && !kept.says("ещё не сохранены"), "{}", kept.text());
    let signed = Typed::local(sink.port()).with("user", "anna").with("password", "другой пароль");
    save(&admin, &signed).await;
    admin.post("/settings/mail/remove", &[]).await;
    let told = admin.get("/history?area=settings").await;
    for password in ["не задано → есть", "есть → новый", "есть → не задано"]
    {
        assert!(told.says(&format!("пароль почтового сервера: {password}")), "{}", told.text());
    }
    assert!(!told.body.contains(SECRET) && !told.body.contains("другой пароль"), "{}", told.body);
}

async fn letters_leave_by_the_server_until_it_is_removed(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let typed = Typed::local(sink.port()).with("from", "hr@romashka.example");
    let saved = save(&admin, &typed).await;
    assert!(saved.says(&format!("Письма уходят через 127.0.0.1:{}", sink.port())), "{}", saved.text());
    invite(&portal, &admin, "ivan@example.org").await;
    assert!(portal.letters().await.is_empty(), "nothing lands in the mailbox any more");
    wait::until("the invitation", || sink.letters().len() == 1);
    assert!(sink.letters()[0].contains("ivan@example.org"));
    assert!(sink.letters()[0].contains("<hr@romashka.example>"), "{}", sink.letters()[0]);

    let back = admin.submit(&saved, "/settings/mail/remove", &[]).await;
    assert!(back.says("Письма снова остаются в почтовом ящике"), "{}", back.text());
    invite(&portal, &admin, "petr@example.org").await;
    portal.letter_to("petr@example.org").await;
    let history = admin.get("/history").await;
    assert!(history.says(&format!("почтовый сервер: не задано → smtp://127.0.0.1:{}", sink.port())));
    assert!(history.says("адрес отправителя: не задано → hr@romashka.example"), "{}", history.text());
}

async fn another_process_and_a_later_one_use_the_server(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let running = opened_anew(&portal).await;
    let saved = save(&admin, &Typed::local(sink.port())).await;
    let later = opened_anew(&portal).await;
    assert_eq!(later.mail.hello_name(), "[127.0.0.1]", "it greets by the company's address");
    assert!(running.mail.is_mailbox());
    housekeeping::round(&running).await.unwrap();
    for process in [&running, &later] {
        assert!(matches!(process.mail.route(), Route::Smtp(relay) if relay.server().port() == sink.port()));
    }
    invite(&portal, &admin, "ivan@example.org").await;
    app::deliver_due(&later).await.unwrap();
    wait::until("the invitation", || sink.letters().len() == 1);
    admin.submit(&saved, "/settings/mail/remove", &[]).await;
    assert!(opened_anew(&portal).await.mail.is_mailbox());
}

async fn a_sender_that_nobody_can_know_is_told(database: &TestDatabase) {
    const WORDS: &str = "Письма отправляются с no-reply@127.0.0.1: у такого адреса нет домена";
    let sink = SmtpSink::start(&[]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get(PATH).await;
    assert!(!page.says(WORDS), "letters stay in the portal");
    assert!(
        page.says("Укажите адрес: у портала нет домена") && !page.says("чтобы писать с"),
        "{}",
        page.text()
    );
    let local = Typed::local(sink.port());
    assert!(save(&admin, &local).await.says(WORDS));
    let page = save(&admin, &local.with("from", "portal@romashka.example")).await;
    assert!(page.says("Письма уходят через") && !page.says("у такого адреса нет домена"), "{}", page.text());
}

async fn a_trial_says_what_is_wrong_and_keeps_what_was_typed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let away = try_out(&admin, &Typed::local(closed_port())).await;
    assert_eq!(away.status, 200);
    assert!(away.says("почтовый сервер недоступен"), "{}", away.text());
    assert!(away.says("Проверьте имя сервера и порт"), "{}", away.text());
    let refusing = SmtpSink::start(&["-f", "MAIL"]);
    let typed = Typed::local(refusing.port()).with("from", "hr@romashka.example");
    let refused = try_out(&admin, &typed).await;
    assert!(refused.says("не отправляет письма с адреса портала"), "{}", refused.text());
    assert!(refused.says("Укажите адрес отправителя"), "{}", refused.text());
    assert!(refused.texts("details pre").join("").contains("→ MAIL FROM:<hr@romashka.example>"));
    assert_eq!(refused.value("from"), "hr@romashka.example");
    let plain = try_out(&admin, &typed.with("tls", "required")).await;
    assert!(plain.says("не удалось защитить соединение"), "{}", plain.text());
    assert_eq!(plain.value("tls"), "required");
    assert!(portal.portal.mail.is_mailbox());
}

/// What happened at the end of a conversation.
fn ended_by(page: &Page) -> String {
    page.texts("details pre").concat().rsplit("· ").next().unwrap_or_default().to_owned()
}

async fn the_conversation_is_told_in_the_words_of_the_reader(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let nobody = try_out(&admin, &Typed::local(closed_port())).await;
    assert!(ended_by(&nobody).starts_with("Соединиться с 127.0.0.1:"), "{}", nobody.text());
    let plain = PickyServer::start(&[]);
    let cut = try_out(&admin, &Typed::local(plain.port()).with("tls", "required")).await;
    assert_eq!(ended_by(&cut), "Сервер не предлагает TLS (STARTTLS)");
    let refusing = PickyServer::offering("STARTTLS", &[("STARTTLS", "502 5.5.1 no such command")]);
    let refused = try_out(&admin, &Typed::local(refusing.port()).with("tls", "required")).await;
    for page in [cut, refused] {
        assert!(page.says("На этом порту сервер не включает шифрование"), "{}", page.text());
        assert!(!page.says("сертификат"), "{}", page.text());
    }
    let later = PickyServer::start(&[("AUTH", "454 4.7.0 temporary failure")]);
    let typed = Typed::local(later.port()).with("user", "portal").with("password", SECRET);
    let later = try_out(&admin, &typed).await;
    assert!(later.says("сейчас не пускает") && !later.says("недоступен"), "{}", later.text());
    let odd = PickyServer::start(&[("EHLO", "what?")]);
    let odd = try_out(&admin, &Typed::local(odd.port())).await;
    assert_eq!(ended_by(&odd), "Это не ответ почтового сервера: what?");
}

async fn a_server_that_hangs_up_is_not_said_to_be_silent(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let door = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = door.local_addr().unwrap().port();
    let closes = std::thread::spawn(move || drop(door.accept().unwrap()));
    let tried = try_out(&admin, &Typed::local(port)).await;
    closes.join().unwrap();
    assert!(tried.says("почтовый сервер сразу закрыл соединение"), "{}", tried.text());
    assert!(tried.says("не сказав ни слова") && !tried.says("молчит"), "{}", tried.text());
}

async fn what_is_wrong_is_told_at_its_field(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let wrong = Typed::local(99)
        .with("host", "https://smtp.example")
        .with("port", "99999")
        .with("user", "anna")
        .with("password", SECRET)
        .with("from", "кто-то");
    for page in [save(&admin, &wrong).await, try_out(&admin, &wrong).await] {
        assert_eq!(page.status, 422);
        assert!(page.title().starts_with("Ошибка:"), "{}", page.title());
        assert_eq!(page.attributes(".errors a", "href"), ["#host", "#port", "#from"]);
        assert_eq!(page.texts("#host-error, #port-error, #from-error").len(), 3);
        for (name, value) in wrong.fields().into_iter().filter(|(name, _)| *name != "password") {
            assert_eq!(page.value(name), value);
        }
        assert_eq!(page.value("password"), "");
        assert!(page.says("Введите пароль ещё раз") && !page.body.contains(SECRET));
    }
    let clear = Typed::local(25).with("host", "smtp.example").with("user", "anna").with("password", SECRET);
    let page = save(&admin, &clear).await;
    assert_eq!(page.attributes(".errors a", "href"), ["#tls"], "{}", page.text());
    assert_eq!(portal.number(SEALED).await, 0);
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'settings-changed'").await, 0);
}

/// It stays with the server that it was typed for, and is on no page to be read.
async fn a_typed_password_outlives_what_has_to_be_mended(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let typed =
        Typed::local(closed_port()).with("user", "anna").with("password", SECRET).with("from", "кто-то");
    let refused = save(&admin, &typed).await;
    let clear = typed.with("host", "smtp.example").with("port", "99999").with("from", "");
    let unclear = save(&admin, &clear).await;
    let away = admin.submit(&refused, "/settings/mail/trial", &[("from", "")]).await;
    assert!(away.says("почтовый сервер недоступен"), "{}", away.text());
    for page in [&refused, &unclear, &away] {
        assert!(page.says("Введённый пароль остался") && !page.body.contains(SECRET), "{}", page.text());
    }
    let safe = [("port", ""), ("tls", "required")];
    let mended = admin.submit(&unclear, PATH, &[&safe[..], &[("host", "elsewhere.example")]].concat()).await;
    assert_eq!(mended.attributes(".errors a", "href"), ["#password"], "it goes to no other server");
    admin.submit(&unclear, PATH, &safe).await;
    let Route::Smtp(relay) = portal.portal.mail.route() else { panic!("no server") };
    assert_eq!((relay.server().host(), relay.server().password()), ("smtp.example", Some(SECRET)));
}

async fn a_password_is_nowhere_to_be_read(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let typed = Typed::local(closed_port()).with("user", "anna@romashka.example").with("password", SECRET);
    let tried = try_out(&admin, &typed).await;
    let saved = save(&admin, &typed).await;
    assert!(saved.says("Пароль сохранён"), "{}", saved.text());
    assert_eq!([saved.value("user"), saved.value("password")], ["anna@romashka.example", ""]);
    let history = admin.get("/history").await;
    assert!(history.says("пароль почтового сервера"), "{}", history.text());
    for page in [tried, saved, history] {
        assert!(!page.body.contains(SECRET), "{}", page.path());
    }
    let company = portal.company;
    let sealed = portal.write(move |tx| tx.companies().smtp_sealed(company)).await.unwrap();
    let shows = |bytes: &str| sealed.windows(bytes.len()).any(|window| window == bytes.as_bytes());
    assert!(!shows(SECRET) && !shows("anna") && !shows("127.0.0.1"));
    let Route::Smtp(relay) = opened_anew(&portal).await.mail.route() else { panic!("no server") };
    assert_eq!(relay.server().password(), Some(SECRET), "and is still known to the portal");
    assert!(!format!("{:?}", relay.server()).contains(SECRET));
}

async fn a_kept_password_is_not_handed_to_another_server(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let first = Typed::local(closed_port()).with("user", "anna").with("password", SECRET);
    save(&admin, &first).await;
    let same = save(&admin, &first.clone().with("password", "")).await;
    assert!(same.says("Почта настроена"), "an empty password keeps the old one: {}", same.text());
    let sink = SmtpSink::start(&[]);
    let other = Typed::local(sink.port()).with("host", "localhost").with("user", "anna");
    for page in [save(&admin, &other).await, try_out(&admin, &other).await] {
        assert_eq!(page.attributes(".errors a", "href"), ["#password"], "{}", page.text());
    }
    assert!(sink.letters().is_empty());
    let without = save(&admin, &other.with("user", "")).await;
    assert!(without.says("Письма уходят через localhost"), "{}", without.text());
    let Route::Smtp(relay) = portal.portal.mail.route() else { panic!("no server") };
    assert_eq!(relay.server().password(), None, "removed with the name");
}

async fn a_server_set_for_the_installation_is_only_shown(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let port = sink.port();
    let portal = TestPortal::with(database, |config: &mut Config| {
        config.mail.smtp_url = Some(format!("smtp://anna:{port}@127.0.0.1:{port}"));
        config.mail.from = Some("Портал <hr@romashka.example>".to_owned());
    })
    .await;
    let admin = portal.admin().await;
    let page = admin.get(PATH).await;
    assert!(page.says(&format!("Письма уходят через 127.0.0.1:{port}")), "{}", page.text());
    assert!(page.says("collega.toml") && page.says("hr@romashka.example") && !page.says("anna:"));
    assert!(page.attributes("main input", "name").is_empty(), "nothing can be changed");
    assert_eq!(admin.post(PATH, &Typed::local(25).fields()).await.status, 403);
    assert_eq!(admin.post("/settings/mail/remove", &[]).await.status, 403);
    let tried = try_out(&admin, &Typed(Vec::new())).await;
    assert!(tried.says("Сервер принял пробное письмо"), "{}", tried.text());
    wait::until("the trial letter", || sink.letters().len() == 1);
    assert!(sink.letters()[0].contains("hr@romashka.example"));
    assert!(matches!(portal.portal.mail.route(), Route::Smtp(relay) if relay.server().port() == port));
}

/// Letters go to the servers that this name server names, at that port.
fn straight(config: &mut Config, dns: &NameServer, port: u16) {
    config.mail.dns_server = Some(dns.address());
    config.mail.direct.port = port;
    config.mail.direct.networks = Networks::parse("127.0.0.0/8").unwrap();
}

/// The administrator's own domain has a server, which others have, too.
fn names() -> NameServer {
    NameServer::start(&[
        "mx-host=romashka.example,mx.romashka.example,10",
        "host-record=mx.romashka.example,127.0.0.1",
    ])
}

async fn direct_is_told(admin: &Browserless) {
    assert!(admin.get("/settings/mail/queue").await.says("Письма уходят напрямую"));
    assert!(admin.get("/settings").await.says("Письма уходят напрямую"));
    let history = admin.get("/history").await;
    assert!(history.says("direct:"), "{}", history.text());
}

async fn letters_can_leave_without_a_server(database: &TestDatabase) {
    let (sink, dns) = (SmtpSink::start(&[]), names());
    let portal = TestPortal::with(database, |config| straight(config, &dns, sink.port())).await;
    let admin = portal.admin().await;
    let page = admin.get(PATH).await;
    assert_eq!(page.attributes("input[name=way][checked]", "value"), ["server"]);
    assert!(page.says("порт 25") && page.says("PTR"), "{}", page.text());
    let typed = Typed::local(1).with("way", "direct").with("host", "").with("port", "");
    let tried = try_out(&admin, &typed).await;
    assert!(tried.says("Сервер принял пробное письмо"), "{}", tried.text());
    assert!(tried.says("· Серверы домена romashka.example: mx.romashka.example"), "{}", tried.text());
    assert!(tried.says("→ RCPT TO:<anna@romashka.example>") && tried.says("Настройки ещё не сохранены"));
    assert_eq!(tried.attributes("input[name=way][checked]", "value"), ["direct"]);
    let saved = save(&admin, &typed).await;
    assert!(saved.says("Письма уходят напрямую на серверы получателей"), "{}", saved.text());
    assert_eq!(saved.attributes("input[name=way][checked]", "value"), ["direct"]);
    assert!(matches!(opened_anew(&portal).await.mail.route(), Route::Direct(_)));
    invite(&portal, &admin, "ivan@romashka.example, petr@nowhere.example").await;
    app::deliver_due(&portal.portal).await.unwrap();
    wait::until("the letters: the trial, the invitation, and that the other did not leave", || {
        sink.letters().len() == 3
    });
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE state = 'accepted'").await, 2);
    let wrong =
        "SELECT COUNT(*) FROM letters WHERE state = 'failed' AND reason = 'delivery-reason-bad-address'";
    assert_eq!(portal.number(wrong).await, 1);
    direct_is_told(&admin).await;
    assert_eq!(save(&admin, &typed.clone().with("way", "pigeon")).await.status, 400);
    save(&admin, &Typed::local(sink.port()).with("way", "server")).await;
    assert!(matches!(portal.portal.mail.route(), Route::Smtp(_)));
}

async fn a_server_is_kept_while_letters_leave_without_it(database: &TestDatabase) {
    let (sink, dns) = (SmtpSink::start(&[]), names());
    let portal = TestPortal::with(database, |config| straight(config, &dns, sink.port())).await;
    let admin = portal.admin().await;
    let server = Typed::local(sink.port()).with("user", "portal").with("password", SECRET);
    save(&admin, &server.clone().with("way", "server")).await;
    let page = save(&admin, &server.clone().with("password", "").with("way", "direct")).await;
    assert!(matches!(portal.portal.mail.route(), Route::Direct(_)), "{}", page.text());
    assert!(page.says("сохранятся вместе с паролем") && page.says("Пароль сохранён"), "{}", page.text());
    assert_eq!((page.value("host"), page.value("user")), ("127.0.0.1".to_owned(), "portal".to_owned()));
    // Also where what is typed meanwhile can't be used, and for another process.
    save(&admin, &Typed::local(1).with("host", "").with("way", "direct")).await;
    assert!(matches!(opened_anew(&portal).await.mail.route(), Route::Direct(_)));
    let back = save(&admin, &server.with("password", "").with("way", "server")).await;
    assert_eq!(back.status, 200, "the password is still known: {}", back.text());
    let Route::Smtp(relay) = portal.portal.mail.route() else { panic!("no server") };
    assert_eq!((relay.server().user(), relay.server().password()), (Some("portal"), Some(SECRET)));
}

async fn a_server_that_knows_no_passwords_is_told_as_such(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let silent = PickyServer::offering("SIZE", &[]);
    let unwilling = PickyServer::start(&[("AUTH", "503 5.5.1 authentication not enabled")]);
    let wrong = PickyServer::start(&[("AUTH", "535 5.7.8 no")]);
    for (server, is_password) in [(silent, false), (unwilling, false), (wrong, true)] {
        let typed = Typed::local(server.port()).with("user", "portal").with("password", SECRET);
        let tried = try_out(&admin, &typed).await;
        assert_eq!(
            tried.says("почтовый сервер не принимает вход по паролю"),
            !is_password,
            "{}",
            tried.text()
        );
        assert_eq!(tried.says("Пароль здесь ни при чём"), !is_password, "{}", tried.text());
        assert_eq!(tried.says("Проверьте имя и пароль"), is_password, "{}", tried.text());
    }
}

async fn no_server_set_for_the_installation_is_only_shown(database: &TestDatabase) {
    let (sink, dns) = (SmtpSink::start(&["-f", "RCPT"]), names());
    let portal = TestPortal::with(database, |config| {
        straight(config, &dns, sink.port());
        config.mail.smtp_url = Some("direct:".to_owned());
    })
    .await;
    let admin = portal.admin().await;
    let page = admin.get(PATH).await;
    assert!(page.says("Письма уходят напрямую на серверы получателей"), "{}", page.text());
    assert!(page.attributes("main input", "name").is_empty(), "nothing can be changed");
    let tried = try_out(&admin, &Typed(Vec::new())).await;
    assert!(tried.says("Пробное письмо не ушло") && tried.says("← 500"), "{}", tried.text());
    drop(sink);
    let tried = try_out(&admin, &Typed(Vec::new())).await;
    assert!(tried.says("порт 25 закрыт наружу"), "{}", tried.text());
}

async fn a_sender_set_for_the_installation_stays(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let portal = TestPortal::with(database, |config: &mut Config| {
        config.mail.from = Some("hr@romashka.example".to_owned());
    })
    .await;
    let admin = portal.admin().await;
    let typed = Typed::local(sink.port()).with("from", "other@romashka.example");
    let saved = save(&admin, &typed).await;
    assert!(saved.says("Письма уходят через") && saved.value("from") == "hr@romashka.example");
    try_out(&admin, &typed).await;
    wait::until("the trial letter", || sink.letters().len() == 1);
    assert!(sink.letters()[0].contains("<hr@romashka.example>"), "{}", sink.letters()[0]);
    assert_eq!(portal.number("SELECT COUNT(*) FROM companies WHERE mail_from IS NOT NULL").await, 0);
}

async fn settings_that_cannot_be_read_hold_letters_back(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    save(&admin, &Typed::local(sink.port())).await;
    // What a lost key comes to: nothing that it sealed can be read.
    portal.write(|tx| tx.execute("UPDATE companies SET smtp_sealed = $1", &[(&[1_u8; 90][..]).into()])).await;
    mail::take_up(&portal.portal).await.unwrap();
    let page = admin.get(PATH).await;
    assert!(page.says("зашифрованы другим ключом"), "{}", page.text());
    invite(&portal, &admin, "ivan@example.org").await;
    assert!(portal.letters().await.is_empty() && sink.letters().is_empty());
    assert_eq!(portal.number(DEFERRED).await, 1);
    let mended = save(&admin, &Typed::local(sink.port())).await;
    assert!(mended.says("Письма уходят через"), "{}", mended.text());
    app::deliver_due(&portal.portal).await.unwrap();
    wait::until("the invitation", || sink.letters().len() == 1);
}

async fn letters_that_waited_for_a_better_server_leave_at_once(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let away = save(&admin, &Typed::local(closed_port())).await;
    assert!(away.says("Писем, которые ждут отправки, нет"));
    invite(&portal, &admin, "ivan@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    assert_eq!(portal.number(DEFERRED).await, 1);
    let waiting = admin.get(PATH).await;
    assert!(waiting.says("но сейчас ждут: почтовый сервер недоступен"), "{}", waiting.text());
    let list = admin.get("/employees").await;
    assert!(list.says("Письма ждут: почтовый сервер недоступен"), "{}", list.text());
    assert!(admin.get("/settings").await.says("но сейчас ждут"));
    assert_eq!(waiting.texts(".notice-ok").len(), 0, "{}", waiting.text());
    assert!(
        waiting.says("Ждёт отправки 1 письмо. Что мешает: почтовый сервер недоступен"),
        "{}",
        waiting.text()
    );
    // What is due meanwhile waits for the same server.
    invite(&portal, &admin, "olga@example.org").await;
    assert!(admin.get(PATH).await.says("но сейчас ждут: почтовый сервер недоступен"));
    let sink = SmtpSink::start(&[]);
    save(&admin, &Typed::local(sink.port())).await;
    app::deliver_due(&portal.portal).await.unwrap();
    wait::until("the invitations", || sink.letters().len() == 2);
    assert!(admin.get(PATH).await.says("Писем, которые ждут отправки, нет"));
}

async fn what_waits_is_tried_at_once_when_asked(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let port = closed_port();
    save(&admin, &Typed::local(port)).await;
    invite(&portal, &admin, "ivan@example.org").await;
    app::deliver_due(&portal.portal).await.unwrap();
    let due = "SELECT COUNT(*) FROM letters WHERE state = 'deferred' AND next_attempt_at <= 1795413611000";
    assert_eq!(portal.number(due).await, 0);
    let waiting = admin.get(PATH).await;
    let tried = admin.submit(&waiting, "/settings/mail/hurry", &[]).await;
    assert!(tried.says("отправляются ещё раз"), "{}", tried.text());
    assert_eq!(portal.number(due).await, 1);
}

/// What is tried again in a while only.
const LATER: &str = "SELECT COUNT(*) FROM letters WHERE state = 'deferred' \
                     AND next_attempt_at > (SELECT MAX(created_at) FROM letters) + 120000";

async fn what_waits_because_others_were_refused_is_tried_at_once_too(database: &TestDatabase) {
    let server = PickyServer::start(&[("RCPT", "554 5.7.1 your domain is on a list")]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    save(&admin, &Typed::local(server.port())).await;
    for n in 0..8 {
        invite(&portal, &admin, &format!("person{n}@example.org")).await;
    }
    app::deliver_due(&portal.portal).await.unwrap();
    assert!(portal.number(LATER).await > 0);
    let hurried = admin.post("/settings/mail/hurry", &[]).await;
    assert!(hurried.says("отправляются ещё раз"), "{}", hurried.text());
    assert_eq!(portal.number(LATER).await, 0);
}

async fn a_changed_address_is_how_a_server_is_greeted(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    assert!(admin.get("/settings").await.says("Письма остаются в ящике портала"));
    save(&admin, &Typed::local(2525)).await;
    let overview = admin.get("/settings").await;
    assert!(overview.says("Письма уходят через 127.0.0.1:2525"), "{}", overview.text());
    let page = admin.get("/settings/company").await;
    admin.submit(&page, "/settings/company", &[("public_url", "https://portal.romashka.example")]).await;
    assert_eq!(portal.portal.mail.hello_name(), "portal.romashka.example");
    assert!(matches!(portal.portal.mail.route(), Route::Smtp(_)));
}

async fn only_administrators_set_the_server(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван", "ivan@romashka.example").await;
    assert_eq!(ivan.get(PATH).await.status, 403);
    for path in [PATH, "/settings/mail/trial", "/settings/mail/remove", "/settings/mail/hurry"] {
        assert_eq!(ivan.post(path, &Typed::local(25).fields()).await.status, 403, "{path}");
    }
    assert!(portal.stranger().get(PATH).await.path().starts_with("/sign-in"));
    assert_eq!(portal.number(SEALED).await, 0);
}

async fn the_first_run_asks_for_the_server_too(database: &TestDatabase) {
    let sink = SmtpSink::start(&[]);
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get("/welcome/mail").await;
    let wrong = admin.submit(&page, "/welcome/mail", &[("host", "a b"), ("from", "кто-то")]).await;
    assert_eq!((wrong.status, wrong.value("from").as_str()), (422, "кто-то"));
    assert_eq!(wrong.attributes(".errors a", "href"), ["#host", "#from"]);
    let typed = Typed::local(sink.port());
    let trial = wrong.attributes("button[formaction]", "formaction").remove(0);
    let tried = admin.post(&trial, &typed.fields()).await;
    assert!(tried.says("Шаг 3 из 4") && tried.says("Сервер принял пробное письмо"), "{}", tried.text());
    assert_eq!(admin.get(&trial).await.path(), "/welcome/mail", "what is reloaded sends nothing");
    let page = admin.submit(&tried, "/welcome/mail", &[]).await;
    assert_eq!(page.path(), "/welcome/colleagues", "{}", page.text());
    assert!(!portal.portal.mail.is_mailbox());
    assert_eq!(sink.letters().len(), 1);
}

async fn a_second_company_does_not_decide_for_the_first(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let key = portal.portal.key.clone();
    let draft = mail::Draft {
        is_direct: false,
        host: "127.0.0.1".to_owned(),
        port: String::new(),
        tls: TlsMode::None,
        user: String::new(),
        password: Zeroizing::default(),
        tried: None,
        from: String::new(),
    };
    let outcomes = portal
        .write(move |tx| {
            let other = bare_company(tx, "Лютик", "lyutik.example")?;
            let (actor, random) = (Actor::portal(other), SeededRandom::new(5));
            let saved = mail::save(tx, &actor, &key, &random, &draft, START)?;
            Ok([saved, mail::forget(tx, &actor, &key, START)?])
        })
        .await;
    assert_eq!(outcomes, [mail::Outcome::NotAllowed, mail::Outcome::NotAllowed]);
    assert_eq!(portal.number(SEALED).await, 0);
}

async fn trials_are_limited(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let typed = Typed::local(closed_port());
    for _ in 0..10 {
        assert_eq!(try_out(&admin, &typed).await.status, 200);
    }
    let refused = try_out(&admin, &typed).await;
    assert_eq!((refused.status, refused.value("host").as_str()), (429, "127.0.0.1"));
    assert!(refused.says("Подождите минуту"), "{}", refused.text());
}
