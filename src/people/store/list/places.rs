//! SQL of departments in the list: their members, and which are meant.

use std::collections::HashSet;

use super::super::People;
use super::{branch, direction, is_in, start};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, EmployeeId};
use crate::people::list::sight::{Places, Sight};
use crate::people::list::{By, Order, Spot};
use crate::store::Result;
use crate::store::statement::{Statement, fill, is_listed, places as room_for};

/// Departments that are asked for in one go.
const AT_ONCE: usize = 256;

/// Everybody in these departments, or whose invitation ever was into them. To be counted it is enough to know
/// the invitation.
pub(super) fn members<'a>(
    statement: &mut Statement<'a>,
    sight: &'a Sight,
    places: &'a Places,
    is_count: bool,
) {
    statement.add(
        match (sight.is_invited(), is_count) {
            (true, true) => "SELECT x.invitation_id AS id FROM invitation_departments x WHERE",
            (true, false) => {
                "SELECT v.employee_id AS id FROM invitation_departments x CROSS JOIN invitations v \
                 WHERE v.id = x.invitation_id AND"
            }
            (false, _) => "SELECT x.employee_id AS id FROM employee_departments x WHERE",
        },
        [],
    );
    is_in(statement, places);
    if !sight.is_invited() {
        statement.add("AND x.status = ?", [sight.status.word().into()]);
    }
}

/// What the members of a department are ordered by, in their own index.
fn key(order: Order) -> &'static str {
    if order.by == By::Surname { "x.surname_key" } else { "x.sort_key" }
}

impl People<'_, '_> {
    /// The departments whose names hold something of each of these stretches, up to `most`.
    pub fn departments_named(
        &mut self,
        company: CompanyId,
        stretches: &[(String, String)],
        most: usize,
    ) -> Result<Vec<i64>> {
        let Some(((from, to), others)) = stretches.split_first() else { return Ok(Vec::new()) };
        let mut statement = Statement::new(
            "SELECT DISTINCT p.department_id FROM department_parts p WHERE p.company_id = ? AND p.part >= ? AND p.part < ?",
            [company.into(), from.into(), to.into()],
        );
        for (from, to) in others {
            statement.add(
                "AND EXISTS (SELECT 1 FROM department_parts o WHERE o.department_id = p.department_id \
                 AND o.part >= ? AND o.part < ?)",
                [from.into(), to.into()],
            );
        }
        statement.add("LIMIT ?", [i64::try_from(most).unwrap_or(i64::MAX).into()]);
        self.0.query(statement.text(), statement.params(), |row| row.get(0))
    }

    /// These departments with those below them, level by level, up to `most`.
    pub fn with_below(&mut self, company: CompanyId, mut all: Vec<i64>, most: usize) -> Result<Vec<i64>> {
        let mut known: HashSet<i64> = all.iter().copied().collect();
        let mut looked_at = 0;
        while looked_at < all.len() && all.len() < most {
            let above = &all[looked_at..all.len().min(looked_at + AT_ONCE)];
            looked_at += above.len();
            let mut statement =
                Statement::new("SELECT id FROM departments WHERE company_id = ?", [company.into()]);
            statement.add(&format!("AND parent_id IN ({})", room_for(above.len())), fill(above));
            let found: Vec<i64> = self.0.query(statement.text(), statement.params(), |row| row.get(0))?;
            // Where some are below others of them, they are there already.
            all.extend(found.into_iter().filter(|id| known.insert(*id)));
        }
        all.truncate(most);
        Ok(all)
    }

    /// The next member of each of these departments, in no order. Who is in a department is of its company.
    pub fn heads(
        &mut self,
        sight: &Sight,
        places: &Places,
        order: Order,
        at: Option<&Cursor>,
    ) -> Result<Vec<(Cursor, i64)>> {
        let ([than, direction], key) = (direction(order.down), key(order));
        let mut statement = branch(sight, Some(places));
        // A name holds no such mark: what stands behind it is the number.
        statement.add(
            &format!(
                "SELECT (SELECT {key} || '\n' || CAST(x.employee_id AS TEXT) FROM employee_departments x \
                 WHERE x.department_id = b.id AND x.status = ? AND ({key}, x.employee_id) {than} (?, ?) \
                 ORDER BY {key} {direction}, x.employee_id {direction} LIMIT 1), b.id FROM"
            ),
            [sight.status.word().into()].into_iter().chain(start(order, at)),
        );
        match places {
            Places::Some(ids) => {
                let these =
                    format!("departments b WHERE +b.company_id = ? AND b.id IN ({})", room_for(ids.len()));
                statement.add(&these, [sight.company.into()].into_iter().chain(fill(ids)));
            }
            Places::Branch(_) => {
                statement.add("branch b", []);
            }
            Places::Many(ids) => {
                statement
                    .add("departments b WHERE b.company_id = ? AND", [sight.company.into()])
                    .add(&is_listed("?", "b.id"), [ids.into()]);
            }
        }
        let heads = self.0.query(statement.text(), statement.params(), |row| {
            Ok((row.get::<Option<String>>(0)?, row.get(1)?))
        })?;
        let place = |(head, department): (Option<String>, i64)| {
            let head = head?;
            let (key, id) = head.rsplit_once('\n')?;
            Some((Cursor::new(key, id.parse().ok()?), department))
        };
        Ok(heads.into_iter().filter_map(place).collect())
    }

    /// The next members of some departments by a name, each behind a place of its own: of each so many, some of
    /// them of several.
    pub fn members_by_name(
        &mut self,
        sight: &Sight,
        departments: &[(i64, Option<Cursor>)],
        order: Order,
        most: usize,
    ) -> Result<Vec<(i64, Spot)>> {
        let ([than, direction], key) = (direction(order.down), key(order));
        let mut statement = Statement::default();
        for (number, (department, at)) in departments.iter().enumerate() {
            let [start_key, start_id] = start(order, at.as_ref());
            statement.add(
                &format!(
                    "{} SELECT * FROM (SELECT {key}, x.employee_id, x.department_id \
                     FROM employee_departments x WHERE x.department_id = ? AND x.status = ? \
                     AND ({key}, x.employee_id) {than} (?, ?) \
                     ORDER BY {key} {direction}, x.employee_id {direction} LIMIT ?) m",
                    if number == 0 { "" } else { "UNION ALL" }
                ),
                [
                    (*department).into(),
                    sight.status.word().into(),
                    start_key,
                    start_id,
                    i64::try_from(most).unwrap_or(i64::MAX).into(),
                ],
            );
        }
        self.0.query(statement.text(), statement.params(), |row| {
            let person: EmployeeId = row.get(1)?;
            Ok((row.get(2)?, Spot { at: Cursor::new(row.get::<String>(0)?, person.0), person }))
        })
    }
}
