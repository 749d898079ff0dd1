//! How else a search may be meant where it finds nobody: in the other layout of the keyboard, by letters that look
//! alike, or spelled in the other script.

use crate::base::id::CompanyId;
use crate::people::Status;
use crate::people::words::{self, reading, spelling};
use crate::store::{Result, Tx};

/// Spellings of a whole search that are tried.
const TRIED: usize = 4;
/// And those that its first words are combined to.
const COMBINED: usize = 16;

/// What may be meant, the likeliest first; spelled otherwise only as somebody in one of these
/// statuses is called, or a department.
pub fn of(tx: &mut Tx<'_>, company: CompanyId, statuses: &[Status], typed: &str) -> Result<Vec<String>> {
    let mut readings = reading::of(typed);
    readings.extend(spellings(tx, company, statuses, typed)?);
    Ok(readings)
}

/// The words of a search, each as it may be spelled or as it was typed, but not all as they were typed.
fn spellings(tx: &mut Tx<'_>, company: CompanyId, statuses: &[Status], typed: &str) -> Result<Vec<String>> {
    let typed = words::of_search(typed).unwrap_or_default();
    let mut searches = vec![Vec::new()];
    for word in &typed {
        let mut spelled = spelling::of(word, |text| {
            let is_person = tx.people().is_beginning(company, statuses, text)?;
            Ok(is_person || tx.departments().is_beginning(company, text)?)
        })?;
        spelled.push(word.clone());
        let with = |search: &Vec<String>| -> Vec<Vec<String>> {
            spelled.iter().map(|word| search.iter().chain([word]).cloned().collect()).collect()
        };
        searches = searches.iter().flat_map(with).take(COMBINED).collect();
    }
    searches.retain(|search| *search != typed);
    Ok(searches.into_iter().take(TRIED).map(|search| search.join(" ")).collect())
}
