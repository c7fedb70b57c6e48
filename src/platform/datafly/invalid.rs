use super::body::Unreadable;
use super::routes::Endpoint;

/// A field of a wrong data type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongType {
    /// The field.
    pub field: &'static str,
    /// What it has to be.
    pub expected: &'static str,
    /// What came.
    pub got: String,
}

/// Why a body is refused.
#[derive(Debug, Clone, PartialEq)]
pub enum Invalid {
    /// Larger than the source's limit: its size and the limit, or nothing if it only grew beyond
    /// bounds when it was inflated.
    TooLarge(Option<(u64, u64)>),
    /// A content type that the source refuses.
    ContentType(String),
    /// No JSON.
    NotJson(String),
    /// JSON, but no object.
    NotObject(String),
    /// A batch larger than the source's limit, in bytes.
    BatchTooLarge {
        /// Its size.
        length: u64,
        /// The limit.
        limit: u64,
    },
    /// A batch of more events than the source's limit.
    BatchTooLong {
        /// How many.
        count: u64,
        /// The limit.
        limit: u64,
    },
    /// A batch without `batch`.
    BatchMissing,
    /// A batch whose `batch` is no array.
    BatchNotArray(String),
    /// An event of a batch that is larger than the source's limit, in bytes.
    EventTooLarge {
        /// Its place in the batch.
        index: usize,
        /// Its size.
        length: u64,
        /// The limit.
        limit: u64,
    },
    /// An event of a batch that is no object.
    EventNotObject(String),
    /// `type` is missing.
    TypeMissing,
    /// `type` is none of the four.
    TypeUnknown(String),
    /// `type` is not the path's, and the source refuses that.
    TypeDiffers(Endpoint, Endpoint),
    /// A field is missing that the endpoint needs.
    Required(Endpoint, &'static str),
    /// Fields of a wrong data type, and the source refuses that.
    WrongTypes(Vec<WrongType>),
}

impl From<Unreadable> for Invalid {
    fn from(unreadable: Unreadable) -> Invalid {
        match unreadable {
            Unreadable::NotJson(why) => Invalid::NotJson(why),
            Unreadable::Inflates => Invalid::TooLarge(None),
        }
    }
}

impl Invalid {
    /// What the client is told: in the words of the one validation error that is documented,
    /// `Field 'type' is required` (<https://docs.dataflysignal.com/processing/org-data-layer>).
    pub fn message(&self) -> String {
        match self {
            Invalid::TooLarge(Some((_, limit))) | Invalid::BatchTooLarge { limit, .. } => {
                format!("The request body is larger than {limit} bytes.")
            }
            Invalid::TooLarge(None) => "The request body is too large.".into(),
            Invalid::ContentType(_) => "The content type must be application/json.".into(),
            Invalid::NotJson(_) => "The request body is not valid JSON.".into(),
            Invalid::NotObject(_) => "The request body must be a JSON object.".into(),
            Invalid::BatchTooLong { limit, .. } => {
                format!("The batch has more than {limit} events.")
            }
            Invalid::BatchMissing => "Field 'batch' is required".into(),
            Invalid::BatchNotArray(_) => "Field 'batch' must be an array".into(),
            Invalid::EventTooLarge { index, limit, .. } => {
                format!("The event at index {index} is larger than {limit} bytes.")
            }
            Invalid::EventNotObject(_) => "The event must be a JSON object.".into(),
            Invalid::TypeMissing => "Field 'type' is required".into(),
            Invalid::TypeUnknown(_) => {
                "Field 'type' must be one of track, page, identify, group".into()
            }
            Invalid::TypeDiffers(endpoint, _) => {
                format!(
                    "Field 'type' must be '{}' on {}",
                    endpoint.as_str(),
                    endpoint.path()
                )
            }
            Invalid::Required(_, field) => format!("Field '{field}' is required"),
            Invalid::WrongTypes(wrong) => {
                let all: Vec<String> = wrong.iter().map(WrongType::message).collect();
                all.join("; ")
            }
        }
    }
}

impl WrongType {
    /// What is wrong, in the same words.
    pub fn message(&self) -> String {
        format!("Field '{}' must be {}", self.field, self.expected)
    }
}
