//! The database as the rest of the program sees it: closures in, answers out.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Arc;
use std::thread;

use tokio::sync::{oneshot, watch};

use super::error::{Error, Result};
use super::queue::Inlet;
use super::{Tx, migrate, postgres, sqlite};

/// Threads that read on SQLite.
const SQLITE_READERS: usize = 2;
/// Connections to PostgreSQL.
const POSTGRES_CONNECTIONS: usize = 8;

/// What becomes of the transaction of a job that has run.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Verdict {
    Keep,
    Undo,
}

/// A closure on its way to a connection and back.
pub(super) trait Job: Send {
    /// Runs the closure; may be called again where the transaction lost against another.
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict;
    /// Whether the closure only reads.
    fn reads(&self) -> bool;
    /// Whether the closure was run at least once.
    fn was_run(&self) -> bool;
    /// Whether the last run asks for another, in a new transaction.
    fn wants_retry(&self) -> bool;
    /// Hands over the answer, or the failure of the commit.
    fn finish(self: Box<Self>, committed: Result<()>);
}

pub(super) type BoxedJob = Box<dyn Job>;
/// Where the writer tells that, and why, it has ended.
pub(super) type Loss = watch::Sender<Option<String>>;

struct Closure<T, F> {
    work: F,
    reads: bool,
    result: Option<Result<T>>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, F> Job for Closure<T, F>
where
    F: Fn(&mut Tx<'_>) -> Result<T> + Send,
    T: Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Verdict {
        // A panic in one closure must not take the connection's thread, and everybody else, with it.
        let result = catch_unwind(AssertUnwindSafe(|| (self.work)(tx)))
            .unwrap_or_else(|_| Err(Error::broken("a transaction panicked")));
        let result = if tx.has_failed() {
            result.and_then(|_| Err(Error::broken("a transaction went on after a statement failed")))
        } else {
            result
        };
        let verdict = if result.is_ok() && !tx.is_undone() { Verdict::Keep } else { Verdict::Undo };
        self.result = Some(result);
        verdict
    }

    fn reads(&self) -> bool {
        self.reads
    }

    fn was_run(&self) -> bool {
        self.result.is_some()
    }

    fn wants_retry(&self) -> bool {
        matches!(&self.result, Some(Err(error)) if error.is_conflict())
    }

    fn finish(self: Box<Self>, committed: Result<()>) {
        let answer = match (self.result, committed) {
            (Some(Err(error)), _) | (_, Err(error)) => Err(error),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(Error::broken("a transaction was never run")),
        };
        // The asker may have gone away; what was done stays done.
        let _ = self.reply.send(answer);
    }
}

/// The database: a cheap handle that everybody clones.
#[derive(Clone)]
pub struct Db {
    writers: Arc<Inlet>,
    readers: Arc<Inlet>,
    loss: watch::Receiver<Option<String>>,
    is_shared: bool,
}

impl Db {
    /// Whether several processes may serve one database at `url`.
    ///
    /// # Errors
    /// Where it names none.
    pub fn is_shared_at(url: &str) -> Result<bool> {
        Ok(matches!(Place::of(url)?, Place::Server(_)))
    }

    /// The file that `url` names, where there is none: to open it would make an empty database.
    ///
    /// # Errors
    /// Where it names no database.
    pub fn missing_file(url: &str) -> Result<Option<&Path>> {
        Ok(match Place::of(url)? {
            Place::File(path) => Some(path).filter(|path| !path.exists()),
            Place::Server(_) => None,
        })
    }

    /// Whether several processes may serve it.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.is_shared
    }

