//! «Сотрудники»: the list, an invitation's page, what is done to people and invitations.

use collega::access_rights::rights::Rights;
use collega::base::email_address::EmailAddress;
use collega::base::id::{EmployeeId, InvitationId};
use collega::history::{Actor, Channel};
use collega::i18n::Language;
use collega::invitations::invite::{self, Fate, Recipient, Request};
use collega::people::{Status, approve, dismiss};
use std::sync::Arc;
use std::time::Duration;

use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    the_invited_are_listed_with_what_became_of_their_letters,
    twenty_presses_are_one_letter,
    a_revoked_invitation_leaves_the_list_and_its_address_is_free,
    a_corrected_address_gets_the_letter_and_the_old_link_dies,
    a_new_link_is_shown_once_and_sends_nothing,
    employees_manage_their_own_invitations_only,
    several_are_revoked_at_once_each_with_its_own_result,
    the_dismissed_are_out_at_once_and_can_be_taken_back,
    the_last_administrator_stays,
    people_are_found_by_the_beginnings_of_words,
    the_list_goes_on_page_by_page,
    every_page_stands_in_both_languages,
    the_last_seat_goes_to_one_of_two_who_wait,
    questions_are_asked_about_those_whom_they_fit,
);

fn administrator(portal: &TestPortal, id: EmployeeId) -> Actor {
    Actor {
        company: portal.company,
        employee: Some(id),
        rights: Rights::all(),
        channel: Channel::Web,
        ip: None,
    }
}

/// An employee with the rights that he has.
async fn employee(portal: &TestPortal, id: EmployeeId) -> Actor {
    let company = portal.company;
    let rights = portal.write(move |tx| {
        let company = tx.companies().find(company)?.unwrap();
        let person = tx.people().find(company.id, id)?.unwrap();
        Rights::of(tx, &company, &person)
    });
    Actor { rights: rights.await, ..administrator(portal, id) }
}

async fn invite_as(portal: &TestPortal, actor: Actor, emails: &[&str]) -> Vec<InvitationId> {
    let recipients: Vec<_> = emails
        .iter()
        .map(|email| Recipient { address: EmailAddress::parse(email).unwrap(), name: String::new() })
        .collect();
    let (random, now, id) = (Arc::clone(&portal.portal.random), portal.portal.now(), portal.company);
    let outcome = portal
        .write(move |tx| {
            let company = tx.companies().find(id)?.unwrap();
            let request = Request {
                recipients: recipients.clone(),
                departments: Vec::new(),
                language: Language::Ru,
                note: String::new(),
                days: None,
                send: true,
                hold: Duration::ZERO,
                leaves: false,
            };
            invite::invite(tx, &actor, &company, &request, &*random, now)
        })
        .await;
    let invite::Outcome::Done(done) = outcome else { panic!("{outcome:?}") };
    let id_of = |fate: &Fate| if let Fate::Invited(id) = fate { *id } else { panic!("{fate:?}") };
    done.results.iter().map(|(_, fate)| id_of(fate)).collect()
}

pub async fn invite(portal: &TestPortal, emails: &[&str]) -> Vec<InvitationId> {
    invite_as(portal, administrator(portal, portal.admin_id), emails).await
}

async fn the_invited_are_listed_with_what_became_of_their_letters(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ids = invite(&portal, &["ivan@example.org", "olga@example.org"]).await;
    let admin = portal.admin().await;
    let page = admin.get("/employees?status=invited").await;
    assert!(page.says("ivan@example.org") && page.says("В очереди"), "{}", page.text());
    portal.letters().await;
    let page = admin.get("/employees?status=invited").await;
    assert!(page.says("В ящике портала") && page.says("Приглашены 2"), "{}", page.text());
    let page = admin.get(&format!("/invitations/{}", ids[0])).await;
    assert!(page.says("Приглашение создано: ivan@example.org"), "{}", page.text());
    assert!(page.says("письмо осталось в ящике портала"), "{}", page.text());
    assert!(!page.says("оставлено"), "never «delivered»");
    assert!(page.texts(".event-meta")[0].starts_with("Анна Орлова ·"), "{:?}", page.texts(".event-meta"));
    let page = admin.get("/employees?status=invited&chip=failed").await;
    assert!(page.says("Никого не нашли"), "{}", page.text());
    let page = admin.get("/employees?q=olga").await;
    assert!(page.says("Никого не нашли") && page.says("Зато кто-то нашёлся здесь"), "{}", page.text());
    assert_eq!(page.texts(".elsewhere a"), ["Приглашены"]);
    let page = admin.follow(&page, &page.attributes(".elsewhere a", "href")[0]).await;
    assert!(page.says("olga@example.org"), "{}", page.text());
}

