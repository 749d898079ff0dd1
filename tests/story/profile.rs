//! «Profile»: one's own name, language, time zone, password, and where one is signed in.

use collega::access_rights::{Permission, Scope};
use collega::base::id::{DepartmentId, EmployeeId};
use collega::people::Status;
use reqwest::Method;
use serde_json::json;

use super::roles::role;
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(
    everybody_mends_his_own_name_language_and_time_zone,
    who_manages_people_sets_language_and_time_zone_of_others,
    one_reads_what_one_is_in_the_company,
    what_is_told_of_a_person_is_shown_and_found,
    how_to_reach_somebody_comes_first,
    managers_change_it_all_and_the_history_tells_what,
    programs_read_and_change_it_too,
    what_can_not_be_saved_is_kept_and_told,
    a_new_password_asks_for_the_present_one_and_ends_other_sessions,
    a_wrong_present_password_is_counted_and_changes_nothing,
    one_signs_out_everywhere_else_in_one_press,
);

const IVAN: &str = "ivan@romashka.example";
const NEW: &str = "шесть медных чайников";

async fn change_password(browser: &Browserless, present: &str, new: &str) -> Page {
    let page = browser.get("/profile").await;
    browser.submit(&page, "/profile/password", &[("present", present), ("password", new)]).await
}

async fn everybody_mends_his_own_name_language_and_time_zone(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let page = ivan.get("/employees").await;
    let page = ivan.follow(&page, "/profile").await;
    assert!(page.says("Должность и отделы меняют администратор, HR"), "{}", page.text());
    let form = [("name", "Иван Петров"), ("language", "en"), ("time_zone", "камчатка")];
    let page = ivan.submit(&page, "/profile", &form).await;
    assert!(page.says("Saved"), "at once in his language: {}", page.text());
    assert_eq!((page.value("name"), page.value("time_zone")), ("Иван Петров".into(), "Kamchatka".into()));
    let anna = portal.admin().await;
    assert!(anna.get("/employees?q=петров").await.says("Иван Петров"), "colleagues find him by it");
    assert!(anna.get("/history").await.says("Иван Петров"));

    // What this browser was told last does not count where he has another language now, for messages neither.
    portal
        .write(|tx| tx.execute("UPDATE employees SET language = 'ru' WHERE name = 'Иван Петров'", &[]))
        .await;
    let page = ivan.post("/profile/sessions/end", &[]).await;
    assert!(page.says("Вход выполнен только на этом устройстве"), "{}", page.text());
}

async fn who_manages_people_sets_language_and_time_zone_of_others(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = portal.add_employee("Иван Перов", IVAN).await;
    let (card, path) = (format!("/employees/{id}"), format!("/employees/{id}/edit"));
    let anna = portal.admin().await;
    let page = anna.get(&path).await;
    let wrong = anna.submit(&page, &path, &[("language", "en"), ("time_zone", "Луна")]).await;
    assert!(wrong.status == 422 && wrong.says("Выберите город часового пояса"), "{}", wrong.text());
    assert_eq!(wrong.value("time_zone"), "Луна", "what was typed is kept");
    anna.submit(&wrong, &path, &[("time_zone", "екатеринбург")]).await;
    let page = anna.get(&card).await;
    assert!(page.says("Часовой пояс Екатеринбург, UTC+5"), "{}", page.text());
    let history = anna.get(&format!("{card}/history")).await;
    assert!(
        history.says("язык: Русский → English") && history.says("Москва → Екатеринбург"),
        "{}",
        history.text()
    );
    let ivan = portal.signed_in(IVAN).await;
    assert!(ivan.get("/profile").await.says("Time zone"));

    // A form that has none of these fields leaves them as they are.
    anna.post(&path, &[("name", "Иван Петров"), ("department", "1")]).await;
    assert!(anna.get(&card).await.says("Екатеринбург"));
    let invited = portal.add_person("new@example.org", Status::Invited, DepartmentId(1)).await;
    let page = anna.get(&format!("/employees/{invited}/edit")).await;
    assert!(!page.says("Часовой пояс"), "who joins chooses himself: {}", page.text());
}

