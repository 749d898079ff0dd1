//! What whoever manages people changes of a person.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;

use super::person_forms::{here, person_for};
use super::{GROUPS, Typed};
use crate::access_rights::Permission;
use crate::base::id::DepartmentId;
use crate::base::person_name::{NameProblem, plain_line};
use crate::people::{Employee, edit};
use crate::structure::Department;
use crate::structure::tree::{Node, tree_with};
use crate::web::Face;
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, all, clash_words, mark, merge, value};
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Template)]
#[template(path = "people/edit.html")]
struct EditPage {
    shell: Shell,
    id: i64,
    face: Face,
    /// What is known of him now, for the form to say which of it was changed there.
    shown: String,
    typed: Typed,
    position: String,
    departments: Vec<Node>,
    months: Vec<String>,
    errors: Errors,
    here: String,
}

impl EditPage {
    fn has_photo(&self) -> bool {
        matches!(self.face, Face::Photo { .. })
    }
}

/// What stands on the form.
struct Sent {
    typed: Typed,
    position: String,
    departments: Vec<DepartmentId>,
}

impl Sent {
    fn of(fields: &Fields) -> Result<Self, Failure> {
        let departments = all(fields, "department").map(str::parse).collect::<Result<_, _>>();
        Ok(Self {
            typed: Typed::sent(fields),
            position: value(fields, "position"),
            departments: departments.map_err(|_| Failure::Malformed)?,
        })
    }

    fn fields(&self) -> Fields {
        let mut fields = self.typed.fields();
        fields.push(("position".to_owned(), self.position.clone()));
        fields.extend(self.departments.iter().map(|id| ("department".to_owned(), id.to_string())));
        fields
    }
}

/// What is known of a person now.
struct Present {
    person: Employee,
    departments: Vec<DepartmentId>,
}

impl Present {
    async fn of(me: &SignedIn, person: Employee) -> Result<Self, Failure> {
        let whose = person.clone();
        let departments = me.visitor.portal.read(move |tx| crate::people::departments_of(tx, &whose)).await?;
        Ok(Self { person, departments })
    }

    /// The form with nothing typed yet.
    fn sent(&self) -> Sent {
        Sent {
            typed: Typed::of(&self.person),
            position: self.person.position.clone(),
            departments: self.departments.clone(),
        }
    }

    /// What was sent, where it was changed on the form; the rest as it is now. Then what to say where somebody else
    /// changed the same.
    fn merge(&self, me: &SignedIn, fields: Fields, places: &[Department]) -> Result<(Sent, Errors), Failure> {
        let groups: Vec<&[&'static str]> =
            GROUPS.into_iter().chain([&["position"][..], &["department"]]).collect();
        let merged = merge(fields, &self.sent().fields(), &groups);
        let locale = me.locale();
        let mut errors = Typed::clashes(locale, &merged.clashes, &self.person);
        if merged.clashes.contains(&"position") {
            errors.push(("position", clash_words(locale, &self.person.position)));
        }
        if merged.clashes.contains(&"department") {
            let names =
                places.iter().filter(|it| self.departments.contains(&it.id)).map(|it| it.name.as_str());
            errors.push(("department", clash_words(locale, &names.collect::<Vec<_>>().join(", "))));
        }
        Ok((Sent::of(&merged.fields)?, errors))
    }
}

pub(super) async fn show(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::EditPeople).await?;
    let present = Present::of(&me, person).await?;
    let places = places(&me).await?;
    page(&form(&me, &present, &places, present.sent(), Errors::new()))
}

pub(super) async fn submit(me: SignedIn, Path(id): Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    let person = person_for(&me, id, Permission::EditPeople).await?;
    let (present, places) = (Present::of(&me, person).await?, places(&me).await?);
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let (sent, mut errors) = present.merge(&me, fields, &places)?;
    let again = |sent: Sent, errors: Errors| {
        page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&me, &present, &places, sent, errors))
    };
    let changes = sent.typed.read(locale, portal.now()).map_err(|wrong| errors.extend(wrong));
    let position = position(&sent.position);
    errors.extend(position.as_ref().err().map(|problem| ("position", locale.title_problem(*problem))));
    let (Ok(changes), Ok(position), true) = (changes, position, errors.is_empty()) else {
        return again(sent, errors);
    };
    let changes =
        edit::Changes { position: Some(position), departments: Some(sent.departments.clone()), ..changes };
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let whose = present.person.id;
    let outcome = portal.write(move |tx| edit::edit(tx, &actor, &company, whose, &changes, now)).await?;
    match outcome {
        edit::Outcome::Saved => Ok(see_other_with(&here(id), &flash::good("person-saved", None))),
        edit::Outcome::UnknownDepartment => {
            again(sent, vec![("department", locale.t("people-department-gone"))])
        }
        edit::Outcome::DepartmentNotAllowed => {
            again(sent, vec![("department", locale.t("people-department-not-allowed"))])
        }
        edit::Outcome::NotAllowed => Err(Failure::Forbidden),
        edit::Outcome::NotFound => Err(Failure::NotFound),
    }
}

/// A position may be left out.
pub(super) fn position(typed: &str) -> Result<String, NameProblem> {
    if typed.trim().is_empty() { Ok(String::new()) } else { plain_line(typed, edit::MAX_POSITION) }
}

async fn places(me: &SignedIn) -> Result<Vec<Department>, Failure> {
    let company = me.visitor.company.id;
    Ok(me.visitor.portal.read(move |tx| tx.departments().list(company)).await?)
}

fn form(me: &SignedIn, present: &Present, places: &[Department], sent: Sent, errors: Errors) -> EditPage {
    let id = present.person.id.0;
    EditPage {
        shell: me.shell(Section::Employees),
        id,
        face: Face::of_person(&present.person),
        shown: mark(&present.sent().fields()),
        typed: sent.typed,
        position: sent.position,
        departments: tree_with(places, &sent.departments),
        months: me.locale().months(),
        errors,
        here: here(id),
    }
}
