//! A portal of its own for each test, and the people who use it over HTTP, each with his browser.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use collega::app;
use collega::base::clock::{ManualClock, SharedClock, Timestamp};
use collega::base::email_address::EmailAddress;
use collega::base::id::{CompanyId, DepartmentId, EmployeeId};
use collega::base::random::SeededRandom;
use collega::config::Config;
use collega::history::{Actor, Channel};
use collega::i18n::Language;
use collega::mail::smtp::{Cause, Failure, Kind, Phase};
use collega::people::store::NewEmployee;
use collega::people::{Role, Status};
use collega::portal::SharedPortal;
use collega::setup::{self, NewPortal};
use collega::store::{Result, Tx};
use collega::structure::create;
use collega::suppressions::Reason;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::browserless::Browserless;
use super::databases::TestDatabase;
use super::folder::Folder;
use super::letter::ReceivedLetter;

/// 23 November 2026, 09:00 in Moscow: when each test begins.
const START: Timestamp = Timestamp(1_795_413_600_000);
/// Everybody's password, long enough for the rules.
pub const PASSWORD: &str = "семь сорок пять утра";
/// The administrator that every portal has.
pub const ADMIN: (&str, &str) = ("Анна Орлова", "anna@romashka.example");

/// A running portal. Its clock stands still until the test moves it; letters go out when the test
/// says so.
pub struct TestPortal {
    /// Its inside, for looking into the database.
    pub portal: SharedPortal,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// `http://127.0.0.1:PORT`.
    pub url: String,
    /// The company.
    pub company: CompanyId,
    /// The administrator.
    pub admin_id: EmployeeId,
    stop: CancellationToken,
    _folder: Folder,
}

impl TestPortal {
    /// A portal with the company «Ромашка» and its administrator Анна Орлова.
    pub async fn new(database: &TestDatabase) -> Self {
        Self::with(database, |_| {}).await
    }

    /// The same with other settings.
    pub async fn with(database: &TestDatabase, adjust: impl FnOnce(&mut Config)) -> Self {
        let bare = BarePortal::start(database, adjust).await;
        let hash = bare.portal.hasher.hash(PASSWORD).await.unwrap();
        let new = NewPortal {
            company: "Ромашка".to_owned(),
            public_url: bare.url.clone(),
            language: Language::Ru,
            time_zone: "Europe/Moscow".to_owned(),
            max_employees: None,
            max_online: None,
            admin_email: EmailAddress::parse(ADMIN.1).unwrap(),
            admin_name: ADMIN.0.to_owned(),
            admin_password: hash,
            key_mark: bare.portal.key.mark(),
        };
        let outcome =
            bare.portal.write(move |tx| setup::set_up(tx, &new, Channel::Web, START)).await.unwrap();
        let setup::Outcome::Created { company, administrator } = outcome else { panic!("{outcome:?}") };
        let BarePortal { portal, clock, url, stop, folder } = bare;
        Self { portal, clock, url, company, admin_id: administrator, stop, _folder: folder }
    }

    /// A stranger's browser that asks for Russian pages.
    pub fn stranger(&self) -> Browserless {
        Browserless::new(&self.url, "ru")
    }

    /// A stranger's browser that asks for English pages.
    pub fn foreigner(&self) -> Browserless {
        Browserless::new(&self.url, "en")
    }

    /// The administrator, signed in.
    pub async fn admin(&self) -> Browserless {
        self.signed_in(ADMIN.1).await
    }

    /// A new employee of the root department, at work and signed in.
    pub async fn employee(&self, name: &str, email: &str) -> Browserless {
        self.add_employee(name, email).await;
        self.signed_in(email).await
    }

    /// Signs somebody in through the page, as he would.
    pub async fn signed_in(&self, email: &str) -> Browserless {
        let browser = self.stranger();
        let page = browser.get("/sign-in").await;
        let page = browser.submit(&page, "/sign-in", &[("email", email), ("password", PASSWORD)]).await;
        assert!(!page.path().starts_with("/sign-in"), "{email} cannot sign in: {}", page.text());
        browser
    }

    /// The mail server can't be reached at present.
    pub fn lose_mail_server(&self) {
        let (kind, cause) = (Kind::Temporary, Cause::Unreachable);
        let failure = Failure { phase: Phase::Connect, kind, cause, reply: None, text: String::new() };
        self.portal.mail.learn_refused(&failure, self.portal.now(), 0);
    }

    /// Somebody has asked not to be written to.
    pub async fn silence(&self, email: &str) {
        let (company, address, now) = (self.company, EmailAddress::parse(email).unwrap(), self.portal.now());
        self.write(move |tx| tx.suppressions().insert(company, &address, Reason::OptedOut, "", now)).await;
    }

