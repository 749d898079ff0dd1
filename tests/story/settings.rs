//! Access rights, the plan and the rules for inviting, as administrators set them.

use crate::support::browserless::Page;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    an_administrator_walks_to_access_rights_and_switches_inviting_off,
    employees_read_who_may_invite_and_whom_to_ask,
    a_plan_below_what_is_used_removes_nobody,
    rules_for_inviting_are_checked_and_kept,
    the_company_is_told_what_to_mend,
    settings_are_for_administrators,
    the_frame_offers_what_its_reader_may_do,
    the_history_tells_of_settings_in_words,
);

async fn an_administrator_walks_to_access_rights_and_switches_inviting_off(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let start = admin.get("/settings").await;
    let structure = admin.follow(&start, "/structure").await;
    let rights = admin.follow(&structure, "/structure/access-rights").await;
    assert!(rights.says("Приглашать могут все сотрудники") && rights.says("Включено"));
    let off = admin.post("/structure/access-rights", &[("everyone", "0")]).await;
    assert!(off.says("только те, чья роль это разрешает") && off.says("Выключено"));
    let company = portal.company;
    let rules = portal.write(move |tx| Ok(tx.companies().find(company)?.unwrap().inviting)).await;
    assert!(!rules.everyone_may_invite);
    admin.post("/structure/access-rights", &[("everyone", "0")]).await;
    let switched = "SELECT COUNT(*) FROM history WHERE action = 'inviting-switched-off'";
    assert_eq!(portal.number(switched).await, 1, "switching off what is off is no deed");
    // Administrators still may: it is not said that nobody may.
    let told = admin.get("/history").await;
    assert!(told.says("Приглашать теперь могут только те, чья роль это разрешает"), "{}", told.text());
    assert!(!told.says("всем запрещено") && !off.says("всем запрещено"), "{}", off.text());
    let on = admin.post("/structure/access-rights", &[("everyone", "1")]).await;
    assert!(on.says("Приглашать разрешено всем") && on.says("Анна Орлова"));
}

async fn employees_read_who_may_invite_and_whom_to_ask(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, ivan) = (portal.admin().await, portal.employee("Иван", "ivan@romashka.example").await);
    admin.post("/structure/access-rights", &[("everyone", "0")]).await;
    let page = ivan.get("/structure/access-rights").await;
    assert!(page.says("Выключено") && page.says("anna@romashka.example") && page.says("обратитесь к ним"));
    assert!(page.texts("button[role=switch]").is_empty());
    assert_eq!(ivan.post("/structure/access-rights", &[("everyone", "1")]).await.status, 403);
    let root = portal.number("SELECT id FROM departments").await;
    assert!(!ivan.get(&format!("/structure/{root}")).await.says("Пригласить в этот отдел"));
}

async fn a_plan_below_what_is_used_removes_nobody(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    portal.add_employee("Иван", "ivan@romashka.example").await;
    portal.add_employee("Ольга", "olga@romashka.example").await;
    let form = admin.get("/settings/plan").await;
    assert_eq!(form.value("max_employees"), "");
    let page = admin.submit(&form, "/settings/plan", &[("max_employees", "1"), ("plan", "Малый")]).await;
    assert!(
        page.says("Не хватает мест: 2") && page.says("Сотрудников на 2 больше, чем мест"),
        "{}",
        page.text()
    );
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees WHERE status = 'active'").await, 3);
    let form = admin.get("/settings/plan").await;
    for (typed, field) in [("0", "max_employees"), ("-1", "max_online"), ("много", "max_employees")] {
        let page = admin.submit(&form, "/settings/plan", &[(field, typed)]).await;
        assert!(page.status == 422 && page.says("или оставьте поле пустым"), "{typed}");
        assert_eq!(page.value(field), typed);
    }
    let noted =
        "SELECT COUNT(*) FROM history WHERE action = 'plan-changed' AND details = 'max_employees: — → 1'";
    assert_eq!(portal.number(noted).await, 1);
    consistency::check(&portal.portal.db).await;
}

