//! SQL of what is known of mail servers.

use super::{Known, TRY, reason};
use crate::base::clock::Timestamp;
use crate::mail::outbox::SKEW;
use crate::mail::transport::{Rest, Trouble};
use crate::store::{Result, Row, Tx};

/// The accessor: `tx.mail_servers()`.
pub struct MailServers<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// Mail servers, each by its mark.
    pub fn mail_servers(&mut self) -> MailServers<'_, 'c> {
        MailServers(self)
    }
}

fn known(row: &Row<'_>) -> Result<Known> {
    let reason = reason(&row.get::<String>(2)?);
    let (since, until): (Option<Timestamp>, Option<Timestamp>) = (row.get(0)?, row.get(1)?);
    let words: String = row.get(3)?;
    let trouble: Option<Timestamp> = row.get(4)?;
    let (outages, throttles): (i64, i64) = (row.get(5)?, row.get(6)?);
    let is_for_bulk = Rest::is_for_bulk(reason, outages > 0);
    let rest = |(since, until)| Rest { reason, words, since, until, is_told: true, is_for_bulk };
    Ok(Known {
        rest: since.zip(until).map(rest),
        trouble: trouble.map(|since| Trouble { reason, since }),
        outages: u32::try_from(outages).unwrap_or(0),
        throttles: u32::try_from(throttles).unwrap_or(0),
        trying_until: row.get(7)?,
    })
}

impl MailServers<'_, '_> {
    /// What is known of a server; `None` where nobody has knocked there yet.
    pub fn find(&mut self, server: &str) -> Result<Option<Known>> {
        self.0.query_opt(
            "SELECT rest_since, rest_until, reason, words, trouble_since, outages, throttles, trying_until \
             FROM mail_servers WHERE server = $1",
            &[server.into()],
            known,
        )
    }

    /// Lets one sender find out whether a server takes letters, where that is to be found out; false where another does,
    /// or it is known.
    pub fn begin_try(&mut self, server: &str, now: Timestamp) -> Result<bool> {
        let rows = self.0.execute(
            "INSERT INTO mail_servers (server, trying_until, changed_at) VALUES ($1, $2, $3) \
             ON CONFLICT (server) DO UPDATE SET trying_until = excluded.trying_until, changed_at = excluded.changed_at \
             WHERE (mail_servers.trying_until IS NULL AND mail_servers.rest_until IS NOT NULL \
             OR mail_servers.trying_until <= $4 OR mail_servers.trying_until > $5) \
             AND (mail_servers.rest_until IS NULL OR mail_servers.rest_until <= $4 OR mail_servers.rest_since > $6)",
            &[
                server.into(),
                (now + TRY).into(),
                now.into(),
                now.into(),
                (now + TRY + SKEW).into(),
                (now + SKEW).into(),
            ],
        )?;
        Ok(rows > 0)
    }

    /// It was not found out: another sender may try at once.
    pub fn end_try(&mut self, server: &str) -> Result<()> {
        // Where nothing is known but that somebody tried, it is as if nobody had.
        self.0.execute(
            "DELETE FROM mail_servers WHERE server = $1 AND trying_until IS NOT NULL AND rest_until IS NULL",
            &[server.into()],
        )?;
        let end =
            "UPDATE mail_servers SET trying_until = NULL WHERE server = $1 AND trying_until IS NOT NULL";
        self.0.execute(end, &[server.into()]).map(drop)
    }

    /// The tries of a process that is gone, where there was only one.
    pub fn end_tries(&mut self) -> Result<()> {
        self.0
            .execute("DELETE FROM mail_servers WHERE trying_until IS NOT NULL AND rest_until IS NULL", &[])?;
        let end = "UPDATE mail_servers SET trying_until = NULL WHERE trying_until IS NOT NULL";
        self.0.execute(end, &[]).map(drop)
    }

    /// A server is left alone.
    pub fn begin_rest(&mut self, server: &str, known: &Known, now: Timestamp) -> Result<()> {
        let Some(rest) = &known.rest else { return Ok(()) };
        self.0
            .execute(
                "INSERT INTO mail_servers (server, rest_since, rest_until, reason, words, trouble_since, outages, \
                 throttles, changed_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
                 ON CONFLICT (server) DO UPDATE SET trying_until = NULL, rest_since = excluded.rest_since, \
                 rest_until = excluded.rest_until, reason = excluded.reason, words = excluded.words, \
                 trouble_since = COALESCE(mail_servers.trouble_since, excluded.trouble_since), \
                 outages = excluded.outages, throttles = excluded.throttles, changed_at = excluded.changed_at",
                &[
                    server.into(),
                    rest.since.into(),
                    rest.until.into(),
                    rest.reason.key().into(),
                    (&rest.words).into(),
                    known.trouble.map_or(rest.since, |trouble| trouble.since).into(),
                    i64::from(known.outages).into(),
                    i64::from(known.throttles).into(),
                    now.into(),
                ],
            )
            .map(drop)
    }

    /// A server takes letters, unless it has just told another sender otherwise.
    pub fn note_taking(&mut self, server: &str, now: Timestamp) -> Result<()> {
        self.0
            .execute(
                "INSERT INTO mail_servers (server, changed_at) VALUES ($1, $2) \
                 ON CONFLICT (server) DO UPDATE SET trying_until = NULL, rest_since = NULL, rest_until = NULL, \
                 reason = '', words = '', trouble_since = NULL, outages = 0, throttles = 0, \
                 changed_at = excluded.changed_at \
                 WHERE mail_servers.rest_until IS NULL OR mail_servers.rest_until <= excluded.changed_at",
                &[server.into(), now.into()],
            )
            .map(drop)
    }

    /// Ends all rests: somebody has mended something. Where he has not, the next one is no longer for his asking early.
    pub fn wake(&mut self, now: Timestamp) -> Result<()> {
        let wake = "UPDATE mail_servers SET rest_until = $1, changed_at = $1, \
                    throttles = CASE WHEN throttles > 0 THEN throttles - 1 ELSE 0 END WHERE rest_until > $1";
        self.0.execute(wake, &[now.into()]).map(drop)
    }

    /// Forgets servers of which nothing new was learned since an instant.
    pub fn forget(&mut self, before: Timestamp) -> Result<()> {
        self.0.execute("DELETE FROM mail_servers WHERE changed_at < $1", &[before.into()]).map(drop)
    }
}
