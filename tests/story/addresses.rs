//! Another address: wished with the password, proved by a letter, told to the one before; and addresses of
//! those who have left.

use std::time::Duration;

use reqwest::Method;

use super::join::everything;
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    an_address_changes_when_it_is_proved,
    opening_the_link_changes_nothing_and_only_its_owner_confirms,
    nothing_is_wished_without_the_password_nor_too_often,
    taken_addresses_tell_no_more_than_inviting_does,
    of_two_who_wish_for_one_address_one_gets_it,
    a_link_dies_by_time_withdrawal_password_and_dismissal,
    managers_start_it_for_others_but_not_above_themselves,
    a_wish_ends_with_the_time_of_who_made_it,
    a_freed_address_is_somebody_elses_and_history_stays,
    whoever_manages_people_has_an_address_freed_for_a_change,
    the_review_frees_and_takes_back_without_losing_the_list,
);

const IVAN: &str = "ivan@romashka.example";
const NEW: &str = "ivan.perov@romashka.example";
/// Long enough for another letter.
const LATER: Duration = Duration::from_mins(6);

/// Wishes for another address, as a person does.
async fn wish(browser: &Browserless, email: &str, password: &str) -> Page {
    let page = browser.get("/profile").await;
    let form = [("new_email", email), ("address_password", password)];
    browser.submit(&page, "/profile/address", &form).await
}

async fn link(portal: &TestPortal, email: &str) -> String {
    portal.letter_to(email).await.path("/new-address/")
}

/// Opens the link and presses the button.
async fn confirm(browser: &Browserless, link: &str) -> Page {
    let page = browser.get(link).await;
    assert_eq!((page.status, page.path()), (200, "/new-address"), "{}", page.text());
    browser.submit(&page, "/new-address", &[]).await
}

async fn sign_in(portal: &TestPortal, email: &str) -> u16 {
    let browser = portal.stranger();
    let page = browser.get("/sign-in").await;
    browser.submit(&page, "/sign-in", &[("email", email), ("password", PASSWORD)]).await.status
}

async fn dismiss(portal: &TestPortal, id: i64) {
    portal.admin().await.post(&format!("/employees/{id}/dismiss"), &[]).await;
}

async fn an_address_changes_when_it_is_proved(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let elsewhere = portal.signed_in(IVAN).await;
    let page = wish(&ivan, NEW, PASSWORD).await;
    assert!(page.says("Письмо со ссылкой осталось в ящике портала"), "{}", page.text());
    assert!(page.says(&format!("Ждёт подтверждения: {NEW}")), "{}", page.text());
    assert_asked(&portal).await;
    let proving = portal.letter_to(NEW).await;
    assert_eq!(
        (sign_in(&portal, IVAN).await, sign_in(&portal, NEW).await),
        (200, 422),
        "nothing has changed"
    );

    let page = confirm(&ivan, &proving.path("/new-address/")).await;
    assert!(page.path() == "/profile" && page.says("Адрес изменён"), "{}", page.text());
    assert!(elsewhere.get("/employees").await.path().starts_with("/sign-in"), "other sessions end");
    assert_eq!((sign_in(&portal, IVAN).await, sign_in(&portal, NEW).await), (422, 200));
    assert_changed(&portal).await;
    let again = ivan.get(&proving.path("/new-address/")).await;
    assert!(again.status == 410 && again.says("Адрес уже подтверждён"), "{}", again.text());
    let page = wish(&ivan, IVAN, PASSWORD).await;
    assert!(page.says(&format!("Ждёт подтверждения: {IVAN}")), "back at once: {}", page.text());
}

/// Both addresses are written to: the one for the proof, the other in case it was not he.
async fn assert_asked(portal: &TestPortal) {
    let asked = portal.letter_to(IVAN).await;
    assert_eq!(asked.subject, "Адрес для портала Ромашка хотят сменить");
    assert!(asked.text.contains("Если нет, сразу смените пароль"), "{}", asked.text);
    let proving = portal.letter_to(NEW).await;
    assert_eq!(proving.subject, "Подтвердите новый адрес для портала Ромашка");
    assert!(proving.text.contains("до 24 ноября 2026, 09:00") && !proving.text.contains("Иван"));
}

