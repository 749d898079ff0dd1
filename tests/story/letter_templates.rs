//! A company says in its own words how it invites; what makes a letter honest stays in it.

use std::sync::Arc;
use std::time::Duration;

use collega::app;
use collega::base::clock::Timestamp;
use collega::i18n::Language;
use collega::letter_templates::{Field, TemplateLetter, in_force};
use collega::mail::transport::Wish;
use serde_json::json;

use crate::support::api::Program;
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};
use crate::support::smtp_sink::SmtpSink;

on_both_engines!(
    own_words_are_in_the_letter_of_that_language,
    a_reminder_has_words_of_its_own,
    what_keeps_a_letter_honest_stays,
    the_letter_of_ones_own_program_begins_with_own_words,
    what_is_wrong_is_told_at_its_field_and_what_was_typed_stays,
    names_stay_text_and_are_not_read_again,
    the_portals_own_words_come_back_after_a_question,
    two_administrators_lose_nothing_of_each_other,
    the_history_tells_who_changed_what,
    a_trial_goes_to_who_asks_and_saves_nothing,
    trials_are_limited,
    a_preview_is_the_letter_itself_and_can_do_nothing,
    a_letter_that_is_tried_again_says_the_same,
    whoever_does_not_manage_settings_stays_out,
    each_company_has_its_own,
);

const RU: &str = "/settings/letters/invitation/ru";
const EN: &str = "/settings/letters/invitation/en";
const MAIL_APP: &str = "/settings/letters/mail-app/ru";

async fn save(admin: &Browserless, path: &str, typed: &[(&str, &str)]) -> Page {
    let page = admin.get(path).await;
    assert_eq!(page.status, 200);
    admin.submit(&page, path, typed).await
}

async fn invite(portal: &TestPortal, program: &Program, email: &str, name: &str, language: &str) {
    let asked = json!({ "recipients": [{ "email": email, "name": name }], "language": language });
    let answer = program.invite(asked).await;
    assert!(answer.status < 300, "{answer:?}");
    portal.advance(Duration::from_secs(11));
}

async fn own_words_are_in_the_letter_of_that_language(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let overview = admin.get("/settings").await;
    let first = admin.follow(&overview, "/settings/letters").await;
    assert!(first.says("исходный текст портала") && first.texts("a[href$='/reset']").is_empty());
    assert_eq!(first.value("subject"), "Приглашение на портал {компания}");
    assert!(first.value("body").starts_with("Здравствуйте, {приглашённый}!\n\n{пригласивший} приглашает"));
    let typed = [
        ("subject", "{Company}: вас ждут"),
        ("heading", "{компания} ждёт вас, {приглашенный}"),
        (
            "body",
            "Привет, {invitee}!\r\n\r\nЖдём в {отдел} до {срок}.\r\nПодробности: https://romashka.example/team",
        ),
        ("button", "Войти в команду"),
        ("closing", "С уважением,\r\n{пригласивший}"),
    ];
    let saved = save(&admin, RU, &typed).await;
    assert!(saved.says("Шаблон сохранён") && saved.says("ваш текст"), "{}", saved.text());
    assert_eq!(saved.value("subject"), "{компания}: вас ждут", "written as the letter's language writes it");
    save(&admin, EN, &[("subject", "Join us at {company}"), ("body", "Hi {invitee}, come to {department}.")])
        .await;

    invite(&portal, &program, "ivan@example.org", "Иван Петров", "ru").await;
    invite(&portal, &program, "olga@example.org", "", "ru").await;
    invite(&portal, &program, "john@example.org", "John", "en").await;
    let ivan = portal.letter_to("ivan@example.org").await;
    assert_eq!(ivan.subject, "Ромашка: вас ждут");
    for words in [
        "Ромашка ждёт вас, Иван Петров",
        "Привет, Иван Петров!",
        "Ждём в Ромашка до ",
        "https://romashka.example/team",
        "Войти в команду",
        "С уважением,",
        "Анна Орлова",
    ] {
        assert!(ivan.text.contains(words) && ivan.html.contains(words), "{words}: {}", ivan.text);
    }
    assert!(!ivan.text.contains('{') && !ivan.html.contains("{c"), "{}", ivan.text);
    assert!(!ivan.html.contains("href=\"https://romashka.example"), "what is written is no link of ours");
    let olga = portal.letter_to("olga@example.org").await;
    assert!(!olga.text.contains("вас,") && olga.text.contains("Привет!"), "{}", olga.text);
    let john = portal.letter_to("john@example.org").await;
    assert_eq!(john.subject, "Join us at Ромашка");
    assert!(john.text.contains("Hi John, come to Ромашка.") && john.text.contains("Join:"), "{}", john.text);
    the_review_shows_them(&admin).await;
}

