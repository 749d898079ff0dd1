//! Sample pages, written to `target/gallery` to be looked at: every part in use, with long names and
//! awkward words.

use std::path::Path;

use askama::Template;

use super::assets;
use super::badge::{Badge, Tone};
use super::face::Face;
use super::icon::Icon;
use super::shell::{Bare, Flash, Me, Seats, Section, Shell};
use crate::i18n::{Language, Locale};

#[derive(Template)]
#[template(path = "gallery/employees.html")]
struct Employees {
    shell: Shell,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "gallery/invite.html")]
struct Invite {
    shell: Shell,
    departments: Vec<Department>,
}

struct Department {
    id: i64,
    name: &'static str,
    depth: usize,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "gallery/review.html")]
struct Review {
    shell: Shell,
    sending: [(&'static str, &'static str); 3],
}

#[derive(Template)]
#[template(path = "gallery/addresses.html")]
struct Addresses {
    shell: Shell,
    errors: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "gallery/invitation.html")]
struct Invitation {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "gallery/empty.html")]
struct Empty {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "gallery/more.html")]
struct More {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "gallery/mailbox.html")]
struct Mailbox {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "gallery/sign_in.html")]
struct SignIn {
    shell: Bare,
    wrong: &'static str,
    errors: Vec<(&'static str, &'static str)>,
}

#[derive(Template)]
#[template(path = "gallery/join.html")]
struct Join {
    shell: Bare,
}

#[derive(Template)]
#[template(path = "gallery/setup.html")]
struct Setup {
    shell: Bare,
}

struct Row {
    face: Face,
    name: &'static str,
    line: &'static str,
    department: &'static str,
    inviter: &'static str,
    sent: &'static str,
    until: &'static str,
    soon: bool,
    attention: bool,
    badge: Badge,
    reason: &'static str,
    action: &'static str,
}

fn shell(section: Section) -> Shell {
    Shell {
        locale: Locale::new(Language::Ru),
        company: "Ромашка".to_owned(),
        section: Some(section),
        me: Me {
            name: "Анна Орлова".to_owned(),
            email: "anna.orlova@romashka.example".to_owned(),
            face: Face::of(8, "Анна Орлова"),
        },
        employees: 248,
        seats: Seats { used: 248, invited: 14, total: Some(300) },
        may_invite: true,
        administrator: true,
        mailbox: true,
        flash: None,
        here: "/employees".to_owned(),
    }
}

/// Id, name, line, department, until, tone, state, reason, action.
const ROWS: &str = "\
8|Иван Петров|ivan.petrov@example.org|Продажи|7 декабря|info|Принято сервером||
9|Ольга Кравец|olga.kravetz@example.org|Бухгалтерия|6 декабря|bad|Не доставлено|нет такого адреса|исправить
0|timur@пример.рф|имя не указано|Склад, Логистика|6 декабря|warn|Доставка задерживается|повтор через 12 минут|
10|Марина Лебедева-Константинопольская|m.lebedeva-konstantinopolskaya@department.example.org|Отдел развития \
розничной сети и маркетинга|завтра|ok|Принято||
0|Ссылка для письма|вошли 3 из 25|Продажи|2 декабря|quiet|Ссылка открыта||
11|Фёдор Щукин|f.schukin@example.org|Продажи|7 декабря|info|Отправляется||
12|Юлия Ёлкина|elkina@example.org|Продажи|7 декабря|quiet|В очереди||
13|Кирилл Зуев|zuev@example.org|Продажи|7 декабря|warn|Ждёт подтверждения||
14|Д. Ли|li@example.org|Продажи|7 декабря|quiet|Отозвано||
15|Ян Сергеевич Вознесенский|yan@example.org|Продажи|7 декабря|quiet|Истекло||";

fn rows() -> Vec<Row> {
    ROWS.lines().map(row).collect()
}

fn row(line: &'static str) -> Row {
    let parts: Vec<&str> = line.split('|').collect();
    let [id, name, line, department, until, tone, state, reason, action] = parts[..] else {
        panic!("{line}")
    };
    let (tone, icon) = match tone {
        "info" => (Tone::Info, Icon::Check),
        "bad" => (Tone::Bad, Icon::Warning),
        "warn" => (Tone::Warn, Icon::Clock),
        "ok" => (Tone::Ok, Icon::Done),
        _ => (Tone::Quiet, Icon::Link),
    };
    Row {
        face: Face::of(id.parse().unwrap(), if id == "0" { "" } else { name }),
        name,
        line,
        department,
        inviter: "Анна Орлова",
        sent: "сегодня, 10:42",
        until,
        soon: until == "завтра",
        attention: !action.is_empty(),
        badge: Badge::new(tone, icon, state.to_owned()),
        reason,
        action,
    }
}

fn put(folder: &Path, name: &str, page: &impl Template) {
    // Beside the assets, so that a browser finds both without a server.
    let html = page.render().unwrap().replace("\"/assets/", "\"assets/");
    assert!(
        !html.contains("style=\"") && !html.contains("<style"),
        "{name}: the policy forbids inline style"
    );
    std::fs::write(folder.join(name).with_extension("html"), html).unwrap();
}

fn bare(company: Option<&str>) -> Bare {
    Bare {
        locale: Locale::new(Language::Ru),
        company: company.map(str::to_owned),
        flash: None,
        here: "/sign-in".to_owned(),
    }
}

fn departments() -> Vec<Department> {
    [
        ("Ромашка", 0),
        ("Продажи", 1),
        ("Москва", 2),
        ("Отдел развития розничной сети и маркетинга", 2),
        ("Бухгалтерия", 1),
    ]
    .into_iter()
    .zip(1..)
    .map(|((name, depth), id)| Department { id, name, depth, chosen: id == 2 || id == 3 })
    .collect()
}

#[test]
fn sample_pages_render() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    assets::write_to(&folder);
    let flash = Flash { tone: Tone::Ok, words: "12 приглашений отправлено".to_owned() };
    let employees = Shell { flash: Some(flash), ..shell(Section::Employees) };
    put(&folder, "employees", &Employees { shell: employees, rows: rows() });
    put(&folder, "invitation", &Invitation { shell: shell(Section::Employees) });
    put(&folder, "empty", &Empty { shell: shell(Section::Employees) });
    put(&folder, "more", &More { shell: shell(Section::More) });
    put(&folder, "mailbox", &Mailbox { shell: shell(Section::Mailbox) });
}

#[test]
fn sample_steps_render() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/gallery");
    let shell = || shell(Section::Invite);
    let sending = [
        ("ivan.petrov@example.org", "Иван Петров"),
        ("olga@пример.рф", ""),
        ("margarita.konstantinopolskaya@department.example.org", "Маргарита Константинопольская"),
    ];
    let errors = || vec![("addresses", "Введите хотя бы один адрес в формате имя@компания.рф")];
    put(&folder, "invite", &Invite { shell: shell(), departments: departments() });
    put(&folder, "review", &Review { shell: shell(), sending });
    put(&folder, "addresses", &Addresses { shell: shell(), errors: errors() });
    let wrong = "Адрес или пароль не подходят. Проверьте оба.";
    let errors = vec![("password", wrong)];
    put(&folder, "sign_in", &SignIn { shell: bare(Some("Ромашка")), wrong, errors });
    put(&folder, "join", &Join { shell: bare(Some("Ромашка")) });
    put(&folder, "setup", &Setup { shell: bare(None) });
}
