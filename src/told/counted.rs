use std::fmt::Display;

/// How many there are of what is called `one`, and `many` in the plural: `1 row`, `2 rows`.
pub fn counted<N: Display + PartialEq + From<u8>>(count: N, one: &str, many: &str) -> String {
    match count == N::from(1) {
        true => format!("1 {one}"),
        false => format!("{count} {many}"),
    }
}