async fn the_review_shows_them(admin: &Browserless) {
    let reviewed = admin.post("/invite/mail-service", &[("addresses", "Ян <new@example.org>")]).await;
    let frame = reviewed.attributes("iframe", "src").remove(0);
    let shown = admin.get(&frame).await;
    assert!(shown.says("Ждём в Ромашка до") && shown.says("Войти в команду"), "{}", shown.text());
    // In the language that is chosen, to the first who has a name.
    let frame = "/invite/mail-service/letter?view=light";
    let shown = admin.submit(&reviewed, frame, &[("language", "en")]).await;
    assert!(shown.says("Hi Ян, come to Ромашка."), "{}", shown.text());
}

async fn a_reminder_has_words_of_its_own(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    save(&admin, "/settings/letters/reminder/ru", &[("heading", "Мы всё ещё ждём"), ("button", "Иду")]).await;
    invite(&portal, &program, "ivan@example.org", "Иван", "ru").await;
    assert!(!portal.letter_to("ivan@example.org").await.text.contains("всё ещё ждём"));
    portal.advance(Duration::from_hours(24 * 12));
    collega::housekeeping::round(&portal.portal).await.unwrap();
    let reminder = portal.letter_to("ivan@example.org").await;
    assert_eq!(reminder.subject, "Напоминание: приглашение на портал Ромашка");
    assert!(reminder.text.contains("Мы всё ещё ждём") && reminder.text.contains("Иду:"), "{}", reminder.text);
}

async fn what_keeps_a_letter_honest_stays(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let bare = [("subject", "x"), ("heading", "x"), ("body", "x"), ("button", "x"), ("closing", "")];
    let saved = save(&admin, RU, &bare).await;
    assert!(saved.says("Убрать это нельзя"), "{}", saved.text());
    invite(&portal, &program, "ivan@example.org", "Иван", "ru").await;
    let letter = portal.letter_to("ivan@example.org").await;
    for words in [
        "Анна Орлова (anna@romashka.example)",
        "/i/",
        "Приглашение действует до",
        "Если вы не знаете отправителя",
        "Больше не приглашать меня",
        "/stop/",
    ] {
        assert!(letter.text.contains(words) && letter.html.contains(words), "{words}: {}", letter.text);
    }
}

async fn the_letter_of_ones_own_program_begins_with_own_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let page = admin.get(MAIL_APP).await;
    assert!(page.texts("button[formaction$='/trial'], #heading").is_empty(), "there is nothing of it to try");
    let saved = save(
        &admin,
        MAIL_APP,
        &[("subject", "К нам"), ("body", "Заходи: {ссылка}. До {срок}!\r\n\r\n{inviter}")],
    )
    .await;
    assert!(saved.says("Шаблон сохранён"), "{}", saved.text());
    let begun = admin.get("/invite/mail-app").await;
    assert_eq!(begun.value("subject"), "К нам");
    assert!(begun.value("body").starts_with("Заходи: [ссылка]. До "), "{}", begun.value("body"));
    assert!(begun.value("body").ends_with("\n\nАнна Орлова"));
    let ready = admin.submit(&begun, "/invite/mail-app", &[]).await;
    let uri = ready.attributes("a[href^='mailto:']", "href").remove(0);
    assert!(uri.len() <= 1900 && uri.contains("%D0%97%D0%B0%D1%85%D0%BE%D0%B4%D0%B8"), "{uri}");
    let link = program.post("/join-links", json!({})).await.json["mailto"].as_str().unwrap().to_owned();
    assert!(link.contains("%D0%97%D0%B0%D1%85%D0%BE%D0%B4%D0%B8"), "{link}");
    let long = format!("{}{{ссылка}}", "ы".repeat(400));
    for (typed, told) in [("Заходи", "Вставьте {ссылка}"), (&long, "помещается 1900 знаков, занято 2")]
    {
        let refused = save(&admin, MAIL_APP, &[("body", typed)]).await;
        assert!(refused.status == 422 && refused.says(told), "{}", refused.text());
        assert_eq!(refused.value("body"), typed);
    }
}

