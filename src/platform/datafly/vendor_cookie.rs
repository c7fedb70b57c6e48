use crate::platform::Call;
use crate::workspace::{
    DataflyGaFormat, DataflyGclAwFormat, DataflySource, DataflyTtpFormat, DataflyVendor,
    DataflyVendorMaxAge,
};

/// The cookies of vendors that the gateway makes
/// (documented: <https://docs.dataflysignal.com/identity/self-generation>).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VendorCookie {
    /// Google Analytics 4's.
    Ga,
    /// Meta's, of the browser.
    Fbp,
    /// Meta's, of a click.
    Fbc,
    /// TikTok's.
    Ttp,
    /// Pinterest's.
    PinUnauth,
    /// Snapchat's.
    Scid,
    /// Google Ads', of a click.
    GclAw,
}

impl VendorCookie {
    /// In the order in which they are set.
    pub const ALL: [VendorCookie; 7] = [
        VendorCookie::Ga,
        VendorCookie::Fbp,
        VendorCookie::Fbc,
        VendorCookie::Ttp,
        VendorCookie::PinUnauth,
        VendorCookie::Scid,
        VendorCookie::GclAw,
    ];

    /// The cookie's name (documented).
    pub fn name(self) -> &'static str {
        match self {
            VendorCookie::Ga => "_ga",
            VendorCookie::Fbp => "_fbp",
            VendorCookie::Fbc => "_fbc",
            VendorCookie::Ttp => "_ttp",
            VendorCookie::PinUnauth => "_pin_unauth",
            VendorCookie::Scid => "_scid",
            VendorCookie::GclAw => "_gcl_aw",
        }
    }

    /// What mappings call it: `vendor_ids.ga_client_id` is documented
    /// (<https://docs.dataflysignal.com/processing/integration-config>), and so are the next five
    /// names (<https://docs.dataflysignal.com/identity/vendor-sync>); the last follows them.
    pub fn key(self) -> &'static str {
        match self {
            VendorCookie::Ga => "ga_client_id",
            VendorCookie::Fbp => "fbp",
            VendorCookie::Fbc => "fbc",
            VendorCookie::Ttp => "ttp",
            VendorCookie::PinUnauth => "pin_unauth",
            VendorCookie::Scid => "sc_cookie1",
            VendorCookie::GclAw => "gcl_aw",
        }
    }

    /// Whose it is.
    pub fn vendor(self) -> DataflyVendor {
        match self {
            VendorCookie::Ga => DataflyVendor::Ga4,
            VendorCookie::Fbp | VendorCookie::Fbc => DataflyVendor::Meta,
            VendorCookie::Ttp => DataflyVendor::Tiktok,
            VendorCookie::PinUnauth => DataflyVendor::Pinterest,
            VendorCookie::Scid => DataflyVendor::Snapchat,
            VendorCookie::GclAw => DataflyVendor::GoogleAds,
        }
    }

    /// How long it is kept, in seconds.
    pub fn max_age(self, of: &DataflyVendorMaxAge) -> u32 {
        match self {
            VendorCookie::Ga => of.ga,
            VendorCookie::Fbp => of.fbp,
            VendorCookie::Fbc => of.fbc,
            VendorCookie::Ttp => of.ttp,
            VendorCookie::PinUnauth => of.pin_unauth,
            VendorCookie::Scid => of.scid,
            VendorCookie::GclAw => of.gcl_aw,
        }
    }

    /// The click id that it is made of.
    pub fn click(self) -> Option<&'static str> {
        match self {
            VendorCookie::Fbc => Some("fbclid"),
            VendorCookie::GclAw => Some("gclid"),
            _ => None,
        }
    }

    /// A new one, in the vendor's own form. `place` tells the made-up ids of a request apart.
    pub fn made(self, call: &Call, source: &DataflySource, click: &str) -> String {
        let settings = &source.vendor_cookies;
        let millis = call.moment.received_at.div_euclid(1000);
        let seconds = millis.div_euclid(1000);
        let place = 1 + self as usize;
        let id = call.moment.id(place);
        match self {
            VendorCookie::Ga => {
                // The last bits of a version 4 UUID are random.
                let random = id.as_u128() & u128::from(u32::MAX);
                match settings.ga_format {
                    DataflyGaFormat::ClientId => format!("{random}.{seconds}"),
                    DataflyGaFormat::Ga1 => format!("GA1.2.{random}.{seconds}"),
                }
            }
            VendorCookie::Fbp => {
                let random = 1_000_000_000 + (id.as_u128() >> 64) % 9_000_000_000;
                format!("fb.1.{millis}.{random}")
            }
            VendorCookie::Fbc => format!("fb.1.{millis}.{click}"),
            VendorCookie::Ttp => match settings.ttp_format {
                DataflyTtpFormat::Uuid => id.to_string(),
                DataflyTtpFormat::Nanoid => id.simple().to_string().chars().take(27).collect(),
            },
            VendorCookie::PinUnauth | VendorCookie::Scid => id.to_string(),
            VendorCookie::GclAw => match settings.gcl_aw_format {
                DataflyGclAwFormat::Google => format!("GCL.{seconds}.{click}"),
                DataflyGclAwFormat::Gclid => click.to_string(),
            },
        }
    }
}
