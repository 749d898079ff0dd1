//! What `./test` tells the tests about the machine.

/// The value that `./test` exported as `name`. Nothing is skipped where it is missing: the test fails.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but what ./test exports")]
pub fn exported(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set: run ./test"))
}

/// A number that whoever runs the tests may set.
#[expect(clippy::disallowed_methods, reason = "tests have no configuration but what ./test exports")]
pub fn number(name: &str) -> Option<usize> {
    std::env::var(name)
        .ok()
        .map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is not a number: {text}")))
}
