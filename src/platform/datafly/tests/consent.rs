use serde_json::json;

use super::*;

fn read(consent: Value) -> Vec<(String, Decision, String)> {
    let event = json!({"context": {"consent": consent}});
    event
        .as_object()
        .map(decisions)
        .unwrap_or_default()
        .into_iter()
        .map(|decision| (decision.id, decision.decision, decision.pointer))
        .collect()
}

fn row(id: &str, decision: Decision, pointer: &str) -> (String, Decision, String) {
    (id.into(), decision, format!("/context/consent{pointer}"))
}

#[test]
fn flat_booleans_decide_and_essential_cannot_be_denied() {
    assert_eq!(
        read(json!({"analytics": true, "marketing": false, "essential": false, "other": 3})),
        [
            row("analytics", Decision::Granted, "/analytics"),
            row("marketing", Decision::Denied, "/marketing"),
            row("essential", Decision::Granted, "/essential"),
            row("ad_storage", Decision::Denied, "/marketing"),
            row("ad_user_data", Decision::Denied, "/marketing"),
            row("ad_personalization", Decision::Denied, "/marketing"),
            row("analytics_storage", Decision::Granted, "/analytics"),
        ]
    );
}

#[test]
fn canonical_categories_win_over_the_codes_they_came_from() {
    assert_eq!(
        read(json!({
            "categories": {"C0002": true, "marketing": true},
            "canonical": {"analytics": true, "marketing": false},
            "ad_user_data": false
        })),
        [
            row("analytics", Decision::Granted, "/canonical/analytics"),
            row("marketing", Decision::Denied, "/canonical/marketing"),
            row("ad_user_data", Decision::Denied, "/ad_user_data"),
            row("C0002", Decision::Granted, "/categories/C0002"),
            row("essential", Decision::Granted, ""),
            row("ad_storage", Decision::Denied, "/canonical/marketing"),
            row(
                "ad_personalization",
                Decision::Denied,
                "/canonical/marketing"
            ),
            row(
                "analytics_storage",
                Decision::Granted,
                "/canonical/analytics"
            ),
        ]
    );
}

#[test]
fn codes_alone_are_merged_into_categories() {
    assert_eq!(
        read(json!({"categories": {"C0002": false, "statistics": true}})),
        [
            row("analytics", Decision::Granted, "/categories/statistics"),
            row("C0002", Decision::Denied, "/categories/C0002"),
            row("statistics", Decision::Granted, "/categories/statistics"),
            row("essential", Decision::Granted, ""),
            row(
                "analytics_storage",
                Decision::Granted,
                "/categories/statistics"
            ),
        ]
    );
}

#[test]
fn what_is_denied_in_one_place_is_not_granted_by_another() {
    assert_eq!(
        read(json!({"canonical": ["analytics"], "analytics": false})),
        [
            row("analytics", Decision::Denied, "/analytics"),
            row("essential", Decision::Granted, ""),
            row("analytics_storage", Decision::Denied, "/analytics"),
        ]
    );
    assert_eq!(
        read(json!({"marketing": true, "canonical": null, "categories": {"C0004": false}})),
        [
            row("marketing", Decision::Denied, "/categories/C0004"),
            row("C0004", Decision::Denied, "/categories/C0004"),
            row("essential", Decision::Granted, ""),
            row("ad_storage", Decision::Denied, "/categories/C0004"),
            row("ad_user_data", Decision::Denied, "/categories/C0004"),
            row("ad_personalization", Decision::Denied, "/categories/C0004"),
        ]
    );
    assert_eq!(
        read(json!({"canonical": {"ad_storage": true}, "ad_storage": "denied"})),
        [
            row("ad_storage", Decision::Granted, "/canonical/ad_storage"),
            row("ad_storage", Decision::Denied, "/ad_storage"),
            row("essential", Decision::Granted, ""),
        ]
    );
}

#[test]
fn no_consent_is_no_decision() {
    assert_eq!(read(Value::Null), []);
    assert_eq!(read(json!({})), []);
    assert_eq!(read(json!("yes")), []);
}

#[test]
fn an_undecided_place_does_not_hide_a_denial_in_another() {
    let told = read(json!({"canonical": {"marketing": null}, "marketing": false}));
    assert_eq!(
        told.first(),
        Some(&row("marketing", Decision::Denied, "/marketing"))
    );
    let told = read(json!({"marketing": true, "advertising": false}));
    assert_eq!(
        told.first(),
        Some(&row("marketing", Decision::Denied, "/advertising"))
    );
}

#[test]
fn purposes_of_the_iab_are_categories_and_other_members_are_not() {
    let told = read(json!({"categories": [2, "8"], "version": 2, "updated": "2026-01-01"}));
    let ids: Vec<&str> = told.iter().map(|(id, ..)| id.as_str()).collect();
    assert_eq!(ids[..5], ["marketing", "analytics", "2", "8", "essential"]);
}

#[test]
fn what_rudderstack_sends_counts_beside_datafly_s_own() {
    let event = json!({"context": {
        "consent": {"marketing": true, "other": true},
        "consentManagement": {"deniedConsentIds": ["marketing"], "allowedConsentIds": ["functional"]},
    }});
    let told = event.as_object().map(decisions).unwrap_or_default();
    let of = |id: &str| {
        let found = told.iter().find(|it| it.id == id);
        found.map(|it| (it.decision, it.evidence))
    };
    assert_eq!(of("marketing"), Some((Decision::Denied, Assumed)));
    assert_eq!(of("ad_user_data"), Some((Decision::Denied, Documented)));
    assert_eq!(of("functional"), Some((Decision::Granted, Documented)));
}

#[test]
fn only_a_boolean_is_read_as_documented() {
    let event = json!({"context": {"consent": {
        "analytics": true, "marketing": "granted", "functional": 1, "canonical": ["personalization"],
    }}});
    let told = event.as_object().map(decisions).unwrap_or_default();
    let of = |id: &str| {
        let found = told.iter().find(|it| it.id == id);
        found.map(|it| (it.decision, it.evidence))
    };
    assert_eq!(of("analytics"), Some((Decision::Granted, Documented)));
    assert_eq!(of("marketing"), Some((Decision::Granted, Assumed)));
    assert_eq!(of("functional"), Some((Decision::Undecided, Assumed)));
    assert_eq!(of("personalization"), Some((Decision::Granted, Assumed)));
}
