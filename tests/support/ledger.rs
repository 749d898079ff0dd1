//! Compares what a mail server took with what the portal says of its letters: none lost, none doubled but those whose
//! outcome nobody knew.

use std::collections::BTreeMap;

use collega::mail::outbox::State;
use collega::store::Db;

use super::letter::ReceivedLetter;

/// A letter in a mail server's hands.
#[derive(Clone, Debug)]
pub struct Arrival {
    /// Message-ID, without its brackets.
    pub message_id: String,
    /// To whom.
    pub to: String,
    /// The link in it.
    pub link: String,
}

/// A letter as the portal has written it down.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Message-ID, without its brackets.
    pub message_id: String,
    /// To whom.
    pub to: String,
    /// What became of it.
    pub state: State,
    /// How often it was repeated after an unknown outcome.
    pub repeats: i64,
}

impl Arrival {
    /// Reads a letter as it came.
    pub fn of(raw: &[u8]) -> Self {
        let letter = ReceivedLetter::parse(raw);
        let line = letter.raw.lines().find(|line| line.to_lowercase().starts_with("message-id:"));
        let message_id = line.expect("a Message-ID")[11..].trim().trim_matches(['<', '>']).to_owned();
        Self { message_id, link: letter.path("/i/"), to: letter.to }
    }
}

/// All letters that the portal has written down.
pub async fn entries(db: &Db) -> Vec<Entry> {
    db.read(|tx| {
        tx.query("SELECT message_id, email, state, repeats FROM letters ORDER BY id", &[], |row| {
            let state: String = row.get(2)?;
            let state = State::from_word(&state).expect("a state");
            Ok(Entry { message_id: row.get(0)?, to: row.get(1)?, state, repeats: row.get(3)? })
        })
    })
    .await
    .unwrap()
}

/// What is wrong, once nothing waits to be sent any more; nothing where all is as it should be.
pub fn complaints(arrivals: &[Arrival], entries: &[Entry]) -> Vec<String> {
    let mut came: BTreeMap<&str, Vec<&Arrival>> = BTreeMap::new();
    for arrival in arrivals {
        came.entry(&arrival.message_id).or_default().push(arrival);
    }
    let mut complaints = Vec::new();
    let mut written_to: BTreeMap<&str, &str> = BTreeMap::new();
    for entry in entries {
        let copies = came.remove(entry.message_id.as_str()).unwrap_or_default();
        complaints.extend(wrong_with(entry, &copies).map(|wrong| format!("{wrong}: {entry:?}, {copies:?}")));
        if !copies.is_empty()
            && let Some(other) = written_to.insert(&entry.to, &entry.message_id)
        {
            complaints.push(format!("{} got {other} and {}", entry.to, entry.message_id));
        }
    }
    complaints.extend(came.into_keys().map(|id| format!("{id} came, and nobody has written it")));
    complaints
}

fn wrong_with(entry: &Entry, copies: &[&Arrival]) -> Option<&'static str> {
    let may_be_two = usize::from(entry.repeats > 0);
    if copies.iter().any(|copy| copy.to != entry.to) {
        return Some("came to another");
    }
    if copies.windows(2).any(|pair| pair[0].link != pair[1].link) {
        return Some("came with two links");
    }
    match entry.state {
        State::Accepted if copies.is_empty() => Some("lost"),
        // What may have gone out and may not is told to be so.
        State::Accepted | State::Unknown if copies.len() > 1 + may_be_two => Some("doubled"),
        State::Accepted | State::Unknown => None,
        State::Failed | State::Cancelled => Some("given up"),
        State::Queued | State::Claimed | State::DotSent | State::Deferred => Some("left behind"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arrival(number: usize) -> Arrival {
        let (message_id, to) = (format!("{number}@portal"), format!("person{number}@example.org"));
        Arrival { message_id, to, link: format!("/i/{number}") }
    }

    fn entry(number: usize, state: State, repeats: i64) -> Entry {
        let Arrival { message_id, to, .. } = arrival(number);
        Entry { message_id, to, state, repeats }
    }

    /// What is complained of, in its first words.
    fn found(arrivals: &[Arrival], entries: &[Entry]) -> Vec<String> {
        let first = |complaint: String| complaint.split(':').next().unwrap().to_owned();
        complaints(arrivals, entries).into_iter().map(first).collect()
    }

    #[test]
    fn what_came_once_is_right() {
        let entries =
            [entry(1, State::Accepted, 0), entry(2, State::Accepted, 1), entry(3, State::Unknown, 1)];
        assert_eq!(found(&[arrival(1), arrival(2)], &entries), Vec::<String>::new());
    }

    #[test]
    fn what_nobody_knew_may_come_twice_but_not_three_times() {
        let entries = [entry(1, State::Accepted, 1)];
        assert_eq!(found(&[arrival(1), arrival(1)], &entries), Vec::<String>::new());
        assert_eq!(found(&[arrival(1), arrival(1), arrival(1)], &entries), ["doubled"]);
    }

    #[test]
    fn a_planted_loss_is_found() {
        let entries = [entry(1, State::Accepted, 0), entry(2, State::Accepted, 0)];
        assert_eq!(found(&[arrival(1)], &entries), ["lost"]);
        assert_eq!(found(&[], &[entry(1, State::Queued, 0)]), ["left behind"]);
        assert_eq!(found(&[], &[entry(1, State::DotSent, 0)]), ["left behind"]);
        assert_eq!(found(&[], &[entry(1, State::Failed, 0)]), ["given up"]);
    }

    #[test]
    fn a_planted_double_is_found() {
        let twice = [arrival(1), arrival(1)];
        assert_eq!(found(&twice, &[entry(1, State::Accepted, 0)]), ["doubled"]);
        assert_eq!(found(&twice, &[entry(1, State::Unknown, 0)]), ["doubled"]);
    }

    #[test]
    fn a_double_under_another_name_is_found() {
        let (first, mut second) = (entry(1, State::Accepted, 0), entry(2, State::Accepted, 0));
        second.to.clone_from(&first.to);
        let mut again = arrival(2);
        again.to.clone_from(&first.to);
        assert_eq!(found(&[arrival(1), again], &[first, second]).len(), 1);
        assert_eq!(found(&[arrival(7)], &[]), ["7@portal came, and nobody has written it"]);
    }

    #[test]
    fn a_double_with_another_link_is_found() {
        let mut again = arrival(1);
        again.link = "/i/other".to_owned();
        assert_eq!(found(&[arrival(1), again], &[entry(1, State::Accepted, 1)]), ["came with two links"]);
        let mut astray = arrival(1);
        astray.to = "stranger@example.org".to_owned();
        assert_eq!(found(&[astray], &[entry(1, State::Accepted, 0)]), ["came to another"]);
    }
}
