//! A company with something of everything: long names, every state of an invitation, of a link and of
//! a person, departments in three levels.

use std::io::Cursor;
use std::time::Duration;

use collega::access_rights::{Permission, Scope};
use collega::base::clock::Timestamp;
use collega::base::email_address::EmailAddress;
use collega::base::id::{CompanyId, DepartmentId, EmployeeId, InvitationId};
use collega::history::{Action, Actor, Subject};
use collega::i18n::{Language, Zone};
use collega::join_links::Channel;
use collega::join_links::store::NewJoinLink;
use collega::people::Status;
use collega::people::photo::Developed;
use collega::seats::usage::Day;
use collega::store::{Result, Tx, Value};
use collega::structure::Post;
use collega::suppressions::Reason;

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

use crate::support::portal::TestPortal;

/// An ordinary employee of it.
pub const EMPLOYEE: &str = "pyotr@romashka.example";

/// Fills a fresh portal.
pub async fn fill(portal: &TestPortal) {
    long_name(portal).await;
    people(portal).await;
    departments(portal).await;
    links(portal).await;
    token(portal).await;
    letters(portal).await;
    details(portal).await;
    usage(portal).await;
    suppressions(portal).await;
}

/// Addresses that are not written to, for each reason.
async fn suppressions(portal: &TestPortal) {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            for (number, (email, reason, reply)) in [
                (
                    "konstantin.konstantinopolskiy-zavoysko@otdel-dalnih-perevozok.romashka.example",
                    Reason::BadAddress,
                    "550 5.1.1 The email account that you tried to reach does not exist",
                ),
                ("olga.shchukina@example.org", Reason::OptedOut, ""),
                ("oleg@example.net", Reason::Complaint, ""),
            ]
            .into_iter()
            .enumerate()
            {
                let address = EmailAddress::parse(email).unwrap();
                let days = i64::try_from(number).unwrap() * 9;
                tx.suppressions().insert(company, &address, reason, reply, now.plus_days(-days))?;
            }
            Ok(())
        })
        .await;
}

/// Two months of a plan: used up in its course, then enlarged, and nearly used up again.
async fn usage(portal: &TestPortal) {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            for ago in 1..=60 {
                let at = now.plus_days(-ago);
                let weekend = matches!(
                    Zone::named("Europe/Moscow").civil(at).date().weekday().to_monday_one_offset(),
                    6 | 7
                );
                let seats = [5, 5, 5, 4, 4, 4, 3, 3, 2, 2][usize::try_from((ago - 1) / 6).unwrap()];
                let day = Day {
                    day: Zone::named("Europe/Moscow").day_of(at),
                    seats,
                    online: if weekend { ago % 2 } else { 1 + i64::from(ago % 4 > 1) },
                    max_employees: Some(if ago > 24 { 4 } else { 6 }),
                    max_online: Some(2),
                };
                tx.seats().note_usage(company, &day)?;
            }
            Ok(())
        })
        .await;
}

/// Narrows the plan down to those at work, with so many seats to spare, and to as many places as are taken; without
/// a number it has no limit again. The ordinary employee is at work no longer.
pub async fn limit(portal: &TestPortal, spare: Option<i64>) {
    portal.signed_in("f.schukin@example.org").await;
    portal
        .write(move |tx| {
            tx.execute(
                "DELETE FROM sessions WHERE employee_id IN (SELECT id FROM employees WHERE email = $1)",
                &[EMPLOYEE.into()],
            )?;
            tx.execute(
                "UPDATE companies SET max_online = $1, max_employees = seats_used + $2",
                &[spare.map(|_| 2).into(), spare.into()],
            )
        })
        .await;
}

