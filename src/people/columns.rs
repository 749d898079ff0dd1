//! The columns of the list: which of them somebody looks at, in which order, for each preset.

use super::Status;
use crate::access_rights::{self, Over, Permission};
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// What is between the words of columns where they are written down.
const BETWEEN: &str = ",";

/// A preset of the list: a status, or the administrators among those at work.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Preset {
    /// Everybody in a status.
    Status(Status),
    /// Those at work who may everything.
    Administrators,
}

impl Preset {
    /// All of them, in their order.
    pub const ALL: [Self; 5] = [
        Self::Status(Status::Active),
        Self::Status(Status::Invited),
        Self::Status(Status::AwaitingApproval),
        Self::Administrators,
        Self::Status(Status::Dismissed),
    ];

    /// The word in addresses and in the database.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Status(status) => status.word(),
            Self::Administrators => "administrators",
        }
    }

    /// The preset of a word, where `actor` may know of it; those at work where it is none.
    #[must_use]
    pub fn of_word(word: &str, actor: &Actor, company: &Company) -> Self {
        let found = Self::ALL.into_iter().find(|preset| preset.word() == word);
        let waiting = Self::Status(Status::AwaitingApproval);
        let may = |preset: &Self| {
            *preset != waiting || access_rights::may(actor, company, Permission::Approve, Over::Anything)
        };
        found.filter(may).unwrap_or(Self::Status(Status::Active))
    }

    /// In which status those are whom it shows.
    #[must_use]
    pub fn status(self) -> Status {
        match self {
            Self::Status(status) => status,
            Self::Administrators => Status::Active,
        }
    }
}

/// A column besides the person himself, who always comes first.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Column {
    /// Where they work, or will.
    Department,
    /// What they do.
    Position,
    /// The address.
    Address,
    /// The patronymic.
    Patronymic,
    /// The birthday, with the year for whom it concerns.
    Birthday,
    /// The mobile telephone.
    MobilePhone,
    /// The telephone at work.
    WorkPhone,
    /// Where they stand.
    Status,
    /// What they may.
    Role,
    /// When they came, left or asked.
    Since,
    /// When they were here last.
    Seen,
    /// Who brought them.
    Inviter,
    /// When they were invited.
    Sent,
    /// Until when the invitation holds.
    Until,
    /// What became of the invitation.
    State,
}

impl Column {
    const OF_PEOPLE: [Self; 12] = [
        Self::Department,
        Self::Position,
        Self::Since,
        Self::Role,
        Self::Status,
        Self::Address,
        Self::MobilePhone,
        Self::WorkPhone,
        Self::Patronymic,
        Self::Birthday,
        Self::Inviter,
        Self::Seen,
    ];
    const OF_INVITED: [Self; 6] =
        [Self::Department, Self::Inviter, Self::Sent, Self::Until, Self::State, Self::Address];

    /// The word in the database and in forms.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Department => "department",
            Self::Position => "position",
            Self::Address => "address",
            Self::Patronymic => "patronymic",
            Self::Birthday => "birthday",
            Self::MobilePhone => "mobile_phone",
            Self::WorkPhone => "work_phone",
            Self::Status => "status",
            Self::Role => "role",
            Self::Since => "since",
            Self::Seen => "seen",
            Self::Inviter => "inviter",
            Self::Sent => "sent",
            Self::Until => "until",
            Self::State => "state",
        }
    }

    /// Whether it tells what became of an invitation: that is for who made it, and for those who may see all.
    #[must_use]
    pub fn tells_of_invitation(self) -> bool {
        matches!(self, Self::Inviter | Self::Sent | Self::Until | Self::State)
    }

    /// The columns that `actor` may look at in a preset, in the order in which they are offered: who brought
    /// whom, and who was here when, is for those who manage people.
    #[must_use]
    pub fn offered(preset: Preset, actor: &Actor, company: &Company) -> Vec<Self> {
        if preset.status() == Status::Invited {
            return Self::OF_INVITED.to_vec();
        }
        let manages = access_rights::may(actor, company, Permission::EditPeople, Over::Company);
        // Whoever decides on somebody has to know by whose link he came.
        let decides = preset.status() == Status::AwaitingApproval;
        let is_known = |column: &Self| match column {
            Self::Inviter => manages || decides,
            Self::Seen => manages,
            _ => true,
        };
        Self::OF_PEOPLE.into_iter().filter(is_known).collect()
    }

    /// What everybody sees at first.
    fn at_first(preset: Preset) -> &'static [Self] {
        match preset {
            Preset::Status(Status::Active) | Preset::Administrators => {
                &[Self::Department, Self::Position, Self::Since, Self::Role]
            }
            Preset::Status(Status::Dismissed) => {
                &[Self::Department, Self::Position, Self::Since, Self::Status]
            }
            Preset::Status(Status::AwaitingApproval) => &[Self::Department, Self::Inviter, Self::Since],
            Preset::Status(Status::Invited) => {
                &[Self::Department, Self::Inviter, Self::Sent, Self::Until, Self::State]
            }
        }
    }
}

