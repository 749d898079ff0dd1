//! SQL of the list of people: what narrows it, who of some fits, and a page where it is narrowed to a few.
//!
//! No planner is trusted with sizes. A condition on somebody is a value, never EXISTS: no database turns it into
//! a join over all who fulfil it. A `+` keeps the index of the whole company out of a look at some.

mod found;
mod places;
mod shown;
mod walks;

use std::collections::{HashMap, HashSet};

use super::super::{Employee, Role};
use super::{ADMINISTRATORS, COLUMNS, People, employee};
use crate::base::cursor::Cursor;
use crate::base::id::{CompanyId, EmployeeId};
use crate::mail::outbox::KEPT;
use crate::people::list::sight::{Named, Narrowing, NoPassword, Places, Sight, Term, Walked};
use crate::people::list::{By, Holding, Order, Spot};
use crate::store::statement::{Statement, fill, is_listed, places as room_for};
use crate::store::{Result, Value};

/// Where the invited will be, in the form of `employee_departments`.
pub(super) const WILL_WORK: &str = "(SELECT i.employee_id, y.department_id FROM invitation_departments y \
     JOIN invitations i ON i.id = y.invitation_id \
     WHERE i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL)";

/// What no end has come to, of the invitation `i`.
const LIVING: &str = "i.accepted_at IS NULL AND i.declined_at IS NULL AND i.revoked_at IS NULL";
/// Why the last letter of the invitation `i` that was taken is where it is.
const LAST_TAKEN: &str = "(SELECT l.reason FROM letters l WHERE l.kind IN ('invitation', 'reminder') \
     AND l.subject_id = i.id AND +l.company_id = i.company_id AND l.state = 'accepted' ORDER BY l.id DESC LIMIT 1)";
/// The day that the list tells of somebody.
const SINCE: &str = "COALESCE(e.dismissed_at, e.joined_at, e.created_at)";
/// Whoever works here and has not chosen a password yet, of the people `e`: the words of its indexes.
pub(super) const NO_PASSWORD: &str =
    "e.password_hash IS NULL AND e.joined_at IS NOT NULL AND e.dismissed_at IS NULL";
/// Words that are looked up inside of words.
const WORDS: i64 = 1000;

/// What an order goes by, and what tells equals apart.
fn keys(sight: &Sight, order: Order) -> [&'static str; 2] {
    match (order.by, sight.is_invited()) {
        (By::Name, _) => ["e.sort_key", "e.id"],
        (By::Surname, _) => ["e.surname_key", "e.id"],
        (By::Position, _) => ["e.position_key", "e.id"],
        (By::Since | By::Expiry, false) => [SINCE, "e.id"],
        (By::Since, true) => ["i.created_at", "i.id"],
        (By::Expiry, true) => ["i.expires_at", "i.id"],
    }
}

/// The place that a list begins behind.
fn start<'a>(order: Order, at: Option<&'a Cursor>) -> [Value<'a>; 2] {
    let number = |at: &'a Cursor| Some([at.number()?.into(), at.id.into()]);
    let is_text = order.by.is_text();
    let known =
        if is_text { at.map(|at| [at.key.as_str().into(), at.id.into()]) } else { at.and_then(number) };
    known.unwrap_or(match (is_text, order.down) {
        (true, false) => ["".into(), 0.into()],
        (true, true) => ["\u{10ffff}".into(), i64::MAX.into()],
        (false, false) => [i64::MIN.into(), i64::MIN.into()],
        (false, true) => [i64::MAX.into(), i64::MAX.into()],
    })
}

/// `>` and `ASC`, or the other way.
fn direction(down: bool) -> [&'static str; 2] {
    if down { ["<", "DESC"] } else { [">", "ASC"] }
}