/// The address before is told, he is found by the new one, and the history tells both.
async fn assert_changed(portal: &TestPortal) {
    let news = portal.letter_to(IVAN).await;
    assert_eq!(news.subject, "Адрес для портала Ромашка изменён");
    assert!(news.text.contains("сразу напишите администратору"), "{}", news.text);
    let anna = portal.admin().await;
    assert!(anna.get("/employees?q=ivan.perov").await.says("Иван Перов"), "he is found by it");
    assert!(!anna.get(&format!("/employees?q={IVAN}")).await.says("Иван Перов"));
    let history = anna.get("/history").await;
    for words in ["Попросили сменить адрес: Иван Перов,", "Адрес изменён: Иван Перов,"]
    {
        assert!(history.says(&format!("{words} {IVAN} → {NEW}")), "{words}: {}", history.text());
    }
}

async fn opening_the_link_changes_nothing_and_only_its_owner_confirms(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    wish(&ivan, NEW, PASSWORD).await;
    let (link, olga) = (link(&portal, NEW).await, portal.employee("Ольга", "olga@romashka.example").await);
    let secret = link.strip_prefix("/new-address/").unwrap().to_owned();
    let before = everything(&portal).await;
    assert!(!before.contains(&secret), "the link is derived, not stored");
    for _ in 0..5 {
        assert_eq!(ivan.get(&link).await.status, 200);
        assert_eq!(ivan.send(Method::HEAD, &link, None, &[]).await.status, 200);
        let stranger = portal.stranger();
        let page = stranger.get(&link).await;
        assert!(page.path().starts_with("/sign-in?next=/new-address"), "{}", page.path());
        assert!(!page.body.contains(&secret) && page.status == 200);
        let page = olga.get(&link).await;
        assert!(page.status == 403 && page.says("Ссылка для другого сотрудника"), "{}", page.text());
        assert_eq!(olga.post("/new-address", &[]).await.status, 403);
        stranger.post("/new-address", &[]).await;
    }
    assert_eq!(everything(&portal).await, before);
    assert_unknown(&portal, &link).await;
    assert_private(&ivan.get(&link).await);
    // In another browser, signed in with the address that he has.
    let phone = portal.signed_in(IVAN).await;
    assert!(confirm(&phone, &link).await.says("Адрес изменён"));
    assert!(!everything(&portal).await.contains(&secret));
}

/// The page is nobody else's to keep.
fn assert_private(page: &Page) {
    for (header, value) in [("referrer-policy", "no-referrer"), ("cache-control", "no-store")] {
        assert_eq!(page.headers[header], value);
    }
}

/// Links that are none open nothing.
async fn assert_unknown(portal: &TestPortal, link: &str) {
    let other = link.replace(&link[16..19], "AAA");
    for wrong in ["/new-address/x", "/new-address", &other] {
        assert_eq!(portal.stranger().get(wrong).await.status, 404, "{wrong}");
    }
}