/// The columns of a preset for `actor`: each that he may look at, those he looks at first in their order.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Columns {
    /// What he looks at.
    pub shown: Vec<Column>,
    /// What he does not.
    pub hidden: Vec<Column>,
}

impl Columns {
    /// Those of `words`, in their order; words that are no column, or none for him, are passed over.
    #[must_use]
    pub fn of_words<'w>(words: impl Iterator<Item = &'w str>, offered: &[Column]) -> Self {
        let mut shown: Vec<Column> = Vec::new();
        for word in words {
            let column = offered.iter().find(|column| column.word() == word);
            shown.extend(column.filter(|column| !shown.contains(column)));
        }
        let hidden = offered.iter().copied().filter(|column| !shown.contains(column)).collect();
        Self { shown, hidden }
    }

    /// As they are written down.
    #[must_use]
    pub fn words(&self) -> String {
        let words: Vec<&str> = self.shown.iter().map(|column| column.word()).collect();
        words.join(BETWEEN)
    }

    /// Puts a column one place further to the front, or to the back.
    pub fn shift(&mut self, column: &str, to_front: bool) {
        let Some(at) = self.shown.iter().position(|shown| shown.word() == column) else { return };
        let with = if to_front { at.checked_sub(1) } else { Some(at + 1) };
        if let Some(with) = with.filter(|with| *with < self.shown.len()) {
            self.shown.swap(at, with);
        }
    }
}

/// The columns that `actor` looks at.
pub fn of(tx: &mut Tx<'_>, actor: &Actor, company: &Company, preset: Preset) -> Result<Columns> {
    let offered = Column::offered(preset, actor, company);
    let chosen = match actor.employee {
        Some(owner) => tx.people().columns(company.id, owner, preset.word())?,
        None => None,
    };
    Ok(match chosen {
        Some(words) => Columns::of_words(words.split(BETWEEN), &offered),
        None => Columns::of_words(Column::at_first(preset).iter().map(|column| column.word()), &offered),
    })
}

/// What is wished of the columns of a preset.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Choice {
    /// These.
    These(Columns),
    /// What everybody sees at first.
    Usual,
}

/// Writes down what `actor` looks at from now on; false where he is no employee, who alone has a list.
pub fn choose(tx: &mut Tx<'_>, actor: &Actor, preset: Preset, choice: &Choice) -> Result<bool> {
    let Some(owner) = actor.employee else { return Ok(false) };
    match choice {
        Choice::These(columns) => {
            tx.people().set_columns(actor.company, owner, preset.word(), &columns.words())?;
        }
        Choice::Usual => tx.people().reset_columns(actor.company, owner, preset.word())?,
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_keep_their_order_and_what_is_none_is_passed_over() {
        let offered = Column::OF_PEOPLE;
        let mut columns = Columns::of_words("role,nonsense,since,role,sent".split(','), &offered);
        assert_eq!(columns.words(), "role,since");
        columns.shift("since", true);
        columns.shift("since", true);
        assert_eq!(columns.words(), "since,role");
        columns.shift("role", false);
        columns.shift("gone", true);
        assert_eq!(columns.words(), "since,role");
        assert_eq!(columns.hidden.len(), offered.len() - 2);
    }
}
