//! Arguments in; the library does the rest.

use std::process::ExitCode;

fn main() -> ExitCode {
    collega::commands::run()
}
