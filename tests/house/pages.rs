//! What pages may not hold, so that the content security policy can be strict.

use super::assert_no_complaints;
use super::source::{File, files};

#[test]
fn pages_hold_no_inline_style_or_script() {
    let pages = files("templates").into_iter().filter(|file| !file.path.starts_with("templates/letters/"));
    let complaints: Vec<_> = pages.flat_map(|file| inline(&file)).collect();
    assert_no_complaints(&complaints);
}

fn inline(file: &File) -> Vec<String> {
    let mut complaints = Vec::new();
    for (at, line) in file.text.lines().enumerate() {
        if line.contains("<style") || attributes(line).any(|name| name == "style") {
            complaints.push(file.complain(at + 1, "style stands in assets/, not in pages"));
        }
        if line
            .split("<script")
            .skip(1)
            .any(|tag| !tag.split('>').next().unwrap_or_default().contains("src="))
        {
            complaints.push(file.complain(at + 1, "scripts stand in assets/, not in pages"));
        }
        if attributes(line).any(|name| name.starts_with("on") && name.len() > 4) {
            complaints.push(file.complain(at + 1, "handlers are bound in assets/, by data- attributes"));
        }
    }
    complaints
}

/// The words before each `=`, such as the names of attributes.
fn attributes(line: &str) -> impl Iterator<Item = &str> {
    line.split('=').filter_map(|before| {
        let name = before.rsplit([' ', '"', '\'', '\t']).next()?;
        (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())).then_some(name)
    })
}

#[test]
fn bad_samples_are_found() {
    let bad = "<p style=\"x\">\n<a onclick='x'>\n<script>a</script>\n<style>";
    assert_eq!(inline(&File::sample("templates/x.html", bad)).len(), 4);
    let good = "<script type=module src=\"/a.js\"></script><option value=\"on\"><p data-style=\"a\" class='b'>once = 1";
    assert_eq!(inline(&File::sample("templates/x.html", good)), Vec::<String>::new());
}
