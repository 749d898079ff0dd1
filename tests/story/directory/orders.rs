//! The list by family name and by position, on the screen, as a file, and with data of earlier versions.

use super::export::take;
use super::searching::employee;
use crate::support::browserless::Browserless;
use crate::support::consistency;
use crate::support::databases::{Engine, TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    the_list_is_ordered_by_family_name_and_by_position,
    orders_of_earlier_data_are_those_of_new_data,
);

async fn staff(portal: &TestPortal) {
    for (name, email, position) in [
        ("Яшина Анна", "yashina@romashka.example", "Бухгалтер"),
        ("Ярослав Ёлкин", "yolkin@romashka.example", "бухгалтер"),
        ("Лев Арбузов", "arbuzov@romashka.example", "Ёлочник"),
        ("Карл Август Гегель", "gegel@romashka.example", ""),
    ] {
        employee(portal, name, email, position, &[]).await;
    }
}

/// Names of the rows, in their order.
async fn ordered(browser: &Browserless, query: &str) -> Vec<String> {
    browser.get(&format!("/employees?{query}")).await.texts(".list .person-name")
}

async fn the_list_is_ordered_by_family_name_and_by_position(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    staff(&portal).await;
    let admin = portal.admin().await;
    let by_surname = ["Лев Арбузов", "Карл Август Гегель", "Ярослав Ёлкин", "Анна Орлова", "Яшина Анна"];
    assert_eq!(ordered(&admin, "sort=surname").await, by_surname);
    assert!(ordered(&admin, "sort=-surname").await.iter().rev().eq(by_surname.iter()));
    // Equal positions by family name; who has none comes last.
    let by_position = ["Ярослав Ёлкин", "Яшина Анна", "Лев Арбузов", "Карл Август Гегель", "Анна Орлова"];
    assert_eq!(ordered(&admin, "sort=position").await, by_position);
    assert!(ordered(&admin, "sort=-position").await.iter().rev().eq(by_position.iter()));
    let page = admin.get("/employees?sort=surname").await;
    assert_eq!(page.attributes("th[aria-sort]", "aria-sort"), ["ascending"]);
    let hrefs = page.attributes("th a.sort", "href");
    for href in ["/employees?sort=name", "/employees?sort=-surname", "/employees?sort=position"] {
        assert!(hrefs.iter().any(|it| it == href), "{href}: {hrefs:?}");
    }
    let file = take(&admin, "sort=surname", "csv").await;
    let lines: Vec<&str> = file.body.lines().skip(1).collect();
    assert!(lines.iter().zip(by_surname).all(|(line, name)| line.starts_with(name)), "{}", file.body);
    let form = admin.get("/employees/filters?sort=-position").await;
    assert_eq!(form.attributes("#sort option[selected]", "value"), ["-position"]);
    let invited = admin.get("/employees/filters?status=invited").await;
    assert!(!invited.attributes("#sort option", "value").contains(&"position".to_owned()));
    consistency::check(&portal.portal.db).await;
}

/// What people are ordered by, of each.
async fn keys(database: &TestDatabase) -> Vec<(String, String)> {
    let sql = "SELECT surname_key, position_key FROM employees ORDER BY id";
    let all = database.db.read(move |tx| tx.query(sql, &[], |row| Ok((row.get(0)?, row.get(1)?))));
    all.await.unwrap()
}

async fn orders_of_earlier_data_are_those_of_new_data(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    staff(&portal).await;
    portal.program().await.invited("nameless@example.org").await;
    let step = match database.engine {
        Engine::Sqlite => include_str!("../../../migrations/sqlite/0016_family_names.sql"),
        Engine::Postgres => include_str!("../../../migrations/postgres/0016_family_names.sql"),
    };
    let new = keys(database).await;
    portal
        .write(move |tx| {
            tx.execute("UPDATE employees SET surname_key = '', position_key = ''", &[])?;
            let filling = step.split(";\n").filter(|sql| sql.contains("UPDATE employees SET"));
            filling.into_iter().try_for_each(|sql| tx.execute(sql, &[]).map(drop))
        })
        .await;
    assert_eq!(keys(database).await, new);
    consistency::check(&portal.portal.db).await;
}
