use serde_json::json;

use super::batch;
use super::cors;
use super::dfid;
use super::item::Item;
use super::judge::{Judged, judge};
use super::refusal::Refusal;
use super::routes::Target;
use crate::capture::Answer;
use crate::event::Outcome;
use crate::platform::{Call, Reply};

/// The gateway's answer. A duplicate `messageId` is answered like any other event (assumed), so
/// nothing here has to remember one.
pub fn respond(call: Call) -> Reply {
    let file = &call.workspace.datafly;
    let origin = call.request.header("origin");
    let of_any = origin.filter(|origin| cors::any_allows(file, origin));
    match judge(&call) {
        Judged::Preflight => Reply {
            answer: cors::with_headers(Answer::empty(file.gateway.preflight_status), origin),
            outcome: Outcome::Served,
            source: None,
        },
        Judged::Taken(taken) => {
            let body = match taken.target {
                Target::One(_) => json!({"success": true}),
                Target::Batch => batch::answer(&taken.items, taken.key.source),
            };
            let answer = Answer::new(200, "application/json", body.to_string());
            let answer = cors::with_headers(answer, origin);
            Reply {
                answer: match dfid::cookie(&call, taken.key.source) {
                    Some(cookie) => answer.header("set-cookie", cookie),
                    None => answer,
                },
                outcome: Outcome::of_batch(taken.items.iter().map(Item::outcome)),
                source: Some(taken.key.source.name.clone()),
            }
        }
        Judged::Refused(refusal, key) => {
            let answer = refusal.answer();
            let answer = match refusal {
                // A page that may not send may not read either.
                Refusal::Origin => answer.header("vary", "Origin"),
                _ if file.gateway.cors_on_errors => {
                    // Where a key is known, its source let the origin pass.
                    let allowed = if key.is_some() { origin } else { of_any };
                    cors::with_headers(answer, allowed)
                }
                _ => answer.header("vary", "Origin"),
            };
            Reply {
                answer,
                outcome: match refusal {
                    Refusal::Rate(_) => Outcome::Throttled,
                    _ => Outcome::Rejected,
                },
                source: key.map(|key| key.source.name.clone()),
            }
        }
    }
}
