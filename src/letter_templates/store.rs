//! SQL of the templates of letters.

use super::{Field, OwnWords, TemplateLetter, Wording};
use crate::base::clock::Timestamp;
use crate::base::id::{CompanyId, EmployeeId};
use crate::i18n::Language;
use crate::store::{Error, Result, Row, Tx};

/// The accessor: `tx.letter_templates()`.
pub struct LetterTemplates<'t, 'c>(&'t mut Tx<'c>);

impl<'c> Tx<'c> {
    /// The templates of letters.
    pub fn letter_templates(&mut self) -> LetterTemplates<'_, 'c> {
        LetterTemplates(self)
    }
}

/// What somebody tried by a letter to himself.
pub struct Tried {
    /// Who.
    pub employee: EmployeeId,
    /// Which letter.
    pub letter: TemplateLetter,
    /// In which language.
    pub language: Language,
    /// Its words.
    pub wording: Wording,
}

impl LetterTemplates<'_, '_> {
    /// What the company said in the place of the portal's own words at an instant.
    pub fn in_force(
        &mut self,
        company: CompanyId,
        letter: TemplateLetter,
        language: Language,
        at: Timestamp,
    ) -> Result<OwnWords> {
        let own = self.0.query_opt(
            "SELECT subject, heading, body, button, closing FROM letter_templates \
             WHERE company_id = $1 AND letter = $2 AND language = $3 AND since <= $4 \
             ORDER BY since DESC, id DESC LIMIT 1",
            &[company.into(), letter.word().into(), language.tag().into(), at.into()],
            |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]),
        )?;
        Ok(own.unwrap_or_default())
    }

    /// Says something else from an instant on.
    pub fn insert(
        &mut self,
        company: CompanyId,
        letter: TemplateLetter,
        language: Language,
        own: &OwnWords,
        since: Timestamp,
    ) -> Result<()> {
        let [subject, heading, body, button, closing] = own.each_ref().map(Option::as_deref);
        self.0
            .execute(
                "INSERT INTO letter_templates (company_id, letter, language, subject, heading, body, button, \
                 closing, since) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
                &[
                    company.into(),
                    letter.word().into(),
                    language.tag().into(),
                    subject.into(),
                    heading.into(),
                    body.into(),
                    button.into(),
                    closing.into(),
                    since.into(),
                ],
            )
            .map(drop)
    }

    /// Keeps what is tried; its id.
    pub fn insert_trial(&mut self, company: CompanyId, tried: &Tried, now: Timestamp) -> Result<i64> {
        let [subject, heading, body, button, closing] = Field::ALL.map(|field| tried.wording.field(field));
        self.0.query_one(
            "INSERT INTO letter_trials (company_id, employee_id, letter, language, subject, heading, body, button, \
             closing, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING id",
            &[
                company.into(),
                tried.employee.into(),
                tried.letter.word().into(),
                tried.language.tag().into(),
                subject.into(),
                heading.into(),
                body.into(),
                button.into(),
                closing.into(),
                now.into(),
            ],
            |row| row.get(0),
        )
    }

    /// What was tried; nothing where that was long ago.
    pub fn trial(&mut self, company: CompanyId, id: i64) -> Result<Option<Tried>> {
        self.0.query_opt(
            "SELECT employee_id, letter, language, subject, heading, body, button, closing FROM letter_trials \
             WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
            tried,
        )
    }

    /// Forgets what was tried before an instant.
    pub fn delete_trials_before(&mut self, before: Timestamp) -> Result<u64> {
        self.0.execute("DELETE FROM letter_trials WHERE created_at < $1", &[before.into()])
    }
}

fn tried(row: &Row<'_>) -> Result<Tried> {
    let (letter, language): (String, String) = (row.get(1)?, row.get(2)?);
    let texts: [String; 5] = [row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?, row.get(7)?];
    Ok(Tried {
        employee: row.get(0)?,
        letter: TemplateLetter::from_word(&letter).ok_or_else(|| Error::broken(letter))?,
        language: Language::from_tag(&language).ok_or_else(|| Error::broken(language))?,
        wording: Wording::of(|field| texts[field as usize].clone()),
    })
}
