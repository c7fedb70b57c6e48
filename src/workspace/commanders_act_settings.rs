use schemars::JsonSchema;
use serde::Deserialize;

use super::Problem;
use crate::platform::Reading;

/// What the documentation of the endpoint leaves open, and its limits.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct CommandersActSettings {
    /// How many bytes "KB" means. Default: 1024; alternative: 1000. Assumed: the page says "32KB"
    /// and "500KB" and no more. A body of exactly the limit passes (assumed as well).
    pub kilobyte: u64,
    /// The largest request to `/events`, in KB. Default: 32 (documented).
    pub request_kilobytes: u64,
    /// The largest request to `/events/batch`, in KB. Default: 500 (documented).
    pub batch_kilobytes: u64,
    /// The largest event in a batch, in KB. Default: 32 (documented).
    pub event_kilobytes: u64,
    /// Whether a body, or an event of a batch, of exactly its limit passes. Default: true. Assumed:
    /// the page says "maximum", which has it pass, and nothing of what is compared.
    pub exact_limit_passes: bool,
    /// What of an event of a batch is measured: `as_sent`, its slice of the body; `compact`, the
    /// same without the white space between its values. Default: `as_sent`. Assumed: only the limit
    /// is documented.
    pub event_size: EventSize,
    /// What an event over the limit does to its batch. Default: `reject_all` (400); alternative:
    /// `drop_event`. Assumed: only the limit is documented; the page that this one is modelled on,
    /// Segment's, answers 400.
    pub batch_oversize: BatchHandling,
    /// What an element that is no object does to its batch. Default: `drop_event`; alternative:
    /// `reject_all` (400). Assumed: the page names size and syntax as the only reasons for a 400.
    pub batch_not_object: BatchHandling,
    /// Requests a second of one source above which a finding says so. Default: 500 (documented:
    /// "contact us" first; nothing is refused).
    pub requests_per_second: u32,
    /// The body of a 400, as `text/plain`. Default: a short reason of eventpit's own. Assumed: the
    /// real text is not documented.
    pub bad_request_body: Option<String>,
    /// What a 200 to a POST has in it. Default: `empty`; alternative: `pixel`. Assumed: no client
    /// reads it, and one page says of the address that it "returns a pixel".
    pub success_body: SuccessBody,
    /// The status of a POST without body whose query carries no event either. Default: 400.
    /// Assumed: an empty text is not JSON, and no page speaks of it.
    pub empty_body_status: u16,
    /// The status of JSON that carries no event: no object, or a batch without an array `batch`, or
    /// with an empty one. Default: 200. Assumed: the page names invalid JSON only.
    pub json_without_event_status: u16,
    /// Whether a source key is also taken from `Authorization: Bearer` and from `tc_skey`, where
    /// the query has no `token`. Default: true. Assumed: older pages and an SDK's README have
    /// them, today's page does not.
    pub other_token_places: bool,
    /// Whether a body with `Content-Encoding: gzip` is inflated; its size is that of what was sent.
    /// Default: false, so that it is no JSON and answered with 400. Assumed: no page or client
    /// speaks of compression.
    pub inflate_gzip: bool,
    /// Whether a byte order mark in front of a body is passed over. Default: false, so that the body
    /// is no JSON. Assumed: a parser may do either (RFC 8259, section 8.1).
    pub skip_byte_order_mark: bool,
    /// Whether the cookies `TCID` and `WID` are set where the request has none of the name. Default:
    /// `never`; alternative: `unless_sent`. Assumed: their names, domain and lifetimes are
    /// documented, and a screenshot of 2022 shows both in an event of this API; that the endpoint
    /// sets them follows, and is not documented.
    pub cookies: CommandersActCookies,
    /// Whether an answer that names the page's origin has `Vary: Origin`. Default: false. Assumed:
    /// no header of an answer is documented.
    pub vary_origin: bool,
    /// The status of the answer to a preflight. Default: 204. Assumed.
    pub preflight_status: u16,
    /// The status of a method that is not known of a path. Default: 405. Assumed.
    pub other_method_status: u16,
    /// The status of a path that is not known. Default: 404. Assumed.
    pub other_path_status: u16,
    /// The image that a GET is answered with, 1×1 and transparent. Default: `gif`; alternative:
    /// `png`. Assumed: that it is a pixel is documented, its format is not.
    pub pixel_image: PixelImage,
    /// How many pairs of brackets of a query parameter's name are read as nesting; what is deeper
    /// keeps its brackets. Default: 32, from 1 to 64. Assumed: the syntax is documented, no bound.
    pub query_depth: u32,
    /// What a query parameter that repeats without brackets is worth. Default: `last`;
    /// alternative: `list`. Assumed: only repeated `name[]` is documented.
    pub repeated_parameter: RepeatedParameter,
    /// What the platform's Event Specification does to an event that lacks a required property.
    /// Default: `accept`; alternative: `reject`. Both are the platform's (observed on a
    /// screenshot); which one a workspace starts with is assumed.
    pub missing_required_property: SpecificationRule,
    /// What the platform's Event Specification does to an event with a value of the wrong type or
    /// format. Default: `accept`; alternatives: `omit`, `reject`. All are the platform's (observed on
    /// a screenshot); which one a workspace starts with is assumed.
    pub unexpected_value_format: FormatRule,
}

