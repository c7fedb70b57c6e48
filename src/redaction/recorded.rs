use bytes::Bytes;
use serde_json::Value;

use super::Masker;
use crate::capture::Answer;
use crate::connector::DeliveryPreview;
use crate::fault::PlatformVerdict;
use crate::store::{EventRow, Exchange, RequestRow};
use crate::workspace::Sample;

/// How the codes of the findings end that quote a key.
const OF_KEYS: [&str; 5] = [
    "-unknown-key",
    "-revoked-key",
    "-malformed-key",
    "-unknown-token",
    "-revoked-token",
];

/// Samples as they are told, masked if there is what masks.
pub fn told_samples(samples: &[Sample], masker: Option<Masker>) -> Vec<Sample> {
    let mut told = samples.to_vec();
    if let Some(mut masker) = masker {
        told.iter_mut().for_each(|sample| masker.sample(sample));
    }
    told
}

impl Masker {
    /// Masks what is told of a sample: the keys in its address.
    fn sample(&mut self, sample: &mut Sample) {
        if let Some((path, query)) = sample.path.split_once('?') {
            sample.path = format!("{path}?{}", self.query(query));
        }
        sample.title = self.text(&sample.title);
    }

    /// Findings without what was masked before, and without the keys that they are about.
    fn findings(&mut self, findings: &Value) -> Value {
        let mut findings = findings.clone();
        for finding in findings.as_array_mut().into_iter().flatten() {
            let code = finding["code"].as_str().unwrap_or_default();
            let is_of_key = OF_KEYS.iter().any(|end| code.ends_with(end));
            if let (true, Some(got)) = (is_of_key, finding["got"].as_str()) {
                finding["got"] = self.key(got);
            }
        }
        self.scrubbed(&findings)
    }

    /// Masks an event's row.
    pub fn event(&mut self, row: &mut EventRow) {
        row.payload = self.value(&row.payload);
        row.canonical = self.value(&row.canonical);
        row.payload = self.scrubbed(&row.payload);
        row.canonical = self.scrubbed(&row.canonical);
        row.consent = self.scrubbed(&row.consent);
        row.findings = self.findings(&row.findings);
        row.plan = self.scrubbed(&row.plan);
        for id in [
            &mut row.name,
            &mut row.user_id,
            &mut row.anonymous_id,
            &mut row.session_id,
            &mut row.message_id,
            &mut row.url,
        ] {
            *id = id.as_deref().map(|text| self.address(text));
        }
        row.canonical_name = self.address(&row.canonical_name);
    }

    /// Masks an exchange with the events in it, which may quote each other's.
    pub fn exchange_with(&mut self, exchange: &mut Exchange, events: &mut [EventRow]) {
        events.iter_mut().for_each(|event| self.event(event));
        self.exchange(exchange);
        events.iter_mut().for_each(|event| self.event(event));
    }

    /// Masks a request's row.
    pub fn request(&mut self, row: &mut RequestRow) {
        row.query = self.query(&row.query);
        row.path = self.path(&row.path);
        row.findings = self.findings(&row.findings);
    }

    /// Masks a request and its answer.
    pub fn exchange(&mut self, exchange: &mut Exchange) {
        let request = &mut exchange.request;
        request.body.bytes = Bytes::from(self.body(&request.body.bytes));
        request.query = self.query(&request.query);
        request.path = self.path(&request.path);
        request.headers = self.headers(&request.headers);
        let answer = &mut exchange.answer;
        answer.headers = self.headers(&answer.headers);
        answer.body = Bytes::from(self.answer_body(&answer.body));
        if let Some(fault) = &mut exchange.moment.fault {
            let own = fault.platform.answer();
            let masked = Answer {
                headers: self.headers(&own.headers),
                body: Bytes::from(self.answer_body(&own.body)),
                ..own
            };
            fault.platform = PlatformVerdict::new(&masked, fault.platform.outcome);
        }
    }

    /// Masks what a destination would have been sent.
    pub fn delivery(&mut self, delivery: &mut DeliveryPreview) {
        delivery.reason.message = self.text(&delivery.reason.message);
        for objection in &mut delivery.objections {
            objection.message = self.text(&objection.message);
        }
        if let Some(request) = &mut delivery.request {
            let masked = self.value(&request.body);
            request.body = self.scrubbed(&masked);
            request.url = self.address(&request.url);
            request.headers = self.headers(&request.headers);
        }
    }
}