async fn what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let form = admin.get(RU).await;
    for (field, typed, told) in [
        ("subject", "", "Напишите хотя бы одно слово"),
        ("subject", "Вас зовёт {пригласивший}", "Уберите {пригласивший}: здесь можно только {компания}"),
        ("subject", "К нам\u{202e}", "Удалите невидимый знак (U+202E) после «К нам»"),
        ("subject", "a\r\nBcc: all@example.org", "Удалите невидимый знак (U+000D) после «a»"),
        ("heading", "Смотрите https://evil.example", "Уберите адрес сайта"),
        ("body", "Ждём, {имя}!", "Портал не знает {имя}. Здесь можно: {компания}, {пригласивший}"),
        ("body", "Ждём, {компания!", "Закройте фигурную скобку перед «компания!»"),
        ("body", "Ждём, компания}!", "лишнюю закрывающую скобку после «Ждём, компания»"),
        ("button", "Иду в {компания}", "Уберите {компания}: здесь портал ничего не подставляет"),
        ("closing", "{link}", "Уберите {ссылка}"),
    ] {
        let refused = admin.submit(&form, RU, &[(field, typed)]).await;
        assert_eq!(refused.status, 422, "{typed}");
        assert!(refused.says(told), "{typed}: {}", refused.text());
        assert_eq!(refused.attributes(".errors a", "href"), [format!("#{field}")]);
        let label = refused.texts(&format!("label[for={field}]")).remove(0);
        assert!(refused.texts(".errors a")[0].starts_with(&format!("{label}: ")), "which field it is");
        let is_shown_whole = !typed.contains('\r');
        assert!(!is_shown_whole || refused.value(field) == typed, "{typed:?} stays");
        let previewed = admin.post(&format!("{RU}/preview"), &[(field, typed)]).await;
        assert!(previewed.says(told), "{}", previewed.text());
    }
    let long = "я".repeat(2001);
    let refused = admin.submit(&form, RU, &[("body", &long), ("button", "Иду")]).await;
    assert!(refused.says("Сократите до 2000 знаков: сейчас 2001"), "{}", refused.text());
    assert_eq!([refused.value("body"), refused.value("button")], [long, "Иду".to_owned()]);
    let mended = admin.submit(&refused, RU, &[("body", "Ждём")]).await;
    assert!(mended.says("Шаблон сохранён") && mended.value("button") == "Иду", "{}", mended.text());
}

async fn names_stay_text_and_are_not_read_again(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    let company = admin.get("/settings/company").await;
    admin.submit(&company, "/settings/company", &[("name", "<b>{inviter}</b> & «Ко»")]).await;
    save(&admin, RU, &[("body", "<script>alert(1)</script> «{компания}» и {приглашённый}")]).await;
    invite(&portal, &program, "ivan@example.org", "{company} <i>Иван</i>", "ru").await;
    let letter = portal.letter_to("ivan@example.org").await;
    let said = "<script>alert(1)</script> «<b>{inviter}</b> & „Ко“» и {company} <i>Иван</i>";
    assert!(letter.text.contains(said), "{}", letter.text);
    assert!(
        !letter.html.contains("<script") && !letter.html.contains("<b>{") && !letter.html.contains("<i>")
    );
    assert_eq!(letter.subject, "Приглашение на портал <b>{inviter}</b> & «Ко»");
    let page = admin.get(RU).await;
    assert!(!page.body.contains("<script>alert") && page.says("<script>alert(1)</script>"));
}

