//! Forms that stand open while others write: nothing is put back, and nobody is overruled unasked.

use collega::access_rights::{Permission, Scope};

use super::people::invite;
use super::roles::role;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    what_was_not_touched_of_a_person_stays_as_another_wrote_it,
    what_two_changed_of_a_person_is_asked_about,
    ones_own_profile_puts_nothing_back,
    a_role_keeps_what_another_allowed,
    forms_saved_at_the_same_moment_lose_nothing,
    settings_keep_what_another_set,
    two_who_set_the_same_are_asked,
    an_invitation_stays_where_another_put_it,
    a_department_stays_where_another_moved_it,
);

const EDIT: &str = "/employees/2/edit";

async fn what_was_not_touched_of_a_person_stays_as_another_wrote_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let sales = portal.add_department("Продажи", None).await.to_string();
    let anna = portal.admin().await;
    let open = anna.get(EDIT).await;
    let own = ivan.get("/profile").await;
    ivan.submit(&own, "/profile", &[("mobile_phone", "+7 916 123-45-67")]).await;
    let second = anna.get(EDIT).await;
    anna.submit(&second, EDIT, &[("department", &sales), ("birth_day", "12"), ("birth_month", "5")]).await;

    let saved = anna.submit(&open, EDIT, &[("position", "Инженер")]).await;
    assert!(saved.says("Сохранено") && saved.says("Инженер"), "{}", saved.text());
    let now = anna.get(EDIT).await;
    assert_eq!(
        [now.value("mobile_phone"), now.value("birth_day"), now.value("birth_month")],
        ["+7 916 123-45-67", "12", "5"]
    );
    assert_eq!(now.attributes("[name=department][checked]", "value"), [sales.as_str()]);
}

async fn what_two_changed_of_a_person_is_asked_about(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.employee("Иван Петров", "ivan@romashka.example").await;
    let sales = portal.add_department("Продажи", None).await.to_string();
    let lab = portal.add_department("Лаборатория", None).await.to_string();
    let anna = portal.admin().await;
    let open = anna.get(EDIT).await;
    let second = anna.get(EDIT).await;
    let theirs =
        [("position", "Инженер"), ("department", sales.as_str()), ("work_phone", "+7 495 000-11-22")];
    anna.submit(&second, EDIT, &theirs).await;

    let mine = [("position", "Технолог"), ("department", lab.as_str())];
    let asked = anna.submit(&open, EDIT, &mine).await;
    assert_eq!(asked.status, 422, "{}", asked.text());
    assert!(
        asked.says("здесь записали: Инженер") && asked.says("здесь записали: Продажи"),
        "{}",
        asked.text()
    );
    assert_eq!(asked.value("position"), "Технолог", "what was typed stays");
    assert_eq!(asked.attributes("[name=department][checked]", "value"), [lab.as_str()]);
    assert_eq!(asked.value("work_phone"), "+7 495 000-11-22", "what was not touched is as it is now");
    assert!(anna.get("/employees/2").await.says("Инженер"), "nothing is written yet");

    let saved = anna.submit(&asked, EDIT, &[]).await;
    assert!(
        saved.says("Сохранено") && saved.says("Технолог") && saved.says("Лаборатория"),
        "{}",
        saved.text()
    );
    assert!(saved.says("+7 495 000-11-22"), "{}", saved.text());
}

async fn ones_own_profile_puts_nothing_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let anna = portal.admin().await;
    let open = ivan.get("/profile").await;
    let form = anna.get(EDIT).await;
    anna.submit(&form, EDIT, &[("name", "Иван Сидоров"), ("work_phone", "+7 495 000-11-22")]).await;

    let saved = ivan.submit(&open, "/profile", &[("patronymic", "Ильич")]).await;
    assert!(saved.says("Сохранено") && saved.says("Иван Ильич Сидоров"), "{}", saved.text());
    assert_eq!(saved.value("work_phone"), "+7 495 000-11-22");
    let asked = ivan.submit(&open, "/profile", &[("name", "Иван Перов")]).await;
    assert!(asked.status == 422 && asked.says("здесь записали: Иван Сидоров"), "{}", asked.text());
    let saved = ivan.submit(&asked, "/profile", &[]).await;
    assert!(saved.says("Иван Ильич Перов"), "{}", saved.text());
}

