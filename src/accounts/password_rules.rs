//! Which passwords may be chosen (NIST SP 800-63B-4 §3.1.1.2, ASVS 6.2): long ones that are not
//! made of what everybody guesses first. No rules about digits and capitals.

use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::i18n::Locale;

/// Least characters of a password that is the only factor.
pub const MIN_CHARS: usize = 15;
/// Most characters: more than anybody types, few enough to be hashed in bounded time.
pub const MAX_CHARS: usize = 200;
/// The same in bytes; nothing longer is looked at, let alone hashed.
pub const MAX_BYTES: usize = 1024;
/// Characters that must be left once everything guessable is taken away.
const MIN_FRESH: usize = 8;
/// A run, a repeat or a word this short is chance.
const MIN_RUN: usize = 3;
const MIN_WORD: usize = 4;
/// The words of the product, guessed first by whoever attacks it.
const PRODUCT: &str = "collega";
/// Common passwords and phrases, one a line, without blanks.
const COMMON: &str = include_str!("password_rules/common.txt");
static COMMON_WORDS: LazyLock<Vec<Vec<char>>> = LazyLock::new(|| COMMON.lines().map(as_keys).collect());
/// The rows of a keyboard, and what the same keys give in other layouts and with Shift.
const KEYS: &str = "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./";
const RUSSIAN: &str = "1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.";
const SHIFTED: &str = "!@#$%^&*()_+qwertyuiop{}asdfghjkl:\"zxcvbnm<>?";
const ROWS: [&str; 4] = ["1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./"];

/// What surrounds a password, and is therefore guessed.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// The company's name.
    pub company: &'a str,
    /// The person's address.
    pub email: &'a str,
    /// The person's name.
    pub name: &'a str,
}

/// Why a password may not be chosen.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Nothing was typed.
    Empty,
    /// So many characters are missing.
    TooShort(usize),
    /// Longer than the portal takes.
    TooLong,
    /// The same again and again.
    Repeats,
    /// Neighbours of the alphabet or of the keyboard.
    Run,
    /// Among the first that are guessed anywhere.
    Common,
    /// Made of the person's own or the company's words.
    Context,
}

impl Refusal {
    /// What to do about it, in the reader's words.
    #[must_use]
    pub fn words(self, locale: Locale) -> String {
        match self {
            Self::Empty => locale.t("password-empty"),
            Self::TooShort(missing) => locale.n("password-too-short", i64::try_from(missing).unwrap_or(0)),
            Self::TooLong => locale.t("password-too-long"),
            Self::Repeats => locale.t("password-repeats"),
            Self::Run => locale.t("password-run"),
            Self::Common => locale.t("password-common"),
            Self::Context => locale.t("password-context"),
        }
    }
}

/// Whether the password may be chosen.
///
/// # Errors
/// The reason why not, which says how to do better.
pub fn check(password: &str, context: &Context<'_>) -> Result<(), Refusal> {
    if password.is_empty() {
        return Err(Refusal::Empty);
    }
    if password.len() > MAX_BYTES || password.chars().count() > MAX_CHARS {
        return Err(Refusal::TooLong);
    }
    let length = password.nfc().count();
    if length < MIN_CHARS {
        return Err(Refusal::TooShort(MIN_CHARS - length));
    }
    let plain = normal(password);
    let context = context_words(context);
    let words = [(Refusal::Context, context.as_slice()), (Refusal::Common, COMMON_WORDS.as_slice())];
    let spelt = plain.iter().map(|c| unmasked(*c)).collect();
    guess(plain, &words).and_then(|()| guess(spelt, &words))
}

/// Takes away what is guessable and looks at what is left.
fn guess(chars: Vec<char>, words: &[(Refusal, &[Vec<char>])]) -> Result<(), Refusal> {
    let mut guessed = Guessed::new(chars);
    for (why, words) in words {
        guessed.words(words, *why);
    }
    guessed.runs();
    guessed.repeats();
    guessed.verdict()
}

struct Guessed {
    chars: Vec<char>,
    keys: Vec<char>,
    why: Vec<Option<Refusal>>,
}

impl Guessed {
    fn new(chars: Vec<char>) -> Self {
        let keys = chars.iter().map(|c| key(*c)).collect();
        Self { why: vec![None; chars.len()], chars, keys }
    }

    /// Words count in whichever layout they were typed: «пароль» as `gfhjkm`.
    fn words(&mut self, words: &[Vec<char>], why: Refusal) {
        for word in words {
            for start in starts(&self.keys, word) {
                self.mark(start, word.len(), why);
            }
        }
    }

    fn runs(&mut self) {
        for start in 0..self.chars.len() {
            for step in [-1, 0, 1] {
                let in_alphabet = run(&self.chars[start..], |a, b| {
                    i64::from(u32::from(b)) - i64::from(u32::from(a)) == step
                });
                let on_keyboard = run(&self.keys[start..], |a, b| key_step(a, b) == Some(step));
                let length = in_alphabet.max(on_keyboard);
                if length >= MIN_RUN {
                    self.mark(start, length, if step == 0 { Refusal::Repeats } else { Refusal::Run });
                }
            }
        }
    }

    fn repeats(&mut self) {
        for start in 1..self.keys.len().saturating_sub(MIN_RUN - 1) {
            let piece = &self.keys[start..start + MIN_RUN];
            let again = self.keys[..start + MIN_RUN - 1].windows(MIN_RUN).any(|earlier| earlier == piece);
            if again {
                self.mark(start, MIN_RUN, Refusal::Repeats);
            }
        }
    }

    fn mark(&mut self, start: usize, length: usize, why: Refusal) {
        for slot in &mut self.why[start..start + length] {
            slot.get_or_insert(why);
        }
    }