/// A thousand people, each department and some people called as long as may be.
pub async fn crowd(portal: &TestPortal) {
    let long = "Отдел сопровождения договоров с поставщиками";
    let longest = "оборудования, комплектующих и расходных материалов";
    let first = portal.add_department(&format!("{long} {longest}"), None).await;
    let called = portal
        .add_person("konstantin.konstantinopolskiy@podrazdelenie.example.org", Status::Active, first)
        .await;
    for number in 1..40 {
        let parent = (number % 3 > 0).then_some(first);
        portal.add_department(&format!("{number}. {long}"), parent).await;
    }
    for number in 0..1000 {
        portal.add_person(&format!("crowd{number}@romashka.example"), Status::Active, first).await;
    }
    portal.add_person("waiting@romashka.example", Status::AwaitingApproval, first).await;
    portal
        .write(move |tx| {
            let name = "Константин-Александр Константинопольский-Преображенский";
            tx.execute(
                "UPDATE employees SET name = $1, position = $2, patronymic = $3 WHERE id = $4",
                &[
                    name.into(),
                    "Заместитель начальника управления материально-технического снабжения и поставок комплектующих, к. т. н.".into(),
                    "Константинович-Преображенский".into(),
                    called.into(),
                ],
            )
        })
        .await;
}

/// Somebody and a department with the longest of addresses and names.
pub struct AtLength {
    pub person: EmployeeId,
    pub department: DepartmentId,
}

/// Adds somebody whose address is as long as may be, without a password, in departments with long names.
pub async fn at_length(portal: &TestPortal) -> AtLength {
    let department = portal
        .add_department(
            "Бухгалтерия и отдел сопровождения договоров с поставщиками оборудования и комплектующих",
            None,
        )
        .await;
    let local = "konstantinkonstantinovichkonstantinopolskiyzavoyskopreobrazhensk";
    let email = format!("{local}@podrazdeleniedalnihperevozokiekspeditsii.romashka-i-partnery.example.org");
    let person = portal.add_person(&email, Status::Active, department).await;
    portal
        .write(move |tx| {
            tx.execute("UPDATE employees SET password_hash = NULL WHERE id = $1", &[person.into()])
        })
        .await;
    AtLength { person, department }
}

/// A company is seldom called in one word.
async fn long_name(portal: &TestPortal) {
    portal
        .write(|tx| {
            let name = "Общество с ограниченной ответственностью «Ромашка и партнёры — торговый дом»";
            tx.execute("UPDATE companies SET name = $1", &[name.into()])?;
            tx.execute("UPDATE departments SET name = $1 WHERE parent_id IS NULL", &[name.into()])
        })
        .await;
}

/// What colleagues see of some, with photos; somebody registered, who has no password yet; and somebody who
/// has left, whose address is free.
async fn details(portal: &TestPortal) {
    let (company, photo) = (portal.company, photo());
    portal
        .write(move |tx| {
            tx.execute(
                "UPDATE employees SET patronymic = 'Сергеевна', position = 'Руководитель отдела кадров', \
                 mobile_phone = '+7 916 123-45-67', work_phone = '+7 (495) 000-11-22, доб. 333', \
                 birthday = '05-12', birth_year = 1990 WHERE id = 1",
                &[],
            )?;
            for id in [1, 3, 6] {
                tx.people().set_photo(company, EmployeeId(id), &photo)?;
            }
            Ok(())
        })
        .await;
    let admin = portal.admin().await;
    let page = admin.get("/employees/new").await;
    let form =
        [("name", "Дарья Новикова"), ("email", "d.novikova@romashka.example"), ("position", "Бухгалтер")];
    let page = admin.submit(&page, "/employees/new", &form).await;
    assert_eq!(page.path(), "/employees/13", "the pictures name people by these ids");
    let gone = portal.add_employee("Эдуард Ушедший", "ed@romashka.example").await;
    assert_eq!(gone.0, 14);
    admin.post(&format!("/employees/{gone}/dismiss"), &[]).await;
    admin.post(&format!("/employees/{gone}/free-address"), &[]).await;
}

/// A face, or what looks like one from afar.
pub fn photo() -> Developed {
    let print = |side: u32| {
        let inside = |x: u32, y: u32, (cx, cy, r): (i64, i64, i64)| {
            let (x, y) = (i64::from(x) * 100 / i64::from(side), i64::from(y) * 100 / i64::from(side));
            (x - cx).pow(2) + (y - cy).pow(2) < r * r
        };
        let image = RgbImage::from_fn(side, side, |x, y| {
            if inside(x, y, (50, 40, 19)) {
                Rgb([240, 205, 180])
            } else if inside(x, y, (50, 105, 42)) {
                Rgb([60, 90, 150])
            } else {
                Rgb([200, 220 - u8::try_from(y * 80 / side).unwrap(), 190])
            }
        });
        let mut bytes = Cursor::new(Vec::new());
        DynamicImage::from(image).write_to(&mut bytes, ImageFormat::Jpeg).unwrap();
        bytes.into_inner()
    };
    Developed { small: print(96), large: print(320) }
}

