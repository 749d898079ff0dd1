//! A crowd: so many people that no list reads all of them, and what is known of each without any list.

use collega::base::clock::Timestamp;
use collega::base::id::{CompanyId, DepartmentId, EmployeeId, RoleId};
use collega::i18n::Language;
use collega::invitations::store::NewInvitation;
use collega::mail::outbox::Delivery;
use collega::people::list::Holding;
use collega::people::store::NewEmployee;
use collega::people::words::{self, parts};
use collega::people::{Role, Status};
use collega::store::{Result, Tx};
use collega::structure::Post;

use crate::support::portal::TestPortal;

/// A role that a few have.
pub const FEW: &str = "Наставник";
/// A role that most have.
pub const MOST: &str = "Подписан";
/// How many they are.
pub const CROWD: i64 = 1300;
const DAY: i64 = 86_400_000;

/// Somebody of the crowd.
#[derive(Clone, Debug)]
pub struct Someone {
    pub id: EmployeeId,
    /// The id of the invitation, where he is invited.
    pub invitation: i64,
    pub key: String,
    /// The name with the family name first.
    pub surname: String,
    pub position: &'static str,
    pub words: Vec<String>,
    pub status: Status,
    pub role: Role,
    /// Whether he has chosen a password.
    pub has_password: bool,
    /// What else he is.
    pub holds: Vec<Holding>,
    pub departments: Vec<DepartmentId>,
    /// When he came, left or was invited.
    pub since: Timestamp,
    pub inviter: EmployeeId,
    pub delivery: Delivery,
    pub expires: Timestamp,
}

/// A department, with the names that lead to it from below the company.
#[derive(Clone, Debug)]
pub struct Place {
    pub id: DepartmentId,
    pub above: Vec<DepartmentId>,
    pub names: Vec<String>,
}

/// All of them.
#[derive(Clone, Debug)]
pub struct Crowd {
    pub people: Vec<Someone>,
    pub places: Vec<Place>,
}

/// Whether a name holds a word, or where that is short a word of it begins so.
fn is_called(name: &str, term: &str) -> bool {
    if term.chars().count() > 2 {
        name.contains(term)
    } else {
        format!(" {name}").contains(&format!(" {term}"))
    }
}

impl Crowd {
    /// Whether a word of a search finds him.
    pub fn holds(&self, someone: &Someone, term: &str) -> bool {
        let by_word = someone.words.iter().any(|word| parts::holds(word, term));
        by_word || (term.chars().count() > 1 && self.works_where(someone, |name| is_called(name, term)))
    }

    /// Those words of a search that may be of a department's name.
    pub fn naming(&self, terms: &[String]) -> Vec<String> {
        let named = |term: &String| {
            self.places.iter().any(|place| place.names.iter().any(|name| is_called(name, term)))
        };
        terms.iter().filter(|term| term.chars().count() < 2 || named(term)).cloned().collect()
    }

    /// Whether such words together name a department that he works in or below.
    pub fn is_named_by(&self, someone: &Someone, naming: &[String]) -> bool {
        naming.len() > 1 && self.works_where(someone, |name| naming.iter().all(|term| is_called(name, term)))
    }

    fn works_where(&self, someone: &Someone, is_called: impl Fn(&str) -> bool) -> bool {
        let works = |place: &&Place| someone.departments.contains(&place.id);
        self.places.iter().filter(works).any(|place| place.names.iter().any(|name| is_called(name)))
    }

    /// Whether he works in a department or below it.
    pub fn works_below(&self, someone: &Someone, department: DepartmentId) -> bool {
        let works = |place: &&Place| someone.departments.contains(&place.id);
        self.places.iter().filter(works).any(|place| place.above.contains(&department))
    }

    /// The department of that name.
    pub fn place(&self, name: &str) -> DepartmentId {
        let named = |place: &&Place| place.names.last().is_some_and(|last| last == name);
        self.places.iter().find(named).unwrap().id
    }
}

