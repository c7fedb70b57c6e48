use serde_json::Value;
use serde_json::value::RawValue;

use crate::capture::BodyState;
use crate::debug_session::DebugSession;
use crate::event::Finding;
use crate::platform::Call;
use crate::platform::reading::{has_byte_order_mark, read};
use crate::platform::whole::whole;
use crate::workspace::{JentisFile, JentisHandling, JentisSource};

use super::key::{Access, Refusal, admit};
use super::preview::{Known, debug_code};
use super::routes::{Endpoint, endpoint};
use super::submission::container;
use super::validate::is_valid;
use super::{configuration, content_type};

/// What a request is and what becomes of it. The answer and the explanation are both made from
/// this, so that they cannot disagree.
#[derive(Debug)]
pub struct Judgement<'a> {
    /// The source that it belongs to, if one was found.
    pub source: Option<&'a JentisSource>,
    /// The debug session, started by a person, that is open under its debug code.
    pub session: Option<DebugSession>,
    /// The codes of the sessions that are open of its source, where its own is none of them.
    pub open_codes: Vec<String>,
    /// What becomes of it.
    pub verdict: Verdict<'a>,
}

impl<'a> Judgement<'a> {
    /// What a preview in its body is held against.
    pub fn known<'b>(&'b self, file: &'b JentisFile) -> Known<'b>
    where
        'a: 'b,
    {
        Known {
            file,
            source: self.source,
            session: self.session.as_ref(),
            open_codes: &self.open_codes,
        }
    }
}

/// What becomes of a request.
#[derive(Debug)]
pub enum Verdict<'a> {
    /// Nothing is at this path.
    NoSuchPath,
    /// The path takes another method.
    WrongMethod,
    /// A browser asks whether it may send.
    Preflight,
    /// The SDK's log.
    Monitor,
    /// The key does not let it in.
    Refused(Refusal<'a>),
    /// The body has too many bytes: for the source, or to be kept if there is no limit.
    TooLarge(Option<u64>),
    /// The body is no JSON object.
    Unreadable {
        /// Why.
        reason: String,
        /// What the source wants done.
        handling: JentisHandling,
    },
    /// The body is an object by the grammar of JSON, but eventpit cannot look into it. Taken in.
    Opaque {
        /// The body as it came.
        text: String,
        /// Why.
        reason: String,
        /// How it came in.
        access: Access<'a>,
    },
    /// The body breaks the schema, and the source wants that refused.
    Violating(Value),
    /// `configuration` does not fit the source, and the source wants that refused.
    Misfit(Value),
    /// The body came as something else than JSON, and the source wants that refused.
    OtherContentType(Finding),
    /// Taken in.
    Taken {
        /// The body, an object.
        body: Value,
        /// How it came in.
        access: Access<'a>,
    },
}

/// Judges a request.
pub fn judge(call: Call) -> Judgement {
    let verdict = match (endpoint(call.path), call.request.method.as_str()) {
        (None, _) => Verdict::NoSuchPath,
        (Some(_), "OPTIONS") => Verdict::Preflight,
        (Some(Endpoint::Monitor), "POST") => Verdict::Monitor,
        (Some(Endpoint::Submission), "POST") => {
            return submission(call);
        }
        (Some(_), _) => Verdict::WrongMethod,
    };
    Judgement {
        source: None,
        session: None,
        open_codes: Vec::new(),
        verdict,
    }
}

