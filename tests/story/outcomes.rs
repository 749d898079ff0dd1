//! What became of letters and of actions on many, told on every screen and to programs.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};

use collega::config::Config;
use reqwest::Method;
use serde_json::json;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    one_bad_recipient_among_good_ones_is_told_everywhere,
    a_letter_that_stays_unknown_is_not_announced_again,
    several_are_sent_again_each_with_its_own_result,
    a_letter_speaks_the_language_that_was_asked_for,
    nobody_without_a_token_changes_anything,
);

/// A mail server that takes letters to everybody but `bad…` (never) and `later…` (not yet).
fn choosy_server() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || serve(stream));
        }
    });
    port
}

fn serve(mut stream: TcpStream) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream.try_clone()?).lines();
    stream.write_all(b"220 choosy\r\n")?;
    while let Some(line) = lines.next() {
        let line = line?.to_lowercase();
        let answer = match line.split([':', ' ']).next().unwrap_or_default() {
            "data" => {
                stream.write_all(b"354 go on\r\n")?;
                for line in lines.by_ref() {
                    if line? == "." {
                        break;
                    }
                }
                "250 taken"
            }
            "rcpt" if line.contains("<bad") => "550 5.1.1 no such user",
            "rcpt" if line.contains("<later") => "450 4.2.1 greylisted, try again later",
            "quit" => "221 bye",
            _ => "250 ok",
        };
        stream.write_all(format!("{answer}\r\n").as_bytes())?;
    }
    Ok(())
}

async fn one_bad_recipient_among_good_ones_is_told_everywhere(database: &TestDatabase) {
    let server = choosy_server();
    let portal = TestPortal::with(database, |config: &mut Config| {
        config.mail.smtp_url = Some(format!("smtp://127.0.0.1:{server}"));
    })
    .await;
    let admin = portal.admin().await;
    let list = "good@example.org bad@example.org later@example.org fine@example.org";
    let review = admin.post("/invite/mail-service", &[("addresses", list)]).await;
    let batch = admin.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    portal.advance(std::time::Duration::from_secs(11));
    portal.letters().await;
    let program = portal.program().await;
    let told = async |email: &str| {
        let found = program.get(&format!("/invitations?q={email}")).await.json["items"][0].clone();
        assert_eq!(found["email"], email);
        found
    };
    for email in ["good@example.org", "fine@example.org"] {
        let good = told(email).await;
        assert_eq!((&good["delivery"]["state"], good["delivery"].get("reason")), (&json!("sent"), None));
        assert!(good["sent_at"].is_string());
    }
    let (bad, later) = (told("bad@example.org").await, told("later@example.org").await);
    assert_eq!(bad["delivery"], json!({ "state": "failed", "reason": "bad-address", "attempts": 1 }));
    assert_eq!(later["delivery"]["state"], "deferred");
    assert!(later["delivery"]["next_attempt_at"].is_string(), "{later}");
    for state in ["failed", "deferred"] {
        let listed = program.get(&format!("/invitations?delivery={state}&count=true")).await;
        assert_eq!(listed.json["total"], 1);
    }
    let pages = [
        batch.path().to_owned(),
        "/employees?status=invited".to_owned(),
        format!("/invitations/{}", bad["id"]),
    ];
    for page in pages {
        let page = admin.get(&page).await;
        assert!(page.says("Не доставлено") && page.says("нет такого адреса"), "{}", page.text());
    }
    for page in [batch.path().to_owned(), format!("/invitations/{}", later["id"])] {
        let page = admin.get(&page).await;
        assert!(page.says("Доставка задерживается") && page.says("повтор: "), "{}", page.text());
    }
    assert!(admin.get("/employees?status=invited&chip=failed").await.says("bad@example.org"));
}

