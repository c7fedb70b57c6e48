use serde_json::Value;

use crate::capture::Request;
use crate::event::Finding;
use crate::platform::reading::read;
use crate::platform::{Call, DebugTrace, Decoded};
use crate::workspace::JentisFile;

use super::judge::{Verdict, judge};
use super::submission::{event, opaque};
use super::{configuration, content_type, cookie, kinds, preview, validate};

/// The event in a request and what is worth telling about the request.
pub fn decode(call: Call) -> Decoded {
    let mut judged = judge(call);
    let verdict = std::mem::replace(&mut judged.verdict, Verdict::NoSuchPath);
    let request = call.request;
    let file = &call.workspace.jentis;
    let known = judged.known(file);
    match verdict {
        Verdict::Preflight => Decoded::default(),
        Verdict::Monitor => monitor(request, file),
        Verdict::NoSuchPath => {
            let message = format!("JENTIS has no {}", call.path);
            told([kinds::UNKNOWN_PATH.says(message).expected("/ or /monitor")])
        }
        Verdict::WrongMethod => {
            let finding = kinds::WRONG_METHOD.says("JENTIS takes only POST here");
            told([finding.expected("POST").got(request.method.as_str())])
        }
        Verdict::Refused(refusal) => told([refusal.finding()]),
        Verdict::TooLarge(limit) => told([too_large(request, limit)]),
        Verdict::Unreadable { reason, .. } => {
            let finding = kinds::INVALID_JSON.says(reason);
            let finding = finding.expected("a JSON object").got(request.body_text());
            told([finding].into_iter().chain(of_body(request, None)))
        }
        Verdict::Violating(body) => {
            let violations = validate::violations(file, &body).into_iter();
            told(violations.chain(of_body(request, Some(&body))))
        }
        Verdict::Misfit(body) => {
            let misfits = configuration::misfits(known, &body).into_iter();
            Decoded {
                debug: preview::trace(known, &body),
                ..told(misfits.chain(of_body(request, Some(&body))))
            }
        }
        Verdict::Opaque {
            text,
            reason,
            access,
        } => Decoded {
            findings: of_body(request, None).collect(),
            events: vec![opaque(access, text, &reason)],
            debug: None,
        },
        Verdict::OtherContentType(finding) => told([finding]),
        Verdict::Taken { body, access } => Decoded {
            findings: of_body(request, Some(&body))
                .chain(cookie::finding(request, known.source, &body))
                .collect(),
            debug: preview::trace(known, &body),
            events: vec![event(known, access, body)],
        },
    }
}

/// How the body came.
fn of_body(request: &Request, body: Option<&Value>) -> impl Iterator<Item = Finding> {
    let content_type = content_type::finding(request, body).into_iter();
    content_type.chain(content_type::compression(request))
}

fn told(findings: impl IntoIterator<Item = Finding>) -> Decoded {
    Decoded {
        findings: findings.into_iter().collect(),
        ..Decoded::default()
    }
}

fn too_large(request: &Request, limit: Option<u64>) -> Finding {
    let finding = kinds::BODY_TOO_LARGE
        .says("the body is too large")
        .got(format!("{} bytes", request.body.length));
    match limit {
        Some(limit) => finding.expected(format!("at most {limit} bytes")),
        None => finding,
    }
}

/// What an app uploads for the monitor; null if it is no JSON.
pub fn upload(request: &Request, file: &JentisFile) -> Value {
    let body = read(request, file.endpoint.reading());
    serde_json::from_slice(&body).unwrap_or_default()
}

fn monitor(request: &Request, file: &JentisFile) -> Decoded {
    let body = upload(request, file);
    let records = body
        .get("tags")
        .and_then(Value::as_array)
        .map_or(0, Vec::len);
    let debug = preview::trace_upload(file, &body);
    let message = match &debug {
        Some(DebugTrace { code, .. }) => format!("{records} log records of the debug code {code}"),
        None => "the upload has no debugid, so it belongs to no debug session".into(),
    };
    Decoded {
        debug,
        ..told([kinds::MONITOR_UPLOAD.says(message)])
    }
}
