//! The folder of files that configures eventpit; the built-in one is `fixtures/`. It is loaded as
//! a whole or not at all.

mod commanders_act;
mod commanders_act_settings;
mod datafly;
mod datafly_check;
mod datafly_gateway;
mod files;
mod jentis;
mod jentis_check;
mod jentis_cookie;
mod jentis_endpoint;
mod jitsu;
mod key;
mod load;
mod problem;
mod sample;
mod schema;
mod silent_losses;

pub(crate) use commanders_act::is_site;
pub use commanders_act::{CommandersActFile, CommandersActSource};
pub use commanders_act_settings::{
    BatchHandling, CommandersActCookies, CommandersActSettings, EventSize, FormatRule, PixelImage,
    RepeatedParameter, SpecificationRule, SuccessBody,
};
pub use datafly::{
    DataflyFile, DataflyOversizeEvent, DataflySignatureWithKey, DataflySource, DataflyTypeMismatch,
    DataflyWrongTypes,
};
pub use datafly_gateway::{DataflyErrorCodes, DataflyGateway, DataflyPixelErrors};
pub use files::Files;
pub use jentis::{JentisFile, JentisHandling, JentisSource, JentisVersion, JentisVersionState};
pub use jentis_cookie::{JentisCookie, JentisSameSite, JentisSetCookie};
pub use jentis_endpoint::JentisEndpoint;
pub use jitsu::{JitsuDestination, JitsuFile, JitsuSite};
pub(crate) use key::is_key;
pub use load::{About, Workspace};
pub use problem::{Problem, Problems};
pub use sample::{Sample, SampleBody};
