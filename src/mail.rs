//! E-mail: what a letter looks like, how it becomes a message, and how a message leaves.
//!
//! A feature queues a letter in its transaction ([`outbox`]) and says, at sending time, what it
//! tells, in words already translated ([`composed::Composed`]); [`message`] makes the bytes, the
//! same ones each time; [`dkim`] signs them; [`transport`] knows how they leave. Nothing here knows what an invitation is.

pub mod bounces;
pub mod composed;
pub mod design;
pub mod direct;
pub mod dkim;
pub mod dns;
pub mod imap;
pub mod message;
pub mod outbox;
pub mod pace;
pub mod places;
pub mod reason;
pub mod relay;
pub mod retry;
pub mod sender;
pub mod servers;
pub mod smtp;
mod text;
pub mod transport;
