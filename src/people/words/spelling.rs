//! A name that was typed in Latin letters and is kept in Cyrillic ones, or the other way: «Shchukina» for «Щукина»,
//! «Смит» for «Smith». One spelling stands for many, so that those are followed that somebody's words begin with.

use std::collections::BTreeSet;

use super::alike::{is_cyrillic, is_latin};

/// What is spelled how: first as in Russian passports, by ICAO Doc 9303, part 3, section 6 («Transliteration of
/// Cyrillic characters»), and by ГОСТ Р 52535.1—2006, which has «tc» for «ц» and nothing for «ъ»; then as in
/// passports before 2010 and as people write it.
const SPELLED: [(&str, &str); 76] = [
    ("щ", "shch"),
    ("ж", "zh"),
    ("х", "kh"),
    ("ц", "ts"),
    ("ц", "tc"),
    ("ч", "ch"),
    ("ш", "sh"),
    ("ю", "iu"),
    ("я", "ia"),
    ("ъ", "ie"),
    ("ъ", ""),
    ("ь", ""),
    ("а", "a"),
    ("б", "b"),
    ("в", "v"),
    ("г", "g"),
    ("д", "d"),
    ("е", "e"),
    ("з", "z"),
    ("и", "i"),
    ("й", "i"),
    ("к", "k"),
    ("л", "l"),
    ("м", "m"),
    ("н", "n"),
    ("о", "o"),
    ("п", "p"),
    ("р", "r"),
    ("с", "s"),
    ("т", "t"),
    ("у", "u"),
    ("ф", "f"),
    ("ы", "y"),
    ("э", "e"),
    // As it is written besides; «ё» is «е» by then.
    ("ю", "yu"),
    ("я", "ya"),
    ("е", "ye"),
    ("е", "ie"),
    ("е", "yo"),
    ("е", "io"),
    ("й", "y"),
    ("ий", "y"),
    ("ый", "y"),
    ("ия", "ia"),
    ("ия", "ya"),
    ("кс", "x"),
    ("дж", "j"),
    ("ж", "j"),
    ("й", "j"),
    ("ю", "ju"),
    ("я", "ja"),
    ("е", "je"),
    ("е", "jo"),
    ("ж", "g"),
    ("и", "y"),
    ("и", "ee"),
    ("у", "oo"),
    ("у", "ou"),
    ("ю", "u"),
    ("ю", "ü"),
    ("х", "h"),
    ("г", "h"),
    ("ц", "tz"),
    ("ц", "cz"),
    ("ц", "c"),
    ("ц", "z"),
    ("к", "c"),
    ("к", "ck"),
    ("ч", "tch"),
    ("ш", "sch"),
    ("щ", "sch"),
    ("щ", "sh"),
    ("в", "w"),
    ("ф", "ph"),
    ("ф", "ff"),
    ("т", "th"),
];
/// Letters that a sign may follow, which most spellings leave out.
const CONSONANTS: &str = "бвгджзклмнпрстфхцчшщ";
const SIGNS: [&str; 2] = ["ь", "ъ"];

/// A word of fewer letters is anything, and of more none that anybody spells out.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=24;
/// Beginnings that are followed further, and those that are asked about at each letter.
const FOLLOWED: usize = 8;
const ASKED: usize = 32;
/// Spellings of a word that are tried.
const TRIED: usize = 3;

/// The spellings of a word in the other script that `is_beginning` of a word that somebody has, the likeliest first.
///
/// # Errors
/// Those of `is_beginning`.
pub fn of<E>(word: &str, mut is_beginning: impl FnMut(&str) -> Result<bool, E>) -> Result<Vec<String>, E> {
    let to_cyrillic = word.chars().all(is_latin);
    if !(to_cyrillic || word.chars().all(is_cyrillic)) || !LETTERS.contains(&word.chars().count()) {
        return Ok(Vec::new());
    }
    // What is spelled so far, by how much of the word that is.
    let mut spelled: Vec<Vec<String>> = vec![Vec::new(); word.len() + 1];
    spelled[0].push(String::new());
    for at in 0..word.len() {
        let begun = known(std::mem::take(&mut spelled[at]), &mut is_beginning, FOLLOWED)?;
        for (cyrillic, latin) in SPELLED {
            let (from, to) = if to_cyrillic { (latin, cyrillic) } else { (cyrillic, latin) };
            if begun.is_empty() || from.is_empty() || !word[at..].starts_with(from) {
                continue;
            }
            for begun in &begun {
                spelled[at + from.len()].extend(further(begun, to));
            }
        }
    }
    known(spelled.pop().unwrap_or_default(), &mut is_beginning, TRIED)
}

