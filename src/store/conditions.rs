//! A WHERE that is put together from fixed pieces; what somebody typed only ever is a parameter.

use super::Value;

/// Conditions and their parameters, numbered as they come.
pub struct Conditions<'a> {
    sql: String,
    params: Vec<Value<'a>>,
}

impl<'a> Conditions<'a> {
    /// Begins with a condition in which `?` stands for the value.
    #[must_use]
    pub fn new(condition: &str, value: Value<'a>) -> Self {
        let mut begun = Self { sql: String::from("WHERE"), params: Vec::new() };
        begun.push(condition, [value]);
        begun
    }

    /// Adds a condition in which each `?` stands for one of the values, in their order.
    pub fn and(&mut self, condition: &str, values: impl IntoIterator<Item = Value<'a>>) {
        self.sql.push_str(" AND");
        self.push(condition, values);
    }

    /// The clause and its parameters.
    #[must_use]
    pub fn whole(self) -> (String, Vec<Value<'a>>) {
        (self.sql, self.params)
    }

    /// The clause with an order and at most `most` rows.
    #[must_use]
    pub fn limited(mut self, order: &str, most: i64) -> (String, Vec<Value<'a>>) {
        self.params.push(most.into());
        (format!("{} {order} LIMIT ${}", self.sql, self.params.len()), self.params)
    }

    fn push(&mut self, condition: &str, values: impl IntoIterator<Item = Value<'a>>) {
        let mut pieces = condition.split('?');
        self.sql.push(' ');
        self.sql.push_str(pieces.next().unwrap_or_default());
        for (piece, value) in pieces.zip(values) {
            self.params.push(value);
            self.sql = format!("{}${}{piece}", self.sql, self.params.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_as_they_come() {
        let mut all = Conditions::new("a = ?", 1.into());
        all.and("(b > ? OR c < ?)", [2.into(), "x".into()]);
        all.and("d IS NULL", []);
        let (sql, params) = all.limited("ORDER BY a", 10);
        assert_eq!(sql, "WHERE a = $1 AND (b > $2 OR c < $3) AND d IS NULL ORDER BY a LIMIT $4");
        assert_eq!(params, [1.into(), 2.into(), "x".into(), 10.into()]);
    }
}
