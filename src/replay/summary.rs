use serde::Serialize;

use super::Compared;

/// How many differences are told at most.
const MOST: usize = 100;

/// What became of a replay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Where requests were sent.
    pub to: String,
    /// How many were.
    pub sent: u64,
    /// How many were answered as recorded.
    pub same: u64,
    /// How many with another status.
    pub other_status: u64,
    /// How many with the same status and another body.
    pub other_body: u64,
    /// How many were not answered.
    pub failed: u64,
    /// How many were not sent, because their bodies were not recorded whole.
    pub left_out: u64,
    /// How many were sent with the times that they had, because none was found in them.
    pub not_shifted: u64,
    /// Whether it was stopped before all were.
    pub stopped: bool,
    /// The first that differ.
    pub differences: Vec<Difference>,
}

/// A request that was answered otherwise than recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its cursor.
    pub cursor: i64,
    /// Its method.
    pub method: String,
    /// Its path, as recorded.
    pub path: String,
    /// The status that was recorded; 0 if nothing was answered.
    pub was: u16,
    /// The status of now; none if it was not answered.
    pub is: Option<u16>,
    /// Why it was not, if it was not.
    pub reason: Option<String>,
}

impl Summary {
    /// Nothing yet.
    pub fn new(to: &str) -> Summary {
        Summary {
            to: to.into(),
            ..Summary::default()
        }
    }

    /// Whether every request was sent and answered as recorded.
    pub fn is_same(&self) -> bool {
        self.sent == self.same
    }

    /// Whether there was nothing to send.
    pub fn is_of_nothing(&self) -> bool {
        self.sent == 0 && self.left_out == 0 && !self.stopped
    }

    /// Counts an answer.
    pub fn answered(&mut self, compared: Compared, difference: Difference) {
        self.sent += 1;
        match compared {
            Compared::Same => {
                self.same += 1;
                return;
            }
            Compared::OtherStatus => self.other_status += 1,
            Compared::OtherBody => self.other_body += 1,
        }
        self.tell(difference);
    }

    /// Counts a request that was not answered.
    pub fn failed(&mut self, difference: Difference) {
        self.sent += 1;
        self.failed += 1;
        self.tell(difference);
    }

    fn tell(&mut self, difference: Difference) {
        if self.differences.len() < MOST {
            self.differences.push(difference);
        }
    }
}