async fn one_reads_what_one_is_in_the_company(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (sales, company) = (portal.add_department("Продажи", None).await, portal.company);
    let id = portal.add_employee("Иван Перов", IVAN).await;
    let ivan = portal.signed_in(IVAN).await;
    let role_of = async || ivan.get("/profile").await.texts(".facts dd").pop().unwrap();
    assert_eq!(role_of().await, "Сотрудник");
    portal.write(move |tx| tx.people().set_departments(company, id, &[sales])).await;
    let post = format!("/structure/{sales}/people/{id}/post");
    portal.admin().await.post(&post, &[("post", "head")]).await;
    role(&portal, "Приём", &[(Permission::Register, Scope::Company)], id).await;
    assert_eq!(role_of().await, "Руководитель, Приём");
    let list = ivan.get("/employees?role=head").await;
    assert!(list.says("Руководитель, Приём"), "as the list says it to him: {}", list.text());
    // Of others it is told to who manages rights; to nobody that they are no more than employees, where they may be.
    let own = portal.add_employee("Ольга Щукина", "olga@romashka.example").await;
    let other = portal.add_employee("Пётр Мухин", "petr@romashka.example").await;
    let olga = portal.signed_in("olga@romashka.example").await;
    let told = olga.get("/employees").await;
    let row = |page: &Page, id: EmployeeId| page.texts(&format!("#e{id} td")).join(" ");
    let of_ivan = row(&told, id);
    assert!(of_ivan.contains("Руководитель") && !of_ivan.contains("Приём"), "{of_ivan}");
    assert!(
        row(&told, own).contains("Сотрудник") && !row(&told, other).contains("Сотрудник"),
        "{}",
        told.text()
    );
    let to_admin = portal.admin().await.get("/employees").await;
    assert!(row(&to_admin, other).contains("Сотрудник"), "{}", to_admin.text());
    let admin = portal.admin().await.get("/profile").await;
    assert_eq!(admin.texts(".facts dd").pop().unwrap(), "Администратор");
}

/// What Иван tells of himself.
const TOLD: [(&str, &str); 7] = [
    ("name", "Иван Перов"),
    ("patronymic", "Ильич"),
    ("mobile_phone", "8 (916) 123-45-67"),
    ("work_phone", "+7 495 000-11-22, доб. 33"),
    ("birth_day", "12"),
    ("birth_month", "5"),
    ("birth_year", "1990"),
];

async fn what_is_told_of_a_person_is_shown_and_found(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let olga = portal.employee("Ольга Кравец", "olga@romashka.example").await;
    let page = ivan.get("/profile").await;
    let page = ivan.submit(&page, "/profile", &TOLD).await;
    assert!(page.says("Сохранено") && page.says("Иван Ильич Перов"), "{}", page.text());
    assert_eq!(page.value("birth_month"), "5");

    for found in ["9161234567", "+7 916 123-45-67", "8 (916) 123-45-67", "8916123", "ильич", "4950001122"]
    {
        let list = olga.get(&format!("/employees?q={}", found.replace('+', "%2B").replace(' ', "+"))).await;
        assert!(list.says("Иван Перов"), "{found}: {}", list.text());
    }
    assert!(!olga.get("/employees?q=9161234568").await.says("Иван Перов"));
    let page = olga.get("/employees/2").await;
    assert_eq!(page.texts("h1"), ["Иван Ильич Перов"]);
    let dialled = page.attributes("a[href^='tel:']", "href");
    assert_eq!(dialled, ["tel:+79161234567", "tel:+74950001122;ext=33"]);
    assert!(page.says("+7 916 123-45-67") && page.says("12 мая"), "{}", page.text());
    assert!(!page.body.contains("1990"), "the year is his own affair");
    assert!(ivan.get("/employees/2").await.says("12 мая 1990"));

    let page = ivan.get("/profile").await;
    let wrong = [("mobile_phone", "звоните"), ("birth_day", "31"), ("birth_month", "2"), ("birth_year", "")];
    let page = ivan.submit(&page, "/profile", &wrong).await;
    assert_eq!((page.status, page.value("mobile_phone")), (422, "звоните".to_owned()));
    assert_eq!(
        page.texts(".errors li"),
        [
            "Наберите номер цифрами, например +7 916 123-45-67",
            "Проверьте день и месяц: такого дня в календаре нет"
        ]
    );
    let emptied = TOLD.map(|(field, value)| (field, if field == "name" { value } else { "" }));
    ivan.submit(&page, "/profile", &emptied).await;
    let page = olga.get("/employees/2").await;
    assert!(!page.says("12 мая") && page.attributes("a[href^='tel:']", "href").is_empty(), "{}", page.text());
    assert!(!olga.get("/employees?q=9161234567").await.says("Иван Перов"));
}

