//! What a file is called that is taken along.

use jiff::civil::Date;

use crate::base::hidden::is_hidden;

/// Letters of a company's name in the name of a file at the most.
const LETTERS: usize = 60;

/// The header that makes an answer a file (RFC 6266): a name that every browser reads, and one with the company
/// in it, in the encoding of RFC 8187. `kind` is the former's first word.
#[must_use]
pub fn disposition(kind: &str, company: &str, list: &str, day: Date, ending: &str) -> String {
    let full = format!("{} — {} {day}.{ending}", cleaned(company), cleaned(list));
    let encoded: String = full.bytes().map(encoded).collect();
    format!("attachment; filename=\"{kind}-{day}.{ending}\"; filename*=UTF-8''{encoded}")
}

/// Without what no system takes in the name of a file, or what would make it another one.
fn cleaned(name: &str) -> String {
    let letters = name.chars().filter(|c| !is_hidden(*c));
    let harmless = letters.map(|c| if "/\\:*?\"<>|".contains(c) { ' ' } else { c });
    let short: String = harmless.take(LETTERS).collect();
    short.trim_matches(|c: char| c == '.' || c.is_whitespace()).to_owned()
}

fn encoded(byte: u8) -> String {
    let is_plain = byte.is_ascii_alphanumeric() || b"!#$&+-.^_`|~".contains(&byte);
    if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_of_a_company_breaks_the_header() {
        let day = "2026-11-23".parse().unwrap();
        assert_eq!(
            disposition("employees", "ООО \"Роза\"\r\nX: y/..", "В компании", day, "csv"),
            "attachment; filename=\"employees-2026-11-23.csv\"; filename*=UTF-8''%D0%9E%D0%9E%D0%9E%20%20%D0%A0%D0%BE\
             %D0%B7%D0%B0%20X%20%20y%20%E2%80%94%20%D0%92%20%D0%BA%D0%BE%D0%BC%D0%BF%D0%B0%D0%BD%D0%B8%D0%B8%20\
             2026-11-23.csv"
        );
    }
}
