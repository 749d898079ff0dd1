//! Two companies in one installation: neither is there for the other.

use collega::base::id::{CompanyId, EmployeeId};
use collega::i18n::Language;
use collega::people::photo::Developed;
use collega::people::store::NewEmployee;
use collega::people::{Role, Status};
use collega::setup::{NewPortal, create_company};
use reqwest::Method;
use serde_json::json;

use collega::base::email_address::EmailAddress;

use crate::support::browserless::Browserless;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{PASSWORD, TestPortal};

on_both_engines!(
    ids_and_tokens_of_one_company_are_unknown_to_the_other,
    pages_of_one_company_are_unknown_to_the_other,
    a_link_works_at_the_host_of_its_company_only,
    one_address_may_be_invited_by_both,
);

/// The same portal, with a second company at another name of this machine.
struct Both {
    romashka: TestPortal,
    vasilek: Tenant,
}

struct Tenant {
    company: CompanyId,
    administrator: EmployeeId,
    url: String,
}

async fn both(database: &TestDatabase) -> Both {
    let romashka = TestPortal::new(database).await;
    let url = romashka.url.replace("127.0.0.1", "localhost");
    let hash = romashka.portal.hasher.hash(PASSWORD).await.unwrap();
    let email = EmailAddress::parse("vera@vasilek.example").unwrap();
    let new = NewPortal {
        company: "Василёк".to_owned(),
        public_url: url.clone(),
        language: Language::Ru,
        time_zone: "UTC".to_owned(),
        max_employees: None,
        max_online: None,
        admin_email: email,
        admin_name: "Вера Полевая".to_owned(),
        admin_password: hash.clone(),
        key_mark: romashka.portal.key.mark(),
    };
    let now = romashka.portal.now();
    let (company, administrator) = romashka
        .write(move |tx| {
            let company = create_company(tx, &new, now)?.expect("nobody lives there");
            let vera = NewEmployee {
                company,
                email: new.admin_email.as_str(),
                email_key: new.admin_email.key(),
                name: &new.admin_name,
                status: Status::Active,
                role: Role::Administrator,
                language: Language::Ru,
                time_zone: "UTC",
                join_link: None,
            };
            let id = tx.people().insert(&vera, now)?.unwrap();
            tx.people().count(company, Status::Active, id.0, 1)?;
            tx.passwords().set(company, id, &hash)?;
            let root = tx.departments().root(company)?;
            tx.people().set_departments(company, id, &[root.id])?;
            tx.seats().take(company, 0)?;
            Ok((company, id))
        })
        .await;
    Both { romashka, vasilek: Tenant { company, administrator, url } }
}

impl Tenant {
    async fn administrator(&self) -> Browserless {
        let browser = Browserless::new(&self.url, "ru");
        let page = browser.get("/sign-in").await;
        let fields = [("email", "vera@vasilek.example"), ("password", PASSWORD)];
        let page = browser.submit(&page, "/sign-in", &fields).await;
        assert!(page.says("Вера Полевая"), "{}", page.text());
        browser
    }
}

/// What «Ромашка» has, by its paths.
struct Things {
    invitation: String,
    link: String,
    person: String,
    photo: String,
    department: i64,
}

async fn things(romashka: &TestPortal) -> Things {
    let program = romashka.program().await;
    let invitation = program.invited("ivan@example.org").await;
    let link = format!("/join-links/{}", program.post("/join-links", json!({})).await.json["id"]);
    let department = program.post("/departments", json!({ "name": "Склад" })).await.json["id"].as_i64();
    let id = romashka.add_employee("Пётр Вяземский", "petr@romashka.example").await;
    let (company, photo) = (romashka.company, Developed { small: vec![1], large: vec![2] });
    romashka.write(move |tx| tx.people().set_photo(company, id, &photo)).await;
    let person = format!("/employees/{id}");
    Things {
        invitation,
        link,
        photo: format!("{person}/photo/1-96"),
        person,
        department: department.unwrap(),
    }
}

/// Nothing has happened to them.
async fn assert_untouched(romashka: &TestPortal, things: &Things) {
    let program = romashka.program().await;
    assert_eq!(program.get(&things.invitation).await.json["state"], "pending");
    let person = program.get(&things.person).await.json;
    assert_eq!((&person["name"], &person["status"]), (&json!("Пётр Вяземский"), &json!("active")));
    assert_eq!(program.get("/join-links").await.json["items"][0]["state"], "open");
    let department = program.get(&format!("/departments/{}", things.department)).await;
    assert_eq!(department.json["name"], "Склад");
}

