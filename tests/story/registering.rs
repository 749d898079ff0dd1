//! Registering somebody directly: an employee with a seat at once, who chooses his password by a letter.

use std::time::Duration;

use collega::access_rights::{Permission, Scope};

use super::roles::role;
use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    somebody_registered_chooses_his_password_and_is_in,
    a_missing_name_is_asked_for_as_a_persons,
    all_that_is_known_is_kept_whoever_registers,
    whoever_registers_into_his_departments_only_is_led_there,
    the_letter_comes_again_until_a_password_is_set,
    forgetting_a_password_that_never_was_cuts_the_first_link_no_shorter,
    what_stands_in_the_way_is_told_with_a_way_on,
    the_last_seat_is_taken_once_however_many_register,
    a_wrong_address_is_put_right_before_anybody_signs_in,
    who_never_chose_a_password_is_written_to_when_he_is_taken_back,
    who_never_came_is_deleted_and_leaves_no_trace_but_history,
);

const NINA: &str = "nina@romashka.example";
const NEW: &str = "шесть медных чайников";

async fn register(browser: &Browserless, name: &str, email: &str) -> Page {
    let page = browser.get("/employees/new").await;
    browser.submit(&page, "/employees/new", &[("name", name), ("email", email)]).await
}

async fn choose(portal: &TestPortal, link: &str) -> Page {
    let browser = portal.stranger();
    let page = browser.get(link).await;
    assert!(page.says("Придумайте пароль"), "{}", page.text());
    browser.submit(&page, "/new-password", &[("password", NEW)]).await
}

async fn a_missing_name_is_asked_for_as_a_persons(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let profile = anna.get("/profile").await;
    let wrong = [register(&anna, "", NINA).await, anna.submit(&profile, "/profile", &[("name", " ")]).await];
    for page in wrong {
        assert_eq!(page.status, 422);
        assert!(page.says("Введите имя и фамилию") && !page.says("название"), "{}", page.text());
    }
}

async fn somebody_registered_chooses_his_password_and_is_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    assert_not_for_everybody(&portal).await;
    let anna = portal.admin().await;
    assert!(anna.get("/invite/other").await.says("Добавить сотрудника"));
    let page = anna.get("/employees").await;
    let page = anna.follow(&page, "/employees/new").await;
    let form = [("name", "Нина Котова"), ("email", NINA), ("position", "Инженер")];
    let wrong = anna.submit(&page, "/employees/new", &[("name", ""), ("email", "nina")]).await;
    assert!(wrong.status == 422 && wrong.title().starts_with("Ошибка: "), "{}", wrong.text());
    let page = anna.submit(&page, "/employees/new", &form).await;
    assert!(page.says("Сотрудник в компании") && page.says("Инженер"), "{}", page.text());
    assert!(page.says("ещё не выбрал пароль"), "{}", page.text());
    let letter = portal.letter_to(NINA).await;
    assert_eq!(letter.subject, "Доступ к порталу Ромашка");
    assert!(letter.text.contains("Ссылка действует до 30 ноября 2026, 09:00"), "{}", letter.text);
    assert!(letter.text.contains("Кто добавил: Анна Орлова"), "{}", letter.text);
    assert!(anna.get("/employees").await.says("Нина Котова"), "she is in the list at once");
    consistency::check(&portal.portal.db).await;

    portal.advance(Duration::from_hours(7 * 24 - 1));
    let link = letter.path("/new-password/");
    let welcome = choose(&portal, &link).await;
    assert!(welcome.path() == "/welcome" && welcome.says("Нина"), "{}", welcome.text());
    let letters = portal.letters().await;
    assert_eq!(letters.len(), 1, "nobody is told of the first password: {letters:?}");
    let nina = portal.stranger();
    let page = nina.get("/sign-in").await;
    let page = nina.submit(&page, "/sign-in", &[("email", NINA), ("password", NEW)]).await;
    assert_eq!(page.path(), "/employees", "{}", page.text());
    let page = portal.admin().await.get("/history").await;
    let told = format!("Сотрудник добавлен: Нина Котова, {NINA}; отделы: Ромашка; данные: должность Инженер");
    assert!(page.says(&told) && !page.says("Данные сотрудника"), "one entry: {}", page.text());
}

