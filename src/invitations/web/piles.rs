//! The four piles of the review, and what is pressed on it.

use std::collections::{HashMap, HashSet};

use super::returned::Words;
use crate::base::id::{EmployeeId, InvitationId};
use crate::i18n::Locale;
use crate::invitations::alike::Alike;
use crate::invitations::invite::Fate;
use crate::invitations::review::{Entry, Mend, Reviewed, Verdict};
use crate::suppressions::web as suppressions;

/// Rows that will be sent and are shown before the rest is folded away.
const SHOWN: usize = 20;

/// A row of the review. `at` is its place in the form.
pub(super) struct Row {
    pub(super) at: usize,
    pub(super) address: String,
    pub(super) name: String,
    pub(super) kept: bool,
    /// Why it is in its pile.
    pub(super) words: String,
    /// The address that was probably meant.
    pub(super) meant: Option<String>,
    /// Whether the doubt can be dispelled by a press.
    pub(super) doubtful: bool,
    /// Whether it is the name that is to be mended.
    pub(super) bad_name: bool,
    /// Where the reader can let this person in.
    pub(super) queue: Option<&'static str>,
    /// Where the reader sees why the address is not written to, and lifts that.
    pub(super) suppression: Option<String>,
    /// Where the reader does something about a letter that nobody got, and what that is called.
    pub(super) way: Option<(String, String)>,
    /// The dismissed person whom the reader can take back, or whose address he can free.
    pub(super) dismissed: Option<EmployeeId>,
}

/// Who looks at the review.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) locale: Locale,
    pub(super) approves: bool,
    pub(super) manages: bool,
    pub(super) lifts: bool,
    /// What is told of invitations whose letters nobody got.
    pub(super) returned: &'a HashMap<InvitationId, Words>,
    /// Whom to ask who may not.
    pub(super) administrators: &'a str,
}

/// The rows by what will become of them.
#[derive(Default)]
pub(super) struct Piles {
    pub(super) ready: Vec<Row>,
    pub(super) mend: Vec<Row>,
    pub(super) invited: Vec<Row>,
    pub(super) settled: Vec<Row>,
}

impl Piles {
    /// The first of those that will be sent, and those folded away.
    pub(super) fn ready_parts(&self) -> (&[Row], &[Row]) {
        self.ready.split_at(self.ready.len().min(SHOWN))
    }

    /// Whether something can be done about one of those who will not be sent to.
    pub(super) fn has_dismissed(&self) -> bool {
        self.settled.iter().any(|row| row.dismissed.is_some())
    }

    /// Whether letters came back, or never left, of some who are invited already.
    pub(super) fn has_returned(&self) -> bool {
        self.invited.iter().any(|row| row.way.is_some())
    }

    pub(super) fn of(reader: Reader<'_>, rows: &[Reviewed]) -> Self {
        let mut piles = Self::default();
        let mut at = 0;
        // The form lists the piles one after the other, so places are given in that order.
        for pile in [Pile::Mend, Pile::Ready, Pile::Invited, Pile::Settled] {
            for row in rows.iter().filter(|row| pile_of(&row.verdict) == pile) {
                let shown = shown(reader, at, row);
                at += 1;
                match pile {
                    Pile::Ready => piles.ready.push(shown),
                    Pile::Mend => piles.mend.push(shown),
                    Pile::Invited => piles.invited.push(shown),
                    Pile::Settled => piles.settled.push(shown),
                }
            }
        }
        piles
    }
}

#[derive(Clone, Copy, Eq, PartialEq)]
enum Pile {
    Ready,
    Mend,
    Invited,
    Settled,
}

fn pile_of(verdict: &Verdict) -> Pile {
    match verdict {
        Verdict::Ready(_) => Pile::Ready,
        Verdict::Mend(_) => Pile::Mend,
        Verdict::Settled(_, Fate::Invited(_) | Fate::Renewed(_)) => Pile::Invited,
        Verdict::Settled(_, fate) if fate.standing().is_some() => Pile::Invited,
        Verdict::Settled(..) => Pile::Settled,
    }
}

fn shown(reader: Reader<'_>, at: usize, row: &Reviewed) -> Row {
    let locale = reader.locale;
    let (words, meant, doubtful) = match &row.verdict {
        Verdict::Ready(_) => {
            (row.alike.as_ref().map(|alike| alike_words(locale, alike)).unwrap_or_default(), None, false)
        }
        Verdict::Settled(_, fate) => (fate_words(reader, *fate), None, false),
        Verdict::Mend(Mend::Address(problem)) => (locale.address_problem(*problem), None, false),
        Verdict::Mend(Mend::Name(problem)) => (locale.name_problem(*problem), None, false),
        Verdict::Mend(Mend::Meant(address)) => {
            let words = locale.with("address-suggestion", &[("address", address.as_str().into())]);
            (words, Some(address.to_string()), true)
        }
        Verdict::Mend(Mend::Deceptive(ascii)) => {
            (locale.with("address-domain-warning", &[("domain", ascii.into())]), None, true)
        }
    };
    let Entry { address, name, keep } = row.entry.clone();
    let bad_name = matches!(row.verdict, Verdict::Mend(Mend::Name(_)));
    let waits = matches!(row.verdict, Verdict::Settled(_, Fate::AwaitingApproval(_)));
    let queue = (waits && reader.approves).then_some("/employees?status=awaiting_approval");
    let suppression = match &row.verdict {
        Verdict::Settled(recipient, Fate::OptedOut | Fate::Complained | Fate::BadAddress) if reader.lifts => {
            Some(suppressions::path_of(recipient.address.key()))
        }
        Verdict::Settled(..) | Verdict::Ready(_) | Verdict::Mend(_) => None,
    };
    let returned = match row.verdict {
        Verdict::Settled(_, fate) => fate.standing().and_then(|id| reader.returned.get(&id)).cloned(),
        Verdict::Ready(_) | Verdict::Mend(_) => None,
    };
    let (words, way) = returned.unwrap_or((words, None));
    let dismissed = match row.verdict {
        Verdict::Settled(_, Fate::Dismissed(id)) if reader.manages => Some(id),
        Verdict::Settled(..) | Verdict::Ready(_) | Verdict::Mend(_) => None,
    };
    Row {
        at,
        address,
        name,
        kept: keep,
        words,
        meant,
        doubtful,
        bad_name,
        queue,
        suppression,
        way,
        dismissed,
    }
}

