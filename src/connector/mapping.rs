use serde_json::Value;

use super::condition::Condition;
use super::path::Path;
use super::template::Template;
use super::transform::Step;

/// A mapping that was read and checked: a tree in the shape of the payload, with directives for
/// what comes out of the event.
#[derive(Debug)]
pub enum Mapping {
    /// What it says itself.
    Constant(Value),
    /// An object; without `keep`, nothing if none of its members is there.
    Object {
        /// Its members.
        members: Vec<(String, Mapping)>,
        /// Whether it is there even with nothing in it.
        keep: bool,
    },
    /// A list of what is there of these.
    Array(Vec<Mapping>),
    /// A directive.
    Directive(Box<Directive>),
}

/// An object whose names begin with `@`.
#[derive(Debug)]
pub struct Directive {
    /// Where the value comes from.
    pub source: Source,
    /// Only if this holds.
    pub when: Option<Condition>,
    /// Of an object, only these members.
    pub only: Option<Vec<String>>,
    /// Of an object, all but these members.
    pub without: Vec<String>,
    /// What is done to it.
    pub by: Vec<Step>,
    /// Values and what they become; `*` is any other.
    pub map: Option<Vec<(String, Value)>>,
    /// Whether it is there even with nothing in it.
    pub keep: bool,
    /// If nothing came of it.
    pub otherwise: Option<Mapping>,
}

/// Where a value comes from.
#[derive(Debug)]
pub enum Source {
    /// The first path that names something.
    From(Vec<Path>),
    /// All that a path names, as a list.
    All(Path),
    /// A text with values in it.
    Template(Template),
    /// Each item of a list, or each member of an object, through a mapping.
    Each(Path, Mapping),
    /// Objects in one; a later member takes the place of an earlier one.
    Merge(Vec<Mapping>),
    /// The first that is something.
    First(Vec<Mapping>),
    /// Texts in a row, if all are there.
    Join(Vec<Mapping>),
    /// A mapping as it is.
    Mapping(Mapping),
}
