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
    let more = items.as_array().map_or(0, Vec::len).saturating_sub(1);
    let worth = worth(params, item, more);
    let order = scalar(&params["transaction_id"]);
    let named = scalar(&item["item_name"]).or_else(|| scalar(&item["item_id"]));
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

/// What an event says it is worth. The price of an item stands in for that where it is the only
/// one: of several, the first one's would be taken for the sum.
fn worth(params: &Value, item: &Value, more: usize) -> Option<String> {
    let sums = ["value", "total", "revenue"];
    let amount = sums
        .into_iter()
        .find_map(|name| scalar(&params[name]))
        .or_else(|| (more == 0).then(|| price(item)).flatten())
        .or_else(|| scalar(&params["price"]))?;
    Some(with_currency(amount, params))
}

/// The price of an item, and how many times.
fn price(item: &Value) -> Option<String> {
    let price = scalar(&item["price"])?;
    Some(match scalar(&item["quantity"]) {
        Some(quantity) if quantity != "1" => format!("{quantity} × {price}"),
        _ => price,
    })
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
    fn a_sum_comes_before_a_price_and_one_of_several_is_no_sum() {
        let item = json!({"item_id": "a", "price": 10, "quantity": 3});
        let with = |more: Value, items: Value| {
            let mut params = more;
            params["items"] = items;
            key_facts(&json!({"name": "Purchase", "params": params}))
        };
        let total = json!({"total": 77.7, "currency": "EUR"});
        assert_eq!(with(total, json!([item])), ["77.7 EUR", "a"]);
        assert_eq!(
            with(json!({"revenue": 5}), json!([item, item])),
            ["5", "a and 1 more"]
        );
        assert_eq!(with(json!({}), json!([item])), ["3 × 10", "a"]);
        assert_eq!(with(json!({}), json!([item, item])), ["a and 1 more"]);
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
