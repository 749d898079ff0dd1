//! Collega: a portal where a company invites its people by e-mail, sees what became of every
//! invitation, and keeps the directory of its employees and departments.

pub mod base;
pub mod i18n;
pub mod store;
pub mod web;
