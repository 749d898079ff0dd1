//! The review before sending: each row of the list is told what will become of it. Only reads.

use super::addresses::{self, Excess, MAX_ADDRESSES, MAX_BYTES};
use super::alike::{Alike, Likeness};
use super::foresee::{Foreseen, Foresight};
use super::invite::{Fate, Recipient};
use crate::base::clock::Timestamp;
use crate::base::email_address::{AddressProblem, EmailAddress};
use crate::base::person_name::{NameProblem, PersonName};
use crate::company::Company;
use crate::history::Actor;
use crate::store::{Result, Tx};

/// One row, as it was typed or pasted.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Entry {
    /// What should be an address.
    pub address: String,
    /// The name that colleagues will see, or nothing.
    pub name: String,
    /// Whether the inviter dispelled the doubt about the address.
    pub keep: bool,
}

impl Entry {
    /// A row as it came. A NUL is no letter of any address or name, and PostgreSQL takes none.
    #[must_use]
    pub fn new(address: &str, name: &str, keep: bool) -> Self {
        let clean = |text: &str| text.replace('\0', "");
        Self { address: clean(address), name: clean(name), keep }
    }

    /// The same of a field in which the name may stand beside the address: `Ewa Nowak <ewa@example.org>`.
    #[must_use]
    pub fn typed(address: &str, name: &str, keep: bool) -> Self {
        let whole = match EmailAddress::parse(address) {
            Ok(_) => None,
            Err(_) => entries_of(address).ok().and_then(|pasted| only(pasted.entries)),
        };
        match whole {
            Some(whole) if name.trim().is_empty() => Self { keep, ..whole },
            Some(whole) => Self::new(&whole.address, name, keep),
            None => Self::new(address, name, keep),
        }
    }

    /// The row as a line of the list that it could come from.
    #[must_use]
    pub fn line(&self) -> String {
        match (self.name.trim(), self.address.trim()) {
            ("", address) => address.to_owned(),
            (name, address) if name.contains(is_mark) => format!("{} <{address}>", addresses::quoted(name)),
            (name, address) => format!("{name} <{address}>"),
        }
    }
}

/// The entry that stands alone and is an address with a name.
fn only(entries: Vec<Entry>) -> Option<Entry> {
    let [entry] = <[Entry; 1]>::try_from(entries).ok()?;
    EmailAddress::parse(&entry.address).is_ok().then_some(entry)
}

/// Whether `c` could end a name that stands in no quotes.
fn is_mark(c: char) -> bool {
    !c.is_alphanumeric() && !c.is_whitespace() && !matches!(c, '-' | '.' | '\'' | '’')
}

/// A row and what was found.
#[derive(Clone, Debug)]
pub struct Reviewed {
    /// The row.
    pub entry: Entry,
    /// What will become of it.
    pub verdict: Verdict,
    /// Whom it resembles, where it will be sent: a mailbox may have many addresses.
    pub alike: Option<Alike>,
}

/// What will become of a row.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// Will be sent.
    Ready(Recipient),
    /// Will not: the fate says why.
    Settled(Recipient, Fate),
    /// Will not, unless the inviter does something.
    Mend(Mend),
}

/// What to do about a row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Mend {
    /// It is no address.
    Address(AddressProblem),
    /// Its name is none.
    Name(NameProblem),
    /// Probably another address was meant.
    Meant(EmailAddress),
    /// Its domain could be mistaken for another; this is how it is written in ASCII.
    Deceptive(String),
}

/// Whether rows are more than one list may hold, as a pasted text may.
#[must_use]
pub fn excess(entries: &[Entry]) -> Option<Excess> {
    let bytes = entries.iter().map(|entry| entry.address.len() + entry.name.len()).sum();
    if bytes > MAX_BYTES {
        return Some(Excess::Bytes(bytes));
    }
    (entries.len() > MAX_ADDRESSES).then_some(Excess::Rows(entries.len()))
}

/// A pasted text.
pub struct Pasted {
    /// Its rows, each address once.
    pub entries: Vec<Entry>,
    /// How often an address stood there once more.
    pub repeats: usize,
}

/// The rows of a pasted text.
pub fn entries_of(text: &str) -> std::result::Result<Pasted, Excess> {
    let reading = addresses::read(text);
    if let Some(excess) = reading.excess {
        return Err(excess);
    }
    let repeats = reading.rows.iter().map(|row| row.repeats.len()).sum();
    let entries = reading
        .rows
        .into_iter()
        .map(|row| {
            let address = row.address.map_or(row.written, |address| address.to_string());
            // Mail programs repeat the address where there is no name.
            let name = row.name.filter(|name| !name.contains('@')).unwrap_or_default();
            Entry::new(&address, &name, false)
        })
        .collect();
    Ok(Pasted { entries, repeats })
}

/// Looks at each row. A repeated address is folded into its first row, an empty row goes. `leaves` says whether
/// letters leave the portal at present.
pub fn review(
    tx: &mut Tx<'_>,
    actor: &Actor,
    company: &Company,
    entries: &[Entry],
    leaves: bool,
    now: Timestamp,
) -> Result<Vec<Reviewed>> {
    let read: Vec<_> = entries
        .iter()
        .filter(|entry| !entry.address.trim().is_empty() || !entry.name.trim().is_empty())
        .map(|entry| (entry, recipient(entry)))
        .collect();
    let foresight = Foresight { actor, company, send: true, leaves, now };
    let addresses = read.iter().filter_map(|(_, recipient)| Some(&recipient.as_ref().ok()?.address));
    let mut foreseen = foresight.of_all(tx, addresses)?.into_iter();
    let mut reviewed = Vec::with_capacity(read.len());
    let mut likeness = Likeness::new(actor, company);
    for (entry, recipient) in &read {
        let verdict = match recipient {
            Err(mend) => Verdict::Mend(mend.clone()),
            Ok(recipient) => match foreseen.next() {
                Some(
                    Foreseen::Fresh
                    | Foreseen::Expired(_)
                    | Foreseen::ExpiredOfAnother(_)
                    | Foreseen::Kept(_),
                ) => Verdict::Ready(recipient.clone()),
                Some(Foreseen::Settled(fate)) => Verdict::Settled(recipient.clone(), fate),
                Some(Foreseen::Repeat(_)) | None => continue,
            },
        };
        let alike = match &verdict {
            Verdict::Ready(recipient) => likeness.of(tx, &recipient.address)?,
            Verdict::Settled(..) | Verdict::Mend(_) => None,
        };
        reviewed.push(Reviewed { entry: (*entry).clone(), verdict, alike });
    }
    Ok(reviewed)
}

fn recipient(entry: &Entry) -> std::result::Result<Recipient, Mend> {
    let address = EmailAddress::parse(&entry.address).map_err(Mend::Address)?;
    if !entry.keep {
        if let Some(meant) = address.suggestion() {
            return Err(Mend::Meant(meant));
        }
        if let Some(ascii) = address.domain_warning() {
            return Err(Mend::Deceptive(ascii));
        }
    }
    let name = match entry.name.trim() {
        "" => String::new(),
        name => PersonName::parse(name).map_err(Mend::Name)?.to_string(),
    };
    Ok(Recipient { address, name })
}
