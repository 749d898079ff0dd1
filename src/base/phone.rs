//! Telephone numbers: shown in one way however they were typed, dialled and searched by their digits.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

/// The most characters of a number as it is typed.
pub const MAX_CHARACTERS: usize = 40;
/// Digits of a number: inner ones are short, E.164 allows 15.
const DIGITS: std::ops::RangeInclusive<usize> = 3..=15;
/// Digits of an extension at the most.
const MAX_EXTENSION: usize = 8;
/// Fewer digits are no search for a number: positions and addresses hold some too.
const FEW: usize = 4;
/// What stands before an extension.
const EXTENSION_MARKS: [&str; 12] =
    ["доб", "добавочный", "вн", "внутр", "внутренний", "ext", "extension", "x", "х", "#", ",", ";"];
/// Country codes of two digits (ITU-T E.164); 1 and 7 have one, all others three.
const TWO_DIGITS: [&str; 43] = [
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48",
    "49", "51", "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81",
    "82", "84", "86", "90", "91", "92", "93", "94", "95",
];

/// A telephone number.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Phone {
    typed: String,
    /// The digits, with the country code where it is known.
    digits: String,
    is_international: bool,
    extension: String,
}

/// What to mend in a number. The words stand in the catalogue under [`Self::message_id`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum PhoneProblem {
    /// Something else than digits and what stands between them.
    NoNumber,
    /// Too few digits.
    TooShort,
    /// Too many digits.
    TooLong,
    /// What follows the number is no extension.
    Extension,
}

impl PhoneProblem {
    /// The message that tells what to do.
    #[must_use]
    pub fn message_id(self) -> &'static str {
        match self {
            Self::NoNumber => "phone-problem-no-number",
            Self::TooShort => "phone-problem-too-short",
            Self::TooLong => "phone-problem-too-long",
            Self::Extension => "phone-problem-extension",
        }
    }
}

impl Phone {
    /// The number in `text`.
    ///
    /// # Errors
    /// What to mend.
    pub fn parse(text: &str) -> Result<Self, PhoneProblem> {
        let typed: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfkc().collect();
        if typed.chars().count() > MAX_CHARACTERS {
            return Err(PhoneProblem::TooLong);
        }
        let lower = typed.to_lowercase();
        let (number, tail) = lower.split_at(end_of_number(&lower));
        let extension = extension_of(tail)?;
        if !number.chars().enumerate().all(|(at, c)| belongs(c) || (c == '+' && at == 0)) {
            return Err(PhoneProblem::NoNumber);
        }
        let (digits, is_international) = whole(number);
        let least = if is_international { 7 } else { *DIGITS.start() };
        if digits.is_empty() {
            Err(PhoneProblem::NoNumber)
        } else if digits.len() < least {
            Err(PhoneProblem::TooShort)
        } else if digits.len() > *DIGITS.end() {
            Err(PhoneProblem::TooLong)
        } else {
            Ok(Self { typed, digits, is_international, extension })
        }
    }

    /// As it was typed, blanks made single.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.typed
    }

    /// As people read it, the same for the same number: «+7 916 123-45-67, доб. 12», where `extension` says «доб.».
    #[must_use]
    pub fn shown(&self, extension: &str) -> String {
        let number = if self.is_international {
            let national = national(&self.digits);
            let code = &self.digits[..self.digits.len() - national.len()];
            let grouped = if has_dashes(code) { dashed(national) } else { spaced(national) };
            format!("+{code} {grouped}").trim_end().to_owned()
        } else {
            dashed(&self.digits)
        };
        if self.extension.is_empty() { number } else { format!("{number}, {extension} {}", self.extension) }
    }

    /// What a telephone dials (RFC 3966).
    #[must_use]
    pub fn uri(&self) -> String {
        let plus = if self.is_international { "+" } else { "" };
        let extension =
            if self.extension.is_empty() { String::new() } else { format!(";ext={}", self.extension) };
        format!("tel:{plus}{}{extension}", self.digits)
    }

    /// The words by which the number is found: all digits, those without the country code, as people in Russia
    /// dial it, and the extension.
    #[must_use]
    pub fn words(&self) -> BTreeSet<String> {
        let mut words = BTreeSet::from([self.digits.clone()]);
        if self.is_international {
            let national = national(&self.digits);
            if self.digits.starts_with('7') && self.digits.len() == 11 {
                words.insert(format!("8{national}"));
            }
            words.insert(national.to_owned());
        }
        if !self.extension.is_empty() {
            words.insert(self.extension.clone());
        }
        words
    }
}

