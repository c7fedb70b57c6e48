use std::fmt;

/// The pattern that means e-mail addresses, under whatever name and in whatever text they stand.
pub const EMAILS: &str = "*@*";

/// Which values are masked: a JSON pointer (RFC 6901) in which `*` stands for one step, and `**`
/// for any number of them; or [`EMAILS`]. Names compare without case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    text: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Name(String),
    One,
    Any,
}

/// Why a text is no pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It does not begin with a slash.
    #[error(
        "a pointer begins with /, as in /context/ip or /**/email; e-mail addresses wherever they stand are *@*"
    )]
    NoSlash,
    /// It would mask everything.
    #[error("a pointer has to end in a name: this one would mask everything")]
    Everything,
    /// It has more than 32 steps.
    #[error("a pointer has 32 steps at most")]
    TooLong,
}

impl PatternError {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            PatternError::NoSlash => "redaction-no-slash",
            PatternError::Everything => "redaction-everything",
            PatternError::TooLong => "redaction-too-long",
        }
    }
}

impl Pattern {
    /// Reads `/context/ip`, `/items/*/name`, `/**/email`, `*@*`.
    ///
    /// # Errors
    /// No slash in front, too many steps, or nothing that narrows it.
    pub fn parse(text: &str) -> Result<Pattern, PatternError> {
        if text == EMAILS {
            return Ok(Pattern {
                text: text.to_string(),
                steps: Vec::new(),
            });
        }
        let rest = text.strip_prefix('/').ok_or(PatternError::NoSlash)?;
        let steps: Vec<Step> = rest.split('/').map(Step::read).collect();
        if steps.len() > 32 {
            return Err(PatternError::TooLong);
        }
        match steps.last() {
            Some(Step::Name(name)) if !name.is_empty() => Ok(Pattern {
                text: text.to_string(),
                steps,
            }),
            _ => Err(PatternError::Everything),
        }
    }

    /// The text it was read from.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it means e-mail addresses.
    pub fn is_emails(&self) -> bool {
        self.text == EMAILS
    }

    /// Whether the value that these steps lead to is meant.
    pub(super) fn meets(&self, path: &[String]) -> bool {
        !self.is_emails() && meets(&self.steps, path)
    }
}

impl Step {
    fn read(text: &str) -> Step {
        match text {
            "*" => Step::One,
            "**" => Step::Any,
            name => Step::Name(name.replace("~1", "/").replace("~0", "~").to_lowercase()),
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn meets(steps: &[Step], path: &[String]) -> bool {
    match (steps.split_first(), path.split_first()) {
        (None, None) => true,
        (Some((Step::Any, rest)), _) => (0..=path.len())
            .any(|skipped| path.get(skipped..).is_some_and(|path| meets(rest, path))),
        (Some((Step::One, rest)), Some((_, path))) => meets(rest, path),
        (Some((Step::Name(name), rest)), Some((step, path))) => name == step && meets(rest, path),
        (None, Some(_)) | (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_steps_and_names_compare_without_case() {
        let meets = |pattern: &str, path: &[&str]| {
            let path: Vec<String> = path.iter().map(|step| step.to_lowercase()).collect();
            Pattern::parse(pattern).is_ok_and(|pattern| pattern.meets(&path))
        };
        assert!(meets("/context/ip", &["context", "ip"]));
        assert!(!meets("/context/ip", &["context", "ip", "x"]));
        assert!(meets("/**/Email", &["email"]));
        assert!(meets("/**/email", &["a", "0", "EMAIL"]));
        assert!(meets("/items/*/name", &["items", "3", "name"]));
        assert!(!meets("/items/*/name", &["items", "name"]));
        assert!(meets("/a~1b", &["a/b"]));
        assert!(!meets("*@*", &[]) && !meets("*@*", &["a@b.example"]));
    }

    #[test]
    fn what_would_mask_everything_or_is_no_pointer_is_refused() {
        assert_eq!(Pattern::parse("email"), Err(PatternError::NoSlash));
        for text in ["/", "/**", "/*", "/a/**"] {
            assert_eq!(
                Pattern::parse(text),
                Err(PatternError::Everything),
                "{text}"
            );
        }
        let long = "/a".repeat(33);
        assert_eq!(Pattern::parse(&long), Err(PatternError::TooLong));
    }
}
