//! Fills a portal's database with a company of any size, by the product's own functions: what is measured
//! must be what it would have written itself.

use std::hash::{DefaultHasher, Hasher as _};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use anyhow::{Context as _, Result, anyhow};
use collega::base::clock::Timestamp;
use collega::base::id::{CompanyId, DepartmentId, EmployeeId};
use collega::history::{Action, Actor, Subject};
use collega::i18n::Language;
use collega::invitations::store::NewInvitation;
use collega::mail::outbox::Delivery;
use collega::people::store::NewEmployee;
use collega::people::{Role, Status};
use collega::store::{Db, Error, Tx};

use super::names::{Dice, Teller, Told};
use crate::portal::{Portal, copy};

/// Of so many people a hundred are at work.
const ROUND: usize = 117;
/// People who are written in one transaction.
const AT_ONCE: usize = 5000;
/// Those who lead and those who invite are the same in companies of every size.
const ADMINISTRATORS: usize = 60;
const INVITERS: usize = 50;
const DAY: i64 = 86_400_000;
const COMPANY: CompanyId = CompanyId(1);
/// The department that is the company itself.
const ROOT: DepartmentId = DepartmentId(1);
/// Where filled databases are kept.
const KEPT: &str = "target/bench-people";
/// The administrator who was there first; after him come those who are added.
const FIRST: EmployeeId = EmployeeId(1);

const DIVISIONS: [&str; 10] = [
    "Продажи",
    "Производство",
    "Логистика",
    "Разработка",
    "Финансы",
    "Кадры",
    "Маркетинг",
    "Закупки",
    "Customer Service",
    "Research",
];
const BRANCHES: [&str; 7] = ["Север", "Юг", "Центр", "Сибирь", "Урал", "Europe", "Asia"];
const TEAMS: usize = 6;

/// What the pages are asked about; the same in companies of every size.
pub struct Known {
    /// A division with those below it.
    pub division: i64,
    /// The department where most people work.
    pub largest: i64,
    /// One of the smallest.
    pub smallest: i64,
    pub inviter: i64,
    /// Somebody at work, and his address.
    pub someone: i64,
    pub email: String,
    pub mobile: String,
}

/// Somebody with his number.
type Numbered = (usize, Told);

/// Fills the database of a portal that does not run: so many people at work, and the others that a
/// company of that size has. It takes minutes, so what was filled once is kept, with its key, until what is
/// told of them changes; a newer schema is what the portal makes of it at its start.
pub fn fill(portal: &Portal, active: usize) -> Result<Known> {
    let kept = Path::new(KEPT).join(format!("{active}-{:016x}", version()?));
    let (database, key) = (kept.join("collega.db"), kept.join("secret.key"));
    if !database.exists() {
        let begun = kept.with_extension("begun");
        std::fs::create_dir_all(&begun)?;
        let unfinished = begun.join("collega.db");
        copy(&portal.database(), &unfinished)?;
        add_all(&unfinished, active)?;
        rusqlite::Connection::open(&unfinished)?.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        std::fs::copy(portal.key(), begun.join("secret.key"))?;
        std::fs::rename(&begun, &kept)?;
    }
    portal.take_over(&database, &key)?;
    known(active)
}

/// What the contents of a filled database follow from.
fn version() -> Result<u64> {
    let files = [
        "bench/src/people/crowd.rs",
        "bench/src/people/names.rs",
        "src/base/phone.rs",
        "src/people/words.rs",
        "src/people/words/parts.rs",
    ];
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(&std::fs::read(file)?);
    }
    Ok(hasher.finish())
}

/// What can be asked of everybody's data, without looking at any.
fn known(active: usize) -> Result<Known> {
    let (mut teller, mut found) = (Teller::new(), None);
    for number in 0..active.min(1000) {
        let told = teller.next();
        if number > 300 && status(number) == Status::Active && !told.mobile.is_empty() {
            found = Some((number, told));
            break;
        }
    }
    let (number, told) = found.context("too few people")?;
    let first = ROOT.0 + 1;
    let all = i64::try_from(DIVISIONS.len() * (1 + BRANCHES.len() * (1 + TEAMS)))?;
    Ok(Known {
        division: first,
        largest: first + 1,
        smallest: ROOT.0 + all,
        inviter: FIRST.0 + 1,
        someone: FIRST.0 + 1 + i64::try_from(number)?,
        email: told.email,
        mobile: told.mobile,
    })
}

fn add_all(database: &Path, active: usize) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let db = Db::open(&format!("sqlite:{}", database.display()))?;
    let now = now()?;
    let departments = Arc::new(runtime.block_on(db.write(move |tx| departments(tx, now)))?);
    let mut teller = Teller::new();
    let all: Vec<usize> = (0..active / 100 * ROUND).collect();
    for numbers in all.chunks(AT_ONCE) {
        let people: Arc<Vec<Numbered>> =
            Arc::new(numbers.iter().map(|number| (*number, teller.next())).collect());
        let places = Arc::clone(&departments);
        runtime.block_on(
            db.write(move |tx| people.iter().try_for_each(|someone| add(tx, &places, someone, now))),
        )?;
    }
    Ok(())
}

fn now() -> Result<Timestamp> {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH)?;
    Ok(Timestamp(i64::try_from(since.as_millis()).map_err(|error| anyhow!("{error}"))?))
}

