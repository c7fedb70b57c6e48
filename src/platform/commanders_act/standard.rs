/// A standard event: its name and the properties that its table marks as required (`Yes` or
/// `Yes*`), besides `event_name`, `context.event_id` and `context.event_timestamp`, which every
/// event needs. `a|b` is satisfied by either.
type Standard = (&'static str, &'static [&'static str]);

/// The standard and the campaign events
/// (<https://doc.commandersact.com/developers/tracking-and-integrations/tracking/events-reference>).
/// The two pages disagree on `view_item`: one requires `value`, the other `revenue`.
const EVENTS: &[Standard] = &[
    ("add_payment_info", &["payment_method", "user"]),
    ("add_shipping_info", &["currency", "value", "user", "items"]),
    ("add_to_cart", &["value", "currency", "user", "items"]),
    ("add_to_wishlist", &["user", "items"]),
    (
        "begin_checkout",
        &["revenue", "value", "currency", "user", "items"],
    ),
    ("generate_lead", &["user"]),
    ("login", &["user"]),
    ("page_view", &["page_type", "user"]),
    (
        "purchase",
        &[
            "id",
            "type",
            "value",
            "revenue",
            "payment_method",
            "currency",
            "status",
            "user",
            "items",
        ],
    ),
    (
        "refund",
        &["id", "user", "revenue", "value", "currency", "type"],
    ),
    ("remove_from_cart", &["user", "items"]),
    ("search", &["search_term", "user"]),
    ("select_content", &["user"]),
    ("select_item", &["items"]),
    ("sign_up", &["user"]),
    ("view_cart", &["user", "items"]),
    ("view_item", &["value|revenue", "currency", "user", "items"]),
    ("view_item_list", &["user", "items"]),
    ("ad_click", &["user", "medium", "source"]),
    ("ad_view", &["user", "medium", "source"]),
    // Named among the recommended events, but without a table.
    ("select_promotion", &[]),
    ("view_promotion", &[]),
    ("video_start", PLAYBACK),
    ("video_pause", PLAYBACK),
    ("video_error", PLAYBACK),
    ("video_buffer_start", BUFFER),
    ("video_buffer_complete", BUFFER),
    ("video_seek_start", PLAYBACK),
    ("video_seek_complete", PLAYBACK),
    ("video_resume", PLAYBACK),
    ("video_complete", PLAYBACK),
    ("video_content_start", PLAYBACK),
    ("video_content_playing", PLAYBACK),
    ("video_content_quarter_reached", PLAYBACK),
    ("video_content_complete", PLAYBACK),
    ("video_ad_start", AD),
    ("video_ad_playing", AD),
    ("video_ad_stop", AD),
    ("video_ad_complete", AD),
    ("video_ad_skip", AD),
    ("video_ad_break_start", AD),
    ("video_ad_break_complete", AD),
    ("video_ad_click", AD),
    (
        "video_volume",
        &[
            "video_session_id",
            "content_asset_id",
            "cursor_position",
            "total_length",
            "bitrate",
            "sound",
        ],
    ),
    ("video_speed", SETTING),
    ("video_subtitle_on", SETTING),
    ("video_subtitle_off", SETTING),
    ("video_fullscreen_on", FULL_SCREEN),
    ("video_fullscreen_off", FULL_SCREEN),
    (
        "video_quality",
        &[
            "video_session_id",
            "content_asset_id",
            "cursor_position",
            "total_length",
            "bitrate",
            "image_quality",
        ],
    ),
    ("video_share", SETTING),
];

const PLAYBACK: &[&str] = &[
    "video_session_id",
    "content_asset_id",
    "cursor_position",
    "total_length",
];
const BUFFER: &[&str] = &["video_session_id", "content_asset_id", "total_length"];
const AD: &[&str] = &[
    "video_session_id",
    "ad_asset_id",
    "ad_pod_id",
    "cursor_position",
    "total_length",
];
const SETTING: &[&str] = &[
    "video_session_id",
    "content_asset_id",
    "cursor_position",
    "total_length",
    "bitrate",
];
const FULL_SCREEN: &[&str] = &[
    "video_session_id",
    "content_asset_id",
    "cursor_position",
    "total_length",
    "bitrate",
    "full_screen",
];

/// What every item needs, by the item's table.
pub const ITEM: &[&str] = &["id", "quantity", "product"];

/// The required properties of the standard event `name`, if it is one.
pub fn required(name: &str) -> Option<&'static [&'static str]> {
    let found = EVENTS.iter().find(|(standard, _)| *standard == name);
    found.map(|(_, required)| *required)
}

/// The standard event that `name` most likely means: the same letters and digits, whatever the
/// case, and the underscores, hyphens and spaces. None if it is one already.
pub fn meant(name: &str) -> Option<&'static str> {
    let letters = letters(name);
    let same = |(standard, _): &&Standard| self::letters(standard) == letters;
    let (standard, _) = EVENTS.iter().find(same)?;
    (*standard != name).then_some(*standard)
}

fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| !matches!(c, '_' | '-') && !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_only_looks_standard_is_told_which() {
        for name in [
            "addToCart",
            "Add-To-Cart",
            "addtocart",
            "add_to_cart ",
            "ADD TO CART",
        ] {
            assert_eq!(meant(name), Some("add_to_cart"), "{name}");
        }
        for name in ["add_to_cart", "add_to_basket", "", "_"] {
            assert_eq!(meant(name), None, "{name}");
        }
    }

    #[test]
    fn no_standard_event_is_listed_twice() {
        let mut names: Vec<_> = EVENTS.iter().map(|(name, _)| letters(name)).collect();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), 51);
    }
}
