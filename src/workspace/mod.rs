//! The folder of files that configures eventpit; the built-in one is `fixtures/`. It is loaded as
//! a whole or not at all.

mod commanders_act;
mod commanders_act_settings;
mod connectors;
mod datafly;
mod datafly_check;
mod datafly_gateway;
mod datafly_vendor_cookies;
mod destinations;
mod destinations_check;
mod files;
mod in_force;
mod jentis;
mod jentis_check;
mod jentis_cookie;
mod jentis_endpoint;
mod jitsu;
mod json_words;
mod key;
mod load;
mod meant;
mod nearest_name;
mod plans;
mod position;
mod problem;
mod redaction;
mod repeated;
mod retention;
mod sample;
mod samples;
mod schema;
mod schemas;
mod scripts;
mod silent_losses;
mod watch;
mod wrong;

pub(crate) use commanders_act::is_site;
pub use commanders_act::{CommandersActFile, CommandersActSource};
pub use commanders_act_settings::{
    BatchHandling, CommandersActCookies, CommandersActSettings, EventSize, FormatRule, PixelImage,
    RepeatedParameter, SpecificationRule, SuccessBody,
};
pub use datafly::{
    DataflyFile, DataflyOversizeEvent, DataflySignatureWithKey, DataflySource,
    DataflyTimestampWithoutZone, DataflyTypeMismatch, DataflyWrongTypes,
};
pub use datafly_gateway::{
    DataflyErrorCodes, DataflyGateway, DataflyPixelErrors, DataflyRetryAfter,
};
pub use datafly_vendor_cookies::{
    DataflyGaFormat, DataflyGclAwFormat, DataflyNewClick, DataflyTtpFormat, DataflyVendor,
    DataflyVendorCookies, DataflyVendorMaxAge,
};
pub use destinations::{Destination, Fed};
pub use files::Files;
pub use in_force::{InForce, Refused};
pub use jentis::{JentisFile, JentisHandling, JentisSource, JentisVersion, JentisVersionState};
pub use jentis_cookie::{JentisCookie, JentisSameSite, JentisSetCookie};
pub use jentis_endpoint::JentisEndpoint;
pub use jitsu::{JitsuDestination, JitsuFile, JitsuSite};
pub(crate) use json_words::{cut, expected, shown};
pub(crate) use key::is_key;
pub use load::{About, Workspace};
pub(crate) use nearest_name::nearest_name;
pub use problem::{Problem, Problems};
pub use redaction::write_redaction;
pub use retention::{Limits, Retention, parse_age, parse_size};
pub use sample::{Sample, SampleBody};
pub use schemas::{FileSchema, SCHEMAS, file_schemas, template};
pub use scripts::{Script, ScriptSearch, Scripts};
pub use watch::FolderWatch;
