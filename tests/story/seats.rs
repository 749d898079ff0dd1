//! Seats: never more people than the plan allows, whoever comes at the same time.

use std::time::Duration;

use collega::access_rights::rights::Rights;
use collega::base::email_address::EmailAddress;
use collega::base::id::{CompanyId, EmployeeId};
use collega::company::plan::{self, change_plan};
use collega::company::{Company, Plan};
use collega::history::{Actor, Channel};
use collega::i18n::Language;
use collega::invitations::invite::{self, Recipient, Request};
use collega::people::store::NewEmployee;
use collega::people::{Role, Status};
use collega::portal::SharedPortal;
use collega::seats::{self, Taking};
use tokio::task::JoinSet;

use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(
    twenty_people_race_for_two_seats,
    invitations_that_hold_seats_never_exceed_the_plan,
    a_plan_that_shrinks_during_a_race_is_never_exceeded_after,
    a_list_that_does_not_fit_is_told_of_before_sending,
);

async fn twenty_people_race_for_two_seats(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set_plan(&portal, Some(3), false).await;
    let joined = race(20, |n| join(portal.portal.clone(), portal.company, n)).await;
    assert_eq!(joined.iter().filter(|taking| **taking == Taking::Taken).count(), 2);
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, 3);
    consistency::check(&portal.portal.db).await;
}

async fn invitations_that_hold_seats_never_exceed_the_plan(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set_plan(&portal, Some(6), true).await;
    let invited = race(20, |n| invite_one(portal.portal.clone(), portal.company, portal.admin_id, n)).await;
    assert_eq!(invited.iter().filter(|done| **done).count(), 5);
    let joined = race(5, |n| join(portal.portal.clone(), portal.company, n)).await;
    assert!(joined.iter().all(|taking| *taking == Taking::Full), "each free seat is held by an invitation");
    assert_eq!(portal.number("SELECT COUNT(*) FROM invitations").await, 5);
    consistency::check(&portal.portal.db).await;
}

async fn a_plan_that_shrinks_during_a_race_is_never_exceeded_after(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    set_plan(&portal, Some(12), false).await;
    let racing = race(20, |n| join(portal.portal.clone(), portal.company, n));
    let ((), joined) = tokio::join!(set_plan(&portal, Some(4), false), racing);
    let taken = i64::try_from(joined.iter().filter(|taking| **taking == Taking::Taken).count()).unwrap();
    let used = portal.number("SELECT seats_used FROM companies").await;
    assert_eq!(used, taken + 1);
    assert!((4..=12).contains(&used), "{used}");
    let late = join(portal.portal.clone(), portal.company, 100).await;
    assert_eq!(late, Taking::Full, "nobody was removed, and nobody new comes in");
    assert_eq!(portal.number("SELECT seats_used FROM companies").await, used);
    consistency::check(&portal.portal.db).await;
}

async fn a_list_that_does_not_fit_is_told_of_before_sending(database: &TestDatabase) {
    const REVIEW: &str = "/invite/mail-service/review";
    let portal = TestPortal::new(database).await;
    let (admin, ivan) = (portal.admin().await, portal.employee("Иван", "ivan@romashka.example").await);
    set_plan(&portal, Some(3), true).await;
    let list = [("address", "a@example.org"), ("name", ""), ("address", "b@example.org"), ("name", "")];
    let review = ivan.post(REVIEW, &list).await;
    assert!(review.says("не поместится 1 человек") && review.says("попросите администратора"));
    let review = admin.post(REVIEW, &list).await;
    assert!(review.says("не поместится 1 человек"), "{}", review.text());
    assert_eq!(review.attributes(".seats-line a", "href"), ["/settings/plan"]);
    assert!(
        review.says("Мест хватит на 1 человека") && !review.says("Будет отправлено"),
        "{}",
        review.text()
    );
    assert!(!review.says("Отправить 2"), "no button promises what would be refused: {}", review.text());
    let one = [("address", "a@example.org"), ("name", ""), ("action", "send")];
    let review = admin.post(REVIEW, &one[..2]).await;
    assert!(!review.says("не поместится") && review.says("Отправить 1 приглашение"), "{}", review.text());
    assert!(admin.post(REVIEW, &one).await.path().starts_with("/invite/batches/"));
    let plan = admin.get("/settings/plan").await;
    assert!(plan.says("Свободно 0 из 3") && plan.says("Свободно 0"), "{}", plan.text());
}

/// Starts `n` of them at once and gives all answers.
async fn race<T: Send + 'static, F: Future<Output = T> + Send + 'static>(
    n: usize,
    one: impl Fn(usize) -> F,
) -> Vec<T> {
    let mut all: JoinSet<T> = (0..n).map(one).collect();
    let mut answers = Vec::new();
    while let Some(answer) = all.join_next().await {
        answers.push(answer.unwrap());
    }
    answers
}

fn administrator(company: CompanyId, id: EmployeeId) -> Actor {
    Actor { company, employee: Some(id), rights: Rights::all(), channel: Channel::Command, ip: None }
}

async fn set_plan(portal: &TestPortal, max_employees: Option<i64>, reserve_seats: bool) {
    let (actor, now) = (administrator(portal.company, portal.admin_id), portal.portal.now());
    let plan = Plan { name: String::new(), max_employees, max_online: None, reserve_seats };
    let outcome = portal.write(move |tx| change_plan(tx, &actor, &plan, now)).await;
    assert!(matches!(outcome, plan::Outcome::Changed { .. }), "{outcome:?}");
}

/// Comes to work by himself, as somebody with a join link does.
async fn join(portal: SharedPortal, company: CompanyId, n: usize) -> Taking {
    let now = portal.now();
    let address = EmailAddress::parse(&format!("racer{n}@romashka.example")).unwrap();
    portal
        .write(move |tx| {
            let plan = tx.companies().find(company)?.unwrap().plan;
            let id = tx.people().insert(
                &NewEmployee {
                    company,
                    email: address.as_str(),
                    email_key: address.key(),
                    name: "",
                    status: Status::Active,
                    role: Role::Employee,
                    language: Language::Ru,
                    time_zone: "UTC",
                    join_link: None,
                },
                now,
            )?;
            let id = id.unwrap();
            tx.people().count(company, Status::Active, id.0, 1)?;
            let root = tx.departments().root(company)?;
            tx.people().set_departments(company, id, &[root.id])?;
            let taking = seats::take(tx, company, &plan, None, now)?;
            if taking == Taking::Full {
                tx.undo();
            }
            Ok(taking)
        })
        .await
        .unwrap()
}

async fn invite_one(portal: SharedPortal, company: CompanyId, by: EmployeeId, n: usize) -> bool {
    let (now, random) = (portal.now(), portal.random.clone());
    let request = Request {
        recipients: vec![Recipient {
            address: EmailAddress::parse(&format!("invited{n}@romashka.example")).unwrap(),
            name: String::new(),
        }],
        departments: Vec::new(),
        language: Language::Ru,
        note: String::new(),
        days: None,
        send: true,
        hold: Duration::ZERO,
        leaves: false,
    };
    portal
        .write(move |tx| {
            let company: Company = tx.companies().find(company)?.unwrap();
            let actor = administrator(company.id, by);
            let outcome = invite::invite(tx, &actor, &company, &request, &*random, now)?;
            Ok(matches!(outcome, invite::Outcome::Done(_)))
        })
        .await
        .unwrap()
}
