use serde::Serialize;
use serde_json::Value;

/// How two values at the same place differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// They do not.
    Same,
    /// Only the second has it.
    Added,
    /// Only the first has it.
    Removed,
    /// They are of different types: `12.5` and `"12.5"`.
    Retyped,
    /// They are of one type and not the same.
    Changed,
}

/// A field of one of two events, or of both.
#[derive(Debug, Clone, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Compared {
    /// JSON pointer (RFC 6901), into the second event where it has the field, else into the first.
    pub pointer: String,
    /// How they differ.
    pub change: Change,
    /// Whether it differs each time anyway, a time or an id made for the occasion.
    pub volatile: bool,
    /// Whether it differs and is ignored.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub ignored: bool,
    /// The first event's value; absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub left: Option<Value>,
    /// The second event's value; absent if it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Value)]
    pub right: Option<Value>,
}

/// The fields of two events, side by side.
#[derive(Debug, Clone, Default, PartialEq, Serialize, utoipa::ToSchema)]
pub struct Comparison {
    /// The fields with a value of their own, in the order of the first event; volatile ones and
    /// ignored ones that differ are among them.
    pub fields: Vec<Compared>,
    /// How many were added; volatile ones and ignored ones are counted in none of these.
    pub added: usize,
    /// How many were removed.
    pub removed: usize,
    /// How many changed their type.
    pub retyped: usize,
    /// How many changed their value.
    pub changed: usize,
    /// How many volatile ones differ.
    pub volatile: usize,
    /// How many differ and are ignored, volatile or not.
    pub ignored: usize,
    /// Each ignored field that was asked for, and how many differences it leaves out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub ignored_by: Vec<IgnoredCount>,
    /// Whether there are more fields than are told.
    pub cut: bool,
}

/// A field that is ignored: a member's name, or a JSON pointer in which `*` stands for any one step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct IgnoredCount {
    /// As it was asked for.
    pub field: String,
    /// How many differences it leaves out.
    pub differences: usize,
}

impl Change {
    /// The stable word, which colours it.
    pub fn tone(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Retyped => "retyped",
            Change::Changed => "changed",
        }
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Change::Same => "same",
            Change::Added => "added",
            Change::Removed => "removed",
            Change::Retyped => "changed type",
            Change::Changed => "changed value",
        }
    }
}

impl Comparison {
    /// Whether they are the same but for volatile and ignored fields.
    pub fn is_same(&self) -> bool {
        self.added + self.removed + self.retyped + self.changed == 0
    }
}
