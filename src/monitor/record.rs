use serde::Serialize;
use serde_json::{Map, Value, json};

use super::entry::{ExecutedState, MonitorEntry, has_fired};
use crate::capture::pairs;
use crate::connector::{DeliveryPreview, DeliveryResult};

/// A record of the monitor in the shape of what JENTIS's SDK uploads (observed in iOS SDK 1.0.7);
/// that JENTIS's own monitor keeps the same for events and their tags is inferred.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MonitorRecord {
    /// The debug code.
    pub debugid: String,
    /// The consent as sent: by vendor.
    #[schema(value_type = Object)]
    pub consent: Value,
    /// Documents; always empty, as from the SDK.
    #[schema(value_type = Object)]
    pub docs: Value,
    /// The initiator of the state; empty for what is none.
    pub state: String,
    /// The event's id; empty for what is none.
    pub event_document_id: String,
    /// Of an event, each connector; of an upload, what the app logged, as it sent it.
    #[schema(value_type = Vec<MonitorTag>)]
    pub tags: Vec<Value>,
}

/// What a connector, or the log, has to tell.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct MonitorTag {
    /// The connector, or the SDK's log id.
    pub _id: String,
    /// What it is, for a person; of a connector, with what became of the event and why.
    pub name: String,
    /// The layer: `frontend` or `backend`.
    pub source: String,
    /// `info` or `warning`.
    pub r#type: String,
    /// When, in milliseconds since 1970.
    pub timestamp: i64,
    /// The trigger: id, executed, conditions, excludeTriggers.
    #[schema(value_type = Object)]
    pub trigger: Value,
    /// The request that would have been made: general, payload, requestHeaders,
    /// queryStringParameters, response. Nothing is ever sent, so the status is 0.
    #[schema(value_type = Object)]
    pub http: Value,
    /// The variables frozen for the state: frontend, backend, constant, enrichment.
    #[schema(value_type = Object)]
    pub variables: Value,
    /// What was done to fields of the payload: by JSON pointer.
    #[schema(value_type = Object)]
    pub functions: Value,
}

impl MonitorEntry {
    /// The entry as a record.
    pub fn record(&self, code: &str) -> MonitorRecord {
        let empty = MonitorRecord {
            debugid: code.into(),
            consent: json!({}),
            docs: json!({}),
            state: String::new(),
            event_document_id: String::new(),
            tags: Vec::new(),
        };
        match self {
            MonitorEntry::State(executed) => MonitorRecord {
                consent: executed.state.consent.clone(),
                state: executed.state.initiator.clone(),
                event_document_id: executed.id.to_string(),
                tags: executed.tags().map(|tag| json!(tag)).collect(),
                ..empty
            },
            MonitorEntry::Upload(upload) => {
                let object = |name: &str| Value::Object(upload.object(name));
                MonitorRecord {
                    consent: object("consent"),
                    docs: object("docs"),
                    state: upload.text("state"),
                    event_document_id: upload.text("eventDocumentId"),
                    tags: upload.tags().to_vec(),
                    ..empty
                }
            }
            MonitorEntry::Unfit(unfit) => {
                let reasons = unfit.reasons.iter();
                let tags = reasons.map(|why| json!(log_tag(why, "warning", unfit.at.1)));
                let record = MonitorRecord {
                    tags: tags.collect(),
                    ..empty
                };
                match &unfit.event {
                    Some((id, state)) => MonitorRecord {
                        consent: state.consent.clone(),
                        state: state.initiator.clone(),
                        event_document_id: id.to_string(),
                        ..record
                    },
                    None => record,
                }
            }
        }
    }
}

impl super::Upload {
    /// What the app logged, as it sent it.
    pub fn tags(&self) -> &[Value] {
        let tags = self.body.get("tags").and_then(Value::as_array);
        tags.map_or(&[], Vec::as_slice)
    }

    fn object(&self, name: &str) -> Map<String, Value> {
        let object = self.body.get(name).and_then(Value::as_object);
        object.cloned().unwrap_or_default()
    }

    fn text(&self, name: &str) -> String {
        let text = self.body.get(name).and_then(Value::as_str);
        text.unwrap_or_default().into()
    }
}

impl ExecutedState {
    /// One tag for each connector.
    pub fn tags(&self) -> impl Iterator<Item = MonitorTag> {
        let deliveries = self.deliveries.deliveries.iter();
        deliveries.map(|delivery| self.tag(delivery))
    }

    fn tag(&self, delivery: &DeliveryPreview) -> MonitorTag {
        let fired = has_fired(delivery.result);
        let reason = &delivery.reason.message;
        let unmet = match delivery.result {
            DeliveryResult::Filtered | DeliveryResult::NotMapped => vec![reason.clone()],
            _ => Vec::new(),
        };
        let functions: Map<String, Value> = delivery
            .fields
            .iter()
            .filter(|field| !field.by.is_empty())
            .map(|field| (field.pointer.clone(), json!(field.by)))
            .collect();
        let is_sent = matches!(
            delivery.result,
            DeliveryResult::Sent | DeliveryResult::SentEssential
        );
        let words = delivery.result.words();
        MonitorTag {
            _id: delivery.connector.clone(),
            name: format!("{}: {words}: {reason}", delivery.title),
            source: "backend".into(),
            r#type: if is_sent { "info" } else { "warning" }.into(),
            timestamp: self.at.1,
            trigger: json!({"id": "", "executed": fired, "conditions": unmet, "excludeTriggers": []}),
            http: http(delivery),
            variables: json!({
                "frontend": self.state.frontend,
                "backend": {},
                "constant": {},
                "enrichment": self.state.enrichment,
            }),
            functions: functions.into(),
        }
    }
}

/// A line of the log as a tag.
pub fn log_tag(text: &str, kind: &str, timestamp: i64) -> MonitorTag {
    MonitorTag {
        _id: String::new(),
        name: text.into(),
        source: "backend".into(),
        r#type: kind.into(),
        timestamp,
        trigger: json!({"id": "", "executed": false, "conditions": [], "excludeTriggers": []}),
        http: no_http(),
        variables: json!({"frontend": {}, "backend": {}, "constant": {}, "enrichment": {}}),
        functions: json!({}),
    }
}

/// What stands for an answer where there was none.
fn no_response() -> Value {
    json!({"status": 0, "statusText": "not sent", "data": "", "success": false, "headers": {}})
}

fn no_http() -> Value {
    json!({
        "general": {"requestUrl": "", "requestMethod": "", "requestStatus": 0, "remoteAddress": ""},
        "payload": {}, "requestHeaders": {}, "queryStringParameters": {}, "response": no_response(),
    })
}

fn http(delivery: &DeliveryPreview) -> Value {
    let Some(request) = &delivery.request else {
        return no_http();
    };
    let (url, method) = (&request.url, &request.method);
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let parameters: Map<String, Value> = pairs(query)
        .into_iter()
        .map(|(name, value)| (name, value.into()))
        .collect();
    let headers = request.headers.iter();
    let headers: Map<String, Value> = headers
        .map(|(name, value)| (name.clone(), value.clone().into()))
        .collect();
    json!({
        "general": {"requestUrl": url, "requestMethod": method, "requestStatus": 0, "remoteAddress": ""},
        "payload": request.body,
        "requestHeaders": headers,
        "queryStringParameters": parameters,
        "response": no_response(),
    })
}