fn submission(call: Call) -> Judgement {
    let (request, file) = (call.request, &call.workspace.jentis);
    let access = match admit(request, file) {
        Ok(access) => access,
        Err(refusal) => {
            let source = match refusal {
                Refusal::Revoked(source) => Some(source),
                _ => None,
            };
            return Judgement {
                source,
                session: None,
                open_codes: Vec::new(),
                verdict: Verdict::Refused(refusal),
            };
        }
    };
    let body = whole(request)
        .map_err(|why| format!("the body is not JSON: {why}"))
        .and_then(|()| body(&read(request, file.endpoint.reading())));
    let object = match &body {
        Ok(Body::Object(object)) => Some(object),
        _ => None,
    };
    let source = match access {
        Access::Named(source) => Some(source),
        Access::Unchecked | Access::Keyless => by_container(file, object),
    };
    let code = object.and_then(debug_code);
    let code = code.as_deref();
    let session = code.and_then(|code| call.moment.debug_session(code));
    let known = Known {
        file,
        source,
        session: session.as_ref(),
        open_codes: &[],
    };
    let is_nobodys = |_: &&JentisSource| code.is_some_and(|code| !known.has_code(code));
    let open_codes = source.filter(is_nobodys);
    let open_codes = open_codes.map_or(Vec::new(), |it| call.moment.open_codes(&it.name));
    let limit = source.and_then(|source| source.max_body_bytes);
    let too_large = request.body.state == BodyState::Truncated
        || limit.is_some_and(|limit| request.body.length > limit);
    let rejects = |setting: fn(&JentisSource) -> JentisHandling| {
        source.is_some_and(|source| setting(source) == JentisHandling::Reject)
    };
    let other_content_type = content_type::finding(request, object)
        .filter(|_| rejects(|source| source.other_content_type));
    let fits = |body: &Value| configuration::misfits(known, body).is_empty();
    let verdict = match (other_content_type, body) {
        _ if too_large => Verdict::TooLarge(limit),
        (Some(finding), _) => Verdict::OtherContentType(finding),
        (None, Err(reason)) => Verdict::Unreadable {
            reason,
            handling: source.map_or(JentisHandling::Reject, |source| source.invalid_json),
        },
        (None, Ok(Body::Opaque { text, reason })) => Verdict::Opaque {
            text,
            reason,
            access,
        },
        (None, Ok(Body::Object(body))) => {
            if rejects(|source| source.schema_violation) && !is_valid(file, &body) {
                Verdict::Violating(body)
            } else if rejects(|source| source.unfit_configuration) && !fits(&body) {
                Verdict::Misfit(body)
            } else {
                Verdict::Taken { body, access }
            }
        }
    };
    Judgement {
        source,
        session,
        open_codes,
        verdict,
    }
}

/// A body that is a JSON object.
enum Body {
    Object(Value),
    /// One that serde_json cannot hold, though it is one by the grammar: too deep, half of a
    /// surrogate pair, a number beyond 64-bit floats.
    Opaque {
        text: String,
        reason: String,
    },
}

/// The body as a JSON object, or why it is none.
fn body(bytes: &[u8]) -> Result<Body, String> {
    if bytes.is_empty() {
        return Err("the body is empty".into());
    }
    let error = match serde_json::from_slice(bytes) {
        Ok(object @ Value::Object(_)) => return Ok(Body::Object(object)),
        Ok(other) => {
            let kind = kind(&other);
            return Err(format!("the body is JSON, but {kind} and no object"));
        }
        Err(error) => error,
    };
    match serde_json::from_slice::<&RawValue>(bytes) {
        Ok(raw) if raw.get().starts_with('{') => Ok(Body::Opaque {
            text: raw.get().into(),
            reason: error.to_string(),
        }),
        _ if has_byte_order_mark(bytes) => {
            Err("the body is not JSON: it begins with a byte order mark".into())
        }
        _ => Err(format!("the body is not JSON: {error}")),
    }
}

/// What sort of JSON value this is, with its article.
pub fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// The source of the body's container; the first if there is none.
fn by_container<'a>(file: &'a JentisFile, body: Option<&Value>) -> Option<&'a JentisSource> {
    let container = body.and_then(container);
    let named = container.and_then(|container| {
        let same = |source: &&JentisSource| source.container.as_deref() == Some(container);
        file.sources.iter().find(same)
    });
    named.or(file.sources.first())
}
