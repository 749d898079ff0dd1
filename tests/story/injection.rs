//! Names are words, whatever stands in them: in letters, lists, histories and on the pages of joining.

use collega::base::email_address::EmailAddress;
use collega::invitations::invite::Recipient;

use super::join::links::{NEWCOMER, prove};
use super::join::{GOOD_PASSWORD, INVITEE, invite_as, link};
use crate::support::browserless::{Browserless, Page};
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::TestPortal;

on_both_engines!(markup_in_every_name_stays_words, line_breaks_in_every_name_make_no_header);

/// What the rules for names let pass, and yet means something in HTML, in templates and in Fluent. The
/// product is long: a short one stands by chance in a time, a code or a secret.
const NASTY: &str = "<b onclick=x>Роза</b> \"&amp;' {{6007*7001}} { $x }";

/// What a template would make of the name.
const PRODUCT: &str = "42055007";

/// Pages on which names stand.
const PAGES: [&str; 16] = [
    "/employees",
    "/employees?status=invited",
    "/employees?status=invited&chip=links",
    "/employees/1",
    "/employees/2",
    "/employees/3",
    "/invitations/1",
    "/join-links/1",
    "/structure",
    "/structure/access-rights",
    "/history",
    "/settings/plan",
    "/settings/tokens",
    "/invite/mail-app",
    "/welcome",
    "/profile",
];

async fn assert_words_only(admin: &Browserless) {
    for path in PAGES {
        let page = admin.get(path).await;
        assert_eq!(page.status, 200, "{path}");
        assert!(!page.body.contains("<b ") && !page.body.contains("<b>"), "{path}: {}", page.body);
        assert!(!page.says(PRODUCT), "{path}: {}", page.text());
    }
}

/// The administrator gives the name to all that he names himself.
async fn name_all(admin: &Browserless) {
    let page = admin.get("/profile").await;
    admin.submit(&page, "/profile", &[("name", NASTY), ("patronymic", NASTY)]).await;
    let page = admin.get("/settings/company").await;
    admin.submit(&page, "/settings/company", &[("name", NASTY)]).await;
    let page = admin.get("/settings/plan").await;
    let plan = admin.submit(&page, "/settings/plan", &[("plan", NASTY)]).await;
    assert_eq!(plan.status, 200, "{}", plan.text());
    assert_eq!(admin.post("/settings/tokens", &[("name", NASTY)]).await.status, 200);
}

/// The name stands on the page, and as words only.
fn assert_named(page: &Page) {
    assert!(page.says(NASTY) && !page.body.contains("<b "), "{}", page.body);
}

async fn markup_in_every_name_stays_words(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    name_all(&admin).await;
    let path = link(&portal, 25).await;
    let store = portal.number("SELECT id FROM departments WHERE name = 'Склад'").await;
    admin.post(&format!("/structure/{store}/rename"), &[("name", NASTY)]).await;
    let address = EmailAddress::parse(INVITEE).unwrap();
    invite_as(&portal, vec![Recipient { address, name: NASTY.to_owned() }]).await;
    for table in ["companies", "departments", "employees"] {
        let sql = format!("SELECT COUNT(*) FROM {table} WHERE name = $1");
        let count =
            portal.portal.read(move |tx| tx.query_one(&sql, &[NASTY.into()], |row| row.get::<i64>(0)));
        assert!(count.await.unwrap() > 0, "{table} takes the name");
    }
    let (stranger, page) = prove(&portal, &path, NEWCOMER).await;
    assert_named(&page);
    let joined =
        stranger.submit(&page, "/join/details", &[("name", NASTY), ("password", GOOD_PASSWORD)]).await;
    assert_eq!(joined.path(), "/welcome", "{}", joined.text());
    assert_named(&joined);
    let newcomer = portal.number("SELECT MAX(id) FROM employees").await;
    let page = admin.get(&format!("/employees/{newcomer}/edit")).await;
    admin.submit(&page, &format!("/employees/{newcomer}/edit"), &[("position", NASTY)]).await;
    let invited = portal.stranger().get(&portal.letter_to(INVITEE).await.path("/i/")).await;
    assert_named(&invited);
    assert_words_only(&admin).await;
    for letter in portal.letters().await {
        assert!(!letter.html.contains("<b ") && !letter.html.contains("<b>"), "{}", letter.html);
        assert!(!letter.text.contains(PRODUCT), "{}", letter.text);
    }
}

async fn line_breaks_in_every_name_make_no_header(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let admin = portal.admin().await;
    let broken = "Роза\r\nBcc: all\r\n\r\n<b>Роза</b>";
    for (path, field) in [
        ("/profile", "name"),
        ("/settings/company", "name"),
        ("/settings/plan", "plan"),
        ("/structure/new", "name"),
        ("/employees/1/edit", "position"),
    ] {
        let page = admin.get(path).await;
        let page = admin.submit(&page, path, &[(field, broken)]).await;
        assert_eq!(page.status, 422, "{path}: {}", page.text());
    }
    assert_eq!(admin.post("/settings/tokens", &[("name", broken)]).await.status, 422);
    let path = link(&portal, 25).await;
    let (stranger, page) = prove(&portal, &path, NEWCOMER).await;
    let refused =
        stranger.submit(&page, "/join/details", &[("name", broken), ("password", GOOD_PASSWORD)]).await;
    assert_eq!(refused.status, 422, "{}", refused.text());

    // Even where such a name stood in the database, it would make no header.
    portal
        .write(move |tx| {
            for table in ["companies", "departments", "employees"] {
                tx.execute(&format!("UPDATE {table} SET name = $1 WHERE id = 1"), &[broken.into()])?;
            }
            tx.execute("UPDATE companies SET plan_name = $1", &[broken.into()])
        })
        .await;
    let address = EmailAddress::parse(INVITEE).unwrap();
    invite_as(&portal, vec![Recipient { address, name: broken.to_owned() }]).await;
    let fields = [("name", "Олег Кравец"), ("password", GOOD_PASSWORD)];
    assert_eq!(stranger.submit(&page, "/join/details", &fields).await.path(), "/welcome");
    let letters = portal.letters().await;
    let failed = portal.number("SELECT COUNT(*) FROM letters WHERE state = 'failed'").await;
    let all = portal.number("SELECT COUNT(*) FROM letters").await;
    assert_eq!(i64::try_from(letters.len()).unwrap() + failed, all, "what would break a header is not sent");
    for letter in letters {
        let (headers, _) = letter.raw.split_once("\r\n\r\n").unwrap();
        assert!(!headers.to_lowercase().contains("\nbcc:"), "{headers}");
        assert!(headers.contains("MIME-Version"), "no header ends before its time: {headers}");
        assert!(!letter.html.contains("<b>"), "{}", letter.html);
    }
}