/// What somebody looks for who writes a number, however he writes it: its beginning, and the extension behind it.
/// `None` where it is no number that he wrote.
#[must_use]
pub fn searched(text: &str) -> Option<Vec<String>> {
    let text: String = text.trim().nfkc().collect::<String>().to_lowercase();
    let number = &text[..end_of_number(&text)];
    let is_number = number.chars().enumerate().all(|(at, c)| belongs(c) || (c == '+' && at == 0));
    let digits = digits_of(number);
    let extension = extension_of(&text[number.len()..]).ok()?;
    if !is_number || digits.is_empty() {
        return None;
    }
    let beginning = match international(number) {
        Some(international) => {
            let national = national(&international);
            if national.is_empty() { international } else { national.to_owned() }
        }
        None if digits.len() >= FEW => digits,
        None => return None,
    };
    Some([beginning, extension].into_iter().filter(|word| !word.is_empty()).collect())
}

/// What may stand in a number.
fn belongs(c: char) -> bool {
    c.is_ascii_digit() || c.is_whitespace() || "-‐‑–—−.()/".contains(c)
}

/// Where the words begin that lead to an extension.
fn end_of_number(text: &str) -> usize {
    text.find(|c: char| c.is_alphabetic() || "#,;".contains(c)).unwrap_or(text.len())
}

fn extension_of(tail: &str) -> Result<String, PhoneProblem> {
    if tail.is_empty() {
        return Ok(String::new());
    }
    let start = tail.find(|c: char| c.is_ascii_digit()).unwrap_or(tail.len());
    let (mark, digits) = tail.split_at(start);
    let mark = mark.trim_matches(|c: char| c.is_whitespace() || ".:-№".contains(c));
    let marks: Vec<&str> = mark.split_whitespace().collect();
    if !marks.iter().all(|mark| is_mark(mark)) {
        return Err(PhoneProblem::NoNumber);
    }
    let digits = digits.trim();
    let is_extension =
        (1..=MAX_EXTENSION).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if is_extension { Ok(digits.to_owned()) } else { Err(PhoneProblem::Extension) }
}

/// Whether a word says no more than that an extension follows.
#[must_use]
pub fn leads_to_extension(word: &str) -> bool {
    EXTENSION_MARKS.contains(&word)
}

/// The digits of a word that is an extension with what leads to it: «доб4821», «x4821».
#[must_use]
pub fn extension_in(word: &str) -> Option<&str> {
    let (mark, digits) = word.split_at(word.find(|c: char| c.is_ascii_digit())?);
    let is_extension = leads_to_extension(mark) && digits.bytes().all(|byte| byte.is_ascii_digit());
    is_extension.then_some(digits)
}

/// «,», «доб», «, доб.» and the like.
fn is_mark(text: &str) -> bool {
    let word = text.trim_matches('.');
    let word = if word.len() > 1 { word.trim_start_matches([',', ';']) } else { word };
    word.is_empty() || EXTENSION_MARKS.contains(&word)
}

/// Whether numbers of that country are written with dashes: in and around Russia.
fn has_dashes(code: &str) -> bool {
    code == "7" || ["37", "38", "99"].iter().any(|near| code.starts_with(near))
}

