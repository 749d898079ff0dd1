//! Inviting an address again whose invitation has expired.

use super::{Fate, Inviting, Recipient};
use crate::history::telling::{Note, Telling};
use crate::history::{Action, Subject};
use crate::invitations::store::Renewal;
use crate::invitations::{Invitation, letter, revoke};
use crate::people::Employee;
use crate::store::{Result, Tx};

impl Inviting<'_> {
    /// New validity, the words now typed, the departments now chosen, and a letter: it stays the
    /// invitation of whoever made it.
    pub(super) fn renew(
        &self,
        tx: &mut Tx<'_>,
        invitation: &Invitation,
        recipient: &Recipient,
    ) -> Result<Fate> {
        let (company, id, email) = (self.company.id, invitation.id, recipient.address.as_str());
        let name = if recipient.name.is_empty() { &invitation.name } else { &recipient.name };
        let renewal = Renewal {
            email,
            name,
            language: self.request.language,
            note: &self.request.note,
            batch: self.batch,
            is_sent: self.request.send,
            expires_at: self.expires_at,
        };
        if !tx.invitations().renew(invitation, &renewal, self.now)? {
            return self.lost_race(tx, &invitation.email_key);
        }
        let before = tx.invitations().departments(company, id)?;
        let before = before.iter().map(|(_, name)| name.as_str()).collect::<Vec<_>>().join(", ");
        tx.invitations().set_departments(company, id, &self.departments)?;
        let person = invitation.employee_id.map(|person| tx.people().find(company, person)).transpose()?;
        if let Some(person) = person.flatten() {
            self.describe(tx, &person, recipient, name)?;
        }
        // What still waited told the old words, and would be one letter too many.
        letter::withdraw(tx, company, id, self.now)?;
        if self.request.send {
            self.write_letter(tx, id, email, &invitation.email_key, name)?;
        }
        let now_there = self.department_names.join(", ");
        let departments = if before == now_there { now_there } else { format!("{before} → {now_there}") };
        let told = Telling::of(email)
            .note(Note::Departments, departments)
            .note(Note::Until, format!("{} → {}", invitation.expires_at, self.expires_at));
        tx.history().record(self.actor, Action::Resent, Subject::Invitation(id), told.as_str(), self.now)?;
        Ok(Fate::Renewed(id))
    }

    /// The person in the list is called as the inviter now says.
    fn describe(&self, tx: &mut Tx<'_>, person: &Employee, recipient: &Recipient, name: &str) -> Result<()> {
        let address = &recipient.address;
        if person.name != name {
            tx.people().rename(person, name, &person.position, address.key())?;
        }
        if person.email != address.as_str() {
            let person = Employee { name: name.to_owned(), ..person.clone() };
            tx.people().change_address(&person, address)?;
        }
        tx.people().set_language(person.company_id, person.id, self.request.language)
    }

    /// Another's invitation is closed, and the address invited anew: he manages his, and nobody else's.
    pub(super) fn replace(
        &self,
        tx: &mut Tx<'_>,
        invitation: &Invitation,
        recipient: &Recipient,
    ) -> Result<Fate> {
        if !revoke::close(tx, self.actor, invitation, self.now)? {
            return self.lost_race(tx, &invitation.email_key);
        }
        self.add(tx, recipient)
    }
}
