use serde_json::{Map, Value};

use super::super::Call;
use super::super::whole::whole;
use super::access::{self, Access};
use super::body::{self, Carried};
use super::query_event::query_event;
use super::routes::Target;
use super::specification::anomalies;
use super::status::{Status, status};
use super::{kinds, limits};
use crate::capture::Request;
use crate::event::{Finding, Outcome};
use crate::workspace::{BatchHandling, CommandersActSettings, FormatRule, SpecificationRule};

/// What the endpoint makes of a request: the one judgement that both the answer and the events
/// rest on.
#[derive(Debug)]
pub struct Judgement<'a> {
    /// Why the answer is no success; it is 200 if there is no reason.
    pub refusal: Option<Refusal>,
    /// The fate of the request.
    pub outcome: Outcome,
    /// Whose it is.
    pub access: Access,
    /// The events that were taken out of it.
    pub items: Vec<Item<'a>>,
    /// Why it carries no event, or why it is refused.
    pub findings: Vec<Finding>,
}

/// An answer that is no success. The first two are documented, and 400.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Over a limit.
    TooLarge,
    /// Not JSON.
    InvalidJson,
    /// A batch with something in it that is no event, where that is set to refuse it.
    NotAnEvent,
    /// No event in it, where that is set to be answered with this status.
    NoEvent(u16),
}

/// An event as it was taken out of a request.
#[derive(Debug)]
pub struct Item<'a> {
    /// What it is made from.
    pub content: Content<'a>,
    /// Its fate.
    pub outcome: Outcome,
    /// Why, if it is lost for itself.
    pub finding: Option<Finding>,
}

/// What an event is made from.
#[derive(Debug)]
pub enum Content<'a> {
    /// Its slice of the body.
    Json(&'a str),
    /// The query.
    Query(Map<String, Value>),
}

/// Judges a request that carries events and whose body is `text`, in the order: size, JSON, shape
/// of the batch, key. A pixel is judged by its query alone.
/// Whether size or key comes first on the real endpoint cannot be told from outside, as the key
/// never changes an answer.
pub fn judge<'a>(call: Call, target: Target, text: &'a str) -> Judgement<'a> {
    let (request, file) = (call.request, &call.workspace.commanders_act);
    let access = access::check(request, file);
    if request.method == "GET" {
        return pixel(request, &file.settings, access);
    }
    let refused = |refusal, finding, access| Judgement {
        refusal: Some(refusal),
        outcome: Outcome::Rejected,
        access,
        items: Vec::new(),
        findings: vec![finding],
    };
    if let Some(finding) = limits::oversize_request(target, &request.body, &file.settings) {
        return refused(Refusal::TooLarge, finding, access);
    }
    if let Err(why) = whole(request) {
        let finding = kinds::INVALID_JSON.says(format!("the body is not JSON: {why}"));
        return refused(Refusal::InvalidJson, finding, access);
    }
    if text.is_empty() {
        let event = match target {
            Target::Single => query_event(request, &file.settings),
            Target::Batch => None,
        };
        return match event {
            Some(event) => taken(
                vec![Item::new(Content::Query(event))],
                access,
                &file.settings,
            ),
            None => {
                let finding = kinds::EMPTY_BODY.says("the body is empty").expected("JSON");
                without_event(file.settings.empty_body_status, finding, access)
            }
        };
    }
    match body::split(target, text) {
        Err(finding) => refused(Refusal::InvalidJson, finding, access),
        Ok(Carried::Nothing(finding)) => {
            without_event(file.settings.json_without_event_status, finding, access)
        }
        Ok(Carried::Events(events)) if events.is_empty() => empty_batch(access, &file.settings),
        Ok(Carried::Events(events)) if target == Target::Batch => {
            match batch(&events, &file.settings) {
                Ok(items) => taken(items, access, &file.settings),
                Err((refusal, finding)) => refused(refusal, finding, access),
            }
        }
        Ok(Carried::Events(events)) => {
            let items = events.into_iter().map(Content::Json).map(Item::new);
            taken(items.collect(), access, &file.settings)
        }
    }
}

/// The one event of a pixel. It is answered with 200, whatever its query says.
fn pixel<'a>(request: &Request, settings: &CommandersActSettings, access: Access) -> Judgement<'a> {
    match query_event(request, settings) {
        Some(event) => taken(vec![Item::new(Content::Query(event))], access, settings),
        None => {
            let finding = kinds::PIXEL_WITHOUT_EVENT
                .says("the query carries no event")
                .expected("event_name=, and the event's properties");
            without_event(200, finding, access)
        }
    }
}

