//! Every filter, every search, every order and all of them together, compared with looking at everybody.

use std::collections::BTreeSet;
use std::sync::Arc;

use collega::base::clock::Timestamp;
use collega::base::cursor::Cursor;
use collega::base::id::{CompanyId, DepartmentId, EmployeeId, RoleId};
use collega::mail::outbox::Delivery;
use collega::people::list::{self, Branch, By, Changeable, Holding, Narrow, Order, Query, Share, Span};
use collega::people::words;
use collega::people::{Role, Status};
use collega::structure::Post;

use super::crowd::{self, Crowd, Someone};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(every_list_is_what_looking_at_everybody_gives);

const DAY: i64 = 86_400_000;
const LIMIT: i64 = 130;

/// The orders of each list, the usual one first.
const ORDERS: [(Status, [(By, bool); 7]); 3] = [
    (
        Status::Active,
        [
            (By::Name, false),
            (By::Since, true),
            (By::Surname, false),
            (By::Position, true),
            (By::Name, true),
            (By::Surname, true),
            (By::Since, false),
        ],
    ),
    (
        Status::Invited,
        [
            (By::Since, true),
            (By::Name, false),
            (By::Expiry, false),
            (By::Surname, true),
            (By::Expiry, true),
            (By::Surname, false),
            (By::Name, false),
        ],
    ),
    (
        Status::Dismissed,
        [
            (By::Name, false),
            (By::Since, true),
            (By::Surname, false),
            (By::Position, false),
            (By::Name, true),
            (By::Position, true),
            (By::Since, false),
        ],
    ),
];

/// A list read page by page, whether it was in the order asked for, and how many pages there were.
async fn read(portal: &TestPortal, status: Status, narrow: &Narrow, order: Order) -> (Vec<EmployeeId>, bool) {
    let company = portal.company;
    let (mut all, mut after, mut by_match): (Vec<EmployeeId>, Option<Cursor>, bool) = Default::default();
    for page in 0..200 {
        let query = Query {
            status,
            narrow: narrow.clone(),
            order,
            after: after.clone(),
            limit: LIMIT,
            any_reading: false,
        };
        let found = portal.portal.read(move |tx| list::find(tx, company, &query)).await.unwrap();
        assert!(
            found.people.len() <= 130 && (found.is_cut || found.next.is_none() || found.people.len() == 130)
        );
        assert!(page == 0 || by_match == found.by_match, "{narrow:?} {order:?}");
        by_match = found.by_match;
        all.extend(found.people.iter().map(|person| person.id));
        match found.next {
            // As an address carries it.
            Some(next) => after = Cursor::decode(&next.encode()),
            None => return (all, by_match),
        }
    }
    panic!("{narrow:?} {order:?} does not end");
}

/// Counting tells the same number, or that there are more.
async fn count(portal: &TestPortal, query: Query, wanted: usize, context: &str) {
    let company = portal.company;
    let counted = portal.portal.read(move |tx| list::count(tx, company, &query, 1001)).await.unwrap();
    let count = usize::try_from(counted.count).unwrap();
    assert!(count == wanted || (counted.more && count < wanted), "{counted:?} of {wanted}: {context}");
}

fn fits(crowd: &Crowd, someone: &Someone, status: Status, narrow: &Narrow) -> bool {
    let within = |span: Span, at: Timestamp| {
        span.from.is_none_or(|from| from <= at) && span.before.is_none_or(|before| at < before)
    };
    let is_invited = status == Status::Invited;
    let terms = words::of_search(&narrow.search).unwrap();
    let naming = crowd.naming(&terms);
    let is_named = crowd.is_named_by(someone, &naming);
    someone.status == status
        && terms.iter().all(|term| crowd.holds(someone, term) || (is_named && naming.contains(term)))
        && narrow.department.is_none_or(|Branch { department, alone }| {
            if alone {
                someone.departments.contains(&department)
            } else {
                crowd.works_below(someone, department)
            }
        })
        && narrow.role.is_none_or(|role| match role {
            Holding::Role(role) => someone.role == role,
            Holding::Post(_) | Holding::Given(_) => someone.holds.contains(&role),
        })
        && narrow.share.as_ref().is_none_or(|share| {
            someone.departments.iter().any(|department| share.departments.contains(department))
                || (is_invited && share.maker == Some(someone.inviter))
        })
        && narrow.no_password.as_ref().is_none_or(|known| {
            let is_known =
                |department| known.within.as_ref().is_none_or(|within| within.contains(department));
            status == Status::Active
                && !someone.has_password
                && (known.administrators || someone.role != Role::Administrator)
                && someone.departments.iter().all(is_known)
        })
        && narrow.inviter.is_none_or(|inviter| someone.inviter == inviter)
        && within(narrow.since, someone.since)
        && (!is_invited || narrow.letter.is_none_or(|letter| someone.delivery == letter))
        && (!is_invited || within(narrow.until, someone.expires))
}