    /// The reason that took most away, where too little is left.
    fn verdict(&self) -> Result<(), Refusal> {
        let count = |why: Option<Refusal>| self.why.iter().filter(|found| **found == why).count();
        if count(None) >= MIN_FRESH {
            return Ok(());
        }
        let reasons = [Refusal::Repeats, Refusal::Run, Refusal::Common, Refusal::Context];
        Err(reasons.into_iter().max_by_key(|why| count(Some(*why))).unwrap_or(Refusal::Common))
    }
}

/// Where `word` stands in `text`.
fn starts(text: &[char], word: &[char]) -> Vec<usize> {
    text.windows(word.len().max(1))
        .enumerate()
        .filter(|(_, piece)| *piece == word)
        .map(|(at, _)| at)
        .collect()
}

/// How many characters from the first on follow each other.
fn run(chars: &[char], follows: impl Fn(char, char) -> bool) -> usize {
    1 + chars.windows(2).take_while(|pair| follows(pair[0], pair[1])).count()
}

fn key_step(a: char, b: char) -> Option<i64> {
    let place = |c: char| ROWS.iter().enumerate().find_map(|(row, keys)| Some((row, keys.find(c)?)));
    let ((row, from), (other, to)) = (place(a)?, place(b)?);
    (row == other).then(|| i64::try_from(to).unwrap_or(0) - i64::try_from(from).unwrap_or(0))
}

/// The key of a character, whatever layout it was typed in.
fn key(c: char) -> char {
    let at = RUSSIAN
        .chars()
        .position(|x| x == c)
        .filter(|_| c != '.')
        .or_else(|| SHIFTED.chars().position(|x| x == c));
    at.and_then(|at| KEYS.chars().nth(at)).unwrap_or(c)
}

/// The letter that a digit or sign stands for in `p@ssw0rd`.
fn unmasked(c: char) -> char {
    match c {
        '@' | '4' => 'a',
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    }
}

/// One form for what differs only to the eye; blanks and marks between words do not count.
fn normal(text: &str) -> Vec<char> {
    crate::people::words::normal(text)
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '_' | '.' | ',' | '\'' | '’'))
        .collect()
}

fn context_words(context: &Context<'_>) -> Vec<Vec<char>> {
    [context.company, context.email, context.name, PRODUCT]
        .into_iter()
        .flat_map(|text| text.split(|c: char| !c.is_alphanumeric()))
        .map(as_keys)
        .filter(|word| word.len() >= MIN_WORD)
        .collect()
}

fn as_keys(word: &str) -> Vec<char> {
    normal(word).into_iter().map(key).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    const CONTEXT: Context<'_> =
        Context {
            company: "ООО «Ромашка»", email: "kuznetsova@daisies.example", name: "Мария Кузнецова"
        };

    #[test]
    fn phrases_and_what_managers_make_are_welcome() {
        for good in [
            "три рыжих лиса едят сыр",
            "violet kettle argues politely",
            "kX9#vTq2!mZr7$pLw",
            "}{~#qV)&x:?Rk+;=",
            "наша Ромашка растёт у реки",
            "я живу на улице с котом и дождём",
        ] {
            assert_eq!(check(good, &CONTEXT), Ok(()), "{good}");
        }
    }

    #[test]
    fn what_is_guessed_first_is_refused_with_its_reason() {
        for (bad, why) in [
            ("", Refusal::Empty),
            ("short", Refusal::TooShort(10)),
            ("aaaaaaaaaaaaaaaaaaaa", Refusal::Repeats),
            ("abxabxabxabxabxabx", Refusal::Repeats),
            ("лиса лиса лиса лиса", Refusal::Repeats),
            ("123456789012345", Refusal::Run),
            ("qwertyuiopasdfgh", Refusal::Run),
            ("йцукенгшщзфывапр", Refusal::Run),
            ("!@#$%^&*()_+qwerty", Refusal::Run),
            ("abcdefghijklmnopq", Refusal::Run),
            ("абвгдеёжзийклмн", Refusal::Run),
            ("poiuytrewq987654", Refusal::Run),
            ("correct horse battery staple", Refusal::Common),
            ("Passw0rdPassword1", Refusal::Common),
            ("P@ssw0rd-P@ssw0rd-2026", Refusal::Common),
            ("gfhjkmghbdtngfhjkm", Refusal::Common),
            ("Мама мыла раму 2026", Refusal::Common),
            ("1qaz2wsx3edc4rfv", Refusal::Common),
            ("Ромашка-Кузнецова", Refusal::Context),
            ("hjvfirfrepytwjdf", Refusal::Context),
            ("kuznetsova@daisies", Refusal::Context),
            ("collega.daisies.2026", Refusal::Context),
        ] {
            assert_eq!(check(bad, &CONTEXT), Err(why), "{bad}");
        }
    }

    #[test]
    fn length_counts_characters_and_is_bounded() {
        assert_eq!(check(&"й".repeat(14), &CONTEXT), Err(Refusal::TooShort(1)));
        assert_eq!(check(&"и\u{306}".repeat(14), &CONTEXT), Err(Refusal::TooShort(1)));
        assert_eq!(check(&"x".repeat(201), &CONTEXT), Err(Refusal::TooLong));
        assert_eq!(check(&"𝔁".repeat(300), &CONTEXT), Err(Refusal::TooLong));
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        let all = [
            Refusal::Empty,
            Refusal::TooShort(3),
            Refusal::TooLong,
            Refusal::Repeats,
            Refusal::Run,
            Refusal::Common,
            Refusal::Context,
        ];
        let words =
            Language::ALL.map(|language| all.map(|refusal| refusal.words(Locale::new(language))).join("\n"));
        insta::assert_snapshot!(words.join("\n\n"));
    }
}
