use actix_web::HttpResponse;
use askama::Template;
use serde_json::json;

use super::detail::PayloadPanel;
use super::finding::{FindingView, findings};
use super::ignore_list::{IgnoreView, KeptField, WrongField};
use super::lines::{EventLine, OutcomeTag};
use super::masking::MaskSwitch;
use super::render::page;
use super::tree::{Asked, Marks, TreeLine};
use super::{Filter, Here, PageError, View};
use crate::compare::{Comparison, compare};
use crate::event::Outcome;
use crate::store::EventRow;

/// Every part of the pages in every state, for who changes them and for the tests. No page leads
/// here.
#[derive(Template)]
#[template(path = "patterns.html")]
struct PatternsPage {
    outcomes: Vec<OutcomeTag>,
    findings: Vec<FindingView>,
    decisions: [&'static str; 6],
    lines: Vec<EventLine>,
    payload: PayloadPanel,
    comparison: Comparison,
    ignoring: IgnoreView,
    head: PatternHead,
}

/// What a tree wants of the page that it stands in.
struct PatternHead {
    masking: MaskSwitch,
}

/// Shows them.
pub async fn patterns() -> Result<HttpResponse, PageError> {
    let payload = json!({
        "event": "Order Completed", "price": "12.5", "count": 3, "gift": true, "coupon": null,
        "packed": "{\"a\": [1]}", "page": "https://shop.example/", "at": 1_795_608_000_000_i64, "items": [{"id": "a"}], "none": [],
        "long": "x".repeat(3000), "deep": {"er": vec![json!({"x": [1]}); 300]},
    });
    let mut marks = Marks::default();
    for (pointer, severity) in [
        ("/price", "error"),
        ("/count", "warning"),
        ("/gift", "info"),
    ] {
        marks.add(&payload, pointer, severity);
    }
    let asked = Asked {
        at: Some("/price".into()),
        ..Asked::default()
    };
    let both = (&payload, &json!({"name": "purchase"}));
    let here = Here::plain(View::Events, Filter::default());
    let tree = PayloadPanel::new("/inspector/patterns", both, (&asked, "e"), &marks, &here);
    let outcomes = [
        Outcome::Accepted,
        Outcome::Dropped,
        Outcome::Partial,
        Outcome::Rejected,
        Outcome::Throttled,
        Outcome::Faulted,
        Outcome::Served,
        Outcome::Unmatched,
    ];
    let found = json!([
        {"code": "an-error", "severity": "error", "message": "it is wrong", "pointer": "/price", "expected": "a number", "got": "\"12.5\"", "evidence": "documented", "docs": "https://a.example/"},
        {"code": "a-warning", "severity": "warning", "message": "it is odd", "pointer": "/count", "evidence": "inferred", "docs": "a book"},
        {"code": "an-info", "severity": "info", "message": "to know", "evidence": "assumed"},
    ]);
    page(&PatternsPage {
        outcomes: outcomes
            .map(|outcome| OutcomeTag::new(outcome.as_str()))
            .into(),
        findings: findings(&found),
        decisions: [
            "granted",
            "denied",
            "essential",
            "undecided",
            "mixed",
            "none",
        ],
        lines: outcomes
            .iter()
            .map(|outcome| EventLine::new(&row(outcome.as_str(), &found), &here))
            .collect(),
        payload: tree.ok_or_else(PageError::no_such_page)?,
        comparison: compare(
            &json!({"same": 1, "gone": 1, "type": 1, "value": 1, "sentAt": 1}),
            &json!({"same": 1, "new": 1, "type": "1", "value": 2, "sentAt": 2}),
        ),
        ignoring: IgnoreView {
            fields: vec![KeptField {
                text: "/items/*/id".into(),
                differences: 3,
                without: "#p-compare".into(),
            }],
            usual: true,
            wrong: vec![WrongField {
                text: "/items//id".into(),
                why: "a step is empty at character 8".into(),
            }],
            action: "/inspector/patterns".into(),
            carried: Vec::new(),
        },
        head: PatternHead {
            masking: MaskSwitch {
                on: true,
                action: "/inspector/mask?on=0&back=/inspector/patterns".into(),
            },
        },
    })
}

/// An event with that fate.
fn row(outcome: &str, findings: &serde_json::Value) -> EventRow {
    EventRow {
        id: "1.0".into(),
        request_id: "1".into(),
        cursor: 1,
        session: "checkout-iphone".into(),
        platform: "jitsu".into(),
        source: Some("website".into()),
        r#type: "track".into(),
        name: Some("Order Completed".into()),
        canonical_name: "purchase".into(),
        outcome: outcome.into(),
        status: 200,
        transport: None,
        duplicate: outcome == "dropped",
        double: outcome == "accepted",
        user_id: None,
        anonymous_id: None,
        session_id: None,
        message_id: None,
        timestamp: None,
        url: None,
        received_at: "2026-11-25T12:00:00.000Z".into(),
        consent: json!([{"kind": "category", "id": "marketing", "decision": "denied"}]),
        findings: findings.clone(),
        plan: json!([]),
        payload: json!({}),
        canonical: json!({"params": {"value": 12.5, "currency": "EUR"}}),
    }
}
