//! The letters about another address.

use super::{ADDRESS_CHANGED, bare};
use crate::accounts::address_change::{self, AddressChange};
use crate::base::clock::Timestamp;
use crate::base::id::AddressChangeId;
use crate::base::secret::SecretKey;
use crate::company::Company;
use crate::company::letter::{Words, frame};
use crate::i18n::{Arg, Locale};
use crate::mail::composed::Composed;
use crate::mail::outbox::Letter;
use crate::people::Status;
use crate::store::{Result, Tx};

fn find(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<AddressChange>> {
    tx.address_changes().find(company.id, AddressChangeId(letter.subject_id))
}

/// The link that proves the address: not where it works no more, or somebody has the address.
pub(super) fn link(
    tx: &mut Tx<'_>,
    key: &SecretKey,
    company: &Company,
    letter: &Letter,
    now: Timestamp,
) -> Result<Option<Composed>> {
    let Some(change) = find(tx, company, letter)? else { return Ok(None) };
    let Some(person) = tx.people().find(company.id, change.employee)? else { return Ok(None) };
    if !address_change::is_wanted(tx, &change, now)? {
        return Ok(None);
    }
    let until = Locale::new(letter.language).exactly(change.expires_at, &person.zone());
    Ok(Some(link_letter(company, letter, &until, change.is_own(), &change.path(key))))
}

pub(super) fn link_letter(
    company: &Company,
    letter: &Letter,
    until: &str,
    is_own: bool,
    path: &str,
) -> Composed {
    let locale = Locale::new(letter.language);
    let mut composed = bare(company, letter, path);
    composed.body.closing = vec![locale.with("letter-password-reset-until", &[("until", Arg::Text(until))])];
    // Who asked for himself has to sign in; where somebody vouches for him, the link alone does.
    let key = if is_own { "letter-address-change-sign-in" } else { "letter-address-change-personal" };
    composed.body.closing.push(locale.t(key));
    composed
}

/// What the address before is told, whatever became of the wish since: a person who has left need not know.
pub(super) fn news(tx: &mut Tx<'_>, company: &Company, letter: &Letter) -> Result<Option<Composed>> {
    let Some(change) = find(tx, company, letter)? else { return Ok(None) };
    let person = tx.people().find(company.id, change.employee)?;
    let Some(person) = person.filter(|person| person.status == Status::Active) else { return Ok(None) };
    let asker = tx.people().find(company.id, change.asked_by)?.filter(|asker| asker.id != person.id);
    let asker = asker.map(|asker| asker.shown_name().to_owned());
    let at = Locale::new(letter.language).exactly(letter.created_at, &person.zone());
    Ok(Some(news_letter(company, letter, &at, asker)))
}

pub(super) fn news_letter(company: &Company, letter: &Letter, at: &str, asker: Option<String>) -> Composed {
    let locale = Locale::new(letter.language);
    // A new password ends sessions, and kills the link that has not been used yet. Once the address is
    // another one, there is none for this.
    let path = Some("/forgotten-password").filter(|_| letter.kind != ADDRESS_CHANGED);
    let args = [("company", Arg::Text(&company.name))];
    let mut composed = frame(company, letter, &Words { args: &args, path });
    composed.body.facts = vec![(locale.t("letter-fact-when"), at.to_owned())];
    if let Some(asker) = asker {
        composed.body.facts.push((locale.t("letter-fact-asked-by"), asker));
    }
    composed.body.paragraphs.push(locale.t(&format!("letter-{}-not-you", letter.kind)));
    composed
}