async fn nothing_is_wished_without_the_password_nor_too_often(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    for (email, password, words) in [
        (NEW, "", "Введите ваш нынешний пароль"),
        (NEW, "не тот пароль совсем", "Это не ваш нынешний пароль"),
        ("ivan@", PASSWORD, "адрес"),
        (IVAN, PASSWORD, "этот и так указан"),
    ] {
        let page = wish(&ivan, email, password).await;
        assert_eq!(page.status, 422, "{email}: {}", page.text());
        assert!(page.title().starts_with("Ошибка: ") && page.text().contains(words), "{}", page.text());
        assert_eq!(page.value("new_email"), email, "what was typed is kept");
        assert!(password.is_empty() || !page.body.contains(password));
    }
    assert_eq!(portal.number("SELECT failed_sign_ins FROM employees WHERE id = 2").await, 2);
    assert!(portal.letters().await.is_empty());
    for n in 0..5 {
        let page = wish(&ivan, &format!("ivan{n}@romashka.example"), PASSWORD).await;
        assert!(page.says("Письмо со ссылкой осталось"), "{n}: {}", page.text());
        // A slip is mended at once; to the same address nothing is sent twice.
        if n == 1 {
            let page = wish(&ivan, "ivan1@romashka.example", PASSWORD).await;
            assert!(
                page.status == 429 && page.says("Письма о смене адреса уже отправлены"),
                "{}",
                page.text()
            );
            portal.advance(LATER);
        }
    }
    let page = wish(&ivan, NEW, PASSWORD).await;
    assert!(page.status == 429 && page.headers.contains_key("retry-after"), "five a day: {}", page.text());
    assert_eq!(portal.letters().await.iter().filter(|letter| letter.to == IVAN).count(), 5);
    let living = "SELECT COUNT(*) FROM address_changes WHERE used_at IS NULL AND replaced_at IS NULL";
    assert_eq!(portal.number(living).await, 1, "a later wish ends the one before");
}

async fn taken_addresses_tell_no_more_than_inviting_does(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let gone = portal.add_employee("Глеб Дорохов", "gleb@romashka.example").await;
    dismiss(&portal, gone.0).await;
    let page = wish(&ivan, "GLEB@romashka.example", PASSWORD).await;
    assert!(page.status == 422 && page.says("среди уволенных"), "{}", page.text());
    assert!(page.says("может администратор: Анна Орлова"), "whom to ask: {}", page.text());
    assert!(page.attributes("[name=frees]", "name").is_empty(), "it is not his to free");
    assert!(wish(&ivan, ADMIN.1, PASSWORD).await.says("сотрудник с этим адресом уже в компании"));
    portal.write(|tx| tx.execute("UPDATE companies SET everyone_may_invite = 0", &[])).await;
    for taken in [ADMIN.1, "gleb@romashka.example"] {
        let page = wish(&ivan, taken, PASSWORD).await;
        assert!(page.says("Письмо со ссылкой осталось в ящике портала"), "{taken}: {}", page.text());
        portal.letters().await;
        portal.advance(LATER);
    }
    let letters = portal.letters().await;
    assert!(letters.iter().all(|letter| letter.to == IVAN), "no letter goes there");
    assert_eq!(letters.len(), 2);
}

async fn of_two_who_wish_for_one_address_one_gets_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let olga = portal.employee("Ольга Кравец", "olga@romashka.example").await;
    wish(&ivan, NEW, PASSWORD).await;
    let first = link(&portal, NEW).await;
    wish(&olga, NEW, PASSWORD).await;
    let second = link(&portal, NEW).await;
    assert_ne!(first, second);
    let pages = [(&ivan, &first), (&olga, &second)];
    for (browser, link) in pages {
        browser.get(link).await;
    }
    let (a, b) = tokio::join!(ivan.post("/new-address", &[]), olga.post("/new-address", &[]));
    let mut statuses = [a.status, b.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409], "{} {}", a.text(), b.text());
    assert!(a.says("Адрес уже занят") || b.says("Адрес уже занят"));
    // Invited meanwhile: the same.
    portal.advance(LATER);
    let page = wish(&ivan, "third@romashka.example", PASSWORD).await;
    assert!(page.says("Письмо со ссылкой осталось"), "{}", page.text());
    let third = link(&portal, "third@romashka.example").await;
    ivan.get(&third).await;
    portal.program().await.invited("third@romashka.example").await;
    assert!(ivan.post("/new-address", &[]).await.says("Адрес уже занят"));
}