async fn twenty_presses_are_one_letter(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = invite(&portal, &["ivan@example.org"]).await[0];
    let admin = portal.admin().await;
    let press = format!("/invitations/{id}/resend");
    for _ in 0..20 {
        admin.post(&press, &[]).await;
    }
    assert_eq!(portal.letters().await.len(), 1, "the first letter had not gone out");
    for _ in 0..20 {
        admin.post(&press, &[]).await;
        portal.letters().await;
    }
    let letters = portal.letters().await;
    assert_eq!(letters.len(), 2);
    assert_eq!(letters[0].path("/i/"), letters[1].path("/i/"), "the link stays");
}

async fn a_revoked_invitation_leaves_the_list_and_its_address_is_free(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = invite(&portal, &["ivan@example.org"]).await[0];
    let admin = portal.admin().await;
    let ask = admin.get(&format!("/invitations/{id}/revoke")).await;
    assert!(ask.says("ivan@example.org"), "the person is named: {}", ask.text());
    for _ in 0..2 {
        let page = admin.post(&format!("/invitations/{id}/revoke"), &[]).await;
        assert!(page.says("Приглашение отозвано"), "{}", page.text());
    }
    assert!(portal.letters().await.is_empty(), "the queued letter is pulled");
    assert_eq!(portal.number("SELECT COUNT(*) FROM employees").await, 1);
    let page = admin.get("/employees?status=invited&chip=revoked").await;
    assert!(page.says("ivan@example.org") && page.says("Отозвано"), "{}", page.text());
    invite(&portal, &["ivan@example.org"]).await;
}

async fn a_corrected_address_gets_the_letter_and_the_old_link_dies(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = invite(&portal, &["ivan@exmaple.org"]).await[0];
    let old = portal.letter_to("ivan@exmaple.org").await.path("/i/");
    let admin = portal.admin().await;
    let form = format!("/invitations/{id}/address");
    let page = admin.post(&form, &[("email", "ivan")]).await;
    assert_eq!(page.status, 422);
    assert!(page.title().starts_with("Ошибка: "), "{}", page.title());
    assert_eq!(page.value("email"), "ivan", "what was typed is kept");
    assert_eq!(admin.post(&form, &[("email", ADMIN.1)]).await.status, 422);
    let page = admin.post(&form, &[("email", "ivan@example.org")]).await;
    assert!(page.says("Адрес исправлен"), "{}", page.text());
    assert!(page.texts("main .primary").is_empty(), "the letter is on its way: {}", page.text());
    let new = portal.letter_to("ivan@example.org").await.path("/i/");
    assert_ne!(old, new);
    assert!(!portal.stranger().get(&old).await.says("Придумайте пароль"), "the old link is dead");
    // Whose link is handed over is handed a new one.
    portal.write(|tx| tx.execute("UPDATE invitations SET letters = 0", &[])).await;
    assert_eq!(
        admin.get(&format!("/invitations/{id}")).await.attributes("main a.primary", "href"),
        [format!("/invitations/{id}/link")]
    );
    let page = admin.post(&form, &[("email", "ivan@example.com")]).await;
    assert!(
        page.path() == format!("/invitations/{id}/link") && page.says("Адрес исправлен"),
        "{}",
        page.text()
    );
}

