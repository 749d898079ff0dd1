//! A client of one mailbox (IMAP, RFC 3501) that takes as much of a message as it was asked for, and keeps no
//! server's endless answer: reports of mail servers are read there.

mod connect;
mod failure;
mod server;
mod session;
#[cfg(test)]
mod tests;
mod wire;

pub use failure::{Cause, Failure};
pub use server::{ImapServer, UrlProblem};
pub use session::{Looked, Session, Stay};
