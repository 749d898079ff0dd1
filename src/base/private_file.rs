//! Files that only their owner may read: keys (ASVS 13.3.2).

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

/// Why a file is not taken; the words name it and say what to do.
#[derive(Debug, thiserror::Error)]
pub enum Problem {
    /// It can't be read.
    #[error("cannot read {file}: {error}", file = .path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: io::Error,
    },
    /// Somebody else than its owner could have read it.
    #[error("others may read {file}: run chmod 600 {file}", file = .path.display())]
    OpenToOthers {
        /// The file.
        path: PathBuf,
    },
}

/// What is in the file; `None` where there is none.
///
/// # Errors
/// Where it can't be read, or others than its owner can.
pub fn read(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, Problem> {
    let unreadable = |error| Problem::Unreadable { path: path.to_owned(), error };
    let mut file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        file => file.map_err(unreadable)?,
    };
    if file.metadata().map_err(unreadable)?.permissions().mode() & 0o077 != 0 {
        return Err(Problem::OpenToOthers { path: path.to_owned() });
    }
    let mut bytes = Zeroizing::new(Vec::new());
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    Ok(Some(bytes))
}

/// Makes the file, with its folder; false where it is there already, which stays as it is.
///
/// # Errors
/// Where it can't be written; then there is none.
pub fn make(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = match OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return Ok(false),
        file => file?,
    };
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a key would stand in the way of a whole one.
        let _ = std::fs::remove_file(path);
    }
    written.map(|()| true)
}
