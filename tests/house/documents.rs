//! What the documents and the repository as a whole must keep.

use std::collections::BTreeSet;
use std::path::Path;

use super::assert_no_complaints;
use super::source::{File, files};

const DOCUMENTS: [&str; 4] = ["README.md", "README.ru.md", "ARCHITECTURE.md", "CONTRIBUTING.md"];

#[test]
fn documents_name_files_that_exist() {
    let documents = files("").into_iter().filter(|file| DOCUMENTS.contains(&file.path.as_str()));
    let exists = |path: &str| {
        let top = Path::new(env!("CARGO_MANIFEST_DIR"));
        top.join(path).exists() || top.join("src").join(path).exists()
    };
    let complaints: Vec<_> = documents.flat_map(|file| missing_files(&file, exists)).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn migrations_have_the_same_names() {
    let names = |folder: &str| -> BTreeSet<String> {
        files(folder).iter().map(|file| file.path.rsplit('/').next().unwrap().to_owned()).collect()
    };
    let sqlite = names("migrations/sqlite");
    assert!(!sqlite.is_empty());
    assert_eq!(sqlite, names("migrations/postgres"));
}

#[test]
fn nothing_tells_where_it_was_written() {
    let complaints: Vec<_> = files("").iter().flat_map(private_paths).collect();
    assert_no_complaints(&complaints);
}

/// Each path between backticks, from the top of the repository or from `src`.
fn missing_files(file: &File, exists: impl Fn(&str) -> bool) -> Vec<String> {
    let mut complaints = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        let quoted = line.split('`').skip(1).step_by(2);
        for path in quoted.filter(|path| is_path(path) && !exists(path)) {
            complaints.push(file.complain(at + 1, &format!("there is no {path}")));
        }
    }
    complaints
}

fn is_path(word: &str) -> bool {
    let plain = word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-./".contains(&byte));
    let made_later = ["data/", "target/", "/"].iter().any(|start| word.starts_with(start));
    let source = [".rs", ".sql", ".ftl", ".html", ".css", ".js", "/"].iter().any(|end| word.ends_with(end));
    plain && source && !made_later
}

fn private_paths(file: &File) -> Vec<String> {
    let private = [concat!("/wo", "rk/"), concat!("/ro", "ot/")];
    file.text
        .lines()
        .enumerate()
        .filter(|(_, line)| private.iter().any(|path| line.contains(path)))
        .map(|(at, _)| file.complain(at + 1, "a path of one machine"))
        .collect()
}

#[test]
fn bad_samples_are_found() {
    let document =
        File::sample("README.md", "See `src/lib.rs`, `gone/away.rs` and `data/`.\n`cargo run` `/sign-in/`");
    assert_eq!(
        missing_files(&document, |path| path == "src/lib.rs"),
        ["README.md:1: there is no gone/away.rs"]
    );
    let private = File::sample("a.md", concat!("a\n/ro", "ot/x"));
    assert_eq!(private_paths(&private), ["a.md:2: a path of one machine"]);
}
