//! Changing one's own password while signed in: the present one is asked for (ASVS 6.2.3).

use std::sync::Arc;

use super::new_password::{self, NewPassword};
use super::password_rules::{self, Context, Refusal};
use super::reauth;
use crate::company::Company;
use crate::history::Actor;
use crate::people::Employee;
use crate::portal::Portal;
use crate::web::failure::Failure;

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The new one is set; all other sessions have ended.
    Changed,
    /// The present password was typed wrong.
    WrongPassword,
    /// The new one may not be chosen.
    Refused(Refusal),
    /// The new one is the present one.
    Same,
}

/// What was typed, and in which session.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// The present password.
    pub present: &'a str,
    /// The new one.
    pub new: &'a str,
    /// Of the session that goes on.
    pub session: &'a [u8],
}

/// Changes the password of `person`, who is signed in.
pub async fn change(
    portal: &Portal,
    company: &Company,
    actor: Actor,
    person: &Employee,
    wish: Wish<'_>,
) -> Result<Outcome, Failure> {
    let context = Context { company: &company.name, email: &person.email, name: &person.name };
    if let Err(refusal) = password_rules::check(wish.new, &context) {
        return Ok(Outcome::Refused(refusal));
    }
    let Some(proof) = reauth::prove(portal, actor.clone(), person, wish.present).await? else {
        return Ok(Outcome::WrongPassword);
    };
    if wish.new == wish.present {
        return Ok(Outcome::Same);
    }
    let hash = portal.hasher.hash(wish.new).await?;
    let (company, person, session) = (company.clone(), person.clone(), wish.session.to_vec());
    let (random, now) = (Arc::clone(&portal.random), portal.now());
    let outcome = portal
        .write(move |tx| {
            if !proof.holds(tx, &actor)? {
                return Ok(Outcome::WrongPassword);
            }
            let new = NewPassword { hash: &hash, kept_session: Some(&session) };
            new_password::give(tx, &actor, &company, &person, &new, &*random, now)?;
            Ok(Outcome::Changed)
        })
        .await?;
    portal.outbox_bell.ring();
    Ok(outcome)
}
