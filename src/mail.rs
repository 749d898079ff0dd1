//! Mail: letters, how they are built, and how they leave. Knows no feature.

pub mod outbox;
pub mod transport;
