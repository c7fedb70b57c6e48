//! What the answer sets is what the event shows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Failure, one, open, post, with};

const PAGE: &str = r#"{"type":"page","context":{"page":{"url":"/?fbclid=IwAR&gclid=Cj0"}}}"#;

/// The values of the cookies that an answer sets, and the ids that the event shows.
fn made(sources: Value, cookie: &str) -> Result<(BTreeMap<String, String>, Value), Failure> {
    let (reply, decoded) = one(sources, with(post("/v1/p", PAGE), "cookie", cookie))?;
    let headers = reply.answer.headers.into_iter();
    let cookies = headers
        .filter(|(name, _)| name == "set-cookie")
        .filter_map(|(_, cookie)| {
            let (name, rest) = cookie.split_once('=')?;
            Some((name.to_string(), rest.split(';').next()?.to_string()))
        });
    let event = decoded.events.into_iter().next().ok_or("no event")?;
    let shown = event.canonical.context.get("vendor_ids").cloned();
    Ok((cookies.collect(), shown.unwrap_or_default()))
}

#[test]
fn the_cookies_that_are_set_are_the_ids_of_the_event() -> Result<(), Failure> {
    let (cookies, shown) = made(open(), "")?;
    let of = |name: &str| cookies.get(name).cloned();
    assert_eq!(
        shown,
        json!({
            "ga_client_id": of("_ga"),
            "fbp": of("_fbp"),
            "fbc": of("_fbc"),
            "ttp": of("_ttp"),
            "pin_unauth": of("_pin_unauth"),
            "sc_cookie1": of("_scid"),
            "gcl_aw": of("_gcl_aw"),
        })
    );
    assert_eq!(of("_fbc").as_deref(), Some("fb.1.1800000000000.IwAR"));
    assert_eq!(of("_gcl_aw").as_deref(), Some("GCL.1800000000.Cj0"));
    let fbp = of("_fbp").unwrap_or_default();
    let random = fbp.strip_prefix("fb.1.1800000000000.").unwrap_or_default();
    assert_eq!(random.len(), 10, "{fbp}");
    let ids: Vec<_> = ["_dfid", "_ttp", "_pin_unauth", "_scid"].map(of).into();
    let different: std::collections::BTreeSet<_> = ids.iter().flatten().collect();
    assert_eq!(different.len(), 4, "{ids:?}");
    Ok(())
}

#[test]
fn each_form_is_a_setting() -> Result<(), Failure> {
    let settings = json!({"ga_format": "ga1", "ttp_format": "nanoid", "gcl_aw_format": "gclid"});
    let sources = json!({"sources": [{"name": "demo", "vendor_cookies": settings}]});
    let (cookies, shown) = made(sources, "")?;
    let of = |name: &str| cookies.get(name).map(String::as_str).unwrap_or_default();
    let client_id = shown.get("ga_client_id").and_then(Value::as_str);
    assert_eq!(of("_ga").strip_prefix("GA1.2."), client_id);
    assert_eq!(of("_ttp").len(), 27);
    assert_eq!(of("_gcl_aw"), "Cj0");
    Ok(())
}

#[test]
fn the_same_click_again_makes_nothing() -> Result<(), Failure> {
    for (kept, is_kept) in [
        ("fb.1.1.IwAR", true),
        ("IwAR", true),
        ("fb.1.1.xIwAR", false),
        ("fb.1.1.IwARx", false),
    ] {
        let (cookies, shown) = made(open(), &format!("_fbc={kept}"))?;
        assert_eq!(!cookies.contains_key("_fbc"), is_kept, "{kept}");
        assert_eq!(shown.get("fbc") == Some(&json!(kept)), is_kept, "{kept}");
    }
    Ok(())
}
