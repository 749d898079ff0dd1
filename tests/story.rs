//! What the program promises, told on both database engines.

mod api_invitations;
mod api_rest;
mod busy;
mod commands;
mod dismissal;
mod help;
mod injection;
mod inviting;
pub mod join;
mod killed;
mod links;
mod mail_settings;
mod main_path;
mod passwords;
mod people;
mod profile;
mod seats;
mod secrets;
mod sending;
mod settings;
mod setup;
mod shields;
mod sign_in;
mod store;
mod structure;
mod tokens;