/// Also by whoever may register people and not change them.
async fn all_that_is_known_is_kept_whoever_registers(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let gleb = portal.add_employee("Глеб", "gleb@romashka.example").await;
    role(&portal, "Приём", &[(Permission::Register, Scope::Company)], gleb).await;
    let his = portal.signed_in("gleb@romashka.example").await;
    let page = his.get("/employees/new").await;
    let known = [
        ("name", "Нина Котова"),
        ("patronymic", "Ильинична"),
        ("email", NINA),
        ("position", "Инженер"),
        ("mobile_phone", "+7 916 123-45-67"),
        ("birth_day", "30"),
        ("birth_month", "2"),
    ];
    let wrong = his.submit(&page, "/employees/new", &known).await;
    assert_eq!(wrong.status, 422, "{}", wrong.text());
    assert_eq!(wrong.attributes("details.more-fields[open]", "class").len(), 1, "what to mend is in sight");
    assert_eq!(wrong.value("mobile_phone"), "+7 916 123-45-67", "what was typed is kept");
    let done = his.submit(&wrong, "/employees/new", &[("birth_month", "5")]).await;
    for words in ["Нина Ильинична Котова", "Инженер", "+7 916 123-45-67", "30 мая"]
    {
        assert!(done.says(words), "{words}: {}", done.text());
    }
    consistency::check(&portal.portal.db).await;
}

async fn whoever_registers_into_his_departments_only_is_led_there(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let gleb = portal.add_employee("Глеб", "gleb@romashka.example").await;
    role(&portal, "Приём", &[(Permission::Register, Scope::Branch)], gleb).await;
    let (company, sales) = (portal.company, portal.add_department("Продажи", None).await);
    portal.write(move |tx| tx.people().set_departments(company, gleb, &[sales])).await;
    let his = portal.signed_in("gleb@romashka.example").await;
    let page = his.get("/employees/new").await;
    let chosen = page.attributes("[name=department][checked]", "value");
    assert_eq!(chosen, [sales.to_string()], "where there is no choice it is made");
    portal.add_department("Север", Some(sales)).await;
    let page = his.get("/employees/new").await;
    assert!(page.attributes("[name=department][checked]", "value").is_empty());
    let sent = his.submit(&page, "/employees/new", &[("name", "Нина Котова"), ("email", NINA)]).await;
    assert_eq!(sent.status, 422);
    assert!(sent.texts("#department-error")[0].contains("Выберите отдел"), "{}", sent.text());
}

/// Only who manages people registers them.
async fn assert_not_for_everybody(portal: &TestPortal) {
    let ivan = portal.employee("Иван Перов", "ivan@romashka.example").await;
    assert!(
        !ivan.get("/employees").await.says("Добавить сотрудника"),
        "only who manages people is offered it"
    );
    assert_eq!(ivan.get("/employees/new").await.status, 403);
    assert_eq!(ivan.post("/employees/new", &[("name", "Нина Котова"), ("email", NINA)]).await.status, 403);
}

async fn the_letter_comes_again_until_a_password_is_set(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let page = register(&anna, "Нина Котова", NINA).await;
    let first = portal.letter_to(NINA).await.path("/new-password/");
    let again = "/employees/2/first-password";
    assert!(anna.submit(&page, again, &[]).await.says("только что отправлено"));
    portal.advance(Duration::from_mins(6));
    assert!(anna.submit(&page, again, &[]).await.says("Новое письмо осталось в ящике портала"));
    let second = portal.letter_to(NINA).await.path("/new-password/");
    assert!(portal.stranger().get(&first).await.says("больше не действует"));
    portal.advance(Duration::from_hours(7 * 24));
    let late = portal.stranger().get(&second).await;
    assert!(late.status == 410 && late.says("Ссылка действует неделю"), "{}", late.text());
    collega::housekeeping::round(&portal.portal).await.unwrap();
    assert!(
        portal.stranger().get(&second).await.says("Ссылка действует неделю"),
        "and is told so for a while"
    );
    let anna = portal.admin().await;
    assert!(anna.post(again, &[]).await.says("Новое письмо осталось в ящике портала"));
    let third = portal.letter_to(NINA).await.path("/new-password/");
    choose(&portal, &third).await;
    assert!(anna.post(again, &[]).await.says("Пароль уже выбран"));
    assert!(!anna.get("/employees/2").await.says("Отправить письмо ещё раз"));
    let ivan = portal.employee("Иван Перов", "ivan@romashka.example").await;
    assert_eq!(ivan.post(again, &[]).await.status, 403);
}

