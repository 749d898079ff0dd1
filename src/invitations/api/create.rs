//! `POST /api/v1/invitations`.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{DeliveryView, InviterView, TOO_MANY_PENDING, View, over_quota};
use crate::access_rights::{self, Over, Permission};
use crate::api::ApiResult;
use crate::api::body::{self, Object};
use crate::api::caller::Caller;
use crate::api::idempotency::{self, Known, MAX_KEY, Use};
use crate::api::problem::Problem;
use crate::base::clock::Timestamp;
use crate::base::email_address::EmailAddress;
use crate::base::id::{CompanyId, DepartmentId, InvitationId};
use crate::base::person_name::PersonName;
use crate::i18n::Language;
use crate::invitations::addresses::MAX_ADDRESSES;
use crate::invitations::invite::{self, Fate, Invited, Outcome, Recipient, Request};
use crate::invitations::{HANDED_OVER, State};
use crate::mail::outbox::Hold;
use crate::portal::SharedPortal;
use crate::store::{Error, Result, Tx};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    recipients: Vec<Object<RecipientBody>>,
    department_ids: Option<Vec<DepartmentId>>,
    language: Option<String>,
    note: Option<String>,
    expires_in_days: Option<i64>,
    send: Option<bool>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RecipientBody {
    email: String,
    name: Option<String>,
}

#[derive(Serialize)]
struct Answer {
    results: Vec<ResultView>,
}

#[derive(Serialize)]
struct ResultView {
    email: String,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    invitation: Option<View>,
}

/// What one transaction made of the call.
enum Made {
    /// The answer, without links.
    Answer(String),
    /// The key was used for another request.
    KeyTaken,
    Refused(Outcome),
}

pub(super) async fn create(caller: Caller, headers: HeaderMap, bytes: Bytes) -> ApiResult {
    let portal = SharedPortal::clone(&caller.portal);
    let asked: Body = body::read(&caller, &headers, &bytes)?;
    let (request, malformed) = request(&caller, asked)?;
    let used = key(&caller, &headers)?.map(|key| Use::new(caller.company.id, caller.me.id, key, &bytes));
    let (random, now, sends) = (Arc::clone(&portal.random), portal.now(), request.send);
    let me = caller.me.clone();
    let made = caller
        .write(move |tx, actor, company| {
            // An answer that is given again may hold links: who may not invite any more gets none.
            if !access_rights::may(actor, company, Permission::Invite, Over::Anything) {
                return Ok(Made::Refused(Outcome::NotAllowed));
            }
            if let Some(used) = &used {
                match idempotency::claim(tx, used, now)? {
                    Known::New => {}
                    Known::Done(answer) => return Ok(Made::Answer(answer)),
                    Known::Different => return Ok(Made::KeyTaken),
                }
            }
            let outcome = invite::invite(tx, actor, company, &request, &*random, now)?;
            let Outcome::Done(invited) = outcome else {
                // A refusal does not use the key up.
                tx.undo();
                return Ok(Made::Refused(outcome));
            };
            let results = results(tx, &invited, &request, &malformed, &me, now)?;
            let answer = serde_json::to_string(&Answer { results })
                .map_err(|error| Error::broken(error.to_string()))?;
            if let Some(used) = &used {
                idempotency::remember(tx, used, &answer)?;
            }
            Ok(Made::Answer(answer))
        })
        .await?;
    match made {
        Made::Answer(answer) => {
            portal.outbox_bell.ring();
            let answer = if sends { answer } else { with_links(&caller, answer).await? };
            Ok(created(answer))
        }
        Made::KeyTaken => Err(caller.problem(StatusCode::UNPROCESSABLE_ENTITY, "idempotency-key-reused")),
        Made::Refused(outcome) => Err(refusal(&caller, &outcome)),
    }
}

fn key(caller: &Caller, headers: &HeaderMap) -> std::result::Result<Option<String>, Problem> {
    let Some(key) = headers.get("idempotency-key") else { return Ok(None) };
    match key.to_str() {
        Ok(key) if !key.is_empty() && key.len() <= MAX_KEY => Ok(Some(key.to_owned())),
        _ => Err(caller.problem(StatusCode::BAD_REQUEST, "idempotency-key")),
    }
}

