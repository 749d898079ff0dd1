//! A form that stood open while others wrote: what was not touched on it stays as they wrote it, and where two
//! changed the same, the second is asked (a three-way merge, as optimistic concurrency control has it).

use std::str::FromStr;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::failure::Failure;
use super::forms::Errors;
use crate::i18n::{Locale, Zone};

/// The fields of a form by their names, as a browser sends them.
pub type Fields = Vec<(String, String)>;

/// The hidden field that carries what stood on the form when it was shown.
pub const SHOWN: &str = "shown";

/// What became of a form that was sent.
#[derive(Debug, Eq, PartialEq)]
pub struct Merged {
    /// What it asks for, with all that was not touched as it is now.
    pub fields: Fields,
    /// The first field of each group that was changed otherwise meanwhile.
    pub clashes: Vec<&'static str>,
}

/// What stands on a form, for its hidden field.
#[must_use]
pub fn mark(fields: &Fields) -> String {
    serde_json::to_string(fields).unwrap_or_default()
}

/// The first value of a field; nothing where it was not sent.
#[must_use]
pub fn value(fields: &Fields, name: &str) -> String {
    all(fields, name).next().unwrap_or_default().to_owned()
}

/// All values of a field.
pub fn all<'a>(fields: &'a Fields, name: &str) -> impl Iterator<Item = &'a str> {
    fields.iter().filter(move |(it, _)| it == name).map(|(_, value)| value.as_str())
}

/// The same as numbers of things.
///
/// # Errors
/// One of them is none.
pub fn numbers<T: FromStr>(fields: &Fields, name: &str) -> Result<Vec<T>, Failure> {
    all(fields, name).map(str::parse).collect::<Result<_, _>>().map_err(|_| Failure::Malformed)
}

/// The same with the time zone by its name, where its city was typed.
#[must_use]
pub fn with_zone(mut fields: Fields) -> Fields {
    for (name, typed) in &mut fields {
        if name == "time_zone" {
            *typed = Zone::typed(typed).unwrap_or_else(|| std::mem::take(typed));
        }
    }
    fields
}

