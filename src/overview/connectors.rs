use std::time::{Duration, Instant};

use indexmap::IndexMap;
use serde::Serialize;

use super::Scope;
use super::newest::newest;
use crate::api::deliveries_of;
use crate::connector::{DeliveryPreview, DeliveryResult};
use crate::event::Evidence;
use crate::server::App;
use crate::store::{EventRow, StoreError};

/// For how many events previews are worked out.
const LOOKED: usize = 200;

/// How long that may take.
const PATIENCE: Duration = Duration::from_millis(1500);

/// How many events are told for each connector.
const TOLD: usize = 20;

/// What each connector got of the newest events, and what not and why. Nothing is ever sent.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ConnectorsOverview {
    /// For how many events it was worked out, the newest ones: 200 at most, and as many as 1.5
    /// seconds allow.
    pub looked_at: usize,
    /// Whether there are older ones.
    pub more: bool,
    /// The version of the workspace that it was worked out with: the one in force.
    pub workspace: String,
    /// The connectors of the workspace, those first that some event would have gone to.
    pub connectors: Vec<ConnectorSummary>,
}

/// What one connector got.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ConnectorSummary {
    /// Its name.
    pub connector: String,
    /// Its name for a person.
    pub title: String,
    /// How well its mapping is known.
    pub evidence: Evidence,
    /// How many events it would have been sent.
    pub sent: usize,
    /// How many it would not, for whatever reason.
    pub held_back: usize,
    /// How many of these because of consent.
    pub by_consent: usize,
    /// Why not, the most frequent first.
    pub reasons: Vec<ConnectorReason>,
    /// The newest events, 20 at most.
    pub events: Vec<ConnectorEvent>,
}

/// Why a connector got nothing.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ConnectorReason {
    /// What would have become of the event.
    pub result: DeliveryResult,
    /// Why, in a sentence.
    pub message: String,
    /// Of how many events.
    pub count: usize,
    /// The newest of them.
    pub last: String,
}

/// What would have become of one event at a connector.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct ConnectorEvent {
    /// The event.
    pub event: String,
    /// Its name as sent, else its canonical name.
    pub name: String,
    /// When it came: RFC 3339 in UTC.
    pub received_at: String,
    /// What would have become of it.
    pub result: DeliveryResult,
}

/// What each connector of the workspace in force got of the newest events. Blocks.
///
/// # Errors
/// The recording cannot be read.
pub fn connectors(app: &App, scope: &Scope) -> Result<ConnectorsOverview, StoreError> {
    let workspace = app.workspace.workspace();
    let mut found: IndexMap<String, ConnectorSummary> = IndexMap::new();
    let until = Instant::now() + PATIENCE;
    let mut failed = None;
    let (looked_at, more) = newest(&app.reader, scope, LOOKED, |mut row| {
        match previews(app, &row) {
            Ok(mut previews) => {
                if let Some(mut masker) = scope.masker() {
                    masker.event(&mut row);
                    previews.iter_mut().for_each(|it| masker.delivery(it));
                }
                for preview in previews {
                    let summary = found.entry(preview.connector.clone()).or_insert_with(|| {
                        ConnectorSummary::new(&preview.connector, &preview.title, preview.evidence)
                    });
                    summary.count(&row, preview);
                }
            }
            Err(error) => failed = Some(error),
        }
        failed.is_none() && Instant::now() < until
    })?;
    if let Some(error) = failed {
        return Err(error);
    }
    let mut connectors: Vec<ConnectorSummary> = found.into_values().collect();
    for summary in &mut connectors {
        summary
            .reasons
            .sort_by_key(|reason| std::cmp::Reverse(reason.count));
    }
    connectors.sort_by(|a, b| a.title.cmp(&b.title));
    for connector in &workspace.connectors {
        if !connectors.iter().any(|it| it.connector == connector.name) {
            connectors.push(ConnectorSummary::new(
                &connector.name,
                &connector.title,
                connector.evidence,
            ));
        }
    }
    Ok(ConnectorsOverview {
        looked_at,
        more,
        workspace: workspace.hash.clone(),
        connectors,
    })
}

fn previews(app: &App, row: &EventRow) -> Result<Vec<DeliveryPreview>, StoreError> {
    let Ok(id) = row.id.parse() else {
        return Ok(Vec::new());
    };
    let found = deliveries_of(app, id, false)?;
    Ok(found.map_or_else(Vec::new, |found| found.deliveries))
}

impl ConnectorsOverview {
    /// Whether consent held one of them back.
    pub fn is_held_by_consent(&self) -> bool {
        self.connectors.iter().any(|it| it.by_consent > 0)
    }
}

impl ConnectorReason {
    /// Whether it is the visitor's decision, or that there is none.
    pub fn is_consent(&self) -> bool {
        use DeliveryResult::{NotConsented, Undecided};
        matches!(self.result, NotConsented | Undecided)
    }
}

impl ConnectorSummary {
    fn new(connector: &str, title: &str, evidence: Evidence) -> ConnectorSummary {
        ConnectorSummary {
            connector: connector.to_string(),
            title: title.to_string(),
            evidence,
            sent: 0,
            held_back: 0,
            by_consent: 0,
            reasons: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Whether no event would have come near it.
    pub fn is_unused(&self) -> bool {
        self.sent + self.held_back == 0
    }

    fn count(&mut self, row: &EventRow, preview: DeliveryPreview) {
        use DeliveryResult::{NotConsented, Sent, SentEssential, Undecided};
        let result = preview.result;
        match result {
            Sent | SentEssential => self.sent += 1,
            _ => {
                self.held_back += 1;
                self.by_consent += usize::from(matches!(result, NotConsented | Undecided));
                self.held(row, preview);
            }
        }
        if self.events.len() < TOLD {
            let named = row.name.clone().filter(|name| !name.trim().is_empty());
            self.events.push(ConnectorEvent {
                event: row.id.clone(),
                name: named.unwrap_or_else(|| row.canonical_name.clone()),
                received_at: row.received_at.clone(),
                result,
            });
        }
    }

    fn held(&mut self, row: &EventRow, preview: DeliveryPreview) {
        let message = preview.reason.message;
        let mut reasons = self.reasons.iter_mut();
        match reasons.find(|it| it.result == preview.result && it.message == message) {
            Some(reason) => reason.count += 1,
            None => self.reasons.push(ConnectorReason {
                result: preview.result,
                message,
                count: 1,
                last: row.id.clone(),
            }),
        }
    }
}