fn alike_words(locale: Locale, alike: &Alike) -> String {
    match alike {
        Alike::Listed(email) => locale.named("invite-alike-listed", email),
        Alike::Invited(email) => locale.named("invite-alike-invited", email),
        Alike::Employee(email) => locale.named("invite-alike-employee", email),
    }
}

fn fate_words(reader: Reader<'_>, fate: Fate) -> String {
    let locale = reader.locale;
    locale.t(match fate {
        Fate::Invited(_)
        | Fate::Renewed(_)
        | Fate::AlreadyInvited(_)
        | Fate::Kept(_)
        | Fate::NotDelivered(_) => "invite-fate-already-invited",
        Fate::AlreadyEmployee(_) => "invite-fate-already-employee",
        Fate::AwaitingApproval(_) => "invite-fate-awaiting-approval",
        Fate::Dismissed(_) if reader.manages => "invite-fate-dismissed",
        Fate::Dismissed(_) => return locale.named("invite-fate-dismissed-ask", reader.administrators),
        Fate::OptedOut => "invite-fate-opted-out",
        Fate::Complained => "invite-fate-complaint",
        Fate::BadAddress => "invite-fate-bad-address",
        Fate::WrittenLately => "invite-fate-written-lately",
        Fate::TooManyLetters => "invite-fate-too-many-letters",
    })
}

/// The rows as they come back, and a press on one of them.
pub(super) struct Edits {
    entries: Vec<Entry>,
}

impl Edits {
    pub(super) fn of(addresses: &[String], names: &[String], kept: &[usize]) -> Self {
        let kept: HashSet<usize> = kept.iter().copied().collect();
        let entries = addresses.iter().enumerate().map(|(at, address)| {
            Entry::typed(address, names.get(at).map_or("", String::as_str), kept.contains(&at))
        });
        Self { entries: entries.collect() }
    }

    /// The address of the row that was pressed to take its person back, or to free it: `rehire-N`, `free-N`.
    pub(super) fn pressed(&self, verb: &str, action: &str) -> Option<&str> {
        let at: usize = action.strip_prefix(verb)?.strip_prefix('-')?.parse().ok()?;
        Some(self.entries.get(at)?.address.as_str())
    }

    /// The rows after the press: `remove-N`, `fix-N`, `keep-N`; any other changes nothing.
    pub(super) fn made(self, action: &str) -> Vec<Entry> {
        let Self { mut entries } = self;
        let Some((verb, at)) = action.rsplit_once('-') else { return entries };
        let Some(at) = at.parse().ok().filter(|at: &usize| *at < entries.len()) else { return entries };
        match verb {
            "remove" => {
                entries.remove(at);
            }
            "keep" => entries[at].keep = true,
            "fix" => {
                let meant = crate::base::email_address::EmailAddress::parse(&entries[at].address)
                    .ok()
                    .and_then(|address| address.suggestion());
                if let Some(meant) = meant {
                    entries[at].address = meant.to_string();
                }
            }
            _ => {}
        }
        entries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edits() -> Edits {
        let addresses = ["a@gmial.com", "b@example.org"].map(str::to_owned);
        Edits::of(&addresses, &["А".to_owned()], &[1])
    }

    #[test]
    fn a_name_may_be_typed_beside_its_address() {
        let typed =
            ["Ewa Nowak <ewa@birch.example>", "b@example.org, c@example.org", "Ewa"].map(str::to_owned);
        let read = Edits::of(&typed, &[], &[]).made("check");
        assert_eq!(read[0], Entry::new("ewa@birch.example", "Ewa Nowak", false));
        assert_eq!(
            read[1..],
            [Entry::new(&typed[1], "", false), Entry::new("Ewa", "", false)],
            "else nothing is guessed"
        );
    }

    #[test]
    fn a_press_changes_its_row_and_no_other() {
        let entry = |address: &str, name: &str, keep| Entry {
            address: address.to_owned(),
            name: name.to_owned(),
            keep,
        };
        let (a, b) = (entry("a@gmial.com", "А", false), entry("b@example.org", "", true));
        assert_eq!(edits().pressed("free", "free-1"), Some("b@example.org"));
        assert_eq!(edits().pressed("free", "rehire-1"), None);
        assert_eq!(edits().made("check"), [a.clone(), b.clone()]);
        assert_eq!(edits().made("remove-0"), std::slice::from_ref(&b));
        assert_eq!(edits().made("fix-0"), [entry("a@gmail.com", "А", false), b.clone()]);
        assert_eq!(edits().made("keep-0"), [entry("a@gmial.com", "А", true), b.clone()]);
        for nonsense in ["remove-9", "fix-x", "keep-", "drop-0", ""] {
            assert_eq!(edits().made(nonsense), [a.clone(), b.clone()], "{nonsense}");
        }
    }
}
