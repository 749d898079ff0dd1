//! Finding people: by parts of words, by departments, in whichever layout it was typed.

use collega::base::clock::Timestamp;
use collega::base::id::EmployeeId;
use collega::history::Actor;
use collega::structure::create;
use reqwest::Method;
use serde_json::json;

use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, bare_company, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    people_are_found_within_words_and_by_their_departments,
    a_department_is_found_by_its_whole_name,
    what_is_renamed_is_found_by_its_new_name,
    what_was_typed_in_the_other_layout_is_understood,
    who_was_called_back_is_found_from_the_other_lists,
    either_layout_is_understood_wherever_somebody_is_looked_for,
    a_name_is_found_in_the_letters_of_either_script,
    a_department_is_found_in_the_letters_of_either_script,
    a_name_is_found_without_the_marks_of_its_letters,
    the_department_that_was_asked_for_comes_first,
    letters_that_look_alike_are_taken_for_each_other,
    filters_combine_and_stand_in_the_address,
    filters_are_set_by_a_form_without_a_script,
    heads_of_columns_order_the_list,
    what_makes_no_sense_finds_nobody,
    those_who_are_called_so_come_before_those_whose_patronymic_is,
);

/// The people of a page of the list, by name.
pub fn names(page: &Page) -> Vec<String> {
    assert_eq!(page.status, 200, "{}", page.text());
    let mut found = page.texts(".list .person-name");
    found.sort();
    found
}

async fn found(browser: &Browserless, query: &str) -> Vec<String> {
    names(&browser.get(&format!("/employees?{query}")).await)
}

/// A department below the company, by the machine interface: its id.
pub async fn department(portal: &TestPortal, name: &str, parent: Option<i64>) -> i64 {
    let body = json!({ "name": name, "parent_id": parent });
    portal.program().await.post("/departments", body).await.json["id"].as_i64().unwrap()
}

/// An employee in departments, with a position: his id.
pub async fn employee(
    portal: &TestPortal,
    name: &str,
    email: &str,
    position: &str,
    departments: &[i64],
) -> i64 {
    let id = portal.add_employee(name, email).await;
    let body = json!({ "position": position, "department_ids": departments });
    let changed = portal.program().await.patch(&format!("/employees/{id}"), body).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    id.0
}

async fn a_name_is_found_without_the_marks_of_its_letters(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Zoë Müller", "z@romashka.example").await;
    portal.add_employee("Jan Muller", "j@romashka.example").await;
    portal.add_employee("Андрей Майоров", "a@romashka.example").await;
    let admin = portal.admin().await;
    for (query, people) in [
        ("zoe", vec!["Zoë Müller"]),
        ("Zoë", vec!["Zoë Müller"]),
        ("mulle", vec!["Jan Muller", "Zoë Müller"]),
        ("Müller", vec!["Zoë Müller"]),
        ("ján", vec!["Jan Muller"]),
        ("майоров", vec!["Андрей Майоров"]),
        ("маиоров", vec![]),
    ] {
        assert_eq!(found(&admin, &format!("q={query}")).await, people, "{query}");
    }
}

async fn joined_ten_days_before(portal: &TestPortal, id: i64) {
    let earlier = "UPDATE employees SET joined_at = joined_at - 864000000 WHERE id = $1";
    portal.write(move |tx| tx.execute(earlier, &[id.into()])).await;
}

async fn people_are_found_within_words_and_by_their_departments(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Автосклад №2", None).await;
    let yard = department(&portal, "Двор", Some(store)).await;
    let it = department(&portal, "IT", None).await;
    employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "кладовщик", &[it]).await;
    employee(&portal, "Ольга Ёлкина", "o.elkina@sub.romashka.example", "", &[yard]).await;
    employee(&portal, "Иван Кладов", "ivan77@romashka.example", "директор", &[it]).await;
    let admin = portal.admin().await;
    for (query, people) in [
        // From within, and ё as е.
        ("q=зем", vec!["Пётр Вяземский"]),
        ("q=ЛКИН", vec!["Ольга Ёлкина"]),
        ("q=елк", vec!["Ольга Ёлкина"]),
        ("q=elkina", vec!["Ольга Ёлкина"]),
        // Two letters begin a word only; a whole address is found by its beginning alone, as are numbers.
        ("q=зе", vec![]),
        ("q=an77@", vec![]),
        ("q=an77", vec![]),
        ("q=ivan77@romash", vec!["Иван Кладов"]),
        // A department with those below it, from within its name; the company's own name finds by words only.
        ("q=склад", vec!["Ольга Ёлкина"]),
        ("q=клад", vec!["Иван Кладов", "Ольга Ёлкина", "Пётр Вяземский"]),
        ("q=клад+директор", vec!["Иван Кладов"]),
        ("q=склад+олька", vec![]),
        ("q=склад+ольга", vec!["Ольга Ёлкина"]),
        ("q=it", vec!["Иван Кладов", "Пётр Вяземский"]),
        // The other presets are searched alike.
        ("status=administrators&q=рлов", vec!["Анна Орлова"]),
        ("status=administrators&q=клад", vec![]),
    ] {
        assert_eq!(found(&admin, query).await, people, "{query}");
    }
    let page = admin.get("/employees?q=ромашка").await;
    assert!(page.says("что нашлось по запросу «romashka»"), "in addresses alone: {}", page.text());
}

