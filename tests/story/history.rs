//! The history: what is told of whom, how it is looked through, how long it is kept, and that nobody rewrites it.

use std::time::Duration;

use collega::housekeeping;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    the_history_is_looked_through_by_area_person_and_day,
    a_person_has_a_history_of_his_own,
    what_is_older_than_the_company_wants_goes,
    nobody_rewrites_the_history,
);

async fn the_history_is_looked_through_by_area_person_and_day(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    admin.post("/structure/new", &[("name", "Продажи"), ("parent", "1")]).await;
    portal.advance(Duration::from_hours(48));
    let page = ivan.get("/profile").await;
    ivan.submit(&page, "/profile", &[("name", "Иван Иванов")]).await;
    let all = admin.get("/history").await;
    assert!(all.says("Отдел создан: Продажи") && all.says("Иван Иванов"), "{}", all.text());
    assert!(all.says("127.0.0.1"), "from where: {}", all.text());
    let structure = admin.get("/history?area=structure").await;
    assert!(structure.says("Продажи") && !structure.says("Иван Иванов"), "{}", structure.text());
    let his = admin.get("/history?actor=2").await;
    assert!(his.says("Действия: Иван Иванов") && !his.says("Отдел создан"), "{}", his.text());
    let later = admin.get("/history?from=2026-11-25&until=2026-11-25").await;
    assert!(later.says("Данные сотрудника") && !later.says("Отдел создан"), "{}", later.text());
    let none = admin.get("/history?area=rights&from=2030-01-01").await;
    assert!(none.says("Такого в истории нет"), "{}", none.text());
    assert_eq!(admin.get("/history?area=что&actor=кто&from=когда&cursor=!").await.status, 200);
    assert_eq!(ivan.get("/history").await.status, 403);
    // Page by page, each entry once.
    for n in 0..60 {
        let name = format!("Отдел {n}");
        admin.post("/structure/new", &[("name", name.as_str()), ("parent", "1")]).await;
    }
    let first = admin.get("/history?area=structure").await;
    let next = first.attributes("a[rel=next]", "href").remove(0);
    let second = admin.get(&next).await;
    assert_eq!(first.texts("tbody tr").len() + second.texts("tbody tr").len(), 61);
    assert!(second.says("Отдел создан: Продажи"));
}

async fn a_person_has_a_history_of_his_own(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let olga = portal.employee("Ольга", "olga@romashka.example").await;
    let fields = [("name", "Иван Петров"), ("position", "Сторож"), ("department", "1")];
    admin.post("/employees/2/edit", &fields).await;
    let own = ivan.get("/employees/2/history").await;
    assert!(own.says("Сторож") && own.says("Вход"), "what was done to him and by him: {}", own.text());
    assert!(own.says("127.0.0.1"), "from where he signed in");
    assert!(!own.says("Ольга"), "{}", own.text());
    assert_eq!(olga.get("/employees/2/history").await.status, 403);
    assert_eq!(admin.get("/employees/2/history").await.status, 200);
    assert_eq!(admin.get("/employees/999/history").await.status, 404);
    assert!(admin.get("/employees/2").await.body.contains("/employees/2/history"));
}

async fn what_is_older_than_the_company_wants_goes(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    for wrong in ["29", "3651", "-1", "год"] {
        let page = admin.post("/history/retention", &[("days", wrong)]).await;
        assert!(page.status == 422 && page.says("от 30 до"), "{wrong}: {}", page.text());
        assert_eq!(page.value("days"), wrong, "what was typed is kept");
    }
    admin.post("/structure/new", &[("name", "Продажи"), ("parent", "1")]).await;
    let page = admin.post("/history/retention", &[("days", "30")]).await;
    assert!(
        page.says("Сохранено") && page.says("история хранится, дней: не задано → 30")
            || page.says("без ограничения → 30"),
        "{}",
        page.text()
    );
    housekeeping::round(&portal.portal).await.unwrap();
    assert!(admin.get("/history").await.says("Отдел создан"));
    portal.advance(Duration::from_hours(31 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
    let admin = portal.admin().await;
    let left = admin.get("/history").await;
    assert!(!left.says("Отдел создан") && left.says("Вход"), "{}", left.text());
    assert!(admin.get("/structure").await.says("Продажи"), "only what is told of it is gone");
}

async fn nobody_rewrites_the_history(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let rewritten = portal.portal.write(|tx| tx.execute("UPDATE history SET details = 'нет'", &[])).await;
    assert!(rewritten.is_err(), "{rewritten:?}");
}
