//! A client of one mail server that knows at every moment how far it got (RFC 5321).
//!
//! Libraries answer «failed»; an outbox has to know whether the letter may be out already. So the
//! final dot is a step of its own here: [`Session::begin`] goes up to just before it, and
//! [`Pending::finish`] sends it. Only what goes wrong after that is [`Kind::Unknown`].

mod auth;
mod connect;
mod deadlines;
mod failure;
#[cfg(test)]
pub(super) mod peer;
mod pool;
mod reply;
pub(super) mod server;
mod session;
mod stuffing;
#[cfg(test)]
mod tests;
mod transcript;
mod trial;
mod wire;

pub(super) use wire::Carrier;

pub use connect::Connector;
pub use deadlines::Deadlines;
pub use failure::{Cause, Failure, Kind, Phase};
pub use pool::{Lease, Pool, Shelf};
pub use reply::{Enhanced, Reply};
pub use server::{SmtpServer, TlsMode, UrlProblem};
pub use session::{Accepted, Envelope, Pending, Session};
pub use transcript::{Event, Line, Speaker, Transcript};
pub use trial::{Patience, Trial, trial};
