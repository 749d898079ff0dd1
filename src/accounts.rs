//! Accounts: passwords, signing in, sessions, tokens of the machine interface.

pub mod address_change;
pub mod address_web;
pub mod change_password;
pub mod first_password;
pub mod letter;
pub mod new_password;
pub mod password_rules;
pub mod passwords;
pub mod profile_web;
pub mod reauth;
pub mod reset;
pub mod reset_web;
pub mod sessions;
pub mod sign_in;
pub mod store;
pub mod tokens;
pub mod tokens_web;
pub mod waiting;
mod waiting_web;
pub mod web;
