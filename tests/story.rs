//! What the program promises, told on both database engines.

mod api_invitations;
mod join;
mod killed;
mod sending;
mod sign_in;
mod store;
