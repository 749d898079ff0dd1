//! What the pages of joining have in common: running a deed, knowing who is signed in.

use crate::accounts::sessions;
use crate::join::Deed;
use crate::people::Employee;
use crate::store::{Result, Tx};
use crate::web::failure::Failure;
use crate::web::signed_in::SESSION_COOKIE;
use crate::web::visitor::Visitor;

/// Runs a verb in one transaction and wakes the sender of letters.
pub async fn act<T, F>(visitor: &Visitor, deed: F) -> std::result::Result<T, Failure>
where
    F: Fn(&mut Tx<'_>, &Deed<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let (actor, company, now) = (visitor.actor(), visitor.company.clone(), visitor.portal.now());
    let random = visitor.portal.random.clone();
    let done = visitor
        .portal
        .write(move |tx| deed(tx, &Deed { actor: &actor, company: &company, random: &*random, now }))
        .await?;
    visitor.portal.outbox_bell.ring();
    Ok(done)
}

/// Who is signed in with this browser. Unlike the pages inside, nothing is noted of the visit:
/// opening a link changes nothing (R16).
pub fn signed_in(tx: &mut Tx<'_>, visitor: &Visitor) -> Result<Option<Employee>> {
    let Some(token) = visitor.cookie_value(SESSION_COOKIE) else { return Ok(None) };
    let session = sessions::find(tx, visitor.company.id, token, visitor.portal.now())?;
    Ok(session.map(|session| session.employee))
}