/// Asks for a new password; the link in the letter.
async fn forget(portal: &TestPortal, email: &str) -> String {
    let browser = portal.stranger();
    let page = browser.get("/forgotten-password").await;
    let page = browser.submit(&page, "/forgotten-password", &[("email", email)]).await;
    assert!(page.says("осталось в ящике самого портала"), "{}", page.text());
    portal.letter_to(email).await.path("/new-password/")
}

async fn forgetting_a_password_that_never_was_cuts_the_first_link_no_shorter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    register(&anna, "Нина Котова", NINA).await;
    let first = portal.letter_to(NINA).await.path("/new-password/");
    portal.advance(Duration::from_mins(10));
    let forgotten = forget(&portal, NINA).await;
    assert_ne!(forgotten, first);
    portal.advance(Duration::from_mins(10));
    let newest = forget(&portal, NINA).await;
    let old = portal.stranger().get(&forgotten).await;
    assert!(old.says("больше не действует"), "the newer replaces the older: {}", old.text());
    portal.advance(Duration::from_hours(6 * 24));
    assert_eq!(portal.stranger().get(&newest).await.status, 410, "an hour is over");
    assert_eq!(choose(&portal, &first).await.path(), "/welcome", "and a week is not");
    let again = portal.stranger().get(&first).await;
    assert_ne!(again.status, 200, "{}", again.text());

    // The other way round: what was used ends the first link as well.
    let olga = "olga@romashka.example";
    let anna = portal.admin().await;
    register(&anna, "Ольга Кравец", olga).await;
    let first = portal.letter_to(olga).await.path("/new-password/");
    portal.advance(Duration::from_mins(10));
    let forgotten = forget(&portal, olga).await;
    assert_eq!(choose(&portal, &forgotten).await.path(), "/sign-in");
    let late = portal.stranger().get(&first).await;
    assert!(late.says("больше не действует"), "{}", late.text());
}

async fn what_stands_in_the_way_is_told_with_a_way_on(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let invitation = portal.program().await.invited("olga@a.example").await;
    let page = register(&anna, "Ольга Кравец", "OLGA@a.example").await;
    assert!(page.status == 422 && page.says("уже отправлено приглашение"), "{}", page.text());
    assert_eq!(page.value("name"), "Ольга Кравец", "what was typed is kept");
    assert_eq!(page.attributes("main form a.button[href^='/invitations']", "href"), [invitation]);
    let page = register(&anna, "Анна", ADMIN.1).await;
    assert_eq!(page.attributes("main form a.button[href^='/employees/']", "href"), ["/employees/1"]);

    let gone = portal.add_employee("Глеб Дорохов", "gleb@a.example").await;
    anna.post(&format!("/employees/{gone}/dismiss"), &[]).await;
    let page = register(&anna, "Глеб Новый", "gleb@a.example").await;
    assert!(page.status == 422 && page.says("Адрес занят: Глеб Дорохов"), "{}", page.text());
    assert_eq!(
        page.attributes("button[formaction]", "formaction"),
        [format!("/employees/{gone}/rehire")],
        "he can be taken back in one step"
    );
    let page = anna.submit(&page, "/employees/new", &[("frees", "1")]).await;
    assert!(page.says("Сотрудник в компании") && page.says("Глеб Новый"), "in one step: {}", page.text());
    let other = portal.add_employee("Зинаида Ли", "zina@a.example").await;
    anna.post(&format!("/employees/{other}/dismiss"), &[]).await;
    let page = register(&anna, "Зинаида", "zina@a.example").await;
    let (rehire, _) = (format!("/employees/{other}/rehire"), page);
    let page = anna.post(&rehire, &[("name", "Зинаида"), ("email", "zina@a.example")]).await;
    assert!(page.says("снова в компании") && page.says("Зинаида Ли"), "{}", page.text());
    consistency::check(&portal.portal.db).await;
}

