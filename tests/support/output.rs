use serde_json::Value;

/// What a process that ended left.
#[derive(Debug, Clone)]
pub struct Output {
    /// The exit code; none if a signal ended it.
    pub code: Option<i32>,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Output {
    /// Both streams.
    pub fn text(&self) -> String {
        format!("{}{}", self.stdout, self.stderr)
    }

    /// Fails the test if the process panicked.
    pub fn assert_no_panic(&self) {
        assert_no_panic(&self.text());
    }
}

/// Fails the test if a panic or a backtrace is in a log.
pub fn assert_no_panic(log: &str) {
    for sign in ["panicked at", "stack backtrace", "RUST_BACKTRACE"] {
        assert!(!log.contains(sign), "{sign:?} in the log:\n{log}");
    }
}

/// Fails the test if a line of a log has the level ERROR, be it for a person or JSON.
pub fn assert_no_error_line(log: &str) {
    for line in log.lines() {
        let json: Option<Value> = serde_json::from_str(line).ok();
        let is_error = match json {
            Some(json) => json.get("level") == Some(&"ERROR".into()),
            None => line.split_whitespace().take(2).any(|word| word == "ERROR"),
        };
        assert!(!is_error, "an error in the log: {line}\n{log}");
    }
}
