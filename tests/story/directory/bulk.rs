//! One action on many people: asked first, with a result for each.

use collega::base::id::{DepartmentId, EmployeeId};
use collega::people::{Role, Status};
use collega::structure::Post;
use serde_json::{Value, json};

use super::crowd;
use super::searching::{department, employee, names};
use crate::story::roles::role;
use crate::support::browserless::Page;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    many_are_dismissed_and_taken_back_each_for_himself,
    many_are_put_into_departments,
    many_are_moved_from_their_departments,
    who_went_meanwhile_is_not_asked_about_and_named_where_he_was,
    many_who_wait_are_let_in_or_refused,
    many_invitations_are_extended_and_sent_elsewhere,
    who_may_not_changes_nobody,
    what_a_transfer_ends_is_told_before_and_after,
    what_dismissals_end_is_told_before_and_after,
    namesakes_are_told_apart_in_the_question_and_the_result,
    the_last_administrator_is_told_before,
    those_who_are_too_many_are_offered_next,
    a_head_adds_whom_nobody_else_answers_for,
    all_that_a_list_finds_can_be_picked_as_far_as_one_may,
);

const BULK: &str = "/employees/bulk";

async fn many_are_dismissed_and_taken_back_each_for_himself(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let pyotr = portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await.0.to_string();
    let olga = portal.add_employee("Ольга Кравец", "olga@romashka.example").await.0.to_string();
    let (admin, me) = (portal.admin().await, portal.admin_id.0.to_string());
    let list = admin.get("/employees").await;
    assert_eq!(list.attributes("#people-form button[name=action]", "value"), ["transfer", "add", "dismiss"]);
    let picked = [("id", pyotr.as_str()), ("id", me.as_str()), ("id", "999999"), ("id", olga.as_str())];
    let ask = [&picked[..], &[("action", "dismiss"), ("return_to", "/employees?q=а")]].concat();
    let ask = admin.post(BULK, &ask).await;
    assert!(
        ask.says("Уволить 2 сотрудников?") && ask.says("Пётр Вяземский") && !ask.says("999999"),
        "{}",
        ask.text()
    );
    let stay = ["это вы", "1 отмеченной строки больше нет в списке"];
    assert!(stay.iter().all(|words| ask.says(words)), "{}", ask.text());
    assert_eq!(
        portal.number("SELECT COUNT(*) FROM employees WHERE status = 'dismissed'").await,
        0,
        "only asked"
    );
    let page = admin.submit(&ask, BULK, &[]).await;
    assert!(
        page.says("Сделано 2 из 3") && page.says("Это вы: себя увольняют на своей карточке"),
        "{}",
        page.text()
    );
    assert_eq!(page.attributes(".pager a", "href"), ["/employees?q=а"]);
    assert_eq!(names(&admin.get("/employees?status=dismissed").await), ["Ольга Кравец", "Пётр Вяземский"]);
    // What was picked before that is neither asked nor said to be done.
    for step in ["", "confirmed"] {
        let late = [("id", pyotr.as_str()), ("action", "dismiss"), ("step", step)];
        let late = admin.post(BULK, &late).await;
        assert!(late.says("Сделано 0 из 1") && late.says("Уже уволен"), "{}", late.text());
    }
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 1", &[])).await;
    let question = admin.get(&format!("/employees/{pyotr}/rehire")).await;
    assert!(question.says("Свободных мест по тарифу сейчас нет"), "{}", question.text());
    portal.write(|tx| tx.execute("UPDATE companies SET max_employees = 2", &[])).await;
    let back =
        [("id", pyotr.as_str()), ("id", olga.as_str()), ("action", "rehire"), ("return_to", "/employees")];
    let page = admin.post(BULK, &back).await;
    assert!(page.says("Сделано 1 из 2") && page.says("Мест в тарифе не осталось"), "{}", page.text());
    let again = admin.post(BULK, &[("action", "dismiss")]).await;
    assert!(again.says("Отметьте хотя бы одну строку"), "{}", again.text());
    consistency::check(&portal.portal.db).await;
}