async fn the_last_seat_is_taken_once_however_many_register(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 3", &[])).await;
    let anna = portal.admin().await;
    let mut crowd = tokio::task::JoinSet::new();
    for n in 0..6 {
        let anna = anna.clone();
        crowd.spawn(async move {
            let email = format!("n{n}@a.example");
            anna.post("/employees/new", &[("name", "Новый Сотрудник"), ("email", &email)]).await
        });
    }
    let pages = crowd.join_all().await;
    assert_eq!(pages.iter().filter(|page| page.status == 200).count(), 2);
    let refused = pages.iter().find(|page| page.status == 422).unwrap();
    assert!(refused.says("Мест в тарифе не осталось"), "{}", refused.text());
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 3);
    assert_eq!(portal.letters().await.len(), 2, "and nobody else was written to");
    consistency::check(&portal.portal.db).await;
}

async fn a_wrong_address_is_put_right_before_anybody_signs_in(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    register(&anna, "Нина Котова", "nnia@romashka.example").await;
    let wrong = portal.letter_to("nnia@romashka.example").await.path("/new-password/");
    let page = anna.get("/employees/2/address").await;
    let form = [("new_email", NINA), ("address_password", PASSWORD)];
    anna.submit(&page, "/employees/2/address", &form).await;
    let proof = portal.letter_to(NINA).await.path("/new-address/");
    let nina = portal.stranger();
    let page = nina.get(&proof).await;
    nina.submit(&page, "/new-address", &[]).await;
    assert_eq!(portal.stranger().get(&wrong).await.status, 404, "the stranger's link opens nothing");
    let letter = portal.letter_to(NINA).await;
    assert_eq!(letter.subject, "Доступ к порталу Ромашка", "and the right one gets the way in");
    assert_eq!(choose(&portal, &letter.path("/new-password/")).await.path(), "/welcome");
}

async fn who_never_chose_a_password_is_written_to_when_he_is_taken_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let card = register(&admin, "Пётр Вяземский", "pyotr@romashka.example").await;
    let here = card.path().to_owned();
    assert_eq!(portal.letters().await.len(), 1);
    admin.post(&format!("{here}/dismiss"), &[]).await;
    let question = admin.get(&format!("{here}/rehire")).await;
    assert!(question.says("Пароля ещё не было") && !question.says("прежним паролем"), "{}", question.text());
    admin.submit(&question, &format!("{here}/rehire"), &[]).await;
    assert_eq!(portal.letters().await.len(), 2, "the former link ended with the dismissal");
    let entered =
        choose(&portal, &portal.letter_to("pyotr@romashka.example").await.path("/new-password/")).await;
    assert!(entered.status == 200 && entered.path() != "/sign-in", "{}", entered.text());
}

async fn who_never_came_is_deleted_and_leaves_no_trace_but_history(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let boris = portal.employee("Борис Щукин", "boris@romashka.example").await;
    for is_dismissed in [false, true] {
        deletes_who_never_came(&portal, &admin, &boris, is_dismissed).await;
    }
    let told = admin.get("/history").await;
    assert!(told.says("Удалено: Нина Котова"), "{}", told.text());

    let card = register(&admin, "Нина Котова", NINA).await;
    let here = card.path().to_owned();
    choose(&portal, &portal.letter_to(NINA).await.path("/new-password/")).await;
    assert!(!admin.get(&here).await.body.contains("/delete"), "who has come is dismissed");
    assert!(admin.get(&format!("{here}/delete")).await.says("можно только уволить"));
    assert!(admin.post(&format!("{here}/delete"), &[]).await.says("можно только уволить"));
    assert_eq!(admin.get(&here).await.status, 200);
}

async fn deletes_who_never_came(
    portal: &TestPortal,
    admin: &Browserless,
    boris: &Browserless,
    is_dismissed: bool,
) {
    let here = register(admin, "Нина Котова", NINA).await.path().to_owned();
    let link = portal.letter_to(NINA).await.path("/new-password/");
    assert_eq!(boris.post(&format!("{here}/delete"), &[]).await.status, 403);
    assert_eq!(boris.get(&format!("{here}/delete")).await.status, 403, "nor learns that she never came");
    if is_dismissed {
        admin.post(&format!("{here}/dismiss"), &[]).await;
    }
    let question = admin.follow(&admin.get(&here).await, &format!("{here}/delete")).await;
    assert!(question.says("ни разу не входил"), "{}", question.text());
    let gone = admin.submit(&question, &format!("{here}/delete"), &[]).await;
    assert!(gone.says("Удалено") && !gone.says("Нина Котова"), "{}", gone.text());
    assert_eq!((admin.get(&here).await.status, portal.stranger().get(&link).await.status), (404, 404));
    consistency::check(&portal.portal.db).await;
}
