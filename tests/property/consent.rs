//! What consent allows: nothing is sent that the visitor did not agree to, and what an event says
//! about consent never allows more once some of it is taken away.

use eventpit::connector::{DeliveryResult, VendorMode};
use eventpit::platform::Platform;
use eventpit::workspace::Workspace;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Map, Value, json};

use crate::taken_away::{connector, never_more, previewed};

fn built_in() -> Workspace {
    Workspace::load(None).expect("the built-in workspace")
}

/// What is found is told in full, and not kept beside the tests.
fn config() -> ProptestConfig {
    ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn nowhere(_: &str, _: &str) -> bool {
    false
}

fn any_of(values: &[Value]) -> impl Strategy<Value = Value> + use<> {
    select(values.to_vec())
}

/// An object in which some of `names` have one of `values`.
fn some_of(names: &[&'static str], values: &[Value]) -> impl Strategy<Value = Value> + use<> {
    let values = values.to_vec();
    subsequence(names.to_vec(), 0..=names.len()).prop_flat_map(move |names| {
        let each: Vec<_> = names.iter().map(|_| select(values.clone())).collect();
        each.prop_map(move |values| {
            let names = names.iter().map(ToString::to_string);
            Value::Object(names.zip(values).collect::<Map<_, _>>())
        })
    })
}

fn list_of(values: &[Value]) -> impl Strategy<Value = Value> + use<> {
    subsequence(values.to_vec(), 0..=values.len()).prop_map(Value::from)
}

fn modes() -> impl Strategy<Value = Option<VendorMode>> {
    use VendorMode::{Consent, Essential, None as NoConsent};
    select(vec![None, Some(Consent), Some(Essential), Some(NoConsent)])
}

fn jentis(consent: &Value) -> Value {
    json!({
        "version": "3",
        "system": {"type": "app", "timestamp": 1_772_029_800_000_i64, "navigator-userAgent": "a",
            "initiator": "jts_push_submit"},
        "consent": consent,
        "configuration": {"container": "demo-container", "environment": "live"},
        "data": {
            "identifier": {"user": {"id": "1", "action": "update"},
                "session": {"id": "2", "action": "update"}},
            "variables": {},
        },
    })
}

fn datafly(context: &Value) -> Value {
    json!({"type": "track", "event": "a", "anonymousId": "1", "context": context})
}

/// The whole of JENTIS' table
/// (<https://docs.jentis.com/developer-guide/consent-javascript-sdk/consent-processing-logic>).
#[test]
fn jentis_modes_statuses_and_execute() {
    use DeliveryResult::{NotConsented, Sent, SentEssential, Suppressed, Undecided};
    use VendorMode::{Consent, Essential, None as NoConsent};
    let workspace = built_in();
    let connector = connector(Platform::Jentis, "vendor", &["a"]);
    let table = [
        (json!({"status": true}), [Sent, Sent, Sent]),
        (
            json!({"status": "ncm"}),
            [NotConsented, SentEssential, Sent],
        ),
        (json!({"status": false}), [NotConsented, NotConsented, Sent]),
        (json!({"status": "true"}), [Undecided, Undecided, Sent]),
        (json!({"status": null}), [Undecided, Undecided, Sent]),
        (json!({}), [Undecided, Undecided, Sent]),
    ];
    for (vendor, results) in table {
        for (mode, result) in [Consent, Essential, NoConsent].into_iter().zip(results) {
            for execute in [None, Some(true), Some(false)] {
                let mut vendor = vendor.clone();
                if let Some(execute) = execute {
                    vendor["execute"] = execute.into();
                }
                let body = jentis(&json!({"a": vendor}));
                let sent = (Platform::Jentis, &body);
                let preview = previewed(&workspace, &connector, sent, Some(mode));
                let expected = match execute {
                    Some(false) => Suppressed,
                    _ => result,
                };
                assert_eq!(preview.result, expected, "{mode:?} {vendor}");
            }
        }
    }
    for body in [jentis(&json!({})), jentis(&json!({"b": {"status": true}}))] {
        let sent = (Platform::Jentis, &body);
        for (mode, result) in [Consent, Essential, NoConsent]
            .into_iter()
            .zip([Undecided, Undecided, Sent])
        {
            let preview = previewed(&workspace, &connector, sent, Some(mode));
            assert_eq!(preview.result, result, "{mode:?} {body}");
        }
    }
}

/// What the rest of this file is worth: these events do get through.
#[test]
fn what_is_granted_is_sent() {
    let workspace = built_in();
    let management = json!({"allowedConsentIds": ["a"]});
    let granted = [
        (
            Platform::CommandersAct,
            ("category", "3"),
            json!({"event_name": "a", "user": {"consent_categories": [1, 3]}}),
        ),
        (
            Platform::Datafly,
            ("category", "analytics"),
            datafly(&json!({"consent": {"categories": {"statistics": true}}})),
        ),
        (
            Platform::Jitsu,
            ("category", "a"),
            json!({"event": "a", "anonymousId": "1", "context": {"consentManagement": management}}),
        ),
    ];
    for (platform, (kind, id), body) in granted {
        let connector = connector(platform, kind, &[id]);
        let preview = previewed(&workspace, &connector, (platform, &body), None);
        assert_eq!(preview.result, DeliveryResult::Sent, "{:?}", preview.reason);
        let other = crate::taken_away::connector(platform, kind, &["another"]);
        let preview = previewed(&workspace, &other, (platform, &body), None);
        // Commanders Act lists the granted categories: any other is declined.
        let expected = match platform {
            Platform::CommandersAct => DeliveryResult::NotConsented,
            _ => DeliveryResult::Undecided,
        };
        assert_eq!(preview.result, expected);
    }
}

#[test]
fn jentis_never_allows_more() {
    let workspace = built_in();
    proptest!(config(), |(
    consent in some_of(&["a", "b", "c"], &[
        json!({"status": true}), json!({"status": false}), json!({"status": "ncm"}),
        json!({"status": true, "execute": false}), json!({"status": false, "execute": true}),
        json!({"status": "ncm", "execute": true}), json!({"status": "granted"}),
        json!({"status": null}), json!({"execute": true}), json!(true), json!("ncm"),
    ]),
    ids in subsequence(vec!["a", "b"], 1..=2),
    mode in modes(),
    )| {
    let connector = connector(Platform::Jentis, "vendor", &ids);
    never_more(&workspace, &connector, (Platform::Jentis, &jentis(&consent)), mode, &["/consent"], nowhere);
    });
}

#[test]
fn commanders_act_never_allows_more() {
    let workspace = built_in();
    proptest!(config(), |(
    categories in prop_oneof![
        list_of(&[json!(1), json!("1"), json!(3), json!("3"), json!("C0003"), json!(null)]),
        any_of(&[json!(null), json!("1,3"), json!({"1": true})]),
    ],
    rejected in prop_oneof![list_of(&[json!(1), json!("7"), json!(7)]), any_of(&[json!("ALL")])],
    refused in list_of(&[json!("7"), json!("8")]),
    purposes in some_of(&["ad_storage", "ad_user_data"], &[
        json!("granted"), json!("denied"), json!("GRANTED"), json!(true),
    ]),
    (kind, ids) in select(vec![
        ("category", vec!["1"]), ("category", vec!["1", "3"]), ("category", vec!["C0003"]),
        ("vendor", vec!["7"]), ("purpose", vec!["ad_storage"]),
        ("purpose", vec!["ad_storage", "ad_user_data"]),
    ]),
    )| {
    let body = json!({"event_name": "a", "user": {
        "consent_categories": categories, "rejected_vendors": rejected,
        "refused_vendors": refused, "google_consent_mode": purposes,
    }});
    let connector = connector(Platform::CommandersAct, kind, &ids);
    never_more(&workspace, &connector, (Platform::CommandersAct, &body), None, &["/user"], nowhere);
    });
}

/// Each of the three shapes by itself. A list of granted categories, and codes of which one
/// granted is enough, can only lose by what is taken away.
#[test]
fn datafly_never_allows_more() {
    let workspace = built_in();
    proptest!(config(), |(
    consent in prop_oneof![
        some_of(&["analytics", "marketing", "functional"], &decided()),
        some_of(&["analytics", "marketing"], &decided()).prop_map(|it| json!({"canonical": it})),
        list_of(&[json!("analytics"), json!("marketing")])
            .prop_map(|it| json!({"canonical": it})),
        some_of(&["statistics", "C0002", "marketing", "C0004", "x"], &decided())
            .prop_map(|it| json!({"categories": it})),
        list_of(&[json!("statistics"), json!("C0002"), json!("C0004")])
            .prop_map(|it| json!({"categories": it})),
    ],
    (kind, ids) in bound(),
    )| {
    let body = datafly(&json!({"consent": consent}));
    let connector = connector(Platform::Datafly, kind, &ids);
    never_more(&workspace, &connector, (Platform::Datafly, &body), None, &["/context/consent"], nowhere);
    });
}

/// All shapes at once. Here the rule cannot hold: where two places speak of the same and the
/// one that denies, or that counts before the other, is taken away, the other one counts. It
/// has to have granted before.
#[test]
fn datafly_allows_more_only_where_another_place_grants() {
    let workspace = built_in();
    proptest!(config(), |(
    flat in some_of(&["analytics", "marketing", "ad_storage", "ad_user_data"], &decided()),
    canonical in some_of(&["analytics", "marketing"], &decided()),
    categories in some_of(&["statistics", "C0002", "marketing", "C0004"], &decided()),
    management in managed(),
    (kind, ids) in bound(),
    )| {
    let mut consent = flat;
    consent["canonical"] = canonical;
    consent["categories"] = categories;
    let body = datafly(&json!({"consent": consent, "consentManagement": management}));
    let connector = connector(Platform::Datafly, kind, &ids);
    let bases = ["/context/consent", "/context/consentManagement"];
    let elsewhere = |taken: &str, read: &str| grants_elsewhere(&body, taken, read);
    never_more(&workspace, &connector, (Platform::Datafly, &body), None, &bases, elsewhere);
    });
}

/// Jitsu's own place and RudderStack's, where again a denial of one may stand over a grant of
/// the other.
#[test]
fn jitsu_allows_more_only_where_another_place_grants() {
    let workspace = built_in();
    proptest!(config(), |(
    preferences in some_of(&["a", "b"], &decided()),
    management in managed(),
    ids in subsequence(vec!["a", "b"], 1..=2),
    )| {
    let context = json!({
        "consent": {"categoryPreferences": preferences}, "consentManagement": management,
    });
    let body = json!({"event": "a", "anonymousId": "1", "context": context});
    let connector = connector(Platform::Jitsu, "category", &ids);
    let bases = ["/context/consent", "/context/consentManagement"];
    let elsewhere = |taken: &str, read: &str| grants_elsewhere(&body, taken, read);
    never_more(&workspace, &connector, (Platform::Jitsu, &body), None, &bases, elsewhere);
    let one = json!({"event": "a", "anonymousId": "1",
        "context": {"consent": {"categoryPreferences": body["context"]["consent"]["categoryPreferences"]}}});
    never_more(&workspace, &connector, (Platform::Jitsu, &one), None, &["/context/consent"], nowhere);
    });
}

fn decided() -> [Value; 7] {
    [
        json!(true),
        json!(false),
        json!("granted"),
        json!("denied"),
        json!("maybe"),
        json!(null),
        json!(1),
    ]
}

fn managed() -> impl Strategy<Value = Value> {
    let ids = [
        json!("a"),
        json!("b"),
        json!("analytics"),
        json!("marketing"),
    ];
    (list_of(&ids), list_of(&ids)).prop_map(
        |(allowed, denied)| json!({"allowedConsentIds": allowed, "deniedConsentIds": denied}),
    )
}

fn bound() -> impl Strategy<Value = (&'static str, Vec<&'static str>)> {
    select(vec![
        ("category", vec!["analytics"]),
        ("category", vec!["marketing"]),
        ("category", vec!["analytics", "marketing"]),
        ("category", vec!["C0002"]),
        ("purpose", vec!["ad_storage"]),
        ("purpose", vec!["ad_user_data", "analytics_storage"]),
    ])
}

/// Whether what is read at `read` granted before, outside of what was taken away.
fn grants_elsewhere(body: &Value, taken: &str, read: &str) -> bool {
    let granted = [json!(true), json!("granted")];
    let stood = body.pointer(read);
    let grants = stood.is_some_and(|it| granted.contains(it) || read.contains("allowedConsentIds"));
    grants && !format!("{read}/").starts_with(&format!("{taken}/"))
}
