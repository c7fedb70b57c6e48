use std::ops::Range;

use regex::{Regex, RegexBuilder};
use serde_json::Value;
use serde_json_path::JsonPath;

use super::path::Scope;
use super::quotes::Quotes;

/// How many patterns one condition may have: it is read once for each outcome of all of them.
const MOST: usize = 4;

/// The largest pattern once it is compiled, in bytes: the same as of a check's.
const LARGEST: usize = 1 << 20;

/// A `match(…)` or `search(…)` of a condition (RFC 9535, sections 2.4.6 and 2.4.7), whose pattern is
/// compiled once: the JSONPath library does it anew for every value, which takes longer than all else.
#[derive(Debug)]
pub struct PatternTest {
    at: Range<usize>,
    path: JsonPath,
    pattern: Regex,
}

impl PatternTest {
    /// Whether what it looks at in `value`, the event or the item, is a text of that pattern.
    pub fn holds(&self, value: &Value) -> bool {
        let found = self.path.query(value).first();
        let text = found.and_then(Value::as_str);
        text.is_some_and(|text| self.pattern.is_match(text))
    }
}

/// Whether a path or a condition asks for a pattern.
pub fn are_in(text: &str) -> bool {
    Calls::of(text).next().is_some()
}

/// The patterns of a condition, from left to right.
///
/// # Errors
/// What is wrong with one of them.
pub fn tests(condition: &str, scope: Scope) -> Result<Vec<PatternTest>, String> {
    let tests = Calls::of(condition).map(|call| test(call, scope));
    let tests: Vec<PatternTest> = tests.collect::<Result<_, _>>()?;
    if tests.len() > MOST {
        return Err(format!("has more than {MOST} patterns: join them with |"));
    }
    Ok(tests)
}

/// The condition once its patterns are decided: the `n`th holds if that bit of `outcome` is set.
pub fn decided(condition: &str, tests: &[PatternTest], outcome: usize) -> String {
    let mut text = condition.to_string();
    for (nth, test) in tests.iter().enumerate().rev() {
        let holds = outcome >> nth & 1 == 1;
        text.replace_range(test.at.clone(), if holds { "(1==1)" } else { "(1==0)" });
    }
    text
}

fn test(call: Call, scope: Scope) -> Result<PatternTest, String> {
    let name = call.name;
    let root = match scope {
        Scope::Event => '$',
        Scope::Item => '@',
    };
    let usage =
        || format!("{name} takes a path and a pattern in quotes: {name}({root}.name, 'view_.*')");
    let [path, pattern] = call.arguments.as_slice() else {
        return Err(usage());
    };
    let pattern = literal(pattern).ok_or_else(usage)?;
    let path = path.strip_prefix(root).ok_or_else(usage)?;
    let path = JsonPath::parse(&format!("${path}")).map_err(|_| usage())?;
    // As the library does it, whose `.` knows a line by its CRLF.
    let whole = match name {
        "match" => format!("(?R)^({pattern})$"),
        _ => format!("(?R)({pattern})"),
    };
    // Alone first: two halves of a group are no pattern, whatever stands around them.
    let built = |pattern: &str| RegexBuilder::new(pattern).size_limit(LARGEST).build();
    let pattern = built(&pattern).and_then(|_| built(&whole));
    let pattern = pattern.map_err(|error| format!("the pattern of {name}: {error}"))?;
    Ok(PatternTest {
        at: call.at,
        path,
        pattern,
    })
}

/// The text of a JSONPath literal, which is a JSON text in either kind of quotes.
fn literal(text: &str) -> Option<String> {
    let inner = text.strip_prefix('\'').and_then(|it| it.strip_suffix('\''));
    let Some(inner) = inner else {
        return serde_json::from_str(text).ok();
    };
    let (mut json, mut letters) = (String::from('"'), inner.chars());
    while let Some(letter) = letters.next() {
        match letter {
            '"' => json.push_str("\\\""),
            '\\' => match letters.next()? {
                '\'' => json.push('\''),
                escaped => json.extend(['\\', escaped]),
            },
            letter => json.push(letter),
        }
    }
    json.push('"');
    serde_json::from_str(&json).ok()
}

/// One call of a function of patterns.
struct Call<'a> {
    at: Range<usize>,
    name: &'static str,
    arguments: Vec<&'a str>,
}

/// The calls in a text, from left to right; not in a quoted one.
struct Calls<'a> {
    text: &'a str,
    from: usize,
}

impl<'a> Calls<'a> {
    fn of(text: &'a str) -> Calls<'a> {
        Calls { text, from: 0 }
    }
}

impl<'a> Iterator for Calls<'a> {
    type Item = Call<'a>;

    fn next(&mut self) -> Option<Call<'a>> {
        let (mut quotes, mut word) = (Quotes::default(), self.from);
        for (at, letter) in self
            .text
            .char_indices()
            .skip_while(|(at, _)| *at < self.from)
        {
            if quotes.hold(letter) || !(letter.is_ascii_alphanumeric() || letter == '_') {
                let before = self.text.get(word..at);
                let name = ["match", "search"]
                    .into_iter()
                    .find(|it| before == Some(*it));
                if let (Some(name), '(') = (name, letter) {
                    let (end, arguments) = arguments(self.text, at + 1);
                    self.from = end;
                    return Some(Call {
                        at: word..end,
                        name,
                        arguments,
                    });
                }
                word = at + letter.len_utf8();
            }
        }
        None
    }
}

/// The arguments of a call whose parenthesis opens before `from`, and where the call ends.
fn arguments(text: &str, from: usize) -> (usize, Vec<&str>) {
    let (mut quotes, mut depth, mut begin) = (Quotes::default(), 0_usize, from);
    let mut found = Vec::new();
    for (at, letter) in text.char_indices().skip_while(|(at, _)| *at < from) {
        if quotes.hold(letter) {
            continue;
        }
        match letter {
            '(' | '[' => depth += 1,
            ')' if depth == 0 => {
                found.extend(text.get(begin..at).map(str::trim));
                return (at + 1, found);
            }
            ')' | ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                found.extend(text.get(begin..at).map(str::trim));
                begin = at + 1;
            }
            _ => {}
        }
    }
    (text.len(), found)
}
