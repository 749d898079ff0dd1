//! Taking the list along: what is in the file, who may, and what is noted of it.

use std::io::Cursor;
use std::sync::Arc;

use collega::access_rights::rights::Rights;
use collega::access_rights::{Permission, Scope};
use collega::base::clock::Timestamp;
use collega::base::id::{DepartmentId, EmployeeId};
use collega::history::{Actor, Channel};
use collega::people::export::{self, Extent};
use collega::people::list::Branch;

use serde_json::json;

use super::crowd;
use super::searching::{department, employee};
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    the_view_is_taken_along_as_it_is_seen,
    telephones_and_birthdays_are_taken_along,
    a_crowd_is_taken_along_page_by_page,
    only_administrators_take_it_along_and_not_without_end,
    whoever_loses_his_rights_meanwhile_gets_no_more_of_it,
    a_head_takes_along_whoever_is_in_his_departments,
    a_head_takes_along_whom_his_departments_await,
);

/// Asks for a file.
pub async fn take(browser: &Browserless, view: &str, format: &str) -> Page {
    let form = browser.get(&format!("/employees/export?{view}")).await;
    browser.submit(&form, "/employees/export", &[("format", format)]).await
}

async fn the_view_is_taken_along_as_it_is_seen(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "=Склад, север", None).await;
    employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "+директор", &[store]).await;
    employee(&portal, "Ольга Кравец", "olga@romashka.example", "", &[]).await;
    let patronymic = "UPDATE employees SET patronymic = 'Ильич' WHERE email_key LIKE 'pyotr%'";
    portal.write(move |tx| tx.execute(patronymic, &[])).await;
    portal.write(|tx| tx.execute("UPDATE companies SET name = 'ООО «Роза \"и\" ко»'", &[])).await;
    let admin = portal.admin().await;
    let shown = [("column", "position"), ("column", "department"), ("column", "since")];
    let order = [("order", "position"), ("order", "department"), ("order", "since")];
    admin.post("/employees/columns", &[&[("view", "")][..], &shown, &order].concat()).await;
    let form = admin.get(&format!("/employees/export?department={store}")).await;
    assert!(form.says("В компании · Отдел: =Склад, север"), "{}", form.text());
    let file = take(&admin, "sort=-name", "csv").await;
    assert_eq!(file.status, 200, "{}", file.body);
    assert_eq!(
        file.body,
        "\u{feff}Сотрудник;Фамилия;Имя;Отчество;E-mail;Должность;Отдел;На портале с\r\n\
         Пётр Ильич Вяземский;Вяземский;Пётр;Ильич;pyotr@romashka.example;'+директор;'=Склад, север;2026-11-23\r\n\
         Ольга Кравец;Кравец;Ольга;;olga@romashka.example;;Ромашка;2026-11-23\r\n\
         Анна Орлова;Орлова;Анна;;anna@romashka.example;;Ромашка;2026-11-23\r\n"
    );
    let header = |name: &str| file.headers[name].to_str().unwrap();
    assert_eq!(
        header("content-disposition"),
        "attachment; filename=\"employees-2026-11-23.csv\"; filename*=UTF-8''%D0%9E%D0%9E%D0%9E%20%C2%AB%D0%A0%D0%BE\
         %D0%B7%D0%B0%20%20%D0%B8%20%20%D0%BA%D0%BE%C2%BB%20%E2%80%94%20%D0%92%20%D0%BA%D0%BE%D0%BC%D0%BF%D0%B0%D0%BD\
         %D0%B8%D0%B8%202026-11-23.csv"
    );
    assert_eq!((header("cache-control"), header("x-content-type-options")), ("no-store", "nosniff"));
    let cards = take(&admin, &format!("department={store}"), "vcf").await;
    let name = cards.headers["content-disposition"].to_str().unwrap().to_owned();
    assert!(name.contains("%28%D0%BE%D1%82%D0%BE%D0%B1%D1%80%D0%B0%D0%BD"), "not the whole list: {name}");
    assert_eq!(cards.headers["content-type"], "text/vcard; charset=utf-8");
    assert!(
        cards.body.contains("FN:Пётр Ильич Вяземский\r\n") && cards.body.contains("TITLE:+директор\r\n"),
        "{}",
        cards.body
    );
    assert!(
        cards.body.contains("=Склад\\, север") && cards.body.matches("BEGIN:VCARD").count() == 1,
        "{}",
        cards.body
    );
    let nobody = take(&admin, "q=нетникого", "csv").await;
    assert_eq!(nobody.body.lines().count(), 1, "{}", nobody.body);
    let history = admin.get("/history").await;
    for words in [
        "Список выгружен: CSV · В компании · 3 строки",
        "vCard · В компании · Отдел: =Склад, север · 1 строка",
        "«нетникого» · 0 строк",
    ] {
        assert!(history.says(words), "{words}: {}", history.text());
    }
}

