//! All tests from outside, as one program: `./test` starts what they need and runs them.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test fails by panicking")]

mod browser;
mod house;
mod story;
mod support;