async fn a_role_keeps_what_another_allowed(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let sales = portal.add_department("Продажи", None).await.to_string();
    let allowed = [(Permission::Dismiss, Scope::Company)];
    let path = format!("/structure/access-rights/roles/{}", role(&portal, "Кадры", &allowed, ivan).await);
    let anna = portal.admin().await;
    let open = anna.get(&path).await;
    let second = anna.get(&path).await;
    let theirs = [("export", "company"), ("dismiss", "department"), ("department", sales.as_str())];
    anna.submit(&second, &path, &theirs).await;

    let saved = anna.submit(&open, &path, &[("name", "Приём")]).await;
    assert!(saved.says("Роль сохранена"), "{}", saved.text());
    assert_eq!(saved.attributes("#export [selected]", "value"), ["company"]);
    assert_eq!(saved.attributes("[name=department][checked]", "value"), [sales.as_str()]);

    let asked = anna.submit(&open, &path, &[("dismiss", "none")]).await;
    assert!(asked.status == 422 && asked.says("здесь записали: Свои отделы"), "{}", asked.text());
    assert_eq!(asked.value("name"), "Приём");
    let saved = anna.submit(&asked, &path, &[]).await;
    assert_eq!(saved.attributes("#dismiss [selected]", "value"), ["none"], "{}", saved.text());
}

async fn forms_saved_at_the_same_moment_lose_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let id = portal.add_employee("Ольга Кравец", "olga@romashka.example").await;
    let path = format!("/structure/access-rights/roles/{}", role(&portal, "Кадры", &[], id).await);
    let anna = portal.admin().await;
    let scopes = [("export", "invite"), ("dismiss", "approve")];
    for round in 0..6 {
        let (position, phone) = (format!("Инженер {round}"), format!("+7 916 123-45-6{round}"));
        let (form, own, page) = (anna.get(EDIT).await, ivan.get("/profile").await, anna.get(&path).await);
        let one = [("position", position.as_str())];
        let other = [("mobile_phone", phone.as_str())];
        let scope = if round % 2 == 0 { "company" } else { "none" };
        let [first, second] = scopes.map(|(first, second)| ([(first, scope)], [(second, scope)]));
        let (saved, own_saved, role_one, role_two) = tokio::join!(
            anna.submit(&form, EDIT, &one),
            ivan.submit(&own, "/profile", &other),
            anna.submit(&page, &path, &first.0),
            anna.submit(&page, &path, &second.1),
        );
        for answer in [saved, own_saved, role_one, role_two] {
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
        let now = anna.get(EDIT).await;
        assert_eq!([now.value("position"), now.value("mobile_phone")], [position, phone]);
        let role = anna.get(&path).await;
        for permission in ["export", "approve"] {
            let chosen = role.attributes(&format!("#{permission} [selected]"), "value");
            assert_eq!(chosen, [scope], "{permission} in round {round}");
        }
    }
}

async fn settings_keep_what_another_set(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let (plan, inviting, company) = ("/settings/plan", "/settings/inviting", "/settings/company");
    let open = [anna.get(plan).await, anna.get(inviting).await, anna.get(company).await];
    anna.submit(&open[0], plan, &[("max_employees", "500")]).await;
    let domains = [("require_approval", "1"), ("trusted_domains", "a.example\r\nb.example")];
    anna.submit(&open[1], inviting, &[("invitation_days", "30"), domains[0], domains[1]]).await;
    anna.submit(&open[2], company, &[("name", "Лютик")]).await;

    let saved = anna.submit(&open[0], plan, &[("max_online", "400")]).await;
    assert_eq!([saved.value("max_employees"), saved.value("max_online")], ["500", "400"]);
    let saved = anna.submit(&open[1], inviting, &[("letters_per_day", "7")]).await;
    assert_eq!([saved.value("invitation_days"), saved.value("letters_per_day")], ["30", "7"]);
    assert_eq!(saved.attributes("#require_approval[checked]", "id").len(), 1, "{}", saved.text());
    let again = anna.get(inviting).await;
    let saved = anna.submit(&again, inviting, &[("letters_per_day", "8")]).await;
    assert!(
        saved.status == 200 && saved.texts("#trusted_domains")[0].contains("b.example"),
        "{}",
        saved.text()
    );
    let saved = anna.submit(&open[2], company, &[("time_zone", "Asia/Kamchatka")]).await;
    assert_eq!([saved.value("name"), saved.value("time_zone")], ["Лютик", "Камчатка"]);
}

