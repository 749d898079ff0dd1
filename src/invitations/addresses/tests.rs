use proptest::prelude::*;

use super::*;
use AddressProblem as P;

/// The rows of `text`, each as «address or problem, name».
fn rows(text: &str) -> Vec<String> {
    let show = |row: &Row| {
        let address = row.address.as_ref().map_or_else(|problem| format!("{problem:?}"), ToString::to_string);
        row.name.as_ref().map_or_else(|| address.clone(), |name| format!("{name} <{address}>"))
    };
    read(text).rows.iter().map(show).collect()
}

fn check(cases: &[(&str, &[&str])]) {
    for (text, expected) in cases {
        assert_eq!(rows(text), *expected, "{text:?}");
    }
}

#[test]
fn addresses_come_apart_at_any_separator() {
    let two: &[&str] = &["a@b.ru", "c@d.ru"];
    for separator in
        [",", ";", ", ", " ; ", "\n", "\r\n\r\n", "\t", "|", " | ", "  ", " ,;\n, ", "，", "\u{2028}"]
    {
        check(&[
            (&format!("a@b.ru{separator}c@d.ru"), two),
            (&format!(" a@b.ru{separator}c@d.ru{separator}"), two),
        ]);
    }
    check(&[
        ("", &[]),
        (" \t\r\n\u{A0} ", &[]),
        (&";".repeat(100_000), &[]),
        ("a@b.ru", &["a@b.ru"]),
        ("a@b.ru.", &["a@b.ru"]),
        ("(a@b.ru), <c@d.ru>.", two),
        ("'a@b.ru'; \"c@d.ru\"", two),
        ("\"a@b.ru, c@d.ru\"", two),
        ("“a@b.ru” «c@d.ru»", two),
    ]);
}

#[test]
fn a_blank_inside_an_address_is_a_slip() {
    check(&[
        ("ivan@ romashka.ru", &["ivan@romashka.ru"]),
        ("ivan @romashka.ru, c@d.ru", &["ivan@romashka.ru", "c@d.ru"]),
        ("ivan @ romashka.ru c@d.ru", &["ivan@romashka.ru", "c@d.ru"]),
        ("ivan@romashka .ru", &["ivan@romashka.ru"]),
        ("Иван Петров ivan@ romashka.ru", &["Иван Петров <ivan@romashka.ru>"]),
        ("Иван Петров ivan @romashka.ru; c@d.ru", &["Иван Петров <ivan@romashka.ru>", "c@d.ru"]),
        // Nothing is made of what may be two things.
        ("ivan@\nromashka.ru", &["EmptyDomain", "NoAt"]),
        ("ivan@, romashka.ru", &["EmptyDomain", "NoAt"]),
        ("Иван @ivan a@b.ru", &["Иван <EmptyLocal>", "a@b.ru"]),
        ("a@b Иван c@d.ru", &["DomainWithoutDot", "Иван <c@d.ru>"]),
    ]);
}

#[test]
fn names_stay_with_their_addresses() {
    check(&[
        ("Ivan <a@b.ru>, Petr <c@d.ru>", &["Ivan <a@b.ru>", "Petr <c@d.ru>"]),
        (
            "Ivan Petrov <a@b.ru>; \"Smith, Alice\" <c@d.ru>",
            &["Ivan Petrov <a@b.ru>", "Alice Smith <c@d.ru>"],
        ),
        ("Петров, Иван <i@рф.рф>", &["Иван Петров <i@рф.рф>"]),
        ("x@y.ru, Петров, Иван <i@рф.рф>, z@y.ru", &["x@y.ru", "Иван Петров <i@рф.рф>", "z@y.ru"]),
        ("\"ООО Ромашка, отдел\" <a@b.ru>", &["ООО Ромашка, отдел <a@b.ru>"]),
        ("Иван Петров a@b.ru", &["Иван Петров <a@b.ru>"]),
        ("Иван a@b.ru Пётр c@d.ru", &["Иван <a@b.ru>", "Пётр <c@d.ru>"]),
        ("«Иван» <a@b.ru>", &["Иван <a@b.ru>"]),
        ("“Smith, Al” <a@b.ru>", &["Al Smith <a@b.ru>"]),
        ("\"Иван \\\"Ваня\\\" П\" <a@b.ru>", &["Иван \"Ваня\" П <a@b.ru>"]),
        ("'Иван' <a@b.ru>", &["Иван <a@b.ru>"]),
        ("O'Neil <a@b.ru>", &["O'Neil <a@b.ru>"]),
        ("a@b.ru (Иван), c@d.ru (Пётр)", &["Иван <a@b.ru>", "Пётр <c@d.ru>"]),
        ("1. Иван a@b.ru\n2) c@d.ru\n- e@f.ru", &["Иван <a@b.ru>", "c@d.ru", "e@f.ru"]),
        ("a@b.ru <a@b.ru>; \"c@d.ru\" <c@d.ru>", &["a@b.ru", "c@d.ru"]),
        ("a@b.ru<mailto:a@b.ru>", &["a@b.ru"]),
        ("Иван <a@b.ru", &["Иван <a@b.ru>"]),
        ("<<a@b.ru>>", &["a@b.ru"]),
    ]);
}

