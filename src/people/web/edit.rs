//! What whoever manages people changes of a person.

use askama::Template;
use axum::extract::Path;
use axum_extra::extract::Form;
use http::StatusCode;

use super::person_forms::{here, person_for};
use super::{GROUPS, Locality, Typed, ends};
use crate::access_rights::Permission;
use crate::access_rights::roles::giving;
use crate::base::clock::Timestamp;
use crate::base::id::{DepartmentId, EmployeeId};
use crate::base::person_name::{NameProblem, plain_line};
use crate::company::Company;
use crate::history::Actor;
use crate::i18n::{Locale, Offered};
use crate::people::Status;
use crate::people::{Employee, edit, find_visible, transfer};
use crate::store::{self, Tx};
use crate::structure::Department;
use crate::structure::title::titles;
use crate::structure::tree::{Node, choosing};
use crate::web::Face;
use crate::web::failure::Failure;
use crate::web::forms::Errors;
use crate::web::merge::{Fields, clash_words, fields_of, form_of, mark, merge, numbers, value, with_zone};
use crate::web::page::{PageResult, page, page_with, see_other_with};
use crate::web::shell::Section;
use crate::web::signed_in::SignedIn;
use crate::web::{Shell, flash};

#[derive(Template)]
#[template(path = "people/edit.html")]
pub(super) struct EditPage {
    shell: Shell,
    heading: String,
    id: i64,
    face: Face,
    /// What is known of him now, for the form to say which of it was changed there.
    shown: String,
    typed: Typed,
    locality: Locality,
    /// Whether he chooses language and time zone himself when he joins.
    is_invited: bool,
    position: String,
    departments: Vec<Node>,
    /// The departments that what ends was told for; empty where nothing was.
    sure: String,
    months: Vec<String>,
    zones: Vec<Offered>,
    errors: Errors,
    here: String,
}

impl EditPage {
    fn has_photo(&self) -> bool {
        matches!(self.face, Face::Photo { .. })
    }

    fn photo_address(&self) -> String {
        format!("{}/photo", self.here)
    }
}

/// What stands on the form.
struct Sent {
    typed: Typed,
    locality: Locality,
    position: String,
    departments: Vec<DepartmentId>,
    /// Those that what ends was told for.
    sure: String,
}

impl Sent {
    fn of(fields: &Fields) -> Result<Self, Failure> {
        Ok(Self {
            typed: form_of(fields),
            locality: form_of(fields),
            position: value(fields, "position"),
            departments: numbers(fields, "department")?,
            sure: value(fields, "sure"),
        })
    }

    /// What stands for its departments.
    fn place(&self) -> String {
        self.departments.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
    }

    fn fields(&self) -> Fields {
        let mut fields = fields_of(&self.typed);
        fields.extend(fields_of(&self.locality));
        fields.push(("position".to_owned(), self.position.clone()));
        fields.extend(self.departments.iter().map(|id| ("department".to_owned(), id.to_string())));
        fields
    }
}

/// What is known of a person now, and of the departments.
struct Present {
    person: Employee,
    departments: Vec<DepartmentId>,
    places: Vec<Department>,
}

impl Present {
    fn of(tx: &mut Tx<'_>, person: Employee) -> store::Result<Self> {
        let departments = crate::people::departments_of(tx, &person)?;
        let places = tx.departments().list(person.company_id)?;
        Ok(Self { person, departments, places })
    }

    /// The form with nothing typed yet.
    fn sent(&self) -> Sent {
        Sent {
            typed: Typed::of(&self.person),
            locality: Locality::of(&self.person),
            position: self.person.position.clone(),
            departments: self.departments.clone(),
            sure: String::new(),
        }
    }

