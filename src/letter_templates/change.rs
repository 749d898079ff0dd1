//! Changing the words of a letter.

use super::placeholder::{self, Placeholder, Text, Values};
use super::{Field, OwnWords, TemplateLetter, Wording, in_force};
use crate::access_rights::{self, Over, Permission};
use crate::base::clock::Timestamp;
use crate::base::hidden::is_hidden;
use crate::company::Company;
use crate::company::settings::locked;
use crate::history::{Action, Actor, Subject};
use crate::i18n::{Language, Locale};
use crate::join_links::{letter as mail_app, mailto};
use crate::store::{Result, Tx};

/// What is wrong with a field.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Flaw {
    /// Nothing stands in it.
    Empty,
    /// Longer than it may be.
    TooLong {
        /// The characters that it has.
        has: usize,
        /// The characters that it may have.
        most: usize,
    },
    /// A character that nobody sees, and what stands before it.
    Hidden(char, String),
    /// A gap that can't be read.
    Gap(placeholder::Problem),
    /// A gap that this field may not have.
    NotHere(Placeholder),
    /// The address of a page where none may stand.
    Link,
    /// The letter from one's own mail program has no place for the link.
    NoLink,
    /// Longer than the address that opens a mail program can be.
    OverAddress {
        /// What it would have.
        length: usize,
        /// What it may have.
        most: usize,
    },
}

/// What to mend.
pub type Problems = Vec<(Field, Flaw)>;

/// What became of it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The words are so now, or were before.
    Changed,
    /// The person may not.
    NotAllowed,
    /// Nothing was changed: these have to be mended.
    Refused(Problems),
}

/// What the words are measured with: those of a letter from one's own mail program have to fit into an address.
pub struct Measure<'a> {
    /// The company that they speak of.
    pub company: &'a Company,
    /// The name of somebody who invites.
    pub inviter: &'a str,
    /// An address as long as that of a join link.
    pub link: &'a str,
}

/// The words as they are kept, of what was typed.
///
/// # Errors
/// What to mend.
pub fn read(
    letter: TemplateLetter,
    language: Language,
    typed: &Wording,
    measure: &Measure<'_>,
    now: Timestamp,
) -> std::result::Result<Wording, Problems> {
    let mut problems = Problems::new();
    let wording = Wording::of(|field| {
        if !letter.fields().contains(&field) {
            return String::new();
        }
        one(letter, field, typed.field(field)).unwrap_or_else(|flaw| {
            problems.push((field, flaw));
            String::new()
        })
    });
    if letter == TemplateLetter::MailApp && problems.is_empty() {
        problems.extend(over_address(language, &wording, measure, now).map(|flaw| (Field::Body, flaw)));
    }
    if problems.is_empty() { Ok(wording) } else { Err(problems) }
}

/// Sets the words of a letter. What is as the portal says it is not kept: it goes on with the portal.
pub fn change(
    tx: &mut Tx<'_>,
    actor: &Actor,
    (letter, language): (TemplateLetter, Language),
    wording: &Wording,
    now: Timestamp,
) -> Result<Outcome> {
    let company = locked(tx, actor)?;
    if !access_rights::may(actor, &company, Permission::ManageSettings, Over::Company) {
        return Ok(Outcome::NotAllowed);
    }
    let before = in_force(tx, company.id, letter, language, Timestamp::NEVER)?;
    if before == *wording {
        return Ok(Outcome::Changed);
    }
    let default = Wording::default_of(letter, language);
    let own: OwnWords = Field::ALL.map(|field| {
        let words = wording.field(field);
        (words != default.field(field)).then(|| words.to_owned())
    });
    tx.letter_templates().insert(company.id, letter, language, &own, now)?;
    for field in Field::ALL {
        let [was, is] = [&before, wording].map(|words| in_one_line(words.field(field)));
        if was != is {
            let details = format!("{} {language} {}: {was} → {is}", letter.word(), field.word());
            let about = Subject::Company(company.id);
            tx.history().record(actor, Action::LetterTemplateChanged, about, &details, now)?;
        }
    }
    Ok(Outcome::Changed)
}

