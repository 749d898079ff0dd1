//! Letters of one script among those of another that look like them: «Cидоров» with a Latin «C».

/// Letters that look alike, in the same order.
const LATIN: &str = "aceopxyëABCEHKMOPTXYË";
const CYRILLIC: &str = "асеорхуёАВСЕНКМОРТХУЁ";

/// What was typed with all letters of each word in one script; nothing where no word mixes two, or one does that
/// has other letters of both.
#[must_use]
pub fn unmixed(typed: &str) -> Vec<String> {
    let all = |from, to| {
        typed.split_inclusive(|c: char| !c.is_alphanumeric()).map(|word| whole(word, from, to)).collect()
    };
    let readings: [Option<String>; 2] = [all(LATIN, CYRILLIC), all(CYRILLIC, LATIN)];
    readings.into_iter().flatten().filter(|reading| reading != typed).collect()
}

/// A word without letters of another script; `None` where one of them looks like none of its own.
fn whole(word: &str, from: &str, to: &str) -> Option<String> {
    let [has_latin, has_cyrillic] = [is_latin, is_cyrillic].map(|is_of| word.chars().any(is_of));
    if !(has_latin && has_cyrillic) {
        return Some(word.to_owned());
    }
    let is_foreign = if from == LATIN { is_latin } else { is_cyrillic };
    let own = |c: char| from.chars().position(|of| of == c).and_then(|at| to.chars().nth(at));
    word.chars().map(|c| if is_foreign(c) { own(c) } else { Some(c) }).collect()
}

/// Whether it is a Latin letter.
#[must_use]
pub fn is_latin(c: char) -> bool {
    c.is_alphabetic() && c < '\u{250}'
}

/// Whether it is a Cyrillic one.
#[must_use]
pub fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{4ff}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_letter_of_the_other_script_is_taken_for_what_it_looks_like() {
        assert_eq!(LATIN.chars().count(), CYRILLIC.chars().count());
        let unmixed = |typed: &str| unmixed(typed).join("|");
        // «C», «e» and «a» of Latin, then «х» of Cyrillic.
        assert_eq!(unmixed("Cидоров"), "Сидоров");
        assert_eq!(unmixed("Пeтров, Ивaн"), "Петров, Иван");
        assert_eq!(unmixed("Smitх"), "Smitx");
        assert_eq!(unmixed("Maх Smith"), "Мах Smith|Max Smith", "all of them look alike");
        for plain in ["", "Сидоров Smith", "Cidorov", "zидоров", "ivan77@romashka.example"] {
            assert_eq!(unmixed(plain), "", "{plain}");
        }
    }
}
