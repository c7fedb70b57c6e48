use serde_json::{Map, Value};

/// Event names of the Segment e-commerce specification
/// (<https://segment.com/docs/connections/spec/ecommerce/v2/>) and their GA4 names
/// (<https://developers.google.com/analytics/devguides/collection/ga4/reference/events>).
const NAMES: &[(&str, &str)] = &[
    ("product list viewed", "view_item_list"),
    ("product clicked", "select_item"),
    ("product viewed", "view_item"),
    ("products searched", "search"),
    ("product searched", "search"),
    ("product added", "add_to_cart"),
    ("product removed", "remove_from_cart"),
    ("cart viewed", "view_cart"),
    ("product added to wishlist", "add_to_wishlist"),
    ("checkout started", "begin_checkout"),
    ("checkout step completed", "add_shipping_info"),
    ("payment info entered", "add_payment_info"),
    ("order completed", "purchase"),
    ("order refunded", "refund"),
    ("promotion viewed", "view_promotion"),
    ("promotion clicked", "select_promotion"),
    ("signed up", "sign_up"),
    ("signed in", "login"),
    ("product shared", "share"),
];

/// Segment's property names and GA4's parameter names.
const PARAMS: &[(&str, &str)] = &[
    ("order_id", "transaction_id"),
    ("query", "search_term"),
    ("payment_method", "payment_type"),
    ("shipping_method", "shipping_tier"),
    ("list_id", "item_list_id"),
    ("category_name", "item_list_name"),
];

/// Segment's product property names and GA4's item parameter names.
const ITEM_PARAMS: &[(&str, &str)] = &[
    ("product_id", "item_id"),
    ("sku", "item_sku"),
    ("name", "item_name"),
    ("brand", "item_brand"),
    ("category", "item_category"),
    ("variant", "item_variant"),
    ("position", "index"),
];

/// Properties that describe one product, when an event names no `products`.
const PRODUCT_FIELDS: &[&str] = &[
    "product_id",
    "sku",
    "name",
    "brand",
    "category",
    "variant",
    "position",
    "price",
    "quantity",
];

/// The canonical name of an event named `name` in Segment's vocabulary, in Title Case
/// (`Product Added`), in snake case (`product_added`) or in GA4's own (`add_to_cart`). A name
/// that is none of these stays as it is.
pub fn canonical_name(name: &str) -> String {
    let spaced = name.trim().replace('_', " ").to_lowercase();
    match NAMES.iter().find(|(segment, _)| *segment == spaced) {
        Some((_, ga4)) => (*ga4).to_string(),
        None => name.trim().to_string(),
    }
}

/// GA4 parameters from Segment-style `properties` of the event `canonical`: `products` become
/// `items`, `order_id` becomes `transaction_id`, a purchase's `total` or `revenue` becomes
/// `value` when there is none. Unknown properties keep their names.
pub fn segment_params(
    canonical: &str,
    properties: Option<&Map<String, Value>>,
) -> Map<String, Value> {
    let mut params = Map::new();
    let Some(properties) = properties else {
        return params;
    };
    let products = properties
        .get("products")
        .or_else(|| properties.get("items"));
    let single = products.is_none() && properties.contains_key("product_id");
    for (key, value) in properties {
        let part_of_item = single && PRODUCT_FIELDS.contains(&key.as_str());
        if key != "products" && key != "items" && !part_of_item {
            params.insert(renamed(PARAMS, key), value.clone());
        }
    }
    match products {
        Some(Value::Array(products)) => {
            params.insert("items".into(), products.iter().map(item).collect());
        }
        Some(other) => {
            params.insert("items".into(), other.clone());
        }
        None if single => {
            let product = properties
                .iter()
                .filter(|(key, _)| PRODUCT_FIELDS.contains(&key.as_str()))
                .map(|(key, value)| (key.clone(), value.clone()))
                .collect();
            params.insert(
                "items".into(),
                Value::Array(vec![item(&Value::Object(product))]),
            );
        }
        None => {}
    }
    if !params.contains_key("value")
        && matches!(canonical, "purchase" | "refund" | "begin_checkout")
        && let Some(value) = properties
            .get("total")
            .or_else(|| properties.get("revenue"))
    {
        params.insert("value".into(), value.clone());
    }
    params
}

fn item(product: &Value) -> Value {
    match product {
        Value::Object(fields) => fields
            .iter()
            .map(|(key, value)| (renamed(ITEM_PARAMS, key), value.clone()))
            .collect::<Map<_, _>>()
            .into(),
        other => other.clone(),
    }
}

fn renamed(table: &[(&str, &str)], key: &str) -> String {
    let found = table.iter().find(|(from, _)| *from == key);
    found.map_or(key, |(_, to)| to).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn names_of_all_three_vocabularies_meet() {
        for name in ["Product Added", "product_added", "add_to_cart"] {
            assert_eq!(canonical_name(name), "add_to_cart");
        }
        assert_eq!(canonical_name("Opened Drawer"), "Opened Drawer");
    }

    #[test]
    fn a_single_product_becomes_one_item() {
        let properties =
            json!({"product_id": "SKU", "name": "Hat", "price": 7.5, "currency": "EUR"});
        let params = segment_params("add_to_cart", properties.as_object());
        assert_eq!(
            Value::Object(params),
            json!({"currency": "EUR", "items": [{"item_id": "SKU", "item_name": "Hat", "price": 7.5}]})
        );
    }

    #[test]
    fn an_order_keeps_its_total_as_value() {
        let properties = json!({"order_id": "1", "revenue": 9, "products": [{"product_id": "a"}]});
        let params = segment_params("purchase", properties.as_object());
        assert_eq!(
            Value::Object(params),
            json!({"transaction_id": "1", "revenue": 9, "items": [{"item_id": "a"}], "value": 9})
        );
    }
}
