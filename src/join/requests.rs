//! A stranger at a join link proves his address: by a code that is sent there (R3, R4).

use std::time::Duration;

use super::notify::{Post, post};
use super::{Deed, come_back, letter};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, JoinLinkId, JoinRequestId};
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::i18n::Language;
use crate::join_links::{self, State};
use crate::mail::outbox::Priority;
use crate::people::Status;
use crate::store::{Result, Tx};
use crate::suppressions::Reason;

/// How long a code works.
pub const CODE_LIFETIME: Duration = Duration::from_mins(10);
/// Digits of a code.
pub const DIGITS: u32 = 6;
/// Codes that may be tried before another one must be sent.
pub const TRIES: i64 = 5;
/// How long to wait for another code.
pub const REST: Duration = Duration::from_mins(1);
/// How long a proved address may be joined with.
const PROOF_LIFETIME: Duration = Duration::from_hours(1);
/// Letters to one address in a day, whoever asks for them and by however many requests.
pub const LETTERS_A_DAY: i64 = 5;
/// Codes typed for one address in a day, whoever types them and in however many requests.
pub const CODES_A_DAY: i64 = 15;
/// The «day» of both: it begins with the first letter.
pub const DAY: Duration = Duration::from_hours(24);
/// How long a request is kept.
pub const KEPT: Duration = Duration::from_hours(7 * 24);

/// One stranger's attempt to join.
#[derive(Clone, Debug)]
pub struct JoinRequest {
    /// The id.
    pub id: JoinRequestId,
    /// The company.
    pub company_id: CompanyId,
    /// The link that he came by.
    pub join_link_id: JoinLinkId,
    /// The address, as typed.
    pub email: String,
    /// Its identity.
    pub email_key: String,
    /// The language of his letters.
    pub language: Language,
    /// Raised with each code.
    pub generation: i64,
    /// Whether a letter with the present code was written.
    pub has_code: bool,
    /// Until when the present code works.
    pub code_expires_at: Timestamp,
    /// When he proved the address.
    pub proved_at: Option<Timestamp>,
    /// When he joined.
    pub joined_at: Option<Timestamp>,
}

impl JoinRequest {
    /// The row that the present code is derived from.
    #[must_use]
    pub fn code_row(&self) -> Row {
        Row { company: self.company_id, id: self.id.0, generation: self.generation }
    }

    /// Whether he has proved the address lately.
    #[must_use]
    pub fn is_proved(&self, now: Timestamp) -> bool {
        self.proved_at.is_some_and(|at| at + PROOF_LIFETIME > now)
    }
}

/// What binds a request to the browser that made it: for a cookie. It does not change with the codes
/// and tells nothing of them.
#[must_use]
pub fn binding(key: &SecretKey, company: CompanyId, id: JoinRequestId) -> String {
    key.link(Purpose::JoinRequest, Row { company, id: id.0, generation: 0 })
}

/// The request that a browser is bound to.
pub fn bound(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: CompanyId,
    binding: &str,
) -> Result<Option<JoinRequest>> {
    let Some(id) = key.claimed_id(Purpose::JoinRequest, binding) else { return Ok(None) };
    if !key.proves(Purpose::JoinRequest, Row { company, id, generation: 0 }, binding) {
        return Ok(None);
    }
    tx.join_requests().find(company, JoinRequestId(id))
}

/// What became of giving an address.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Starting {
    /// A letter is on its way, if anybody is to be written to: whether, is not told.
    Started(JoinRequestId),
    /// The address got as many letters as it gets in a day, or would have got them.
    TooManyLetters,
    /// The link lets nobody in any more.
    LinkClosed(State),
}

/// Notes an address and writes to it. Whoever asks learns nothing of whose address it is: the answer
/// is the same, only the letter differs.
pub fn start(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    link: JoinLinkId,
    address: &EmailAddress,
    language: Language,
) -> Result<Starting> {
    let company = deed.company.id;
    let state = standing(tx, deed, link)?;
    if state != State::Open {
        return Ok(Starting::LinkClosed(state));
    }
    if !tx.join_attempts().count_letter(company, address.key(), LETTERS_A_DAY, deed.now - DAY, deed.now)? {
        return Ok(Starting::TooManyLetters);
    }
    let expires_at = deed.now + CODE_LIFETIME;
    let id = tx.join_requests().insert(company, link, address, language, expires_at, deed.now)?;
    write(tx, deed, id, address, language)?;
    Ok(Starting::Started(id))
}

