use serde_json::Value;

use super::decode::{Decoded, decode};
use super::lines::{Marks, Node, TreeLine, nearest};
use super::term::term;
use crate::inspector::visible::visible;
use crate::inspector::web_address::WebAddress;
use crate::platform::pointer_step;

/// How many values a page shows at first, and how many more each time.
pub const NODES: usize = 200;

/// How many levels of a large payload are open at first.
const LEVELS: usize = 2;

/// How many bytes of a text are shown.
const TEXT: usize = 2048;

/// Which part of a payload is asked for.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// The pointer of the value whose members are shown; empty for the whole.
    pub pointer: String,
    /// The first member shown, from 0.
    pub from: usize,
    /// The pointer of the value that is shown open and marked, if there is one.
    pub at: Option<String>,
}

/// A payload as a tree, bounded.
#[derive(Debug)]
pub struct TreeView {
    /// The lines.
    pub lines: Vec<TreeLine>,
    /// The size of the payload as JSON, in words.
    pub size: String,
    /// Whether all of it is shown.
    pub whole: bool,
    /// Names and pointers on the way to what is shown, from the root on; empty for the whole.
    pub trail: Vec<(String, String)>,
    /// Whether that is a value around the one asked for, which is not there.
    pub at_is_missing: bool,
}

struct Builder<'a> {
    payload: &'a Value,
    marks: &'a Marks,
    at: Option<&'a str>,
    /// Everything is shown, as it is small.
    whole: bool,
    left: usize,
    lines: Vec<TreeLine>,
}

impl TreeView {
    /// Lays out what was asked for; nothing if there is no value at its pointer.
    pub fn new(payload: &Value, asked: &Asked, marks: &Marks) -> Option<TreeView> {
        let root = payload.pointer(&asked.pointer)?;
        let at = asked.at.as_deref().map(|at| nearest(payload, at));
        let whole = count(root, NODES + 1) <= NODES;
        let mut builder = Builder {
            payload,
            marks,
            at: at.filter(|at| !at.is_empty()),
            whole,
            left: NODES,
            lines: Vec::new(),
        };
        match root {
            Value::Object(_) | Value::Array(_) => {
                builder.members(root, &asked.pointer, 0, asked.from);
            }
            leaf => builder.value(leaf, None, asked.pointer.clone(), 0),
        }
        Some(TreeView {
            lines: builder.lines,
            size: size(payload),
            whole: whole && asked.pointer.is_empty(),
            trail: trail(&asked.pointer),
            at_is_missing: at.is_some() && at != asked.at.as_deref(),
        })
    }
}

impl Builder<'_> {
    fn members(&mut self, value: &Value, pointer: &str, depth: usize, from: usize) {
        let length = length(value);
        let on_the_way = self.place_of_at(value, pointer);
        let from = match on_the_way {
            // So that what the address points at is among what is shown.
            Some(place) if place < from || place >= from + NODES => place - place % NODES,
            _ => from.min(length),
        };
        let room = if depth == 0 { NODES } else { self.left.max(1) };
        let room = on_the_way.map_or(room, |place| room.max(place + 1 - from));
        let end = (from + room).min(length);
        self.left = self.left.saturating_sub(end - from);
        if from > 0 {
            self.more(pointer, from.saturating_sub(NODES), from, true);
        }
        for place in from..end {
            let Some((key, inner)) = member(value, place) else {
                break;
            };
            let below = format!("{pointer}/{}", pointer_step(&key));
            self.value(inner, Some(key), below, depth);
        }
        if end < length {
            self.more(pointer, end, length - end, false);
        }
    }

    fn value(&mut self, value: &Value, key: Option<String>, pointer: String, depth: usize) {
        let length = length(value);
        if length == 0 {
            let node = self.node(value, key, pointer.clone(), self.marks.at(&pointer));
            self.lines.push(TreeLine::Leaf(node));
            return;
        }
        let open =
            self.whole || self.leads_to_at(&pointer) || (depth + 1 < LEVELS && length <= self.left);
        if open {
            let node = self.node(value, key, pointer.clone(), self.marks.at(&pointer));
            self.lines.push(TreeLine::Open(node));
            self.members(value, &pointer, depth + 1, 0);
            self.lines.push(TreeLine::Close);
        } else {
            let node = self.node(value, key, pointer.clone(), self.marks.within(&pointer));
            self.lines.push(TreeLine::Folded(node));
        }
    }

    fn node(
        &self,
        value: &Value,
        key: Option<String>,
        pointer: String,
        mark: Option<&'static str>,
    ) -> Node {
        let (text, cut) = text(value);
        let decoded = decode(value);
        Node {
            key: key.map(|key| visible(&key)),
            kind: kind(value),
            text: visible(&text),
            cut,
            opens: opens(value, decoded.as_ref()),
            decoded: decoded.map(Decoded::made_visible),
            mark,
            here: self.at == Some(pointer.as_str()),
            term: term(self.payload, &pointer, value),
            pointer,
        }
    }

    fn more(&mut self, pointer: &str, from: usize, count: usize, earlier: bool) {
        self.lines.push(TreeLine::More {
            pointer: pointer.to_string(),
            from,
            count,
            earlier,
        });
    }

    /// Whether what the address points at is below `pointer`, or is it.
    fn leads_to_at(&self, pointer: &str) -> bool {
        let rest = self.at.and_then(|at| at.strip_prefix(pointer));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The place of the member of `value` that leads to what the address points at.
    fn place_of_at(&self, value: &Value, pointer: &str) -> Option<usize> {
        let rest = self.at?.strip_prefix(pointer)?.strip_prefix('/')?;
        let step = rest.split('/').next().unwrap_or_default();
        match value {
            Value::Array(_) => step.parse().ok(),
            Value::Object(fields) => fields.keys().position(|name| pointer_step(name) == step),
            _ => None,
        }
    }
}