/// Puts together what was sent and what is there at `present`. The fields of one of `groups` stand or fall together;
/// a form without a mark asks for all that it says.
#[must_use]
pub fn merge(sent: Fields, present: &Fields, groups: &[&[&'static str]]) -> Merged {
    let mut merged = Merged { fields: sent, clashes: Vec::new() };
    let Ok(shown) = serde_json::from_str::<Fields>(&value(&merged.fields, SHOWN)) else { return merged };
    for group in groups {
        let [was, asked, is] = [&shown, &merged.fields, present].map(|fields| of_group(fields, group));
        if asked == was {
            merged.fields.retain(|(name, _)| !group.contains(&name.as_str()));
            let kept = present.iter().filter(|(name, _)| group.contains(&name.as_str())).cloned();
            merged.fields.extend(kept);
        } else if is != was && is != asked {
            merged.clashes.extend(group.first());
        }
    }
    merged
}

/// The same for a form of which each field stands for itself; then what to say where two changed the same, with what
/// `words` makes of what is there now.
#[must_use]
pub fn merge_each<F: DeserializeOwned + Default + Serialize>(
    locale: Locale,
    sent: Fields,
    present: &F,
    names: &[&'static str],
    words: impl Fn(&str, String) -> String,
) -> (F, Errors) {
    let groups: Vec<&[&'static str]> = names.iter().map(std::slice::from_ref).collect();
    let present = fields_of(present);
    let merged = merge(sent, &present, &groups);
    let now = |name: &str| clash_words(locale, &words(name, value(&present, name)));
    let errors = merged.clashes.iter().map(|name| (*name, now(name))).collect();
    (form_of(&merged.fields), errors)
}

/// The fields of a form that is made of texts; a box that is not ticked has none.
#[must_use]
pub fn fields_of(form: &impl Serialize) -> Fields {
    let Ok(Value::Object(fields)) = serde_json::to_value(form) else { return Fields::new() };
    fields.into_iter().filter_map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
}

/// The form that these are the fields of: what was not sent, or is empty, is as in an empty form.
#[must_use]
pub fn form_of<F: DeserializeOwned + Default>(fields: &Fields) -> F {
    let mut form = Map::new();
    for (name, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        form.entry(name).or_insert_with(|| value.as_str().into());
    }
    serde_json::from_value(Value::Object(form)).unwrap_or_default()
}

/// What to say of a field that two changed, with what it is now.
#[must_use]
pub fn clash_words(locale: Locale, present: &str) -> String {
    if present.is_empty() {
        locale.t("form-emptied-meanwhile")
    } else {
        locale.named("form-changed-meanwhile", present)
    }
}

/// What a group says: its values in an order of their own, without those that are empty.
fn of_group(fields: &Fields, group: &[&str]) -> Vec<(String, String)> {
    let of = fields.iter().filter(|(name, _)| group.contains(&name.as_str()));
    let mut said: Vec<_> =
        of.map(|(name, value)| (name.clone(), value.trim().replace("\r\n", "\n"))).collect();
    said.retain(|(_, value)| !value.is_empty());
    said.sort_unstable();
    said
}

#[cfg(test)]
mod tests {
    use serde::{Deserialize, Serialize};

    use super::{Fields, Merged, SHOWN, fields_of, form_of, mark, merge};

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn merged(shown: &[(&str, &str)], sent: &[(&str, &str)], present: &[(&str, &str)]) -> Merged {
        let mut sent = fields(sent);
        sent.push((SHOWN.to_owned(), mark(&fields(shown))));
        let mut merged = merge(sent, &fields(present), &[&["phone"], &["day", "month"], &["department"]]);
        merged.fields.retain(|(name, _)| name != SHOWN);
        merged.fields.sort();
        merged
    }

    #[test]
    fn what_was_not_touched_stays_as_others_wrote_it() {
        let shown = [("phone", "1"), ("department", "4"), ("department", "5")];
        let sent = [("department", "5"), ("phone", " 2"), ("department", "4")];
        let now = merged(&shown, &sent, &[("phone", "1"), ("department", "7")]);
        let fields = fields(&[("department", "7"), ("phone", " 2")]);
        assert_eq!(now, Merged { fields, clashes: Vec::new() });
    }

    #[test]
    fn what_two_changed_is_asked_about() {
        let now = merged(&[("phone", "1")], &[("phone", "2")], &[("phone", "3")]);
        assert_eq!(now, Merged { fields: fields(&[("phone", "2")]), clashes: vec!["phone"] });
        let alike = merged(&[("phone", "1")], &[("phone", "3")], &[("phone", "3")]);
        assert!(alike.clashes.is_empty(), "both wished the same");
        let emptied = merged(&[("phone", "1")], &[("phone", "2")], &[]);
        assert_eq!(emptied.clashes, ["phone"]);
    }

    #[test]
    fn fields_of_a_group_stand_together() {
        let shown = [("day", "1"), ("month", "2")];
        let now = merged(&shown, &[("day", "30"), ("month", "3")], &[("day", "1"), ("month", "4")]);
        assert_eq!(now.clashes, ["day"]);
        let kept = merged(&shown, &shown, &[]);
        assert!(kept.fields.is_empty(), "{kept:?}");
    }

    #[test]
    fn a_form_comes_back_as_its_fields_say() {
        #[derive(Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
        #[serde(default)]
        struct Form {
            name: String,
            ticked: Option<String>,
        }
        let form = Form { name: "Сбыт".to_owned(), ticked: None };
        assert_eq!(fields_of(&form), fields(&[("name", "Сбыт")]));
        let sent = fields(&[("ticked", "1"), ("name", ""), ("name", "Склад"), ("other", "x")]);
        assert_eq!(form_of::<Form>(&sent), Form { name: "Склад".to_owned(), ticked: Some("1".to_owned()) });
        assert_eq!(form_of::<Form>(&fields(&[("ticked", "")])), Form::default());
    }

    #[test]
    fn a_form_without_a_mark_is_taken_as_it_is() {
        let sent = fields(&[("phone", "2")]);
        let now = merge(sent.clone(), &fields(&[("phone", "3")]), &[&["phone"]]);
        assert_eq!(now, Merged { fields: sent, clashes: Vec::new() });
    }
}
