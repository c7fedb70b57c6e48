use std::fmt::{self, Write};

use super::Files;
use super::json_words::cut;
use super::position::position;
use crate::told::terminal::harmless;

/// One thing that is wrong with a workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file, relative to the workspace's folder.
    pub file: String,
    /// Line and column, both from 1; none where the whole file is meant.
    pub position: Option<(usize, usize)>,
    /// JSON pointer to the value, where it is JSON; `""` for the whole.
    pub pointer: String,
    /// What is wrong and what was expected.
    pub message: String,
}

/// All that is wrong with a workspace.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} in the workspace", count(.0.len()))]
pub struct Problems(pub Vec<Problem>);

fn count(problems: usize) -> String {
    if problems == 1 {
        "1 problem".into()
    } else {
        format!("{problems} problems")
    }
}

impl Problem {
    /// A problem with a whole file.
    pub fn of_file(file: &str, message: impl Into<String>) -> Problem {
        Problem {
            file: file.into(),
            position: None,
            pointer: String::new(),
            message: message.into(),
        }
    }

    /// A problem with the value at a JSON pointer.
    pub fn at(file: &str, pointer: impl Into<String>, message: impl Into<String>) -> Problem {
        Problem {
            pointer: pointer.into(),
            ..Problem::of_file(file, message)
        }
    }
}

impl Problems {
    /// The same, each with its place in its file.
    pub fn placed(mut self, files: &Files) -> Problems {
        for problem in &mut self.0 {
            let text = files.0.get(&problem.file);
            if let (Some(text), None) = (text, problem.position)
                && !problem.pointer.is_empty()
            {
                problem.position = position(text.trim_start_matches('\u{feff}'), &problem.pointer);
            }
        }
        self
    }
}

impl fmt::Display for Problem {
    /// On one line. The names of files and keys come from whoever made the workspace: nothing in
    /// them may steer the terminal.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = self.file.clone();
        if let Some((line, column)) = self.position {
            let _ = write!(text, ":{line}:{column}");
        }
        if !self.pointer.is_empty() {
            let _ = write!(text, " at {}", cut(&self.pointer));
        }
        let _ = write!(text, ": {}", self.message);
        f.write_str(&harmless(&text))
    }
}
