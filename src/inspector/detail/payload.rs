use serde_json::Value;

use super::{Head, Tab};
use crate::inspector::json_view::JsonView;
use crate::inspector::tree::{Asked, Found, Marks, Node, TreeLine, TreeView};
use crate::inspector::{Here, View};

/// How many bytes of the event in the common vocabulary are shown: the payload is what counts.
const CANONICAL: usize = 20_000;

/// The payload of an event, as its page shows it.
pub struct PayloadPanel {
    /// What of it is shown.
    pub tree: TreeView,
    /// Where what is looked for is in it.
    pub found: Option<Found>,
    /// The event in the common vocabulary.
    pub canonical: JsonView,
    /// Where its page is.
    pub path: String,
    here: Here,
}

impl PayloadPanel {
    /// Lays the payload of the event at `path` out; nothing if nothing is where it is asked for.
    pub fn new(
        path: &str,
        (payload, canonical): (&Value, &Value),
        (asked, find): (&Asked, &str),
        marks: &Marks,
        here: &Here,
    ) -> Option<PayloadPanel> {
        Some(PayloadPanel {
            tree: TreeView::new(payload, asked, marks)?,
            found: Found::new(payload, find, asked.at.as_deref()),
            canonical: JsonView::up_to(canonical, CANONICAL),
            path: path.to_string(),
            here: here.clone(),
        })
    }

    /// The page with the members of the value at `pointer`, from this one on.
    pub fn part(&self, pointer: &str, from: usize) -> String {
        let from = from.to_string();
        let all = [("pointer", pointer), ("from", from.as_str())];
        let asked = if from == "0" {
            all.get(..1)
        } else {
            all.get(..)
        };
        Head::link(
            &self.here,
            &self.path,
            Tab::Payload,
            asked.unwrap_or_default(),
        )
    }

    /// Where the list is that a filter narrows.
    pub fn list_path(&self) -> String {
        self.here.link(View::Events.path())
    }

    /// The whole payload again.
    pub fn whole(&self) -> String {
        Head::link(&self.here, &self.path, Tab::Payload, &[])
    }

    /// The page that points at the value at `pointer`.
    pub fn permalink(&self, pointer: &str) -> String {
        Head::link(&self.here, &self.path, Tab::Payload, &[("at", pointer)])
    }

    /// The page that points at a place where it was found.
    pub fn place(&self, pointer: &str) -> String {
        let found = self.found.as_ref();
        let find = found.map(|found| ("find", found.text.as_str()));
        let all: Vec<_> = find.into_iter().chain([("at", pointer)]).collect();
        Head::link(&self.here, &self.path, Tab::Payload, &all)
    }

    /// What a form that looks for something carries along.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        self.here.pairs()
    }

    /// The value at `pointer`, to copy or to save.
    pub fn value(&self, pointer: &str) -> String {
        self.here
            .link_with(&format!("{}/value", self.path), &[("pointer", pointer)])
    }

    /// The list of all that has the same there.
    pub fn same(&self, term: &str) -> String {
        self.here.narrowed(term)
    }

    /// The list of all that has not.
    pub fn others(&self, term: &str) -> String {
        self.here.narrowed(&format!("-{term}"))
    }

    /// The value that the address points at.
    pub fn pointed(&self) -> Option<&Node> {
        let mut lines = self.tree.lines.iter();
        lines.find_map(|line| match line {
            TreeLine::Leaf(node) | TreeLine::Open(node) | TreeLine::Folded(node) if node.here => {
                Some(node)
            }
            _ => None,
        })
    }
}
