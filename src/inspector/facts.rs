use serde_json::Value;

use super::title::page_path;

/// How many facts a row shows at most.
const MOST: usize = 3;

/// How many characters of a fact a row shows.
const LENGTH: usize = 60;

/// The one to three things that tell an event from its neighbours, from its canonical form: what
/// it is worth, which item, which page.
pub fn key_facts(canonical: &Value) -> Vec<String> {
    let params = &canonical["params"];
    let items = &params["items"];
    let item = &items[0];
    let worth = match scalar(&params["value"]) {
        Some(value) => Some(with_currency(value, params)),
        None => scalar(&item["price"])
            .or_else(|| scalar(&params["price"]))
            .map(|price| with_currency(price, params)),
    };
    let order = scalar(&params["transaction_id"]);
    let named = scalar(&item["item_name"]).or_else(|| scalar(&item["item_id"]));
    let more = items.as_array().map_or(0, Vec::len).saturating_sub(1);
    let named = named.map(|name| match more {
        0 => name,
        _ => format!("{name} and {more} more"),
    });
    let term = scalar(&params["search_term"]);
    [worth, order, named, term, page_path(canonical)]
        .into_iter()
        .flatten()
        .take(MOST)
        .map(shorten)
        .collect()
}

fn with_currency(amount: String, params: &Value) -> String {
    match scalar(&params["currency"]) {
        Some(currency) => format!("{amount} {currency}"),
        None => amount,
    }
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn shorten(text: String) -> String {
    match text.char_indices().nth(LENGTH) {
        Some((cut, _)) => format!("{}…", text.get(..cut).unwrap_or_default()),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn worth_item_and_page_in_that_order() {
        let canonical = json!({
            "name": "purchase",
            "page": {"path": "/thanks"},
            "params": {"value": 12.5, "currency": "EUR",
                "items": [{"item_name": "Hat", "price": 7}, {"item_id": "b"}]}
        });
        assert_eq!(
            key_facts(&canonical),
            ["12.5 EUR", "Hat and 1 more", "/thanks"]
        );
    }

    #[test]
    fn a_price_stands_in_for_a_value_and_odd_shapes_give_nothing() {
        let priced = json!({"params": {"currency": "EUR", "items": [{"price": "7"}]}});
        assert_eq!(key_facts(&priced), ["7 EUR"]);
        let alone = json!({"params": {"price": 12.5, "transaction_id": "o-1"}});
        assert_eq!(key_facts(&alone), ["12.5", "o-1"]);
        assert!(key_facts(&json!({"params": {"value": {}, "items": "x"}, "page": []})).is_empty());
        assert!(key_facts(&Value::Null).is_empty());
        let long = json!({"page": {"path": "ä".repeat(100)}});
        assert_eq!(key_facts(&long), [format!("{}…", "ä".repeat(60))]);
    }
}