    /// Adds an employee at work without a browser.
    pub async fn add_employee(&self, name: &str, email: &str) -> EmployeeId {
        let hash = self.portal.hasher.hash(PASSWORD).await.unwrap();
        let (company, name, address) = (self.company, name.to_owned(), EmailAddress::parse(email).unwrap());
        self.write(move |tx| {
            let id = tx.people().insert(
                &NewEmployee {
                    company,
                    email: address.as_str(),
                    email_key: address.key(),
                    name: &name,
                    status: Status::Active,
                    role: Role::Employee,
                    language: Language::Ru,
                    time_zone: "Europe/Moscow",
                    join_link: None,
                },
                START,
            )?;
            let id = id.expect("the address is free");
            tx.people().count(company, Status::Active, id.0, 1)?;
            tx.passwords().set(company, id, &hash)?;
            let root = tx.departments().root(company)?;
            tx.people().set_departments(company, id, &[root.id])?;
            tx.seats().take(company, 0)?;
            Ok(id)
        })
        .await
    }

    /// Adds somebody without a password who is in a department, whether or not he is at work.
    pub async fn add_person(&self, email: &str, status: Status, department: DepartmentId) -> EmployeeId {
        let (company, now, address) = (self.company, self.portal.now(), EmailAddress::parse(email).unwrap());
        self.write(move |tx| {
            let new = NewEmployee {
                company,
                email: address.as_str(),
                email_key: address.key(),
                name: "Некто Без-Пароля",
                status: Status::Active,
                role: Role::Employee,
                language: Language::Ru,
                time_zone: "Europe/Moscow",
                join_link: None,
            };
            let id = tx.people().insert(&new, now)?.expect("the address is free");
            tx.people().count(company, Status::Active, id.0, 1)?;
            tx.people().set_departments(company, id, &[department])?;
            if status == Status::Active {
                tx.seats().take(company, 0)?;
            } else {
                tx.people().change_status(company, id, Status::Active, status, now)?;
            }
            if status == Status::AwaitingApproval {
                tx.execute("UPDATE employees SET joined_at = NULL WHERE id = $1", &[id.into()])?;
            }
            Ok(id)
        })
        .await
    }

    /// Adds a department below another, or below the company.
    pub async fn add_department(&self, name: &str, parent: Option<DepartmentId>) -> DepartmentId {
        let (company, now, name) = (self.company, self.portal.now(), name.to_owned());
        self.write(move |tx| {
            let company = tx.companies().find(company)?.unwrap();
            let root = tx.departments().root(company.id)?.id;
            let (actor, parent) = (Actor::portal(company.id), parent.unwrap_or(root));
            let outcome = create::create(tx, &actor, &company, parent, &name, now)?;
            let create::Outcome::Created(id) = outcome else { panic!("{outcome:?}") };
            Ok(id)
        })
        .await
    }

    /// Runs `work` in the database.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    ) -> T {
        self.portal.write(work).await.unwrap()
    }

    /// One number out of the database.
    pub async fn number(&self, sql: &'static str) -> i64 {
        self.portal.read(move |tx| tx.query_one(sql, &[], |row| row.get(0))).await.unwrap()
    }

    /// Moves the clock.
    pub fn advance(&self, duration: Duration) {
        self.clock.advance(duration);
    }

    /// Sends what is due and gives all letters that have landed in the mailbox so far.
    pub async fn letters(&self) -> Vec<ReceivedLetter> {
        app::deliver_due(&self.portal).await.unwrap();
        let raw: Vec<Vec<u8>> = self
            .portal
            .read(|tx| tx.query("SELECT raw FROM mailbox_messages ORDER BY id", &[], |row| row.get(0)))
            .await
            .unwrap();
        raw.iter().map(|raw| ReceivedLetter::parse(raw)).collect()
    }

    /// The latest letter to an address.
    pub async fn letter_to(&self, email: &str) -> ReceivedLetter {
        let letters = self.letters().await;
        letters
            .into_iter()
            .rfind(|letter| letter.to == email)
            .unwrap_or_else(|| panic!("no letter to {email}"))
    }
}

impl Drop for TestPortal {
    fn drop(&mut self) {
        self.stop.cancel();
    }
}

/// A running portal that nobody has set up yet.
pub struct BarePortal {
    /// Its inside.
    pub portal: SharedPortal,
    /// Its clock.
    pub clock: Arc<ManualClock>,
    /// Where it is.
    pub url: String,
    stop: CancellationToken,
    folder: Folder,
}

impl BarePortal {
    /// Starts it on a free port.
    pub async fn start(database: &TestDatabase, adjust: impl FnOnce(&mut Config)) -> Self {
        static SEED: AtomicU64 = AtomicU64::new(1);
        collega::base::tls::install_provider();
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let folder = Folder::new("portal");
        let mut config = Config {
            database_url: database.url.clone(),
            secret_key_file: folder.path().join("secret.key").display().to_string(),
            public_url: Some(url.clone()),
            ..Config::default()
        };
        adjust(&mut config);
        let clock = Arc::new(ManualClock::new(START));
        let random = Arc::new(SeededRandom::new(SEED.fetch_add(1, Ordering::Relaxed)));
        let shared: SharedClock = Arc::clone(&clock) as SharedClock;
        let portal = app::open(config, shared, random).await.unwrap();
        let stop = CancellationToken::new();
        tokio::spawn(app::answer(Arc::clone(&portal), listener, stop.clone()));
        Self { portal, clock, url, stop, folder }
    }
}