async fn a_new_link_is_shown_once_and_sends_nothing(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = invite(&portal, &["ivan@example.org"]).await[0];
    let old = portal.letter_to("ivan@example.org").await.path("/i/");
    let admin = portal.admin().await;
    let page = admin.post(&format!("/invitations/{id}/link"), &[]).await;
    let link = page.value("link");
    assert!(link.contains("/i/") && !link.ends_with(&old), "{link}");
    assert_eq!(portal.letters().await.len(), 1);
    let page = admin.get(&format!("/invitations/{id}")).await;
    assert!(page.says("Ссылка готова") && !page.says("В ящике портала"), "the letter's link is dead");
    assert!(!page.body.contains("/i/"), "no secret on the page");
    assert!(!admin.get("/history").await.body.contains("/i/"));
}

async fn employees_manage_their_own_invitations_only(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let foreign = invite(&portal, &["boss@example.org"]).await[0];
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let me = portal.number("SELECT MAX(id) FROM employees").await;
    let own = invite_as(&portal, employee(&portal, EmployeeId(me)).await, &["friend@example.org"]).await[0];
    let page = pyotr.get("/employees?status=invited").await;
    assert!(page.says("boss@example.org") && page.says("friend@example.org"), "both people are there");
    assert_eq!(page.texts(".badge").len(), 1, "the state of his own");
    let own_link = page.attributes("#people-chips a", "href")[1].clone();
    assert_eq!(pyotr.get(&own_link).await.texts(".badge").len(), 1, "the same");
    assert!(!page.texts("main").join(" ").contains("Анна Орлова"), "nor who invites others: {}", page.text());
    assert_eq!(pyotr.get(&format!("/invitations/{own}")).await.status, 200);
    assert_eq!(pyotr.get(&format!("/invitations/{foreign}")).await.status, 404);
    for verb in ["resend", "revoke", "link", "address", "departments", "extend", "name"] {
        let page = pyotr
            .post(&format!("/invitations/{foreign}/{verb}"), &[("email", "x@example.org"), ("days", "5")])
            .await;
        assert_eq!(page.status, 404, "{verb}");
    }
    assert_eq!(pyotr.get("/history").await.status, 403);
    let page = pyotr.post(&format!("/employees/{}/dismiss", portal.admin_id), &[]).await;
    assert_eq!(page.status, 403);
}

async fn several_are_revoked_at_once_each_with_its_own_result(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ids = invite(&portal, &["a@example.org", "b@example.org"]).await;
    let admin = portal.admin().await;
    let (first, second) = (ids[0].to_string(), ids[1].to_string());
    let fields = [("id", first.as_str()), ("id", "999999"), ("id", second.as_str()), ("action", "revoke")];
    let list = admin.get("/employees?status=invited").await;
    let first = "#people-form > button:first-of-type[disabled]";
    assert_eq!(list.texts(first).len(), 1, "Enter on a row does nothing: {}", list.body);
    let ask = admin.post("/employees/bulk", &fields).await;
    assert!(
        ask.says("1 отмеченной строки больше нет в списке") && ask.says("Отозвать 2 приглашения"),
        "{}",
        ask.text()
    );
    let page = admin.submit(&ask, "/employees/bulk", &[("action", "revoke")]).await;
    assert!(page.says("2 приглашения отозваны"), "{}", page.text());
}

async fn the_dismissed_are_out_at_once_and_can_be_taken_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let pyotr = portal.employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let id = portal.number("SELECT MAX(id) FROM employees").await;
    let admin = portal.admin().await;
    let ask = admin.get(&format!("/employees/{id}/dismiss")).await;
    assert!(ask.says("Пётр Вяземский"), "{}", ask.text());
    admin.submit(&ask, &format!("/employees/{id}/dismiss"), &[]).await;
    assert!(pyotr.get("/employees").await.path().starts_with("/sign-in"), "signed out at once");
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 1);
    assert!(admin.get("/employees?status=dismissed").await.says("Пётр Вяземский"));
    let company = portal.company;
    portal
        .write(move |tx| {
            tx.execute("UPDATE companies SET max_employees = 1 WHERE id = $1", &[company.into()])
        })
        .await;
    let page = admin.post(&format!("/employees/{id}/rehire"), &[]).await;
    assert!(page.says("Мест в тарифе не осталось"), "{}", page.text());
    portal
        .write(move |tx| {
            tx.execute("UPDATE companies SET max_employees = 2 WHERE id = $1", &[company.into()])
        })
        .await;
    let card = admin.get(&format!("/employees/{id}")).await;
    let ask = admin.follow(&card, &format!("/employees/{id}/rehire")).await;
    assert!(ask.says("На pyotr@romashka.example придёт письмо"), "{}", ask.text());
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 1, "asked, not done");
    admin.submit(&ask, &format!("/employees/{id}/rehire"), &[]).await;
    portal.signed_in("pyotr@romashka.example").await;
}

