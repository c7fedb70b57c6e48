use super::pattern::EMAILS;

/// What is masked where `workspace.json` has no `redaction`: e-mail addresses, and the names under
/// which the four platforms and their destinations carry what else tells who a person is.
pub const DEFAULT_POINTERS: [&str; 36] = [
    EMAILS,
    "/**/email",
    "/**/email_address",
    "/**/emailAddress",
    "/**/mail",
    "/**/phone",
    "/**/phone_number",
    "/**/phoneNumber",
    "/**/firstname",
    "/**/first_name",
    "/**/firstName",
    "/**/lastname",
    "/**/last_name",
    "/**/lastName",
    "/**/traits/name",
    "/**/user/name",
    "/**/full_name",
    "/**/fullName",
    "/**/customer_name",
    "/**/username",
    "/**/street",
    "/**/address",
    "/**/addresses",
    "/**/postal_code",
    "/**/postalCode",
    "/**/zipcode",
    "/**/birthday",
    "/**/birthdate",
    "/**/birth_date",
    "/**/ip",
    "/**/ip_override",
    "/**/ipAddress",
    "/**/client_ip_address",
    "/**/user_data",
    "/**/latitude",
    "/**/longitude",
];

/// What is masked in any case: the names under which the four platforms' clients send keys, and
/// destinations take them. The key of Datafly's pixel is `wk`; `key` is one at the top only, as
/// lists of properties have it further down.
pub(super) const KEY_POINTERS: [&str; 10] = [
    "/**/writeKey",
    "/**/write_key",
    "/**/token",
    "/**/tc_skey",
    "/**/api_key",
    "/**/apiKey",
    "/**/api_secret",
    "/**/access_token",
    "/wk",
    "/key",
];
