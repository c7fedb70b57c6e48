use serde_json::{Map, Value};

use crate::event::Finding;

use super::kinds;

const PREFIX: &str = "product_";

/// A product's properties and GA4's names for them. `brutto` is the price with taxes.
const FIELDS: &[(&str, &str)] = &[
    ("product_id", "item_id"),
    ("product_name", "item_name"),
    ("product_brutto", "price"),
    ("product_quantity", "quantity"),
    ("product_brand", "item_brand"),
    ("product_category", "item_category"),
    ("product_variant", "item_variant"),
];

/// The arrays of products in `variables`: each property of all products is one array, so that
/// equal places belong to one product
/// (<https://docs.jentis.com/http-api-tracking/how-to-use-the-jentis-datalayer-state>).
fn arrays(variables: &Map<String, Value>) -> impl Iterator<Item = (&String, &Vec<Value>)> {
    variables
        .iter()
        .filter(|(key, _)| key.starts_with(PREFIX))
        .filter_map(|(key, value)| Some((key, value.as_array()?)))
}

/// Whether a variable is part of the products.
pub fn is_product_array(key: &str, value: &Value) -> bool {
    key.starts_with(PREFIX) && value.is_array()
}

/// The products as GA4's items. A place with `""` is a property that the product does not have:
/// the SDK fills the arrays with it.
pub fn items(variables: &Map<String, Value>) -> Vec<Value> {
    let places = arrays(variables).map(|(_, array)| array.len()).max();
    (0..places.unwrap_or_default())
        .map(|place| item(variables, place))
        .filter(|item| !item.is_empty())
        .map(Value::Object)
        .collect()
}

fn item(variables: &Map<String, Value>, place: usize) -> Map<String, Value> {
    arrays(variables)
        // Always "product": it says of a push to the data layer what it was.
        .filter(|(key, _)| key.as_str() != "product_track")
        .filter_map(|(key, array)| Some((key, array.get(place)?)))
        .filter(|(_, value)| value.as_str() != Some("") && !value.is_null())
        .map(|(key, value)| {
            let field = FIELDS.iter().find(|(from, _)| from == key);
            let name = field.map_or(key.as_str(), |(_, to)| to);
            (name.to_string(), value.clone())
        })
        .collect()
}

/// Tells of arrays that do not fit together.
pub fn unequal(variables: &Map<String, Value>) -> Option<Finding> {
    let lengths: Vec<(&String, usize)> = arrays(variables)
        .map(|(key, array)| (key, array.len()))
        .collect();
    let longest = lengths.iter().map(|(_, length)| *length).max()?;
    if lengths.iter().all(|(_, length)| *length == longest) {
        return None;
    }
    let got: Vec<String> = lengths
        .iter()
        .map(|(key, length)| format!("{key}: {length}"))
        .collect();
    let message = "the product arrays are of unequal length: a value may belong to another product than meant";
    Some(
        kinds::PRODUCT_ARRAYS_UNEQUAL
            .says(message)
            .at("/data/variables")
            .expected(format!(
                "{longest} values in each, \"\" where a product has none"
            ))
            .got(got.join(", ")),
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn arrays_are_zipped_and_padding_is_left_out() {
        let variables = json!({
            "product_id": ["1", "2"], "product_name": ["A", ""], "product_brutto": [9.5, 3],
            "product_color": ["red"], "product_track": ["product", "product"], "orderid": "x",
        });
        let variables = variables.as_object().cloned().unwrap_or_default();
        assert_eq!(
            Value::Array(items(&variables)),
            json!([
                {"item_id": "1", "item_name": "A", "price": 9.5, "product_color": "red"},
                {"item_id": "2", "price": 3},
            ])
        );
        let got = unequal(&variables).and_then(|finding| finding.got);
        let expected =
            "product_id: 2, product_name: 2, product_brutto: 2, product_color: 1, product_track: 2";
        assert_eq!(got.as_deref(), Some(expected));
    }

    #[test]
    fn no_products_are_no_items() {
        let variables = json!({"product_id": "no array", "pagetitle": "x"});
        let variables = variables.as_object().cloned().unwrap_or_default();
        assert_eq!(items(&variables), Vec::<Value>::new());
        assert_eq!(unequal(&variables), None);
    }
}
