//! One parameter type and one row type for both engines.

use crate::base::clock::Timestamp;
use crate::base::id;

use super::error::{Error, Result};

/// A parameter of a statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value<'a> {
    /// NULL.
    Null,
    /// BIGINT; also booleans (0 or 1), instants (milliseconds) and ids.
    Int(i64),
    /// TEXT.
    Text(&'a str),
    /// BLOB or BYTEA.
    Bytes(&'a [u8]),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Int(i64::from(value))
    }
}

impl From<Timestamp> for Value<'_> {
    fn from(value: Timestamp) -> Self {
        Self::Int(value.0)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(value)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A row of an answer, alive only while it is being mapped.
pub enum Row<'a> {
    /// Of SQLite.
    Sqlite(&'a rusqlite::Row<'a>),
    /// Of PostgreSQL.
    Postgres(&'a postgres::Row),
}

impl Row<'_> {
    /// The value of column `index`, counted from 0.
    pub fn get<T: Column>(&self, index: usize) -> Result<T> {
        T::read(self, index).map_err(|error| error.within(&format!("column {index}")))
    }

    fn int(&self, index: usize) -> Result<Option<i64>> {
        match self {
            Self::Sqlite(row) => row.get(index).map_err(super::sqlite::error),
            Self::Postgres(row) => super::postgres::int(row, index),
        }
    }

    fn text(&self, index: usize) -> Result<Option<String>> {
        match self {
            Self::Sqlite(row) => row.get(index).map_err(super::sqlite::error),
            Self::Postgres(row) => row.try_get(index).map_err(|e| super::postgres::error(&e)),
        }
    }

    fn bytes(&self, index: usize) -> Result<Option<Vec<u8>>> {
        match self {
            Self::Sqlite(row) => row.get(index).map_err(super::sqlite::error),
            Self::Postgres(row) => row.try_get(index).map_err(|e| super::postgres::error(&e)),
        }
    }
}

/// A type that a column can be read as.
pub trait Column: Sized {
    /// Reads column `index`.
    fn read(row: &Row<'_>, index: usize) -> Result<Self>;
}

fn not_null<T>(value: Option<T>) -> Result<T> {
    value.ok_or_else(|| Error::broken("NULL where a value must be"))
}

impl Column for i64 {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        not_null(row.int(index)?)
    }
}

impl Column for Option<i64> {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        row.int(index)
    }
}

impl Column for bool {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        Ok(not_null(row.int(index)?)? != 0)
    }
}

impl Column for String {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        not_null(row.text(index)?)
    }
}

impl Column for Option<String> {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        row.text(index)
    }
}

impl Column for Vec<u8> {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        not_null(row.bytes(index)?)
    }
}

impl Column for Option<Vec<u8>> {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        row.bytes(index)
    }
}

/// Columns and parameters of the integer newtypes.
macro_rules! integer_column {
    ($($type:path),+ $(,)?) => {$(
        impl From<$type> for Value<'_> {
            fn from(value: $type) -> Self {
                Self::Int(value.0)
            }
        }

        impl Column for $type {
            fn read(row: &Row<'_>, index: usize) -> Result<Self> {
                i64::read(row, index).map($type)
            }
        }

        impl Column for Option<$type> {
            fn read(row: &Row<'_>, index: usize) -> Result<Self> {
                Ok(row.int(index)?.map($type))
            }
        }
    )+};
}

integer_column!(
    id::CompanyId,
    id::DepartmentId,
    id::EmployeeId,
    id::InvitationId,
    id::BatchId,
    id::JoinLinkId,
    id::JoinRequestId,
    id::LetterId,
    id::PasswordResetId,
    id::AddressChangeId,
    id::ApiTokenId,
    id::RoleId,
    id::SavedViewId,
);

impl Column for Timestamp {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        i64::read(row, index).map(Timestamp)
    }
}

impl Column for Option<Timestamp> {
    fn read(row: &Row<'_>, index: usize) -> Result<Self> {
        Ok(row.int(index)?.map(Timestamp))
    }
}
