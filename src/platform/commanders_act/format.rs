use serde_json::{Map, Value};

/// Which of the two payload formats an event is in, and where that format keeps things. Format 2.0
/// came in November 2022: what was in `properties` moved to the root, what was at the root into
/// `context`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Properties and user at the root, meta data in `context`.
    V2,
    /// Properties and user in `properties`, meta data at the root. Deprecated.
    V1,
}

impl Format {
    /// The format of an event: 1.0 if it says so (`version`, web containers of 2022), or if it has
    /// no `context` and either a `properties` object or the old names `event` and `eventId`.
    pub fn of(payload: &Value) -> Format {
        let says_so = payload.get("version").and_then(Value::as_u64) == Some(1);
        let old_name = payload.get("event_name").is_none()
            && (payload.get("event").is_some() || payload.get("eventId").is_some());
        let old_shape = payload.get("properties").is_some_and(Value::is_object) || old_name;
        let new_shape = payload.get("context").is_some_and(Value::is_object);
        if says_so || (old_shape && !new_shape) {
            Format::V1
        } else {
            Format::V2
        }
    }

    /// What comes before a property in a pointer: `/properties` or nothing.
    pub fn prefix(self) -> &'static str {
        match self {
            Format::V2 => "",
            Format::V1 => "/properties",
        }
    }

    /// The pointer of a property of the event: `/currency`, or `/properties/currency`.
    pub fn pointer(self, property: &str) -> String {
        format!("{}/{property}", self.prefix())
    }

    /// The event's properties. Empty if there are none.
    pub fn properties(self, payload: &Value) -> Map<String, Value> {
        let properties = payload.pointer(self.prefix()).and_then(Value::as_object);
        properties.cloned().unwrap_or_default()
    }

    /// Where the name may stand, the best first.
    pub fn names(self) -> &'static [&'static str] {
        match self {
            Format::V2 => &["/event_name"],
            Format::V1 => &["/event_name", "/event"],
        }
    }

    /// Where the id may stand. The web container of format 2.0 sends `eventId`; the platform
    /// shows it as `event_id`.
    pub fn ids(self) -> &'static [&'static str] {
        match self {
            Format::V2 => &[
                "/context/event_id",
                "/context/eventId",
                "/event_id",
                "/eventId",
            ],
            Format::V1 => &["/event_id", "/eventId"],
        }
    }

    /// Where the time may stand. The web container of format 2.0 sends `created`.
    pub fn times(self) -> &'static [&'static str] {
        match self {
            Format::V2 => &[
                "/context/event_timestamp",
                "/event_timestamp",
                "/context/created",
            ],
            Format::V1 => &["/event_timestamp", "/eventTimestamp"],
        }
    }

    /// Where the page's url may stand.
    pub fn page_urls(self) -> &'static [&'static str] {
        match self {
            Format::V2 => &["/context/page/url"],
            Format::V1 => &["/page/location", "/page/url"],
        }
    }

    /// What comes before `page`, `device` and `app` in a pointer.
    pub fn meta(self) -> &'static str {
        match self {
            Format::V2 => "/context",
            Format::V1 => "",
        }
    }
}

/// The first of these pointers that leads to something other than null.
pub fn first<'a>(
    payload: &'a Value,
    pointers: &[&'static str],
) -> Option<(&'static str, &'a Value)> {
    pointers.iter().find_map(|pointer| {
        let value = payload.pointer(pointer)?;
        (!value.is_null()).then_some((*pointer, value))
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_two_formats_are_told_apart() {
        for event in [
            json!({"event_name": "a", "properties": {}}),
            json!({"event": "a"}),
            json!({"eventId": "1", "device": {}}),
            json!({"event_name": "a", "version": 1, "context": {}}),
        ] {
            assert_eq!(Format::of(&event), Format::V1, "{event}");
        }
        for event in [
            json!({}),
            json!({"event_name": "a", "event": "custom"}),
            json!({"event_name": "a", "properties": {}, "context": {}}),
            json!({"event_name": "a", "version": "1"}),
        ] {
            assert_eq!(Format::of(&event), Format::V2, "{event}");
        }
    }
}
