//! Photos: a square face in two sizes, made anew of what was uploaded, so that nothing of that but the
//! picture is kept.

mod darkroom;

pub use self::darkroom::{Darkroom, Place, Refusal};

use super::{Employee, find_visible, may_change};
use crate::access_rights::Permission;
use crate::base::clock::Timestamp;
use crate::base::id::EmployeeId;
use crate::company::Company;
use crate::history::{Action, Actor, Subject};
use crate::store::{Result, Tx};

/// Bytes of a picture at the most.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Pixels of a picture at the most: the photo of a good telephone.
pub const MAX_PIXELS: u64 = 25_000_000;
/// What both sizes are.
pub const CONTENT_TYPE: &str = "image/jpeg";

/// In which size a photo is shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Size {
    /// Beside a name.
    Small,
    /// On the page of a person.
    Large,
}

impl Size {
    /// Pixels of a side.
    #[must_use]
    pub fn pixels(self) -> u32 {
        match self {
            Self::Small => 96,
            Self::Large => 320,
        }
    }

    /// The size of so many pixels.
    #[must_use]
    pub fn of_pixels(pixels: u32) -> Option<Self> {
        [Self::Small, Self::Large].into_iter().find(|size| size.pixels() == pixels)
    }
}

/// A photo ready to be kept: both sizes as they are handed out.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Developed {
    /// [`Size::Small`].
    pub small: Vec<u8>,
    /// [`Size::Large`].
    pub large: Vec<u8>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// It is as wished.
    Done,
    /// The photo is somebody else's, and the person may not change people.
    NotAllowed,
    /// There is no such person.
    NotFound,
}

/// Gives a person a photo: oneself, or anybody for who may change people.
pub fn hang(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    photo: &Developed,
    now: Timestamp,
) -> Result<Outcome> {
    let person = match whose(tx, actor, company, id)? {
        Ok(person) => person,
        Err(refusal) => return Ok(refusal),
    };
    let version = tx.people().set_photo(company.id, id, photo)?;
    let before = person.photo.map_or_else(|| "—".to_owned(), |before| before.to_string());
    let details = format!("{}\nphoto: {before} → {version}", person.shown_name());
    tx.history().record(actor, Action::ProfileChanged, Subject::Employee(id), &details, now)?;
    Ok(Outcome::Done)
}

/// Takes a photo away: one's own, or anybody's for who may change people.
pub fn take_down(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
    now: Timestamp,
) -> Result<Outcome> {
    let person = match whose(tx, actor, company, id)? {
        Ok(person) => person,
        Err(refusal) => return Ok(refusal),
    };
    if let Some(version) = person.photo
        && tx.people().remove_photo(company.id, id)?
    {
        let details = format!("{}\nphoto: {version} → —", person.shown_name());
        tx.history().record(actor, Action::ProfileChanged, Subject::Employee(id), &details, now)?;
    }
    Ok(Outcome::Done)
}

/// Whose photo it is, where the actor may change it.
fn whose(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    id: EmployeeId,
) -> Result<std::result::Result<Employee, Outcome>> {
    let Some(person) = find_visible(tx, actor, company, id)? else { return Ok(Err(Outcome::NotFound)) };
    let may = actor.employee == Some(id) || may_change(tx, actor, company, Permission::EditPeople, &person)?;
    Ok(if may { Ok(person) } else { Err(Outcome::NotAllowed) })
}