/// Numbers that look like chance and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides).unwrap()
    }
}

/// Puts the crowd into the company.
pub async fn gather(portal: &TestPortal) -> Crowd {
    let (company, admin, now) = (portal.company, portal.admin_id, portal.portal.now());
    let other = portal.add_employee("Ян Инвайтов", "yan@romashka.example").await;
    let mut crowd = portal
        .write(move |tx| {
            let places = places(tx, company, now)?;
            let mut dice = Dice(7);
            let mut people = Vec::new();
            for number in 0..CROWD {
                let inviter = if dice.roll(5) == 0 { other } else { admin };
                people.push(one(tx, company, &places, inviter, number, &mut dice, now)?);
            }
            Ok(Crowd { people, places })
        })
        .await;
    crowd.people.retain(|someone| someone.id.0 > 0);
    crowd
}

fn places(tx: &mut Tx<'_>, company: CompanyId, now: Timestamp) -> Result<Vec<Place>> {
    let root = tx.departments().root(company)?.id;
    let mut all: Vec<Place> = Vec::new();
    let mut add = |tx: &mut Tx<'_>, above: Option<usize>, name: &str| -> Result<usize> {
        let parent = above.map_or(root, |above: usize| all[above].id);
        let id = tx.departments().insert(company, Some(parent), name, now)?.unwrap();
        let (mut chain, mut names) = above.map_or((Vec::new(), Vec::new()), |above: usize| {
            (all[above].above.clone(), all[above].names.clone())
        });
        chain.push(id);
        names.push(words::normal(name));
        all.push(Place { id, above: chain, names });
        Ok(all.len() - 1)
    };
    let whole = add(tx, None, "Всё вместе")?;
    let store = add(tx, Some(whole), "Склады")?;
    for number in 1..=12 {
        add(tx, Some(store), &format!("Участок {number}"))?;
    }
    let sales = add(tx, Some(whole), "Продажи")?;
    add(tx, Some(sales), "Север")?;
    add(tx, Some(whole), "IT и связь")?;
    Ok(all)
}

fn one(
    tx: &mut Tx<'_>,
    company: CompanyId,
    places: &[Place],
    inviter: EmployeeId,
    number: i64,
    dice: &mut Dice,
    now: Timestamp,
) -> Result<Someone> {
    const FIRST: [&str; 6] = ["Анна", "Пётр", "Ольга", "Иван", "Вера", "Юлия"];
    const LAST: [&str; 9] =
        ["Ким", "Докладова", "Орлова", "Кладезь", "Ёлкина", "Петренко", "Ли", "Сидорова", "Вишнякова"];
    const POSITIONS: [&str; 5] = ["кладовщица", "директор", "", "инженер", "аналитик"];
    let last = if dice.roll(10) == 0 { "Редкая" } else { LAST[dice.roll(9)] };
    let name = format!("{} {last}", FIRST[dice.roll(6)]);
    let status = match dice.roll(20) {
        0 => Status::Invited,
        1 => Status::Dismissed,
        _ => Status::Active,
    };
    let email = format!("person{number}@crowd.example");
    let role = if dice.roll(200) == 0 { Role::Administrator } else { Role::Employee };
    let day = i64::try_from(dice.roll(90)).unwrap();
    let since = Timestamp(now.0 - day * DAY - number % 3);
    let new = NewEmployee {
        company,
        email: &email,
        email_key: &email,
        name: &name,
        status,
        role,
        language: Language::Ru,
        time_zone: "UTC",
        join_link: None,
    };
    let id = tx.people().insert(&new, since)?.expect("the address is free");
    tx.people().count(company, status, id.0, 1)?;
    let position = if status == Status::Invited { "" } else { POSITIONS[dice.roll(5)] };
    let person = tx.people().find(company, id)?.unwrap();
    if !position.is_empty() {
        tx.people().rename(&person, &name, position, &email)?;
    }
    let mut own = vec![places[2 + dice.roll(12)].id];
    match dice.roll(12) {
        0 => own = vec![places[14].id],
        1 => own.push(places[15].id),
        2 => own = vec![places[16].id, places[1].id],
        _ => {}
    }
    own.sort_unstable();
    let mut someone = Someone {
        id,
        invitation: 0,
        key: words::normal(&name),
        surname: name.split(' ').rev().map(words::normal).collect::<Vec<_>>().join(" "),
        position,
        words: words::of_person(&words::Source { position, ..words::Source::named(&name, &email) }),
        status,
        role,
        has_password: number % 3 != 0,
        holds: Vec::new(),
        departments: own,
        since,
        inviter,
        delivery: Delivery::ALL[dice.roll(7)],
        expires: Timestamp(now.0 + (20 - day) * DAY),
    };
    bring(tx, company, &mut someone, &name, &email, now)?;
    if someone.has_password {
        tx.passwords().set(company, id, "a hash")?;
    }
    if status == Status::Active {
        hold(tx, company, &mut someone, number)?;
    }
    Ok(someone)
}