/// Of a birthday colleagues see the day; the year is for himself and for who may change his data.
async fn telephones_and_birthdays_are_taken_along(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи", None).await;
    let ivan = employee(&portal, "Иван Петров", "ivan@romashka.example", "", &[sales]).await;
    let reader = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[sales]).await;
    let company = portal.company;
    portal
        .write(move |tx| {
            tx.execute(
                "UPDATE employees SET mobile_phone = '+7 916 123-45-67', work_phone = '8 (495) 000-11-22, доб. 3', \
                 birthday = '05-12', birth_year = 1990 WHERE id = $1",
                &[ivan.into()],
            )?;
            let role = tx.roles().insert(company, None, "Выгружает", Timestamp(0))?.unwrap();
            tx.roles().set_permissions(company, role, &[(Permission::Export, Scope::Company)])?;
            tx.roles().give(company, role, EmployeeId(reader))
        })
        .await;
    let admin = portal.admin().await;
    let cards = take(&admin, "", "vcf").await;
    for line in [
        "TEL;TYPE=cell;VALUE=uri:tel:+79161234567",
        "TEL;TYPE=work;VALUE=uri:tel:+74950001122;ext=3",
        "BDAY:19900512",
    ] {
        assert_eq!(cards.body.matches(&format!("\r\n{line}\r\n")).count(), 1, "{line}: {}", cards.body);
    }
    let pyotr = portal.signed_in("pyotr@romashka.example").await;
    let cards = take(&pyotr, "", "vcf").await;
    assert!(cards.body.contains("\r\nBDAY:--0512\r\n") && !cards.body.contains("1990"), "{}", cards.body);
    let shown = [("column", "mobile_phone"), ("column", "work_phone")];
    let order = [("order", "mobile_phone"), ("order", "work_phone")];
    admin.post("/employees/columns", &[&[("view", "")][..], &shown, &order].concat()).await;
    let list = admin.get("/employees").await;
    assert_eq!(list.attributes("td a.plain", "href"), ["tel:+79161234567", "tel:+74950001122;ext=3"]);
    let file = take(&admin, "q=Иван", "csv").await;
    assert_eq!(
        file.body,
        "\u{feff}Сотрудник;Фамилия;Имя;Отчество;E-mail;Мобильный телефон;Рабочий телефон\r\n\
         Иван Петров;Петров;Иван;;ivan@romashka.example;'+7 916 123-45-67;'+7 495 000-11-22, доб. 3\r\n"
    );
    // A birthday is a date where all of it is known, or may be.
    for (person, day) in [(&admin, "1990-05-12"), (&pyotr, "12 мая")] {
        let shown = [("view", ""), ("column", "birthday"), ("order", "birthday")];
        person.post("/employees/columns", &shown).await;
        let file = take(person, "q=Иван", "csv").await;
        assert!(file.body.ends_with(&format!("ivan@romashka.example;{day}\r\n")), "{}", file.body);
    }
}

async fn a_crowd_is_taken_along_page_by_page(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let crowd = crowd::gather(&portal).await;
    let active = portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await;
    let admin = portal.admin().await;
    let file = take(&admin, "", "csv").await;
    assert_eq!(i64::try_from(file.body.lines().count()).unwrap(), active + 1);
    let emails: std::collections::BTreeSet<_> =
        file.body.lines().map(|line| line.split(';').nth(4).unwrap()).collect();
    assert_eq!(i64::try_from(emails.len()).unwrap(), active + 1, "each once");
    let file = take(&admin, "q=клад", "csv").await;
    let found = crowd
        .people
        .iter()
        .filter(|it| it.status == collega::people::Status::Active && crowd.holds(it, "клад"));
    assert_eq!(file.body.lines().count(), found.count() + 1, "of a search with too many for one page");
    let file = admin.file("/employees/export", &[("view", "status=invited"), ("format", "xlsx")]).await;
    let mut book = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let sheet = std::io::read_to_string(book.by_name("xl/worksheets/sheet1.xml").unwrap()).unwrap();
    let invited = crowd.people.iter().filter(|it| it.status == collega::people::Status::Invited).count();
    assert_eq!(sheet.matches("<row ").count(), invited + 1);
    assert!(sheet.contains("Кого пригласили") && sheet.contains("@crowd.example"), "{sheet}");
}

async fn only_administrators_take_it_along_and_not_without_end(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    assert!(!pyotr.get("/employees").await.says("Выгрузить"));
    assert_eq!(pyotr.get("/employees/export").await.status, 403);
    assert_eq!(pyotr.post("/employees/export", &[("view", ""), ("format", "csv")]).await.status, 403);
    let admin = portal.admin().await;
    assert_eq!(admin.post("/employees/export", &[("view", ""), ("format", "exe")]).await.status, 400);
    for slip in ["from=2026-13-45", "status=invited&until=gestern", "role=zzz", "status=invited&delivery=x"] {
        let fields = [("view", slip), ("format", "csv")];
        assert_eq!(admin.post("/employees/export", &fields).await.status, 400, "{slip} is not everybody");
    }
    // A list that there is not is the first one, on the page as in the file.
    let unknown = admin.get("/employees/export?status=zzz").await;
    assert!(unknown.says("В компании"), "{}", unknown.text());
    let file = admin.submit(&unknown, "/employees/export", &[("format", "csv")]).await;
    assert!(file.status == 200 && file.body.contains("pyotr@romashka.example"), "{}", file.status);
    assert_eq!(admin.get("/employees/export").await.status, 200, "looking changes nothing");
    let mut last = None;
    for _ in 0..21 {
        // A place is free again when the history has its line.
        let noted = portal.number("SELECT COUNT(*) FROM history WHERE action = 'exported'").await;
        let page = admin.post("/employees/export", &[("view", ""), ("format", "csv")]).await;
        if page.status == 200 {
            let now = portal.number("SELECT COUNT(*) FROM history WHERE action = 'exported'").await;
            assert_eq!(now, noted + 1, "it is noted before the file has ended");
        }
        last = Some(page);
    }
    let refused = last.unwrap();
    assert_eq!(refused.status, 429, "{}", refused.text());
    assert!(refused.headers.contains_key("retry-after"));
}

