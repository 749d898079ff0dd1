//! Taking the list along: who may, and as what.

pub mod vcard;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::list::Branch;
use crate::access_rights::rights::{Reach, renewed};
use crate::access_rights::{self, Over, Permission};
use crate::base::id::DepartmentId;
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};
use crate::web::export::{Cell, Table};

/// As what the list is taken along.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    /// A table.
    Table(Table),
    /// Cards of people.
    Vcard,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Table(Table::Xlsx), Self::Table(Table::Csv), Self::Vcard];

    /// The word in forms, which is how the name of the file ends.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Table(table) => table.word(),
            Self::Vcard => "vcf",
        }
    }

    /// As it is called.
    #[must_use]
    pub fn name(self) -> String {
        match self {
            Self::Table(table) => table.word().to_uppercase(),
            Self::Vcard => "vCard".to_owned(),
        }
    }

    /// The format of a word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// What a browser is told of it.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Table(table) => table.content_type(),
            Self::Vcard => "text/vcard; charset=utf-8",
        }
    }
}

/// A row of the list.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its values, in the order of the columns.
    pub cells: Vec<Cell>,
    /// The same for a card.
    pub card: vcard::Card,
}

impl AsRef<[Cell]> for Line {
    fn as_ref(&self) -> &[Cell] {
        &self.cells
    }
}

/// How much of a list somebody may take along.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Extent {
    /// Nothing.
    Nothing,
    /// Those in these departments.
    Departments(Arc<BTreeSet<DepartmentId>>),
    /// All of it.
    Whole,
}

/// How much `actor` may take along of a list that is narrowed to this department: who may do so for some departments
/// only takes of any list those who are in them.
pub fn extent(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    department: Option<Branch>,
) -> Result<Extent> {
    let is_whole = match department {
        None => access_rights::may(actor, company, Permission::Export, Over::Company),
        Some(Branch { department, alone }) => {
            access_rights::may_where(actor, company, Permission::Export, false, || {
                if alone { Ok(vec![department]) } else { tx.roles().branch(company.id, department) }
            })?
        }
    };
    if is_whole {
        return Ok(Extent::Whole);
    }
    Ok(match actor.rights.reach(Permission::Export) {
        Reach::Departments(within) if !within.is_empty() => Extent::Departments(Arc::clone(within)),
        Reach::Departments(_) | Reach::Nowhere | Reach::Company => Extent::Nothing,
    })
}

/// `actor` with the rights that he has by now, and how much of that list he may still take along.
pub fn still(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    department: Option<Branch>,
) -> Result<Option<(Actor, Extent)>> {
    let Some(actor) = renewed(tx, actor, company)? else { return Ok(None) };
    let extent = extent(tx, &actor, company, department)?;
    Ok((extent != Extent::Nothing).then_some((actor, extent)))
}
