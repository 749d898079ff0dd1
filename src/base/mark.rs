//! The letter that stands for a company: the same in the portal and in its letters.

/// The first letter of the company's short name; empty where there is none.
#[must_use]
pub fn mark(company: &str) -> String {
    let first = short_name(company).chars().find(|c| c.is_alphanumeric());
    first.into_iter().flat_map(char::to_uppercase).collect()
}

/// Of a name such as ООО «Ромашка» what stands in quotes, where something does.
#[must_use]
pub fn short_name(company: &str) -> &str {
    let quoted = company.split_once('«').map(|(_, name)| name.strip_suffix('»').unwrap_or(name).trim());
    quoted.filter(|name| !name.is_empty()).unwrap_or(company)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_company_s_mark_is_the_letter_of_its_name() {
        for (company, letter) in [("Acme", "A"), ("OOO «Acme»", "A"), ("acme", "A"), ("«", ""), ("", "")] {
            assert_eq!(mark(company), letter, "{company}");
        }
    }
    #[test]
    fn a_company_s_short_name_stands_in_quotes() {
        for (company, short) in
            [("Acme", "Acme"), ("OOO «Acme»", "Acme"), ("OOO «A «B»»", "A «B»"), ("«»", "«»")]
        {
            assert_eq!(short_name(company), short);
        }
    }
}