/// A spelling goes on with some letters, and perhaps with a sign.
fn further(begun: &str, letters: &str) -> Vec<String> {
    let whole = format!("{begun}{letters}");
    let takes_sign = letters.chars().last().is_some_and(|last| CONSONANTS.contains(last));
    let signs = SIGNS.iter().filter(|_| takes_sign).map(|sign| format!("{whole}{sign}"));
    [whole.clone()].into_iter().chain(signs).collect()
}

/// Those of some beginnings that somebody's words have, up to `most`.
fn known<E>(
    begun: Vec<String>,
    is_beginning: &mut impl FnMut(&str) -> Result<bool, E>,
    most: usize,
) -> Result<Vec<String>, E> {
    let (mut seen, mut known) = (BTreeSet::new(), Vec::new());
    for text in begun {
        if known.len() == most || seen.len() == ASKED {
            break;
        }
        if seen.insert(text.clone()) && (text.is_empty() || is_beginning(&text)?) {
            known.push(text);
        }
    }
    Ok(known)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    /// Who works here.
    const WORDS: [&str; 24] = [
        "елкин",
        "щукина",
        "юрий",
        "жуков",
        "цветкова",
        "хабаров",
        "ольга",
        "наталья",
        "наталия",
        "васильев",
        "подъячев",
        "дмитрий",
        "алексей",
        "чайковский",
        "игорь",
        "кузьмин",
        "мария",
        "толстой",
        "братский",
        "smith",
        "müller",
        "yuliya",
        "weber",
        "carl",
    ];

    fn spelled(word: &str) -> (Vec<String>, usize) {
        let mut asked = 0;
        let found = of(word, |text| {
            asked += 1;
            Ok::<_, Infallible>(WORDS.iter().any(|word| word.starts_with(text)))
        });
        (found.unwrap_or_else(|never| match never {}), asked)
    }

    #[test]
    fn a_name_is_found_as_it_is_spelled_in_the_other_script() {
        for (typed, wanted) in [
            ("elkin", "елкин"),
            ("yolkin", "елкин"),
            ("shchukina", "щукина"),
            ("schukina", "щукина"),
            ("yuriy", "юрий"),
            ("yury", "юрий"),
            ("iurii", "юрий"),
            ("zhukov", "жуков"),
            ("tsvetkova", "цветкова"),
            ("tcvetkova", "цветкова"),
            ("khabarov", "хабаров"),
            ("habar", "хабар"),
            ("olga", "ольга"),
            ("natalia", "наталья"),
            ("natalia", "наталия"),
            ("vasilev", "васильев"),
            ("vasilyev", "васильев"),
            ("vasiliev", "васильев"),
            ("podieiachev", "подъячев"),
            ("podyachev", "подъячев"),
            ("dmitry", "дмитрий"),
            ("alexey", "алексей"),
            ("tchaikovsky", "чайковский"),
            ("igor", "игор"),
            ("kuzmin", "кузьмин"),
            ("maria", "мария"),
            ("tolstoy", "толстой"),
            ("bratsky", "братский"),
            ("смит", "smit"),
            ("мюллер", "müller"),
            ("юлия", "yuliya"),
            ("вебер", "weber"),
            ("карл", "carl"),
        ] {
            let (found, asked) = spelled(typed);
            assert!(found.iter().any(|word| word == wanted), "{typed}: {found:?}");
            assert!(asked < 150, "{typed}: asked {asked} times");
        }
    }

    #[test]
    fn what_nobody_is_called_ends_soon() {
        for (typed, most) in [("qwerty", 4), ("x", 0), ("елkin", 0), ("ivan77", 0), ("елена", 20)] {
            let (found, asked) = spelled(typed);
            assert!(found.is_empty() && asked <= most, "{typed}: {found:?}, asked {asked} times");
        }
        assert!(spelled(&"e".repeat(30)).1 == 0);
    }
}
