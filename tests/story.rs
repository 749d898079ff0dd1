//! What the program promises, told on both database engines.

mod sending;
mod sign_in;
mod store;
