//! The whole name: the patronymic after the given names, wherever the family name stands.

/// Endings of family names. Given names end so too, but for a few.
const FAMILY_ENDINGS: [&str; 14] =
    ["ов", "ова", "ев", "ева", "ёв", "ёва", "ин", "ина", "ский", "ская", "цкий", "цкая", "енко", "швили"];
/// Given names that end like family names.
const GIVEN_NAMES: [&str; 30] = [
    "лев",
    "яков",
    "святослав",
    "ева",
    "алина",
    "альбина",
    "ангелина",
    "антонина",
    "арина",
    "валентин",
    "валентина",
    "галина",
    "дина",
    "екатерина",
    "зарина",
    "ирина",
    "карина",
    "константин",
    "кристина",
    "лина",
    "марина",
    "мартин",
    "нина",
    "полина",
    "регина",
    "эвелина",
    "катерина",
    "августин",
    "августина",
    "георгина",
];

/// The name with the patronymic in its place.
#[must_use]
pub fn full_name(name: &str, patronymic: &str) -> String {
    if patronymic.is_empty() {
        return name.to_owned();
    }
    let [family, given] = parts(name);
    if family.is_empty() || !name.trim_end().ends_with(family) {
        return format!("{name} {patronymic}").trim_start().to_owned();
    }
    format!("{given} {patronymic} {family}")
}

/// The family name and the given names of a name; all of it is given where it is one word. «Орлова Анна» is written
/// as often as «Анна Орлова».
#[must_use]
pub fn parts(name: &str) -> [&str; 2] {
    let name = name.trim();
    let Some((first, rest)) = name.split_once(char::is_whitespace) else { return ["", name] };
    let Some((given, last)) = name.rsplit_once(char::is_whitespace) else { return ["", name] };
    if is_family_name(first) && !is_family_name(last) { [first, rest.trim()] } else { [last, given.trim()] }
}

fn is_family_name(word: &str) -> bool {
    let word = word.to_lowercase();
    !GIVEN_NAMES.contains(&word.as_str()) && FAMILY_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::full_name;

    #[test]
    fn the_patronymic_stands_after_the_given_names() {
        for (name, patronymic, full) in [
            ("Анна Орлова", "Сергеевна", "Анна Сергеевна Орлова"),
            ("Орлова Анна", "Сергеевна", "Орлова Анна Сергеевна"),
            ("Ирина Шульц", "Павловна", "Ирина Павловна Шульц"),
            ("Пушкин Лев", "Сергеевич", "Пушкин Лев Сергеевич"),
            ("Лев Толстой", "Николаевич", "Лев Николаевич Толстой"),
            ("Анна Мария Орлова", "Сергеевна", "Анна Мария Сергеевна Орлова"),
            ("Анна", "Сергеевна", "Анна Сергеевна"),
            ("Анна Орлова", "", "Анна Орлова"),
        ] {
            assert_eq!(full_name(name, patronymic), full);
        }
    }
}
