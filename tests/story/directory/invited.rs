//! The invited as somebody sees them who may not know what became of the invitations of others.

use collega::access_rights::{Permission, Scope};
use serde_json::json;

use super::searching::{department, names};
use crate::story::roles::role;
use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    who_has_invited_nobody_sees_who_is_invited_and_no_numbers,
    who_has_invited_somebody_has_his_own_numbers,
    a_head_reads_of_what_the_numbers_tell,
    who_manages_and_may_not_invite_is_told_in_the_menu_who_may,
);

const INVITED: &str = "/employees?status=invited";

fn chips(page: &Page) -> Vec<String> {
    page.texts("#people-chips a")
}

fn heads(page: &Page) -> Vec<String> {
    page.texts("thead th").into_iter().filter(|head| head != "Действия").collect()
}

/// Two are invited by the administrator; one letter was not delivered.
async fn invite_two(portal: &TestPortal) {
    let program = portal.program().await;
    for email in ["a@example.org", "b@example.org"] {
        program.invited(email).await;
    }
    let failed = "UPDATE invitations SET delivery = 'failed' WHERE email LIKE 'a@%'";
    portal.write(move |tx| tx.execute(failed, &[])).await;
}

async fn who_has_invited_nobody_sees_who_is_invited_and_no_numbers(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite_two(&portal).await;
    let ivan = portal.employee("Иван Петров", "ivan@romashka.example").await;
    let page = ivan.get(INVITED).await;
    assert_eq!(names(&page), ["a@example.org", "b@example.org"]);
    assert_eq!(heads(&page), ["Кого пригласили Имя Фамилия", "Отдел"], "{}", page.text());
    assert!(chips(&page).is_empty(), "{:?}", chips(&page));
    assert!(page.texts("td .badge").is_empty());
    let admin = portal.admin().await.get(INVITED).await;
    assert!(chips(&admin).contains(&"Не доставлены 1".to_owned()), "{:?}", chips(&admin));
    assert!(heads(&admin).contains(&"Что с письмом".to_owned()));
}

async fn who_has_invited_somebody_has_his_own_numbers(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite_two(&portal).await;
    portal.program_of_new("ivan@romashka.example").await.invited("c@example.org").await;
    let ivan = portal.signed_in("ivan@romashka.example").await;
    let page = ivan.get(INVITED).await;
    assert_eq!(names(&page).len(), 3);
    assert_eq!(chips(&page), ["Все 3", "Мои 1", "Ссылки 0"]);
    // What became of his own stands among all, and of no other.
    assert!(heads(&page).contains(&"Что с письмом".to_owned()), "{:?}", heads(&page));
    assert_eq!(page.texts("td .badge"), ["В очереди"], "{}", page.text());
    assert!(!page.says("Анна Орлова"), "{}", page.text());
    let own = ivan.follow(&page, &page.attributes("#people-chips a", "href")[1]).await;
    assert_eq!(names(&own), ["c@example.org"]);
    assert_eq!(
        chips(&own),
        ["Все 3", "Мои 1", "Не доставлены 0", "Истекают 0", "Истекли 0", "Отозваны 0", "Ссылки 0"]
    );
    assert_eq!(own.texts("#people-chips [aria-current]"), ["Мои 1"]);
    assert!(heads(&own).contains(&"Что с письмом".to_owned()), "{:?}", heads(&own));
    let failed = ivan.follow(&own, &own.attributes("#people-chips a", "href")[2]).await;
    assert!(failed.texts(".list .person-name").is_empty() && failed.says("Не доставлены 0"));
    let all = ivan.follow(&failed, &failed.attributes("#people-chips a", "href")[0]).await;
    assert_eq!(names(&all).len(), 3);
}

async fn a_head_reads_of_what_the_numbers_tell(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    invite_two(&portal).await;
    let sales = department(&portal, "Продажи", None).await;
    let body = json!({ "recipients": [{ "email": "d@example.org" }], "department_ids": [sales] });
    assert_eq!(portal.program().await.invite(body).await.status, 201);
    let head =
        super::searching::employee(&portal, "Иван Петров", "ivan@romashka.example", "", &[sales]).await;
    let lead = "UPDATE employee_departments SET post = 'head' WHERE employee_id = $1";
    portal.write(move |tx| tx.execute(lead, &[head.into()])).await;
    let ivan = portal.signed_in("ivan@romashka.example").await;
    let page = ivan.get(INVITED).await;
    let told = "числа и фильтры, кроме «Все», — о них";
    assert!(page.says(told) && chips(&page).contains(&"Не доставлены 0".to_owned()), "{}", page.text());
    assert!(!ivan.get(&format!("{INVITED}&chip=failed")).await.says(told));
}

async fn who_manages_and_may_not_invite_is_told_in_the_menu_who_may(database: &TestDatabase) {
    const WORDS: &str = "может тот, кому разрешено приглашать";
    let portal = TestPortal::new(database).await;
    invite_two(&portal).await;
    let ivan = portal.add_employee("Иван Петров", "ivan@romashka.example").await;
    let manages =
        [(Permission::ManageInvitations, Scope::Company), (Permission::SeeInvitations, Scope::Company)];
    role(&portal, "Порядок", &manages, ivan).await;
    let his = portal.signed_in("ivan@romashka.example").await;
    assert!(!his.get(INVITED).await.says(WORDS), "everybody may invite as yet");
    portal.write(|tx| tx.execute("UPDATE companies SET everyone_may_invite = 0", &[])).await;
    let page = his.get(INVITED).await;
    assert_eq!(page.texts(".menu-note").len(), 2, "{}", page.text());
    assert!(page.says(WORDS), "{}", page.text());
}