#[test]
fn programs_have_their_own_forms() {
    check(&[
        ("Sales: a@x.ru, Иван <b@x.ru>;c@x.ru", &["a@x.ru", "Иван <b@x.ru>", "c@x.ru"]),
        ("Кому: Иван Петров <a@b.ru>", &["Иван Петров <a@b.ru>"]),
        ("EMAIL:a@b.ru", &["a@b.ru"]),
        ("EMAIL;TYPE=work,internet:a@b.ru\nemail;type=home;pref=1:c@d.ru", &["a@b.ru", "c@d.ru"]),
        ("mailto:a@b.ru?subject=Hi", &["a@b.ru"]),
        (
            "<a href=\"mailto:a@b.ru?subject=Hi\">Иван Петров</a>, <b>c@d.ru</b>",
            &["Иван Петров <a@b.ru>", "c@d.ru"],
        ),
        ("<p><A HREF='MAILTO:a@b.ru'>a@b.ru</A><br>Пётр c@d.ru</p>", &["a@b.ru", "Пётр <c@d.ru>"]),
    ]);
}

#[test]
fn tables_are_read_by_their_lines() {
    let both: &[&str] = &["Иван Петров <a@b.ru>", "Ольга <c@d.ru>"];
    check(&[
        ("a@b.ru\nc@d.ru\n", &["a@b.ru", "c@d.ru"]),
        ("Иван\tПетров\ta@b.ru\t+7 900\nОльга\t\tc@d.ru\t\n", both),
        ("a@b.ru\tИван Петров\tСбыт\nc@d.ru\tОльга\tСнабжение", both),
        ("Имя;E-mail\r\nИван Петров;a@b.ru\r\nОльга;c@d.ru\r\n", both),
        ("\u{FEFF}name,email\n\"Иван Петров\",a@b.ru\nОльга,\"c@d.ru\"", both),
        ("email,name\na@b.ru,Иван Петров\nc@d.ru,Ольга", both),
        ("Иван Петров;a@b.ru\nОльга;c@d.ru", both),
        ("a@b.ru\t\"Петров, Иван\"", &["Иван Петров <a@b.ru>"]),
        ("Иван Петров;a@b.ru", &["Иван Петров <a@b.ru>"]),
        (
            "Иван Петров, a@b.ru\r\n\r\nОльга, c@d.ru,\nnobody",
            &["Иван Петров <a@b.ru>", "Ольга <c@d.ru>", "NoAt"],
        ),
        ("Иван Петров;a@b.ru;Сбыт\nОльга Кравец;c@d.ru", &["Иван Петров <a@b.ru>", "Ольга Кравец <c@d.ru>"]),
    ]);
    assert_eq!(read("Имя;E-mail\nИван;a@b.ru").heading.as_deref(), Some("Имя;E-mail"));
}

#[test]
fn what_is_no_address_is_told() {
    check(&[
        ("Ваня; a@b.ru", &["NoAt", "a@b.ru"]),
        ("a@b.ru, nobody, c@d.ru", &["a@b.ru", "NoAt", "c@d.ru"]),
        ("a@b.ru\nИван Петров\nc@d.ru", &["a@b.ru", "NoAt", "c@d.ru"]),
        ("Иван <ivan.romashka.ru>", &["Иван <NoAt>"]),
        ("Иван <>", &["Иван <Empty>"]),
        ("@x.ru, a@, a@@b.ru", &["EmptyLocal", "EmptyDomain", "SeveralAts"]),
        ("a@b..c", &["BadDomain"]),
        ("a@b c@d", &["DomainWithoutDot", "DomainWithoutDot"]),
        ("Иван a@b,ru, c@d.ru", &["Иван <BadCharacter(',')>", "c@d.ru"]),
        ("a@b, Иван c@d.ru", &["DomainWithoutDot", "Иван <c@d.ru>"]),
        ("\"a b\"@x.ru", &["QuotedLocal"]),
        ("a@b%0d%0aBcc:x", &["BadCharacter('%')"]),
        ("a@b.ru\0", &["HiddenCharacter"]),
        ("\u{202E}a@b.ru", &["HiddenCharacter"]),
        ("<a@b.ru, c@d.ru>", &["SeveralAts"]),
        ("undisclosed-recipients:;", &["NoAt"]),
    ]);
    let reading = read("Ewa Nowak ewa@birch,example");
    assert_eq!((reading.rows.len(), reading.rows[0].written.as_str()), (1, "ewa@birch,example"));
    assert_eq!(reading.rows[0].name.as_deref(), Some("Ewa Nowak"));
    let reading = read("a@b.ru, Иван  Петров ; c@d.ru");
    assert_eq!(reading.rows[1].original, "Иван  Петров");
    assert_eq!(reading.rows[1].address, Err(P::NoAt));
}

