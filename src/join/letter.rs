//! The words of the letters about joining: to those inside, and to who joins.

#[cfg(test)]
mod tests;

use super::gathered;
use super::requests::{DIGITS, JoinRequest};
use crate::access_rights::rights::Rights;
use crate::access_rights::{Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{EmployeeId, InvitationId, JoinRequestId};
use crate::base::secret::{Purpose, SecretKey};
use crate::company::Company;
use crate::company::letter::{Words, frame};
use crate::i18n::{Arg, Locale};
use crate::invitations::letter::{department_names, mailbox};
use crate::mail::composed::Composed;
use crate::mail::message::Mailbox;
use crate::mail::outbox::{Kind, Letter};
use crate::people::{Employee, Status};
use crate::store::{Result, Tx};

/// To the inviter: the invitee has joined.
pub const ACCEPTED: Kind = "accepted";
/// To the inviter: the invitee has declined.
pub const DECLINED: Kind = "declined";
/// To an inviter of many: who has declined meanwhile.
pub const DECLINED_SEVERAL: Kind = "declined-several";
/// To inviter and administrators: somebody wants to join, and the plan has no seat.
pub const SEAT_MISSING: Kind = "seat-missing";
/// To the inviter: somebody with an expired invitation asks for a new one.
pub const NEW_INVITATION_ASKED: Kind = "new-invitation-asked";
/// To those who may let him in: somebody who came by a join link waits.
pub const APPROVAL_ASKED: Kind = "approval-asked";
/// To who waited: he is let in.
pub const APPROVED: Kind = crate::people::APPROVED_LETTER;
/// To who waited: he is refused, and why.
pub const REFUSED: Kind = crate::people::REFUSED_LETTER;
/// To those who may take him back: somebody who is dismissed came by a join link.
pub const RETURN_ASKED: Kind = "return-asked";
/// To who worked here before: he is taken back.
pub const TAKEN_BACK: Kind = crate::people::TAKEN_BACK_LETTER;
/// To an employee who gave his address at a join link.
pub const ALREADY_EMPLOYEE: Kind = "already-employee";

/// To the maker of a join link: somebody has joined by it.
pub const JOINED: Kind = "joined";
/// To an inviter of many: who has joined meanwhile.
pub const JOINED_SEVERAL: Kind = "joined-several";
/// To the maker of a join link and administrators: there is no seat for somebody at the link.
pub const LINK_SEAT_MISSING: Kind = "link-seat-missing";
/// To inviters and administrators: for whom there was no seat meanwhile.
pub const SEATS_MISSING: Kind = "seats-missing";
/// To a stranger at a join link: the code that proves his address.
pub const ADDRESS_CODE: Kind = "address-code";

/// The kinds of letters that are composed here.
pub const KINDS: [Kind; 16] = [
    ACCEPTED,
    DECLINED,
    DECLINED_SEVERAL,
    SEAT_MISSING,
    NEW_INVITATION_ASKED,
    APPROVAL_ASKED,
    APPROVED,
    REFUSED,
    RETURN_ASKED,
    TAKEN_BACK,
    ALREADY_EMPLOYEE,
    JOINED,
    JOINED_SEVERAL,
    LINK_SEAT_MISSING,
    SEATS_MISSING,
    ADDRESS_CODE,
];

/// Those that tell of several people.
const GATHERED: [Kind; 3] = [JOINED_SEVERAL, SEATS_MISSING, DECLINED_SEVERAL];

/// What a letter tells at the moment of sending; `None` where it is not wanted any more.
pub fn compose(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    letter: &Letter,
    now: Timestamp,
) -> Result<Option<Composed>> {
    let Some(company) = tx.companies().find(letter.company)? else { return Ok(None) };
    if letter.kind == ADDRESS_CODE {
        return code(tx, key, &company, letter, now);
    }
    if letter.kind == REFUSED {
        let reason = tx.people().refusal(company.id, letter.subject_id)?;
        return Ok(reason.map(|reason| refusal_letter(&company, letter, &reason)));
    }
    if GATHERED.contains(&letter.kind.as_str()) {
        return gathered::compose(tx, &company, letter);
    }
    let Some(about) = about(tx, &company, letter)? else { return Ok(None) };
    Ok(Some(compose_about(&company, letter, &about)))
}

/// What one of these letters is about.
struct About {
    /// The person, as he is called.
    name: String,
    /// His address.
    email: String,
    /// Where he is or will be.
    departments: Vec<String>,
    /// Where the button leads.
    path: String,
    /// Whether an answer to the letter goes to him.
    answers: bool,
}

fn about(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<About>> {
    match letter.kind.as_str() {
        ACCEPTED | DECLINED | SEAT_MISSING | NEW_INVITATION_ASKED => about_invitation(tx, company, letter),
        LINK_SEAT_MISSING => about_request(tx, company, letter),
        _ => about_person(tx, company, letter),
    }
}

fn about_invitation(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<About>> {
    let Some(invitation) = tx.invitations().find(company.id, InvitationId(letter.subject_id))? else {
        return Ok(None);
    };
    let person = tx.people().find_by_address(company.id, &invitation.email_key)?;
    let path = match &person {
        Some(person) if letter.kind == ACCEPTED => format!("/employees/{}", person.id),
        _ => format!("/invitations/{}", invitation.id),
    };
    let name =
        person.map_or_else(|| invitation.shown_name().to_owned(), |person| person.shown_name().to_owned());
    let departments = department_names(tx, company, &invitation)?;
    Ok(Some(About { name, email: invitation.email, departments, path, answers: true }))
}

fn about_request(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<About>> {
    let found = tx.join_requests().find(company.id, JoinRequestId(letter.subject_id))?;
    Ok(found.filter(|request| request.joined_at.is_none()).map(|request| About {
        name: request.email.clone(),
        email: request.email,
        departments: vec![],
        path: "/employees".to_owned(),
        answers: true,
    }))
}

fn about_person(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<About>> {
    let found = tx.people().find(company.id, EmployeeId(letter.subject_id))?;
    let Some(person) = found.filter(|person| is_wanted(&letter.kind, person)) else { return Ok(None) };
    let decides = match letter.kind.as_str() {
        APPROVAL_ASKED => Some(Permission::Approve),
        RETURN_ASKED => Some(Permission::Dismiss),
        _ => None,
    };
    if let Some(permission) = decides
        && !still_decides(tx, company, letter, permission, &person)?
    {
        return Ok(None);
    }
    let path = if letter.kind == APPROVAL_ASKED {
        format!("/employees?status={}", Status::AwaitingApproval.word())
    } else if matches!(letter.kind.as_str(), JOINED | RETURN_ASKED) {
        format!("/employees/{}", person.id)
    } else {
        "/sign-in".to_owned()
    };
    let answers = matches!(letter.kind.as_str(), APPROVAL_ASKED | JOINED | RETURN_ASKED);
    let departments = departments_of(tx, company, &person)?;
    let name = person.shown_name().to_owned();
    Ok(Some(About { name, email: person.email, departments, path, answers }))
}

/// Somebody else may have decided while the letter waited.
fn is_wanted(kind: &str, person: &Employee) -> bool {
    match kind {
        APPROVAL_ASKED => person.status == Status::AwaitingApproval,
        RETURN_ASKED => person.status == Status::Dismissed,
        APPROVED | JOINED | TAKEN_BACK => person.status == Status::Active,
        _ => matches!(person.status, Status::Active | Status::AwaitingApproval),
    }
}

/// Whoever was to be told may have lost the right, or his place, while the letter waited.
fn still_decides(
    tx: &mut Tx<'_>,
    company: &Company,
    letter: &Letter,
    permission: Permission,
    person: &Employee,
) -> Result<bool> {
    let Ok(address) = EmailAddress::parse(&letter.email) else { return Ok(false) };
    let Some(reader) = tx.people().find_by_address(company.id, address.key())? else { return Ok(false) };
    let rights = Rights::of(tx, company, &reader)?;
    let departments = tx.people().departments_of(company.id, person.id)?;
    Ok(rights.reach(permission).includes(Over::All(&departments)))
}

fn departments_of(tx: &mut Tx<'_>, company: &Company, person: &Employee) -> Result<Vec<String>> {
    let ids = tx.people().departments_of(company.id, person.id)?;
    let all = tx.departments().list(company.id)?;
    let is_his = |department: &crate::structure::Department| {
        department.parent.is_some() && ids.contains(&department.id)
    };
    Ok(all.into_iter().filter(is_his).map(|department| department.name).collect())
}

fn compose_about(company: &Company, letter: &Letter, about: &About) -> Composed {
    let args = [("company", Arg::Text(&company.name)), ("name", Arg::Text(&about.name))];
    let mut composed = frame(company, letter, &Words { args: &args, path: Some(&about.path) });
    composed.body.facts = facts(Locale::new(letter.language), letter, about);
    composed.reply_to = reply_to(about);
    composed
}

fn facts(locale: Locale, letter: &Letter, about: &About) -> Vec<(String, String)> {
    if !about.answers {
        return vec![];
    }
    let count = i64::try_from(about.departments.len()).unwrap_or(0);
    let mut facts = vec![(locale.t("letter-fact-address"), about.email.clone())];
    if count > 0 && letter.kind != NEW_INVITATION_ASKED {
        facts.push((locale.n("letter-fact-departments", count), about.departments.join(", ")));
    }
    facts
}

fn reply_to(about: &About) -> Option<Mailbox> {
    about.answers.then(|| mailbox(&about.name, &about.email)).flatten()
}

/// That somebody is refused, with the words of whoever decided.
fn refusal_letter(company: &Company, letter: &Letter, reason: &str) -> Composed {
    let args = [("company", Arg::Text(&company.name))];
    let mut composed = frame(company, letter, &Words { args: &args, path: None });
    if !reason.is_empty() {
        let locale = Locale::new(letter.language);
        composed.body.facts = vec![(locale.t("letter-refused-reason"), reason.to_owned())];
    }
    composed
}

/// The code that proves an address; nobody wants it once it does not work any more.
fn code(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: &Company,
    letter: &Letter,
    now: Timestamp,
) -> Result<Option<Composed>> {
    let found = tx.join_requests().find(company.id, JoinRequestId(letter.subject_id))?;
    let is_wanted = |request: &JoinRequest| request.code_expires_at > now && request.joined_at.is_none();
    let Some(request) = found.filter(is_wanted) else { return Ok(None) };
    let digits = key.code(Purpose::AddressCode, request.code_row(), DIGITS);
    Ok(Some(code_letter(company, letter, digits)))
}

fn code_letter(company: &Company, letter: &Letter, digits: String) -> Composed {
    let locale = Locale::new(letter.language);
    let args = [("company", Arg::Text(&company.name))];
    let mut composed = frame(company, letter, &Words { args: &args, path: None });
    // Whose name it is, nobody knows yet.
    composed.body.paragraphs = vec![locale.with("letter-address-code-words", &args)];
    composed.body.code = Some(digits);
    composed.body.closing = vec![locale.t("letter-address-code-lifetime")];
    composed
}
