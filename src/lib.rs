//! Collega: a portal where a company invites its people by e-mail, sees what became of every
//! invitation, and keeps the directory of its employees and departments.
//!
//! Arrows point one way: pages, machine interface and commands → the rules of a feature → storage
//! and mail → base. Only `app` knows all.

pub mod access_rights;
pub mod accounts;
pub mod api;
pub mod app;
pub mod base;
pub mod bounces;
pub mod commands;
pub mod company;
pub mod config;
pub mod help;
pub mod history;
pub mod housekeeping;
pub mod i18n;
pub mod invitations;
pub mod join;
pub mod join_links;
pub mod letter_templates;
pub mod mail;
pub mod mailbox;
pub mod metrics;
pub mod people;
pub mod portal;
pub mod restore;
pub mod seats;
pub mod setup;
pub mod store;
pub mod structure;
pub mod suppressions;
pub mod web;