async fn how_to_reach_somebody_comes_first(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let page = ivan.get("/profile").await;
    assert!(
        page.body.find("class=\"portrait") < page.body.find("action=\"/profile\""),
        "himself, then forms"
    );
    ivan.submit(&page, "/profile", &TOLD).await;
    let facts = [
        "E-mail",
        "Мобильный телефон",
        "Рабочий телефон",
        "Отдел",
        "День рождения",
        "Часовой пояс",
        "На портале с",
    ];
    assert_eq!(ivan.get("/employees/2").await.texts("dl.facts dt"), facts);
}

async fn managers_change_it_all_and_the_history_tells_what(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Перов", IVAN).await;
    let anna = portal.admin().await;
    let page = anna.get("/employees/2/edit").await;
    let mut told = TOLD.to_vec();
    told.push(("position", "Инженер"));
    let page = anna.submit(&page, "/employees/2/edit", &told).await;
    assert!(page.says("Сохранено") && page.says("12 мая 1990"), "{}", page.text());
    let page = anna.get("/employees/2/edit").await;
    anna.submit(&page, "/employees/2/edit", &[("birth_year", "1991"), ("work_phone", "")]).await;
    let history = anna.get("/history").await;
    for words in [
        "Иван Перов, отчество: не задано → Ильич",
        "Иван Перов, должность: не задано → Инженер",
        "Иван Перов, мобильный телефон: не задано → 8 (916) 123-45-67",
        "Иван Перов, рабочий телефон: +7 495 000-11-22, доб. 33 → не задано",
        "Иван Перов, день рождения: 12 мая 1990 → 12 мая 1991",
    ] {
        assert!(history.says(words), "{words}: {}", history.text());
    }
    let before = portal.number("SELECT COUNT(*) FROM history").await;
    let page = anna.get("/employees/2/edit").await;
    anna.submit(&page, "/employees/2/edit", &[]).await;
    assert_eq!(portal.number("SELECT COUNT(*) FROM history").await, before, "nothing was changed");
    for path in ["/employees/1/edit", "/employees/new", "/employees/1/address"] {
        assert_eq!(ivan.get(path).await.status, 403, "{path}");
    }
    assert_eq!(ivan.post("/employees/1/edit", &told).await.status, 403);
}

async fn programs_read_and_change_it_too(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.add_employee("Иван Перов", IVAN).await;
    let olga = portal.program_of_new("olga@romashka.example").await;
    let (program, path) = (portal.program().await, format!("/employees/{ivan}"));
    let told = json!({
        "patronymic": "Ильич", "work_phone": "+7 495 000-11-22", "mobile_phone": "8 916 123-45-67",
        "birthday": "1990-05-12",
    });
    let changed = program.send(Method::PATCH, &path, Some(told.clone()), &[]).await;
    for (field, value) in told.as_object().unwrap() {
        assert_eq!(&changed.json[field], value);
    }
    let found = program.get("/employees?q=%2B7%20916%20123-45-67").await;
    assert_eq!(found.json["items"][0]["id"], changed.json["id"]);
    assert_eq!(olga.get(&path).await.json["birthday"], "--05-12", "the year is no colleague's affair");
    let own = portal.program_of(ivan).await;
    let mended =
        own.send(Method::PATCH, &path, Some(json!({ "birthday": "--05-13", "work_phone": "" })), &[]);
    let mended = mended.await.json;
    assert_eq!((&mended["birthday"], &mended["work_phone"]), (&json!("--05-13"), &json!("")));
    for (body, problem) in [
        (json!({ "mobile_phone": "нет" }), "bad-phone"),
        (json!({ "birthday": "1990-02-30" }), "bad-birthday"),
        (json!({ "patronymic": "evil.com" }), "bad-name"),
    ] {
        let answer = program.send(Method::PATCH, &path, Some(body), &[]).await;
        assert_eq!((answer.status, answer.problem()), (422, problem));
    }
    let foreign = olga.send(Method::PATCH, &path, Some(json!({ "mobile_phone": "112" })), &[]).await;
    assert_eq!(foreign.status, 403);
}

