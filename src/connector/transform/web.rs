use serde_json::Value;

use crate::capture::pairs;

/// What [`url_part`] names.
pub const URL_PARTS: &[&str] = &["hostname", "pathname", "search"];

/// A query parameter of an address.
pub fn query(url: &str, name: &str) -> Option<Value> {
    let (_, query) = url.split_once('?')?;
    let query = query.split('#').next().unwrap_or_default();
    let pair = pairs(query).into_iter().find(|(key, _)| key == name)?;
    Some(pair.1.into())
}

/// A cookie of a cookie line: `a=1; b=2`.
pub fn cookie(line: &str, name: &str) -> Option<Value> {
    let mut pairs = line
        .split(';')
        .filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(key, _)| *key == name)?;
    Some(value.into())
}

/// Host and port of an address.
pub fn host(url: &str) -> Option<Value> {
    let (_, rest) = url.split_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?;
    (!host.is_empty()).then(|| host.into())
}

/// A part of an address as a browser's `URL` has it; nothing of what is no whole address.
pub fn url_part(address: &str, part: &str) -> Option<Value> {
    let url = url::Url::parse(address).ok()?;
    let part = match part {
        "hostname" => url.host_str().unwrap_or_default().to_string(),
        "pathname" => url.path().to_string(),
        "search" => match url.query() {
            Some(query) if !query.is_empty() => format!("?{query}"),
            _ => String::new(),
        },
        _ => return None,
    };
    Some(part.into())
}

/// `GA1.2.111.222` is the client `111.222`: the last two parts of the cookie `_ga`.
pub fn ga_client_id(cookie: &str) -> Option<Value> {
    let parts: Vec<&str> = cookie.split('.').collect();
    let [.., random, first] = parts.as_slice() else {
        return None;
    };
    let number = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
    (number(random) && number(first)).then(|| format!("{random}.{first}").into())
}

/// The session in a cookie `_ga_ID`: the third part of `GS1.1.1700000000.5.…`, or what follows
/// the `s` in `GS2.1.s1700000000$o5$…`.
pub fn ga_session_id(cookie: &str) -> Option<Value> {
    let third = cookie.split('.').nth(2)?;
    let third = third.split('$').next().unwrap_or_default();
    let id = third.strip_prefix('s').unwrap_or(third);
    let is_number = !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| id.into())
}

/// The click id in a cookie `_gcl_aw`: the third part of `GCL.1700000000.CLICK`.
pub fn gcl_click_id(cookie: &str) -> Option<Value> {
    let click = cookie.strip_prefix("GCL.")?.split_once('.')?.1;
    (!click.is_empty()).then(|| click.into())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn ids_come_out_of_cookies_and_addresses() {
        assert_eq!(ga_client_id("GA1.2.111.222"), Some(json!("111.222")));
        assert_eq!(ga_client_id("GA1.2.x.222"), None);
        assert_eq!(
            ga_session_id("GS1.1.1700000000.5.0"),
            Some(json!("1700000000"))
        );
        assert_eq!(
            ga_session_id("GS2.1.s1700000000$o5$g1"),
            Some(json!("1700000000"))
        );
        assert_eq!(gcl_click_id("GCL.1700000000.Cj0K.x"), Some(json!("Cj0K.x")));
        assert_eq!(
            query("https://a.example/?x=1&gclid=a%20b#gclid=c", "gclid"),
            Some(json!("a b"))
        );
        assert_eq!(query("https://a.example/", "gclid"), None);
        assert_eq!(
            cookie("_fbp=fb.1.2.3; other=x", "_fbp"),
            Some(json!("fb.1.2.3"))
        );
        assert_eq!(
            host("https://shop.example:8080/x"),
            Some(json!("shop.example:8080"))
        );
    }

    #[test]
    fn an_address_has_parts() {
        let address = "https://Shop.example:8080/a b?utm=é#top";
        for (part, expected) in [
            ("hostname", "shop.example"),
            ("pathname", "/a%20b"),
            ("search", "?utm=%C3%A9"),
        ] {
            assert_eq!(url_part(address, part), Some(json!(expected)));
            assert_eq!(url_part("/cart?a=b", part), None);
        }
        assert_eq!(
            url_part("https://shop.example/?", "search"),
            Some(json!(""))
        );
    }
}