/// Presses the switch of the access rights.
pub async fn everyone_may_invite(portal: &TestPortal, everyone: bool) {
    portal
        .write(move |tx| {
            tx.execute("UPDATE companies SET everyone_may_invite = $1", &[i64::from(everyone).into()])
        })
        .await;
}

/// Who waits for an administrator, and who has left.
async fn others(portal: &TestPortal) {
    for (id, name, email, status) in [
        (5, "Зинаида Ястребова", "zina@example.org", "awaiting_approval"),
        (6, "Глеб Дорохов", "gleb@romashka.example", "dismissed"),
    ] {
        let added = portal.add_employee(name, email).await;
        assert_eq!(added.0, id, "the pictures name people by these ids");
        portal
            .write(move |tx| {
                let status = Status::from_word(status).unwrap();
                let (company, now) = (CompanyId(1), Timestamp(1_795_000_000_000));
                tx.people().change_status(company, added, Status::Active, status, now)?;
                let never = "UPDATE employees SET joined_at = NULL WHERE status = 'awaiting_approval'";
                tx.execute(never, &[])?;
                tx.seats().release(company)
            })
            .await;
    }
}

async fn departments(portal: &TestPortal) {
    let (company, now) = (portal.company, portal.portal.now());
    portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            let mut add = |parent, name| -> Result<DepartmentId> {
                Ok(tx.departments().insert(company, Some(parent), name, now)?.expect("a fresh name"))
            };
            let sales = add(root, "Продажи")?;
            add(sales, "Север")?;
            add(sales, "Юг и Поволжье")?;
            let store = add(root, "Склад и логистика")?;
            let long = add(store, "Отдел по работе с возвратами, обменами и прочим важным")?;
            add(long, "Ночная смена")?;
            add(root, "Бухгалтерия")?;
            tx.people().set_departments(company, EmployeeId(2), &[sales])?;
            tx.people().set_departments(company, EmployeeId(3), &[sales, long])?;
            tx.departments().set_post(company, sales, EmployeeId(2), Post::Head)?;
            tx.departments().set_post(company, sales, EmployeeId(3), Post::Deputy)?;
            let night =
                tx.roles().insert(company, None, "Ночной дежурный по кадрам", now)?.expect("a fresh name");
            tx.roles().set_permissions(
                company,
                night,
                &[(Permission::Approve, Scope::Company), (Permission::EditPeople, Scope::Department)],
            )?;
            tx.roles().give(company, night, EmployeeId(2)).map(drop)
        })
        .await;
}

async fn token(portal: &TestPortal) {
    let admin = portal.admin().await;
    let page = admin.get("/settings/tokens").await;
    admin.submit(&page, "/settings/tokens", &[("name", "Кадровая система")]).await;
}

/// Letters in the mailbox.
async fn letters(portal: &TestPortal) {
    let admin = portal.admin().await;
    let page = admin.get("/invite/mail-service?department=2").await;
    let list = [("addresses", "Нина Котова <nina.kotova@example.org>")];
    let page = admin.submit(&page, "/invite/mail-service", &list).await;
    admin.submit(&page, "/invite/mail-service/review", &[("action", "send")]).await;
    portal.advance(Duration::from_secs(11));
    portal.letter_to("nina.kotova@example.org").await;
}

