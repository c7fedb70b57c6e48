use indexmap::IndexMap;
use serde::Serialize;
use serde_json::{Map, Value};

use super::evaluate::weight;
use crate::platform::pointer_step;

/// A value on its way into a body, with where each part of it came from.
#[derive(Debug, Clone, PartialEq)]
pub struct Traced {
    /// What it is.
    pub shape: Shape,
    /// The pointers into the event that it was made from; none for a constant.
    pub from: Vec<String>,
    /// What was done to it, in order.
    pub by: Vec<String>,
}

/// A JSON value whose parts are traced.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// Null, a boolean, a number or a text; or a whole constant.
    Scalar(Value),
    /// An object.
    Object(IndexMap<String, Traced>),
    /// A list.
    Array(Vec<Traced>),
}

/// A field of a body and the fields of the event that it came from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Field {
    /// JSON pointer (RFC 6901) into the body.
    pub pointer: String,
    /// JSON pointers into the event's document; none if the mapping says it by itself.
    pub from: Vec<String>,
    /// What was done to it, in order: `sha256_email`, `cut 40`.
    pub by: Vec<String>,
}

impl Traced {
    /// A value that the mapping says by itself.
    pub fn constant(value: Value) -> Traced {
        Traced::from_event(value, String::new()).without_source()
    }

    /// About how many bytes it takes.
    pub fn weight(&self) -> usize {
        match &self.shape {
            Shape::Scalar(value) => weight(0, value),
            Shape::Array(items) => items.iter().map(Traced::weight).sum(),
            Shape::Object(members) => members
                .iter()
                .map(|(name, member)| name.len() + member.weight())
                .sum(),
        }
    }

    fn without_source(mut self) -> Traced {
        self.from.clear();
        self
    }

    /// A value that is one thing, of the event's `pointer`.
    pub fn from_event(value: Value, pointer: String) -> Traced {
        Traced {
            shape: Shape::Scalar(value),
            from: vec![pointer],
            by: Vec::new(),
        }
    }

    /// A list or an object that the mapping makes.
    pub fn made(shape: Shape) -> Traced {
        Traced {
            shape,
            from: Vec::new(),
            by: Vec::new(),
        }
    }

    /// A part of the event as it stands, each of its values with its own pointer.
    pub fn copied(value: &Value, pointer: String) -> Traced {
        let shape = match value {
            Value::Object(members) => Shape::Object(
                members
                    .iter()
                    .map(|(name, value)| {
                        let pointer = format!("{pointer}/{}", pointer_step(name));
                        (name.clone(), Traced::copied(value, pointer))
                    })
                    .collect(),
            ),
            Value::Array(items) => Shape::Array(
                items
                    .iter()
                    .enumerate()
                    .map(|(at, value)| Traced::copied(value, format!("{pointer}/{at}")))
                    .collect(),
            ),
            scalar => Shape::Scalar(scalar.clone()),
        };
        Traced {
            shape,
            from: vec![pointer],
            by: Vec::new(),
        }
    }

    /// Whether it says nothing: null or an empty text.
    pub fn is_missing(&self) -> bool {
        matches!(&self.shape, Shape::Scalar(value) if is_missing(value))
    }

    /// The value alone.
    pub fn value(&self) -> Value {
        match &self.shape {
            Shape::Scalar(value) => value.clone(),
            Shape::Object(members) => members
                .iter()
                .map(|(name, member)| (name.clone(), member.value()))
                .collect::<Map<_, _>>()
                .into(),
            Shape::Array(items) => items.iter().map(Traced::value).collect(),
        }
    }

    /// The pointers that it, or else its parts, came from.
    pub fn sources(&self) -> Vec<String> {
        if !self.from.is_empty() {
            return self.from.clone();
        }
        match &self.shape {
            Shape::Scalar(_) => Vec::new(),
            Shape::Object(members) => members.values().flat_map(Traced::sources).collect(),
            Shape::Array(items) => items.iter().flat_map(Traced::sources).collect(),
        }
    }

    /// Its fields: every value that is no object and no list with something in it.
    pub fn fields(&self) -> Vec<Field> {
        let mut fields = Vec::new();
        self.collect(&mut String::new(), &mut fields);
        fields
    }

    fn collect(&self, pointer: &mut String, fields: &mut Vec<Field>) {
        let length = pointer.len();
        match &self.shape {
            Shape::Object(members) if !members.is_empty() => {
                for (name, member) in members {
                    pointer.push('/');
                    pointer.push_str(&pointer_step(name));
                    member.collect(pointer, fields);
                    pointer.truncate(length);
                }
            }
            Shape::Array(items) if !items.is_empty() => {
                for (at, item) in items.iter().enumerate() {
                    pointer.push_str(&format!("/{at}"));
                    item.collect(pointer, fields);
                    pointer.truncate(length);
                }
            }
            _ => fields.push(Field {
                pointer: pointer.clone(),
                from: self.from.clone(),
                by: self.by.clone(),
            }),
        }
    }
}

/// Whether a value says nothing: null or an empty text.
pub fn is_missing(value: &Value) -> bool {
    value.is_null() || value.as_str() == Some("")
}

/// A scalar as text.
pub fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(yes) => Some(yes.to_string()),
        _ => None,
    }
}
