//! Who hears of those who came by a join link and wait, who finds them, and what is known of invitations: each as
//! far as his rights reach, the same in letters, lists, numbers and for programs.

use std::collections::BTreeSet;

use collega::access_rights::who_may::who_may;
use collega::access_rights::{Permission, Scope, roles::Kind};
use collega::base::email_address::EmailAddress;
use collega::base::id::{DepartmentId, EmployeeId, RoleId};
use collega::i18n::Language;
use collega::invitations::store::NewInvitation;
use collega::mail::outbox::Delivery;
use collega::people::Status;
use collega::people::store::NewEmployee;
use collega::structure::Post;
use reqwest::Method;
use serde_json::json;

use super::join::link;
use super::join::links::{NEWCOMER, finish, prove};
use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, TestPortal};

on_both_engines!(
    whoever_may_let_somebody_in_is_written_to_and_nobody_else,
    the_nearest_answer_first,
    a_crowd_gets_no_crowd_of_letters,
    each_finds_those_who_wait_for_him,
    chips_counts_and_lists_tell_of_the_same_invitations,
    a_program_is_told_whether_it_may_not_or_nothing_is_there,
    whoever_could_not_give_what_the_department_gives_is_not_asked,
);

const WAITING: &str = "/employees?status=awaiting_approval";
const SUBJECT: &str = "Новый сотрудник ждёт подтверждения";

async fn place(portal: &TestPortal, name: &'static str, parent: Option<DepartmentId>) -> DepartmentId {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            let id = tx.departments().insert(company, Some(parent.unwrap_or(root)), name, now)?;
            let all = tx.departments().list(company)?;
            Ok(id.unwrap_or_else(|| all.into_iter().find(|department| department.name == name).unwrap().id))
        })
        .await
}

/// Somebody who works in a department, as that.
async fn worker(portal: &TestPortal, email: &str, department: DepartmentId, post: Post) -> EmployeeId {
    let id = portal.add_employee("Вера Кто-то", email).await;
    let company = portal.company;
    portal
        .write(move |tx| {
            tx.people().set_departments(company, id, &[department])?;
            tx.departments().set_post(company, department, id, post)
        })
        .await;
    id
}

/// A role of the company's own that allows one thing.
async fn role(portal: &TestPortal, name: &'static str, permission: Permission, scope: Scope) -> RoleId {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let role = tx.roles().insert(company, None, name, now)?.unwrap();
            tx.roles().set_permissions(company, role, &[(permission, scope)])?;
            Ok(role)
        })
        .await
}

async fn give(portal: &TestPortal, role: RoleId, person: EmployeeId) {
    let company = portal.company;
    portal.write(move |tx| tx.roles().give(company, role, person)).await;
}

async fn told(portal: &TestPortal) -> Vec<String> {
    let letters = portal.letters().await;
    let mut told: Vec<String> =
        letters.into_iter().filter(|letter| letter.subject == SUBJECT).map(|letter| letter.to).collect();
    told.sort();
    told
}

/// People who may let somebody into «Склад», and others who may not; one of them, who will be gone.
async fn staff(portal: &TestPortal) -> EmployeeId {
    let store = place(portal, "Склад", None).await;
    let sales = place(portal, "Продажи", None).await;
    worker(portal, "head@romashka.example", store, Post::Head).await;
    worker(portal, "deputy@romashka.example", store, Post::Deputy).await;
    worker(portal, "other-head@romashka.example", sales, Post::Head).await;
    let hr = worker(portal, "hr@romashka.example", sales, Post::Head).await;
    let company = portal.company;
    let of_hr = portal.write(move |tx| tx.roles().of_kind(company, Kind::Hr)).await.id;
    give(portal, of_hr, hr).await;
    let gone = worker(portal, "gone@romashka.example", sales, Post::Member).await;
    give(portal, of_hr, gone).await;
    let everywhere = role(portal, "Впускает всех", Permission::Approve, Scope::Company).await;
    give(portal, everywhere, worker(portal, "own@romashka.example", sales, Post::Member).await).await;
    // Has it twice over, and leads the department besides.
    let busy = worker(portal, "busy@romashka.example", store, Post::Head).await;
    give(portal, everywhere, busy).await;
    give(portal, of_hr, busy).await;
    let here = role(portal, "Впускает к себе", Permission::Approve, Scope::Department).await;
    give(portal, here, worker(portal, "here@romashka.example", store, Post::Member).await).await;
    give(portal, here, worker(portal, "there@romashka.example", sales, Post::Member).await).await;
    gone
}