/// Lets a letter speak in the portal's own words again.
pub fn reset(
    tx: &mut Tx<'_>,
    actor: &Actor,
    letter: TemplateLetter,
    language: Language,
    now: Timestamp,
) -> Result<Outcome> {
    change(tx, actor, (letter, language), Wording::default_of(letter, language), now)
}

/// An entry of the history has one line.
fn in_one_line(words: &str) -> String {
    if words.is_empty() { "—".to_owned() } else { words.replace("\n\n", " ¶ ").replace('\n', " / ") }
}

/// One field as it is kept.
fn one(letter: TemplateLetter, field: Field, typed: &str) -> std::result::Result<String, Flaw> {
    let typed = typed.trim();
    if let Some(flaw) = hidden(field, typed) {
        return Err(flaw);
    }
    let tidy = if field.has_lines() { tidy_lines(typed) } else { tidy_line(typed) };
    if tidy.is_empty() && field != Field::Closing {
        return Err(Flaw::Empty);
    }
    let (has, most) = (tidy.chars().count(), field.most());
    if has > most {
        return Err(Flaw::TooLong { has, most });
    }
    // In the text an address is text, and an administrator answers for it; elsewhere it would be bait.
    if !field.has_lines() && tidy.contains("://") {
        return Err(Flaw::Link);
    }
    let text = Text::parse(&tidy).map_err(Flaw::Gap)?;
    let allowed = letter.placeholders(field);
    if let Some(foreign) = text.gaps().find(|gap| !allowed.contains(gap)) {
        return Err(Flaw::NotHere(foreign));
    }
    if field == Field::Body
        && allowed.contains(&Placeholder::Link)
        && !text.gaps().any(|gap| gap == Placeholder::Link)
    {
        return Err(Flaw::NoLink);
    }
    Ok(text.to_keep())
}

/// Characters that nobody sees: they would turn a line around or begin a header. Those that join the parts of
/// emoji, or letters of Persian, stay.
fn hidden(field: Field, typed: &str) -> Option<Flaw> {
    let is_wrong = |c: char| match c {
        '\u{200c}' | '\u{200d}' => false,
        '\n' | '\r' | '\t' => !field.has_lines(),
        _ => is_hidden(c),
    };
    let (at, c) = typed.char_indices().find(|(_, c)| is_wrong(*c))?;
    Some(Flaw::Hidden(c, placeholder::end_of(&typed[..at])))
}

