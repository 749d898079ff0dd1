//! Copies of the database: made while it is in use, and put back in its place.

use std::fs::{self, File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use super::db::{Db, Place, on_own_thread, private_folder};
use super::error::{Error, Result};
use super::{postgres, sqlite};
use crate::base::clock::Timestamp;

/// How long it is waited until the threads that had the copy open are gone.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often that is looked at.
const LOOK: Duration = Duration::from_millis(20);
const IN_USE: &str = "the database is in use: stop the portal and all commands first";
const OF_A_SERVER: &str = "a server keeps this database: it has tools of its own for backups";

/// A copy of a backup that lies beside the database and is to take its place. The database is locked until then.
/// Dropped before, the copy is gone and nothing has changed.
pub struct Staged {
    copy: PathBuf,
    place: PathBuf,
    /// Holds the lock; nothing where there is no database yet.
    held: Option<Connection>,
}

impl Db {
    /// Writes a copy of the database at `url`, as it is at this moment, into a new file that only its owner may read;
    /// how many bytes. The portal may run meanwhile. The copy knows that it was made `now`.
    ///
    /// # Errors
    /// Where there is no database, the file is there already or can't be written, or a server keeps the database.
    pub fn back_up(url: &str, file: &Path, now: Timestamp) -> Result<u64> {
        let Place::File(path) = Place::of(url)? else { return Err(Error::broken(OF_A_SERVER)) };
        if !path.exists() {
            return Err(Error::broken(format!("there is no database at {}", path.display())));
        }
        copy(path, file, Some(now))
    }

    /// Lays a copy of a backup beside the database at `url`, where it can be opened and made ready.
    ///
    /// # Errors
    /// Where the backup is none, the present database is in use, or a server keeps the database.
    pub fn stage(url: &str, backup: &Path) -> Result<Staged> {
        let Place::File(place) = Place::of(url)? else { return Err(Error::broken(OF_A_SERVER)) };
        check_is_backup(backup)?;
        let same = fs::canonicalize(backup).ok().zip(fs::canonicalize(place).ok());
        if same.is_some_and(|(backup, place)| backup == place) {
            return Err(Error::broken(format!(
                "{} is the present database, no backup of it",
                backup.display()
            )));
        }
        if let Some(folder) = place.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            private_folder(folder).map_err(|error| unwritten(folder, &error))?;
        }
        let held = if place.exists() { Some(hold(place)?) } else { None };
        let staged = Staged { copy: with_end(place, ".restoring"), place: place.to_owned(), held };
        staged.clear();
        copy(backup, &staged.copy, None)?;
        Ok(staged)
    }

    /// Makes sure that nobody uses the database at `url`, as far as can be known.
    ///
    /// # Errors
    /// Where somebody does, or it can't be reached.
    pub fn check_unused(url: &str) -> Result<()> {
        match Place::of(url)? {
            Place::File(path) if path.exists() => hold(path).map(drop),
            Place::File(_) => Ok(()),
            Place::Server(settings) => match on_own_thread(|| postgres::others(&settings))? {
                0 => Ok(()),
                _ => Err(Error::broken(IN_USE)),
            },
        }
    }
}

impl Staged {
    /// The copy, as a database is named.
    #[must_use]
    pub fn url(&self) -> String {
        format!("sqlite:{}", self.copy.display())
    }

    /// Puts the copy in the place of the database, which is kept beside it under a name with this end; that name, where
    /// there was one.
    ///
    /// # Errors
    /// Where the copy is still in use, or a file can't be written; then nothing is changed.
    pub fn put_in_place(self, end: &str) -> Result<Option<PathBuf>> {
        settle(&self.copy)?;
        let kept = with_end(&self.place, end);
        if self.held.is_some() {
            // A second name first: at no moment is there no database.
            fs::hard_link(&self.place, &kept).map_err(|error| unwritten(&kept, &error))?;
        }
        let placed = fs::rename(&self.copy, &self.place).and_then(|()| match self.place.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => File::open(folder)?.sync_all(),
            _ => Ok(()),
        });
        placed.map_err(|error| unwritten(&self.place, &error))?;
        Ok(self.held.is_some().then_some(kept))
    }

    fn clear(&self) {
        for end in ["", "-wal", "-shm", "-journal"] {
            let _ = fs::remove_file(with_end(&self.copy, end));
        }
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        self.clear();
    }
}

