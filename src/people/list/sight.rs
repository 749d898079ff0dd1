//! What a list shows, with all that narrows it found out: where departments lead, what words mean.

use std::collections::BTreeSet;

use super::{Branch, By, Changeable, Holding, Narrow, Order, Query, Span};
use crate::base::id::{CompanyId, DepartmentId, EmployeeId};
use crate::mail::outbox::Delivery;
use crate::people::Status;
use crate::people::words::{self, parts};
use crate::store::{Result, Tx, statement};

/// A list of departments longer than this is looked up each time it is needed.
pub const LISTED: usize = 512;
/// A word that is in more names of departments than this, with what is below them, means those who work in such
/// a department itself.
const NAMED: usize = LISTED;

/// What is looked at.
#[derive(Clone, Debug)]
pub struct Sight {
    /// The company.
    pub company: CompanyId,
    /// In which status. The invited are those whose invitation no end has come to.
    pub status: Status,
    /// What was typed, word by word: each must be found.
    pub terms: Vec<Term>,
    /// What the address must hold, as patterns: its pieces alone are found in others, too.
    pub addresses: Vec<String>,
    /// In these departments.
    pub places: Option<Places>,
    /// What they are.
    pub role: Option<Holding>,
    /// Brought by this employee.
    pub inviter: Option<EmployeeId>,
    /// Came, left, asked or was invited in this time.
    pub since: Span,
    /// Whose letter has come so far.
    pub letter: Option<Delivery>,
    /// Whose letter stayed in the portal's mailbox.
    pub is_kept: bool,
    /// Whose invitation ends in this time.
    pub until: Span,
    /// Who has not chosen a password yet.
    pub no_password: Option<NoPassword>,
    /// Made by him or in one of these, where the reader knows of no others.
    pub share: Option<(Option<EmployeeId>, Places)>,
}

/// Those at work without a password whom the reader may know of.
#[derive(Clone, Debug)]
pub struct NoPassword {
    /// Whether administrators are among them.
    pub administrators: bool,
    /// Those who work in these departments, as `,3,17,`, and nowhere else; `None`: everybody.
    pub within: Option<String>,
}

/// Departments.
#[derive(Clone, Debug)]
pub enum Places {
    /// These.
    Some(Vec<i64>),
    /// One with all below it: more than are worth a list.
    Branch(DepartmentId),
    /// More than are worth a list, as `,3,17,`.
    Many(String),
}

/// A word of a search.
#[derive(Clone, Debug)]
pub struct Term {
    /// What it begins with.
    pub text: String,
    /// The end of the words that begin so.
    pub end: String,
    /// The pattern of the words that hold it; `None` where only beginnings count.
    pub within: Option<String>,
    /// The departments that are called so.
    pub named: Named,
}

/// Departments that a word names.
#[derive(Clone, Debug)]
pub enum Named {
    /// None.
    None,
    /// These, with what is below them.
    Some(Places),
    /// So many that only the department itself counts: those whose names hold what is from here to there; and those
    /// that all words together name, with what is below them, where there are such.
    Many(String, String, Option<Places>),
}

/// How people came to be looked at, which tells what need not be asked of them again.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Walked {
    /// Along an order.
    Order,
    /// Along the words of the term of that number: they have one.
    Words(usize),
    /// Along the departments that the term of that number names: only those are wanted who have no word for it.
    Departments(usize),
    /// The same, but along an order.
    OrderOfDepartments(usize),
}

/// Something that narrows a list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Narrowing {
    /// The word of that number.
    Term(usize),
    /// Departments.
    Places,
    /// A role.
    Role,
    /// Who brought them.
    Inviter,
    /// When they came.
    Since,
    /// Where the letter is.
    Letter,
    /// When the invitation ends.
    Until,
    /// Who has no password yet.
    NoPassword,
    /// What the reader may know of.
    Share,
}