#[test]
fn a_homograph_is_an_address_of_its_own() {
    let reading = read("admin@x.ru, аdmin@x.ru");
    assert_eq!(reading.rows.len(), 2);
    let deceptive = reading.rows[1].address.as_ref().unwrap();
    assert!(deceptive.needs_smtputf8());
    assert_eq!(deceptive.suggestion().unwrap().as_str(), "admin@x.ru");
}

#[test]
fn repeats_are_folded_into_the_first() {
    assert_eq!(read("a@b.ru a@b.ru").rows[0].repeats, ["a@b.ru"]);
    let reading = read("A@b.ru; x@y.ru; Иван <a@B.ru>, a@b.RU");
    assert_eq!(reading.rows.len(), 2);
    assert_eq!(reading.rows[0].original, "A@b.ru");
    assert_eq!(reading.rows[0].name.as_deref(), Some("Иван"));
    assert_eq!(reading.rows[0].repeats, ["Иван <a@B.ru>", "a@b.RU"]);
}

#[test]
fn too_much_is_told_with_its_count() {
    let list = |count: usize| (0..count).map(|i| format!("a{i}@b.ru")).collect::<Vec<_>>().join(" ");
    assert_eq!(read(&list(1000)).excess, None);
    let reading = read(&list(1001));
    assert_eq!((reading.rows.len(), reading.excess), (1001, Some(Excess::Rows(1001))));
    let endless = read(&"a".repeat(1_000_000));
    assert_eq!((endless.rows.len(), endless.excess), (0, Some(Excess::Bytes(1_000_000))));
    assert_eq!(rows(&"a".repeat(MAX_BYTES)), ["NoAt"]);
}

#[test]
fn the_text_can_be_edited_and_read_again() {
    let reading = read("Петров, Иван <i@рф.рф>; nobody; a@b.ru (\"x\\)");
    assert_eq!(reading.to_text(), "\"Иван Петров\" <i@рф.рф>\nnobody\n\"'x'\" <a@b.ru>\n");
    assert_eq!(read("a@b.ru, <|a@b.ru>").to_text(), "a@b.ru\n<|a@b.ru>\n");
}

/// How many characters are looked at for each octet of the text.
fn effort(text: &str) -> usize {
    let mut lexer = lexer::Lexer::new(text, None);
    lexer.by_ref().for_each(drop);
    lexer.visited() / text.len().max(1)
}

#[test]
fn no_text_is_looked_at_over_and_over() {
    for piece in [
        "<", ">", "\"", "«", "»", "„", "@", "<a", "<<>", "«@", "\"@\" ", "a@b.ru<", "email;", "(", "\\\"",
        "<a@b>", "«a@b» ", "“\"«",
    ] {
        let text = piece.repeat(20_000);
        assert!(effort(&text) <= 9, "{piece}: {}", effort(&text));
        assert!(effort(&format!("{text} @ »\">")) <= 9, "{piece}");
    }
}

/// Text of the pieces that mean something to the reader.
fn pasted() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "x",
        "Я",
        "xyz",
        "x@y.ru",
        "Z@y.рф",
        "@",
        "y@",
        "x@@y",
        "＠",
        " ",
        "  ",
        "\t",
        "\n",
        "\r\n",
        ",",
        ";",
        "|",
        ":",
        ".",
        "<",
        ">",
        "\"",
        "'",
        "«",
        "»",
        "“",
        "”",
        "„",
        "(",
        ")",
        "\\",
        "-",
        "?",
        "mailto:",
        "EMAIL;TYPE=x:",
        "email",
        "\u{200B}",
        "\u{202E}",
        "\0",
        "\u{2028}",
        "7",
    ]);
    prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat())
}

/// How often each character occurs that is more than a separator or a quotation mark.
fn census<'t>(texts: impl Iterator<Item = &'t str>) -> std::collections::BTreeMap<char, usize> {
    let mut count = std::collections::BTreeMap::new();
    for c in texts.flat_map(str::chars).filter(|c| !c.is_whitespace() && !",;|\"“”„«»".contains(*c)) {
        *count.entry(c).or_default() += 1;
    }
    count
}

proptest! {
    #[test]
    fn nothing_breaks_it(text in any::<String>()) {
        let _ = read(&text).to_text();
    }

    #[test]
    fn nothing_is_lost(text in pasted()) {
        let reading = read(&text);
        let kept = reading.rows.iter().flat_map(|row| row.repeats.iter().chain([&row.original]));
        let kept = kept.chain(&reading.heading).map(String::as_str);
        prop_assert_eq!(census(kept), census([text.as_str()].into_iter()));
    }

    #[test]
    fn it_is_linear(text in pasted()) {
        prop_assert!(effort(&text.repeat(50)) <= 9);
    }

    #[test]
    fn what_was_read_is_read_again(text in pasted()) {
        let first = read(&text);
        let second = read(&first.to_text());
        for address in first.addresses() {
            prop_assert!(second.addresses().any(|again| again == address), "{address}");
        }
    }
}
