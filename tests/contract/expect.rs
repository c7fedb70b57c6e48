use std::collections::BTreeMap;
use std::fmt::Debug;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::Value;

use crate::case::{Case, Expected, ExpectedBody, OneOrMore, Sent};
use crate::inspector::Told;
use crate::support::Response;

/// Headers that the HTTP library adds to every answer.
const NOT_COMPARED: [&str; 3] = ["date", "connection", "content-length"];

/// Everything in which the answer differs.
pub fn answer(expected: &Expected, got: &Response) -> Vec<String> {
    let mut differences = Vec::new();
    differ(&mut differences, "status", &expected.status, &got.status);
    let odd = got
        .names
        .iter()
        .filter(|name| !is_written_as_recorded(name));
    differences.extend(odd.map(|name| format!("header {name}: not written as in `Content-Type`")));
    let mut headers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (name, value) in &got.headers {
        if !NOT_COMPARED.contains(&name.as_str()) {
            headers.entry(name).or_default().push(value);
        }
    }
    for (name, wanted) in &expected.headers {
        let wanted = match wanted {
            OneOrMore::One(value) => vec![value.as_str()],
            OneOrMore::More(values) => values.iter().map(String::as_str).collect(),
        };
        let values = headers.remove(name.as_str()).unwrap_or_default();
        let same = wanted.len() == values.len()
            && wanted
                .iter()
                .zip(&values)
                .all(|(wanted, value)| fits(wanted, value));
        if !same {
            differences.push(line(&format!("header {name}"), &wanted, &values));
        }
    }
    for (name, values) in headers {
        differences.push(format!("header {name}: not expected, got {values:?}"));
    }
    let text = String::from_utf8_lossy(&got.body);
    match &expected.body {
        ExpectedBody::Text(wanted) if !fits(wanted, &text) => {
            differences.push(format!("body:\n    expected {wanted}\n    got      {text}"));
        }
        ExpectedBody::Bytes { base64 } => {
            let body = STANDARD.encode(&got.body);
            differ(&mut differences, "body", base64, &body);
        }
        ExpectedBody::Text(_) => {}
    }
    differences
}

/// Everything in which what the inspector's API tells differs.
pub fn told(case: &Case, got: &Told) -> Vec<String> {
    let mut differences = Vec::new();
    // What the inspector is asked to do is not recorded.
    let recorded = |sent: &&Sent| !sent.path.starts_with("/inspector/");
    let requests = case.setup.iter().filter(recorded).count() + 1;
    differ(&mut differences, "requests", &requests, &got.requests);
    differ(&mut differences, "outcome", &case.outcome, &got.outcome);
    differ(&mut differences, "findings", &case.findings, &got.findings);
    let sentences = got.messages.iter().filter(|message| !is_fragment(message));
    differences.extend(sentences.map(|message| format!("a finding is no fragment: {message}")));
    let count = case.events.len();
    differ(&mut differences, "events", &count, &got.events.len());
    for (at, (wanted, event)) in case.events.iter().zip(&got.events).enumerate() {
        for (key, value) in wanted {
            if !event.get(key).is_some_and(|got| value_fits(value, got)) {
                let got = event.get(key).map(ToString::to_string).unwrap_or_default();
                differences.push(format!(
                    "events/{at}/{key}:\n    expected {value}\n    got      {got}"
                ));
            }
        }
    }
    differences
}

/// Whether each word of a header's name begins with a capital and has no other, as in Jitsu's
/// recorded answers (`Etag`, `X-Jitsu-Error`).
fn is_written_as_recorded(name: &str) -> bool {
    name.split('-').all(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        !first.starts_with(|letter: char| letter.is_ascii_lowercase())
            && !rest.contains(|letter: char| letter.is_ascii_uppercase())
    })
}

/// Whether a finding's message can stand inside a sentence, as those of all platforms do: no
/// capital but a name's, no full stop.
fn is_fragment(message: &str) -> bool {
    const NAMES: [&str; 3] = ["Jitsu", "Commanders", "Datafly"];
    let first = message.split(' ').next().unwrap_or_default();
    let acronym = first.len() > 1 && first.chars().all(|letter| letter.is_ascii_uppercase());
    let capital = first.starts_with(|letter: char| letter.is_ascii_uppercase());
    (!capital || acronym || NAMES.contains(&first)) && !message.ends_with('.')
}

/// Whether a value is the expected one, whose texts may have the tokens of [`fits`].
fn value_fits(wanted: &Value, got: &Value) -> bool {
    match (wanted, got) {
        (Value::String(wanted), Value::String(got)) => fits(wanted, got),
        (Value::Array(wanted), Value::Array(got)) => {
            let mut pairs = wanted.iter().zip(got);
            wanted.len() == got.len() && pairs.all(|(wanted, got)| value_fits(wanted, got))
        }
        (Value::Object(wanted), Value::Object(got)) => {
            let of = |name: &String| got.get(name);
            let mut fields = wanted.iter();
            wanted.len() == got.len()
                && fields.all(|(name, wanted)| of(name).is_some_and(|got| value_fits(wanted, got)))
        }
        _ => wanted == got,
    }
}

/// Whether `text` is `pattern`, in which `<<uuid>>`, `<<hex32>>`, `<<int>>`, `<<time>>` (UTC, to the
/// millisecond) and `<<any>>` stand for what varies.
pub fn fits(pattern: &str, text: &str) -> bool {
    let Some((before, rest)) = pattern.split_once("<<") else {
        return pattern == text;
    };
    let Some((token, after)) = rest.split_once(">>") else {
        return pattern == text;
    };
    let Some(text) = text.strip_prefix(before) else {
        return false;
    };
    let ends = text.char_indices().map(|(end, _)| end).chain([text.len()]);
    ends.map(|end| text.split_at(end))
        .any(|(part, rest)| stands_for(token, part) && fits(after, rest))
}

fn stands_for(token: &str, part: &str) -> bool {
    let hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    match token {
        "any" => true,
        "int" => !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()),
        "time" => part.len() == 24 && part.ends_with('Z') && part.parse::<Timestamp>().is_ok(),
        "hex32" => part.len() == 32 && hex(part),
        "uuid" => {
            let groups: Vec<&str> = part.split('-').collect();
            let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
            lengths == [8, 4, 4, 4, 12] && groups.into_iter().all(hex)
        }
        _ => false,
    }
}

fn differ<T: PartialEq + Debug>(differences: &mut Vec<String>, what: &str, wanted: &T, got: &T) {
    if wanted != got {
        differences.push(line(what, wanted, got));
    }
}

fn line(what: &str, wanted: &impl Debug, got: &impl Debug) -> String {
    format!("{what}:\n    expected {wanted:?}\n    got      {got:?}")
}
