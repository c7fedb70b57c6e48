use crate::inspector::PageError;

/// What a detail shows at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tab {
    /// What happened, and the key facts.
    Summary,
    /// Everything worth telling.
    Findings,
    /// What the visitor decided.
    Consent,
    /// What its destinations would have been sent.
    Connectors,
    /// What was sent, as a tree.
    Payload,
    /// The request it came in.
    Request,
    /// What was answered.
    Answer,
    /// Both to the letter.
    Raw,
    /// The difference from another one.
    Compare,
}

/// A tab, as the page offers it.
#[derive(Debug)]
pub struct TabLink {
    /// Which.
    pub tab: Tab,
    /// Where its panel is.
    pub href: String,
    /// How much is in it, in a word or two.
    pub count: Option<String>,
}

/// Which part of a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fragment {
    /// All of it.
    Page,
    /// The detail, without the frame around it.
    Detail,
    /// The open panel alone.
    Panel,
}

impl Tab {
    /// All tabs of an event, in their order.
    pub const EVENT: [Tab; 9] = [
        Tab::Summary,
        Tab::Findings,
        Tab::Consent,
        Tab::Connectors,
        Tab::Payload,
        Tab::Request,
        Tab::Answer,
        Tab::Raw,
        Tab::Compare,
    ];

    /// All tabs of a request, in their order.
    pub const REQUEST: [Tab; 5] = [
        Tab::Summary,
        Tab::Findings,
        Tab::Request,
        Tab::Answer,
        Tab::Raw,
    ];

    /// The one of `tabs` that is asked for; the summary for one that is not there, so that the tab
    /// of an event may be asked of a request.
    ///
    /// # Errors
    /// A word that is no tab at all.
    pub fn asked(word: Option<&str>, tabs: &[Tab]) -> Result<Tab, PageError> {
        let Some(word) = word else {
            return Ok(Tab::Summary);
        };
        let found = Tab::EVENT.into_iter().find(|tab| tab.word() == word);
        let tab = found.ok_or_else(|| {
            let words = Tab::EVENT.map(Tab::word).join(", ");
            PageError::bad_request(format!("tab is {word:?}; there are {words}."))
        })?;
        Ok(if tabs.contains(&tab) {
            tab
        } else {
            Tab::Summary
        })
    }

    /// Its word in an address.
    pub fn word(self) -> &'static str {
        match self {
            Tab::Summary => "summary",
            Tab::Findings => "findings",
            Tab::Consent => "consent",
            Tab::Connectors => "connectors",
            Tab::Payload => "payload",
            Tab::Request => "request",
            Tab::Answer => "answer",
            Tab::Raw => "raw",
            Tab::Compare => "compare",
        }
    }

    /// Its name for a person.
    pub fn title(self) -> &'static str {
        match self {
            Tab::Summary => "Summary",
            Tab::Findings => "Findings",
            Tab::Consent => "Consent",
            Tab::Connectors => "Connectors",
            Tab::Payload => "Payload",
            Tab::Request => "Request",
            Tab::Answer => "Answer",
            Tab::Raw => "Raw",
            Tab::Compare => "Compare",
        }
    }
}

impl Fragment {
    /// The part of that word.
    ///
    /// # Errors
    /// A word that is none.
    pub fn asked(word: Option<&str>) -> Result<Fragment, PageError> {
        match word {
            None => Ok(Fragment::Page),
            Some("1") => Ok(Fragment::Detail),
            Some("panel") => Ok(Fragment::Panel),
            Some(other) => Err(PageError::bad_request(format!(
                "fragment is {other:?}; there are 1 (the detail without its frame) and panel (the open tab)."
            ))),
        }
    }
}
