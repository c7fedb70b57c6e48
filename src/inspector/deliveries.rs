use crate::api::deliveries_of;
use crate::connector::{DeliveryPreview, DeliveryRequest, DeliveryResult, Field};
use crate::redaction::Masker;
use crate::server::App;
use crate::store::{EventId, StoreError};

use super::json_view::JsonView;

/// What each destination would have been sent for one event.
pub struct DeliveriesView {
    /// One for each destination.
    pub deliveries: Vec<DeliveryView>,
    /// Destinations that no connector stands for.
    pub unknown: Vec<String>,
    /// The version of the JENTIS container that processed the event.
    pub container_version: Option<String>,
    /// Whether that is the one that was in force when the event came.
    pub by_then: bool,
    /// Whether the workspace has changed since.
    pub has_changed: bool,
}

/// What one destination would have been sent.
pub struct DeliveryView {
    /// The preview.
    pub preview: DeliveryPreview,
    /// The body of its request.
    pub body: JsonView,
}

impl DeliveriesView {
    /// Those of an event, by the workspace in force now, or then; nothing of an event that is not
    /// there. `version` is that of the workspace that judged it.
    ///
    /// # Errors
    /// The recording cannot be read.
    pub fn new(
        app: &App,
        id: EventId,
        version: &str,
        by_then: bool,
        mut masker: Option<&mut Masker>,
    ) -> Result<Option<DeliveriesView>, StoreError> {
        let Some(mut found) = deliveries_of(app, id, by_then)? else {
            return Ok(None);
        };
        if let Some(masker) = masker.as_mut() {
            for preview in &mut found.deliveries {
                masker.delivery(preview);
            }
        }
        Ok(Some(DeliveriesView {
            deliveries: found
                .deliveries
                .into_iter()
                .map(DeliveryView::new)
                .collect(),
            unknown: found.unknown,
            container_version: found.container_version,
            has_changed: app.workspace.workspace().hash != version,
            by_then,
        }))
    }
}

impl DeliveriesView {
    /// How many would have been sent something, and how many there are.
    pub fn sent_of_all(&self) -> (usize, usize) {
        let sent = self.deliveries.iter().filter(|it| it.is_sent()).count();
        (sent, self.deliveries.len())
    }
}

impl DeliveryView {
    /// Whether it would have been sent something.
    pub fn is_sent(&self) -> bool {
        let sent = [DeliveryResult::Sent, DeliveryResult::SentEssential];
        sent.contains(&self.preview.result)
    }

    /// That of a preview.
    pub fn new(preview: DeliveryPreview) -> DeliveryView {
        let body = preview.request.as_ref();
        DeliveryView {
            body: body.map_or_else(JsonView::default, |request| JsonView::new(&request.body)),
            preview,
        }
    }

    /// The result in words.
    pub fn words(&self) -> &'static str {
        self.preview.result.words()
    }

    /// The word that colours it, as of a consent decision.
    pub fn colour(&self) -> &'static str {
        colour(self.preview.result)
    }

    /// The request, if one would have been made.
    pub fn request(&self) -> Option<&DeliveryRequest> {
        self.preview.request.as_ref()
    }

    /// The fields of the body that come from the event.
    pub fn fields(&self) -> impl Iterator<Item = &Field> {
        let fields = self.preview.fields.iter();
        fields.filter(|field| !field.from.is_empty())
    }

    /// What a connector's trigger did, in words.
    pub fn trigger_words(&self) -> String {
        let reason = &self.preview.reason.message;
        match self.preview.result {
            DeliveryResult::Filtered | DeliveryResult::NotMapped => {
                format!("did not fire: {reason}")
            }
            DeliveryResult::Suppressed => "not asked".into(),
            _ => "fired".into(),
        }
    }

    /// What consent said about a connector, in words.
    pub fn consent_words(&self) -> String {
        let reason = &self.preview.reason.message;
        match self.preview.result {
            DeliveryResult::Filtered | DeliveryResult::NotMapped => {
                "not asked, as the trigger did not fire".into()
            }
            DeliveryResult::Invalid => "allowed".into(),
            DeliveryResult::Suppressed => format!("overridden: {reason}"),
            DeliveryResult::Sent | DeliveryResult::SentEssential => format!("allowed: {reason}"),
            DeliveryResult::NotConsented | DeliveryResult::Undecided => {
                format!("kept back: {reason}")
            }
        }
    }
}

/// The word that colours a result, as of a consent decision.
pub fn colour(result: DeliveryResult) -> &'static str {
    match result {
        DeliveryResult::Sent => "granted",
        DeliveryResult::SentEssential | DeliveryResult::Undecided => "essential",
        DeliveryResult::NotConsented | DeliveryResult::Invalid => "denied",
        DeliveryResult::Suppressed | DeliveryResult::Filtered | DeliveryResult::NotMapped => "none",
    }
}
