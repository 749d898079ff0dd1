//! The history: what is told of whom, how it is looked through, how long it is kept, and that nobody rewrites it.

use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::access_rights::{Permission, Scope};
use collega::base::id::EmployeeId;
use collega::history::{Action, Actor, Channel, Subject, reading};
use collega::housekeeping;

use super::roles::role;
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{Engine, TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    the_history_is_looked_through_by_area_person_and_day,
    a_person_has_a_history_of_his_own,
    what_is_older_than_the_company_wants_goes,
    nobody_rewrites_the_history,
    the_history_is_taken_along_as_it_is_looked_at,
    a_long_history_is_taken_along_page_by_page,
    who_may_not_read_the_history_does_not_take_it_along,
    deeds_are_looked_for_by_the_name_of_who_did_them,
    the_year_of_birth_is_told_to_who_sees_it_anyway,
    only_administrators_say_how_long_it_is_kept,
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
    let slip = admin.get("/history?area=что&actor=кто&from=когда&cursor=!").await;
    assert_eq!(slip.status, 200);
    assert!(slip.says("Не похоже на дату: когда") && slip.says("Отдел создан"), "{}", slip.text());
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
    portal.admin().await;
    let count = "SELECT COUNT(*) FROM history";
    let before = portal.number(count).await;
    let all = async |sql: &'static str| portal.portal.write(move |tx| tx.execute(sql, &[])).await;
    let deleted = all("DELETE FROM history").await;
    assert!(deleted.is_err(), "{deleted:?}");
    let kept = all("UPDATE companies SET history_kept_from = 9000000000000").await;
    assert!(kept.is_err(), "kept for ever: {kept:?}");
    portal.write(|tx| tx.execute("UPDATE companies SET history_days = 30", &[])).await;
    assert!(all("DELETE FROM history").await.is_err(), "nor before its time");
    let own_words = "id, company_id, at, actor_id, channel, 'forged', subject, subject_id, details, ip";
    let columns = own_words.replace("'forged'", "action");
    let over = match database.engine {
        Engine::Sqlite => {
            format!("INSERT OR REPLACE INTO history ({columns}) SELECT {own_words} FROM history")
        }
        Engine::Postgres => format!(
            "INSERT INTO history ({columns}) SELECT {own_words} FROM history \
             ON CONFLICT (id) DO UPDATE SET action = EXCLUDED.action"
        ),
    };
    let over = portal.portal.write(move |tx| tx.execute(&over, &[])).await;
    assert!(over.is_err(), "nor written over: {over:?}");
    portal.advance(Duration::from_hours(29 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
    assert!(all("DELETE FROM history").await.is_err(), "not all of it is old enough");
    assert_eq!(portal.number(count).await, before);
    portal.advance(Duration::from_hours(2 * 24));
    housekeeping::round(&portal.portal).await.unwrap();
    assert_eq!(portal.number(count).await, 0, "but what nobody wants to keep goes");
}

/// Asks for a file of what a page of the history shows, by its own form.
async fn take(browser: &Browserless, page: &str, format: &str) -> Page {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    let form = browser.get(&format!("{path}/export?{query}")).await;
    browser.submit(&form, &format!("{path}/export"), &[("format", format)]).await
}

async fn the_history_is_taken_along_as_it_is_looked_at(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    admin.post("/structure/new", &[("name", "=1+1"), ("parent", "1")]).await;
    portal.advance(Duration::from_hours(48));
    let fields = [("name", "Иван Петров"), ("position", "Сторож"), ("department", "1")];
    admin.post("/employees/2/edit", &fields).await;
    let own = ivan.get("/employees/2/history").await.texts(".list tbody tr");
    let (others, his): (Vec<_>, Vec<_>) = own.iter().partition(|row| row.contains("Анна Орлова"));
    assert!(!others.is_empty() && others.iter().all(|row| !row.contains("127.0.0.1")), "{own:?}");
    assert!(his.iter().any(|row| row.contains("127.0.0.1")), "from where he was here himself: {own:?}");
    let offered = admin.get("/history").await.attributes(".list-tools a", "href");
    assert_eq!(offered, ["/history/export", "#keep"]);
    let structure = take(&admin, "/history?area=structure", "csv").await;
    assert_eq!(
        structure.body,
        "\u{feff}Когда;Часовой пояс;Кто;E-mail;Каким путём;Откуда;Что сделано;Подробности;С кем или с чем\r\n\
         2026-11-23 09:00:00;UTC+03:00;Анна Орлова;anna@romashka.example;на странице портала;127.0.0.1;\
         Отдел создан;\"'=1+1; входит в: Ромашка\";'=1+1\r\n"
    );
    let later = take(&admin, "/history?from=2026-11-25&until=2026-11-25&actor=1", "csv").await;
    let lines: Vec<_> = later.body.lines().skip(1).collect();
    assert!(
        lines.len() == 2
            && lines[1].contains(
                "Данные сотрудника изменены;Иван Петров, должность: не задано → Сторож;Иван Петров"
            ),
        "{}",
        later.body
    );
    let his = take(&admin, "/history?actor=2", "csv").await;
    assert!(his.body.contains("Иван Петров;ivan@romashka.example"), "{}", his.body);
    assert!(!his.body.contains("Анна Орлова"), "{}", his.body);
    let own = take(&ivan, "/employees/2/history", "csv").await;
    assert!(own.body.contains("Сторож") && own.body.contains("Вход") && !own.body.contains("=1+1"));
    let some = his.headers["content-disposition"].to_str().unwrap();
    assert!(some.contains("%28%D0%BE%D1%82%D0%BE%D0%B1%D1%80%D0%B0%D0%BD"), "not all of it: {some}");
    let disposition = own.headers["content-disposition"].to_str().unwrap();
    assert!(disposition.starts_with("attachment; filename=\"history-2026-11-25.csv\""), "{disposition}");
    let book = admin.file("/history/export", &[("format", "xlsx"), ("area", "structure")]).await;
    let mut book = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let sheet = std::io::read_to_string(book.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    assert!(sheet.matches("<row ").count() == 2 && sheet.contains("Отдел создан"), "{sheet}");
    let told = admin.get("/history?area=settings").await;
    for words in [
        "История выгружена: CSV · История · Структура · 1 строка",
        "CSV · История · Действия: Анна Орлова · с 25 ноября · по 25 ноября · 2 строки",
        "CSV · История: Иван Петров",
        "XLSX · История · Структура · 1 строка",
    ] {
        assert!(told.says(words), "{words}: {}", told.text());
    }
}

async fn a_long_history_is_taken_along_page_by_page(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let (company, by, now) = (portal.company, portal.admin_id, portal.portal.now());
    portal
        .write(move |tx| {
            let actor = Actor::portal(company).proved(by);
            for n in 0..2500 {
                let details = format!("Отдел {n}");
                // Many at one instant: the number tells them apart.
                let at = now.plus_days(-(n / 900));
                tx.history().record(
                    &actor,
                    Action::DepartmentDeleted,
                    Subject::Company(company),
                    &details,
                    at,
                )?;
            }
            Ok(())
        })
        .await;
    for page in ["/history?area=structure", "/employees/1/history?area=structure"] {
        let file = take(&admin, page, "csv").await;
        let told: std::collections::BTreeSet<_> =
            file.body.lines().skip(1).map(|line| line.split(';').nth(7).unwrap().to_owned()).collect();
        assert_eq!((file.body.lines().count(), told.len()), (2501, 2500), "each once: {page}");
    }
    assert!(admin.get("/history").await.says("2500 строк"));
}

async fn who_may_not_read_the_history_does_not_take_it_along(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    for path in ["/history/export", "/employees/1/history/export"] {
        assert_eq!(ivan.get(path).await.status, 403, "{path}");
        assert_eq!(ivan.post(path, &[("format", "csv")]).await.status, 403, "{path}");
    }
    assert_eq!(admin.post("/employees/999/history/export", &[("format", "csv")]).await.status, 404);
    assert_eq!(admin.post("/history/export", &[("format", "vcf")]).await.status, 400);
    let slip = [("format", "csv"), ("from", "2026-02-30")];
    assert_eq!(admin.post("/history/export", &slip).await.status, 400, "no such day is not all days");
    assert!(!admin.get("/history").await.says("История выгружена"), "nothing was");
    // Whoever loses his rights meanwhile gets no more of it.
    let company = portal.company;
    let still = async |about: Option<i64>, with_addresses: bool| {
        let told = portal.write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            let (employee, rights) = (Some(EmployeeId(2)), Rights::all());
            let actor = Actor { company: company.id, employee, rights, channel: Channel::Web, ip: None };
            reading::still(tx, &actor, &company, about.map(EmployeeId), with_addresses)
        });
        told.await
    };
    assert!(still(Some(2), true).await, "his own");
    assert!(!still(None, true).await && !still(Some(1), false).await);
    portal.write(|tx| tx.execute("UPDATE employees SET role = 'administrator' WHERE id = 2", &[])).await;
    assert!(still(None, true).await && still(Some(1), true).await);
    portal.write(|tx| tx.execute("UPDATE employees SET status = 'dismissed' WHERE id = 2", &[])).await;
    assert!(!still(Some(2), false).await, "dismissed");
}

async fn deeds_are_looked_for_by_the_name_of_who_did_them(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    portal.employee("Иван Сидоров", "ivan2@romashka.example").await;
    let admin = portal.admin().await;
    let own = ivan.get("/profile").await;
    ivan.submit(&own, "/profile", &[("mobile_phone", "+7 916 123-45-67")]).await;

    let asked = async |who: &str, more: &str| {
        let who = collega::web::failure::encode(who);
        admin.get(&format!("/history?who={who}{more}")).await
    };
    let one = asked("петров", "").await;
    assert!(one.says("Действия: Иван Петров") && one.says("мобильный телефон"), "{}", one.text());
    let several = asked("иван", "&area=people").await;
    assert!(several.says("Чьи действия показать: «иван»"), "{}", several.text());
    let links = several.attributes(".members a", "href");
    assert_eq!(links, ["/history?area=people&actor=2", "/history?area=people&actor=3"]);
    let nobody = asked("<кто>", "").await;
    assert!(nobody.says("Никого не нашли") && nobody.value("who") == "<кто>", "{}", nobody.text());
    admin.post("/employees/2/dismiss", &[]).await;
    let gone = asked("петров", "").await;
    assert!(gone.says("Действия: Иван Петров"), "those who have left, too: {}", gone.text());
    assert!(!ivan.get("/employees/3/history").await.body.contains("name=\"who\""));
}

async fn the_year_of_birth_is_told_to_who_sees_it_anyway(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let born = [("birth_day", "12"), ("birth_month", "5"), ("birth_year", "1990")];
    let form = ivan.get("/profile").await;
    ivan.submit(&form, "/profile", &born).await;
    let gleb = portal.add_employee("Глеб", "gleb@romashka.example").await;
    role(&portal, "Настройщик", &[(Permission::ManageSettings, Scope::Company)], gleb).await;
    let his = portal.signed_in("gleb@romashka.example").await;
    let export = [("format", "csv")];
    for path in ["/history", "/employees/2/history"] {
        let page = his.get(path).await;
        assert!(page.says("12 мая") && !page.says("1990"), "{path}: {}", page.text());
        let file = his.post(&format!("{path}/export"), &export).await;
        assert!(file.body.contains("12 мая") && !file.body.contains("1990"), "{path}: {}", file.body);
        assert!(admin.get(path).await.says("12 мая 1990"), "{path}");
    }
    assert!(ivan.get("/employees/2/history").await.says("12 мая 1990"), "his own");
    let form = ivan.get("/profile").await;
    ivan.submit(&form, "/profile", &[("birth_year", "1991")]).await;
    let page = his.get("/history").await;
    assert!(page.says("12 мая → другой год"), "{}", page.text());
    let whole = "SELECT COUNT(*) FROM history WHERE details LIKE '%1990-05-12 → 1991-05-12%'";
    assert_eq!(portal.number(whole).await, 1, "nothing of it is lost");
}

async fn only_administrators_say_how_long_it_is_kept(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let gleb = portal.add_employee("Глеб", "gleb@romashka.example").await;
    role(&portal, "Настройщик", &[(Permission::ManageSettings, Scope::Company)], gleb).await;
    let his = portal.signed_in("gleb@romashka.example").await;
    let page = his.get("/history").await;
    assert!(page.status == 200 && page.texts("#keep").is_empty(), "{}", page.text());
    assert_eq!(his.post("/history/retention", &[("days", "30")]).await.status, 403);
    assert_eq!(portal.number("SELECT COUNT(*) FROM companies WHERE history_days IS NOT NULL").await, 0);
    assert_eq!(portal.admin().await.get("/history").await.texts("#keep").len(), 1);
}
