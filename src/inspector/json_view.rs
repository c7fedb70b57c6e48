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
}

/// JSON for reading: pretty lines.
#[derive(Debug, Default)]
pub struct JsonView {
    /// The lines.
    pub lines: Vec<JsonLine>,
    /// Whether more would follow.
    pub cut: bool,
    bytes: usize,
    most: usize,
}

/// Where the value stands that is being written.
struct Place<'a> {
    depth: usize,
    key: Option<&'a str>,
    tail: &'static str,
}

impl JsonView {
    /// Lays `value` out, up to [`SHOWN`] bytes.
    pub fn new(value: &Value) -> JsonView {
        JsonView::up_to(value, SHOWN)
    }

    /// Lays `value` out, up to `most` bytes.
    pub fn up_to(value: &Value, most: usize) -> JsonView {
        let mut view = JsonView {
            most,
            ..JsonView::default()
        };
        view.write(
            value,
            Place {
                depth: 0,
                key: None,
                tail: "",
            },
        );
        view
    }

    fn write(&mut self, value: &Value, place: Place) {
        if self.cut {
            return;
        }
        let key = place.key.map(quoted);
        match value {
            Value::Object(fields) if !fields.is_empty() => {
                self.line(place.depth, key, "{".into(), "bracket", "");
                for (at, (name, inner)) in fields.iter().enumerate() {
                    self.write(
                        inner,
                        Place {
                            depth: place.depth + 1,
                            key: Some(name),
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
        let left = self.most.saturating_sub(self.bytes);
        if text.len() > left {
            self.cut = true;
            let end = (0..=left).rev().find(|end| text.is_char_boundary(*end));
            text.truncate(end.unwrap_or_default());
        }
        // Markup around a line weighs more than a short line itself.
        self.bytes += 2 * depth + key.as_ref().map_or(0, String::len) + text.len() + 16;
        self.cut |= self.bytes >= self.most;
        self.lines.push(JsonLine {
            indent: "  ".repeat(depth),
            key,
            text,
            kind,
            tail,
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
    fn the_large_is_cut_inside_a_character_too() {
        let view = JsonView::new(&json!(["ä".repeat(SHOWN), 1]));
        assert!(view.cut);
        assert!(view.lines.iter().map(|line| line.text.len()).sum::<usize>() <= SHOWN);
        let view = JsonView::new(&vec![1; SHOWN].into());
        assert!(view.cut && view.lines.len() < SHOWN / 16);
    }
}
