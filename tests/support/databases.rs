//! A private database for each test, on either engine, cloned from one that was migrated once.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use collega::base::id::CompanyId;
use collega::store::{Db, Result, Tx};
use postgres::{Client, NoTls};

use super::environment::exported;
use super::folder::Folder;

/// The database engines, each of which must behave alike.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

/// Makes two tests, `NAME::sqlite` and `NAME::postgres`, out of each
/// `async fn NAME(database: &TestDatabase)` of the module.
macro_rules! on_both_engines {
    ($($name:ident),+ $(,)?) => {$(
        mod $name {
            use $crate::support::databases::{Engine, run};

            #[test]
            fn sqlite() {
                run(Engine::Sqlite, super::$name);
            }

            #[test]
            fn postgres() {
                run(Engine::Postgres, super::$name);
            }
        }
    )+};
}
pub(crate) use on_both_engines;

/// Runs `test` on a database of its own.
pub fn run(engine: Engine, test: impl AsyncFnOnce(&TestDatabase)) {
    let database = TestDatabase::new(engine);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(test(&database));
}

/// A database that nobody else uses; gone when dropped, also after a panic.
pub struct TestDatabase {
    /// What `database_url` says.
    pub url: String,
    /// The open database.
    pub db: Db,
    /// Its engine.
    pub engine: Engine,
    place: Place,
}

/// What must be cleared away afterwards.
enum Place {
    Folder { _folder: Folder },
    Postgres { name: String },
}

impl TestDatabase {
    /// Makes a migrated, empty database.
    pub fn new(engine: Engine) -> Self {
        let (url, place) = match engine {
            Engine::Sqlite => sqlite(),
            Engine::Postgres => postgres(),
        };
        let db = Db::open(&url).unwrap();
        Self { url, db, engine, place }
    }
}

/// Letters can't be written while this is there.
pub struct Locked(Option<Lock>);

enum Lock {
    Sqlite { _connection: rusqlite::Connection },
    Postgres { _client: Box<Client> },
}

impl Drop for Locked {
    fn drop(&mut self) {
        outside_async(|| drop(self.0.take()));
    }
}

impl TestDatabase {
    /// Keeps letters from being written, once whoever writes some has done so.
    pub fn lock_letters(&self) -> Locked {
        outside_async(|| {
            let lock = if let Some(file) = self.url.strip_prefix("sqlite:") {
                let connection = rusqlite::Connection::open(file).unwrap();
                connection.busy_timeout(std::time::Duration::from_secs(20)).unwrap();
                connection.execute_batch("BEGIN IMMEDIATE").unwrap();
                Lock::Sqlite { _connection: connection }
            } else {
                let mut client = Client::connect(&self.url, NoTls).unwrap();
                client.batch_execute("BEGIN; LOCK TABLE letters IN SHARE ROW EXCLUSIVE MODE").unwrap();
                Lock::Postgres { _client: Box::new(client) }
            };
            Locked(Some(lock))
        })
    }

    /// The server of the database lets nobody in, and puts out who is: as while it is started anew.
    pub fn shut(&self) {
        let name = self.name();
        administer(&format!("ALTER DATABASE {name} ALLOW_CONNECTIONS false"));
        administer(&format!(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        ));
    }

    /// It is open again.
    pub fn open_again(&self) {
        administer(&format!("ALTER DATABASE {} ALLOW_CONNECTIONS true", self.name()));
    }

    fn name(&self) -> &str {
        match &self.place {
            Place::Postgres { name } => name,
            Place::Folder { .. } => panic!("a file has no server"),
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Postgres { name } = self {
            administer(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
        }
    }
}

static COUNT: AtomicUsize = AtomicUsize::new(0);

fn sqlite() -> (String, Place) {
    let folder = Folder::new("database");
    let file = folder.path().join("collega.db");
    std::fs::copy(sqlite_template(), &file).unwrap();
    (format!("sqlite:{}", file.display()), Place::Folder { _folder: folder })
}

fn sqlite_template() -> &'static Path {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let template = path.join(format!("template-{}.db", std::process::id()));
        let _ = std::fs::remove_file(&template);
        let folder = Folder::new("migrated");
        let migrated = folder.path().join("collega.db");
        let _open = Db::open(&format!("sqlite:{}", migrated.display())).unwrap();
        // A plain copy could miss what still stands in the write-ahead log.
        rusqlite::Connection::open(migrated)
            .and_then(|connection| connection.execute("VACUUM INTO ?1", [template.to_str()]))
            .unwrap();
        template
    })
}

fn postgres() -> (String, Place) {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    let process = std::process::id();
    let template = TEMPLATE.get_or_init(|| {
        let template = format!("collega_template_{process}");
        administer(&format!("DROP DATABASE IF EXISTS {template}"));
        administer(&format!("CREATE DATABASE {template} TEMPLATE template0 ENCODING 'UTF8'"));
        Db::open(&postgres_url(&template)).unwrap();
        template
    });
    let name = format!("collega_test_{process}_{}", COUNT.fetch_add(1, Ordering::Relaxed));
    administer(&format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy"));
    (postgres_url(&name), Place::Postgres { name })
}

/// The address of database `name` on the server that `./test` started.
fn postgres_url(name: &str) -> String {
    let url = exported("COLLEGA_TEST_POSTGRES_URL");
    let (server, _) = url.rsplit_once('/').expect("a URL that ends with the name of a database");
    format!("{server}/{name}")
}

/// Runs one statement on the server itself; one at a time, as a template may have one user only.
fn administer(sql: &str) {
    static SERVER: Mutex<Option<Client>> = Mutex::new(None);
    outside_async(|| {
        let mut server = SERVER.lock().unwrap_or_else(PoisonError::into_inner);
        let client = server.get_or_insert_with(|| {
            Client::connect(&exported("COLLEGA_TEST_POSTGRES_URL"), NoTls)
                .expect("PostgreSQL does not answer: run ./test")
        });
        client.batch_execute(sql).unwrap_or_else(|error| panic!("{sql}: {error:?}"));
    });
}

/// Runs `blocking` on a thread of its own: the client of PostgreSQL blocks, which async code may not.
fn outside_async<T: Send>(blocking: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| scope.spawn(blocking).join())
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

/// A company that nothing but its name is known of, besides the one of a portal or without any.
pub fn bare_company(tx: &mut Tx<'_>, name: &str, host: &str) -> Result<CompanyId> {
    tx.query_one(
        "INSERT INTO companies (name, public_url, host, language, time_zone, plan_name, created_at) \
         VALUES ($1, $2, $3, 'ru', 'UTC', '', 0) RETURNING id",
        &[name.into(), format!("http://{host}").as_str().into(), host.into()],
        |row| row.get(0),
    )
}
