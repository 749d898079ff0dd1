//! Every word a person sees stands in `locales`, in both languages, and is used.

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::assert_no_complaints;
use super::source::{File, Token, files, rust, tokens};

/// The methods whose first argument is a key.
const ASKING: [&str; 4] = ["t", "with", "n", "named"];
/// Files of words whose pages are still being built: take each out when its pages stand.
const AHEAD: [&str; 1] = ["addresses.ftl"];
/// Where Russian is read or a sample, no word of the product: look-alike letters, titles of columns
/// in pasted tables, folded letters of names, what mail servers say.
const READING: [&str; 10] = [
    "src/people/words.rs",
    "src/people/words/",
    "src/people/full_name.rs",
    "src/base/phone.rs",
    "src/accounts/password_rules.rs",
    "src/base/email_address/confusable.rs",
    "src/base/person_name.rs",
    "src/invitations/addresses/table.rs",
    "src/mail/bounces/",
    "src/mail/reason/phrases.rs",
];

/// What a language's files say: of each message and attribute, its file and its variables.
#[derive(Debug, Default)]
struct Catalogue {
    messages: BTreeMap<String, (String, BTreeSet<String>)>,
    /// Messages that others are made of.
    references: BTreeSet<String>,
}

#[test]
fn languages_agree() {
    let (english, russian) = (catalogue(&files("locales/en")), catalogue(&files("locales/ru")));
    assert!(!english.messages.is_empty(), "no words in locales/en");
    assert_no_complaints(&differences(&english, &russian));
}

#[test]
fn every_key_is_known_and_used() {
    let known = catalogue(&files("locales/en"));
    let (sources, templates) = (rust("src"), files("templates"));
    let mut complaints = unused_keys(&known, &sources, &templates);
    complaints.extend(sources.iter().flat_map(|file| unknown_keys(&known, file, &asked_in_rust(file))));
    complaints.extend(templates.iter().flat_map(|file| unknown_keys(&known, file, &asked_in_page(file))));
    assert_no_complaints(&complaints);
}

#[test]
fn words_stand_in_locales_only() {
    let mut complaints: Vec<_> = rust("src")
        .iter()
        .filter(|file| !READING.iter().any(|reading| file.path.starts_with(reading)))
        .flat_map(russian_in_rust)
        .collect();
    complaints.extend(
        files("templates")
            .iter()
            .filter(|file| !READING.iter().any(|reading| file.path.starts_with(reading)))
            .flat_map(russian_in_page),
    );
    assert_no_complaints(&complaints);
}

fn catalogue(files: &[File]) -> Catalogue {
    let mut all = Catalogue::default();
    for file in files {
        let name = file.path.rsplit('/').next().unwrap();
        let resource = fluent_syntax::parser::parse(file.text.as_str())
            .unwrap_or_else(|(_, errors)| panic!("{} is not Fluent: {errors:?}", file.path));
        for entry in resource.body {
            let (id, value, attributes) = match entry {
                Entry::Message(message) => (message.id.name.to_owned(), message.value, message.attributes),
                Entry::Term(term) => (format!("-{}", term.id.name), Some(term.value), term.attributes),
                _ => continue,
            };
            let mut add = |key: String, pattern: &Pattern<&str>| {
                let mut variables = BTreeSet::new();
                walk(pattern, &mut variables, &mut all.references);
                let twice = all.messages.insert(key.clone(), (name.to_owned(), variables));
                assert!(twice.is_none(), "{}: {key} stands there twice", file.path);
            };
            for attribute in attributes {
                add(format!("{id}.{}", attribute.id.name), &attribute.value);
            }
            if let Some(value) = value {
                add(id, &value);
            }
        }
    }
    all
}

fn walk(pattern: &Pattern<&str>, variables: &mut BTreeSet<String>, references: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            walk_expression(expression, variables, references);
        }
    }
}

fn walk_expression(
    expression: &Expression<&str>,
    variables: &mut BTreeSet<String>,
    references: &mut BTreeSet<String>,
) {
    let inline = match expression {
        Expression::Inline(inline) => inline,
        Expression::Select { selector, variants } => {
            for variant in variants {
                walk(&variant.value, variables, references);
            }
            selector
        }
    };
    match inline {
        InlineExpression::VariableReference { id } => drop(variables.insert(id.name.to_owned())),
        InlineExpression::MessageReference { id, .. } => drop(references.insert(id.name.to_owned())),
        InlineExpression::TermReference { id, .. } => drop(references.insert(format!("-{}", id.name))),
        InlineExpression::Placeable { expression } => walk_expression(expression, variables, references),
        InlineExpression::FunctionReference { arguments, .. } => {
            for argument in &arguments.positional {
                walk_expression(&Expression::Inline(argument.clone()), variables, references);
            }
        }
        InlineExpression::StringLiteral { .. } | InlineExpression::NumberLiteral { .. } => {}
    }
}

fn differences(english: &Catalogue, russian: &Catalogue) -> Vec<String> {
    let keys: BTreeSet<&String> = english.messages.keys().chain(russian.messages.keys()).collect();
    keys.into_iter()
        .filter_map(|key| match (english.messages.get(key), russian.messages.get(key)) {
            (Some((file, _)), None) => Some(format!("locales/ru/{file}: {key} is missing")),
            (None, Some((file, _))) => Some(format!("locales/en/{file}: {key} is missing")),
            (Some((en, _)), Some((ru, _))) if en != ru => {
                Some(format!("locales: {key} stands in en/{en} but in ru/{ru}"))
            }
            (Some((file, en)), Some((_, ru))) if en != ru => Some(format!(
                "locales/*/{file}: {key} has the variables {en:?} in English, {ru:?} in Russian"
            )),
            _ => None,
        })
        .collect()
}