fn with_end(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn unwritten(path: &Path, error: &std::io::Error) -> Error {
    let path = path.display();
    Error::broken(match error.kind() {
        std::io::ErrorKind::AlreadyExists => format!("{path} is there already: choose another name"),
        _ => format!("cannot write {path}: {error}"),
    })
}

/// Copies all that is committed into a new file; how many bytes.
fn copy(from: &Path, to: &Path, made_at: Option<Timestamp>) -> Result<u64> {
    let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to);
    let file = made.map_err(|error| unwritten(to, &error))?;
    let copied = sqlite::copy_into(from, to).and_then(|()| made_at.map_or(Ok(()), |at| mark(to, at)));
    let copied = copied.and_then(|()| {
        let size = file.sync_all().and_then(|()| file.metadata()).map_err(|error| unwritten(to, &error))?;
        Ok(size.len())
    });
    if copied.is_err() {
        let _ = fs::remove_file(to);
    }
    copied
}

/// Writes into a copy when it was made. One of an earlier version has no place for it: then the latest that it tells
/// of has to do.
fn mark(copy: &Path, made_at: Timestamp) -> Result<()> {
    let connection = Connection::open(copy).map_err(sqlite::error)?;
    let has_place = "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'backup_mark')";
    if connection.query_row(has_place, [], |row| row.get(0)).map_err(sqlite::error)? {
        let mark = "INSERT INTO backup_mark (id, made_at) VALUES (1, ?1) \
                    ON CONFLICT (id) DO UPDATE SET made_at = excluded.made_at";
        connection.execute(mark, [made_at.0]).map_err(sqlite::error)?;
    }
    Ok(())
}

/// Whether the file is a database that a portal has written.
fn check_is_backup(file: &Path) -> Result<()> {
    if !file.exists() {
        return Err(Error::broken(format!("there is no file {}", file.display())));
    }
    let found = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).and_then(|it| {
        it.query_row("SELECT name FROM schema_migrations LIMIT 1", [], |row| row.get::<_, String>(0))
            .optional()
    });
    match found {
        Ok(Some(_)) => Ok(()),
        _ => Err(Error::broken(format!("{} is no backup of collega", file.display()))),
    }
}

/// Locks a database that nobody else has open, and folds what stands in the file beside it into it: a database leaves
/// the mode that has such a file only where it is alone.
fn hold(path: &Path) -> Result<Connection> {
    let connection = Connection::open(path).map_err(sqlite::error)?;
    let mode = connection.busy_timeout(Duration::ZERO).and_then(|()| {
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))
    });
    match mode {
        Ok(mode) if mode == "delete" => {}
        Err(error) if !sqlite::error_of(&error).is_temporary() => {
            return Err(sqlite::error(error).within(&path.display().to_string()));
        }
        _ => return Err(Error::unavailable(IN_USE)),
    }
    connection.execute_batch("BEGIN EXCLUSIVE").map_err(|_| Error::unavailable(IN_USE))?;
    Ok(connection)
}

/// Waits until the threads of this process have closed a copy, so that all of it stands in its one file.
fn settle(copy: &Path) -> Result<()> {
    let begun = Instant::now();
    loop {
        match hold(copy) {
            Ok(_) => return Ok(()),
            Err(error) if !error.is_temporary() || begun.elapsed() > PATIENCE => return Err(error),
            Err(_) => thread::sleep(LOOK),
        }
    }
}
