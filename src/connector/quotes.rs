/// Whether a letter of a path or a condition stands in quotes.
#[derive(Default)]
pub struct Quotes {
    open: Option<char>,
    escaped: bool,
}

impl Quotes {
    /// Whether `letter`, the next one, is in quotes or is one.
    pub fn hold(&mut self, letter: char) -> bool {
        match self.open {
            Some(_) if self.escaped => self.escaped = false,
            Some(_) if letter == '\\' => self.escaped = true,
            Some(end) if letter == end => self.open = None,
            Some(_) => {}
            None if letter == '\'' || letter == '"' => self.open = Some(letter),
            None => return false,
        }
        true
    }
}