/// Ten divisions, seven branches in each, six teams in each of these: 500 departments.
fn departments(tx: &mut Tx<'_>, now: Timestamp) -> collega::store::Result<Vec<DepartmentId>> {
    let root = tx.departments().root(COMPANY)?.id;
    let mut all = Vec::new();
    let mut add = |tx: &mut Tx<'_>, parent: DepartmentId, name: &str| {
        let id = tx.departments().insert(COMPANY, Some(parent), name, now)?.unwrap_or(root);
        all.push(id);
        Ok::<_, Error>(id)
    };
    for division in DIVISIONS {
        let parent = add(tx, root, division)?;
        for branch in BRANCHES {
            let parent = add(tx, parent, &format!("{division}, {branch}"))?;
            for team in 1..=TEAMS {
                add(tx, parent, &format!("{branch} {team}"))?;
            }
        }
    }
    Ok(all)
}

fn status(number: usize) -> Status {
    match number % ROUND {
        100..110 => Status::Invited,
        110..115 => Status::Dismissed,
        115.. => Status::AwaitingApproval,
        _ => Status::Active,
    }
}

fn add(
    tx: &mut Tx<'_>,
    departments: &[DepartmentId],
    (number, told): &Numbered,
    now: Timestamp,
) -> collega::store::Result<()> {
    // The generator of one number begins far from that of the next.
    let mut dice = Dice::new(number.wrapping_mul(0x9e37_79b9_7f4a_7c15) as u64);
    dice.roll(2);
    let status = status(*number);
    let language = if told.is_russian { Language::Ru } else { Language::En };
    let days = i64::try_from(dice.roll(1500)).unwrap_or(0);
    let since = Timestamp(now.0 - days * DAY - i64::try_from(dice.roll(86_400)).unwrap_or(0) * 1000);
    let role = if *number < ADMINISTRATORS { Role::Administrator } else { Role::Employee };
    let new = NewEmployee {
        company: COMPANY,
        email: &told.email,
        email_key: &told.email,
        name: &told.name,
        status,
        role,
        language,
        time_zone: "Europe/Moscow",
        join_link: None,
    };
    let id = tx.people().insert(&new, since)?.ok_or_else(|| Error::broken("the address is taken"))?;
    tx.people().count(COMPANY, status, id.0, 1)?;
    let mut own = vec![departments[1 + dice.lean(departments.len() - 1)]];
    if dice.roll(10) == 0 {
        own.push(departments[dice.roll(departments.len())]);
    }
    own.sort_unstable();
    own.dedup();
    if status == Status::Invited {
        return invite(tx, told, id, &own, &mut dice, now);
    }
    let mut person = tx.people().find(COMPANY, id)?.ok_or_else(|| Error::broken("nobody is there"))?;
    person.patronymic.clone_from(&told.patronymic);
    told.position.clone_into(&mut person.position);
    person.mobile_phone.clone_from(&told.mobile);
    tx.people().set_details(&person, &told.email)?;
    tx.people().set_departments(COMPANY, id, &own)?;
    if status == Status::Active {
        tx.seats().take(COMPANY, 0)?;
    }
    if status == Status::Dismissed {
        let dates = [Timestamp(since.0 - 100 * DAY).into(), since.into(), id.into()];
        tx.execute("UPDATE employees SET joined_at = $1, dismissed_at = $2 WHERE id = $3", &dates)?;
    }
    let actor = Actor::portal(COMPANY);
    tx.history().record(&actor, Action::Joined, Subject::Employee(id), "", since)
}

fn invite(
    tx: &mut Tx<'_>,
    told: &Told,
    employee: EmployeeId,
    departments: &[DepartmentId],
    dice: &mut Dice,
    now: Timestamp,
) -> collega::store::Result<()> {
    let inviter = EmployeeId(FIRST.0 + 1 + i64::try_from(dice.lean(INVITERS)).unwrap_or(0));
    let delivery = match dice.roll(20) {
        0 => Delivery::Failed,
        1 => Delivery::Deferred,
        2 | 3 => Delivery::None,
        _ => Delivery::Sent,
    };
    // Sent up to four weeks ago, good for two.
    let ago = i64::try_from(dice.roll(28 * 86_400)).unwrap_or(0) * 1000;
    let at = Timestamp(now.0 - ago);
    let new = NewInvitation {
        company: COMPANY,
        employee,
        batch: None,
        inviter,
        email: &told.email,
        email_key: &told.email,
        name: &told.name,
        language: if told.is_russian { Language::Ru } else { Language::En },
        note: "",
        channel: "mail_service",
        delivery,
        expires_at: Timestamp(at.0 + 14 * DAY),
    };
    let id = tx.invitations().insert(&new, at)?.ok_or_else(|| Error::broken("an invitation lives"))?;
    tx.invitations().add_departments(COMPANY, id, departments)?;
    for department in departments {
        tx.departments().count(COMPANY, *department, Status::Invited, id.0, 1)?;
    }
    if matches!(delivery, Delivery::Failed | Delivery::Sent) {
        let state = if delivery == Delivery::Failed { "failed" } else { "accepted" };
        let reason = (delivery == Delivery::Failed).then_some("bad_address");
        tx.execute(
            "INSERT INTO letters (company_id, kind, subject_id, sender_id, email, email_key, name, language, \
             message_id, priority, state, created_at, next_attempt_at, finished_at, reason) \
             VALUES ($1, 'invitation', $2, $3, $4, $5, $6, 'ru', $7, 1, $8, $9, $10, $11, $12)",
            &[
                COMPANY.into(),
                id.into(),
                new.inviter.into(),
                (&told.email).into(),
                (&told.email).into(),
                (&told.name).into(),
                (&format!("<{}@bench.example>", id.0)).into(),
                state.into(),
                at.into(),
                at.into(),
                at.into(),
                reason.into(),
            ],
        )?;
    }
    tx.history().record(&Actor::portal(COMPANY), Action::Invited, Subject::Invitation(id), "", at)
}
