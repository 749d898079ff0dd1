//! Cards of people: vCard 4.0 (RFC 6350), escaped and folded.

use std::io::{self, Write};

use super::Line;
use crate::base::birthday::Birthday;
use crate::base::hidden::is_hidden;
use crate::base::phone::Phone;
use crate::people::full_name::{full_name, parts};
use crate::web::export::Writing;

/// Octets of a line at the most (RFC 6350 §3.2).
const LINE: usize = 75;

/// What a card tells of somebody.
#[derive(Clone, Debug, Default)]
pub struct Card {
    /// The address of his page, which is his alone.
    pub uid: String,
    /// The name; empty where nobody gave one.
    pub name: String,
    /// The patronymic; empty where there is none.
    pub patronymic: String,
    /// The address.
    pub email: String,
    /// The telephone that he carries, as typed; empty where there is none.
    pub mobile_phone: String,
    /// The one at work.
    pub work_phone: String,
    /// The birthday, as the reader may see it.
    pub birthday: Option<Birthday>,
    /// What he does.
    pub position: String,
    /// The company.
    pub company: String,
    /// Where he works.
    pub departments: Vec<String>,
}

/// A list as cards.
pub struct Cards<W: Write>(pub W);

impl<W: Write> Writing<Line> for Cards<W> {
    fn lines(&mut self, lines: &[Line]) -> io::Result<()> {
        lines.iter().try_for_each(|line| self.0.write_all(written(&line.card).as_bytes()))
    }

    fn end(mut self: Box<Self>) -> io::Result<()> {
        self.0.flush()
    }
}

fn written(card: &Card) -> String {
    let name =
        if card.name.is_empty() { card.email.clone() } else { full_name(&card.name, &card.patronymic) };
    let mut properties = vec![
        "BEGIN:VCARD".to_owned(),
        "VERSION:4.0".to_owned(),
        "KIND:individual".to_owned(),
        format!("UID:{}", plain(&card.uid)),
        format!("FN:{}", escaped(&name)),
        format!("N:{}", in_parts(card)),
        format!("EMAIL;TYPE=work:{}", escaped(&card.email)),
    ];
    for (kind, phone) in [("cell", &card.mobile_phone), ("work", &card.work_phone)] {
        // A machine dials it: as an address (RFC 6350 §6.4.1), which needs no escaping.
        if let Ok(phone) = Phone::parse(phone) {
            properties.push(format!("TEL;TYPE={kind};VALUE=uri:{}", phone.uri()));
        }
    }
    properties.extend(card.birthday.map(|day| format!("BDAY:{}", day.basic())));
    if !card.position.is_empty() {
        properties.push(format!("TITLE:{}", escaped(&card.position)));
    }
    if card.departments.is_empty() {
        properties.push(format!("ORG:{}", escaped(&card.company)));
    }
    for department in &card.departments {
        // Whoever works in no department but the company itself.
        let unit =
            if *department == card.company { String::new() } else { format!(";{}", escaped(department)) };
        properties.push(format!("ORG:{}{unit}", escaped(&card.company)));
    }
    properties.push("END:VCARD".to_owned());
    properties.iter().map(|property| folded(property)).collect()
}

/// Family name, given names and patronymic apart (RFC 6350 §6.2.2): some address books show nothing else.
fn in_parts(card: &Card) -> String {
    let [family, given] = parts(&card.name);
    let all = [family, given, &card.patronymic, "", ""];
    all.map(escaped).join(";")
}

/// Text in a value or a part of one (RFC 6350 §3.4).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ',' | ';' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if is_hidden(c) => {}
            c => out.push(c),
        }
    }
    out
}

/// An address: without what would end its line.
fn plain(text: &str) -> String {
    text.chars().filter(|c| !is_hidden(*c)).collect()
}

/// A line, broken where it is too long, never within a character.
fn folded(line: &str) -> String {
    let mut out = String::with_capacity(line.len() + 8);
    let mut octets = 0;
    for c in line.chars() {
        if octets + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            octets = 1;
        }
        out.push(c);
        octets += c.len_utf8();
    }
    out.push_str("\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_is_escaped() {
        let card = Card {
            uid: "https://portal.example/employees/7".to_owned(),
            name: "Ива\u{202e}н; \\Петров,\r\nмл.".to_owned(),
            patronymic: String::new(),
            email: "ivan@example.org".to_owned(),
            mobile_phone: "+7 916 123-45-67".to_owned(),
            work_phone: "8 (495) 000-11-22, доб. 333".to_owned(),
            birthday: Birthday::stored("05-12", Some(1990)),
            position: "Инженер".to_owned(),
            company: "ООО «Ромашка»; партнёры".to_owned(),
            departments: vec!["Склад, север".to_owned(), "IT".to_owned()],
        };
        let expected = [
            "BEGIN:VCARD",
            "VERSION:4.0",
            "KIND:individual",
            "UID:https://portal.example/employees/7",
            "FN:Иван\\; \\\\Петров\\,\\nмл.",
            "N:мл.;Иван\\; \\\\Петров\\,;;;",
            "EMAIL;TYPE=work:ivan@example.org",
            "TEL;TYPE=cell;VALUE=uri:tel:+79161234567",
            "TEL;TYPE=work;VALUE=uri:tel:+74950001122;ext=333",
            "BDAY:19900512",
            "TITLE:Инженер",
            "ORG:ООО «Ромашка»\\; партнёры;Склад\\, север",
            "ORG:ООО «Ромашка»\\; партнёры;IT",
            "END:VCARD",
            "",
        ];
        assert_eq!(written(&card), expected.join("\r\n"));
        let nameless =
            Card { email: "ivan@example.org".to_owned(), company: "C".to_owned(), ..Card::default() };
        assert!(written(&nameless).contains("\r\nFN:ivan@example.org\r\n"));
        assert!(!written(&nameless).contains("TEL") && !written(&nameless).contains("BDAY"));
    }

    #[test]
    fn long_lines_are_folded_between_characters() {
        let line = format!("FN:{}", "ы".repeat(120));
        let folded = folded(&line);
        assert!(folded.split("\r\n").all(|line| line.len() <= LINE), "{folded}");
        assert_eq!(folded.replace("\r\n ", "").trim_end(), line);
        assert!(folded.ends_with("\r\n") && folded.matches("\r\n ").count() == 3);
    }
}