fn expected(crowd: &Crowd, status: Status, narrow: &Narrow, order: Order) -> Vec<EmployeeId> {
    let mut all: Vec<&Someone> =
        crowd.people.iter().filter(|someone| fits(crowd, someone, status, narrow)).collect();
    all.sort_by_key(|someone| match order.by {
        By::Name => (someone.key.clone(), 0, someone.id.0),
        By::Surname => (someone.surname.clone(), 0, someone.id.0),
        By::Position => {
            let position = if someone.position.is_empty() { "ящик" } else { someone.position };
            (format!("{position} {}", someone.surname), 0, someone.id.0)
        }
        By::Since if status == Status::Invited => (String::new(), someone.since.0, someone.invitation),
        By::Since => (String::new(), someone.since.0, someone.id.0),
        By::Expiry => (String::new(), someone.expires.0, someone.invitation),
    });
    if order.down {
        all.reverse();
    }
    all.into_iter().map(|someone| someone.id).collect()
}

fn searches() -> Vec<Narrow> {
    [
        "",
        "клад",
        "докл",
        "лад",
        "кладовщ",
        "crowd",
        "person77",
        "person77@crowd.example",
        "олькл",
        "петр ел",
        "орлов директор",
        "север",
        "участок 7",
        "it",
        "и",
        "склад инженер",
        "Ёлкин",
        "все вместе вера",
        "редк",
        "нет такого",
        "кладовщица crowd person1",
    ]
    .iter()
    .map(|search| Narrow { search: (*search).to_owned(), ..Narrow::default() })
    .collect()
}

/// What only a part of may be known of: some departments, many, none, and what one made himself.
fn shares(crowd: &Crowd, inviters: [EmployeeId; 2]) -> Vec<Narrow> {
    let some = ["участок 3", "продажи"].map(|name| crowd.place(name));
    let most = crowd.places.iter().map(|place| place.id).skip(2).collect::<BTreeSet<_>>();
    let beyond = some.into_iter().chain((0..600).map(|n| DepartmentId(1_000_000 + n)));
    let mut all = Vec::new();
    for departments in [some.into(), most, beyond.collect(), BTreeSet::new()] {
        for maker in [None, Some(inviters[1])] {
            let share = Some(Share { maker, departments: Arc::new(departments.clone()) });
            all.push(Narrow { share: share.clone(), ..Narrow::default() });
            all.push(Narrow { share, letter: Some(Delivery::Failed), ..Narrow::default() });
        }
    }
    all
}

/// Those who have not chosen a password yet, whom all or some may know of, and with other filters.
fn without_password(crowd: &Crowd) -> Vec<Narrow> {
    let within = |names: &[&str]| Some(Arc::new(names.iter().map(|name| crowd.place(name)).collect()));
    let department = Some(Branch { department: crowd.place("склады"), alone: false });
    let mut all = Vec::new();
    for known in [
        Changeable::ALL,
        Changeable { administrators: false, within: None },
        Changeable {
            administrators: false, within: within(&["участок 3", "участок 7", "продажи"])
        },
        Changeable { administrators: false, within: within(&[]) },
    ] {
        let narrow = Narrow { no_password: Some(known), ..Narrow::default() };
        all.push(Narrow { department, ..narrow.clone() });
        all.push(Narrow { search: "клад".to_owned(), ..narrow.clone() });
        all.push(Narrow { role: Some(Holding::Post(Post::Head)), ..narrow.clone() });
        // In each order.
        all.extend(vec![narrow; 6]);
    }
    all
}

