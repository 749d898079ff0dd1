//! What keeps a text from being an address, told so that a person can mend it.

/// One thing to mend in a typed address. The words stand in the catalogue under [`Self::message_id`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum AddressProblem {
    /// Nothing is left without the blanks.
    Empty,
    /// No `@`.
    NoAt,
    /// More than one `@`: two addresses run together, or a slip.
    SeveralAts,
    /// Nothing before the `@`.
    EmptyLocal,
    /// Nothing after the `@`.
    EmptyDomain,
    /// A dot at either end of the local part, or two in a row.
    DotsInLocal,
    /// The local part is over 64 octets (RFC 5321, 4.5.3.1.1).
    LongLocal,
    /// A quoted local part: legal, but refused by nearly every service.
    QuotedLocal,
    /// `user@corp`: no dot in the domain.
    DomainWithoutDot,
    /// A domain that can't exist: a hyphen or a dot in the wrong place, a label over 63 octets.
    BadDomain,
    /// `user@[192.0.2.1]`: a machine in place of a domain.
    IpLiteral,
    /// A control, direction or zero-width character inside.
    HiddenCharacter,
    /// A blank inside.
    Blank,
    /// A character that addresses do not have.
    BadCharacter(char),
    /// Over 254 octets in all.
    TooLong,
}

impl AddressProblem {
    /// The message that tells what to do. That of [`Self::BadCharacter`] takes `$character`.
    #[must_use]
    pub fn message_id(&self) -> &'static str {
        match self {
            Self::Empty => "address-problem-empty",
            Self::NoAt => "address-problem-no-at",
            Self::SeveralAts => "address-problem-several-ats",
            Self::EmptyLocal => "address-problem-empty-local",
            Self::EmptyDomain => "address-problem-empty-domain",
            Self::DotsInLocal => "address-problem-dots-in-local",
            Self::LongLocal => "address-problem-long-local",
            Self::QuotedLocal => "address-problem-quoted-local",
            Self::DomainWithoutDot => "address-problem-domain-without-dot",
            Self::BadDomain => "address-problem-bad-domain",
            Self::IpLiteral => "address-problem-ip-literal",
            Self::HiddenCharacter => "address-problem-hidden-character",
            Self::Blank => "address-problem-blank",
            Self::BadCharacter(_) => "address-problem-bad-character",
            Self::TooLong => "address-problem-too-long",
        }
    }

    /// The character that is in the way, for `$character`.
    #[must_use]
    pub fn character(&self) -> Option<char> {
        match self {
            Self::BadCharacter(c) => Some(*c),
            _ => None,
        }
    }

    pub(super) fn of_character(c: char) -> Self {
        if c.is_whitespace() { Self::Blank } else { Self::BadCharacter(c) }
    }
}
