//! Wishing for another address for oneself.

use axum::Form;

use super::PATH;
use super::page::{Sent, again, shown};
use crate::accounts::address_change;
use crate::people::web::{AddressForm, Answer, wish};
use crate::web::flash;
use crate::web::page::{PageResult, page_after, see_other_with};
use crate::web::signed_in::SignedIn;

pub(super) async fn ask(me: SignedIn, Form(form): Form<AddressForm>) -> PageResult {
    let answer = wish(&me, me.me.id, &form).await?;
    let sent = |field, words, obstacle| Sent {
        new_email: form.new_email,
        obstacle,
        errors: vec![(field, words)],
        ..Sent::of(&me.me)
    };
    match answer {
        Answer::Asked => {
            let key = me.told("address-asked", "address-asked-kept");
            Ok(see_other_with(PATH, &flash::good(key, None)))
        }
        Answer::Mend(field, words, obstacle) => again(&me, sent(field, words, obstacle)).await,
        Answer::Later(field, words, failure) => {
            page_after(&failure, &shown(&me, sent(field, words, None)).await?)
        }
    }
}

pub(super) async fn withdraw(me: SignedIn) -> PageResult {
    let portal = &me.visitor.portal;
    let (actor, company, id, now) = (me.actor(), me.visitor.company.clone(), me.me.id, portal.now());
    portal.write(move |tx| address_change::withdraw(tx, &actor, &company, id, now)).await?;
    Ok(see_other_with(PATH, &flash::good("address-withdrawn", None)))
}
