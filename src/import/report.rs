use serde::{Deserialize, Serialize};

use crate::told::counted;

/// What an export has in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Checked {
    /// How many requests.
    pub requests: u64,
    /// How many lines.
    pub lines: u64,
}

/// What was taken in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct ImportReport {
    /// How many requests.
    pub requests: u64,
    /// The cursor that the first of them has now; null if there is none.
    pub first: Option<i64>,
    /// The cursor that the last of them has now.
    pub last: Option<i64>,
    /// The cursor that the first of them had.
    pub was_first: Option<i64>,
    /// The cursor that the last of them had.
    pub was_last: Option<i64>,
    /// How many rows that are no requests were left out: they say what was done to the other
    /// recording.
    pub left_out: u64,
    /// Whether personal data, keys and cookies were masked when it was exported.
    pub masked: bool,
}

impl ImportReport {
    /// It in a sentence.
    pub fn told(&self) -> String {
        let Self {
            first: Some(first),
            last: Some(last),
            was_first: Some(was_first),
            was_last: Some(was_last),
            ..
        } = self
        else {
            return "no request is in it".into();
        };
        let requests = match self.requests {
            1 => "1 request is".into(),
            many => format!("{many} requests are"),
        };
        let moved = match first == was_first && last == was_last {
            true => "as they were".into(),
            false => format!("they were {was_first} to {was_last}"),
        };
        let mut told = format!("{requests} imported, with the cursors {first} to {last} ({moved})");
        if self.left_out > 0 {
            told.push_str(&format!(
                "; {} of what was done to the other recording {} left out",
                counted(self.left_out, "row", "rows"),
                if self.left_out == 1 { "is" } else { "are" }
            ));
        }
        if self.masked {
            told.push_str("; keys and personal data were masked when it was exported, so that events are explained without them");
        }
        told
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_which_cursors_they_have_now() {
        let report = ImportReport {
            requests: 3,
            first: Some(11),
            last: Some(14),
            was_first: Some(1),
            was_last: Some(4),
            left_out: 2,
            masked: false,
        };
        assert_eq!(
            report.told(),
            "3 requests are imported, with the cursors 11 to 14 (they were 1 to 4); 2 rows of what \
             was done to the other recording are left out"
        );
        assert_eq!(ImportReport::default().told(), "no request is in it");
    }
}