async fn a_link_dies_by_time_withdrawal_password_and_dismissal(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    wish(&ivan, NEW, PASSWORD).await;
    let withdrawn = link(&portal, NEW).await;
    let page = ivan.get("/profile").await;
    let page = ivan.submit(&page, "/profile/withdraw-address", &[]).await;
    assert!(page.says("Смена адреса отменена") && !page.says("Ждёт подтверждения"), "{}", page.text());
    assert!(ivan.get(&withdrawn).await.says("больше не действует"));
    portal.advance(LATER);

    stopped_by_a_new_password(&portal, &ivan).await;
    portal.advance(LATER);

    wish(&ivan, NEW, "шесть медных чайников").await;
    let late = link(&portal, NEW).await;
    ivan.get(&late).await;
    portal.advance(Duration::from_hours(24));
    assert!(ivan.get(&late).await.says("Срок ссылки вышел"));
    ivan.post("/new-address", &[]).await;
    wish(&ivan, NEW, "шесть медных чайников").await;
    let last = link(&portal, NEW).await;
    dismiss(&portal, 2).await;
    assert!(ivan.get(&last).await.says("больше не действует"));
    assert_eq!(
        portal.number("SELECT COUNT(*) FROM employees WHERE email = 'ivan@romashka.example'").await,
        1
    );
}

/// He is told before, and history tells it afterwards.
async fn stopped_by_a_new_password(portal: &TestPortal, ivan: &Browserless) {
    wish(ivan, NEW, PASSWORD).await;
    let stopped = link(portal, NEW).await;
    let page = ivan.get("/profile").await;
    assert!(page.says("Смена адреса на ivan.perov@romashka.example отменится"), "{}", page.text());
    let new = [("present", PASSWORD), ("password", "шесть медных чайников")];
    ivan.submit(&page, "/profile/password", &new).await;
    assert!(ivan.get(&stopped).await.says("после неё сменили пароль"));
    let noted = "SELECT COUNT(*) FROM history WHERE action = 'address-change-withdrawn'";
    assert_eq!(portal.number(noted).await, 2, "and the one that was taken back");
}

async fn managers_start_it_for_others_but_not_above_themselves(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let anna = portal.admin().await;
    let page = anna.get("/employees/2").await;
    let page = anna.follow(&page, "/employees/2/address").await;
    let form = |password: &'static str| [("new_email", NEW), ("address_password", password)];
    let wrong = anna.submit(&page, "/employees/2/address", &form("не тот пароль")).await;
    assert!(wrong.status == 422 && wrong.says("не ваш нынешний пароль"), "{}", wrong.text());
    let page = anna.submit(&page, "/employees/2/address", &form(PASSWORD)).await;
    assert!(page.says("Письмо со ссылкой осталось") && page.says("ждёт подтверждения"), "{}", page.text());
    let told = portal.letter_to(IVAN).await;
    assert!(told.text.contains("Кто попросил: Анна Орлова"), "{}", told.text);
    // The mailbox alone proves it: he may be signed in nowhere.
    let page = confirm(&portal.stranger(), &link(&portal, NEW).await).await;
    assert!(page.path() == "/sign-in" && page.says("Адрес изменён"), "{}", page.text());
    assert_eq!(sign_in(&portal, NEW).await, 200);
    assert!(ivan.get("/employees").await.path().starts_with("/sign-in"));
    let olga = portal.employee("Ольга", "olga@romashka.example").await;
    for path in ["/employees/1/address", "/employees/2/address"] {
        assert_eq!(olga.post(path, &form(PASSWORD)).await.status, 403, "{path}");
    }
    assert_vouches_no_more(&portal, &anna).await;
}

