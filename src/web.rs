//! What every page shares: the frame around it, its faces, badges and icons, and the files it loads.

pub mod assets;
pub mod badge;
pub mod face;
pub mod icon;
pub mod shell;

#[cfg(test)]
mod gallery;

pub use badge::{Badge, Tone};
pub use face::Face;
pub use icon::Icon;
pub use shell::Shell;