async fn the_portals_own_words_come_back_after_a_question(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    for path in [RU, EN] {
        save(&admin, path, &[("subject", "S"), ("button", "B")]).await;
    }
    let page = admin.get(RU).await;
    assert!(
        page.says("Приглашение на портал {компания}"),
        "what the portal says can be read: {}",
        page.text()
    );
    let question = admin.follow(&page, &format!("{RU}/reset")).await;
    assert!(
        question.says("Вернуть исходный текст?") && question.says("Присоединиться"),
        "{}",
        question.text()
    );
    assert_eq!(admin.get(RU).await.value("subject"), "S", "asking changes nothing");
    let back = admin.submit(&question, &format!("{RU}/reset"), &[]).await;
    assert!(back.says("снова с исходным текстом") && back.says("исходный текст портала"), "{}", back.text());
    assert_eq!(back.value("button"), "Присоединиться");
    assert_eq!(admin.get(EN).await.value("subject"), "S", "the other language stays");
    invite(&portal, &program, "ivan@example.org", "", "ru").await;
    assert_eq!(portal.letter_to("ivan@example.org").await.subject, "Приглашение на портал Ромашка");
    let own =
        "SELECT COUNT(*) FROM letter_templates WHERE language = 'ru' AND subject IS NULL AND body IS NULL";
    assert_eq!(portal.number(own).await, 1, "words like the portal's own go on with the portal");
}

async fn two_administrators_lose_nothing_of_each_other(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (mine, theirs) = (admin.get(RU).await, admin.get(RU).await);
    admin.submit(&theirs, RU, &[("subject", "Их тема"), ("button", "Их кнопка")]).await;
    let asked = admin.submit(&mine, RU, &[("subject", "Моя тема"), ("heading", "Мой заголовок")]).await;
    assert_eq!(asked.status, 422);
    assert!(asked.says("Их тема"), "{}", asked.text());
    assert_eq!(asked.attributes(".errors a", "href"), ["#subject"]);
    assert_eq!(
        ["subject", "heading", "button"].map(|field| asked.value(field)),
        ["Моя тема", "Мой заголовок", "Их кнопка"]
    );
    let saved = admin.submit(&asked, RU, &[]).await;
    assert!(saved.says("Шаблон сохранён"), "{}", saved.text());
    assert_eq!(saved.value("subject"), "Моя тема");
    // A trial in between changes nothing about who saw what.
    let (mine, theirs) = (admin.get(RU).await, admin.get(RU).await);
    admin.submit(&theirs, RU, &[("closing", "Их подпись")]).await;
    let tried = admin.submit(&mine, RU, &[("closing", "Моя")]).await;
    assert_eq!(tried.status, 422);
    let open = admin.get(RU).await;
    admin.submit(&open, RU, &[("closing", "Третья")]).await;
    let (_, fields) = open.filled_form(RU, &[("closing", "Моя")]);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let trial = admin.post(&format!("{RU}/trial"), &fields).await;
    let asked = admin.submit(&trial, RU, &[]).await;
    assert!(asked.status == 422 && asked.says("Третья"), "{}", asked.text());
}

