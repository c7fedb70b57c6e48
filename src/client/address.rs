use crate::capture::encode;

/// A path of the API with these parameters.
pub fn with_parameters<'a>(
    path: &str,
    parameters: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut address = path.to_string();
    for (name, value) in parameters {
        let joint = if address.contains('?') { '&' } else { '?' };
        address.push_str(&format!("{joint}{name}={}", encode(value)));
    }
    address
}