async fn ids_and_tokens_of_one_company_are_unknown_to_the_other(database: &TestDatabase) {
    let Both { romashka, vasilek } = both(database).await;
    let foreign = romashka.program().await.at(&vasilek.url).get("/plan").await;
    assert_eq!((foreign.status, foreign.problem()), (401, "unauthorized"), "a token of another company");
    let things = things(&romashka).await;
    let Things { invitation, link, person, department, .. } = &things;
    let place = format!("/departments/{department}");
    let theirs = romashka.program_at(&vasilek.url, vasilek.company, vasilek.administrator).await;
    for (method, path, body) in [
        (Method::GET, invitation, None),
        (Method::PATCH, invitation, Some(json!({ "name": "Иван" }))),
        (Method::DELETE, invitation, None),
        (Method::POST, &format!("{invitation}/resend"), None),
        (Method::DELETE, link, None),
        (Method::GET, person, None),
        (Method::PATCH, person, Some(json!({ "name": "Иван" }))),
        (Method::POST, &format!("{person}/dismiss"), None),
        (Method::DELETE, person, None),
        (Method::GET, &place, None),
        (Method::PATCH, &place, Some(json!({ "name": "Двор" }))),
        (Method::DELETE, &place, None),
    ] {
        let answer = theirs.send(method.clone(), path, body, &[]).await;
        assert_eq!((answer.status, answer.problem()), (404, "not-found"), "{method} {path}");
    }
    let body = json!({ "recipients": [{ "email": "x@example.org" }], "department_ids": [department] });
    assert_eq!(theirs.invite(body).await.problem(), "unknown-department");
    for list in ["/invitations", "/join-links", "/employees?q=petr"] {
        assert_eq!(theirs.get(list).await.json["items"], json!([]), "{list}");
    }
    assert_untouched(&romashka, &things).await;
}

async fn pages_of_one_company_are_unknown_to_the_other(database: &TestDatabase) {
    let Both { romashka, vasilek } = both(database).await;
    let things = things(&romashka).await;
    let Things { invitation, link, person, photo, department } = &things;
    let vera = vasilek.administrator().await;
    let (edit, address) = (&format!("{person}/edit"), &format!("{person}/address"));
    for page in [invitation, link, person, photo, edit, address, &format!("/structure/{department}")] {
        assert_eq!(vera.get(page).await.status, 404, "{page}");
    }
    assert_eq!(romashka.admin().await.get(photo).await.status, 200);
    for action in [
        format!("{invitation}/resend"),
        format!("{invitation}/revoke"),
        format!("{invitation}/link"),
        format!("{link}/switch-off"),
        format!("{person}/dismiss"),
        format!("{person}/free-address"),
        format!("{person}/first-password"),
        format!("{person}/photo/remove"),
    ] {
        assert_eq!(vera.post(&action, &[]).await.status, 404, "{action}");
    }
    assert_untouched(&romashka, &things).await;
}

async fn a_link_works_at_the_host_of_its_company_only(database: &TestDatabase) {
    let Both { romashka, vasilek } = both(database).await;
    let program = romashka.program().await;
    program.invited("ivan@example.org").await;
    let personal = romashka.letter_to("ivan@example.org").await.path("/i/");
    let url = program.post("/join-links", json!({})).await.json["url"].as_str().unwrap().to_owned();
    let shared = url[romashka.url.len()..].to_owned();
    for path in [personal, shared] {
        let elsewhere = Browserless::new(&vasilek.url, "ru").get(&path).await;
        assert!(elsewhere.status == 404 && !elsewhere.says("Ромашка"), "{}", elsewhere.text());
        assert_eq!(romashka.stranger().get(&path).await.status, 200);
    }
}

async fn one_address_may_be_invited_by_both(database: &TestDatabase) {
    let Both { romashka, vasilek } = both(database).await;
    let theirs = romashka.program_at(&vasilek.url, vasilek.company, vasilek.administrator).await;
    let ours = romashka.program().await.invited("ivan@example.org").await;
    let path = theirs.invited("ivan@example.org").await;
    assert_eq!(theirs.call(Method::DELETE, &path).await.status, 204);
    let row = romashka.program().await.get(&ours).await.json;
    assert_eq!(row["state"], "pending", "what one takes back stays with the other");
    assert!(romashka.letter_to("ivan@example.org").await.text.contains("Ромашка"));
}
