//! What the program promises, told on both database engines.

mod killed;
mod sending;
mod sign_in;
mod store;
