//! The small words everything else is written in. Knows no feature, no engine, no page.

pub mod background;
pub mod bell;
pub mod birthday;
pub mod clock;
pub mod cursor;
pub mod email_address;
pub mod hidden;
pub mod id;
pub mod log;
pub mod mark;
pub mod networks;
pub mod person_name;
pub mod phone;
pub mod private_file;
pub mod random;
pub mod secret;
pub mod tls;