/// The departments of a sight that are a branch, as `branch`.
fn branch<'a>(sight: &Sight, places: Option<&Places>) -> Statement<'a> {
    match places {
        Some(Places::Branch(top)) => Statement::new(
            "WITH RECURSIVE branch (id) AS (SELECT id FROM departments WHERE company_id = ? AND id = ? \
             UNION ALL SELECT d.id FROM branch b CROSS JOIN departments d WHERE d.company_id = ? AND d.parent_id = b.id)",
            [sight.company.into(), (*top).into(), sight.company.into()],
        ),
        Some(Places::Some(_) | Places::Many(_)) | None => Statement::default(),
    }
}

/// `x.department_id` is one of these.
fn is_in<'a>(statement: &mut Statement<'a>, places: &'a Places) {
    match places {
        Places::Some(ids) => {
            statement.add(&format!("x.department_id IN ({})", room_for(ids.len())), fill(ids));
        }
        Places::Branch(_) => {
            statement.add("x.department_id IN (SELECT id FROM branch)", []);
        }
        Places::Many(ids) => {
            statement.add(&is_listed("?", "x.department_id"), [ids.into()]);
        }
    }
}

/// He works, or will, in one of these.
fn works_in<'a>(statement: &mut Statement<'a>, sight: &Sight, places: &'a Places) {
    statement.add("COALESCE((SELECT MAX(CASE WHEN", []);
    is_in(statement, places);
    statement.add(
        if sight.is_invited() {
            "THEN 1 ELSE 0 END) FROM invitation_departments x WHERE x.invitation_id = i.id), 0) = 1"
        } else {
            "THEN 1 ELSE 0 END) FROM employee_departments x WHERE x.employee_id = e.id), 0) = 1"
        },
        [],
    );
}

/// He has a word for this one.
fn has_word<'a>(statement: &mut Statement<'a>, sight: &Sight, term: &'a Term) {
    statement.add(
        "(COALESCE((SELECT 1 FROM employee_words o WHERE o.employee_id = e.id AND o.word >= ? AND o.word < ? \
         LIMIT 1), 0) = 1",
        [Value::from(&term.text), (&term.end).into()],
    );
    if let Some(pattern) = &term.within {
        statement.add(
            "OR COALESCE((SELECT 1 FROM employee_words o JOIN word_parts p ON p.company_id = ? \
             AND p.part = o.word AND p.word = o.word WHERE o.employee_id = e.id AND o.word LIKE ? LIMIT 1), 0) = 1",
            [Value::from(sight.company), pattern.into()],
        );
    }
    statement.add(")", []);
}

/// He works in a department that is called so.
fn is_named<'a>(statement: &mut Statement<'a>, sight: &Sight, named: &'a Named) {
    match named {
        Named::None => {
            statement.add("1 = 0", []);
        }
        Named::Some(ids) => works_in(statement, sight, ids),
        Named::Many(from, to, together) => {
            statement.add("(", []);
            let members = if sight.is_invited() {
                "invitation_departments x ON x.invitation_id = i.id"
            } else {
                "employee_departments x ON x.employee_id = e.id"
            };
            let members = members
                .replace(" ON ", " JOIN department_parts p ON p.department_id = x.department_id WHERE ");
            statement.add(
                &format!("COALESCE((SELECT 1 FROM {members} AND p.part >= ? AND p.part < ? LIMIT 1), 0) = 1"),
                [Value::from(from), to.into()],
            );
            if let Some(places) = together {
                statement.add("OR", []);
                works_in(statement, sight, places);
            }
            statement.add(")", []);
        }
    }
}

/// He has a word for this one, or works in a department that is called so.
fn is_found_by<'a>(statement: &mut Statement<'a>, sight: &'a Sight, term: &'a Term) {
    statement.add("AND (", []);
    has_word(statement, sight, term);
    if !matches!(term.named, Named::None) {
        statement.add("OR", []);
        is_named(statement, sight, &term.named);
    }
    statement.add(")", []);
}

