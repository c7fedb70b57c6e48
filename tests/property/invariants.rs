use std::time::{Duration, Instant};

use eventpit::capture::{Answer, BodyState, Request};
use eventpit::event::{COMMON, Event, Finding, Outcome, Severity, rfc3339};
use eventpit::loss::{FAILED_LOSS_HEADER, Remembered, SilentLosses};
use eventpit::platform::{self, Call, Decoded, Moment, Platform, Reply};
use eventpit::route::{allow_own_headers, allow_private_network, nearest, route};
use eventpit::workspace::Workspace;
use serde::Serialize;
use serde_json::Value;

use crate::case::Case;

/// How long one request may take, answered and explained: far above what it does take, so that
/// only what grows faster than the request is found.
const LONGEST: Duration = Duration::from_secs(10);

/// Checks all that holds of any request to any platform; panics with what does not.
pub fn check(case: &Case, workspaces: &[Workspace]) {
    let started = Instant::now();
    let workspace = &workspaces[case.workspace % workspaces.len()];
    let request = &case.request;
    let route = route(request);
    nearest(request, &route.path);
    let platform = route.platform.expect("a prefix belongs to a platform");
    assert_eq!(platform, case.platform);
    let call = |moment| Call {
        request,
        path: &route.path,
        mount: &route.mount,
        workspace,
        moment,
    };
    let again = |record| Moment::again(request.received_at, &route.session, record);

    let moment = again(&case.moment);
    let reply = platform::respond(platform, call(&moment));
    let record = moment.record();
    let (second, third, fourth) = (again(&record), again(&record), again(&record));
    let same = platform::respond(platform, call(&second));
    assert_eq!(reply, same, "the recorded moment gives another answer");
    let decoded = platform::decode(platform, call(&third));
    assert_eq!(third.record(), record, "decode asks the limiter otherwise");
    let same = platform::decode(platform, call(&fourth));
    assert_eq!(decoded, same, "the same request is explained in two ways");

    let sources = sources(platform, workspace);
    assert!(
        reply.source.iter().all(|source| sources.contains(source)),
        "{:?} is none of {sources:?}",
        reply.source
    );
    well_formed(&reply.answer, call(&second));
    let allowed = allow_own_headers(reply.answer.clone(), request);
    well_formed(&allow_private_network(allowed, request), call(&second));
    let losses = SilentLosses::default();
    let mut remembered = Remembered::default();
    let failed = losses.fail(
        platform,
        call(&second),
        &route.session,
        &reply,
        &mut remembered,
    );
    if let Some(failed) = failed {
        well_formed(&failed, call(&second));
        let unexplained = failed.value(FAILED_LOSS_HEADER) == Some(COMMON.not_explained.code);
        assert!(!unexplained, "{failed:?}\n{decoded:?}");
    }
    agree(request, &reply, &decoded);
    let catalogue = platform::kinds(platform);
    for finding in &decoded.findings {
        told_well(finding, &catalogue);
    }
    for event in &decoded.events {
        shown_well(platform, event);
        for finding in &event.findings {
            told_well(finding, &catalogue);
        }
    }
    let took = started.elapsed();
    assert!(took < LONGEST, "it took {took:?}");
}

/// The names of a platform's sources.
fn sources(platform: Platform, workspace: &Workspace) -> Vec<String> {
    let all = |names: &mut dyn Iterator<Item = &String>| names.cloned().collect();
    match platform {
        Platform::Jentis => all(&mut workspace.jentis.sources.iter().map(|it| &it.name)),
        Platform::Jitsu => all(&mut workspace.jitsu.sites.iter().map(|it| &it.id)),
        Platform::CommandersAct => {
            all(&mut workspace.commanders_act.sources.iter().map(|it| &it.name))
        }
        Platform::Datafly => all(&mut workspace.datafly.sources.iter().map(|it| &it.name)),
    }
}

/// An answer that an HTTP library can send as it stands, and that is what it says it is.
fn well_formed(answer: &Answer, call: Call) {
    assert!((200..600).contains(&answer.status), "{}", answer.status);
    for (name, value) in &answer.headers {
        let is_name = !name.is_empty() && name.bytes().all(crate::case::is_token);
        assert!(is_name && *name == name.to_ascii_lowercase(), "{name:?}");
        let is_value = value
            .bytes()
            .all(|byte| byte == b'\t' || byte >= b' ' && byte != 0x7f);
        assert!(is_value, "{name}: {value:?}");
    }
    for once in ["content-type", "location", "access-control-allow-origin"] {
        let count = answer
            .headers
            .iter()
            .filter(|(name, _)| name == once)
            .count();
        assert!(count <= 1, "{once} {count} times: {answer:?}");
    }
    let content_type = answer
        .headers
        .iter()
        .find(|(name, _)| name == "content-type");
    let content_type = content_type.map_or("", |(_, value)| value);
    assert!(
        answer.body.is_empty() || !content_type.is_empty(),
        "a body of no content type: {answer:?}"
    );
    assert!(answer.status != 204 || answer.body.is_empty(), "{answer:?}");
    if content_type.contains("json") && !writes_key_as_it_is(call) {
        let json = serde_json::from_slice::<Value>(&answer.body);
        assert!(json.is_ok(), "{json:?}: {answer:?}");
    }
}

