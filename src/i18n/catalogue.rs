//! The Fluent bundles: built into the binary, parsed once, English where a key is missing.

use std::borrow::Cow;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;
use unic_langid::{LanguageIdentifier, langid};

use super::Language;

#[derive(RustEmbed)]
#[folder = "locales/"]
struct Files;

/// A value for a variable of a message.
#[derive(Clone, Copy, Debug)]
pub enum Arg<'a> {
    /// Goes in as it is.
    Text(&'a str),
    /// Picks the plural.
    Number(i64),
}

impl<'a> From<&'a str> for Arg<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a String> for Arg<'a> {
    fn from(text: &'a String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Arg<'_> {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

type Bundle = FluentBundle<FluentResource>;

/// The words of `key`; the key itself where no language has it, so that the gap is seen.
pub(super) fn text(language: Language, key: &str, args: &[(&str, Arg<'_>)]) -> String {
    find(language, key, args).or_else(|| find(Language::En, key, args)).unwrap_or_else(|| key.to_owned())
}

fn find(language: Language, key: &str, args: &[(&str, Arg<'_>)]) -> Option<String> {
    let bundle = bundle(language);
    let pattern = bundle.get_message(key)?.value()?;
    if args.is_empty() {
        return Some(bundle.format_pattern(pattern, None, &mut Vec::new()).into_owned());
    }
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        values.set(
            *name,
            match value {
                Arg::Text(text) => FluentValue::String(Cow::Borrowed(text)),
                Arg::Number(number) => FluentValue::from(*number),
            },
        );
    }
    let words = bundle.format_pattern(pattern, Some(&values), &mut Vec::new());
    Some(nested_quotes(words.into_owned()))
}

/// Quotes within quotes are low and high ones: «ООО „Ромашка“».
#[must_use]
pub fn nested_quotes(words: String) -> String {
    if words.matches('«').count() > 1 { nest_quotes(&words) } else { words }
}

fn nest_quotes(words: &str) -> String {
    let mut depth = 0_usize;
    let nested = words.chars().map(|c| match c {
        '«' => {
            depth += 1;
            if depth > 1 { '„' } else { c }
        }
        '»' => {
            depth = depth.saturating_sub(1);
            if depth > 0 { '“' } else { c }
        }
        c => c,
    });
    nested.collect()
}

fn bundle(language: Language) -> &'static Bundle {
    static RU: OnceLock<Bundle> = OnceLock::new();
    static EN: OnceLock<Bundle> = OnceLock::new();
    match language {
        Language::Ru => RU.get_or_init(|| load("ru/", langid!("ru"))),
        Language::En => EN.get_or_init(|| load("en/", langid!("en"))),
    }
}

fn load(folder: &str, language: LanguageIdentifier) -> Bundle {
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    // Isolation marks would be hidden characters in subjects, mailto links and plain text.
    bundle.set_use_isolating(false);
    for path in Files::iter().filter(|path| path.starts_with(folder)) {
        let Some(file) = Files::get(&path) else { continue };
        let source = String::from_utf8_lossy(&file.data).into_owned();
        // What does not parse is left out here and caught by the test below.
        let resource = FluentResource::try_new(source).unwrap_or_else(|(partial, _)| partial);
        let _ = bundle.add_resource(resource);
    }
    bundle
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_within_quotes_are_other_ones() {
        for (words, nested) in [
            ("«ООО «Ромашка»»", "«ООО „Ромашка“»"),
            ("«Ромашка» и «Лютик»", "«Ромашка» и «Лютик»"),
            ("»«Ромашка»", "»«Ромашка»"),
        ] {
            assert_eq!(nest_quotes(words), nested);
        }
    }

    #[test]
    fn every_file_parses_and_no_key_stands_twice() {
        for language in Language::ALL {
            let mut bundle = FluentBundle::<FluentResource>::new_concurrent(vec![langid!("en")]);
            for path in Files::iter().filter(|path| path.starts_with(language.tag())) {
                let source = String::from_utf8(Files::get(&path).unwrap().data.into_owned()).unwrap();
                let resource = FluentResource::try_new(source)
                    .unwrap_or_else(|(_, errors)| panic!("{path} does not parse: {errors:?}"));
                bundle.add_resource(resource).unwrap_or_else(|errors| panic!("{path}: {errors:?}"));
            }
        }
    }
}