async fn two_who_set_the_same_are_asked(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let rename = format!("/structure/{}/rename", portal.add_department("Продажи", None).await);
    for (path, field, [theirs, mine]) in [
        ("/settings/plan", "max_employees", ["600", "700"]),
        ("/settings/inviting", "invitation_days", ["20", "21"]),
        ("/settings/company", "name", ["Лютик", "Мак"]),
        (&rename, "name", ["Сбыт", "Торговля"]),
    ] {
        let open = anna.get(path).await;
        let second = anna.get(path).await;
        anna.submit(&second, path, &[(field, theirs)]).await;
        let asked = anna.submit(&open, path, &[(field, mine)]).await;
        assert!(asked.status == 422 && asked.says(&format!("здесь записали: {theirs}")), "{}", asked.text());
        assert_eq!(asked.value(field), mine);
        assert_eq!(anna.get(path).await.value(field), theirs, "nothing is written yet");
        let saved = anna.submit(&asked, path, &[]).await;
        assert_eq!((saved.status, anna.get(path).await.value(field)), (200, mine.to_owned()));
    }
}

async fn an_invitation_stays_where_another_put_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await.to_string();
    let lab = portal.add_department("Лаборатория", None).await.to_string();
    let anna = portal.admin().await;
    let path = format!("/invitations/{}/departments", invite(&portal, &["lev@example.org"]).await[0]);
    let (untouched, mine) = (anna.get(&path).await, anna.get(&path).await);
    let second = anna.get(&path).await;
    anna.submit(&second, &path, &[("department", &sales)]).await;

    let saved = anna.submit(&untouched, &path, &[]).await;
    assert!(saved.says("Продажи"), "what was not touched stays: {}", saved.text());
    let asked = anna.submit(&mine, &path, &[("department", &lab)]).await;
    assert_eq!(asked.status, 422, "{}", asked.text());
    assert!(asked.says("здесь записали: Продажи"), "{}", asked.text());
    assert_eq!(
        asked.attributes("[name=department][checked]", "value"),
        [lab.as_str()],
        "what was chosen stays"
    );
    let saved = anna.submit(&asked, &path, &[]).await;
    assert!(saved.says("Лаборатория"), "{}", saved.text());
}

async fn a_department_stays_where_another_moved_it(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = portal.add_department("Продажи", None).await;
    let lab = portal.add_department("Лаборатория", None).await.to_string();
    let store = portal.add_department("Склад", None).await.to_string();
    let north = portal.add_department("Север", Some(sales)).await;
    let anna = portal.admin().await;
    let path = format!("/structure/{north}/move");
    let parent = "SELECT parent_id FROM departments WHERE name = 'Север'";
    let (open, touched) = (anna.get(&path).await, anna.get(&path).await);
    let other = anna.get(&path).await;
    anna.submit(&other, &path, &[("parent", &lab)]).await;
    anna.submit(&open, &path, &[]).await;
    assert_eq!(portal.number(parent).await.to_string(), lab, "what was not touched is not put back");
    let asked = anna.submit(&touched, &path, &[("parent", &store)]).await;
    assert!(asked.status == 422 && asked.says("здесь записали: Лаборатория"), "{}", asked.text());
    assert_eq!(portal.number(parent).await.to_string(), lab);
    anna.submit(&asked, &path, &[("parent", &store)]).await;
    assert_eq!(portal.number(parent).await.to_string(), store, "who was told of it may");
}