/// Messages that no text of the sources, no page and no other message names.
fn unused_keys(known: &Catalogue, sources: &[File], templates: &[File]) -> Vec<String> {
    let mut said: BTreeSet<String> = known.references.clone();
    for file in sources {
        said.extend(tokens(file).iter().filter_map(|token| token.text().map(str::to_owned)));
    }
    known
        .messages
        .iter()
        .filter(|(key, (file, _))| {
            let message = key.split('.').next().unwrap_or_default();
            !AHEAD.contains(&file.as_str())
                && !said.contains(message)
                && !said.iter().any(|text| is_composed(text, message))
                && !templates.iter().any(|page| page.text.contains(&format!("\"{message}\"")))
        })
        .map(|(key, (file, _))| format!("locales/*/{file}: nobody uses {key}"))
        .collect()
}

/// Whether `text` is a pattern such as `failure-{key}-words` that makes `key`.
fn is_composed(text: &str, key: &str) -> bool {
    let Some((start, rest)) = text.split_once('{') else { return false };
    let Some((_, end)) = rest.split_once('}') else { return false };
    start.ends_with('-') && key.starts_with(start) && key.ends_with(end)
}

fn unknown_keys(known: &Catalogue, file: &File, asked: &[(String, usize)]) -> Vec<String> {
    asked
        .iter()
        .filter(|(key, _)| !known.messages.contains_key(key))
        .map(|(key, line)| file.complain(*line, &format!("locales have no {key}")))
        .collect()
}

/// Keys given to a method that asks for words: `.t("key"`.
fn asked_in_rust(file: &File) -> Vec<(String, usize)> {
    let is_asking = |four: &[Token]| {
        !four[0].in_tests
            && four[0].is_sign('.')
            && four[1].ident().is_some_and(|name| ASKING.contains(&name))
            && four[2].is_sign('(')
    };
    let tokens = tokens(file);
    let asking = tokens.windows(4).filter(|four| is_asking(four));
    asking.filter_map(|four| Some((four[3].text()?.to_owned(), four[3].line))).collect()
}

fn asked_in_page(file: &File) -> Vec<(String, usize)> {
    let mut asked = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        for method in ASKING {
            let call = format!(".{method}(\"");
            let calls = line.split(&call).skip(1);
            asked.extend(calls.filter_map(|rest| Some((rest.split('"').next()?.to_owned(), at + 1))));
        }
    }
    asked
}

fn is_russian(text: &str) -> bool {
    text.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

fn russian_in_rust(file: &File) -> Vec<String> {
    tokens(file)
        .iter()
        .filter(|token| !token.in_tests && token.text().is_some_and(is_russian))
        .map(|token| file.complain(token.line, "words stand in locales/"))
        .collect()
}

fn russian_in_page(file: &File) -> Vec<String> {
    let lines = file.text.lines().enumerate().filter(|(_, line)| is_russian(line));
    lines.map(|(at, _)| file.complain(at + 1, "words stand in locales/")).collect()
}

#[cfg(test)]
mod samples {
    use super::*;

    fn sample(name: &str, text: &str) -> Catalogue {
        catalogue(&[File::sample(&format!("locales/xx/{name}"), text)])
    }

    #[test]
    fn languages_that_differ_are_found() {
        let english = sample("a.ftl", "same = { $n }\n    .title = T\nmore = x\nargs = { $a }\n");
        let russian = sample("a.ftl", "same = { $n ->\n   *[other] { $n }\n }\nargs = { $b }\n");
        let found = differences(&english, &russian);
        assert_eq!(found.len(), 3, "{found:?}");
        assert_eq!(differences(&english, &sample("b.ftl", "same = { $n }")).len(), 4);
    }

    #[test]
    fn unknown_and_unused_keys_are_found() {
        let known = sample("a.ftl", "asked = { inner }\ninner = x\nshown = x\nidle = x\nstate-new = x\n");
        let rust = File::sample(
            "src/x.rs",
            "fn a() { w.t(\"asked\"); w.n(\"gone\", 1); format!(\"state-{x}\") }\n#[cfg(test)]\nmod tests { const A: &str = \"tested\"; }",
        );
        let page =
            File::sample("templates/x.html", "<p>{{ words.t(\"shown\") }}\n{{ words.with(\"lost\", x) }}");
        assert_eq!(unknown_keys(&known, &rust, &asked_in_rust(&rust)), ["src/x.rs:1: locales have no gone"]);
        assert_eq!(
            unknown_keys(&known, &page, &asked_in_page(&page)),
            ["templates/x.html:2: locales have no lost"]
        );
        let unused = unused_keys(&known, &[rust], &[page]);
        assert_eq!(unused, ["locales/*/a.ftl: nobody uses idle"]);
    }

    #[test]
    fn russian_outside_locales_is_found() {
        let text =
            "// Комментарий\nfn a() { b(\"слово\") }\n#[cfg(test)]\nmod tests { const A: &str = \"слово\"; }";
        assert_eq!(russian_in_rust(&File::sample("src/x.rs", text)), ["src/x.rs:2: words stand in locales/"]);
        assert_eq!(russian_in_page(&File::sample("templates/x.html", "<p>\nСлово")).len(), 1);
    }
}
