use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::event::Evidence;
use crate::platform::Platform;

/// `connectors/NAME.json`: what a destination would be sent for an event. The language of its
/// mapping is in docs/CONNECTORS.md.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConnectorFile {
    /// The JSON Schema of this file, for an editor.
    #[serde(rename = "$schema", default)]
    pub schema: Option<String>,
    /// The destination's name for a person: `GA4 Measurement Protocol`.
    pub title: String,
    /// The vendor's page.
    pub docs: String,
    /// How well the mapping is known. Default: `inferred`.
    #[serde(default = "inferred")]
    pub evidence: Evidence,
    /// The one platform whose own mapping this is. Default: any.
    #[serde(default)]
    pub platform: Option<Platform>,
    /// The connector whose place it takes on that platform: `ga4`. Default: none.
    #[serde(default)]
    pub instead_of: Option<String>,
    /// What is set up at the destination: ids, keys. `{name}` in a text names one.
    #[serde(default)]
    pub parameters: BTreeMap<String, Parameter>,
    /// What consent it takes, by platform. A platform that is not named asks for none.
    #[serde(default)]
    pub consent: Bindings,
    /// What an event must be, in this order.
    #[serde(default)]
    pub gates: Vec<GateFile>,
    /// The request.
    pub request: RequestFile,
    /// What the destination would refuse, ignore or take amiss.
    #[serde(default)]
    pub checks: Vec<CheckFile>,
    /// Where the platform maps differently from what is ideal.
    #[serde(default)]
    pub deviations: Vec<DeviationFile>,
}

/// What is set up at the destination.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Parameter {
    /// Its value. Default: empty.
    #[serde(default)]
    pub default: String,
    /// Whether it is masked wherever it is shown. Default: false.
    #[serde(default)]
    pub secret: bool,
    /// What it is.
    #[serde(default)]
    pub about: String,
}

/// What consent a connector takes, by platform.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Bindings {
    /// JENTIS: vendors.
    #[serde(default)]
    pub jentis: Option<Binding>,
    /// Jitsu: categories, if one of its functions enforces them.
    #[serde(default)]
    pub jitsu: Option<Binding>,
    /// Commanders Act: categories.
    #[serde(default)]
    pub commanders_act: Option<Binding>,
    /// Datafly: categories.
    #[serde(default)]
    pub datafly: Option<Binding>,
}

/// What consent a connector takes on one platform: all of these.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Binding {
    /// `vendor`, `category` or `purpose`.
    pub kind: ConsentKind,
    /// Their ids, as sent.
    #[schemars(length(min = 1))]
    pub ids: Vec<String>,
    /// What an id that the event does not name is: a decision, or `segment`. Default: `denied` for a
    /// Commanders Act category, whose list names the granted ones only; else `undecided`.
    #[serde(default)]
    pub absent: Option<Absent>,
}

/// What an id is that an event does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Absent {
    /// Granted.
    Granted,
    /// Denied.
    Denied,
    /// Of a vendor whose essential mode may run.
    Essential,
    /// Not asked.
    Undecided,
    /// As Segment enforces consent: denied if the event has `context.consent`, granted if it has
    /// none.
    Segment,
}

/// What a consent decision is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum ConsentKind {
    /// A vendor.
    Vendor,
    /// A category.
    Category,
    /// A purpose.
    Purpose,
}

/// What an event must be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct GateFile {
    /// The condition: `$.kind == 'track'`.
    pub when: String,
    /// What an event is for which it does not hold. Default: `filtered`.
    #[serde(default)]
    pub otherwise: Closed,
    /// Why, in a sentence.
    pub reason: String,
}

/// What an event is that does not pass a gate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Closed {
    /// A filter keeps it back.
    #[default]
    Filtered,
    /// The mapping has nothing for it.
    NotMapped,
}

/// The request to a destination. Nothing is ever sent.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RequestFile {
    /// The method. Default: POST.
    #[serde(default = "post")]
    pub method: String,
    /// The address: a template.
    pub url: String,
    /// Header lines: templates. One of which a value is missing is left out.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// The body: a mapping.
    pub body: Value,
    /// The body in a vendor's essential mode (JENTIS `ncm`): a mapping. Default: it has no
    /// essential mode. Assumed: JENTIS leaves to its customers what is in it.
    #[serde(default)]
    pub essential_body: Option<Value>,
}

/// A rule of the destination.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckFile {
    /// A path into the body: every value that it names is looked at. Default: `$`, the body.
    #[serde(default = "root")]
    pub at: String,
    /// A JSON pointer from there: only where it names something. Default: always.
    #[serde(default)]
    pub given: Option<String>,
    /// Names of members that are not looked at. Default: none.
    #[serde(default)]
    pub except: Vec<String>,
    /// The rule.
    pub rule: Rule,
    /// What the destination does with what breaks it.
    pub effect: Effect,
    /// What is the matter, in a sentence.
    pub message: String,
    /// The vendor's page. Default: the connector's.
    #[serde(default)]
    pub docs: Option<String>,
}

/// What a value in a body must be.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum Rule {
    /// It has something at each of these JSON pointers.
    Has(Vec<String>),
    /// It has something at one of these JSON pointers.
    HasAny(Vec<String>),
    /// A text has at most so many characters.
    MaxLength(usize),
    /// A list or an object has at most so many members.
    MaxItems(usize),
    /// It has at most so many bytes as compact JSON.
    MaxBytes(usize),
    /// A text matches.
    Pattern(String),
    /// It is one of these.
    OneOf(Vec<Value>),
    /// It is none of these.
    NoneOf(Vec<Value>),
    /// A text begins with none of these.
    NoPrefix(Vec<String>),
    /// It is a text, a number or a boolean.
    Scalar(bool),
    /// Its members' names keep this rule.
    Names(Box<NameRule>),
    /// A time is no older.
    MaxAge {
        /// How old, in seconds.
        seconds: u64,
        /// How many of the time's units make a second: 1, 1000 or 1000000.
        per_second: u64,
    },
}

/// What the name of a member must be.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NameRule {
    /// At most so many characters.
    #[serde(default)]
    pub max_length: Option<usize>,
    /// None of these.
    #[serde(default)]
    pub none_of: Vec<String>,
    /// Begins with none of these.
    #[serde(default)]
    pub no_prefix: Vec<String>,
}

/// What a destination does with what breaks a rule.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, JsonSchema, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// It refuses the event, or drops it.
    Refused,
    /// It takes the event and ignores this of it.
    Ignored,
    /// It takes it; it is worth knowing.
    Noted,
}

impl Effect {
    /// What the destination does, in words.
    pub fn words(self) -> &'static str {
        match self {
            Effect::Refused => "refused by the destination",
            Effect::Ignored => "ignored by the destination",
            Effect::Noted => "worth knowing",
        }
    }

    /// Whether the destination refuses the event for it.
    pub fn is_refusal(self) -> bool {
        self == Effect::Refused
    }
}

/// Where the platform maps differently from what is ideal.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DeviationFile {
    /// The condition under which it does. Default: always.
    #[serde(default)]
    pub when: Option<String>,
    /// What it does, in a sentence.
    pub message: String,
    /// Where that stands.
    pub docs: String,
    /// How well it is known.
    pub evidence: Evidence,
}

fn inferred() -> Evidence {
    Evidence::Inferred
}

fn post() -> String {
    "POST".into()
}

fn root() -> String {
    "$".into()
}
