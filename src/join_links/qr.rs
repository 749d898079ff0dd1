//! A link as a QR code, drawn as one path, so that the page may keep its strict policy.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// Light modules that must stand around the code (ISO/IEC 18004, 9.1).
const QUIET: usize = 4;

/// A code, ready to be drawn.
pub(super) struct Qr {
    /// Modules along a side, with the quiet zone.
    pub side: usize,
    /// The dark modules.
    pub path: String,
}

/// The code of a text; `None` where it is too long for one.
pub(super) fn of(text: &str) -> Option<Qr> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let width = code.width();
    let mut path = String::new();
    for (y, row) in code.to_colors().chunks(width).enumerate() {
        let mut x = 0;
        for run in row.chunk_by(|one, next| one == next) {
            if run.first() == Some(&Color::Dark) {
                // Writing into a text does not fail.
                let _ = write!(path, "M{} {}h{}v1h-{}z", x + QUIET, y + QUIET, run.len(), run.len());
            }
            x += run.len();
        }
    }
    Some(Qr { side: width + 2 * QUIET, path })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finder_stands_in_the_corner_behind_the_quiet_zone() {
        let qr = of("https://portal.romashka.example/j/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap();
        assert!(qr.side >= 21 + 8, "{}", qr.side);
        assert!(qr.path.starts_with("M4 4h7v1h-7z"), "{}", &qr.path[..40]);
        assert!(qr.path.contains("M4 5h1v1h-1z") && qr.path.contains("M6 6h3v1h-3z"));
    }

    #[test]
    fn what_fits_into_no_code_has_none() {
        assert!(of(&"A".repeat(5000)).is_none());
    }
}
