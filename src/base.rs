//! The small words everything else is written in. Knows no feature, no engine, no page.

pub mod clock;
pub mod email_address;
pub mod id;
pub mod random;
pub mod secret;
pub mod tls;