async fn a_letter_that_stays_unknown_is_not_announced_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    portal
        .write(|tx| {
            tx.execute("UPDATE invitations SET delivery = 'unknown'", &[])?;
            tx.execute(
                "UPDATE letters SET state = 'unknown', repeats = 1, next_attempt_at = 9223372036854775807",
                &[],
            )?;
            tx.execute(
                "INSERT INTO letter_attempts (letter_id, at, outcome, reason, reply) \
                 SELECT id, created_at, 'unknown', 'delivery-reason-no-answer', '' FROM letters",
                &[],
            )
        })
        .await;
    let delivery = program.get(&path).await.json["delivery"].clone();
    assert_eq!((&delivery["state"], delivery.get("next_attempt_at")), (&json!("unknown"), None));

    // Nobody says of it that it was not sent once it is not needed any more.
    program.call(Method::DELETE, &path).await;
    let page = portal.admin().await.get(&path).await;
    assert!(page.says("больше не повторяем") && !page.says("Письмо не отправлено"), "{}", page.text());
}

async fn several_are_sent_again_each_with_its_own_result(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let (sent, queued) = (program.invited("a@example.org").await, program.invited("b@example.org").await);
    let sent_letter = "UPDATE letters SET state = 'failed' WHERE email = 'a@example.org'";
    portal.write(move |tx| tx.execute(sent_letter, &[])).await;
    let revoked = program.invited("c@example.org").await;
    program.call(Method::DELETE, &revoked).await;
    let ids = [sent, queued, revoked].map(|path| path.rsplit_once('/').unwrap().1.to_owned());
    let mut form = vec![("action", "resend"), ("id", "99999")];
    form.extend(ids.iter().map(|id| ("id", id.as_str())));
    let admin = portal.admin().await;
    let asked = admin.post("/employees/bulk", &form).await;
    assert!(asked.says("Отправить ещё раз 2 письма?"), "what has ended is not counted: {}", asked.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE state = 'queued'").await, 1, "asked first");
    assert!(asked.says("1 отмеченной строки больше нет в списке"), "{}", asked.text());
    let page = admin.submit(&asked, "/employees/bulk", &[]).await;
    assert!(page.says("Сделано 1 из 3"), "{}", page.text());
    for words in ["a@example.org", "Письмо уже ждёт отправки", "Приглашение уже отозвано"]
    {
        assert!(page.says(words), "{words}: {}", page.text());
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters WHERE state = 'queued'").await, 2);
}

async fn a_letter_speaks_the_language_that_was_asked_for(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let body = json!({ "recipients": [{ "email": "ivan@example.org" }], "language": "en" });
    let made = program.invite(body).await;
    assert_eq!(made.json["results"][0]["invitation"]["language"], "en");
    program.invited("olga@example.org").await;
    assert!(portal.letter_to("ivan@example.org").await.subject.starts_with("Invitation"));
    assert!(portal.letter_to("olga@example.org").await.subject.starts_with("Приглашение"));
}

async fn nobody_without_a_token_changes_anything(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let path = program.invited("ivan@example.org").await;
    let (person, department) = (format!("/employees/{}", portal.admin_id), "/departments/1");
    let impostor = program.impostor();
    for (method, path, body) in [
        (Method::POST, "/invitations", json!({ "recipients": [{ "email": "a@example.org" }] })),
        (Method::PATCH, path.as_str(), json!({ "name": "Иван" })),
        (Method::DELETE, path.as_str(), json!({})),
        (Method::POST, &format!("{path}/resend"), json!({})),
        (Method::POST, "/join-links", json!({})),
        (Method::PATCH, &person, json!({ "name": "Иван" })),
        (Method::DELETE, &person, json!({})),
        (Method::POST, &format!("{person}/dismiss"), json!({})),
        (Method::POST, "/departments", json!({ "name": "Склад" })),
        (Method::PATCH, department, json!({ "name": "Склад" })),
        (Method::DELETE, department, json!({})),
    ] {
        let answer = impostor.send(method.clone(), path, Some(body), &[]).await;
        assert_eq!((answer.status, answer.problem()), (401, "unauthorized"), "{method} {path}");
    }
    assert_eq!(program.get(&path).await.json["state"], "pending");
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 1);
}