/// Digits in groups with blanks: «415 555 2671».
fn spaced(digits: &str) -> String {
    let tail = if matches!(digits.len(), 9) { 3 } else { 4 };
    let Some((rest, tail)) = digits.len().checked_sub(tail).map(|at| digits.split_at(at)) else {
        return digits.to_owned();
    };
    let at = if rest.len() > 4 { rest.len() - 3 } else { 0 };
    let groups = [&rest[..at], &rest[at..], tail];
    groups.into_iter().filter(|group| !group.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The same with dashes: «916 123-45-67», «29 123-45-67», «123-45-67», «12-34-56». What is shorter stays whole.
fn dashed(digits: &str) -> String {
    let head = match digits.len() {
        ..5 => return digits.to_owned(),
        5 => 1,
        6 => 2,
        _ => digits.len() - 4,
    };
    let (head, tail) = digits.split_at(head);
    match digits.len() {
        5..=7 => format!("{head}-{}-{}", &tail[..2], &tail[2..]),
        8..=10 => {
            let (area, head) = head.split_at(head.len() - 3);
            format!("{area} {head}-{}-{}", &tail[..2], &tail[2..])
        }
        _ => spaced(digits),
    }
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The digits of a number that names its country.
fn international(number: &str) -> Option<String> {
    let digits = digits_of(number);
    if number.trim_start().starts_with('+') {
        return Some(digits);
    }
    digits.strip_prefix("00").map(str::to_owned)
}

/// The digits with the country code where it is known: Russian numbers are written in three ways.
fn whole(number: &str) -> (String, bool) {
    if let Some(digits) = international(number) {
        return (digits, true);
    }
    let digits = digits_of(number);
    if digits.len() == 11 && digits.starts_with(['7', '8']) {
        return (format!("7{}", &digits[1..]), true);
    }
    (digits, false)
}

/// The same without the country code.
fn national(digits: &str) -> &str {
    let code = match digits.get(..2) {
        _ if digits.starts_with(['1', '7']) => 1,
        Some("98") => 2,
        Some(two) if TWO_DIGITS.contains(&two) => 2,
        Some(_) | None => 3,
    };
    digits.get(code..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn found(typed: &str, searched_for: &str) -> bool {
        let terms = searched(searched_for).unwrap();
        let words = Phone::parse(typed).unwrap().words();
        terms.iter().all(|term| words.iter().any(|word| word.starts_with(term)))
    }

    #[test]
    fn a_number_is_dialled_by_its_digits() {
        for (typed, uri) in [
            ("+7 916 123-45-67", "tel:+79161234567"),
            ("8 (916) 123-45-67", "tel:+79161234567"),
            ("79161234567", "tel:+79161234567"),
            (" +7\u{a0}(495)  123–45–67, доб. 12 ", "tel:+74951234567;ext=12"),
            ("+44 20 7946 0018 ext 5", "tel:+442079460018;ext=5"),
            ("0049 30 901820", "tel:+4930901820"),
            ("123-45-67 #89", "tel:1234567;ext=89"),
            ("415.555.2671 x3", "tel:4155552671;ext=3"),
            ("４１２", "tel:412"),
        ] {
            assert_eq!(Phone::parse(typed).unwrap().uri(), uri, "{typed}");
        }
        assert_eq!(Phone::parse(" 8  916 123-45-67").unwrap().as_str(), "8 916 123-45-67");
    }

    #[test]
    fn a_number_is_shown_in_one_way() {
        for (typed, shown) in [
            ("+7 916 123-45-67", "+7 916 123-45-67"),
            ("8 (916) 123-45-67", "+7 916 123-45-67"),
            ("79161234567", "+7 916 123-45-67"),
            ("+7(495)123–45–67, доб. 12", "+7 495 123-45-67, доб. 12"),
            ("+44 20 7946 0018 ext 5", "+44 207 946 0018, доб. 5"),
            ("415.555.2671", "415 555-26-71"),
            ("+1 4155552671", "+1 415 555 2671"),
            ("+33 1 23 45 67 89", "+33 123 456 789"),
            ("+375 (29) 123 45 67", "+375 29 123-45-67"),
            ("+49 30 9018201234", "+49 30901 820 1234"),
            ("+374 12345678", "+374 1 234-56-78"),
            ("1234567 #89", "123-45-67, доб. 89"),
            ("12 34 56", "12-34-56"),
            ("12345", "1-23-45"),
            ("9161234567", "916 123-45-67"),
            ("412", "412"),
            ("+7 916 123", "+7 91-61-23"),
        ] {
            assert_eq!(Phone::parse(typed).unwrap().shown("доб."), shown, "{typed}");
        }
    }

    #[test]
    fn what_is_no_number() {
        use PhoneProblem as P;
        for (typed, problem) in [
            ("", P::NoNumber),
            ("позвоните мне", P::NoNumber),
            ("8 916 123 или 124", P::NoNumber),
            ("+7 916 +123", P::NoNumber),
            ("<b>12345</b>", P::NoNumber),
            ("12", P::TooShort),
            ("+7 91", P::TooShort),
            ("1234567890123456", P::TooLong),
            ("1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2", P::TooLong),
            ("+7 495 123-45-67 доб.", P::Extension),
            ("+7 495 123-45-67 доб. 123456789", P::Extension),
        ] {
            assert_eq!(Phone::parse(typed), Err(problem), "{typed}");
        }
    }

    #[test]
    fn a_number_is_found_however_it_is_written() {
        let ways =
            ["9161234567", "+7 916 123-45-67", "8 (916) 123-45-67", "79161234567", "8916123", "+7 (916) 12"];
        for typed in ["+7 916 123-45-67", "8 (916) 123-45-67", "79161234567"] {
            for way in ways {
                assert!(found(typed, way), "{typed} by {way}");
            }
            assert!(!found(typed, "916 123-45-68"));
        }
        assert!(found("+44 20 7946 0018", "20 7946 0018") && found("415.555.2671", "+1 (415) 555-2671"));
        for no_number in ["петр", "24/7", "202", "ivan12345@example.org", "", "- ()"] {
            assert_eq!(searched(no_number), None, "{no_number}");
        }
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in any::<String>()) {
            let _ = searched(&text);
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()).map(|again| again.uri()), Ok(phone.uri()));
                let shown = phone.shown("ext.");
                if shown.chars().count() <= MAX_CHARACTERS {
                    prop_assert_eq!(Phone::parse(&shown).map(|again| again.uri()), Ok(phone.uri()));
                }
            }
        }
    }
}