async fn what_can_not_be_saved_is_kept_and_told(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", IVAN).await;
    let page = ivan.get("/profile").await;
    let form = [("name", "Ваш счёт на evil.example"), ("time_zone", "Луна/Море")];
    let page = ivan.submit(&page, "/profile", &form).await;
    assert_eq!(page.status, 422);
    assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
    assert_eq!(page.value("name"), "Ваш счёт на evil.example");
    assert_eq!(page.value("time_zone"), "Луна/Море");
    assert!(page.says("Выберите город часового пояса"), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE name = 'Иван Петров'").await, 1);
}

async fn a_new_password_asks_for_the_present_one_and_ends_other_sessions(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", IVAN).await;
    let elsewhere = portal.signed_in(IVAN).await;
    let page = change_password(&ivan, PASSWORD, "коротко").await;
    assert_eq!(page.status, 422);
    assert!(page.says("Введите снова, на 8 знаков длиннее"), "{}", page.text());
    let page = change_password(&ivan, PASSWORD, PASSWORD).await;
    assert!(page.says("Это ваш нынешний пароль"), "{}", page.text());
    let page = change_password(&ivan, PASSWORD, NEW).await;
    assert!(page.says("Пароль изменён"), "{}", page.text());
    assert_eq!(ivan.get("/employees").await.path(), "/employees", "he stays signed in here");
    assert!(elsewhere.get("/employees").await.path().starts_with("/sign-in"));
    let letter = portal.letter_to(IVAN).await;
    assert_eq!(letter.subject, "Пароль для портала Ромашка изменён");
    let stranger = portal.stranger();
    let page = stranger.get("/sign-in").await;
    let old = stranger.submit(&page, "/sign-in", &[("email", IVAN), ("password", PASSWORD)]).await;
    assert_eq!(old.status, 422);
    let new = stranger.submit(&page, "/sign-in", &[("email", IVAN), ("password", NEW)]).await;
    assert_eq!(new.path(), "/employees");
}

async fn a_wrong_present_password_is_counted_and_changes_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let page = change_password(&anna, "не тот пароль совсем", NEW).await;
    assert_eq!(page.status, 422);
    assert!(page.says("Это не ваш нынешний пароль"), "{}", page.text());
    assert!(!page.body.contains(NEW), "a password is never shown again");
    assert_eq!(portal.number("SELECT failed_sign_ins FROM employees").await, 1);
    assert_eq!(portal.signed_in(ADMIN.1).await.get("/profile").await.status, 200, "the old one still opens");
    let mut last = page;
    for _ in 0..11 {
        last = change_password(&anna, "неверно, неверно", NEW).await;
    }
    assert_eq!(last.status, 429, "nobody tries passwords in a browser left open");
    assert!(last.headers.contains_key("retry-after"));
}

async fn one_signs_out_everywhere_else_in_one_press(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let page = anna.get("/profile").await;
    assert!(page.says("Это устройство") && !page.says("Выйти на всех других"), "{}", page.text());
    let (phone, tablet) = (portal.admin().await, portal.admin().await);
    let page = anna.get("/profile").await;
    let page = anna.submit(&page, "/profile/sessions/end", &[]).await;
    assert!(page.says("Выполнен выход на 2 других устройствах"), "{}", page.text());
    assert_eq!(anna.get("/employees").await.path(), "/employees");
    for other in [phone, tablet] {
        assert!(other.get("/employees").await.path().starts_with("/sign-in"));
    }
}