/// A request without an event, answered with that status.
fn without_event<'a>(status: u16, finding: Finding, access: Access) -> Judgement<'a> {
    let success = (200..300).contains(&status);
    Judgement {
        refusal: (!success).then_some(Refusal::NoEvent(status)),
        outcome: match success {
            true => Outcome::Dropped,
            false => Outcome::Rejected,
        },
        access,
        items: Vec::new(),
        findings: vec![finding],
    }
}

/// A batch of no events. Answered with success, it has lost nothing.
fn empty_batch<'a>(access: Access, settings: &CommandersActSettings) -> Judgement<'a> {
    let finding = kinds::EMPTY_BATCH.says("the batch has no event in it");
    let finding = finding.at("/batch");
    let status = settings.json_without_event_status;
    if !(200..300).contains(&status) {
        return without_event(status, finding, access);
    }
    Judgement {
        findings: vec![finding],
        ..taken(Vec::new(), access, settings)
    }
}

/// The events of a batch, each with its fate.
///
/// # Errors
/// Why the whole batch is refused, by the first event that does it.
fn batch<'a>(
    events: &[&'a str],
    settings: &CommandersActSettings,
) -> Result<Vec<Item<'a>>, (Refusal, Finding)> {
    let judged = events.iter().enumerate().map(|(at, event)| {
        let item = Item::new(Content::Json(event));
        if let Some(finding) = limits::oversize_event(event, at, settings) {
            return match settings.batch_oversize {
                BatchHandling::RejectAll => {
                    Err((Refusal::TooLarge, finding.at(format!("/batch/{at}"))))
                }
                BatchHandling::DropEvent => Ok(item.lost(finding)),
            };
        }
        if !body::is_object(event) {
            let finding = kinds::EVENT_NOT_OBJECT.says("this element of the batch is no object");
            let finding = finding.expected("an event: {…}").got(*event);
            return match settings.batch_not_object {
                BatchHandling::RejectAll => {
                    Err((Refusal::NotAnEvent, finding.at(format!("/batch/{at}"))))
                }
                BatchHandling::DropEvent => Ok(item.lost(finding)),
            };
        }
        Ok(item)
    });
    judged.collect()
}

/// A request that was taken in: its events go on, unless the key is nobody's or the Event
/// Specification refuses them.
fn taken<'a>(
    items: Vec<Item<'a>>,
    access: Access,
    settings: &CommandersActSettings,
) -> Judgement<'a> {
    let refused = !access.refusals.is_empty();
    let fate = |mut item: Item<'a>| {
        if refused {
            item.outcome = Outcome::Dropped;
        } else if item.outcome == Outcome::Accepted
            && let Some(finding) = rejected(&item.content, settings)
        {
            return item.lost(finding);
        }
        item
    };
    let items: Vec<Item> = items.into_iter().map(fate).collect();
    let outcome = match items.is_empty() && refused {
        true => Outcome::Dropped,
        false => Outcome::of_batch(items.iter().map(|item| item.outcome)),
    };
    Judgement {
        refusal: None,
        outcome,
        access,
        items,
        findings: Vec::new(),
    }
}

/// Why the Event Specification refuses an event. Nothing is looked into where no rule refuses, as
/// this is on the request's path.
fn rejected(content: &Content, settings: &CommandersActSettings) -> Option<Finding> {
    if settings.missing_required_property != SpecificationRule::Reject
        && settings.unexpected_value_format != FormatRule::Reject
    {
        return None;
    }
    let anomalies = match content {
        Content::Json(text) => anomalies(&serde_json::from_str(text).ok()?, false),
        Content::Query(event) => anomalies(&Value::Object(event.clone()), true),
    };
    match status(&anomalies, settings)? {
        (Status::InvalidRejected, finding) => Some(finding),
        (Status::InvalidAccepted, _) => None,
    }
}

impl<'a> Item<'a> {
    fn new(content: Content<'a>) -> Item<'a> {
        Item {
            content,
            outcome: Outcome::Accepted,
            finding: None,
        }
    }

    fn lost(self, finding: Finding) -> Item<'a> {
        Item {
            outcome: Outcome::Dropped,
            finding: Some(finding),
            ..self
        }
    }
}
