//! What the program promises, told on both database engines.

mod sign_in;
mod store;
