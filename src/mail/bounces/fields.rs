//! Fields of the form `Name: value`, folded or not, as reports hold them beside their own headers.

/// A field: its name in small letters, and its value in one line.
pub(super) type Field = (String, String);

/// More fields than this in one block say nothing more.
const MAX_FIELDS: usize = 500;

/// The blocks of fields in a text, parted by empty lines.
pub(super) fn blocks(text: &str) -> Vec<Vec<Field>> {
    let mut blocks: Vec<Vec<Field>> = vec![Vec::new()];
    let mut count = 0;
    for line in text.lines().map(|line| line.trim_end_matches('\r')) {
        let Some(block) = blocks.last_mut() else { break };
        if line.trim().is_empty() {
            if !block.is_empty() {
                blocks.push(Vec::new());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, value)) = block.last_mut() {
                value.push(' ');
                value.push_str(line.trim());
            }
        } else if let Some(field) = field(line) {
            count += 1;
            if count > MAX_FIELDS {
                break;
            }
            block.push(field);
        }
    }
    blocks.retain(|block| !block.is_empty());
    blocks
}

fn field(line: &str) -> Option<Field> {
    let (name, value) = line.split_once(':')?;
    let name = name.trim_end();
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic());
    is_name.then(|| (name.to_ascii_lowercase(), value.trim().to_owned()))
}

/// The first value of a name, which is given in small letters.
pub(super) fn value<'a>(fields: &'a [Field], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_unfolded_and_parted() {
        let blocks = blocks(
            "Reporting-MTA : dns; a\r\n\r\n\n action: failed\nDiagnostic-CODE: smtp;\n\t550 no\n 5.1.1\nrubbish\n",
        );
        assert_eq!(blocks.len(), 2);
        assert_eq!(value(&blocks[0], "reporting-mta"), Some("dns; a"));
        assert_eq!(value(&blocks[1], "diagnostic-code"), Some("smtp; 550 no 5.1.1"));
        assert_eq!(value(&blocks[1], "action"), None, "a line that goes on after nothing is no field");
    }
}
