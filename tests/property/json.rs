use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A change to a JSON value: what is done, which of its values it is done to, and with what.
type Change = (u8, usize, Value);

/// `sample` with up to six changes: members and elements replaced, removed, doubled, wrapped and
/// renamed.
pub fn changed(sample: Value) -> impl Strategy<Value = Value> + Clone {
    prop::collection::vec(change(), 0..6).prop_map(move |changes| {
        let mut value = sample.clone();
        for change in changes {
            apply(&mut value, change);
        }
        value
    })
}

fn change() -> impl Strategy<Value = Change> + Clone {
    (any::<u8>(), any::<usize>(), odd_value())
}

fn apply(root: &mut Value, (what, which, new): Change) {
    let place = which % count(root);
    let Some(value) = nth(root, &mut { place }) else {
        return;
    };
    let old = value.take();
    *value = match (what % 8, old) {
        (0, _) => new,
        (1, Value::Object(mut members)) => {
            if let Some(name) = members.keys().nth(which % members.len().max(1)).cloned() {
                members.shift_remove(&name);
            }
            members.into()
        }
        (1, Value::Array(_)) => Vec::<Value>::new().into(),
        (2, Value::Array(mut elements)) => {
            elements.extend(elements.clone());
            elements.push(new);
            elements.into()
        }
        (2, Value::Object(mut members)) => {
            members.insert(new.as_str().unwrap_or("batch").to_string(), which.into());
            members.into()
        }
        (3, old) => wrapped(old, which % 100),
        (4, Value::Object(members)) => members
            .into_iter()
            .map(|(name, value)| match which % 3 {
                0 => (name.to_uppercase(), value),
                1 => (format!("{name}/~"), value),
                _ => (name, new.clone()),
            })
            .collect::<Map<_, _>>()
            .into(),
        // The same in another type.
        (5, Value::Number(number)) => number.to_string().into(),
        (5, Value::String(text)) => vec![text].into(),
        (5, Value::Bool(yes)) => u8::from(yes).into(),
        (5, Value::Array(elements)) => {
            let named = elements.into_iter().enumerate();
            let named = named.map(|(at, value)| (at.to_string(), value));
            named.collect::<Map<_, _>>().into()
        }
        (5, Value::Object(members)) => members.into_values().collect(),
        (6, _) => Value::Null,
        (_, old) => old,
    };
}

fn wrapped(value: Value, deep: usize) -> Value {
    (0..deep).fold(value, |value, level| match level % 2 {
        0 => json!({"batch": value}),
        _ => json!([value]),
    })
}

/// How many values are in a value, itself among them.
fn count(value: &Value) -> usize {
    1 + match value {
        Value::Array(elements) => elements.iter().map(count).sum(),
        Value::Object(members) => members.values().map(count).sum(),
        _ => 0,
    }
}

/// The value that comes `at` places after the first.
fn nth<'a>(value: &'a mut Value, at: &mut usize) -> Option<&'a mut Value> {
    if *at == 0 {
        return Some(value);
    }
    *at -= 1;
    match value {
        Value::Array(elements) => elements.iter_mut().find_map(|it| nth(it, at)),
        Value::Object(members) => members.values_mut().find_map(|it| nth(it, at)),
        _ => None,
    }
}

/// A value that senders do not send, or that platforms treat specially.
fn odd_value() -> impl Strategy<Value = Value> + Clone {
    let known = [
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(3),
        json!(1.5),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(1e308),
        json!(1_639_044_446_636_u64),
        json!(""),
        json!(" "),
        json!("\0"),
        json!("\u{feff}"),
        json!("0"),
        json!("batch"),
        json!("track"),
        json!("page"),
        json!("identify"),
        json!("event"),
        json!("purchase"),
        json!("pageview"),
        json!("sendBeacon"),
        json!("ncm"),
        json!("context"),
        json!("messageId"),
        json!("2026-02-24T10:00:00.000Z"),
        json!("2026-02-24 10:00:00"),
        json!("-009999-01-01T00:00:00Z"),
        json!("9999-12-31T23:59:60+99:99"),
        json!("550e8400-e29b-41d4-a716-446655440000"),
        json!("https://shop.example/a?b=c#d"),
        json!("https://[::1"),
        json!("javascript:alert(1)\r\nx: y"),
        json!("a/b~c"),
        json!([]),
        json!([null, {}, [], "x", 1]),
        json!({}),
        json!({"": {"/~": null}}),
        json!({"status": true, "execute": false}),
        json!("é".repeat(200)),
        json!("x".repeat(5000)),
        json!("\u{2028}<>&\"\\"),
    ];
    prop_oneof![
        4 => prop::sample::select(known.to_vec()),
        1 => any::<String>().prop_map(Value::from),
        1 => any::<f64>().prop_map(|number| json!(number)),
        1 => any::<i64>().prop_map(Value::from),
    ]
}
