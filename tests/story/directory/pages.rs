//! The pages of the list: how many there are of how many, and the way on and back.

use collega::base::id::{DepartmentId, EmployeeId};

use super::searching::department;
use crate::support::browserless::{Browserless, Page};
use crate::support::consistency;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(a_list_says_of_how_many_it_shows_some_and_leads_back);

/// Follows one of the ways below the list.
async fn go(browser: &Browserless, page: &Page, way: &str) -> Page {
    browser.get(&page.attributes(&format!(".pager a{way}"), "href")[0]).await
}

async fn a_list_says_of_how_many_it_shows_some_and_leads_back(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let store = department(&portal, "Склад", None).await;
    let company = portal.company;
    let admin = portal.admin().await;
    let page = admin.get("/employees").await;
    assert!(page.says("Всего: 1") && page.attributes(".pager a", "href").is_empty(), "{}", page.text());
    for number in 0..119 {
        portal
            .add_employee(&format!("Пётр Петров {number:03}"), &format!("p{number}@romashka.example"))
            .await;
    }
    let page = admin.get("/employees").await;
    assert!(page.says("1–50 из 120"), "{}", page.text());
    let second = go(&admin, &page, "[rel=next]").await;
    assert!(second.says("51–100 из 120"), "{}", second.text());
    let third = go(&admin, &second, "[rel=next]").await;
    assert!(third.says("101–120 из 120"), "{}", third.text());
    assert!(third.attributes(".pager a[rel=next]", "href").is_empty());
    let back = go(&admin, &third, "[rel=prev]").await;
    assert_eq!((back.path(), back.texts(".person-name")), (second.path(), second.texts(".person-name")));
    let first = go(&admin, &back, "[rel=prev]").await;
    assert_eq!(first.path(), "/employees");

    // Few that are narrowed to are counted, and of many it is said that there are more.
    let found = admin.get("/employees?q=петров").await;
    assert!(found.says("1–50 из 119"), "{}", found.text());
    let first = portal.admin_id.0 + 1;
    portal
        .write(move |tx| {
            (first..first + 119).try_for_each(|id| {
                tx.people().set_departments(company, EmployeeId(id), &[DepartmentId(store)])
            })
        })
        .await;
    let found = admin.get(&format!("/employees?department={store}")).await;
    assert!(found.says("1–50 из 119"), "{}", found.text());
    consistency::check(&portal.portal.db).await;
    let found = admin.get("/employees?role=employee&sort=-since").await;
    assert!(found.says("1–50 из 119"), "{}", found.text());
}