async fn the_last_administrator_stays(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let other = portal.add_employee("Пётр Вяземский", "pyotr@romashka.example").await;
    let admin = portal.admin().await;
    let id = portal.admin_id;
    let page = admin.post(&format!("/employees/{id}/dismiss"), &[]).await;
    assert!(page.says("единственный администратор"), "{}", page.text());
    let page = admin.post(&format!("/employees/{id}/role"), &[("role", "employee")]).await;
    assert!(page.says("единственный администратор"), "{}", page.text());
    for question in ["refuse", "role?role=administrator"] {
        let page = admin.get(&format!("/employees/{id}/{question}")).await;
        assert_eq!(
            page.path(),
            format!("/employees/{id}"),
            "nothing is asked that is so already: {question}"
        );
    }
    for question in ["dismiss", "role?role=employee"] {
        let page = admin.get(&format!("/employees/{id}/{question}")).await;
        assert!(page.says("единственный администратор") && page.path() == format!("/employees/{id}"));
    }
    let card = admin.get(&format!("/employees/{other}")).await;
    let ask = admin.follow(&card, &format!("/employees/{other}/role?role=administrator")).await;
    assert!(ask.says("Администратор может всё"), "{}", ask.text());
    admin.submit(&ask, &format!("/employees/{other}/role"), &[]).await;
    let both = [(portal.admin_id, other), (other, portal.admin_id)].map(|(who, whom)| {
        let (actor, company, now) = (administrator(&portal, who), portal.company, portal.portal.now());
        portal.portal.write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            dismiss::dismiss(tx, &actor, &company, whom, false, now)
        })
    });
    let [one, two] = both;
    let (one, two) = tokio::join!(one, two);
    let outcomes = [one.unwrap(), two.unwrap()];
    assert!(outcomes.contains(&dismiss::Outcome::Dismissed), "{outcomes:?}");
    assert!(outcomes.contains(&dismiss::Outcome::LastAdministrator), "{outcomes:?}");
}

async fn people_are_found_by_the_beginnings_of_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    for (name, email) in [
        ("Пётр Вяземский", "pyotr@romashka.example"),
        ("Пётр Ёлкин", "elkin@romashka.example"),
        ("Пётр Петрович Петров", "ppp@romashka.example"),
    ] {
        portal.add_employee(name, email).await;
    }
    let admin = portal.admin().await;
    for (query, found) in [
        ("петр", 3),
        ("ёлк", 1),
        ("%D0%BF%D1%91%D1%82%D1%80+%D0%B5%D0%BB", 1),
        ("elkin@", 1),
        ("romashka", 4),
        ("нет такого", 0),
        ("%25", 0),
    ] {
        let page = admin.get(&format!("/employees?q={query}")).await;
        assert_eq!(page.texts("td.cell-who").len(), found, "{query}: {}", page.text());
    }
}

async fn the_list_goes_on_page_by_page(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let emails: Vec<String> = (0..60).map(|n| format!("p{n}@example.org")).collect();
    let emails: Vec<&str> = emails.iter().map(String::as_str).collect();
    invite(&portal, &emails).await;
    let admin = portal.admin().await;
    let mut seen = std::collections::BTreeSet::new();
    for start in ["/employees?status=invited", "/employees?status=invited&q=example"] {
        let first = admin.get(start).await;
        let second = admin.get(&first.attributes("a[rel=next]", "href")[0]).await;
        assert_eq!(first.texts("td.cell-who").len(), 50);
        assert_eq!(second.texts("td.cell-who").len(), 10);
        assert!(second.attributes("a[rel=next]", "href").is_empty());
        seen.extend(first.texts(".person-name"));
        seen.extend(second.texts(".person-name"));
    }
    assert_eq!(seen.len(), 60);
}