impl Sight {
    /// Finds out what a query means; `None` where it can find nobody.
    pub fn of(tx: &mut Tx<'_>, company: CompanyId, query: &Query) -> Result<Option<Self>> {
        let Narrow { search, department, role, inviter, since, letter, is_kept, until, no_password, share } =
            &query.narrow;
        if no_password.is_some() && query.status != Status::Active {
            return Ok(None);
        }
        let Some(typed) = words::of_search(search) else { return Ok(None) };
        let mut terms = Vec::with_capacity(typed.len());
        let mut addresses = Vec::new();
        for text in typed {
            let pieces = words::apart(&text);
            if pieces.is_empty() || tx.people().is_beginning(company, &[query.status], &text)? {
                terms.push(Term::of(tx, company, text)?);
                continue;
            }
            // Nothing begins so: it may stand within an address, and its pieces lead there.
            for piece in pieces {
                terms.push(Term::of(tx, company, piece)?);
            }
            addresses.push(statement::holding(&text));
        }
        name_together(tx, company, search, &mut terms)?;
        let places = match department {
            Some(branch) => places(tx, company, *branch)?,
            None => None,
        };
        Ok(Some(Self {
            company,
            status: query.status,
            terms,
            addresses,
            places,
            role: *role,
            inviter: *inviter,
            since: *since,
            letter: letter.filter(|_| query.status == Status::Invited),
            is_kept: *is_kept && query.status == Status::Invited,
            until: if query.status == Status::Invited { *until } else { Span::default() },
            no_password: no_password.as_ref().map(NoPassword::of),
            share: share.as_ref().map(|share| {
                // Only invitations are made by anybody.
                let maker = share.maker.filter(|_| query.status == Status::Invited);
                (maker, listed(&share.departments))
            }),
        }))
    }

    /// Whether the list is one of invitations.
    #[must_use]
    pub fn is_invited(&self) -> bool {
        self.status == Status::Invited
    }

    /// Whether the order goes along what one inviter has open, which has an index of its own.
    #[must_use]
    pub fn is_own_walk(&self, order: Order) -> bool {
        self.is_invited() && order.by == By::Since && self.inviter.is_some()
    }

    /// What narrows the list besides what its order is a stretch of anyway.
    #[must_use]
    pub fn narrowings(&self, order: Order) -> Vec<Narrowing> {
        let mut all: Vec<Narrowing> = (0..self.terms.len()).map(Narrowing::Term).collect();
        let by_letter = order.by == By::Since && self.is_invited();
        let by_inviter = self.is_own_walk(order);
        for (is_asked, narrowing) in [
            (self.places.is_some(), Narrowing::Places),
            (self.role.is_some(), Narrowing::Role),
            (self.inviter.is_some() && !by_inviter, Narrowing::Inviter),
            (self.since.is_bounded() && order.by != By::Since, Narrowing::Since),
            (self.letter.is_some() && (!by_letter || self.is_kept), Narrowing::Letter),
            (self.until.is_bounded() && order.by != By::Expiry, Narrowing::Until),
            (self.no_password.is_some(), Narrowing::NoPassword),
            (self.share.is_some(), Narrowing::Share),
        ] {
            if is_asked {
                all.push(narrowing);
            }
        }
        all
    }
}

impl NoPassword {
    /// The same for SQL.
    #[must_use]
    pub fn of(asked: &Changeable) -> Self {
        let text = |within: &BTreeSet<DepartmentId>| statement::listed(within.iter().map(|id| id.0));
        Self { administrators: asked.administrators, within: asked.within.as_deref().map(text) }
    }
}

impl Term {
    /// Whether it names departments, or is too short to do so by itself.
    fn may_name(&self) -> bool {
        !matches!(self.named, Named::None) || parts::in_names(&self.text).is_none()
    }

    fn of(tx: &mut Tx<'_>, company: CompanyId, text: String) -> Result<Self> {
        let named = match parts::in_names(&text) {
            Some(part) => named(tx, company, part)?,
            None => Named::None,
        };
        Ok(Self {
            end: words::after(&text),
            within: parts::is_within(&text).then(|| format!("%{text}%")),
            named,
            text,
        })
    }
}

