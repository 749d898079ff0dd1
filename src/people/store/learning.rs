//! SQL of the words that a company knows, so that what stands inside of them is found.

use super::People;
use crate::base::id::CompanyId;
use crate::people::words::parts;
use crate::store::Result;
use crate::store::statement::Statement;

/// Words that are learned by one statement.
const AT_ONCE: usize = 100;

impl People<'_, '_> {
    /// Makes words known that a company did not know yet; sorted, so that neighbours who bring the same words
    /// wait for each other and never in a circle.
    pub fn learn(&mut self, company: CompanyId, words: &[String]) -> Result<()> {
        let mut known: Vec<&str> =
            words.iter().filter(|word| !parts::of_word(word).is_empty()).map(String::as_str).collect();
        known.sort_unstable();
        known.dedup();
        for words in known.chunks(AT_ONCE) {
            let whole: Vec<_> = words.iter().map(|word| (*word, *word)).collect();
            let mut statement = values(company, &whole);
            statement.add("ON CONFLICT DO NOTHING RETURNING word", []);
            let new: Vec<String> = self.0.query(statement.text(), statement.params(), |row| row.get(0))?;
            for word in &new {
                let endings: Vec<_> =
                    parts::of_word(word).into_iter().skip(1).map(|part| (part, &**word)).collect();
                let statement = values(company, &endings);
                self.0.execute(statement.text(), statement.params())?;
            }
        }
        Ok(())
    }
}

fn values<'a>(company: CompanyId, parts: &[(&'a str, &'a str)]) -> Statement<'a> {
    let mut statement = Statement::new("INSERT INTO word_parts (company_id, part, word) VALUES", []);
    for (number, (part, word)) in parts.iter().enumerate() {
        let comma = if number == 0 { "" } else { ", " };
        statement.add(&format!("{comma}(?, ?, ?)"), [company.into(), (*part).into(), (*word).into()]);
    }
    statement
}
