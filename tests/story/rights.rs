//! Every permission at every scope, through every door that it opens: what is allowed is done, everything else
//! is refused. The doors stand in a table; each is tried on something in one's own department, below it and
//! elsewhere.

use collega::access_rights::roles::Kind;
use collega::access_rights::who_may::who_may;
use collega::access_rights::{Permission, Scope};
use collega::base::email_address::EmailAddress;
use collega::base::id::{DepartmentId, RoleId};
use collega::history::Actor;
use collega::i18n::Language;
use collega::invitations::invite::{self, Fate, Recipient, Request};
use collega::join_links::{Channel as LinkChannel, mint};
use collega::people::Status;
use std::sync::Arc;
use std::time::Duration;

use super::join::everything;
use crate::support::api::Program;
use crate::support::browserless::Browserless;
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(each_right_opens_its_doors_and_no_other, who_is_not_signed_in_opens_no_door);

/// What a door leads to, made anew for each try.
#[derive(Clone, Copy)]
enum Object {
    /// The department itself.
    Department,
    /// The company: there is no place.
    Company,
    /// Somebody of the department.
    Employee(Status),
    /// Another's invitation into the department.
    Invitation,
    /// Another's join link into it.
    Link,
}

/// How somebody comes to a door.
#[derive(Clone, Copy)]
enum Way {
    Get(&'static str),
    Post(&'static str, &'static [(&'static str, &'static str)]),
    Api(&'static str, &'static str, &'static str),
    /// A list, open where it shows what leads there.
    Shows(&'static str, &'static str),
    /// The same for a program, by the number of what is listed.
    Lists(&'static str),
    /// A letter that he gets.
    Hears,
}

/// A door: `{}` in its address is the object, `DEPARTMENT` in what is sent the place.
struct Door {
    permission: Permission,
    object: Object,
    way: Way,
}

const fn door(permission: Permission, object: Object, way: Way) -> Door {
    Door { permission, object, way }
}

use Object::{Company, Department, Employee, Invitation, Link};
use Permission::{
    Approve, Dismiss, EditPeople, EditStructure, Export, Invite, ManageInvitations, ManageRights,
    ManageSettings, Register, SeeInvitations,
};
use Status::{Active, AwaitingApproval, Dismissed};
use Way::{Api, Get, Hears, Lists, Post, Shows};

const EDITED: &[(&str, &str)] = &[("name", "Пётр"), ("position", "Сторож"), ("department", "DEPARTMENT")];

const NEWCOMER: &[(&str, &str)] = &[("name", "Пётр"), ("email", "NEW"), ("department", "DEPARTMENT")];

const EXPORTED: &[(&str, &str)] = &[("view", "department=DEPARTMENT&only=1"), ("format", "csv")];

const HISTORY: &[(&str, &str)] = &[("format", "csv")];

const WORDS: &[(&str, &str)] =
    &[("subject", "UNIQUE"), ("heading", "UNIQUE"), ("body", "UNIQUE"), ("button", "UNIQUE")];

const DOORS: &[Door] = &[
    door(
        Invite,
        Department,
        Api("POST", "/invitations", r#"{"recipients":[{"email":"NEW"}],"department_ids":[DEPARTMENT]}"#),
    ),
    door(Invite, Department, Api("POST", "/join-links", r#"{"department_ids":[DEPARTMENT]}"#)),
    door(Register, Company, Get("/employees/new")),
    door(Register, Department, Post("/employees/new", NEWCOMER)),
    door(SeeInvitations, Invitation, Get("/invitations/{}")),
    door(SeeInvitations, Invitation, Api("GET", "/invitations/{}", "")),
    door(SeeInvitations, Link, Get("/join-links/{}")),
    door(
        SeeInvitations,
        Invitation,
        Shows("/employees?status=invited&chip=pending&q=EMAIL", "/invitations/{}"),
    ),
    door(SeeInvitations, Invitation, Lists("/invitations?q=EMAIL")),
    door(ManageInvitations, Invitation, Post("/invitations/{}/resend", &[])),
    door(ManageInvitations, Invitation, Get("/invitations/{}/address")),
    door(ManageInvitations, Invitation, Api("PATCH", "/invitations/{}", r#"{"name":"Пётр"}"#)),
    door(ManageInvitations, Invitation, Api("DELETE", "/invitations/{}", "")),
    door(ManageInvitations, Link, Post("/join-links/{}/switch-off", &[])),
    door(ManageInvitations, Link, Api("DELETE", "/join-links/{}", "")),
    door(Approve, Employee(AwaitingApproval), Get("/employees/{}/refuse")),
    door(Approve, Employee(AwaitingApproval), Post("/employees/{}/approve", &[])),
    door(Approve, Employee(AwaitingApproval), Post("/employees/{}/refuse", &[])),
    door(Approve, Employee(AwaitingApproval), Api("POST", "/employees/{}/approve", "")),
    door(
        Approve,
        Employee(AwaitingApproval),
        Shows("/employees?status=awaiting_approval&q=EMAIL", "/employees/{}"),
    ),
    door(Approve, Employee(AwaitingApproval), Lists("/employees?status=awaiting_approval&q=EMAIL")),
    door(Approve, Employee(AwaitingApproval), Lists("/employees?q=EMAIL")),
    door(Approve, Employee(AwaitingApproval), Hears),
    door(EditPeople, Employee(Active), Get("/employees/{}/edit")),
    door(EditPeople, Employee(Active), Post("/employees/{}/edit", EDITED)),
    door(EditPeople, Employee(Active), Api("PATCH", "/employees/{}", r#"{"position":"Сторож"}"#)),
    door(EditPeople, Employee(Active), Post("/employees/{}/photo", &[])),
    door(EditPeople, Employee(Active), Post("/employees/{}/photo/remove", &[])),
    door(EditPeople, Employee(Active), Get("/employees/{}/history")),
    door(EditPeople, Employee(Active), Get("/employees/{}/history/export")),
    door(EditPeople, Employee(Active), Post("/employees/{}/history/export", HISTORY)),
    door(EditPeople, Department, Get("/structure/{}/people")),
    door(EditPeople, Department, Get("/structure/{}/people/1/transfer")),
    door(EditPeople, Department, Post("/structure/{}/people", &[("person", "1"), ("way", "add")])),
    door(EditPeople, Department, Post("/structure/{}/people/999/remove", &[])),
    door(Dismiss, Employee(Active), Get("/employees/{}/dismiss")),
    door(Dismiss, Employee(Active), Post("/employees/{}/dismiss", &[])),
    door(Dismiss, Employee(Active), Api("POST", "/employees/{}/dismiss", "")),
    door(Dismiss, Employee(Dismissed), Post("/employees/{}/rehire", &[])),
    door(Dismiss, Employee(Dismissed), Api("POST", "/employees/{}/rehire", "")),
    // Whoever may for some departments takes along who works in those, whatever he looks at.
    door(Export, Company, Get("/employees/export")),
    door(Export, Company, Post("/employees/export", EXPORTED)),
    door(EditStructure, Department, Get("/structure/{}/rename")),
    door(EditStructure, Department, Get("/structure/{}/move")),
    door(EditStructure, Department, Get("/structure/{}/leaders")),
    door(EditStructure, Department, Post("/structure/{}/rename", &[("name", "UNIQUE")])),
    door(EditStructure, Department, Post("/structure/new", &[("name", "UNIQUE"), ("parent", "DEPARTMENT")])),
    door(EditStructure, Department, Post("/structure/{}/people/999/post", &[("post", "head")])),
    door(EditStructure, Department, Api("PATCH", "/departments/{}", r#"{"name":"UNIQUE"}"#)),
    door(ManageRights, Company, Get("/structure/access-rights/roles/new")),
    door(ManageRights, Company, Get("/structure/access-rights/roles/1")),
    door(ManageRights, Company, Post("/structure/access-rights/roles/new", &[("name", "UNIQUE")])),
    door(ManageRights, Company, Get("/employees/1/rights")),
    door(ManageSettings, Company, Get("/settings")),
    door(ManageSettings, Company, Get("/settings/company")),
    door(ManageSettings, Company, Get("/settings/inviting")),
    door(ManageSettings, Company, Get("/settings/letters")),
    door(ManageSettings, Company, Get("/settings/letters/reminder/en")),
    door(ManageSettings, Company, Get("/settings/letters/reminder/en/reset")),
    door(ManageSettings, Company, Get("/settings/letters/reminder/en/preview")),
    door(ManageSettings, Company, Post("/settings/letters/reminder/en", WORDS)),
    door(ManageSettings, Company, Post("/settings/letters/reminder/en/preview", &[("subject", "UNIQUE")])),
    door(ManageSettings, Company, Post("/settings/letters/reminder/en/reset", &[])),
    door(ManageSettings, Company, Get("/settings/plan")),
    door(ManageSettings, Company, Get("/settings/mail")),
    door(ManageSettings, Company, Get("/settings/mail/suppressions")),
    door(ManageSettings, Company, Get("/settings/mail/queue")),
    door(ManageSettings, Company, Post("/settings/mail/queue/pause", &[("reason", "UNIQUE")])),
    door(ManageSettings, Company, Post("/settings/mail/queue/resume", &[])),
    door(ManageSettings, Company, Post("/settings/mail/queue/retry", &[("letter", "1")])),
    door(ManageSettings, Company, Post("/settings/mail/queue/withdraw", &[])),
    door(ManageSettings, Company, Get("/settings/mail/dns")),
    door(ManageSettings, Company, Post("/settings/mail/dns", &[])),
    door(ManageSettings, Company, Get("/settings/tokens")),
    door(ManageSettings, Company, Get("/history")),
    door(ManageSettings, Company, Get("/history/export")),
    door(ManageSettings, Company, Post("/history/export", HISTORY)),
    door(ManageSettings, Company, Post("/settings/plan", &[("plan", "UNIQUE")])),
];

/// Where something is, seen from whoever tries: in his department, below it, elsewhere.
const PLACES: usize = 3;

/// Whether a scope reaches a place.
fn reaches(scope: Option<Scope>, place: usize) -> bool {
    match scope {
        None => false,
        Some(Scope::Department) => place == 0,
        Some(Scope::Branch) => place <= 1,
        Some(Scope::Company) => true,
    }
}

struct Stage {
    portal: TestPortal,
    places: [DepartmentId; PLACES],
    role: RoleId,
    him: Browserless,
    program: Program,
    made: usize,
}

impl Stage {
    async fn set(database: &TestDatabase) -> Self {
        let portal = TestPortal::new(database).await;
        let company = portal.company;
        let own = portal.add_department("Своё", None).await;
        let below = portal.add_department("Ниже", Some(own)).await;
        let places = [own, below, portal.add_department("Чужое", None).await];
        let id = portal.add_employee("Пётр Вяземский", "petr@romashka.example").await;
        let now = portal.portal.now();
        let role = portal
            .write(move |tx| {
                tx.people().set_departments(company, id, &[places[0]])?;
                let everybody = tx.roles().of_kind(company, Kind::Employee)?;
                tx.roles().set_permissions(company, everybody.id, &[])?;
                let role = tx.roles().insert(company, None, "Проба", now)?.unwrap();
                tx.roles().give(company, role, id)?;
                Ok(role)
            })
            .await;
        let him = portal.signed_in("petr@romashka.example").await;
        let program = portal.program_of(id).await;
        Self { portal, places, role, him, program, made: 0 }
    }

    async fn allow(&self, permission: Permission, scope: Option<Scope>) {
        let (company, role) = (self.portal.company, self.role);
        let permissions: Vec<_> = scope.map(|scope| (permission, scope)).into_iter().collect();
        self.portal.write(move |tx| tx.roles().set_permissions(company, role, &permissions)).await;
    }

    /// Makes what a door leads to; its number in addresses.
    async fn make(&mut self, object: Object, place: DepartmentId) -> i64 {
        self.made += 1;
        let email = format!("nobody{}@romashka.example", self.made);
        match object {
            Company => 0,
            Department => place.0,
            Employee(status) => self.portal.add_person(&email, status, place).await.0,
            Invitation => self.invitation(&email, place).await,
            Link => self.link(place).await,
        }
    }

    async fn invitation(&self, email: &str, place: DepartmentId) -> i64 {
        let (company, now, by) = (self.portal.company, self.portal.portal.now(), self.portal.admin_id);
        let random = Arc::clone(&self.portal.portal.random);
        let address = EmailAddress::parse(email).unwrap();
        let request = Request {
            recipients: vec![Recipient { address, name: String::new() }],
            departments: vec![place],
            language: Language::Ru,
            note: String::new(),
            days: None,
            send: false,
            hold: Duration::ZERO,
            leaves: false,
        };
        let outcome = self
            .portal
            .write(move |tx| {
                let company = tx.companies().find(company)?.unwrap();
                let actor = Actor::portal(company.id).proved(by);
                invite::invite(tx, &actor, &company, &request, &*random, now)
            })
            .await;
        let invite::Outcome::Done(done) = outcome else { panic!("{outcome:?}") };
        let Fate::Invited(id) = done.results[0].1 else { panic!("{done:?}") };
        id.0
    }

    async fn link(&self, place: DepartmentId) -> i64 {
        let (company, now, by) = (self.portal.company, self.portal.portal.now(), self.portal.admin_id);
        let outcome = self
            .portal
            .write(move |tx| {
                let company = tx.companies().find(company)?.unwrap();
                let request = mint::Request {
                    departments: vec![place],
                    channel: LinkChannel::Link,
                    language: Language::Ru,
                    max_uses: None,
                    days: None,
                };
                mint::mint(tx, &Actor::portal(company.id).proved(by), &company, &request, now)
            })
            .await;
        let mint::Outcome::Minted(link) = outcome else { panic!("{outcome:?}") };
        link.id.0
    }

    /// Comes to a door; the status of the answer.
    async fn knock(&mut self, door: &Door, place: DepartmentId) -> u16 {
        let object = self.make(door.object, place).await;
        self.come(&self.him, &self.program, door, object, place).await.0
    }

    /// Somebody comes to a door with what he has; the status of the answer and where he ends.
    async fn come(
        &self,
        browser: &Browserless,
        program: &Program,
        door: &Door,
        object: i64,
        place: DepartmentId,
    ) -> (u16, String) {
        let made = self.made;
        let filled = |text: &str| {
            text.replace("{}", &object.to_string())
                .replace("DEPARTMENT", &place.to_string())
                .replace("UNIQUE", &format!("Название {made}"))
                .replace("NEW", &format!("new{made}@romashka.example"))
                .replace("EMAIL", &format!("nobody{made}@romashka.example"))
        };
        let is_there = |found: bool| if found { 200 } else { 404 };
        let page = match door.way {
            Get(path) => browser.get(&filled(path)).await,
            Post(path, fields) => {
                let fields: Vec<(&str, String)> =
                    fields.iter().map(|(name, value)| (*name, filled(value))).collect();
                let fields: Vec<(&str, &str)> =
                    fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
                browser.post(&filled(path), &fields).await
            }
            Api(method, path, body) => {
                let method = reqwest::Method::from_bytes(method.as_bytes()).unwrap();
                let body = (!body.is_empty()).then(|| serde_json::from_str(&filled(body)).unwrap());
                return (program.send(method, &filled(path), body, &[]).await.status, String::new());
            }
            Shows(path, href) => {
                let page = browser.get(&filled(path)).await;
                let is_seen = page.attributes("main a", "href").contains(&filled(href));
                let status = if page.status == 200 { is_there(is_seen) } else { page.status };
                return (status, page.path().to_owned());
            }
            Lists(path) => {
                let answer = program.call(reqwest::Method::GET, &filled(path)).await;
                let is_seen = |items: &Vec<serde_json::Value>| {
                    items.iter().any(|item| item["id"].as_i64() == Some(object))
                };
                let items = answer.json["items"].as_array();
                return (items.map_or(answer.status, |items| is_there(is_seen(items))), String::new());
            }
            Hears => return (is_there(self.hears(door.permission, place).await), String::new()),
        };
        (page.status, page.path().to_owned())
    }

    /// Whether he is one of those who are told of something in a department.
    async fn hears(&self, permission: Permission, place: DepartmentId) -> bool {
        let company = self.portal.company;
        self.portal
            .write(move |tx| {
                let company = tx.companies().find(company)?.unwrap();
                let told = who_may(tx, &company, permission, &[place], 20)?;
                Ok(told.iter().any(|person| person.email == "petr@romashka.example"))
            })
            .await
    }
}

/// What a door that is shut answers: it may not be done, it is as if nothing were there, or another department
/// is asked for in the same form.
fn is_shut(status: u16) -> bool {
    matches!(status, 403 | 404 | 422)
}

async fn each_right_opens_its_doors_and_no_other(database: &TestDatabase) {
    let mut stage = Stage::set(database).await;
    let mut wrong = Vec::new();
    let scopes = [None, Some(Scope::Department), Some(Scope::Branch), Some(Scope::Company)];
    for permission in Permission::ALL {
        let doors: Vec<&Door> = DOORS.iter().filter(|door| door.permission == permission).collect();
        assert!(!doors.is_empty(), "{permission:?} opens nothing");
        for scope in scopes {
            if scope.is_some_and(|scope| !permission.scopes().contains(&scope)) {
                continue;
            }
            stage.allow(permission, scope).await;
            for door in &doors {
                let places = if matches!(door.object, Company) { 1 } else { PLACES };
                for place in 0..places {
                    let status = stage.knock(door, stage.places[place]).await;
                    // What is not there at all (nobody has the number 999) is behind an open door.
                    let opens = !is_shut(status) || (status == 404 && path(door).contains("999"));
                    let should = match door.object {
                        Company => scope.is_some(),
                        _ => reaches(scope, place),
                    };
                    if opens != should {
                        wrong.push(format!(
                            "{permission:?} {scope:?} at {place}: {} says {status}",
                            path(door)
                        ));
                    }
                }
            }
        }
        stage.allow(permission, None).await;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    consistency::check(&stage.portal.portal.db).await;
}

/// A stranger; and somebody invited, whose link is good for joining and declining alone.
async fn who_is_not_signed_in_opens_no_door(database: &TestDatabase) {
    let mut stage = Stage::set(database).await;
    let place = stage.places[0];
    let mut objects = Vec::new();
    for door in DOORS {
        objects.push(stage.make(door.object, place).await);
    }
    let path = stage.portal.program().await.invited("ivan@example.org").await;
    let (stranger, invitee) = (stage.portal.stranger(), stage.portal.stranger());
    invitee.get(&stage.portal.letter_to("ivan@example.org").await.path("/i/")).await;
    let own: i64 = path.trim_start_matches("/invitations/").parse().unwrap();
    let impostor = stage.program.impostor();
    let before = everything(&stage.portal).await;
    for (door, object) in DOORS.iter().zip(objects) {
        let own = if matches!(door.object, Invitation) { own } else { object };
        for (who, object) in [(&stranger, object), (&invitee, own)] {
            let (status, end) = stage.come(who, &impostor, door, object, place).await;
            let is_shut = match door.way {
                Get(_) | Shows(..) => end.starts_with("/sign-in"),
                Post(..) => status == 401 || end.starts_with("/sign-in"),
                // Who guesses at tokens too often waits.
                Api(..) | Lists(_) => [401, 429].contains(&status),
                Hears => true,
            };
            assert!(is_shut, "{}: {status} {end}", self::path(door));
        }
    }
    assert_eq!(everything(&stage.portal).await, before, "and nothing has changed");
}

fn path(door: &Door) -> &'static str {
    match door.way {
        Get(path) | Post(path, _) | Api(_, path, _) | Shows(path, _) | Lists(path) => path,
        Hears => "a letter",
    }
}