async fn many_are_put_into_departments(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (store, yard) = (department(&portal, "Склад", None).await, department(&portal, "Двор", None).await);
    let pyotr = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[store]).await.to_string();
    let olga = portal.add_employee("Ольга Кравец", "olga@romashka.example").await.0.to_string();
    let admin = portal.admin().await;
    let to = yard.to_string();
    let picked = [("id", pyotr.as_str()), ("id", olga.as_str()), ("return_to", "/employees")];
    let ask = admin.post(BULK, &[&picked[..], &[("action", "add")]].concat()).await;
    assert!(ask.says("Добавить в отдел 2 сотрудников") && ask.says("Ольга Кравец"), "{}", ask.text());
    let nowhere = admin.submit(&ask, BULK, &[]).await;
    assert!(nowhere.status == 422 && nowhere.says("Выберите хотя бы один отдел"), "{}", nowhere.text());
    let sure = admin.submit(&ask, BULK, &[("department", &to)]).await;
    assert!(sure.says("Куда: Двор") && sure.says("Пётр Вяземский"), "{}", sure.text());
    let alike = department(&portal, "Двор", Some(store)).await.to_string();
    let there = admin.submit(&ask, BULK, &[("department", &alike)]).await;
    assert!(there.says("Куда: Склад › Двор"), "which of two that are called alike: {}", there.text());
    let page = admin.submit(&sure, BULK, &[]).await;
    assert!(page.says("2 сотрудника добавлены в отдел"), "{}", page.text());
    let both = ["Ольга Кравец", "Пётр Вяземский"];
    assert_eq!(names(&admin.get(&format!("/employees?department={yard}")).await), both);
    assert_eq!(
        names(&admin.get(&format!("/employees?department={store}")).await),
        ["Пётр Вяземский"],
        "he stays"
    );
    let own = "SELECT COUNT(*) FROM employee_departments m JOIN employees e ON e.id = m.employee_id WHERE e.name = 'Ольга Кравец'";
    assert_eq!(portal.number(own).await, 1, "the company itself is no department to stay in");
    consistency::check(&portal.portal.db).await;
}

async fn many_are_moved_from_their_departments(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (store, yard) = (department(&portal, "Склад", None).await, department(&portal, "Двор", None).await);
    let (both, to) = ([store, yard], yard.to_string());
    let pyotr = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &both).await.to_string();
    let olga = portal.add_employee("Ольга Кравец", "olga@romashka.example").await.0.to_string();
    let admin = portal.admin().await;
    let picked = [("id", pyotr.as_str()), ("id", olga.as_str()), ("return_to", "/employees")];
    let ask = admin.post(BULK, &[&picked[..], &[("action", "transfer")]].concat()).await;
    let sure = admin.submit(&ask, BULK, &[("department", &to)]).await;
    admin.submit(&sure, BULK, &[]).await;
    assert!(names(&admin.get(&format!("/employees?department={store}")).await).is_empty(), "he has left");
    assert!(admin.get("/history").await.says("Двор, Склад → Двор"));
    portal.program().await.call(reqwest::Method::DELETE, &format!("/departments/{yard}")).await;
    // Whether it went before the question or before its answer: another is chosen, for the same people.
    for late in [admin.submit(&ask, BULK, &[("department", &to)]).await, admin.submit(&sure, BULK, &[]).await]
    {
        let words = "Выберите отдел заново: его только что удалили";
        assert!(late.status == 422 && late.says(words) && !late.says("Куда:"), "{}", late.text());
        assert_eq!(late.attributes("main input[name=id]", "value"), [pyotr.as_str(), olga.as_str()]);
        let anew = admin.submit(&late, BULK, &[("department", &store.to_string())]).await;
        assert!(anew.says("Куда: Склад") && anew.says("Ольга Кравец"), "{}", anew.text());
    }
    consistency::check(&portal.portal.db).await;
}