/// A recipient that can't be invited, with its place in the list.
type Malformed = Vec<(usize, String, &'static str)>;

fn request(caller: &Caller, asked: Body) -> std::result::Result<(Request, Malformed), Problem> {
    if asked.recipients.is_empty() {
        return Err(caller.malformed("recipients: name at least one"));
    }
    if asked.recipients.len() > MAX_ADDRESSES {
        return Err(caller.malformed(&format!("recipients: {MAX_ADDRESSES} at the most")));
    }
    let language = match asked.language.as_deref() {
        None => caller.company.language,
        Some("ru") => Language::Ru,
        Some("en") => Language::En,
        Some(_) => return Err(caller.malformed("language: ru or en")),
    };
    if asked.note.is_some_and(|note| !note.trim().is_empty()) {
        return Err(caller.problem(StatusCode::UNPROCESSABLE_ENTITY, "notes-off"));
    }
    let mut bad = Malformed::new();
    let mut recipients = Vec::with_capacity(asked.recipients.len());
    for (at, Object(recipient)) in asked.recipients.into_iter().enumerate() {
        match checked(&recipient) {
            Ok(good) => recipients.push(good),
            Err(reason) => bad.push((at, recipient.email, reason)),
        }
    }
    let request = Request {
        recipients,
        departments: asked.department_ids.unwrap_or_default(),
        language,
        note: String::new(),
        days: asked.expires_in_days,
        send: asked.send.unwrap_or(true),
        hold: Duration::ZERO,
        leaves: !caller.portal.mail.is_mailbox(),
    };
    Ok((request, bad))
}

/// A recipient to invite, or why he can't be: the key of the words about it.
fn checked(recipient: &RecipientBody) -> std::result::Result<Recipient, &'static str> {
    let address = EmailAddress::parse(&recipient.email).map_err(|problem| problem.message_id())?;
    let name = match recipient.name.as_deref().map(str::trim).filter(|name| !name.is_empty()) {
        None => String::new(),
        Some(name) => PersonName::parse(name).map_err(|problem| problem.key())?.as_str().to_owned(),
    };
    Ok(Recipient { address, name })
}

/// One result for each recipient, in the order of the request.
fn results(
    tx: &mut Tx<'_>,
    invited: &Invited,
    request: &Request,
    malformed: &Malformed,
    me: &crate::people::Employee,
    now: Timestamp,
) -> Result<Vec<ResultView>> {
    let mut results = Vec::with_capacity(invited.results.len() + malformed.len());
    for (recipient, fate) in &invited.results {
        results.push(result(tx, recipient, *fate, invited, request, me, now)?);
    }
    for (at, email, reason) in malformed {
        results.insert(
            (*at).min(results.len()),
            ResultView {
                email: email.clone(),
                outcome: "refused",
                reason: Some((*reason).to_owned()),
                invitation: None,
            },
        );
    }
    Ok(results)
}

fn result(
    tx: &mut Tx<'_>,
    recipient: &Recipient,
    fate: Fate,
    invited: &Invited,
    request: &Request,
    me: &crate::people::Employee,
    now: Timestamp,
) -> Result<ResultView> {
    let (outcome, reason) = fate.outcome();
    let invitation = match fate {
        Fate::Invited(id) => Some(fresh(id, recipient, invited, request, me, now)),
        // What was made before has words of its own.
        Fate::Renewed(id) => match tx.invitations().find(me.company_id, id)? {
            Some(row) => {
                let generation = (!request.send).then_some(row.generation);
                // What was queued this moment has no other attempt to be told of.
                Some(View { generation, ..View::of(tx, &row, &Hold::default(), now)? })
            }
            None => None,
        },
        Fate::AlreadyInvited(_)
        | Fate::Kept(_)
        | Fate::NotDelivered(_)
        | Fate::AlreadyEmployee(_)
        | Fate::AwaitingApproval(_)
        | Fate::Dismissed(_)
        | Fate::OptedOut
        | Fate::Complained
        | Fate::BadAddress
        | Fate::WrittenLately
        | Fate::TooManyLetters => None,
    };
    let email = recipient.address.as_str().to_owned();
    Ok(ResultView { email, outcome, reason: reason.map(str::to_owned), invitation })
}