fn named(tx: &mut Tx<'_>, company: CompanyId, part: String) -> Result<Named> {
    let end = words::after(&part);
    let found = named_with_below(tx, company, &[(part.clone(), end.clone())])?;
    if found.is_empty() {
        return Ok(Named::None);
    }
    Ok(if found.len() > NAMED { Named::Many(part, end, None) } else { Named::Some(Places::Some(found)) })
}

/// The departments whose names hold something of each of these stretches, with what is below them: more than are worth
/// a list where there are so many.
fn named_with_below(tx: &mut Tx<'_>, company: CompanyId, stretches: &[(String, String)]) -> Result<Vec<i64>> {
    let found = tx.people().departments_named(company, stretches, NAMED + 1)?;
    if found.len() > NAMED { Ok(found) } else { tx.people().with_below(company, found, NAMED + 1) }
}

/// Where several words together are (of) a department's name, they mean it, however many others each of them names, or
/// too short as it is to name one by itself: «филиал 8», also beside a name.
fn name_together(tx: &mut Tx<'_>, company: CompanyId, typed: &str, terms: &mut [Term]) -> Result<()> {
    let is_listed = |term: &Term| matches!(term.named, Named::Some(_));
    let mut naming: Vec<&mut Term> = terms.iter_mut().filter(|term| term.may_name()).collect();
    if naming.len() < 2 || naming.iter().all(|term| is_listed(term)) {
        return Ok(());
    }
    let texts: Vec<&str> = naming.iter().map(|term| term.text.as_str()).collect();
    let found = named_with_below(tx, company, &stretches(typed, &texts))?;
    if found.is_empty() || found.len() > NAMED {
        return Ok(());
    }
    for term in &mut naming {
        match &mut term.named {
            Named::Some(_) => {}
            Named::None => term.named = Named::Some(Places::Some(found.clone())),
            Named::Many(.., together) => *together = Some(Places::Some(found.clone())),
        }
    }
    Ok(())
}

/// Where the names of departments are looked for these words of a search. What was typed as one, «1.2», stands in the
/// name as one.
fn stretches(typed: &str, texts: &[&str]) -> Vec<(String, String)> {
    let dotted = words::of_several(typed);
    let mut stretches = Vec::with_capacity(texts.len());
    let mut left = texts;
    while let Some((first, others)) = left.split_first() {
        let whole = dotted.iter().find(|(_, its)| left.iter().take(its.len()).eq(its.iter()));
        let text = whole.map_or(*first, |(text, _)| text.as_str());
        left = whole.map_or(others, |(_, its)| &left[its.len()..]);
        let part = parts::in_names(text).unwrap_or_else(|| format!(" {text}"));
        let end = words::after(&part);
        stretches.push((part, end));
    }
    stretches
}

/// Departments that somebody may know of: a list, or where that would be too long a text.
fn listed(departments: &BTreeSet<DepartmentId>) -> Places {
    if departments.len() <= LISTED {
        return Places::Some(departments.iter().map(|id| id.0).collect());
    }
    Places::Many(statement::listed(departments.iter().map(|id| id.0)))
}

/// Everybody is in the company or below it: the root alone narrows nothing.
fn places(tx: &mut Tx<'_>, company: CompanyId, branch: Branch) -> Result<Option<Places>> {
    let Some(found) = tx.departments().find(company, branch.department)? else {
        return Ok(Some(Places::Some(Vec::new())));
    };
    if branch.alone {
        return Ok(Some(Places::Some(vec![found.id.0])));
    }
    if found.parent.is_none() {
        return Ok(None);
    }
    let ids = tx.people().with_below(company, vec![branch.department.0], LISTED + 1)?;
    Ok(Some(if ids.len() > LISTED { Places::Branch(branch.department) } else { Places::Some(ids) }))
}