/// Also where one of its words is in the names of half the company, and another is a single digit.
async fn a_department_is_found_by_its_whole_name(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let seventh = department(&portal, "Логистика: филиал 7", None).await;
    let eighth = department(&portal, "Логистика: филиал 8", None).await;
    let crew = department(&portal, "Бригада", Some(eighth)).await;
    employee(&portal, "Ольга Ёлкина", "olga@romashka.example", "", &[crew]).await;
    employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[seventh]).await;
    employee(&portal, "Иван Кладов", "ivan@romashka.example", "филиал 8", &[seventh]).await;
    let admin = portal.admin().await;
    let eighth = ["Иван Кладов", "Ольга Ёлкина"];
    for query in ["q=Логистика: филиал 8", "q=филиал+8"] {
        assert_eq!(found(&admin, query).await, eighth, "{query}");
    }
    assert_eq!(found(&admin, "q=филиал+8+ольга").await, ["Ольга Ёлкина"]);
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let (actor, company) = (Actor::portal(company), tx.companies().find(company)?.unwrap());
            let root = tx.departments().root(company.id)?.id;
            for number in 10..600 {
                create::create(tx, &actor, &company, root, &format!("Филиал {number}"), now)?;
            }
            Ok(())
        })
        .await;
    assert_eq!(found(&admin, "q=Логистика: филиал 8").await, eighth, "among six hundred branches");
    assert_eq!(found(&admin, "q=филиал+7").await, ["Иван Кладов", "Пётр Вяземский"]);
    assert_eq!(found(&admin, "q=филиал+вяземский").await, ["Пётр Вяземский"], "who works there himself");
}

async fn what_is_renamed_is_found_by_its_new_name(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Автосклад №2", None).await;
    let yard = department(&portal, "Двор", Some(store)).await;
    let it = department(&portal, "IT", None).await;
    employee(&portal, "Ольга Ёлкина", "o.elkina@sub.romashka.example", "", &[yard]).await;
    let ivan = employee(&portal, "Иван Кладов", "ivan77@romashka.example", "директор", &[it]).await;
    let admin = portal.admin().await;
    let program = portal.program().await;
    program.patch(&format!("/departments/{store}"), json!({ "name": "Гараж" })).await;
    assert_eq!(found(&admin, "q=гараж").await, ["Ольга Ёлкина"]);
    assert!(found(&admin, "q=автосклад").await.is_empty(), "the department is called so no more");
    program.patch(&format!("/employees/{ivan}"), json!({ "name": "Иван Щукин" })).await;
    assert_eq!(found(&admin, "q=щук").await, ["Иван Щукин"]);
    assert!(!found(&admin, "q=кладов").await.contains(&"Иван Кладов".to_owned()));
    program.call(Method::DELETE, &format!("/departments/{store}")).await;
    assert!(found(&admin, "q=гараж").await.is_empty());
    let body = json!({ "recipients": [{ "email": "new@example.org", "name": "Нина Новая" }], "department_ids": [it] });
    program.invite(body).await;
    for query in ["status=invited&q=овая", "status=invited&q=it", "status=invited&q=it+нина"] {
        assert_eq!(found(&admin, query).await, ["Нина Новая"], "{query}");
    }
    consistency::check(&portal.portal.db).await;
}

