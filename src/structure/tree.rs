//! The tree as screens show it: a flat list in the order of reading, each node with its depth.

use std::collections::HashMap;
use std::convert::Infallible;

use super::Department;
use super::title::titles;
use crate::access_rights::Over;
use crate::access_rights::rights::Reach;
use crate::base::id::DepartmentId;
use crate::people::words::{normal, reading, spelling};

/// A department at its place in the tree.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Node {
    /// The id.
    pub id: DepartmentId,
    /// Its name.
    pub name: String,
    /// What it is called where one does not see its place.
    pub title: String,
    /// How deep it stands; 0 is the company itself.
    pub depth: usize,
    /// Whether it is chosen in a form.
    pub chosen: bool,
}

/// The tree of a company's departments, each before what is part of it; siblings keep the order of
/// `departments`. What hangs on nothing is left out.
#[must_use]
pub fn tree(departments: &[Department]) -> Vec<Node> {
    let mut children: HashMap<Option<DepartmentId>, Vec<&Department>> = HashMap::new();
    for department in departments.iter().rev() {
        children.entry(department.parent).or_default().push(department);
    }
    let mut titles = titles(departments);
    let mut waiting: Vec<(&Department, usize)> = Vec::new();
    let mut nodes = Vec::with_capacity(departments.len());
    waiting.extend(children.remove(&None).unwrap_or_default().into_iter().map(|root| (root, 0)));
    while let Some((department, depth)) = waiting.pop() {
        let title = titles.remove(&department.id).unwrap_or_default();
        nodes.push(Node { id: department.id, name: department.name.clone(), title, depth, chosen: false });
        let below = children.remove(&Some(department.id)).unwrap_or_default();
        waiting.extend(below.into_iter().map(|child| (child, depth + 1)));
    }
    nodes
}

/// The same with some of them chosen: what a picker shows.
#[must_use]
pub fn tree_with(departments: &[Department], chosen: &[DepartmentId]) -> Vec<Node> {
    choosing(tree(departments), chosen)
}

/// These and no others of the nodes are chosen.
#[must_use]
pub fn choosing(mut nodes: Vec<Node>, chosen: &[DepartmentId]) -> Vec<Node> {
    for node in &mut nodes {
        node.chosen = chosen.contains(&node.id);
    }
    nodes
}

/// Of the places those which somebody's reach includes; what is chosen stays, so that a form is not changed by
/// being looked at.
#[must_use]
pub fn within(nodes: Vec<Node>, reach: &Reach) -> Vec<Node> {
    nodes.into_iter().filter(|node| node.chosen || reach.includes(Over::All(&[node.id]))).collect()
}

/// A department and all below it; nothing where it does not stand in the tree.
#[must_use]
pub fn branch(nodes: &[Node], id: DepartmentId) -> &[Node] {
    let Some(from) = nodes.iter().position(|node| node.id == id) else { return &[] };
    let below = nodes[from + 1..].iter().take_while(|node| node.depth > nodes[from].depth).count();
    &nodes[from..=from + below]
}

/// The tree without `id` and all below it: where that department may be moved to.
#[must_use]
pub fn without(nodes: &[Node], id: DepartmentId) -> Vec<Node> {
    let branch = branch(nodes, id);
    nodes.iter().filter(|node| !branch.contains(node)).cloned().collect()
}

/// The nodes whose names hold each word of `typed`, with all that they are part of, so that one sees where they are.
#[must_use]
pub fn matching(nodes: &[Node], typed: &str) -> Vec<Node> {
    let as_typed = |typed: &str| Ok::<_, Infallible>(called(nodes, typed));
    let found =
        reading::any(typed, as_typed, |found| !found.is_empty()).unwrap_or_else(|never| match never {});
    if !found.is_empty() {
        return found;
    }
    let spelled = spelled(nodes, &normal(typed.trim()));
    spelled.iter().map(|word| called(nodes, word)).find(|found| !found.is_empty()).unwrap_or(found)
}

/// A word as it may be spelled in the other script, where a word of some name begins so.
fn spelled(nodes: &[Node], word: &str) -> Vec<String> {
    let names: Vec<String> = nodes.iter().map(|node| normal(&node.name)).collect();
    let is_beginning = |text: &str| {
        let mut words = names.iter().flat_map(|name| name.split(|c: char| !c.is_alphanumeric()));
        Ok::<_, Infallible>(words.any(|word| word.starts_with(text)))
    };
    spelling::of(word, is_beginning).unwrap_or_else(|never| match never {})
}

