//! What the program promises, told on both database engines.

mod store;
