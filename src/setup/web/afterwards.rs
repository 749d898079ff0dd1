//! The last two steps, by the new administrator: how letters leave, and whom he invites first.

use askama::Template;

use super::STEPS;
use crate::web::page::{PageResult, page};
use crate::web::shell::Bare;
use crate::web::signed_in::{Administrator, SignedIn};

#[derive(Template)]
#[template(path = "setup/mail.html")]
struct MailPage {
    shell: Bare,
    progress: String,
    /// Letters stay in the portal's own mailbox.
    is_mailbox: bool,
}

#[derive(Template)]
#[template(path = "setup/colleagues.html")]
struct ColleaguesPage {
    shell: Bare,
    progress: String,
    seats: String,
}

/// `GET /welcome/mail`.
pub async fn mail(Administrator(me): Administrator) -> PageResult {
    let is_mailbox = me.visitor.portal.mail.is_mailbox();
    page(&MailPage { shell: me.visitor.bare(), progress: progress(&me, 3), is_mailbox })
}

/// `GET /welcome/colleagues`.
pub async fn colleagues(Administrator(me): Administrator) -> PageResult {
    let seats = me.shell(crate::web::shell::Section::Invite).seats.line(&me.locale());
    page(&ColleaguesPage { shell: me.visitor.bare(), progress: progress(&me, 4), seats })
}

fn progress(me: &SignedIn, n: i64) -> String {
    me.locale().with("setup-step", &[("n", n.into()), ("steps", STEPS.into())])
}
