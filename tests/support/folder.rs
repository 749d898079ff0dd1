//! Folders that vanish with the test.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::wait;

static COUNT: AtomicUsize = AtomicUsize::new(0);

/// A fresh folder, removed when dropped.
pub struct Folder(PathBuf);

impl Folder {
    /// Makes one whose name begins with `purpose`.
    pub fn new(purpose: &str) -> Self {
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{purpose}-{}-{number}", std::process::id());
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&path);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A program that used it may be writing its last while it ends.
        wait::happens_in_time(|| std::fs::remove_dir_all(&self.0).is_ok() || !self.0.exists());
    }
}
