//! The outer form of the code.

use super::assert_no_complaints;
use super::source::{File, Token, files, rust, tokens};

const LINES_OF_SOURCE: usize = 500;
const LINES_OF_TESTS: usize = 800;
/// The one place of the tests that waits.
const WAITING: &str = "tests/support/wait.rs";

#[test]
fn every_file_says_what_it_is_for() {
    let complaints: Vec<_> = both().iter().filter(|file| is_undescribed(file)).map(undescribed).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn no_file_is_too_long() {
    let complaints: Vec<_> = both().iter().filter_map(too_long).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn nothing_is_left_undone() {
    let complaints: Vec<_> = both().iter().flat_map(undone).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn no_note_waits_to_be_done() {
    let complaints: Vec<_> = files("").iter().flat_map(notes).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn tests_wait_for_what_happens_not_for_time() {
    let complaints: Vec<_> =
        rust("tests").iter().filter(|file| file.path != WAITING).flat_map(sleeps).collect();
    assert_no_complaints(&complaints);
}

fn both() -> Vec<File> {
    let mut all = rust("src");
    all.extend(rust("tests"));
    all
}

/// `tests.rs` beside a module says it by its name.
fn is_undescribed(file: &File) -> bool {
    !file.text.starts_with("//! ") && !file.path.ends_with("/tests.rs")
}

fn undescribed(file: &File) -> String {
    file.complain(1, "a file begins with a `//!` that says what it is for")
}

fn too_long(file: &File) -> Option<String> {
    let limit = if file.path.starts_with("src/") { LINES_OF_SOURCE } else { LINES_OF_TESTS };
    let lines = file.text.lines().count();
    (lines > limit)
        .then(|| file.complain(lines, &format!("longer than {limit} lines: split it by what it does")))
}

fn undone(file: &File) -> Vec<String> {
    let tokens = tokens(file);
    let is_undone = |pair: &[Token]| {
        let unfinished = ["todo", "unimplemented", "dbg"].iter().any(|name| pair[0].is_ident(name));
        (unfinished && pair[1].is_sign('!')) || (pair[0].is_sign('[') && pair[1].is_ident("ignore"))
    };
    tokens
        .windows(2)
        .filter(|pair| is_undone(pair))
        .map(|pair| file.complain(pair[1].line, "left undone: finish it or take it out"))
        .collect()
}

/// In capitals only; spelled in two halves so that this file does not find itself.
fn notes(file: &File) -> Vec<String> {
    let words = [concat!("FIX", "ME"), concat!("XX", "X"), concat!("TO", "DO")];
    let is_note =
        |line: &str| line.split(|c: char| !c.is_ascii_alphanumeric()).any(|word| words.contains(&word));
    file.text
        .lines()
        .enumerate()
        .filter(|(_, line)| is_note(line))
        .map(|(at, _)| file.complain(at + 1, "a note of something to do: do it or file an issue"))
        .collect()
}

fn sleeps(file: &File) -> Vec<String> {
    tokens(file)
        .windows(2)
        .filter(|pair| pair[0].is_ident("sleep") && pair[1].is_sign('('))
        .map(|pair| file.complain(pair[0].line, "a test never sleeps: support::wait waits for what happens"))
        .collect()
}

#[test]
fn bad_samples_are_found() {
    let bad =
        File::sample("tests/x.rs", "#[ignore]\nfn a() { todo!(); dbg!(1); thread::sleep(x); let todo = 1; }");
    assert!(is_undescribed(&bad));
    assert_eq!(undone(&bad).len(), 3);
    assert_eq!(sleeps(&bad).len(), 1);
    assert_eq!(notes(&File::sample("a.md", concat!("Well.\n// FIX", "ME: later"))).len(), 1);
    let long = File::sample("src/x.rs", &"\n".repeat(501));
    assert!(too_long(&long).is_some());
    assert!(too_long(&File::sample("tests/x.rs", &long.text)).is_none());
}
