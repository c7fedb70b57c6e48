use super::standard::{Standard, event};
use super::types::Property;
use super::types::Type::{Boolean, Integer, Number, OneOf, Text, Texts};

// The video events, from the same source as the others: video-event-reference.md. Each of its four
// groups has one table; what an event needs beyond the table is in the notes under it.

/// The video events.
pub const VIDEO_EVENTS: &[Standard] = &[
    event("video_start", CONTENT_REQUIRED, PLAYBACK),
    event("video_pause", CONTENT_REQUIRED, PLAYBACK),
    event("video_error", CONTENT_REQUIRED, PLAYBACK),
    event("video_buffer_start", BUFFER_REQUIRED, PLAYBACK),
    event("video_buffer_complete", BUFFER_REQUIRED, PLAYBACK),
    event("video_seek_start", CONTENT_REQUIRED, PLAYBACK),
    event("video_seek_complete", CONTENT_REQUIRED, PLAYBACK),
    event("video_resume", CONTENT_REQUIRED, PLAYBACK),
    event("video_complete", CONTENT_REQUIRED, PLAYBACK),
    event("video_content_start", CONTENT_REQUIRED, CONTENT),
    event("video_content_playing", CONTENT_REQUIRED, CONTENT),
    event("video_content_quarter_reached", CONTENT_REQUIRED, CONTENT),
    event("video_content_complete", CONTENT_REQUIRED, CONTENT),
    event("video_ad_start", AD_REQUIRED, AD),
    event("video_ad_playing", AD_REQUIRED, AD),
    event("video_ad_stop", AD_REQUIRED, AD),
    event("video_ad_complete", AD_REQUIRED, AD),
    event("video_ad_skip", AD_REQUIRED, AD),
    event("video_ad_break_start", AD_REQUIRED, AD),
    event("video_ad_break_complete", AD_REQUIRED, AD),
    event("video_ad_click", AD_REQUIRED, AD),
    event(
        "video_volume",
        &[
            "video_session_id",
            "content_asset_id",
            "cursor_position",
            "total_length",
            "bitrate",
            "sound",
        ],
        SETTING,
    ),
    event("video_speed", SETTING_REQUIRED, SETTING),
    event("video_subtitle_on", SETTING_REQUIRED, SETTING),
    event("video_subtitle_off", SETTING_REQUIRED, SETTING),
    event("video_fullscreen_on", FULL_SCREEN_REQUIRED, SETTING),
    event("video_fullscreen_off", FULL_SCREEN_REQUIRED, SETTING),
    event(
        "video_quality",
        &[
            "video_session_id",
            "content_asset_id",
            "cursor_position",
            "total_length",
            "bitrate",
            "image_quality",
        ],
        SETTING,
    ),
    event("video_share", SETTING_REQUIRED, SETTING),
];

const CONTENT_REQUIRED: &[&str] = &[
    "video_session_id",
    "content_asset_id",
    "cursor_position",
    "total_length",
];
const BUFFER_REQUIRED: &[&str] = &["video_session_id", "content_asset_id", "total_length"];
const AD_REQUIRED: &[&str] = &[
    "video_session_id",
    "ad_asset_id",
    "ad_pod_id",
    "cursor_position",
    "total_length",
];
const SETTING_REQUIRED: &[&str] = &[
    "video_session_id",
    "content_asset_id",
    "cursor_position",
    "total_length",
    "bitrate",
];
const FULL_SCREEN_REQUIRED: &[&str] = &[
    "video_session_id",
    "content_asset_id",
    "cursor_position",
    "total_length",
    "bitrate",
    "full_screen",
];

const PLAYBACK: &[Property] = &[
    ("video_session_id", Text),
    ("video_title", Text),
    ("video_category", Text),
    ("publisher", Text),
    ("content_asset_id", Texts),
    ("content_pod_id", Texts),
    ("ad_asset_id", Texts),
    ("ad_pod_id", Texts),
    ("ad_type", OneOf(AD_TYPES)),
    ("cursor_position", Integer),
    ("seek_position", Integer),
    ("total_length", Integer),
    ("bitrate", Integer),
    ("framerate", Number),
    ("video_player", Text),
    ("sound", Integer),
    ("full_screen", Boolean),
    ("ad_enabled", Boolean),
    ("image_quality", Text),
    ("interruption_method", Text),
    ("livestream", Boolean),
];

const CONTENT: &[Property] = &[
    ("video_session_id", Text),
    ("content_asset_id", Text),
    ("content_pod_id", Text),
    ("video_title", Text),
    ("video_description", Text),
    ("keywords", Texts),
    ("season", Text),
    ("episode", Text),
    ("video_category", Text),
    ("program", Text),
    ("publisher", Text),
    ("channel", Text),
    ("full_episode", Boolean),
    ("livestream", Boolean),
    ("airdate", Text),
    ("cursor_position", Integer),
    ("total_length", Integer),
    ("bitrate", Integer),
    ("framerate", Number),
];

const AD: &[Property] = &[
    ("video_session_id", Text),
    ("ad_asset_id", Text),
    ("ad_pod_id", Text),
    ("pod_position", Integer),
    ("ad_type", OneOf(AD_TYPES)),
    ("pod_length", Integer),
    ("video_title", Text),
    ("publisher", Text),
    ("cursor_position", Integer),
    ("total_length", Integer),
    ("load_type", Text),
    ("ad_quartile", Integer),
];

const SETTING: &[Property] = &[
    ("video_session_id", Text),
    ("content_asset_id", Text),
    ("content_pod_id", Text),
    ("ad_asset_id", Text),
    ("ad_pod_id", Text),
    ("ad_type", OneOf(AD_TYPES)),
    ("video_title", Text),
    ("video_description", Text),
    ("keywords", Texts),
    ("season", Text),
    ("episode", Text),
    ("video_category", Text),
    ("program", Text),
    ("publisher", Text),
    ("channel", Text),
    ("full_episode", Boolean),
    ("livestream", Boolean),
    ("airdate", Text),
    ("cursor_position", Integer),
    ("total_length", Integer),
    ("bitrate", Integer),
    ("framerate", Number),
    ("sound", Integer),
    ("full_screen", Boolean),
    ("ad_enabled", Boolean),
    ("image_quality", Text),
];

const AD_TYPES: &[&str] = &["pre-roll", "mid-roll", "post-roll"];
