//! What every page shares: the frame around it, its faces, badges and icons, the files it loads; and
//! the plumbing: who asks, how answers and failures look, limits and headers.

pub mod access_log;
pub mod assets;
pub mod badge;
pub mod client;
pub mod ending;
pub mod export;
pub mod face;
pub mod failure;
pub mod failures;
pub mod flash;
pub mod forms;
pub mod health;
pub mod held;
pub mod held_form;
pub mod icon;
pub mod limits;
pub mod merge;
pub mod page;
pub mod security;
pub mod server;
pub mod shell;
pub mod signed_in;
pub mod visitor;

pub use badge::{Badge, Tone};
pub use face::Face;
pub use icon::Icon;
pub use shell::Shell;