/// Whoever has lost the right meanwhile vouches for nobody.
async fn assert_vouches_no_more(portal: &TestPortal, anna: &Browserless) {
    portal.advance(LATER);
    let page = anna.get("/employees/2/address").await;
    let form = [("new_email", "other@romashka.example"), ("address_password", PASSWORD)];
    anna.submit(&page, "/employees/2/address", &form).await;
    let late = link(portal, "other@romashka.example").await;
    portal.write(|tx| tx.execute("UPDATE employees SET role = 'employee' WHERE id = 1", &[])).await;
    let stranger = portal.stranger();
    stranger.get(&late).await;
    stranger.post("/new-address", &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE email LIKE 'other%'").await, 0);
}

async fn a_wish_ends_with_the_time_of_who_made_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.add_employee("Иван Перов", IVAN).await;
    let hanna = portal.add_employee("Ханна", "hanna@romashka.example").await;
    let administers = "UPDATE employees SET role = 'administrator' WHERE name = 'Ханна'";
    portal.write(move |tx| tx.execute(administers, &[])).await;
    let hers = portal.signed_in("hanna@romashka.example").await;
    let page = hers.get(&format!("/employees/{ivan}/address")).await;
    let form = [("new_email", NEW), ("address_password", PASSWORD)];
    hers.submit(&page, &format!("/employees/{ivan}/address"), &form).await;
    let link = portal.letter_to(NEW).await.path("/new-address/");
    let anna = portal.admin().await;
    for deed in ["dismiss", "rehire"] {
        anna.post(&format!("/employees/{hanna}/{deed}"), &[]).await;
    }
    portal.write(move |tx| tx.execute(administers, &[])).await;
    let page = portal.stranger().get(&link).await;
    assert!(page.status >= 400, "nothing of hers comes back with her: {}", page.text());
    assert!(anna.get(&format!("/employees/{ivan}")).await.says(IVAN));
}