async fn what_was_typed_in_the_other_layout_is_understood(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.add_employee("Иван Жуков", "ivan@romashka.example").await;
    let admin = portal.admin().await;
    let page = admin.get("/employees?q=;erj").await;
    assert_eq!(names(&page), ["Иван Жуков"]);
    assert!(
        page.says("По запросу «;erj» никого нет. Показано то, что нашлось по запросу «жуко»"),
        "{}",
        page.text()
    );
    let page = admin.get("/employees?q=шмфт").await;
    assert_eq!(names(&page), ["Иван Жуков"], "the other way round");
    let page = admin.get("/employees?q=жук").await;
    assert!(!page.says("По запросу"), "{}", page.text());
    let page = admin.get("/employees?status=dismissed&q=;er").await;
    assert_eq!(page.texts(".elsewhere a"), ["В компании"]);
    let page = admin.follow(&page, &page.attributes(".elsewhere a", "href")[0]).await;
    assert_eq!(names(&page), ["Иван Жуков"]);
    assert!(admin.get("/employees?q=qqqq").await.says("Никого не нашли"));
}

async fn who_was_called_back_is_found_from_the_other_lists(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.program().await.invite_one("dima@example.org").await;
    let admin = portal.admin().await;
    let path = admin.get("/employees?status=invited").await.attributes("a[href^='/invitations/']", "href")[0]
        .clone();
    admin.post(&format!("{path}/revoke"), &[]).await;
    for list in ["invited", "active", "invited&chip=declined"] {
        let page = admin.get(&format!("/employees?status={list}&q=dima")).await;
        assert_eq!(page.texts(".elsewhere a"), ["Отозваны"], "{list}: {}", page.text());
        let page = admin.follow(&page, &page.attributes(".elsewhere a", "href")[0]).await;
        assert!(page.says("dima@example.org"), "{}", page.text());
    }
}

async fn either_layout_is_understood_wherever_somebody_is_looked_for(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Склад", None).await;
    let ivan = employee(&portal, "Иван Ёлкин", "ivan@romashka.example", "", &[]).await;
    let admin = portal.admin().await;
    let people = format!("/structure/{store}/people");
    // Within a word, ё as е, in the other layout: «лкин».
    for typed in ["лкин", "елк", "krby"] {
        let page = admin.get(&format!("{people}?q={typed}")).await;
        assert_eq!(page.texts(".candidates .person-name"), ["Иван Ёлкин"], "{typed}: {}", page.text());
    }
    let path = format!("{people}?q=krby");
    let part = admin.send(Method::GET, &path, None, &[("x-requested-with", "list")]).await;
    assert!(part.says("по запросу «лкин»") && !part.body.contains("<html"), "{}", part.body);
    assert!(admin.get("/structure?q=crkfl").await.texts(".tree-name").contains(&"Склад".to_owned()));
    let invited = format!("/employees?status=invited&inviter={ivan}");
    let page = admin.get("/employees/filters?status=invited&inviter_name=krby&apply=1").await;
    assert!(page.url.ends_with(&invited), "{}", page.url);
    let company = portal.company;
    let role = portal.write(move |tx| tx.roles().insert(company, None, "Проба", Timestamp(0))).await.unwrap();
    let page = admin.get(&format!("/structure/access-rights/roles/{role}?q=krby")).await;
    assert!(page.says("Иван Ёлкин"), "whom to give a role: {}", page.text());
}