    /// Opens the database at `url` (`sqlite:PATH` or `postgres://…`) and brings its schema up to date. Blocks
    /// until that is done.
    ///
    /// # Errors
    /// Where it can't be reached or made, or was written by a newer version.
    pub fn open(url: &str) -> Result<Self> {
        match Place::of(url)? {
            Place::File(path) => {
                if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
                    private_folder(folder).map_err(|error| {
                        Error::broken(format!("cannot make {}: {error}", folder.display()))
                    })?;
                }
                let mut writer = open_file(path)?;
                migrate::sqlite(&mut writer)?;
                Self::on_file(path, writer)
            }
            Place::Server(settings) => {
                on_own_thread(|| migrate::postgres(&mut settings.connect()?))?;
                Self::on_server(&settings)
            }
        }
    }

    /// Opens the database at `url` as it is and changes nothing; `None` where there is none yet.
    ///
    /// # Errors
    /// Where it can't be reached, or was written by another version.
    pub fn open_existing(url: &str) -> Result<Option<Self>> {
        match Place::of(url)? {
            Place::File(path) if !path.exists() => takes_files(path).map(|()| None),
            Place::File(path) => {
                let writer = open_file(path)?;
                migrate::sqlite_stands(&writer)?.then(|| Self::on_file(path, writer)).transpose()
            }
            Place::Server(settings) => {
                let stands = on_own_thread(|| migrate::postgres_stands(&mut settings.connect()?))?;
                stands.then(|| Self::on_server(&settings)).transpose()
            }
        }
    }

    fn on_file(path: &Path, mut writer: rusqlite::Connection) -> Result<Self> {
        let (writers, jobs) = Inlet::new();
        let (teller, loss) = watch::channel(None);
        spawn("sqlite-writer", move || sqlite::write_jobs(&mut writer, &jobs, &teller))?;
        let (readers, jobs) = Inlet::new();
        for _ in 0..SQLITE_READERS {
            let (path, jobs) = (path.to_owned(), Arc::clone(&jobs));
            spawn("sqlite-reader", move || sqlite::read_jobs(&path, &jobs))?;
        }
        Ok(Self { writers, readers, loss, is_shared: false })
    }

    fn on_server(settings: &postgres::Settings) -> Result<Self> {
        let (writers, jobs) = Inlet::new();
        for _ in 0..POSTGRES_CONNECTIONS {
            let (settings, jobs) = (settings.clone(), Arc::clone(&jobs));
            spawn("postgres", move || postgres::run_jobs(&settings, &jobs))?;
        }
        // A server looks after its disk itself.
        let (_, loss) = watch::channel(None);
        Ok(Self { readers: Arc::clone(&writers), writers, loss, is_shared: true })
    }

    /// Runs `work` in one transaction and answers after it is committed for good.
    pub async fn write<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        send(&self.writers, false, work).await
    }

    /// Waits until the database is lost for this process. Only a new start, which reads what is really on
    /// the disk, helps then.
    pub async fn lost(&self) {
        let mut loss = self.loss.clone();
        let is_lost = loss.wait_for(Option::is_some).await.is_ok();
        if !is_lost {
            std::future::pending::<()>().await;
        }
    }

    /// Why it is lost, where it is.
    #[must_use]
    pub fn loss(&self) -> Option<String> {
        self.loss.borrow().clone()
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        self.read(|tx| tx.query_one("SELECT 1", &[], |row| row.get::<i64>(0)).map(drop)).await
    }

    /// Runs `work`, which only reads, on one snapshot.
    pub async fn read<T, F>(&self, work: F) -> Result<T>
    where
        F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        send(&self.readers, true, work).await
    }
}

/// Where a database is.
pub(super) enum Place<'a> {
    File(&'a Path),
    Server(Box<postgres::Settings>),
}

impl<'a> Place<'a> {
    pub(super) fn of(url: &'a str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Ok(Self::Server(Box::new(postgres::Settings::parse(url)?)))
        } else if let Some(path) = url.strip_prefix("sqlite:") {
            Ok(Self::File(Path::new(path.trim_start_matches("//"))))
        } else {
            Err(Error::broken("database_url must begin with sqlite: or postgres://"))
        }
    }
}

fn open_file(path: &Path) -> Result<rusqlite::Connection> {
    sqlite::open_writer(path).map_err(|error| error.within(&path.display().to_string()))
}

/// The client of a server blocks, which a thread that runs async code may not.
pub(super) fn on_own_thread<T: Send>(work: impl FnOnce() -> Result<T> + Send) -> Result<T> {
    thread::scope(|scope| scope.spawn(work).join())
        .unwrap_or_else(|_| Err(Error::broken("opening the database panicked")))
}

async fn send<T, F>(queue: &Inlet, reads: bool, work: F) -> Result<T>
where
    F: Fn(&mut Tx<'_>) -> Result<T> + Send + 'static,
    T: Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    queue.put(Box::new(Closure { work, reads, result: None, reply }))?;
    answer.await.unwrap_or_else(|_| Err(Error::unavailable("the database is closed")))
}

fn spawn(name: &str, life: impl FnOnce() + Send + 'static) -> Result<()> {
    thread::Builder::new()
        .name(name.to_owned())
        .spawn(life)
        .map(drop)
        .map_err(|error| Error::broken(format!("cannot start a thread: {error}")))
}

/// Whether the nearest folder above a file that is not there yet takes files.
fn takes_files(path: &Path) -> Result<()> {
    let mut above =
        path.ancestors().skip(1).map(|folder| if folder == Path::new("") { Path::new(".") } else { folder });
    match above.find_map(|folder| Some((folder, std::fs::metadata(folder).ok()?))) {
        Some((_, about)) if about.is_dir() && !about.permissions().readonly() => Ok(()),
        Some((folder, _)) => {
            Err(Error::broken(format!("{} takes no files: choose another folder", folder.display())))
        }
        None => Err(Error::broken(format!("there is no folder for {}", path.display()))),
    }
}

/// Makes a folder that only its owner may look into: there are people's data in it.
pub(super) fn private_folder(folder: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)
}
