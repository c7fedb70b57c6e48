use serde_json::Value;
use woothee::parser::Parser;

/// What [`part`] names.
pub const PARTS: &[&str] = &["os", "os_version", "browser", "browser_version", "device"];

/// How many characters of a user agent are read: no browser's is longer.
const LONGEST: usize = 500;

/// What woothee says where it does not know.
const UNKNOWN: &str = "UNKNOWN";

/// A part of a user agent, in woothee's words; nothing of what it does not know. A version begins
/// with a digit: of a program that is no browser, woothee has its name in that place.
pub fn part(agent: &str, part: &str) -> Option<Value> {
    let end = agent.char_indices().nth(LONGEST).map(|(at, _)| at);
    let agent = agent.get(..end.unwrap_or(agent.len()))?;
    let parsed = Parser::new().parse(agent)?;
    let text = match part {
        "os" => parsed.os,
        "os_version" => &parsed.os_version,
        "browser" => parsed.name,
        "browser_version" if parsed.version.starts_with(|it: char| it.is_ascii_digit()) => {
            parsed.version
        }
        "device" => parsed.category,
        _ => return None,
    };
    (text != UNKNOWN && !text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(agent: &str) -> Vec<String> {
        let parts = PARTS.iter().map(|name| part(agent, name));
        let text = |it: Option<Value>| it.and_then(|it| it.as_str().map(str::to_string));
        parts.map(|it| text(it).unwrap_or_default()).collect()
    }

    #[test]
    fn a_user_agent_is_taken_apart() {
        let edge = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91";
        let expected = ["Windows 10", "NT 10.0", "Edge", "120.0.2210.91", "pc"];
        assert_eq!(parts(edge), expected);
        assert_eq!(parts("curl/8.5.0"), ["", "", "HTTP Library", "", "misc"]);
        assert_eq!(parts("no browser at all"), ["", "", "", "", ""]);
        // Cut between characters, whatever their length.
        assert_eq!(parts(&"é".repeat(2 * LONGEST)), ["", "", "", "", ""]);
    }
}
