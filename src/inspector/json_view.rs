use std::collections::HashMap;

use serde_json::Value;

/// How many bytes of JSON a page shows.
pub const SHOWN: usize = 200_000;

/// One line of pretty JSON.
#[derive(Debug, PartialEq, Eq)]
pub struct JsonLine {
    /// White space in front.
    pub indent: String,
    /// The property's name, quoted.
    pub key: Option<String>,
    /// A value, or a bracket.
    pub text: String,
    /// `string`, `number`, `word` or `bracket`: its colour.
    pub kind: &'static str,
    /// `,` or nothing.
    pub tail: &'static str,
    /// The severity of the finding that points here.
    pub mark: Option<&'static str>,
}

/// JSON for reading: pretty lines, which findings can point at.
#[derive(Debug, Default)]
pub struct JsonView {
    /// The lines.
    pub lines: Vec<JsonLine>,
    /// Whether more would follow.
    pub cut: bool,
    /// The line on which a value begins, by its JSON pointer.
    places: HashMap<String, usize>,
    bytes: usize,
}

/// Where the value stands that is being written.
struct Place<'a> {
    depth: usize,
    key: Option<&'a str>,
    pointer: String,
    tail: &'static str,
}

impl JsonView {
    /// Lays `value` out, up to [`SHOWN`] bytes.
    pub fn new(value: &Value) -> JsonView {
        let mut view = JsonView::default();
        view.write(
            value,
            Place {
                depth: 0,
                key: None,
                pointer: String::new(),
                tail: "",
            },
        );
        view
    }

    /// Marks the value at `pointer`, or the nearest one around it if that is missing. Returns its
    /// line; nothing for the whole and for what is not shown.
    pub fn mark(&mut self, pointer: &str, severity: &'static str) -> Option<usize> {
        let mut pointer = pointer;
        while !pointer.is_empty() {
            if let Some(&place) = self.places.get(pointer) {
                let line = self.lines.get_mut(place)?;
                line.mark = line.mark.or(Some(severity));
                return Some(place);
            }
            pointer = pointer.rsplit_once('/')?.0;
        }
        None
    }

    fn write(&mut self, value: &Value, place: Place) {
        if self.cut {
            return;
        }
        self.places.insert(place.pointer.clone(), self.lines.len());
        let key = place.key.map(quoted);
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                self.line(place.depth, key, "{".into(), "bracket", "");
                for (at, (name, inner)) in fields.iter().enumerate() {
                    let escaped = name.replace('~', "~0").replace('/', "~1");
                    self.write(
                        inner,
                        Place {
                            depth: place.depth + 1,
                            key: Some(name),
                            pointer: format!("{}/{escaped}", place.pointer),
                            tail: if at + 1 < fields.len() { "," } else { "" },
                        },
                    );
                }
                self.line(place.depth, None, "}".into(), "bracket", place.tail);
            }
            Value::Array(items) if !items.is_empty() => {
                self.line(place.depth, key, "[".into(), "bracket", "");
                for (at, inner) in items.iter().enumerate() {
                    self.write(
                        inner,
                        Place {
                            depth: place.depth + 1,
                            key: None,
                            pointer: format!("{}/{at}", place.pointer),
                            tail: if at + 1 < items.len() { "," } else { "" },
                        },
                    );
                }
                self.line(place.depth, None, "]".into(), "bracket", place.tail);
            }
            leaf => {
                let kind = match leaf {
                    Value::String(_) => "string",
                    Value::Number(_) => "number",
                    Value::Null | Value::Bool(_) => "word",
                    Value::Array(_) | Value::Object(_) => "bracket",
                };
                self.line(place.depth, key, leaf.to_string(), kind, place.tail);
            }
        }
    }

    fn line(
        &mut self,
        depth: usize,
        key: Option<String>,
        mut text: String,
        kind: &'static str,
        tail: &'static str,
    ) {
        if self.cut {
            return;
        }
        let left = SHOWN.saturating_sub(self.bytes);
        if text.len() > left {
            self.cut = true;
            let end = (0..=left).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or_default());
        }
        // Markup around a line weighs more than a short line itself.
        self.bytes += 2 * depth + key.as_ref().map_or(0, String::len) + text.len() + 16;
        self.cut |= self.bytes >= SHOWN;
        self.lines.push(JsonLine {
            indent: "  ".repeat(depth),
            key,
            text,
            kind,
            tail,
            mark: None,
        });
    }
}

fn quoted(name: &str) -> String {
    Value::from(name).to_string()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn text(view: &JsonView) -> String {
        let line = |line: &JsonLine| {
            let key = line.key.as_ref().map(|key| format!("{key}: "));
            let (indent, text, tail) = (&line.indent, &line.text, line.tail);
            format!("{indent}{}{text}{tail}", key.unwrap_or_default())
        };
        let lines: Vec<_> = view.lines.iter().map(line).collect();
        lines.join("\n")
    }

    #[test]
    fn it_reads_as_pretty_json() {
        let value = json!({"a": [1, {"b/c": "x\n"}], "d": {}, "e": [], "f": null});
        let pretty = serde_json::to_string_pretty(&value).unwrap_or_default();
        assert_eq!(text(&JsonView::new(&value)), pretty);
    }

    #[test]
    fn a_finding_marks_its_value_or_the_nearest_around_it() {
        let mut view = JsonView::new(&json!({"a": {"b/c": 1}}));
        assert_eq!(view.mark("/a/b~1c", "error"), Some(2));
        assert_eq!(view.mark("/a/missing/deep", "warning"), Some(1));
        assert_eq!(view.mark("/gone", "warning"), None);
        assert_eq!(view.mark("", "warning"), None);
        let marks: Vec<_> = view.lines.iter().filter_map(|line| line.mark).collect();
        assert_eq!(marks, ["warning", "error"]);
    }

    #[test]
    fn the_large_is_cut_inside_a_character_too() {
        let view = JsonView::new(&json!(["ä".repeat(SHOWN), 1]));
        assert!(view.cut);
        assert!(view.lines.iter().map(|line| line.text.len()).sum::<usize>() <= SHOWN);
        let view = JsonView::new(&vec![1; SHOWN].into());
        assert!(view.cut && view.lines.len() < SHOWN / 16);
    }
}