/// What programs find, and how many they count.
async fn api_names(portal: &TestPortal, query: &str) -> Vec<String> {
    let found = portal.program().await.get(&format!("/employees?count=true&{query}")).await.json;
    let all = found["items"].as_array().unwrap_or_else(|| panic!("{found}"));
    let mut names: Vec<String> =
        all.iter().map(|person| person["name"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found["total"], names.len(), "{query}: {found}");
    names.sort();
    names
}

async fn the_department_that_was_asked_for_comes_first(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (lab, store) =
        (department(&portal, "Лаборатория", None).await, department(&portal, "Склад", None).await);
    employee(&portal, "Иван Ёлкин", "ivan@romashka.example", "", &[lab, store]).await;
    let admin = portal.admin().await;
    for (asked, order) in [(lab, "Лаборатория , Склад"), (store, "Склад , Лаборатория")]
    {
        let page = admin.get(&format!("/employees?department={asked}")).await;
        assert_eq!(page.texts(".list tbody td:nth-child(3)"), [order], "{}", page.text());
    }
}

async fn a_department_is_found_in_the_letters_of_either_script(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Склад", None).await;
    let below = department(&portal, "Приёмка", Some(store)).await;
    employee(&portal, "Иван Ёлкин", "ivan@romashka.example", "", &[store]).await;
    employee(&portal, "Вера Щукина", "vera@romashka.example", "", &[below]).await;
    let admin = portal.admin().await;
    for typed in ["Sklad", "Skl"] {
        let people = found(&admin, &format!("q={typed}")).await;
        assert_eq!(people, ["Вера Щукина", "Иван Ёлкин"], "{typed}");
        let tree = admin.get(&format!("/structure?q={typed}")).await;
        assert_eq!(tree.texts(".tree-name"), ["Ромашка", "Склад"], "{typed}");
    }
    let of = |more: &str| format!("department_id={store}{more}");
    assert_eq!(api_names(&portal, &of("")).await, ["Иван Ёлкин"]);
    assert_eq!(api_names(&portal, &of("&below=true")).await, ["Вера Щукина", "Иван Ёлкин"]);
    assert_eq!(api_names(&portal, &of("&below=true&q=vera")).await, ["Вера Щукина"]);
}

async fn a_name_is_found_in_the_letters_of_either_script(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Склад", None).await;
    let called = [
        "Иван Ёлкин",
        "Вера Щукина",
        "Юрий Жуков",
        "Ольга Цветкова",
        "Наталья Хабарова",
        "Наталия Васильева",
        "John Smith",
    ];
    for (number, name) in called.into_iter().enumerate() {
        employee(&portal, name, &format!("p{number}@romashka.example"), "", &[store]).await;
    }
    let admin = portal.admin().await;
    for (typed, people) in [
        ("Elkin", vec!["Иван Ёлкин"]),
        ("Shchukina", vec!["Вера Щукина"]),
        ("Yuriy", vec!["Юрий Жуков"]),
        ("Yury Zhukov", vec!["Юрий Жуков"]),
        ("Tsvetkova Olga", vec!["Ольга Цветкова"]),
        ("Khabarov", vec!["Наталья Хабарова"]),
        ("Natalia Vasileva", vec!["Наталия Васильева"]),
        ("Смит", vec!["John Smith"]),
        ("Shchukina Olga", vec![]),
        // A department is called as it was typed.
        ("Elkin склад", vec!["Иван Ёлкин"]),
        ("Elkin sklad", vec!["Иван Ёлкин"]),
    ] {
        assert_eq!(found(&admin, &format!("q={typed}")).await, people, "{typed}");
        assert_eq!(api_names(&portal, &format!("q={typed}")).await, people, "{typed}");
        assert_eq!(api_names(&portal, &format!("q={typed}&status=active")).await, people, "{typed}");
        let page = admin.get(&format!("/structure/{store}/people?q={typed}")).await;
        assert_eq!(page.texts(".candidates .person-name"), people, "{typed}: {}", page.text());
    }
    let page = admin.get("/employees?q=Elkin").await;
    assert!(page.says("По запросу «Elkin» никого нет. Показано то, что нашлось по запросу «елкин»"));
    let export = page.attributes(".list-tools a", "href").pop().unwrap();
    assert!(export.contains("q=%D0%B5%D0%BB%D0%BA%D0%B8%D0%BD"), "what is shown is taken along: {export}");
    // Who is called as it was typed, wherever he is, is meant before anybody who may be.
    let gone = portal.add_employee("Ivan Elkin", "gone@romashka.example").await;
    admin.post(&format!("/employees/{gone}/dismiss"), &[]).await;
    let page = admin.get("/employees?q=Elkin").await;
    assert_eq!(page.texts(".elsewhere a"), ["Уволенные"]);
    assert!(api_names(&portal, "q=Elkin&status=active").await.is_empty());
    assert_eq!(api_names(&portal, "q=Elkin").await, ["Ivan Elkin"]);
    let page = admin.get("/employees?status=dismissed&q=Жуков").await;
    assert_eq!(page.texts(".elsewhere a"), ["В компании"]);
    let page = admin.get("/employees?status=dismissed&q=Zhukov").await;
    assert_eq!(page.texts(".elsewhere a"), ["В компании"], "spelled otherwise, and elsewhere");
}

async fn letters_that_look_alike_are_taken_for_each_other(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Склад", None).await;
    employee(&portal, "Иван Сидоров", "p1@romashka.example", "", &[store]).await;
    employee(&portal, "Max Smith", "p2@romashka.example", "", &[]).await;
    let admin = portal.admin().await;
    // «C» and «a» of Latin, «х» of Cyrillic.
    for (typed, people) in [("Cидоров", "Иван Сидоров"), ("Ивaн", "Иван Сидоров"), ("Maх", "Max Smith")]
    {
        assert_eq!(found(&admin, &format!("q={typed}")).await, [people], "{typed}");
        assert_eq!(api_names(&portal, &format!("q={typed}")).await, [people], "{typed}");
    }
    let page = admin.get("/structure?q=Cклад").await;
    assert!(page.texts(".tree-name").contains(&"Склад".to_owned()), "{}", page.text());
}

async fn filters_combine_and_stand_in_the_address(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Склад", None).await;
    let yard = department(&portal, "Двор", Some(store)).await;
    let pyotr = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[store]).await;
    employee(&portal, "Ольга Кравец", "olga@romashka.example", "", &[yard]).await;
    joined_ten_days_before(&portal, pyotr).await;
    let admin = portal.admin().await;
    let both = ["Ольга Кравец", "Пётр Вяземский"];
    assert_eq!(found(&admin, &format!("department={store}")).await, both);
    assert_eq!(found(&admin, &format!("department={store}&only=1")).await, ["Пётр Вяземский"]);
    assert_eq!(
        found(&admin, "from=2026-11-13&to=2026-11-13").await,
        ["Пётр Вяземский"],
        "days of the reader"
    );
    assert_eq!(found(&admin, "role=administrator").await, ["Анна Орлова"]);
    let all = format!("department={store}&role=employee&from=2026-11-01&to=2026-11-20&q=пётр&sort=-since");
    let page = admin.get(&format!("/employees?{all}")).await;
    assert_eq!(names(&page), ["Пётр Вяземский"]);
    let chips = page.texts("#people-tools .chip[aria-current]");
    assert_eq!(chips.len(), 4, "{chips:?}");
    assert!(chips.iter().any(|chip| chip.starts_with("Присоединились: 1 ноября — 20 ноября")), "{chips:?}");
    let without: Vec<String> = page.attributes("#people-tools .chip[aria-current]", "href");
    assert!(
        without.iter().any(|href| !href.contains("from=") && href.contains(&format!("department={store}")))
    );
    let page = admin.get(&page.attributes(".chip-link", "href")[0]).await;
    assert_eq!(page.path(), "/employees?sort=-since", "one press clears all filters and keeps the order");
}

