//! Appointing somebody to lead a department, with all that comes with it: he comes into the department first, or
//! others who head it do so no longer. All of it or nothing.

use super::Post;
use super::add_person::{self, Way, add_person};
use super::set_post::{self, set_post};
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// Who.
    pub person: EmployeeId,
    /// What he becomes.
    pub post: Post,
    /// Whether he comes into the department for it, where he does not work there yet.
    pub joins: bool,
    /// Heads who are so no longer.
    pub instead: Vec<EmployeeId>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// What became of the posts.
    Posts(set_post::Outcome),
    /// He could not be brought into the department.
    NotBroughtIn(add_person::Outcome),
}

/// Appoints a person in a department.
pub fn appoint(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: DepartmentId,
    asked: &Appointment,
    now: Timestamp,
) -> Result<Outcome> {
    let mut steps = || {
        if asked.joins {
            let brought = add_person(tx, actor, company, id, asked.person, Way::Add, now)?;
            if brought != add_person::Outcome::Done {
                return Ok(Outcome::NotBroughtIn(brought));
            }
        }
        for other in asked.instead.iter().filter(|other| **other != asked.person) {
            match set_post(tx, actor, company, id, *other, Post::Member, now)? {
                // Whoever went meanwhile heads nothing any more.
                set_post::Outcome::Done | set_post::Outcome::NotThere => {}
                outcome => return Ok(Outcome::Posts(outcome)),
            }
        }
        set_post(tx, actor, company, id, asked.person, asked.post, now).map(Outcome::Posts)
    };
    let outcome = steps()?;
    if outcome != Outcome::Posts(set_post::Outcome::Done) {
        tx.undo();
    }
    Ok(outcome)
}