async fn whoever_may_let_somebody_in_is_written_to_and_nobody_else(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    portal.write(|tx| tx.execute("UPDATE companies SET require_approval = 1", &[])).await;
    let path = link(&portal, 25).await;
    let (company, gone) = (portal.company, staff(&portal).await);
    let (browser, page) = prove(&portal, &path, NEWCOMER).await;
    assert!(finish(&browser, &page).await.says("Ждём подтверждения"));
    // Who has lost the right before the letter leaves gets none.
    portal.write(move |tx| tx.roles().take_all(company, gone)).await;
    let all = [
        ADMIN.1,
        "busy@romashka.example",
        "head@romashka.example",
        "here@romashka.example",
        "hr@romashka.example",
        "own@romashka.example",
    ];
    assert_eq!(told(&portal).await, all);

    let head = portal.signed_in("head@romashka.example").await;
    let letter = portal.letter_to("head@romashka.example").await;
    let list = head.get(&letter.path("/employees")).await;
    let id = portal.number("SELECT id FROM employees WHERE status = 'awaiting_approval'").await;
    let page = head.follow(&list, &format!("/employees/{id}")).await;
    let page = head.submit(&page, &format!("/employees/{id}/approve"), &[]).await;
    assert!(page.says("теперь сотрудник компании"), "the letter leads to where he lets in: {}", page.text());
    consistency::check(&portal.portal.db).await;
}

async fn who(portal: &TestPortal, departments: &[DepartmentId], most: usize) -> Vec<String> {
    let (company, departments) = (portal.company, departments.to_vec());
    portal
        .write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            let found = who_may(tx, &company, Permission::Approve, &departments, most)?;
            Ok(found.into_iter().map(|person| person.email.replace("@romashka.example", "")).collect())
        })
        .await
}

async fn the_nearest_answer_first(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let company = portal.company;
    let sales = place(&portal, "Продажи", None).await;
    let north = place(&portal, "Север", Some(sales)).await;
    let pole = place(&portal, "Полюс", Some(north)).await;
    let store = place(&portal, "Склад", None).await;
    worker(&portal, "sales@romashka.example", sales, Post::Head).await;
    worker(&portal, "store@romashka.example", store, Post::Head).await;
    worker(&portal, "deputy@romashka.example", pole, Post::Deputy).await;
    assert_eq!(
        who(&portal, &[pole], 20).await,
        ["sales", "anna"],
        "the head of the department above answers"
    );
    assert_eq!(who(&portal, &[pole, store], 20).await, ["anna"], "neither answers for both");
    worker(&portal, "north@romashka.example", north, Post::Head).await;
    assert_eq!(who(&portal, &[pole], 20).await, ["north", "anna"], "and only the nearest");
    let deputies = portal.write(move |tx| tx.roles().of_kind(company, Kind::Deputy)).await.id;
    let may = [(Permission::Approve, Scope::Department)];
    portal.write(move |tx| tx.roles().set_permissions(company, deputies, &may)).await;
    assert_eq!(who(&portal, &[pole], 20).await, ["deputy", "anna"], "a deputy who may answers before him");
}

async fn a_crowd_gets_no_crowd_of_letters(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let company = portal.company;
    let store = place(&portal, "Склад", None).await;
    let staff = place(&portal, "Кадры", None).await;
    worker(&portal, "head@romashka.example", store, Post::Head).await;
    let crowd = role(&portal, "Кадровики", Permission::Approve, Scope::Company).await;
    for number in 0..30 {
        worker(&portal, &format!("staff{number}@romashka.example"), staff, Post::Member).await;
    }
    portal.write(move |tx| tx.roles().set_departments(company, crowd, &[staff])).await;
    let one = worker(&portal, "one@romashka.example", store, Post::Member).await;
    give(&portal, crowd, one).await;
    let all = who(&portal, &[store], 20).await;
    assert_eq!(all[..3], ["head", "anna", "one"], "those it was given to come before those of departments");
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (20, 20));
    // What everybody may makes nobody one who is told.
    let everybody = portal.write(move |tx| tx.roles().of_kind(company, Kind::Employee)).await.id;
    let may = [(Permission::Approve, Scope::Company)];
    portal
        .write(move |tx| {
            tx.roles().set_permissions(company, everybody, &may)?;
            tx.roles().set_departments(company, crowd, &[])
        })
        .await;
    assert_eq!(who(&portal, &[store], 20).await.len(), 3);
}

