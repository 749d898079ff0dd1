//! What tests stand on: databases, a browser, a mail server.

pub mod browser;
pub mod databases;
pub mod environment;
pub mod folder;
pub mod smtp_sink;
pub mod wait;
