//! What tests stand on: databases, a browser, a mail server.

pub mod api;
pub mod browser;
pub mod browserless;
pub mod consistency;
pub mod databases;
pub mod dns;
pub mod dovecot;
pub mod environment;
pub mod exim;
pub mod folder;
pub mod held_server;
pub mod ledger;
pub mod letter;
pub mod opendkim;
pub mod picky_server;
pub mod policy_server;
pub mod portal;
pub mod post;
pub mod postfix;
pub mod race;
pub mod servers;
pub mod smtp_sink;
pub mod wait;
