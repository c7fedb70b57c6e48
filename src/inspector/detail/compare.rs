use std::sync::Arc;

use super::{Head, Tab};
use crate::compare::{Change, Compared, Comparison, IgnoredField, compare_without};
use crate::inspector::ignore_list::{IGNORE, IgnoreList, IgnoreView};
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
    /// What was asked for.
    pub asked: CompareAsked,
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
    /// Which fields are ignored.
    pub ignore: IgnoreList,
}

impl CompareAsked {
    /// What of it stands in an address.
    pub fn pairs(&self) -> Vec<(&'static str, &str)> {
        let with = self.with.as_deref().map(|id| ("with", id));
        let switches = [("all", self.all), ("volatile", self.volatile)];
        let switches = switches.into_iter().filter(|(_, on)| *on);
        let switches = switches.map(|(name, _)| (name, "1"));
        let own = with.into_iter().chain(switches);
        own.chain(self.ignore.pairs()).collect()
    }
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
                compare_without(&other.payload, &row.payload, &asked.ignore.ignored)
            }),
            unknown: asked.with.clone().filter(|_| other.is_none()),
            other: other.map(|other| Other {
                href: here.link(&format!("{}/{}", View::Events.path(), other.id)),
                name: visible(event_name(&other)),
                time: other.received_at.clone(),
                id: other.id,
            }),
            asked,
            path: path.to_string(),
            here: here.clone(),
        })
    }

    /// The fields that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &Compared> {
        let fields = self.comparison.fields.iter();
        fields.filter(|field| match field.change {
            Change::Same => self.asked.all,
            _ => !field.ignored && (self.asked.volatile || !field.volatile),
        })
    }

    /// This page with one of the two switches turned over.
    pub fn toggled(&self, turned: &str) -> String {
        let mut asked = self.of_these();
        match turned {
            "all" => asked.all = !asked.all,
            _ => asked.volatile = !asked.volatile,
        }
        self.link(&asked.pairs())
    }

    /// This page without what differs in `field`, if that can be told in a word.
    pub fn ignoring(&self, field: &Compared) -> Option<String> {
        let differs = field.change != Change::Same && IgnoredField::read(&field.pointer).is_ok();
        let asked = self.of_these();
        let mut all = asked.pairs();
        all.push((IGNORE, &field.pointer));
        differs.then(|| self.link(&all))
    }

    /// The fields that are ignored, and the form that adds one.
    pub fn ignored(&self) -> IgnoreView {
        let rest = CompareAsked {
            ignore: IgnoreList::default(),
            ..self.of_these()
        };
        let link = |fields: &[(&str, &str)]| self.link(&[rest.pairs().as_slice(), fields].concat());
        let ignore = &self.asked.ignore;
        IgnoreView {
            fields: ignore.kept(&self.comparison.ignored_by, link),
            usual: !self.asked.volatile,
            wrong: ignore.wrong.clone(),
            action: self.path.clone(),
            carried: self.carried(&self.of_these()),
        }
    }

    /// What the form has to carry along that chooses another event.
    pub fn carried_to_another(&self) -> Vec<(&'static str, String)> {
        self.carried(&CompareAsked {
            with: None,
            ..self.asked.clone()
        })
    }

    /// The tab, the list, and what was asked for, as a form carries them along.
    fn carried(&self, asked: &CompareAsked) -> Vec<(&'static str, String)> {
        let tab = ("tab", Tab::Compare.word().to_string());
        let asked = asked.pairs().into_iter();
        let asked = asked.map(|(name, value)| (name, value.to_string()));
        let all = std::iter::once(tab).chain(self.here.pairs());
        all.chain(asked).collect()
    }

    /// The same two in the API.
    pub fn api(&self) -> Option<String> {
        let id = self.path.rsplit('/').next()?;
        let both = [("a", self.other.as_ref()?.id.as_str()), ("b", id)];
        let all: Vec<_> = both.into_iter().chain(self.asked.ignore.pairs()).collect();
        Some(Filter::default().link_with("/inspector/api/v1/compare", &all))
    }

    /// What was asked for, of the two that are shown: also where the other one was not named.
    fn of_these(&self) -> CompareAsked {
        CompareAsked {
            with: self.other.as_ref().map(|other| other.id.clone()),
            ..self.asked.clone()
        }
    }

    fn link(&self, asked: &[(&str, &str)]) -> String {
        Head::link(&self.here, &self.path, Tab::Compare, asked)
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