/// What the Event Specification does to an event with a value of the wrong type or format.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FormatRule {
    /// The event is kept as it is, and reported.
    #[default]
    Accept,
    /// The event is kept without the values, and reported.
    Omit,
    /// The event is answered with 200, and lost.
    Reject,
}

/// What the Event Specification does to an event that lacks a property.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SpecificationRule {
    /// The event is kept, and reported.
    #[default]
    Accept,
    /// The event is answered with 200, and lost.
    Reject,
}

/// What a 200 to a POST has in it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SuccessBody {
    /// Nothing.
    #[default]
    Empty,
    /// The pixel that a GET is answered with.
    Pixel,
}

/// The format of the pixel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PixelImage {
    /// `image/gif`, 43 bytes.
    #[default]
    Gif,
    /// `image/png`, 68 bytes.
    Png,
}

/// What a query parameter that repeats without brackets is worth.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RepeatedParameter {
    /// Its last value.
    #[default]
    Last,
    /// All its values.
    List,
}

/// What an event that cannot be taken does to its batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchHandling {
    /// The whole batch is answered with 400.
    RejectAll,
    /// The batch is answered with 200, and that event is lost.
    DropEvent,
}

/// What of an event of a batch is measured.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventSize {
    /// Its slice of the body.
    #[default]
    AsSent,
    /// The same without the white space between its values.
    Compact,
}

/// When the cookies of `.commander1.com` are set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CommandersActCookies {
    /// Never.
    #[default]
    Never,
    /// Each with a 200, if the request does not carry it.
    UnlessSent,
}

impl Default for CommandersActSettings {
    fn default() -> CommandersActSettings {
        CommandersActSettings {
            kilobyte: 1024,
            request_kilobytes: 32,
            batch_kilobytes: 500,
            event_kilobytes: 32,
            exact_limit_passes: true,
            event_size: EventSize::AsSent,
            batch_oversize: BatchHandling::RejectAll,
            batch_not_object: BatchHandling::DropEvent,
            requests_per_second: 500,
            bad_request_body: None,
            success_body: SuccessBody::Empty,
            empty_body_status: 400,
            json_without_event_status: 200,
            other_token_places: true,
            inflate_gzip: false,
            skip_byte_order_mark: false,
            cookies: CommandersActCookies::Never,
            vary_origin: false,
            preflight_status: 204,
            other_method_status: 405,
            other_path_status: 404,
            pixel_image: PixelImage::Gif,
            query_depth: 32,
            repeated_parameter: RepeatedParameter::Last,
            missing_required_property: SpecificationRule::Accept,
            unexpected_value_format: FormatRule::Accept,
        }
    }
}

impl CommandersActSettings {
    /// How a body is read.
    pub fn reading(&self) -> Reading {
        Reading {
            inflate_gzip: self.inflate_gzip,
            skip_byte_order_mark: self.skip_byte_order_mark,
        }
    }

    /// Adds what a schema cannot say about the settings.
    pub fn check(&self, file: &str, problems: &mut Vec<Problem>) {
        if ![1000, 1024].contains(&self.kilobyte) {
            problems.push(Problem::at(
                file,
                "/settings/kilobyte",
                "is 1000 or 1024, the two readings of KB",
            ));
        }
        for (name, limit) in [
            ("request_kilobytes", self.request_kilobytes),
            ("batch_kilobytes", self.batch_kilobytes),
            ("event_kilobytes", self.event_kilobytes),
            ("requests_per_second", u64::from(self.requests_per_second)),
        ] {
            if limit == 0 {
                problems.push(Problem::at(
                    file,
                    format!("/settings/{name}"),
                    "is 1 or more: with 0 nothing would fit",
                ));
            }
        }
        for (name, status) in [
            ("empty_body_status", self.empty_body_status),
            ("json_without_event_status", self.json_without_event_status),
            ("preflight_status", self.preflight_status),
            ("other_method_status", self.other_method_status),
            ("other_path_status", self.other_path_status),
        ] {
            if !(200..=599).contains(&status) {
                let pointer = format!("/settings/{name}");
                problems.push(Problem::at(file, pointer, "is a status from 200 to 599"));
            }
        }
        if !(1..=64).contains(&self.query_depth) {
            problems.push(Problem::at(file, "/settings/query_depth", "is 1 to 64"));
        }
    }
}
