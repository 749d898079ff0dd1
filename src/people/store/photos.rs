//! SQL of photos.

use super::People;
use crate::base::id::{CompanyId, EmployeeId};
use crate::people::photo::{Developed, Size};
use crate::store::Result;

impl People<'_, '_> {
    /// Keeps a photo in the place of the one before; its version, which no photo of this person had before.
    pub fn set_photo(&mut self, company: CompanyId, id: EmployeeId, photo: &Developed) -> Result<i64> {
        let version: i64 = self.0.query_one(
            "UPDATE employees SET photos = photos + 1, photo_version = photos + 1 \
             WHERE id = $1 AND company_id = $2 RETURNING photo_version",
            &[id.into(), company.into()],
            |row| row.get(0),
        )?;
        self.0.execute(
            "INSERT INTO employee_photos (employee_id, company_id, version, small, large) \
             VALUES ($1, $2, $3, $4, $5) ON CONFLICT (employee_id) \
             DO UPDATE SET version = excluded.version, small = excluded.small, large = excluded.large",
            &[id.into(), company.into(), version.into(), (&photo.small).into(), (&photo.large).into()],
        )?;
        Ok(version)
    }

    /// Takes a photo away; false where there is none.
    pub fn remove_photo(&mut self, company: CompanyId, id: EmployeeId) -> Result<bool> {
        self.0.execute(
            "UPDATE employees SET photo_version = NULL WHERE id = $1 AND company_id = $2",
            &[id.into(), company.into()],
        )?;
        let rows = self.0.execute(
            "DELETE FROM employee_photos WHERE employee_id = $1 AND company_id = $2",
            &[id.into(), company.into()],
        )?;
        Ok(rows > 0)
    }

    /// The bytes of a photo in one size, as long as this version is shown.
    pub fn photo(
        &mut self,
        company: CompanyId,
        id: EmployeeId,
        version: i64,
        size: Size,
    ) -> Result<Option<Vec<u8>>> {
        let column = match size {
            Size::Small => "small",
            Size::Large => "large",
        };
        self.0.query_opt(
            &format!(
                "SELECT {column} FROM employee_photos WHERE employee_id = $1 AND company_id = $2 AND version = $3"
            ),
            &[id.into(), company.into(), version.into()],
            |row| row.get(0),
        )
    }
}