/// People who wait to work in these departments; their ids.
async fn waiting(portal: &TestPortal, prefix: &str, count: usize, departments: &[DepartmentId]) -> Vec<i64> {
    let (company, now) = (portal.company, portal.portal.now());
    let (prefix, departments) = (prefix.to_owned(), departments.to_vec());
    portal
        .write(move |tx| {
            let mut ids = Vec::new();
            for number in 0..count {
                let email = EmailAddress::parse(&format!("{prefix}{number}@wait.example")).unwrap();
                let new = NewEmployee {
                    company,
                    email: email.as_str(),
                    email_key: email.key(),
                    name: &format!("Ждущий {prefix} {number:03}"),
                    status: Status::AwaitingApproval,
                    role: collega::people::Role::Employee,
                    language: Language::Ru,
                    time_zone: "UTC",
                    join_link: None,
                };
                let id = tx.people().insert(&new, now)?.unwrap();
                tx.people().count(company, Status::AwaitingApproval, id.0, 1)?;
                tx.people().set_departments(company, id, &departments)?;
                ids.push(id.0);
            }
            Ok(ids)
        })
        .await
}

/// All rows of a list, page by page, by where they lead.
async fn rows(browser: &Browserless, first: &str, prefix: &str) -> (Page, Vec<i64>) {
    let (mut next, mut all, mut shown) = (Some(first.to_owned()), Vec::new(), None);
    while let Some(path) = next {
        let page = browser.get(&path).await;
        let hrefs = page.attributes(".table a", "href");
        let mut seen = BTreeSet::new();
        for href in hrefs {
            if let Some(id) = href.strip_prefix(prefix).and_then(|id| id.parse::<i64>().ok())
                && seen.insert(id)
            {
                all.push(id);
            }
        }
        let links = page.attributes(".pager a", "href");
        next = links.into_iter().find(|href| href.contains("cursor="));
        shown = shown.or(Some(page));
        assert!(all.len() < 2000, "it does not end");
    }
    (shown.unwrap(), all)
}

/// The same for a program.
async fn listed(portal: &TestPortal, person: EmployeeId, query: &str) -> (i64, Vec<i64>) {
    let program = portal.program_of(person).await;
    let (mut all, mut cursor, mut total) = (Vec::new(), String::new(), -1);
    loop {
        let path = format!("/employees?limit=20&count=true&{query}{cursor}");
        let answer = program.call(Method::GET, &path).await;
        assert_eq!(answer.status, 200, "{answer:?}");
        total = total.max(answer.json["total"].as_i64().unwrap());
        all.extend(answer.json["items"].as_array().unwrap().iter().map(|item| item["id"].as_i64().unwrap()));
        match answer.json["next_cursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => return (total, all),
        }
    }
}

/// Somebody finds these who wait and no others, with their number: in the list, in the navigation, by a program.
async fn assert_finds(portal: &TestPortal, email: &str, id: EmployeeId, wanted: Vec<i64>) {
    let browser = portal.signed_in(email).await;
    let (page, mut found) = rows(&browser, WAITING, "/employees/").await;
    let count = wanted.len();
    found.sort_unstable();
    assert_eq!(found, wanted, "{email}");
    let tab = format!("Ждут подтверждения {count}");
    assert!(
        page.texts(".tab").iter().any(|words| words.split_whitespace().eq(tab.split_whitespace())),
        "{email} {:?}",
        page.texts(".tab")
    );
    assert_eq!(page.texts(".places .count-waiting"), [count.to_string()], "{email}");
    assert_eq!(page.texts(".bar-waiting"), [count.to_string()], "{email}");
    assert_eq!(
        listed(portal, id, "status=awaiting_approval").await,
        (i64::try_from(count).unwrap(), wanted),
        "{email}"
    );
    let found = rows(&browser, &format!("{WAITING}&q=d00@wait.example"), "/employees/").await.1;
    assert!(found.is_empty());
}

