//! Files of the repository, and Rust read as tokens, so that comments and texts are told apart.

use std::path::Path;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A text file.
pub struct File {
    /// Where it is, from the top of the repository.
    pub path: String,
    /// What stands in it.
    pub text: String,
}

impl File {
    /// A made-up file, to try a check on.
    pub fn sample(path: &str, text: &str) -> Self {
        Self { path: path.to_owned(), text: text.to_owned() }
    }

    /// A complaint about a line.
    pub fn complain(&self, line: usize, what: &str) -> String {
        format!("{}:{line}: {what}", self.path)
    }

    /// The module at the top of `src` that it belongs to: `store` for `src/store/db.rs`.
    pub fn module(&self) -> &str {
        let inside = self.path.strip_prefix("src/").unwrap_or_default();
        inside.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Whether all of it is tests: `tests.rs` and what stands below `tests/`.
    pub fn is_test(&self) -> bool {
        self.path.ends_with("/tests.rs") || self.path.contains("/tests/")
    }

    /// Whether it may hold SQL.
    pub fn is_store(&self) -> bool {
        self.path.ends_with("/store.rs") || self.path.contains("/store/")
    }
}

/// All text files below `folder`, which may be missing, in order.
pub fn files(folder: &str) -> Vec<File> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &mut found);
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

/// All Rust files below `folder`; there must be some.
pub fn rust(folder: &str) -> Vec<File> {
    let found: Vec<File> = files(folder)
        .into_iter()
        .filter(|file| Path::new(&file.path).extension().is_some_and(|end| end == "rs"))
        .collect();
    assert!(!found.is_empty(), "no Rust in {folder}");
    found
}

fn collect(folder: &Path, found: &mut Vec<File>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.map(|entry| entry.unwrap().path()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if ["target", ".git", "data"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            collect(&path, found);
        } else if let Ok(text) = std::fs::read_to_string(&path) {
            let path = path.strip_prefix(env!("CARGO_MANIFEST_DIR")).unwrap().to_string_lossy().into_owned();
            found.push(File { path, text });
        }
    }
}

/// A word, a text or a sign of Rust.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Kind {
    Ident(String),
    Text(String),
    Sign(char),
}

/// A token and where it stands.
#[derive(Clone, Debug)]
pub struct Token {
    pub kind: Kind,
    pub line: usize,
    /// Whether it is inside `#[cfg(test)]`.
    pub in_tests: bool,
}

impl Token {
    pub fn is_ident(&self, name: &str) -> bool {
        matches!(&self.kind, Kind::Ident(ident) if ident == name)
    }

    pub fn is_sign(&self, sign: char) -> bool {
        self.kind == Kind::Sign(sign)
    }

    pub fn ident(&self) -> Option<&str> {
        if let Kind::Ident(ident) = &self.kind { Some(ident) } else { None }
    }

    pub fn text(&self) -> Option<&str> {
        if let Kind::Text(text) = &self.kind { Some(text) } else { None }
    }
}

/// The tokens of a file, without comments and documentation.
pub fn tokens(file: &File) -> Vec<Token> {
    let stream: TokenStream =
        file.text.parse().unwrap_or_else(|error| panic!("{} is not Rust: {error}", file.path));
    let mut found = Vec::new();
    flatten(stream, file.is_test(), &mut found);
    found
}

fn flatten(stream: TokenStream, in_tests: bool, found: &mut Vec<Token>) {
    let mut trees = stream.into_iter().peekable();
    let mut gated = false;
    while let Some(tree) = trees.next() {
        let line = tree.span().start().line;
        let is_attribute = matches!(&tree, TokenTree::Punct(sign) if sign.as_char() == '#');
        if is_attribute {
            trees.next_if(|next| matches!(next, TokenTree::Punct(sign) if sign.as_char() == '!'));
            let words = trees.peek().map(attribute).unwrap_or_default();
            if words.starts_with("doc") {
                trees.next();
                continue;
            }
            gated |= words == "cfg(test)";
        }
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = signs(group.delimiter());
                found.push(Token { kind: Kind::Sign(open), line, in_tests });
                flatten(group.stream(), in_tests || gated, found);
                let end = group.span_close().start().line;
                found.push(Token { kind: Kind::Sign(close), line: end, in_tests });
                gated &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Ident(ident) => {
                found.push(Token { kind: Kind::Ident(ident.to_string()), line, in_tests });
            }
            TokenTree::Punct(sign) => {
                gated &= sign.as_char() != ';';
                found.push(Token { kind: Kind::Sign(sign.as_char()), line, in_tests });
            }
            TokenTree::Literal(literal) => {
                if let Some(text) = text_of(&literal.to_string()) {
                    found.push(Token { kind: Kind::Text(text), line, in_tests });
                }
            }
        }
    }
}

fn attribute(tree: &TokenTree) -> String {
    match tree {
        TokenTree::Group(group) => group.stream().to_string().replace(' ', ""),
        _ => String::new(),
    }
}

fn signs(delimiter: Delimiter) -> (char, char) {
    match delimiter {
        Delimiter::Parenthesis => ('(', ')'),
        Delimiter::Brace => ('{', '}'),
        Delimiter::Bracket => ('[', ']'),
        Delimiter::None => (' ', ' '),
    }
}

/// What stands between the quotes of a text, plain or raw; nothing for numbers and bytes.
fn text_of(literal: &str) -> Option<String> {
    if !literal.starts_with(['"', 'r', '\'']) {
        return None;
    }
    let inner = literal.trim_start_matches('r').trim_matches('#');
    Some(inner.trim_matches(['"', '\'']).to_owned())
}

#[test]
fn texts_comments_and_tests_are_told_apart() {
    let file = File::sample(
        "src/x.rs",
        "//! Doc \"no\"\n/// doc\nfn a() { b(\"plain\", r#\"raw\"#); } // c \"no\"\n#[cfg(test)]\nmod tests { const A: &str = \"test\"; }\nconst B: &str = \"after\";",
    );
    let texts: Vec<_> = tokens(&file)
        .into_iter()
        .filter_map(|token| Some((token.text()?.to_owned(), token.line, token.in_tests)))
        .collect();
    let expected = [("plain", 3, false), ("raw", 3, false), ("test", 5, true), ("after", 6, false)];
    assert_eq!(texts, expected.map(|(text, line, in_tests)| (text.to_owned(), line, in_tests)));
}