fn called(nodes: &[Node], typed: &str) -> Vec<Node> {
    let wanted = normal(typed);
    let is_called = |name: &str| {
        let name = normal(name);
        wanted.split_whitespace().all(|word| name.contains(word))
    };
    let mut kept: Vec<Node> = Vec::new();
    // Seen from the end, whatever is above the last kept one is the nearest that stands less deep.
    let mut depth = 0;
    for node in nodes.iter().rev() {
        if node.depth < depth || is_called(&node.name) {
            depth = node.depth;
            kept.push(node.clone());
        }
    }
    kept.reverse();
    kept
}

/// What leads from the company to `id`, the company first, `id` itself last.
#[must_use]
pub fn path(departments: &[Department], id: DepartmentId) -> Vec<&Department> {
    let by_id: HashMap<DepartmentId, &Department> = departments.iter().map(|d| (d.id, d)).collect();
    let mut path = Vec::new();
    let mut next = by_id.get(&id);
    while let Some(department) = next {
        path.push(*department);
        next = department.parent.and_then(|parent| by_id.get(&parent));
    }
    path.reverse();
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn departments() -> Vec<Department> {
        let department = |id, parent: Option<i64>, name: &str| Department {
            id: DepartmentId(id),
            parent: parent.map(DepartmentId),
            name: name.to_owned(),
        };
        vec![
            department(4, Some(2), "Москва"),
            department(2, Some(1), "Продажи"),
            department(1, None, "Ромашка"),
            department(3, Some(1), "Склад"),
            department(5, Some(4), "Центр"),
        ]
    }

    fn drawn(nodes: &[Node]) -> Vec<String> {
        nodes.iter().map(|node| format!("{}{}", "-".repeat(node.depth), node.name)).collect()
    }

    #[test]
    fn each_stands_below_what_it_is_part_of() {
        let all = tree(&departments());
        assert_eq!(drawn(&all), ["Ромашка", "-Продажи", "--Москва", "---Центр", "-Склад"]);
        let chosen = tree_with(&departments(), &[DepartmentId(3)]);
        assert_eq!(chosen.iter().filter(|node| node.chosen).count(), 1);
        assert!(tree(&[]).is_empty());
    }

    #[test]
    fn nothing_is_moved_below_itself() {
        let all = tree(&departments());
        assert_eq!(drawn(&without(&all, DepartmentId(2))), ["Ромашка", "-Склад"]);
        assert_eq!(drawn(&without(&all, DepartmentId(5))), ["Ромашка", "-Продажи", "--Москва", "-Склад"]);
    }

    #[test]
    fn what_is_found_shows_where_it_is() {
        let all = tree(&departments());
        assert_eq!(drawn(&matching(&all, "ЦЕНТ")), ["Ромашка", "-Продажи", "--Москва", "---Центр"]);
        assert_eq!(drawn(&matching(&all, "склад")), ["Ромашка", "-Склад"]);
        assert!(matching(&all, "нет такого").is_empty());
        let sales =
            Department {
                id: DepartmentId(6), parent: Some(DepartmentId(1)), name: "Отдел продаж".into()
            };
        let all = tree(&[departments(), vec![sales]].concat());
        for typed in ["продаж отдел", "отд  прод", "jnltk ghjl"] {
            assert_eq!(drawn(&matching(&all, typed)), ["Ромашка", "-Отдел продаж"], "{typed}");
        }
    }

    #[test]
    fn a_name_is_found_in_the_letters_of_the_other_script() {
        let nodes = tree(&departments());
        assert_eq!(drawn(&matching(&nodes, "Moskv")), ["Ромашка", "-Продажи", "--Москва"]);
        assert!(matching(&nodes, "Sklady").is_empty());
    }

    #[test]
    fn a_path_leads_from_the_company() {
        let all = departments();
        let names: Vec<&str> = path(&all, DepartmentId(4)).iter().map(|d| d.name.as_str()).collect();
        assert_eq!(names, ["Ромашка", "Продажи", "Москва"]);
    }
}
