//! What a department is called where one does not see its place: of those that are called alike, with what it is
//! part of. The company itself is none of them.

use std::collections::HashMap;

use super::Department;
use crate::base::id::DepartmentId;
use crate::people::words::normal;

/// The name of a department that is not the only one called so.
#[must_use]
pub fn title(name: &str, above: &str) -> String {
    format!("{name} — {above}")
}

/// What all departments of a company are called; its twin in SQL is [`tell_apart`].
///
/// [`tell_apart`]: super::store::Departments::tell_apart
#[must_use]
pub fn titles(departments: &[Department]) -> HashMap<DepartmentId, String> {
    let by_id: HashMap<DepartmentId, &Department> = departments.iter().map(|d| (d.id, d)).collect();
    let mut called: HashMap<String, usize> = HashMap::new();
    for department in departments.iter().filter(|department| department.parent.is_some()) {
        *called.entry(normal(&department.name)).or_default() += 1;
    }
    let title = |department: &Department| {
        let is_alike = called.get(&normal(&department.name)).is_some_and(|count| *count > 1);
        let above = department.parent.filter(|_| is_alike).and_then(|above| by_id.get(&above));
        above.map_or_else(|| department.name.clone(), |above| title(&department.name, &above.name))
    };
    departments.iter().map(|department| (department.id, title(department))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namesakes_are_told_apart_by_what_they_are_part_of() {
        let department = |(id, parent, name): (i64, Option<i64>, &str)| Department {
            id: DepartmentId(id),
            parent: parent.map(DepartmentId),
            name: name.to_owned(),
        };
        let all = [
            (1, None, "Ромашка"),
            (2, Some(1), "Москва"),
            (3, Some(2), "Продажи"),
            (4, Some(1), "ПРОДАЖИ"),
            (5, Some(2), "Ромашка"),
        ];
        let titles = titles(&all.map(department));
        let called = |id| titles[&DepartmentId(id)].as_str();
        assert_eq!([3, 4].map(called), ["Продажи — Москва", "ПРОДАЖИ — Ромашка"]);
        assert_eq!([1, 2, 5].map(called), ["Ромашка", "Москва", "Ромашка"]);
    }
}
