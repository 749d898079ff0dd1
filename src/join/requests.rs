//! A stranger at a join link proves his address: by a code that is sent there (R3, R4).

use std::time::Duration;

use super::notify::{Post, post};
use super::{Deed, letter};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, JoinLinkId, JoinRequestId};
use crate::base::secret::{Purpose, Row, SecretKey};
use crate::i18n::Language;
use crate::join_links::JoinLink;
use crate::mail::outbox::Priority;
use crate::people::Status;
use crate::store::{Result, Tx};

/// How long a code works.
pub const CODE_LIFETIME: Duration = Duration::from_mins(10);
/// Digits of a code.
pub const DIGITS: u32 = 6;
/// Codes that may be tried before another one must be sent.
pub const TRIES: i64 = 5;
/// How long to wait for another code.
pub const REST: Duration = Duration::from_mins(1);
/// Codes of one request at the most.
const CODES: i64 = 5;
/// How long a proved address may be joined with.
const PROOF_LIFETIME: Duration = Duration::from_hours(1);
/// Requests for one address in a day after which no more letters go there, whoever asks.
const LETTERS_A_DAY: i64 = 5;

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

/// Notes an address and writes to it. Whoever asks learns nothing of whose address it is: the answer
/// is the same, only the letter differs.
pub fn start(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    link: &JoinLink,
    address: &EmailAddress,
    language: Language,
) -> Result<JoinRequestId> {
    let company = deed.company.id;
    let day_ago = deed.now - Duration::from_hours(24);
    let before = tx.join_requests().count_since(company, address.key(), day_ago)?;
    let expires_at = deed.now + CODE_LIFETIME;
    let id = tx.join_requests().insert(company, link.id, address, language, expires_at, deed.now)?;
    if before < LETTERS_A_DAY {
        write(tx, deed, id, address, language)?;
    }
    Ok(id)
}

fn write(
    tx: &mut Tx<'_>,
    deed: &Deed<'_>,
    id: JoinRequestId,
    address: &EmailAddress,
    language: Language,
) -> Result<()> {
    if tx.invitations().suppressed(deed.company.id, address.key())?.is_some() {
        return Ok(());
    }
    let person = tx.people().find_by_address(deed.company.id, address.key())?;
    let (kind, subject_id) = match person.map(|person| (person.status, person.id)) {
        Some((Status::Active | Status::AwaitingApproval, person)) => (letter::ALREADY_EMPLOYEE, person.0),
        Some((Status::Dismissed, _)) => return Ok(()),
        Some((Status::Invited, _)) | None => (letter::ADDRESS_CODE, id.0),
    };
    let email = address.as_str();
    post(tx, deed, &Post { kind, subject_id, email, name: "", language, priority: Priority::Interactive })
}

/// What became of asking for another code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Resending {
    /// It is on its way; the one before is dead.
    Sent,
    /// Too soon after the last one, or too many already.
    NotNow,
}

/// Sends another code.
pub fn resend(tx: &mut Tx<'_>, deed: &Deed<'_>, request: &JoinRequest) -> Result<Resending> {
    let sent_before = deed.now - REST + CODE_LIFETIME;
    let expires_at = deed.now + CODE_LIFETIME;
    if !tx.join_requests().renew(deed.company.id, request.id, CODES, sent_before, expires_at)? {
        return Ok(Resending::NotNow);
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
    let Some(request) = tx.join_requests().find(company, request.id)? else { return Ok(Proving::Dead) };
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if !key.proves_code(Purpose::AddressCode, request.code_row(), DIGITS, &digits) {
        return Ok(Proving::Wrong);
    }
    tx.join_requests().set_proved(company, request.id, deed.now)?;
    Ok(Proving::Proved)
}
