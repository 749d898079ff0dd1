//! SQL of departments in the list: their members, and which are meant.

use super::super::People;
use super::{branch, direction, is_in, start};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, DepartmentId};
use crate::people::list::sight::{Places, Sight};
use crate::people::list::{By, Order, Spot};
use crate::store::Result;
use crate::store::statement::{Statement, fill, places as room_for};

/// Everybody in these departments, or whose invitation ever was into them.
pub(super) fn members<'a>(statement: &mut Statement<'a>, sight: &'a Sight, places: &Places) {
    statement.add(
        if sight.is_invited() {
            "SELECT v.employee_id AS id FROM invitation_departments x CROSS JOIN invitations v \
             WHERE v.id = x.invitation_id AND"
        } else {
            "SELECT x.employee_id AS id FROM employee_departments x WHERE"
        },
        [],
    );
    is_in(statement, places);
    if !sight.is_invited() {
        statement.add("AND x.status = ?", [sight.status.word().into()]);
    }
}

fn by_name(down: bool) -> Order {
    Order { by: By::Name, down }
}

impl People<'_, '_> {
    /// A department and those below it, up to `most`.
    pub fn branch(&mut self, company: CompanyId, top: DepartmentId, most: usize) -> Result<Vec<i64>> {
        self.0.query(
            "WITH RECURSIVE branch (id) AS (SELECT id FROM departments WHERE company_id = $1 AND id = $2 \
             UNION ALL SELECT d.id FROM branch b CROSS JOIN departments d \
             WHERE d.company_id = $1 AND d.parent_id = b.id) SELECT id FROM branch LIMIT $3",
            &[company.into(), top.into(), i64::try_from(most).unwrap_or(i64::MAX).into()],
            |row| row.get(0),
        )
    }

    /// The departments whose names hold what is from here to there, up to `most`.
    pub fn departments_named(
        &mut self,
        company: CompanyId,
        from: &str,
        to: &str,
        most: usize,
    ) -> Result<Vec<i64>> {
        self.0.query(
            "SELECT DISTINCT p.department_id FROM department_parts p WHERE p.company_id = $1 AND p.part >= $2 \
             AND p.part < $3 LIMIT $4",
            &[company.into(), from.into(), to.into(), i64::try_from(most).unwrap_or(i64::MAX).into()],
            |row| row.get(0),
        )
    }

    /// The same with those below them.
    pub fn departments_below(
        &mut self,
        company: CompanyId,
        from: &str,
        to: &str,
        most: usize,
    ) -> Result<Vec<i64>> {
        self.0.query(
            "WITH RECURSIVE named (id) AS (SELECT p.department_id FROM department_parts p \
             WHERE p.company_id = $1 AND p.part >= $2 AND p.part < $3 UNION SELECT d.id FROM named b \
             CROSS JOIN departments d WHERE d.company_id = $1 AND d.parent_id = b.id) SELECT id FROM named LIMIT $4",
            &[company.into(), from.into(), to.into(), i64::try_from(most).unwrap_or(i64::MAX).into()],
            |row| row.get(0),
        )
    }

    /// The next member of each of these departments, in no order. Who is in a department is of its company.
    pub fn heads(
        &mut self,
        sight: &Sight,
        places: &Places,
        down: bool,
        at: Option<&Cursor>,
    ) -> Result<Vec<(Cursor, i64)>> {
        let [than, direction] = direction(down);
        let mut statement = branch(sight, Some(places));
        // A name holds no such mark: what stands behind it is the number.
        statement.add(
            &format!(
                "SELECT (SELECT x.sort_key || '\n' || CAST(x.employee_id AS TEXT) FROM employee_departments x \
                 WHERE x.department_id = b.id AND x.status = ? AND (x.sort_key, x.employee_id) {than} (?, ?) \
                 ORDER BY x.sort_key {direction}, x.employee_id {direction} LIMIT 1), b.id FROM"
            ),
            [sight.status.word().into()].into_iter().chain(start(by_name(down), at)),
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

    /// The next members of a department by name.
    pub fn members_by_name(
        &mut self,
        sight: &Sight,
        department: i64,
        down: bool,
        at: Option<&Cursor>,
        most: usize,
    ) -> Result<Vec<Spot>> {
        let [than, direction] = direction(down);
        let mut statement = Statement::new(
            "SELECT x.sort_key, x.employee_id, x.employee_id FROM employee_departments x \
             WHERE x.department_id = ? AND x.status = ?",
            [department.into(), sight.status.word().into()],
        );
        statement
            .add(&format!("AND (x.sort_key, x.employee_id) {than} (?, ?)"), start(by_name(down), at))
            .add(
                &format!("ORDER BY x.sort_key {direction}, x.employee_id {direction} LIMIT ?"),
                [i64::try_from(most).unwrap_or(i64::MAX).into()],
            );
        self.spots(&statement, by_name(down))
    }
}