    /// What was sent, where it was changed on the form; the rest as it is now. Then what to say where somebody else
    /// changed the same.
    fn merge(&self, locale: Locale, fields: Fields) -> (Fields, Errors) {
        let groups: Vec<&[&'static str]> =
            GROUPS.into_iter().chain(Locality::GROUPS).chain([&["position"][..], &["department"]]).collect();
        let fields = Locality::fill(with_zone(fields), &self.person);
        let merged = merge(fields, &self.sent().fields(), &groups);
        let mut errors = Typed::clashes(locale, &merged.clashes, &self.person);
        errors.extend(Locality::clashes(locale, &merged.clashes, &self.person));
        if merged.clashes.contains(&"position") {
            errors.push(("position", clash_words(locale, &self.person.position)));
        }
        if merged.clashes.contains(&"department") {
            let titles = titles(&self.places);
            let names = self.departments.iter().filter_map(|id| titles.get(id).cloned());
            errors.push(("department", clash_words(locale, &names.collect::<Vec<_>>().join(", "))));
        }
        (merged.fields, errors)
    }
}

pub(super) async fn show(me: SignedIn, Path(id): Path<i64>) -> PageResult {
    let person = person_for(&me, id, Permission::EditPeople).await?;
    page(&untouched(&me, person, Errors::new()).await?)
}

/// The form as it is before anything is typed.
pub(super) async fn untouched(me: &SignedIn, person: Employee, errors: Errors) -> Result<EditPage, Failure> {
    let present = me.visitor.portal.read(move |tx| Present::of(tx, person.clone())).await?;
    let sent = present.sent();
    form(me, &present, sent, errors).await
}

/// What became of a form that was sent.
enum Done {
    /// It is saved, of somebody who stands there.
    Saved(Status),
    /// It is shown again, with what is to be mended.
    Again(Box<(Present, Sent, Errors)>),
    Not(edit::Outcome),
}

pub(super) async fn submit(me: SignedIn, Path(id): Path<i64>, Form(fields): Form<Fields>) -> PageResult {
    person_for(&me, id, Permission::EditPeople).await?;
    // What makes no sense is told before anything waits.
    Sent::of(&fields)?;
    let (portal, locale) = (&me.visitor.portal, me.locale());
    let (actor, company, now) = (me.actor(), me.visitor.company.clone(), portal.now());
    let done =
        portal.write(move |tx| save(tx, (&actor, &company), EmployeeId(id), fields.clone(), (locale, now)));
    match done.await? {
        Done::Saved(status) => {
            // Who began before the dismissal reads of it here.
            let key = if status == Status::Dismissed { "person-saved-dismissed" } else { "person-saved" };
            Ok(see_other_with(&here(id), &flash::good(key, None)))
        }
        Done::Again(again) => {
            let (present, sent, errors) = *again;
            page_with(StatusCode::UNPROCESSABLE_ENTITY, &form(&me, &present, sent, errors).await?)
        }
        Done::Not(edit::Outcome::NotAllowed) => Err(Failure::Forbidden),
        Done::Not(_) => Err(Failure::NotFound),
    }
}

/// Saves what was changed on the form. Whoever saves at the same moment waits, so that nothing is put back.
fn save(
    tx: &mut Tx<'_>,
    (actor, company): (&Actor, &Company),
    id: EmployeeId,
    fields: Fields,
    (locale, now): (Locale, Timestamp),
) -> store::Result<Done> {
    tx.companies().lock(company.id)?;
    let Some(person) = find_visible(tx, actor, company, id)? else {
        return Ok(Done::Not(edit::Outcome::NotFound));
    };
    let status = person.status;
    let present = Present::of(tx, person)?;
    let sure = value(&fields, "sure");
    let (fields, mut errors) = present.merge(locale, fields);
    let Ok(sent) = Sent::of(&fields) else { return Ok(Done::Not(edit::Outcome::NotFound)) };
    let sent = Sent { sure, ..sent };
    let changes = sent.typed.read(locale, now).map_err(|wrong| errors.extend(wrong));
    let locality = sent.locality.read(locale).map_err(|wrong| errors.extend(wrong));
    let position = position(&sent.position);
    errors.extend(position.as_ref().err().map(|problem| ("position", locale.title_problem(*problem))));
    let again = |sent: Sent, errors: Errors| Ok(Done::Again(Box::new((present, sent, errors))));
    let (Ok(changes), Ok((language, zone)), Ok(position), true) =
        (changes, locality, position, errors.is_empty())
    else {
        return again(sent, errors);
    };
    // Who loses a post or a role by leaving a department is not to lose it unawares.
    let ends = ends::foreseen(locale, &transfer::foresee(tx, company, id, &sent.departments)?);
    let place = sent.place();
    if !ends.is_empty() && sent.sure != place {
        let words = format!("{} {}", ends.join(" "), locale.t("people-edit-sure"));
        return again(Sent { sure: place, ..sent }, vec![("department", words)]);
    }
    let changes = edit::Changes {
        language: Some(language),
        time_zone: Some(zone),
        position: Some(position),
        departments: Some(sent.departments.clone()),
        ..changes
    };
    Ok(match edit::edit(tx, actor, company, id, &changes, now)? {
        edit::Outcome::Saved => Done::Saved(status),
        edit::Outcome::UnknownDepartment => {
            return again(sent, vec![("department", locale.t("people-department-gone"))]);
        }
        edit::Outcome::DepartmentNotAllowed => {
            return again(sent, vec![("department", locale.t("people-department-not-allowed"))]);
        }
        refused @ (edit::Outcome::NotAllowed | edit::Outcome::NotFound) => Done::Not(refused),
    })
}

/// A position may be left out.
pub(super) fn position(typed: &str) -> Result<String, NameProblem> {
    if typed.trim().is_empty() { Ok(String::new()) } else { plain_line(typed, edit::MAX_POSITION) }
}

/// Where he could be put, and where he works.
async fn places(me: &SignedIn, present: &Present, chosen: &[DepartmentId]) -> Result<Vec<Node>, Failure> {
    let (actor, company) = (me.actor(), me.visitor.company.clone());
    let kept = present.departments.clone();
    let offered = move |tx: &mut Tx<'_>| giving::offered(tx, &actor, &company, Permission::EditPeople, &kept);
    Ok(choosing(me.visitor.portal.read(offered).await?, chosen))
}

async fn form(me: &SignedIn, present: &Present, sent: Sent, errors: Errors) -> Result<EditPage, Failure> {
    let id = present.person.id.0;
    Ok(EditPage {
        shell: me.shell(Section::Employees),
        heading: me.locale().named("people-edit-of", present.person.shown_name()),
        id,
        face: Face::of_person(&present.person),
        shown: mark(&present.sent().fields()),
        typed: sent.typed,
        locality: sent.locality,
        is_invited: present.person.status == Status::Invited,
        position: sent.position,
        departments: places(me, present, &sent.departments).await?,
        sure: sent.sure,
        months: me.locale().months(),
        zones: me.locale().zones(),
        errors,
        here: here(id),
    })
}