async fn each_finds_those_who_wait_for_him(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = place(&portal, "Продажи", None).await;
    let north = place(&portal, "Север", Some(sales)).await;
    let store = place(&portal, "Склад", None).await;
    let head = worker(&portal, "head@romashka.example", sales, Post::Head).await;
    let keeper = worker(&portal, "keeper@romashka.example", store, Post::Head).await;
    let nobody = worker(&portal, "nobody@romashka.example", store, Post::Member).await;
    let mut his = waiting(&portal, "a", 40, &[sales]).await;
    his.extend(waiting(&portal, "b", 30, &[north]).await);
    let both = waiting(&portal, "c", 1, &[north, store]).await;
    his.extend(&both);
    let others = waiting(&portal, "d", 5, &[store]).await;
    for (email, id, wanted) in [
        ("head@romashka.example", head, his.clone()),
        ("keeper@romashka.example", keeper, [&both[..], &others[..]].concat()),
        (ADMIN.1, portal.admin_id, [&his[..], &others[..]].concat()),
    ] {
        assert_finds(&portal, email, id, wanted).await;
    }
    // Everybody, and among them those who wait for him.
    let (total, everybody) = listed(&portal, keeper, "q=ждущий").await;
    assert_eq!((total, everybody), (6, [both.clone(), others.clone()].concat()));

    let his = portal.signed_in("head@romashka.example").await;
    let alone = format!("/employees/{}/approve", both[0]);
    assert_eq!(
        his.post(&alone, &[]).await.status,
        403,
        "looking needs one department, letting in all of them"
    );
    let page = portal.signed_in("nobody@romashka.example").await.get(WAITING).await;
    assert!(!page.says("Ждущий") && !page.says("Ждут подтверждения"), "{}", page.text());
    assert_eq!(listed(&portal, nobody, "status=awaiting_approval").await, (0, vec![]));
    consistency::check(&portal.portal.db).await;
}

/// An invitation as it may stand, without its letter.
#[derive(Clone, Copy)]
struct Made {
    inviter: EmployeeId,
    department: DepartmentId,
    delivery: Delivery,
    /// In so many days it ends, or has ended.
    days: i64,
    is_revoked: bool,
}

async fn invitation(portal: &TestPortal, number: usize, made: Made) -> i64 {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let email = format!("person{number}@invited.example");
            let new = NewEmployee {
                company,
                email: &email,
                email_key: &email,
                name: "",
                status: Status::Invited,
                role: collega::people::Role::Employee,
                language: Language::Ru,
                time_zone: "UTC",
                join_link: None,
            };
            let person = tx.people().insert(&new, now)?.unwrap();
            tx.people().count(company, Status::Invited, person.0, 1)?;
            let new = NewInvitation {
                company,
                employee: person,
                batch: None,
                inviter: made.inviter,
                email: &email,
                email_key: &email,
                name: "",
                language: Language::Ru,
                note: "",
                channel: "link",
                delivery: made.delivery,
                expires_at: now.plus_days(made.days),
            };
            let id = tx.invitations().insert(&new, now)?.unwrap();
            tx.invitations().add_departments(company, id, &[made.department])?;
            if made.is_revoked {
                let sql = "UPDATE invitations SET revoked_at = $1, employee_id = NULL WHERE id = $2";
                tx.execute(sql, &[now.into(), id.into()])?;
                tx.people().delete(company, person, Status::Invited)?;
            } else {
                tx.departments().count(company, made.department, Status::Invited, person.0, 1)?;
            }
            Ok(id.0)
        })
        .await
}

const CHIPS: [(&str, &str); 5] = [
    ("failed", "Не доставлены"),
    ("expiring", "Истекают"),
    ("expired", "Истекли"),
    ("revoked", "Отозваны"),
    ("pending", ""),
];

fn is_in_chip(made: &Made, chip: &str) -> bool {
    match chip {
        "revoked" => made.is_revoked,
        _ if made.is_revoked => false,
        "failed" => made.delivery == Delivery::Failed,
        "expiring" => (0..2).contains(&made.days),
        "expired" => made.days < 0,
        _ => made.days >= 0,
    }
}