async fn the_history_tells_who_changed_what(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    save(&admin, RU, &[("subject", "К нам в {компания}"), ("closing", "Пишите\r\n\r\nАнна")]).await;
    save(&admin, RU, &[("subject", "К нам в {компания}")]).await;
    let changed = "SELECT COUNT(*) FROM history WHERE action = 'letter-template-changed'";
    assert_eq!(portal.number(changed).await, 2, "saving what is so is no deed");
    let told = admin.get("/history?area=settings").await;
    assert!(
        told.says("Изменён шаблон письма: Приглашение, Русский, тема: Приглашение на портал {компания} → К нам в {компания}"),
        "{}",
        told.text()
    );
    assert!(told.says("текст под кнопкой: — → Пишите ¶ Анна") && told.says("Анна Орлова"), "{}", told.text());
    admin.post(&format!("{RU}/reset"), &[]).await;
    let told = admin.get("/history?area=settings").await;
    assert!(told.says("тема: К нам в {компания} → Приглашение на портал {компания}"), "{}", told.text());
}

async fn a_trial_goes_to_who_asks_and_saves_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get("/settings/letters/reminder/en").await;
    let trial = page.attributes("button[formaction$='/trial']", "formaction").remove(0);
    let (_, fields) =
        page.filled_form("/settings/letters/reminder/en", &[("subject", "At {company}"), ("closing", "Bye")]);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let sent = admin.post(&trial, &fields).await;
    assert!(sent.status == 200 && sent.says(&format!("уходит на {}", ADMIN.1)), "{}", sent.text());
    assert_eq!(
        [sent.value("subject"), sent.value("closing")],
        ["At {company}", "Bye"],
        "what was typed stays"
    );
    assert_eq!(admin.get("/settings/letters/reminder/en").await.value("closing"), "");
    let letter = portal.letter_to(ADMIN.1).await;
    assert_eq!(letter.subject, "Trial: At Ромашка");
    assert!(letter.text.contains("This is a trial letter") && letter.text.contains("Bye"), "{}", letter.text);
    assert!(
        letter.text.contains("John Smith") && letter.text.contains("Анна Орлова (anna@romashka.example)")
    );
    assert!(!letter.raw.contains("List-Unsubscribe") && !letter.raw.contains("Reply-To"), "{}", letter.raw);
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 0);
    let state = sent.attributes("#letter-trial", "data-poll-url").remove(0);
    let done = admin.get(&state).await;
    assert!(
        done.says("лежит в почтовом ящике портала")
            && done.attributes("#letter-trial", "data-poll").is_empty()
    );
    let refused = admin.post(&trial, &[("subject", "{inviter}")]).await;
    assert_eq!((refused.status, refused.value("subject")), (422, "{inviter}".to_owned()));
    assert_eq!(admin.get("/settings/letters/trials/999").await.status, 404);
    portal.advance(Duration::from_hours(24 * 8));
    collega::housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(portal.number("SELECT COUNT(*) FROM letter_trials").await, 0);
}

async fn trials_are_limited(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let page = admin.get(RU).await;
    let (_, fields) = page.filled_form(RU, &[("button", "Иду")]);
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut answers = Vec::new();
    for _ in 0..12 {
        answers.push(admin.post(&format!("{RU}/trial"), &fields).await);
    }
    let last = answers.last().unwrap();
    assert_eq!((answers[0].status, last.status), (200, 429));
    assert!(last.says("Слишком") && last.value("button") == "Иду", "{}", last.text());
}