fn member(value: &Value, place: usize) -> Option<(String, &Value)> {
    match value {
        Value::Array(items) => items.get(place).map(|item| (place.to_string(), item)),
        Value::Object(fields) => fields
            .iter()
            .nth(place)
            .map(|(name, inner)| (name.clone(), inner)),
        _ => None,
    }
}

fn length(value: &Value) -> usize {
    match value {
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => 0,
    }
}

/// How many values there are below `value`, counted up to `most`.
fn count(value: &Value, most: usize) -> usize {
    let below: Vec<&Value> = match value {
        Value::Array(items) => items.iter().take(most).collect(),
        Value::Object(fields) => fields.values().take(most).collect(),
        _ => Vec::new(),
    };
    let mut counted = below.len();
    for inner in below {
        if counted >= most {
            break;
        }
        counted += count(inner, most - counted);
    }
    counted
}

/// Where a value leads: what it is as it came counts before what it is once it is decoded.
fn opens(value: &Value, decoded: Option<&Decoded>) -> Option<WebAddress> {
    let sent = value.as_str().and_then(WebAddress::read);
    sent.or_else(|| WebAddress::read(decoded?.text.as_deref()?))
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::String(_) => "string",
        Value::Number(_) => "number",
        Value::Null | Value::Bool(_) => "word",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}

/// What stands for a value, and its size if that is only its beginning.
fn text(value: &Value) -> (String, Option<usize>) {
    let counted = |count: usize, one: &str, many: &str| match count {
        1 => format!("1 {one}"),
        _ => format!("{count} {many}"),
    };
    match value {
        Value::Array(items) if items.is_empty() => ("[]".into(), None),
        Value::Object(fields) if fields.is_empty() => ("{}".into(), None),
        Value::Array(items) => (counted(items.len(), "element", "elements"), None),
        Value::Object(fields) => (counted(fields.len(), "field", "fields"), None),
        Value::String(text) if text.len() > TEXT => {
            let end = (0..=TEXT).rev().find(|end| text.is_char_boundary(*end));
            let shown = text.get(..end.unwrap_or_default()).unwrap_or_default();
            (Value::from(shown).to_string(), Some(text.len()))
        }
        other => (other.to_string(), None),
    }
}

/// A value as one short text.
pub fn bytes_shown(value: &Value) -> String {
    /// How many bytes of it.
    const SHORT: usize = 400;
    let text = value.to_string();
    match (0..=SHORT).rev().find(|end| text.is_char_boundary(*end)) {
        Some(end) if text.len() > SHORT => format!("{}…", text.get(..end).unwrap_or_default()),
        _ => text,
    }
}

/// The names on the way to `pointer`, each with its own pointer.
fn trail(pointer: &str) -> Vec<(String, String)> {
    let mut trail = Vec::new();
    let mut at = String::new();
    for step in pointer.split('/').skip(1) {
        at = format!("{at}/{step}");
        trail.push((step.replace("~1", "/").replace("~0", "~"), at.clone()));
    }
    trail
}