async fn who_went_meanwhile_is_not_asked_about_and_named_where_he_was(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let [pyotr, olga, nina] = [("Пётр", "pyotr"), ("Ольга", "olga"), ("Нина", "nina")];
    let mut ids = Vec::new();
    for (name, local) in [pyotr, olga, nina] {
        ids.push(portal.add_employee(name, &format!("{local}@romashka.example")).await.0.to_string());
    }
    let store = department(&portal, "Склад", None).await.to_string();
    let admin = portal.admin().await;
    let picked: Vec<_> = ids.iter().map(|id| ("id", id.as_str())).collect();
    let hide = async |id: &str| {
        let id: i64 = id.parse().unwrap();
        portal
            .write(move |tx| {
                tx.execute("DELETE FROM employee_departments WHERE employee_id = $1", &[id.into()])
            })
            .await;
        portal.write(move |tx| tx.execute("DELETE FROM employees WHERE id = $1", &[id.into()])).await;
    };
    let gone =
        [&picked[..], &[("id", "888888"), ("action", "transfer"), ("return_to", "/employees")]].concat();
    let ask = admin.post(BULK, &gone).await;
    assert!(
        ask.says("Перевести 3 сотрудников") && ask.says("1 отмеченной строки больше нет"),
        "{}",
        ask.text()
    );
    let sure = admin.submit(&ask, BULK, &[("department", &store)]).await;
    assert_eq!(sure.texts(".names li").len(), 3, "{}", sure.text());
    hide(&ids[1]).await;
    let again = admin.submit(&ask, BULK, &[("department", &store)]).await;
    assert_eq!(again.texts(".names li").len(), 2, "{}", again.text());
    assert!(again.says("Перевести 2 сотрудников") && !again.says("Ольга"), "{}", again.text());
    let done = admin.submit(&sure, BULK, &[]).await;
    assert!(done.says("Сделано 2 из 3"), "{}", done.text());
    assert_eq!(done.texts("td.cell-who")[0], "Ольга", "{}", done.text());
    // Where nothing was asked there is no name to tell.
    let unasked = [("id", "888888"), ("id", "888889"), ("action", "approve"), ("return_to", "/employees")];
    let unasked = admin.post(BULK, &unasked).await;
    assert!(
        unasked.says("2 отмеченных строк больше нет") && unasked.says("Сделано 0 из 2"),
        "{}",
        unasked.text()
    );
    assert!(unasked.texts("td.cell-who").is_empty(), "{}", unasked.text());
}

async fn many_who_wait_are_let_in_or_refused(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let mut ids = Vec::new();
    for (name, email) in
        [("Пётр", "a@romashka.example"), ("Ольга", "b@romashka.example"), ("Вера", "c@romashka.example")]
    {
        ids.push(portal.add_employee(name, email).await.0.to_string());
    }
    portal
        .write(|tx| {
            let waiting = "employee_id IN (SELECT id FROM employees WHERE status = 'awaiting_approval')";
            tx.execute("UPDATE employees SET status = 'awaiting_approval', joined_at = NULL WHERE role = 'employee'", &[])?;
            tx.execute(&format!("UPDATE employee_words SET status = 'awaiting_approval' WHERE {waiting}"), &[])?;
            tx.execute("UPDATE companies SET seats_used = 1, max_employees = 2", &[])?;
            tx.execute("UPDATE employee_counts SET people = people - 3 WHERE status = 'active' AND shard = 1", &[])?;
            tx.execute("INSERT INTO employee_counts (company_id, status, shard, people) SELECT company_id, 'awaiting_approval', 0, 3 FROM employees WHERE role = 'administrator'", &[])
        })
        .await;
    let admin = portal.admin().await;
    let list = admin.get("/employees?status=awaiting_approval").await;
    assert_eq!(list.attributes("#people-form button[name=action]", "value"), ["approve", "refuse"]);
    let page = admin
        .post(BULK, &[("id", &ids[0]), ("id", &ids[1]), ("action", "approve"), ("return_to", "/employees")])
        .await;
    assert!(page.says("Сделано 1 из 2") && page.says("Мест в тарифе не осталось"), "{}", page.text());
    let ask = admin
        .post(BULK, &[("id", &ids[1]), ("id", &ids[2]), ("action", "refuse"), ("return_to", "/employees")])
        .await;
    assert!(ask.says("Отказать 2 людям?") && ask.says("Вера"), "{}", ask.text());
    let page = admin.submit(&ask, BULK, &[]).await;
    assert!(page.says("2 людям отказано"), "{}", page.text());
    assert!(admin.get("/employees?status=awaiting_approval").await.says("Никто не ждёт"));
}

