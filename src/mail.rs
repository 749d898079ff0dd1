//! E-mail: what a letter looks like, how it becomes a message, and how a message leaves.
//!
//! A feature says what a letter tells, in words already translated ([`design::LetterBody`]);
//! [`message`] makes the bytes, the same ones each time; [`smtp`] hands them to the company's mail
//! server and says exactly how far it got. Nothing here knows what an invitation is.

pub mod design;
pub mod message;
mod text;