/// All that narrows the sight, but for what is known from how they were walked to.
fn conditions<'a>(statement: &mut Statement<'a>, sight: &'a Sight, walked: Walked) {
    for (number, term) in sight.terms.iter().enumerate() {
        match walked {
            Walked::Words(known) if known == number => {}
            Walked::Departments(apart) | Walked::OrderOfDepartments(apart) if apart == number => {
                // Whoever is found by a word was there already.
                statement.add("AND NOT", []);
                has_word(statement, sight, term);
                if walked == Walked::OrderOfDepartments(number) {
                    statement.add("AND", []);
                    is_named(statement, sight, &term.named);
                }
            }
            _ => is_found_by(statement, sight, term),
        }
    }
    for pattern in &sight.addresses {
        statement.add("AND e.email_key LIKE ? ESCAPE '^'", [pattern.into()]);
    }
    if let Some(places) = &sight.places {
        statement.add("AND", []);
        works_in(statement, sight, places);
    }
    if let Some(role) = sight.role {
        holds(statement, role);
    }
    if let Some(asked) = &sight.no_password {
        let (text, values) = has_no_password(asked);
        statement.add(&format!("AND {text}"), values);
    }
    if let Some((maker, places)) = &sight.share {
        statement.add("AND (", []);
        if let Some(maker) = maker {
            statement.add("+i.inviter_id = ? OR", [(*maker).into()]);
        }
        works_in(statement, sight, places);
        statement.add(")", []);
    }
    if let Some(inviter) = sight.inviter {
        brought_by(statement, sight, inviter);
    }
    if let Some(letter) = sight.letter {
        statement.add("AND i.delivery = ?", [letter.word().into()]);
    }
    if sight.is_kept {
        statement.add(&format!("AND {LAST_TAKEN} = ?"), [KEPT.into()]);
    }
    for (span, key) in
        [(sight.since, keys(sight, Order { by: By::Since, down: false })[0]), (sight.until, "i.expires_at")]
    {
        for (than, limit) in [(">=", span.from), ("<", span.before)] {
            if let Some(limit) = limit {
                statement.add(&format!("AND {key} {than} ?"), [limit.into()]);
            }
        }
    }
}

/// He has no password yet, and the reader may change him: in each department that he works in.
pub(super) fn has_no_password(asked: &NoPassword) -> (String, Vec<Value<'_>>) {
    let (mut text, mut values) = (NO_PASSWORD.to_owned(), Vec::new());
    if !asked.administrators {
        text.push_str(" AND e.role <> ?");
        values.push(Role::Administrator.word().into());
    }
    if let Some(within) = &asked.within {
        let is_one = is_listed("?", "x.department_id");
        text = format!(
            "{text} AND COALESCE((SELECT MIN(CASE WHEN {is_one} THEN 1 ELSE 0 END) FROM employee_departments x \
             WHERE x.employee_id = e.id), 0) = 1"
        );
        values.push(within.into());
    }
    (text, values)
}

/// What somebody is.
fn holds(statement: &mut Statement<'_>, role: Holding) {
    match role {
        Holding::Role(role) => statement.add("AND e.role = ?", [role.word().into()]),
        Holding::Post(post) => statement.add(
            "AND COALESCE((SELECT 1 FROM employee_departments p WHERE p.employee_id = e.id AND p.post = ? \
             LIMIT 1), 0) = 1",
            [post.word().into()],
        ),
        Holding::Given(role) => statement.add(
            "AND COALESCE((SELECT 1 FROM role_holders h WHERE h.employee_id = e.id AND h.role_id = ?), 0) = 1",
            [role.into()],
        ),
    };
}

fn brought_by(statement: &mut Statement<'_>, sight: &Sight, inviter: EmployeeId) {
    if sight.is_invited() {
        statement.add("AND +i.inviter_id = ?", [inviter.into()]);
        return;
    }
    statement.add(
        "AND (COALESCE((SELECT 1 FROM invitations v WHERE v.employee_id = e.id AND v.inviter_id = ? \
         AND v.accepted_at IS NOT NULL LIMIT 1), 0) = 1 OR COALESCE((SELECT 1 FROM join_links l \
         WHERE l.id = e.join_link_id AND l.creator_id = ?), 0) = 1)",
        [inviter.into(), inviter.into()],
    );
}

