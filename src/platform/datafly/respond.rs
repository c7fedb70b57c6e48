use serde_json::{Value, json};

use super::batch;
use super::cors;
use super::dfid;
use super::item::Item;
use super::judge::{Judged, judge};
use super::pixel;
use super::refusal::Refusal;
use super::routes::Target;
use super::vendor_id::vendor_ids;
use crate::capture::Answer;
use crate::event::Outcome;
use crate::platform::{Call, Reply};
use crate::workspace::DataflyPixelErrors;

/// What a page loads: eventpit's own stand-in for the vendor's script, which is not public. Its
/// content type is that of every script (RFC 9239); no page tells its headers.
const SCRIPT: &str = include_str!("datafly.js");
const SCRIPT_TYPE: &str = "text/javascript; charset=utf-8";

/// The gateway's answer. A duplicate `messageId` is answered like any other event (inferred), so
/// nothing here has to remember one.
pub fn respond(call: Call) -> Reply {
    let file = &call.workspace.datafly;
    let gateway = &file.gateway;
    let origin = call.request.header("origin");
    let is_pixel = matches!(Target::at(call.path), Some(Target::Pixel(_)));
    let of_any = origin.filter(|origin| cors::any_allows(file, origin));
    match judge(&call) {
        Judged::Preflight => Reply {
            answer: cors::with_headers(Answer::empty(gateway.preflight_status), origin, gateway),
            outcome: Outcome::Served,
            source: None,
        },
        Judged::Script => {
            let script = Answer::new(200, SCRIPT_TYPE, SCRIPT);
            Reply {
                answer: match gateway.cors_on_scripts {
                    true => cors::with_headers(script, of_any, gateway),
                    false => script,
                },
                outcome: Outcome::Served,
                source: None,
            }
        }
        Judged::Taken(taken) => {
            let json = |body: Value| {
                let answer = Answer::new(200, "application/json", body.to_string());
                cors::with_headers(answer, origin, gateway)
            };
            let answer = match taken.target {
                Target::One(_) | Target::Server => json(json!({"success": true})),
                Target::Batch => json(batch::answer(&taken.items, taken.sender.source)),
                Target::Pixel(_) => pixel::image(),
            };
            let source = taken.sender.source;
            let vendors = vendor_ids(&call, &taken).into_iter();
            let cookies = dfid::cookie(&call, source)
                .into_iter()
                .chain(vendors.filter_map(|id| id.set_cookie(source)));
            Reply {
                answer: cookies.fold(answer, |answer, cookie| answer.header("set-cookie", cookie)),
                outcome: Outcome::of_batch(taken.items.iter().map(Item::outcome)),
                source: Some(taken.sender.source.name.clone()),
            }
        }
        Judged::Refused(refusal, sender) => {
            let answer = refusal.answer(gateway, call.moment.received_at);
            let answer = match refusal {
                _ if is_pixel => match gateway.pixel_errors {
                    DataflyPixelErrors::Error => answer,
                    DataflyPixelErrors::Pixel => pixel::image(),
                },
                // A page that may not send may not read either.
                Refusal::Origin => cors::with_vary(answer, gateway),
                _ if gateway.cors_on_errors => {
                    // Where the sender is known, its source let the origin pass.
                    let allowed = if sender.is_some() { origin } else { of_any };
                    cors::with_headers(answer, allowed, gateway)
                }
                _ => cors::with_vary(answer, gateway),
            };
            Reply {
                answer,
                outcome: match refusal {
                    Refusal::Rate(_) => Outcome::Throttled,
                    _ => Outcome::Rejected,
                },
                source: sender.map(|sender| sender.source.name.clone()),
            }
        }
    }
}
