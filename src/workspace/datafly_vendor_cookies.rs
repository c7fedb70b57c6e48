use schemars::JsonSchema;
use serde::Deserialize;

/// The cookies of vendors that a source's gateway makes
/// (<https://docs.dataflysignal.com/identity/self-generation>).
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DataflyVendorCookies {
    /// The vendors that the source has an active integration for: only theirs are made
    /// (documented). Default: all of them (assumed). Empty makes none.
    pub vendors: Vec<DataflyVendor>,
    /// How `_ga` is written. Default: `client_id` (documented for the gateway; the page about the
    /// script has `GA1.2.` in front).
    pub ga_format: DataflyGaFormat,
    /// How `_ttp` is written. Default: `uuid` (documented; the gateway's page adds "no dashes, 27
    /// chars via nanoid", which no UUID has).
    pub ttp_format: DataflyTtpFormat,
    /// How `_gcl_aw` is written. Default: `google` (assumed: that it is set is documented).
    pub gcl_aw_format: DataflyGclAwFormat,
    /// What a click id does to the `_fbc` or `_gcl_aw` of another click. Default: `replace`
    /// (assumed: click ids are captured "on every request", cookies made where there is none).
    pub new_click: DataflyNewClick,
    /// Whether they are `HttpOnly`. Default: false (assumed: the script reads the vendors' cookies,
    /// so it has to see them). The rest is as of `_dfid`, which the same answer sets: path, domain,
    /// `Secure`, `SameSite=Lax` (inferred).
    pub http_only: bool,
    /// Their `Max-Age`.
    pub max_age: DataflyVendorMaxAge,
}

impl Default for DataflyVendorCookies {
    fn default() -> DataflyVendorCookies {
        DataflyVendorCookies {
            vendors: DataflyVendor::ALL.to_vec(),
            ga_format: DataflyGaFormat::ClientId,
            ttp_format: DataflyTtpFormat::Uuid,
            gcl_aw_format: DataflyGclAwFormat::Google,
            new_click: DataflyNewClick::Replace,
            http_only: false,
            max_age: DataflyVendorMaxAge::default(),
        }
    }
}

/// A vendor whose cookies the gateway makes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyVendor {
    /// Google Analytics 4: `_ga`.
    Ga4,
    /// Meta: `_fbp`, and `_fbc` after a click.
    Meta,
    /// TikTok: `_ttp`.
    Tiktok,
    /// Pinterest: `_pin_unauth`.
    Pinterest,
    /// Snapchat: `_scid`.
    Snapchat,
    /// Google Ads: `_gcl_aw` after a click.
    GoogleAds,
}

impl DataflyVendor {
    /// All of them.
    pub const ALL: [DataflyVendor; 6] = [
        DataflyVendor::Ga4,
        DataflyVendor::Meta,
        DataflyVendor::Tiktok,
        DataflyVendor::Pinterest,
        DataflyVendor::Snapchat,
        DataflyVendor::GoogleAds,
    ];
}

/// How `_ga` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyGaFormat {
    /// `{random}.{seconds}`, the client id alone.
    ClientId,
    /// `GA1.2.{random}.{seconds}`, as Google's own script writes it.
    Ga1,
}

/// How `_ttp` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyTtpFormat {
    /// A version 4 UUID.
    Uuid,
    /// 27 letters and digits.
    Nanoid,
}

/// How `_gcl_aw` is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyGclAwFormat {
    /// `GCL.{seconds}.{gclid}`, as Google's own script writes it.
    Google,
    /// The `gclid` alone.
    Gclid,
}

/// What a click id does to the cookie of another click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DataflyNewClick {
    /// The cookie is made anew.
    Replace,
    /// The first click's stays.
    Keep,
}

/// `Max-Age` of the vendors' cookies, in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct DataflyVendorMaxAge {
    /// Of `_ga`. Default: 63072000, 2 years (documented; browsers cut it to 400 days).
    pub ga: u32,
    /// Of `_fbp`. Default: 7776000, 90 days (documented; the page on Meta's Conversions API says
    /// 400 days, 34560000).
    pub fbp: u32,
    /// Of `_fbc`. Default: 7776000, 90 days (documented).
    pub fbc: u32,
    /// Of `_ttp`. Default: 33696000, 13 months (documented) of 30 days (assumed).
    pub ttp: u32,
    /// Of `_pin_unauth`. Default: 31536000, 365 days (documented).
    pub pin_unauth: u32,
    /// Of `_scid`. Default: 33696000, 13 months (documented) of 30 days (assumed).
    pub scid: u32,
    /// Of `_gcl_aw`. Default: 7776000, 90 days (assumed, as Google's own script keeps it).
    pub gcl_aw: u32,
}

impl Default for DataflyVendorMaxAge {
    fn default() -> DataflyVendorMaxAge {
        const DAY: u32 = 86_400;
        DataflyVendorMaxAge {
            ga: 730 * DAY,
            fbp: 90 * DAY,
            fbc: 90 * DAY,
            ttp: 390 * DAY,
            pin_unauth: 365 * DAY,
            scid: 390 * DAY,
            gcl_aw: 90 * DAY,
        }
    }
}
