use crate::capture::Request;

/// The credentials in the `Authorization` header if they are of `scheme`, whose name is
/// case-insensitive (RFC 9110, section 11.1). They may be empty.
pub fn credentials<'a>(request: &'a Request, scheme: &str) -> Option<&'a str> {
    let (name, value) = request
        .header("authorization")?
        .trim_start()
        .split_once(' ')?;
    name.eq_ignore_ascii_case(scheme).then(|| value.trim())
}