async fn chips_counts_and_lists_tell_of_the_same_invitations(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let company = portal.company;
    let sales = place(&portal, "Продажи", None).await;
    let north = place(&portal, "Север", Some(sales)).await;
    let store = place(&portal, "Склад", None).await;
    let head = worker(&portal, "head@romashka.example", sales, Post::Head).await;
    let plain = worker(&portal, "plain@romashka.example", store, Post::Member).await;
    let sees = worker(&portal, "sees@romashka.example", sales, Post::Member).await;
    let here = role(&portal, "Видит у себя", Permission::SeeInvitations, Scope::Department).await;
    give(&portal, here, sees).await;
    let hr = worker(&portal, "hr@romashka.example", store, Post::Member).await;
    let of_hr = portal.write(move |tx| tx.roles().of_kind(company, Kind::Hr)).await.id;
    give(&portal, of_hr, hr).await;

    let mut all = Vec::new();
    for inviter in [portal.admin_id, head, plain, sees] {
        for department in [sales, north, store] {
            for (delivery, days, is_revoked) in [
                (Delivery::Failed, 9, false),
                (Delivery::Sent, 1, false),
                (Delivery::Failed, -1, false),
                (Delivery::Sent, 9, true),
                (Delivery::Sent, 9, true),
            ] {
                let made = Made { inviter, department, delivery, days, is_revoked };
                all.push((invitation(&portal, all.len(), made).await, made));
            }
        }
    }
    consistency::check(&portal.portal.db).await;
    for (email, me, reach) in [
        ("hr@romashka.example", hr, vec![sales, north, store]),
        ("head@romashka.example", head, vec![sales, north]),
        ("sees@romashka.example", sees, vec![sales]),
        ("plain@romashka.example", plain, vec![]),
    ] {
        let browser = portal.signed_in(email).await;
        let sees = |made: &Made| made.inviter == me || reach.contains(&made.department);
        for (chip, words) in CHIPS {
            let of_chip = all.iter().filter(|(_, made)| sees(made) && is_in_chip(made, chip));
            let wanted: BTreeSet<i64> = of_chip.map(|(id, _)| *id).collect();
            let path = format!("/employees?status=invited&chip={chip}");
            let (page, found) = rows(&browser, &path, "/invitations/").await;
            let set: BTreeSet<i64> = found.iter().copied().collect();
            assert_eq!((found.len(), &set), (wanted.len(), &wanted), "{email} {chip}");
            let counted = format!("{words} {}", wanted.len());
            let says = page.texts("#people-chips .chip");
            assert!(
                words.is_empty() || says.contains(&counted),
                "{email} {chip}: {counted} is not in {says:?}"
            );
        }
        // By whom, as far as he may know.
        let of = all.iter().filter(|(_, made)| sees(made) && !made.is_revoked && made.inviter == head);
        let wanted: BTreeSet<i64> = of.map(|(id, _)| *id).collect();
        let path = format!("/employees?status=invited&inviter={head}");
        let found: BTreeSet<i64> = rows(&browser, &path, "/invitations/").await.1.into_iter().collect();
        let wanted = if email.starts_with("plain") { BTreeSet::new() } else { wanted };
        assert_eq!(found, wanted, "{email} by inviter");
    }
}

async fn a_program_is_told_whether_it_may_not_or_nothing_is_there(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let sales = place(&portal, "Продажи", None).await;
    let sees = worker(&portal, "sees@romashka.example", sales, Post::Member).await;
    let here = role(&portal, "Видит у себя", Permission::SeeInvitations, Scope::Department).await;
    give(&portal, here, sees).await;
    let admin = portal.program().await;
    let recipients = json!([{ "email": "ivan@example.org" }]);
    let made = admin.invite(json!({ "recipients": recipients, "department_ids": [sales] })).await;
    let invitation = format!("/invitations/{}", made.json["results"][0]["invitation"]["id"]);
    let asked = Some(json!({ "max_uses": 3, "department_ids": [sales] }));
    let made = admin.send(Method::POST, "/join-links", asked, &[]).await;
    let link = format!("/join-links/{}", made.json["id"]);
    let (seeing, other) =
        (portal.program_of(sees).await, portal.program_of_new("petr@romashka.example").await);
    assert_eq!(seeing.call(Method::GET, &invitation).await.status, 200);
    for (program, expected) in [(seeing, (403, "not-allowed")), (other, (404, "not-found"))] {
        let name = Some(json!({ "name": "Иван" }));
        for (method, path, body) in [
            (Method::PATCH, invitation.clone(), name),
            (Method::DELETE, invitation.clone(), None),
            (Method::POST, format!("{invitation}/resend"), None),
            (Method::DELETE, link.clone(), None),
        ] {
            let answer = program.send(method.clone(), &path, body, &[]).await;
            assert_eq!((answer.status, answer.problem()), expected, "{method} {path}");
        }
    }
}

async fn whoever_could_not_give_what_the_department_gives_is_not_asked(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let (company, now) = (portal.company, portal.portal.now());
    let sales = place(&portal, "Продажи", None).await;
    let store = place(&portal, "Склад", Some(sales)).await;
    worker(&portal, "sales@romashka.example", sales, Post::Head).await;
    assert_eq!(who(&portal, &[store], 20).await, ["sales", "anna"]);
    portal
        .write(move |tx| {
            let role = tx.roles().insert(company, None, "Учёт", now)?.unwrap();
            tx.roles().set_permissions(company, role, &[(Permission::ManageSettings, Scope::Company)])?;
            tx.roles().set_departments(company, role, &[store])
        })
        .await;
    assert_eq!(who(&portal, &[store], 20).await, ["anna"], "he could not let anybody in there");
    worker(&portal, "store@romashka.example", store, Post::Head).await;
    assert_eq!(who(&portal, &[store], 20).await, ["store", "anna"], "who works there has the role himself");
}