fn filters(crowd: &Crowd, now: Timestamp, inviters: [EmployeeId; 2], roles: [Holding; 2]) -> Vec<Narrow> {
    let department = |department: DepartmentId, alone| Narrow {
        department: Some(Branch { department, alone }),
        ..Narrow::default()
    };
    let ago = |days: i64| Timestamp(now.0 - days * DAY);
    let since = |from, to: i64| Span { from: Some(ago(from)), before: Some(ago(to)) };
    let mut all = vec![Narrow::default()];
    for name in ["все вместе", "склады", "участок 3", "продажи", "it и связь"]
    {
        all.extend([false, true].map(|alone| department(crowd.place(name), alone)));
    }
    all.push(department(DepartmentId(-1), false));
    let whole = Some(Branch { department: crowd.place("все вместе"), alone: false });
    for role in roles.into_iter().chain([
        Holding::Role(Role::Administrator),
        Holding::Role(Role::Employee),
        Holding::Post(Post::Head),
        Holding::Post(Post::Deputy),
        Holding::Given(RoleId(-1)),
    ]) {
        all.push(Narrow { role: Some(role), ..Narrow::default() });
        let search = "ор".to_owned();
        all.push(Narrow { role: Some(role), search, department: whole, ..Narrow::default() });
    }
    all.extend(shares(crowd, inviters));
    all.extend(without_password(crowd));
    for inviter in inviters.into_iter().chain([EmployeeId(-1)]) {
        all.push(Narrow { inviter: Some(inviter), ..Narrow::default() });
    }
    for span in [since(10, 3), since(1000, -1), Span { from: Some(ago(30)), before: None }] {
        all.push(Narrow { since: span, ..Narrow::default() });
    }
    for letter in [Delivery::Failed, Delivery::Sent] {
        all.push(Narrow { letter: Some(letter), ..Narrow::default() });
    }
    all.push(Narrow { until: Span { from: Some(now), before: None }, ..Narrow::default() });
    all.push(Narrow {
        until: Span { from: None, before: Some(now) },
        letter: Some(Delivery::Failed),
        ..Narrow::default()
    });
    all.push(Narrow {
        department: whole,
        role: Some(Holding::Role(Role::Employee)),
        since: since(60, 0),
        ..Narrow::default()
    });
    all.push(Narrow {
        department: whole,
        inviter: Some(inviters[0]),
        search: "crowd".to_owned(),
        ..Narrow::default()
    });
    all.push(Narrow {
        role: Some(Holding::Role(Role::Employee)),
        inviter: Some(inviters[0]),
        since: since(1000, -1),
        ..Narrow::default()
    });
    all
}

async fn every_list_is_what_looking_at_everybody_gives(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let mut crowd = crowd::gather(&portal).await;
    consistency::check(&portal.portal.db).await;
    let company: CompanyId = portal.company;
    let inviter: i64 =
        portal.number("SELECT id FROM employees WHERE email_key = 'yan@romashka.example'").await;
    // The two who were here before are no part of it.
    for id in [portal.admin_id, EmployeeId(inviter)] {
        let alone = crowd.people.iter().all(|someone| someone.id != id);
        assert!(alone);
    }
    portal
        .write(move |tx| {
            tx.execute("UPDATE employees SET status = 'awaiting_approval' WHERE company_id = $1 AND email_key LIKE '%@romashka.example'", &[company.into()])?;
            tx.execute("UPDATE employee_words SET status = 'awaiting_approval' WHERE employee_id IN (SELECT id FROM employees WHERE email_key LIKE '%@romashka.example')", &[])
        })
        .await;
    crowd.people.sort_by_key(|someone| someone.id);
    let inviters = [portal.admin_id, EmployeeId(inviter)];
    let roles = portal
        .write(move |tx| Ok([crowd::role(tx, company, crowd::FEW)?, crowd::role(tx, company, crowd::MOST)?]))
        .await
        .map(Holding::Given);
    let all = searches().into_iter().chain(filters(&crowd, portal.portal.now(), inviters, roles));
    let (mut matched, mut ordered) = (0, 0);
    for (number, narrow) in all.enumerate() {
        for (status, orders) in ORDERS {
            // Each list in its usual order and in one of the others.
            for (by, down) in [orders[0], orders[1 + number % 6]] {
                let order = Order { by, down };
                let (found, by_match) = read(&portal, status, &narrow, order).await;
                let wanted = expected(&crowd, status, &narrow, order);
                let context = format!("{status:?} {narrow:?} {order:?} by match: {by_match}");
                count(
                    &portal,
                    Query {
                        status,
                        narrow: narrow.clone(),
                        order,
                        after: None,
                        limit: 0,
                        any_reading: false,
                    },
                    wanted.len(),
                    &context,
                )
                .await;
                if by_match {
                    let (set, whole): (BTreeSet<_>, BTreeSet<_>) =
                        (found.iter().collect(), wanted.iter().collect());
                    assert_eq!((set.len(), &set), (found.len(), &whole), "{context}");
                    matched += 1;
                } else {
                    assert_eq!(found, wanted, "{context}");
                    ordered += 1;
                }
            }
        }
    }
    assert!(matched > 4 && ordered > 150, "{matched} by match, {ordered} in order");
}
