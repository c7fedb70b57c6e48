use serde_json::Value;

/// The product types that JENTIS documents
/// (<https://docs.jentis.com/data-capture/web-tracking-setup/set-up-jentis-data-layer/e-commerce-tracking>)
/// and GA4's names for them.
const NAMES: &[(&str, &str)] = &[
    ("pageview", "page_view"),
    ("categoryview", "view_item_list"),
    ("productlist", "view_item_list"),
    ("productlistclick", "select_item"),
    ("productview", "view_item"),
    ("addtocart", "add_to_cart"),
    ("removefromcart", "remove_from_cart"),
    ("cartview", "view_cart"),
    ("checkout", "begin_checkout"),
    ("order", "purchase"),
    ("search", "search"),
];

/// The texts in `jtspushedcommands`, if it is an array: what was pushed to the data layer, in
/// order.
pub fn pushed(body: &Value) -> Option<Vec<&str>> {
    let commands = body.pointer("/data/variables/jtspushedcommands")?;
    Some(
        commands
            .as_array()?
            .iter()
            .filter_map(Value::as_str)
            .collect(),
    )
}

/// The name of a data submission: the last command that says more than that there was a page or
/// a product (a `pageview` goes first in nearly every push), else `pageview` if there was one,
/// else the state that was executed.
pub fn name(body: &Value) -> Option<String> {
    let commands = pushed(body).unwrap_or_default();
    let telling = commands
        .iter()
        .rev()
        .find(|command| !["", "pageview", "product", "submit"].contains(command))
        .or_else(|| commands.iter().find(|command| **command == "pageview"));
    let initiator = body.pointer("/system/initiator").and_then(Value::as_str);
    telling
        .copied()
        .or(initiator.filter(|initiator| !initiator.is_empty()))
        .map(str::to_string)
}

/// GA4's name for a command; a name of the customer's own stays as it is.
pub fn canonical_name(name: &str) -> &str {
    let found = NAMES.iter().find(|(command, _)| *command == name);
    found.map_or(name, |(_, canonical)| canonical)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn name_of(commands: Value) -> Option<String> {
        name(
            &json!({"system": {"initiator": "state"}, "data": {"variables": {"jtspushedcommands": commands}}}),
        )
    }

    #[test]
    fn the_last_telling_command_is_the_name() {
        let cases = [
            (
                json!(["pageview", "product", "productview", "submit"]),
                "productview",
            ),
            (json!(["product", "product", "order", "submit"]), "order"),
            (json!(["productview", "pageview", "submit"]), "productview"),
            (json!(["pageview", "submit"]), "pageview"),
            (json!(["newsletter", "submit"]), "newsletter"),
            (json!(["product", "submit"]), "state"),
            (json!([]), "state"),
            (json!("pageview"), "state"),
        ];
        for (commands, expected) in cases {
            assert_eq!(name_of(commands).as_deref(), Some(expected));
        }
        assert_eq!(name(&json!({"version": "3"})), None);
    }
}
