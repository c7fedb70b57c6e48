use serde_json::{Map, Value};

use super::canonical::{object, text};
use super::routes::Endpoint;
use crate::capture::pairs;

/// Parameters of a page's address that an advertisement's click puts there, and the names that the
/// gateway keeps them under (documented: <https://docs.dataflysignal.com/identity/click-ids>).
const PARAMETERS: [(&str, &str); 6] = [
    ("gclid", "gclid"),
    ("fbclid", "fbclid"),
    ("ttclid", "ttclid"),
    ("epik", "epik"),
    ("ScCid", "sccid"),
    ("li_fat_id", "li_fat_id"),
];

/// The click ids in the address of an event's page, by the names that the gateway keeps them under.
/// Of a parameter that comes twice the first counts, as in Go (inferred).
pub fn click_ids(endpoint: Option<Endpoint>, event: &Map<String, Value>) -> Map<String, Value> {
    let Some(url) = page_url(endpoint, event) else {
        return Map::new();
    };
    let without_fragment = url.split('#').next().unwrap_or_default();
    let query = without_fragment
        .split_once('?')
        .map_or("", |(_, query)| query);
    let sent = pairs(query);
    PARAMETERS
        .into_iter()
        .filter_map(|(parameter, name)| {
            let (_, value) = sent.iter().find(|(known, _)| known == parameter)?;
            (!value.is_empty()).then(|| (name.to_string(), value.clone().into()))
        })
        .collect()
}

/// The address is read from `context.page.url` (documented); the page's own example of a page event
/// has it in `properties.url` alone, and click ids are captured "on every request that includes a
/// page URL" (inferred).
fn page_url(endpoint: Option<Endpoint>, event: &Map<String, Value>) -> Option<String> {
    let page = object(event, "context").and_then(|context| object(context, "page"));
    let properties = object(event, "properties").filter(|_| endpoint == Some(Endpoint::Page));
    let mut places = page.into_iter().chain(properties);
    places.find_map(|place| text(place, "url"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn of(endpoint: Endpoint, event: Value) -> Value {
        let ids = event
            .as_object()
            .map(|event| click_ids(Some(endpoint), event));
        ids.unwrap_or_default().into()
    }

    #[test]
    fn the_page_s_address_tells() {
        let url = "https://a.example/?fbclid=Iw%41R&x=1&ScCid=s&fbclid=2&epik=#gclid=no";
        assert_eq!(
            of(
                Endpoint::Track,
                json!({"context": {"page": {"url": url}}, "properties": {"url": "?ttclid=1"}})
            ),
            json!({"fbclid": "IwAR", "sccid": "s"})
        );
    }

    #[test]
    fn a_page_event_may_have_it_in_its_properties() {
        let event = json!({"properties": {"url": "/?gclid=g&li_fat_id=l&ttclid=t"}});
        assert_eq!(
            of(Endpoint::Page, event.clone()),
            json!({"gclid": "g", "ttclid": "t", "li_fat_id": "l"})
        );
        assert_eq!(of(Endpoint::Track, event), json!({}));
    }
}