/// Who leads a department takes its list along, and no more of it once he leads it no longer.
async fn whoever_loses_his_rights_meanwhile_gets_no_more_of_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи", None).await;
    let head = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[sales]).await;
    let company = portal.company;
    let may = async |department: Option<i64>| {
        let told = portal.write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            let (employee, rights) = (Some(EmployeeId(head)), Rights::all());
            let actor = Actor { company: company.id, employee, rights, channel: Channel::Web, ip: None };
            let branch = department.map(|id| Branch { department: DepartmentId(id), alone: false });
            Ok(export::still(tx, &actor, &company, branch)?.map(|(now, extent)| {
                assert!(!now.rights.is_administrator());
                extent
            }))
        });
        told.await
    };
    let change = async |sql: &'static str| {
        portal.write(move |tx| tx.execute(sql, &[head.into()])).await;
    };
    assert_eq!(may(Some(sales)).await, None, "a member");
    change("UPDATE employee_departments SET post = 'head' WHERE employee_id = $1").await;
    let own = Extent::Departments(Arc::new([DepartmentId(sales)].into()));
    assert_eq!(
        (may(Some(sales)).await, may(None).await),
        (Some(Extent::Whole), Some(own)),
        "his department only"
    );
    change("UPDATE employees SET status = 'dismissed' WHERE id = $1").await;
    assert_eq!(may(Some(sales)).await, None, "dismissed");
}

/// Nobody has to know that he must filter by his department first: of any list he gets those in it.
async fn a_head_takes_along_whoever_is_in_his_departments(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи", None).await;
    let yard = department(&portal, "Двор", Some(sales)).await;
    let store = department(&portal, "Склад", None).await;
    let head = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[sales]).await;
    employee(&portal, "Иван Петров", "ivan@romashka.example", "", &[yard]).await;
    employee(&portal, "Ольга Кравец", "olga@romashka.example", "", &[store]).await;
    let lead = "UPDATE employee_departments SET post = 'head' WHERE employee_id = $1";
    portal.write(move |tx| tx.execute(lead, &[head.into()])).await;
    let pyotr = portal.signed_in("pyotr@romashka.example").await;
    let list = pyotr.get("/employees").await;
    let form = pyotr.follow(&list, "/employees/export").await;
    assert!(form.says("Будут выгружены 2 человека из ваших отделов."), "{}", form.text());
    let file = take(&pyotr, "", "csv").await;
    let names: Vec<&str> = file.body.lines().skip(1).map(|line| line.split(';').next().unwrap()).collect();
    assert_eq!(names, ["Иван Петров", "Пётр Вяземский"]);
    let elsewhere = take(&pyotr, &format!("department={store}"), "csv").await;
    assert_eq!(elsewhere.body.lines().count(), 1, "{}", elsewhere.body);
    let own = pyotr.get(&format!("/employees/export?department={yard}")).await;
    assert!(!own.says("из ваших отделов"), "{}", own.text());
    let told = portal.admin().await.get("/history").await;
    assert!(told.says("В компании · только ваши отделы · 2 строки"), "{}", told.text());
}

async fn a_head_takes_along_whom_his_departments_await(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = department(&portal, "Продажи", None).await;
    let store = department(&portal, "Склад", None).await;
    let head = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[sales]).await;
    let lead = "UPDATE employee_departments SET post = 'head' WHERE employee_id = $1";
    portal.write(move |tx| tx.execute(lead, &[head.into()])).await;
    let pyotr = portal.signed_in("pyotr@romashka.example").await;
    let program = portal.program().await;
    for (email, department) in [("in@example.org", sales), ("out@example.org", store)] {
        let body = json!({ "recipients": [{ "email": email }], "department_ids": [department] });
        assert_eq!(program.invite(body).await.status, 201);
    }
    let file = take(&pyotr, "status=invited", "csv").await;
    assert!(file.body.contains("in@example.org") && !file.body.contains("out@example.org"), "{}", file.body);
    portal.write(|tx| tx.execute("UPDATE invitations SET revoked_at = 1", &[])).await;
    let file = take(&pyotr, "status=invited&chip=revoked", "csv").await;
    assert!(file.body.contains("in@example.org") && !file.body.contains("out@example.org"), "{}", file.body);
}