/// Some lead departments, a few have one role and most the other: of both a list is to be had.
fn hold(tx: &mut Tx<'_>, company: CompanyId, someone: &mut Someone, number: i64) -> Result<()> {
    let post = match number {
        _ if number % 37 == 0 => Some(Post::Head),
        _ if number % 41 == 0 => Some(Post::Deputy),
        _ => None,
    };
    if let Some(post) = post {
        for department in &someone.departments {
            tx.departments().set_post(company, *department, someone.id, post)?;
        }
        someone.holds.push(Holding::Post(post));
    }
    for (name, has_it) in [(FEW, number % 11 == 0), (MOST, number % 50 > 0)] {
        if has_it {
            let role = role(tx, company, name)?;
            tx.roles().give(company, role, someone.id)?;
            someone.holds.push(Holding::Given(role));
        }
    }
    Ok(())
}

/// The role of that name, made where it is not there.
pub fn role(tx: &mut Tx<'_>, company: CompanyId, name: &str) -> Result<RoleId> {
    let made = tx.roles().insert(company, None, name, Timestamp(0))?;
    let all = tx.roles().list(company)?;
    Ok(made.unwrap_or_else(|| all.into_iter().find(|role| role.name == name).unwrap().id))
}

/// Into his departments, by his invitation.
fn bring(
    tx: &mut Tx<'_>,
    company: CompanyId,
    someone: &mut Someone,
    name: &str,
    email: &str,
    now: Timestamp,
) -> Result<()> {
    let new = NewInvitation {
        company,
        employee: someone.id,
        batch: None,
        inviter: someone.inviter,
        email,
        email_key: email,
        name,
        language: Language::Ru,
        note: "",
        channel: "link",
        delivery: someone.delivery,
        expires_at: someone.expires,
    };
    let invitation = tx.invitations().insert(&new, someone.since)?.expect("the first of this address");
    someone.invitation = invitation.0;
    if someone.status == Status::Invited {
        for department in &someone.departments {
            tx.departments().count(company, *department, Status::Invited, someone.id.0, 1)?;
        }
        return tx.invitations().add_departments(company, invitation, &someone.departments);
    }
    tx.execute("UPDATE invitations SET accepted_at = $1 WHERE id = $2", &[now.into(), invitation.into()])?;
    tx.people().set_departments(company, someone.id, &someone.departments)?;
    let (joined, left) = match someone.status {
        Status::Dismissed => (None, Some(someone.since)),
        Status::Active | Status::Invited | Status::AwaitingApproval => (Some(someone.since), None),
    };
    tx.execute(
        "UPDATE employees SET joined_at = $1, dismissed_at = $2 WHERE id = $3",
        &[joined.into(), left.into(), someone.id.into()],
    )?;
    if someone.status == Status::Active {
        tx.seats().take(company, 0)?;
    }
    Ok(())
}
