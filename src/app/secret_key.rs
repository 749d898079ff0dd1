//! The installation's key: made once, and bound to the database by its mark. Started with another key, or
//! with none, the portal would refuse every link that it ever sent, and nobody would know why.

use std::path::Path;

use anyhow::{Context as _, bail};

use crate::base::private_file;
use crate::base::random::{self, SharedRandom};
use crate::base::secret::SecretKey;
use crate::store::Db;

/// How a key that is not there comes back.
const RESTORE: &str = "the links of all letters so far depend on it. Restore it from a backup; where it is lost \
                       for good, run collega replace-key";

/// The key, made where there was no portal yet, and bound to the portal.
///
/// # Errors
/// Where the portal was set up with another key, or the file is missing, damaged or open to others.
pub(super) async fn take_up(db: &Db, path: &Path, random: &SharedRandom) -> anyhow::Result<SecretKey> {
    let is_set_up = db.read(|tx| tx.installation().is_set_up()).await?;
    let key = match read(path)? {
        Some(key) => key,
        None if is_set_up => bail!("{} is missing, and {RESTORE}", path.display()),
        None => make(path, random)?,
    };
    check(db, path, &key).await?;
    bind(db, &key, false).await?;
    Ok(key)
}

/// The key of a portal that stands; nothing is made and nothing bound.
///
/// # Errors
/// As [`take_up`], and where there is none yet.
pub(super) async fn look_at(db: &Db, path: &Path) -> anyhow::Result<SecretKey> {
    let key = read(path)?.with_context(|| format!("{} is missing", path.display()))?;
    check(db, path, &key).await?;
    Ok(key)
}

/// Goes on with whatever key there is, or a new one: every link sent so far stops working. False where it is
/// the right key, so that nothing changes.
///
/// # Errors
/// Where the file can't be read or made.
pub(super) async fn replace(db: &Db, path: &Path, random: &SharedRandom) -> anyhow::Result<bool> {
    let key = match read(path)? {
        Some(key) => key,
        None => make(path, random)?,
    };
    if check(db, path, &key).await.is_ok() {
        return Ok(false);
    }
    bind(db, &key, true).await?;
    Ok(true)
}

async fn check(db: &Db, path: &Path, key: &SecretKey) -> anyhow::Result<()> {
    let known = db.read(|tx| tx.installation().key_mark()).await?;
    match known {
        Some(known) if known != key.mark() => {
            bail!("{} is not the key that this portal was set up with, and {RESTORE}", path.display())
        }
        _ => Ok(()),
    }
}

async fn bind(db: &Db, key: &SecretKey, anew: bool) -> anyhow::Result<()> {
    let mark = key.mark();
    Ok(db.write(move |tx| tx.installation().bind_key(&mark, anew)).await?)
}

/// The key in the file; `None` where there is no file.
fn read(path: &Path) -> anyhow::Result<Option<SecretKey>> {
    let Some(bytes) = private_file::read(path)? else { return Ok(None) };
    let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| {
        anyhow::anyhow!("{} is not a key of 32 bytes: restore it from a backup; where there is none, put it away and run collega \
             replace-key",
            path.display())
    })?;
    Ok(Some(SecretKey::new(bytes)))
}

/// Makes a key; where another process was quicker, its key is the one.
fn make(path: &Path, random: &SharedRandom) -> anyhow::Result<SecretKey> {
    let fresh = random::bytes32(&**random);
    if private_file::make(path, &fresh).with_context(|| format!("cannot make {}", path.display()))? {
        return Ok(SecretKey::new(fresh));
    }
    read(path)?.with_context(|| format!("cannot read {}", path.display()))
}
