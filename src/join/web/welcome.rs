//! The first page inside.

use askama::Template;

use crate::people::Employee;
use crate::web::Face;
use crate::web::page::{PageResult, page};
use crate::web::shell::{Section, Shell};
use crate::web::signed_in::SignedIn;

/// Colleagues shown by name; the list has them all.
const SHOWN: i64 = 6;

#[derive(Template)]
#[template(path = "join/welcome.html")]
struct WelcomePage {
    shell: Shell,
    place: String,
    colleagues: Vec<(Face, Employee)>,
    may_invite: bool,
}

/// `GET /welcome`: where one is now, who else is there, what to do next.
pub async fn show(signed_in: SignedIn) -> PageResult {
    let (company, me) = (signed_in.visitor.company.id, signed_in.me.id);
    let (departments, colleagues) = signed_in
        .visitor
        .portal
        .read(move |tx| {
            let mine = tx.people().departments_of(company, me)?;
            let all = tx.departments().list(company)?;
            let names: Vec<String> =
                all.into_iter().filter(|one| mine.contains(&one.id)).map(|one| one.name).collect();
            Ok((names, tx.people().colleagues(company, me, SHOWN)?))
        })
        .await?;
    let shell = signed_in.shell(Section::Employees);
    page(&WelcomePage {
        may_invite: shell.may_invite,
        place: shell.locale.with(
            "join-welcome-where",
            &[
                ("company", (&shell.company).into()),
                ("departments", (&departments.join(", ")).into()),
                ("n", i64::try_from(departments.len()).unwrap_or(0).into()),
            ],
        ),
        shell,
        colleagues: colleagues.into_iter().map(|person| (Face::of_person(&person), person)).collect(),
    })
}
