//! Departments and people that are called alike, told apart wherever one does not see their place.

use serde_json::json;

use super::searching::{department, employee};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    departments_called_alike_are_told_apart,
    people_called_alike_are_told_apart,
    a_department_with_a_number_of_parts_is_found_by_it,
);

async fn departments_called_alike_are_told_apart(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let moscow = department(&portal, "Москва", None).await;
    let there = department(&portal, "Продажи", Some(moscow)).await;
    let here = department(&portal, "ПРОДАЖИ", None).await;
    let others = department(&portal, "Отдел продажи", None).await;
    let ivan = employee(&portal, "Иван Иванов", "ivan@romashka.example", "", &[there, moscow]).await;
    employee(&portal, "Пётр Петров", "pyotr@romashka.example", "", &[here]).await;
    employee(&portal, "Олег Орлов", "oleg@romashka.example", "", &[others]).await;
    let program = portal.program().await;
    program
        .invite(json!({ "recipients": [{ "email": "nina@example.org" }], "department_ids": [there] }))
        .await;
    let admin = portal.admin().await;
    let page = admin.get("/employees").await;
    let departments = page.texts(".list td .clamp a");
    for told in ["Москва", "Продажи — Москва", "ПРОДАЖИ — Ромашка", "Отдел продажи"]
    {
        assert!(departments.iter().any(|name| name == told), "{told}: {departments:?}");
    }
    let page = admin.get("/employees?status=invited").await;
    assert_eq!(page.texts(".list td .clamp a"), ["Продажи — Москва"]);
    for (id, told) in [(there, "Отдел: Продажи — Москва"), (moscow, "Отдел: Москва")]
    {
        let page = admin.get(&format!("/employees?department={id}")).await;
        assert!(page.texts(".toolbar .chip-words").iter().any(|chip| chip == told), "{}", page.text());
    }
    for path in
        ["/employees/filters".to_owned(), format!("/structure/{others}/move"), "/invite/link".to_owned()]
    {
        let page = admin.get(&path).await;
        assert!(page.says("Продажи — Москва") && !page.says("Москва — Ромашка"), "{path}: {}", page.text());
    }
    let card = admin.get(&format!("/employees/{ivan}")).await;
    assert!(card.texts("dd a").ends_with(&["Москва".into(), "Продажи — Москва".into()]), "{}", card.text());
    let renamed = program.patch(&format!("/departments/{here}"), json!({ "name": "Сбыт" })).await;
    assert_eq!(renamed.status, 200, "{renamed:?}");
    let page = admin.get("/employees").await;
    assert!(page.says("Продажи") && !page.says("Продажи — Москва"), "the only one again: {}", page.text());
}

async fn people_called_alike_are_told_apart(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи", None).await;
    let store = department(&portal, "Склад", None).await;
    employee(&portal, "Иван Иванов", "ivan@romashka.example", "кладовщик", &[store]).await;
    employee(&portal, "Иван Иванов", "vanya@romashka.example", "кладовщик", &[store]).await;
    let admin = portal.admin().await;
    let both = ["кладовщик · Склад · ivan@romashka.example", "кладовщик · Склад · vanya@romashka.example"];
    for path in ["people", "leaders"] {
        let page = admin.get(&format!("/structure/{sales}/{path}?q=Иван+Иванов")).await;
        assert_eq!(page.texts("#candidates-found .person-line"), both, "{path}");
    }
    let page = admin.get(&format!("/structure/{store}/leaders")).await;
    let both = ["кладовщик · ivan@romashka.example", "кладовщик · vanya@romashka.example"];
    assert_eq!(page.texts("#candidates-found .person-line"), both, "among those who work there, too");
}

async fn a_department_with_a_number_of_parts_is_found_by_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи 1", None).await;
    for (number, name) in ["Анна Первая", "Борис Второй", "Вера Третья"].into_iter().enumerate()
    {
        let part = department(&portal, &format!("Продажи 1.{}", number + 1), Some(sales)).await;
        employee(&portal, name, &format!("p{number}@romashka.example"), "", &[part]).await;
    }
    employee(&portal, "Глеб Главный", "g@romashka.example", "", &[sales]).await;
    let admin = portal.admin().await;
    for (typed, expected) in [
        ("Продажи 1.2", &["Борис Второй"][..]),
        ("продажи (1.1)", &["Анна Первая"]),
        ("1.3", &["Вера Третья"]),
        ("1.2 Борис", &["Борис Второй"]),
        ("1.2 Вера", &[]),
        ("Ghjlf;b 1/2", &["Борис Второй"]),
        ("Продажи 1", &["Анна Первая", "Борис Второй", "Вера Третья", "Глеб Главный"]),
    ] {
        let query = typed.replace(' ', "+").replace(';', "%3B");
        let page = admin.get(&format!("/employees?q={query}")).await;
        let found: Vec<String> = page.texts(".list .person-name");
        assert_eq!(found, expected, "{typed}: {}", page.text());
    }
}
