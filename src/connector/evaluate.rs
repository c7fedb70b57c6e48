use std::cell::Cell;

use indexmap::IndexMap;
use serde_json::Value;

use super::mapping::{Directive, Mapping, Source};
use super::path::Place;
use super::template::Template;
use super::traced::{Shape, Traced, is_missing, text_of};
use super::transform::Seeds;

/// How much may be copied out of an event for one body, in bytes with pointers: beyond it nobody
/// reads a preview.
const MOST: usize = 32 * 1024 * 1024;

/// What a value costs besides its texts.
const EACH: usize = 64;

/// Evaluates mappings over one event.
pub struct Evaluation<'a> {
    seeds: Seeds<'a>,
    left: Cell<usize>,
}

impl<'a> Evaluation<'a> {
    /// A new one.
    pub fn new(seeds: Seeds<'a>) -> Evaluation<'a> {
        Evaluation {
            seeds,
            left: Cell::new(MOST),
        }
    }

    /// Whether more was asked for than a preview may hold.
    pub fn is_exhausted(&self) -> bool {
        self.left.get() == 0
    }

    /// What `mapping` makes; nothing where nothing is there.
    pub fn value(&self, mapping: &Mapping, place: Place) -> Option<Traced> {
        match mapping {
            Mapping::Constant(value) => {
                self.charge(0, value)?;
                Some(Traced::constant(value.clone()))
            }
            Mapping::Object { members, keep } => {
                self.charge(0, &Value::Null)?;
                let made: IndexMap<_, _> = members
                    .iter()
                    .filter_map(|(name, member)| Some((name.clone(), self.value(member, place)?)))
                    .collect();
                (*keep || !made.is_empty()).then(|| Traced::made(Shape::Object(made)))
            }
            Mapping::Array(items) => {
                self.charge(0, &Value::Null)?;
                let made: Vec<_> = self.each_of(items, place).collect();
                (items.is_empty() || !made.is_empty()).then(|| Traced::made(Shape::Array(made)))
            }
            Mapping::Directive(directive) => {
                let made = self.directive(directive, place);
                made.or_else(|| self.value(directive.otherwise.as_ref()?, place))
            }
        }
    }

    /// The text of a template; nothing where one of its values is missing.
    pub fn render(&self, template: &Template, place: Place) -> Option<Traced> {
        // The text itself, whatever is in it.
        self.take(EACH)?;
        template.render(place, |bytes| self.take(bytes))
    }

    fn directive(&self, directive: &Directive, place: Place) -> Option<Traced> {
        if directive.when.as_ref().is_some_and(|it| !it.holds(place)) {
            return None;
        }
        let mut made = self.source(directive, place)?;
        let narrowed = directive.only.is_some() || !directive.without.is_empty();
        if let Shape::Object(members) = &mut made.shape
            && narrowed
        {
            if let Some(only) = &directive.only {
                members.retain(|name, _| names(only, name));
            }
            if !directive.without.is_empty() {
                members.retain(|name, _| !names(&directive.without, name));
            }
            if members.is_empty() && !directive.keep {
                return None;
            }
        }
        // A secret is not known here, so nothing that is made of it would be true.
        let secret = matches!(&directive.source, Source::Template(it) if it.has_secret());
        for step in directive.by.iter().filter(|_| !secret) {
            made = step.apply(made, self.seeds)?;
            // A text may double with each step.
            self.take(made.weight())?;
        }
        if let Some(map) = directive.map.as_ref().filter(|_| !secret) {
            let Shape::Scalar(value) = &made.shape else {
                return None;
            };
            let text = text_of(value)?;
            let mapped = map.iter().find(|(from, _)| *from == text);
            let mapped = mapped.or_else(|| map.iter().find(|(from, _)| from == "*"));
            made.shape = Shape::Scalar(mapped?.1.clone());
            made.by.push("map".into());
        }
        let given = match &made.shape {
            Shape::Scalar(value) => is_given(value, directive.keep),
            _ => true,
        };
        given.then_some(made)
    }

    fn source(&self, directive: &Directive, place: Place) -> Option<Traced> {
        match &directive.source {
            Source::From(paths) => {
                let mut found = paths.iter().filter_map(|path| {
                    let nodes = path.find(place).into_iter();
                    nodes
                        .into_iter()
                        .find(|(_, value)| is_given(value, directive.keep))
                });
                let (pointer, value) = found.next()?;
                self.charge(pointer.len(), value)?;
                Some(Traced::copied(value, pointer))
            }
            Source::All(path) => {
                let nodes = path.find(place).into_iter();
                let made: Vec<_> = nodes
                    .filter(|(_, value)| !is_missing(value))
                    .filter_map(|(pointer, value)| {
                        self.charge(pointer.len(), value)?;
                        Some(Traced::copied(value, pointer))
                    })
                    .collect();
                (!made.is_empty()).then(|| Traced::made(Shape::Array(made)))
            }
            Source::Template(template) => self.render(template, place),
            Source::Each(path, to) => {
                let (pointer, value) = path.find(place).into_iter().next()?;
                self.each(&pointer, value, to, place)
            }
            Source::Merge(parts) => {
                let mut members = IndexMap::new();
                for part in self.each_of(parts, place) {
                    if let Shape::Object(more) = part.shape {
                        members.extend(more);
                    }
                }
                let there = directive.keep || !members.is_empty();
                there.then(|| Traced::made(Shape::Object(members)))
            }
            Source::First(parts) => self.each_of(parts, place).next(),
            Source::Join(parts) => self.join(parts, place),
            Source::Mapping(mapping) => self.value(mapping, place),
        }
    }

    fn each(&self, pointer: &str, value: &Value, to: &Mapping, place: Place) -> Option<Traced> {
        let one = |pointer: String, value: &Value| {
            // A charge for the item itself, whatever comes of it.
            self.charge(pointer.len(), &Value::Null)?;
            let item = Some((pointer.as_str(), value));
            self.value(to, Place { item, ..place })
        };
        let shape = match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let made = items.filter_map(|(at, item)| one(format!("{pointer}/{at}"), item));
                Shape::Array(made.collect())
            }
            Value::Object(members) => {
                let made = members.iter().filter_map(|(name, member)| {
                    let step = crate::platform::pointer_step(name);
                    Some((name.clone(), one(format!("{pointer}/{step}"), member)?))
                });
                Shape::Object(made.collect())
            }
            _ => return None,
        };
        let empty = match &shape {
            Shape::Array(items) => items.is_empty(),
            Shape::Object(members) => members.is_empty(),
            Shape::Scalar(_) => false,
        };
        (!empty).then(|| Traced::made(shape))
    }

    fn join(&self, parts: &[Mapping], place: Place) -> Option<Traced> {
        let mut joined = Traced::constant(Value::Null);
        let mut text = String::new();
        for part in parts {
            let part = self.value(part, place)?;
            text.push_str(&text_of(&part.value())?);
            joined.from.extend(part.sources());
            joined.by.extend(part.by);
        }
        joined.shape = Shape::Scalar(text.into());
        Some(joined)
    }

    fn each_of<'m>(
        &'m self,
        mappings: &'m [Mapping],
        place: Place<'m>,
    ) -> impl Iterator<Item = Traced> + 'm {
        mappings
            .iter()
            .filter_map(move |mapping| self.value(mapping, place))
    }

    /// Takes from what is left, before anything is copied.
    fn charge(&self, pointer: usize, value: &Value) -> Option<()> {
        self.take(weight(pointer, value))
    }

    fn take(&self, weight: usize) -> Option<()> {
        let left = self.left.get().checked_sub(weight);
        self.left.set(left.unwrap_or_default());
        left.filter(|left| *left > 0).map(|_| ())
    }
}

/// Whether a value says something; one that is kept may be an empty text.
fn is_given(value: &Value, keep: bool) -> bool {
    if keep {
        !value.is_null()
    } else {
        !is_missing(value)
    }
}

/// Whether a list of names has this one; `google_*` is every name of that beginning.
fn names(list: &[String], name: &str) -> bool {
    list.iter().any(|it| match it.strip_suffix('*') {
        Some(beginning) => name.starts_with(beginning),
        None => it == name,
    })
}

/// About how many bytes a value takes, with its pointers.
pub fn weight(pointer: usize, value: &Value) -> usize {
    let inner: usize = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(|item| weight(pointer + 8, item)).sum(),
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| name.len() + weight(pointer + name.len() + 1, member))
            .sum(),
        _ => 0,
    };
    EACH + pointer + inner
}
