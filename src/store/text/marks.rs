use crate::store::event_hash;

/// What is indexed beside the words of a text. The mark in front is no letter, so that no word is
/// ever taken for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// The known user.
    User,
    /// The visitor.
    Visitor,
    /// The visit.
    Visit,
    /// The event's own id.
    Message,
    /// A word of the page's address.
    Url,
}

impl Mark {
    /// Those of ids, in the order in which an event names them: user, visitor, visit, itself.
    pub const IDS: [Mark; 4] = [Mark::User, Mark::Visitor, Mark::Visit, Mark::Message];

    /// The mark. Not of ASCII: to the tokeniser it is a part of the word.
    pub fn as_str(self) -> &'static str {
        match self {
            Mark::User => "¤u",
            Mark::Visitor => "¤a",
            Mark::Visit => "¤s",
            Mark::Message => "¤m",
            Mark::Url => "§",
        }
    }

    /// An id as it is indexed: whatever is in it, as a hash.
    pub fn id(self, id: &str) -> String {
        format!("{}{}", self.as_str(), event_hash::of_text(id))
    }
}
