use std::sync::Arc;

use super::{Head, Tab};
use crate::compare::{Change, Compared, Comparison, compare};
use crate::inspector::lines::event_name;
use crate::inspector::visible::visible;
use crate::inspector::{Filter, Here, View};
use crate::query::{Condition, Expression, Query, Word};
use crate::redaction::Masker;
use crate::store::{Bound, EventId, EventRow, ListQuery, Reader, StoreError};

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
    here: Here,
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
        here: &Here,
    ) -> Result<ComparePanel, StoreError> {
        let mut other = match &asked.with {
            Some(id) => match id.parse::<EventId>() {
                Ok(id) => reader.event(id)?,
                Err(_) => None,
            },
            None => previous_of_its_name(reader, row, &here.filter)?,
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
                href: here.link(&format!("{}/{}", View::Events.path(), other.id)),
                name: visible(event_name(&other)),
                time: other.received_at.clone(),
                id: other.id,
            }),
            all: asked.all,
            volatile: asked.volatile,
            path: path.to_string(),
            here: here.clone(),
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
        Head::link(&self.here, &self.path, Tab::Compare, &more)
    }

    /// What a form has to carry along: the list, as names and values.
    pub fn carried(&self) -> Vec<(&'static str, String)> {
        self.here.pairs()
    }
}

/// The newest event before `row` that has its name, type, platform and source, within the test
/// session of the list.
fn previous_of_its_name(
    reader: &Reader,
    row: &EventRow,
    filter: &Filter,
) -> Result<Option<EventRow>, StoreError> {
    let is = |word: Word, value: &str| {
        Expression::Is(Condition::Word {
            word,
            value: value.to_string(),
            prefix: false,
        })
    };
    let mut wanted = vec![is(Word::Name, event_name(row)), is(Word::Type, &row.r#type)];
    wanted.extend(row.source.as_deref().map(|source| is(Word::Source, source)));
    let page = reader.events(&ListQuery {
        before: row.id.parse().ok().map(Bound::Event),
        limit: 1,
        platform: Some(row.platform.clone()),
        session: filter.session().map(str::to_string),
        query: Some(Arc::new(Query::new(Expression::all_of(wanted)))),
        ..ListQuery::default()
    })?;
    Ok(page.items.into_iter().next())
}