async fn many_invitations_are_extended_and_sent_elsewhere(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let program = portal.program().await;
    let store = department(&portal, "Склад", None).await.to_string();
    let mut ids = Vec::new();
    for email in ["a@example.org", "b@example.org"] {
        let path = program.invited(email).await;
        ids.push(path.rsplit('/').next().unwrap().to_owned());
    }
    program.call(reqwest::Method::DELETE, &format!("/invitations/{}", ids[1])).await;
    let admin = portal.admin().await;
    let list = admin.get("/employees?status=invited").await;
    let offered = ["resend", "extend", "departments", "revoke"];
    assert_eq!(list.attributes("#people-form button[name=action]", "value"), offered);
    let picked =
        [("id", ids[0].as_str()), ("id", ids[1].as_str()), ("return_to", "/employees?status=invited")];
    let ask = admin.post(BULK, &[&picked[..], &[("action", "extend")]].concat()).await;
    assert_eq!(ask.value("days"), "14");
    let bad = admin.submit(&ask, BULK, &[("days", "91")]).await;
    assert!(bad.status == 422 && bad.says("от 1 до 90"), "{}", bad.text());
    let sure = admin.submit(&ask, BULK, &[("days", "30")]).await;
    assert!(sure.says("Ещё на 30 дней"), "{}", sure.text());
    let page = admin.submit(&sure, BULK, &[]).await;
    assert!(
        page.says("Сделано 1 из 2") && page.says("a@example.org"),
        "one bad row stops nothing: {}",
        page.text()
    );
    assert!(admin.get("/employees?status=invited").await.says("23 декабря"));
    let ask = admin
        .post(BULK, &[&picked[..1], &[("action", "departments"), ("return_to", "/employees")]].concat())
        .await;
    let sure = admin.submit(&ask, BULK, &[("department", &store)]).await;
    admin.submit(&sure, BULK, &[]).await;
    let found = program.get(&format!("/employees?department_id={store}")).await.json;
    assert_eq!(found["items"][0]["email"], json!("a@example.org"));
}

async fn who_may_not_changes_nobody(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let store = department(&portal, "Склад", None).await.to_string();
    let me = portal.admin_id.0.to_string();
    let invited = portal.program().await.invited("a@example.org").await;
    let invitation = invited.rsplit('/').next().unwrap().to_owned();
    let list = pyotr.get("/employees").await;
    assert!(list.attributes("#people-form button[name=action]", "value").is_empty());
    assert!(list.attributes(".list input[name=id]", "value").is_empty());
    for action in [
        "dismiss",
        "transfer",
        "add",
        "rehire",
        "approve",
        "refuse",
        "resend",
        "extend",
        "departments",
        "revoke",
    ] {
        let is_of_invitations = ["resend", "extend", "departments", "revoke"].contains(&action);
        let id = if is_of_invitations { &invitation } else { &me };
        let fields = [
            ("id", id.as_str()),
            ("action", action),
            ("step", "confirmed"),
            ("department", &store),
            ("days", "5"),
        ];
        let page = pyotr.post(BULK, &fields).await;
        if is_of_invitations {
            assert!(page.says("Сделано 0 из 1"), "{action}: {}", page.text());
        } else {
            assert_eq!(page.status, 403, "{action}: {}", page.text());
        }
    }
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await, 2);
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE revoked_at IS NULL").await, 1);
}

