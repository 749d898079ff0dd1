//! SQL of joining: what is asked at join links stands below.

mod attempts;
mod newcomers;
pub mod requests;

pub use newcomers::Whom;
