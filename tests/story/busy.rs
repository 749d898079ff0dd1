//! Too many passwords at once: everybody is told to come again in a moment, and nothing typed is lost.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

use super::join::{GOOD_PASSWORD, INVITEE, invite};
use crate::support::browserless::Page;
use crate::support::databases::{TestDatabase, on_both_engines};
use crate::support::portal::{ADMIN, PASSWORD, TestPortal};

on_both_engines!(each_form_with_a_password_is_kept_while_the_portal_is_busy);

/// A password on its way to being computed.
type Waiting = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Every place where a password waits to be computed is taken for as long as this is there.
pub struct Busy {
    _waiting: Vec<Waiting>,
}

impl Busy {
    /// Takes them. Those that have a turn get done; then it is the turn of some that nobody asks to go
    /// on, and their places stay taken.
    pub async fn new(portal: &TestPortal) -> Self {
        let mut waiting = Vec::new();
        while let Some(one) = begun(portal).await {
            waiting.push(one);
        }
        let turns = std::thread::available_parallelism().map_or(1, usize::from);
        for one in waiting.drain(..turns).collect::<Vec<_>>() {
            one.await;
        }
        while let Some(one) = begun(portal).await {
            waiting.push(one);
        }
        Self { _waiting: waiting }
    }
}

/// One more that waits; `None` where there is no place for it.
async fn begun(portal: &TestPortal) -> Option<Waiting> {
    let hasher = portal.portal.hasher.clone();
    let mut one: Waiting = Box::pin(async move { drop(hasher.hash("a").await) });
    let is_refused = poll_fn(|context| Poll::Ready(one.as_mut().poll(context).is_ready())).await;
    (!is_refused).then_some(one)
}

fn assert_busy(page: &Page, form: &str) {
    assert_eq!(page.status, 503, "{form}: {}", page.text());
    assert_eq!(page.headers["retry-after"], "5", "{form}");
    assert!(page.says("Портал сейчас занят"), "{form}: {}", page.text());
    assert!(!page.body.contains(GOOD_PASSWORD), "{form}: a password is never shown again");
}

async fn each_form_with_a_password_is_kept_while_the_portal_is_busy(database: &TestDatabase) {
    let portal = TestPortal::new(database).await;
    let anna = portal.admin().await;
    let (invitee, forgetful, stranger) = (portal.stranger(), portal.stranger(), portal.stranger());
    invite(&portal, &[INVITEE]).await;
    let joining = invitee.get(&portal.letter_to(INVITEE).await.path("/i/")).await;
    forgetful.post("/forgotten-password", &[("email", ADMIN.1)]).await;
    let reset = forgetful.get(&portal.letter_to(ADMIN.1).await.path("/new-password/")).await;
    let (door, profile) = (stranger.get("/sign-in?next=/profile").await, anna.get("/profile").await);

    let busy = Busy::new(&portal).await;
    let fields = [("name", "Иван Петров"), ("password", GOOD_PASSWORD)];
    let page = invitee.submit(&joining, "/join", &fields).await;
    assert_busy(&page, "joining");
    assert_eq!(page.value("name"), "Иван Петров");
    assert_busy(&forgetful.submit(&reset, "/new-password", &[("password", GOOD_PASSWORD)]).await, "reset");
    let fields = [("email", ADMIN.1), ("password", GOOD_PASSWORD)];
    let page = stranger.submit(&door, "/sign-in", &fields).await;
    assert_busy(&page, "sign-in");
    assert_eq!((page.value("email").as_str(), page.value("next").as_str()), (ADMIN.1, "/profile"));
    let fields = [("present", PASSWORD), ("password", GOOD_PASSWORD)];
    assert_busy(&anna.submit(&profile, "/profile/password", &fields).await, "profile");
    assert_eq!(portal.number("SELECT failed_sign_ins FROM employees WHERE id = 1").await, 0);

    drop(busy);
    let fields = [("name", "Иван Петров"), ("password", GOOD_PASSWORD)];
    assert_eq!(invitee.submit(&joining, "/join", &fields).await.path(), "/welcome");
}