async fn what_a_transfer_ends_is_told_before_and_after(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (store, yard) = (department(&portal, "Склад", None).await, department(&portal, "Двор", None).await);
    let pyotr = employee(&portal, "Пётр Вяземский", "pyotr@romashka.example", "", &[store]).await;
    let olga = employee(&portal, "Ольга Кравец", "olga@romashka.example", "", &[store]).await;
    let watch = role(&portal, "Ночная смена", &[], EmployeeId(pyotr)).await;
    let admin = portal.admin().await;
    let path = format!("/structure/access-rights/roles/{watch}");
    let given = [("name", "Ночная смена"), ("departments", "1"), ("department", &yard.to_string())];
    admin.post(&path, &given).await;
    admin.post(&format!("/structure/{store}/people/{pyotr}/post"), &[("post", "deputy")]).await;
    admin.post(&format!("/structure/{store}/people/{olga}/post"), &[("post", "head")]).await;
    let head = portal.signed_in("olga@romashka.example").await;
    let offered = head.get("/employees").await.attributes("#people-form button[name=action]", "value");
    assert_eq!(offered, ["transfer", "add"], "a head dismisses nobody");

    let (pyotr, olga, yard) = (pyotr.to_string(), olga.to_string(), yard.to_string());
    let picked = [("id", pyotr.as_str()), ("id", olga.as_str()), ("return_to", "/employees")];
    let ask = admin.post(BULK, &[&picked[..], &[("action", "transfer")]].concat()).await;
    let sure = admin.submit(&ask, BULK, &[("department", &yard)]).await;
    for ends in ["Оставит должности: Склад (Заместитель)", "Оставит должности: Склад (Руководитель)"]
    {
        assert!(sure.says(ends) && !sure.says("Закончатся роли"), "{ends}: {}", sure.text());
    }
    let page = admin.submit(&sure, BULK, &[]).await;
    assert!(
        page.says("Сделано 2 из 2") && page.says("закончилось руководство: Склад (Заместитель)"),
        "{}",
        page.text()
    );
    let ask = admin.post(BULK, &[&picked[1..], &[("action", "transfer")]].concat()).await;
    let sure = admin.submit(&ask, BULK, &[("department", &store.to_string())]).await;
    assert!(sure.says("Закончатся роли: Ночная смена"), "of the department: {}", sure.text());
    let page = admin.submit(&sure, BULK, &[]).await;
    assert!(page.says("закончились роли: Ночная смена"), "{}", page.text());
    consistency::check(&portal.portal.db).await;
}

async fn what_dismissals_end_is_told_before_and_after(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let pyotr = portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let olga = portal.add_employee("Ольга Кравец", "olga@romashka.example").await.to_string();
    role(&portal, "Ночная смена", &[], pyotr).await;
    portal.program_of(pyotr).await;
    let (admin, pyotr) = (portal.admin().await, pyotr.to_string());
    let picked = [("id", pyotr.as_str()), ("id", olga.as_str()), ("return_to", "/employees")];
    let his = portal.signed_in("pyotr@romashka.example").await;
    let form = his.get("/invite/link").await;
    his.submit(&form, "/invite/link", &[]).await;
    let form = his.get("/invite/mail-service").await;
    let review = his.submit(&form, "/invite/mail-service", &[("addresses", "a@example.org")]).await;
    his.submit(&review, "/invite/mail-service/review", &[("action", "send")]).await;
    let ask = admin.post(BULK, &[&picked[..], &[("action", "dismiss")]].concat()).await;
    for ends in
        ["1 ссылка-приглашение", "1 токен API", "1 приглашение, которое", "Закончатся роли: Ночная смена"]
    {
        assert!(ask.says(ends), "{ends}: {}", ask.text());
    }
    let page = admin.submit(&ask, BULK, &[("revoke", "1")]).await;
    let ended = "закончились роли: Ночная смена; отозваны токены API: 1; выключены ссылки-приглашения: 1; \
                 отозвано приглашений: 1";
    assert!(page.says("Сделано 2 из 2") && page.says(ended), "{}", page.text());
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations WHERE revoked_at IS NULL").await, 0);
    consistency::check(&portal.portal.db).await;
}