fn tidy_line(typed: &str) -> String {
    typed.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines without blanks at their ends, with one empty line between paragraphs.
fn tidy_lines(typed: &str) -> String {
    let typed = typed.replace("\r\n", "\n").replace('\r', "\n").replace('\t', " ");
    let mut tidy = String::with_capacity(typed.len());
    let mut empty = 0;
    for line in typed.lines().map(str::trim_end) {
        if line.is_empty() {
            empty += 1;
            continue;
        }
        if !tidy.is_empty() {
            tidy.push_str(if empty > 0 { "\n\n" } else { "\n" });
        }
        tidy.push_str(line);
        empty = 0;
    }
    tidy
}

/// A text that never fits would always be replaced by a shorter one.
fn over_address(
    language: Language,
    wording: &Wording,
    measure: &Measure<'_>,
    now: Timestamp,
) -> Option<Flaw> {
    let company = measure.company;
    let locale = Locale::new(language);
    let until = locale.exactly(now.plus_days(company.inviting.join_link_days), &company.zone());
    let text = mail_app::template(
        locale,
        wording,
        &Values { company: &company.name, inviter: measure.inviter, until: &until, ..Values::default() },
    );
    let length = mail_app::length(&text, measure.link);
    (length > mailto::MAX_LENGTH).then_some(Flaw::OverAddress { length, most: mailto::MAX_LENGTH })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::company::tests::company;

    fn read_one(letter: TemplateLetter, field: Field, typed: &str) -> std::result::Result<String, Flaw> {
        let default = Wording::default_of(letter, Language::Ru);
        let wording =
            Wording::of(|other| if other == field { typed } else { default.field(other) }.to_owned());
        let company = company();
        let link = format!("https://portal.daisy.example/j/{}", "A".repeat(43));
        let measure = Measure { company: &company, inviter: "Анна Орлова", link: &link };
        match read(letter, Language::Ru, &wording, &measure, Timestamp(1_795_000_000_000)) {
            Ok(read) => Ok(read.field(field).to_owned()),
            Err(problems) => {
                assert_eq!(problems.len(), 1, "{problems:?}");
                assert_eq!(problems[0].0, field);
                Err(problems[0].1.clone())
            }
        }
    }

    fn invitation(field: Field, typed: &str) -> std::result::Result<String, Flaw> {
        read_one(TemplateLetter::Invitation, field, typed)
    }

    #[test]
    fn words_are_kept_tidy() {
        let kept = invitation(Field::Body, "  Привет,\t{Приглашённый}! \r\n\r\n \r\n\r\nЖдём\r\nвас  ");
        assert_eq!(kept.unwrap(), "Привет, {invitee}!\n\nЖдём\nвас");
        assert_eq!(invitation(Field::Subject, " К  нам, в «{компания}» ").unwrap(), "К нам, в «{company}»");
        assert_eq!(invitation(Field::Closing, "").unwrap(), "");
        assert!(invitation(Field::Body, "Подробнее: https://daisy.example/team").is_ok());
        assert!(invitation(Field::Body, "👨‍👩‍👧 ждут").is_ok(), "joined emoji stay");
    }

    #[test]
    fn what_is_wrong_is_told_of_each_field() {
        let hidden = |c, before: &str| Err(Flaw::Hidden(c, before.to_owned()));
        for (field, typed, flaw) in [
            (Field::Subject, " ", Err(Flaw::Empty)),
            (Field::Button, "", Err(Flaw::Empty)),
            (Field::Subject, "К нам\r\nBcc: a@b.example", hidden('\r', "К нам")),
            (Field::Subject, "Вас зовёт {пригласивший}", Err(Flaw::NotHere(Placeholder::Inviter))),
            (Field::Button, "В {компания}", Err(Flaw::NotHere(Placeholder::Company))),
            (Field::Body, "Ваша {ссылка}", Err(Flaw::NotHere(Placeholder::Link))),
            (Field::Heading, "Смотри https://evil.example", Err(Flaw::Link)),
            (Field::Body, "a\u{202e}b", hidden('\u{202e}', "a")),
            (Field::Body, "a\0b", hidden('\0', "a")),
            (Field::Closing, "Пока, {имя}", Err(Flaw::Gap(placeholder::Problem::Unknown("имя".to_owned())))),
        ] {
            assert_eq!(invitation(field, typed), flaw, "{typed:?}");
        }
        let long = |field: Field, extra| invitation(field, &"я".repeat(field.most() + extra));
        for field in Field::ALL {
            assert!(long(field, 0).is_ok());
            assert_eq!(long(field, 1), Err(Flaw::TooLong { has: field.most() + 1, most: field.most() }));
        }
    }

    #[test]
    fn the_letter_of_ones_own_program_needs_its_link_and_fits() {
        let body = |typed: &str| read_one(TemplateLetter::MailApp, Field::Body, typed);
        assert_eq!(body("Приходите"), Err(Flaw::NoLink));
        assert_eq!(body("Приходите: {link} {отдел}"), Err(Flaw::NotHere(Placeholder::Department)));
        assert!(body("Приходите: {ссылка}").is_ok());
        let long = body(&format!("{}{{link}}", "ы".repeat(400)));
        assert!(matches!(long, Err(Flaw::OverAddress { most: 1900, .. })), "{long:?}");
    }
}