async fn rules_for_inviting_are_checked_and_kept(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let form = admin.get("/settings/inviting").await;
    let wrong =
        [("invitation_days", "91"), ("letters_per_day", "x"), ("trusted_domains", "пример.рф intranet")];
    let page = admin.submit(&form, "/settings/inviting", &wrong).await;
    assert_eq!(page.status, 422);
    assert!(
        page.says("Введите число от 1 до 90") && page.says("Исправьте домен «intranet»"),
        "{}",
        page.text()
    );
    assert_eq!(page.value("trusted_domains"), "пример.рф intranet");
    let right = [
        ("invitation_days", "30"),
        ("trusted_domains", "@Пример.рф, romashka.example"),
        ("require_approval", "1"),
    ];
    let page = admin.submit(&form, "/settings/inviting", &right).await;
    assert!(page.says("Настройки сохранены"));
    assert_eq!(page.value("trusted_domains"), "romashka.example\nпример.рф");
    let company = portal.company;
    let rules = portal.write(move |tx| Ok(tx.companies().find(company)?.unwrap().inviting)).await;
    assert_eq!(rules.trusted_domains, ["romashka.example", "xn--e1afmkfd.xn--p1ai"]);
    assert!(rules.require_approval && rules.everyone_may_invite && rules.invitation_days == 30);
    let noted = "SELECT COUNT(*) FROM history WHERE details = 'invitation_days: 14 → 30'";
    assert_eq!(portal.number(noted).await, 1);
}

async fn the_company_is_told_what_to_mend(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let form = admin.get("/settings/company").await;
    let wrong = [("name", "\u{200b}"), ("public_url", "romashka"), ("time_zone", "Марс")];
    let page = admin.submit(&form, "/settings/company", &wrong).await;
    assert_eq!(page.status, 422);
    assert_eq!(page.texts(".errors li").len(), 3, "{}", page.text());
    assert_eq!(page.value("public_url"), "romashka");
    let page =
        admin.submit(&form, "/settings/company", &[("time_zone", "Asia/Omsk"), ("language", "en")]).await;
    assert!(page.says("Настройки сохранены"));
    assert_eq!(page.value("time_zone"), "Омск");
    admin.submit(&page, "/settings/company", &[("name", "Василёк"), ("language", "ru")]).await;
    let told = admin.get("/history?area=settings").await;
    assert!(told.says("Компания переименована: Ромашка → Василёк"), "{}", told.text());
    assert!(!admin.get("/history?area=structure").await.says("→ Василёк"), "it is a setting");
}

async fn settings_are_for_administrators(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ivan = portal.employee("Иван", "ivan@romashka.example").await;
    for path in ["/settings", "/settings/company", "/settings/inviting", "/settings/plan"] {
        assert_eq!(ivan.get(path).await.status, 403, "{path}");
    }
    let fields = [("max_employees", "1000"), ("name", "Моя"), ("language", "ru")];
    for path in ["/settings/company", "/settings/inviting", "/settings/plan"] {
        assert_eq!(ivan.post(path, &fields).await.status, 403, "{path}");
    }
}

async fn the_frame_offers_what_its_reader_may_do(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (admin, ivan) = (portal.admin().await, portal.employee("Иван", "ivan@romashka.example").await);
    let places = |page: &Page| page.attributes(".side a, .bar a", "href");
    let offers = |page: &Page, path: &str| places(page).contains(&path.to_owned());
    assert!(offers(&admin.get("/employees").await, "/history"));
    let page = ivan.get("/employees").await;
    assert!(!offers(&page, "/history") && offers(&page, "/employees?status=invited"));
    assert_eq!(page.attributes(".bar a", "href").len(), 4);
    for (path, status) in [("/history", 403), ("/nowhere", 404)] {
        let failure = ivan.get(path).await;
        assert_eq!(failure.status, status, "{path}");
        assert!(offers(&failure, "/structure"), "{path}: {}", failure.text());
        assert!(places(&portal.stranger().get("/nowhere").await).is_empty());
    }
    for path in ["/more", "/profile"] {
        let forms = ivan.get(path).await.attributes("main form", "action");
        assert!(forms.contains(&"/sign-out".to_owned()), "{path}: {forms:?}");
    }
    assert!(ivan.get("/more").await.attributes("main form", "action").contains(&"/language".to_owned()));
    admin.post("/structure/access-rights", &[("everyone", "0")]).await;
    let page = ivan.get("/employees").await;
    assert_eq!(page.attributes("header a.primary", "href"), Vec::<String>::new());
    assert!(page.attributes("header a.button", "href").contains(&"/invite".to_owned()));
    assert!(ivan.get("/invite").await.says("К сотрудникам"));
}

async fn the_history_tells_of_settings_in_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let form = admin.get("/settings/plan").await;
    admin.submit(&form, "/settings/plan", &[("max_employees", "7"), ("reserve_seats", "1")]).await;
    let history = admin.get("/history").await;
    for words in ["мест: без ограничения → 7", "место держится за каждым приглашённым: нет → да"]
    {
        assert!(history.says(words), "{words}: {}", history.text());
    }
}
