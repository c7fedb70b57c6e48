//! The page of one event or request: a head, tabs, and the panel of the tab that is open. Rendered
//! as a page, or with `?fragment=1` as what the list shows beside itself, or with `?fragment=panel`
//! as the panel alone.

mod clock;
mod compare;
mod payload;
mod raw;
mod siblings;
mod tab;

pub use clock::Clock;
pub use compare::{CompareAsked, ComparePanel};
pub use payload::PayloadPanel;
pub use raw::RawPanel;
pub use siblings::Siblings;
pub use tab::{Fragment, Tab, TabLink};

use super::masking::MaskSwitch;
use super::neighbours::Neighbours;
use super::{Here, View};

/// What the head of every detail has.
pub struct Head {
    /// The id of the event or request.
    pub id: String,
    /// Where its page is.
    pub path: String,
    /// Which part of the page is asked for.
    pub fragment: Fragment,
    /// Its tabs.
    pub tabs: Vec<TabLink>,
    /// The open one.
    pub tab: Tab,
    /// The list that it is in, and where that is.
    pub list: (View, String),
    /// The rows before and after it.
    pub neighbours: Neighbours,
    /// Where the API has the same, masked as the page is.
    pub api: String,
    /// The request as a line for a shell.
    pub curl: String,
    /// What is masked, and the switch.
    pub masking: MaskSwitch,
}

impl Head {
    /// The address of this page with a tab and more parameters.
    pub fn link(here: &Here, path: &str, tab: Tab, more: &[(&str, &str)]) -> String {
        let mut parameters = vec![("tab", tab.word())];
        parameters.extend_from_slice(more);
        here.link_with(path, &parameters)
    }
}