async fn those_who_are_too_many_are_offered_next(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let pyotr = portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await.0.to_string();
    let olga = portal.add_employee("Ольга Кравец", "olga@romashka.example").await.0.to_string();
    let admin = portal.admin().await;
    let nobody: Vec<String> = (0..199).map(|n| (900_000 + n).to_string()).collect();
    let mut picked = vec![("id", pyotr.as_str()), ("id", pyotr.as_str())];
    picked.extend(nobody.iter().map(|id| ("id", id.as_str())));
    picked.extend([("id", olga.as_str()), ("id", pyotr.as_str())]);
    picked.extend([("action", "dismiss"), ("return_to", "/employees")]);
    let ask = admin.post(BULK, &picked).await;
    assert!(
        ask.says("Уволить 1 сотрудника?") && ask.says("Отмечено строк: 201") && ask.says("остальные 1"),
        "twice is once: {}",
        ask.text()
    );
    let page = admin.submit(&ask, BULK, &[]).await;
    assert!(page.says("Сделано 1 из 1") && page.says("Отмечена ещё 1 строка"), "{}", page.text());
    assert_eq!(names(&admin.get("/employees?status=dismissed").await), ["Пётр Вяземский"]);
    let ask = admin.submit(&page, BULK, &[]).await;
    assert!(ask.says("Уволить 1 сотрудника?") && ask.says("Ольга Кравец"), "{}", ask.text());
    admin.submit(&ask, BULK, &[]).await;
    assert_eq!(names(&admin.get("/employees?status=dismissed").await), ["Ольга Кравец", "Пётр Вяземский"]);
    // What has been answered once is not asked for again.
    let last = portal.program().await.invited("a@example.org").await;
    let mut picked: Vec<(&str, &str)> = nobody.iter().map(|id| ("id", id.as_str())).collect();
    picked.extend([("id", "900900"), ("id", last.rsplit('/').next().unwrap())]);
    picked.extend([("action", "extend"), ("step", "confirmed"), ("days", "30")]);
    let page = admin.post(BULK, &picked).await;
    let sure = admin.submit(&page, BULK, &[]).await;
    assert!(sure.says("Ещё на 30 дней") && sure.says("a@example.org"), "{}", sure.text());
    consistency::check(&portal.portal.db).await;
}

async fn a_head_adds_whom_nobody_else_answers_for(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (store, yard) = (department(&portal, "Склад", None).await, department(&portal, "Двор", None).await);
    let head = employee(&portal, "Вера Орлова", "vera@romashka.example", "", &[yard]).await;
    let (company, his, whose) = (portal.company, DepartmentId(yard), EmployeeId(head));
    portal.write(move |tx| tx.departments().set_post(company, his, whose, Post::Head)).await;
    let olga = employee(&portal, "Ольга Кравец", "olga@romashka.example", "", &[store]).await.to_string();
    let gate = department(&portal, "Ворота", Some(yard)).await;
    let lev = employee(&portal, "Лев Ким", "lev@romashka.example", "", &[gate]).await;
    let (lev, vera) = (lev.to_string(), portal.signed_in("vera@romashka.example").await);
    let send = async |action: &str, who: &str| {
        let (whom, to) = (who.to_owned(), yard.to_string());
        let fields = [("id", whom.as_str()), ("action", action), ("step", "confirmed"), ("department", &to)];
        vera.post(BULK, &fields).await
    };
    for action in ["transfer", "add"] {
        let refused = send(action, &olga).await;
        assert!(refused.says("Сделано 0 из 1"), "another head answers for her: {}", refused.text());
    }
    let one = vera.post(&format!("/structure/{yard}/people"), &[("person", &olga), ("way", "add")]).await;
    assert!(one.says("нельзя") || one.says("не можете"), "{}", one.text());
    let added = send("add", &lev).await;
    assert!(!added.says("Сделано 0 из 1"), "{}", added.text());
    let own = names(&vera.get(&format!("/employees?department={yard}&only=1")).await);
    assert_eq!(own, ["Вера Орлова", "Лев Ким"]);
    assert_eq!(names(&vera.get(&format!("/employees?department={store}")).await), ["Ольга Кравец"]);
    consistency::check(&portal.portal.db).await;
}

