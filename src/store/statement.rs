//! A statement that is put together from fixed pieces; what somebody typed only ever is a parameter.

use super::Value;

/// Pieces of SQL and their parameters, numbered as they come.
#[derive(Clone, Debug, Default)]
pub struct Statement<'a> {
    text: String,
    params: Vec<Value<'a>>,
}

impl<'a> Statement<'a> {
    /// Begins with a piece in which each `?` stands for one of the values, in their order.
    #[must_use]
    pub fn new(piece: &str, values: impl IntoIterator<Item = Value<'a>>) -> Self {
        let mut begun = Self::default();
        begun.add(piece, values);
        begun
    }

    /// Adds a piece, a blank before it.
    pub fn add(&mut self, piece: &str, values: impl IntoIterator<Item = Value<'a>>) -> &mut Self {
        let mut parts = piece.split('?');
        self.text.push(' ');
        self.text.push_str(parts.next().unwrap_or_default());
        for (part, value) in parts.zip(values) {
            self.params.push(value);
            self.text.push('$');
            self.text.push_str(&self.params.len().to_string());
            self.text.push_str(part);
        }
        self
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The parameters.
    #[must_use]
    pub fn params(&self) -> &[Value<'a>] {
        &self.params
    }
}

/// The pattern of texts that hold this one, for `LIKE ? ESCAPE '^'`.
#[must_use]
pub fn holding(text: &str) -> String {
    let escaped = text.replace('^', "^^").replace('%', "^%").replace('_', "^_");
    format!("%{escaped}%")
}

/// Places for so many values in a list, `?, ?, …`: more than asked for, so that the texts of statements are
/// few and stay prepared. What is left over is filled by [`fill`].
#[must_use]
pub fn places(count: usize) -> String {
    vec!["?"; room(count)].join(", ")
}

/// Those values, the last one again until the places are full; 0 where there is none.
#[must_use]
pub fn fill<'a>(ids: &[i64]) -> Vec<Value<'a>> {
    let last = ids.last().copied().unwrap_or(0);
    (0..room(ids.len())).map(|n| Value::Int(ids.get(n).copied().unwrap_or(last))).collect()
}

/// Ids in one text, `,3,17,`: for more of them than a list has places for, and where a text of SQL must be the same
/// however many they are. Looked into by [`is_listed`].
#[must_use]
pub fn listed(ids: impl IntoIterator<Item = i64>) -> String {
    ids.into_iter().fold(String::from(","), |text, id| format!("{text}{id},"))
}

/// The condition that `column` is one of the ids that [`listed`] has put into the parameter `place`.
#[must_use]
pub fn is_listed(place: &str, column: &str) -> String {
    format!("CAST({place} AS TEXT) LIKE '%,' || CAST({column} AS TEXT) || ',%'")
}

fn room(count: usize) -> usize {
    if count <= 2 { count.max(1) } else { count.next_power_of_two() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_numbered_as_they_come() {
        let mut statement = Statement::new("SELECT a WHERE b = ?", [1.into()]);
        statement.add("AND c IN (?, ?)", [2.into(), "x".into()]).add("LIMIT 1", []);
        assert_eq!(statement.text().trim(), "SELECT a WHERE b = $1 AND c IN ($2, $3) LIMIT 1");
        assert_eq!(statement.params(), [1.into(), 2.into(), "x".into()]);
    }

    #[test]
    fn ids_stand_between_commas() {
        assert_eq!((listed([3, 17]), listed([])), (",3,17,".to_owned(), ",".to_owned()));
    }

    #[test]
    fn a_list_has_a_few_lengths_only() {
        assert_eq!(places(5), "?, ?, ?, ?, ?, ?, ?, ?");
        assert_eq!(fill(&[7, 8, 9]), [7.into(), 8.into(), 9.into(), 9.into()]);
        assert_eq!((places(0), fill(&[])), ("?".to_owned(), vec![0.into()]));
    }
}
