//! Looking ahead without looking twice.

use crate::base::email_address::is_at_sign;

/// What is looked for: each kind has its own memory.
const KINDS: usize = 7;

/// The nearest mark of each kind on the line, remembered until it is passed.
///
/// A text of a thousand opening brackets asks a thousand times for the one that closes. Each answer
/// holds for every question asked before that place, so the line is gone over once for each kind.
pub(super) struct Ahead<'t> {
    text: &'t str,
    known: [Option<Sight>; KINDS],
    /// How many octets were looked at.
    #[cfg(test)]
    pub visited: usize,
}

/// The answer to every question asked between `from` and `until`.
#[derive(Clone, Copy)]
struct Sight {
    from: usize,
    until: usize,
    found: Option<char>,
}

impl<'t> Ahead<'t> {
    pub fn new(text: &'t str) -> Self {
        Self {
            text,
            known: [None; KINDS],
            #[cfg(test)]
            visited: 0,
        }
    }

    /// Where the quotes opened by `open` close, and the mark that closes them.
    pub fn closing_quote(&mut self, open: char, from: usize) -> Option<(usize, char)> {
        match open {
            '"' => self.find(0, from, |c, before| c == '"' && before != Some('\\')),
            '“' => self.find(1, from, |c, _| c == '”'),
            '„' => self.find(2, from, |c, _| matches!(c, '“' | '”')),
            '«' => self.find(3, from, |c, _| c == '»'),
            _ => None,
        }
    }

    pub fn closing_bracket(&mut self, from: usize) -> Option<usize> {
        self.find(4, from, |c, _| c == '>').map(|(at, _)| at)
    }

    pub fn opening_bracket(&mut self, from: usize) -> Option<usize> {
        self.find(5, from, |c, _| c == '<').map(|(at, _)| at)
    }

    pub fn at_sign(&mut self, from: usize) -> Option<usize> {
        self.find(6, from, |c, _| is_at_sign(c)).map(|(at, _)| at)
    }

    fn find(
        &mut self,
        kind: usize,
        from: usize,
        wanted: impl Fn(char, Option<char>) -> bool,
    ) -> Option<(usize, char)> {
        let sight = match self.known[kind] {
            Some(sight) if (sight.from..=sight.until).contains(&from) => sight,
            _ => self.look(from, wanted),
        };
        self.known[kind] = Some(sight);
        sight.found.map(|mark| (sight.until, mark))
    }

    fn look(&mut self, from: usize, wanted: impl Fn(char, Option<char>) -> bool) -> Sight {
        let mut before = None;
        let mut sight = Sight { from, until: self.text.len(), found: None };
        for (offset, c) in self.text[from..].char_indices() {
            if matches!(c, '\n' | '\r') || wanted(c, before) {
                sight.until = from + offset;
                sight.found = (!matches!(c, '\n' | '\r')).then_some(c);
                break;
            }
            before = Some(c);
        }
        #[cfg(test)]
        {
            self.visited += sight.until - from + 1;
        }
        sight
    }
}