async fn namesakes_are_told_apart_in_the_question_and_the_result(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (name, store) = ("Иван Перов", department(&portal, "Склад", None).await);
    let one = employee(&portal, name, "one@romashka.example", "Кладовщик", &[store]).await.to_string();
    let two = employee(&portal, name, "two@romashka.example", "", &[store]).await.to_string();
    let admin = portal.admin().await;
    let ask =
        admin.post(BULK, &[("id", one.as_str()), ("id", &two), ("id", "999"), ("action", "dismiss")]).await;
    let lines = ["Кладовщик · one@romashka.example", "two@romashka.example"];
    assert!(lines.iter().all(|line| ask.says(line)), "{}", ask.text());
    admin.post(BULK, &[("id", two.as_str()), ("action", "dismiss"), ("step", "confirmed")]).await;
    let page = admin.submit(&ask, BULK, &[]).await;
    assert!(lines.iter().all(|line| page.says(line)), "{}", page.text());
}

async fn the_last_administrator_is_told_before(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let other = portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let third = portal.add_employee("Ольга Кравец", "olga@romashka.example").await;
    let (company, me) = (portal.company, portal.admin_id.to_string());
    portal
        .write(move |tx| {
            tx.people().set_role(company, other, Role::Administrator)?;
            // Who cannot sign in keeps nobody's door open.
            tx.people().set_role(company, third, Role::Administrator)?;
            tx.passwords().forget(company, third)
        })
        .await;
    let (admin, other, third) = (portal.admin().await, other.to_string(), third.to_string());
    let stays = "Останется в компании: это вы";
    let ask = admin.post(BULK, &[("id", other.as_str()), ("id", &third), ("action", "dismiss")]).await;
    assert!(!ask.says(stays), "one is left: {}", ask.text());
    let all = [("id", other.as_str()), ("id", &third), ("id", &me), ("action", "dismiss")];
    let ask = admin.post(BULK, &all).await;
    assert_eq!(ask.texts(".stays").len(), 1, "{}", ask.text());
    assert!(ask.says(stays), "{}", ask.text());
    let page = admin.submit(&ask, BULK, &[]).await;
    assert!(page.says("Сделано 2 из 3"), "{}", page.text());
}

async fn all_that_a_list_finds_can_be_picked_as_far_as_one_may(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let crowd = crowd::gather(&portal).await;
    let admin = portal.admin().await;
    for (query, status, search) in [
        ("status=invited", Status::Invited, ""),
        ("q=наставник", Status::Active, "наставник"),
        ("status=dismissed&cursor=x", Status::Dismissed, ""),
    ] {
        let picks = picks(&admin.get(&format!("/employees/picks?{query}")).await);
        let found = crowd.people.iter().filter(|it| it.status == status && crowd.holds(it, search)).count();
        assert_eq!((picks.0.len(), picks.1), (found, true), "{query}");
    }
    let boris = portal.employee("Борис Щукин", "boris@romashka.example").await;
    assert_eq!(picks(&boris.get("/employees/picks").await), (Vec::new(), true), "he may do nothing to them");
    assert_eq!(portal.stranger().get("/employees/picks").await.path(), "/sign-in?next=/employees/picks");
    let first = picks(&admin.get("/employees/picks?q=клад").await);
    assert_eq!((first.0.len(), first.1), (1000, false), "no more at once");
}

/// Who can be picked, and whether they are all.
fn picks(page: &Page) -> (Vec<i64>, bool) {
    let answer: Value = serde_json::from_str(&page.body).unwrap();
    let ids = answer["ids"].as_array().unwrap().iter().map(|id| id.as_i64().unwrap()).collect();
    (ids, answer["is_all"].as_bool().unwrap())
}
