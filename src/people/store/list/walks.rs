//! SQL of the walks along an order: each along its index, to the end of the page.

use super::super::People;
use super::{LIVING, NO_PASSWORD, SINCE, direction, keys, start};
use crate::base::cursor::Cursor;
use crate::people::list::sight::{Narrowing, Sight};
use crate::people::list::{By, Order, Span, Spot};
use crate::store::statement::Statement;
use crate::store::{Result, Value};

/// The people who came, were invited or whose invitation ends in some time, or whose letter has come so far.
pub(super) fn stretch<'a>(statement: &mut Statement<'a>, sight: &'a Sight, narrowing: Narrowing) {
    let (company, status) = (Value::from(sight.company), Value::from(sight.status.word()));
    if !sight.is_invited() {
        let [from, before] = limits(sight.since);
        statement.add(
            &format!(
                "SELECT e.id FROM employees e WHERE e.company_id = ? AND e.status = ? \
                 AND {SINCE} >= ? AND {SINCE} < ?"
            ),
            [company, status, from.into(), before.into()],
        );
        return;
    }
    statement.add(
        &format!("SELECT i.employee_id AS id FROM invitations i WHERE i.company_id = ? AND {LIVING}"),
        [company],
    );
    match (narrowing, sight.letter) {
        (Narrowing::Letter, Some(letter)) => {
            statement.add("AND i.delivery = ?", [letter.word().into()]);
        }
        (Narrowing::Until, _) => between(statement, "i.expires_at", sight.until),
        _ => between(statement, "i.created_at", sight.since),
    }
}

fn between(statement: &mut Statement<'_>, key: &str, span: Span) {
    let [from, before] = limits(span);
    statement.add(&format!("AND {key} >= ? AND {key} < ?"), [from.into(), before.into()]);
}

fn limits(span: Span) -> [i64; 2] {
    [span.from.map_or(i64::MIN, |from| from.0), span.before.map_or(i64::MAX, |before| before.0)]
}

/// The stretch of an order that a sight is, where it is one.
fn span(sight: &Sight, order: Order) -> Span {
    match order.by {
        By::Name | By::Surname | By::Position => Span::default(),
        By::Since => sight.since,
        By::Expiry => sight.until,
    }
}

/// Where a walk begins and before what it ends. One limit on each side: with two of them SQLite would walk
/// another way.
fn limit<'a>(
    statement: &mut Statement<'a>,
    order: Order,
    span: Span,
    at: Option<&'a Cursor>,
    keys: [&str; 2],
) {
    let ([key, tie], [than, _]) = (keys, direction(order.down));
    let mut begin = start(order, at);
    let (near, far) = if order.down { (span.before, span.from) } else { (span.from, span.before) };
    let is_nearer = |edge: i64, begin: &Value<'_>| match begin {
        Value::Int(here) if order.down => edge <= *here,
        Value::Int(here) => edge > *here,
        _ => false,
    };
    if let Some(edge) = near.filter(|edge| is_nearer(edge.0, &begin[0])) {
        begin = [edge.into(), i64::MIN.into()];
    }
    statement.add(&format!("AND ({key}, {tie}) {than} (?, ?)"), begin);
    if key == SINCE {
        // Of a pair that begins with an expression SQLite takes nothing for its index.
        statement.add(&format!("AND {key} {than}= ?"), [begin[0]]);
    }
    if let Some(edge) = far {
        statement.add(&format!("AND {key} {} ?", if order.down { ">=" } else { "<" }), [edge.into()]);
    }
}

impl People<'_, '_> {
    /// The next people along an order, whether or not they fit.
    pub fn walk(
        &mut self,
        sight: &Sight,
        order: Order,
        at: Option<&Cursor>,
        most: usize,
    ) -> Result<Vec<Spot>> {
        let ([key, tie], [_, direction]) = (keys(sight, order), direction(order.down));
        let company = Value::from(sight.company);
        let mut statement = if sight.no_password.is_some() {
            // With a status that is no column its own indexes alone have the order.
            let walk = format!(
                "SELECT {key}, {tie}, e.id FROM employees e \
                 WHERE e.company_id = ? AND (e.status || '') = ? AND {NO_PASSWORD}"
            );
            Statement::new(&walk, [company, sight.status.word().into()])
        } else if order.by.is_text() || !sight.is_invited() {
            Statement::new(
                &format!(
                    "SELECT {key}, {tie}, e.id FROM employees e WHERE e.company_id = ? AND e.status = ?"
                ),
                [company, sight.status.word().into()],
            )
        } else {
            // One index only is to be had, and its columns are the ones without a mark.
            let company_mark = if sight.is_own_walk(order) { "+" } else { "" };
            let walk = format!(
                "SELECT {key}, {tie}, i.employee_id FROM invitations i \
                 WHERE {company_mark}i.company_id = ? AND {LIVING}"
            );
            Statement::new(&walk, [company])
        };
        if let Some(inviter) = sight.inviter.filter(|_| sight.is_own_walk(order)) {
            statement.add("AND i.inviter_id = ?", [inviter.into()]);
        }
        if let Some(letter) = sight.letter.filter(|_| order.by == By::Since) {
            let delivery = if sight.is_own_walk(order) { "(i.delivery || '')" } else { "i.delivery" };
            statement.add(&format!("AND {delivery} = ?"), [letter.word().into()]);
        }
        if order.by == By::Position && sight.no_password.is_none() {
            // What its index leaves out.
            statement.add("AND e.status <> 'invited'", []);
        }
        limit(&mut statement, order, span(sight, order), at, [key, tie]);
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        statement.add(&format!("ORDER BY {key} {direction}, {tie} {direction} LIMIT ?"), [most.into()]);
        self.spots(&statement, order)
    }
}