async fn a_preview_is_the_letter_itself_and_can_do_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let [light, dark, text] = ["light", "dark", "text"].map(|view| format!("{RU}/preview?view={view}"));
    for (path, scheme, other) in [(&light, "not all", "light dark"), (&dark, "@media all", "light dark")] {
        let page = admin
            .post(
                path,
                &[
                    ("subject", "Тема"),
                    ("heading", "З"),
                    ("body", "Ждём <i>вас</i>, {invitee}"),
                    ("button", "К"),
                ],
            )
            .await;
        assert_eq!(page.status, 200);
        let from = "Портал «Ромашка» <no-reply@127.0.0.1>";
        assert!(page.says(from), "who they come from: {}", page.text());
        assert!(page.says("Тема: Тема") && page.says("Ждём <i>вас</i>, Иван Петров"), "{}", page.text());
        assert!(page.body.contains(scheme) && !page.body.contains(other), "{}", page.body);
        assert!(!page.body.contains("prefers-color-scheme"), "{}", page.body);
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(
            policy.ends_with("sandbox allow-same-origin") && policy.contains("default-src 'none'"),
            "{policy}"
        );
    }
    save(&admin, RU, &[("body", "Ждём")]).await;
    let kept = admin.get(&text).await;
    assert!(kept.says("Ждём") && kept.says("Больше не приглашать меня"), "{}", kept.text());
    let mail_app = admin.get(&format!("{MAIL_APP}/preview?view=text")).await;
    assert!(
        mail_app.says("Приглашаю вас на портал") && mail_app.says("помещается 1900"),
        "{}",
        mail_app.text()
    );
    assert_eq!(admin.get(&format!("{RU}/preview?view=x")).await.status, 400);
    for path in
        ["/settings/letters/x/ru", "/settings/letters/invitation/de", "/settings/letters/invitation/en-GB"]
    {
        assert_eq!(admin.get(path).await.status, 404, "{path}");
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM letters").await, 0, "looking sends nothing");
}

/// A letter whose outcome is not known has, when it is repeated, the words of its first attempt.
async fn a_letter_that_is_tried_again_says_the_same(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, program) = (portal.admin().await, portal.program().await);
    save(&admin, RU, &[("subject", "Первая"), ("body", "Первые слова")]).await;
    for (email, state) in [("unknown@example.org", "unknown"), ("fresh@example.org", "queued")] {
        invite(&portal, &program, email, "", "ru").await;
        let (now, state) = (portal.portal.now(), state.to_owned());
        let first = (state == "unknown").then_some(now);
        portal
            .write(move |tx| {
                let sql = "UPDATE letters SET state = $1, first_attempt_at = $2, next_attempt_at = $3 WHERE email = $4";
                tx.execute(sql, &[state.as_str().into(), first.into(), now.into(), email.into()])
            })
            .await;
    }
    portal.advance(Duration::from_mins(30));
    save(&admin, RU, &[("subject", "Вторая"), ("body", "Другие слова")]).await;
    let sink = SmtpSink::start(&[]);
    let server = format!("smtp://127.0.0.1:{}", sink.port()).parse().unwrap();
    portal.portal.mail.set(Wish::Server(server), "localhost");
    app::deliver_due(&portal.portal).await.unwrap();
    let letters: Vec<_> = sink
        .letters()
        .iter()
        .map(|raw| crate::support::letter::ReceivedLetter::parse(raw.as_bytes()))
        .collect();
    let to = |email: &str| letters.iter().find(|letter| letter.to == email).unwrap();
    assert_eq!(to("unknown@example.org").subject, "Первая");
    assert!(to("unknown@example.org").text.contains("Первые слова"));
    assert_eq!(to("fresh@example.org").subject, "Вторая");
}

async fn whoever_does_not_manage_settings_stays_out(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    for path in [
        "/settings/letters",
        RU,
        &format!("{RU}/preview"),
        &format!("{RU}/reset"),
        &format!("{RU}/trial"),
        "/settings/letters/trials/1",
    ] {
        assert_eq!(ivan.get(path).await.status, 403, "{path}");
    }
    for path in [RU, &format!("{RU}/preview"), &format!("{RU}/reset"), &format!("{RU}/trial")] {
        assert_eq!(ivan.post(path, &[("subject", "S")]).await.status, 403, "{path}");
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM letter_templates").await, 0);
}

async fn each_company_has_its_own(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    save(&admin, RU, &[("subject", "Только наша")]).await;
    let other = collega::base::id::CompanyId(portal.company.0 + 1);
    let read = move |tx: &mut collega::store::Tx<'_>| {
        in_force(tx, other, TemplateLetter::Invitation, Language::Ru, Timestamp::NEVER)
    };
    let wording = Arc::clone(&portal.portal).read(read).await.unwrap();
    assert_eq!(wording.field(Field::Subject), "Приглашение на портал {company}");
}