/// Jitsu writes the key of the path into its settings as it is, quotes and all (observed).
fn writes_key_as_it_is(call: Call) -> bool {
    call.path.contains("projects")
}

/// What the client was told, and what the explanation tells.
fn agree(request: &Request, reply: &Reply, decoded: &Decoded) {
    let fates: Vec<Outcome> = decoded.events.iter().map(|event| event.outcome).collect();
    let findings = || decoded.findings.iter().map(|finding| finding.kind.code);
    let context = || format!("{reply:?}\n{decoded:?}");
    let left_out = findings().any(|code| code == COMMON.events_left_out.code);
    if !left_out {
        counted_well(reply, &fates);
    }
    match reply.outcome {
        Outcome::Accepted | Outcome::Dropped | Outcome::Partial => {
            let of_events = Outcome::of_batch(fates.iter().copied());
            let agreed = fates.is_empty() || left_out || of_events == reply.outcome;
            assert!(agreed, "{of_events:?} of the events: {}", context());
            let is_error = reply.answer.status >= 400;
            assert!(!is_error, "taken, with an error: {}", context());
        }
        Outcome::Rejected | Outcome::Throttled => {
            // Jitsu sends on what stands before a null, and crashes there.
            let taken = fates.contains(&Outcome::Accepted);
            let crashed = findings().any(|code| code == platform::jitsu::kinds::NULL_EVENT.code);
            assert!(!taken || crashed, "refused and taken: {}", context());
        }
        Outcome::Served => assert!(fates.is_empty(), "{}", context()),
        Outcome::Faulted | Outcome::Unmatched => panic!("{}", context()),
    }
    // Of a body that broke off, the recording tells.
    let broke_off = matches!(request.body.state, BodyState::Incomplete(_));
    if reply.outcome != Outcome::Served && fates.is_empty() && !broke_off {
        let why = findings().next();
        assert!(
            why.is_some(),
            "no word on {}: {}",
            request.method,
            context()
        );
    }
    for event in decoded
        .events
        .iter()
        .filter(|event| event.outcome != Outcome::Accepted)
    {
        let mut told = event.findings.iter().chain(&decoded.findings);
        let told = told.any(|finding| finding.kind.severity != Severity::Info);
        assert!(told, "lost without a word: {event:?}");
    }
}

/// What the answer to a batch counts: Jitsu's all events that go on, Datafly's all that came.
fn counted_well(reply: &Reply, fates: &[Outcome]) {
    let answer: Value = serde_json::from_slice(&reply.answer.body).unwrap_or_default();
    let count = |name: &str| answer.get(name).and_then(Value::as_u64);
    let accepted = fates.iter().filter(|fate| **fate == Outcome::Accepted);
    if let Some(ok) = count("okEvents") {
        assert_eq!(ok, accepted.count() as u64, "{reply:?}\n{fates:?}");
    } else if let Some(taken) = count("accepted") {
        let all = taken + count("rejected").unwrap_or_default();
        assert_eq!(all, fates.len() as u64, "{reply:?}\n{fates:?}");
    }
}

/// A finding that the inspector can show.
fn told_well(finding: &Finding, catalogue: &[&eventpit::event::FindingKind]) {
    let mut known = catalogue.iter().copied().chain(COMMON.all());
    assert!(known.any(|kind| kind == finding.kind), "{finding:?}");
    is_pointer(&finding.pointer);
    assert!(!finding.message.is_empty(), "{finding:?}");
    let got = finding.got.as_deref().unwrap_or_default();
    assert!(got.chars().count() <= 201, "{finding:?}");
    is_json(finding);
}

/// An event that the index can keep and the inspector can show.
fn shown_well(platform: Platform, event: &Event) {
    for decision in &event.consent {
        is_pointer(&decision.pointer);
        let there = event.payload.pointer(&decision.pointer).is_some();
        assert!(there, "{decision:?} of {event:?}");
        is_json(decision);
    }
    assert!(!event.kind.is_empty(), "{platform:?}: {event:?}");
    if let Some(timestamp) = &event.timestamp {
        assert_eq!(rfc3339(timestamp).as_ref(), Some(timestamp));
    }
    is_json(&event.payload);
    is_json(&event.canonical);
}

/// A JSON pointer as RFC 6901, section 3, has it.
fn is_pointer(pointer: &str) {
    assert!(
        pointer.is_empty() || pointer.starts_with('/'),
        "{pointer:?}"
    );
    for escaped in pointer.split('~').skip(1) {
        assert!(escaped.starts_with(['0', '1']), "{pointer:?}");
    }
}

fn is_json(value: &impl Serialize) {
    let text = serde_json::to_string(value).expect("it serialises");
    let mut json = serde_json::Deserializer::from_str(&text);
    json.disable_recursion_limit();
    let read = <serde::de::IgnoredAny as serde::Deserialize>::deserialize(&mut json);
    assert!(read.is_ok(), "{read:?}: {text}");
}