/// The size of a value as JSON, in words.
fn size(value: &Value) -> String {
    struct Counted(usize);
    impl std::io::Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut counted = Counted(0);
    // A value can always be written, and a counter always takes it.
    let _ = serde_json::to_writer(&mut counted, value);
    bytes_in_words(counted.0)
}

/// `512 bytes`, `1.3 MB`.
fn bytes_in_words(bytes: usize) -> String {
    match bytes {
        0..1000 => format!("{bytes} bytes"),
        1000..1_000_000 => format!("{}.{} kB", bytes / 1000, bytes % 1000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn tree(payload: &Value, asked: Asked) -> TreeView {
        let view = TreeView::new(payload, &asked, &Marks::default());
        view.unwrap_or_else(|| TreeView {
            lines: Vec::new(),
            size: String::new(),
            whole: false,
            trail: Vec::new(),
            at_is_missing: true,
        })
    }

    fn shown(view: &TreeView) -> Vec<String> {
        let line = |line: &TreeLine| match line {
            TreeLine::Leaf(node) => format!("{}={}", node.pointer, node.text),
            TreeLine::Open(node) => format!("{} {{", node.pointer),
            TreeLine::Close => "}".into(),
            TreeLine::Folded(node) => format!("{} …", node.pointer),
            TreeLine::More {
                pointer,
                from,
                count,
                ..
            } => format!("{pointer} {from}+{count}"),
        };
        view.lines.iter().map(line).collect()
    }

    #[test]
    fn the_small_is_shown_whole() {
        let payload = json!({"a": {"b": {"c/d": [1, {}]}}, "e": null});
        let view = tree(&payload, Asked::default());
        assert!(view.whole);
        assert_eq!(
            shown(&view),
            [
                "/a {",
                "/a/b {",
                "/a/b/c~1d {",
                "/a/b/c~1d/0=1",
                "/a/b/c~1d/1={}",
                "}",
                "}",
                "}",
                "/e=null"
            ]
        );
    }

    #[test]
    fn of_the_large_only_so_much_and_the_rest_on_demand() {
        let payload = json!({"list": vec![json!({"x": [1, 2]}); 1000], "few": {"deep": {"er": 1}}});
        let view = tree(&payload, Asked::default());
        assert!(!view.whole);
        assert_eq!(shown(&view), ["/list …", "/few {", "/few/deep …", "}"]);
        let asked = Asked {
            pointer: "/list".into(),
            from: 200,
            at: None,
        };
        let view = tree(&payload, asked);
        let lines = shown(&view);
        assert_eq!(lines.first().map(String::as_str), Some("/list 0+200"));
        assert_eq!(lines.last().map(String::as_str), Some("/list 400+600"));
        assert!(view.lines.len() <= 1 + 200 * 4, "{}", view.lines.len());
        assert_eq!(view.trail, [("list".to_string(), "/list".to_string())]);
    }

    #[test]
    fn what_the_address_points_at_is_among_what_is_shown() {
        let payload = json!({"list": vec![json!({"x": {"y": [1, 2]}}); 1000]});
        let asked = |at: &str| Asked {
            at: Some(at.into()),
            ..Asked::default()
        };
        let here = |view: &TreeView| -> Vec<String> {
            let nodes = view.lines.iter().filter_map(|line| match line {
                TreeLine::Leaf(node) | TreeLine::Open(node) | TreeLine::Folded(node) => Some(node),
                _ => None,
            });
            let here = nodes.filter(|node| node.here);
            here.map(|node| node.pointer.clone()).collect()
        };
        let view = tree(&payload, asked("/list/777/x/y/1"));
        assert_eq!(here(&view), ["/list/777/x/y/1"]);
        assert!(view.lines.len() < 1000, "{}", view.lines.len());
        let view = tree(&payload, asked("/list/777/gone"));
        assert_eq!(here(&view), ["/list/777"]);
        assert!(view.at_is_missing);
    }

    #[test]
    fn long_texts_are_cut_at_a_letter() {
        let payload = json!({"a": "ä".repeat(5000)});
        let view = tree(&payload, Asked::default());
        assert!(
            matches!(view.lines.first(), Some(TreeLine::Leaf(node)) if node.cut == Some(10_000) && node.text.len() <= TEXT + 2)
        );
        assert_eq!(view.size, "10.0 kB");
    }
}
