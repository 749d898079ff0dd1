//! Domains and names that look like something else (UTS 39).

use unicode_script::{Script, UnicodeScript as _};

/// Scripts that may stand together in one label: «Highly Restrictive», UTS 39, 5.2.
const TOGETHER: [&[Script]; 3] = [
    &[Script::Latin, Script::Han, Script::Hiragana, Script::Katakana],
    &[Script::Latin, Script::Han, Script::Bopomofo],
    &[Script::Latin, Script::Han, Script::Hangul],
];

/// Cyrillic letters, and under each the Latin one that no reader can tell it from.
const CYRILLIC: &str = "аеорсухіјѕԁһӏԛԝАВЕКМНОРСТУХІЈЅ";
const LATIN: &str = "aeopcyxijsdhlqwABEKMHOPCTYXIJS";

/// Whether a domain, in Unicode, has a label that mixes scripts or reads as Latin without being it.
pub(super) fn is_deceptive(domain: &str) -> bool {
    let under_latin = domain.rsplit('.').next().is_some_and(str::is_ascii);
    domain.split('.').any(|label| mixes_scripts(label) || (under_latin && reads_as_latin(label)))
}

/// `text` with its Cyrillic doubles made Latin, if it has both and nothing Cyrillic is left then.
pub(super) fn latin_double(text: &str) -> Option<String> {
    if text.is_ascii() || !text.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let latin: String = text.chars().map(|c| double(c).unwrap_or(c)).collect();
    latin.is_ascii().then_some(latin)
}

fn mixes_scripts(label: &str) -> bool {
    let scripts: Vec<Script> = label
        .chars()
        .map(|c| c.script())
        .filter(|script| !matches!(script, Script::Common | Script::Inherited))
        .collect();
    let single = scripts.windows(2).all(|pair| pair[0] == pair[1]);
    let allowed = TOGETHER.iter().any(|set| scripts.iter().all(|script| set.contains(script)));
    !single && !allowed
}

fn reads_as_latin(label: &str) -> bool {
    !label.is_ascii() && label.chars().all(|c| double(c).is_some() || c.is_ascii_digit() || c == '-')
}

fn double(c: char) -> Option<char> {
    CYRILLIC.chars().zip(LATIN.chars()).find(|(cyrillic, _)| *cyrillic == c).map(|(_, latin)| latin)
}