async fn every_page_stands_in_both_languages(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let id = invite(
        &portal,
        &["<script>alert(1)</script>ivan@example.org".trim_start_matches("<script>alert(1)</script>")],
    )
    .await[0];
    let admin = portal.admin().await;
    let me = portal.admin_id;
    for language in ["ru", "en"] {
        admin.post("/language", &[("language", language)]).await;
        for path in [
            "/employees".to_owned(),
            "/employees?status=invited".to_owned(),
            "/employees?status=awaiting_approval".to_owned(),
            "/employees?status=administrators&q=zz".to_owned(),
            "/employees?status=dismissed".to_owned(),
            "/employees?status=invited&chip=expiring&department=1".to_owned(),
            "/employees?cursor=rubbish&department=x".to_owned(),
            format!("/employees/{me}"),
            format!("/employees/{me}/edit"),
            format!("/invitations/{id}"),
            format!("/invitations/{id}/address"),
            format!("/invitations/{id}/link"),
            format!("/invitations/{id}/departments"),
            format!("/invitations/{id}/extend"),
            format!("/invitations/{id}/name"),
            format!("/invitations/{id}/revoke"),
            "/history".to_owned(),
        ] {
            let page = admin.get(&path).await;
            assert_eq!(page.status, 200, "{path}");
            let text = page.text();
            for key in ["people-", "invitation-", "history-", "flash-"] {
                assert!(!text.contains(key), "{path}: {text}");
            }
        }
    }
}

async fn the_last_seat_goes_to_one_of_two_who_wait(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let ids = [
        portal.add_employee("Пётр", "pyotr@romashka.example").await,
        portal.add_employee("Ольга", "olga@romashka.example").await,
    ];
    let company = portal.company;
    portal
        .write(move |tx| {
            for id in ids {
                let now = collega::base::clock::Timestamp(0);
                tx.people().change_status(company, id, Status::Active, Status::AwaitingApproval, now)?;
                tx.seats().release(company)?;
            }
            tx.execute("UPDATE companies SET max_employees = 2 WHERE id = $1", &[company.into()])
        })
        .await;
    let [one, two] = ids.map(|id| {
        let (actor, now) = (administrator(&portal, portal.admin_id), portal.portal.now());
        let random = Arc::clone(&portal.portal.random);
        portal.portal.write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            approve::approve(tx, &actor, &company, id, &*random, now)
        })
    });
    let (one, two) = tokio::join!(one, two);
    let outcomes = [one.unwrap(), two.unwrap()];
    assert!(outcomes.contains(&approve::Outcome::Approved), "{outcomes:?}");
    assert!(outcomes.contains(&approve::Outcome::SeatsFull), "{outcomes:?}");
    let admin = portal.admin().await;
    assert_eq!(admin.get("/employees?status=awaiting_approval").await.texts("tbody .cell-who").len(), 1);
}

async fn questions_are_asked_about_those_whom_they_fit(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let id = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let asked = admin.get(&format!("/employees/{id}/delete")).await;
    assert!(
        asked.path() == format!("/employees/{id}") && !asked.says("Удалить навсегда"),
        "{}",
        asked.text()
    );
    admin.post(&format!("/employees/{id}/dismiss"), &[]).await;
    let made = admin.post(&format!("/employees/{id}/role"), &[("role", "administrator")]).await;
    assert!(made.says("не работает в компании"), "{}", made.text());
    admin.post(&format!("/employees/{id}/free-address"), &[]).await;
    let form = admin.get(&format!("/employees/{id}/rehire")).await;
    let empty = admin.submit(&form, &format!("/employees/{id}/rehire"), &[("email", " ")]).await;
    assert!(empty.status == 422 && empty.says("Введите адрес"), "{}", empty.text());
}
