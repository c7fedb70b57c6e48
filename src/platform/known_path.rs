use super::Platform;

/// A path that a platform serves: for the map of paths in the docs, and to tell the nearest one
/// when none matches. `{name}` stands for one segment.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownPath {
    /// Whose it is.
    pub platform: Platform,
    /// The methods it takes, preflights aside.
    pub methods: &'static [&'static str],
    /// The path, beginning with `/`.
    pub path: &'static str,
    /// What it is for, in a few words.
    pub about: &'static str,
}

impl KnownPath {
    /// Whether `path` is this path; `{name}` takes any one segment that is not empty.
    pub fn matches(&self, path: &str) -> bool {
        let (mut pattern, mut segments) = (self.path.split('/'), path.split('/'));
        loop {
            match (pattern.next(), segments.next()) {
                (None, None) => return true,
                (Some(known), Some(segment)) => {
                    let any = known.starts_with('{') && !segment.is_empty();
                    if !any && known != segment {
                        return false;
                    }
                }
                _ => return false,
            }
        }
    }
}