async fn filters_are_set_by_a_form_without_a_script(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Склад", None).await;
    let yard = department(&portal, "Двор", Some(store)).await;
    let admin = portal.admin().await;
    let form = admin.get(&format!("/employees/filters?department={yard}&q=о")).await;
    assert_eq!(form.value("department"), yard.to_string());
    let page =
        admin.get(&format!("/employees/filters?q=о&department={store}&only=1&sort=-name&apply=1")).await;
    assert_eq!(page.path(), format!("/employees?q=%D0%BE&department={store}&only=1&sort=-name"));
    let page = admin.get("/employees/filters?from=вчера&apply=1").await;
    assert!(page.status == 422 && page.title().starts_with("Ошибка: "), "{}", page.text());
    assert_eq!(page.value("from"), "вчера", "what was typed is kept");
    let page = admin.get("/employees/filters?inviter_name=Анна+Орлова&apply=1").await;
    assert_eq!(page.path(), format!("/employees?inviter={}", portal.admin_id));
    let page = admin.get("/employees/filters?inviter_name=нет+такого&apply=1").await;
    assert!(page.status == 200 && page.says("Никого не нашли"), "no error: {}", page.text());
    let page = admin.get("/employees/filters?inviter_name=Анна+Каренина&apply=1").await;
    assert!(page.says("Может быть, это кто-то из них") && page.says("Анна Орлова"), "{}", page.text());
    let form = [("inviter_name", "Анна Каренина"), ("inviter", "1"), ("apply", "1")];
    let chosen = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let page = admin.get(&format!("/employees/filters?{chosen}")).await;
    assert_eq!(page.path(), format!("/employees?inviter={}", portal.admin_id));
}

async fn heads_of_columns_order_the_list(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    employee(&portal, "Ольга Кравец", "olga@romashka.example", "", &[]).await;
    let pyotr = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[]).await;
    joined_ten_days_before(&portal, pyotr).await;
    let admin = portal.admin().await;
    let page = admin.get("/employees").await;
    assert_eq!(page.attributes("th[aria-sort]", "aria-sort"), ["ascending"]);
    let page = admin.get(&page.attributes("th[aria-sort] a", "href")[0]).await;
    assert_eq!(page.texts(".list .person-name"), ["Пётр Вяземский", "Ольга Кравец", "Анна Орлова"]);
    assert_eq!(page.attributes("th[aria-sort]", "aria-sort"), ["descending"]);
    assert_eq!(page.attributes("th a.sort", "href").len(), 4, "other columns order nothing");
    assert_eq!(page.texts("th[aria-sort] .sort"), ["Имя", "Фамилия"]);
    let page = admin.get("/employees?sort=surname").await;
    assert_eq!(page.texts(".sort.sorted"), ["Фамилия"], "what is the order, and what may be");
    assert_eq!(page.texts("th[aria-sort] .sort:not(.sorted)"), ["Имя"]);
    let page = admin.get("/employees?sort=-since").await;
    assert_eq!(page.texts(".list .person-name").last().unwrap(), "Пётр Вяземский");
}

