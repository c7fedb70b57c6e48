use std::borrow::Cow;

use actix_web::http::header::HeaderValue;
use url::Url;

use super::delivery::{DeliveryPreview, DeliveryRequest, DeliveryResult, DeviationNote};
use super::document::event_document;
use super::evaluate::Evaluation;
use super::file::Effect;
use super::load::Connector;
use super::passage::{Stop, Terms, consented, gates, stop, suppressed};
use super::path::Place;
use super::traced::Traced;
use super::transform::Seeds;
use crate::capture::Request;
use crate::event::Event;
use crate::platform::Platform;

/// An event, and how it came.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// The event.
    pub event: &'a Event,
    /// The platform that it came on.
    pub platform: Platform,
    /// The request that it came in.
    pub request: &'a Request,
}

/// What `connector` would have been sent for an event. The same input gives the same preview.
pub fn preview(connector: &Connector, sent: Incoming, terms: Terms) -> DeliveryPreview {
    let mut preview = DeliveryPreview::empty(connector);
    let Err((result, reason)) = fill(&mut preview, connector, sent, terms) else {
        return preview;
    };
    preview.result = result;
    preview.reason = reason;
    preview
}

fn fill(
    preview: &mut DeliveryPreview,
    connector: &Connector,
    sent: Incoming,
    terms: Terms,
) -> Result<(), Stop> {
    let Incoming {
        event,
        platform,
        request,
    } = sent;
    if let Some(own) = connector.platform.filter(|own| *own != platform) {
        let message = format!("this is {}'s own mapping", own.title());
        return Err(stop(DeliveryResult::NotMapped, message, ""));
    }
    let binding = terms.consent(connector, platform);
    suppressed(terms.whole_binding.or(binding), event, platform)?;
    let Some(document) = event_document(event, platform, request) else {
        let message = "the event is nested too deep to be mapped";
        return Err(stop(DeliveryResult::Invalid, message, ""));
    };
    let place = Place {
        event: &document,
        item: None,
    };
    gates(connector, place)?;
    let (body, denied) = consented(preview, connector, sent, (binding, terms))?;
    let document = denied.map_or(Cow::Borrowed(&document), |it| it.left_of(&document));
    let place = Place {
        event: &document,
        item: None,
    };
    let seed = event.message_id.as_deref().unwrap_or_default();
    let evaluation = Evaluation::new(Seeds {
        connector: &connector.name,
        event: seed,
    });
    let made = evaluation.value(body, place);
    fits(&evaluation)?;
    let Some(made) = made else {
        let message = "the mapping makes nothing of this event";
        return Err(stop(DeliveryResult::NotMapped, message, ""));
    };
    preview.deviations = deviations(connector, place);
    preview.fields = made.fields();
    preview.request = Some(requested(connector, place, &evaluation, &made)?);
    let now = request.received_at;
    let checks = connector.checks.iter();
    let value = made.value();
    preview.objections = checks
        .flat_map(|check| check.objections(&value, now))
        .collect();
    let mut objections = preview.objections.iter();
    match objections.find(|it| it.effect == Effect::Refused) {
        Some(refused) => Err(stop(
            DeliveryResult::Invalid,
            refused.message.clone(),
            refused.pointer.clone(),
        )),
        None => Ok(()),
    }
}

fn fits(evaluation: &Evaluation) -> Result<(), Stop> {
    match evaluation.is_exhausted() {
        true => {
            let message = "the request is larger than eventpit shows";
            Err(stop(DeliveryResult::Invalid, message, ""))
        }
        false => Ok(()),
    }
}

fn requested(
    connector: &Connector,
    place: Place,
    evaluation: &Evaluation,
    body: &Traced,
) -> Result<DeliveryRequest, Stop> {
    let text = |traced: Option<Traced>| {
        let value = traced.map(|it| it.value());
        let text = value.and_then(|it| it.as_str().map(str::to_string));
        // A parameter that is not set leaves its header out.
        text.filter(|text| !text.is_empty())
    };
    let url = text(evaluation.render(&connector.url, place));
    let headers = connector
        .headers
        .iter()
        .filter_map(|(name, value)| Some((name.clone(), text(evaluation.render(value, place))?)));
    let headers: Vec<(String, String)> = headers.collect();
    fits(evaluation)?;
    let invalid = |message: String| stop(DeliveryResult::Invalid, message, "");
    let Some(url) = url else {
        let message = "the event lacks a value that the request's address needs";
        return Err(invalid(message.into()));
    };
    if url.contains(char::is_control) || Url::parse(&url).is_err() {
        let message = "what the event has for the request's address makes no address of it";
        return Err(invalid(message.into()));
    }
    let unfit = headers
        .iter()
        .find(|(_, value)| HeaderValue::from_bytes(value.as_bytes()).is_err());
    if let Some((name, _)) = unfit {
        let message = format!("the header {name} would have a line break or the like in it");
        return Err(invalid(message));
    }
    Ok(DeliveryRequest {
        method: connector.method.clone(),
        url,
        headers,
        body: body.value(),
    })
}

fn deviations(connector: &Connector, place: Place) -> Vec<DeviationNote> {
    let holds = |it: &&super::load::Deviation| {
        let when = it.when.as_ref();
        when.is_none_or(|when| when.holds(place))
    };
    let deviations = connector.deviations.iter().filter(holds);
    deviations
        .map(|it| DeviationNote {
            message: it.message.clone(),
            docs: it.docs.clone(),
            evidence: it.evidence,
        })
        .collect()
}
