use serde::Serialize;
use serde_json::{Map, Value};

/// The page an event happened on.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Page {
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The path of its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The page before it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub referrer: Option<String>,
}

/// An event in the one vocabulary that connectors, plans, queries and the inspector see: GA4's
/// recommended event and parameter names
/// (<https://developers.google.com/analytics/devguides/collection/ga4/reference/events>).
/// Only `src/platform/` knows a vendor's own JSON.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct CanonicalEvent {
    /// `add_to_cart`, `purchase`, `page_view`, …; a custom name stays as it was sent.
    pub name: String,
    /// The page it happened on.
    pub page: Page,
    /// The visitor: `user_id`, `anonymous_id`, and traits such as `email`, as sent.
    pub user: Map<String, Value>,
    /// Device, locale, campaign, ip, user agent: what surrounds the event.
    pub context: Map<String, Value>,
    /// GA4 parameters: `currency`, `value`, `transaction_id`, `search_term`, `items[]` with
    /// `item_id`, `item_name`, `price`, `quantity`; unknown properties keep their own names.
    pub params: Map<String, Value>,
}
