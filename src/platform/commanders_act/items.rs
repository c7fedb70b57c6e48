use serde_json::{Map, Value};

/// What Commanders Act calls a property of an item, and GA4's name for it: the item map of the
/// vendor's own GA4 destination.
const ITEM: &[(&str, &str)] = &[
    ("id", "item_id"),
    ("variant", "item_variant"),
    ("list_position", "index"),
];

/// The same for the `product` in an item.
const PRODUCT: &[(&str, &str)] = &[
    ("id", "product_id"),
    ("name", "item_name"),
    ("brand", "item_brand"),
    ("category_1", "item_category"),
    ("category_2", "item_category2"),
    ("category_3", "item_category3"),
    ("category_4", "item_category4"),
    ("category_5", "item_category5"),
];

/// GA4's `items` from Commanders Act's, in which the product is an object of its own. Unknown
/// properties keep their names; what is no list of objects stays as it is.
pub fn items(items: &Value) -> Value {
    match items {
        Value::Array(items) => items.iter().map(item).collect(),
        other => other.clone(),
    }
}

fn item(item: &Value) -> Value {
    let Value::Object(fields) = item else {
        return item.clone();
    };
    let mut flat = Map::new();
    for (key, value) in fields {
        match (key.as_str(), value) {
            ("product", Value::Object(_)) => {}
            _ => {
                flat.insert(renamed(ITEM, key), value.clone());
            }
        }
    }
    let product = fields.get("product").and_then(Value::as_object);
    for (key, value) in product.into_iter().flatten() {
        // What the item says itself wins over what its product says.
        flat.entry(renamed(PRODUCT, key))
            .or_insert_with(|| value.clone());
    }
    Value::Object(flat)
}

fn renamed(table: &[(&str, &str)], key: &str) -> String {
    let found = table.iter().find(|(own, _)| *own == key);
    found.map_or(key, |(_, ga4)| ga4).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_item_and_its_product_become_one() {
        let own = json!([
            {"id": "SKU", "quantity": 1, "variant": "red", "list_position": 2, "coupon": "C",
                "product": {"id": "1", "name": "Trex", "price": 9.99, "brand": "L",
                    "category_1": "a", "category_2": "b", "size": "M"}},
            7
        ]);
        assert_eq!(
            items(&own),
            json!([
                {"item_id": "SKU", "quantity": 1, "item_variant": "red", "index": 2, "coupon": "C",
                    "product_id": "1", "item_name": "Trex", "price": 9.99, "item_brand": "L",
                    "item_category": "a", "item_category2": "b", "size": "M"},
                7
            ])
        );
        assert_eq!(items(&json!("none")), json!("none"));
    }
}