/// Where the link of a request stands now.
fn standing(tx: &mut Tx<'_>, deed: &Deed<'_>, link: JoinLinkId) -> Result<State> {
    match tx.join_links().find(deed.company.id, link)? {
        Some(link) => join_links::standing(tx, deed.company, &link, deed.now),
        None => Ok(State::SwitchedOff),
    }
}

/// Writes to whoever has the address: the code, or that he is here already, or not at all. Only what
/// was written proves anything later.
fn write(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    id: JoinRequestId,
    address: &EmailAddress,
    language: Language,
) -> Result<()> {
    let company = deed.company.id;
    // Somebody waits for it at a screen: that an earlier letter came back does not lock him out.
    let is_silenced = tx.suppressions().reason(company, address.key())?.is_some_and(Reason::is_wish);
    let person = tx.people().find_by_address(company, address.key())?;
    let told = match person.map(|person| (person.status, person.id)) {
        _ if is_silenced => None,
        Some((Status::Active | Status::AwaitingApproval, person)) => {
            Some((letter::ALREADY_EMPLOYEE, person.0))
        }
        // Who worked here proves that it is he, and is told then who can take him back.
        Some((Status::Invited | Status::Dismissed, _)) | None => Some((letter::ADDRESS_CODE, id.0)),
    };
    let has_code = told.is_some_and(|(kind, _)| kind == letter::ADDRESS_CODE);
    tx.join_requests().set_has_code(company, id, has_code)?;
    let Some((kind, subject_id)) = told else { return Ok(()) };
    let email = address.as_str();
    post(tx, deed, &Post { kind, subject_id, email, name: "", language, priority: Priority::Interactive })
}

/// What became of asking for another code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Resending {
    /// It is on its way; the one before is dead.
    Sent,
    /// Too soon after the last one.
    TooSoon,
    /// The address got as many letters as it gets in a day, or would have got them.
    TooManyLetters,
    /// The link lets nobody in any more.
    LinkClosed(State),
}

/// Sends another code.
pub fn resend(tx: &mut Tx<'_>, deed: &Deed<'_>, request: &JoinRequest) -> Result<Resending> {
    let state = standing(tx, deed, request.join_link_id)?;
    if state != State::Open {
        return Ok(Resending::LinkClosed(state));
    }
    let (company, now) = (deed.company.id, deed.now);
    if !tx.join_requests().renew(company, request.id, now - REST + CODE_LIFETIME, now + CODE_LIFETIME)? {
        return Ok(Resending::TooSoon);
    }
    if !tx.join_attempts().count_letter(company, &request.email_key, LETTERS_A_DAY, now - DAY, now)? {
        // The code that is out goes on working.
        tx.undo();
        return Ok(Resending::TooManyLetters);
    }
    if let Ok(address) = EmailAddress::parse(&request.email) {
        write(tx, deed, request.id, &address, request.language)?;
    }
    Ok(Resending::Sent)
}

/// What became of a code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Proving {
    /// The address is his.
    Proved,
    /// That is not the code.
    Wrong,
    /// The code has expired, or was tried too often: another one is needed.
    Dead,
    /// So many codes were typed for this address that none helps for a while.
    TooManyCodes,
}

/// Tries a code. The try is counted before it is looked at, so that many at once are no way around
/// the limit.
pub fn prove(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    key: &SecretKey,
    request: &JoinRequest,
    typed: &str,
) -> Result<Proving> {
    let company = deed.company.id;
    if !tx.join_requests().count_try(company, request.id, TRIES, deed.now)? {
        return Ok(Proving::Dead);
    }
    if !tx.join_attempts().count_code(company, &request.email_key, CODES_A_DAY, deed.now - DAY, deed.now)? {
        return Ok(Proving::TooManyCodes);
    }
    let Some(request) = tx.join_requests().find(company, request.id)? else { return Ok(Proving::Dead) };
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !key.proves_code(Purpose::AddressCode, request.code_row(), DIGITS, &digits) || !request.has_code {
        return Ok(Proving::Wrong);
    }
    tx.join_requests().set_proved(company, request.id, deed.now)?;
    if let Some(person) = come_back::dismissed(tx, &request)? {
        come_back::ask(tx, deed, &person)?;
    }
    Ok(Proving::Proved)
}
