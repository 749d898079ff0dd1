//! SQL of departments that are called alike.

use std::collections::HashMap;

use super::Departments;
use crate::base::id::{CompanyId, DepartmentId};
use crate::store::Result;
use crate::store::statement::{Statement, fill, places};
use crate::structure::title::title;

/// Whether a department `d` is not the only one called so. The whole of a name is one of the parts that it is
/// found by, so that its namesakes are read and no others; but for names that end so.
const IS_ALIKE: &str = "COALESCE((SELECT 1 FROM department_parts p CROSS JOIN departments o \
     WHERE p.company_id = d.company_id AND p.part = ' ' || d.name_key AND p.department_id <> d.id \
     AND o.id = p.department_id AND o.name_key = d.name_key LIMIT 1), 0) = 1";

impl Departments<'_, '_> {
    /// Puts into the place of names that several departments of the company have what tells them apart.
    pub fn tell_apart<'n>(
        &mut self,
        company: CompanyId,
        named: impl Iterator<Item = (DepartmentId, &'n mut String)>,
    ) -> Result<()> {
        let named: Vec<_> = named.collect();
        let mut ids: Vec<i64> = named.iter().map(|(id, _)| id.0).collect();
        ids.sort_unstable();
        ids.dedup();
        if ids.is_empty() {
            return Ok(());
        }
        let mut statement = Statement::new(
            "SELECT d.id, a.name FROM departments d CROSS JOIN departments a WHERE +d.company_id = ?",
            [company.into()],
        );
        statement
            .add(&format!("AND d.id IN ({})", places(ids.len())), fill(&ids))
            .add(&format!("AND a.id = d.parent_id AND {IS_ALIKE}"), []);
        let alike = self.0.query(statement.text(), statement.params(), |row| {
            Ok((row.get::<DepartmentId>(0)?, row.get::<String>(1)?))
        })?;
        let alike: HashMap<DepartmentId, String> = alike.into_iter().collect();
        for (id, name) in named {
            if let Some(above) = alike.get(&id) {
                *name = title(name, above);
            }
        }
        Ok(())
    }
}
