//! Arguments in, the library does the rest.

fn main() {}