/// Of the people whom `found` finds those of the sight.
fn of_some<'a>(
    statement: &mut Statement<'a>,
    sight: &'a Sight,
    found: (&str, Vec<Value<'a>>),
    walked: Walked,
) {
    if sight.is_invited() {
        statement.add(&format!("CROSS JOIN invitations i WHERE i.employee_id = e.id AND {LIVING} AND"), []);
    } else {
        statement.add("WHERE", []);
    }
    statement.add(found.0, found.1);
    statement
        .add("AND +e.company_id = ? AND e.status = ?", [sight.company.into(), sight.status.word().into()]);
    conditions(statement, sight, walked);
}

/// Those to whom one of its filters narrows the sight, and perhaps others: their ids, some of them twice; or, to
/// be counted, others in their place.
fn narrowed<'a>(statement: &mut Statement<'a>, sight: &'a Sight, narrowing: Narrowing, is_count: bool) {
    let company = Value::from(sight.company);
    match narrowing {
        Narrowing::Term(number) => {
            if let Some(term) = sight.terms.get(number) {
                found::everybody(statement, sight, term, is_count);
            }
        }
        Narrowing::Places => {
            if let Some(places) = &sight.places {
                places::members(statement, sight, places, is_count);
            }
        }
        Narrowing::Role => holders(statement, sight),
        Narrowing::Share => {
            if let Some((maker, places)) = &sight.share {
                places::members(statement, sight, places, is_count);
                if let Some(maker) = maker {
                    let living = LIVING.replace("i.", "v.");
                    let own = format!(
                        "UNION ALL SELECT v.employee_id AS id FROM invitations v WHERE v.inviter_id = ? AND {living}"
                    );
                    statement.add(&own, [(*maker).into()]);
                }
            }
        }
        Narrowing::Inviter => {
            let inviter = Value::from(sight.inviter);
            if sight.is_invited() {
                let living = LIVING.replace("i.", "v.");
                statement.add(
                    &format!(
                        "SELECT v.employee_id AS id FROM invitations v WHERE v.inviter_id = ? AND {living}"
                    ),
                    [inviter],
                );
            } else {
                statement.add(
                    "SELECT v.employee_id AS id FROM invitations v WHERE v.inviter_id = ? UNION ALL \
                     SELECT r.id FROM join_links l CROSS JOIN employees r WHERE l.creator_id = ? AND r.join_link_id = l.id",
                    [inviter, inviter],
                );
            }
        }
        Narrowing::NoPassword => {
            let all = format!("SELECT e.id FROM employees e WHERE e.company_id = ? AND {NO_PASSWORD}");
            statement.add(&all, [company]);
        }
        Narrowing::Since | Narrowing::Letter | Narrowing::Until => {
            walks::stretch(statement, sight, narrowing);
        }
    }
}

/// Those who are what a sight asks for, in whichever status where they are few.
fn holders(statement: &mut Statement<'_>, sight: &Sight) {
    let (company, status) = (Value::from(sight.company), Value::from(sight.status.word()));
    match sight.role {
        // Administrators are few and have an index of their own.
        Some(Holding::Role(Role::Administrator)) => {
            let all = format!("SELECT a.id FROM ({}) a", ADMINISTRATORS.replace("$1", "?"));
            statement.add(&all, [company]);
        }
        Some(Holding::Post(post)) => {
            statement.add(
                "SELECT p.employee_id AS id FROM employee_departments p WHERE p.company_id = ? \
                 AND p.post <> 'member' AND p.post = ?",
                [company, post.word().into()],
            );
        }
        Some(Holding::Given(role)) => {
            let all = "SELECT h.employee_id AS id FROM role_holders h WHERE h.role_id = ?";
            statement.add(all, [role.into()]);
        }
        Some(Holding::Role(Role::Employee)) | None => {
            let all = "SELECT r.id FROM employees r WHERE r.company_id = ? AND r.status = ?";
            statement.add(all, [company, status]);
        }
    }
}

