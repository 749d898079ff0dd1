//! Storage: two engines behind one text of SQL. The only place that names a database engine.
//!
//! A rule of the domain is a plain function over `&mut Tx`. [`Db::write`] runs it on the thread that
//! owns a connection, in one transaction, and answers after the commit is durable.

pub mod backup;
pub mod conditions;
pub mod db;
pub mod dialect;
pub mod error;
pub mod migrate;
mod postgres;
mod queue;
mod sqlite;
pub mod statement;
pub mod tx;
pub mod value;

/// Beginnings of the names under which the engines' own libraries log. At their most talkative they tell
/// each statement with the people's data in it.
pub const TALKATIVE: [&str; 3] = ["tokio_postgres", "postgres", "rusqlite"];

pub use db::Db;
pub use error::{Error, Result};
pub use tx::Tx;
pub use value::{Row, Value};
