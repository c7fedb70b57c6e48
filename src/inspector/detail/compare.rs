use serde_json::Value;

use super::{Head, Tab};
use crate::compare::{Change, Compared, Comparison, compare};
use crate::inspector::lines::event_name;
use crate::inspector::tree::bytes_shown;
use crate::inspector::{Filter, View};
use crate::redaction::Masker;
use crate::store::{Bound, EventId, EventRow, ListQuery, Reader, StoreError};

/// Among how many events before one its namesake is looked for.
const BEFORE: usize = 2000;

/// How many at a time.
const STEP: usize = 200;

/// One event held against another.
pub struct ComparePanel {
    /// The other one, the older of the two as a rule.
    pub other: Option<Other>,
    /// The id asked for that is no event's.
    pub unknown: Option<String>,
    /// How they differ, if there is another one.
    pub comparison: Comparison,
    /// Whether fields that are the same are shown too.
    pub all: bool,
    /// Whether fields that differ each time are shown too.
    pub volatile: bool,
    /// This event's page.
    pub path: String,
    filter: Filter,
}

/// The event that one is compared with.
pub struct Other {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// When it came.
    pub time: String,
    /// Its page.
    pub href: String,
}

/// What is to be compared, and what is shown.
#[derive(Debug, Clone, Default)]
pub struct CompareAsked {
    /// The id of the other event; none for the one before it of the same name.
    pub with: Option<String>,
    /// Whether fields that are the same are shown too.
    pub all: bool,
    /// Whether fields that differ each time are shown too.
    pub volatile: bool,
}

impl ComparePanel {
    /// Compares `row` with what is asked for. Blocks.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn new(
        reader: &Reader,
        (row, path): (&EventRow, &str),
        asked: CompareAsked,
        masker: Option<&mut Masker>,
        filter: &Filter,
    ) -> Result<ComparePanel, StoreError> {
        let mut other = match &asked.with {
            Some(id) => match id.parse::<EventId>() {
                Ok(id) => reader.event(id)?,
                Err(_) => None,
            },
            None => previous_of_its_name(reader, row, filter)?,
        };
        if let (Some(other), Some(masker)) = (&mut other, masker) {
            masker.event(other);
        }
        Ok(ComparePanel {
            comparison: other.as_ref().map_or_else(Comparison::default, |other| {
                compare(&other.payload, &row.payload)
            }),
            unknown: asked.with.filter(|_| other.is_none()),
            other: other.map(|other| Other {
                href: filter.link(&format!("{}/{}", View::Events.path(), other.id)),
                name: event_name(&other).to_string(),
                time: other.received_at.clone(),
                id: other.id,
            }),
            all: asked.all,
            volatile: asked.volatile,
            path: path.to_string(),
            filter: filter.clone(),
        })
    }

    /// The fields that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Compared> {
        let fields = self.comparison.fields.iter();
        fields.filter(|field| match field.change {
            Change::Same => self.all,
            _ => self.volatile || !field.volatile,
        })
    }

    /// This page with one of the two switches turned over.
    pub fn toggled(&self, turned: &str) -> String {
        let id = self.other.as_ref().map(|other| other.id.as_str());
        let mut more: Vec<(&str, &str)> = id.map(|id| ("with", id)).into_iter().collect();
        for (name, on) in [("all", self.all), ("volatile", self.volatile)] {
            if on != (name == turned) {
                more.push((name, "1"));
            }
        }
        Head::link(&self.filter, &self.path, Tab::Compare, &more)
    }

    /// What a form has to carry along: the filter, as names and values.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        self.filter.pairs()
    }

    /// A value as it is shown.
    pub fn value(&self, value: &Option<Value>) -> Option<String> {
        value.as_ref().map(bytes_shown)
    }
}

/// The newest event before `row` that has its name, platform and source, among so many, within the
/// list's filter.
fn previous_of_its_name(
    reader: &Reader,
    row: &EventRow,
    filter: &Filter,
) -> Result<Option<EventRow>, StoreError> {
    let Ok(id) = row.id.parse::<EventId>() else {
        return Ok(None);
    };
    let mut before = Bound::Event(id);
    let mut looked = 0;
    while looked < BEFORE {
        let page = reader.events(&ListQuery {
            before: Some(before),
            limit: STEP,
            platform: Some(row.platform.clone()),
            session: filter.session().map(str::to_string),
            ..ListQuery::default()
        })?;
        looked += page.items.len();
        let last = page.items.last().map(|row| row.id.clone());
        let mut rows = page.items.into_iter();
        let found = rows.find(|other| {
            event_name(other) == event_name(row)
                && other.source == row.source
                && other.r#type == row.r#type
        });
        if found.is_some() {
            return Ok(found);
        }
        match (page.next, last.as_deref().and_then(Bound::parse)) {
            (Some(_), Some(bound)) => before = bound,
            _ => break,
        }
    }
    Ok(None)
}
