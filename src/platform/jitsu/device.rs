use serde_json::{Map, Value, json};

use super::validate::is_device;
use crate::workspace::{JitsuDestination, JitsuSite};

/// The answer to a browser's event: `ok`, and what the page has to run itself for the site's
/// destinations that live in the browser (observed for `tag`; the others are alike in the source).
pub fn answer(site: &JitsuSite, kind: &str, event: &Map<String, Value>) -> Value {
    let wanted: Vec<Value> = site
        .destinations
        .iter()
        .filter(|to| is_device(&to.kind) && wants(to, kind, event))
        .map(destination)
        .collect();
    if wanted.is_empty() {
        json!({"ok": true})
    } else {
        json!({"destinations": wanted, "ok": true})
    }
}

fn destination(to: &JitsuDestination) -> Value {
    let mut shown = Map::new();
    if let Some(code) = &to.code {
        shown.insert("mode".into(), "javascript".into());
        shown.insert("code".into(), code.as_str().into());
    }
    shown.insert("id".into(), to.id.as_str().into());
    shown.insert("destinationType".into(), to.kind.as_str().into());
    for (key, values) in [("options", &to.options), ("credentials", &to.credentials)] {
        // Go leaves an empty map out (inferred: `omitempty` in the source).
        if !values.is_empty() {
            shown.insert(key.into(), values.clone().into());
        }
    }
    shown.insert(
        "deviceOptions".into(),
        json!({"name": to.kind, "type": "internal-plugin"}),
    );
    shown.into()
}

/// Whether the options `events` and `hosts` let the event through: a name a line, `*` for all,
/// `*.example.com` for the hosts below (source: `ingest/filters.go`). An event without a name has
/// the empty one.
fn wants(to: &JitsuDestination, kind: &str, event: &Map<String, Value>) -> bool {
    let name = event.get("event").and_then(Value::as_str);
    let name = name.unwrap_or_default();
    let page = event.get("context").and_then(|context| context.get("page"));
    let host = page
        .and_then(|page| page.get("host"))
        .and_then(Value::as_str)
        .unwrap_or_default();
    let listed = |option: &str, fits: &dyn Fn(&str) -> bool| match to.options.get(option) {
        None | Some(Value::Null) => true,
        Some(Value::String(list)) => list.split('\n').any(|item| item == "*" || fits(item)),
        // Only text names anything.
        Some(_) => false,
    };
    listed("events", &|item| {
        let item = item.trim().to_lowercase();
        [kind, name]
            .iter()
            .any(|it| it.trim().to_lowercase() == item)
    }) && listed("hosts", &|item| match item.strip_prefix('*') {
        Some(end) if end.starts_with('.') => host.ends_with(end),
        _ => item == host,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed(options: Value, kind: &str, event: Value) -> bool {
        let site: JitsuSite = serde_json::from_value(json!({
            "id": "s",
            "destinations": [{"id": "d", "type": "gtm", "options": options}],
        }))
        .unwrap_or_default();
        let event = event.as_object().cloned().unwrap_or_default();
        answer(&site, kind, &event).get("destinations").is_some()
    }

    #[test]
    fn events_are_chosen_by_type_or_name() {
        let options = json!({"events": "page\n Signed Up"});
        assert!(listed(options.clone(), "page", json!({})));
        assert!(listed(
            options.clone(),
            "track",
            json!({"event": "signed up"})
        ));
        assert!(!listed(options, "track", json!({"event": "Other"})));
        for nothing in [json!("page, track"), json!(["track"]), json!(1)] {
            let options = json!({"events": nothing});
            assert!(!listed(options, "track", json!({"event": "a"})));
        }
    }

    #[test]
    fn hosts_are_chosen_by_name_or_ending() {
        let options = json!({"hosts": "shop.example\n*.test"});
        let on = |host: &str| json!({"context": {"page": {"host": host}}});
        assert!(listed(options.clone(), "page", on("shop.example")));
        assert!(listed(options.clone(), "page", on("a.test")));
        assert!(!listed(options, "page", on("www.shop.example")));
    }

    #[test]
    fn what_is_empty_is_left_out_and_credentials_go_to_the_page() {
        let site: JitsuSite = serde_json::from_value(json!({
            "id": "s",
            "destinations": [{"id": "d", "type": "tag", "credentials": {"code": "go()"}}],
        }))
        .unwrap_or_default();
        let shown = answer(&site, "page", &Map::new());
        assert_eq!(
            shown["destinations"][0].to_string(),
            r#"{"id":"d","destinationType":"tag","credentials":{"code":"go()"},"deviceOptions":{"name":"tag","type":"internal-plugin"}}"#
        );
    }
}