async fn what_makes_no_sense_finds_nobody(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let foreign = portal
        .write(|tx| {
            bare_company(tx, "Чужая", "x.example")?;
            tx.query_one(
                "INSERT INTO departments (company_id, parent_id, name, name_key, created_at) \
                 SELECT id, NULL, name, 'чужая', 0 FROM companies WHERE host = 'x.example' RETURNING id",
                &[],
                |row| row.get::<i64>(0),
            )
        })
        .await;
    let admin = portal.admin().await;
    for (query, count) in [
        (format!("department={foreign}"), 0),
        (format!("department={foreign}&only=1"), 0),
        ("department=x".to_owned(), 0),
        ("inviter=x".to_owned(), 0),
        ("inviter=99999999999999999999".to_owned(), 0),
        (
            "role=king&sort=name;drop&from=gone&to=2026-99-99&only=x&delivery=?&until=&cursor=%00".to_owned(),
            1,
        ),
        ("status=nonsense&chip=%27".to_owned(), 1),
        ("q=%25".to_owned(), 0),
        ("q=(а%2B)%2B%24".to_owned(), 1),
        ("cursor=b3g&sort=-since".to_owned(), 1),
        (format!("q={}", "a".repeat(5000)), 0),
    ] {
        for status in ["active", "administrators", "invited", "dismissed", "awaiting_approval"] {
            let query =
                if query.contains("status=") { query.clone() } else { format!("status={status}&{query}") };
            let page = admin.get(&format!("/employees?{query}")).await;
            assert_eq!(page.status, 200, "{query}");
            let is_meaningless = query.contains("king") || query.contains("%27");
            assert_eq!(page.says("Не действует:"), is_meaningless, "{query}: {}", page.text());
            if status == "active" {
                assert_eq!(names(&page).len(), count, "{query}: {}", page.text());
            }
            assert!(!page.says("Чужая"), "{query}");
        }
        assert_eq!(admin.get(&format!("/employees/filters?{query}")).await.status, 200, "{query}");
    }
}

async fn those_who_are_called_so_come_before_those_whose_patronymic_is(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let company = portal.company;
    for n in 0..60 {
        let id =
            employee(&portal, &format!("Андрей Ёлкин {n:02}"), &format!("a{n}@example.org"), "", &[]).await;
        portal
            .write(move |tx| {
                let mut person = tx.people().find(company, EmployeeId(id))?.unwrap();
                "Петрович".clone_into(&mut person.patronymic);
                let key = tx.people().address_key(company, person.id)?;
                tx.people().set_details(&person, &key)
            })
            .await;
    }
    employee(&portal, "Пётр Петров", "petr@example.org", "", &[]).await;
    employee(&portal, "Петрова Петра", "petra@example.org", "", &[]).await;
    let first = admin.get("/employees?q=%D0%BF%D1%91%D1%82%D1%80+%D0%BF%D0%B5%D1%82%D1%80%D0%BE%D0%B2").await;
    let listed = first.texts(".list .person-name");
    assert_eq!(listed[..2], ["Пётр Петров", "Петрова Петра"], "{listed:?}");
    assert_eq!(listed[2], "Андрей Ёлкин 00");
    let next = first.attributes("a[rel=next]", "href").pop().unwrap();
    let rest = admin.get(&next).await.texts(".list .person-name");
    assert_eq!(listed.len() + rest.len(), 62, "each once");
    assert_eq!(rest.last().unwrap(), "Андрей Ёлкин 59");
    let sorted = admin
        .get("/employees?q=%D0%BF%D1%91%D1%82%D1%80+%D0%BF%D0%B5%D1%82%D1%80%D0%BE%D0%B2&sort=-name")
        .await;
    let sorted = sorted.texts(".list .person-name");
    assert_eq!(sorted[..3], ["Петрова Петра", "Пётр Петров", "Андрей Ёлкин 59"], "as it was asked for");
}
