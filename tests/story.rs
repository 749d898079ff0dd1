//! What the program promises, told on both database engines.

pub mod join;
mod killed;
mod sending;
mod sign_in;
mod store;
