//! SQL of an outbox that was put back from a backup: what it holds may have left since.

use super::Outbox;
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, LetterId};
use crate::mail::outbox::STOPPED;
use crate::mail::reason::Reason;
use crate::store::{Result, Row};

/// The letters that waited when a backup was put back, up to `$1`.
pub const WAITED: &str =
    "state IN ('queued', 'deferred', 'unknown') AND state <> 'unknown' AND priority = 1 AND created_at <= $1";

/// Whose letter it is, its kind, and the row that it speaks of.
pub type About = (CompanyId, String, i64);

fn about(row: &Row<'_>) -> Result<About> {
    Ok((row.get(0)?, row.get(1)?, row.get(2)?))
}

impl Outbox<'_, '_> {
    /// The latest that the letters tell of.
    pub fn latest(&mut self) -> Result<Option<Timestamp>> {
        let queued: Option<Timestamp> =
            self.0.query_one("SELECT MAX(created_at) FROM letters", &[], |row| row.get(0))?;
        let finished: Option<Timestamp> =
            self.0.query_one("SELECT MAX(finished_at) FROM letters", &[], |row| row.get(0))?;
        Ok(queued.max(finished))
    }

    /// Lets the queue stand because a backup was put back that stands for an instant; whoever had stopped it before,
    /// and why, stays told. What somebody waited for at a screen is not waited for any more, and stands with the rest.
    pub fn hold_restored(&mut self, to: Timestamp, now: Timestamp) -> Result<()> {
        self.0.execute(
            "INSERT INTO outbox_pause (id, since, reason, restored_to) VALUES (1, $1, '', $2) \
             ON CONFLICT (id) DO UPDATE SET since = excluded.since, restored_to = excluded.restored_to",
            &[now.into(), to.into()],
        )?;
        let not_urgent =
            "UPDATE letters SET priority = 1 WHERE state IN ('queued', 'deferred') AND priority = 0";
        self.0.execute(not_urgent, &[]).map(drop)
    }

    /// What senders were at work on when a backup was made may be out, and so may what was to be repeated: its outcome is
    /// unknown, and it is not sent by itself again. Gives these letters.
    pub fn give_up_begun(&mut self) -> Result<Vec<About>> {
        self.0.query(
            "UPDATE letters SET state = 'unknown', lease_until = NULL, next_attempt_at = $2, \
             reason = CASE WHEN state = 'unknown' THEN reason ELSE $1 END \
             WHERE state IN ('claimed', 'dot_sent') OR state = 'unknown' AND next_attempt_at < $3 \
             RETURNING company_id, kind, subject_id",
            &[Reason::Interrupted.key().into(), Timestamp::NEVER.into(), Timestamp::NEVER.into()],
            about,
        )
    }

    /// How many letters waited when a backup was put back, and still do.
    pub fn waited(&mut self, until: Timestamp) -> Result<i64> {
        let sql = format!("SELECT COUNT(*) FROM letters WHERE {WAITED}");
        self.0.query_one(&sql, &[until.into()], |row| row.get(0))
    }

    /// Notes of a letter that is withdrawn already that it was because a backup was put back.
    pub fn note_stopped(&mut self, id: LetterId) -> Result<()> {
        let sql = "UPDATE letters SET reason = $1 WHERE id = $2 AND state = 'cancelled'";
        self.0.execute(sql, &[STOPPED.into(), id.into()]).map(drop)
    }

    /// Withdraws up to `most` of them. Gives these letters.
    pub fn withdraw_waited(&mut self, until: Timestamp, most: i64, now: Timestamp) -> Result<Vec<About>> {
        self.0.query(
            &format!(
                "UPDATE letters SET state = 'cancelled', finished_at = $2, reason = $3 \
                 WHERE id IN (SELECT id FROM letters WHERE {WAITED} ORDER BY id LIMIT $4) \
                 RETURNING company_id, kind, subject_id"
            ),
            &[until.into(), now.into(), STOPPED.into(), most.into()],
            about,
        )
    }
}
