//! What an entry tells: a line of what it is about, and below it notes of what belonged to it.
//!
//! What is gone has no page to look it up on: whoever reads of it later has only this.

use std::fmt::Display;

/// Names that one note tells at the most; of the others it says how many they are.
pub const NAMED: usize = 10;

/// What a note is about.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[expect(missing_docs, reason = "the names are the words of the product")]
pub enum Note {
    /// Permissions, each with its scope.
    Allows,
    /// What somebody signs in with from now on.
    Address,
    People,
    Departments,
    Parent,
    /// What has now all that was here.
    MovedTo,
    /// Who led it, each with his post.
    Leaders,
    Invitations,
    Links,
    /// Departments below.
    Parts,
    Roles,
    Seats,
    Until,
    /// Whose a token or a link is.
    Whose,
    Sessions,
    Tokens,
    LinksOff,
    InvitationsRevoked,
    InvitationsKept,
    Place,
    /// Fields of a person, each with its value.
    Data,
}

impl Note {
    const ALL: [Self; 21] = [
        Self::Allows,
        Self::Address,
        Self::People,
        Self::Departments,
        Self::Parent,
        Self::MovedTo,
        Self::Leaders,
        Self::Invitations,
        Self::Links,
        Self::Parts,
        Self::Roles,
        Self::Seats,
        Self::Until,
        Self::Whose,
        Self::Sessions,
        Self::Tokens,
        Self::LinksOff,
        Self::InvitationsRevoked,
        Self::InvitationsKept,
        Self::Place,
        Self::Data,
    ];

    /// The word in the database, and the end of the key of its words (`history-note-…`).
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Allows => "allows",
            Self::Address => "address",
            Self::People => "people",
            Self::Departments => "departments",
            Self::Parent => "parent",
            Self::MovedTo => "moved-to",
            Self::Leaders => "leaders",
            Self::Invitations => "invitations",
            Self::Links => "links",
            Self::Parts => "parts",
            Self::Roles => "roles",
            Self::Seats => "seats",
            Self::Until => "until",
            Self::Whose => "whose",
            Self::Sessions => "sessions",
            Self::Tokens => "tokens",
            Self::LinksOff => "links-off",
            Self::InvitationsRevoked => "invitations-revoked",
            Self::InvitationsKept => "invitations-kept",
            Self::Place => "place",
            Self::Data => "data",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|note| note.word() == word)
    }
}

/// The text of an entry. No name has a tab or a line break in it: these part what is told.
#[derive(Clone, Debug)]
pub struct Telling(String);

impl Telling {
    /// Begins with the line of what it is about.
    #[must_use]
    pub fn of(line: impl Display) -> Self {
        Self(line.to_string())
    }

    /// Notes what there was; nothing where there was none.
    #[must_use]
    pub fn note(mut self, note: Note, value: impl Display) -> Self {
        let value = value.to_string();
        if !value.is_empty() {
            self.0 = format!("{}\n\t{}: {value}", self.0, note.word());
        }
        self
    }

    /// Notes how many there were; nothing where there was none.
    #[must_use]
    pub fn count(self, note: Note, count: i64) -> Self {
        if count == 0 { self } else { self.note(note, count) }
    }

    /// Notes names, as many as fit.
    #[must_use]
    pub fn names(self, note: Note, names: &[impl AsRef<str>]) -> Self {
        let all = i64::try_from(names.len()).unwrap_or(i64::MAX);
        self.some(note, names, all)
    }

    /// Notes the first names of `all` that there were.
    #[must_use]
    pub fn some(self, note: Note, names: &[impl AsRef<str>], all: i64) -> Self {
        let told: Vec<&str> = names.iter().take(NAMED).map(AsRef::as_ref).collect();
        let others = all - i64::try_from(told.len()).unwrap_or(0);
        let others = if others > 0 { format!("\t\t{others}") } else { String::new() };
        self.note(note, told.join("\t") + &others)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a note says: values, and how many there were besides.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Noted<'a> {
    /// What about.
    pub note: Note,
    /// The values.
    pub values: Vec<&'a str>,
    /// How many besides.
    pub others: i64,
}

/// The line of an entry, and its notes.
#[must_use]
pub fn parted(details: &str) -> (&str, Vec<Noted<'_>>) {
    let mut parts = details.split("\n\t");
    (parts.next().unwrap_or_default(), parts.filter_map(noted).collect())
}

fn noted(line: &str) -> Option<Noted<'_>> {
    let (word, values) = line.split_once(": ")?;
    let (values, others) = match values.rsplit_once("\t\t") {
        Some((values, others)) => (values, others.parse().unwrap_or(0)),
        None => (values, 0),
    };
    Some(Noted { note: Note::from_word(word)?, values: values.split('\t').collect(), others })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_told_is_read_again() {
        let names: Vec<String> = (1..=12).map(|n| format!("Anna {n}: head")).collect();
        let told = Telling::of("Sales: a\nb")
            .count(Note::Links, 0)
            .count(Note::Invitations, 3)
            .names(Note::People, &names)
            .some(Note::Parts, &["Night: shift"], 1);
        let (line, notes) = parted(told.as_str());
        assert_eq!((line, notes.len()), ("Sales: a\nb", 3));
        assert_eq!(notes[0], Noted { note: Note::Invitations, values: vec!["3"], others: 0 });
        assert_eq!((notes[1].values.len(), notes[1].values[9], notes[1].others), (10, "Anna 10: head", 2));
        assert_eq!(notes[2].values, ["Night: shift"]);
        assert_eq!(parted("as before"), ("as before", Vec::new()));
    }

    #[test]
    fn every_note_has_its_word() {
        assert!(Note::ALL.into_iter().all(|note| Note::from_word(note.word()) == Some(note)));
    }
}