async fn a_freed_address_is_somebody_elses_and_history_stays(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (ivan, gone) = (
        portal.employee("Иван Перов", IVAN).await,
        portal.add_employee("Глеб Дорохов", "gleb@a.example").await,
    );
    dismiss(&portal, gone.0).await;
    let (anna, path) = (portal.admin().await, format!("/employees/{gone}"));
    let free = format!("{path}/free-address");
    assert_eq!(ivan.post(&free, &[]).await.status, 403);
    assert!(
        anna.post("/employees/2/free-address", &[]).await.says("не уволен"),
        "whoever works here keeps it"
    );
    let page = anna.get(&path).await;
    let page = anna.follow(&page, &free).await;
    assert!(page.says("gleb@a.example сможет получить другой"), "asked before: {}", page.text());
    for _ in 0..2 {
        let page = anna.submit(&page, &free, &[]).await;
        assert!(page.says("Адрес освобождён") && page.says("Глеб Дорохов"), "{}", page.text());
    }
    let freed = anna.get("/history").await;
    assert!(freed.says("Адрес освобождён: Глеб Дорохов, gleb@a.example"), "{}", freed.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'address-freed'").await, 1);
    assert!(anna.get("/employees?status=dismissed&q=дорохов").await.says("Глеб Дорохов"));
    assert!(!anna.get("/employees?status=dismissed&q=gleb@a").await.says("Глеб Дорохов"));
    portal.program().await.invited("gleb@a.example").await;
    assert_needs_another(&portal, &anna, &path).await;
}

/// Taken back he needs another address, and proves it by choosing a password.
async fn assert_needs_another(portal: &TestPortal, anna: &Browserless, path: &str) {
    let page = anna.get(path).await;
    let page = anna.follow(&page, &format!("{path}/rehire")).await;
    assert!(page.says("Прежний адрес освобождён"), "{}", page.text());
    for (email, words) in [("gleb@", "адрес"), (IVAN, "уже в компании"), ("gleb@a.example", "приглашение")]
    {
        let page = anna.submit(&page, &format!("{path}/rehire"), &[("email", email)]).await;
        assert!(page.status == 422 && page.text().contains(words), "{email}: {}", page.text());
    }
    let page = anna.submit(&page, &format!("{path}/rehire"), &[("email", "gleb@b.example")]).await;
    assert!(page.says("снова в компании") && page.says("ещё не выбрал пароль"), "{}", page.text());
    assert!(
        anna.get("/history").await.says("адрес для входа: gleb@b.example"),
        "told to whoever looks for it"
    );
    assert_eq!(sign_in(portal, "gleb@b.example").await, 422, "the password of before opens nothing");
    assert!(portal.letter_to("gleb@b.example").await.text.contains("/new-password/"));
}

async fn whoever_manages_people_has_an_address_freed_for_a_change(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Иван Перов", IVAN).await;
    let anna = portal.admin().await;
    for (id, email) in [(3, "gleb@a.example"), (4, "zina@a.example")] {
        assert_eq!(portal.add_employee("Зинаида Глебова", email).await.0, id);
        dismiss(&portal, id).await;
    }
    for (page, action, email) in [
        ("/profile", "/profile/address", "gleb@a.example"),
        ("/employees/2/address", "/employees/2/address", "zina@a.example"),
    ] {
        let mut form = vec![("new_email", email), ("address_password", PASSWORD)];
        let page = anna.get(page).await;
        let page = anna.submit(&page, action, &form).await;
        assert!(page.status == 422 && page.says("Адрес занят: Зинаида Глебова"), "{}", page.text());
        assert_eq!(page.attributes("button[formaction$='/rehire']", "name").len(), 0);
        assert_eq!(page.texts("button[formaction$='/rehire']"), ["Принять обратно"]);
        form.push(("frees", "1"));
        let page = anna.submit(&page, action, &form).await;
        assert_eq!(page.status, 200, "{}", page.text());
        assert!(portal.letter_to(email).await.text.contains("/new-address/"));
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM history WHERE action = 'address-freed'").await, 2);
}

/// The menu counts all who work here by now.
async fn menu_counts_all(portal: &TestPortal, page: &Page) {
    let at_work = portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await;
    assert_eq!(page.texts("#count-employees"), [at_work.to_string()]);
}

async fn the_review_frees_and_takes_back_without_losing_the_list(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    for (name, email) in [("Глеб Дорохов", "gleb@a.example"), ("Зинаида Ли", "zina@a.example")]
    {
        let id = portal.add_employee(name, email).await;
        dismiss(&portal, id.0).await;
    }
    let list = "gleb@a.example zina@a.example new@a.example";
    let review = async |browser: &Browserless| {
        let page = browser.get("/invite/mail-service").await;
        browser.submit(&page, "/invite/mail-service", &[("addresses", list)]).await
    };
    let page = review(&ivan).await;
    assert!(page.says("может администратор (Анна Орлова)"), "whom to ask: {}", page.text());
    assert!(page.attributes("button[value^='free-']", "value").is_empty());
    assert_eq!(ivan.submit(&page, "/invite/mail-service/review", &[("action", "free-1")]).await.status, 403);

    let anna = portal.admin().await;
    let page = review(&anna).await;
    let frees = page.attributes("button[value^='free-']", "value");
    assert_eq!(frees.len(), 2);
    let page = anna.submit(&page, "/invite/mail-service/review", &[("action", &frees[0])]).await;
    assert!(page.says("Адрес освобождён") && page.says("Отправить 2 приглашения"), "{}", page.text());
    let back = page.attributes("button[value^='rehire-']", "value");
    assert_eq!(back.len(), 1);
    let page = anna.submit(&page, "/invite/mail-service/review", &[("action", &back[0])]).await;
    menu_counts_all(&portal, &page).await;
    assert!(page.says("снова в компании") && page.says("уже сотрудник"), "{}", page.text());
    let page = anna.submit(&page, "/invite/mail-service/review", &[("action", "send")]).await;
    assert!(page.path().starts_with("/invite/batches/"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 2);

    an_invitation_gets_another_s_address(&portal, &anna).await;
}

/// The same where an invitation gets another address.
async fn an_invitation_gets_another_s_address(portal: &TestPortal, anna: &Browserless) {
    let id = portal.add_employee("Пётр", "petr@a.example").await;
    dismiss(portal, id.0).await;
    let page = anna.get("/invitations/1/address").await;
    let typed = [("email", "petr@a.example")];
    let page = anna.submit(&page, "/invitations/1/address", &typed).await;
    assert!(page.status == 422 && page.says("Адрес занят: Пётр, среди уволенных"), "{}", page.text());
    let page = anna.submit(&page, "/invitations/1/address", &[("frees", "1")]).await;
    assert!(page.says("Адрес исправлен"), "{}", page.text());
}
