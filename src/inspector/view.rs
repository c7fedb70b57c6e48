use crate::live::Feed;
use crate::store::Listing;

/// One of the two lists over the recording.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// Events, for who checks tracking.
    Events,
    /// Requests, for who writes it.
    Requests,
}

impl View {
    /// The view of that word.
    pub fn parse(word: &str) -> Option<View> {
        [View::Events, View::Requests]
            .into_iter()
            .find(|view| view.word() == word)
    }

    /// `events` or `requests`.
    pub fn word(self) -> &'static str {
        match self {
            View::Events => "events",
            View::Requests => "requests",
        }
    }

    /// `event` or `request`.
    pub fn one(self) -> &'static str {
        match self {
            View::Events => "event",
            View::Requests => "request",
        }
    }

    /// What so many are called.
    pub fn of(self, count: u64) -> &'static str {
        match count {
            1 => self.one(),
            _ => self.word(),
        }
    }

    /// Its heading.
    pub fn title(self) -> &'static str {
        match self {
            View::Events => "Events",
            View::Requests => "Requests",
        }
    }

    /// Where its page is.
    pub fn path(self) -> &'static str {
        match self {
            View::Events => "/inspector/events",
            View::Requests => "/inspector/requests",
        }
    }

    /// Where the API has the same.
    pub fn api(self) -> &'static str {
        match self {
            View::Events => "/inspector/api/v1/events",
            View::Requests => "/inspector/api/v1/requests",
        }
    }

    /// What is counted and searched.
    pub fn listing(self) -> Listing {
        match self {
            View::Events => Listing::Events,
            View::Requests => Listing::Requests,
        }
    }

    /// What it follows live.
    pub fn feed(self) -> Feed {
        match self {
            View::Events => Feed::Events,
            View::Requests => Feed::Requests,
        }
    }
}
