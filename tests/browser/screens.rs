//! Pictures of every screen, to be looked at: `./test browser::screens` leaves them in `target/screens`.
//!
//! The test itself holds that no screen scrolls sideways, that each has a title and one heading, and
//! that the browser has nothing to complain about.

use std::time::Duration;

use collega::base::clock::Timestamp;
use collega::base::id::{CompanyId, EmployeeId, InvitationId};
use collega::history::{Action, Actor, Subject};
use collega::i18n::Language;
use collega::join_links::Channel;
use collega::join_links::store::NewJoinLink;
use collega::people::Status;
use collega::store::{Result, Tx, Value};

use super::tour::Tour;
use crate::support::browser::Window;
use crate::support::databases::{Engine, TestDatabase, run};
use crate::support::portal::TestPortal;

/// Screens of somebody who is not signed in.
const OUTSIDE: [(&str, &str); 2] = [("sign-in", "/sign-in"), ("help-outside", "/help")];
/// Screens of an administrator.
const INSIDE: [(&str, &str); 16] = [
    ("employees", "/employees"),
    ("employees-invited", "/employees?status=invited"),
    ("employees-none", "/employees?status=invited&chip=expired"),
    ("employees-links", "/employees?status=invited&chip=links"),
    ("join-link", "/join-links/1"),
    ("invite-link", "/invite/link"),
    ("employees-awaiting", "/employees?status=awaiting_approval"),
    ("employee", "/employees/1"),
    ("employee-edit", "/employees/1/edit"),
    ("invitation", "/invitations/2"),
    ("invitation-address", "/invitations/2/address"),
    ("invitation-departments", "/invitations/2/departments"),
    ("invitation-revoke", "/invitations/2/revoke"),
    ("history", "/history"),
    ("help", "/help"),
    ("profile", "/profile"),
];

#[test]
fn every_screen_is_pictured() {
    run(Engine::Sqlite, every_screen);
}

async fn every_screen(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    people(&portal).await;
    links(&portal).await;
    for window in Window::each() {
        let outside = Tour::new(&portal.url, window).await;
        for (name, path) in OUTSIDE {
            outside.open(path).await;
            outside.look(name).await;
        }
        let inside = Tour::signed_in(&portal, window).await;
        for (name, path) in INSIDE {
            inside.open(path).await;
            inside.look(name).await;
        }
    }
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
                    tx.join_links().switch_off(company, id, now)?;
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
    let actor = Actor::portal(company).proved(inviter);
    tx.history().record(&actor, Action::Invited, Subject::Invitation(InvitationId(id)), email, now)?;
    Ok(id)
}