/// Colleagues, and invitations in many states, with long names.
async fn people(portal: &TestPortal) {
    for (name, email) in [
        ("Пётр Вяземский", "pyotr@romashka.example"),
        ("Марина Лебедева-Константинопольская", "m.lebedeva-konstantinopolskaya@department.example.org"),
        ("Фёдор Щукин", "f.schukin@example.org"),
    ] {
        portal.add_employee(name, email).await;
    }
    others(portal).await;
    let (company, admin, now) = (portal.company, portal.admin_id, portal.portal.now());
    portal
        .write(move |tx| {
            for (name, email, delivery, days, reason) in [
                ("Иван Петров", "ivan.petrov@example.org", "sent", 14, None),
                ("Ольга Кравец", "olga@example.org", "failed", 13, Some("delivery-reason-bad-address")),
                ("", "timur@пример.рф", "deferred", 13, Some("delivery-reason-mailbox-full")),
                ("Юлия Ёлкина", "elkina@example.org", "queued", 1, None),
                ("Кирилл Зуев", "zuev@example.org", "none", -1, None),
            ] {
                let until = now.plus_days(days);
                let id = invitation(tx, company, admin, [name, email, delivery], now, until)?;
                let reply = reason.map(|_| "550 5.1.1 No such user here");
                let again = now + Duration::from_mins(12);
                tx.execute(
                    "INSERT INTO letters (company_id, kind, subject_id, email, email_key, name, language, \
                     message_id, priority, state, created_at, next_attempt_at, reason, reply) \
                     SELECT company_id, 'invitation', id, email, email_key, '', 'ru', email, 1, \
                     CASE delivery WHEN 'failed' THEN 'failed' WHEN 'deferred' THEN 'deferred' \
                     ELSE 'accepted' END, created_at, $1, $2, $3 FROM invitations WHERE id = $4",
                    &[again.into(), reason.into(), reply.into(), id.into()],
                )?;
            }
            tx.people().count(company, Status::Invited, 1, 5)
        })
        .await;
}

/// Join links in each state.
async fn links(portal: &TestPortal) {
    let (company, creator, now) = (portal.company, portal.admin_id, portal.portal.now());
    portal
        .write(move |tx| {
            let root = tx.departments().root(company)?.id;
            for (channel, days, uses) in [
                (Channel::MailApp, 14, 3),
                (Channel::Link, 1, 0),
                (Channel::Link, 7, 25),
                (Channel::MailApp, -3, 2),
                (Channel::Link, 3, 1),
            ] {
                let new = NewJoinLink {
                    company,
                    creator,
                    channel,
                    language: Language::Ru,
                    max_uses: 25,
                    expires_at: now.plus_days(days),
                    departments: &[root],
                };
                let id = tx.join_links().insert(&new, now.plus_days(days.min(0)))?;
                tx.execute("UPDATE join_links SET uses = $1 WHERE id = $2", &[uses.into(), id.into()])?;
                tx.execute(
                    "UPDATE employees SET join_link_id = 1, joined_at = $1 WHERE id IN (2, 3)",
                    &[now.into()],
                )?;
                if days == 3 {
                    tx.join_links().switch_off(company, id, None, now)?;
                }
            }
            Ok(())
        })
        .await;
}

/// One invitation with its person; `words` are name, address and delivery.
fn invitation(
    tx: &mut Tx<'_>,
    company: CompanyId,
    inviter: EmployeeId,
    [name, email, delivery]: [&str; 3],
    now: Timestamp,
    until: Timestamp,
) -> Result<i64> {
    let person: i64 = tx.query_one(
        "INSERT INTO employees (company_id, email, email_key, name, sort_key, status, role, language, \
         time_zone, created_at) VALUES ($1, $2, $3, $4, $5, 'invited', 'employee', 'ru', \
         'Europe/Moscow', $6) RETURNING id",
        &[company.into(), email.into(), email.into(), name.into(), name.into(), now.into()],
        |row| row.get(0),
    )?;
    let id = tx.query_one(
        "INSERT INTO invitations (company_id, employee_id, inviter_id, email, email_key, name, language, \
         channel, delivery, letters, created_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 'ru', 'mail_service', $7, 1, $8, $9) RETURNING id",
        &[
            company.into(),
            person.into(),
            inviter.into(),
            email.into(),
            email.into(),
            name.into(),
            delivery.into(),
            now.into(),
            until.into(),
        ],
        |row| row.get(0),
    )?;
    tx.execute(
        "INSERT INTO invitation_departments (invitation_id, department_id, company_id) \
         SELECT $1, id, company_id FROM departments WHERE company_id = $2",
        &[Value::Int(id), company.into()],
    )?;
    let departments = tx.departments().list(company)?;
    for department in departments {
        tx.departments().count(company, department.id, Status::Invited, id, 1)?;
    }
    let actor = Actor::portal(company).proved(inviter);
    tx.history().record(&actor, Action::Invited, Subject::Invitation(InvitationId(id)), email, now)?;
    Ok(id)
}
