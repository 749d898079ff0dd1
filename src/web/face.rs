//! Faces: a person's photo, or initials on a soft tint; an icon where there is no person yet.

use super::icon::Icon;
use crate::base::id::EmployeeId;
use crate::people::Employee;
use crate::people::photo::Size;

/// How many tints there are; `parts.css` has a class for each.
const TINTS: i64 = 8;

/// What stands before a name.
#[derive(Clone, Debug)]
pub enum Face {
    /// Somebody with a name.
    Person {
        /// One or two letters.
        initials: String,
        /// 0 to 7, the same for a person on every page.
        tint: i64,
    },
    /// Somebody with a photo.
    Photo {
        /// The address of the photo, but for its size.
        path: String,
    },
    /// A join link, an address without a name.
    Thing(Icon),
}

impl Face {
    /// The face of an employee: his photo, where he has one.
    #[must_use]
    pub fn of_person(person: &Employee) -> Self {
        Self::with_photo(person.id, &person.name, person.photo)
    }

    /// The same of an employee of whom no more is known.
    #[must_use]
    pub fn with_photo(id: EmployeeId, name: &str, photo: Option<i64>) -> Self {
        match photo {
            Some(version) => Self::Photo { path: format!("/employees/{id}/photo/{version}") },
            None => Self::of(id.0, name),
        }
    }

    /// The address of a photo that was asked for with its path, for beside a name.
    #[must_use]
    pub fn small(path: &str) -> String {
        format!("{path}-{}", Size::Small.pixels())
    }

    /// The same for the page of a person.
    #[must_use]
    pub fn large(path: &str) -> String {
        format!("{path}-{}", Size::Large.pixels())
    }

    /// The face of whoever has this id and name; an envelope while there is no name.
    #[must_use]
    pub fn of(id: i64, name: &str) -> Self {
        let initials = initials(name);
        if initials.is_empty() {
            return Self::Thing(Icon::Mail);
        }
        Self::Person { initials, tint: id.rem_euclid(TINTS) }
    }
}

/// The first letters of the first two words.
#[must_use]
pub fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_are_the_first_letters_of_two_words() {
        for (name, expected) in [
            ("Анна Орлова", "АО"),
            ("  пётр   вяземский младший", "ПВ"),
            ("«Ромашка»", "Р"),
            ("Cher", "C"),
            ("— !", ""),
            ("", ""),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn a_person_keeps_the_tint_and_no_name_is_an_envelope() {
        assert!(matches!(Face::of(17, "Анна"), Face::Person { tint: 1, .. }));
        assert!(matches!(Face::of(-1, "Анна"), Face::Person { tint: 7, .. }));
        assert!(matches!(Face::of(17, ""), Face::Thing(Icon::Mail)));
    }
}
