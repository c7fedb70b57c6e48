use schemars::JsonSchema;
use serde::Deserialize;

/// How the cookie `jts-rw` is set. Its name, value and lifetime are documented
/// (<https://docs.jentis.com/core-concepts/jentis-cookies>); these are not.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct JentisCookie {
    /// When it is set: `always`, `unless_sent` (not if the request carries one) or `never`.
    /// Default: `always`, whatever the consent says (assumed).
    pub set: JentisSetCookie,
    /// Its `SameSite`: `absent` (the browser then takes Lax), `lax`, `strict` or `none`.
    /// Default: `absent` (assumed).
    pub same_site: JentisSameSite,
    /// Whether it has `Secure`; `same_site: none` needs it. Default: true (assumed).
    pub secure: bool,
    /// Whether `jctr_sid`, the session id, is set too, by the same rules. Default: false (assumed:
    /// its name and its lifetime of 30 minutes are documented, but not who sets it).
    pub session: bool,
}

impl Default for JentisCookie {
    fn default() -> JentisCookie {
        JentisCookie {
            set: JentisSetCookie::Always,
            same_site: JentisSameSite::Absent,
            secure: true,
            session: false,
        }
    }
}

/// When a cookie is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JentisSetCookie {
    /// With every answer, so that its lifetime begins anew.
    Always,
    /// Only if the request does not carry it.
    UnlessSent,
    /// Never.
    Never,
}

/// A cookie's `SameSite`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum JentisSameSite {
    /// No such attribute.
    Absent,
    /// `SameSite=Lax`
    Lax,
    /// `SameSite=Strict`
    Strict,
    /// `SameSite=None`
    None,
}