impl People<'_, '_> {
    /// To how many people one of its filters narrows a sight, counted up to `most`; perhaps too many, never too
    /// few.
    pub fn size(&mut self, sight: &Sight, narrowing: Narrowing, most: i64) -> Result<i64> {
        if let Narrowing::Term(number) = narrowing
            && let Some(term) = sight.terms.get(number)
            && (matches!(term.named, Named::Many(..)) || self.holds_many(sight, term)?)
        {
            return Ok(most);
        }
        if narrowing == Narrowing::Share && matches!(sight.share, Some((_, Places::Many(_)))) {
            return Ok(most);
        }
        let mut statement = branch(sight, sight.places.as_ref());
        statement.add("SELECT COUNT(*) FROM (SELECT n.id FROM (", []);
        narrowed(&mut statement, sight, narrowing, true);
        statement.add(") n LIMIT ?) counted", [most.into()]);
        self.0.query_one(statement.text(), statement.params(), |row| row.get(0))
    }

    /// A page of a sight that one of its filters narrows to a few: they are read and ordered.
    pub fn few(
        &mut self,
        sight: &Sight,
        narrowing: Narrowing,
        order: Order,
        at: Option<&Cursor>,
        limit: i64,
    ) -> Result<Vec<Spot>> {
        let ([key, tie], [than, direction]) = (keys(sight, order), direction(order.down));
        let [start_key, start_tie] = start(order, at);
        let mut statement = branch(sight, sight.places.as_ref());
        statement.add(&format!("SELECT {key}, {tie}, e.id FROM (SELECT DISTINCT n.id FROM ("), []);
        narrowed(&mut statement, sight, narrowing, false);
        statement.add(") n) s CROSS JOIN employees e", []);
        of_some(&mut statement, sight, ("e.id = s.id", Vec::new()), Walked::Order);
        statement.add(&format!("AND ({key}, {tie}) {than} (?, ?)"), [start_key, start_tie]);
        statement.add(&format!("ORDER BY {key} {direction}, {tie} {direction} LIMIT ?"), [limit.into()]);
        self.spots(&statement, order)
    }

    /// Who of these people, walked to so, belongs to the sight.
    pub fn keep(
        &mut self,
        sight: &Sight,
        people: &[EmployeeId],
        walked: Walked,
    ) -> Result<HashSet<EmployeeId>> {
        if people.is_empty() {
            return Ok(HashSet::new());
        }
        let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
        let mut statement = branch(sight, sight.places.as_ref());
        statement.add("SELECT e.id FROM employees e", []);
        let found = format!("e.id IN ({})", room_for(ids.len()));
        of_some(&mut statement, sight, (&found, fill(&ids)), walked);
        let kept = self.0.query(statement.text(), statement.params(), |row| row.get(0))?;
        Ok(kept.into_iter().collect())
    }

    /// The places of a statement of a key, what tells equals apart, and a person.
    fn spots(&mut self, statement: &Statement<'_>, order: Order) -> Result<Vec<Spot>> {
        self.0.query(statement.text(), statement.params(), |row| {
            let key = if order.by.is_text() { row.get(0)? } else { row.get::<i64>(0)?.to_string() };
            Ok(Spot { at: Cursor::new(key, row.get(1)?), person: row.get(2)? })
        })
    }

    /// These people, in this order.
    pub fn in_order(&mut self, company: CompanyId, people: &[EmployeeId]) -> Result<Vec<Employee>> {
        if people.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<i64> = people.iter().map(|id| id.0).collect();
        let mut statement = Statement::new(
            &format!("SELECT {COLUMNS} FROM employees e WHERE +e.company_id = ?"),
            [company.into()],
        );
        statement.add(&format!("AND e.id IN ({})", room_for(ids.len())), fill(&ids));
        let mut found = self.0.query(statement.text(), statement.params(), employee)?;
        let places: HashMap<EmployeeId, usize> =
            people.iter().enumerate().map(|(at, id)| (*id, at)).collect();
        found.sort_by_key(|person| places.get(&person.id).copied());
        Ok(found)
    }
}