/// The invitation as it stands now, told from the request: this is the busiest call.
fn fresh(
    id: InvitationId,
    recipient: &Recipient,
    invited: &Invited,
    request: &Request,
    me: &crate::people::Employee,
    now: Timestamp,
) -> View {
    View {
        id,
        email: recipient.address.as_str().to_owned(),
        name: recipient.name.clone(),
        state: "pending",
        delivery: DeliveryView::fresh(request.send),
        department_ids: invited.departments.clone(),
        inviter: InviterView { id: me.id, name: me.shown_name().to_owned() },
        channel: (if request.send { "api" } else { HANDED_OVER }).to_owned(),
        language: request.language.tag(),
        created_at: now,
        sent_at: None,
        expires_at: invited.expires_at,
        accepted_at: None,
        link: None,
        generation: (!request.send).then_some(0),
    }
}

/// The answer with the link of each invitation. Links are derived, so an answer that is given again
/// has them too, though they are stored nowhere; but not once there is a newer link.
async fn with_links(caller: &Caller, answer: String) -> std::result::Result<String, Problem> {
    let portal = SharedPortal::clone(&caller.portal);
    let now = portal.now();
    caller
        .read(move |tx, _, company| {
            let mut value: Value = serde_json::from_str(&answer).map_err(|e| Error::broken(e.to_string()))?;
            let results = value["results"].as_array_mut().into_iter().flatten();
            for invitation in results.filter_map(|result| result.get_mut("invitation")) {
                let Some(invitation) = invitation.as_object_mut() else { continue };
                let generation = invitation.remove("generation").and_then(|number| number.as_i64());
                let id = invitation.get("id").and_then(Value::as_i64).map(InvitationId);
                let (Some(id), Some(generation)) = (id, generation) else { continue };
                if let Some(path) = path(tx, &portal, company.id, id, generation, now)? {
                    invitation.insert("link".to_owned(), company.link(&path).into());
                }
            }
            Ok(value.to_string())
        })
        .await
}

/// The link of an invitation that is still open, as long as it is the one that was answered.
fn path(
    tx: &mut Tx<'_>,
    portal: &SharedPortal,
    company: CompanyId,
    id: InvitationId,
    generation: i64,
    now: Timestamp,
) -> Result<Option<String>> {
    let invitation = tx.invitations().find(company, id)?;
    Ok(invitation
        .filter(|invitation| invitation.generation == generation && invitation.state(now) == State::Pending)
        .map(|invitation| invitation.path(&portal.key)))
}

fn created(answer: String) -> Response {
    let location = only_id(&answer);
    let mut response = (StatusCode::CREATED, answer).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if let Some(location) = location.and_then(|id| format!("/api/v1/invitations/{id}").parse().ok()) {
        headers.insert(header::LOCATION, location);
    }
    response
}

/// The id of the invitation where one and no other was made.
fn only_id(answer: &str) -> Option<i64> {
    // What holds several is not worth reading.
    const SHORT: usize = 4096;
    let short = Some(answer).filter(|answer| answer.len() < SHORT)?;
    let value: Value = serde_json::from_str(short).ok()?;
    let made = value["results"].as_array()?.iter().filter_map(|result| result["invitation"]["id"].as_i64());
    let made: Vec<i64> = made.collect();
    (made.len() == 1).then(|| made[0])
}

fn refusal(caller: &Caller, outcome: &Outcome) -> Problem {
    let unprocessable = |kind| caller.problem(StatusCode::UNPROCESSABLE_ENTITY, kind);
    let words = |key: &str, n: i64| caller.locale.n(key, n);
    match outcome {
        Outcome::NotAllowed => caller.not_allowed(),
        Outcome::UnknownDepartment => unprocessable("unknown-department"),
        Outcome::DepartmentNotAllowed => caller.problem(StatusCode::FORBIDDEN, "department-not-allowed"),
        Outcome::BadLifetime { most } => caller.bad_lifetime(*most),
        Outcome::OverQuota { left, period } => {
            unprocessable(over_quota(*period)).about(words("problem-letters-left", *left))
        }
        Outcome::TooManyPending { left } => {
            unprocessable(TOO_MANY_PENDING).about(words("problem-invitations-left", *left))
        }
        Outcome::SeatsFull { free } => {
            caller.problem(StatusCode::CONFLICT, "seats-full").about(words("problem-seats-left", *free))
        }
        Outcome::Done(_) => caller.problem(StatusCode::INTERNAL_SERVER_ERROR, "broken"),
    }
}
