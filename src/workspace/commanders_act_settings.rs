use schemars::JsonSchema;
use serde::Deserialize;

use super::Problem;

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
    /// What an event over the limit does to its batch. Default: `reject_all`; alternative:
    /// `drop_event`. Assumed: only the limit is documented.
    pub batch_oversize: BatchOversize,
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
    /// The status of JSON that carries no event: no object, or a batch without an array `batch`.
    /// Default: 200. Assumed: the page names invalid JSON only.
    pub json_without_event_status: u16,
    /// Whether a source key is also taken from `Authorization: Bearer` and from `tc_skey`, where
    /// the query has no `token`. Default: true. Assumed: older pages and an SDK's README have
    /// them, today's page does not.
    pub other_token_places: bool,
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
    /// format. Default: `accept`; alternative: `reject`. Both are the platform's (observed on a
    /// screenshot); which one a workspace starts with is assumed.
    pub unexpected_value_format: SpecificationRule,
}

/// What the Event Specification does to an event that breaks it.
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

/// What an event over the limit does to its batch.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum BatchOversize {
    /// The whole batch is answered with 400.
    #[default]
    RejectAll,
    /// The batch is answered with 200, and that event is lost.
    DropEvent,
}

impl Default for CommandersActSettings {
    fn default() -> CommandersActSettings {
        CommandersActSettings {
            kilobyte: 1024,
            request_kilobytes: 32,
            batch_kilobytes: 500,
            event_kilobytes: 32,
            batch_oversize: BatchOversize::RejectAll,
            requests_per_second: 500,
            bad_request_body: None,
            success_body: SuccessBody::Empty,
            empty_body_status: 400,
            json_without_event_status: 200,
            other_token_places: true,
            preflight_status: 204,
            other_method_status: 405,
            other_path_status: 404,
            pixel_image: PixelImage::Gif,
            query_depth: 32,
            repeated_parameter: RepeatedParameter::Last,
            missing_required_property: SpecificationRule::Accept,
            unexpected_value_format: SpecificationRule::Accept,
        }
    }
}

impl CommandersActSettings {
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
