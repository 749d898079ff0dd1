//! SQL of words: whom they find, beginning with whichever.

use super::super::People;
use super::{WORDS, places};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, EmployeeId};
use crate::people::list::Spot;
use crate::people::list::sight::{Named, Sight, Term};
use crate::people::{Status, words};
use crate::store::statement::Statement;
use crate::store::{Result, Value};

/// Everybody whom a word finds: by a beginning, from within, by his department. Some of them twice.
pub(super) fn everybody<'a>(statement: &mut Statement<'a>, sight: &'a Sight, term: &'a Term, is_count: bool) {
    let (company, status) = (Value::from(sight.company), Value::from(sight.status.word()));
    statement.add(
        "SELECT w.employee_id AS id FROM employee_words w WHERE w.company_id = ? AND w.status = ? \
         AND w.word >= ? AND w.word < ?",
        [company, status, (&term.text).into(), (&term.end).into()],
    );
    if term.within.is_some() {
        statement.add(
            "UNION ALL SELECT w.employee_id FROM (SELECT p.word FROM word_parts p WHERE p.company_id = ? \
             AND p.part >= ? AND p.part < ? AND p.part <> p.word LIMIT ?) q CROSS JOIN employee_words w \
             WHERE w.company_id = ? AND w.status = ? AND w.word = q.word",
            [company, (&term.text).into(), (&term.end).into(), WORDS.into(), company, status],
        );
    }
    if let Named::Some(places) = &term.named {
        statement.add("UNION ALL", []);
        places::members(statement, sight, places, is_count);
    }
}

/// Whether a word of somebody is the first of his that begins with the term.
fn is_first_of_his(term: &Term) -> (&'static str, Vec<Value<'_>>) {
    let first = "COALESCE((SELECT 1 FROM employee_words o WHERE o.employee_id = w.employee_id \
                 AND o.word >= ? AND o.word < w.word LIMIT 1), 0) = 0";
    (first, vec![(&term.text).into()])
}

/// Whether it is the first of his that holds the term, and none of his begins so.
fn is_first_within<'a>(sight: &Sight, term: &'a Term) -> (&'static str, Vec<Value<'a>>) {
    let first = "COALESCE((SELECT 1 FROM employee_words o WHERE o.employee_id = w.employee_id \
                 AND o.word >= ? AND o.word < ? LIMIT 1), 0) = 0 \
                 AND COALESCE((SELECT MIN(o.word) FROM employee_words o JOIN word_parts p ON p.company_id = ? \
                 AND p.part = o.word AND p.word = o.word WHERE o.employee_id = w.employee_id \
                 AND o.word LIKE ?), w.word) = w.word";
    let pattern = term.within.as_deref().unwrap_or_default();
    (first, vec![(&term.text).into(), (&term.end).into(), sight.company.into(), pattern.into()])
}

impl People<'_, '_> {
    /// Whether anybody in one of these statuses has a word that begins so.
    pub fn is_beginning(&mut self, company: CompanyId, statuses: &[Status], text: &str) -> Result<bool> {
        let end = words::after(text);
        let mut statement = Statement::default();
        for (number, status) in statuses.iter().enumerate() {
            statement.add(
                &format!(
                    "{} SELECT * FROM (SELECT 1 AS found FROM employee_words WHERE company_id = ? AND status = ? \
                     AND word >= ? AND word < ? LIMIT 1) s",
                    if number == 0 { "" } else { "UNION ALL" }
                ),
                [company.into(), status.word().into(), text.into(), (&end).into()],
            );
        }
        Ok(self.0.query_opt(statement.text(), statement.params(), |row| row.get::<i64>(0))?.is_some())
    }

    /// Whether more words hold the term than are looked up at once.
    pub(super) fn holds_many(&mut self, sight: &Sight, term: &Term) -> Result<bool> {
        if term.within.is_none() {
            return Ok(false);
        }
        let count: i64 = self.0.query_one(
            "SELECT COUNT(*) FROM (SELECT 1 FROM word_parts p WHERE p.company_id = $1 AND p.part >= $2 \
             AND p.part < $3 AND p.part <> p.word LIMIT $4) counted",
            &[sight.company.into(), (&term.text).into(), (&term.end).into(), WORDS.into()],
            |row| row.get(0),
        )?;
        Ok(count >= WORDS)
    }

    /// The next words before `end`, those who have them, and whether it is the first of theirs for the term.
    ///
    /// The walk itself is in order, and what is left of it stays so.
    pub fn words_from(
        &mut self,
        sight: &Sight,
        term: &Term,
        at: &Cursor,
        end: &str,
        most: usize,
    ) -> Result<Vec<(Spot, bool)>> {
        self.words(sight, is_first_of_his(term), at, end, most)
    }

    /// Who has a word that holds the term, behind an employee, and whether it is the first of theirs.
    pub fn words_within(
        &mut self,
        sight: &Sight,
        term: &Term,
        word: &str,
        behind: i64,
        most: usize,
    ) -> Result<Vec<(EmployeeId, bool)>> {
        // Nothing else is between a word and the same with a mark that is in none.
        let (at, end) = (Cursor::new(word, behind), format!("{word}\u{1}"));
        let found = self.words(sight, is_first_within(sight, term), &at, &end, most)?;
        Ok(found.into_iter().map(|(spot, is_first)| (spot.person, is_first)).collect())
    }

    fn words(
        &mut self,
        sight: &Sight,
        (is_first, values): (&str, Vec<Value<'_>>),
        at: &Cursor,
        end: &str,
        most: usize,
    ) -> Result<Vec<(Spot, bool)>> {
        let mut statement = Statement::new(
            &format!("SELECT w.word, w.employee_id, CASE WHEN {is_first} THEN 1 ELSE 0 END"),
            values,
        );
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        statement.add(
            "FROM (SELECT word, employee_id FROM employee_words WHERE company_id = ? AND status = ? \
             AND (word, employee_id) > (?, ?) AND word < ? ORDER BY word, employee_id LIMIT ?) w",
            [
                sight.company.into(),
                sight.status.word().into(),
                at.key.as_str().into(),
                at.id.into(),
                end.into(),
                most.into(),
            ],
        );
        self.0.query(statement.text(), statement.params(), |row| {
            let person: EmployeeId = row.get(1)?;
            Ok((Spot { at: Cursor::new(row.get::<String>(0)?, person.0), person }, row.get(2)?))
        })
    }

    /// The next endings of words that begin with the term, each with its word.
    pub fn parts_after(
        &mut self,
        sight: &Sight,
        term: &Term,
        part: &str,
        word: &str,
        most: usize,
    ) -> Result<Vec<(String, String)>> {
        self.0.query(
            "SELECT part, word FROM word_parts WHERE company_id = $1 AND (part, word) > ($2, $3) AND part < $4 \
             AND part <> word ORDER BY part, word LIMIT $5",
            &[
                sight.company.into(),
                part.into(),
                word.into(),
                (&term.end).into(),
                i64::try_from(most).unwrap_or(i64::MAX).into(),
            ],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }
}
