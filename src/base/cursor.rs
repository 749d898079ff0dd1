//! Where a list goes on: after the row with this key and id. Opaque to those who pass it on.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The last row of a page: what its list is ordered by, and its id.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Cursor {
    /// What the list is ordered by.
    pub key: String,
    /// The id, which tells rows with the same key apart.
    pub id: i64,
}

impl Cursor {
    /// After the row with this key and id.
    #[must_use]
    pub fn new(key: impl Into<String>, id: i64) -> Self {
        Self { key: key.into(), id }
    }

    /// As it stands in an address.
    #[must_use]
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}.{}", self.id, self.key))
    }

    /// The cursor in an address; `None` for what is none.
    #[must_use]
    pub fn decode(text: &str) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let (id, key) = text.split_once('.')?;
        // PostgreSQL takes no NUL in a text.
        (!key.contains('\0')).then_some(Self { key: key.to_owned(), id: id.parse().ok()? })
    }

    /// The key as a number, such as an instant.
    #[must_use]
    pub fn number(&self) -> Option<i64> {
        self.key.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_comes_back_as_it_was() {
        let cursor = Cursor::new("петров. иван", -7);
        assert_eq!(Cursor::decode(&cursor.encode()), Some(cursor));
        for rubbish in ["", "%", "AAAA", &URL_SAFE_NO_PAD.encode("x.y"), &URL_SAFE_NO_PAD.encode("1.\0")] {
            assert_eq!(Cursor::decode(rubbish), None, "{rubbish}");
        }
    }
}
