//! Who may know whom.

use std::collections::BTreeSet;

use super::assert_no_complaints;
use super::source::{File, Token, rust, tokens};

/// What the modules below the features may use; a module that is not here may use any.
const BELOW: [(&str, &[&str]); 4] = [
    ("base", &["base"]),
    ("store", &["store", "base"]),
    ("i18n", &["i18n", "base"]),
    ("mail", &["mail", "store", "i18n", "base"]),
];
/// Who may use another feature's store all the same: the first run makes a company with its first
/// employee in one go, and inviting somebody or joining by a link makes an employee.
const STORE_GUESTS: [&str; 3] = ["src/setup.rs", "src/invitations/invite.rs", "src/join/enter.rs"];
const ENGINES: [&str; 5] = ["rusqlite", "postgres", "tokio_postgres", "Sqlite", "Postgres"];
const STATEMENTS: [&str; 5] = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "WITH "];

#[test]
fn arrows_point_one_way() {
    let complaints: Vec<_> = rust("src").iter().flat_map(wrong_ways).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn a_store_belongs_to_its_feature() {
    let sources = rust("src");
    let modules: BTreeSet<&str> = sources.iter().map(File::module).collect();
    let hosts = sources.iter().filter(|file| !STORE_GUESTS.contains(&file.path.as_str()));
    let complaints: Vec<_> = hosts.flat_map(|file| foreign_stores(file, &modules)).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn sql_stands_in_stores() {
    let complaints: Vec<_> = rust("src").iter().flat_map(stray_sql).collect();
    assert_no_complaints(&complaints);
}

#[test]
fn engines_are_named_in_the_store_only() {
    let complaints: Vec<_> = rust("src").iter().flat_map(named_engines).collect();
    assert_no_complaints(&complaints);
}

fn wrong_ways(file: &File) -> Vec<String> {
    let module = file.module();
    let Some((_, allowed)) = BELOW.iter().find(|(name, _)| *name == module) else { return Vec::new() };
    used_modules(&tokens(file))
        .into_iter()
        .filter(|(name, _)| !allowed.contains(&name.as_str()))
        .map(|(name, line)| file.complain(line, &format!("{module} must not know crate::{name}")))
        .collect()
}

/// Each `x` of `crate::x` and `crate::{x, y}`.
fn used_modules(tokens: &[Token]) -> Vec<(String, usize)> {
    let mut used = Vec::new();
    for at in 0..tokens.len().saturating_sub(3) {
        let [word, _, colon, next] = &tokens[at..at + 4] else { continue };
        if !word.is_ident("crate") || !colon.is_sign(':') {
            continue;
        }
        if let Some(name) = next.ident() {
            used.push((name.to_owned(), next.line));
        } else if next.is_sign('{') {
            used.extend(first_words(&tokens[at + 4..]));
        }
    }
    used
}

/// The first word of each entry of a `{…}` that has just been opened.
fn first_words(tokens: &[Token]) -> Vec<(String, usize)> {
    let (mut words, mut depth, mut is_first) = (Vec::new(), 0, true);
    for token in tokens {
        match token.ident() {
            Some(name) if depth == 0 && is_first => words.push((name.to_owned(), token.line)),
            _ if token.is_sign('{') => depth += 1,
            _ if token.is_sign('}') && depth == 0 => break,
            _ if token.is_sign('}') => depth -= 1,
            _ => {}
        }
        is_first = depth == 0 && token.is_sign(',');
    }
    words
}

fn foreign_stores(file: &File, modules: &BTreeSet<&str>) -> Vec<String> {
    let tokens = tokens(file);
    let is_foreign = |token: &Token| {
        token.ident().is_some_and(|name| name != file.module() && name != "store" && modules.contains(name))
    };
    tokens
        .windows(4)
        .filter(|four| is_foreign(&four[0]) && four[2].is_sign(':') && four[3].is_ident("store"))
        .map(|four| file.complain(four[3].line, "another feature's SQL: call its rules instead"))
        .collect()
}

fn stray_sql(file: &File) -> Vec<String> {
    if file.is_store() {
        return Vec::new();
    }
    let is_sql = |text: &str| STATEMENTS.iter().any(|statement| text.trim_start().starts_with(statement));
    tokens(file)
        .iter()
        .filter(|token| token.text().is_some_and(is_sql))
        .map(|token| file.complain(token.line, "SQL stands in a feature's store.rs"))
        .collect()
}

fn named_engines(file: &File) -> Vec<String> {
    let module = file.module();
    if module == "store" {
        return Vec::new();
    }
    let may_say = module == "config" || file.path.contains("doctor");
    let is_name = |token: &Token| {
        token.ident().is_some_and(|ident| ENGINES.contains(&ident))
            || token.text().is_some_and(|text| {
                let text = text.to_lowercase();
                !may_say && (text.contains("sqlite") || text.contains("postgres"))
            })
    };
    tokens(file)
        .iter()
        .filter(|token| is_name(token))
        .map(|token| file.complain(token.line, "only src/store names a database engine"))
        .collect()
}

#[test]
fn bad_samples_are_found() {
    let below =
        File::sample("src/mail/x.rs", "use crate::base::id;\nuse crate::{base::{a, b}, people::Person};");
    assert_eq!(wrong_ways(&below), ["src/mail/x.rs:2: mail must not know crate::people"]);
    let page = File::sample(
        "src/people/web.rs",
        "use crate::invitations::store::Invitations;\nuse crate::store::Tx;",
    );
    let modules = BTreeSet::from(["people", "invitations", "store"]);
    assert_eq!(foreign_stores(&page, &modules).len(), 1);
    let rule = File::sample("src/people/list.rs", "fn a() { b(\"SELECT 1\"); c(\"Select one\") }");
    assert_eq!(stray_sql(&rule).len(), 1);
    assert!(stray_sql(&File::sample("src/people/store.rs", &rule.text)).is_empty());
    let engine = File::sample("src/people.rs", "fn a() { b(\"sqlite:x\"); c(Dialect::Postgres) }");
    assert_eq!(named_engines(&engine).len(), 2);
}
