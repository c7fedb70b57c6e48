use serde_json::Value;

use super::Pattern;
use super::shapes::without_emails;

/// Takes out of `value` everything that one of the patterns means.
pub fn strip(value: &mut Value, patterns: &[Pattern]) {
    strip_at(value, patterns, &mut Vec::new());
}

fn strip_at(value: &mut Value, patterns: &[Pattern], path: &mut Vec<String>) {
    let mut keep = |step: String, inner: &mut Value| {
        path.push(step);
        let meant = patterns.iter().any(|pattern| match pattern.is_emails() {
            true => {
                let name = path.last().map(String::as_str);
                let texts = [name, inner.as_str()].into_iter().flatten();
                texts.filter_map(without_emails).next().is_some()
            }
            false => pattern.meets(path),
        });
        if !meant {
            strip_at(inner, patterns, path);
        }
        path.pop();
        !meant
    };
    match value {
        Value::Object(members) => members.retain(|name, inner| keep(name.to_lowercase(), inner)),
        Value::Array(items) => {
            let mut place = 0;
            items.retain_mut(|inner| {
                place += 1;
                keep((place - 1).to_string(), inner)
            });
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::redaction::pattern::EMAILS;

    #[test]
    fn what_is_meant_is_gone_wherever_it_stands() {
        let patterns = ["/**/email", "/a/*/ip", EMAILS].map(Pattern::parse);
        let patterns: Vec<Pattern> = patterns.into_iter().flatten().collect();
        let mut value = json!({"Email": 1, "a": [{"ip": 1, "b": {"EMAIL": {"c": 1}}}, 2], "ip": 3,
            "id": "jane@example.com", "joe@example.com": 1});
        strip(&mut value, &patterns);
        assert_eq!(value, json!({"a": [{"b": {}}, 2], "ip": 3}));
    }
}
