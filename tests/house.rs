//! The rules of the house that the compiler does not know, each with a sample that breaks it.

mod arrows;
mod documents;
mod form;
mod pages;
mod source;
mod words;

/// Passes when nobody complains.
#[track_caller]
fn assert_no_complaints(complaints: &[String]) {
    assert!(complaints.is_empty(), "\n{}\n", complaints.join("\n"));
}
